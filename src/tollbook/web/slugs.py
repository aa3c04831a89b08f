"""The address of a series: a force, a measure and maybe a source as one part of a path, maybe at a head of the log. It asks no ledger.

`RUS~casualties`, `RUS~tank~UKR-GS`, `RUS~casualties@8343-90a1b2c3`: the last is what the ledger knew when its log had 8,343 entries and a
root that begins so, and never changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from tollbook.core.errors import UnknownRecord
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.ledger.language import Query

CASUALTIES: Final = frozenset({"killed", "wounded"})
ROOT_DIGITS = 8
SUFFIXES: Final = (".vl.json", ".json", ".csv", ".svg", ".png")
_HEAD = re.compile(r"(?P<size>[1-9]\d{0,15})-(?P<root>[0-9a-f]{8})", re.ASCII)
_ESCAPED = re.compile(r"=([0-9A-F]{2})")
_UNSAFE = re.compile(r"[~@/=?#%\\\x00-\x1f\x7f]")
_MEASURE = re.compile(r"[a-z0-9_]+(?:\+[a-z0-9_]+)*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A state of the log: its size, and how its root begins in hexadecimal digits."""

    size: int
    root: str

    def is_of(self, checkpoint: Checkpoint) -> bool:
        """Tell whether a checkpoint is this state of this log."""
        return checkpoint.size == self.size and checkpoint.root.hex().startswith(self.root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slug:
    """What a series is of. `categories` is a measure's set; `source` None: of all sources; `head` None: as known now."""

    force: str
    categories: frozenset[str]
    source: str | None = None
    head: Head | None = None

    @property
    def measure(self) -> str:
        """The measure by its everyday name: "casualties" for killed and wounded."""
        return "casualties" if self.categories == CASUALTIES else "+".join(sorted(self.categories))

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/s/{quote(self.text, safe='~@+=-._')}"

    @property
    def text(self) -> str:
        """The slug itself, before it is quoted for an address."""
        parts = [self.force, self.measure, *(() if self.source is None else (self.source,))]
        at = "" if self.head is None else f"@{self.head.size}-{self.head.root}"
        return "~".join(_packed(part) for part in parts) + at

    @property
    def query(self) -> Query:
        """The query that finds its claims."""
        terms = {"force": (self.force,), "measure": ("+".join(sorted(self.categories)),)}
        return Query(terms=terms if self.source is None else {**terms, "source": (self.source,)})

    def at(self, checkpoint: Checkpoint) -> Slug:
        """Return the slug that always shows what it shows at a checkpoint."""
        return replace(self, head=Head(size=checkpoint.size, root=checkpoint.root.hex()[:ROOT_DIGITS]))


def parse_slug(text: str) -> Slug:
    """Return the series that an address names. Raises UnknownRecord for what is no such name.

    >>> parse_slug("RUS~casualties~UKR-GS").measure, parse_slug("RUS~killed+wounded").path
    ('casualties', '/s/RUS~casualties')
    """
    named, at, head = text.partition("@")
    parts = [_unpacked(part) for part in named.split("~")]
    found = _HEAD.fullmatch(head)
    measure = parts[1] if len(parts) > 1 else ""
    if len(parts) not in (2, 3) or not all(parts) or not _MEASURE.fullmatch(measure) or (at and found is None):
        raise UnknownRecord(f"no series is named {text!r}", do="see /s for all series; a name is FORCE~MEASURE or FORCE~MEASURE~SOURCE")
    return Slug(
        force=parts[0],
        categories=CASUALTIES if measure == "casualties" else frozenset(measure.split("+")),
        source=parts[2] if len(parts) == 3 else None,
        head=None if found is None else Head(size=int(found["size"]), root=found["root"]),
    )


def split_suffix(path: str) -> tuple[str, str]:
    """Return a path and what it ends with: one of `SUFFIXES`, or "" for a page.

    >>> split_suffix("RUS~tank.vl.json"), split_suffix("RUS~tank")
    (('RUS~tank', '.vl.json'), ('RUS~tank', ''))
    """
    suffix = next((one for one in SUFFIXES if path.endswith(one)), "")
    return (path.removesuffix(suffix), suffix)


def _packed(part: str) -> str:
    return _UNSAFE.sub(lambda mark: f"={ord(mark.group()):02X}", part)


def _unpacked(part: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), part)
