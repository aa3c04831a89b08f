"""The documentation as a site, in a real browser: it looks things up in itself, shows its pictures, and asks no other host."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.browsers import running_browser
from tools.site import build

PAGES = ("index.html", "architecture.html", "python.html", "estimation.html")


class Quiet(SimpleHTTPRequestHandler):
    """Serve files, and write no line for each."""

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    into = tmp_path_factory.mktemp("made") / "site"
    build(into)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(Path(into)))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


def test_no_page_of_the_site_asks_another_host_or_logs_an_error(browser: Browser, address: str) -> None:
    asked: list[str] = []
    logged: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: logged.append(str(error)))
    for name in PAGES:
        page.goto(f"{address}/{name}", wait_until="networkidle")
        broken = page.evaluate("[...document.images].filter(one => one.complete && !one.naturalWidth).map(one => one.src)")
        assert broken == [], name
    page.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert logged == []


def test_a_word_is_found_by_the_search_of_the_site(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/index.html", wait_until="networkidle")
    page.keyboard.press("Control+k")
    page.keyboard.type("fingerprint", delay=20)
    # The results stand in a shadow root, which locators look into.
    page.get_by_text("fingerprint.of_day").first.wait_for(timeout=20_000)
    page.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
