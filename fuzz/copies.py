"""What is fuzzed of ledgers as files: a damaged copy is restored as it was, or not at all, and a damaged ledger answers or says so."""

from __future__ import annotations

from contextlib import closing
from functools import lru_cache
from pathlib import Path

from fuzz.target import BrokenLaw, Target, scratch, written

LONGEST = 1_000_000


def _restore(content: bytes) -> None:
    from tollbook.ledger.backup import restore

    target = _removed("restored.db")
    copied = restore(written("copy.db", content), str(target))
    if copied.checkpoint.text != _head():
        raise BrokenLaw(f"another ledger was restored: {copied.checkpoint.text!r}")


def _ask(content: bytes) -> None:
    from tollbook.ledger.ledger import Ledger

    _removed("damaged.db")
    with Ledger.open(str(written("damaged.db", content))) as ledger:
        for query in ("", "soldiers", "force:NOR measure:killed"):
            for entry in ledger.query(query, limit=5).entries:
                ledger.trace(entry.claim.id)
        ledger.series()
        ledger.stats()
        list(ledger.verify())


def _removed(name: str) -> Path:
    """Remove a ledger of an input before, with what SQLite left beside it; return its place."""
    for path in scratch().glob(f"{name}*"):
        path.unlink()
    return scratch() / name


@lru_cache(maxsize=1)
def _copy() -> tuple[bytes, str]:
    from tests.ledger.samples import fill
    from tollbook.ledger.backup import back_up
    from tollbook.ledger.ledger import Ledger

    with closing(Ledger.create(str(_removed("seed.db")), origin="desk.example/losses", actor="desk")) as ledger:
        fill(ledger)
        place = _removed("seed-copy.db")
        copied = back_up(ledger._store, place)
    return place.read_bytes(), copied.checkpoint.text


def _head() -> str:
    return _copy()[1]


def _copies() -> list[bytes]:
    return [_copy()[0]]


TARGETS = (
    Target(name="copy", run=_restore, seeds=_copies, share=2, longest=LONGEST, in_place=True),
    Target(name="ledger", run=_ask, seeds=_copies, share=2, longest=LONGEST, in_place=True),
)
