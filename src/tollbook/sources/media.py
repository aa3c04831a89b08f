"""Tell what kind of document some bytes are: by their content first, then by what was declared, then by suffix.

It reads the first bytes and a ZIP's directory only; it does not parse.
"""

from __future__ import annotations

import codecs
import re
from typing import Literal

from tollbook.core.errors import UnreadableInput

Kind = Literal["text", "markdown", "html", "pdf", "docx", "mail"]

SUFFIXES: dict[str, Kind] = {
    "txt": "text", "text": "text", "log": "text", "csv": "text", "tsv": "text", "rst": "text",
    "md": "markdown", "markdown": "markdown", "mdown": "markdown", "mkd": "markdown",
    "html": "html", "htm": "html", "xhtml": "html", "xht": "html",
    "pdf": "pdf", "docx": "docx", "docm": "docx", "eml": "mail", "mail": "mail", "mht": "mail", "mhtml": "mail",
}  # fmt: skip
MEDIA_TYPES: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "message/rfc822": "mail",
}
# Types that say nothing: the content decides.
UNSPECIFIC_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download", "application/force-download"})

# First bytes of what is met by mistake, its name, and the way out.
FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .msg)", "save it as .docx or PDF and read that"),
    (b"{\\rtf", "an RTF file", "save it as .docx or PDF and read that"),
    (b"\x1f\x8b", "gzip-compressed content", "decompress it and read the file inside"),
    (b"BZh", "bzip2-compressed content", "decompress it and read the file inside"),
    (b"\xfd7zXZ\x00", "xz-compressed content", "decompress it and read the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it and read the files inside"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and read the files inside"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed content", "decompress it and read the file inside"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "run OCR first and read its text"),
    (b"\xff\xd8\xff", "a JPEG picture", "run OCR first and read its text"),
    (b"GIF8", "a GIF picture", "run OCR first and read its text"),
    (b"II*\x00", "a TIFF picture", "run OCR first and read its text"),
    (b"MM\x00*", "a TIFF picture", "run OCR first and read its text"),
    (b"SQLite format 3\x00", "a SQLite database", "export its text and read that"),
    (b"\x7fELF", "a program", "give the document itself"),
    (b"OggS", "sound or video", "give a transcript"),
    (b"ID3", "sound", "give a transcript"),
    (b"PAR1", "a Parquet file", "export its text and read that"),
    (b"bplist00", "a web archive (.webarchive)", "save the page as HTML and read that"),
)

HEAD_BYTES = 4096
HTML_START = re.compile(r"(?:<\?xml[^>]{0,200}\?>|<!--[^>]{0,1000}-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
MAIL_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]")
# A pasted "From: ... Subject: ..." is text; these only a mail program writes.
MAIL_MARKS = frozenset({"message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature", "content-type"})
MAIL_BASICS = frozenset({"from", "to", "subject", "date"})


def sniff_kind(content: bytes, *, where: str, name: str = "", media_type: str | None = None) -> Kind:
    """Return the kind of `content`.

    Raises UnreadableInput for a recognized kind that Tollbook does not read, naming the way out.
    """
    found = _kind_by_magic(content, where=where)
    if found is not None:
        return found
    declared = MEDIA_TYPES.get(media_type or "") or SUFFIXES.get(suffix_of(name))
    if declared in ("pdf", "docx"):
        raise UnreadableInput(
            f"not {_named(declared)}: its first bytes are {content[:8]!r}",
            where=where,
            expected=f"content that fits its {'type' if media_type in MEDIA_TYPES else 'suffix'}",
            do="fetch or export it again, or correct the suffix",
        )
    head = _head_text(content)
    if declared in (None, "text") and HTML_START.match(head):
        return "html"
    if declared is None and looks_like_mail(head):
        return "mail"
    return declared or "text"


def suffix_of(name: str) -> str:
    """Return the suffix of a file name or URL path in lower case, without the dot."""
    if "://" in name:
        name = name.partition("?")[0].partition("#")[0]
    last = re.split(r"[/\\]", name)[-1]
    return last.rpartition(".")[2].lower() if "." in last else ""


def looks_like_mail(head: str) -> bool:
    """Tell whether text begins with the headers of an e-mail that a mail program wrote."""
    names = set()
    for line in head.split("\n", 60)[:60]:
        found = MAIL_HEADER.match(line)
        if found is not None:
            names.add(found.group(1).lower())
        elif line[:1] not in (" ", "\t"):
            break
    return bool(names & MAIL_MARKS) and bool(names & MAIL_BASICS)


def _kind_by_magic(content: bytes, *, where: str) -> Kind | None:
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _refuse_other_archive(content, where=where)
        return "docx"
    for start, what, do in FOREIGN:
        if content.startswith(start):
            raise UnreadableInput(what, where=where, expected="plain text, HTML, PDF, DOCX, e-mail or Markdown", do=do)
    return None


def _refuse_other_archive(content: bytes, *, where: str) -> None:
    """Pass a ZIP that names Word's main part anywhere (the directory is checked when it is opened)."""
    if b"word/document" in content:
        return
    what, do = "a ZIP archive without a Word document inside", "unpack it and read the files inside"
    if b"xl/workbook" in content:
        what, do = "an Excel workbook", "export the sheet's text and read that"
    elif b"ppt/presentation" in content:
        what, do = "a PowerPoint file", "export it as PDF and read that"
    elif b"opendocument.text" in content:
        what, do = "an OpenDocument text", "save it as .docx or PDF and read that"
    raise UnreadableInput(what, where=where, expected="a .docx document", do=do)


def _head_text(content: bytes) -> str:
    head = content[:HEAD_BYTES]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").lstrip("\ufeff")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _named(kind: Kind) -> str:
    return {"pdf": "a PDF", "docx": "a DOCX document"}.get(kind, kind)
