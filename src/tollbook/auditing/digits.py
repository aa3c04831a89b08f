"""Slips of one digit: which numbers may have been meant where one was mistyped. Pure arithmetic on decimal digits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Slip = Literal["swapped", "doubled", "added", "first", "dropped", "changed"]
WORDS: dict[Slip, str] = {
    "swapped": "two neighboring digits swapped",
    "doubled": "a digit typed twice",
    "added": "a digit too many",
    "first": "another first digit",
    "dropped": "a digit dropped",
    "changed": "another digit",
}
"""What happened to the number that was meant, the likelier first where two slips explain a number equally well."""
MANY = 10
"""More numbers than this name none: a slip that may have been anything explains nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """The numbers that may have been meant: those from `low` to `high` that one `slip` turns into the printed one."""

    slip: Slip
    low: int
    high: int

    @property
    def words(self) -> str:
        """Return the slip and the numbers in words: "11,199 with a digit dropped"."""
        numbers = f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"
        return f"{numbers} with {WORDS[self.slip]}"


def undo_slips(printed: int) -> Iterator[tuple[Slip, int]]:
    """Yield every number from which one slip of a digit makes `printed`, with the slip; a number may come more than once.

    >>> ("added", 1119) in undo_slips(11199), ("dropped", 11199) in undo_slips(1119), ("swapped", 1191) in undo_slips(1119)
    (False, True, True)
    >>> ("doubled", 1119) in undo_slips(11199)
    True
    """
    digits = str(printed)
    yield from _swaps(digits)
    for place, digit in enumerate(digits):
        rest = digits[:place] + digits[place + 1 :]
        if rest and rest[0] != "0":
            yield ("doubled" if digit in (digits[place - 1 : place], digits[place + 1 : place + 2]) else "added"), int(rest)
    for place in range(len(digits) + 1):
        for digit in "0123456789":
            if place or digit != "0":
                yield "dropped", int(digits[:place] + digit + digits[place:])
    for place, old in enumerate(digits):
        for digit in "0123456789":
            if digit != old and (place or digit != "0"):
                yield ("changed" if place else "first"), int(digits[:place] + digit + digits[place + 1 :])


def _swaps(digits: str) -> Iterator[tuple[Slip, int]]:
    for place in range(len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        if one != other and (place or other != "0"):
            yield "swapped", int(digits[:place] + other + one + digits[place + 2 :])


def intended(printed: float, low: float, high: float) -> Intended | None:
    """Return what was likely meant where one slip lands between `low` and `high`, both inclusive; None where none or many do.

    The slip with the fewest numbers in the range is taken: it says the most. More than MANY numbers in all say nothing.

    >>> intended(1119, 11194, 11205).words
    '11,194 to 11,199 with a digit dropped'
    >>> intended(32516, 23243, 23300) is None
    True
    """
    if not math.isfinite(printed) or printed != int(printed) or printed < 10:
        return None
    found: dict[Slip, set[int]] = {}
    for slip, number in undo_slips(int(printed)):
        if low <= number <= high:
            found.setdefault(slip, set()).add(number)
    if not found or len(set().union(*found.values())) > MANY:
        return None
    slip = min(found, key=lambda kind: (len(found[kind]), list(WORDS).index(kind)))
    return Intended(slip=slip, low=min(found[slip]), high=max(found[slip]))
