"""What the page of an outlook shows, as values: the share lost, phrases, ratios, scenarios beside the baseline, and what is not offered.

May not draw HTML, and computes nothing: `flow` makes the outlook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tollbook.charts.outlook_chart import ways_of
from tollbook.charts.wording import NOT_OFFERED, force_name, number, stated, verdict, what
from tollbook.core.display import day_words, plain
from tollbook.core.estimates import Marginal
from tollbook.flow.project import Outlook
from tollbook.vocab.naming import source_name

MASSES = (0.5, 0.8, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that an outlook gives: its name, its median and intervals of 50, 80 and 95% in words."""

    name: str
    median: str
    intervals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseLine:
    """A published phrase about the share lost: how probable it is, in percent and in a word, and what it must not be taken for."""

    text: str
    source: str
    probability: float
    at_least: float
    verdict: str
    note: str
    claim: str

    @property
    def percent(self) -> str:
        """The probability, which is never shown as certain."""
        return percent(self.probability)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLine:
    """New losses under a scenario: what it assumes, and for each horizon the median with its interval of 95%."""

    name: str
    assumes: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthLine:
    """What somebody says a force had."""

    words: str
    source: str
    day: date | None
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookView:
    """All that the page shows of an outlook."""

    outlook: Outlook

    @property
    def title(self) -> str:
        """Say the finding: the share lost where the force's size is known, else the losses."""
        projection = self.outlook.projection
        whose = force_name(projection.force)
        if projection.fraction is not None:
            low, high = projection.fraction.interval(0.95)
            lost = f"{projection.fraction.median:.0%} of the deployed force lost by {day_words(projection.day)}"
            return f"{whose}: {lost}, 95% between {low:.0%} and {high:.0%}"
        low, high = projection.lost.interval(0.95)
        lost = f"{number(projection.lost.median)} {plain(what(self.outlook.estimate)).removesuffix(' lost')} by {day_words(projection.day)}"
        return f"{whose}: about {lost}, 95% between {number(low)} and {number(high)}"

    def numbers(self) -> Iterator[Number]:
        """Give the state on the day: lost, deployed, the share, what is effective, and the recent rate."""
        projection = self.outlook.projection
        yield _number("lost so far", projection.lost)
        for name, value in (("deployed", projection.deployed), ("still effective, with those back to duty", projection.effective)):
            if value is not None:
                yield _number(name, value)
        if projection.fraction is not None:
            yield _shares("share of the deployed lost", projection.fraction)
        trend = projection.trend
        yield _number(f"a day, last {trend.days} days", trend.recent)
        if trend.before is not None:
            yield _number(f"a day, {trend.days} days before", trend.before)
        if trend.ratio is not None:
            yield _plain("ratio of the two", trend.ratio)
        for ratio in projection.ratios:
            yield _plain(f"{ratio.name}, {day_words(ratio.start)} to {day_words(ratio.end)}", ratio.value)

    def phrases(self) -> Iterator[PhraseLine]:
        """Give the published phrases with their probabilities."""
        for one in self.outlook.projection.phrases:
            yield PhraseLine(
                text=plain(one.phrase.text),
                source=plain(source_name(one.phrase.source)),
                probability=one.probability,
                at_least=one.at_least,
                verdict=verdict(one.probability),
                note=one.note,
                claim=one.phrase.statement,
            )

    @property
    def horizons(self) -> tuple[int, ...]:
        """The days after the last one that scenarios look ahead."""
        return self.outlook.projection.baseline.horizons

    def scenarios(self) -> Iterator[ScenarioLine]:
        """Give each scenario, then the baseline."""
        projection = self.outlook.projection
        assumed = {fan.name: fan.assumes for fan in projection.fans}
        for way in ways_of(projection):
            baseline = (
                f"the mean of the last 28 days goes on, with the errors that this rule made before{_widened(projection.baseline.widened)}"
            )
            cells = tuple(f"{number(loss.median)} ({_span(loss)})" for loss in way.losses)
            yield ScenarioLine(name=way.name, assumes=assumed.get(way.name, baseline), cells=cells)

    def strengths(self) -> Iterator[StrengthLine]:
        """Give what is said of the force's size."""
        for one in self.outlook.projection.strengths:
            yield StrengthLine(words=stated(one.low, one.high), source=plain(source_name(one.source)), day=one.day, claim=one.statement)

    def assumptions(self) -> Iterator[str]:
        """Give what the outlook assumes beside the estimate."""
        made = self.outlook.projection.assumptions
        yield f"A stated strength has a log sd of {made.deployed_sd:g} about its number."
        first, second = made.returning
        days = made.return_days.middle
        share = f"{first / (first + second):.0%} of the wounded come back to duty (Beta({first:g}, {second:g}))"
        yield f"{share}, half of them within {days:.0f} days."
        yield f"In scenarios that drift, the log of the rate walks by an sd of {made.weekly_drift:g} a week."
        anchors = ", ".join(source_name(source) for source in self.outlook.projection.anchors) or "a prior alone"
        yield f"The level of the losses is pinned by {plain(anchors)}: another anchor, another share."

    def missing(self) -> Iterator[str]:
        """Give what is not offered, and why."""
        yield from (f"{note[:1].upper()}{note[1:]}." for note in self.outlook.projection.notes)
        yield NOT_OFFERED


def percent(probability: float) -> str:
    """Return a probability in percent; what is all but certain is said to be so.

    >>> percent(0.614), percent(0.999), percent(0.0)
    ('61%', 'over 99%', 'under 1%')
    """
    return "over 99%" if probability > 0.99 else "under 1%" if probability < 0.01 else f"{probability:.0%}"


def _number(name: str, value: Marginal) -> Number:
    return Number(name=name, median=number(value.median), intervals=tuple(_span(value, mass) for mass in MASSES))


def _shares(name: str, value: Marginal) -> Number:
    spans = tuple(" to ".join(f"{end:.1%}" for end in value.interval(mass)) for mass in MASSES)
    return Number(name=name, median=f"{value.median:.1%}", intervals=spans)


def _plain(name: str, value: Marginal) -> Number:
    spans = tuple(" to ".join(f"{end:.2f}" for end in value.interval(mass)) for mass in MASSES)
    return Number(name=name, median=f"{value.median:.2f}", intervals=spans)


def _span(value: Marginal, mass: float = 0.95) -> str:
    return " to ".join(number(max(0.0, end)) for end in value.interval(mass))


def _widened(words: str) -> str:
    return f"; {words}" if words else ""
