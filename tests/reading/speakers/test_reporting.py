"""The frames of one sentence: their rules are named, excepted words make none, hearsay has no source."""

import pytest

from tollbook.reading.speakers.reporting import read_frames
from tollbook.reading.tokens import split_sentences, tokenise


def frames(text: str) -> list[tuple[str, str]]:
    (sentence,) = split_sentences(text)
    return [(frame.rule, text[slice(*frame.source)] if frame.source else "") for frame in read_frames(text, tokenise(text, sentence))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army said nine men died.", [("said.said.before", "army")]),
        ("Nine men died, the army said.", [("said.said.after", "army")]),
        ("Nine men died, said the army.", [("said.said.inverted", "army")]),
        ("Nine men died, according to the army.", [("according", "army")]),
        ("Nine men died, per the army.", [("per", "army")]),
        ("By the army's count, nine men died.", [("product.by", "army")]),
        ("Nine men were killed, it was reported by the army.", [("said.passive", "army")]),
        ("Nine men were reported killed.", [("hearsay", "")]),
        ("In the latest army bulletin, nine men are listed.", [("product.in", "latest army bulletin")]),
        ("Army command: nine men died.", [("label", "Army command")]),
        ("UNICEF verified 9 deaths.", [("said.recorded.before", "UNICEF")]),
        ("Nine men were reported killed by coalition planes.", [("hearsay", "")]),
    ],
)
def test_a_frame_names_its_rule(text: str, expected: list[tuple[str, str]]) -> None:
    """Every reading explains itself."""
    assert frames(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nine men were confirmed dead.",
        "The army captured nine men.",
        "The reported losses of nine men were heavy.",
        "The blast claimed nine lives, lives that mattered.",
        "Nine guns fire 30 rounds per hour.",
        "Cattle registered nine deaths.",
        "SHEPHERDS REGISTERED NINE DEATHS.",
    ],
)
def test_a_sentence_without_a_speaker_has_no_source(text: str) -> None:
    """Look-alikes of cues make no frame that names anybody."""
    assert [source for _, source in frames(text) if source] == []


def test_a_denial_is_attributed_too() -> None:
    """Who denies speaks; whether the figure is denied is another step's matter."""
    assert frames("The army denied that nine men died.") == [("said.denied.before", "army")]


def test_a_report_in_which_something_is_said_is_a_noun() -> None:
    """ "said in its latest report that" has one speaker."""
    assert frames("The institute said in its latest report that nine men died.") == [("said.said.before", "institute")]


def test_words_within_editors_brackets_are_no_cues() -> None:
    """ "[time not specified]" is the editor's."""
    assert frames("The army said nine men died [place not specified].") == [("said.said.before", "army")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The rebels said they killed nine men, claims the army rejected.", "claims"),
        ("The rebels said they killed nine men, a figure that the army rejected.", "that"),
        ("The rebels were blamed for nine deaths, an accusation dismissed by the army.", "an accusation"),
        ("The deaths of nine men were denied by the army.", "The deaths of nine men were denied by the army."),
    ],
)
def test_who_rejects_a_claim_says_no_more_of_it(text: str, said: str) -> None:
    """A figure is not the army's because the army rejects what others say."""
    (sentence,) = split_sentences(text)
    found = [frame for frame in read_frames(text, tokenise(text, sentence)) if frame.source and "army" in text[slice(*frame.source)]]
    assert [text[frame.start : frame.end] for frame in found] == [said]


def test_a_name_behind_a_claim_speaks_of_it() -> None:
    """ "A claim Sudan rejected" leaves out "which": the claim is not Sudan's."""
    assert frames("Chad said it shot down nine jets, a claim Sudan rejected.") == [
        ("said.said.before", "Chad"),
        ("said.denied.after", "Sudan"),
    ]


def test_a_speaker_before_a_semicolon_has_said_what_is_before() -> None:
    text = "Nine men died, Sudan said; rebels put the number at 40."
    (sentence,) = split_sentences(text)
    found = read_frames(text, tokenise(text, sentence))
    assert [(text[slice(*f.source)], text[f.start : f.end]) for f in found if f.source] == [
        ("Sudan", "Nine men died,"),
        ("rebels", "the number at 40."),
    ]


def test_a_clause_after_a_semicolon_is_its_own() -> None:
    """A quotation that ends before the semicolon belongs to the speaker before it."""
    text = 'India said "over 90 men" died; Nepal said 12 men died.'
    (sentence,) = split_sentences(text)
    found = read_frames(text, tokenise(text, sentence))
    assert [(text[slice(*f.source)], text[f.start : f.end]) for f in found if f.source] == [
        ("India", 'over 90 men" died'),
        ("Nepal", "12 men died."),
    ]
