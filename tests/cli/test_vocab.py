"""`tollbook vocab`: sections, rows, search."""

from __future__ import annotations

import json

from tests.cli.runs import run
from tollbook.cli.vocab import section_names
from tollbook.core.display import width_of
from tollbook.vocab.listing import list_vocabulary, sections


def test_the_sections_are_listed_with_their_rows_counted() -> None:
    lines = run("vocab").stdout.splitlines()
    listed = [line.split() for line in lines if line.endswith((" row", " rows"))]
    assert [name for name, _, _ in listed] == list(sections())
    assert sum(int(count.replace(",", "")) for _, count, _ in listed) == len(list_vocabulary(None, None))


def test_a_section_is_listed_with_words_and_examples() -> None:
    shown = run("vocab", "categories").stdout
    assert "main battle tanks" in shown
    assert "e.g. " in shown


def test_a_listing_fits_80_columns() -> None:
    for section in sections():
        assert all(width_of(line) <= 80 for line in run("vocab", section).stdout.splitlines()), section


def test_a_search_looks_in_all_sections() -> None:
    result = run("vocab", "--search", "howitzers")
    assert "artillery" in result.stdout
    assert "categories" in result.stdout.splitlines()


def test_a_search_may_keep_to_a_section() -> None:
    rows = json.loads(run("vocab", "categories", "--search", "tank", "--format", "json").stdout)
    assert rows
    assert {row["section"] for row in rows} == {"categories"}


def test_json_holds_every_field_of_a_row() -> None:
    row = json.loads(run("vocab", "categories", "--format", "json").stdout)[0]
    assert set(row) == {"section", "id", "words", "meaning", "example"}


def test_a_search_that_finds_nothing_says_so() -> None:
    result = run("vocab", "--search", "zzzz")
    assert result.exit_code == 2
    assert "no row holds 'zzzz'" in result.stderr


def test_an_unknown_section_is_told_the_nearest() -> None:
    result = run("vocab", "categoris")
    assert result.exit_code == 2
    assert "did you mean 'categories'?" in result.stderr


def test_a_section_is_completed() -> None:
    assert section_names("cat") == ["categories"]
