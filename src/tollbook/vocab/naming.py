"""Everyday names for the ids of sources and the categories of a measure, for sentences that people read. No claim carries them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tollbook.core.display import either
from tollbook.core.types import Number
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import list_theatres, load_theatre


def source_name(source: str) -> str:
    """Return the name that goes with a source's id, else the id or the words as they are.

    >>> source_name("UKR-GS"), source_name("two officials")
    ('General Staff of the Armed Forces of Ukraine', 'two officials')
    """
    return _source_names().get(source, source)


@cache
def _source_names() -> dict[str, str]:
    theatres = [source for name in list_theatres() for source in load_theatre(name).sources]
    names = {source.id: source.names[0] for source in theatres if source.names}
    return names | {row["id"]: row["names"][0] for row in load_table("sources")["source"]}


_FLAGS = {
    "digits.other_script": "digits of another script",
    "digits.mixed_script": "digits of several scripts",
    "digits.homoglyph": "letters that look like digits",
    "reader.model_alone": "read by a language model alone",
}


def flag_words(flag: str) -> str:
    """Return what a claim's flag warns of, in words; of a flag that nobody has named, itself.

    >>> flag_words("rate.day"), flag_words("digits.mixed_script")
    ('so many a day: no count of a whole stretch', 'digits of several scripts')
    """
    kind, _, unit = flag.partition(".")
    return f"so many a {unit}: no count of a whole stretch" if kind == "rate" else _FLAGS.get(flag, flag)


def categories_words(categories: Iterable[str], number: Number | None) -> str:
    """Return the nouns of a measure's categories for that many of them.

    >>> categories_words(["tank"], 2), categories_words(["mlrs"], 1), categories_words(["killed", "wounded"], 5)
    ('tanks', 'multiple launch rocket system', 'killed or wounded')
    """
    return either(_noun(category, number) for category in sorted(categories))


def _noun(category: str, number: Number | None) -> str:
    one, many = _nouns().get(category, (category, category))
    return one if number == 1 else many


def item_categories() -> tuple[str, ...]:
    """Return the categories of materiel that are counted by item.

    >>> "tank" in item_categories()
    True
    """
    return tuple(_nouns())


@cache
def _nouns() -> dict[str, tuple[str, str]]:
    """Return what one and many of a category of materiel are called: the first two words of its row, or what the row says."""
    rows = [row for row in load_table("materiel")["category"] if row["unit"] == "item"]
    return {row["id"]: (row["words"][0], row.get("many", row["words"][1])) for row in rows}
