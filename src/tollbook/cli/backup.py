"""`tollbook backup` and `tollbook restore`: a whole, checked copy of a ledger as one file, and a ledger made of one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, say
from tollbook.cli.ledger_options import LedgerArgument, LedgerPlace, ledger_place, one_ledger
from tollbook.cli.progress import CountingProgress
from tollbook.core.display import counted, plain

if TYPE_CHECKING:
    from tollbook.ledger.backup import Copied


def backup(
    *,
    place: LedgerArgument = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where the copy goes: a new file.")],
    ledger: LedgerPlace = None,
) -> None:
    """Write a copy of a ledger as one file, and check it.

    The ledger may be in use: the copy is all of it as it was at one moment. Then everything that `tollbook verify` recomputes is
    recomputed in the copy, and the ledger's log must lead to it; only then does the file get its name. The copy is a ledger itself, in
    SQLite, also that of a PostgreSQL database, and holds the hashes of its tokens.

    \b
    Examples:
      tollbook backup losses.db -o losses-2026-11-26.db
      tollbook backup postgresql://desk@localhost/losses -o losses.db

    \b
    Exit codes:
      0  done
      2  wrong usage, no ledger, a ledger that doesn't verify, a full disk
    """
    wanted = ledger_place(one_ledger(place, ledger))
    from tollbook.ledger.backup import back_up
    from tollbook.ledger.opening import open_store

    store = open_store(wanted)
    try:
        with CountingProgress("checking") as progress:
            copied = back_up(store, output, progress=progress.at)
    finally:
        store.close()
    say(f"{plain(str(output))}: {_words(copied)}, {copied.bytes:,} bytes\nsha256 {copied.sha256}")


def restore(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `tollbook backup` wrote.")],
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help="A new file, or postgresql://user@host/database with an empty database.")],
) -> None:
    """Make a ledger of a copy, after checking the copy, and check the ledger.

    Nothing that is there is replaced: move a damaged ledger away first. Tokens that were valid when the copy was made open the ledger
    again, so revoke those that were revoked since.

    \b
    Examples:
      tollbook restore losses-2026-11-26.db losses.db
      tollbook restore losses.db postgresql://desk@localhost/losses

    \b
    Exit codes:
      0  done
      2  wrong usage, no copy of a ledger, a damaged copy, or there is something at that place already
    """
    from tollbook.ledger.appending import timestamp
    from tollbook.ledger.backup import restore as restore_copy
    from tollbook.ledger.opening import open_store
    from tollbook.ledger.tokens import list_tokens

    with CountingProgress("checking") as progress:
        copied = restore_copy(file, ledger, progress=progress.at)
    store = open_store(ledger)
    try:
        address, tokens = store.address, list_tokens(store)
    finally:
        store.close()
    say(f"{plain(address)}: {_words(copied)}")
    valid = sum(token.is_valid(timestamp(datetime.now(UTC))) for token in tokens)
    if valid:
        complain(f"{counted(valid, 'token')} can open it: see `tollbook token list`")


def _words(copied: Copied) -> str:
    head = copied.checkpoint
    return f"{counted(head.size, 'entry', 'entries')} of {plain(head.origin)}, checked, root {head.root.hex()}"
