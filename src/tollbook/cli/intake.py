"""Take inputs in for a command that reads texts: check its options, read each place, keep count of what failed.

What a command does with a reading is its own affair; here a reading is passed on and not kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from tollbook.cli.console import complain, is_terminal
from tollbook.cli.inputs import Failure
from tollbook.cli.options import ContextChoice, day_given
from tollbook.cli.progress import ReadingProgress
from tollbook.core.display import counted, plain
from tollbook.core.errors import TollbookError, UsageError, VocabularyError
from tollbook.core.progress import Progress
from tollbook.core.types import Document, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How to read."""

    published: date | None
    theatre: str
    context: ContextChoice
    allow_hosts: frozenset[str]


def make_request(*, published: str | None, theatre: str, context: ContextChoice, allow_host: list[str] | None) -> Request:
    """Return how to read, once the options make sense. Raises UsageError and TheatreError."""
    return Request(
        published=day_given("--published", published),
        theatre=_theatre(theatre),
        context=context,
        allow_hosts=frozenset(allow_host or []),
    )


def _theatre(choice: str) -> str:
    """Return the choice of a theatre, once it is known to load: one bad name is one message, not one for each input."""
    if choice not in {"auto", "none"}:
        from tollbook.vocab.theatres import load_theatre

        load_theatre(choice)
    return choice


def refuse_overwriting(output: Path | None, wanted: list[str]) -> None:
    """Refuse an output file that is one of the inputs."""
    if output is None or not output.exists():
        return
    for place in wanted:
        source = Path(place)
        if "\0" not in place and source.exists() and source.samefile(output):
            raise UsageError("would overwrite an input", where=plain(str(output)), do="choose another -o")


@dataclass(slots=True)
class Tally:
    """What came of the inputs, counted as they are read: readings themselves are not kept."""

    failures: list[Failure]
    read: int = 0
    claims: int = 0
    undated: int = 0
    conflict: bool = False
    reason: str = ""

    def count(self, reading: Reading) -> None:
        """Count one reading."""
        self.read += 1
        self.claims += len(reading.claims)
        self.undated += bool(reading.claims) and reading.document.published is None
        self.conflict = self.conflict or reading.context.conflict
        self.reason = self.reason or plain(reading.context.reason).rstrip(".")


DocumentReader = Callable[[Document, Request, Progress], Reading]
"""Reads one document; a reader that takes long tells how far it is."""


def read_by_grammar(document: Document, request: Request, tell: Progress) -> Reading:
    """Read one document by the grammar alone."""
    from tollbook.flow.read import read_document

    return read_document(document, theatre=request.theatre, context=request.context.value)


def read_all(
    wanted: list[str],
    request: Request,
    *,
    failures: list[Failure],
    take: Callable[[str, Reading], Reading],
    reader: DocumentReader = read_by_grammar,
) -> Tally:
    """Read each place in turn and hand it to `take`; what can't be read is counted, and the rest goes on.

    What `take` returns is counted: the reading, or what is left of it.
    """
    tally = Tally(failures=failures)
    with ReadingProgress(total=len(wanted)) as progress:
        for place in wanted:
            progress.at(place)
            outcome = _read_one(place, request, reader=reader, tell=partial(progress.within, place))
            if isinstance(outcome, Failure):
                tally.failures.append(outcome)
            else:
                with progress.out_of_the_way():
                    taken = take(place, outcome)
                tally.count(taken)
            progress.advance()
    return tally


def _read_one(place: str, request: Request, *, reader: DocumentReader, tell: Progress) -> Reading | Failure:
    from tollbook.sources.files import STANDARD_INPUT, load

    if place == STANDARD_INPUT and is_terminal(sys.stdin):
        complain("reading standard input; Ctrl-D ends it")
    try:
        document = load(place, published=request.published, allow_hosts=request.allow_hosts)
        return reader(document, request, tell)
    except VocabularyError:
        raise
    except TollbookError as error:
        return Failure(place=place, error=error)


def tell_undated(tally: Tally, *, many: bool) -> None:
    """Say on standard error for how many inputs the day of publication is unknown."""
    if tally.undated:
        which = f" for {tally.undated} of {tally.read} inputs" if many else ""
        complain(f"published: unknown{which}; relative dates stay open, give --published")


def tell_failures(tally: Tally, *, many: bool) -> None:
    """Say on standard error what was not read, and why."""
    if tally.failures:
        head = f"{counted(len(tally.failures), 'input')} not read:\n" if many else ""
        complain(head + "\n".join(failure.sentence() for failure in tally.failures))
