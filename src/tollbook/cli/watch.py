"""`tollbook watch`: keep a ledger up with feeds, sitemaps and release pages. It shows what the watch does, and decides nothing."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tollbook.cli.console import complain, say
from tollbook.cli.exit_codes import BAD_INPUT, PARTLY_DONE
from tollbook.cli.ledger_options import Actor, LedgerPlace, open_place
from tollbook.cli.options import AllowHost
from tollbook.core.display import counted, plain
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.scale.feeds.clock import SystemClock
    from tollbook.scale.feeds.watching import Tally, Told

_FINDINGS_SHOWN = 3


class WatchFormat(StrEnum):
    """The values of `--format` for what a watch tells."""

    TEXT = "text"
    JSONL = "jsonl"


def watch(
    *,
    feeds: Annotated[Path, typer.Argument(metavar="[FEEDS]", help="A TOML file that lists the places.")] = Path("feeds.toml"),
    once: Annotated[bool, typer.Option("--once", help="Look at each place once, take what is new, and end: for cron.")] = False,
    ledger: LedgerPlace = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="What the watch remembers. Default: beside FEEDS, with .state at its end."),
    ] = None,
    init: Annotated[bool, typer.Option("--init", help="Write a sample list of places to FEEDS, and do nothing else.")] = False,
    output_format: Annotated[
        WatchFormat, typer.Option("--format", "-f", help="Lines to read, or one JSON value a line.")
    ] = WatchFormat.TEXT,
    by: Actor = None,
    allow_host: AllowHost = None,
) -> None:
    """Watch feeds, sitemaps and release pages: each new document is read, audited and added to a ledger once.

    It asks politely: what a server knows to be unchanged isn't sent again, robots.txt is heeded, each host has pauses, and a host that
    fails or asks for it is left alone for longer and longer. What changed at its address is a document of its own. A watch that was
    stopped goes on where it was.

    \b
    Examples:
      tollbook watch --init
      tollbook watch feeds.toml --once
      tollbook watch feeds.toml --ledger losses.db

    \b
    Exit codes:
      0  with --once: each place answered; else: told to end
      2  wrong usage, no ledger, or a list with a fault
      3  with --once: a place or a document failed; the rest is in the ledger
    """
    if init:
        _write_sample(feeds)
        return
    tally = _run(feeds, once=once, ledger=ledger, state=state, output_format=output_format, by=by, allowed=frozenset(allow_host or []))
    if once and (tally.failed or tally.refused or tally.waiting):
        raise typer.Exit(PARTLY_DONE if tally.answered or tally.documents or tally.known else BAD_INPUT)


def _run(
    feeds: Path, *, once: bool, ledger: str | None, state: Path | None, output_format: WatchFormat, by: str | None, allowed: frozenset[str]
) -> Tally:
    """Run the watch to its end, and tell what it did."""
    from tollbook.scale.feeds.clock import SystemClock
    from tollbook.scale.feeds.settings import load_watchlist
    from tollbook.scale.feeds.state import State
    from tollbook.scale.feeds.watching import Watch

    watchlist = load_watchlist(feeds, allow_hosts=allowed)
    clock = SystemClock()
    with (
        open_place(ledger, by=by) as opened,
        State(state or feeds.with_name(f"{feeds.name}.state"), ledger=opened.checkpoint().origin) as remembered,
        _ended_by_signals(clock),
    ):
        made = Watch(
            watchlist,
            state=remembered,
            ledger=opened,
            fetch=_fetcher(allowed),
            clock=clock,
            tell=_Teller(output_format, many=len(watchlist.feeds) > 1).tell,
            allow_hosts=allowed,
        )
        tally = made.run(once=once, stop=clock.has_ended)
    _tell_end(tally, places=len(watchlist.feeds), output_format=output_format)
    return tally


def _write_sample(path: Path) -> None:
    sample = (files("tollbook.scale.feeds") / "sample.toml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as made:
            made.write(sample)
    except FileExistsError as error:
        raise UsageError("there is a file already", where=plain(str(path)), do="choose another name") from error
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", where=plain(str(path)), do="choose another folder") from error
    say(f"{plain(str(path))}: a sample list of places; put in your own, then `tollbook watch {plain(str(path))} --once`")


def _fetcher(allowed: frozenset[str]) -> Any:
    from tollbook.sources.web import Fetched, Wanted, fetch

    def ask(url: str, wanted: Wanted) -> Fetched:
        return fetch(url, allow_hosts=allowed, wanted=wanted)

    return ask


@contextmanager
def _ended_by_signals(clock: SystemClock) -> Iterator[None]:
    """Let Ctrl-C and a service manager end the watch after what it is at."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        clock.end()
        # A second one ends it at once: what was written stays.
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {name: signal.signal(name, end) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


class _Teller:
    """Writes what a watch tells: documents to standard output, failures to standard error."""

    def __init__(self, output_format: WatchFormat, *, many: bool) -> None:
        self._format, self._many = output_format, many

    def tell(self, told: Told) -> None:
        """Write one event."""
        if self._format is WatchFormat.JSONL:
            from tollbook.core.contract import as_json

            say(as_json(told_as_dict(told)))
        elif told.error is not None:
            again = "not tried again before it changes" if told.again is None else f"next try {_moment(told.again)}"
            complain(f"{told.feed}: {told.error.sentence()}; {again}")
        elif told.kind == "added":
            say("\n".join(_lines(told)))


def _lines(told: Told) -> Iterator[str]:
    taken = told.taken
    if taken is None:
        return
    changed = ", changed at its address" if told.before is not None else ""
    yield plain(f"{told.feed}: {taken.document.title or told.url}: {counted(taken.claims, 'claim')}{changed}")
    for finding in taken.findings[:_FINDINGS_SHOWN]:
        yield plain(f"  {finding}")
    if len(taken.findings) > _FINDINGS_SHOWN:
        yield f"  and {counted(len(taken.findings) - _FINDINGS_SHOWN, 'finding')} more: `tollbook trace` shows them"


def told_as_dict(told: Told) -> dict[str, Any]:
    """Return an event as JSON values."""
    taken, error = told.taken, told.error
    return {
        "event": told.kind,
        "feed": told.feed,
        "url": told.url,
        "document": None if taken is None else taken.document.id,
        "title": None if taken is None else taken.document.title,
        "claims": None if taken is None else taken.claims,
        "statements": None if taken is None else taken.statements,
        "findings": None if taken is None else [one.to_dict() for one in taken.findings],
        "before": told.before,
        "error": None if error is None else error.sentence(),
        "next_try": None if told.again is None else _moment(told.again),
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _tell_end(tally: Tally, *, places: int, output_format: WatchFormat) -> None:
    """Write what the watch did as a whole."""
    parts = [f"{counted(tally.documents, 'document')} added: {counted(tally.claims, 'claim')}"]
    if tally.changed:
        parts.append(f"{counted(tally.changed, 'change')} at a known address")
    if tally.known:
        parts.append(f"{counted(tally.known, 'document')} known already")
    line = f"{counted(places, 'place')} watched; {'; '.join(parts)}"
    if output_format is WatchFormat.TEXT:
        say(line)
    broken = sorted(set(tally.failed.values()))
    if broken:
        complain(f"{counted(len(tally.failed), 'address', 'addresses')} failed, of {', '.join(broken)}")
    if tally.waiting:
        complain(f"{counted(tally.waiting, 'document')} waiting for a later run")
