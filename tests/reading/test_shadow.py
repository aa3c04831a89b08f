"""The shadow shows plain characters, and every span of it leads back to the text as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.shadow import HOMOGLYPH, MIXED_SCRIPT, OTHER_SCRIPT, make_shadow


def shown(text: str) -> str:
    return make_shadow(text).text


def original_of(text: str, piece: str) -> str:
    """Return what the original has where the shadow shows `piece`."""
    shadow = make_shadow(text)
    start = shadow.text.index(piece)
    left, right = shadow.span(start, start + len(piece))
    return text[left:right]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1\u00a0500", "1 500"),
        ("1\u202f500", "1 500"),
        ("1\u2009500", "1 500"),
        ("\u201cNo,\u201d he said", '"No," he said'),
        ("the army\u2019s", "the army's"),
        ("\u00abтак\u00bb", '"так"'),
        ("\u201eja\u201c", '"ja"'),
        ("5\u2032 6\u2033", "5' 6\""),
        ("one\u2011third", "one-third"),
        ("so\u00adldiers", "soldiers"),
        ("1\u200b2", "12"),
        ("\ufeff12", "12"),
        ("\u202b12\u202c", "12"),
        ("\ufb01ve o\ufb03cers", "five officers"),
        ("\uff11\uff12 \uff4d\uff45\uff4e", "12 men"),
        ("\U0001d7cf\U0001d7d0", "12"),
        ("a\r\nb\rc", "a \nb\nc"),
        ("a\u2028b", "a\nb"),
        ("3\u00bd", "3 1/2"),
        ("\u2154 of", "2/3 of"),
        ("٢٬٥٠٠", "2,500"),
    ],
)
def test_unusual_characters_are_shown_as_plain_ones(text: str, plain: str) -> None:
    assert shown(text) == plain


def test_a_footnote_mark_is_no_digit_and_a_unit_keeps_its_square() -> None:
    assert shown("4,000\u00b2 men") == "4,000 men"
    assert shown("12 km\u00b2") == "12 km2"
    assert shown("4,000\u2074 men") == "4,000 men"


def test_dashes_ellipses_and_letters_of_other_alphabets_stay() -> None:
    text = "Запоріжжя — вісім… 5–7 Ñandú ×"
    assert shown(text) == text


def test_plain_text_is_its_own_shadow() -> None:
    text = "Seven men died."
    shadow = make_shadow(text)
    assert shadow.text is text
    assert shadow.span(3, 8) == (3, 8)


def test_a_lone_surrogate_is_shown_as_no_character_and_kept_in_the_text() -> None:
    shadow = make_shadow("\ud800 12")
    assert (shadow.original, shadow.text, shadow.span(2, 4)) == ("\ud800 12", "\ufffd 12", (2, 4))


def test_a_span_behind_a_removed_character_is_moved() -> None:
    assert original_of("so\u00adldiers lost 12 men", "12") == "12"
    assert original_of("o\ufb03cers lost 12 men", "12") == "12"


def test_a_span_holds_the_unseen_characters_inside_it_and_none_at_its_ends() -> None:
    assert original_of("\u200b1\u200b500\u200b men", "1500") == "1\u200b500"


def test_part_of_a_ligature_leads_to_the_whole_of_it() -> None:
    assert original_of("\ufb01ve", "f") == "\ufb01"
    assert original_of("\ufb01ve", "i") == "\ufb01"
    assert original_of("\ufb01ve", "iv") == "\ufb01v"


@pytest.mark.parametrize(
    ("text", "number", "flags"),
    [
        ("lost ٣٤ men", "34", (OTHER_SCRIPT,)),
        ("lost १२ men", "12", (OTHER_SCRIPT,)),
        ("lost 1٣ men", "13", (OTHER_SCRIPT, MIXED_SCRIPT)),
        ("lost 1\uff12 men", "12", (MIXED_SCRIPT,)),
        ("lost 1O0 men", "100", (HOMOGLYPH,)),
        ("lost l00 men", "100", (HOMOGLYPH,)),
        ("lost I,500 men", "1,500", (HOMOGLYPH,)),
        ("втрачено З00 осіб", "300", (HOMOGLYPH,)),
        ("lost 1О0 men", "100", (HOMOGLYPH,)),
    ],
)
def test_digits_that_are_not_what_they_look_like_are_read_and_flagged(text: str, number: str, flags: tuple[str, ...]) -> None:
    shadow = make_shadow(text)
    start = shadow.text.index(number)
    assert sorted(shadow.flags_in(start, start + len(number))) == sorted(flags)
    assert shadow.flags_in(0, 4) == ()


@pytest.mark.parametrize(
    "text", ["5l of fuel", "M2 and O2", "I 95", "I95 north", "T-72", "10 Oct", "lost 100 men", "loII", "2 Old men", "будинок 3б"]
)
def test_letters_beside_digits_that_mean_themselves_are_left_alone(text: str) -> None:
    shadow = make_shadow(text)
    assert (shadow.text, shadow.flags) == (text, ())


def test_a_full_width_number_alone_is_not_flagged() -> None:
    assert make_shadow("\uff11\uff12").flags == ()


@given(st.text(max_size=60))
def test_every_span_of_the_shadow_is_a_span_of_the_original(text: str) -> None:
    shadow = make_shadow(text)
    at = 0
    for start in range(len(shadow.text)):
        left, right = shadow.span(start, start + 1)
        assert 0 <= left < right <= len(text)
        assert left >= at
        at = left
    assert shadow.span(0, len(shadow.text))[1] <= len(text)


@given(st.text(alphabet="ab1\u00ad\ufb01\u201c\u00a0 ", max_size=40))
def test_characters_that_stay_lead_back_to_themselves(text: str) -> None:
    shadow = make_shadow(text)
    for at, character in enumerate(shadow.text):
        left, right = shadow.span(at, at + 1)
        assert text[left:right] == character or text[left:right] in "\ufb01\u201c\u00a0"


@given(st.text(max_size=60))
def test_the_shadow_of_a_shadow_is_itself(text: str) -> None:
    once = shown(text)
    assert shown(once) == once


def test_time_grows_linearly() -> None:
    """A million odd characters are mapped piece by piece, without a search per piece."""
    shadow = make_shadow("so\u00adldiers " * 100_000)
    assert len(shadow.text) == 900_000
    assert shadow.span(len(shadow.text) - 9, len(shadow.text) - 1) == (999_990, 999_999)
