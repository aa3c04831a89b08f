"""What a watch remembers: what is due, what waits for its host, and whose state it is."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tollbook.core.errors import UsageError
from tollbook.scale.feeds.listed import Listed
from tollbook.scale.feeds.state import PUT_BACK, Article, Listing, State, host_of
from tollbook.sources.web import Validators

FEED = ("desk", "https://news.example/feed")
NEW = Validators(etag='"1"')
YEAR = 365 * 86_400.0


def opened(folder: Path, *, ledger: str = "desk.example/losses") -> State:
    return State(folder / "feeds.state", ledger=ledger)


def next_at(state: State, now: float, *, patient: bool = True) -> Listing | Article | float | None:
    task, at = state.next_task(now, asked_before=math.inf, patient=patient)
    return at if task is None else task


def listing(state: State, now: float) -> Listing:
    task = next_at(state, now)
    assert isinstance(task, Listing)
    return task


def article(state: State, now: float) -> Article:
    task = next_at(state, now)
    assert isinstance(task, Article)
    return task


def one(path: str, stamp: str = "", *, is_listing: bool = False) -> Listed:
    return Listed(url=f"https://news.example/{path}", stamp=stamp, day=date(2025, 1, 24), title="t", is_listing=is_listing)


def test_a_feed_is_due_at_once_and_then_when_it_said(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=100.0, all_due=False)
        task = listing(state, 100.0)
        assert (task.url, task.depth, task.known) == (FEED[1], 0, Validators())
        assert state.listed(task, [], validators=NEW, now=100.0, due=1_000.0, most=9) == 0
        assert next_at(state, 101.0) == 1_000.0
        assert listing(state, 1_000.0).known == NEW
        state.watch([FEED], now=200.0, all_due=True)
        assert listing(state, 200.0).url == FEED[1]


def test_a_document_is_queued_once_and_again_when_its_stamp_changes(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        task = listing(state, 0.0)
        assert state.listed(task, [one("a", "1")], validators=NEW, now=0.0, due=500.0, most=9) == 1
        asked = article(state, 1.0)
        assert (asked.url, asked.title, asked.day) == ("https://news.example/a", "t", date(2025, 1, 24))
        state.was_read(asked.url, feed="desk", document="d1", validators=NEW, now=2.0)
        assert state.waiting() == 0
        assert state.listed(task, [one("a", "1")], validators=NEW, now=3.0, due=500.0, most=9) == 0
        assert state.listed(task, [one("a", "2")], validators=NEW, now=4.0, due=500.0, most=9) == 1
        again = article(state, 5.0)
        assert (again.document, again.known) == ("d1", NEW)
        state.was_read(again.url, feed="desk", document=None, validators=NEW, now=6.0)
        assert state.document_at(again.url) == "d1"


def test_a_second_feed_that_lists_a_known_document_brings_no_news(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED, ("map", "https://news.example/map")], now=0.0, all_due=False)
        first, second = [
            Listing(feed=name, url=url, depth=0, known=NEW, failures=0) for name, url in (FEED, ("map", "https://news.example/map"))
        ]
        assert state.listed(first, [one("a", "1")], validators=NEW, now=0.0, due=9.0, most=9) == 1
        assert state.listed(second, [one("a", "other")], validators=NEW, now=0.0, due=9.0, most=9) == 0
        assert state.listed(second, [one("a", "newer")], validators=NEW, now=0.0, due=9.0, most=9) == 1


def test_no_more_than_a_number_is_queued_and_the_rest_comes_the_next_time(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        many = [one(str(n)) for n in range(5)]
        assert state.listed(listing(state, 0.0), many, validators=NEW, now=0.0, due=0.0, most=3) == 3
        for _ in range(3):
            state.was_read(article(state, 1.0).url, feed="desk", document="d", validators=NEW, now=1.0)
        again = listing(state, 1.0)
        assert again.known == Validators()
        assert state.listed(again, many, validators=NEW, now=1.0, due=9.0, most=3) == 2


def test_a_sitemap_of_an_index_is_due_when_its_stamp_changes(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        root = listing(state, 0.0)
        state.listed(root, [one("1.xml", "a", is_listing=True)], validators=NEW, now=0.0, due=900.0, most=9)
        child = listing(state, 1.0)
        assert (child.url, child.depth) == ("https://news.example/1.xml", 1)
        state.listed(child, [one("2.xml", is_listing=True)], validators=NEW, now=1.0, due=5_000.0, most=9)
        state.listed(root, [one("1.xml", "a", is_listing=True)], validators=NEW, now=2.0, due=900.0, most=9)
        assert next_at(state, 3.0) == 900.0
        state.listed(root, [one("1.xml", "b", is_listing=True)], validators=NEW, now=4.0, due=900.0, most=9)
        assert listing(state, 5.0).url == "https://news.example/1.xml"


def test_a_host_rests_and_its_tasks_with_it(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED, ("other", "https://other.example/")], now=0.0, all_due=False)
        state.rest("news.example", until=50.0, failures=0)
        assert listing(state, 1.0).feed == "other"
        state.rest("other.example", until=70.0, failures=3)
        assert next_at(state, 1.0) == 50.0
        assert state.host("other.example") == (70.0, 3)
        assert next_at(state, 1.0, patient=False) == 50.0
        state.rest("news.example", until=50.0, failures=2)
        assert next_at(state, 1.0, patient=False) is None


def test_a_failed_task_waits_and_a_document_can_be_given_up(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        root = listing(state, 0.0)
        state.listed(root, [one("a", "1")], validators=NEW, now=0.0, due=900.0, most=9)
        state.failed(article(state, 0.0), "away", due=60.0, now=0.0)
        assert next_at(state, 1.0) == 60.0
        assert article(state, 60.0).tries == 1
        state.failed(article(state, 60.0), "gone", due=None, now=60.0)
        assert next_at(state, 61.0) == 900.0
        state.failed(root, "broken", due=2_000.0, now=900.0)
        assert listing(state, 2_000.0).failures == 1


def test_what_was_read_long_ago_is_asked_for_again(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        state.listed(listing(state, 0.0), [one("a", "1")], validators=NEW, now=0.0, due=900.0, most=9)
        state.was_read(article(state, 0.0).url, feed="desk", document="d", validators=NEW, now=10.0)
        state.ask_again("desk", ["https://news.example/a"], now=50.0, read_before=9.0)
        assert state.waiting() == 0
        state.ask_again("desk", ["https://news.example/a"], now=50.0, read_before=10.0)
        assert article(state, 50.0).document == "d"


def test_a_feed_that_is_watched_no_longer_leaves_nothing_waiting_and_can_come_back(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        state.listed(listing(state, 0.0), [one("a", "1")], validators=NEW, now=0.0, due=900.0, most=9)
        state.watch([("other", "https://other.example/")], now=1.0, all_due=False)
        assert state.waiting() == 0
        assert listing(state, 1.0).feed == "other"
        state.watch([FEED], now=2.0, all_due=False)
        assert state.listed(listing(state, 2.0), [one("a", "1")], validators=NEW, now=2.0, due=900.0, most=9) == 1


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        state.listed(listing(state, 0.0), [one("a", "1")], validators=NEW, now=0.0, due=900.0, most=9)
    with opened(tmp_path) as state:
        assert article(state, 1.0).url == "https://news.example/a"
        state.was_read("https://news.example/a", feed="desk", document="d", validators=NEW, now=1.0)
        assert listing(state, 900.0).known == NEW


def waits(state: State, now: float) -> None:
    """Let a listing wait for 900 seconds from now, a document of it for 60, their host for 30."""
    state.watch([FEED], now=now, all_due=False)
    state.listed(listing(state, now), [one("a", "1")], validators=NEW, now=now, due=now + 900, most=9)
    state.failed(article(state, now), "x", due=now + 60, now=now)
    state.rest("news.example", until=now + 30, failures=1)


def test_what_is_waited_for_stays_as_far_off_when_the_clock_is_put_back(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        waits(state, 10 * YEAR)
        assert next_at(state, 0.0) == 60.0
        assert state.host("news.example") == (30.0, 1)


def test_what_is_waited_for_stays_as_far_off_when_the_clock_is_put_back_between_two_runs(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        waits(state, 10 * YEAR)
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        assert next_at(state, 0.0) == 60.0


def test_what_lists_documents_is_asked_for_whole_after_the_clock_was_put_back(tmp_path: Path) -> None:
    """While the clock was ahead, all that it lists may have looked too old."""
    with opened(tmp_path) as state:
        waits(state, 10 * YEAR)
        state.watch([FEED], now=0.0, all_due=True)
        state.was_read("https://news.example/a", feed="desk", document="d", validators=NEW, now=60.0)
        assert listing(state, 60.0).known == Validators()


def test_a_correction_of_the_clock_moves_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=1_000.0, all_due=False)
        state.listed(listing(state, 1_000.0), [], validators=NEW, now=1_000.0, due=1_900.0, most=9)
        assert next_at(state, 1_000.0 - PUT_BACK) == 1_900.0
        assert listing(state, 1_900.0).known == NEW


def test_a_full_disk_is_told_and_what_was_remembered_stays(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        task = listing(state, 0.0)
        pages = state._connection.execute("pragma page_count").fetchone()[0]
        state._connection.execute(f"pragma max_page_count = {pages}")
        many = [one(f"{number:05}" * 100) for number in range(50)]
        with pytest.raises(UsageError, match=r"can't be written: its disk is full; mend that .* it goes on"):
            state.listed(task, many, validators=NEW, now=0.0, due=900.0, most=99)
        assert state.waiting() == 0
        assert listing(state, 1.0) == task
        state._connection.execute("pragma max_page_count = 100000")
        assert state.listed(task, many, validators=NEW, now=1.0, due=900.0, most=99) == 50


def test_a_file_that_others_hold_or_that_is_read_only_is_no_foreign_one(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "feeds.state", isolation_level=None)) as other, opened(tmp_path) as state:
        state._connection.execute("pragma busy_timeout = 1")
        other.execute("begin immediate")
        with pytest.raises(UsageError, match="can't be written: another process holds it"):
            state.watch([FEED], now=0.0, all_due=False)
        other.execute("rollback")
        state._connection.execute("pragma query_only = on")
        with pytest.raises(UsageError, match="can't be written: it is read-only"):
            state.rest("news.example", until=1.0, failures=0)


def test_a_state_is_made_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no state of a watch"):
        opened(tmp_path, ledger=object())  # type: ignore[arg-type]
    with opened(tmp_path) as state:
        state.watch([FEED], now=0.0, all_due=False)
        assert listing(state, 0.0).url == FEED[1]


def test_a_state_is_of_one_ledger_and_of_one_watch_at_a_time(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(UsageError, match="another watch"):
        opened(tmp_path)
    with pytest.raises(UsageError, match="another ledger"):
        opened(tmp_path, ledger="other")
    with opened(tmp_path):
        pass


def test_another_file_is_no_state(tmp_path: Path) -> None:
    (tmp_path / "feeds.state").write_text("notes of my own, longer than a header of a database\n" * 100, encoding="utf-8")
    with pytest.raises(UsageError, match="no state of a watch"):
        opened(tmp_path)
    assert "notes of my own" in (tmp_path / "feeds.state").read_text(encoding="utf-8")


def test_a_damaged_state_is_told_when_it_is_opened(tmp_path: Path) -> None:
    """Every so many bytes of the file: one that changes nothing that counts is taken as it is."""
    with opened(tmp_path) as state:
        state.watch([("Desk", "https://news.example/feed.xml")], now=1.0, all_due=True)
    path, refused = tmp_path / "feeds.state", 0
    content = path.read_bytes()
    for place in range(16, len(content), 97):
        broken = bytearray(content)
        broken[place] ^= 0x41
        path.write_bytes(broken)
        try:
            with opened(tmp_path) as state:
                state.watch([("Desk", "https://news.example/feed.xml")], now=2.0, all_due=True)
                state.next_task(3.0, asked_before=3.0, patient=True)
        except UsageError:
            refused += 1
    assert refused > 10


def test_a_state_whose_tables_are_others_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "feeds.state")) as connection:
        connection.execute("alter table host rename column failures to faults")
    with pytest.raises(UsageError, match="no state of a watch, or a damaged one"):
        opened(tmp_path)


def test_a_damaged_day_is_none(tmp_path: Path) -> None:
    with opened(tmp_path) as state:
        state.watch([("Desk", "https://news.example/feed.xml")], now=1.0, all_due=True)
        listing, _ = state.next_task(2.0, asked_before=2.0, patient=True)
        assert isinstance(listing, Listing)
        listed = Listed(url="https://news.example/a", day=date(2031, 1, 2))
        state.listed(listing, [listed], validators=Validators(), now=2.0, due=9.0, most=5)
    with closing(sqlite3.connect(tmp_path / "feeds.state", isolation_level=None)) as connection:
        connection.execute("update article set day = '2031-0x-02'")
    with opened(tmp_path) as state:
        article, _ = state.next_task(3.0, asked_before=2.0, patient=True)
    assert isinstance(article, Article)
    assert article.day is None


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="can't be written"):
        State(tmp_path / "file" / "feeds.state", ledger="x")


def test_a_host_counts_with_its_port() -> None:
    assert host_of("http://NEWS.example:81/a") == "news.example:81"
