"""Read what a person corrects of a claim: "force=PRK", "stated=3900". Values are checked before anything is appended.

A number that is corrected takes its bounds along, as the reader would bound it behind the same hedge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from tollbook.core.errors import UsageError
from tollbook.core.types import Claim, Number
from tollbook.ledger.judging import CORRECTABLE
from tollbook.vocab.hedge_bounds import hedged_bounds
from tollbook.vocab.theatre_check import known_categories

_NUMBER: Final = re.compile(r"\d{1,15}(\.\d{1,9})?", re.ASCII)
_NOTHING: Final = frozenset({"", "null", "none"})
# The others have no bounds without words.
_BOUNDED: Final = frozenset({"exact", "about", "nearly", "over", "at_least", "under", "up_to"})
_MAY_BE_NOTHING: Final = frozenset({
    "quantity.high", "measure.term", "measure.population", "measure.outcome", "measure.base", "period.start", "period.end", "place",
})  # fmt: skip


def read_change(settings: Iterable[str], claim: Claim) -> dict[str, Any]:
    """Return the change that settings such as "force=PRK" state, by the fields of `CORRECTABLE`, with the bounds that follow from it.

    A field may be named by its last part where that names one alone. Raises UsageError for an unknown field or a value that makes no sense.
    """
    change: dict[str, Any] = {}
    for setting in settings:
        name, sign, text = setting.partition("=")
        if not sign:
            raise UsageError(f"--set {setting!r}", expected="FIELD=VALUE, such as force=PRK")
        field = _field(name.strip())
        if field in change:
            raise UsageError(f"{field} is set twice", expected="one value for each field")
        change[field] = _value(field, text.strip())
    if {"quantity.stated", "quantity.hedge"} & set(change) and not {"quantity.low", "quantity.high"} & set(change):
        change |= _bounds(change, claim)
    return change


def _field(name: str) -> str:
    if name in CORRECTABLE:
        return name
    named = [field for field in CORRECTABLE if field.partition(".")[2] == name]
    if len(named) == 1:
        return named[0]
    nearest = get_close_matches(name, [*CORRECTABLE, *(field.partition(".")[2] for field in CORRECTABLE)], n=1)
    did_you_mean = f"did you mean {nearest[0]}?" if nearest and nearest[0] else ""
    raise UsageError(f"unknown field {name!r}", expected=f"one of {', '.join(CORRECTABLE)}", do=did_you_mean)


def _value(field: str, text: str) -> Any:
    if text.lower() in _NOTHING:
        if field in _MAY_BE_NOTHING:
            return None
        raise UsageError(f"no value for {field}", expected=CORRECTABLE[field])
    return _READERS.get(field, str)(text)


def _number(text: str) -> Number:
    plain = text.replace(",", "").replace("_", "")
    if not _NUMBER.fullmatch(plain):
        raise UsageError(f"{text!r} is no number", expected="a number without a sign; a share as a fraction of one, such as 0.4")
    return float(plain) if "." in plain else int(plain)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"{text!r} is no date", expected="YYYY-MM-DD") from error


def _categories(text: str) -> list[str]:
    names = sorted({name.strip().lower() for name in re.split(r"[,+]", text)})
    known = known_categories()
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, known, n=1)
            did_you_mean = f"did you mean {nearest[0]!r}? " if nearest else ""
            raise UsageError(f"unknown category {name!r}", do=f"{did_you_mean}`tollbook vocab categories` lists them")
    return names


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "quantity.stated": _number,
    "quantity.low": _number,
    "quantity.high": _number,
    "measure.categories": _categories,
    "period.start": _day,
    "period.end": _day,
}


def _bounds(change: Mapping[str, Any], claim: Claim) -> dict[str, Any]:
    """Return the bounds of the corrected number behind its hedge."""
    stated, hedge = change.get("quantity.stated", claim.quantity.stated), change.get("quantity.hedge", claim.quantity.hedge)
    unit = change.get("measure.unit", claim.measure.unit)
    if hedge == "exact" and stated is not None:
        return {"quantity.low": stated, "quantity.high": stated}
    if hedge not in _BOUNDED or stated is None or unit == "share" or isinstance(stated, float):
        raise UsageError(f"bounds that don't follow from {hedge!r}", do="give --set low=NUMBER and --set high=NUMBER too")
    low, high = hedged_bounds(stated, hedge)
    return {"quantity.low": low, "quantity.high": high}
