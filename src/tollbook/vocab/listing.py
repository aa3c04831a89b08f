"""List the vocabulary for people: what words Tollbook knows, by section, with their meaning and an example. It reads tables only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tollbook.core.errors import UsageError, VocabularyError
from tollbook.vocab.forces import COUNTRY_COLUMNS
from tollbook.vocab.tables import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyRow:
    """A row of the vocabulary: its section, its id, the words that name it, what it means and where it stands in a sentence."""

    section: str
    id: str
    words: tuple[str, ...]
    meaning: str
    example: str


def list_vocabulary(section: str | None = None, query: str | None = None) -> list[VocabularyRow]:
    """Return the rows of a section (of all, without one) that hold the query in id, words or meaning; case does not matter.

    Raises UsageError for a section that there is not.

    >>> [row.id for row in list_vocabulary("categories", "howitzers") if "howitzers" in row.words]
    ['artillery']
    """
    if section is not None and section not in _SECTIONS:
        raise UsageError(f"no section {section!r} in the vocabulary", expected=f"one of: {', '.join(_SECTIONS)}")
    wanted = [section] if section is not None else list(_SECTIONS)
    rows = [row for name in wanted for row in _SECTIONS[name](name)]
    if query is None or not query.strip():
        return rows
    needle = query.strip().lower()
    return [row for row in rows if any(needle in text.lower() for text in (row.id, row.meaning, *row.words))]


def sections() -> tuple[str, ...]:
    """Return the names of the sections, in the order in which they are listed."""
    return tuple(_SECTIONS)


def _table(name: str) -> dict[str, Any]:
    """Return a table, or an empty one: a section without its table has no rows."""
    try:
        return load_table(name)
    except VocabularyError:
        return {}


def _categories(section: str) -> Iterator[VocabularyRow]:
    for row in _table("materiel").get("category", ()):
        factor = f", 1 = {row['factor']} km2" if "factor" in row else ""
        words = (*row["words"], *row.get("uk", ()), *row.get("ru", ()))
        yield VocabularyRow(section=section, id=row["id"], words=words, meaning=f"counted in {row['unit']}{factor}", example=_first(row))


def _first(row: dict[str, Any]) -> str:
    examples = row.get("examples") or row.get("example") or ()
    return str(examples if isinstance(examples, str) else next(iter(examples), ""))


def _forces(section: str) -> Iterator[VocabularyRow]:
    forces = _table("forces")
    for slug, words in forces.get("generic", {}).items():
        yield VocabularyRow(
            section=section, id=slug, words=tuple(words), meaning="a force named by kind", example=f"12 {words[-1]} were killed"
        )
    for slug, row in forces.get("group", {}).items():
        words = (*row["words"], *row.get("upper", ()))
        yield VocabularyRow(section=section, id=slug, words=words, meaning=row["name"], example=f"{row['name']} lost 12 fighters")
    yield from _states(section, forces.get("alias", {}))


def _states(section: str, aliases: dict[str, list[str]]) -> Iterator[VocabularyRow]:
    words: dict[str, list[str]] = {}
    for table in ("countries", "country_words"):
        for code, row in _table(table).get("words", {}).items():
            columns = dict(zip(COUNTRY_COLUMNS, row.split("|"), strict=True))
            words.setdefault(code, []).extend(word.strip() for column in columns.values() for word in column.split(";") if word.strip())
    for code, listed in words.items():
        unique = tuple(dict.fromkeys([*listed, *aliases.get(code, ())]))
        yield VocabularyRow(
            section=section, id=code, words=unique, meaning="state (ISO 3166-1 alpha-3)", example=f"{unique[0]} lost 12 soldiers"
        )


def _sources(section: str) -> Iterator[VocabularyRow]:
    table = _table("sources")
    for row in table.get("source", ()):
        country = f", {row['country']}" if "country" in row else ""
        meaning = f"{row['role'].replace('_', ' ')}{country}"
        yield VocabularyRow(
            section=section, id=row["id"], words=tuple(row["names"]), meaning=meaning, example=f"according to {row['names'][0]}"
        )
    for row in table.get("institution", ()):
        meaning = f"{row['role'].replace('_', ' ')}: an institution, with the name of its state"
        yield VocabularyRow(section=section, id=f"ISO3-{row['suffix']}", words=tuple(row["words"]), meaning=meaning, example=_first(row))
    for row in table.get("generic", ()):
        meaning = f"{row['role'].replace('_', ' ')}: named by kind alone"
        yield VocabularyRow(section=section, id=row["id"], words=tuple(row["words"]), meaning=meaning, example=f"{row['words'][0]} said")


def _plain(table: str) -> Callable[[str], Iterator[VocabularyRow]]:
    """Return a lister of a table that other modules own: each list or table with words in it is a row, whatever its keys."""

    def rows(section: str) -> Iterator[VocabularyRow]:
        yield from _walk(section, "", _table(table))

    return rows


_WORD_KEYS = ("words", "cues", "terms", "names", "phrases", "nouns", "forms", "word", "cue", "term", "phrase", "pattern")
_ID_KEYS = ("id", "name", "kind", "term", "cue", "word", "phrase")


def _walk(section: str, path: str, value: Any) -> Iterator[VocabularyRow]:
    if isinstance(value, list):
        if value and all(isinstance(word, str) for word in value):
            yield VocabularyRow(section=section, id=path, words=tuple(value), meaning="", example="")
            return
        for index, row in enumerate(value):
            yield from _walk(section, path if isinstance(row, dict) else f"{path}.{index}", row)
    elif isinstance(value, dict):
        words = next((value[key] for key in _WORD_KEYS if isinstance(value.get(key), (str, list, dict)) and value[key]), None)
        if words is None:
            for key, row in value.items():
                yield from _walk(section, f"{path}.{key}" if path else key, row)
            return
        name = next((str(value[key]) for key in _ID_KEYS if isinstance(value.get(key), str)), path)
        listed = (words,) if isinstance(words, str) else tuple(map(str, words))
        yield VocabularyRow(section=section, id=name, words=listed, meaning=_meaning(value), example=_first(value))


def _meaning(row: dict[str, Any]) -> str:
    stated = row.get("meaning") or row.get("means") or row.get("reading")
    if isinstance(stated, str):
        return stated
    shown = {
        key: value for key, value in row.items() if isinstance(value, (int, float, str)) and key not in (*_WORD_KEYS, *_ID_KEYS, "example")
    }
    return ", ".join(f"{key} {value}" for key, value in shown.items())


_SECTIONS: dict[str, Callable[[str], Iterator[VocabularyRow]]] = {
    "hedges": _plain("hedges"),
    "likelihoods": _plain("likelihoods"),
    "people": _plain("people"),
    "losses": _plain("losses"),
    "categories": _categories,
    "forces": _forces,
    "sources": _sources,
    "periods": _plain("periods"),
    "frames": _plain("frames"),
}
