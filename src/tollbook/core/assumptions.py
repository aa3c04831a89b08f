"""Every prior and setting of an estimate as a value: what a result rests on besides the statements, each with its grounds.

A result stores its assumptions whole and by id, so that anybody can reproduce or dispute it. May not read files or know a source by name.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from tollbook.core.errors import AssumptionError

Scale = Literal["log", "logit", "value"]
EngineName = Literal["laplace", "nuts"]
"""Nested Laplace approximations with importance weights, or the no-U-turn sampler of the same model (extra `nuts`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """A normal prior of one number on its scale: `mean` and `sd` of the log, of the logit, or of the value itself.

    An `sd` of 0 fixes the number. `grounds` says where it comes from.
    """

    mean: float
    sd: float
    scale: Scale = "log"
    grounds: str = ""

    @property
    def middle(self) -> float:
        """Return the median on the natural scale: a factor, a share, or the value.

        >>> Prior(mean=0.0, sd=1.0, scale="logit").middle
        0.5
        """
        if self.scale == "log":
            return math.exp(self.mean)
        return 1 / (1 + math.exp(-self.mean)) if self.scale == "logit" else self.mean


def factor(median: float, sd: float, grounds: str) -> Prior:
    """Return a log-normal prior from its median on the natural scale and its sd on the log scale."""
    return Prior(mean=math.log(median), sd=sd, scale="log", grounds=grounds)


def fixed(value: float, grounds: str) -> Prior:
    """Return a number that is taken as known."""
    return Prior(mean=value, sd=0.0, scale="value", grounds=grounds)


def share(middle: float, sd: float, grounds: str) -> Prior:
    """Return a logit-normal prior of a share from its median and its sd on the logit scale."""
    return Prior(mean=math.log(middle / (1 - middle)), sd=sd, scale="logit", grounds=grounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePrior:
    """The prior of what a source of one role makes of the truth: log bias, and coverage where it counts names or pictures.

    `shared` is the part of the bias's variance that all sources of the role have in common: they read each other.
    """

    role: str
    bias: Prior
    coverage: Prior | None = None
    shared: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAssumption:
    """What is assumed of one source in place of its role's defaults. None: the role's default stands."""

    source: str
    role: str | None = None
    bias: Prior | None = None
    coverage: Prior | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A source that repeats another's figures: it adds no evidence of its own. `categories` empty: in all categories."""

    source: str
    parent: str
    categories: frozenset[str] = frozenset()
    grounds: str = ""


OWN_CHOICE = "own choice, shown and changeable"
SHARED = 0.5
"""Half of a third party's variance is common to its role, so that twenty of them don't pin the level as twenty independent ones would."""
_RADFORD = "Radford et al., PNAS 2023"

ROLES: tuple[RolePrior, ...] = (
    RolePrior(role="opponent", bias=factor(1.4, 0.35, f"{_RADFORD}: about 2 on deaths, about 1 on casualties")),
    RolePrior(role="own_side", bias=factor(0.3, 0.5, f"{_RADFORD}: about 0.3")),
    RolePrior(role="third_party_intelligence", bias=factor(1.0, 0.2, OWN_CHOICE), shared=SHARED),
    RolePrior(role="international", bias=factor(1.0, 0.2, f"as third parties; {OWN_CHOICE}"), shared=SHARED),
    RolePrior(role="official", bias=factor(1.0, 0.25, f"third states, wider than their services; {OWN_CHOICE}"), shared=SHARED),
    RolePrior(role="ngo", bias=factor(0.95, 0.25, f"counts what it can see; {OWN_CHOICE}"), shared=SHARED),
    RolePrior(role="press", bias=factor(1.0, 0.3, OWN_CHOICE), shared=SHARED),
    RolePrior(role="witness", bias=factor(1.0, 0.5, OWN_CHOICE)),
    RolePrior(role="unnamed", bias=factor(1.0, 0.4, OWN_CHOICE)),
    RolePrior(
        role="demographic",
        bias=Prior(mean=-0.10, sd=0.10, grounds="excess deaths and probate leave out foreigners and undeclared missing"),
    ),
    RolePrior(
        role="named_count",
        bias=factor(1.0, 0.0, "a name is a death; what is not named is coverage"),
        coverage=share(0.55, 0.5, "Mediazona's names over its probate estimate: between 1.03 and .32 over 2022-25"),
    ),
    RolePrior(
        role="visual_confirmation",
        bias=factor(1.0, 0.0, "a picture is a loss; what is not pictured is coverage"),
        coverage=share(0.55, 0.6, "Ukrainian claims over Oryx, July 2025: 2.1 to 2.8 for vehicles and aircraft, 21 for artillery"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """How the true rate and the share of the killed move: a random walk with a short memory on top, and a drifting share."""

    start_rate: Prior = factor(100.0, 2.5, f"people or items a day at the start, all but flat; {OWN_CHOICE}")
    level_sd: Prior = factor(0.02, 0.5, "sd of the log rate's random walk per root day, settled war; the tally of 2023-26")
    level_start: Prior = factor(5.0, 0.5, "how many times wider that walk is in the first days of a war; the tally of 2022 against 2023-26")
    level_decay_days: Prior = fixed(250.0, "days until the log of that excess has fallen to 1/e; own choice, as of point statements")
    memory_sd: Prior = factor(0.06, 0.5, "sd of the log rate's AR(1) about its level, daily")
    memory_rho: Prior = fixed(0.70, "correlation of the AR(1) from day to day")
    killed_start: Prior = share(0.25, 0.4, "one killed for three wounded at the start; wars since 1914: .07 to .33")
    killed_drift: Prior = factor(0.45, 0.0, "sd of the logit share's random walk per root year; Meduza's estimates over the tally, 2022-26")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How far a source's figures scatter about its own bias."""

    stream_sd: Prior = factor(0.15, 0.5, "log sd of a day's figure in a regular release")
    point_sd: Prior = factor(0.08, 0.5, "log sd of a point statement, settled war; Student t with 4 degrees of freedom")
    point_start: Prior = factor(2.0, 0.4, "how many times wider in the first days of a war")
    point_decay_days: Prior = fixed(250.0, "days until the early excess has fallen to 1/e of its log")
    dispersion: Prior = factor(20.0, 0.7, "size of the negative binomial of counts by name")
    over_tail: Prior = fixed(0.10, "log width added above the next round number for 'over' and 'more than'")
    drift_sd: Prior = fixed(0.08, f"log sd of a source's bias about its mean; {OWN_CHOICE}")
    drift_days: Prior = fixed(365.0, f"days over which that drift forgets; {OWN_CHOICE}")
    delay_median_days: Prior = fixed(60.0, "days from a death to its name on a list")
    delay_log_sd: Prior = fixed(1.0, "log sd of that delay")


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """How the posterior is computed. `step_days` 0: a day's grid up to `daily_until` days, a week's beyond; `nodes` 0: as
    many as take about as long whatever the length, hundreds for a short war.

    `nodes`, `corrected_scalars`, `khat_limit` and `iterations` are those of the engine laplace, `warmup` is of nuts.
    """

    name: EngineName = "laplace"
    step_days: int = 0
    daily_until: int = 200
    nodes: int = 0
    draws: int = 2048
    seed: int = 20220224
    corrected_scalars: int = 12
    khat_limit: float = 0.7
    iterations: int = 80
    warmup: int = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """All priors and settings of one estimate. `scale_anchor` names the sources or roles that pin the absolute level."""

    roles: tuple[RolePrior, ...] = ROLES
    sources: tuple[SourceAssumption, ...] = ()
    relays: tuple[Relay, ...] = ()
    scale_anchor: tuple[str, ...] = ("third_party_intelligence", "international", "demographic", "named_count", "visual_confirmation")
    process: Process = field(default_factory=Process)
    noise: Noise = field(default_factory=Noise)
    engine: EngineSettings = field(default_factory=EngineSettings)

    @property
    def id(self) -> str:
        """Return the hash of the canonical form, 16 hex digits: equal assumptions have equal ids."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def role_of(self, source: str, role: str) -> str:
        """Return the role that `source` counts as: the override where there is one."""
        own = self._own(source)
        return role if own is None or own.role is None else own.role

    def bias_of(self, source: str, role: str) -> Prior:
        """Return the prior of a source's log bias. Raises AssumptionError for a role without one."""
        own = self._own(source)
        return own.bias if own is not None and own.bias is not None else self._role(source, role).bias

    def shared_of(self, source: str, role: str) -> float:
        """Return the part of a source's bias variance that it shares with its role: none where the bias is its own override."""
        own = self._own(source)
        return 0.0 if own is not None and own.bias is not None else self._role(source, role).shared

    def coverage_of(self, source: str, role: str) -> Prior | None:
        """Return the prior of a source's coverage, None where it claims the whole. Raises AssumptionError for an unknown role."""
        own = self._own(source)
        return own.coverage if own is not None and own.coverage is not None else self._role(source, role).coverage

    def parent_of(self, source: str, category: str) -> str | None:
        """Return whose figures `source` repeats in a category, None where it counts for itself. Chains are followed to their end."""
        met = {source}
        parent: str | None = None
        here = source
        while True:
            edges = [r for r in self.relays if r.source == here and (not r.categories or category in r.categories)]
            if not edges:
                return parent
            here = parent = edges[0].parent
            if here in met:
                raise AssumptionError(f"relays run in a circle through {here!r}", where="relays", do="remove one of the edges")
            met.add(here)

    def anchors(self, source: str, role: str) -> bool:
        """Return whether a source is one of those that pin the absolute level."""
        return source in self.scale_anchor or self.role_of(source, role) in self.scale_anchor

    def with_engine(self, **settings: Any) -> Assumptions:
        """Return a copy with other settings of the engine; the priors stay."""
        return replace(self, engine=replace(self.engine, **settings))

    def to_dict(self) -> dict[str, Any]:
        """Return the canonical form: JSON values alone, sets sorted."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    def _own(self, source: str) -> SourceAssumption | None:
        return next((own for own in self.sources if own.source == source), None)

    def _role(self, source: str, role: str) -> RolePrior:
        effective = self.role_of(source, role)
        found = next((prior for prior in self.roles if prior.role == effective), None)
        if found is None:
            known = ", ".join(prior.role for prior in self.roles)
            raise AssumptionError(f"no prior for the role {effective!r}", where=source, expected=f"one of {known}", do="add one to `roles`")
        return found


def assumptions_from_dict(canonical: Mapping[str, Any]) -> Assumptions:
    """Return the assumptions that `Assumptions.to_dict` wrote. Raises AssumptionError where a part is missing or malformed.

    >>> assumptions_from_dict(Assumptions().to_dict()) == Assumptions()
    True
    """
    try:
        return Assumptions(
            roles=tuple(_role_prior(row) for row in canonical["roles"]),
            sources=tuple(_source(row) for row in canonical["sources"]),
            relays=tuple(Relay(**{**row, "categories": frozenset(row["categories"])}) for row in canonical["relays"]),
            scale_anchor=tuple(canonical["scale_anchor"]),
            process=Process(**{name: Prior(**row) for name, row in canonical["process"].items()}),
            noise=Noise(**{name: Prior(**row) for name, row in canonical["noise"].items()}),
            engine=EngineSettings(**canonical["engine"]),
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise AssumptionError(f"assumptions are malformed: {fault}", expected="the form that `to_dict` writes") from fault


def _prior(row: Mapping[str, Any] | None) -> Prior | None:
    return None if row is None else Prior(**row)


def _role_prior(row: Mapping[str, Any]) -> RolePrior:
    return RolePrior(role=row["role"], bias=Prior(**row["bias"]), coverage=_prior(row["coverage"]), shared=row["shared"])


def _source(row: Mapping[str, Any]) -> SourceAssumption:
    return SourceAssumption(source=row["source"], role=row["role"], bias=_prior(row["bias"]), coverage=_prior(row["coverage"]))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(value)
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
