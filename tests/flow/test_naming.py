"""Readable names for ids of forces and sources: of every theatre that comes with Tollbook."""

from __future__ import annotations

from tollbook.core.types import Attribution
from tollbook.flow.naming import names_of_all, source_key


def test_forces_and_sources_have_names() -> None:
    names = names_of_all()
    assert names["RUS"] == "Russia"
    assert names["UKR-GS"] == "General Staff of the Armed Forces of Ukraine"


def test_the_names_are_made_once() -> None:
    assert names_of_all() is names_of_all()


def test_a_source_is_named_by_its_id_else_by_its_words() -> None:
    assert source_key(Attribution(source="INST", text="the Institute", voice="reported")) == "INST"
    assert source_key(Attribution(source=None, text="Two  Officials", voice="reported")) == "two officials"
