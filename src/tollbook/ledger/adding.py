"""Add readings and rows of data sets: new documents, new readings of known ones, revised cells. Adding twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from tollbook.core.records import Added, Change
from tollbook.ledger import schema
from tollbook.ledger.appending import Batch
from tollbook.ledger.canonical import Row, ascii_json, compressed, decompressed, digest_of, text_bytes, value_of
from tollbook.ledger.columns import DERIVED, Prepared, index_words, near_keys
from tollbook.ledger.differences import differences
from tollbook.ledger.linking import Candidate, Link, link_of

_CHUNK = 900
_AT = {name: nth for nth, name in enumerate(DERIVED)}
_ALIKE, _WORDING = _AT["alike"], _AT["wording"]
_LINKING = itemgetter(*(_AT[name] for name in Candidate._fields[3:]))
_DECIDED = ("rejected", "retracted")


@dataclass(slots=True, kw_only=True)
class Known:
    """What the ledger holds of a document, kept up to date while a batch grows.

    `standing` gives the row of each mention that stands, `judged` the mentions whose row a person has decided on: None where the
    decision was that nothing stands.
    """

    position: int
    versions: set[str] = field(default_factory=set)
    sightings: set[str] = field(default_factory=set)
    standing: dict[str, Standing] = field(default_factory=dict)
    judged: dict[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A row that stands: its number, where its body is, and its statement."""

    seq: int
    reading: int
    ordinal: int
    statement: int
    link: str


@dataclass(slots=True, kw_only=True)
class Neighbors:
    """Mentions that may be of the same statement, by their keys: those of the ledger, and those of the batch so far."""

    by_key: dict[int, list[Candidate]] = field(default_factory=dict)
    by_wording: dict[int, list[Candidate]] = field(default_factory=dict)

    def of(self, claim: Row, *, cell: bool) -> tuple[list[Candidate], list[Candidate]]:
        """Return the mentions in the same words as a claim, or of the same cell of a data set, and those about the same thing."""
        return _found(self.by_wording, _wordings(claim[_WORDING], cell=cell)), _found(self.by_key, near_keys(claim[_ALIKE]))

    def remember(self, candidate: Candidate, *, alike: int | None, wording: int | None) -> None:
        """Let later mentions of the batch find this one."""
        if alike is not None:
            self.by_key.setdefault(alike, []).append(candidate)
        if wording is not None:
            self.by_wording.setdefault(wording, []).append(candidate)


def _wordings(wording: int | None, *, cell: bool) -> tuple[int, ...]:
    """Return the keys under which the same words stand; a cell of a data set has one key, whatever its day."""
    return (wording,) if cell and wording is not None else near_keys(wording)


def _found(candidates: Mapping[int, list[Candidate]], keys: Iterable[int]) -> list[Candidate]:
    return [candidate for key in keys if key in candidates for candidate in candidates[key]]


def add_prepared(connection: Connection, batch: Batch, prepared: Sequence[Prepared]) -> Added:
    """Put what is new into the batch, and return what that is."""
    known = _known(connection, prepared)
    fresh = [one for one in prepared if _is_new_reading(known.get(one.document), one)]
    neighbors = _neighbors(connection, fresh)
    bodies = _Bodies(connection)
    total = Added()
    for one in prepared:
        total += _add_one(batch, one, known=known, neighbors=neighbors, bodies=bodies)
    return total


def _is_new_reading(known: Known | None, one: Prepared) -> bool:
    return known is None or one.reader_version not in known.versions


def _add_one(batch: Batch, one: Prepared, *, known: dict[str, Known], neighbors: Neighbors, bodies: _Bodies) -> Added:
    document = known.get(one.document)
    sighting = one.sighting_digest
    new_reading = _is_new_reading(document, one)
    if document is not None and not new_reading and sighting in document.sightings:
        return Added(known=1)
    position = batch.open("document" if document is None else "reading" if new_reading else "sighting")
    is_new = document is None
    if document is None:
        document = known[one.document] = Known(position=position)
        batch.put(schema.document, (position, one.document, len(one.text), compressed(text_bytes(one.text))))
    new_sighting = sighting not in document.sightings
    if new_sighting:
        document.sightings.add(sighting)
        batch.put(schema.sighting, (position, document.position, sighting, one.sighting, one.published))
    told = _put_reading(batch, one, document=document, neighbors=neighbors, bodies=bodies) if new_reading else Added()
    return told + Added(documents=int(is_new), known=int(not is_new), sightings=int(new_sighting))


def _put_reading(batch: Batch, one: Prepared, *, document: Known, neighbors: Neighbors, bodies: _Bodies) -> Added:
    document.versions.add(one.reader_version)
    position = batch.position
    batch.put(schema.reading, (position, document.position, one.reader_version, digest_of(one.body), compressed(one.body)))
    bodies.remember(position, one.body)
    passages = [_put_passage(batch, one, span, document=document.position) for span in one.passages]
    before = dict(document.standing)
    statements = 0
    for ordinal, cells in enumerate(one.claims):
        seq = batch.claim_number()
        link = _link(one, ordinal, seq, document=document, neighbors=neighbors)
        statements += link.statement == seq
        row = (seq, position, position, ordinal, document.position, passages[one.held[ordinal]], *cells, link.statement, link.rule)
        batch.put(schema.claim, row)
        _settle(batch, one, ordinal, seq, document=document, neighbors=neighbors, link=link)
    if before:
        gone = _leave_out(batch, one, before, document)
        batch.changes += bodies.changes(before, document.standing, gone)
    return Added(claims=len(one.claims), statements=statements)


def _leave_out(batch: Batch, one: Prepared, before: Mapping[str, Standing], document: Known) -> list[str]:
    """Let mentions that a newer reader doesn't see stand no longer, unless a person has judged them; return their ids."""
    seen = {cells[0] for cells in one.claims}
    gone = [mention for mention in before if mention not in seen and mention not in document.judged]
    for mention in gone:
        batch.replace(before[mention].seq, None, "reread")
        document.standing.pop(mention, None)
    return gone


def _put_passage(batch: Batch, one: Prepared, span: tuple[int, int], *, document: int) -> int:
    seq = batch.passage_number()
    batch.put(schema.passage, (seq, batch.position, document, span[0], span[1]))
    batch.words.append((seq, index_words(one.text[span[0] : span[1]])))
    return seq


def _link(one: Prepared, ordinal: int, seq: int, *, document: Known, neighbors: Neighbors) -> Link:
    cells = one.claims[ordinal]
    earlier = document.standing.get(cells[0])
    if earlier is not None and earlier.link == "person":
        return Link(earlier.statement, "person")
    same_words, alike = neighbors.of(cells, cell=bool(one.cells))
    if one.cells:
        return _link_of_cell(candidate_of(seq, seq, document.position, cells), same_words, alike)
    if earlier is not None:
        alike = [other for other in alike if other.seq != earlier.seq]
    # Most mentions have no neighbor at all.
    link = None
    if same_words or alike:
        link = link_of(candidate_of(seq, seq, document.position, cells), same_words=same_words, alike=alike)
    if earlier is not None and (link is None or link.statement == earlier.statement):
        return Link(earlier.statement, "reread")
    return Link(seq, "first") if link is None else link


def _link_of_cell(mention: Candidate, same_cell: Sequence[Candidate], alike: Sequence[Candidate]) -> Link:
    """Link a data set's figure to the same cell of another version, else to the same figure of the same day told elsewhere.

    Another day's is never it: a total that stands still for a week is seven statements.
    """
    for other in reversed(same_cell):
        if _same_value(mention, other):
            return Link(other.statement, "same cell")
    same_day = [other for other in alike if other.day == mention.day]
    link = link_of(mention, same_words=(), alike=same_day)
    return link if link is not None and link.rule == "same figure" else Link(mention.seq, "first")


def _same_value(one: Candidate, other: Candidate) -> bool:
    return (one.stated, one.low, one.high) == (other.stated, other.low, other.high)


def _settle(batch: Batch, one: Prepared, ordinal: int, seq: int, *, document: Known, neighbors: Neighbors, link: Link) -> None:
    """Decide which row of the mention stands from now on, and let later mentions find it."""
    cells = one.claims[ordinal]
    mention = cells[0]
    if mention in document.judged:
        batch.replace(seq, document.judged[mention], "decided")
        return
    earlier = document.standing.get(mention)
    if earlier is not None:
        batch.replace(earlier.seq, seq, "reread")
    document.standing[mention] = Standing(seq=seq, reading=batch.position, ordinal=ordinal, statement=link.statement, link=link.rule)
    candidate = candidate_of(seq, link.statement, document.position, cells)
    if one.cells:
        _revise(batch, candidate, mention, neighbors.by_wording.get(cells[_WORDING], []))
    neighbors.remember(candidate, alike=cells[_ALIKE], wording=cells[_WORDING])


def _revise(batch: Batch, candidate: Candidate, mention: str, same_cell: list[Candidate]) -> None:
    """Let a cell's new figure replace its former ones, which stay in the ledger."""
    former = [other for other in same_cell if not _same_value(candidate, other)]
    for other in former:
        batch.replace(other.seq, candidate.seq, "revised")
        batch.changes.append(Change(claim=mention, field="value", before=other.stated, after=candidate.stated))
        same_cell.remove(other)


def candidate_of(seq: int, statement: int, document: int, cells: Row) -> Candidate:
    """Return a mention as linking looks at it, from the derived columns of its claim."""
    return Candidate(seq, statement, document, *_LINKING(cells))


def chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    """Return the distinct values in lists that fit into one statement."""
    distinct = list(dict.fromkeys(values))
    return (distinct[start : start + _CHUNK] for start in range(0, len(distinct), _CHUNK))


def _known(connection: Connection, prepared: Sequence[Prepared]) -> dict[str, Known]:
    documents = schema.document.c
    known: dict[str, Known] = {}
    for ids in chunks(one.document for one in prepared):
        for row in connection.execute(select(documents.id, documents.position).where(documents.id.in_(ids))):
            known[row.id] = Known(position=row.position)
    by_position = {one.position: one for one in known.values()}
    readings, sightings = schema.reading.c, schema.sighting.c
    for positions in chunks(by_position):
        for row in connection.execute(select(readings.document, readings.reader_version).where(readings.document.in_(positions))):
            by_position[row.document].versions.add(row.reader_version)
        for row in connection.execute(select(sightings.document, sightings.digest).where(sightings.document.in_(positions))):
            by_position[row.document].sightings.add(row.digest)
    reread = {known[one.document].position for one in prepared if one.document in known and _is_new_reading(known[one.document], one)}
    for positions in chunks(reread):
        _read_standing(connection, positions, by_position)
    return known


def _read_standing(connection: Connection, positions: list[int], by_position: Mapping[int, Known]) -> None:
    """Fill in which rows of some documents stand, and which mentions a person has decided on."""
    claims, replacements, readings = schema.claim.c, schema.replacement.c, schema.reading.c
    rows = connection.execute(
        select(
            claims.document, claims.mention, claims.seq, claims.reading, claims.ordinal, claims.statement,
            claims.link, replacements.old, replacements.reason, readings.reader_version,
        )
        .outerjoin(schema.replacement, replacements.old == claims.seq)
        .join(schema.reading, readings.position == claims.reading)
        .where(claims.document.in_(positions))
        .order_by(claims.seq)
    )  # fmt: skip
    for row in rows:
        document = by_position[row.document]
        if row.old is None:
            document.standing[row.mention] = Standing(
                seq=row.seq, reading=row.reading, ordinal=row.ordinal, statement=row.statement, link=row.link
            )
            document.judged.pop(row.mention, None)
            # A correction stays one when it is retracted and restored, or linked elsewhere.
            if row.reader_version.startswith("person:"):
                document.judged[row.mention] = row.seq
        elif row.reason in _DECIDED:
            document.judged[row.mention] = None


def _neighbors(connection: Connection, prepared: Sequence[Prepared]) -> Neighbors:
    """Return the standing mentions of the ledger that share a key with one of the readings."""
    alike = {key for one in prepared for cells in one.claims for key in near_keys(cells[_ALIKE])}
    wordings = {key for one in prepared for cells in one.claims for key in _wordings(cells[_WORDING], cell=bool(one.cells))}
    return Neighbors(by_key=_standing_by(connection, "alike", alike), by_wording=_standing_by(connection, "wording", wordings))


def _standing_by(connection: Connection, column: str, keys: set[int]) -> dict[int, list[Candidate]]:
    """Return the mentions that stand, by a column's keys, in the order in which they were added.

    The keys go in as one value: a statement with ten thousand placeholders costs more than what it finds.
    """
    if not keys:
        return {}
    found: dict[int, list[Candidate]] = {}
    wanted = "json_each(?) as wanted" if connection.dialect.name == "sqlite" else "unnest(%s::bigint[]) as wanted (value)"
    value = ascii_json(list(keys)) if connection.dialect.name == "sqlite" else list(keys)
    fields = ", ".join(f"claim.{name}" for name in Candidate._fields)
    rows = connection.exec_driver_sql(
        f"select claim.{column}, {fields} from {wanted} join claim on claim.{column} = wanted.value "
        "where not exists (select 1 from replacement where replacement.old = claim.seq) order by claim.seq",
        (value,),
    )
    for key, *fields_of in rows:
        found.setdefault(key, []).append(Candidate(*fields_of))
    return found


class _Bodies:
    """The bodies of readings that are compared when a document is read anew, each opened once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._of_batch: dict[int, bytes] = {}
        self._opened: dict[int, Mapping[str, Any]] = {}

    def remember(self, position: int, body: bytes) -> None:
        """Keep a body of this batch, which no table holds yet: a batch can hold two readings of one document."""
        self._of_batch[position] = body

    def _claim(self, standing: Standing) -> Mapping[str, Any]:
        body = self._opened.get(standing.reading)
        if body is None:
            body = self._opened[standing.reading] = value_of(self._content(standing.reading))
        claim: Mapping[str, Any] = body["claims"][standing.ordinal]
        return claim

    def _content(self, position: int) -> bytes:
        if position in self._of_batch:
            return self._of_batch[position]
        column = select(schema.reading.c.body).where(schema.reading.c.position == position)
        return decompressed(self._connection.execute(column).scalar_one())

    def changes(self, before: Mapping[str, Standing], after: Mapping[str, Standing], gone: Sequence[str]) -> list[Change]:
        """Return what a newer reading changed of each mention."""
        changed = [Change(claim=mention, field="claim", before=self._claim(before[mention])["quote"], after=None) for mention in gone]
        for mention, now in after.items():
            then = before.get(mention)
            if then is None:
                changed.append(Change(claim=mention, field="claim", before=None, after=self._claim(now)["quote"]))
            elif then.seq != now.seq:
                changed += differences(mention, self._claim(then), self._claim(now))
        return changed
