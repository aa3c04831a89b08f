"""DOCX: all text in reading order; bombs and locked files are refused before they are parsed."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import pytest

from tests.sources.making import docx, docx_with_body, replaced
from tollbook.core.errors import InputTooLarge, TollbookError, UnreadableInput
from tollbook.core.types import Document
from tollbook.sources.files import from_bytes
from tollbook.sources.limits import Limits


def read(content: bytes, *, limits: Limits | None = None) -> Document:
    return from_bytes(content, name="report.docx", limits=limits or Limits())


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def test_paragraphs_and_tables_keep_their_form() -> None:
    content = docx("The army lost 12 tanks.", "No men were\nhurt.", table=[["kind", "lost"], ["trucks", "31"]], title="Losses of the day")
    document = read(content)
    assert document.text == "The army lost 12 tanks.\n\nNo men were\nhurt.\n\nkind\tlost\ntrucks\t31"
    assert document.title == "Losses of the day"


def test_dates_of_editing_are_not_publication() -> None:
    assert read(docx("12 killed")).published is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('12')}<w:ins>{run(' killed')}</w:ins></w:p>", "12 killed"),
        (f"<w:p>{run('12')}<w:del><w:r><w:delText> wounded</w:delText></w:r></w:del></w:p>", "12"),
        (f"<w:sdt><w:sdtContent><w:p>{run('12 killed')}</w:p></w:sdtContent></w:sdt>", "12 killed"),
        (f"<w:p><w:hyperlink>{run('12')}</w:hyperlink>{run(' killed')}</w:p>", "12 killed"),
        (f"<w:p>{run('12')}<w:r><w:tab/></w:r>{run('killed')}<w:r><w:br/></w:r>{run('today')}</w:p>", "12 killed\ntoday"),
        (f"<w:p><w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>", "here"),
        (
            f"<w:p><mc:AlternateContent><mc:Choice>{run('box')}</mc:Choice><mc:Fallback>{run('box')}</mc:Fallback></mc:AlternateContent></w:p>",
            "box",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p><w:p>{run('b')}</w:p></w:tc><w:tc><w:p>{run('c')}</w:p></w:tc></w:tr></w:tbl>",
            "a b\tc",
        ),
        ("<w:p><w:r><w:instrText>PAGE 12</w:instrText></w:r><w:r><w:t>4&#160;000</w:t></w:r></w:p>", "4\u00a0000"),
    ],
    ids=["inserted", "deleted", "control", "link", "tab", "moved", "box", "cell", "field"],
)
def test_what_a_reader_sees_is_what_is_read(body: str, text: str) -> None:
    assert read(docx_with_body(body)).text == text


def test_a_docx_without_text_says_so() -> None:
    with pytest.raises(UnreadableInput, match=r"without text.*OCR"):
        read(docx())


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/document.xml": b" " * 12_000_001}, "a part of 12,000,001 bytes"),
        ({"word/media/a.png": b"0" * 80_000_000}, "bytes when unpacked"),
        ({f"word/x{i}.xml": b"" for i in range(5_001)}, "files inside"),
    ],
    ids=["part", "picture", "many"],
)
def test_a_zip_bomb_is_refused_by_its_directory(parts: dict[str, bytes], message: str) -> None:
    content = replaced(docx("12"), parts)
    assert len(content) < 1_000_000
    started = time.process_time()
    with pytest.raises(InputTooLarge, match=message):
        read(content)
    assert time.process_time() - started < 1


def test_a_directory_that_lies_about_a_size_is_found_out() -> None:
    content = replaced(docx("12"), {"word/document.xml": b" " * 500_000})
    lying = content.replace(struct.pack("<L", 500_000), struct.pack("<L", 50))
    assert lying != content
    with pytest.raises(UnreadableInput, match="damaged or locked"):
        read(lying)


def test_entities_are_neither_expanded_nor_fetched() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "lollollol"><!ENTITY c "&b;&b;&b;">]>'
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"{head}<w:document {names}><w:body><w:p><w:r><w:t>12 killed</w:t></w:r><w:r><w:t>&a;&c;</w:t></w:r></w:p></w:body></w:document>"
    assert read(replaced(docx("x"), {"word/document.xml": body.encode()})).text == "12 killed"


@pytest.mark.parametrize("body", [b"", b"<w:document", b"<a/>", b"\xff\xfe\x00", b"<?xml version='1.0' encoding='nonsense'?><a/>"])
def test_a_damaged_main_part_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableInput, match="DOCX"):
        read(replaced(docx("x"), {"word/document.xml": body}))


def test_nesting_beyond_the_parser_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="damaged"):
        read(docx_with_body("<w:tbl><w:tr><w:tc>" * 2_000 + "</w:tc></w:tr></w:tbl>" * 2_000))


def test_a_locked_archive_is_refused() -> None:
    """Bit 0 of an entry's flags says that it is encrypted."""
    content = bytearray(docx("12"))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.start_dir
    content[start + 8] |= 1
    with pytest.raises(UnreadableInput, match="damaged or locked"):
        read(bytes(content))


def test_bytes_changed_at_random_never_bring_an_error_that_is_not_ours() -> None:
    chance = random.Random(7)
    whole = docx("12 killed", table=[["a", "b"]])
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        try:
            read(bytes(content))
        except TollbookError:
            continue
    for cut in range(10, len(whole), 977):
        with pytest.raises(TollbookError):
            read(whole[:cut])
