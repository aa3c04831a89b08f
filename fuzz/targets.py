"""What is fuzzed: every target, by its name. The readers of texts, data sets and settings stand here, the others in modules beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from fuzz import answers, archives, copies, listings, server
from fuzz.target import BrokenLaw, Target, scratch, seeds_of, text_of
from tollbook.core.errors import TollbookError
from tollbook.core.types import Document, Reading

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
RELEASE = (
    "The total combat losses of the enemy from 24.02.22 to 24.01.25 were approximately:\n"
    "personnel - about 826 820 (+1 650) persons\ntanks - 9 859 (+10) units\n"
)
UKRAINIAN = "Загальні бойові втрати противника з 24.02.22 по 24.01.25 орієнтовно склали: особового складу - близько 826 820 (+1 650) осіб"
PAGE = (
    '<!doctype html><html lang="en"><head><title>Losses</title><meta charset="utf-8"><meta property="article:published_time" '
    'content="2025-01-24"><script type="application/ld+json">%s</script></head><body><nav>Home</nav><article><h1>Losses</h1>'
    "<p>The ministry said <b>4,000</b> soldiers were killed or wounded.</p><ul><li>Tanks: 12</li></ul>"
    "<table><tr><td>guns</td><td>31</td></tr></table></article></body></html>"
)
ARTICLE_LD = (
    '{"@context": "https://schema.org", "@graph": [{"@type": ["NewsArticle"], "headline": "Losses", "datePublished": '
    '"2025-01-24T08:00:00+02:00", "publisher": {"@type": "Organization", "name": "Example Post"}, "url": "https://news.example/a", '
    '"mainEntityOfPage": {"@id": "https://news.example/a"}}]}'
)
MAIL = (
    b"From: Desk <desk@post.example>\nSubject: =?utf-8?b?TG9zc2Vz?=\nDate: Fri, 24 Jan 2025 08:00:00 +0200\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    b"Content-Transfer-Encoding: quoted-printable\n\nWe lost 12 tanks=21\n--b\nContent-Type: text/html\n\n<p>We lost 12 tanks</p>\n--b--\n"
)
MARKDOWN = b"---\ntitle: Losses\ndate: 2025-01-24\n---\n# Losses\n\n* 12 tanks\n* about **4,000** soldiers\n\n| kind | lost |\n|---|---|\n| guns | 31 |\n\n> quoted [link](x)\n"
QUERIES = (
    b'force:RUS measure:casualties period:2025-01 "combat losses"', b"value:1000..5000 -status:gone kind:flow,stock", b"category:tank source:UKR-GS review:none",
    b"claim:3f9a12bc statement:3f9a12bc77de0041 document:23c8ef580be7", "втрати особового складу population:combatant".encode(), b"period:2024-02..2025-01-24 origin:text unit:person",
)  # fmt: skip
ASSUMPTIONS = b"""scale_anchor = ["international", "named_count"]
[process]
start_rate = { median = 100.0, sd = 2.5, scale = "log", grounds = "own choice" }
killed_start = { median = 0.25, sd = 0.4, scale = "logit", grounds = "wars since 1914" }
[noise]
stream_sd = { median = 0.15, sd = 0.5, scale = "log", grounds = "a release" }
[engine]
name = "laplace"
step_days = 0
"""
CHECKPOINT = b"desk.example/losses\n24\nue7JUjp7ZrvzV8GG+OxlV5dFXRGJBf2vwTtyIoqcaOg=\n\n\xe2\x80\x94 desk.example abcdEFGH\n"
BODY = (
    b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>12 killed'
    b"</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>guns</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
URLS = (
    b"https://news.example/a?b=c#d",
    b"http://127.0.0.1:80/",
    b"http://[::ffff:7f00:1]/",
    "https://новини.example/війна".encode(),
    b"http://user@0x7f.1/",
    b"//x",
    b"http://xn--a.example:443/",
)


_NUMBERS = count()


def _read_text(content: bytes) -> None:
    import tollbook

    _hold(tollbook.read(text_of(content)))


def _audit_text(content: bytes) -> None:
    import tollbook

    tollbook.read(text_of(content)).audit().to_dict()


def _hold(reading: Reading) -> None:
    """Check the laws of a reading: spans quote, ids are their own, bounds are in order, all of it is JSON."""
    text = reading.document.text
    for claim in reading.claims:
        span = claim.span
        if not 0 <= span.start < span.end <= len(text):
            raise BrokenLaw(f"a span outside of the text: {span}")
        quantity = claim.quantity
        if quantity.high is not None and quantity.low > quantity.high:
            raise BrokenLaw(f"bounds out of order: {quantity}")
        if claim.period.start is not None and claim.period.end is not None and claim.period.start > claim.period.end:
            raise BrokenLaw(f"a period that ends before it begins: {claim.period}")
    contract = reading.to_dict()
    for told, claim in zip(contract["claims"], reading.claims, strict=True):
        if text[claim.span.start : claim.span.end] != told["quote"]:
            raise BrokenLaw(f"a span that doesn't quote: {told['quote']!r}")
    if len({claim.id for claim in reading.claims}) != len(reading.claims):
        raise BrokenLaw("two claims with one id")
    json.dumps(contract, allow_nan=False)


def _file(name: str) -> Callable[[bytes], None]:
    def run(content: bytes) -> None:
        from tollbook.sources.files import from_bytes

        document = from_bytes(content, name=name)
        if not document.text or document.text.isspace():
            raise BrokenLaw("a document without text")

    return run


def _body(content: bytes) -> None:
    """Read a sound archive whose main part is the input."""
    from tests.sources.making import replaced
    from tollbook.sources.files import from_bytes

    from_bytes(replaced(_docxs()[0], {"word/document.xml": content}), name="a.docx")


def _jsonld(content: bytes) -> None:
    from tollbook.sources.files import from_bytes

    from_bytes((PAGE % text_of(content).replace("</", "<\\/")).encode("utf-8", "replace"), name="a.html")


def _dataset(profile: str) -> Callable[[bytes], None]:
    def run(content: bytes) -> None:
        from datetime import date

        from tollbook.sources.datasets import read_rows

        path = scratch() / "a.csv"
        path.write_bytes(content)
        for row in read_rows(
            path, profile=profile, as_of=date(2025, 1, 24) if profile == "oryx" and b"date_recorded" not in content else None
        ):
            repr(row)

    return run


def _mapping(content: bytes) -> None:
    from tollbook.sources.datasets.mapping import load_mapping

    path = scratch() / "a.toml"
    path.write_bytes(content)
    load_mapping(path)


def _query(content: bytes) -> None:
    from tollbook.ledger.language import parse_query

    parse_query(text_of(content))


def _assumptions(content: bytes) -> None:
    from tollbook.vocab.assumptions import assumptions_from_toml

    made = assumptions_from_toml(text_of(content))
    json.dumps(made.to_dict(), allow_nan=False)


def _theatre(content: bytes) -> None:
    from tollbook.vocab.theatre_check import check_theatre_text
    from tollbook.vocab.theatres import load_theatre

    problems = check_theatre_text(text_of(content))
    # A name of its own: what was loaded from a path once is kept.
    path = scratch() / f"{next(_NUMBERS)}.toml"
    path.write_bytes(content)
    try:
        load_theatre(str(path))
    except TollbookError:
        return
    finally:
        path.unlink()
    if problems:
        raise BrokenLaw(f"a theatre with faults was loaded: {problems[0]}")


def _checkpoint(content: bytes) -> None:
    from tollbook.ledger.checkpoints import parse_note

    parse_note(text_of(content))


def _url(content: bytes) -> None:
    from tollbook.sources.addresses import check_address, check_url

    target = check_url(text_of(content))
    if target.host.replace(".", "").isdigit() or ":" in target.host:
        check_address(target.host, where="a URL that passed")


def _slug(content: bytes) -> None:
    from tollbook.web.slugs import parse_slug

    parse_slug(text_of(content))


def _correction(content: bytes) -> None:
    from tollbook.flow.corrections import read_change

    read_change(text_of(content).split("\n"), _claim())


def _token(content: bytes) -> None:
    from tollbook.web.access import secret_of

    secret_of(text_of(content))


def _answer(content: bytes) -> None:
    """Check what a language model answered."""
    from tollbook.flow.read import words_for
    from tollbook.reading import proposals

    document, passage = _passage()
    for claim in proposals.check_answer(text_of(content), passage, document=document, words=words_for(document)).claims:
        if claim.quantity.text and claim.quantity.text not in document.text:
            raise BrokenLaw(f"a quote that isn't there: {claim.quantity.text!r}")


@lru_cache(maxsize=1)
def _claim() -> Any:
    import tollbook

    return tollbook.read("The army said 12 soldiers were killed on Monday.").claims[0]


@lru_cache(maxsize=1)
def _passage() -> tuple[Document, Any]:
    from tollbook.flow.read import words_for
    from tollbook.reading.passages import find_passages

    document = Document.of("The army said 12 soldiers were killed and 30 wounded on Monday.")
    return document, find_passages(document, words=words_for(document))[0]


def _texts() -> list[bytes]:
    files = [path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]
    whole = [part for content in files for part in content.split(b"\n\n") if part.strip()]
    return [
        *whole,
        RELEASE.encode(),
        UKRAINIAN.encode(),
        b"Norland lost around 40 tanks and up to two-thirds of its 3,000 troops, the Institute said.",
    ]


def _pdfs() -> list[bytes]:
    from tests.sources.making import pdf

    return [pdf(["We lost 12 tanks.", "About 4,000 soldiers were killed."]), pdf(["12"], ["13"])]


@lru_cache(maxsize=1)
def _docxs() -> list[bytes]:
    from tests.sources.making import docx

    return [docx("We lost 12 tanks.", table=[["guns", "31"]], title="Losses")]


def _tables(profile: str) -> Callable[[], list[bytes]]:
    def make() -> list[bytes]:
        return (
            [SAMPLES.joinpath("ua-mod-october-2025.csv").read_bytes()[:2_000], *_forms(profile)]
            if profile == "ua-mod"
            else list(_forms(profile))
        )

    return make


def _forms(profile: str) -> Iterator[bytes]:
    """Return small tables with the columns that each form of a profile needs."""
    from tollbook.vocab.tables import load_table

    for form in load_table(f"datasets/{profile}").get("form", []):
        columns = list(dict.fromkeys([*form.get("needs", []), *form.get("shown", []), *_FIGURES.get(profile, ())]))
        rows = [columns, [_cell(column, 0) for column in columns], [_cell(column, 1) for column in columns]]
        yield "".join(",".join(row) + "\n" for row in rows).encode()


def _cell(column: str, nth: int) -> str:
    if "date" in column or column in ("day", "start", "end"):
        return ("2025-01-24", "2025-01-25 00:00:00.000")[nth]
    return ("12", "Norland")[nth] if len(column) % 2 else ("Russia", "4096")[nth]


def _toml(name: str) -> Callable[[], list[bytes]]:
    return lambda: [SAMPLES.joinpath(name).read_bytes()]


def _maps() -> list[bytes]:
    return [
        b'name = "figures"\nkind = "cumulative"\nstart = 2022-02-24\ndate = "day"\nforce = "UKR"\nsource = "UKR-PRES"\n'
        b'[[figure]]\nvalue = "dead"\ncategory = "killed"\n[[figure]]\nvalue = "tanks"\ncategory = "tank"\noutcome = "destroyed"\n'
    ]


def _answers() -> list[bytes]:
    return [b'{"claims": [{"quote": "12 soldiers were killed", "value": 12, "categories": ["killed"], "force": "army", "hedge": "exact"}]}']


_FIGURES = {
    "ua-mod": ("personnel", "tank"),
    "economist": ("estimate", "estimate_low"),
    "oryx": ("destroyed", "damaged", "type_total"),
    "ucdp-ged": ("high", "low", "deaths_a", "deaths_b"),
}
_PROFILES = ("ua-mod", "economist", "oryx", "ucdp-ged", "acled", "warspotting", "tollbook")
_ALL = (
    Target(name="text", run=_read_text, seeds=_texts, share=60),
    Target(name="audit", run=_audit_text, seeds=_texts),
    Target(name="html", run=_file("a.html"), seeds=seeds_of((PAGE % ARTICLE_LD).encode())),
    Target(name="json-ld", run=_jsonld, seeds=seeds_of(ARTICLE_LD.encode())),
    Target(name="mail", run=_file("a.eml"), seeds=seeds_of(MAIL)),
    Target(name="markdown", run=_file("a.md"), seeds=seeds_of(MARKDOWN)),
    Target(name="plain", run=_file("a.txt"), seeds=_texts),
    Target(name="pdf", run=_file("a.pdf"), seeds=_pdfs, share=10),
    Target(name="docx", run=_file("a.docx"), seeds=_docxs),
    Target(name="docx body", run=_body, seeds=seeds_of(BODY)),
    *(Target(name=f"dataset {name}", run=_dataset(name), seeds=_tables(name)) for name in _PROFILES),
    Target(name="mapping", run=_mapping, seeds=_maps),
    Target(name="query", run=_query, seeds=seeds_of(*QUERIES)),
    Target(name="assumptions", run=_assumptions, seeds=seeds_of(ASSUMPTIONS)),
    Target(name="theatre", run=_theatre, seeds=_toml("lakeland.toml")),
    Target(name="checkpoint", run=_checkpoint, seeds=seeds_of(CHECKPOINT)),
    Target(name="url", run=_url, seeds=seeds_of(*URLS)),
    Target(name="slug", run=_slug, seeds=seeds_of(b"RUS~casualties", b"RUS~tank~UKR-GS@24-90a1b2c3.json")),
    Target(
        name="correction",
        run=_correction,
        seeds=seeds_of(b"stated=3900\nforce=PRK", b"start=2025-01-01\nend=2025-01-31", b"categories=killed,wounded"),
    ),
    Target(name="authorization", run=_token, seeds=seeds_of(b"Bearer abc", b"Basic YTpi")),
    Target(name="model answer", run=_answer, seeds=_answers),
    *listings.TARGETS,
    *archives.TARGETS,
    *answers.TARGETS,
    *server.TARGETS,
    *copies.TARGETS,
)
TARGETS: Mapping[str, Target] = {target.name: target for target in _ALL}
