"""The query language: words to look for, and `field:value` terms that narrow what is found.

    force:RUS measure:killed+wounded source:UKR-GS,UKR-MOD period:2025-01..2025-03 "combat losses" Kursk

Terms are joined by "and", values with a comma by "or". docs/ledger.md has every field.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Final, TypeVar, get_args

from tollbook.core.errors import UsageError
from tollbook.core.records import DECISIONS, Replacing
from tollbook.core.types import Assertion, PeriodKind, Unit

_TERM = re.compile(r'(?P<field>[A-Za-z_-]+):(?P<value>"[^"]*"|\S*)|"(?P<phrase>[^"]*)"|(?P<word>\S+)')
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
Bound = TypeVar("Bound", str, float)
_ALIASES: Final = {"casualties": "killed+wounded", "dead": "killed", "deaths": "killed", "injured": "wounded"}

FIELDS: Final[Mapping[str, str]] = {
    "force": "whose loss: an id (RUS) or the words of the text",
    "measure": "what is counted, exactly: killed, killed+wounded, tank; casualties is killed+wounded",
    "category": "a category among those counted: killed finds killed+wounded too",
    "source": "who claims it: an id (UKR-GS), the words of the text, or author",
    "period": "last day of what is counted: 2025, 2025-01, 2025-01-24, or a range 2025-01..2025-03, 2025-01.., ..2025",
    "place": "where: an id or a part of a name",
    "kind": "flow, cumulative or stock",
    "unit": "person, item, km2 or share",
    "population": "which people: civilian, combatant, child",
    "value": "the stated number: 4000, or a range 1000..5000, 1000.., ..5000",
    "assertion": "stated, denied or hypothetical",
    "origin": "where it was told: text or dataset",
    "status": "standing (default), replaced, all, or why it stands no longer: reread, corrected, rejected, retracted, revised, relinked, "
    "decided",
    "review": "the last review: accept, correct, reject, unsure, or none",
    "document": "id of a document",
    "claim": "id of a claim: every entry of it, with status:all",
    "statement": "id of a statement: its first mention and its echoes",
}
"""The fields of the query language and what each means."""

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": get_args(PeriodKind),
    "unit": get_args(Unit),
    "assertion": get_args(Assertion),
    "origin": ("text", "dataset"),
    "status": ("standing", "replaced", "all", *get_args(Replacing)),
    "review": (*DECISIONS, "none"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for. `terms` holds the values of each field that was given, `phrases` the words and phrases of the text.

    `period` is a range of ISO days and `value` one of numbers, both inclusive, None where open.
    """

    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    period: tuple[str | None, str | None] | None = None
    value: tuple[float | None, float | None] | None = None

    @property
    def statuses(self) -> tuple[str, ...]:
        """Which entries are looked at: those of any of these."""
        return self.terms.get("status", ("standing",))


def parse_query(text: str) -> Query:
    """Return the query that a text states. Raises UsageError for an unknown field or a value that makes no sense.

    >>> query = parse_query('force:RUS measure:casualties period:2025-01 "combat losses"')
    >>> query.terms["measure"], query.period, query.phrases
    (('killed+wounded',), ('2025-01-01', '2025-01-31'), ('combat losses',))
    """
    terms: dict[str, tuple[str, ...]] = {}
    phrases: list[str] = []
    for term in _TERM.finditer(text):
        name = term["field"]
        if name is None:
            phrases.append(term["phrase"] if term["phrase"] is not None else term["word"])
        else:
            name = _known(name.lower())
            terms[name] = (*terms.get(name, ()), *_values(name, term["value"].strip('"')))
    return Query(
        terms={name: values for name, values in terms.items() if name not in {"period", "value"}},
        phrases=tuple(phrase for phrase in phrases if phrase.strip()),
        period=_range(terms.get("period"), "period", _first_day, _last_day),
        value=_range(terms.get("value"), "value", _number, _number),
    )


def narrowed(query: str | Query, **fields: str | None) -> Query:
    """Return a query with the values of further fields; None leaves a field as it is. Raises what `parse_query` raises.

    >>> narrowed("Kursk", force="RUS", measure="casualties", kind=None).terms
    {'force': ('RUS',), 'measure': ('killed+wounded',)}
    """
    found = parse_query(query) if isinstance(query, str) else query
    terms = {_known(name): _values(_known(name), value) for name, value in fields.items() if value is not None}
    return replace(found, terms={**found.terms, **terms})


def _known(name: str) -> str:
    if name in FIELDS:
        return name
    nearest = get_close_matches(name, FIELDS, n=1, cutoff=0.5)
    did_you_mean = f"did you mean {nearest[0]}? " if nearest else ""
    raise UsageError(f"unknown field {name!r} in the query", expected=", ".join(FIELDS), do=f"{did_you_mean}quote it to find it as text")


def _values(name: str, text: str) -> tuple[str, ...]:
    values = tuple(value.strip() for value in text.split(","))
    if not all(values):
        raise UsageError(f"no value for {name}: in the query", expected=FIELDS[name])
    if name == "measure":
        return tuple(_measure(value.lower()) for value in values)
    if name == "category":
        return tuple(_ALIASES.get(value.lower(), value.lower()) for value in values)
    for value in values if name in _CHOICES else ():
        if value not in _CHOICES[name]:
            raise UsageError(f"{name}:{value} in the query", expected=f"one of {', '.join(_CHOICES[name])}")
    return values


def _measure(value: str) -> str:
    """Return a measure as a ledger writes it, its everyday words replaced: "dead+injured" is "killed+wounded"."""
    known = "+".join(_ALIASES.get(part, part) for part in value.split("+"))
    return "+".join(sorted(set(known.split("+"))))


def _range(
    values: tuple[str, ...] | None, name: str, lower: Callable[[str], Bound], upper: Callable[[str], Bound]
) -> tuple[Bound | None, Bound | None] | None:
    if values is None:
        return None
    if len(values) > 1:
        raise UsageError(f"{name} is given {len(values)} times in the query", expected=FIELDS[name])
    first, dots, last = values[0].partition("..")
    low = lower(first) if first else None
    high = upper(last if dots else first) if last or not dots else None
    if low is not None and high is not None and high < low:
        raise UsageError(f"{name}:{values[0]} ends before it begins", expected=FIELDS[name])
    return low, high


def _first_day(text: str) -> str:
    year, month, day = _day_parts(text)
    return date(year, month or 1, day or 1).isoformat()


def _last_day(text: str) -> str:
    year, month, day = _day_parts(text)
    if day is not None:
        return date(year, month or 1, day).isoformat()
    last = month or 12
    return date(year, last, monthrange(year, last)[1]).isoformat()


def _day_parts(text: str) -> tuple[int, int | None, int | None]:
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        year, month, day = (None if part is None else int(part) for part in found.groups())
        date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day, month or year in the query", expected=FIELDS["period"]) from error
    return year or 0, month, day


def _number(text: str) -> float:
    plain = text.replace("_", "")
    if not re.fullmatch(r"\d{1,15}(\.\d{1,6})?", plain, re.ASCII):
        raise UsageError(f"{text!r} is no number in the query", expected=FIELDS["value"])
    return float(plain)
