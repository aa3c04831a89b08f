"""How far a long work is, as a value that is handed to whoever asked to be told. May not print, and holds no state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is being done, and how many of its steps are done, where they are counted (`total` None: they are not)."""

    name: str
    done: int = 0
    total: int | None = None

    @property
    def percent(self) -> float | None:
        """Return how much of the stage is done, None where its steps are not counted.

        >>> Stage(name="fitting", done=48, total=192).percent
        25.0
        """
        return None if not self.total else 100 * self.done / self.total


Progress = Callable[[Stage], None]
"""Told each stage as it begins, and each step of one that counts them."""
