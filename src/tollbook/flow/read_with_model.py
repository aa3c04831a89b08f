"""Read a document by grammar, have a language model read the same gated passages, and keep what the text bears out.

The grammar reads first and whatever the model does: without an answer the reading is what it is without a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tollbook.core.progress import Progress, Stage
from tollbook.core.types import Claim, Document, Reading, Span
from tollbook.flow.read import read_document, words_for
from tollbook.reading.agreement import Difference, Standing, compare_readers
from tollbook.reading.passages import Passage, find_passages
from tollbook.reading.proposal_request import answer_schema, instructions, passage_message
from tollbook.reading.proposals import Rejection, check_answer
from tollbook.reading.text import Words
from tollbook.sources.model_endpoint import ModelClient, NoAnswer

MOST_PASSAGES = 1_000
"""Passages of one document that a model is asked about at most: each is a question that somebody pays for."""
_READERS: Mapping[Standing, tuple[str, ...]] = {
    "both": ("grammar", "model"),
    "differ": ("grammar",),
    "grammar alone": ("grammar",),
    "model alone": ("model",),
    "not asked": ("grammar",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A passage on which the model gave no answer that could be read, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """A reading by grammar and model; `standing` says by a claim's id who read it.

    `passages` is what the gate let through, `sent` what of it was sent, `left_out` what of it has no answer.
    """

    reading: Reading
    model: str
    passages: tuple[Passage, ...] = ()
    sent: tuple[Passage, ...] = ()
    standing: Mapping[str, Standing]
    differences: tuple[Difference, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def keeping(self, reading: Reading) -> ModelReading:
        """Return the same with the claims of `reading` alone, a part of its own."""
        kept = {claim.id for claim in reading.claims}
        return replace(
            self,
            reading=reading,
            standing={claim: standing for claim, standing in self.standing.items() if claim in kept},
            differences=tuple(one for one in self.differences if one.claim in kept),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the contract of the reading with one more field, `model_reading` (docs/model-reader.md)."""
        text = self.reading.document.text
        return {**self.reading.to_dict(), "model_reading": self._own_fields(text)}

    def _own_fields(self, text: str) -> dict[str, Any]:
        return {
            "model": self.model,
            "passages": [[passage.span.start, passage.span.end] for passage in self.passages],
            "sent": [[passage.span.start, passage.span.end] for passage in self.sent],
            "claims": {claim: {"standing": standing, "readers": list(_READERS[standing])} for claim, standing in self.standing.items()},
            "differences": [
                {
                    "standing": one.standing,
                    "claim": one.claim,
                    "span": [one.span.start, one.span.end],
                    "quote": one.span.quote(text),
                    "fields": {name: {"grammar": grammar, "model": model} for name, grammar, model in one.fields},
                    "note": one.note or None,
                }
                for one in self.differences
            ],
            "rejections": [
                {"passage": [one.passage.start, one.passage.end], "proposed": one.quote, "reason": one.reason} for one in self.rejections
            ],
            "left_out": [{"passage": [one.span.start, one.span.end], "reason": one.reason} for one in self.left_out],
        }


def read_with_model(
    document: Document, client: ModelClient, *, theatre: str | None = "auto", context: str = "conflict", tell: Progress | None = None
) -> ModelReading:
    """Return what grammar and model read in a document; see `read` for the options and their errors.

    Only the passages that the gate lets through are sent. No failure of the endpoint raises: what it did not answer is in `left_out`.
    """
    reading = read_document(document, theatre=theatre, context=context)
    words = words_for(document, theatre=theatre)
    passages = find_passages(document, words=words, context=context)
    answers = _Answers()
    for done, passage in enumerate(passages[:MOST_PASSAGES]):
        if tell is not None:
            tell(Stage(name="asking the model", done=done, total=min(len(passages), MOST_PASSAGES)))
        _ask(passage, client, answers, document=document, words=words)
    for passage in passages[MOST_PASSAGES:]:
        answers.left_out.append(LeftOut(span=passage.span, reason=f"over {MOST_PASSAGES:,} passages in one document"))
    compared = compare_readers(reading, answers.claims, asked=answers.answered)
    return ModelReading(
        reading=compared.reading,
        model=client.model,
        passages=passages,
        sent=tuple(answers.sent),
        standing=compared.standing,
        differences=compared.differences,
        rejections=tuple(answers.rejections),
        left_out=tuple(answers.left_out),
    )


@dataclass(slots=True)
class _Answers:
    """What came of the passages so far."""

    sent: list[Passage] = field(default_factory=list)
    answered: list[Span] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def _ask(passage: Passage, client: ModelClient, answers: _Answers, *, document: Document, words: Words) -> None:
    answer = client.ask(instructions(), passage_message(passage), schema=answer_schema())
    if not isinstance(answer, NoAnswer) or answer.sent:
        answers.sent.append(passage)
    if isinstance(answer, NoAnswer):
        answers.left_out.append(LeftOut(span=passage.span, reason=answer.reason))
        return
    checked = check_answer(answer.content, passage, document=document, words=words)
    if checked.malformed is not None:
        answers.left_out.append(LeftOut(span=passage.span, reason=checked.malformed))
        return
    answers.answered.append(passage.span)
    answers.claims += checked.claims
    answers.rejections += checked.rejections
