"""What the card beside a text says of one claim or judgement: values in words, with where each word leads.

May not interpret: every word is a value of the claim, of its entry in the ledger, or of a finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final
from urllib.parse import quote

from tollbook.core.audit_display import point_words
from tollbook.core.display import (
    Names,
    amount_words,
    day_words,
    either,
    force_words,
    measure_words,
    number_words,
    period_words,
    plain,
    source_words,
)
from tollbook.core.findings import Audit, Finding
from tollbook.core.notebook import family_of
from tollbook.core.records import Entry
from tollbook.core.types import Attribution, Claim, Force, Judgement, Likelihood, Quantity, Reading, Unit
from tollbook.flow.naming import source_key
from tollbook.flow.related import force_term
from tollbook.vocab.audit_rules import audit_rules
from tollbook.vocab.naming import categories_words, flag_words
from tollbook.vocab.tables import load_table
from tollbook.web.marking import Mark
from tollbook.web.slugs import Slug

FAMILIES: Final = {
    "loss": "People lost",
    "materiel": "Materiel",
    "strength": "Strength",
    "share": "Shares",
    "judgement": "Likelihood",
    "ground": "Ground",
}
"""The families of claims, in the order in which the filters show them."""
VERDICTS: Final = {
    "agrees": "Agrees",
    "differs": "Differs",
    "overstated": "Overstated",
    "understated": "Understated",
    "unverifiable": "Can't be checked",
    "note": "Note",
}
_SIGNS: Final = {"~ ": "≈ ", ">= ": "≥ ", "<= ": "≤ "}
_POINTS_SHOWN = 8
_FIRST_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words, and where they lead; None where they lead nowhere."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """A probability word on its scale: the bands of the scale and the word's own, in percent."""

    term: str
    scale: str
    bands: tuple[tuple[float, float], ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A finding about a claim, with the other claims that it compares and the figures of series that it rests on."""

    verdict: str
    rule: str
    arithmetic: str
    explanation: str
    claims: tuple[Link, ...]
    points: tuple[str, ...]
    more_points: int
    fails: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that a card shows. `rows` are its labeled lines; `name` is the anchor of the mark that it belongs to."""

    name: str
    number: str
    nth: int
    family: str
    what: str
    value: str
    bounds: str
    yardstick: Yardstick | None
    rows: tuple[tuple[str, tuple[Link, ...]], ...]
    quote: str
    start: int
    end: int
    checks: tuple[Check, ...] = ()
    claim: str | None = None
    series: str | None = None
    stands: bool = True


def pretty(value: str) -> str:
    """Return a value of the tables with the signs that a page can show.

    >>> pretty("~ 4,000"), pretty(">= 60 km2"), pretty("80%-90%")
    ('≈ 4,000', '≥ 60 km²', '80%–90%')
    """
    for plain_sign, sign in _SIGNS.items():
        value = value.replace(plain_sign, sign)
    return re.sub(r"(?<=[\d%])-(?=\d)", "–", value).replace("km2", "km²")


def claim_value(claim: Claim) -> str:
    """Return a claim's quantity as a page shows it."""
    return pretty(amount_words(claim))


def what_words(claim: Claim) -> str:
    """Return what a claim counts, materiel by its nouns: "12 tanks", "498 drones"."""
    measure = claim.measure
    words = measure_words(measure)
    if measure.unit != "item":
        return words
    return words.replace(either(sorted(measure.categories)), categories_words(measure.categories, claim.quantity.stated), 1)


def claim_words(claim: Claim) -> str:
    """Return a claim's quantity and what it counts."""
    return f"{claim_value(claim)} {what_words(claim)}"


def bounds_of(quantity: Quantity, unit: Unit) -> str:
    """Return what the words of a number allow, "" where they name one value."""
    if quantity.high is None:
        return f"{pretty(number_words(quantity.low, unit))} or more"
    if quantity.low == quantity.high:
        return "" if quantity.stated is not None else number_words(quantity.low, unit)
    return f"{number_words(quantity.low, unit)} – {number_words(quantity.high, unit)}"


def bounds_reason(quantity: Quantity) -> str:
    """Return why a number has bounds: the words before it, and how far they reach where they reach as far to both sides.

    >>> bounds_reason(Quantity(stated=5000, low=4500, high=5500, hedge="about", text="around 5,000"))
    'if “around” means ± 10%'
    """
    digit = _FIRST_DIGIT.search(quantity.text)
    word = plain(quantity.text[: digit.start()] if digit is not None else quantity.text).strip(" (~$€£")
    if not word or quantity.low == quantity.high:
        return ""
    if quantity.stated and quantity.high is not None and quantity.hedge == "about":
        up, down = quantity.high - quantity.stated, quantity.stated - quantity.low
        if up > 0 and abs(up - down) <= 0.01 * up:
            return f"if “{word}” means ± {100 * up / quantity.stated:.3g}%"
    return f"as “{word}” is read"


def force_link(force: Force | None, names: Names) -> Link | None:
    """Return whose loss it is, leading to all claims on that force."""
    if force is None:
        return None
    term = force.id or " ".join(force.text.casefold().split())
    return Link(text=force_words(force, names), href=search_address(search_term("force", term)))


def source_link(link: Attribution, names: Names) -> Link:
    """Return a link of a chain, leading to the record of the source."""
    if link.voice == "author":
        return Link(text="this text", href=None)
    return Link(text=source_words(link, names), href=source_address(source_key(link)))


def chain_links(attribution: Sequence[Attribution], names: Names) -> tuple[Link, ...]:
    """Return the links of a chain. Who only passes a claim on has a record where an id is known."""
    made = [source_link(link, names) for link in attribution]
    return tuple(
        made_link if nth == 0 or link.source in names else Link(text=made_link.text)
        for nth, (made_link, link) in enumerate(zip(made, attribution, strict=True))
    )


def source_address(source: str) -> str:
    """Return the address of a source's record."""
    return f"/src/{quote(source, safe='')}"


def series_address(claim: Claim) -> str | None:
    """Return the address of the series that a claim is a point of, None for a claim that is none: a share, a denial, words alone."""
    first, force, day = claim.claimant, force_term(claim), claim.period.end
    told = claim.quantity.stated is not None and claim.measure.unit != "share" and claim.assertion == "stated"
    if first is None or claim.by_author or force is None or day is None or not told:
        return None
    return Slug(force=force, categories=claim.measure.categories, source=source_key(first)).path


def search_term(field: str, value: str) -> str | None:
    """Return a term of the query language, None for a value that the language can't state.

    >>> search_term("force", "RUS"), search_term("source", "two officials"), search_term("source", 'a "quoted" man')
    ('force:RUS', 'source:"two officials"', None)
    """
    if not value or value != value.strip() or '"' in value or "," in value:
        return None
    return f'{field}:"{value}"' if any(map(str.isspace, value)) else f"{field}:{value}"


def search_address(*terms: str | None) -> str | None:
    """Return the address of what some terms find together, None where one of them can't be stated."""
    stated = [term for term in terms if term is not None]
    return f"/c?q={quote(' '.join(stated), safe=':')}" if len(stated) == len(terms) else None


def yardstick_of(likelihood: Likelihood) -> Yardstick:
    """Return a probability word on its scale; the bands of a scale whose bands overlap are left out."""
    scale = _scales().get(likelihood.scale)
    bands = () if scale is None else tuple((band["low"], band["high"]) for band in scale["bands"])
    in_order = all(lower[1] <= higher[0] for lower, higher in pairwise(bands))
    return Yardstick(
        term=plain(likelihood.term),
        scale=likelihood.scale if scale is None else scale["name"],
        bands=bands if in_order else (),
        low=100 * likelihood.low,
        high=100 * likelihood.high,
    )


@cache
def _scales() -> Mapping[str, Any]:
    return {scale["id"]: scale for scale in load_table("likelihoods")["scale"]}


class CardMaker:
    """Make the marks and cards of one reading. `entries` is what a ledger knows of its claims, {} for a text that is not kept."""

    def __init__(self, reading: Reading, audit: Audit, *, names: Names, entries: Mapping[str, Entry]) -> None:
        self._reading, self._names, self._entries = reading, names, entries
        self._numbers = {claim.id: number for number, claim in enumerate(reading.claims, 1)}
        self._checks = _by_claim(audit)
        self._points = {ref: point_words(series, point) for ref, (series, point) in audit.points().items()}
        self._claims = {claim.id: claim for claim in reading.claims}
        self._judgements = {judgement_name(number): judgement for number, judgement in enumerate(reading.judgements, 1)}

    def marks(self) -> list[Mark]:
        """Return the marks of all claims and judgements."""
        made = [
            Mark(
                start=claim.span.start, end=claim.span.end, name=claim_name(number), number=str(number),
                family=family_of(claim.measure) + ("" if self._stands(claim) else " gone"), label=claim_words(claim),
            )
            for number, claim in enumerate(self._reading.claims, 1)
        ]  # fmt: skip
        for number, (name, judgement) in enumerate(self._judgements.items(), 1):
            label = f"judgement, {plain(judgement.likelihood.term)}"
            span = judgement.span
            made.append(Mark(start=span.start, end=span.end, name=name, number=letters(number), family="judgement", label=label))
        return made

    def card(self, mark: Mark) -> Card:
        """Return the card of a mark."""
        judgement = self._judgements.get(mark.name)
        if judgement is not None:
            return self._judgement_card(mark, judgement)
        return self._claim_card(mark, self._reading.claims[int(mark.number) - 1])

    def check(self, finding: Finding) -> Check:
        """Return a finding with its claims as links into the text."""
        points = [self._points.get(ref, ref) for ref in finding.points]
        return Check(
            verdict=finding.verdict,
            rule=_rule_title(finding.rule),
            arithmetic=plain(finding.arithmetic),
            explanation=plain(finding.explanation),
            claims=tuple(self._claim_link(name) for name in finding.claims),
            points=tuple(points[:_POINTS_SHOWN]),
            more_points=max(0, len(points) - _POINTS_SHOWN),
            fails=finding.fails,
        )

    def rows_of(self, claim: Claim) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """Return the labeled lines of a claim that say something."""
        return tuple((label, links) for label, links in self._rows(claim) if links)

    def _stands(self, claim: Claim) -> bool:
        entry = self._entries.get(claim.id)
        return entry is None or entry.stands

    def _claim_link(self, claim: str) -> Link:
        number = self._numbers.get(claim)
        return Link(text=claim[:8], href=f"/c/{claim}") if number is None else Link(text=str(number), href=f"#{claim_name(number)}")

    def _claim_card(self, mark: Mark, claim: Claim) -> Card:
        quantity = claim.quantity
        bounds, reason = bounds_of(quantity, claim.measure.unit), bounds_reason(quantity)
        return Card(
            name=mark.name,
            number=mark.number,
            nth=mark.nth,
            family=mark.family,
            what=_capital(what_words(claim)),
            value=claim_value(claim),
            bounds=f"{bounds} {reason}".strip() if bounds else "",
            yardstick=None if claim.likelihood is None else yardstick_of(claim.likelihood),
            rows=self.rows_of(claim),
            quote=self._reading.quote(claim),
            start=claim.span.start,
            end=claim.span.end,
            checks=tuple(self.check(finding) for finding in self._checks.get(claim.id, ())),
            claim=claim.id if claim.id in self._entries else None,
            series=series_address(claim) if self._stands(claim) else None,
            stands=self._stands(claim),
        )

    def _rows(self, claim: Claim) -> list[tuple[str, tuple[Link, ...]]]:
        whose = force_link(claim.force, self._names)
        period = _capital(pretty(period_words(claim.period)))
        said = f" (“{plain(claim.period.text)}”)" if claim.period.text and claim.period.end is not None else ""
        rows = [
            ("Whose", () if whose is None else (whose,)),
            ("Claimed by", self._chain(claim.attribution)),
            ("Period", () if period == "-" else (Link(text=period + said),)),
            ("Place", () if claim.place is None else (Link(text=plain(claim.place.text)),)),
            ("In the word", () if claim.measure.term is None else (Link(text=f"“{plain(claim.measure.term)}”"),)),
            ("Stated as", () if claim.assertion == "stated" else (Link(text=claim.assertion),)),
            ("Part of", () if claim.part_of is None else (self._claim_link(claim.part_of),)),
            ("Replaced by", () if claim.superseded_by is None else (self._claim_link(claim.superseded_by),)),
            ("Rests on", tuple(self._claim_link(premise) for premise in claim.premises)),
            ("Take care", tuple(Link(text=plain(flag_words(flag))) for flag in claim.flags)),
        ]
        return [*rows, *self._ledger_rows(claim)]

    def _chain(self, attribution: Sequence[Attribution]) -> tuple[Link, ...]:
        return chain_links(attribution, self._names) or (Link(text="this text"),)

    def _ledger_rows(self, claim: Claim) -> list[tuple[str, tuple[Link, ...]]]:
        entry = self._entries.get(claim.id)
        if entry is None:
            return []
        gone = () if entry.stands else (Link(text=f"no longer: {entry.reason}"),)
        review = entry.review
        said = () if review is None else (Link(text=f"{review.decision} by {review.by}: {review.why}", href=f"/c/{claim.id}#reviews"),)
        first = () if entry.statement == claim.id else (Link(text=entry.statement[:8], href=f"/c/{entry.statement}"),)
        return [("Stands", gone), ("Review", said), ("Echo of", first)]

    def _judgement_card(self, mark: Mark, judgement: Judgement) -> Card:
        stick = yardstick_of(judgement.likelihood)
        whose = force_link(judgement.force, self._names)
        rows = (("Whose", () if whose is None else (whose,)), ("Judged by", self._chain(judgement.attribution)))
        return Card(
            name=mark.name,
            number=mark.number,
            nth=mark.nth,
            family=mark.family,
            what="Judgement without a number",
            value=f"{stick.low:.3g}–{stick.high:.3g}%",
            bounds=f"“{stick.term}” on the scale {stick.scale}",
            yardstick=stick,
            rows=tuple((label, links) for label, links in rows if links),
            quote=self._reading.quote(judgement),
            start=mark.start,
            end=mark.end,
        )


def claim_name(number: int) -> str:
    """Return the anchor of a claim by its number.

    >>> claim_name(5), claim_name(120)
    ('c05', 'c120')
    """
    return f"c{number:02d}"


def judgement_name(number: int) -> str:
    """Return the anchor of a judgement by its number."""
    return f"j{number:02d}"


def letters(number: int) -> str:
    """Return a number in letters: judgements are told from claims by them.

    >>> letters(1), letters(26), letters(27)
    ('a', 'z', 'aa')
    """
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _by_claim(audit: Audit) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        for name in dict.fromkeys(finding.claims):
            found.setdefault(name, []).append(finding)
    return found


def _rule_title(rule: str) -> str:
    known = audit_rules().get(rule)
    return rule if known is None else known.title


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def published_words(entry: Entry) -> str:
    """Return who published the document of an entry, and when."""
    sighting = entry.sighting
    where = sighting.publisher or sighting.file or ""
    when = "" if sighting.published is None else day_words(sighting.published)
    return ", ".join(part for part in (where, when) if part)
