"""List the vocabulary for people: what words Tollbook knows, by section, with their meaning and an example. It reads tables only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tollbook.core.errors import UsageError
from tollbook.vocab.audit_rules import audit_rules
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


def _categories(section: str) -> Iterator[VocabularyRow]:
    for row in load_table("materiel")["category"]:
        factor = f", 1 = {row['factor']} km2" if "factor" in row else ""
        words = (*row["words"], *row.get("models", ()), *row["uk"], *row["ru"])
        yield VocabularyRow(section=section, id=row["id"], words=words, meaning=f"counted in {row['unit']}{factor}", example=_first(row))


def _first(row: dict[str, Any]) -> str:
    first = next(iter(row.get("examples", ())), "")
    return str(first["text"] if isinstance(first, dict) else first)


def _forces(section: str) -> Iterator[VocabularyRow]:
    forces = load_table("forces")
    for slug, words in forces["generic"].items():
        yield VocabularyRow(
            section=section, id=slug, words=tuple(words), meaning="a force named by kind", example=f"12 {words[-1]} were killed"
        )
    for slug, row in forces["group"].items():
        words = (*row["words"], *row.get("upper", ()))
        yield VocabularyRow(section=section, id=slug, words=words, meaning=row["name"], example=f"{row['name']} lost 12 fighters")
    yield from _states(section, forces["alias"])


def _states(section: str, aliases: dict[str, list[str]]) -> Iterator[VocabularyRow]:
    words: dict[str, list[str]] = {}
    for table in ("countries", "country_words"):
        for code, row in load_table(table)["words"].items():
            columns = dict(zip(COUNTRY_COLUMNS, row.split("|"), strict=True))
            words.setdefault(code, []).extend(word.strip() for column in columns.values() for word in column.split(";") if word.strip())
    for code, listed in words.items():
        unique = tuple(dict.fromkeys([*listed, *aliases.get(code, ())]))
        yield VocabularyRow(
            section=section, id=code, words=unique, meaning="state (ISO 3166-1 alpha-3)", example=f"{unique[0]} lost 12 soldiers"
        )


def _sources(section: str) -> Iterator[VocabularyRow]:
    table = load_table("sources")
    for row in table["source"]:
        country = f", {row['country']}" if "country" in row else ""
        meaning = f"{row['role'].replace('_', ' ')}{country}"
        yield VocabularyRow(
            section=section, id=row["id"], words=tuple(row["names"]), meaning=meaning, example=f"according to {row['names'][0]}"
        )
    for row in table["institution"]:
        meaning = f"{row['role'].replace('_', ' ')}: an institution, with the name of its state"
        yield VocabularyRow(section=section, id=f"ISO3-{row['suffix']}", words=tuple(row["words"]), meaning=meaning, example=_first(row))
    for row in table["generic"]:
        meaning = f"{row['role'].replace('_', ' ')}: named by kind alone"
        yield VocabularyRow(section=section, id=row["id"], words=tuple(row["words"]), meaning=meaning, example=f"{row['words'][0]} said")


def _hedges(section: str) -> Iterator[VocabularyRow]:
    yield from _walk(section, "", load_table("hedges")["hedge"])
    for row in load_table("numbers")["vague"]:
        # The row's words are the tokens of one phrase.
        words = (" ".join(row["words"]),)
        yield VocabularyRow(section=section, id="vague", words=words, meaning=f"{row['low']:,} to {row['high']:,}", example=_first(row))


def _likelihoods(section: str) -> Iterator[VocabularyRow]:
    table = load_table("likelihoods")
    bands: dict[str, list[str]] = {}
    for scale in table["scale"]:
        for band in scale["bands"]:
            for term in band["terms"]:
                bands.setdefault(term, []).append(f"{scale['id']} {band['low']}-{band['high']}%")
    for row in table["phrase"]:
        meaning = "; ".join(bands.get(row["term"], ())) or "on no scale"
        yield VocabularyRow(section=section, id=row["term"], words=tuple(row["forms"]), meaning=meaning, example=_first(row))


def _walked(table: str) -> Callable[[str], Iterator[VocabularyRow]]:
    """Return what lists a table with all that it holds, whatever its keys."""

    def rows(section: str) -> Iterator[VocabularyRow]:
        yield from _walk(section, "", load_table(table))

    return rows


_ID_KEYS = ("id", "name", "kind", "term")
_WORD_KEYS = ("words", "one", "cues", "past", "gerund", "base", "cue", "pattern")


def _walk(section: str, path: str, value: Any) -> Iterator[VocabularyRow]:
    """Yield a row for every table in a list, with all its words, and for every list of words."""
    if isinstance(value, list):
        if _are_words(value):
            yield VocabularyRow(section=section, id=path, words=tuple(value), meaning="", example="")
        for row in value:
            if isinstance(row, dict):
                yield _row(section, path, row)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(section, f"{path}.{key}" if path else key, inner)


def _are_words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(word, str) for word in value)


def _row(section: str, path: str, row: dict[str, Any]) -> VocabularyRow:
    found = [row[key] for key in _WORD_KEYS if key in row]
    words = [word for value in found for word in ([value] if isinstance(value, str) else value if _are_words(value) else ())]
    name = next((row[key] for key in _ID_KEYS if isinstance(row.get(key), str)), path)
    return VocabularyRow(section=section, id=name, words=tuple(dict.fromkeys(words)), meaning=_meaning(row), example=_first(row))


def _meaning(row: dict[str, Any]) -> str:
    skipped = (*_ID_KEYS, *_WORD_KEYS)
    shown = {key: value for key, value in row.items() if isinstance(value, (int, float, str)) and key not in skipped}
    return ", ".join(f"{key} {value}" for key, value in shown.items())


def _audit_rules(section: str) -> Iterator[VocabularyRow]:
    for rule in audit_rules().values():
        meaning = f"{rule.meaning} Gives: {', '.join(rule.verdicts)}."
        yield VocabularyRow(section=section, id=rule.id, words=(rule.title,), meaning=meaning, example=" / ".join(rule.example))


_SECTIONS: dict[str, Callable[[str], Iterator[VocabularyRow]]] = {
    "hedges": _hedges,
    "likelihoods": _likelihoods,
    "people": _walked("people"),
    "losses": _walked("losses"),
    "categories": _categories,
    "forces": _forces,
    "sources": _sources,
    "periods": _walked("periods"),
    "frames": _walked("frames"),
    "audit-rules": _audit_rules,
}
