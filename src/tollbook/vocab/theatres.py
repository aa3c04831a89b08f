"""Theatres: conflicts as TOML files with their belligerents, contingents, sources, places, regular releases and definition changes.

A theatre holds names and dates only: no coordinates, no positions. Reading asks it for words; it decides nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tollbook.core.errors import TheatreError

if TYPE_CHECKING:
    import re2

SCAN_LIMIT = 20_000
"""Characters that detection looks at: a report names its war early, and detection stays cheap on a book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A belligerent, or a contingent that fights for one. `id` is ISO alpha-3 for a state, a slug for others.

    `since` is the first day on which a contingent fights at scale, where that is known: totals of its losses count from it.
    """

    id: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    fights_for: str | None = None
    since: date | None = None

    @property
    def is_state(self) -> bool:
        """Say whether the id is a state's code."""
        return len(self.id) == 3 and self.id.isupper()


@dataclass(frozen=True, slots=True, kw_only=True)
class TheatreSource:
    """A claimant that the theatre names. `side` is the force that it belongs to, None for outsiders."""

    id: str
    names: tuple[str, ...]
    role: str
    side: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TheatrePlace:
    """A place by name; `country` is the state it lies in by law."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTerm:
    """A word of a row that says what its figure counts: it replaces the row's categories."""

    term: str
    words: tuple[str, ...]
    categories: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRowForm:
    """A row of a regular release: the labels it is printed with, and what its figure counts."""

    labels: tuple[str, ...]
    categories: frozenset[str]
    unit: str
    term: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Release:
    """A regular official release. `headers` are RE2 patterns of its heading; `increment` is the days that one release covers."""

    id: str
    claimant: str
    force: str
    headers: tuple[str, ...]
    rows: tuple[ReleaseRowForm, ...]
    terms: tuple[ReleaseTerm, ...] = ()
    start: date | None = None
    increment_days: int = 1
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionChange:
    """From `date` on, a source's figures for `categories` mean something else than before."""

    source: str
    date: date
    categories: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TheatreRelay:
    """A source that repeats another's figures on a force: in some measures ("casualties", "tank"), in all where none is named."""

    source: str
    parent: str
    force: str
    grounds: str
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Theatre:
    """A conflict as its file describes it."""

    name: str
    title: str
    start: date
    end: date | None = None
    minimum: int = 0
    evidence: tuple[tuple[str, int], ...] = ()
    belligerents: tuple[Party, ...] = ()
    contingents: tuple[Party, ...] = ()
    sources: tuple[TheatreSource, ...] = ()
    places: tuple[TheatrePlace, ...] = ()
    releases: tuple[Release, ...] = ()
    definition_changes: tuple[DefinitionChange, ...] = ()
    relays: tuple[TheatreRelay, ...] = ()
    assumptions: tuple[Mapping[str, Any], ...] = ()
    """Rows that replace the priors of a source, in the form of the table of assumptions."""

    def party(self, force: str) -> Party | None:
        """Return the belligerent or contingent with this id, or None."""
        return next((party for party in (*self.belligerents, *self.contingents) if party.id == force), None)

    def side_of(self, force: str) -> str | None:
        """Return the belligerent that a force is or fights for, or None for an outsider."""
        party = self.party(force)
        return None if party is None else party.fights_for or party.id


def list_theatres() -> tuple[str, ...]:
    """Return the names of the theatres that come with Tollbook, sorted."""
    folder = files("tollbook.vocab") / "theatres"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


@lru_cache(maxsize=32)
def load_theatre(name_or_path: str) -> Theatre:
    """Return a theatre by its name, or from a user's file (a path that ends in ".toml").

    Raises TheatreError where there is none, or where the file is faulty; its `problems` say line by line what is wrong.
    """
    if name_or_path.endswith(".toml"):
        return _load_file(Path(name_or_path))
    if name_or_path not in list_theatres():
        known = list_theatres()
        nearest = [name for name in known if name_or_path.lower() in name] if name_or_path else []
        did_you_mean = f"did you mean {nearest[0]!r}? " if nearest else ""
        do = f"{did_you_mean}or give the path of a .toml file"
        raise TheatreError(f"no theatre named {name_or_path!r}", expected=f"one of: {', '.join(known)}", do=do)
    text = (files("tollbook.vocab") / "theatres" / f"{name_or_path}.toml").read_text(encoding="utf-8")
    return make_theatre(tomllib.loads(text))


def known_theatres() -> tuple[Theatre, ...]:
    """Return the theatres that come with Tollbook, in the order of their names."""
    return tuple(map(load_theatre, list_theatres()))


@lru_cache(maxsize=4_096)
def theatre_of_force(force: str | None) -> Theatre | None:
    """Return the theatre that knows a force; of several the one that began last, None where none does."""
    knowing = [theatre for theatre in known_theatres() if force is not None and theatre.party(force) is not None]
    return max(knowing, key=lambda theatre: theatre.start, default=None)


def _load_file(path: Path) -> Theatre:
    from tollbook.vocab.theatre_check import check_theatre_file

    problems = check_theatre_file(path)
    if problems:
        lines = tuple(f"{path}:{problem.line}: {problem.message}" for problem in problems)
        raise TheatreError(
            f"{len(lines)} fault{'s' if len(lines) > 1 else ''} in the file; the first: line {problems[0].line}: {problems[0].message}",
            where=str(path),
            do="see `tollbook theatre check`",
            problems=lines,
        )
    return make_theatre(tomllib.loads(path.read_text(encoding="utf-8")))


def make_theatre(table: dict[str, Any]) -> Theatre:
    """Return the theatre of a table that is known to be sound."""
    detection = table.get("detection", {})
    return Theatre(
        name=table["name"],
        title=table["title"],
        start=table["start"],
        end=table.get("end"),
        minimum=detection.get("minimum", 0),
        evidence=tuple((word.lower(), weight) for word, weight in detection.get("words", {}).items()),
        belligerents=tuple(Party(**_frozen(row)) for row in table["belligerents"]),
        contingents=tuple(Party(**_frozen(row)) for row in table.get("contingents", ())),
        sources=tuple(TheatreSource(**_frozen(row)) for row in table.get("sources", ())),
        places=tuple(TheatrePlace(**_frozen(row)) for row in table.get("places", ())),
        releases=tuple(_release(row, table["start"]) for row in table.get("releases", ())),
        definition_changes=tuple(DefinitionChange(**_frozen(row)) for row in table.get("definition_changes", ())),
        relays=tuple(TheatreRelay(**_frozen(row)) for row in table.get("relays", ())),
        assumptions=tuple(table.get("assumptions", ())),
    )


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _release(row: dict[str, Any], start: date) -> Release:
    rows = tuple(ReleaseRowForm(**{**_frozen(form), "categories": frozenset(form["categories"])}) for form in row["rows"])
    terms = tuple(ReleaseTerm(**{**_frozen(term), "categories": frozenset(term["categories"])}) for term in row.get("terms", ()))
    return Release(**{"start": start, **_frozen(row), "rows": rows, "terms": terms})


@lru_cache(maxsize=1)
def _detector() -> tuple[re2.Set, tuple[tuple[tuple[str, int], ...], ...], dict[str, int]]:
    """Return one set of all theatres' evidence words, for each word the theatres it speaks for, and the score each needs."""
    import re2

    speaks_for: dict[str, list[tuple[str, int]]] = {}
    minimum: dict[str, int] = {}
    for name in list_theatres():
        theatre = load_theatre(name)
        minimum[name] = theatre.minimum
        for word, weight in theatre.evidence:
            speaks_for.setdefault(word, []).append((name, weight))
    evidence = re2.Set.SearchSet()
    for word in speaks_for:
        evidence.Add(f"(?i){re2.escape(word)}")
    evidence.Compile()
    return evidence, tuple(tuple(rows) for rows in speaks_for.values()), minimum


def evidence_of(scanned: bytes) -> tuple[tuple[str, int], ...]:
    """Return the theatres whose evidence words, each counted once, weigh enough in UTF-8 text, with their scores, the heaviest first."""
    evidence, speaks_for, minimum = _detector()
    scores: dict[str, int] = {}
    for word in evidence.Match(scanned) or ():
        for name, weight in speaks_for[word]:
            scores[name] = scores.get(name, 0) + weight
    enough = [(name, score) for name, score in scores.items() if score >= minimum[name]]
    return tuple(sorted(enough, key=lambda pair: (pair[1], pair[0]), reverse=True))


def detect_theatre(text: str, title: str | None = None) -> str | None:
    """Return the theatre that a text speaks of: the one whose evidence words, each counted once, weigh most and enough.

    None where no theatre has enough, or where two weigh the same.
    """
    scanned = f"{title}\n{text[:SCAN_LIMIT]}" if title else text[:SCAN_LIMIT]
    # A lone surrogate can't be scanned; it is no letter of any word.
    enough = evidence_of(scanned.encode("utf-8", "replace"))
    if not enough or (len(enough) > 1 and enough[0][1] == enough[1][1]):
        return None
    return enough[0][0]
