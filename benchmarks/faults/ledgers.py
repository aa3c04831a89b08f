"""The parts that write ledgers by commands: adding texts, copies and what is restored of them; on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import pairwise
from pathlib import Path

from filelock import FileLock
from sqlalchemy import func, select

from benchmarks.faults.children import tollbook
from benchmarks.faults.disks import Disk
from benchmarks.faults.outcomes import FAULTS, FaultName, Seen
from benchmarks.faults.places import Places
from tests.ledger.databases import store_of
from tollbook.core.errors import TollbookError
from tollbook.core.types import document_id
from tollbook.ledger import schema
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.ledger.engines import is_address, sqlite_library
from tollbook.ledger.ledger import Ledger

TEXTS = 8
_FILLER_WORDS = 1_500


def text_of(name: str) -> str:
    """Return a text with one claim, and with words that pack badly, so that it takes room; equal names give equal texts."""
    chance = random.Random(name)
    filler = " ".join(f"{chance.choice('bcdfgh')}{chance.getrandbits(60):x}" for _ in range(_FILLER_WORDS))
    said = f"Norland lost {13 + chance.randrange(70)} tanks near Orlivka on Monday, the Norland Defence Ministry said."
    return f"Report {name}. {said}\n\n{filler}\n"


def look_into(place: str, *, expected: set[str], perhaps: Sequence[set[str]] = ()) -> Seen:
    """Compare a ledger's documents (ids) with those that have to be there, and sets of others that may be, each as a whole.

    A claim that stands more than once for a document is doubled.
    """
    with Ledger.open(place) as ledger, store_of(ledger).reading() as connection:
        held = list(connection.execute(select(schema.document.c.id)).scalars())
        claims = connection.execute(select(func.count()).select_from(schema.claim)).scalar_one()
        problems = problems_of(ledger)
    there = set(held)
    halves = sum(0 < len(some & there) < len(some) for some in perhaps)
    allowed = expected.union(*perhaps)
    wrong = len(held) - len(there) + len(there - allowed) + halves + abs(claims - len(there))
    return Seen(lost=len(expected - there), wrong=wrong, problems=problems)


def problems_of(ledger: Ledger) -> int:
    """Return how many problems verification finds, and how often a time in the log is before an earlier one."""
    with store_of(ledger).reading() as connection:
        times = list(connection.execute(select(schema.batch.c.recorded_at).order_by(schema.batch.c.seq)).scalars())
    return len(list(ledger.verify())) + sum(later < earlier for earlier, later in pairwise(times))


def left_beside(room: Path, *, wanted: str) -> int:
    """Return how many files are in a folder beside the wanted one: a command that was given again leaves nothing half-written.

    The lock stays, and what SQLite keeps beside a file that somebody reads.
    """
    kept = {f"{wanted}{end}" for end in ("", ".lock", "-wal", "-shm")}
    return sum(path.name not in kept for path in room.iterdir())


@contextmanager
def another_writer(place: str, nth: int) -> Iterator[None]:
    """Hold a ledger's lock: Tollbook's own and that of the database by turns."""
    if is_address(place):
        with Ledger.open(place) as other, store_of(other).writing() as connection:
            if nth % 2:
                connection.exec_driver_sql("lock table claim in exclusive mode")
            yield
    elif nth % 2:
        with FileLock(f"{place}.lock"):
            yield
    else:
        with closing(sqlite_library().connect(place, isolation_level=None)) as stranger:
            stranger.execute("begin immediate")
            yield


class Adding:
    """`tollbook add`: the nth piece of work is a folder of texts, which are one batch."""

    locks = True
    faults: tuple[FaultName, ...] = FAULTS

    def __init__(self, kind: str, *, inputs: Path, room: Path, places: Places) -> None:
        self.name, self.room = f"add, {kind}", room
        self._inputs, self._places = inputs, places
        self._place = places.make(room / "desk.ledger")
        Ledger.create(self._place, origin="desk.example/faults").close()
        self._finished: set[str] = set()

    def command(self, nth: int) -> Sequence[str]:
        """Write the nth folder of texts, and return the command that adds it."""
        folder = self._inputs / f"texts-{nth}"
        folder.mkdir(exist_ok=True)
        for number in range(TEXTS):
            (folder / f"{number}.txt").write_text(text_of(f"{nth}.{number}"), encoding="utf-8")
        return tollbook("add", "--recursive", folder, "--ledger", self._place, "--published", "2031-03-11")

    def _documents(self, nth: int) -> set[str]:
        return {document_id(text_of(f"{nth}.{number}")) for number in range(TEXTS)}

    def is_done(self, nth: int) -> bool:
        """Tell that it is to be given again: what is there already changes nothing."""
        return False

    def look(self, nth: int, *, finished: bool) -> Seen:
        """Compare the ledger with the folders."""
        if not finished:
            return look_into(self._place, expected=self._finished, perhaps=[self._documents(nth)])
        self._finished |= self._documents(nth)
        seen = look_into(self._place, expected=self._finished)
        seen.wrong += 0 if is_address(self._place) else left_beside(self.room, wanted="desk.ledger")
        return seen

    def held(self, nth: int) -> AbstractContextManager[object]:
        """Let another process write."""
        return another_writer(self._place, nth)

    def full(self, disk: Disk, *, leaving: int) -> AbstractContextManager[object]:
        """Let the ledger's disk be full."""
        return self._places.full(disk, leaving=leaving)

    def unwritable(self, nth: int) -> AbstractContextManager[Sequence[str]]:
        """Let the ledger be read-only."""
        return self._places.read_only(self._place)


class Copying:
    """`tollbook backup` and `tollbook restore` by turns: the nth piece of work is a copy of a ledger, or a ledger made of a copy."""

    locks = False
    faults: tuple[FaultName, ...] = FAULTS

    def __init__(self, kind: str, *, inputs: Path, room: Path, places: Places) -> None:
        self.name, self.room = f"backup and restore, {kind}", room
        self._places, self._made = places, {}
        self._source, self._copy = places.make(inputs / "desk.ledger"), inputs / "copy.db"
        self._head = _filled(self._source, self._copy)

    def command(self, nth: int) -> Sequence[str]:
        """Return the command that copies, or restores into a new place."""
        if nth not in self._made:
            self._made[nth] = str(self.room / f"{nth}.db") if nth % 2 else self._places.make(self.room / f"{nth}.db")
        if nth % 2:
            return tollbook("backup", self._source, "-o", self._made[nth])
        return tollbook("restore", self._copy, self._made[nth])

    def _is_whole(self, nth: int) -> bool:
        try:
            with Ledger.open(self._made[nth]) as made:
                return made.checkpoint() == self._head and not list(made.verify())
        except TollbookError:
            return False

    def is_done(self, nth: int) -> bool:
        """Tell whether the copy or the ledger is there as a whole: then its name is taken."""
        return self._is_whole(nth)

    def look(self, nth: int, *, finished: bool) -> Seen:
        """Look whether a copy is there as a whole or not at all, and nothing of it is left half-written; then make room for the next."""
        place, whole = self._made[nth], self._is_whole(nth)
        if not finished:
            return Seen(wrong=int(not whole and not self._places.is_empty(place)))
        seen = Seen(lost=int(not whole), wrong=left_beside(self.room, wanted="-" if is_address(place) else Path(place).name))
        self._places.remove(place)
        return seen

    def held(self, nth: int) -> AbstractContextManager[object]:
        """Let another process write to the ledger that is copied."""
        return another_writer(self._source, nth)

    def full(self, disk: Disk, *, leaving: int) -> AbstractContextManager[object]:
        """Let the disk be full that the copy or the ledger goes to."""
        return self._places.full(disk, leaving=leaving)

    def unwritable(self, nth: int) -> AbstractContextManager[Sequence[str]]:
        """Let nothing be written to where the copy or the ledger goes."""
        return self._places.read_only(self._made[nth])


def _filled(place: str, copy: Path) -> Checkpoint:
    """Make a ledger with some texts and a copy of it, and return its head."""
    from tollbook.flow.read import read
    from tollbook.ledger.backup import back_up

    with Ledger.create(place, origin="desk.example/faults") as ledger:
        for number in range(4):
            ledger.add([read(text_of(f"source {number}.{nth}")) for nth in range(20)])
        back_up(store_of(ledger), copy)
        return ledger.checkpoint()
