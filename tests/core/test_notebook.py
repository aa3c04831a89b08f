"""The HTML of a notebook: escaped, marked, self-contained, and short for a long text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.core.sample_readings import TEXT, bare_reading, claim, quantity, sample_reading
from tollbook.core import notebook
from tollbook.core.notebook import FULL_TEXT, MOST_CLAIMS, family_of, reading_html
from tollbook.core.types import Document, Measure, Reading

NUMBER = quantity(87, 87, 87, "exact")
VOID = {"meta", "br"}


class Balance(HTMLParser):
    """Reads HTML, collects its text and attributes, and notes tags that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)


def parsed(html: str) -> Balance:
    reader = Balance()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def marks(html: str) -> list[str]:
    body = html.partition('<div class="tollbook-text">')[2]
    return re.findall(r'<mark class="tollbook-([a-z]+)"', body)


def test_every_tag_is_closed() -> None:
    assert parsed(reading_html(sample_reading())).tags


def test_nothing_is_loaded_from_anywhere() -> None:
    html = reading_html(sample_reading())
    assert not re.search(r"https?:|src=|@import|url\(|<script", html)


def test_the_text_is_escaped_in_the_body_and_in_titles() -> None:
    text = 'They lost 87 <img src=x onerror="alert(1)"> tanks.'
    document = Document.of(text)
    made = claim("87 <img", NUMBER, "tank", unit="item", document=document, term='"><script>alert(2)</script>')
    html = reading_html(Reading(document=document, claims=(made,)))
    assert "87 &lt;img" in html
    assert {tag for tag, _ in parsed(html).tags} == {"div", "style", "p", "mark", "sup", "table", "thead", "tbody", "tr", "th", "td"}


def test_every_family_has_an_underline_of_its_own() -> None:
    html = reading_html(sample_reading())
    styles = re.findall(r"\.tollbook-([a-z]+)\{background:[^;]+;text-decoration:underline (\w+) [^ ]+ (\w+)\}", html)
    assert {family for family, _, _ in styles} == {"loss", "materiel", "ground", "strength", "share", "judgement"}
    assert len({(line, thickness) for _, line, thickness in styles}) == 6


def test_the_styles_hold_for_one_class_and_follow_the_dark() -> None:
    css = re.search(r"<style>(.*?)</style>", reading_html(sample_reading()), re.DOTALL)[1]
    rules = re.sub(r"@media[^{]+\{|\{[^{}]*\}", "\n", css)
    selectors = [part.strip() for line in rules.splitlines() for part in line.split(",") if part.strip(" }")]
    assert selectors
    assert all(selector.startswith(".tollbook") for selector in selectors)
    assert "prefers-color-scheme:dark" in css


def test_every_claim_and_judgement_is_marked_in_the_order_of_the_text() -> None:
    assert marks(reading_html(sample_reading())) == ["loss", "loss", "loss", "materiel", "ground", "loss", "judgement", "share"]


def test_a_mark_tells_what_whose_who_and_when() -> None:
    tags = parsed(reading_html(sample_reading())).tags
    titles = [attributes["title"] for tag, attributes in tags if tag == "mark" and "title" in attributes]
    assert titles[0] == (
        "#1: ~ 4,000 killed or wounded; whose: Norland forces; claimed by: Institute; when: total to 11-20 Mar 2031; "
        'in the source\'s word: "casualties"; highly likely, 80%-90% (phia); digits.mixed_script'
    )


def test_the_number_of_a_claim_stands_by_its_words_and_in_the_table() -> None:
    html = reading_html(sample_reading())
    assert re.search(r">around 4,000</mark><sup>1</sup>", html)
    assert '<td class="tollbook-number">1</td>' in html


def test_the_text_between_the_marks_is_whole() -> None:
    shown = re.sub(r"<sup>.*?</sup>", "", reading_html(sample_reading()).partition('<div class="tollbook-text">')[2].partition("<table")[0])
    words = " ".join("".join(parsed(f"<div>{shown}").words).split())
    assert words == " ".join(TEXT.replace("\n", "").split())


def test_overlapping_claims_are_each_to_be_seen() -> None:
    whole = claim("87 <b>tanks</b>", NUMBER, "tank", unit="item")
    inner = claim("87", NUMBER, "killed")
    html = reading_html(bare_reading(TEXT, whole, inner))
    assert marks(html) == ["loss", "materiel"]
    assert "<sup>1</sup>" in html
    assert "<sup>2</sup>" in html


def test_two_claims_on_one_span_share_a_mark_with_both_numbers() -> None:
    html = reading_html(bare_reading(TEXT, claim("87", NUMBER, "tank", unit="item"), claim("87 ", NUMBER, "killed")))
    assert "#1: 87 tank" in html
    assert "#2: 87 killed" in html


def test_a_long_text_shows_only_the_paragraphs_with_claims_and_says_so() -> None:
    filler = "\n".join(f"Paragraph {number} says nothing." for number in range(2_000))
    document = Document.of(f"{filler}\nThey lost 87 tanks.\n{filler}")
    assert len(document.text) > FULL_TEXT
    html = reading_html(Reading(document=document, claims=(claim("87 tanks", NUMBER, "tank", unit="item", document=document),)))
    assert ">87 tanks</mark>" in html
    assert "4,000 paragraphs without a claim left out." in html
    assert len(html) < FULL_TEXT


def test_a_line_of_a_million_characters_is_shown_in_parts() -> None:
    document = Document.of("word " * 200_000 + "lost 87 tanks")
    html = reading_html(Reading(document=document, claims=(claim("87", NUMBER, "tank", unit="item", document=document),)))
    assert ">87</mark>" in html
    assert len(html) < FULL_TEXT


def test_of_thousands_of_claims_the_first_are_shown_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "MOST_CLAIMS", 3)
    html = reading_html(sample_reading())
    assert html.count('<td class="tollbook-number">') == 6
    assert "The first 3 are shown." in html
    assert MOST_CLAIMS > 100


def test_a_reading_without_claims_shows_its_text_and_why() -> None:
    html = reading_html(bare_reading("A football match."))
    assert "A football match." in html
    assert "No claims: not examined." in html
    assert "<table" not in html


def test_a_lone_surrogate_does_not_break_the_page() -> None:
    reading_html(bare_reading("lost \ud800 tanks")).encode("utf-8")


@pytest.mark.parametrize(
    ("category", "unit", "family"),
    [
        ("killed", "person", "loss"),
        ("strength", "person", "strength"),
        ("tank", "item", "materiel"),
        ("settlement", "item", "ground"),
        ("territory", "km2", "ground"),
        ("losses", "share", "share"),
    ],
)
def test_the_family_follows_from_what_is_counted(category: str, unit: str, family: str) -> None:
    assert family_of(Measure(categories=frozenset({category}), unit=unit)) == family
