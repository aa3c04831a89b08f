"""`tollbook query`: find claims in a ledger, as it is or as it was on a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, say
from tollbook.cli.formats import Format, Output
from tollbook.cli.ledger_options import AsKnownOn, LedgerPlace, open_place
from tollbook.cli.names import names_of_all
from tollbook.cli.options import OutputFile
from tollbook.core.display import counted
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.core.records import Entry
    from tollbook.ledger.ledger import Ledger

DEFAULT_LIMIT = 50
HELP = """
Find claims in a ledger, the newest first.

Words are looked for in the sentences, without case and whole; "several words" as a phrase. FIELD:VALUE narrows what is found;
values with a comma between them are alternatives. Terms are joined by "and". Put a query with quotes into single quotes.

\b
Fields:
  force       whose loss: RUS, or the words of the text
  measure     what is counted, exactly: killed, killed+wounded, tank;
              casualties is killed+wounded
  category    one of what is counted: killed finds killed+wounded too
  source      who claims it: UKR-GS, the words of the text, or author
  period      last day of what is counted: 2025, 2025-01, 2025-01-24,
              2025-01..2025-03, 2025-01.., ..2025
  value       the stated number: 4000, 1000..5000, 1000.., ..5000
  place       a part of the place's name, or its id
  kind        flow, cumulative or stock
  unit        person, item, km2 or share
  population  civilian, combatant, child
  assertion   stated, denied or hypothetical
  origin      text or dataset
  status      standing (default), replaced, all, or why replaced: reread,
              corrected, rejected, retracted, revised, relinked,
              decided
  review      accept, correct, reject, unsure, or none
  document    id of a document
  claim       id of a claim: every entry of it, with status:all
  statement   id of a statement: its first mention and its echoes

\b
Examples:
  tollbook query force:RUS measure:casualties period:2025-01
  tollbook query 'source:UKR-GS,UKR-MOD "combat losses" Kursk'
  tollbook query category:tank value:1000.. --as-known-on 2025-01-25
  tollbook query review:none --all --format csv -o to-review.csv
  tollbook query status:retracted --count

\b
Exit codes:
  0  done, whatever was found
  2  wrong usage, or no ledger
"""


def query(
    *,
    terms: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]...", help="Words and FIELD:VALUE terms.")] = None,
    ledger: LedgerPlace = None,
    as_known_on: AsKnownOn = None,
    output_format: Annotated[
        Format, typer.Option("--format", "-f", help="Table, an array (json), one claim a line (jsonl), or a row (csv).")
    ] = Format.TABLE,
    limit: Annotated[int | None, typer.Option(metavar="NUMBER", help=f"Claims at most. Default: {DEFAULT_LIMIT}.")] = None,
    after: Annotated[str | None, typer.Option(metavar="PAGE", help="Go on where a page ended: what that page named.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every claim that is found, one after another.")] = False,
    count: Annotated[bool, typer.Option("--count", help="Print how many claims are found, and none of them.")] = False,
    output: OutputFile = None,
) -> None:
    """Find claims in a ledger, the newest first; `HELP` is what a user is told."""
    _check(limit=limit, after=after, everything=everything, count=count, to_file=output is not None)
    text = " ".join(terms or [])
    with open_place(ledger) as opened:
        if count:
            say(str(opened.count(text, as_known_on=as_known_on)))
            return
        page = _Page(opened, text, as_known_on=as_known_on, limit=limit or DEFAULT_LIMIT, after=after, everything=everything)
        with closing(Output(output)) as target:
            number = _written(output_format, page, target)
            if number and output_format is Format.TABLE:
                target.write(f"{counted(number, 'claim')}.\n")
    if number == 0:
        complain("no claim fits the query")
    elif page.next is not None:
        complain(f"there are more: give --after {page.next}, or --all")


def _check(*, limit: int | None, after: str | None, everything: bool, count: bool, to_file: bool) -> None:
    """Refuse options that contradict one another."""
    paging = [name for name, given in (("--limit", limit is not None), ("--after", after is not None)) if given]
    if everything and paging:
        raise UsageError(f"--all beside {paging[0]}", expected="one of them")
    if count and (everything or paging or to_file):
        raise UsageError("--count beside an option on what is shown", expected="--count alone: it shows no claim")
    if limit is not None and limit < 1:
        raise UsageError(f"--limit {limit}", expected="1 or more")


class _Page:
    """What is shown of what a query finds; `next` is where the next page begins, once this one has been gone through."""

    def __init__(self, ledger: Ledger, text: str, *, as_known_on: str | None, limit: int, after: str | None, everything: bool) -> None:
        self._ledger, self._text, self._moment = ledger, text, as_known_on
        self._limit, self._after, self._everything = limit, after, everything
        self.next: str | None = None

    def __iter__(self) -> Iterator[Entry]:
        if self._everything:
            yield from self._ledger.entries(self._text, as_known_on=self._moment)
            return
        page = self._ledger.query(self._text, as_known_on=self._moment, limit=self._limit, after=self._after)
        self.next = page.after
        yield from page.entries


def _written(form: Format, page: _Page, target: Output) -> int:
    from tollbook.cli.entries import write_entries

    return write_entries(form, page, target, names=names_of_all)
