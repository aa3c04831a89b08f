"""Which documents of a ledger echo which, so that what copies tell counts once. Appended, never changed; undone by appending too.

What an echo does to claims is done by links: a claim of a copy joins the statement of the original's same figure, for the reason "echo".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select

from tollbook.core.errors import UnknownRecord
from tollbook.core.records import COPIES, Echo, Sighting
from tollbook.ledger import schema
from tollbook.ledger.appending import Batch
from tollbook.ledger.chunks import chunks
from tollbook.ledger.entries import load_sightings, load_texts
from tollbook.ledger.linking import WORDING_DAYS, days_apart
from tollbook.ledger.moments import replaced_by

_TEXTS = 200
_AUTHOR = "author"


def load_articles(connection: Connection, size: int) -> Iterator[tuple[str, Sighting]]:
    """Return the texts with their first sightings, in the order in which they were added. Rows of data sets are left out."""
    column = schema.document.c
    after = -1
    while True:
        chosen = select(column.position).where(column.position > after, column.position < size).order_by(column.position).limit(_TEXTS)
        numbers = list(connection.execute(chosen).scalars())
        if not numbers:
            return
        sightings, texts = load_sightings(connection, numbers, size), load_texts(connection, numbers)
        for number in numbers:
            seen = sightings.get(number, [])
            if seen and not seen[0].row:
                yield texts[number][1], seen[0]
        after = numbers[-1]


def read_echoes(connection: Connection, size: int) -> Iterator[Echo]:
    """Return what each document is to another as the first `size` entries of the log know it, in the order in which that was said."""
    echo, document, original = schema.echo.c, schema.document.alias("document"), schema.document.alias("original")
    last = select(func.max(echo.position)).where(echo.position < size).group_by(echo.document)
    rows = connection.execute(
        select(document.c.id, original.c.id.label("original"), echo.relation, echo.shared)
        .join(document, document.c.position == echo.document)
        .join(original, original.c.position == echo.original)
        .where(echo.position.in_(last), echo.original.is_not(None))
        .order_by(echo.position)
    )
    for row in rows:
        yield Echo(document=row.id, original=row.original, relation=row.relation, shared=row.shared)


def record_echoes(connection: Connection, batch: Batch, echoes: Iterable[Echo]) -> tuple[int, int]:
    """Append what is new of some echoes, and link the claims of copies. Return how many documents and how many claims that is.

    Documents that the ledger doesn't hold are passed over; what it says already changes nothing.
    """
    documents = claims = 0
    waiting, told = iter(echoes), _Told(connection, batch)
    while listed := list(islice(waiting, _TEXTS)):
        numbers = _numbers(connection, {name for one in listed for name in (one.document, one.original) if name is not None})
        known = _last(connection, numbers.values())
        for one in listed:
            if one.document in numbers and one.original in numbers:
                linked = _record(told, one, (numbers[one.document], numbers[one.original]), known.get(numbers[one.document]), batch)
                documents += linked is not None
                claims += linked or 0
    return documents, claims


def _numbers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    column = schema.document.c
    found: dict[str, int] = {}
    for some in chunks(names):
        found |= {row.id: row.position for row in connection.execute(select(column.id, column.position).where(column.id.in_(some)))}
    return found


def _last(connection: Connection, documents: Iterable[int]) -> dict[int, Any]:
    column = schema.echo.c
    found: dict[int, Any] = {}
    for some in chunks(documents):
        rows = connection.execute(select(schema.echo).where(column.document.in_(some)).order_by(column.position))
        found |= {row.document: row for row in rows}
    return found


class _Told:
    """What the original and the copies of a group told so far: the rows that stand. It holds one group at a time."""

    def __init__(self, connection: Connection, batch: Batch) -> None:
        self.connection, self.batch = connection, batch
        self._original: int | None = None
        self._rows: list[Any] = []

    def links(self, document: int, original: int) -> list[tuple[Any, int]]:
        """Return the rows of a copy that tell what was told, each with the statement that it joins; what it adds is told from now on.

        A person's link stays, and so does that to another text. What joined the copy's own statement goes with it.
        """
        if original != self._original:
            self._original, self._rows = original, _standing(self.connection, self.batch, original)
        found, added = [], []
        for row in _standing(self.connection, self.batch, document):
            statements = {other.statement for other in self._rows if _is_same(row, other)}
            if row.link != "first" or row.cell or len(statements) != 1:
                added.append(row)
            elif (statement := statements.pop()) != row.statement:
                found += [(each, statement) for each in (row, *_followers(self.connection, self.batch, row))]
        self._rows += added
        return found


def _record(told: _Told, one: Echo, numbers: tuple[int, int], before: Any, batch: Batch) -> int | None:
    """Append one echo where it says something new; return how many claims it links, None where it is known."""
    document, original = numbers
    same = before is not None and (before.original, before.relation) == (original, one.relation)
    links = told.links(document, original) if one.relation in COPIES else []
    if same and not links:
        return None
    batch.put(schema.echo, (batch.open("echo"), document, original, one.relation, float(one.shared)))
    for row, statement in links:
        batch.replace(row.seq, batch.copy_claim(row, statement=statement, link="echo"), "relinked")
    return len(links)


def _standing(connection: Connection, batch: Batch, document: int) -> list[Any]:
    column = schema.claim.c
    chosen = select(schema.claim).where(column.document == document, ~replaced_by(batch.head.size)).order_by(column.seq)
    return [row for row in connection.execute(chosen) if row.seq not in batch.replaced]


def _followers(connection: Connection, batch: Batch, founder: Any) -> list[Any]:
    """Return the other rows that stand as mentions of a row's statement."""
    column = schema.claim.c
    of_it = (column.statement == founder.statement, column.statement != column.seq, column.seq != founder.seq)
    rows = connection.execute(select(schema.claim).where(*of_it, ~replaced_by(batch.head.size)).order_by(column.seq))
    return [row for row in rows if row.seq not in batch.replaced]


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether a copy's claim is the original's: the same figure of the same thing, by the same source or by none any more."""
    alike = ("stated", "low", "high", "unit", "measure", "population", "outcome", "force", "kind", "assertion")
    if any(getattr(one, name) != getattr(other, name) for name in alike):
        return False
    if one.source != other.source and _AUTHOR not in (one.source, other.source):
        return False
    apart = days_apart(one.day, other.day)
    return apart is None or apart <= WORDING_DAYS


def part_echoes(connection: Connection, batch: Batch, documents: Iterable[str] | None) -> tuple[int, int]:
    """Undo what was said of some documents, or of all (None): what they were linked to for it they are linked to no longer.

    Return how many documents and how many claims that is. Raises UnknownRecord for a document that is no echo.
    """
    echo = schema.echo.c
    last = select(func.max(echo.position)).group_by(echo.document)
    standing = connection.execute(select(schema.echo).where(echo.position.in_(last), echo.original.is_not(None)).order_by(echo.position))
    known = {row.document: row for row in standing}
    parted = dict.fromkeys(known if documents is None else _chosen(connection, list(documents), known))
    stay = {row.document for row in known.values() if row.relation in COPIES and row.document not in parted}
    claims = 0
    for document in parted:
        batch.put(schema.echo, (batch.open("echo"), document, None, "parted", 0.0))
        for now in _linked(connection, batch, document):
            if now.seq not in batch.replaced and now.document not in stay:
                before = _before(connection, now)
                batch.replace(now.seq, batch.copy_claim(now, statement=before.statement, link=before.link), "relinked")
                claims += 1
    return len(parted), claims


def _chosen(connection: Connection, names: list[str], known: Mapping[int, Any]) -> list[int]:
    numbers = _numbers(connection, names)
    for name in names:
        if numbers.get(name) not in known:
            raise UnknownRecord(f"no document {name!r} that is an echo", do="`tollbook echoes LEDGER --list` lists them")
    return list(numbers.values())


def _linked(connection: Connection, batch: Batch, document: int) -> Iterator[Any]:
    """Return the rows that stand and are linked because a document is an echo: its own, and what went with them."""
    yield from (row for row in _standing(connection, batch, document) if row.link == "echo")
    echo, replacement = schema.echo.c, schema.replacement.c
    for positions in chunks(connection.execute(select(echo.position).where(echo.document == document)).scalars()):
        relinked = select(replacement.new).where(replacement.position.in_(positions), replacement.reason == "relinked")
        for new in connection.execute(relinked.order_by(replacement.old)).scalars():
            now = _now(connection, new)
            if now is not None and now.link == "echo" and now.document != document:
                yield now


def _now(connection: Connection, seq: int | None) -> Any:
    """Return the row that stands in the place of a row by now, None where none does."""
    replacement = schema.replacement.c
    while seq is not None:
        found = connection.execute(select(replacement.new).where(replacement.old == seq)).first()
        if found is None:
            return connection.execute(select(schema.claim).where(schema.claim.c.seq == seq)).one()
        seq = found.new
    return None


def _before(connection: Connection, now: Any) -> Any:
    """Return the last row of a mention that no echo linked."""
    column = schema.claim.c
    earlier = select(schema.claim).where(column.mention == now.mention, column.seq < now.seq, column.link != "echo")
    return connection.execute(earlier.order_by(column.seq.desc()).limit(1)).one()
