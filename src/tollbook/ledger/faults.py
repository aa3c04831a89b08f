"""Tell a database's errors as Tollbook's: what happened to which ledger, and what to do. No driver's error leaves the package."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from tollbook.core.errors import DamagedLedger, ForeignDatabase, LedgerBusy, LedgerError, LedgerMissing, SchemaMismatch

Stored = ParamSpec("Stored")
Made = TypeVar("Made")
_DAMAGED = "restore a backup; `tollbook verify` names what is broken"
# What the drivers print, in the order in which it is looked for; sqlite.org/rescode.html names SQLite's.
_TOLD: tuple[tuple[tuple[str, ...], type[LedgerError], str, str], ...] = (
    (
        ("database or disk is full", "No space left on device", "disk full", "disk quota"),
        LedgerBusy,
        "the disk is full; nothing of this was kept",
        "make room, then try again",
    ),
    (
        # SQLite says so where the index of its log finds no room, of quotas and limits, and of a disk that fails: not of a damaged ledger.
        ("disk I/O error", "File too large", "could not extend file"),
        LedgerBusy,
        "its disk is full, over a quota or a limit, or fails; nothing of this was kept",
        "look at the disk, make room, then try again; `tollbook verify` tells whether the ledger is whole",
    ),
    (
        ("database is locked", "database table is locked", "lock timeout", "could not obtain lock"),
        LedgerBusy,
        "another process holds the database",
        "wait for it to end, then try again",
    ),
    (
        ("readonly database", "read-only transaction", "permission denied"),
        LedgerBusy,
        "it can't be written",
        "ask for the right to write to it and to its folder",
    ),
    (
        ("file is not a database", "file is encrypted"),
        ForeignDatabase,
        "no ledger",
        "name a ledger that `tollbook init` made",
    ),
    (
        ("malformed", "invalid page", "could not read block", "corrupt"),
        DamagedLedger,
        "the database is damaged",
        _DAMAGED,
    ),
    (
        ("unable to open database file",),
        LedgerBusy,
        "the file can't be opened",
        "ask for the right to read it and its folder",
    ),
    (
        ("FATAL:  database",),
        LedgerMissing,
        "its server has no such database",
        "make one with `createdb`, then a ledger in it with `tollbook init`",
    ),
    (
        ("FATAL:  role", "authentication failed", "no password supplied"),
        LedgerMissing,
        "its server refuses this user",
        "name another user, or ask for the right to use the database",
    ),
    (
        (
            "Connection refused", "could not translate host", "connection failed", "server closed the connection", "timeout expired",
            "connection is bad",
        ),
        LedgerMissing,
        "its server doesn't answer",
        "start the server, or mend the address",
    ),
    (
        ("does not exist", "no such table", "no such column"),
        SchemaMismatch,
        "a table or column of a ledger is missing",
        "`tollbook verify` says what; `tollbook init --upgrade` brings an older ledger up to date",
    ),
    (
        ("append-only",),
        LedgerError,
        "a change of what was appended was refused",
        "append a correction, with `tollbook review` or `tollbook retract`",
    ),
)  # fmt: skip


def from_stored(make: Callable[Stored, Made], *stored: Stored.args, **named: Stored.kwargs) -> Made:
    """Return what `make` makes of stored values. Raises DamagedLedger where they are not what was once stored.

    A flipped byte of a file turns a day into none, a key into another, text into bytes: the database gives them out as they are.
    """
    try:
        return make(*stored, **named)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise DamagedLedger(f"a stored value can't be read ({type(error).__name__}: {error})", do=_DAMAGED) from error


@contextmanager
def told(address: str) -> Iterator[None]:
    """Let an error of the database leave as one of Tollbook's that names the ledger at `address`."""
    try:
        yield
    except DBAPIError as error:
        raise _translated(str(error.orig), address) from error
    except (zlib.error, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DamagedLedger(f"a text or a reading can't be opened: {error}", where=address, do=_DAMAGED) from error
    except NoConnection as error:
        raise LedgerBusy("every connection to it is in use", where=address, do="try again in a moment") from error
    except SQLAlchemyError as error:
        raise LedgerError(f"the database failed: {_first_line(str(error))}", where=address) from error


def _translated(words: str, address: str) -> LedgerError:
    for signs, kind, met, do in _TOLD:
        if any(sign in words for sign in signs):
            return kind(met, where=address, do=do)
    return LedgerError(f"the database failed: {_first_line(words)}", where=address)


def _first_line(words: str) -> str:
    return next(iter(words.splitlines()), "no reason given")
