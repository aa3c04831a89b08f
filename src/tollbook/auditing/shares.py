"""A share against the two numbers that it is made of: "more than a third" of 11,000 with 4,000.

The parts are sought in the same text; where two different numbers could be meant, the rule is silent. What decides depends on what
the words promise:

- "more than", "at least", "under", "at most" draw a line: the best figures lie on its right side, or, if not even the widest reading
  of the figures reaches it, the share is wrong; between the two it can't be told.
- "about 30 percent", "30 percent" name a neighborhood: wrong only where the widest readings don't meet.
- "almost 40 percent" promises closeness: the number named must be the round number next to the best figures. Round numbers stand half
  a step apart: tens and fives (Jansen and Pollmann, "On round numbers", Journal of Quantitative Linguistics 8, 2001; Krifka,
  "Approximate interpretation of number words", 2007: speakers choose the coarsest scale on which the value is next to the number).
  4,000 of 11,000 is 36.4 percent, next to 35: "almost 40 percent" rounds it up.

A share of capability is no share of people. It is judged only where it looks like the share of people under another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tollbook.auditing.comparable import amount, apart, periods_fit, places_fit, same_force, source_of, span_of, standing
from tollbook.auditing.intervals import Interval, interval_of, lies_below, ratio
from tollbook.auditing.rounding import printed_as, printed_step
from tollbook.core.findings import Finding, Verdict
from tollbook.core.types import Claim, Number, Reading
from tollbook.vocab.theatres import Theatre

RULE = "share.of_parts"
_LOSSES = frozenset({"losses"})
_CASUALTIES = frozenset({"killed", "wounded"})
_LINES = frozenset({"over", "at_least", "under", "up_to"})
_FRACTIONS = tuple(Fraction(*pair) for pair in ((0, 1), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (1, 1)))


def shares_of_parts(reading: Reading, theatre: Theatre | None) -> Iterator[Finding]:
    """Compare every share with the part and the base that the text gives for it."""
    claims = standing(reading)
    for share in claims:
        if share.measure.unit == "share" and share.quantity.stated is not None:
            base = _base_of(share, claims, reading)
            part = _part_of(share, claims) if base is not None else None
            if base is not None and part is not None:
                yield from _compared(share, part, base, reading)


def _base_of(share: Claim, claims: tuple[Claim, ...], reading: Reading) -> Claim | None:
    if share.part_of is not None:
        whole = reading.claim(share.part_of)
        return whole if whole in claims and whole.measure.unit == "person" else None
    if share.measure.base not in ("strength", "capability"):
        return None
    strengths = [c for c in claims if c.measure.categories == {"strength"} and c.measure.unit == "person" and _together(share, c)]
    return _the_one(share, [c for c in strengths if c.measure.population in (None, "combatant", share.measure.population)])


def _part_of(share: Claim, claims: tuple[Claim, ...]) -> Claim | None:
    counts = [c for c in claims if c.measure.unit == "person" and c.measure.population in (None, "combatant", share.measure.population)]
    if share.part_of is not None:
        siblings = [c for c in counts if c.part_of == share.part_of and c.measure.categories == share.measure.categories]
        return _the_one(share, [c for c in siblings if c.measure.population == share.measure.population])
    found = [c for c in counts if c.part_of is None and _counts_for(share, c) and _together(share, c)]
    return _the_one(share, [c for c in found if periods_fit(share.period, c.period) and _may_speak_for(share, c)])


def _counts_for(share: Claim, count: Claim) -> bool:
    """Say whether a count is of what the share is of: whoever is lost without a word how counts as killed or wounded."""
    wanted, given = share.measure.categories, count.measure.categories
    return given == wanted or (wanted == _LOSSES and given >= _CASUALTIES)


def _together(share: Claim, count: Claim) -> bool:
    return same_force(share, count) and places_fit(share.place, count.place)


def _may_speak_for(share: Claim, count: Claim) -> bool:
    """Say whether a share may be held to a count: the author answers for all sources of the text, a source for itself."""
    return source_of(share) is None or source_of(share) == source_of(count)


def _the_one(share: Claim, candidates: list[Claim]) -> Claim | None:
    """Return the candidate that is meant: of the same sentence, else of the same source, else the nearest; None where two numbers vie."""
    usable = [c for c in candidates if c.quantity.stated is not None and c.quantity.stated > 0]
    here = [c for c in usable if c.sentence == share.sentence]
    own = [c for c in usable if source_of(c) == source_of(share)]
    for group in (here, own, usable):
        if group:
            alike = len({c.quantity.stated for c in group}) == 1
            return min(group, key=lambda c: apart(share, c)) if alike else None
    return None


def _compared(share: Claim, part: Claim, base: Claim, reading: Reading) -> Iterator[Finding]:
    stated, whole = part.quantity.stated, base.quantity.stated
    possible = ratio(interval_of(part.quantity), interval_of(base.quantity))
    if stated is None or whole is None or possible is None or stated > whole:
        return
    best = stated / whole
    verdict = _verdict(share, best, possible)
    capability = share.measure.base == "capability"
    if capability:
        verdict = _of_capability(share, best, verdict)
    arithmetic = f"{amount(stated, 'person')} / {amount(whole, 'person')} = {amount(best, 'share')}"
    if not possible.bounds.exact:
        arithmetic += f" ({span_of(possible.low, possible.high, 'share')})"
    yield Finding(
        rule=RULE,
        verdict=verdict,
        claims=(share.id, part.id, base.id),
        arithmetic=arithmetic,
        expected=possible.bounds,
        found=interval_of(share.quantity).bounds,
        explanation=_explanation(share, (stated, whole, best), verdict, f"“{reading.quote(share)}”"),
    )


def _verdict(share: Claim, best: float, possible: Interval) -> Verdict:
    claimed, stated, hedge = interval_of(share.quantity), share.quantity.stated or 0, share.quantity.hedge
    if hedge == "nearly":
        return _nearly(stated, best, possible)
    if claimed.holds(best):
        return "agrees"
    if hedge in _LINES:
        return _beyond(claimed, possible) or "unverifiable"
    return _around(stated, best, claimed=claimed, possible=possible)


def _beyond(claimed: Interval, possible: Interval) -> Verdict | None:
    """Return the verdict where no reading of the figures meets the words, None where one does."""
    if lies_below(possible, claimed):
        return "overstated"
    return "understated" if lies_below(claimed, possible) else None


def _around(stated: Number, best: float, *, claimed: Interval, possible: Interval) -> Verdict:
    """Judge a share that names a neighborhood: rounding and cutting off agree with it."""
    if is_next_to(best, stated) or printed_as(round(100 * best, 6), round(100 * stated, 6)) is not None:
        return "agrees"
    verdict = _beyond(claimed, possible)
    closest = possible.high if verdict == "overstated" else possible.low
    return "unverifiable" if verdict is None or closest is None or is_next_to(closest, stated) else verdict


def _nearly(stated: Number, best: float, possible: Interval) -> Verdict:
    """Judge a share that promises to lie close below a round number; a percent's worth above is rounding."""
    if best > stated and possible.low >= stated and round(100 * best) != round(100 * stated):
        return "understated"
    if is_next_to(best, stated):
        return "agrees"
    return "overstated" if best < stated else "unverifiable"


def _of_capability(share: Claim, best: float, verdict: Verdict) -> Verdict:
    """Judge a share of capability only where it could be the share of people, said of something else."""
    if verdict == "agrees":
        return "note"
    quantity = share.quantity
    alike = quantity.low <= best and (quantity.high is None or best <= quantity.high)
    return verdict if alike else "unverifiable"


def is_next_to(value: float, stated: Number) -> bool:
    """Say whether the stated share is the round number next to the value, on the scale that the stated one belongs to.

    >>> is_next_to(0.364, 0.4), is_next_to(0.381, 0.4), is_next_to(0.46, 0.5)
    (False, True, True)
    """
    return round_share_near(value, stated) == stated


def round_share_near(value: float, stated: Number) -> float:
    """Return the round share next to a value: of the tens and fives for "40 percent", of the simple fractions for "a third".

    >>> round_share_near(0.364, 0.4), round_share_near(0.364, 0.37)
    (0.35, 0.36)
    """
    if _is_plain_fraction(stated):
        return float(min(_FRACTIONS, key=lambda fraction: abs(float(fraction) - value)))
    percent = round(100 * stated, 6)
    scale = 5.0 if percent % 5 == 0 else float(printed_step(percent))
    return round(round(100 * value / scale) * scale / 100, 8)


def _is_plain_fraction(stated: Number) -> bool:
    """Say whether a share is written as a fraction: a half or a third, but no whole number of percent other than 25, 50 and 75."""
    return any(abs(float(fraction) - stated) < 1e-9 for fraction in _FRACTIONS if fraction.denominator in (2, 3, 4))


def _explanation(share: Claim, numbers: tuple[Number, Number, float], verdict: Verdict, quote: str) -> str:
    stated, whole, best = numbers
    result = f"{amount(stated, 'person')} of {amount(whole, 'person')} is {amount(best, 'share')}"
    capability = share.measure.base == "capability"
    of_what = ", and is of capability, not of people" if capability else ""
    near = amount(round_share_near(best, share.quantity.stated or 0), "share")
    closer = f", nearer to {near}" if share.quantity.hedge == "nearly" and verdict == "overstated" else ""
    sentences: dict[Verdict, str] = {
        "agrees": f"{result}: {quote} holds.",
        "note": f"{result} of the people; {quote} is of capability, which no count of people can show.",
        "overstated": f"{result}{closer}: {quote} overstates it{of_what}.",
        "understated": f"{result}: {quote} understates it{of_what}.",
        "unverifiable": f"{result} of the people; {quote} is of capability, which no count of people can check."
        if capability
        else f"{result}, but the figures are too round to tell whether {quote} holds.",
    }
    return sentences[verdict]
