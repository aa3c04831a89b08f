"""The doctor: what is absent is told with how to get it, what only some need is a note, what hurts is a fault."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import tollbook as tb
from tollbook.core.errors import UsageError
from tollbook.flow.doctor import (
    CHROMIUM_VARIABLE,
    NO_ROOM,
    TEXT_FONTS,
    Check,
    Requirement,
    check_chromium,
    check_clock,
    check_fonts,
    check_java,
    check_ledger,
    check_libraries,
    check_python,
    check_room,
    examine,
    judged_room,
    judged_sqlite,
    parse_requirements,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
FIXED = (3, 51, 3)


def requirement(library: str, *least: int, extra: str = "") -> Requirement:
    return Requirement(library=library, least=least, extra=extra)


def states(checks: list[Check]) -> dict[str, str]:
    return {check.name: check.state for check in checks}


def test_the_environment_of_the_tests_has_no_fault(tmp_path: Path) -> None:
    checks = examine(ledger=None)
    assert [check for check in checks if check.state == "fault"] == []
    assert {"python", "libraries", "extra web", "sqlite", "fonts", "java", "chromium", "ledger", "disk", "clock"} <= set(states(checks))


def test_all_that_is_not_fine_says_what_to_do() -> None:
    found = [
        check_python((3, 10, 4)),
        *check_libraries([requirement("no-such-library")]),
        *check_libraries([]),
        judged_sqlite("3.40.0", full_text=False, fixed=FIXED),
        judged_sqlite("3.40.0", full_text=True, fixed=FIXED),
        check_fonts(None),
        check_fonts([]),
        check_java(None, spark=True),
        check_chromium({"PATH": ""}),
        *check_ledger(None, now=NOW),
        check_room(Path("/no/such/folder")),
        judged_room(0),
        judged_room(NO_ROOM + 1),
        check_clock(NOW, newest_file=LATER),
    ]
    assert [check for check in found if check.state == "fine" or not check.do] == []


def test_requirements_are_read_with_their_least_version_and_extra() -> None:
    lines = ["rich>=13.9", "typer<0.29,>=0.15", "psycopg[binary]>=3.2", 'jax>=0.5; extra == "nuts"', "???"]
    assert list(parse_requirements(lines)) == [
        requirement("rich", 13, 9),
        requirement("typer", 0, 15),
        requirement("psycopg", 3, 2),
        requirement("jax", 0, 5, extra="nuts"),
    ]


def test_an_absent_library_of_the_package_is_a_fault_and_one_of_an_extra_a_note() -> None:
    asked = [requirement("rich"), requirement("no-such-library", extra="web")]
    checks = check_libraries(asked)
    assert states(checks) == {"libraries": "fine", "extra web": "note"}
    assert (checks[1].found, checks[1].do) == ("absent: no-such-library", "pip install 'tollbook[web]'")
    assert states(check_libraries(asked, needed=["web"])) == {"libraries": "fine", "extra web": "fault"}
    assert states(check_libraries([requirement("no-such-library")])) == {"libraries": "fault"}


def test_a_library_that_is_too_old_is_told_with_its_version() -> None:
    (check,) = check_libraries([requirement("rich", 9_999)])
    assert check.state == "fault"
    assert check.found.startswith("absent: rich ")
    assert check.found.endswith(", too old")


@pytest.mark.parametrize("needed", ["wep", ""])
def test_an_extra_that_there_is_not_is_refused(needed: str) -> None:
    with pytest.raises(UsageError, match="no extra"):
        check_libraries([requirement("rich"), requirement("rich", extra="web")], needed=[needed])


@pytest.mark.parametrize(("found", "state"), [("3.51.2", "note"), ("3.51.3", "fine"), ("3.60.0", "fine")])
def test_a_sqlite_with_the_wal_reset_bug_is_noted(found: str, state: str) -> None:
    assert judged_sqlite(found, full_text=True, fixed=FIXED).state == state


def test_java_is_missed_only_where_spark_is_offered() -> None:
    assert check_java(None, spark=False).state == "fine"
    assert check_java("11.0.2", spark=True).state == "note"
    assert check_java("17.0.15", spark=True).state == "fine"


def test_a_chromium_that_is_named_and_does_not_run_is_told_by_its_name(tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    assert check_chromium({"PATH": str(tmp_path), CHROMIUM_VARIABLE: str(browser)}).found == f"{browser} does not run"
    browser.write_text("#!/bin/sh\n", encoding="utf-8")
    browser.chmod(0o755)
    assert check_chromium({"PATH": str(tmp_path)}).state == "fine"
    assert check_chromium({"PATH": "", CHROMIUM_VARIABLE: str(browser)}).state == "fine"


def test_one_font_for_text_is_enough() -> None:
    assert check_fonts([TEXT_FONTS[-1], "Symbols"]).found == TEXT_FONTS[-1]


def test_a_ledger_is_opened_and_counted(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    with tb.create(place) as ledger:
        ledger.add(tb.read("Norland lost 12 tanks in the offensive, the Norland Defence Ministry said."))
    (check,) = check_ledger(str(place), now=LATER)
    assert check.state == "fine"
    assert "1 document, 1 claim" in check.found


def test_a_log_that_is_ahead_of_the_clock_is_noted(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    tb.create(place).close()
    checks = check_ledger(str(place), now=datetime(2001, 1, 1, tzinfo=UTC))
    assert states(checks) == {"ledger": "fine", "log's time": "note"}


def test_what_is_no_ledger_or_of_another_schema_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("no ledger", encoding="utf-8")
    other = tmp_path / "newer.db"
    tb.create(other).close()
    with sqlite3.connect(other) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    for place, words in (("text.txt", "no ledger"), ("absent.db", "no such ledger"), ("newer.db", "schema 9999, of a newer Tollbook")):
        (check,) = check_ledger(str(tmp_path / place), now=LATER)
        assert check.state == "fault"
        assert words in check.found


def test_the_password_of_an_address_is_not_shown() -> None:
    (check,) = check_ledger("postgresql://ann:secret@127.0.0.1:1/losses", now=NOW)
    assert check.state == "fault"
    assert "secret" not in check.found


def test_a_clock_before_the_package_was_installed_is_a_fault() -> None:
    assert check_clock(NOW, newest_file=NOW + timedelta(days=1)).state == "fault"
    assert check_clock(NOW, newest_file=NOW).state == "fine"
