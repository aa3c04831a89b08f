"""The documentation as a site: it builds, every page is in its menu, its links lead somewhere, and it asks no other host."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.pages import ROOT
from tools.site import OUTSIDE, build, faults, relinked


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("made") / "site"
    build(into)
    return into


def in_menu(entry: Any) -> Iterator[str]:
    """Name the pages of a menu and of the menus below it."""
    if isinstance(entry, str):
        yield entry
    for below in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from in_menu(below)


def test_every_page_is_in_the_menu_once() -> None:
    menu = list(in_menu(tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]))
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    outside = {name for name in OUTSIDE.values() if name.endswith(".md")}
    assert sorted(menu) == sorted(pages | outside)


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_another_host(site: Path) -> None:
    assert len(list(site.glob("*.html"))) > 20
    assert list(faults(site)) == []


def test_generated_parts_and_pages_from_outside_are_in_the_site(site: Path) -> None:
    assert "POST /api/v1/audit" in (site / "api.html").read_text(encoding="utf-8")
    assert 'href="contributing.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "reading.schema.json").read_bytes() == (ROOT / "src/tollbook/schema/reading.schema.json").read_bytes()


def test_a_link_that_leads_nowhere_and_a_foreign_script_are_faults(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<h2 id="here"></h2><a href="b.html">b</a><a href="#here">h</a><a href="a.html#there">t</a><a href="https://example.org/">x</a>'
        '<script src="https://cdn.example.org/x.js"></script><link rel="canonical" href="https://docs.example.org/a">',
        encoding="utf-8",
    )
    assert list(faults(tmp_path)) == [
        "a.html: loads https://cdn.example.org/x.js",
        "a.html: b.html leads nowhere",
        "a.html: a.html#there has no such heading",
    ]


def test_links_of_a_page_hold_at_its_place_in_the_site() -> None:
    text = "[a](../CONTRIBUTING.md) [b](errors.md#limits) [c](https://example.org/d.md) [d](images/x.png)"
    assert relinked(text, folder=ROOT / "docs") == text.replace("../CONTRIBUTING.md", "contributing.md")
    assert relinked("[a](docs/gold.md) [b](CHANGELOG.md)", folder=ROOT) == "[a](gold.md) [b](changelog.md)"
