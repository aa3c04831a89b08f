"""The order of a reader's versions: "0.10.0" comes after "0.9.1"; versions of two readers have none."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"\d+")


def is_behind(version: str, others: Iterable[str]) -> bool:
    """Tell whether one of the others is a later version of the same reader.

    >>> is_behind("0.9.1", ["0.10.0"]), is_behind("dataset/oryx/1", ["0.10.0"])
    (True, False)
    """
    return any(_name(other) == _name(version) and _order(other) > _order(version) for other in others)


def _name(version: str) -> str:
    return _NUMBER.split(version, maxsplit=1)[0]


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(version))
