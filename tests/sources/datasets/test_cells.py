"""Single cells: ASCII digits, real days, and a fault with its reason for everything else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.sources.datasets.cells import DIGITS, Fault, is_numeric, month_number, read_count, read_date, read_week, shown


@given(st.integers(0, 10**DIGITS - 1))
def test_a_count_is_read_as_it_is_written(number: int) -> None:
    assert read_count(str(number)) == number


@given(st.integers(0, 10**DIGITS - 1), st.sampled_from([",", " ", "\u00a0", "\u202f"]))
def test_thousands_are_read_where_a_data_set_has_them_and_refused_elsewhere(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    assert read_count(written, thousands=True) == number
    assert number < 1000 or isinstance(read_count(written), Fault)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number"),
        ("twelve", "no number"),
        ("nan", "no number"),
        ("inf", "no number"),
        ("1e5", "no number"),
        ("0x10", "no number"),
        ("1_000", "no number"),
        ("１２", "no number"),
        ("١٢", "no number"),
        ("12 men", "no number"),
        ("1,20", "no number"),
        ("+5", "no number"),
        ("--5", "no number"),
        ("-5", "a negative count"),
        ("1" * 16, "more than 15 digits"),
        ("9" * 5000, "more than 15 digits"),
        ("12.5", "a fraction"),
    ],
)
def test_what_is_no_count_is_a_fault(text: str, reason: str) -> None:
    found = read_count(text)
    assert isinstance(found, Fault)
    assert reason in found.reason
    assert len(found.reason) < 200


def test_fractions_are_read_where_a_column_has_them() -> None:
    assert read_count("456.25", decimals=True) == 456.25
    assert read_count("826820.0") == 826820


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("2025-01-24", ("iso",)),
        ("2025-01-24 00:00:00.000", ("iso",)),
        ("2025-01-24T00:00:00Z", ("iso",)),
        ("24/01/2025", ("dmy",)),
        ("24.1.2025", ("dmy",)),
        ("1/24/2025", ("mdy",)),
        ("24 January 2025", ("iso", "d month y")),
    ],
)
def test_a_day_is_read_in_the_formats_that_are_named(text: str, formats: tuple[str, ...]) -> None:
    assert read_date(text, formats) == date(2025, 1, 24)


@pytest.mark.parametrize(
    ("text", "formats", "reason"),
    [
        ("2023-02-30", ("iso",), "no such day"),
        ("2023-13-01", ("iso",), "no such day"),
        ("24/01/2025", ("iso",), "no date"),
        ("2025-01-24 14:00", ("iso",), "no date"),
        ("", ("iso",), "no date"),
        ("0001-01-01", ("iso",), "a year outside"),
        ("24 Brumaire 2025", ("d month y",), "no such month"),
        ("２０２５-01-24", ("iso",), "no date"),
    ],
)
def test_what_is_no_day_is_a_fault(text: str, formats: tuple[str, ...], reason: str) -> None:
    found = read_date(text, formats)
    assert isinstance(found, Fault)
    assert reason in found.reason


def test_a_week_is_an_iso_week() -> None:
    assert read_week("2025", "1") == (date(2024, 12, 30), date(2025, 1, 5))
    assert isinstance(read_week("2025", "54"), Fault)
    assert isinstance(read_week("2025", "one"), Fault)


def test_a_month_is_known_by_its_name_only() -> None:
    assert month_number("March") == 3
    assert month_number("Marchy") is None


def test_a_number_of_an_unknown_column_is_seen_whatever_its_separators() -> None:
    assert is_numeric("1,200")
    assert not is_numeric("T-72")
    assert len(shown("x" * 1000)) < 60
