"""The documentation as a site, in a real browser: its search finds, its pictures show, all can use it, and it asks no other host."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize

from tests.end_to_end.browsers import running_browser
from tools.site import build

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PAGES = ("index.html", "architecture.html", "python.html", "estimation.html")
KINDS = ("index.html", "comparison.html", "model-reader.html", "exports.html", "python.html")
"""Pages that differ in what is on them: pictures, wide tables, code, lists of names."""


class Quiet(SimpleHTTPRequestHandler):
    """Serve files, and write no line for each."""

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("made") / "site"
    build(into)
    return into


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
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


def _violations(browser: Browser, address: str, names: Iterable[str], *, scheme: str, size: ViewportSize) -> list[tuple[str, str, str]]:
    """Return what axe finds on pages: the page, the rule, the element."""
    context = browser.new_context(color_scheme=scheme, viewport=size)
    page = context.new_page()
    found = []
    for name in names:
        page.goto(f"{address}/{name}")
        for violation in Axe().run(page).response["violations"]:
            found += [(name, violation["id"], str(node["target"])) for node in violation["nodes"]]
    context.close()
    return found


def test_every_page_of_the_site_is_accessible(browser: Browser, address: str, site: Path) -> None:
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(names) > 40
    assert _violations(browser, address, names, scheme="light", size=WIDE) == []


@pytest.mark.parametrize(("scheme", "size"), [("dark", WIDE), ("light", PHONE)], ids=["dark", "phone"])
def test_each_kind_of_page_is_accessible_in_the_dark_and_on_a_phone(
    browser: Browser, address: str, scheme: str, size: ViewportSize
) -> None:
    assert _violations(browser, address, KINDS, scheme=scheme, size=size) == []


def test_a_table_that_scrolls_is_reached_by_the_tab_key_and_one_that_does_not_is_no_stop(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}/comparison.html")
    scrolls = "[...document.querySelectorAll('.md-typeset__scrollwrap')].map(one => [one.scrollWidth > one.clientWidth, one.tabIndex])"
    narrow = page.evaluate(scrolls)
    page.set_viewport_size({"width": 2400, "height": 800})
    page.wait_for_function("[...document.querySelectorAll('.md-typeset__scrollwrap')].every(one => one.tabIndex === -1)")
    wide = page.evaluate(scrolls)
    page.close()
    assert [True, 0] in narrow
    assert {stop for scrolling, stop in [*narrow, *wide] if not scrolling} <= {-1}
    assert {stop for scrolling, stop in [*narrow, *wide] if scrolling} == {0}


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
