"""PDFs: pages become paragraphs; locked, damaged, scanned and endless ones are refused with the way out."""

from __future__ import annotations

import io
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import pdf
from tollbook.core.errors import InputTooLarge, TollbookError, UnreadableInput
from tollbook.core.types import Document
from tollbook.sources.files import from_bytes
from tollbook.sources.limits import Limits
from tollbook.sources.pdf import join_lines, join_pages

LONG = "The ministry said that some 1,200 soldiers were"
REPORT = pdf([LONG, "killed or wounded in the past day.", "Tanks 12", "Guns 14"], ["A second page speaks of 31 trucks."])


def read(content: bytes, *, limits: Limits | None = None) -> Document:
    return from_bytes(content, name="report.pdf", limits=limits or Limits())


def packet(words: str) -> bytes:
    """Return a catalog's XMP stream object."""
    return b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n" % len(words) + words.encode() + b"\nendstream"


def test_lines_of_running_text_are_joined_and_rows_are_not() -> None:
    assert read(REPORT).text == f"{LONG} killed or wounded in the past day.\nTanks 12\nGuns 14\n\nA second page speaks of 31 trucks."


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            "The staff counted losses among men of the inter-\nnational brigade and said no more.",
            "The staff counted losses among men of the inter-national brigade and said no more.",
        ),
        ("The staff of the eastern command reported 300\nprisoners.", "The staff of the eastern command reported 300 prisoners."),
        (
            "The staff of the eastern command reported:\n- 3 tanks\n- 4 guns",
            "The staff of the eastern command reported:\n- 3 tanks\n- 4 guns",
        ),
        (
            "The staff of the eastern command reported on\n1. tanks\n2. guns",
            "The staff of the eastern command reported on\n1. tanks\n2. guns",
        ),
        ("One.\n\n\nTwo.", "One.\n\nTwo."),
        ("Tanks 3\nguns 4", "Tanks 3\nguns 4"),
        ("\n \n", ""),
    ],
)
def test_lines_join_where_a_paragraph_goes_on(page: str, text: str) -> None:
    assert join_lines(page) == text


def test_a_sentence_over_a_page_break_stays_in_one_piece() -> None:
    assert join_pages(["The army lost", "three tanks.", "", "Next."]) == "The army lost three tanks.\n\nNext."


@given(st.text(alphabet="ab1-. \n", max_size=200))
def test_joining_loses_no_character_but_blanks(page: str) -> None:
    assert "".join(join_lines(page).split()) == "".join(page.split())


def test_the_stated_title_is_kept_and_a_date_of_creation_is_not_publication() -> None:
    document = read(pdf(["x 12"], extra=[b"<< /Title (Losses of the week) /CreationDate (D:20250124090000Z) >>"], trailer=b"/Info 4 0 R"))
    assert (document.title, document.published) == ("Losses of the week", None)


@pytest.mark.parametrize(
    "words", ["<x prism:publicationDate='2025-01-24'/>", "<prism:publicationDate>2025-01-24T10:00:00Z</prism:publicationDate>"]
)
def test_a_date_of_publication_that_the_pdf_states_is_read(words: str) -> None:
    assert read(pdf(["x 12"], extra=[packet(words)], catalog=b"/Metadata 4 0 R")).published == date(2025, 1, 24)


@pytest.mark.parametrize(
    "words", ["<xmp:CreateDate>2025-01-24</xmp:CreateDate>", "<xmp:ModifyDate>2025-01-24</xmp:ModifyDate>", "not XML at all <<<"]
)
def test_dates_of_editing_are_not_publication(words: str) -> None:
    assert read(pdf(["x 12"], extra=[packet(words)], catalog=b"/Metadata 4 0 R")).published is None


@pytest.mark.parametrize(("content", "pages"), [(pdf([]), "1 page"), (pdf([], [], []), "3 pages")])
def test_a_pdf_without_text_asks_for_ocr(content: bytes, pages: str) -> None:
    with pytest.raises(UnreadableInput, match=rf"without text \({pages}.*run OCR first"):
        read(content)


def test_a_pdf_without_pages_is_unreadable() -> None:
    with pytest.raises(UnreadableInput, match="no pages"):
        read(pdf())


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_a_pdf_with_a_password_is_refused(algorithm: str) -> None:
    with pytest.raises(UnreadableInput, match=r"encrypted PDF.*without a password"):
        read(locked("secret", algorithm))


def test_a_pdf_that_is_locked_against_changes_only_is_read() -> None:
    assert "1,200" in read(locked("", "RC4-128")).text


def locked(password: str, algorithm: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(REPORT))
    writer.encrypt(password, "owner", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_encryption_that_needs_another_library_is_refused_alike() -> None:
    content = REPORT.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O (%s) /U (%s) >> /ID [(a) (a)]" % (b"o" * 48, b"u" * 48),
    )
    with pytest.raises(UnreadableInput):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n",
        REPORT[:200],
        b"%PDF-1.7\n" + b"\xff" * 3_000,
        REPORT.replace(b"/Kids", b"/Kisd"),
    ],
)
def test_a_damaged_pdf_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read(content)
    assert "\n" not in str(caught.value)


def test_a_filter_that_the_library_gave_up_is_damage() -> None:
    content = pdf(["x 12"], extra=[b"<< /Filter /Fl /Length 1 >>\nstream\nx\nendstream"]).replace(b"/Contents 6 0 R", b"/Contents 4 0 R")
    with pytest.raises(UnreadableInput, match="damaged PDF"):
        read(content)


def test_pages_over_the_limit_are_refused() -> None:
    with pytest.raises(InputTooLarge, match=r"a PDF of 2 pages.*at most 1"):
        read(REPORT, limits=Limits(pdf_pages=1))


def test_text_over_the_limit_is_refused() -> None:
    with pytest.raises(InputTooLarge, match="over 50 characters"):
        read(REPORT, limits=Limits(text_length=50))


def test_time_over_the_limit_is_refused() -> None:
    with pytest.raises(InputTooLarge, match="takes over 0 seconds"):
        read(REPORT, limits=Limits(pdf_seconds=0.0))


def test_a_stream_that_unpacks_to_too_much_is_refused() -> None:
    import zlib

    packed = zlib.compress(b"0 0 m " * 2_000_000, 9)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
    content = pdf(["x 12"], extra=[stream]).replace(b"/Contents 6 0 R", b"/Contents 4 0 R")
    with pytest.raises(InputTooLarge, match="oversized part"):
        read(content, limits=Limits(pdf_stream_bytes=1_000_000))


def test_page_trees_and_forms_that_lead_back_to_themselves_end() -> None:
    loop = REPORT.replace(b"/Kids [4 0 R", b"/Kids [2 0 R")
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream"
    )
    again = (
        pdf(["x 12"], extra=[form])
        .replace(b"/Resources << /Font", b"/Resources << /XObject << /X 4 0 R >> /Font")
        .replace(b"BT /F1", b"/X Do BT /F1")
    )
    for content in (loop, again):
        try:
            assert read(content).text
        except TollbookError:
            continue


def test_bytes_changed_at_random_never_bring_an_error_that_is_not_ours() -> None:
    """The named errors of the module are those that this search has met."""
    chance = random.Random(7)
    for _ in range(400):
        content = bytearray(REPORT)
        for _ in range(chance.randint(1, 25)):
            place = chance.randrange(9, len(content))
            match chance.randrange(3):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place : place + chance.randrange(1, 20)]
                case _:
                    content[place:place] = bytes(content[chance.randrange(len(content)) :][: chance.randrange(1, 30)])
        try:
            read(bytes(content))
        except TollbookError:
            continue
