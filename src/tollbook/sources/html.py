"""Turn a page into text and stated metadata. Caps on size and structure are checked before anything is parsed."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from tollbook.core.errors import InputTooLarge, UnreadableInput
from tollbook.sources.encodings import decode_text
from tollbook.sources.extracted import Extracted, Label, silence
from tollbook.sources.limits import Limits

# Levels that an element makes with the rows, cells or items inside it; those themselves are not counted.
LEVELS = {"table": 4, "ul": 2, "ol": 2, "dl": 2, "menu": 2, "select": 2}
# Elements that never contain others, that the parser closes by itself, or that LEVELS covers.
FLAT = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup", "rp", "rt",
    "html", "head", "body",
})  # fmt: skip
# One tag: linear, since neither class admits what ends it. Attribute values with ">" end early, which only counts less.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})([^<>]*)")
DECLARED_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
XML_CHARSET = re.compile(rb"""^\s{0,99}<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([a-zA-Z0-9_:.-]{2,40})""")
# No-break and thin blanks within a number or name; extraction would make plain blanks of them ("4 000" is one number).
INNER_BLANK = re.compile(r"(?<=\S)[\u00a0\u2007\u2009\u202f](?=\S)")
# What stands in for them meanwhile: signs of braille, which no code takes for blanks and no news page holds.
STAND_INS = {"\u00a0": "\u28a0", "\u2007": "\u28a7", "\u2009": "\u28a9", "\u202f": "\u28af"}
DECLARATION_BYTES = 4096
SHORTEN = "save the article's own text and read that"


def read_html(content: bytes, *, label: Label, limits: Limits) -> Extracted:
    """Return the main text of a page, and what it states about itself.

    Raises InputTooLarge over a page cap and UnreadableInput for a page without text.
    """
    _refuse_size(len(content), label.where, limits)
    charset = label.charset or _declared_charset(content)
    return read_page(decode_text(content, where=label.where, declared=charset, lenient=True), label=label, limits=limits)


def read_page(page: str, *, label: Label, limits: Limits) -> Extracted:
    """Return the main text of a decoded page, as `read_html` does."""
    _refuse_size(len(page), label.where, limits)
    check_structure(page, where=label.where, limits=limits)
    tree = _parse(page)
    if tree is None:
        raise _without_text(label.where)
    # First the statements: extraction takes elements out of the tree.
    from tollbook.sources.metadata import PageStatements

    statements = PageStatements(tree)
    url = label.url or statements.url()
    title, published, publisher = statements.title(), statements.published(), statements.publisher(url)
    text = _main_text(tree, page=page)
    if not text or text.isspace():
        raise _without_text(label.where)
    return Extracted(text=text, title=title, published=published, publisher=publisher, url=url)


def check_structure(page: str, *, where: str, limits: Limits) -> None:
    """Raise InputTooLarge where a page has too many tags, too many attributes in one, or nests too deep."""
    tags = depth = deepest = 0
    for found in TAG.finditer(page):
        closing, name, attributes = found.groups()
        tags += 1
        if attributes.count("=") > limits.page_equals:
            raise _over(f"a tag with {attributes.count('='):,} attributes", f"at most {limits.page_equals:,}", where)
        name = name.lower()
        if name in FLAT or attributes.endswith("/"):
            continue
        levels = LEVELS.get(name, 1)
        depth = max(0, depth - levels) if closing else depth + levels
        deepest = max(deepest, depth)
    if tags > limits.page_tags:
        raise _over(f"a page of {tags:,} tags", f"at most {limits.page_tags:,}", where)
    if deepest > limits.page_depth:
        raise _over(f"a page nested {deepest:,} deep", f"at most {limits.page_depth:,}", where)


def _refuse_size(size: int, where: str, limits: Limits) -> None:
    if size > limits.page_bytes:
        raise _over(f"a page of {size:,} bytes", f"at most {limits.page_bytes:,}", where)


def _over(met: str, expected: str, where: str) -> InputTooLarge:
    return InputTooLarge(met, where=where, expected=expected, do=SHORTEN)


def _without_text(where: str) -> UnreadableInput:
    return UnreadableInput(
        "a page without text",
        where=where,
        expected="text in the page itself",
        do="if a script fills it in, open it in a browser, copy the text and read that",
    )


def _declared_charset(content: bytes) -> str | None:
    head = content[:DECLARATION_BYTES]
    found = XML_CHARSET.search(head) or DECLARED_CHARSET.search(head)
    label = found.group(1).decode("ascii") if found is not None else None
    # A page whose declaration can be read as ASCII is not UTF-16, whatever it says (WHATWG HTML, "prescan").
    return None if label is not None and label.lower().startswith(("utf-16", "utf16")) else label


def _parse(page: str) -> Any:
    """Return the page's tree, or None for what holds no element at all.

    The parser's own limit of 256 levels would drop what lies deeper without a word; `huge_tree` lifts it to 2,048, above
    our cap. It also takes text of over 10 MB, which the cap on bytes rules out. Entities stay as they are.
    """
    # lxml comes without types: mypy would not follow a plain import.
    lxml_html = import_module("lxml.html")
    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8")
    try:
        return lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except import_module("lxml.etree").ParserError:
        return None


def _main_text(tree: Any, *, page: str) -> str:
    """Return the article's text, or that of the whole body where no article is found."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    from tollbook.sources.layout import lay_out

    silence("trafilatura")
    silence("htmldate")
    replaced = not any(sign in page for sign in STAND_INS.values())
    if replaced:
        _replace_inner_blanks(tree)
    whole = deepcopy(tree)
    found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    text = lay_out(body) if body is not None else ""
    if not text or text.isspace():
        text = lay_out(next(iter(whole.iter("body")), whole))
    return text.translate({ord(sign): blank for blank, sign in STAND_INS.items()}) if replaced else text


def _replace_inner_blanks(tree: Any) -> None:
    for element in tree.iter():
        for where in ("text", "tail"):
            words = getattr(element, where)
            if words and INNER_BLANK.search(words):
                try:
                    setattr(element, where, INNER_BLANK.sub(_stand_in, words))
                except ValueError:
                    # A control character came in as "&#1;": lxml makes it, but doesn't take it back.
                    continue


def _stand_in(found: re.Match[str]) -> str:
    return STAND_INS[found.group()]
