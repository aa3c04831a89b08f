"""Add readings and rows of data sets: new documents, new readings of known ones, revised cells. Adding twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from tollbook.core.records import Added, Change
from tollbook.ledger import schema
from tollbook.ledger.appending import Batch
from tollbook.ledger.canonical import Row, compressed, decompressed, digest_of, text_bytes, value_of
from tollbook.ledger.columns import DERIVED, Prepared, index_words
from tollbook.ledger.differences import differences
from tollbook.ledger.known import Known, Standing, is_new_reading, read_known
from tollbook.ledger.linking import Candidate, Link, link_of
from tollbook.ledger.neighbors import Neighbors, candidate_of, read_neighbors
from tollbook.ledger.versions import is_behind

_AT = {name: nth for nth, name in enumerate(DERIVED)}
_CLAIMED = ("stated", "low", "high", "alike")


def add_prepared(connection: Connection, batch: Batch, prepared: Sequence[Prepared]) -> Added:
    """Put what is new into the batch, and return what that is."""
    known = read_known(connection, prepared)
    neighbors = read_neighbors(connection, [one for one in prepared if is_new_reading(known.get(one.document), one)])
    bodies = _Bodies(connection)
    total = Added()
    for one in prepared:
        total += _add_one(batch, one, known=known, neighbors=neighbors, bodies=bodies)
    return total


def _add_one(batch: Batch, one: Prepared, *, known: dict[str, Known], neighbors: Neighbors, bodies: _Bodies) -> Added:
    document = known.get(one.document)
    sighting = one.sighting_digest
    new_reading = is_new_reading(document, one)
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
    behind = is_behind(one.reader_version, document.versions)
    document.versions.add(one.reader_version)
    position = batch.position
    batch.put(schema.reading, (position, document.position, one.reader_version, digest_of(one.body), compressed(one.body)))
    bodies.remember(position, one.body)
    passages = [_put_passage(batch, one, span, document=document.position) for span in one.passages]
    before = dict(document.standing)
    statements = 0
    for ordinal, claim in enumerate(one.claims):
        seq = batch.claim_number()
        link = _link(batch, claim, seq, document=document, neighbors=neighbors)
        statements += link.statement == seq
        row = (seq, position, position, ordinal, document.position, passages[one.held[ordinal]], *claim, link.statement, link.rule)
        batch.put(schema.claim, row)
        if behind or document.withdrawn or claim[0] in document.settled:
            _set_aside(batch, claim[0], seq, document=document, behind=behind)
        else:
            _let_stand(batch, claim, ordinal, seq, document=document, neighbors=neighbors, link=link)
    if before and not behind:
        gone = _leave_out(batch, one, before, document)
        batch.changes += bodies.changes(before, document.standing, gone)
    return Added(claims=len(one.claims), statements=statements)


def _set_aside(batch: Batch, mention: str, seq: int, *, document: Known, behind: bool) -> None:
    """Keep a row that doesn't stand: of an older reader, of a retracted document, or of a mention that a person has judged."""
    stands = document.standing.get(mention)
    if mention in document.settled or document.withdrawn:
        batch.replace(seq, document.settled.get(mention), "decided")
    elif behind:
        batch.replace(seq, None if stands is None else stands.seq, "reread")


def _leave_out(batch: Batch, one: Prepared, before: Mapping[str, Standing], document: Known) -> list[str]:
    """Let mentions that a newer reader doesn't see stand no longer, unless they are settled; return their ids."""
    seen = {claim[0] for claim in one.claims}
    gone = [mention for mention in before if mention not in seen and mention not in document.settled]
    for mention in gone:
        batch.replace(before[mention].seq, None, "reread")
        document.standing.pop(mention, None)
    return gone


def _put_passage(batch: Batch, one: Prepared, span: tuple[int, int], *, document: int) -> int:
    seq = batch.passage_number()
    batch.put(schema.passage, (seq, batch.position, document, span[0], span[1]))
    batch.words.append((seq, index_words(one.text[span[0] : span[1]])))
    return seq


def _link(batch: Batch, claim: Row, seq: int, *, document: Known, neighbors: Neighbors) -> Link:
    earlier = document.standing.get(claim[0])
    if earlier is not None and earlier.link == "person":
        return Link(earlier.statement, "person")
    gone = batch.replaced
    same_words = [other for other in neighbors.same_words(claim) if other.seq not in gone]
    alike = [other for other in neighbors.alike(claim) if other.seq not in gone]
    mention = candidate_of(seq, seq, document.position, claim)
    if mention.cell:
        return _link_of_cell(mention, same_words, alike)
    if earlier is not None:
        alike = [other for other in alike if other.seq != earlier.seq]
    # Most mentions have no neighbor at all.
    link = link_of(mention, same_words=same_words, alike=alike) if same_words or alike else None
    if earlier is not None and (link is None or link.statement == earlier.statement) and _claimed(claim) == earlier.claim:
        return Link(earlier.statement, "echo" if earlier.link == "echo" else "reread")
    return Link(seq, "first") if link is None else link


def _claimed(claim: Row) -> tuple[Any, ...]:
    """Return what a claim says as far as its statement goes: read otherwise, it is another statement."""
    return tuple(claim[_AT[name]] for name in _CLAIMED)


def _link_of_cell(mention: Candidate, same_cell: Sequence[Candidate], alike: Sequence[Candidate]) -> Link:
    """Link a data set's figure to the same cell of another version, else to a text's same figure of the same day.

    Another day's is never it: a total that stands still for a week is seven statements.
    """
    for other in reversed(same_cell):
        if _same_value(mention, other):
            return Link(other.statement, "same cell")
    link = link_of(mention, same_words=(), alike=[other for other in alike if other.day == mention.day])
    return link if link is not None and link.rule == "same figure" else Link(mention.seq, "first")


def _same_value(one: Candidate, other: Candidate) -> bool:
    return (one.stated, one.low, one.high) == (other.stated, other.low, other.high)


def _let_stand(batch: Batch, claim: Row, ordinal: int, seq: int, *, document: Known, neighbors: Neighbors, link: Link) -> None:
    """Let a row stand in the place of the mention's former one, and let later mentions find it."""
    mention = claim[0]
    earlier = document.standing.get(mention)
    if earlier is not None:
        batch.replace(earlier.seq, seq, "reread")
    document.standing[mention] = Standing(
        seq=seq, reading=batch.position, ordinal=ordinal, statement=link.statement, link=link.rule, claim=_claimed(claim)
    )
    candidate = candidate_of(seq, link.statement, document.position, claim)
    if candidate.cell:
        _revise(batch, candidate, mention, neighbors.same_cell(claim))
    neighbors.remember(candidate, claim)


def _revise(batch: Batch, candidate: Candidate, mention: str, same_cell: list[Candidate]) -> None:
    """Let a cell's new figure replace its former ones, which stay in the ledger."""
    former = [other for other in same_cell if not _same_value(candidate, other) and other.seq not in batch.replaced]
    for other in former:
        batch.replace(other.seq, candidate.seq, "revised")
        batch.changes.append(Change(claim=mention, field="value", before=other.stated, after=candidate.stated))
        same_cell.remove(other)


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
