"""A brief as a tagged PDF (PDF/UA-1) of two pages, set by typst. Needs the extra `brief`.

Words go to typst as JSON and are set as text; a template holds all code. What doesn't fit two pages is composed again with less room.
"""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Literal

from tollbook.core.display import day_words
from tollbook.core.errors import TollbookError, UsageError
from tollbook.exports.brief import Brief
from tollbook.exports.brief_compose import compose
from tollbook.exports.brief_facts import ROOMS, BriefFacts

EXTRA = "pip install 'tollbook[brief]'"
STANDARD: Literal["ua-1"] = "ua-1"
PAGES = 2
NO_GLYPH = "\u25a1"
"""Stands for a character that no font of the machine shows: PDF/UA refuses a page that holds one."""
MOST_SCRIPTS = 40
_PAGE = re.compile(rb"/Type */Page(?!s)")
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_FAMILY = re.compile(r'font-family="[^"]*"')
_SVG_LINK = re.compile(r"</?a(?:\s[^>]*)?>")
_UNSET = frozenset({"Cc", "Cs", "Co", "Cn"})


def check_extra() -> None:
    """Raise UsageError where typst is missing."""
    if find_spec("typst") is None:
        raise UsageError("a brief as PDF needs typst, which isn't installed", do=EXTRA)


def brief_pdf(facts: BriefFacts) -> bytes:
    """Return a brief as PDF, the same bytes for the same facts. Raises UsageError where typst is missing, TollbookError where it fails."""
    return _fitted(facts)[1]


def brief_pictures(facts: BriefFacts, *, ppi: float = 110.0) -> tuple[bytes, ...]:
    """Return the pages of the PDF as PNG, `ppi` pixels an inch. Raises as `brief_pdf` does."""
    compiler, _ = _fitted(facts)
    drawn = compiler.compile(input=_template(), format="png", ppi=ppi)
    return tuple(drawn) if isinstance(drawn, list) else (drawn,)


def _fitted(facts: BriefFacts) -> tuple[Any, bytes]:
    """Return the compiler and the PDF of the widest brief that fits two pages."""
    check_extra()
    import typst

    fonts = typst.Fonts()
    compiler, drawn = _set(compose(facts, ROOMS[0]), fonts, tight=ROOMS[0].tight)
    for room in ROOMS[1:]:
        if count_pages(drawn) <= PAGES:
            break
        compiler, drawn = _set(compose(facts, room), fonts, tight=room.tight)
    return compiler, drawn


def count_pages(drawn: bytes) -> int:
    """Return the pages of a PDF that typst wrote: it leaves their objects uncompressed, and a reader of PDF takes long to import."""
    return len(_PAGE.findall(drawn))


def _set(brief: Brief, fonts: Any, *, tight: bool) -> tuple[Any, bytes]:
    """Set a brief; characters that no font shows are replaced, all letters of their script at once."""
    import typst

    words = json.dumps({**_values(brief), "tight": tight}, ensure_ascii=False)
    chart = "" if brief.chart is None else _set_in_text_font(brief.chart.svg)
    for _ in range(MOST_SCRIPTS):
        compiler = typst.Compiler(input=_template(), font_paths=fonts, sys_inputs={"brief": words, "chart": chart})
        try:
            drawn = compiler.compile(format="pdf", pdf_standards=[STANDARD])
        except typst.TypstError as error:
            missing = _MISSING.search(str(error))
            if missing is None:
                raise TollbookError(
                    f"typst can't set the brief: {str(error).splitlines()[0]}", do="report it, with the ledger if you can"
                ) from error
            words, chart = (_without(text, _unescaped(missing[1])) for text in (words, chart))
            continue
        if isinstance(drawn, bytes):
            return compiler, drawn
    raise TollbookError("typst can't set the brief: too many characters without a font", do="install fonts such as Noto, or write .html")


def _template() -> bytes:
    """Return the template. By bytes: a path would let typst read other files beside it."""
    return (files("tollbook.exports") / "templates" / "brief.typ").read_bytes()


def _unescaped(text: str) -> str:
    """Return characters as typst's message writes them: "\\u{1f642}"."""
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda code: chr(int(code[1], 16)), text)


def _without(text: str, missing: str) -> str:
    scripts = {_script(mark) for mark in missing}
    return "".join(NO_GLYPH if ord(mark) > 0x2FF and _script(mark) in scripts else mark for mark in text)


def _script(mark: str) -> str:
    """Return the first word of a character's name, which names its script: "CJK", "HANGUL"."""
    return unicodedata.name(mark, f"U+{ord(mark):X}").split(" ")[0].split("-")[0]


def _values(brief: Brief) -> dict[str, Any]:
    values: dict[str, Any] = _settable(brief.to_dict())
    for note, shown in zip(brief.notes, values["notes"], strict=True):
        if note.sentence is not None:
            published = note.sentence.published
            shown["sentence"]["day"] = None if published is None else day_words(published)
    return values


def _settable(value: Any) -> Any:
    """Return JSON values without characters that no font has: controls, halves of pairs, private and unassigned ones."""
    if isinstance(value, str):
        return "".join(NO_GLYPH if unicodedata.category(mark) in _UNSET else mark for mark in value)
    if isinstance(value, list):
        return [_settable(one) for one in value]
    return {name: _settable(one) for name, one in value.items()} if isinstance(value, dict) else value


def _set_in_text_font(svg: str) -> str:
    """Return a picture in the page's own font, which comes with typst, so that a page looks alike everywhere; links are taken off."""
    return _SVG_LINK.sub("", _FAMILY.sub('font-family="Libertinus Serif"', svg))
