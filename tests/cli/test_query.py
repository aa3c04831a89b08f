"""`tollbook query`: what is found, paging, formats, and the past."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run
from tollbook.cli import entries as entry_formats
from tollbook.core.display import width_of
from tollbook.ledger.language import FIELDS


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_ledger(tmp_path_factory.mktemp("query"))


def test_a_table_shows_claims_with_the_beginning_of_their_ids(ledger: Path) -> None:
    result = run("query", "--ledger", ledger)
    assert (result.exit_code, result.stderr) == (0, "")
    ids = [claim["id"] for claim in json.loads(run("query", "--ledger", ledger, "--format", "json").stdout)]
    heading, *rows, last = result.stdout.splitlines()
    assert heading.split()[:2] == ["claim", "value"]
    assert [row.split()[0] for row in rows] == [name[:8] for name in ids]
    assert last == "3 claims."


def test_a_table_fits_80_columns_and_has_no_color(ledger: Path) -> None:
    shown = run("query", "--ledger", ledger).stdout
    assert all(width_of(line) <= 80 for line in shown.splitlines())
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("terms", "number"),
    [
        ((), 3),
        (("category:tank",), 1),
        (("force:RUS", "measure:casualties"), 2),
        (("force:UKR",), 0),
        (('"Kupiansk axis"',), 2),
        (("sustained", "Kupiansk"), 2),
        (("period:2025-10-19", "kind:flow"), 1),
        (("value:10..20",), 1),
        (("status:all",), 3),
        (("review:none",), 3),
    ],
)
def test_terms_are_joined_by_and(ledger: Path, terms: tuple[str, ...], number: int) -> None:
    assert run("query", *terms, "--count", "--ledger", ledger).stdout == f"{number}\n"


def test_nothing_found_is_said_and_no_fault(ledger: Path) -> None:
    result = run("query", "force:UKR", "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no claim fits the query" in result.stderr
    assert run("query", "force:UKR", "--ledger", ledger, "--format", "json").stdout == "[]\n"


def test_pages_lead_on_to_every_claim_once(ledger: Path) -> None:
    everything = [json.loads(line)["id"] for line in run("query", "--all", "--format", "jsonl", "--ledger", ledger).stdout.splitlines()]
    paged, after = [], ()
    while True:
        result = run("query", "--limit", 1, *after, "--format", "jsonl", "--ledger", ledger)
        paged += [json.loads(line)["id"] for line in result.stdout.splitlines()]
        if "--after" not in result.stderr:
            break
        after = ("--after", result.stderr.partition("--after ")[2].partition(",")[0])
    assert paged == everything
    assert len(everything) == 3


def test_csv_has_a_row_for_each_claim_under_the_names_of_the_columns(ledger: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("query", "--format", "csv", "--ledger", ledger).stdout)))
    claims = json.loads(run("query", "--format", "json", "--ledger", ledger).stdout)
    assert [row["claim_id"] for row in rows] == [claim["id"] for claim in claims]
    assert [row["quote"] for row in rows] == [claim["quote"] for claim in claims]
    assert [row["ledger_statement"] for row in rows] == [claim["ledger"]["statement"] for claim in claims]


def test_json_lines_and_json_hold_the_same(ledger: Path) -> None:
    lines = run("query", "--format", "jsonl", "--ledger", ledger).stdout.splitlines()
    assert [json.loads(line) for line in lines] == json.loads(run("query", "--format", "json", "--ledger", ledger).stdout)


def test_an_output_file_takes_what_the_screen_would(ledger: Path, tmp_path: Path) -> None:
    result = run("query", "--format", "csv", "-o", tmp_path / "claims.csv", "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "claims.csv").read_text(encoding="utf-8") == run("query", "--format", "csv", "--ledger", ledger).stdout


def test_the_past_knows_nothing_of_what_came_later(ledger: Path) -> None:
    assert run("query", "--as-known-on", "2020-01-01", "--count", "--ledger", ledger).stdout == "0\n"
    assert run("query", "--as-known-on", "2999-01-01T00:00:00Z", "--count", "--ledger", ledger).stdout == "3\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forc:RUS",), "did you mean force?"),
        (("period:2025-13",), "no day, month or year"),
        (("value:many",), "no number"),
        (("status:odd",), "one of"),
        (("force:",), "no value for force"),
        (("--as-known-on", "yesterday"), "no date"),
        (("--limit", 0), "1 or more"),
        (("--limit", 10_001), "1 to 10,000"),
        (("--after", "here"), "no page"),
        (("--all", "--limit", 5), "--all beside --limit"),
        (("--all", "--after", "2025-01-24~1"), "--all beside --after"),
        (("--count", "--all"), "--count"),
        (("...",), "no word to look for"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(ledger: Path, arguments: tuple[object, ...], said: str) -> None:
    result = run("query", *arguments, "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("field", FIELDS)
def test_the_help_names_every_field(field: str) -> None:
    assert f"\n    {field} " in run("query", "--help").stdout


def test_a_long_answer_is_written_as_it_is_found(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a page of a table waits for what comes after it."""
    monkeypatch.setattr(entry_formats, "_TABLE_ROWS", 2)
    taken: list[int] = []
    whole = entry_formats.entry_row

    def noted(entry: object, **options: object) -> object:
        taken.append(1)
        return whole(entry, **options)

    monkeypatch.setattr(entry_formats, "entry_row", noted)
    written: list[tuple[int, str]] = []

    class Output:
        to_screen = False

        def write(self, text: str) -> int:
            written.append((len(taken), text))
            return len(text)

    from tollbook.flow.ledger import open_ledger

    with open_ledger(ledger) as opened:
        entries: Iterator[object] = opened.entries()
        assert entry_formats.write_entries("table", entries, Output(), names=dict) == 3
    assert [number for number, _ in written] == [2, 3]
