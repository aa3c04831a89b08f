"""The profiles' tables: each makes forms, whose columns are each read or ignored, and whose categories are known."""

from __future__ import annotations

import pytest

from tollbook.sources.datasets.forms import Form, load_profile, make_form
from tollbook.sources.datasets.mapping import units_of
from tollbook.sources.datasets.profiles import MAPPED, PROFILES
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import list_theatres

FORMS = [form for name in PROFILES if name != MAPPED for form in load_profile(name).forms]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.profile}.{form.id}")
def test_a_form_is_whole(form: Form) -> None:
    whats = [what for figure in form.figures for what in (figure.what, *figure.kinds.values()) if what is not None]
    for what in whats:
        assert what.categories <= set(units_of())
        assert {units_of()[category] for category in what.categories} == {what.unit}
    assert set(form.needs) | set(form.some_of) <= set(form.columns)
    assert set(form.key) <= set(form.columns)
    assert not set(form.columns) & set(form.ignored)
    assert form.theatre is None or form.theatre in list_theatres()
    assert all(figure.columns for figure in form.figures)


def test_titles_tell_all_data_sets_apart() -> None:
    assert len({form.title for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.profile}.{form.id}")
def test_no_form_reads_a_coordinate_a_unit_or_a_note(form: Form) -> None:
    banned = {"latitude", "longitude", "lat", "lon", "lng", "geo", "geom", "geom_wkt", "unit", "notes", "note", "where_coordinates"}
    assert not banned & set(form.columns)


def test_a_form_may_have_the_figures_of_another() -> None:
    totals, corrections = (next(form for form in FORMS if form.title == title) for title in ("ua-mod", "ua-mod corrections"))
    assert corrections.figures == totals.figures


def test_a_mistyped_key_of_a_table_is_an_error() -> None:
    row = {**load_table("datasets/warspotting")["form"][0], "profile": "x", "version": 1}
    assert make_form(row).title == "warspotting"
    with pytest.raises(TypeError, match="figurs"):
        make_form({**row, "figurs": []})
