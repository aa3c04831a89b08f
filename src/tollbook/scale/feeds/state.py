"""What a watch remembers between two runs: a small SQLite file of what was asked, what was read, and when to ask again.

It is held by one watch at a time. What it says of a document is written after the ledger has it: lost, it is only asked for again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from tollbook.core.errors import UsageError
from tollbook.scale.feeds.listed import Listed
from tollbook.sources.extracted import shown
from tollbook.sources.web import Validators

VERSION = "1"
PUT_BACK = 60.0
"""Seconds by which the clock may go back without anything being moved: what corrects a clock moves it by less."""
_ANOTHER = "give another file with --state, or remove this one"
_UNWRITABLE = {
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_IOERR: "its disk is full, over a quota or a limit, or fails",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened",
    sqlite3.SQLITE_BUSY: "another process holds it",
}
"""What SQLite's kinds of errors mean where the file is what it should be."""
_SCHEMA = """
create table note (name text primary key, value text not null) strict;
create table host (name text primary key, due real not null, failures integer not null) strict;
create table listing (
    feed text not null, url text not null, host text not null, depth integer not null, stamp text not null, etag text,
    last_modified text, due real not null, asked real not null, failures integer not null, fault text, primary key (feed, url)
) strict;
create table article (
    url text primary key, feed text not null, host text not null, etag text, last_modified text, document text, due real,
    read real, tries integer not null, fault text, title text, day text
) strict;
create table listed (feed text not null, url text not null, stamp text not null, primary key (feed, url)) strict;
create index article_due on article (due) where due is not null;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A place that is asked what it lists. `depth` is 0 for the feed itself, 1 for a sitemap that it names."""

    feed: str
    url: str
    depth: int
    known: Validators
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A document that is to be asked for. `document` is the id of what stood there when it was last read."""

    feed: str
    url: str
    known: Validators
    document: str | None
    tries: int
    title: str | None
    day: date | None


Task = Listing | Article


def host_of(url: str) -> str:
    """Return the host of an address with its port, as politeness counts them.

    >>> host_of("https://News.example:8443/a")
    'news.example:8443'
    """
    return urlsplit(url).netloc.lower()


def _prepared(connection: sqlite3.Connection, ledger: str) -> dict[str, str]:
    """Make the tables of a new state, and return the notes of it; none of a file that is damaged or something else."""
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    if not connection.execute("select count(*) from sqlite_master").fetchone()[0]:
        # Tables and notes at once: a state without notes would be nobody's.
        connection.executescript(f"begin; {_SCHEMA}")
        connection.executemany("insert into note values (?, ?)", [("version", VERSION), ("ledger", ledger)])
        connection.execute("commit")
    return dict(connection.execute("select name, value from note").fetchall()) if _is_whole(connection) else {}


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Tell whether a file's pages are sound and its tables those of a state: a damaged one would fail in the middle of a watch."""
    tables = "select type, name, sql from sqlite_master order by type, name"
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(_SCHEMA)
        own = made.execute(tables).fetchall()
    sound = connection.execute("pragma quick_check(1)").fetchone() == ("ok",)
    return sound and connection.execute(tables).fetchall() == own


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _day(text: str | None) -> date | None:
    """Return a day of the state, None for none and for one that is damaged: a day is kept for its document's sake alone."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


class State:
    """An open state; a context manager that closes it. Times are seconds since 1970."""

    def __init__(self, path: Path, *, ledger: str) -> None:
        """Open the state of a watch for the ledger of that name. Raises UsageError where it is another's, held, or no state."""
        self._path = path
        self._lock = FileLock(f"{path}.lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise UsageError("another watch holds this state", where=shown(str(path)), do="wait for it to end, or give --state") from error
        except OSError as error:
            raise UsageError(f"can't be written: {error.strerror}", where=shown(str(path)), do="give --state in another folder") from error
        try:
            self._connection = self._open(ledger)
            self._latest = self._noted = self._time_noted()
        except UsageError:
            self._lock.release()
            raise

    def _open(self, ledger: str) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._path, isolation_level=None)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        try:
            connection.text_factory = _text
            notes = _prepared(connection, ledger)
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where SQLite's own words quote damaged ones
            connection.close()
            raise self._unusable(error) from error
        if not notes:
            connection.close()
            raise UsageError("no state of a watch, or a damaged one", where=shown(str(self._path)), do=_ANOTHER)
        if notes.get("version") != VERSION or notes.get("ledger") != ledger:
            connection.close()
            met = f"the state of a watch for another ledger ({shown(notes.get('ledger', 'unknown'))})"
            raise UsageError(met, where=shown(str(self._path)), do="give each ledger its own state with --state, or remove this one")
        return connection

    def _unusable(self, error: Exception) -> UsageError:
        """Return what an error of the file means to who runs the watch."""
        where = shown(str(self._path))
        # A code's low byte is the kind of error, the rest of it the particulars.
        why = _UNWRITABLE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if why is not None:
            return UsageError(
                f"can't be written: {why}", where=where, do="mend that or give --state elsewhere, then start the watch again: it goes on"
            )
        return UsageError(f"no state of a watch ({error})", where=where, do=_ANOTHER)

    @contextmanager
    def _told(self) -> Iterator[sqlite3.Connection]:
        """Give the connection, and let its errors leave as UsageError."""
        try:
            yield self._connection
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def __enter__(self) -> State:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()
        self._lock.release()

    def _execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        with self._told() as connection:
            return connection.execute(statement, values)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[sqlite3.Connection]:
        with self._told() as connection:
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            finally:
                # At a full disk SQLite undoes it by itself.
                if connection.in_transaction:
                    connection.execute("rollback")

    def _time_noted(self) -> float:
        found = self._execute("select value from note where name = 'clock'").fetchone()
        return 0.0 if found is None else float(found[0])

    def keep_time(self, now: float) -> None:
        """Let what is waited for stay as far off as it was where the clock has been put back, or it would wait for years.

        It is to be told of every look at the clock. What lists documents is then asked for whole: while the clock was ahead, all of them
        may have looked too old.
        """
        if self._latest - now > PUT_BACK:
            with self._all_or_nothing() as connection:
                by = (now - self._latest,)
                connection.execute(
                    "update listing set due = due + ?1, asked = asked + ?1, stamp = '', etag = null, last_modified = null", by
                )
                connection.execute("update article set due = due + ?1, read = read + ?1", by)
                connection.execute("update host set due = due + ?1", by)
                self._note_time(connection, now)
        elif now - self._noted > PUT_BACK:
            with self._all_or_nothing() as connection:
                self._note_time(connection, now)
        self._latest = now

    def _note_time(self, connection: sqlite3.Connection, now: float) -> None:
        connection.execute("insert or replace into note values ('clock', ?)", (repr(now),))
        self._noted = now

    def watch(self, feeds: Iterable[tuple[str, str]], *, now: float, all_due: bool) -> None:
        """Take up the feeds (name and address) that are to be watched, and put away what is waiting for others.

        With `all_due` each of them is to be asked now, whenever its turn was.
        """
        wanted = list(feeds)
        self.keep_time(now)
        with self._all_or_nothing() as connection:
            connection.execute("create temp table if not exists wanted (feed text primary key, url text)")
            connection.execute("delete from wanted")
            connection.executemany("insert into wanted values (?, ?)", wanted)
            connection.execute(
                "delete from listing where feed not in (select feed from wanted) "
                "or depth = 0 and not exists (select 1 from wanted where wanted.feed = listing.feed and wanted.url = listing.url)"
            )
            connection.execute("delete from listed where feed not in (select feed from wanted)")
            # What another feed lists as well is its own from now on: it would bring no news of it.
            connection.execute(
                "update article set feed = (select feed from listed where listed.url = article.url order by feed limit 1) "
                "where feed not in (select feed from wanted) and url in (select url from listed)"
            )
            connection.execute("delete from article where due is not null and document is null and feed not in (select feed from wanted)")
            connection.execute("update article set due = null where feed not in (select feed from wanted)")
            connection.executemany(
                "insert or ignore into listing values (?, ?, ?, 0, '', null, null, ?, 0, 0, null)",
                [(feed, url, host_of(url), now) for feed, url in wanted],
            )
            if all_due:
                connection.execute("update listing set due = ? where depth = 0", (now,))

    def next_task(self, now: float, *, asked_before: float, patient: bool) -> tuple[Task | None, float | None]:
        """Return what is to be asked now, or None and the moment at which something will be (None: never).

        Listings that were asked at or after `asked_before` rest. Without `patient`, what waits for a host that failed twice in a row,
        or for its own next try, is left for another run; the pause between two requests to one host is always waited for.
        """
        self.keep_time(now)
        found = self._execute(
            "with task as ("
            " select 1 as rank, feed, url, host, due from article where due is not null union all"
            " select 0, feed, url, host, due from listing where asked < ?)"
            " select rank, feed, url, max(task.due, coalesce(host.due, 0)) as at from task left join host on host.name = task.host"
            " where ? or (task.due <= ? and (coalesce(host.failures, 0) < 2 or host.due <= ?)) order by at > ?, rank desc, at limit 1",
            (asked_before, patient, now, now, now),
        ).fetchone()
        if found is None:
            return None, None
        rank, feed, url, at = found
        if at > now:
            return None, self._earliest(now, asked_before=asked_before, patient=patient)
        return (self._article(url) if rank else self._listing(feed, url)), now

    def _earliest(self, now: float, *, asked_before: float, patient: bool) -> float:
        (at,) = self._execute(
            "with task as (select host, due from article where due is not null union all"
            " select host, due from listing where asked < ?)"
            " select min(max(task.due, coalesce(host.due, 0))) from task left join host on host.name = task.host"
            " where ? or (task.due <= ? and (coalesce(host.failures, 0) < 2 or host.due <= ?))",
            (asked_before, patient, now, now),
        ).fetchone()
        return float(at)

    def _listing(self, feed: str, url: str) -> Listing:
        depth, etag, modified, failures = self._execute(
            "select depth, etag, last_modified, failures from listing where feed = ? and url = ?", (feed, url)
        ).fetchone()
        return Listing(feed=feed, url=url, depth=depth, known=Validators(etag=etag, last_modified=modified), failures=failures)

    def _article(self, url: str) -> Article:
        feed, etag, modified, document, tries, title, day = self._execute(
            "select feed, etag, last_modified, document, tries, title, day from article where url = ?", (url,)
        ).fetchone()
        return Article(
            feed=feed,
            url=url,
            known=Validators(etag=etag, last_modified=modified),
            document=document,
            tries=tries,
            title=title,
            day=_day(day),
        )

    def listed(self, listing: Listing, found: Iterable[Listed], *, validators: Validators, now: float, due: float, most: int) -> int:
        """Write what a place lists and when to ask it again, all at once; return how many documents were put in the queue.

        No more than `most` are: then the validators are left out, so that the place gives the rest the next time.
        """
        queued = 0
        with self._all_or_nothing() as connection:
            for one in found:
                if one.is_listing:
                    self._put_listing(connection, listing, one, now=now)
                elif queued >= most:
                    validators = Validators()
                    break
                elif self._is_news(connection, listing.feed, one):
                    self._queue(connection, listing.feed, one, now=now)
                    queued += 1
            connection.execute(
                "update listing set etag = ?, last_modified = ?, due = ?, asked = ?, failures = 0, fault = null where feed = ? and url = ?",
                (validators.etag, validators.last_modified, due, now, listing.feed, listing.url),
            )
        return queued

    def _put_listing(self, connection: sqlite3.Connection, parent: Listing, one: Listed, *, now: float) -> None:
        """Take up a sitemap that an index names: it is due when the index says that it changed, or doesn't say. Indexes nest once."""
        if parent.depth > 0:
            return
        connection.execute(
            "insert into listing values (?, ?, ?, ?, ?, null, null, ?, 0, 0, null) on conflict (feed, url) do update set "
            "due = case when listing.stamp != excluded.stamp or excluded.stamp = '' then excluded.due else listing.due end, "
            "stamp = excluded.stamp where listing.depth > 0",
            (parent.feed, one.url, host_of(one.url), parent.depth + 1, one.stamp, now),
        )

    def _is_news(self, connection: sqlite3.Connection, feed: str, one: Listed) -> bool:
        """Tell whether a feed lists a document for the first time, or otherwise than before."""
        before = connection.execute("select stamp from listed where feed = ? and url = ?", (feed, one.url)).fetchone()
        if before is not None and before[0] == one.stamp:
            return False
        connection.execute("insert or replace into listed values (?, ?, ?)", (feed, one.url, one.stamp))
        known = connection.execute("select 1 from article where url = ?", (one.url,)).fetchone() is not None
        # Another feed that lists a known document for the first time brings no news of it.
        return before is not None or not known

    def _queue(self, connection: sqlite3.Connection, feed: str, one: Listed, *, now: float) -> None:
        connection.execute(
            "insert into article values (?, ?, ?, null, null, null, ?, null, 0, null, ?, ?) "
            "on conflict (url) do update set feed = excluded.feed, due = excluded.due, tries = 0, "
            "title = excluded.title, day = excluded.day",
            (one.url, feed, host_of(one.url), now, one.title, None if one.day is None else one.day.isoformat()),
        )

    def ask_again(self, feed: str, urls: Iterable[str], *, now: float, read_before: float) -> None:
        """Put documents that a feed lists and that were last read before a moment into the queue once more, for this feed.

        They may have been read for another: one that lists them as well, or this one under an earlier name.
        """
        with self._all_or_nothing() as connection:
            connection.executemany(
                "update article set feed = ?, due = ?, tries = 0 where url = ? and due is null and document is not null and read <= ?",
                [(feed, now, url, read_before) for url in urls],
            )

    def document_at(self, url: str) -> str | None:
        """Return the id of the document that was last read at an address."""
        found = self._execute("select document from article where url = ?", (url,)).fetchone()
        return None if found is None else found[0]

    def was_read(self, url: str, *, feed: str, document: str | None, validators: Validators, now: float) -> None:
        """Write that what stands at an address is in the ledger, or is what was there before (`document` None)."""
        self._execute(
            "insert into article values (?, ?, ?, ?, ?, ?, null, ?, 0, null, null, null) on conflict (url) do update set "
            "feed = excluded.feed, etag = excluded.etag, last_modified = excluded.last_modified, "
            "document = coalesce(excluded.document, document), due = null, read = excluded.read, tries = 0, fault = null",
            (url, feed, host_of(url), validators.etag, validators.last_modified, document, now),
        )

    def failed(self, task: Task, fault: str, *, due: float | None, now: float) -> None:
        """Write that a task failed, and when to try again: None gives a document up until its listing says that it changed."""
        if isinstance(task, Listing):
            self._execute(
                "update listing set due = ?, asked = ?, failures = failures + 1, fault = ? where feed = ? and url = ?",
                (due, now, fault[:500], task.feed, task.url),
            )
        else:
            self._execute("update article set due = ?, tries = tries + 1, fault = ? where url = ?", (due, fault[:500], task.url))

    def host(self, name: str) -> tuple[float, int]:
        """Return when a host may be asked next, and how often in a row it failed."""
        found = self._execute("select due, failures from host where name = ?", (name,)).fetchone()
        return (0.0, 0) if found is None else (found[0], found[1])

    def rest(self, name: str, *, until: float, failures: int) -> None:
        """Leave a host alone until a moment."""
        self._execute("insert or replace into host values (?, ?, ?)", (name, until, failures))

    def waiting(self) -> int:
        """Return how many documents are in the queue."""
        found = self._execute("select count(*) from article where due is not null").fetchone()
        return int(found[0])
