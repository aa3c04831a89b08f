"""Make the smallest real PDF, DOCX and e-mail that hold given words. For the tests of this folder alone."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

ARTICLE = """<!doctype html><html lang="en"><head><title>Army counts its losses - The Daily Lantern</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/war">War</a></nav>
<article><h1>Army counts its losses</h1>
<p>The ministry said on Friday that <b>4,000</b> soldiers were <a href="/x">killed</a>
or wounded in the valley.</p>
<p>A spokesman put the number of captured men at 120.</p>
<ul><li>Tanks: 12</li><li>Guns: 14 (+2)</li></ul>
<table><tr><th>kind</th><th>lost</th></tr><tr><td>trucks</td><td>31</td></tr></table>
</article><footer>Copyright 2024</footer></body></html>"""


def page(*, head: str = "") -> bytes:
    """Return a news page of our own with `head` in its head."""
    return ARTICLE.replace("{head}", head).encode()


def pdf(*pages: Sequence[str], extra: Sequence[bytes] = (), catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF 1.4 with one line of Helvetica for each string. `extra` are further objects, numbered from 4."""
    first = 4 + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *extra,
    ]
    for lines in pages:
        drawn = b"BT /F1 10 Tf 14 TL 40 800 Td " + b" ".join(b"(" + _escaped(line) + b") Tj T*" for line in lines) + b" ET"
        resources = b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R" % (len(objects) + 2)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] " + resources + b" >>")
        objects.append(b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream")
    return _with_index(objects, trailer)


def _escaped(line: str) -> bytes:
    return line.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _with_index(objects: Sequence[bytes], trailer: bytes) -> bytes:
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    index = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R " % count + trailer + b" >>\nstartxref\n%d\n%%%%EOF\n" % len(written)
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % count + index + end


def docx(*paragraphs: str, table: Sequence[Sequence[str]] = (), title: str = "") -> bytes:
    """Return a DOCX with the paragraphs, then the table."""
    from docx import Document

    document = Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for cells, words in zip(made.rows, table, strict=True):
            for cell, word in zip(cells.cells, words, strict=True):
                cell.text = word
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_with_body(body: str) -> bytes:
    """Return a DOCX whose body is the given WordprocessingML."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    names += 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {names}><w:body>{body}</w:body></w:document>'
    return replaced(docx("x"), {"word/document.xml": document.encode()})


def replaced(archive: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the ZIP with some parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, content in parts.items():
            after.writestr(name, content)
    return stream.getvalue()


def mail(text: str | None = None, *, html: str | None = None, attachments: Sequence[str] = (), **headers: str) -> bytes:
    """Return an e-mail. Headers are given as `Reply_To="..."`."""
    message = EmailMessage()
    stated = {"From": "press office <press@ministry.example>", "Subject": "Losses of the day", "Date": "Fri, 24 Jan 2025 23:30:00 -0500"}
    for name, value in {**stated, "Message_ID": "<1@ministry.example>", **headers}.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is None:
        message.set_content(html, subtype="html")
    elif html is not None:
        message.add_alternative(html, subtype="html")
    for name in attachments:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def gzip_bomb(size: int) -> bytes:
    """Return gzip that unpacks to `size` zeros."""
    return gzip.compress(b"0" * size, 9)
