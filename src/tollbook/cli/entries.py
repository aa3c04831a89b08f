"""Write what a query finds: a table, JSON, JSON lines or CSV. Entries are written as they come; a page of a table is all that is held.

May not interpret: every cell is a value of the entry (docs/ledger.md).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from tollbook.cli.console import cell_style, has_color, output_width
from tollbook.cli.formats import Format, Output
from tollbook.cli.rows import COLUMNS
from tollbook.core.contract import as_json
from tollbook.core.display import WIDTH, Names, amount_words, force_words, measure_words, period_words, source_words, table_lines
from tollbook.core.records import Entry
from tollbook.core.spreadsheets import Cell, harmless
from tollbook.core.types import Document

SHORT_ID = 8
"""Digits of an id that a table shows: enough to name a claim among a million."""
_TABLE_ROWS = 1_000
_HEADING = ("claim", "value", "what", "whose", "claimed by", "when")

LEDGER_COLUMNS: Mapping[str, tuple[str, Callable[[Entry], Cell]]] = {
    "ledger_seq": ("Number of the entry", lambda entry: entry.seq),
    "ledger_statement": ("Id of the statement that it mentions", lambda entry: entry.statement),
    "ledger_link": ("Why it belongs to that statement", lambda entry: entry.link),
    "ledger_reader": ("Version of the reader, or the person who corrected it", lambda entry: entry.reader_version),
    "ledger_recorded_at": ("When it was recorded (UTC)", lambda entry: entry.recorded_at),
    "ledger_superseded_at": ("When it was replaced; empty while it stands", lambda entry: entry.superseded_at),
    "ledger_superseded_by": ("Number of the entry that replaced it", lambda entry: entry.superseded_by),
    "ledger_reason": ("Why it was replaced", lambda entry: entry.reason),
    "ledger_review": ("The last review", lambda entry: None if entry.review is None else entry.review.decision),
    "ledger_file": ("File that it is from", lambda entry: entry.sighting.file),
    "ledger_sha256": ("SHA-256 of that file", lambda entry: entry.sighting.sha256),
    "ledger_row": ("Row of a data set's file", lambda entry: entry.sighting.row or None),
}  # fmt: skip
ENTRY_COLUMNS: Mapping[str, str] = {name: meaning for name, (meaning, _) in [*COLUMNS.items(), *LEDGER_COLUMNS.items()]}
"""The columns of `query --format csv`, each with its meaning: those of `read --format csv`, then those of the ledger."""


def write_entries(form: Format, entries: Iterable[Entry], output: Output, *, names: Callable[[], Names]) -> int:
    """Write entries in a format; return how many there were. `names` is asked for names by id where they are shown."""
    counted = _Counted(entries)
    if form is Format.JSON:
        _write_json(counted, output)
    elif form is Format.JSONL:
        for entry in counted:
            output.write(as_json(entry.to_dict()) + "\n")
    elif form is Format.CSV:
        rows = csv.writer(output, lineterminator="\n")
        rows.writerow(ENTRY_COLUMNS)
        rows.writerows(entry_cells(entry) for entry in counted)
    else:
        _write_tables(counted, output, names)
    return counted.number


class _Counted:
    """Entries, counted as they pass."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries
        self.number = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.number += 1
            yield entry


def _write_json(entries: _Counted, output: Output) -> None:
    for entry in entries:
        output.write(("[\n" if entries.number == 1 else ",\n") + as_json(entry.to_dict()))
    output.write("\n]\n" if entries.number else "[]\n")


def _write_tables(entries: _Counted, output: Output, names: Callable[[], Names]) -> None:
    width = output_width() if output.to_screen else WIDTH
    style = cell_style(color=output.to_screen and has_color())
    waiting, known = iter(entries), None
    while page := list(islice(waiting, _TABLE_ROWS)):
        known = names() if known is None else known
        rows = [_HEADING, *(entry_row(entry, names=known) for entry in page)]
        output.write("\n".join(table_lines(rows, width=width, style=style)) + "\n")


def entry_row(entry: Entry, *, names: Names) -> tuple[str, ...]:
    """Return the cells of an entry's row: the beginning of its id, then what `tollbook read` shows."""
    claim = entry.claim
    what = measure_words(claim.measure)
    if claim.assertion != "stated":
        what = f"{claim.assertion}: {what}"
    if entry.reason is not None:
        what = f"{entry.reason}: {what}"
    return (
        claim.id[:SHORT_ID],
        amount_words(claim),
        what,
        force_words(claim.force, names),
        source_words(None if claim.by_author else claim.claimant, names),
        period_words(claim.period),
    )


def entry_cells(entry: Entry) -> list[Cell]:
    """Return the cells of an entry, in the order of `ENTRY_COLUMNS`."""
    sighting = entry.sighting
    document = Document(
        id=sighting.document, text="", title=sighting.title, published=sighting.published, publisher=sighting.publisher, url=sighting.url
    )
    # The entry holds the words that a column would cut out of the text.
    words = {"quote": entry.quote, "sentence": entry.sentence}
    cells = [words[name] if name in words else cell(entry.claim, document) for name, (_, cell) in COLUMNS.items()]
    return [harmless(cell) for cell in [*cells, *(cell(entry) for _, cell in LEDGER_COLUMNS.values())]]
