"""Write assumptions as the TOML that `assumptions_from_toml` reads, so that nothing is lost on the way there and back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import fields

from tollbook.core.assumptions import Assumptions, Noise, Prior, Process, Relay, RolePrior, SourceAssumption


def assumptions_as_toml(assumptions: Assumptions) -> str:
    """Return assumptions as TOML, each prior with its median on the natural scale, its sd on its own scale, and its grounds.

    >>> from tollbook.vocab.assumptions import assumptions_from_toml
    >>> assumptions_from_toml(assumptions_as_toml(Assumptions())) == Assumptions()
    True
    """
    return "\n".join(_lines(assumptions)) + "\n"


def prior_text(prior: Prior) -> str:
    """Return a prior as an inline table of TOML."""
    return f"{{ {_middle(prior)}, sd = {prior.sd!r}, scale = {_quoted(prior.scale)}, grounds = {_quoted(prior.grounds)} }}"


def _middle(prior: Prior) -> str:
    """Return the median where it leads back to the same mean to the last digit, shortest first; else the mean."""
    for digits in range(2, 18):
        median = float(f"{prior.middle:.{digits}g}")
        if _mean(median, prior.scale) == prior.mean:
            return f"median = {median!r}"
    return f"mean = {prior.mean!r}"


def _mean(median: float, scale: str) -> float | None:
    if scale == "value":
        return median
    if scale == "log":
        return math.log(median) if median > 0 else None
    return math.log(median / (1 - median)) if 0 < median < 1 else None


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, except for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(words: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"


def _lines(assumptions: Assumptions) -> Iterator[str]:
    yield "# The absolute level is pinned by these sources, or sources of these roles."
    yield f"scale_anchor = {_list(assumptions.scale_anchor)}"
    for name, settings in (("process", assumptions.process), ("noise", assumptions.noise)):
        yield from _section(name, settings)
    yield from ("", "[engine]")
    for setting in fields(assumptions.engine):
        value = getattr(assumptions.engine, setting.name)
        yield f"{setting.name} = {_quoted(value) if isinstance(value, str) else repr(value)}"
    for role in assumptions.roles:
        yield from _row("roles", role)
    for source in assumptions.sources:
        yield from _row("sources", source)
    for relay in assumptions.relays:
        yield from _relay(relay)


def _section(name: str, settings: Process | Noise) -> Iterator[str]:
    yield from ("", f"[{name}]")
    for setting in fields(settings):
        yield f"{setting.name} = {prior_text(getattr(settings, setting.name))}"


def _row(section: str, row: RolePrior | SourceAssumption) -> Iterator[str]:
    yield from ("", f"[[{section}]]")
    if isinstance(row, SourceAssumption):
        yield f"source = {_quoted(row.source)}"
    if row.role is not None:
        yield f"role = {_quoted(row.role)}"
    for key in ("bias", "coverage"):
        prior: Prior | None = getattr(row, key)
        if prior is not None:
            yield f"{key} = {prior_text(prior)}"
    if isinstance(row, RolePrior):
        yield f"shared = {row.shared!r}"


def _relay(relay: Relay) -> Iterator[str]:
    yield from ("", "[[relays]]", f"source = {_quoted(relay.source)}", f"parent = {_quoted(relay.parent)}")
    if relay.categories:
        yield f"categories = {_list(sorted(relay.categories))}"
    yield f"grounds = {_quoted(relay.grounds)}"
