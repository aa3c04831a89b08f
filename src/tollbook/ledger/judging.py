"""What persons append: reviews, corrections, other links, retractions and their undoing, each with a who and a why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, get_args

from sqlalchemy import Connection, select

from tollbook.core.contract_values import claim_from_dict
from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.core.readers import version_of_person
from tollbook.core.records import DECISIONS, Decision
from tollbook.core.types import Assertion, HedgeKind, PeriodKind, Unit
from tollbook.ledger import schema
from tollbook.ledger.appending import Batch
from tollbook.ledger.canonical import Row, ascii_json, canonical, compressed, digest_of
from tollbook.ledger.columns import derived_columns, storable
from tollbook.ledger.corrections import refuse_disorder, refuse_unfit
from tollbook.ledger.entries import load_bodies, load_texts
from tollbook.ledger.moments import EVERYTHING, replaced_by
from tollbook.ledger.tracing import rows_of_mention

CORRECTABLE: Final[Mapping[str, str]] = {
    "quantity.stated": "the number",
    "quantity.low": "least value that the words allow",
    "quantity.high": "greatest value, null for none",
    "quantity.hedge": "exact, about, nearly, over, at_least, under, up_to, between or vague",
    "measure.categories": "list of categories",
    "measure.unit": "person, item, km2 or share",
    "measure.term": "the source's own word",
    "measure.population": "which people",
    "measure.outcome": "what became of materiel",
    "measure.base": "what a share is a share of",
    "force": "id of the force whose loss it is",
    "period.kind": "flow, cumulative or stock",
    "period.start": "first day",
    "period.end": "last day",
    "place": "place by name",
    "source": "id of the first claimant",
    "assertion": "stated, denied or hypothetical",
}
"""What a person can correct of a claim. Its words and their place are the text's, and stay."""
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "quantity.hedge": get_args(HedgeKind),
    "measure.unit": get_args(Unit),
    "period.kind": get_args(PeriodKind),
    "assertion": get_args(Assertion),
}
OWN_STATEMENT = "own"
"""As the statement of a link: the claim is an assertion of its own."""
_SEE_TRACE: Final = "`tollbook trace` shows what happened to it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person says of a claim. `change` maps fields of `CORRECTABLE` to values; `statement` is another statement's id, or "own"."""

    decision: Decision
    by: str
    why: str
    change: Mapping[str, Any]
    statement: str | None = None


def judge(connection: Connection, batch: Batch, claim: str, judgement: Judgement) -> str:
    """Append a person's judgement of a claim, and return the claim's id. Raises UnknownRecord or UsageError."""
    _check(judgement)
    rows = rows_of_mention(connection, claim, batch.head.size)
    standing = _standing(connection, [row.seq for row in rows], batch.head.size)
    row = standing or _last(connection, [row.seq for row in rows])
    batch.open("review")
    change = {**judgement.change, **({} if judgement.statement is None else {"statement": judgement.statement})}
    _put_review(batch, judgement, claim=row, change=change)
    if judgement.decision == "reject" and standing is not None:
        batch.replace(standing.seq, None, "rejected")
    elif judgement.decision == "correct":
        _correct(connection, batch, row, judgement, stands=standing is not None)
    elif judgement.decision == "accept" and standing is None:
        _accept_again(connection, batch, row)
    if judgement.statement is not None and judgement.decision != "correct":
        _relink(connection, batch, row, judgement.statement, stands=standing is not None)
    mention: str = row.mention
    return mention


def _check(judgement: Judgement) -> None:
    if judgement.decision not in DECISIONS:
        raise UsageError(f"unknown decision {judgement.decision!r}", expected=", ".join(DECISIONS))
    _refuse_unsigned(judgement.by, judgement.why)
    if (judgement.decision == "correct") != bool(judgement.change):
        raise UsageError(
            "a correction without a change" if not judgement.change else f"a change with the decision {judgement.decision!r}",
            expected="correct, with one or more changes",
            do="give --set FIELD=VALUE, such as --set force=PRK",
        )
    if judgement.statement is not None and judgement.decision == "reject":
        raise UsageError("a link with a rejection", expected="one of both", do="reject it without naming a statement")
    _check_change(judgement.change)


def _refuse_unsigned(by: str, why: str) -> None:
    if not by.strip():
        raise UsageError("nobody is named", expected="who judges", do="give --by NAME")
    if not why.strip():
        raise UsageError("no reason is given", expected="why", do='give --why "..."')


def _check_change(change: Mapping[str, Any]) -> None:
    for name in change:
        if name not in CORRECTABLE:
            raise UsageError(f"unknown field {name!r}", expected=", ".join(CORRECTABLE))
    refuse_unfit(change, CORRECTABLE)
    for name, value in change.items():
        if name in _CHOICES and value not in _CHOICES[name]:
            raise UsageError(f"{name}={value!r}", expected=f"one of {', '.join(_CHOICES[name])}")


def _standing(connection: Connection, numbers: list[int], size: int) -> Any:
    column = schema.claim.c
    return connection.execute(select(schema.claim).where(column.seq.in_(numbers), ~replaced_by(size))).first()


def _last(connection: Connection, numbers: list[int]) -> Any:
    return connection.execute(select(schema.claim).where(schema.claim.c.seq == max(numbers))).one()


def _put_review(batch: Batch, judgement: Judgement, *, claim: Any, change: Mapping[str, Any]) -> None:
    row = (batch.position, claim.seq, claim.document, claim.mention, judgement.decision, storable(judgement.by), storable(judgement.why))
    batch.put(schema.review, (*row, ascii_json(change)))


def _accept_again(connection: Connection, batch: Batch, row: Any) -> None:
    """Let a row stand again; where a data set's later figure of its cell stands, it is that one's turn to stand no longer."""
    copy = batch.copy_claim(row, statement=row.statement, link=row.link)
    later, replacement = row.seq, schema.replacement.c
    while True:
        found = connection.execute(select(replacement.new, replacement.reason).where(replacement.old == later)).first()
        if found is None or found.new is None:
            break
        later = found.new
    if found is None and later != row.seq:
        batch.replace(later, copy, "revised")


def _relink(connection: Connection, batch: Batch, row: Any, statement: str, *, stands: bool) -> None:
    if not stands:
        raise UsageError("the claim stands no longer, so it has no link to change", do="accept it first")
    founder: int | None = None
    if statement != OWN_STATEMENT:
        founder = _founder(connection, statement, batch.head.size)
    elif row.statement == row.seq:
        raise UsageError("the claim founded its statement already", do="link its echoes elsewhere instead")
    batch.replace(row.seq, batch.copy_claim(row, statement=founder, link="person"), "relinked")


def _founder(connection: Connection, statement: str, size: int) -> int:
    """Return the founding mention of the statement that a person named by its id, or by the id of one of its mentions."""
    rows = rows_of_mention(connection, statement, size)
    standing = _standing(connection, [row.seq for row in rows], size)
    founder: int = rows[-1].statement if standing is None else standing.statement
    return founder


def _correct(connection: Connection, batch: Batch, row: Any, judgement: Judgement, *, stands: bool) -> None:
    """Append a reading of one claim by a person, and let its claim stand in place of the former."""
    body = dict(load_bodies(connection, [row.reading])[row.reading])
    identity, text = load_texts(connection, [row.document])[row.document]
    claim = corrected(body["claims"][row.ordinal], judgement.change)
    refuse_disorder(claim)
    claim_from_dict(claim, identity)
    if "cells" in body:
        body["cells"] = [body["cells"][row.ordinal]]
    version = storable(version_of_person(judgement.by))
    body |= {"claims": [claim], "judgements": [], "tolls": [], "abstentions": [], "reader": {"version": version}}
    content = canonical(body)
    position = batch.position
    batch.put(schema.reading, (position, row.document, version, digest_of(content), compressed(content)))
    seq = batch.claim_number()
    cells: Row = derived_columns(body, text)[0]
    other = judgement.statement not in (None, OWN_STATEMENT)
    founder = _founder(connection, str(judgement.statement), batch.head.size) if other else seq
    link = "first" if judgement.statement is None else "person"
    batch.put(schema.claim, (seq, position, position, 0, row.document, row.passage, *cells, founder, link))
    if stands:
        batch.replace(row.seq, seq, "corrected")


def corrected(claim: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return a claim of the contract with some fields changed. Its words, their span and its id stay."""
    changed = {**claim, "rules": [*claim["rules"], "person.corrected"]}
    for name, value in change.items():
        whole, _, part = name.partition(".")
        if part:
            changed[whole] = {**changed[whole], part: sorted(value) if part == "categories" else value}
        elif name == "force":
            changed["force"] = {"id": value, "text": (claim["force"] or {}).get("text", value)}
        elif name == "place":
            changed["place"] = None if value is None else {"id": None, "text": value}
        elif name == "source":
            first = {"source": value, "text": value, "voice": "reported", "cue": None, "span": None}
            changed["attribution"] = [first, *claim["attribution"][1 if len(claim["attribution"]) > 1 else 0 :]]
        else:
            changed[name] = value
    return {**changed, "quantity": _holding(changed["quantity"], change)}


def _holding(quantity: Mapping[str, Any], change: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a quantity whose bounds hold the number that it states; those that were corrected themselves are left alone."""
    stated, low, high = quantity["stated"], quantity["low"], quantity["high"]
    if stated is None or "quantity.low" in change or "quantity.high" in change:
        return quantity
    return {**quantity, "low": min(low, stated), "high": None if high is None else max(high, stated)}


def retract(connection: Connection, batch: Batch, target: str, *, by: str, why: str) -> int:
    """Let a claim, or all claims of a document, stand no longer. Return how many stood. Raises UnknownRecord or UsageError."""
    _refuse_unsigned(by, why)
    whole = _target(connection, target, batch.head.size)
    chosen = _standing_of(connection, whole, batch.head.size)
    if not chosen:
        raise UsageError(f"nothing of {target} stands", do=_SEE_TRACE)
    _put_decision(batch, whole, "retract", by=by, why=why)
    for row in chosen:
        batch.replace(row.seq, None, "retracted")
    return len(chosen)


def restore(connection: Connection, batch: Batch, target: str, *, by: str, why: str) -> int:
    """Undo a retraction: what it took out is appended once more. Return how many claims that is. Raises UnknownRecord or UsageError."""
    _refuse_unsigned(by, why)
    whole = _target(connection, target, batch.head.size)
    chosen = _retracted(connection, whole)
    if not chosen:
        raise UsageError(f"nothing of {target} is retracted", do=_SEE_TRACE)
    _put_decision(batch, whole, "restore", by=by, why=why)
    for row in chosen:
        batch.copy_claim(row, statement=row.statement, link=row.link)
    return len(chosen)


class _Target(NamedTuple):
    """What is retracted or restored: a document by its number, or one mention of it, then with its last row ("" and None without)."""

    document: int
    mention: str
    claim: int | None


def _put_decision(batch: Batch, target: _Target, decision: Decision, *, by: str, why: str) -> None:
    position = batch.open("review")
    batch.put(schema.review, (position, target.claim, target.document, target.mention, decision, storable(by), storable(why), "{}"))


def _target(connection: Connection, target: str, size: int) -> _Target:
    """Return what is named by the id of a document, or by that of a claim or its beginning."""
    document = _document(connection, target)
    if document is not None:
        return _Target(document, "", None)
    last = rows_of_mention(connection, target, size)[-1]
    return _Target(last.document, last.mention, last.seq)


def _document(connection: Connection, target: str) -> int | None:
    if len(target) != 32:
        return None
    number: int | None = connection.execute(select(schema.document.c.position).where(schema.document.c.id == target)).scalar()
    if number is None:
        raise UnknownRecord(f"no document {target!r}", do="`tollbook query` lists claims with their documents")
    return number


def _standing_of(connection: Connection, target: _Target, size: int) -> list[Any]:
    claim = schema.claim.c
    of_it = claim.document == target.document if target.claim is None else claim.mention == target.mention
    return list(connection.execute(select(schema.claim).where(of_it, ~replaced_by(size)).order_by(claim.seq)))


def _retracted(connection: Connection, target: _Target) -> list[Any]:
    """Return the rows that the last retraction of just this took out, but for those of which something stands again."""
    review, replacement, claim = schema.review.c, schema.replacement.c, schema.claim.c
    last = connection.execute(
        select(review.position, review.decision)
        .where(review.document == target.document, review.mention == target.mention, review.decision.in_(("retract", "restore")))
        .order_by(review.position.desc())
        .limit(1)
    ).first()
    if last is None or last.decision != "retract":
        return []
    rows = connection.execute(
        select(schema.claim)
        .join(schema.replacement, replacement.old == claim.seq)
        .where(replacement.position == last.position, replacement.reason == "retracted")
        .order_by(claim.seq)
    )
    standing = select(claim.mention).where(claim.document == target.document, ~replaced_by(EVERYTHING))
    stand_again = set(connection.execute(standing).scalars())
    return [row for row in rows if row.mention not in stand_again]
