"""`tollbook add`: read inputs and keep their claims in a ledger. It joins reading and the ledger, and decides nothing about a text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tollbook.cli.adding_corpus import add_corpus
from tollbook.cli.additions import added_as_dict, addition_lines
from tollbook.cli.console import complain, say
from tollbook.cli.exit_codes import BAD_INPUT, PARTLY_DONE
from tollbook.cli.inputs import expand
from tollbook.cli.intake import make_request, read_all, tell_failures, tell_undated
from tollbook.cli.ledger_options import Actor, Answer, AnswerFormat, DryRun, LedgerPlace, Note, open_place
from tollbook.cli.options import AllowHost, ContextChoice, ContextOption, Places, Published, Recursive, TheatreChoice
from tollbook.core.contract import as_json
from tollbook.core.display import counted
from tollbook.core.errors import LedgerError
from tollbook.core.records import Added
from tollbook.core.rows import Origin, Row
from tollbook.core.types import Reading

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

BATCH_READINGS = 500
BATCH_LENGTH = 8_000_000
"""A batch is written when it holds so many readings, or texts of so many code points: what a stopped command loses at most."""


def add(  # noqa: PLR0913 - each argument is an option of the command
    *,
    places: Places,
    ledger: LedgerPlace = None,
    published: Published = None,
    theatre: TheatreChoice = "auto",
    context: ContextOption = ContextChoice.CONFLICT,
    note: Note = "",
    by: Actor = None,
    dry_run: DryRun = False,
    output_format: Answer = AnswerFormat.TABLE,
    recursive: Recursive = False,
    allow_host: AllowHost = None,
) -> None:
    """Read texts and keep their claims in a ledger.

    What is known already changes nothing, so a command that was stopped can be given again. A text that an older Tollbook read is read
    anew: what the newer reading says replaces the older one, which stays, and the changes are shown. Texts without a claim are kept too.

    \b
    Examples:
      tollbook add report.txt --published 2025-01-24
      tollbook add https://example.org/news
      tollbook add --recursive archive/ --note "archive of the desk"
      tollbook add *.html --dry-run
      tollbook add out                             what read-corpus wrote

    \b
    Exit codes:
      0  all inputs are in the ledger
      2  wrong usage, no ledger, or no input could be read
      3  some inputs could not be read; the others are in the ledger
    """
    request = make_request(published=published, theatre=theatre, context=context, allow_host=allow_host)
    corpora = [place for place in places if _is_corpus(place)]
    wanted, failures = expand([place for place in places if place not in corpora], recursive=recursive)
    many = bool(corpora) or len(wanted) + len(failures) > 1
    with open_place(ledger, by=by) as opened:
        adding = _Adding(opened, note=note, dry_run=dry_run)
        try:
            tally = read_all(wanted, request, failures=failures, take=adding.take)
            for corpus in corpora:
                add_corpus(corpus, tally, take=adding.take_as_it_is)
            adding.write()
        except LedgerError:
            if adding.total.documents:
                complain(f"{counted(adding.total.documents, 'document')} added before this:")
            raise
    if tally.read and output_format is AnswerFormat.JSON:
        say(as_json(added_as_dict(adding.total), indent=2))
    elif tally.read:
        say("\n".join(addition_lines(adding.total, known="document", dry_run=dry_run)))
    tell_undated(tally, many=many)
    if tally.read and not tally.claims:
        complain(f"no claims: {tally.reason}" + ("" if tally.conflict else "; --context any reads every count"))
    tell_failures(tally, many=many)
    if tally.failures:
        raise typer.Exit(PARTLY_DONE if tally.read else BAD_INPUT)


class _Adding:
    """Readings on their way into a ledger, written batch by batch."""

    def __init__(self, ledger: Ledger, *, note: str, dry_run: bool) -> None:
        self._ledger, self._note, self._dry_run = ledger, note, dry_run
        self._waiting: list[Reading | Row] = []
        self._length = 0
        self.total = Added()

    def take(self, place: str, reading: Reading) -> Reading:
        """Keep a reading of an input, with the file that it is from."""
        self._keep(_with_file(place, reading), reading)
        return reading

    def take_as_it_is(self, reading: Reading) -> None:
        """Keep a reading that was made elsewhere."""
        self._keep(reading, reading)

    def _keep(self, one: Reading | Row, reading: Reading) -> None:
        """Let a reading wait; write the batch where it is full."""
        self._waiting.append(one)
        self._length += len(reading.document.text)
        if len(self._waiting) >= BATCH_READINGS or self._length >= BATCH_LENGTH:
            self.write()

    def write(self) -> None:
        """Write what is waiting."""
        waiting, self._waiting, self._length = self._waiting, [], 0
        self.total += self._ledger.add(waiting, note=self._note, dry_run=self._dry_run)


def _is_corpus(place: str) -> bool:
    """Tell whether a place is what `read-corpus` wrote; the rooms of scale are entered for a folder alone."""
    if "\0" in place or not Path(place).is_dir():
        return False
    from tollbook.scale.corpus import is_corpus

    return is_corpus(place)


def _with_file(place: str, reading: Reading) -> Reading | Row:
    """Return a reading with the name and hash of the file that it is from; the path is the user's own affair."""
    path = Path(place)
    try:
        content = path.read_bytes() if reading.document.url is None and path.is_file() else None
    except OSError:  # gone since it was read
        content = None
    if content is None:
        return reading
    return Row(reading=reading, origin=Origin(file=path.name, sha256=hashlib.sha256(content).hexdigest(), row=0), cells=())
