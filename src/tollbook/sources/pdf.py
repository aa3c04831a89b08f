"""Turn a PDF into text: pages joined, lines of running text joined into paragraphs. It reads no pictures.

Hyphens at line ends stay, since a hyphen may belong to the word. Dates of creation are not dates of publication.
"""

from __future__ import annotations

import re
import struct
import time
import zlib
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tollbook.core.errors import InputTooLarge, TollbookError, UnreadableInput
from tollbook.sources.extracted import Extracted, Label, shown, silence
from tollbook.sources.limits import Limits
from tollbook.sources.metadata import one_line, stated_date

if TYPE_CHECKING:
    from pypdf import PdfReader

# What pypdf lets through on damaged files beside its own errors, found by mutating PDFs (tests/sources/test_pdf.py).
DAMAGE = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, ArithmeticError, LookupError, AssertionError,
    NotImplementedError, EOFError, OSError, struct.error, zlib.error,
)  # fmt: skip
# A line counts as full, and goes on in the next, from this share of its page's usual width.
FULL_SHARE = 0.7
FULL_LENGTH = 35
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]{0,3}$")
STARTS_ITEM = re.compile(r"(?:[-–—•●▪◦‣*·]|\(?[0-9]{1,3}[.)]|[a-z][.)])\s")
# XMP states publication in PRISM's terms; its attribute and element forms.
XMP_PUBLISHED = re.compile(rb"prism:(?:publicationDate|coverDate)\s{0,9}(?:=\s{0,9}[\"']|>)\s{0,9}([0-9T:+.-]{8,32})")
XMP_BYTES = 500_000


def read_pdf(content: bytes, *, label: Label, limits: Limits) -> Extracted:
    """Return the text of a PDF, and the title and date of publication that it states.

    Raises UnreadableInput for an encrypted or damaged file and for one without text; InputTooLarge over a limit.
    """
    import pypdf
    from pypdf.errors import DependencyError, DeprecationError, LimitReachedError, PyPdfError

    silence("pypdf")
    size = limits.pdf_stream_bytes
    configuration = pypdf.Configuration(
        zlib_maximum_output_length=size,
        lzw_maximum_output_length=size,
        run_length_maximum_output_length=size,
        array_based_stream_maximum_output_length=size,
        stream_parsing_work_maximum_count=limits.pdf_operators,
        disable_legacy_handling=True,
    )
    try:
        with pypdf.apply_configuration(configuration):
            return _read(pypdf.PdfReader(BytesIO(content), strict=False), label=label, limits=limits)
    except LimitReachedError as error:
        raise InputTooLarge(
            f"a PDF with an oversized part ({shown(str(error))})", where=label.where, do="print it to a new PDF, or save its text"
        ) from error
    except DependencyError as error:
        raise _locked(label.where) from error
    except TollbookError:
        raise
    except (PyPdfError, DeprecationError, *DAMAGE) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error) or type(error).__name__
        raise UnreadableInput(
            f"a damaged PDF ({shown(reason)})",
            where=label.where,
            expected="a complete PDF",
            do="fetch it again, or print it to a new PDF",
        ) from error


def _read(reader: PdfReader, *, label: Label, limits: Limits) -> Extracted:
    # Many PDFs are locked against changes only: they open with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked(label.where)
    count = len(reader.pages)
    if count == 0:
        raise UnreadableInput("a PDF with no pages", where=label.where, expected="a complete PDF", do="fetch it again")
    if count > limits.pdf_pages:
        raise InputTooLarge(f"a PDF of {count:,} pages", where=label.where, expected=f"at most {limits.pdf_pages:,}", do="split it")
    text = join_pages(_page_texts(reader, label=label, limits=limits))
    if not text or text.isspace():
        raise UnreadableInput(
            f"a PDF without text ({count:,} {'page' if count == 1 else 'pages'}, most likely scanned)",
            where=label.where,
            do="run OCR first",
        )
    title = reader.metadata.title if reader.metadata is not None else None
    return Extracted(text=text, title=one_line(title), published=_stated_publication(reader), url=label.url)


def _locked(where: str) -> UnreadableInput:
    return UnreadableInput(
        "an encrypted PDF", where=where, expected="a PDF without a password", do="save an unprotected copy and read that"
    )


def _page_texts(reader: PdfReader, *, label: Label, limits: Limits) -> list[str]:
    end = time.monotonic() + limits.pdf_seconds

    def check_time(*_: Any) -> None:
        if time.monotonic() > end:
            raise InputTooLarge(
                f"a PDF that takes over {limits.pdf_seconds:g} seconds",
                where=label.where,
                expected="simple pages",
                do="split it, or save its text",
            )

    texts, length = [], 0
    for page in reader.pages:
        check_time()
        texts.append(page.extract_text(visitor_operand_before=check_time))
        length += len(texts[-1])
        if length > limits.text_length:
            raise InputTooLarge(
                f"a PDF of over {limits.text_length:,} characters",
                where=label.where,
                expected=f"at most {limits.text_length:,}",
                do="split it",
            )
    return texts


def _stated_publication(reader: PdfReader) -> date | None:
    """Return the date of publication from the PDF's XMP packet, where one is stated."""
    metadata = reader.root_object.get("/Metadata")
    found = None
    if metadata is not None:
        packet = metadata.get_object().get_data()
        found = XMP_PUBLISHED.search(packet[:XMP_BYTES])
    return None if found is None else stated_date(found.group(1).decode("ascii"))


def join_pages(pages: Iterable[str]) -> str:
    """Join the texts of pages; a sentence that runs over a page's end stays in one piece."""
    joined = ""
    for page in pages:
        text = join_lines(page)
        if not text:
            continue
        runs_on = joined and not SENTENCE_END.search(joined[-4:]) and text[0].islower()
        joined += (" " if runs_on else "\n\n" if joined else "") + text
    return joined


def join_lines(page: str) -> str:
    """Join the lines of running text; short lines, list items and table rows stay lines of their own.

    >>> join_lines("The ministry said that some 1,200 soldiers were\\nkilled or wounded in the past day.\\nTanks 12\\nGuns 14")
    'The ministry said that some 1,200 soldiers were killed or wounded in the past day.\\nTanks 12\\nGuns 14'
    """
    lines = [line.strip(" \t\r\f\v") for line in page.split("\n")]
    full = max(FULL_LENGTH, FULL_SHARE * _usual_width(lines))
    parts: list[str] = []
    before = ""
    for line in lines:
        if parts and line and before:
            parts.append(_seam(before, line, full))
        elif parts and line:
            parts.append("\n\n")
        if line:
            parts.append(line)
        before = line
    return "".join(parts)


def _usual_width(lines: list[str]) -> int:
    """Return the length that one line in ten is longer than."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _seam(before: str, line: str, full: float) -> str:
    """Return what stands between two lines: nothing after a hyphen, a blank within a paragraph, else a line end."""
    if len(before) < full or SENTENCE_END.search(before[-4:]) or STARTS_ITEM.match(line):
        return "\n"
    return "" if before[-1] in "-\u2010\u00ad" and line[0].islower() else " "
