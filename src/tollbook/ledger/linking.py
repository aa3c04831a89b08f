"""Link mentions of one assertion by one source, so that nothing is counted twice. Pure: it is given the candidates.

A mention joins a statement for one stated reason, or founds its own. Where two statements fit equally well it founds its own:
a person can join them (`tollbook review --link`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

LinkRule = Literal["first", "same words", "same figure", "rounded figure", "same cell", "echo", "reread", "person"]

RULES: Final[dict[LinkRule, str]] = {
    "first": "the first mention of its statement",
    "same words": "another document tells the same figure in the same words, a total within 45 days, a day's losses within 7",
    "same figure": "the same source gives the same figure for the same measure, force and period",
    "rounded figure": "the same source's figure for the same day, rounded or cut off, within 5%",
    "same cell": "the same cell of a data set with the same figure",
    "echo": "its text copies another one, which gives the same figure",
    "reread": "a newer reader read the same mention",
    "person": "a person linked it",
}
"""Why a mention belongs to its statement."""

WORDING_DAYS = 45
COPIED_FLOW_DAYS = 7  # a sentence on one day's losses is copied within the week; later the same words speak of other losses
TOTAL_DAYS = 21  # a total is repeated for weeks, "as of" its own day or of the day of the report
FLOW_DAYS = 1  # a report of the night's losses appears the day after
EXACT_DIGITS = 3  # a number with so many digits that are not zero is no other day's
ROUNDED_SHARE = 0.05  # a figure further from another than this is not its rounding, whatever its zeros say


class Candidate(NamedTuple):
    """A mention that stands in the ledger, with what decides whether another is of the same statement.

    A tuple, as an ingest makes millions of them, and a frozen dataclass sets its fields one by one.
    """

    seq: int
    statement: int
    document: int
    stated: float | None
    low: float
    high: float | None
    unit: str
    force: str | None
    kind: str
    first_day: str
    day: str
    place: str | None
    cell: int


class Link(NamedTuple):
    """The statement that a mention belongs to, by its founding mention, and why."""

    statement: int
    rule: LinkRule


def link_of(mention: Candidate, *, same_words: Iterable[Candidate], alike: Sequence[Candidate]) -> Link | None:
    """Return the statement that `mention` belongs to, None where it founds its own or two fit equally well."""
    chosen = _nearest(mention, [other for other in same_words if _is_copy(mention, other)])
    if chosen is not None:
        return Link(statement=chosen.statement, rule="same words")
    founders = {other.seq: other for other in alike}
    # What fits an echo but not the founding mention would tie together what doesn't fit: a place to "nowhere", and that to another place.
    near = [other for other in alike if _place_fits(mention, other) and _place_fits(mention, founders.get(other.statement, other))]
    chosen = _nearest(mention, [other for other in near if _same_figure(mention, other)])
    if chosen is not None:
        return Link(statement=chosen.statement, rule="same figure")
    fine = [other for other in near if other.statement == other.seq and _rounded_figure(mention, other)]
    chosen = _nearest(mention, fine)
    return None if chosen is None else Link(statement=chosen.statement, rule="rounded figure")


def _is_copy(mention: Candidate, other: Candidate) -> bool:
    apart = days_apart(mention.day, other.day)
    if apart is None or mention.document == other.document:
        return False
    same = (mention.stated, mention.unit, mention.force, mention.kind) == (other.stated, other.unit, other.force, other.kind)
    return same and apart <= (COPIED_FLOW_DAYS if mention.kind == "flow" else WORDING_DAYS)


def _place_fits(mention: Candidate, other: Candidate) -> bool:
    """Tell whether two mentions can be of one place. Ids of two gazetteers, and names without an id, can't be told apart."""
    if mention.place is None or other.place is None or mention.place == other.place:
        return True
    return _gazetteer(mention.place) != _gazetteer(other.place)


def _gazetteer(place: str) -> str:
    """Return who gave a place its id: "geonames:538560", a theatre's or a country's "RUS-kursk-oblast", or no one: "the old mill"."""
    name, colon, _ = place.partition(":")
    if colon:
        return name
    return "theatre" if place[:1].isupper() else "words"


def _same_figure(mention: Candidate, other: Candidate) -> bool:
    apart = days_apart(mention.day, other.day)
    if apart is None or apart > _days_allowed(mention) or not _stretch_fits(mention, other):
        return False
    if mention.stated is None or other.stated is None:
        return (mention.stated, mention.low, mention.high) == (other.stated, other.low, other.high)
    return mention.stated == other.stated and _bounds_meet(mention, other)


def _bounds_meet(mention: Candidate, other: Candidate) -> bool:
    """Tell whether one number can lie within both: "at most 1,000" and "more than 1,000" are no one figure."""
    below = other.high is None or mention.low <= other.high
    return below and (mention.high is None or other.low <= mention.high)


def _stretch_fits(mention: Candidate, other: Candidate) -> bool:
    """Tell whether two counts can be of one stretch of time: the past day's and the past week's end alike."""
    if mention.kind != "flow" or mention.day != other.day or not mention.first_day or not other.first_day:
        return True
    return mention.first_day == other.first_day


def _days_allowed(mention: Candidate) -> int:
    telling = mention.stated is not None and len(f"{mention.stated:.0f}".strip("0")) >= EXACT_DIGITS
    if mention.stated is None:
        return 0
    if mention.kind == "flow":
        return FLOW_DAYS if telling else 0
    return TOTAL_DAYS if telling or mention.kind == "stock" else TOTAL_DAYS // 3


def _rounded_figure(mention: Candidate, other: Candidate) -> bool:
    if mention.stated is None or other.stated is None or mention.day != other.day or mention.unit == "share":
        return False
    if not _stretch_fits(mention, other) or abs(mention.stated - other.stated) > ROUNDED_SHARE * max(mention.stated, other.stated):
        return False
    return _is_rounding(mention.stated, other.stated) or _is_rounding(other.stated, mention.stated)


def _is_rounding(coarse: float, fine: float) -> bool:
    """Tell whether `coarse` is `fine` rounded to the nearest, or cut off at, the step that `coarse` is printed in."""
    if not (coarse.is_integer() and fine.is_integer()) or coarse < 100 or coarse == fine:
        return False
    digits = f"{coarse:.0f}"
    step = 10 ** (len(digits) - len(digits.rstrip("0")))
    return step > 1 and coarse in (round(fine / step) * step, fine // step * step)


def _nearest(mention: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    """Return the candidate nearest in time; None where there is none, or where the nearest ones are of two statements."""
    if not others:
        return None
    least = min(days_apart(mention.day, other.day) or 0 for other in others)
    nearest = [other for other in others if (days_apart(mention.day, other.day) or 0) == least]
    return nearest[0] if len({other.statement for other in nearest}) == 1 else None


def days_apart(one: str, other: str) -> int | None:
    """Return the days between two ISO days, None where one is unknown.

    >>> days_apart("2025-01-24", "2025-02-01"), days_apart("", "2025-02-01")
    (8, None)
    """
    if not one or not other:
        return None
    return 0 if one == other else abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal())
