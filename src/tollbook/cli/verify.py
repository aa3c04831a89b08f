"""`tollbook verify`: recompute a whole ledger, and exchange checkpoints that show whether its past was rewritten."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, say
from tollbook.cli.exit_codes import FINDINGS
from tollbook.cli.ledger_options import LedgerPlace, open_place
from tollbook.cli.progress import CountingProgress
from tollbook.core.display import counted, plain
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.core.records import Problem
    from tollbook.ledger.ledger import Ledger

_SHOWN = 20
_MOST_BYTES = 100_000
_KEY_MODE = 0o600


def verify(
    *,
    ledger: LedgerPlace = None,
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write a checkpoint of a sound ledger there.")] = None,
    sign: Annotated[Path | None, typer.Option("--sign", metavar="KEYFILE", help="With --export: sign it with this key.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Check that the ledger still leads to this checkpoint.")
    ] = None,
    trust: Annotated[
        str | None, typer.Option("--trust", metavar="KEY|FILE", help="With --against: who must have signed it, by public key.")
    ] = None,
    new_key: Annotated[
        Path | None, typer.Option("--new-key", metavar="FILE", help="Make a key to sign with, print its public key, and do nothing else.")
    ] = None,
) -> None:
    """Recompute a ledger: texts, ids, spans, columns, the text index, every leaf and every root of its tree.

    A change of any stored value is found, and the first broken entry is named. A rewritten ledger that was made consistent again is
    found with --against a checkpoint that was kept elsewhere.

    \b
    Examples:
      tollbook verify
      tollbook verify --new-key desk.key
      tollbook verify --export today.checkpoint --sign desk.key
      tollbook verify --against today.checkpoint --trust desk.pub

    \b
    Exit codes:
      0  everything fits
      1  something doesn't, or the ledger doesn't lead to the checkpoint
      2  wrong usage, no ledger, or a file that can't be read
    """
    _check(export=export, sign=sign, against=against, trust=trust, new_key=new_key)
    with open_place(ledger) as opened:
        if new_key is not None:
            _make_key(opened, new_key)
            return
        sound = _recompute(opened)
        if against is not None:
            sound = _fits(opened, against, trust) and sound
        if sound and export is not None:
            _export(opened, export, sign)
    if not sound:
        raise typer.Exit(FINDINGS)


def _check(*, export: Path | None, sign: Path | None, against: Path | None, trust: str | None, new_key: Path | None) -> None:
    if sign is not None and export is None:
        raise UsageError("--sign without --export", do="name the file of the checkpoint with --export")
    if trust is not None and against is None:
        raise UsageError("--trust without --against", do="name the checkpoint with --against")
    if new_key is not None and (export or against):
        raise UsageError("--new-key beside --export or --against", expected="--new-key alone")


def _recompute(ledger: Ledger) -> bool:
    """Tell every problem, the first of the log first; return whether there is none."""
    shown: list[Problem] = []
    number = 0
    with CountingProgress("verifying") as progress:
        for problem in ledger.verify(progress=progress.at):
            number += 1
            if len(shown) < _SHOWN:
                shown.append(problem)
    if not number:
        counts = ledger.stats()
        say(f"{plain(ledger.address)}: {counted(counts.entries, 'entry', 'entries')} verified, no problem")
        return True
    first = next((problem for problem in shown if problem.position >= 0), None)
    if first is not None:
        say(f"first broken entry: {first.position}")
    say("\n".join(_problem(problem) for problem in shown))
    if number > len(shown):
        say(f"and {counted(number - len(shown), 'problem')} more")
    complain(f"{plain(ledger.address)}: {counted(number, 'problem')}; restore a backup, and keep this file as evidence")
    return False


def _problem(problem: Problem) -> str:
    where = f"entry {problem.position}: " if problem.position >= 0 else ""
    record = " ".join(part for part in (problem.table, problem.record) if part)
    return plain(f"{where}{record}{': ' if record else ''}{problem.what}")


def _fits(ledger: Ledger, file: Path, trust: str | None) -> bool:
    """Tell whether the ledger leads to the checkpoint of a file, and whether that is signed by whom it must."""
    from tollbook.ledger.checkpoints import is_signed_by, parse_note

    note = _text(file)
    checkpoint, signatures = parse_note(note)
    if trust is not None and not is_signed_by(note, _public_key(trust)):
        say(f"{plain(str(file))}: not signed by that key")
        return False
    if trust is None:
        complain("the signature was not checked; give --trust" if signatures else "the checkpoint is not signed")
    fits = ledger.holds(checkpoint)
    how = "the ledger leads to it" if fits else "the ledger does NOT lead to it: it is another ledger, or its past was rewritten"
    say(f"{plain(str(file))} ({plain(checkpoint.origin)}, size {checkpoint.size:,}): {how}")
    return fits


def _public_key(given: str) -> str:
    return _text(Path(given)).strip() if "+" not in given and Path(given).is_file() else given


def _export(ledger: Ledger, file: Path, key: Path | None) -> None:
    from tollbook.ledger.checkpoints import sign

    checkpoint = ledger.checkpoint()
    note = checkpoint.text if key is None else sign(checkpoint, _content(key))
    try:
        file.write_text(note, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", where=plain(str(file)), do="choose another file") from error
    say(f"{plain(str(file))}: {'a signed' if key is not None else 'an unsigned'} checkpoint of size {checkpoint.size:,}")


def _make_key(ledger: Ledger, file: Path) -> None:
    """Write a new private key that its owner alone can read, beside nothing that is there already."""
    from tollbook.ledger.checkpoints import new_key, verifier_key

    pem = new_key()
    public = verifier_key(ledger.checkpoint().origin, pem)
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _KEY_MODE)
        with os.fdopen(opened, "wb") as private:
            private.write(pem)
    except FileExistsError as error:
        raise UsageError("there is a file already", where=plain(str(file)), do="choose another name: a key is never overwritten") from error
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", where=plain(str(file)), do="choose another file") from error
    say(public)
    complain(f"{plain(str(file))}: a private key; keep it to yourself, and hand out the public key above")


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except OSError as error:
        raise UsageError(f"can't be read: {(error.strerror or str(error)).lower()}", where=plain(str(file))) from error


def _text(file: Path) -> str:
    try:
        return _content(file).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("no checkpoint and no key", where=plain(str(file)), expected="text in UTF-8") from error
