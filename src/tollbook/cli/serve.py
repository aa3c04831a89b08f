"""`tollbook serve`: a ledger as pages on this machine. Checks everything that can be wrong before the server starts."""

from __future__ import annotations

import errno
import gc
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, say
from tollbook.cli.ledger_options import LedgerArgument, LedgerPlace, ledger_place, one_ledger
from tollbook.core.errors import UnreadableInput, UsageError
from tollbook.web.settings import LEAST_TOKEN, LOOPBACK, Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

TOKEN_VARIABLE = "TOLLBOOK_REVIEW_TOKEN"
EXTRA = "pip install 'tollbook[web]'"
_ANYWHERE = frozenset({"0.0.0.0", "::", ""})
_PROXIES = ("127.0.0.1", "::1")
_WAITING = 64
_TOKEN_BYTES = 4_096
_TURN_SECONDS = 0.0005
"""How long a thread works before another gets its turn. A short request waits for a turn at each statement to the ledger: with the 5 ms
of Python's own, behind a long request it waits for most of its time."""


def serve(
    *,
    place: LedgerArgument = None,
    ledger: LedgerPlace = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to answer at. Others than loopback are open to a network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="NUMBER", min=0, max=65_535, help="The port; 0 takes any that is free.")] = 8_000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the first page in a browser.")] = False,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--review-token-file", metavar="FILE", help=f"Let whoever knows the token in this file review. Or set {TOKEN_VARIABLE}."
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another name that the server is called by, as behind a proxy. May be repeated."),
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="Let nobody read without a token (`tollbook token create`).")] = False,
    requests_per_minute: Annotated[
        int | None, typer.Option(metavar="NUMBER", min=1, max=1_000_000, help="Requests a minute of one client's address. Default: any.")
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A proxy whose word counts for who asks (X-Forwarded-For). Default: this machine's."),
    ] = None,
) -> None:
    """Show a ledger as pages: what changed, texts with their claims, who says what, reviews.

    The pages need no JavaScript and ask no other machine for anything. A ledger that others write to keeps being shown. Who
    reaches the server can read, so leave it on loopback, or give --private. To write needs a token: one of `tollbook token`, or that of
    --review-token-file, which can review.

    \b
    Examples:
      tollbook serve
      tollbook serve losses.db --port 8080 --open
      tollbook serve --review-token-file ~/review-token
      tollbook serve --private --requests-per-minute 600
      tollbook serve postgresql://desk@localhost/losses

    \b
    Exit codes:
      0  stopped by Ctrl-C
      2  wrong usage, no ledger, or the port is taken
    """
    hosts = _hosts(host, allow_host or [])
    app = _application(
        ledger_place(one_ledger(place, ledger)),
        token=_token(token_file),
        hosts=hosts,
        private=private,
        requests_per_minute=requests_per_minute,
    )
    with _bound(host, port) as listening:
        _announce(_address(listening, host), host, private=private, open_browser=open_browser)
        _run(app, listening, proxies=proxy or [])


def _announce(address: str, host: str, *, private: bool, open_browser: bool) -> None:
    say(f"{address}  (Ctrl-C stops)")
    sys.stdout.flush()
    if not private and (host in _ANYWHERE or not _is_loopback(host)):
        complain("anybody who reaches this address can read the ledger")
    if open_browser:
        typer.launch(address)


def _application(place: str, *, token: str | None, hosts: tuple[str, ...], private: bool, requests_per_minute: int | None) -> FastAPI:
    try:
        import uvicorn  # noqa: F401

        from tollbook.web.app import make_app
    except ModuleNotFoundError as error:
        raise UsageError(f"the pages need a library that is not installed, {error.name}", do=EXTRA) from error
    return make_app(place, Settings(review_token=token, hosts=hosts, private=private, requests_per_minute=requests_per_minute))


def _token(file: Path | None) -> str | None:
    """Return the token for reviews: of the file, else of the environment. Raises UsageError for one that can be guessed."""
    where = TOKEN_VARIABLE if file is None else str(file)
    token = os.environ.get(TOKEN_VARIABLE, "") if file is None else _content(file)
    token = token.strip()
    if not token and file is None:
        return None
    if len(token) < LEAST_TOKEN:
        raise UsageError(
            f"a token of {len(token)} characters",
            where=where,
            expected=f"at least {LEAST_TOKEN}",
            do="make one with: python3 -c 'import secrets; print(secrets.token_urlsafe())'",
        )
    return token


def _content(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(_TOKEN_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no UTF-8"
        raise UnreadableInput(f"can't be read: {reason}", where=str(file), expected="a file with a token", do="check its name") from error


def _hosts(host: str, others: list[str]) -> tuple[str, ...]:
    """Return the names that the server answers to. Where it listens to a network, any: it can't know what it is called there."""
    if host in _ANYWHERE or not _is_loopback(host):
        return (host, *others) if others else ()
    return (*LOOPBACK, *others)


def _is_loopback(host: str) -> bool:
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises UsageError where the port is taken or the address is none of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio leaves Nagle's algorithm on: then a body waits up to 40 ms for the client to acknowledge the headers before it.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(_WAITING)
    except OSError as error:
        listening.close()
        raise _refused(host, port, error) from error
    return listening


def _refused(host: str, port: int, error: OSError) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(f"port {port} is taken", where=host, do=f"stop what listens there, or give --port {port % 65_535 + 1}")
    if error.errno == errno.EACCES:
        return UsageError(f"port {port} is not yours to take", where=host, expected="1024 or higher", do="give --port 8000")
    return UsageError(f"can't listen: {error.strerror or error}", where=f"{host}:{port}", expected="an address of this machine")


def _address(listening: socket.socket, host: str) -> str:
    port = listening.getsockname()[1]
    named = "127.0.0.1" if host in _ANYWHERE else host
    return f"http://[{named}]:{port}/" if ":" in named else f"http://{named}:{port}/"


def _run(app: FastAPI, listening: socket.socket, *, proxies: list[str]) -> None:
    import uvicorn

    Thread(target=app.state.opened.prepare, daemon=True).start()
    _spare_the_collector()
    sys.setswitchinterval(_TURN_SECONDS)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            # httptools, which uvicorn takes by itself where it is installed, keeps headers of any length, all in memory.
            http="h11",
            log_level="warning",
            access_log=False,
            server_header=False,
            forwarded_allow_ips=proxies or list(_PROXIES),
        )
    )
    # uvicorn ends in order at Ctrl-C, and raises it again.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _spare_the_collector() -> None:
    """Let the garbage collector pass over what the application is made of, which stays: to look through it holds up every request.

    And let it look at what is new less often: a page of claims makes some thousand objects, and hardly any of them in a cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
