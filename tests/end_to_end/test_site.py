"""The documentation as a site, in a real browser: its search finds, its pictures show, all can use it, and it asks no other host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.end_to_end.browsers import running_browser
from tools.site import build
from tools.site_access import PHONE, VIEWS, WIDE, Scheme, pages, served, violations

PAGES = ("index.html", "architecture.html", "python.html", "estimation.html")
KINDS = ("index.html", "comparison.html", "model-reader.html", "getting-started.html", "404.html")
"""Pages that differ in what is on them: lists, wide tables, code, what is found nowhere. `make axe` tries all."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("made") / "site"
    build(into)
    return into


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as made:
        yield made


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


@pytest.mark.parametrize(("scheme", "size"), VIEWS, ids=["light", "dark", "phone"])
def test_each_kind_of_page_is_accessible(browser: Browser, address: str, scheme: Scheme, size: ViewportSize) -> None:
    assert list(violations(browser, address, KINDS, scheme=scheme, size=size)) == []


def test_what_nobody_can_read_and_nobody_can_name_is_a_violation(browser: Browser, tmp_path: Path) -> None:
    page = (
        '<html lang="en"><title>t</title><main><h1>h</h1><p style="color: #ccc; background: #fff">pale</p><img src="x.png"></main></html>'
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    with served(tmp_path) as address:
        found = list(violations(browser, address, pages(tmp_path), scheme="light", size=WIDE))
    assert [one.split(": ")[:2] for one in found] == [["a.html", "color-contrast"], ["a.html", "image-alt"]]


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
