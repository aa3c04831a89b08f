"""What an estimate observes, without arrays: streams of increments, point statements, floors, counts by name; each with its statements.

`flow` makes these of a ledger's statements. May not judge them: what a source is worth is an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tollbook.core.errors import TooLittle
from tollbook.core.types import HedgeKind

Category = Literal["casualties", "killed", "wounded"]
CATEGORIES: tuple[Category, ...] = ("casualties", "killed", "wounded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days `[start, end)`: the first day that is covered, and the first that is not."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Return how many days the window covers."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Increment:
    """What a regular release adds between two issues. Negative: a revision, which is no data; zero joins the windows beside it."""

    source: str
    role: str
    category: Category
    window: Window
    value: float
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointStatement:
    """One source's figure for a window, usually from the start of the war.

    `low` and `high` bound what the words allow (`high` None: no upper bound), `stated` is the number in the words, `step` the rounding step
    that was published or is read off the digits (0: none).
    """

    source: str
    role: str
    category: Category
    window: Window
    low: float
    high: float | None
    stated: float | None
    hedge: HedgeKind = "exact"
    step: float = 0.0
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A count that the truth can't lie under: confirmed by pictures, or "at least" from a list. It is censored, and claims no coverage."""

    source: str
    role: str
    category: Category
    window: Window
    value: float
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCount:
    """How many losses in a window are known one by one (by name, by picture) as of a date: coverage times truth, late ones missing."""

    source: str
    role: str
    category: Category
    window: Window
    count: int
    known_on: date
    statements: tuple[str, ...] = ()


Observation = Increment | PointStatement | Floor | NamedCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """All that one estimate of one force's losses observes, over days `[start, end)`; `start` is the first day of the war.

    `measure` is "casualties" for people; a category of materiel otherwise, and then every observation is of category "casualties", which
    stands for the losses of that measure. Windows beyond `[start, end)` are refused. Revised statements stay out: pass the latest.
    """

    force: str
    measure: str
    start: date
    end: date
    increments: tuple[Increment, ...] = ()
    points: tuple[PointStatement, ...] = ()
    floors: tuple[Floor, ...] = ()
    counts: tuple[NamedCount, ...] = ()
    shares: bool = True
    """Whether killed and wounded are told apart: False for materiel."""

    @property
    def days(self) -> int:
        """Return the length of the estimate in days."""
        return (self.end - self.start).days

    @property
    def everything(self) -> tuple[Observation, ...]:
        """Return all observations: increments, points, floors, counts, in this order."""
        return (*self.increments, *self.points, *self.floors, *self.counts)

    @property
    def statements(self) -> tuple[str, ...]:
        """Return the ids of all statements that are observed, sorted, each once."""
        return tuple(sorted({ref for seen in self.everything for ref in seen.statements}))

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Return each source with its role, sorted by source."""
        return tuple(sorted({(seen.source, seen.role) for seen in self.everything}))

    def check(self) -> None:
        """Raise TooLittle where nothing can be estimated: no statement, an empty period, a window outside it, or no upper bound at all."""
        where = f"{self.force} {self.measure}"
        if not self.everything:
            raise TooLittle("no statement to estimate from", where=where, do="add statements of this force and measure to the ledger")
        if self.days < 1:
            raise TooLittle(f"the period ends on {self.end} before it starts on {self.start}", where=where, expected="at least one day")
        outside = [o for o in self.everything if o.window.start < self.start or o.window.end > self.end or o.window.days < 1]
        if outside:
            first = outside[0]
            raise TooLittle(
                f"{len(outside)} observations lie outside {self.start} to {self.end}, the first {first.window.start} to {first.window.end}",
                where=f"{where}, {first.source}",
                do="leave them out, or widen the period",
            )
        bounded = self.increments or self.counts or any(p.high is not None for p in self.points)
        if not bounded:
            raise TooLittle("only floors: nothing says how many there are at most", where=where, do="add a source that states a number")
