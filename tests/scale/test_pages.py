"""Pages: the gate refuses only what reading would refuse, caps hold, and the text is the article's."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.archives import make_pages
from tests.scale.corpora import page, war_text
from tollbook.core.errors import InputTooLarge, UnreadableInput
from tollbook.flow.read import read_document
from tollbook.scale.pages import document_of, is_modest, may_speak_of_conflict, with_statements
from tollbook.scale.records import Page
from tollbook.scale.settings import Settings
from tollbook.sources.html import check_structure
from tollbook.sources.limits import DEFAULT_LIMITS

SETTINGS = Settings()


def web_page(content: str | bytes, **more: str | None) -> Page:
    held = content if isinstance(content, bytes) else content.encode()
    values = {"url": "https://www.post.example/1", "media_type": "text/html", "charset": None, **more}
    return Page(place="a@0", content=held, packed="", **values)


def test_the_gate_lets_through_every_page_that_reading_takes_for_conflict() -> None:
    refused = 0
    for url, content in make_pages(120, seed=7):
        if may_speak_of_conflict(content.encode(), SETTINGS):
            continue
        refused += 1
        reading = read_document(document_of(web_page(content, url=url), SETTINGS))
        assert not reading.context.conflict
        assert reading.claims == ()
    assert refused > 0


@pytest.mark.parametrize(
    "words",
    [
        "Shelling killed 12 soldiers near the front line.",
        "Shell&shy;ing ki&#108;led 12 sol\u00addiers near the front line.",
        "Shel\u2060ling killed 112 men of Norland.",
        "Shel&#8288;ling killed 112 men of Norland.",
        "\uff33helling killed 112 men of Norland.",
        "An air&nbsp;<b>strike</b> on the front line killed 12 soldiers of the army.",
        "Протягом доби загинуло двадцять військових.",
        "A T-72 was destroyed, and the army lost ground near the town.",
    ],
)
def test_the_gate_sees_words_through_tags_references_and_joiners(words: str) -> None:
    assert may_speak_of_conflict(page(words).encode(), SETTINGS)


def test_the_gate_leaves_other_encodings_and_questions_to_reading() -> None:
    plain = page("Der Verein gewann am Samstag mit drei Toren.")
    assert not may_speak_of_conflict(plain.encode(), SETTINGS)
    assert may_speak_of_conflict(plain.encode("utf-16"), SETTINGS)
    assert may_speak_of_conflict(page("Der Verein gewann für drei Tore.").encode("cp1252"), SETTINGS)
    assert may_speak_of_conflict(plain.encode(), Settings(context="any"))
    assert may_speak_of_conflict(plain.encode(), Settings(theatre="gaza-2023"))


def test_the_text_is_the_articles_with_what_the_page_states() -> None:
    made = web_page(page(war_text(1)))
    document = document_of(made, SETTINGS)
    assert war_text(1) in document.text
    assert "Home" not in document.text
    stated = with_statements(document, made, SETTINGS)
    assert (stated.title, stated.published, stated.publisher, stated.url) == (
        "A report",
        date(2031, 3, 4),
        "post.example",
        "https://www.post.example/1",
    )
    assert with_statements(document, made, Settings(published=date(2030, 1, 1))).published == date(2030, 1, 1)


def test_a_plain_text_is_taken_as_it_is() -> None:
    made = web_page(war_text(1), media_type="text/plain")
    assert document_of(made, SETTINGS).text == war_text(1)
    assert with_statements(document_of(made, SETTINGS), made, SETTINGS) == document_of(made, SETTINGS)


@pytest.mark.parametrize("content", ["<p>" * 60_000, "<b>" * 2_500, "<p " + "a=1 " * 2_500 + ">", "<table><tr><td>" * 700])
def test_a_page_over_a_cap_is_refused_before_it_is_parsed(content: str) -> None:
    assert not is_modest(content.encode(), DEFAULT_LIMITS)
    with pytest.raises(InputTooLarge):
        document_of(web_page(f"<html><body>{content}"), SETTINGS)


def test_a_page_that_counts_as_modest_is_within_every_cap() -> None:
    for _, content in make_pages(10):
        assert is_modest(content.encode(), DEFAULT_LIMITS)
        check_structure(content, where="", limits=DEFAULT_LIMITS)


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="a page without text"):
        document_of(web_page("<html><body><script>1</script></body></html>"), SETTINGS)
