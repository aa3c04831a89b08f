"""Made-up wars: a truth and its statements drawn from the priors of the full model, day by day. Knows nothing of how they are fitted.

Seven sources: a daily release of the opponent, two services that speak of casualties and of the killed, the own side, a weekly demographic
estimate, a weekly list of names with late entries, and a count of pictures that is only a floor.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tollbook.core.assumptions import Assumptions, Prior, factor
from tollbook.estimation.observations import Floor, Increment, NamedCount, Observations, PointStatement, Window

Floats = NDArray[np.float64]
START = date(2022, 2, 24)
DRIFTING = {"opponent", "service", "demographers", "names"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the statements were made from: daily `rate` and `killed` (days), and each scalar by its name."""

    rate: Floats
    killed: Floats
    scalars: dict[str, float]


def simulated_assumptions() -> Assumptions:
    """Return the assumptions that the simulated wars are drawn from: the defaults, with about 500 a day (sd of the log 1) at first."""
    plain = Assumptions()
    return replace(plain, process=replace(plain.process, start_rate=factor(500.0, 1.0, "of the simulation")))


def simulate(seed: int, *, days: int, assumptions: Assumptions) -> tuple[Observations, Truth]:
    """Return one war's observations and its truth."""
    random = np.random.default_rng(seed)
    scalars = dict(_scalars(random, assumptions))
    rate, killed = _paths(random, days, scalars, assumptions)
    drift = {source: _drift(random, days, assumptions) for source in sorted(DRIFTING)}
    war = _War(random=random, days=days, rate=rate, killed=killed, scalars=scalars, drift=drift, assumptions=assumptions)
    observations = Observations(
        force="AAA",
        measure="casualties",
        start=START,
        end=START + timedelta(days=days),
        increments=(*war.release(), *war.weekly_estimates()),
        points=(*war.service(), *war.second_service(), *war.own_side()),
        floors=(war.pictures(),),
        counts=tuple(war.names()),
    )
    for source in ("opponent", "service", "demographers", "names"):
        scalars[f"end {source}"] = scalars[source] + float(drift[source][-1])
    return observations, Truth(rate=rate, killed=killed, scalars=scalars)


def _drawn(random: np.random.Generator, prior: Prior) -> float:
    return prior.mean + prior.sd * float(random.standard_normal())


def _scalars(random: np.random.Generator, assumptions: Assumptions) -> Iterator[tuple[str, float]]:
    process, noise = assumptions.process, assumptions.noise
    for name in ("start_rate", "level_sd", "level_start", "memory_sd", "killed_start", "killed_drift"):
        yield name, _drawn(random, getattr(process, name))
    for name in ("point_sd", "point_start"):
        yield name, _drawn(random, getattr(noise, name))
    for source in ("opponent", "demographers"):
        yield f"stream_sd {source}", _drawn(random, noise.stream_sd)
    yield "dispersion names", _drawn(random, noise.dispersion)
    for source, role in {"opponent": "opponent", "own": "own_side", "demographers": "demographic"}.items():
        yield source, _drawn(random, assumptions.bias_of(source, role))
    together = float(random.standard_normal())
    for source in ("service", "second"):
        prior = assumptions.bias_of(source, "third_party_intelligence")
        shared = assumptions.shared_of(source, "third_party_intelligence")
        yield source, prior.mean + prior.sd * (math.sqrt(shared) * together + math.sqrt(1 - shared) * float(random.standard_normal()))
    coverage = assumptions.coverage_of("names", "named_count")
    yield "names", _drawn(random, coverage) if coverage is not None else 0.0


def _paths(random: np.random.Generator, days: int, scalars: dict[str, float], assumptions: Assumptions) -> tuple[Floats, Floats]:
    steps = random.standard_normal((3, days))
    wider = np.exp(scalars["level_start"] * np.exp(-np.arange(1, days) / assumptions.process.level_decay_days.mean))
    level = scalars["start_rate"] + np.concatenate([[0.0], np.cumsum(steps[0, 1:] * math.exp(scalars["level_sd"]) * wider)])
    rho = assumptions.process.memory_rho.mean
    memory = np.empty(days)
    memory[0] = steps[1, 0]
    for t in range(1, days):
        memory[t] = rho * memory[t - 1] + math.sqrt(1 - rho**2) * steps[1, t]
    per_day = math.exp(scalars["killed_drift"]) / math.sqrt(365.25)
    logit = scalars["killed_start"] + np.concatenate([[0.0], np.cumsum(steps[2, 1:]) * per_day])
    rate = np.exp(level + math.exp(scalars["memory_sd"]) * memory)
    return rate, rate / (1 + np.exp(-logit))


def _drift(random: np.random.Generator, days: int, assumptions: Assumptions) -> Floats:
    noise = assumptions.noise
    keep = math.exp(-1 / noise.drift_days.mean)
    drift = np.empty(days)
    drift[0] = random.standard_normal()
    for t in range(1, days):
        drift[t] = keep * drift[t - 1] + math.sqrt(1 - keep**2) * random.standard_normal()
    return noise.drift_sd.mean * drift


def _window(start: int, end: int) -> Window:
    return Window(start=START + timedelta(days=start), end=START + timedelta(days=end))


@dataclass(frozen=True, slots=True, kw_only=True)
class _War:
    random: np.random.Generator
    days: int
    rate: Floats
    killed: Floats
    scalars: dict[str, float]
    drift: dict[str, Floats]
    assumptions: Assumptions

    def release(self) -> Iterator[Increment]:
        """Daily figures with a day in twelve missing, which the next issue makes up for."""
        sd = math.exp(self.scalars["stream_sd opponent"])
        waiting, since = 0.0, 0
        for t in range(self.days):
            noise = sd * self.random.standard_normal()
            waiting += self.rate[t] * math.exp(self.scalars["opponent"] + self.drift["opponent"][t] + noise)
            if self.random.random() > 0.08 or t == self.days - 1:
                yield Increment(
                    source="opponent",
                    role="opponent",
                    category="casualties",
                    window=_window(since, t + 1),
                    value=float(self.random.poisson(waiting)),
                    statements=(f"opponent-{t}",),
                )
                waiting, since = 0.0, t + 1

    def weekly_estimates(self) -> Iterator[Increment]:
        """Killed by ISO week, ending four months before the end."""
        sd = math.exp(self.scalars["stream_sd demographers"]) / math.sqrt(7)
        for first in self._weeks(self.days - 120):
            days = slice(first, first + 7)
            expected = (self.killed[days] * np.exp(self.scalars["demographers"] + self.drift["demographers"][days])).sum()
            value = self.random.poisson(expected * math.exp(sd * self.random.standard_normal()))
            yield Increment(
                source="demographers",
                role="demographic",
                category="killed",
                window=_window(first, first + 7),
                value=float(value),
                statements=(f"demographers-{first}",),
            )

    def names(self) -> Iterator[NamedCount]:
        """Names by ISO week of death, all known at the end; late ones are missing."""
        noise = self.assumptions.noise
        size = math.exp(self.scalars["dispersion names"])
        for first in self._weeks(self.days - 7):
            middle = first + 3.5
            z = (math.log(max(int(self.days - middle), 0.5)) - math.log(noise.delay_median_days.mean)) / noise.delay_log_sd.mean
            late = 0.5 * math.erfc(-z / math.sqrt(2))
            coverage = 1 / (1 + math.exp(-(self.scalars["names"] + self.drift["names"][first + 3])))
            mean = coverage * late * self.killed[first : first + 7].sum()
            yield NamedCount(
                source="names",
                role="named_count",
                category="killed",
                window=_window(first, first + 7),
                count=int(self.random.negative_binomial(size, size / (size + mean))),
                known_on=START + timedelta(days=self.days),
                statements=(f"names-{first}",),
            )

    def service(self) -> Iterator[PointStatement]:
        """Rounded totals of casualties, "about" and "more than"."""
        for day in self._days(14):
            yield self._stated("service", "third_party_intelligence", day, killed=False, over=self.random.random() < 0.4)

    def second_service(self) -> Iterator[PointStatement]:
        """A few totals of the killed, and one of casualties."""
        for i, day in enumerate(self._days(5)):
            yield self._stated("second", "third_party_intelligence", day, killed=i > 0, over=False)

    def own_side(self) -> Iterator[PointStatement]:
        """Three totals of the killed."""
        for day in self._days(3):
            yield self._stated("own", "own_side", day, killed=True, over=False)

    def pictures(self) -> Floor:
        """A floor at a third of the killed."""
        return Floor(
            source="pictures",
            role="visual_confirmation",
            category="killed",
            window=_window(0, self.days),
            value=float(np.floor(self.killed.sum() / 3)),
            statements=("pictures",),
        )

    def _weeks(self, until: int) -> range:
        return range((-START.weekday()) % 7, max(until, 0) - 6, 7)

    def _days(self, count: int) -> list[int]:
        return sorted(int(day) for day in self.random.choice(np.arange(20, self.days), count, replace=False))

    def _stated(self, source: str, role: str, day: int, *, killed: bool, over: bool) -> PointStatement:
        noise = self.assumptions.noise
        early = math.exp(-day / noise.point_decay_days.mean)
        sd = math.exp(self.scalars["point_sd"] + self.scalars["point_start"] * early)
        drift = float(self.drift[source][day - 1]) if source in self.drift else 0.0
        total = (self.killed if killed else self.rate)[:day].sum()
        value = total * math.exp(self.scalars[source] + drift + sd * float(self.random.standard_t(4)))
        if over:
            value *= math.exp(-noise.over_tail.mean * self.random.random())
        step = 10.0 ** (math.floor(math.log10(max(value, 10.0))) - 1)
        stated = math.floor(value / step) * step if over else max(round(value / step), 1) * step
        return PointStatement(
            source=source,
            role=role,
            category="killed" if killed else "casualties",
            window=_window(0, day),
            low=stated,
            high=stated + step if over else stated,
            stated=stated,
            hedge="over" if over else "about",
            step=step,
            statements=(f"{source}-{day}",),
        )
