"""What kind of document some bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import docx, mail, page, pdf, replaced
from tollbook.core.errors import UnreadableInput
from tollbook.sources.media import looks_like_mail, sniff_kind, suffix_of


@pytest.mark.parametrize("name", ["", "a.txt", "a", "a.html", "A.PDF"])
def test_content_goes_before_the_suffix(name: str) -> None:
    assert sniff_kind(pdf(["x"]), where="x", name=name) == "pdf"
    assert sniff_kind(docx("x"), where="x", name=name) == "docx"


@pytest.mark.parametrize(
    "start",
    ["<!DOCTYPE html>", "<html>", "\n\n<HTML lang=en>", '<?xml version="1.0"?>\n<!DOCTYPE html>', "<!-- x --><html>", "\ufeff<html>"],
)
def test_a_page_is_known_by_its_start(start: str) -> None:
    assert sniff_kind(start.encode(), where="x") == "html"
    assert sniff_kind(start.encode("utf-16"), where="x", name="a.txt") == "html"


def test_text_that_mentions_a_tag_is_text() -> None:
    assert sniff_kind(b"The <html> tag opens a page.", where="x") == "text"


def test_a_mail_is_known_by_what_mail_programs_write() -> None:
    assert sniff_kind(mail("x"), where="x") == "mail"


def test_a_pasted_header_is_text() -> None:
    assert sniff_kind(b"From: the front\nSubject: losses\nDate: today\n\nWe lost 3 tanks.", where="x") == "text"
    assert not looks_like_mail("Note: this\nFrom: x\n")


def test_a_text_file_stays_text_whatever_its_first_lines_look_like() -> None:
    assert sniff_kind(mail("x"), where="x", name="message.txt") == "text"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.md", "markdown"),
        ("A.MARKDOWN", "markdown"),
        ("x/b.htm", "html"),
        ("a.eml", "mail"),
        ("a.csv", "text"),
        ("a", "text"),
        ("a.xyz", "text"),
    ],
)
def test_the_suffix_decides_where_content_does_not(name: str, kind: str) -> None:
    assert sniff_kind(b"plain words", where="x", name=name) == kind


def test_a_declared_type_goes_before_the_suffix() -> None:
    assert sniff_kind(b"plain words", where="x", name="https://news.example/a.html?x=.md", media_type="text/plain") == "text"


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"), (b"{\\rtf1", "RTF"), (b"\x1f\x8b\x08", "gzip"), (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"\xff\xd8\xff\xe0", "JPEG"), (b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"Rar!\x1a\x07\x00", "RAR"), (b"\x7fELF", "program"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)  # fmt: skip
def test_what_is_met_by_mistake_is_named_with_the_way_out(start: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message) as caught:
        sniff_kind(start + b"...", where="x", name="a.txt")
    assert caught.value.do


@pytest.mark.parametrize(
    ("part", "message"), [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("a.txt", "ZIP archive")]
)
def test_another_archive_is_not_a_docx(part: str, message: str) -> None:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(UnreadableInput, match=message):
        sniff_kind(replaced(stream.getvalue(), {part: b"x"}), where="x", name="a.docx")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_suffix_that_the_content_belies_is_refused(name: str) -> None:
    with pytest.raises(UnreadableInput, match="not a"):
        sniff_kind(page(), where="x", name=name)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.b.TXT", "txt"),
        ("a", ""),
        ("x.y/a", ""),
        ("C:\\x.y\\a.md", "md"),
        ("report #3.docx", "docx"),
        ("https://a.example/b.pdf?c=d.txt#e.md", "pdf"),
        ("https://a.example/b", ""),
    ],
)
def test_the_suffix_is_that_of_the_last_part(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@given(st.binary(max_size=200), st.text(max_size=10))
def test_any_bytes_have_a_kind_or_are_refused(content: bytes, name: str) -> None:
    try:
        assert sniff_kind(content, where="x", name=name) in ("text", "markdown", "html", "pdf", "docx", "mail")
    except UnreadableInput:
        return
