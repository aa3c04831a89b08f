"""Check what a person puts in place of a claim's fields: of the right kind, storable, in order. Nothing else may enter a reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from tollbook.core.errors import UsageError
from tollbook.ledger.columns import storable

_LARGEST: Final = 1e15


def refuse_unfit(change: Mapping[str, Any], meanings: Mapping[str, str]) -> None:
    """Raise UsageError for a value that its field can't hold; `meanings` says what each field expects."""
    for name, value in change.items():
        if not _FITS[name](value):
            raise UsageError(f"{name}={value!r}", expected=meanings[name])


def refuse_disorder(claim: Mapping[str, Any]) -> None:
    """Raise UsageError for a claim whose number is outside of its bounds, or whose bounds or days are in the wrong order."""
    low, high = claim["quantity"]["low"], claim["quantity"]["high"]
    start, end = claim["period"]["start"], claim["period"]["end"]
    stated = claim["quantity"]["stated"]
    if high is not None and low > high:
        raise UsageError(f"a least value of {low:,} above the greatest, {high:,}", do="correct both quantity.low and quantity.high")
    if stated is not None and not low <= stated <= (stated if high is None else high):
        bounds = f"{low:,} or more" if high is None else f"{low:,} to {high:,}"
        raise UsageError(f"a stated value of {stated:,} outside of {bounds}", do="correct quantity.low and quantity.high too")
    if start is not None and end is not None and start > end:
        raise UsageError(f"a first day, {start}, after the last, {end}", do="correct both period.start and period.end")


def _is_number(value: Any) -> bool:
    # Comparisons refuse NaN and infinity, and take whole numbers that are too large to become a float.
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LARGEST


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and storable(value) == value


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _are_categories(value: Any) -> bool:
    return isinstance(value, list | tuple | set | frozenset) and bool(value) and all(_is_words(name) and "+" not in name for name in value)


def _or_nothing(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


_FITS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "quantity.stated": _or_nothing(_is_number),
    "quantity.low": _is_number,
    "quantity.high": _or_nothing(_is_number),
    "quantity.hedge": _is_words,
    "measure.categories": _are_categories,
    "measure.unit": _is_words,
    "measure.term": _or_nothing(_is_words),
    "measure.population": _or_nothing(_is_words),
    "measure.outcome": _or_nothing(_is_words),
    "measure.base": _or_nothing(_is_words),
    "force": _is_words,
    "period.kind": _is_words,
    "period.start": _or_nothing(_is_day),
    "period.end": _or_nothing(_is_day),
    "place": _or_nothing(_is_words),
    "source": _is_words,
    "assertion": _is_words,
}
