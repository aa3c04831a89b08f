"""What bringing text in may cost: sizes, counts and seconds. An input over a limit is refused, never cut.

The page caps are set where made pages begin to cost the extractor far more than their size; real pages stay far below.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one input. Sizes are bytes, lengths are code points, times are seconds."""

    file_bytes: int = 64 * MEGABYTE
    text_length: int = 20_000_000
    page_bytes: int = 4 * MEGABYTE
    page_tags: int = 50_000
    page_equals: int = 2_000
    page_depth: int = 2_000
    pdf_pages: int = 2_000
    pdf_seconds: float = 30.0
    # One PDF stream, unpacked, and the operators in it. Photographs do not count: only text streams are opened.
    pdf_stream_bytes: int = 12 * MEGABYTE
    pdf_operators: int = 1_000_000
    archive_bytes: int = 80 * MEGABYTE
    archive_entries: int = 5_000
    # One XML part of a DOCX. Its tree takes up to fifteen times as much memory (tests/security/bombs.py).
    part_bytes: int = 12 * MEGABYTE
    # Markdown makes several tokens of a list item, and an opening bracket costs more the deeper it stands.
    markdown_length: int = 1_000_000
    markdown_lines: int = 50_000
    markdown_brackets: int = 20_000
    markdown_depth: int = 50
    # What mail servers pass on, with base64. The standard library keeps each line as an object of its own.
    mail_bytes: int = 32 * MEGABYTE
    mail_lines: int = 500_000
    mail_parts: int = 1_000
    fetch_bytes: int = 10 * MEGABYTE
    fetch_seconds: float = 20.0
    redirects: int = 5


DEFAULT_LIMITS = Limits()
