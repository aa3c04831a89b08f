"""The part that watches feeds: `tollbook watch --once`, again and again as cron does, beside a site that behaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import select

from benchmarks.faults.children import tollbook
from benchmarks.faults.disks import Disk, read_only
from benchmarks.faults.ledgers import another_writer, problems_of
from benchmarks.faults.outcomes import FAULTS, FaultName, Seen
from benchmarks.faults.places import Files
from benchmarks.watch_site import Site
from tests.ledger.databases import store_of
from tollbook.ledger import schema
from tollbook.ledger.ledger import Ledger
from tollbook.scale.feeds.state import State

NEW = 8
ORIGIN = "desk.example/faults"
LISTS = {"rss.xml": "feed", "broken.xml": "feed", "atom.xml": "feed", "plain.xml": "sitemap", "packed.xml.gz": "sitemap"}


class Watching:
    """The nth piece of work is what the site has published since the last one."""

    name, locks = "watch", True
    faults: tuple[FaultName, ...] = FAULTS

    def __init__(self, site: Site, *, inputs: Path, room: Path) -> None:
        self.room = room
        self._site, self._list, self._published = site, inputs / "feeds.toml", 0
        self._ledger, self._state = str(room / "desk.ledger"), room / "feeds.state"
        feeds = "".join(
            f'[[feed]]\nname = "{name}"\nurl = "{site.address("/" + name)}"\nkind = "{kind}"\nsince = "20000d"\n'
            for name, kind in {**LISTS, "index.xml": "sitemap"}.items()
        )
        self._list.write_text(f'[watch]\ngap = "0s"\n{feeds}', encoding="utf-8")
        Ledger.create(self._ledger, origin=ORIGIN).close()

    def command(self, nth: int) -> Sequence[str]:
        """Let the site publish, and return the command that looks at it."""
        if nth > self._published:
            self._site.turn(new=NEW, changes=0)
            self._published = nth
        host = f"127.0.0.1:{self._site.port}"
        return tollbook("watch", self._list, "--once", "--ledger", self._ledger, "--state", self._state, "--allow-host", host)

    def is_done(self, nth: int) -> bool:
        """Tell that it is to be given again: what is there already changes nothing."""
        return False

    def look(self, nth: int, *, finished: bool) -> Seen:
        """Compare the ledger with what the site has published: each page is a document, told by its first words."""
        with Ledger.open(self._ledger) as ledger:
            with store_of(ledger).reading() as connection:
                held = list(connection.execute(select(schema.document.c.id)).scalars())
            found = [_report(ledger, identity) for identity in held]
            problems = problems_of(ledger)
        missing = len(self._site.pages) - len(set(found))
        return Seen(lost=missing if finished else 0, wrong=len(found) - len(set(found)), problems=problems)

    @contextmanager
    def held(self, nth: int) -> Iterator[None]:
        """Let another process write to the ledger, or hold what the watch remembers."""
        if nth % 3:
            with another_writer(self._ledger, nth):
                yield
        else:
            with State(self._state, ledger=ORIGIN):
                yield

    def full(self, disk: Disk, *, leaving: int) -> AbstractContextManager[object]:
        """Let the disk of the ledger and of what the watch remembers be full."""
        return Files().full(disk, leaving=leaving // 4)

    def unwritable(self, nth: int) -> AbstractContextManager[Sequence[str]]:
        """Let both be read-only."""
        return read_only(self.room)


def _report(ledger: Ledger, identity: str) -> str:
    """Return what tells one page's document from another's."""
    reading = ledger.reading_of(identity)
    text = "" if reading is None else reading.document.text
    return next((line.partition(". ")[0] for line in text.splitlines() if line.startswith("Report ") and ", edition" in line), identity)
