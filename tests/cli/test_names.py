"""Names shown for ids: of states and forces by the vocabulary, of sources by the theatre."""

from __future__ import annotations

from dataclasses import replace

from tests.core.sample_readings import bare_reading
from tollbook.cli.names import names_for, names_of_all
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import list_theatres, load_theatre


def test_a_state_is_named_without_a_theatre() -> None:
    assert names_for(bare_reading("Nothing."), theatre="none")["PRK"] == "North Korea"


def test_the_sources_of_the_theatre_are_named() -> None:
    reading = replace(bare_reading("Nothing."), theatre="gaza-2023")
    names = names_for(reading, theatre="auto")
    for source in load_theatre("gaza-2023").sources:
        assert names[source.id] == source.names[0]


def test_a_source_of_no_theatre_is_named() -> None:
    row = load_table("sources")["source"][0]
    assert names_for(bare_reading("Nothing."), theatre="none")[row["id"]] == row["names"][0]


def test_the_names_of_every_theatre_are_known_at_once() -> None:
    names = names_of_all()
    assert names["PRK"] == "North Korea"
    for theatre in list_theatres():
        assert {source.id for source in load_theatre(theatre).sources} <= set(names)
