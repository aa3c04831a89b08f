"""Where a key of a TOML text stands: the parser keeps no lines, and a fault is told by its line. It reads no values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the table's path ("sources"), which of its tables (0 is the first), and the key."""

    section: str
    index: int = 0
    key: str = ""


class Lines:
    """Finds the line of a key in a TOML text."""

    def __init__(self, text: str) -> None:
        self._sections: dict[tuple[str, int], int] = {}
        self._keys: dict[tuple[str, int, str], int] = {}
        section, index = "", 0
        counts: dict[str, int] = {}
        for number, line in enumerate(text.split("\n"), 1):
            header = re.match(r"\s*\[\[?\s*([\w.\"-]+)\s*\]\]?", line)
            if header:
                section = header.group(1).replace('"', "")
                index = counts.get(section, 0)
                counts[section] = index + 1
                self._sections[section, index] = number
                continue
            key = re.match(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""", line)
            if key:
                self._keys.setdefault((section, index, key.group(1).strip("\"'")), number)

    def of(self, place: Place) -> int:
        """Return the line of a place: of the key, else of the table's heading, else the first."""
        at = self._keys.get((place.section, place.index, place.key))
        return at or self._sections.get((place.section, place.index), 1)


def line_of_fault(error: Exception, text: str) -> int:
    """Return the line at which a text stops being TOML, the last one where the parser names none."""
    match = _TOML_LINE.search(str(error))
    return int(match.group(1)) if match else text.count("\n") + 1


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question after the nearest known word, "" where none is near.

    >>> did_you_mean("paernt", ["parent", "source"])
    "; did you mean 'parent'?"
    """
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
