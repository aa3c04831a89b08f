"""A text as echoes see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.scale.echoes.words import numbers_of, quotations_of, runs_of, sentences_of, words_of


@pytest.mark.parametrize("written", ["1,240", "1.240", "1240", "1\u00a0240", "1'240"])
def test_a_number_is_one_word_however_it_is_written(written: str) -> None:
    assert words_of(f"About {written} dead") == ["about", "1240", "dead"]


def test_words_of_any_script_count_and_marks_do_not() -> None:
    assert words_of("Втрати — «орків», l'armée_2") == ["втрати", "орків", "l", "armée", "2"]


def test_a_text_shorter_than_a_run_is_one_run() -> None:
    assert runs_of(["a", "b"], 5) == ["a b"]
    assert runs_of(["a", "b", "c", "d"], 3) == ["a b c", "b c d"]


@pytest.mark.parametrize("marks", ["“{}”", "«{}»", "„{}“", '"{}"'])
def test_quotations_are_found_in_the_marks_of_several_languages(marks: str) -> None:
    text = f"He said: {marks.format('We hold the line.')} {marks.format('No.')}"
    assert list(quotations_of(text, fewest=3)) == ["we hold the line"]


def test_short_sentences_are_left_out() -> None:
    assert list(sentences_of("One two three. Four.\nFive six seven!", fewest=3)) == ["one two three", "five six seven"]


def test_years_and_single_digits_are_no_numbers_that_tell() -> None:
    assert numbers_of(words_of("On 7 May 2025 about 1,200 of 45 in 1999 and 20250")) == ["1200", "45", "20250"]


@given(st.text(max_size=300))
def test_any_text_has_words(text: str) -> None:
    assert all(words_of(text))
    assert all(quotation.strip() for quotation in quotations_of(text, fewest=1))
