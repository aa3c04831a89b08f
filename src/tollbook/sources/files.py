"""Bring one document in: from a file, a URL, standard input, or bytes and text at hand. Each becomes a `Document`.

A missing, empty, binary, damaged or oversized input raises one of the errors of `core.errors`; nothing is cut short.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import BinaryIO

from tollbook.core.errors import EmptyInput, InputTooLarge, UnreadableInput, UsageError
from tollbook.core.types import Document
from tollbook.sources.encodings import decode_text
from tollbook.sources.extracted import Extracted, Label, shown
from tollbook.sources.limits import DEFAULT_LIMITS, Limits
from tollbook.sources.media import Kind, sniff_kind

STANDARD_INPUT = "-"
# Two letters at least: "C:\report.txt" is a file.
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+):")
# Schemes that are written without "//"; a file may be called "notes:2024.txt".
BARE_SCHEMES = frozenset(
    {"http", "https", "file", "ftp", "data", "javascript", "mailto", "blob", "about", "view-source", "vbscript", "jar", "tel"}
)


def load(
    place: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    published: date | None = None,
    allow_hosts: frozenset[str] = frozenset(),
    stdin: BinaryIO | None = None,
) -> Document:
    """Return the document at `place`: a file's path, a URL, or "-" for standard input.

    `published` goes before the date that the input states. `allow_hosts` names hosts ("host" or "host:port") that may
    be fetched although they are not public. Raises InputError and FetchError.
    """
    if place == STANDARD_INPUT:
        stream = sys.stdin.buffer if stdin is None else stdin
        content = _read_stream(stream, where="standard input", limits=limits)
        return from_bytes(content, name="standard input", limits=limits, published=published)
    if is_url(place):
        return _load_url(place, limits=limits, published=published, allow_hosts=allow_hosts)
    return from_bytes(_read_file(place, limits=limits), name=place, limits=limits, published=published)


def from_bytes(
    content: bytes,
    *,
    name: str,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    published: date | None = None,
) -> Document:
    """Return the document that `content` holds. `name` (for messages and its suffix) and `media_type` help to tell its kind.

    >>> from_bytes("Втрати: 1 200".encode(), name="release.txt").text
    'Втрати: 1 200'
    """
    label = Label(where=shown(name), url=url, charset=charset)
    if not content.strip(b" \t\r\n\f\v"):
        raise EmptyInput("nothing to read", where=label.where, expected="text", do="check the file")
    if len(content) > limits.file_bytes:
        raise _too_many_bytes(label.where, limits)
    kind = sniff_kind(content, where=label.where, name=name, media_type=media_type)
    extracted = _reader(kind)(content, label=label, limits=limits)
    return from_text(
        extracted.text,
        name=name,
        title=extracted.title,
        published=published if published is not None else extracted.published,
        publisher=extracted.publisher,
        url=extracted.url,
        limits=limits,
    )


def from_text(
    text: str,
    *,
    name: str = "text",
    title: str | None = None,
    published: date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Return a document of `text` as it is, lone surrogates included. Raises EmptyInput and InputTooLarge."""
    where = shown(name)
    if not text or text.isspace():
        raise EmptyInput("nothing to read", where=where, expected="text", do="check the input")
    if len(text) > limits.text_length:
        raise InputTooLarge(
            f"a text of {len(text):,} characters", where=where, expected=f"at most {limits.text_length:,}", do="split it and read the parts"
        )
    return Document.of(text, title=title, published=published, publisher=publisher, url=url)


def is_url(place: str) -> bool:
    """Tell whether `place` is written as a URL of any scheme, fetched or not."""
    found = SCHEME.match(place)
    if found is None:
        return False
    return found.group(1).lower() in BARE_SCHEMES or place[found.end() : found.end() + 2] in ("//", "\\\\")


def _load_url(url: str, *, limits: Limits, published: date | None, allow_hosts: frozenset[str]) -> Document:
    from tollbook.sources.web import fetch

    fetched = fetch(url, limits=limits, allow_hosts=allow_hosts)
    return from_bytes(
        fetched.content,
        name=fetched.url,
        media_type=fetched.media_type,
        charset=fetched.charset,
        url=fetched.url,
        limits=limits,
        published=published,
    )


def _read_file(place: str, *, limits: Limits) -> bytes:
    where = shown(place)
    if not place or "\0" in place:
        raise UsageError("no file name" if not place else "a file name with a zero byte", where=where, expected="a file, a URL or -")
    path = Path(place)
    try:
        if path.is_dir():
            raise UnreadableInput("a directory", where=where, expected="a file", do="name the files inside it")
        with path.open("rb") as stream:
            return _read_stream(stream, where=where, limits=limits)
    except (OSError, ValueError) as error:
        raise UnreadableInput(
            _reason(error), where=where, expected="a file that can be read", do="check its name and permissions"
        ) from error


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return (getattr(error, "strerror", None) or str(error)).lower()


def _read_stream(stream: BinaryIO, *, where: str, limits: Limits) -> bytes:
    """Read all of a stream; one byte over the limit is enough to refuse it, however long it goes on."""
    content = stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise _too_many_bytes(where, limits)
    return content


def _too_many_bytes(where: str, limits: Limits) -> InputTooLarge:
    return InputTooLarge(
        f"over {limits.file_bytes:,} bytes", where=where, expected=f"at most {limits.file_bytes:,}", do="split it and read the parts"
    )


def _read_plain(content: bytes, *, label: Label, limits: Limits) -> Extracted:
    # No encoding makes more code points than bytes.
    text = decode_text(content, where=label.where, declared=label.charset, lenient=label.url is not None)
    return Extracted(text=text, url=label.url)


def _reader(kind: Kind) -> Callable[..., Extracted]:
    """Return the reader of a kind. Imported here: a plain text needs none of their libraries."""
    if kind == "html":
        from tollbook.sources.html import read_html as reader
    elif kind == "pdf":
        from tollbook.sources.pdf import read_pdf as reader
    elif kind == "docx":
        from tollbook.sources.docx import read_docx as reader
    elif kind == "mail":
        from tollbook.sources.mail import read_mail as reader
    elif kind == "markdown":
        from tollbook.sources.markdown import read_markdown as reader
    else:
        return _read_plain
    return reader
