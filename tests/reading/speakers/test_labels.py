"""Speakers without a verb: products, labels, brackets and the tails of headlines."""

import pytest

from tollbook.reading.speakers.reporting import read_frames
from tollbook.reading.tokens import split_sentences, tokenise


def sources(text: str) -> list[tuple[str, str]]:
    (sentence,) = split_sentences(text)
    return [(frame.rule, text[slice(*frame.source)]) for frame in read_frames(text, tokenise(text, sentence)) if frame.source]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The ministry's estimate of 40 dead covers a year.", "ministry"),
        ("A police report that 40 men died caused alarm.", "police"),
        ("By one estimate, 40 men died.", "one estimate"),
        ("In the latest army bulletin, 40 men are missing.", "latest army bulletin"),
    ],
)
def test_the_maker_of_a_product_speaks(text: str, source: str) -> None:
    """An estimate, a report or a bulletin hands its content to whoever made it."""
    assert [found for _, found in sources(text)] == [source]


@pytest.mark.parametrize(
    ("text", "rule", "source"),
    [
        ("Interior ministry: 40 killed in landslide", "label", "Interior ministry"),
        ('[MAREK] "WE LOST 40 MEN."', "label", "MAREK"),
        ("40 killed in raid: army", "headline", "army"),
        ("40 killed in raid, state radio", "headline", "state radio"),
        ("40 killed in raid - Petrova", "headline", "Petrova"),
        ("Raid kills 40 state media", "headline.bare", "state media"),
    ],
)
def test_a_label_or_a_headlines_tail_speaks(text: str, rule: str, source: str) -> None:
    """Colon, bracket, comma, dash, or nothing at all where the words can't be the victims."""
    assert sources(text) == [(rule, source)]


@pytest.mark.parametrize(
    "text",
    [
        "Orlan: 40 killed in raid",
        "Update: 40 killed in raid",
        "[VIDEO] 40 killed in raid",
        "Raid kills 40 police",
        "40 killed in raid on police",
        "40 killed in raid - World - Orlan Gazette",
        "The ministry's tanks of 1980 were lost.",
        "By noon, 40 men had died.",
        "In the last week, 40 men died.",
    ],
)
def test_places_victims_and_sections_do_not_speak(text: str) -> None:
    """A place before a colon, an editor's label, the victims, a site's section name: none is a source."""
    assert sources(text) == []
