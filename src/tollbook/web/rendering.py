"""Turn values into pages. Everything is escaped: what a text, a title, a source or a reviewer wrote is never markup."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from tollbook.core.display import counted, day_words
from tollbook.core.version import __version__
from tollbook.web.cards import VERDICTS
from tollbook.web.marking import shown
from tollbook.web.opened import Opened

NAVIGATION: Final = (
    ("/", "What changed"),
    ("/d", "Documents"),
    ("/c", "Claims"),
    ("/s", "Series"),
    ("/src", "Sources"),
    ("/read", "Read a text"),
    ("/review", "Review"),
    ("/docs", "API"),
)
"""The sections of the pages, in the order in which every page names them."""

API: Final = "/api/v1"
"""Where programs ask what the pages show."""


@cache
def environment() -> Environment:
    """Return the templates with what all of them may use."""
    made = Environment(
        loader=PackageLoader("tollbook.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals |= {
        "navigation": NAVIGATION,
        "version": __version__,
        "static": static_address,
        "query_string": query_string,
        "shown": shown,
        "safe_url": is_web_address,
        "verdicts": VERDICTS,
        "api": API,
    }
    made.filters |= {"counted": counted, "day": day_words, "moment": moment_words}
    return made


def page(request: Request, template: str, *, status: int = 200, section: str = "", **values: Any) -> HTMLResponse:
    """Return a page made of a template. `section` is the address of the part of the navigation that it belongs to."""
    opened: Opened = request.app.state.opened
    shared = {"section": section, "query": "", "head": opened.ledger.checkpoint}
    made = environment().get_template(template).render(shared | values)
    # A title can hold a lone surrogate, which no encoding carries.
    return HTMLResponse(made.encode("utf-8", "replace"), status_code=status)


def query_string(**fields: object) -> str:
    """Return the end of an address with the fields that have a value.

    >>> query_string(q="force:RUS tank", after=None)
    '?q=force%3ARUS+tank'
    """
    given = {name: value for name, value in fields.items() if value is not None and value != ""}
    return f"?{urlencode(given)}" if given else ""


def is_web_address(address: str) -> bool:
    """Tell whether an address of a text may become a link: no scheme but the web's runs nothing.

    >>> is_web_address("https://news.example/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    return address.lower().startswith(("https://", "http://"))


def moment_words(recorded_at: str | None) -> str:
    """Return a time of the ledger to the minute, in UTC.

    >>> moment_words("2026-11-25T22:40:01.000000Z")
    '2026-11-25 22:40 UTC'
    """
    return "" if recorded_at is None else f"{recorded_at[:10]} {recorded_at[11:16]} UTC"


@cache
def static_address(name: str) -> str:
    """Return the address of a static file with a mark of its content, so that a browser may keep it for good."""
    content = (files("tollbook.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def problem(status: int, title: str, detail: str, *, field: str | None = None) -> Mapping[str, Any]:
    """Return a problem of RFC 9457: what went wrong, for a program. `field` names the part of the request that is at fault."""
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return told if field is None else {**told, "field": field}
