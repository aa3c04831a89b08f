"""Turn a DOCX into text: paragraphs apart by a blank line, rows of tables on lines with tabs between cells.

Sizes are checked in the ZIP's directory and again by unpacking under a bound, before anything is parsed.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from tollbook.core.errors import InputTooLarge, UnreadableInput
from tollbook.sources.extracted import Extracted, Label, shown
from tollbook.sources.layout import CELL, LINE, PARAGRAPH, join_pieces
from tollbook.sources.limits import Limits
from tollbook.sources.metadata import one_line

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Text that was deleted or moved away under tracked changes, and the copy of a text box for old programs.
GONE = frozenset({f"{WORD}del", f"{WORD}moveFrom", f"{WORD}instrText", f"{WORD}delText", FALLBACK})
BREAKS = {f"{WORD}p": PARAGRAPH, f"{WORD}tbl": PARAGRAPH, f"{WORD}tr": LINE, f"{WORD}tc": CELL, f"{WORD}br": LINE, f"{WORD}cr": LINE}
MAIN_PART = "word/document.xml"
CHUNK = 1 << 20


def read_docx(content: bytes, *, label: Label, limits: Limits) -> Extracted:
    """Return the text of a DOCX and its stated title. Dates inside it are of editing, not of publication."""
    check_archive(content, where=label.where, limits=limits)
    document = _open(content, where=label.where)
    text = join_pieces(_pieces(document.element.body))
    if not text or text.isspace():
        raise UnreadableInput("a DOCX without text", where=label.where, expected="text", do="if it holds pictures of text, run OCR first")
    return Extracted(text=text, title=one_line(document.core_properties.title), url=label.url)


def check_archive(content: bytes, *, where: str, limits: Limits) -> None:
    """Raise InputTooLarge for a ZIP that unpacks to too much, and UnreadableInput for a damaged or locked one."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries, where=where, limits=limits)
            for entry in entries:
                _unpack_bounded(archive, entry, limits=limits, where=where)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, LookupError) as error:
        raise _damaged(error, where) from error


def _check_directory(entries: list[zipfile.ZipInfo], *, where: str, limits: Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise _over(f"{len(entries):,} files inside", f"at most {limits.archive_entries:,}", where)
    total = sum(entry.file_size for entry in entries)
    if total > limits.archive_bytes:
        raise _over(f"{total:,} bytes when unpacked", f"at most {limits.archive_bytes:,}", where)
    largest = max((entry.file_size for entry in entries if _is_markup(entry)), default=0)
    if largest > limits.part_bytes:
        raise _over(f"a part of {largest:,} bytes when unpacked", f"at most {limits.part_bytes:,}", where)
    names = {entry.filename for entry in entries}
    if not any(name.startswith("word/document") for name in names):
        raise UnreadableInput(
            "a ZIP archive without a Word document inside", where=where, expected=MAIN_PART, do="unpack it and read the files inside"
        )


def _is_markup(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _unpack_bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, limits: Limits, where: str) -> None:
    """Unpack one entry and drop it: the directory may lie about sizes."""
    bound = limits.part_bytes if _is_markup(entry) else limits.archive_bytes
    size = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > bound:
                raise _over(f"a part of over {bound:,} bytes when unpacked", f"at most {bound:,}", where)


def _over(met: str, expected: str, where: str) -> InputTooLarge:
    return InputTooLarge(f"a DOCX with {met}", where=where, expected=expected, do="save its text alone and read that")


def _damaged(error: Exception, where: str) -> UnreadableInput:
    return UnreadableInput(
        f"a damaged or locked DOCX ({shown(str(error))})",
        where=where,
        expected="a DOCX without a password",
        do="open it in a word processor and save it again",
    )


def _open(content: bytes, *, where: str) -> Any:
    import docx
    from docx.opc.exceptions import OpcError

    # lxml's error for malformed XML is a SyntaxError; the library itself lets KeyError and the like through.
    try:
        document = docx.Document(BytesIO(content))
        if document.element.body is None:
            raise KeyError(MAIN_PART)
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise _damaged(error, where) from error
    return document


def _pieces(body: Any) -> Iterator[str]:
    """Yield words and breaks in reading order, also of content controls, insertions and text boxes."""
    stack: list[tuple[Any, Iterator[Any]]] = [(body, iter(body))]
    cells = 0
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            cells -= element.tag == f"{WORD}tc"
            yield from _break(element.tag, in_cell=cells > 0)
        elif child.tag in GONE:
            continue
        elif child.tag == f"{WORD}t":
            yield child.text or ""
        elif child.tag in (f"{WORD}tab", f"{WORD}noBreakHyphen"):
            yield " " if child.tag == f"{WORD}tab" else "\u2011"
        else:
            yield from _break(child.tag, in_cell=cells > 0)
            cells += child.tag == f"{WORD}tc"
            stack.append((child, iter(child)))


def _break(tag: object, *, in_cell: bool) -> Iterator[str]:
    """Yield the break that an element makes; paragraphs of one cell stay on its row's line."""
    mark = BREAKS.get(tag) if isinstance(tag, str) else None
    if mark is None:
        return
    if in_cell and mark in (PARAGRAPH, LINE) and tag != f"{WORD}tr":
        yield " "
    else:
        yield mark
