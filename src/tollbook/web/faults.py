"""Every error becomes one answer: a page for a reader, a problem (RFC 9457) for a program. Never a traceback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from tollbook.core.errors import (
    EstimationError,
    InputError,
    InputTooLarge,
    LedgerBusy,
    LedgerError,
    TollbookError,
    UnknownRecord,
    UsageError,
)
from tollbook.web.headers import SECURITY
from tollbook.web.rendering import page, problem

TITLES: Final = {
    400: "That request can't be understood",
    401: "A token is needed",
    403: "That is not allowed",
    404: "There is nothing here",
    405: "That can't be done here",
    413: "That is too large",
    422: "Something in the request makes no sense",
    429: "Too many requests",
    500: "A fault of Tollbook itself",
    503: "The ledger can't answer now",
}
_DETAILS: Final = {
    404: "No page has this address. The search above finds claims by their words, forces, sources and dates.",
    405: "This address answers to other kinds of requests alone.",
    500: "It is written to the server's log. Try again; if it happens again, report it with the address of this page.",
}
_AGAIN: Final = {"retry-after": "5"}
"""Seconds after which a ledger that is busy is worth asking again: a batch of another process takes about one."""
_BY_KIND: Final[tuple[tuple[type[TollbookError], int], ...]] = (
    (UnknownRecord, 404),
    (InputTooLarge, 413),
    (UsageError, 422),
    (InputError, 422),
    (EstimationError, 422),
    (LedgerError, 503),
)


def add_faults(app: FastAPI) -> None:
    """Let an application answer every error in words."""
    app.add_exception_handler(TollbookError, _tell_error)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_exception_handler(HTTPException, _tell_status)
    app.add_exception_handler(Exception, _tell_fault)


@contextmanager
def naming(field: str) -> Iterator[None]:
    """Let an error of what stands in a field of the request name that field."""
    try:
        yield
    except UsageError as error:
        raise UsageError(error.met, where=field, expected=error.expected, do=error.do) from error


def status_of(error: TollbookError) -> int:
    """Return the status that an error is answered with."""
    return next((status for kind, status in _BY_KIND if isinstance(error, kind)), 500)


def wants_problem(request: Request) -> bool:
    """Tell whether a program asks, which is told a problem and not a page."""
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or ("json" in accepted and "html" not in accepted)


def answer(
    request: Request,
    status: int,
    detail: str,
    *,
    field: str | None = None,
    do: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer to a request that failed."""
    made = _answered(request, status, detail, field=field, do=do)
    made.headers.update(headers or {})
    return made


def _answered(request: Request, status: int, detail: str, *, field: str | None, do: str) -> Response:
    title = TITLES.get(status, "That did not work")
    if wants_problem(request):
        told = problem(status, title, f"{detail}; {do}" if do else detail, field=field)
        return JSONResponse(told, status_code=status, media_type="application/problem+json")
    return page(request, "fault.html", status=status, code=status, title=title, detail=detail, do=do, field=field)


def _tell_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, TollbookError):
        return _tell_fault(request, error)
    status = status_of(error)
    met = error.met if error.expected == "" else f"{error.met}; expected {error.expected}"
    field = error.where if isinstance(error, UsageError) and error.where.isidentifier() else None
    return answer(request, status, met, field=field, do=error.do, headers=_AGAIN if isinstance(error, LedgerBusy) else None)


def _tell_invalid(request: Request, error: Exception) -> Response:
    """Tell the first field that doesn't fit its type."""
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    place = [str(part) for part in faults[0]["loc"]] if faults else []
    field = place[-1] if place else None
    return answer(request, 422, f"{field}: {faults[0]['msg']}" if faults else TITLES[422], field=field)


def _tell_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    told = error.detail if isinstance(error, HTTPException) else ""
    # Starlette's own detail repeats the name of the status.
    detail = _DETAILS.get(status, told) if told in {"Not Found", "Method Not Allowed", ""} else told
    return answer(request, status, detail, headers=getattr(error, "headers", None))


def _tell_fault(request: Request, _: Exception) -> Response:
    """Tell a fault that nobody foresaw. Its answer goes out beside all middleware, so it carries the headers itself."""
    made = answer(request, 500, _DETAILS[500])
    made.headers.update(SECURITY)
    return made
