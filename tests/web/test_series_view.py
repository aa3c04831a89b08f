"""What a page of a series shows: the kind that there is, wholes before parts, and cautions that come from the figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.ledger.samples import report
from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.flow.ledger import create_ledger
from tollbook.flow.naming import names_of_all
from tollbook.web import series_view
from tollbook.web.desk import Desk
from tollbook.web.opened import Opened, open_for_pages
from tollbook.web.series_view import SeriesView, Wish, measure_of, quantity_of, view_series
from tollbook.web.settings import Settings
from tollbook.web.slugs import parse_slug


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Opened]:
    """Return a ledger of an Institute's three totals, the last one lower, and one of civilians."""
    place = tmp_path / "ledger.db"
    with create_ledger(place) as ledger:
        for number, (words, day) in enumerate((("4,000", 11), ("4,200", 12), ("4,100", 13), ("90", 14))):
            made = report(words, day=date(2031, 3, day), title=f"Count {number}")
            if words == "90":
                claim = made.claims[0]
                made = replace(made, claims=(replace(claim, measure=replace(claim.measure, population="civilian")),))
            ledger.add(made)
    opened = open_for_pages(str(place), Settings(), names=names_of_all())
    yield opened
    opened.ledger.close()


def viewed(here: Opened, **fields: object) -> SeriesView:
    wish = Wish(slug=parse_slug("NOR~killed"), head=here.ledger.checkpoint(), **fields)  # type: ignore[arg-type]
    return view_series(here, Desk(here), wish)


def test_parts_stand_aside_where_there_are_wholes(here: Opened) -> None:
    assert (viewed(here).figures, viewed(here).parts_left) == (3, 1)
    assert (viewed(here, parts=True).figures, viewed(here, parts=True).parts_left) == (4, 0)


def test_a_total_that_falls_is_told(here: Opened) -> None:
    assert "1 total below the one before: a revision, or another definition. Nothing is smoothed." in list(viewed(here).cautions())


def test_rows_are_the_newest_first_and_lead_to_their_claims(here: Opened) -> None:
    rows = viewed(here).rows()
    assert [row.value for row in rows] == ["4,100", "4,200", "4,000"]
    assert here.ledger.get(rows[0].address.removeprefix("/c/")).claim.quantity.stated == 4100


def test_a_kind_that_there_is_not_is_answered_by_one_that_there_is(here: Opened) -> None:
    assert viewed(here, kind="flow").kind == "cumulative"


def test_a_long_series_begins_a_year_before_its_last_figure(here: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    assert viewed(here).shortened is None
    monkeypatch.setattr(series_view, "MOST_FIGURES", 2)
    assert viewed(here).shortened == date(2030, 3, 13)


def test_a_series_without_a_figure_and_days_that_cross_are_refused(here: Opened) -> None:
    with pytest.raises(UnknownRecord, match="no figure of NOR killed between these days"):
        viewed(here, first=date(2040, 1, 1))
    with pytest.raises(UsageError, match="before it begins"):
        viewed(here, first=date(2031, 1, 2), last=date(2031, 1, 1))


def test_an_estimate_is_of_casualties_for_people_and_of_one_category_for_materiel() -> None:
    assert (measure_of(parse_slug("RUS~killed")), quantity_of(parse_slug("RUS~killed"))) == ("casualties", "killed")
    assert (measure_of(parse_slug("RUS~tank")), quantity_of(parse_slug("RUS~tank"))) == ("tank", "casualties")
    with pytest.raises(UsageError, match="can't be estimated together"):
        measure_of(parse_slug("RUS~artillery+mlrs"))
