"""The order of a reader's versions: "0.10.0" comes after "0.9.1"; versions of two readers have none. A person who corrects reads too."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"\d+")
_PERSON = "person:"


def is_behind(version: str, others: Iterable[str]) -> bool:
    """Tell whether one of the others is a later version of the same reader.

    >>> is_behind("0.9.1", ["0.10.0"]), is_behind("dataset/oryx/1", ["0.10.0"])
    (True, False)
    """
    return any(_name(other) == _name(version) and _order(other) > _order(version) for other in others)


def version_of_person(name: str) -> str:
    """Return what stands for a version where a person corrected a claim: "person:Ada"."""
    return f"{_PERSON}{name}"


def is_of_person(version: str) -> bool:
    """Tell whether a reading is a person's correction of one claim."""
    return version.startswith(_PERSON)


def _name(version: str) -> str:
    return _NUMBER.split(version, maxsplit=1)[0]


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(version))
