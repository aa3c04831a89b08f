"""What was added to a ledger, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tollbook.core.contract import as_json
from tollbook.core.display import counted, number_words, plain
from tollbook.core.records import Added, Change

_SHOWN = 20
_ID = 8


def addition_lines(added: Added, *, known: str, dry_run: bool) -> Iterator[str]:
    """Yield what an addition did, and what it changed. `known` names what was there already: "document" or "row"."""
    would = "would be added" if dry_run else "added"
    echoes = added.claims - added.statements
    told = f", {counted(echoes, 'echo', 'echoes')} of what is known" if echoes > 0 else ""
    new = f"{counted(added.claims, 'claim')}, {counted(added.statements, 'new statement')}{told}"
    if added.documents or not added.known:
        yield f"{counted(added.documents, known)} {would}: {new}"
    if added.known:
        reread = f"; newer readings of them {would}: {new}" if added.claims and not added.documents else ""
        yield f"{counted(added.known, known)} known already{reread}"
    elsewhere = added.sightings - added.documents
    if elsewhere > 0:
        yield f"{counted(elsewhere, 'new place')} where a known text was seen"
    if added.replaced:
        yield f"{counted(added.replaced, 'claim')} replaced; what they said is kept"
    yield from (f"  {change_words(change)}" for change in added.changes[:_SHOWN])
    if len(added.changes) > _SHOWN:
        yield f"  and {counted(len(added.changes) - _SHOWN, 'change')} more"


def change_words(change: Change) -> str:
    """Return what changed of one mention: "4be1c0ff force: RUS -> PRK"."""
    name = change.claim[:_ID]
    if change.field == "claim":
        return f"{name} {'is new' if change.before is None else 'is gone'}: {_shown(change.after or change.before)}"
    return f"{name} {change.field.replace('_', ' ')}: {_shown(change.before)} -> {_shown(change.after)}"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_words(value, "item")
    return plain(value) if isinstance(value, str) else plain(as_json(value))


def added_as_dict(added: Added) -> dict[str, Any]:
    """Return an addition as JSON values."""
    changes = [{"claim": one.claim, "field": one.field, "before": one.before, "after": one.after} for one in added.changes]
    return {
        "batches": added.batches,
        "documents": added.documents,
        "known": added.known,
        "claims": added.claims,
        "statements": added.statements,
        "replaced": added.replaced,
        "sightings": added.sightings,
        "changes": changes,
    }
