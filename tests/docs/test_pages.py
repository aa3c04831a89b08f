"""Pages hold together: links lead somewhere, headings open with a sentence, generated parts are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.generated import PART, PARTS, pages_with_parts, refreshed
from tools.pages import ROOT, anchor, documentation_pages, read_anchors, read_links

PAGES = documentation_pages()
WRITTEN = [page for page in PAGES if page.parent.name == "docs"]
OUTSIDE = re.compile(r"^(https?|mailto):")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    broken = []
    for link in read_links(page):
        if OUTSIDE.match(link.target):
            continue
        path, _, fragment = link.target.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (fragment and target.suffix == ".md" and fragment not in read_anchors(target)):
            broken.append(link.target)
    assert broken == []


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_a_page_opens_with_one_sentence_that_says_what_it_gives(page: Path) -> None:
    title, _, rest = page.read_text(encoding="utf-8").partition("\n\n")
    opening = rest.partition("\n\n")[0].replace("\n", " ").strip()
    assert title.startswith("# ")
    assert re.fullmatch(r"[^.!?]+(\.\w[^.!?]*)*\.", opening), opening


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_prose_is_free_of_we_and_simply(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\"[^\"]*\"", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\b(?:we|our|us|simply)\b", prose, flags=re.IGNORECASE) == []


def test_every_page_of_the_docs_is_reached_from_the_front_page() -> None:
    front = {(ROOT / "README.md").parent / link.target.partition("#")[0] for link in read_links(ROOT / "README.md")}
    index = {ROOT / "docs" / link.target.partition("#")[0] for link in read_links(ROOT / "docs" / "index.md")}
    reached = {path.resolve() for path in front | index}
    assert [name_of(page) for page in WRITTEN if page.name != "index.md" and page.resolve() not in reached] == []


@pytest.mark.parametrize("page", pages_with_parts(), ids=name_of)
def test_a_generated_part_is_fresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert refreshed(text) == text, "stale: run `make docs`"


def test_every_generated_part_stands_on_a_page() -> None:
    placed = {part["name"] for page in pages_with_parts() for part in PART.finditer(page.read_text(encoding="utf-8"))}
    assert placed == set(PARTS)


def test_an_anchor_is_made_as_code_hosts_make_it() -> None:
    assert anchor("What is `part_of`?") == "what-is-part_of"
