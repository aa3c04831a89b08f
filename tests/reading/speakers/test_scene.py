"""How far what is said reaches: before the speaker, after, or around."""

import pytest

from tollbook.reading.speakers.reporting import read_frames
from tollbook.reading.tokens import split_sentences, tokenise


def content(text: str) -> str:
    (sentence,) = split_sentences(text)
    (frame,) = read_frames(text, tokenise(text, sentence))
    return text[frame.start : frame.end]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The army said 40 men died.", "40 men died."),
        ("The army said on Monday that 40 men died.", "on Monday that 40 men died."),
        ("On Monday, the army said 40 men died.", "40 men died."),
        ("Forty men died, the army said.", "Forty men died,"),
        ("Forty men died, the army said in a statement on Monday.", "Forty men died,"),
        ("Forty men died, the army said without giving further details.", "Forty men died,"),
        ("Forty men died, army sources confirmed to reporters.", "Forty men died,"),
        ("Forty men died, the army said, and nine were hurt.", "Forty men died, the army said, and nine were hurt."),
        ("Forty men, the army said, died in the raid.", "Forty men, the army said, died in the raid."),
        ("Forty men died, said the army.", "Forty men died,"),
    ],
)
def test_the_reach_is_told_by_what_follows_the_verb(text: str, said: str) -> None:
    """Nothing but times and places after the verb: what is said stands before. A clause after it: there. Both: around."""
    assert content(text) == said
