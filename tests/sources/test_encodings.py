"""Bytes to text: decoded without doubt, or refused with the way out."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.errors import UnreadableInput
from tollbook.sources.encodings import codec_name, decode_text

UKRAINIAN = "Міністерство оборони повідомило, що за добу загинули 12 військових, ще 30 поранено."
RUSSIAN = "По данным министерства, за сутки погибли 12 военных, ещё 30 человек получили ранения."
POLISH = "Ministerstwo podało, że w ciągu doby zginęło dwunastu żołnierzy, a trzydziestu zostało rannych. Źródła nie potwierdziły liczby."
FRENCH = "Le ministère a annoncé que douze soldats ont été tués à l’aube près de la frontière, et que trente autres ont été blessés."
CHINESE = "国防部星期五表示，过去一天有十二名士兵阵亡，另有三十人受伤。发言人没有说明地点。"


@given(st.text(alphabet=st.characters(exclude_characters="\0\ufeff", exclude_categories=("Cs", "Cc")), min_size=1))
def test_what_was_written_as_utf8_is_read_as_written(text: str) -> None:
    assert decode_text(text.encode(), where="x") == text


def test_cyrillic_utf16_shows_by_the_zeros_of_its_blanks() -> None:
    assert decode_text(UKRAINIAN.encode("utf-16-le"), where="x") == UKRAINIAN


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_by_its_mark_or_its_zeros(encoding: str) -> None:
    """Without a mark, UTF-16 shows by a zero in every second byte of Latin text."""
    text = "The army lost 1,200 men.\r\nNone were captured.\n"
    assert decode_text(text.encode(encoding), where="x") == text


def test_a_byte_order_mark_goes_before_a_declaration() -> None:
    assert decode_text("втрати".encode("utf-8-sig"), where="x", declared="windows-1251") == "втрати"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "cp1250"),
        (FRENCH, "cp1252"),
        (CHINESE, "gb18030"),
    ],
)
def test_older_character_sets_are_told_from_running_text(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), where="x") == text


@pytest.mark.parametrize(("text", "encoding"), [("caf\xe9 12", "latin-1"), ("12 \xe8\xee killed", "latin-1"), ("Šumy 9", "cp1250")])
def test_a_few_letters_that_fit_several_character_sets_are_not_guessed(text: str, encoding: str) -> None:
    with pytest.raises(UnreadableInput, match=r"undecidable character set.*convert the file to UTF-8"):
        decode_text(text.encode(encoding), where="x")


@pytest.mark.parametrize(
    ("declared", "written"), [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ('"Windows-1251"', "cp1251"), (" koi8-u ", "koi8-u")]
)
def test_a_declared_character_set_is_believed(declared: str, written: str) -> None:
    text = "“12”" if written == "cp1252" else "втрати 12"
    assert decode_text(text.encode(written), where="x", declared=declared) == text


@pytest.mark.parametrize("declared", ["nonsense", "", "rot13", "base64", "zlib", "hex", "undefined", "\0", "x" * 300, "utf8", "UTF-8"])
def test_a_declaration_that_names_no_character_set_is_passed_over(declared: str) -> None:
    assert decode_text("втрати".encode(), where="x", declared=declared) == "втрати"


def test_english_with_curly_quotes_is_told_since_all_sets_agree_on_them() -> None:
    text = "The army said that it lost 12 men at the “bridge” – a spokesman’s figure. Nothing else was said."
    assert decode_text(text.encode("cp1252"), where="x") == text


def test_one_odd_byte_in_ascii_is_no_evidence_of_a_character_set() -> None:
    content = b"The army said that it lost 12 men at the bridge\xff, and nothing else was said that day." * 3
    with pytest.raises(UnreadableInput, match="undecidable"):
        decode_text(content, where="x")
    assert decode_text(content, where="x", lenient=True).count("\ufffd") == 3


def test_a_false_declaration_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="do not fit the declared character set"):
        decode_text(UKRAINIAN.encode("cp1251") * 3, where="x", declared="shift_jis")


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 500,
        b"MZ\x90\x00\x03\x00\x00\x00\x04" * 40,
        bytes(range(1, 32)) * 20,
        b"text \x00 with a zero",
        b"\x00a",
        b"a\x00b\x01\x02\x03\x04\x05\x06\x07",
    ],
)
def test_binary_content_is_refused_with_its_evidence(content: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"binary content \(.*(zero bytes|control characters).*export the text"):
        decode_text(content, where="x")


def test_random_bytes_are_text_or_refused() -> None:
    for _ in range(50):
        content = os.urandom(600)
        with pytest.raises(UnreadableInput):
            decode_text(content, where="x")


def test_a_few_control_characters_are_text() -> None:
    assert decode_text(b"line one\x0cpage two \x1b[1m bold\x07\n", where="x").count("\x0c") == 1


def test_damaged_utf8_is_refused_with_the_place_of_the_damage() -> None:
    damaged = UKRAINIAN.encode() + b"\xd0"
    with pytest.raises(UnreadableInput, match=rf"damaged UTF-8: byte {len(damaged) - 1} \(0xd0\)"):
        decode_text(damaged, where="x")


def test_damaged_utf8_of_a_page_is_marked_where_it_is() -> None:
    assert decode_text(UKRAINIAN.encode() + b"\xd0", where="x", lenient=True) == UKRAINIAN + "\ufffd"


def test_a_wrong_byte_order_mark_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="damaged text"):
        decode_text(b"\xff\xfe\x00", where="x")


def test_line_ends_and_odd_blanks_stay_as_they_are() -> None:
    text = "4\u00a0000 killed\r\n\u200f12\u2009 000\r"
    assert decode_text(text.encode(), where="x") == text


@pytest.mark.parametrize(
    ("label", "name"), [("UTF8", "utf-8"), ("latin1", "cp1252"), ("koi8-u", "koi8-u"), ("rot13", None), (None, None), ("", None)]
)
def test_labels_become_codecs_of_text_only(label: str | None, name: str | None) -> None:
    assert codec_name(label) == name


def test_decoding_a_long_line_takes_linear_time() -> None:
    content = (UKRAINIAN * 85_000).encode("cp1251")
    started = time.process_time()
    assert len(decode_text(content, where="x")) == 85_000 * len(UKRAINIAN)
    assert time.process_time() - started < 3


@given(
    st.binary(max_size=300),
    st.booleans(),
    st.sampled_from([None, "utf-8", "cp1252", "shift_jis", "utf-16", "utf-7", "idna", "punycode", "iso2022_jp", "unicode_escape"]),
)
def test_any_bytes_give_text_or_the_one_error(content: bytes, lenient: bool, declared: str | None) -> None:
    try:
        assert isinstance(decode_text(content, where="x", lenient=lenient, declared=declared), str)
    except UnreadableInput:
        return
