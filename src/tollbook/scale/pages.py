"""From a web page to a document, cheaply: a gate on its raw bytes, caps on its structure, main content without a browser's tree.

The gate may only refuse a page of which no part can speak of armed conflict; it never decides what is a claim.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Any

from tollbook.core.errors import UnreadableInput
from tollbook.core.types import Document
from tollbook.reading.gate.bounds import bound_evidence
from tollbook.reading.gate.evidence import load_evidence
from tollbook.scale.records import Page
from tollbook.scale.settings import Settings
from tollbook.sources.encodings import decode_text
from tollbook.sources.files import from_text
from tollbook.sources.html import DECLARATION_BYTES, DECLARED_CHARSET, check_structure
from tollbook.sources.limits import DEFAULT_LIMITS, Limits
from tollbook.sources.metadata import PageStatements, host_of, one_line
from tollbook.vocab.theatres import evidence_of

# Letters and joiners that a page spells as references, marks without a width within a word, and letters of other forms (full-width,
# mathematical), which reading takes for plain ones: a word may hide behind them.
_HIDDEN_LETTERS = (
    r"&(?:shy|zwj|zwnj|lrm|rlm|NoBreak|ZeroWidthSpace);|&#(?:0*(?:6[5-9]|[789]\d|1[01]\d|12[0-2]|173|1\d{3}|82\d\d|65\d{3}|\d{6,7})"
    r"|[xX]0*(?:[46][1-9a-fA-F]|[57][0-9aA]|[aA][dD]|4\d\d|20[0-6][0-9a-fA-F]|[fF][eEfF][0-9a-fA-F]{2}|[0-9a-fA-F]{5,6}));"
    r"|\xc2\xad|\xe2\x80[\x8b-\x8d]|[a-zA-Z](?:\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xef\xb8[\x80-\x8f])"
    r"|\xef\xbc[\xa1-\xba]|\xef\xbd[\x81-\x9a]|\xf0\x9d[\x90-\x9f]"
)
_GAP = r"(?:[^a-z0-9<&]|<[^<>]{0,300}>|&#?[a-z0-9]{1,8};)+"
"""What may stand between the words of a phrase: blanks, marks, tags and references."""
_OTHER_SCRIPT = "Cyrillic"


def may_speak_of_conflict(page: bytes, settings: Settings) -> bool:
    """Say whether any text on a page could pass the gate of reading. True where the bytes don't tell.

    Every phrase for conflict on the page counts twice, as if it stood in the opening of its article, and none counts against.
    """
    if settings.context != "conflict" or settings.theatre not in ("auto", "none"):
        return True
    if not _is_plain(page) or _hidden_letters().search(page) is not None:
        return True
    if settings.theatre == "auto" and evidence_of(page):
        return True
    phrases, spellings = _phrases()
    found = [spellings[number] for number in phrases.Match(page) or ()]
    if _OTHER_SCRIPT in found:
        return True
    # What stands on the page, as a text of its own: its bound is the bound of every text on the page.
    text = " ".join(found)
    bounds = bound_evidence(text, f" {text.lower().replace('-', ' ')} ", len(text) + 2, load_evidence())
    return bounds is None or bounds.most >= load_evidence().threshold


def _is_plain(page: bytes) -> bool:
    """Say whether a page is in UTF-8: the gate would miss words of another encoding."""
    if b"\0" in page:
        return False
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _hidden_letters() -> Any:
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(_HIDDEN_LETTERS.encode("latin-1"), options)


@lru_cache(maxsize=1)
def _phrases() -> tuple[Any, tuple[str, ...]]:
    """Return one set of all phrases that speak for conflict, and how each is spelled."""
    import re2

    evidence = load_evidence()
    spelled = {" ".join(words) for rows in evidence.phrases.values() for words, name in rows if evidence.classes[name].weight >= 0}
    spelled |= {name for names in evidence.names.values() for name in names}
    patterns = [(phrase, rf"\b{_GAP.join(map(re2.escape, phrase.split()))}\b") for phrase in sorted(spelled)]
    patterns += [(f"{prefix} 1", rf"\b{re2.escape(prefix)}[-\s]\d") for prefix in evidence.models]
    patterns += [(stem, rf"\b{re2.escape(stem)}") for stem in evidence.stems if stem.isascii()]
    # Words of other scripts are known by their stems, which reading weighs one by one.
    patterns.append((_OTHER_SCRIPT, r"[\x{400}-\x{4ff}]{3}"))
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 256 << 20
    found = re2.Set.SearchSet(options)
    for _, pattern in patterns:
        found.Add(pattern)
    found.Compile()
    return found, tuple(phrase for phrase, _ in patterns)


def document_of(page: Page, settings: Settings) -> Document:
    """Return the main text of a page, with its title. Raises InputTooLarge over a cap, UnreadableInput without text."""
    content = page.unpacked()
    if page.media_type == "text/plain":
        text = decode_text(content, where=page.place, declared=page.charset, lenient=True)
        return from_text(text, name=page.place, published=settings.published, publisher=host_of(page.url), url=page.url)
    decoded = decode_page(content, page)
    if not is_modest(content, DEFAULT_LIMITS):
        check_structure(decoded, where=page.place, limits=DEFAULT_LIMITS)
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(decoded)
    text = extract_plain_text(tree, main_content=True, alt_texts=False)
    if not text.strip():
        raise UnreadableInput("a page without text", where=page.place, expected="text in the page itself")
    return Document.of(text, title=one_line(tree.title), published=settings.published, publisher=host_of(page.url), url=page.url)


def is_modest(page: bytes, limits: Limits) -> bool:
    """Say whether counting signs alone shows that a page is within the caps on its structure, as nearly every page is.

    >>> is_modest(b"<p>12 tanks</p>", DEFAULT_LIMITS), is_modest(b"<b>" * 3_000, DEFAULT_LIMITS)
    (True, False)
    """
    tags = page.count(b"<")
    if tags > limits.page_tags or b"\0" in page:
        return False
    # Nothing makes more than four levels, and only what has rows or items makes more than one: see sources.html.
    if tags - page.count(b"</") + 3 * len(_nesting().findall(page)) > limits.page_depth:
        return False
    return page.count(b"=") <= limits.page_equals or max(part.count(b"=") for part in page.split(b"<")) <= limits.page_equals


@lru_cache(maxsize=1)
def _nesting() -> Any:
    import re2

    return re2.compile(rb"(?i)<(?:table|ul|ol|dl|menu|select)")


def with_statements(document: Document, page: Page, settings: Settings) -> Document:
    """Return a page's document with what the page states: its headline, its publisher and its day of publication.

    For the few pages that are worth it: stating takes a whole tree of the page, longer than its text did.
    """

    if page.media_type == "text/plain":
        return document
    # lxml comes without types: mypy would not follow a plain import.
    html = import_module("lxml.html")
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8")
    try:
        tree = html.document_fromstring(decode_page(page.unpacked(), page).encode("utf-8", "replace"), parser=parser)
    except import_module("lxml.etree").ParserError:
        return document
    statements = PageStatements(tree)
    return replace(
        document,
        title=statements.title() or document.title,
        published=settings.published or statements.published(),
        publisher=statements.publisher(page.url),
        url=page.url or statements.url(),
    )


def decode_page(content: bytes, page: Page) -> str:
    """Return a page's text by its server's declaration, else its own."""
    found = DECLARED_CHARSET.search(content[:DECLARATION_BYTES])
    declared = page.charset or (found.group(1).decode("ascii") if found is not None else None)
    return decode_text(content, where=page.place, declared=declared, lenient=True)
