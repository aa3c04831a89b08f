"""`tollbook verify`: sound and broken ledgers, checkpoints, keys."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return made_ledger(tmp_path)


def tamper(place: Path, statement: str) -> None:
    """Change what nobody should, as somebody with the file in hand can: the guards first."""
    with sqlite3.connect(place) as connection:
        guards = [name for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'")]
        sources = [sql for (sql,) in connection.execute("select sql from sqlite_master where type = 'trigger'")]
        for guard in guards:
            connection.execute(f"drop trigger {guard}")
        connection.execute(statement)
        for sql in sources:
            connection.execute(sql)
    connection.close()


def test_a_sound_ledger_has_no_problem(ledger: Path) -> None:
    result = run("verify", "--ledger", ledger)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("entries verified, no problem\n")


def test_a_changed_value_is_found_and_the_first_broken_entry_named(ledger: Path) -> None:
    tamper(ledger, "update claim set stated = 13 where measure = 'tank'")
    result = run("verify", "--ledger", ledger)
    assert result.exit_code == 1
    assert result.stdout.startswith("first broken entry: ")
    assert "claim" in result.stdout
    assert "restore a backup" in result.stderr


def test_nothing_is_exported_from_a_broken_ledger(ledger: Path, tmp_path: Path) -> None:
    tamper(ledger, "update review set why = 'x'")
    tamper(ledger, "update claim set stated = 13 where measure = 'tank'")
    assert run("verify", "--export", tmp_path / "a.checkpoint", "--ledger", ledger).exit_code == 1
    assert not (tmp_path / "a.checkpoint").exists()


def test_a_ledger_that_has_grown_leads_to_its_old_checkpoint(ledger: Path, tmp_path: Path) -> None:
    note = tmp_path / "a.checkpoint"
    assert run("verify", "--export", note, "--ledger", ledger).exit_code == 0
    run("add", "-", "--ledger", ledger, stdin="Russian forces lost 7 tanks near Kupiansk.")
    result = run("verify", "--against", note, "--ledger", ledger)
    assert result.exit_code == 0
    assert "the ledger leads to it" in result.stdout
    assert "not signed" in result.stderr


def test_another_ledger_does_not_lead_to_a_checkpoint(ledger: Path, tmp_path: Path) -> None:
    note = tmp_path / "a.checkpoint"
    run("verify", "--export", note, "--ledger", ledger)
    other = tmp_path / "other.db"
    run("init", other, "--origin", "desk.example/losses")
    result = run("verify", "--against", note, "--ledger", other)
    assert result.exit_code == 1
    assert "does NOT lead to it" in result.stdout


def test_a_key_is_made_for_its_owner_alone_and_never_overwritten(ledger: Path, tmp_path: Path) -> None:
    key = tmp_path / "desk.key"
    result = run("verify", "--new-key", key, "--ledger", ledger)
    assert result.exit_code == 0
    assert result.stdout.startswith("desk.example/losses+")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    content = key.read_bytes()
    assert run("verify", "--new-key", key, "--ledger", ledger).exit_code == 2
    assert key.read_bytes() == content


def test_a_signed_checkpoint_is_trusted_by_its_key_alone(ledger: Path, tmp_path: Path) -> None:
    public = run("verify", "--new-key", tmp_path / "desk.key", "--ledger", ledger).stdout.strip()
    other = run("verify", "--new-key", tmp_path / "other.key", "--ledger", ledger).stdout.strip()
    note = tmp_path / "a.checkpoint"
    assert run("verify", "--export", note, "--sign", tmp_path / "desk.key", "--ledger", ledger).exit_code == 0
    assert run("verify", "--against", note, "--trust", public, "--ledger", ledger).exit_code == 0
    (tmp_path / "desk.pub").write_text(public + "\n", encoding="utf-8")
    assert run("verify", "--against", note, "--trust", tmp_path / "desk.pub", "--ledger", ledger).exit_code == 0
    result = run("verify", "--against", note, "--trust", other, "--ledger", ledger)
    assert result.exit_code == 1
    assert "not signed by that key" in result.stdout
    assert "was not checked" in run("verify", "--against", note, "--ledger", ledger).stderr


def test_a_changed_checkpoint_is_not_trusted(ledger: Path, tmp_path: Path) -> None:
    public = run("verify", "--new-key", tmp_path / "desk.key", "--ledger", ledger).stdout.strip()
    note = tmp_path / "a.checkpoint"
    run("verify", "--export", note, "--sign", tmp_path / "desk.key", "--ledger", ledger)
    lines = note.read_text(encoding="utf-8").split("\n")
    note.write_text("\n".join([lines[0], "1", *lines[2:]]), encoding="utf-8")
    assert run("verify", "--against", note, "--trust", public, "--ledger", ledger).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--sign", "desk.key"), "--sign without --export"),
        (("--trust", "a+b+c"), "--trust without --against"),
        (("--new-key", "a", "--export", "b"), "--new-key beside"),
        (("--against", "gone"), "can't be read: no such file"),
    ],
)
def test_options_that_make_no_sense_are_refused(ledger: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run("verify", *arguments, "--ledger", ledger)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"\xff\xfe\x00", b"origin\nmany\nroot\n"])
def test_a_file_that_is_no_checkpoint_is_refused(ledger: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "note").write_bytes(content)
    result = run("verify", "--against", tmp_path / "note", "--ledger", ledger)
    assert result.exit_code == 2
    assert "no checkpoint" in result.stderr


@pytest.mark.parametrize("trust", ["x", "a+b+c", "desk.example/losses+00000000+AAAA"])
def test_a_malformed_public_key_is_refused(ledger: Path, tmp_path: Path, trust: str) -> None:
    run("verify", "--export", tmp_path / "note", "--ledger", ledger)
    result = run("verify", "--against", tmp_path / "note", "--trust", trust, "--ledger", ledger)
    assert result.exit_code == 2
    assert "malformed public key" in result.stderr


def test_what_is_no_key_does_not_sign(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "desk.key").write_text("no key", encoding="utf-8")
    result = run("verify", "--export", tmp_path / "note", "--sign", tmp_path / "desk.key", "--ledger", ledger)
    assert result.exit_code == 2
    assert "no private key" in result.stderr
    assert not (tmp_path / "note").exists()
