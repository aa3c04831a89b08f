"""Bringing a document in from any place: what arrives, and one clear message for what can't be read."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import docx, mail, page, pdf
from tollbook.core.errors import EmptyInput, InputTooLarge, RefusedUrl, TollbookError, UnreadableInput, UsageError
from tollbook.core.types import document_id
from tollbook.sources.files import from_bytes, from_text, is_url, load
from tollbook.sources.limits import Limits

WORDS = "The army lost 12 tanks."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", WORDS.encode()),
        ("a", WORDS.encode("utf-16")),
        ("a.html", f"<p>{WORDS}</p>".encode()),
        ("a.pdf", pdf([WORDS])),
        ("a.docx", docx(WORDS)),
        ("a.eml", mail(WORDS)),
        ("a.md", b"The army lost **12** tanks."),
        ("wrong suffix.txt", pdf([WORDS])),
    ],
)
def test_every_kind_of_file_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    document = load(str(tmp_path / name))
    assert document.text.strip() == WORDS
    assert document.id == document_id(document.text)
    assert document.url is None


def test_standard_input_is_read() -> None:
    assert load("-", stdin=io.BytesIO(WORDS.encode())).text == WORDS
    assert load("-", stdin=io.BytesIO(page())).title == "Army counts its losses - The Daily Lantern"
    assert load("-", stdin=io.BytesIO(mail(WORDS))).published == date(2025, 1, 24)


def test_plain_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    text = "\n  4\u00a0000 killed \r\n\u200fА\u00ad\u0301 \U0001f600\n\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert load(str(tmp_path / "a.txt")).text == text


def test_a_given_date_goes_before_the_stated_one() -> None:
    assert load("-", stdin=io.BytesIO(mail(WORDS)), published=date(2025, 1, 1)).published == date(2025, 1, 1)


def test_a_date_that_is_not_stated_is_unknown() -> None:
    assert load("-", stdin=io.BytesIO(b"On 24 January 2025 the army lost 12 tanks.")).published is None


@pytest.mark.parametrize("content", [b"", b" \r\n\t ", b"\xef\xbb\xbf", "\u00a0\u2003".encode()])
def test_nothing_to_read_is_said(content: bytes) -> None:
    with pytest.raises(EmptyInput, match="standard input: nothing to read"):
        load("-", stdin=io.BytesIO(content))


def test_missing_unreadable_and_odd_places_are_named(tmp_path: Path) -> None:
    (tmp_path / "dir").mkdir()
    for place, message in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path / "dir", "a directory"),
        (tmp_path / ("a" * 300), "name too long"),
    ):
        with pytest.raises(UnreadableInput, match=message) as caught:
            load(str(place))
        assert caught.value.where


@pytest.mark.parametrize("place", ["", "a\0b"])
def test_a_place_that_names_no_file_is_a_wrong_argument(place: str) -> None:
    with pytest.raises(UsageError):
        load(place)


def test_a_name_that_is_no_text_makes_a_printable_message(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        load(str(tmp_path / "\udcff\x1b[31m\n.txt"))
    assert str(caught.value).isprintable()


def test_a_file_may_have_a_colon_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes:2024.txt").write_text(WORDS)
    assert load("notes:2024.txt").text == WORDS


@pytest.mark.parametrize(
    "place",
    [
        "https://a.example/", "HTTP://a.example", " https://a.example", "http:/a.example", "ftp://a.example/", "file:///etc/passwd",
        "data:text/plain,12", "javascript:alert(1)", "http:\\\\a.example", "foo://bar",
    ],
)  # fmt: skip
def test_what_is_written_as_a_url_is_one(place: str) -> None:
    assert is_url(place)


@pytest.mark.parametrize("place", ["a.txt", "C:\\a.txt", "C:/a.txt", "./http", "notes:2024.txt", "-", "", "//a"])
def test_what_is_written_as_a_file_is_one(place: str) -> None:
    assert not is_url(place)


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1/", "ftp://a.example/x", "file:///etc/passwd", "data:text/plain,12 killed", "foo://bar", "http:/a"]
)
def test_a_url_that_is_not_fetched_is_refused_and_never_taken_for_a_file(place: str) -> None:
    with pytest.raises(RefusedUrl):
        load(place)


def test_a_single_line_of_50_million_characters_is_refused_in_a_moment() -> None:
    started = time.process_time()
    with pytest.raises(InputTooLarge, match=r"a text of 50,000,000 characters.*at most 20,000,000.*split it"):
        load("-", stdin=io.BytesIO(b"a" * 50_000_000))
    assert time.process_time() - started < 2


def test_a_text_at_the_limit_is_read_and_one_over_it_is_not() -> None:
    limits = Limits(text_length=10)
    assert len(from_text("a" * 10, limits=limits).text) == 10
    with pytest.raises(InputTooLarge):
        from_text("a" * 11, limits=limits)


def test_an_endless_stream_is_read_no_further_than_the_limit() -> None:
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            Endless.asked = size or 0
            return b"a" * Endless.asked

    with pytest.raises(InputTooLarge, match="over 1,000,000 bytes"):
        load("-", stdin=Endless(), limits=Limits(file_bytes=1_000_000))
    assert Endless.asked == 1_000_001


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(64_000_001)
    with pytest.raises(InputTooLarge, match="64,000,000"):
        load(str(tmp_path / "big.txt"))


def test_lone_surrogates_are_kept_in_text_at_hand() -> None:
    document = from_text("12 killed \ud800", title="\udfff")
    assert document.text == "12 killed \ud800"
    assert len(document.id) == 32


def test_text_at_hand_has_no_other_rules() -> None:
    assert from_text("\0\x01").text == "\0\x01"
    with pytest.raises(EmptyInput):
        from_text(" \n")


@given(st.binary(max_size=400), st.sampled_from(["a", "a.txt", "a.html", "a.md", "a.eml", "a.pdf", "a.docx"]))
def test_any_bytes_give_a_document_or_one_clear_message(content: bytes, name: str) -> None:
    try:
        assert from_bytes(content, name=name).text
    except TollbookError as error:
        message = str(error)
    else:
        return
    assert message.startswith("a")
    assert "\n" not in message
