"""Load the assumptions of an estimate: the table's, then a theatre's, then a user's file, each over the one before. It judges no result.

A fault of a user's file is told by its line, an unknown key with the nearest known one.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args

from tollbook.core.assumptions import (
    Assumptions,
    EngineName,
    EngineSettings,
    Noise,
    Prior,
    Process,
    Relay,
    RolePrior,
    Scale,
    SourceAssumption,
)
from tollbook.core.errors import AssumptionError
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import Theatre
from tollbook.vocab.toml_lines import Lines, Place, did_you_mean, line_of_fault

TABLE = "assumptions"
MAX_BYTES = 1_000_000
NO_RELAY = "none"
"""As the parent of a relay: the source counts for itself after all."""
SECTIONS = ("process", "noise", "engine", "roles", "sources", "relays")
_PRIOR_KEYS = ("median", "mean", "sd", "scale", "grounds")
_ROW_KEYS = {"roles": ("role", "bias", "coverage", "shared"), "sources": ("source", "role", "bias", "coverage")}
_RELAY_KEYS = ("source", "parent", "categories", "grounds")
_LEAST = {"draws": 100, "iterations": 1, "warmup": 1}
"""Fewer draws tell no quantile."""
_RANGES: dict[str, tuple[Callable[[float], bool], str]] = {
    **dict.fromkeys(("over_tail", "drift_sd"), (lambda value: value >= 0, "0 or more")),
    "memory_rho": (lambda value: 0 <= value < 1, "from 0 to below 1"),
}
_ABOVE_NOTHING: tuple[Callable[[float], bool], str] = (lambda value: value > 0, "above 0")
"""What numbers that are taken as known may be."""
Settings = TypeVar("Settings", Process, Noise)


def load_assumptions(path: str | Path | None = None, *, theatre: Theatre | None = None, force: str | None = None) -> Assumptions:
    """Return the effective assumptions for a force of a theatre, with a user's TOML file over them.

    Raises AssumptionError: an unknown key, a malformed value, or a file that can't be read, by line.

    >>> load_assumptions() == Assumptions()
    True
    """
    effective = read_layer(Assumptions(), load_table(TABLE), _Layer(name=f"{TABLE}.toml"))
    if theatre is not None:
        effective = _with_theatre(effective, theatre, force)
    return effective if path is None else assumptions_from_toml(_text_of(Path(path)), name=str(path), over=effective)


def assumptions_from_toml(text: str, *, name: str = "assumptions", over: Assumptions | None = None) -> Assumptions:
    """Return assumptions with those of a TOML text put over them, by default over the table's. Raises AssumptionError."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and whole numbers of over 4,300 digits
        raise AssumptionError(f"not TOML: {error}", where=f"{name}:{line_of_fault(error, text)}") from error
    return read_layer(load_assumptions() if over is None else over, table, _Layer(name=name, lines=Lines(text)))


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise AssumptionError(f"the file can't be read: {error.strerror or error}", where=str(path)) from error
    if len(raw) > MAX_BYTES:
        raise AssumptionError(f"the file has {len(raw):,} bytes", where=str(path), expected=f"at most {MAX_BYTES:,}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssumptionError("not UTF-8", where=f"{path}:{raw[: error.start].count(10) + 1}", do="save the file as UTF-8") from error


def _with_theatre(base: Assumptions, theatre: Theatre, force: str | None) -> Assumptions:
    relays = tuple(
        Relay(source=row.source, parent=row.parent, categories=frozenset(row.measures), grounds=row.grounds)
        for row in theatre.relays
        if force is None or row.force == force
    )
    layer = _Layer(name=f"{theatre.name}.toml")
    return replace(read_layer(base, {"sources": list(theatre.assumptions)}, layer), relays=(*base.relays, *relays))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """One file of assumptions: it knows its name and its lines, and how to tell a fault."""

    name: str
    lines: Lines | None = None

    def fault(self, met: str, place: Place, *, expected: str = "") -> AssumptionError:
        where = self.name if self.lines is None else f"{self.name}:{self.lines.of(place)}"
        return AssumptionError(met, where=where, expected=expected)

    def check_keys(self, row: Mapping[str, Any], known: Iterable[str], place: Callable[[str], Place]) -> None:
        names = tuple(known)
        for key in row:
            if key not in names:
                raise self.fault(f"unknown key {key!r}{did_you_mean(key, names)}", place(key), expected=f"one of {', '.join(names)}")


def read_layer(base: Assumptions, table: Mapping[str, Any], layer: _Layer) -> Assumptions:
    """Return `base` with a parsed table put over it."""
    layer.check_keys(table, ("schema", "scale_anchor", *SECTIONS), lambda key: Place("" if key == "scale_anchor" else key, key=key))
    for section in SECTIONS:
        kind = dict if section in ("process", "noise", "engine") else list
        if not isinstance(table.get(section, kind()), kind):
            form = f"[{section}]" if kind is dict else f"[[{section}]]"
            raise layer.fault(f"{section} is no table", Place("", key=section), expected=f"rows under {form}")
    found = replace(
        base,
        process=_settings(base.process, table.get("process", {}), "process", layer),
        noise=_settings(base.noise, table.get("noise", {}), "noise", layer),
        engine=_engine(base.engine, table.get("engine", {}), layer),
        scale_anchor=_texts(table["scale_anchor"], Place("", key="scale_anchor"), layer) if "scale_anchor" in table else base.scale_anchor,
    )
    found = _with_roles(found, table.get("roles", []), layer)
    found = _with_sources(found, table.get("sources", []), layer)
    return _with_relays(found, table.get("relays", []), layer)


def _settings(base: Settings, table: Mapping[str, Any], section: str, layer: _Layer) -> Settings:
    names = [one.name for one in fields(base)]
    layer.check_keys(table, names, lambda key: Place(section, key=key))
    priors = {name: _prior(value, getattr(base, name), Place(section, key=name), layer) for name, value in table.items()}
    return replace(base, **priors)


def _engine(base: EngineSettings, table: Mapping[str, Any], layer: _Layer) -> EngineSettings:
    names = [one.name for one in fields(base)]
    layer.check_keys(table, names, lambda key: Place("engine", key=key))
    for name, value in table.items():
        kind = type(getattr(base, name))
        if kind is str:
            fits, expected = value in get_args(EngineName), f"one of {', '.join(get_args(EngineName))}"
        else:
            least = _LEAST.get(name, 0)
            fits = not isinstance(value, bool) and isinstance(value, int if kind is int else (int, float)) and value >= least
            expected = f"a {'whole ' if kind is int else ''}number from {least} on"
        if not fits:
            raise layer.fault(f"{name} is {value!r}", Place("engine", key=name), expected=expected)
    return replace(base, **table)


def _prior(value: Any, base: Prior | None, place: Place, layer: _Layer, *, scale: Scale = "log") -> Prior:
    """Return a prior from its row; what the row leaves out stays as it was."""
    form = 'a table such as { median = 1.4, sd = 0.35, grounds = "why" }'
    if not isinstance(value, dict):
        raise layer.fault(f"{place.key} is {value!r}", place, expected=form)
    layer.check_keys(value, _PRIOR_KEYS, lambda _: place)
    scale = scale if base is None else base.scale
    if value.get("scale", scale) != scale:
        met = f"the scale of {place.key} is {value['scale']!r}"
        raise layer.fault(met, place, expected=f"{scale!r}, on which the model has it, or no scale at all")
    if "median" in value and "mean" in value:
        raise layer.fault(f"{place.key} has a median and a mean", place, expected="the median on the natural scale, or the mean on its own")
    if base is None and not {"median", "mean"} & set(value):
        raise layer.fault(f"{place.key} has neither a median nor a mean", place, expected=form)
    mean = base.mean if base is not None else 0.0
    if "median" in value:
        mean = _on_scale(_number(value["median"], "median", place, layer), scale, place, layer)
    elif "mean" in value:
        mean = _number(value["mean"], "mean", place, layer)
    spread = _number(value["sd"], "sd", place, layer) if "sd" in value else 0.0 if base is None else base.sd
    if spread < 0:
        raise layer.fault(f"the sd of {place.key} is {spread}", place, expected="0 or more")
    if scale == "value":
        _check_known(mean, spread, place, layer)
    kept = base is not None and (mean, spread, scale) == (base.mean, base.sd, base.scale)
    grounds = value.get("grounds", base.grounds if base is not None and kept else f"set in {Path(layer.name).name}")
    if not isinstance(grounds, str):
        raise layer.fault(f"the grounds of {place.key} are {grounds!r}", place, expected="text")
    return Prior(mean=mean, sd=spread, scale=scale, grounds=grounds)


def _check_known(value: float, spread: float, place: Place, layer: _Layer) -> None:
    fits, expected = _RANGES.get(place.key, _ABOVE_NOTHING)
    if not fits(value):
        raise layer.fault(f"{place.key} is {value}", place, expected=expected)
    if spread:
        raise layer.fault(f"the sd of {place.key} is {spread}", place, expected="0 or none: the model takes the number as known")


def _on_scale(median: float, scale: str, place: Place, layer: _Layer) -> float:
    if scale == "log" and median <= 0:
        raise layer.fault(f"the median of {place.key} is {median}", place, expected="a factor above 0")
    if scale == "logit" and not 0 < median < 1:
        raise layer.fault(f"the median of {place.key} is {median}", place, expected="a share between 0 and 1")
    if scale == "log":
        return math.log(median)
    return math.log(median / (1 - median)) if scale == "logit" else median


def _number(value: Any, what: str, place: Place, layer: _Layer) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise layer.fault(f"the {what} of {place.key} is {value!r}", place, expected="a number")
    return float(value)


def _texts(value: Any, place: Place, layer: _Layer) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise layer.fault(f"{place.key} is {value!r}", place, expected="a list of texts")
    return tuple(value)


def _text(row: Mapping[str, Any], key: str, place: Place, layer: _Layer) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        met = f"missing {key!r}" if value is None else f"{key} is {value!r}"
        raise layer.fault(f"{met} in [[{place.section}]]", place, expected="text")
    return value


def _with_roles(base: Assumptions, rows: list[Any], layer: _Layer) -> Assumptions:
    known = {prior.role: prior for prior in base.roles}
    for index, row in enumerate(rows):
        name = _named(row, "roles", index, layer)
        old = known.get(name)
        bias, coverage = (_part(row, key, old, Place("roles", index, key), layer) for key in ("bias", "coverage"))
        if bias is None:
            raise layer.fault(f"the role {name!r} has no prior of its bias", Place("roles", index), expected="bias = { median, sd }")
        shared = row.get("shared", 0.0 if old is None else old.shared)
        if isinstance(shared, bool) or not isinstance(shared, int | float) or not 0 <= shared <= 1:
            raise layer.fault(f"shared is {shared!r}", Place("roles", index, "shared"), expected="a share from 0 to 1")
        known[name] = RolePrior(role=name, bias=bias, coverage=coverage, shared=float(shared))
    return replace(base, roles=tuple(known.values()))


def _with_sources(base: Assumptions, rows: list[Any], layer: _Layer) -> Assumptions:
    known = {one.source: one for one in base.sources}
    roles = [prior.role for prior in base.roles]
    for index, row in enumerate(rows):
        name = _named(row, "sources", index, layer)
        old = known.get(name)
        role = row.get("role", None if old is None else old.role)
        if role is not None and role not in roles:
            place = Place("sources", index, "role")
            near = did_you_mean(str(role), roles)
            raise layer.fault(f"unknown role {role!r}{near}", place, expected=f"one of {', '.join(roles)}, or its own row in [[roles]]")
        bias, coverage = (_part(row, key, old, Place("sources", index, key), layer) for key in ("bias", "coverage"))
        known[name] = SourceAssumption(source=name, role=role, bias=bias, coverage=coverage)
    return replace(base, sources=tuple(known.values()))


def _named(row: Any, section: str, index: int, layer: _Layer) -> str:
    place = Place(section, index)
    if not isinstance(row, dict):
        raise layer.fault(f"{section} holds {row!r}", place, expected=f"rows under [[{section}]]")
    layer.check_keys(row, _ROW_KEYS[section], lambda key: Place(section, index, key))
    return _text(row, _ROW_KEYS[section][0], place, layer)


def _part(row: Mapping[str, Any], key: str, old: RolePrior | SourceAssumption | None, place: Place, layer: _Layer) -> Prior | None:
    before: Prior | None = None if old is None else getattr(old, key)
    if key not in row:
        return before
    return _prior(row[key], before, place, layer, scale="logit" if key == "coverage" else "log")


def _with_relays(base: Assumptions, rows: list[Any], layer: _Layer) -> Assumptions:
    """A file's relays of a source replace those that it had before; with the parent NO_RELAY it has none."""
    added: list[Relay] = []
    named: set[str] = set()
    for index, row in enumerate(rows):
        place = Place("relays", index)
        if not isinstance(row, dict):
            raise layer.fault(f"relays holds {row!r}", place, expected="rows under [[relays]]")
        layer.check_keys(row, _RELAY_KEYS, partial(Place, "relays", index))
        source, parent = _text(row, "source", place, layer), _text(row, "parent", place, layer)
        if source == parent:
            raise layer.fault(f"{source!r} can't relay itself", place)
        named.add(source)
        categories = _texts(row.get("categories", []), Place("relays", index, "categories"), layer)
        grounds = row.get("grounds", f"set in {Path(layer.name).name}")
        if parent != NO_RELAY:
            added.append(Relay(source=source, parent=parent, categories=frozenset(categories), grounds=str(grounds)))
    kept = tuple(relay for relay in base.relays if relay.source not in named)
    return replace(base, relays=(*kept, *added))
