"""One page of a document: its text in marks, a card for each, and what its audit found. The same for a text that no ledger keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from tollbook.core.display import Names, claimants
from tollbook.core.findings import Audit
from tollbook.core.types import Reading
from tollbook.flow.audit import audit
from tollbook.web.cards import FAMILIES, Card, CardMaker, Check
from tollbook.web.marking import Mark, Part, block_html, parts_of
from tollbook.web.rendering import query_string

MOST_CHECKS = 60
_AUDITS_KEPT, _LONG_KEPT = 256, 4
_LONG = 60_000
"""Code points from which on a text is a long one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """A card, where it stands among all marks of the document, and where the ones before and after are."""

    card: Card
    place: int
    total: int
    previous: str
    following: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """What the template of a document shows of one part of it. `families` counts the marks of each family that occurs."""

    blocks: tuple[tuple[bool, Markup], ...]
    cards: tuple[CardPlace, ...]
    part: int
    parts: int
    families: tuple[tuple[str, str, int], ...]
    checks: tuple[Check, ...]
    checks_left: int
    claims: int
    claimants: int
    agree: int
    fail: int
    notes: int


def audit_of(reading: Reading) -> Audit:
    """Return the audit of a reading by itself and against the figures that come with Tollbook. A reading's is made once, and kept."""
    return _kept(reading) if len(reading.document.text) <= _LONG else _kept_long(reading)


@lru_cache(maxsize=_AUDITS_KEPT)
def _kept(reading: Reading) -> Audit:
    return audit(reading)


# An audit holds its texts: a few books take as much memory as all the articles.
@lru_cache(maxsize=_LONG_KEPT)
def _kept_long(reading: Reading) -> Audit:
    return audit(reading)


def show_document(maker: CardMaker, reading: Reading, audited: Audit, *, part: int = 1, asof: str | None = None) -> ShownDocument:
    """Return one part of a document, the first where there is none of that number. `asof` goes along to the other parts."""
    parts = parts_of(reading.document.text, maker.marks())
    chosen = parts[part - 1] if 1 <= part <= len(parts) else parts[0]
    counts = audited.counts()
    text = reading.document.text
    checks = sorted(audited.findings, key=lambda finding: not finding.fails)
    return ShownDocument(
        blocks=tuple((block.heading, block_html(text, block, chosen.marks)) for block in chosen.blocks),
        cards=tuple(_cards(maker, parts, chosen, asof)),
        part=chosen.number,
        parts=len(parts),
        families=_families([mark for each in parts for mark in each.marks]),
        checks=tuple(maker.check(finding) for finding in checks[:MOST_CHECKS]),
        checks_left=max(0, len(checks) - MOST_CHECKS),
        claims=len(reading.claims),
        claimants=claimants(reading),
        agree=counts.get("agrees", 0),
        fail=len(audited.failures),
        notes=counts.get("note", 0) + counts.get("unverifiable", 0),
    )


def part_with(maker: CardMaker, reading: Reading, name: str) -> int:
    """Return the number of the part in which the mark of that name begins, 1 where no mark has it."""
    parts = parts_of(reading.document.text, maker.marks())
    return next((part.number for part in parts if any(mark.name == name for mark in part.marks)), 1)


def _families(marks: list[Mark]) -> tuple[tuple[str, str, int], ...]:
    counted = Counter(mark.family.partition(" ")[0] for mark in marks)
    return tuple((family, name, counted[family]) for family, name in FAMILIES.items() if counted[family])


def _cards(maker: CardMaker, parts: list[Part], chosen: Part, asof: str | None) -> list[CardPlace]:
    order = [(part.number, mark) for part in parts for mark in part.marks]
    first = next((nth for nth, (number, _) in enumerate(order) if number == chosen.number), 0)

    def address(nth: int) -> str:
        number, mark = order[nth % len(order)]
        return f"#{mark.name}" if number == chosen.number else f"{query_string(part=number, asof=asof)}#{mark.name}"

    return [
        CardPlace(card=maker.card(mark), place=nth + 1, total=len(order), previous=address(nth - 1), following=address(nth + 1))
        for nth, mark in enumerate(chosen.marks, first)
    ]


def card_maker(reading: Reading, *, names: Names) -> tuple[CardMaker, Audit]:
    """Return what makes the cards of a text that no ledger keeps, and its audit."""
    audited = audit_of(reading)
    return CardMaker(reading, audited, names=names, entries={}), audited
