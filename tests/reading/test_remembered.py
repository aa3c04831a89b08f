"""Remembered words: worked out once, the same as anew, and never more of them than the memory is allowed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading import remembered
from tollbook.reading.remembered import Remembered
from tollbook.reading.tokens import TOKEN, Sentence, tokenise


def test_a_word_is_worked_out_once() -> None:
    asked: list[str] = []
    lengths = Remembered(lambda word: asked.append(word) or len(word))
    assert [lengths["tank"], lengths["tank"], lengths["ship"]] == [4, 4, 4]
    assert asked == ["tank", "ship"]


def test_memory_is_bounded() -> None:
    lengths = Remembered(len)
    for number in range(2 * remembered.MOST + 5):
        assert lengths[str(number)] == len(str(number))
    assert len(lengths) <= remembered.MOST


@given(st.text(alphabet=" \n\tAbz.'-_,12İsé–U", max_size=40))
def test_tokens_are_those_of_the_token_pattern(text: str) -> None:
    """The quick pass over pieces gives the tokens, starts and ends that the pattern itself gives."""
    sentence = tokenise(text, Sentence(0, len(text), 0))
    found = list(TOKEN.finditer(text))
    assert sentence.words == [match.group().lower() for match in found]
    assert list(zip(sentence.starts, sentence.ends, strict=True)) == [match.span() for match in found]
