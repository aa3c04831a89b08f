"""The query language says what it means, and refuses what makes no sense."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.errors import UsageError
from tollbook.ledger.language import FIELDS, Query, narrowed, parse_query


def test_no_words_are_no_conditions() -> None:
    assert parse_query("") == Query()
    assert parse_query("").statuses == ("standing",)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("force:NOR", {"force": ("NOR",)}),
        ("force:NOR,SOR", {"force": ("NOR", "SOR")}),
        ("force:NOR force:SOR", {"force": ("NOR", "SOR")}),
        ("FORCE:NOR", {"force": ("NOR",)}),
        ('place:"New Wexley"', {"place": ("New Wexley",)}),
        ("measure:wounded+killed", {"measure": ("killed+wounded",)}),
        ("measure:Casualties", {"measure": ("killed+wounded",)}),
        ("measure:dead+injured", {"measure": ("killed+wounded",)}),
        ("category:deaths", {"category": ("killed",)}),
        ("kind:flow status:all review:none", {"kind": ("flow",), "status": ("all",), "review": ("none",)}),
    ],
)
def test_a_term_narrows_by_its_field(text: str, terms: dict[str, tuple[str, ...]]) -> None:
    assert parse_query(text).terms == terms


@pytest.mark.parametrize(
    ("text", "phrases"), [('"combat losses" Wexley', ("combat losses", "Wexley")), ('"" a', ("a",)), ("4,000", ("4,000",))]
)
def test_other_words_are_looked_for_in_the_text(text: str, phrases: tuple[str, ...]) -> None:
    assert parse_query(text).phrases == phrases


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("9999", ("9999-01-01", "9999-12-31")),
        ("9999-12", ("9999-12-01", "9999-12-31")),
        ("2028-02", ("2028-02-01", "2028-02-29")),
        ("2031", ("2031-01-01", "2031-12-31")),
        ("2032-02", ("2032-02-01", "2032-02-29")),
        ("2031-12", ("2031-12-01", "2031-12-31")),
        ("2031-03-11", ("2031-03-11", "2031-03-11")),
        ("2031-01..2031-03", ("2031-01-01", "2031-03-31")),
        ("2031-01..", ("2031-01-01", None)),
        ("..2031", (None, "2031-12-31")),
    ],
)
def test_a_period_is_a_range_of_days(text: str, period: tuple[str | None, str | None]) -> None:
    assert parse_query(f"period:{text}").period == period


@pytest.mark.parametrize(
    ("text", "value"), [("4000", (4000, 4000)), ("1_000..5000", (1000, 5000)), ("1000..", (1000, None)), ("..0.5", (None, 0.5))]
)
def test_a_value_is_a_range_of_numbers(text: str, value: tuple[float | None, float | None]) -> None:
    assert parse_query(f"value:{text}").value == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("froce:NOR", "did you mean force"),
        ("xyzzy:1", "unknown field 'xyzzy'"),
        ("force:", "no value for force:"),
        ("force:NOR,", "no value for force:"),
        ("kind:total", "expected one of flow, cumulative, stock"),
        ("status:gone", "expected one of standing"),
        ("period:2031-13", "no day, month or year"),
        ("period:2031-02-30", "no day, month or year"),
        ("period:0000", "no day, month or year"),
        ("period:2032..2031", "ends before it begins"),
        ("period:2031 period:2032", "given 2 times"),
        ("value:many", "no number"),
        ("value:-4", "no number"),
        ("value:1e400", "no number"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_query(text)


@given(st.text())
def test_any_text_is_a_query_or_refused_as_one(text: str) -> None:
    with suppress(UsageError):
        assert set(parse_query(text).terms) <= set(FIELDS)


def test_a_query_is_narrowed_by_fields_given_apart() -> None:
    assert narrowed("Wexley", force="NOR", measure="dead") == parse_query("Wexley force:NOR measure:dead")
