"""The ledger that the pages show: opened once, refused where there is none, shared by threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tollbook.core.errors import ForeignDatabase, LedgerMissing
from tollbook.web.app import make_app
from tollbook.web.opened import open_for_pages
from tollbook.web.settings import Settings


def test_no_ledger_is_refused_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing):
        make_app(str(tmp_path / "none.db"))
    (tmp_path / "other.txt").write_text("no ledger", encoding="utf-8")
    with pytest.raises(ForeignDatabase):
        make_app(str(tmp_path / "other.txt"))


def test_many_readers_at_once_get_the_same_answer(client: TestClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.get("/c?q=force:RUS").text, range(24)))
    assert len(set(answers)) == 1


def test_counts_of_the_whole_ledger_are_worked_out_once(shelf: Path) -> None:
    opened = open_for_pages(str(shelf), Settings(), names={})
    assert opened.sources.get() is opened.sources.get()
    assert opened.statistics.get()[1].held.standing == 159
    opened.ledger.close()
