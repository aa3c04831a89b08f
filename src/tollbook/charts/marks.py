"""Figures as claimed, as marks of a chart: a shape by who claims, a triangle for "more than", and a link to the words.

Filled circle: a belligerent. Hollow circle: who repeats a belligerent's figure. Diamond: independent. Square: press, witnesses and others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tollbook.charts.picture import PLACEHOLDER
from tollbook.charts.sheet import Sheet
from tollbook.charts.theme import Theme
from tollbook.core.display import day_words, plain

Family = Literal["belligerent", "relay", "independent", "other"]
Bound = Literal["number", "least", "most"]
Leads = Callable[[str], str]
"""From the id of a statement, or the `ref` of a point, to the path of a page that shows its words."""
FAMILIES: tuple[Family, ...] = ("belligerent", "relay", "independent", "other")
FAMILY_WORDS: dict[Family, str] = {
    "belligerent": "belligerent's claim",
    "relay": "repeats a belligerent's claim",
    "independent": "independent",
    "other": "press and others",
}
BOUND_WORDS: dict[Bound, str] = {"number": "", "least": ", at least", "most": ", at most"}
SHAPES: dict[Family, str] = {"belligerent": "circle", "relay": "circle", "independent": "diamond", "other": "square"}
SIZES: dict[Family, int] = {"belligerent": 62, "relay": 56, "independent": 150, "other": 58}
TRIANGLE = 120
MOST_MARKS = 400
"""Marks of a chart at most: more are a band of their own, and make a page slow."""
_FAMILY_OF_ROLE: dict[str, Family] = {
    "opponent": "belligerent",
    "own_side": "belligerent",
    "third_party_intelligence": "independent",
    "international": "independent",
    "official": "independent",
    "ngo": "independent",
    "demographic": "independent",
    "named_count": "independent",
    "visual_confirmation": "independent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One figure: its last day, its number, who claims it. `low` and `high` are a stated range; `path` is where its words stand."""

    day: date
    value: float
    source: str
    family: Family
    bound: Bound = "number"
    low: float | None = None
    high: float | None = None
    start: date | None = None
    path: str | None = None
    note: str = ""

    @property
    def spoken(self) -> str:
        """The mark as a sentence, for a screen reader and a tooltip."""
        hedge = {"number": "", "least": "at least ", "most": "at most "}[self.bound]
        stretch = "" if self.low is None or self.high is None else f", range {self.low:,.0f} to {self.high:,.0f}"
        days = day_words(self.day) if self.start is None else f"{day_words(self.start)} to {day_words(self.day)}"
        note = f" {self.note}." if self.note else ""
        return f"{days}. {plain(self.source)}: {hedge}{self.value:,.10g}{stretch}. {FAMILY_WORDS[self.family].capitalize()}.{note}"

    def to_row(self) -> dict[str, Any]:
        """Return the mark as a row of a chart's values."""
        row = {"day": self.day.isoformat(), "value": self.value, "spoken": self.spoken, "source": plain(self.source)}
        if self.path is not None:
            row["href"] = PLACEHOLDER + self.path
        if self.low is not None and self.high is not None:
            row |= {"low": self.low, "high": self.high}
        if self.start is not None:
            row["start"] = self.start.isoformat()
        return row


def family_of(role: str, *, relays: bool) -> Family:
    """Return how a source's figures are marked: `role` is the one toward the force, `relays` whether it repeats another's."""
    return "relay" if relays else _FAMILY_OF_ROLE.get(role, "other")


def bound_of(hedge: str | None) -> Bound:
    """Return what a hedge makes of a number: a number, at least, or at most."""
    return "least" if hedge in ("at_least", "over") else "most" if hedge in ("up_to", "under") else "number"


def thinned(marks: Sequence[Mark], most: int = MOST_MARKS) -> list[Mark]:
    """Return at most `most` marks, spread evenly, the last one among them.

    >>> len(thinned([], 3))
    0
    """
    if len(marks) <= most:
        return list(marks)
    step = (len(marks) - 1) / (most - 1)
    return [marks[round(number * step)] for number in range(most)]


def mark_layers(sheet: Sheet, marks: Sequence[Mark], x: Any, y: Any) -> Iterator[Any]:
    """Give the layers of the marks: stated ranges and stretches as bars, then the points of each kind with their links."""
    rows = [mark.to_row() for mark in marks]
    ranges = [row for row in rows if "low" in row]
    if ranges:
        yield (
            sheet.chart(ranges)
            .mark_rule(color=sheet.theme.independent, strokeWidth=1.6, aria=False)
            .encode(x=x("day:T"), y=y("low:Q"), y2=sheet.alt.Y2("high:Q"))
        )
    stretches = [row for row in rows if "start" in row and row["start"] != row["day"]]
    if stretches:
        bar = sheet.chart(stretches).mark_rule(color=sheet.theme.ink3, strokeWidth=1, opacity=0.5, aria=False)
        yield bar.encode(x=x("start:T"), x2=sheet.alt.X2("day:T"), y=y("value:Q"))
    for family, bound in kinds_of(marks):
        own = [row for row, mark in zip(rows, marks, strict=True) if (mark.family, mark.bound) == (family, bound)]
        linked = {"href": sheet.alt.Href("href:N")} if any("href" in row for row in own) else {}
        point = sheet.chart(own).mark_point(description=kind_words(family, bound), **symbol(sheet.theme, family, bound))
        yield point.encode(x=x("day:T"), y=y("value:Q"), description=sheet.alt.Description("spoken:N"), **linked)


def symbol(theme: Theme, family: Family, bound: Bound) -> dict[str, Any]:
    """Return how a kind of mark is drawn."""
    color = {"belligerent": theme.claim, "relay": theme.claim, "independent": theme.independent, "other": theme.other}[family]
    shape = {"number": SHAPES[family], "least": "triangle-up", "most": "triangle-down"}[bound]
    hollow = family == "relay"
    return {
        "filled": False,
        "opacity": 1,
        "shape": shape,
        "size": SIZES[family] if bound == "number" else TRIANGLE,
        "fill": theme.paper if hollow else color,
        "stroke": color if hollow else theme.paper,
        "strokeWidth": 1.8 if hollow else 1,
    }


def kind_words(family: Family, bound: Bound) -> str:
    """Return what the legend calls a kind of mark."""
    return FAMILY_WORDS[family] + BOUND_WORDS[bound]


def kinds_of(marks: Sequence[Mark]) -> Iterator[tuple[Family, Bound]]:
    """Give the kinds of marks that are met, in the order of the legend."""
    met = {(mark.family, mark.bound) for mark in marks}
    for bound in BOUND_WORDS:
        yield from ((family, bound) for family in FAMILIES if (family, bound) in met)
