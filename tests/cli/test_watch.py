"""`tollbook watch`: a sample list, one look at each place, what it tells, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.runs import run

TEXT = "Norland lost {n} tanks near Orlivka on Monday, the Norland Defence Ministry said. Nothing else was said about it."
PARTED = "Of 4,000 Norland casualties, 1,200 were killed and 3,900 wounded, the army said on Friday."


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


class Desk:
    """A folder that is served, with a list of its feed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.host = folder, f"127.0.0.1:{port}"
        self.list = folder / "feeds.toml"
        self.ledger = folder / "ledger.db"
        self.write_list(f'[[feed]]\nname = "Desk"\nurl = "http://{self.host}/feed.xml"\n')

    def write_list(self, feeds: str) -> None:
        self.list.write_text(f'[watch]\ngap = "0s"\n{feeds}', encoding="utf-8")

    def publish(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.folder / f"{name}.html").write_text(f"<html><head><title>{name}</title></head><p>{text}</p></html>", encoding="utf-8")
        items = "".join(
            f"<item><title>{name}</title><link>/{name}.html</link><description>{len(text)}</description></item>"
            for name, text in texts.items()
        )
        (self.folder / "feed.xml").write_text(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>", encoding="utf-8")

    def arguments(self, *more: object) -> list[object]:
        return ["watch", self.list, "--ledger", self.ledger, "--allow-host", self.host, *more]


@contextmanager
def served(folder: Path) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with served(tmp_path) as port:
        made = Desk(tmp_path, port)
        assert run("init", made.ledger).exit_code == 0
        yield made


def test_new_documents_are_added_once_and_told_with_their_claims(desk: Desk) -> None:
    desk.publish(first=TEXT.format(n=12), second=PARTED)
    result = run(*desk.arguments("--once"))
    assert result.exit_code == 0, result.output
    assert "Desk: first: 1 claim" in result.stdout
    assert "1 place watched; 2 documents added:" in result.stdout
    again = run(*desk.arguments("--once"))
    assert (again.exit_code, again.stdout) == (0, "1 place watched; 0 documents added: 0 claims\n")
    assert run("query", "category:tank", "--count", "--ledger", desk.ledger).stdout == "1\n"


def test_lines_of_json_hold_findings_and_failures(desk: Desk) -> None:
    desk.publish(second=PARTED)
    desk.write_list(
        f'[[feed]]\nname = "Desk"\nurl = "http://{desk.host}/feed.xml"\n[[feed]]\nname = "none"\nurl = "http://{desk.host}/none.xml"\n'
    )
    result = run(*desk.arguments("--once", "--format", "jsonl"))
    events = {event["feed"]: event for event in map(json.loads, result.stdout.splitlines())}
    assert events["Desk"]["event"] == "added"
    assert events["Desk"]["findings"][0]["arithmetic"]
    assert events["none"]["event"] == "failed"
    assert "404" in events["none"]["error"]
    assert events["none"]["next_try"].endswith("UTC")


def test_a_place_that_fails_is_told_and_the_exit_code_says_so(desk: Desk) -> None:
    desk.publish(first=TEXT.format(n=12))
    (desk.folder / "broken.xml").write_text("<urlset><url>", encoding="utf-8")
    desk.write_list(
        f'[[feed]]\nname = "Map"\nurl = "http://{desk.host}/broken.xml"\nkind = "sitemap"\n'
        f'[[feed]]\nname = "Desk"\nurl = "http://{desk.host}/feed.xml"\n'
    )
    result = run(*desk.arguments("--once"))
    assert result.exit_code == 3
    assert "1 document added" in result.stdout
    assert "Map: " in result.stderr
    assert "broken XML" in result.stderr
    assert "next try" in result.stderr
    assert "1 address failed, of Map" in result.stderr


def test_where_no_place_answers_nothing_is_done(desk: Desk) -> None:
    assert run(*desk.arguments("--once")).exit_code == 2


def test_a_change_is_told(desk: Desk) -> None:
    desk.publish(first=TEXT.format(n=12))
    run(*desk.arguments("--once"))
    desk.publish(first=TEXT.format(n=120))
    os.utime(desk.folder / "first.html", (2e9, 2e9))
    os.utime(desk.folder / "feed.xml", (2e9, 2e9))
    result = run(*desk.arguments("--once"))
    assert "1 claim, changed at its address" in result.stdout
    assert "1 change at a known address" in result.stdout


def test_a_private_address_is_refused_without_allow_host(desk: Desk) -> None:
    result = run("watch", desk.list, "--ledger", desk.ledger, "--once")
    assert result.exit_code == 2
    assert "line 5" in result.stderr
    assert "Traceback" not in result.output


def test_a_sample_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("watch", "--init").exit_code == 0
    assert (tmp_path / "feeds.toml").read_text(encoding="utf-8").startswith("# Where")
    assert run("watch", "--init").exit_code == 2


def test_a_ledger_and_a_list_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "tollbook watch --init" in run("watch").stderr
    run("watch", "--init")
    result = run("watch", "--once")
    assert result.exit_code == 2
    assert "tollbook init" in result.stderr


def test_a_signal_ends_the_watch_and_what_was_added_stays(desk: Desk) -> None:
    desk.publish(first=TEXT.format(n=12))
    command = [sys.executable, "-m", "tollbook.cli.main", *map(str, desk.arguments())]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout is not None
        assert "first: 1 claim" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        rest, complaints = process.communicate(timeout=30)
    assert process.returncode == 0, complaints
    assert "1 document added" in rest
    assert run("stats", "--ledger", desk.ledger).exit_code == 0
