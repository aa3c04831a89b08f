"""Compare what the grammar and a language model read in the same passages: who read which claim, and where they differ.

Pure. The model never takes a claim of the grammar away and never changes one: a text that talks a model into something
changes what is shown for review, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tollbook.core.types import Attribution, Claim, Reading, Span

AGREES = "model.agrees"
"""The rule that a claim of the grammar gains where the model reads the same."""
ALONE = "reader.model_alone"
"""The flag of a claim that the model alone reads. Flagged claims are not compared by audits."""

Standing = Literal["both", "differ", "grammar alone", "model alone", "not asked"]
FieldName = Literal["categories", "assertion", "period", "force", "claimant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the readers disagree. `claim` is the id of the grammar's claim, or of the model's where it is alone.

    `fields` holds a name with the grammar's value and the model's; `note` is why the grammar left the number out, where it said so.
    """

    standing: Standing
    claim: str
    span: Span
    fields: tuple[tuple[FieldName, str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A reading with what the model adds to it, the standing of each claim by its id, and the differences in the order of the text."""

    reading: Reading
    standing: Mapping[str, Standing]
    differences: tuple[Difference, ...]


def compare_readers(reading: Reading, proposed: Sequence[Claim], *, asked: Sequence[Span]) -> Compared:
    """Join a reading with the checked claims of a model; `asked` are the passages that the model answered.

    A claim that both read gains the rule AGREES; one that the model alone reads joins the reading with the flag ALONE.
    """
    standing: dict[str, Standing] = {}
    differences: list[Difference] = []
    added: list[Claim] = []
    for claim in proposed:
        rival = _rival(claim, reading.claims)
        if rival is None:
            added.append(replace(claim, flags=(*claim.flags, ALONE)))
            standing[claim.id] = "model alone"
            differences.append(Difference(standing="model alone", claim=claim.id, span=claim.span, note=_left_out(claim, reading)))
            continue
        fields = tuple(_fields(rival, claim))
        if fields:
            standing.setdefault(rival.id, "differ")
            differences.append(Difference(standing="differ", claim=rival.id, span=rival.span, fields=fields))
        else:
            standing[rival.id] = "both"
    for claim in reading.claims:
        if claim.id not in standing:
            was_asked = any(span.start <= claim.span.start < span.end for span in asked)
            standing[claim.id] = "grammar alone" if was_asked else "not asked"
            if was_asked:
                differences.append(Difference(standing="grammar alone", claim=claim.id, span=claim.span))
    claims = [replace(claim, rules=(*claim.rules, AGREES)) if standing[claim.id] == "both" else claim for claim in reading.claims]
    claims = sorted([*claims, *added], key=lambda claim: (claim.span.start, claim.span.end))
    standing = {claim.id: standing[claim.id] for claim in claims}
    differences.sort(key=lambda difference: (difference.span.start, difference.span.end))
    return Compared(reading=replace(reading, claims=tuple(claims)), standing=standing, differences=tuple(differences))


def _rival(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """Return the grammar's claim on the same number: of several, the one most alike."""
    same = [other for other in claims if other.span.start < claim.span.end and claim.span.start < other.span.end]
    return min(same, key=lambda other: len(tuple(_fields(other, claim))), default=None)


def _left_out(claim: Claim, reading: Reading) -> str:
    spans = ((abstention.span, abstention.reason) for abstention in reading.abstentions)
    return next((reason for span, reason in spans if span.start < claim.span.end and claim.span.start < span.end), "")


def _fields(grammar: Claim, model: Claim) -> Iterator[tuple[FieldName, str, str]]:
    """Yield what contradicts. A name that one reader gives and the other leaves open, or knows by words alone, does not."""
    if grammar.measure.categories != model.measure.categories:
        yield "categories", _joined(grammar.measure.categories), _joined(model.measure.categories)
    if grammar.assertion != model.assertion:
        yield "assertion", grammar.assertion, model.assertion
    if grammar.period.kind != model.period.kind:
        yield "period", grammar.period.kind, model.period.kind
    one, other = (None if claim.force is None else claim.force.id for claim in (grammar, model))
    if one is not None and other is not None and one != other:
        yield "force", one, other
    one, other = (_claimant_id(claim.claimant) for claim in (grammar, model))
    if one is not None and other is not None and one != other:
        yield "claimant", one, other


def _claimant_id(link: Attribution | None) -> str | None:
    return None if link is None else link.source


def _joined(names: frozenset[str]) -> str:
    return "+".join(sorted(names))
