"""Find mentions that may be of the same statement, by their keys: those that stand in the ledger, and those of the batch so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from sqlalchemy import Connection

from tollbook.ledger.canonical import Row, ascii_json
from tollbook.ledger.columns import DERIVED, Prepared, near_keys
from tollbook.ledger.linking import Candidate

_AT = {name: nth for nth, name in enumerate(DERIVED)}
_ALIKE, _WORDING, _CELL = _AT["alike"], _AT["wording"], _AT["cell"]
_LINKING = itemgetter(*(_AT[name] for name in Candidate._fields[3:]))
Candidates = dict[int, list[Candidate]]


@dataclass(slots=True, kw_only=True)
class Neighbors:
    """Candidates for a link, by key. `told` holds those of texts about the same thing, `cells` those of data sets.

    A cell of a data set is never linked with another cell for being alike: two rows with the same number are two events.
    """

    told: Candidates = field(default_factory=dict)
    cells: Candidates = field(default_factory=dict)
    by_wording: Candidates = field(default_factory=dict)

    def alike(self, claim: Row) -> list[Candidate]:
        """Return the mentions about the same thing as a claim."""
        if claim[_CELL]:
            # A cell's figure is only ever that of its own day, which has its own key.
            return [] if claim[_ALIKE] is None else self.told.get(claim[_ALIKE], [])
        keys = near_keys(claim[_ALIKE])
        return _found(self.told, keys) + _found(self.cells, keys) if self.cells else _found(self.told, keys)

    def same_words(self, claim: Row) -> list[Candidate]:
        """Return the mentions in the same words as a claim, or of the same cell of a data set."""
        return _found(self.by_wording, _wordings(claim))

    def same_cell(self, claim: Row) -> list[Candidate]:
        """Return the list, to be changed, of the mentions of a cell."""
        return self.by_wording.get(claim[_WORDING], [])

    def remember(self, candidate: Candidate, claim: Row) -> None:
        """Let later mentions of the batch find this one."""
        alike, wording = claim[_ALIKE], claim[_WORDING]
        if alike is not None:
            (self.cells if candidate.cell else self.told).setdefault(alike, []).append(candidate)
        if wording is not None:
            self.by_wording.setdefault(wording, []).append(candidate)


def candidate_of(seq: int, statement: int, document: int, claim: Row) -> Candidate:
    """Return a mention as linking looks at it, from the derived columns of its claim."""
    return Candidate(seq, statement, document, *_LINKING(claim))


def _wordings(claim: Row) -> tuple[int, ...]:
    """Return the keys under which the same words stand; a cell of a data set has one key, whatever its day."""
    wording = claim[_WORDING]
    return (wording,) if claim[_CELL] and wording is not None else near_keys(wording)


def _found(candidates: Mapping[int, list[Candidate]], keys: Iterable[int]) -> list[Candidate]:
    return [candidate for key in keys if key in candidates for candidate in candidates[key]]


def read_neighbors(connection: Connection, prepared: Sequence[Prepared]) -> Neighbors:
    """Return the standing mentions of the ledger that share a key with one of the readings."""
    claims = [claim for one in prepared for claim in one.claims]
    told = {key for claim in claims for key in ((claim[_ALIKE],) if claim[_CELL] else near_keys(claim[_ALIKE])) if key is not None}
    cells = {key for claim in claims if not claim[_CELL] for key in near_keys(claim[_ALIKE])}
    wordings = {key for claim in claims for key in _wordings(claim)}
    return Neighbors(
        told=_standing_by(connection, "alike", told, where="claim.cell = 0"),
        cells=_standing_by(connection, "alike", cells, where="claim.cell = 1"),
        by_wording=_standing_by(connection, "wording", wordings),
    )


def _standing_by(connection: Connection, column: str, keys: set[int], *, where: str = "true") -> Candidates:
    """Return the mentions that stand, by a column's keys, in the order in which they were added.

    The keys go in as one value: a statement with ten thousand placeholders costs more than what it finds.
    """
    if not keys:
        return {}
    found: Candidates = {}
    wanted = "json_each(?) as wanted" if connection.dialect.name == "sqlite" else "unnest(%s::bigint[]) as wanted (value)"
    value = ascii_json(list(keys)) if connection.dialect.name == "sqlite" else list(keys)
    fields = ", ".join(f"claim.{name}" for name in Candidate._fields)
    rows = connection.exec_driver_sql(
        f"select claim.{column}, {fields} from {wanted} join claim on claim.{column} = wanted.value "
        f"where {where} and not exists (select 1 from replacement where replacement.old = claim.seq) order by claim.seq",
        (value,),
    )
    for key, *fields_of in rows:
        found.setdefault(key, []).append(Candidate(*fields_of))
    return found
