"""A small ledger for tests of the commands on one: two texts of one statement, in a file."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runs import run

FIRST = (
    "Around 5,000 Russian casualties had been sustained on the Kupiansk axis as of mid-October 2025, British Defence Intelligence said.\n"
)
SECOND = (
    "Russian forces lost 12 tanks near Kupiansk on 19 October 2025, the General Staff of Ukraine said.\n"
    "British Defence Intelligence said around 5,000 Russian casualties had been sustained on the Kupiansk axis as of mid-October 2025.\n"
)


def made_ledger(folder: Path) -> Path:
    """Make a ledger that holds both texts."""
    place = folder / "ledger.db"
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
    assert run("init", place, "--origin", "desk.example/losses").exit_code == 0
    for name, day in (("first.txt", "2025-10-18"), ("second.txt", "2025-10-20")):
        result = run("add", folder / name, "--published", day, "--ledger", place)
        assert result.exit_code == 0, result.output
    return place
