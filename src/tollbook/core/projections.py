"""What an estimate implies for a force: how much of it is lost, which phrases about that hold, what is left, and what may come.

Values alone: nothing is computed here. What can't be defended is not among them: no capability as a percentage, no date of exhaustion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tollbook.core.assumptions import Prior
from tollbook.core.estimates import Marginal

if TYPE_CHECKING:
    from tollbook.core.notebook_page import NotebookChart


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthStatement:
    """What somebody says a force had: `low` to `high` people (or items) deployed on `day`; equal bounds are a number as stated."""

    source: str
    low: float
    high: float
    day: date | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseStatement:
    """A published share of a force's strength: what the words allow, as fractions of one (`high` None: no upper bound)."""

    text: str
    low: float
    high: float | None
    source: str = ""
    statement: str = ""
    base: str | None = None


_RETURN_DAYS = Prior(mean=3.4011973816621555, sd=0.3, scale="log", grounds="median 30 days; by war, 20 to 51% are back in 72 hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookAssumptions:
    """What an outlook assumes beside the estimate, each with its grounds.

    `returning` is the share of the wounded who come back to duty, a Beta with these two parameters; `return_days` the median days until
    then; `deployed_sd` the log sd of a strength about its stated number; `weekly_drift` the sd of the log rate's walk from week to week in
    the scenarios that drift; `pause` and `resume` the chances a week, as Betas, that fighting stops and goes on.
    """

    returning: tuple[float, float] = (4.0, 4.0)
    return_days: Prior = _RETURN_DAYS
    return_log_sd: float = 0.6
    deployed_sd: float = 0.06
    weekly_drift: float = 0.25
    pause: tuple[float, float] = (2.0, 10.0)
    resume: tuple[float, float] = (2.0, 6.0)
    recent_days: int = 28
    seed: int = 20250116


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseJudgement:
    """How probable a phrase about the share of a force lost is: that the share lies within its bounds, and that it reaches the lower one.

    `note` says what the phrase must not be taken for.
    """

    phrase: PhraseStatement
    probability: float
    at_least: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The mean daily rate of the last `days`, of as many before them, and the ratio of the two."""

    days: int
    recent: Marginal
    before: Marginal | None
    ratio: Marginal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio of two losses over days `start` to `end`: wounded for each killed, or one force's losses for each of another's."""

    name: str
    start: date
    end: date
    value: Marginal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """One scenario: cumulative losses, effective strength and the fraction lost, at each horizon in days after the estimate's last day.

    `assumes` says what would have to hold. No scenario is a forecast.
    """

    name: str
    assumes: str
    horizons: tuple[int, ...]
    losses: tuple[Marginal, ...]
    effective: tuple[Marginal, ...] = ()
    fraction: tuple[Marginal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The mean of the last 28 days carried on, with the errors that this very rule made before: new losses within each horizon.

    `errors` counts the past errors at each horizon; where there are too few of them, `widened` says what stands in their place.
    """

    horizons: tuple[int, ...]
    losses: tuple[Marginal, ...]
    errors: tuple[int, ...]
    widened: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What an estimate implies for a force on a day.

    `strengths` are the statements that its size rests on; without one no share is given. `notes` say what is not given, and why.
    """

    force: str
    measure: str
    day: date
    lost: Marginal
    deployed: Marginal | None
    fraction: Marginal | None
    effective: Marginal | None
    phrases: tuple[PhraseJudgement, ...]
    trend: Trend
    ratios: tuple[Ratio, ...]
    fans: tuple[Fan, ...]
    baseline: Baseline
    strengths: tuple[StrengthStatement, ...]
    assumptions: OutlookAssumptions
    estimate_assumptions: str
    model_version: str
    anchors: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the projection as JSON values: quantiles at `levels`, never draws."""
        from tollbook.core.projection_contract import projection_as_dict

        return projection_as_dict(self)

    def chart(self) -> NotebookChart:
        """Return the chart of the named scenarios: shown by a notebook, `svg` and `vegalite` for other uses."""
        from tollbook.core.projection_notebook import projection_chart

        return projection_chart(self)

    def __str__(self) -> str:
        """Return the share lost in one line."""
        from tollbook.core.projection_notebook import projection_words

        return projection_words(self)

    def __repr__(self) -> str:
        """Show the line, not the fields: a projection at a prompt would print thousands of draws."""
        return str(self)

    def _repr_html_(self) -> str:
        """Show what is lost and left, phrases and scenarios: what a notebook displays."""
        from tollbook.core.projection_notebook import projection_html

        return projection_html(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Give a notebook words, HTML, SVG and Vega-Lite; it shows the richest that it knows."""
        from tollbook.core.projection_notebook import projection_bundle

        return projection_bundle(self, include, exclude)
