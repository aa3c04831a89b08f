"""Check a user's theatre file and say line by line what is wrong. It changes nothing, and never reads a theatre for use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tollbook.vocab.sources import ROLES
from tollbook.vocab.tables import load_table
from tollbook.vocab.toml_lines import Lines, Place, did_you_mean, line_of_fault

MAX_BYTES = 2_000_000
"""A theatre's file at most: the ones that come with Tollbook take 30 kB."""
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FORCE_ID = re.compile(r"[A-Z]{3}|[a-z0-9]+(?:-[a-z0-9]+)*")
SOURCE_ID = re.compile(r"[A-Z]{3}(?:-[A-Z0-9]+)+|[a-z0-9]+(?:-[a-z0-9]+)*")

_COORDINATES = re.compile(r"-?\d{1,3}\.\d{2,}\D{1,4}-?\d{1,3}\.\d{2,}|\d{1,3}\s?°\s?\d")
# The kinds of value that a key takes; a word of the schema, not of Python's.
_KINDS: dict[str, type | tuple[type, ...]] = {"text": str, "date": date, "number": int, "texts": list, "table": dict, "tables": list}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault of a file: the line it is on (1 is the first), and what to do about it."""

    line: int
    message: str


def check_theatre_file(path: str | Path) -> list[Problem]:
    """Return the faults of a theatre's file in the order of its lines; an empty list for a sound file."""
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        return [Problem(line=1, message=f"the file can't be read: {error.strerror or error}")]
    if len(raw) > MAX_BYTES:
        return [Problem(line=1, message=f"the file has {len(raw)} bytes; expected at most {MAX_BYTES}")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return [Problem(line=raw[: error.start].count(b"\n") + 1, message="not UTF-8; save the file as UTF-8")]
    return check_theatre_text(text)


def check_theatre_text(text: str) -> list[Problem]:
    """Return the faults of a theatre's text in the order of its lines."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and whole numbers of over 4,300 digits
        return [Problem(line=line_of_fault(error, text), message=f"not TOML: {error}")]
    lines = Lines(text)
    problems = [Problem(line=lines.of(place), message=message) for place, message in _faults(table)]
    return sorted(problems, key=lambda problem: problem.line)


def _faults(table: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    schema = load_table("theatre_schema")
    yield from _check_keys(table, schema["theatre"], Place(""))
    yield from _check_spelling("name", table.get("name"), NAME, Place("", key="name"), "words in lower case joined by hyphens")
    if isinstance(table.get("end"), date) and isinstance(table.get("start"), date) and table["end"] < table["start"]:
        yield Place("", key="end"), f"end {table['end']} lies before start {table['start']}"
    detection = table.get("detection")
    if isinstance(detection, dict):
        yield from _check_keys(detection, schema["detection"], Place("detection"))
        yield from _check_weights(detection.get("words"))
    for section in ("belligerents", "contingents", "sources", "places", "releases", "definition_changes", "relays", "assumptions"):
        yield from _check_rows(table, section, schema)
    yield from _check_releases(table, schema)
    yield from _check_duplicates(table)
    yield from _check_references(table)


def _check_rows(table: dict[str, Any], section: str, schema: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    for index, row in enumerate(_rows(table, section)):
        yield from _check_keys(row, schema[section], Place(section, index))
        yield from _check_ids(row, Place(section, index))
        yield from _check_words(row, Place(section, index))


def _rows(table: dict[str, Any], section: str) -> list[dict[str, Any]]:
    rows = table.get(section)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _check_keys(row: dict[str, Any], schema: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    known = {**schema.get("must", {}), **schema.get("may", {})}
    refused = load_table("theatre_schema")["refused"]
    for key, value in row.items():
        here = Place(place.section, place.index, key)
        if key.lower() in refused["keys"]:
            yield here, f"{key!r} is refused: {refused['reason']}"
        elif key not in known:
            yield here, f"unknown key {key!r}{did_you_mean(key, known)}"
        elif not _has_kind(value, known[key]):
            yield here, f"{key} is {_shown(value)}; expected {load_table('theatre_schema')['kinds'][known[key]]}"
    for key in schema.get("must", {}):
        if key not in row:
            yield place, f"missing {key!r}{f' in [[{place.section}]]' if place.section else ''}"


def _has_kind(value: object, kind: str) -> bool:
    if not isinstance(value, _KINDS[kind]) or isinstance(value, bool) or (kind == "date" and isinstance(value, datetime)):
        return False
    if kind == "texts":
        return isinstance(value, list) and bool(value) and all(isinstance(word, str) and word.strip() for word in value)
    if kind == "tables":
        return isinstance(value, list) and all(isinstance(row, dict) for row in value)
    return kind != "text" or bool(str(value).strip())


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _check_spelling(key: str, value: object, pattern: re.Pattern[str], place: Place, expected: str) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str) and value.strip() and not pattern.fullmatch(value):
        yield place, f"{key} is {value!r}; expected {expected}"


def _check_ids(row: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    force = "a state's code of three capitals (UKR), or words in lower case joined by hyphens"
    here = Place(place.section, place.index, "id")
    if place.section in ("belligerents", "contingents"):
        yield from _check_spelling("id", row.get("id"), FORCE_ID, here, force)
    elif place.section == "sources":
        yield from _check_spelling(
            "id", row.get("id"), SOURCE_ID, here, "UKR-MOD for a state's organisation, or words in lower case joined by hyphens"
        )
    country = row.get("country")
    if isinstance(country, str) and country not in load_table("countries")["words"] and country not in load_table("country_words")["words"]:
        yield Place(place.section, place.index, "country"), f"unknown country {country!r}; expected an ISO 3166-1 alpha-3 code such as UKR"
    role = row.get("role")
    if isinstance(role, str) and role not in ROLES:
        message = f"unknown role {role!r}{did_you_mean(role, ROLES)}; expected one of {', '.join(sorted(ROLES))}"
        yield Place(place.section, place.index, "role"), message


def _check_words(row: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    """Refuse coordinates among names, and categories that there are not."""
    for key in ("names", "aliases", "name"):
        values = row.get(key, ())
        for word in [values] if isinstance(values, str) else values if isinstance(values, list) else []:
            if isinstance(word, str) and _COORDINATES.search(word):
                reason = load_table("theatre_schema")["refused"]["reason"]
                yield Place(place.section, place.index, key), f"{word!r} looks like coordinates, which are refused: {reason}"
    categories = row.get("categories", ())
    known = known_categories()
    for word in categories if isinstance(categories, list) else ():
        if isinstance(word, str) and word not in known:
            yield (
                Place(place.section, place.index, "categories"),
                f"unknown category {word!r}{did_you_mean(word, known)}; see `tollbook vocab categories`",
            )


def known_categories() -> frozenset[str]:
    """Return the ids of all categories, of people and of materiel."""
    materiel = {row["id"] for row in load_table("materiel")["category"]}
    return frozenset(materiel | set(load_table("theatre_schema")["values"]["people"]))


def _check_weights(words: object) -> Iterator[tuple[Place, str]]:
    for word, weight in words.items() if isinstance(words, dict) else ():
        if not _has_kind(weight, "number") or weight < 1:
            yield Place("detection.words", key=word), f"the weight of {word!r} is {_shown(weight)}; expected a whole number from 1 on"


def _check_releases(table: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    for section in ("rows", "terms"):
        # The headings [[releases.rows]] are counted over the whole file, as the lines are.
        rows = [row for release in _rows(table, "releases") for row in _rows(release, section)]
        for index, row in enumerate(rows):
            place = Place(f"releases.{section}", index)
            yield from _check_keys(row, schema[f"releases.{section}"], place)
            yield from _check_words(row, place)
            unit = row.get("unit")
            if isinstance(unit, str) and unit not in schema["values"]["units"]:
                yield Place(place.section, index, "unit"), f"unknown unit {unit!r}; expected one of {', '.join(schema['values']['units'])}"
    for index, release in enumerate(_rows(table, "releases")):
        yield from _check_headers(release, Place("releases", index, "headers"))


def _check_headers(release: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    import re2

    options = re2.Options()
    options.log_errors = False
    headers = release.get("headers")
    for header in headers if isinstance(headers, list) else ():
        try:
            re2.compile(f"(?i){header}", options)
        except re2.error as error:
            yield place, f"the heading {header!r} is no RE2 pattern: {_reason(error)}"


def _reason(error: Exception) -> str:
    """Return RE2's reason, which it gives as bytes."""
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _check_duplicates(table: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """A word names one force, one source and one place; an id stands once in its list."""
    for sections in (("belligerents", "contingents"), ("sources",), ("places",), ("releases",)):
        ids: dict[str, str] = {}
        words: dict[str, str] = {}
        for section in sections:
            for index, row in enumerate(_rows(table, section)):
                name = str(row.get("id", f"number {index + 1}"))
                if name in ids:
                    yield Place(section, index, "id"), f"duplicate id {name!r}"
                ids[name] = section
                yield from _check_duplicate_words(row, name, words, Place(section, index))


def _check_duplicate_words(row: dict[str, Any], name: str, words: dict[str, str], place: Place) -> Iterator[tuple[Place, str]]:
    for key in ("name", "names", "adjectives", "people", "aliases"):
        values = row.get(key, ())
        for word in [values] if isinstance(values, str) else values if isinstance(values, list) else []:
            # "FARC" and "Farc" are two spellings of one word; under one id they may stand together.
            holder = words.setdefault(str(word).lower(), name)
            if holder != name:
                yield Place(place.section, place.index, key), f"duplicate alias {word!r}: it already names {holder!r}"


def _check_references(table: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """What a row refers to is in the file: the belligerent fought for, the claimant's and the definition's source."""
    parties = {str(row.get("id")) for section in ("belligerents", "contingents") for row in _rows(table, section)}
    sources = {str(row.get("id")) for row in _rows(table, "sources")}
    references = (
        ("belligerents", "fights_for", parties, "belligerent"),
        ("contingents", "fights_for", parties, "belligerent"),
        ("sources", "side", parties, "belligerent or contingent"),
        ("releases", "force", parties, "belligerent or contingent"),
        ("releases", "claimant", sources, "source"),
        ("definition_changes", "source", sources, "source"),
        ("relays", "source", sources, "source"),
        ("relays", "parent", sources, "source"),
        ("relays", "force", parties, "belligerent or contingent"),
        ("assumptions", "source", sources, "source"),
    )
    for section, key, known, what in references:
        for index, row in enumerate(_rows(table, section)):
            value = row.get(key)
            if isinstance(value, str) and value not in known:
                yield (
                    Place(section, index, key),
                    f"{key} is {value!r}, which no {what} of this file has as its id{did_you_mean(value, known)}",
                )
