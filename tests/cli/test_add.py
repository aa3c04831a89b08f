"""`tollbook add`: texts into a ledger, once each; what fails, and what a dry run leaves."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.cli.ledgers import FIRST, made_ledger
from tests.cli.runs import FOOTBALL, run
from tollbook.cli import add as adding
from tollbook.core.errors import LedgerBusy
from tollbook.core.rows import Row
from tollbook.ledger.ledger import Ledger


def counts(place: Path) -> dict[str, int]:
    return json.loads(run("stats", "--ledger", place, "--format", "json").stdout)


def test_texts_are_added_and_echoes_found(tmp_path: Path) -> None:
    found = counts(made_ledger(tmp_path))
    assert (found["documents"], found["claims"], found["statements"]) == (2, 3, 2)


def test_adding_twice_changes_nothing(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    before = counts(place)
    result = run("add", tmp_path / "first.txt", "--published", "2025-10-18", "--ledger", place)
    assert (result.exit_code, result.stdout) == (0, "1 document known already\n")
    assert counts(place) == before


def test_a_text_is_known_by_its_words_whatever_its_file_is_called(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    (tmp_path / "copy.txt").write_text(FIRST, encoding="utf-8")
    assert "known already" in run("add", tmp_path / "copy.txt", "--published", "2025-10-18", "--ledger", place).stdout


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    run("init", place)
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    result = run("add", tmp_path / "first.txt", "--ledger", place, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 document would be added: 1 claim")
    assert counts(place)["documents"] == 0


def test_the_file_of_a_text_is_kept_by_name_and_hash_without_its_folder(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    [claim] = json.loads(run("query", "category:tank", "--ledger", place, "--format", "json").stdout)
    assert claim["document"]["file"] == "second.txt"
    assert claim["document"]["sha256"] == hashlib.sha256((tmp_path / "second.txt").read_bytes()).hexdigest()
    assert str(tmp_path) not in json.dumps(claim)


def test_standard_input_is_added(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    run("init", place)
    assert "1 document added" in run("add", "-", "--ledger", place, stdin=FIRST).stdout


def test_inputs_that_fail_are_told_and_the_others_kept(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    (tmp_path / "third.txt").write_text("Russian forces lost 7 tanks near Kupiansk.", encoding="utf-8")
    result = run("add", tmp_path / "third.txt", tmp_path / "gone.txt", "--ledger", place)
    assert result.exit_code == 3
    assert "1 document added" in result.stdout
    assert "gone.txt: no such file" in result.stderr
    assert counts(place)["documents"] == 3


def test_inputs_that_all_fail_are_exit_2_and_leave_the_ledger(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    before = counts(place)
    result = run("add", tmp_path / "gone.txt", "--ledger", place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert counts(place) == before


def test_a_folder_is_added_with_recursive(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    run("init", place)
    archive = tmp_path / "archive" / "2025"
    archive.mkdir(parents=True)
    (archive / "a.txt").write_text(FIRST, encoding="utf-8")
    assert "1 document added" in run("add", tmp_path / "archive", "--recursive", "--ledger", place).stdout


def test_a_text_without_a_claim_is_kept_and_said(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    run("init", place)
    result = run("add", "-", "--ledger", place, stdin=FOOTBALL)
    assert result.exit_code == 0
    assert "no claims" in result.stderr
    assert counts(place)["documents"] == 1


def test_json_tells_what_was_added(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    run("init", place)
    told = json.loads(run("add", "-", "--ledger", place, "--format", "json", stdin=FIRST).stdout)
    assert (told["documents"], told["claims"], told["known"]) == (1, 1, 0)


def test_who_adds_and_the_note_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    run("init", place)
    run("add", "-", "--ledger", place, "--by", "Ana", "--note", "archive", stdin=FIRST)
    content = place.read_bytes() + b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db-wal"))
    assert b"Ana" in content
    assert b"archive" in content


def test_many_texts_are_written_batch_by_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH_READINGS", 2)
    place = tmp_path / "ledger.db"
    run("init", place)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Russian forces lost {number + 3} tanks near Kupiansk.", encoding="utf-8")
    assert run("add", *sorted(tmp_path.glob("*.txt")), "--ledger", place).exit_code == 0
    assert (counts(place)["documents"], counts(place)["batches"]) == (5, 4)


def test_what_was_written_before_the_ledger_failed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH_READINGS", 1)
    place = made_ledger(tmp_path)
    whole = Ledger.add

    def fails_later(self: Ledger, readings: list[Row], **options: object) -> object:
        if any("Kherson" in row.reading.document.text for row in readings):
            raise LedgerBusy("the disk is full", where="ledger.db", do="free some space")
        return whole(self, readings, **options)

    monkeypatch.setattr(Ledger, "add", fails_later)
    for name, place_name in (("a.txt", "Kupiansk"), ("b.txt", "Kherson")):
        (tmp_path / name).write_text(f"Russian forces lost 9 tanks near {place_name}.", encoding="utf-8")
    result = run("add", tmp_path / "a.txt", tmp_path / "b.txt", "--ledger", place)
    assert result.exit_code == 2
    assert "1 document added before this" in result.stderr
    assert "the disk is full" in result.stderr


def test_a_read_only_ledger_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = made_ledger(tmp_path)
    # Root may write everywhere, so the right is taken away where it is asked for; tests/ledger/test_faults.py does it for real.
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    result = run("add", "-", "--ledger", place, stdin="Russian forces lost 7 tanks near Kupiansk.")
    assert result.exit_code == 2
    assert "read-only" in result.stderr
