"""Find quotations in a shadow text, also those that run over sentences and paragraphs. Never says who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tollbook.reading.tokens import is_hard_wrapped

# One set of signs comes first, so that the search steps over everything else at once.
_MARK = re.compile(r"""["'`“”„«»\n](?:(?<=["“”„«»\n])|(?<=')'|(?<=`)`)""")
_OPENS_BEFORE = " \t\n\r([{-–—―/:\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What stands between quotation marks, marks left out; `closed` is False where no closing mark was found."""

    start: int
    end: int
    closed: bool
    resumes: bool = False
    """True where it goes on with a quotation that the paragraph before left open."""


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text in order.

    A mark opens where a space, a dash or a bracket is before it and none after it; otherwise it closes. A quotation ends with its
    paragraph; where the next paragraph begins with a mark again, that part resumes it.
    """
    if '"' not in text and "''" not in text and "“" not in text:
        return []
    found: list[Quotation] = []
    opened: int | None = None
    resumes = left_open = False
    wrapped = is_hard_wrapped(text)
    for match in _MARK.finditer(text):
        start, end = match.span()
        if match.group() == "\n":
            if opened is not None and (not wrapped or _ends_paragraph(text, end)):
                _add(found, opened, start, closed=False, resumes=resumes)
                opened, left_open = None, True
        elif opened is None:
            if _opens(text, start, end):
                resumes = left_open and _begins_paragraph(text, start)
                opened, left_open = end, False
        elif not _opens(text, start, end) or match.group() in "”»":
            _add(found, opened, start, closed=True, resumes=resumes)
            opened = None
    if opened is not None:
        _add(found, opened, len(text), closed=False, resumes=resumes)
    return found


def _add(found: list[Quotation], start: int, end: int, *, closed: bool, resumes: bool) -> None:
    if end > start:
        found.append(Quotation(start=start, end=end, closed=closed, resumes=resumes))


def _opens(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else " "
    return before in _OPENS_BEFORE and not after.isspace()


def _begins_paragraph(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _ends_paragraph(text: str, at: int) -> bool:
    """Say whether a line's end is a paragraph's: a blank line follows, an indent, or a quotation mark."""
    following = text[at : at + 40].lstrip(" \t\r\u00a0")
    return not following or following[0] in '\n"“' or following.startswith(("''", "``")) or following != text[at : at + 40]
