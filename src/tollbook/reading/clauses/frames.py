"""Match the clause grammar over units: which counted phrase stands in which frame with which cue.

Frames are rows of `vocab/tables/frames.toml`. This module compiles and matches them and decides between frames that
touch the same phrase; it does not know what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from tollbook.core.errors import VocabularyError
from tollbook.reading.clauses.units import Counted, Units
from tollbook.vocab.lexicon import class_letters
from tollbook.vocab.tables import load_table

LIST_STEP = 0.15
"""What each step along a list adds to a frame's rank: a nearer cue wins, whatever its frame."""

_NAME = re.compile(r"[A-Z][A-Z_]*")
_PART = re.compile(r"<(item|cue):|>|[A-Z][A-Z_]*|\s+")
_ALTERNATIVES = re.compile(r"\(((?:\\?.\|)+\\?.)\)")
_OF_THE = re.compile(r"(?:^|[,.;])o[jA5]{0,2}$")
""" "Of the 60 drones, 41 were shot down": the whole is not in the list."""
_LOST = re.compile(r"l[jAo]{0,2}$")
""" "Norway has lost 40 men, and 300 have been wounded": the lost are not among the wounded."""
_LIST_LINK = re.compile(r"(?:,?[aJ]?,?u|,?-{0,2}[aJ]?j?|[aJ],?j?|;[aJ]?|-{1,2}[aJ]?)[Aj]?")
# What may stand between a counted phrase and the list's next comma or "and": "six soldiers of the brigade, ..."
_POSTMODIFIER = re.compile(r"[xf^ovjG'pKW]{0,8}")
# What a list names without a number: "40 soldiers, a T-72 tank and twelve vehicles".
_UNCOUNTED = re.compile(r"(?:,a?@[xf^j]{0,4}m{1,3})*")


Side = Literal["left", "right", "none"]
_SIDES: Mapping[str, Side] = {"left": "left", "right": "right", "none": "none"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the grammar, compiled."""

    name: str
    pattern: re.Pattern[str]
    side: Side
    rank: float
    sense: str
    cues: frozenset[str]
    takes_cue: bool = False
    several: bool = False
    level: bool = False


class Match(NamedTuple):
    """A counted phrase in a frame: unit indices of the phrase and of the cue [cue, cue_end)."""

    item: int
    frame: Frame
    cue: int
    cue_end: int
    rank: float
    start: int
    end: int


@lru_cache(maxsize=1)
def load_frames() -> tuple[Frame, ...]:
    """Return the grammar's rows, compiled, in the order of the table."""
    return tuple(_compile(row) for row in load_table("frames")["frame"])


def _compile(row: Mapping[str, object]) -> Frame:
    pattern = _spell(str(row["pattern"]))
    # A frame without a cue can be passed over where its counted phrase is missing.
    cue = re.search(r"<cue:([^>]*)>", str(row["pattern"])) or re.search(r"<item:([^>]*)>", str(row["pattern"]))
    names = _NAME.findall(cue.group(1)) if cue else []
    letters = class_letters()
    side = _SIDES.get(str(row["side"]))
    if side is None:
        raise VocabularyError(f"side {row['side']!r}", where=f"frames.toml, {row['name']}", expected="left, right or none")
    cues = frozenset(letters[name] for name in names if name not in ("AND", "COMMA"))
    rank = float(str(row["rank"]))
    is_set = {name: bool(row.get(name)) for name in ("takes_cue", "several", "level")}
    return Frame(str(row["name"]), re.compile(pattern), side, rank, str(row["sense"]), cues, **is_set)


@lru_cache(maxsize=1)
def _macros() -> Mapping[str, str]:
    macros: dict[str, str] = load_table("frames")["macros"]
    return macros


def _spell(pattern: str) -> str:
    """Return the regular expression over letters that a row's pattern stands for."""
    letters = class_letters()
    out: list[str] = []
    at = 0
    for match in _PART.finditer(pattern):
        out.append(pattern[at : match.start()])
        found = match.group()
        if match.group(1):
            out.append(f"(?P<{match.group(1)}>")
        elif found == ">":
            out.append(")")
        elif found in _macros():
            out.append(_spell(_macros()[found]))
        elif found.strip():
            if found not in letters:
                raise VocabularyError(f"unknown token class {found!r}", where="frames.toml", expected="a name of grammar.toml")
            out.append(re.escape(letters[found]))
        at = match.end()
    out.append(pattern[at:])
    return _ALTERNATIVES.sub(lambda match: "[" + match.group(1).replace("|", "") + "]", "".join(out))


def match_frames(units: Units, counted: Mapping[int, Counted]) -> Iterator[Match]:
    """Yield every frame that matches, and for each the further phrases of its list, at a higher rank a step."""
    present = set(units.letters)
    for frame in load_frames():
        if frame.cues.isdisjoint(present):
            continue
        for match in frame.pattern.finditer(units.letters):
            item = match.start("item")
            if frame.several and not _is_plural(units, item, match.start("cue")):
                continue
            cue, cue_end = match.span("cue") if "cue" in frame.pattern.groupindex else (item, item + 1)
            yield Match(item, frame, cue, cue_end, frame.rank, match.start(), match.end())
            step = frame.rank
            # In "60 drones, 40 of which were shot down" the verb is the part's alone.
            if frame.side == "left" and counted[item].partitive and "," not in units.letters[item + 1 : cue]:
                continue
            of_clause = "b" in units.letters[item + 1 : cue]
            for other in _list_of(units, counted, item, frame.side, of_clause=of_clause):
                step += LIST_STEP
                yield Match(other, frame, cue, cue_end, step, match.start(), match.end())


def _is_plural(units: Units, item: int, cue: int) -> bool:
    """Say whether the verb before a cue is in the plural, so that what is joined before it is its subject."""
    plural = load_table("grammar")["plural_verbs"]["words"]
    return any(units.spelled(at) in plural for at in range(item + 1, cue))


def _list_of(units: Units, counted: Mapping[int, Counted], item: int, side: str, *, of_clause: bool) -> Iterator[int]:
    """Yield the phrases coordinated with `item`, going away from the cue. `of_clause`: the item is the subject of a whole clause."""
    if side == "none":
        return
    order = sorted(counted)
    position = order.index(item)
    step = 1 if side == "right" else -1
    while 0 <= position + step < len(order):
        near, far = order[position], order[position + step]
        left, right = (near, far) if step == 1 else (far, near)
        # Headlines list people without commas: "40 civilians 25 fighters killed".
        side_by_side = left + 1 == right and units.letters[left : right + 1] == "PP"
        link = units.letters[left + 1 : right]
        if not side_by_side and not _is_link(link):
            return
        if step == -1 and _begins_anew(link, counted[right], of_clause=of_clause):
            return
        if step == -1 and of_clause and _LOST.search(units.letters, max(0, far - 3), far) is not None:
            return
        if step == -1 and ";" in link and "u" in units.letters[max(0, far - 3) : far]:
            # "33 dead, including six children; 94 injured": the six are of the 33.
            return
        if step == -1 and _OF_THE.search(units.letters, max(0, far - 4), far) is not None:
            return
        yield far
        position += step


def _begins_anew(link: str, near: Counted, *, of_clause: bool) -> bool:
    """Say whether a subject before its verb is alone: behind a semicolon, or as the killed of "90,000 men, including 30,000 killed"."""
    return (of_clause and ";" in link) or (not of_clause and "u" in link and near.letter == "B")


def _is_link(letters: str) -> bool:
    at = 0
    for between in (_POSTMODIFIER, _UNCOUNTED):
        passed = between.match(letters, at)
        at = passed.end() if passed is not None else at
    rest = letters[at:]
    return bool(rest) and _LIST_LINK.fullmatch(rest) is not None
