"""What a brief is composed from: an estimate or the reason why there is none, statements, replacements and findings. Values alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tollbook.core.estimates import Estimate, Marginal
from tollbook.core.findings import Audit
from tollbook.core.records import Entry, Replacing
from tollbook.exports.brief import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An entry of a ledger with who says it: the source's id or words, its everyday name, and its role toward the force.

    `day` is when it was published, or the last day that it speaks of.
    """

    entry: Entry
    source: str
    claimant: str
    role: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """An entry that stands no longer: since when, why, and what stands in its place, if anything."""

    former: Said
    by: Said | None
    reason: Replacing
    day: date
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefFacts:
    """Everything that a brief tells of one force and measure in the days from `first` to `last`.

    `window` holds the estimated losses of those days by quantity, empty where they are all the days of the estimate. `statements` are the
    standing ones on those days or earlier ones by id, `said` those that were told in the window, the earliest first. `left_out` counts the
    statements that the estimate does not use by reason, `spoken_of` holds the entries that findings of `audit` speak of, by claim.
    `refusal` says why there is no estimate, `remedy` what to do. `as_known` says as of when the ledger answered; `query` asks it for the
    statements.
    """

    force: str
    force_name: str
    measure: str
    first: date
    last: date
    as_known: str
    origin: str
    query: str
    estimate: Estimate | None = None
    window: Mapping[str, Marginal] = field(default_factory=dict)
    refusal: str = ""
    remedy: str = ""
    statements: Mapping[str, Said] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    audit: Audit = field(default_factory=Audit)
    spoken_of: Mapping[str, Said] = field(default_factory=dict)
    left_out: tuple[tuple[str, int], ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a brief may tell, so that it fits its two pages: rows of its tables, code points around a quoted
    number, and whether its type is set smaller."""

    statements: int = 6
    changes: int = 10
    findings: int = 5
    sources: int = 9
    cautions: int = 7
    near: int = 70
    tight: bool = False


ROOMS: tuple[Room, ...] = (
    Room(),
    Room(tight=True),
    Room(tight=True, statements=5, changes=8, findings=4, sources=8, near=48),
    Room(tight=True, statements=4, changes=6, findings=3, sources=6, cautions=6, near=32),
    Room(tight=True, statements=3, changes=4, findings=2, sources=4, cautions=5, near=20),
    Room(tight=True, statements=2, changes=2, findings=1, sources=3, cautions=4, near=10),
)
"""From the widest to the narrowest: a format of two pages takes the first that fits."""
