"""A brief as PDF: two pages, tagged as PDF/UA-1 asks, the same bytes each time, and text that no language of the page acts on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from tests.exports.briefs import HOSTILE, hostile_facts, sample_facts
from tollbook.core.errors import TollbookError, UsageError
from tollbook.exports.brief_facts import BriefFacts
from tollbook.exports.brief_pdf import PAGES, brief_pdf, brief_pictures, count_pages


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> BriefFacts:
    """The facts of the sample ledger with an estimate and a chart."""
    return sample_facts(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def pdf(facts: BriefFacts) -> PdfReader:
    """The brief of the sample ledger."""
    return PdfReader(BytesIO(brief_pdf(facts)))


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Give the elements of a structure tree in the order of reading."""
    met = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(met, ArrayObject):
        for kid in met:
            yield from elements(kid)
    elif isinstance(met, DictionaryObject):
        if "/S" in met:
            yield met
        if "/K" in met:
            yield from elements(met["/K"])


def kinds(pdf: PdfReader) -> list[str]:
    return [str(one["/S"]) for one in elements(pdf.trailer["/Root"]["/StructTreeRoot"])]


def test_a_brief_has_two_pages(pdf: PdfReader) -> None:
    assert len(pdf.pages) == PAGES


def test_pages_are_counted_as_a_reader_counts_them(facts: BriefFacts) -> None:
    for estimated in (facts, replace(facts, estimate=None, refusal="nothing", chart=None)):
        drawn = brief_pdf(estimated)
        assert count_pages(drawn) == len(PdfReader(BytesIO(drawn)).pages) > 0


def test_it_is_marked_and_says_that_it_is_pdf_ua_1(pdf: PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8")
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_language_and_title_are_set(pdf: PdfReader) -> None:
    assert str(pdf.trailer["/Root"]["/Lang"]).startswith("en")
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith("Norway: an estimated")


def test_headings_are_in_order(pdf: PdfReader) -> None:
    assert [kind for kind in kinds(pdf) if kind.startswith("/H")] == ["/H1", *["/H2"] * 6]


def test_tables_have_heads_and_texts_are_paragraphs_lists_and_links(pdf: PdfReader) -> None:
    met = kinds(pdf)
    assert met.count("/Table") == 4
    assert met.count("/TH") == 4 + 4 + 2 + 6
    assert {"/P", "/L", "/LI", "/LBody", "/Link", "/Caption", "/TR", "/TD"} <= set(met)


def test_the_chart_is_a_figure_with_words(pdf: PdfReader) -> None:
    figures = [one for one in elements(pdf.trailer["/Root"]["/StructTreeRoot"]) if one["/S"] == "/Figure"]
    assert [str(one["/Alt"]) for one in figures] == ["Norland's casualties rise"]


def test_the_same_facts_give_the_same_bytes(facts: BriefFacts) -> None:
    assert brief_pdf(facts) == brief_pdf(facts)


def test_no_code_of_a_text_runs_and_its_words_are_shown(tmp_path: Path) -> None:
    pdf = PdfReader(BytesIO(brief_pdf(hostile_facts(tmp_path))))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert '#import "x": y;' in text
    assert "#panic(" in text
    assert len(pdf.pages) <= PAGES
    addresses = [
        str(one.get_object()["/A"].get("/URI", "")) for page in pdf.pages for one in page.get("/Annots", ()) if "/A" in one.get_object()
    ]
    assert all(address.startswith("https://post.example/") for address in addresses if address)


def test_characters_without_a_font_are_replaced_not_refused(facts: BriefFacts) -> None:
    odd = replace(facts, origin="\u6f22\u5b57\u304b\ud55c \U0001f642 \x01 \ue000 \ud800 \U000e0001 end", force_name="Norland \u0378")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(brief_pdf(odd))).pages)
    assert "end" in text


def test_very_long_names_and_many_claims_still_fit_two_pages(facts: BriefFacts) -> None:
    long = {
        name: replace(one, claimant="The Institute of Very Long Names and Longer Titles of the North", source=name)
        for name, one in facts.statements.items()
    }
    many = tuple(replace(one, claimant="x " * 29, source=str(nth)) for nth in range(30) for one in facts.said[:3])
    crowded = replace(facts, statements=long, said=many, left_out=tuple((HOSTILE, nth) for nth in range(1, 6)))
    assert len(PdfReader(BytesIO(brief_pdf(crowded))).pages) == PAGES


def test_a_missing_typst_is_told_with_what_to_install(facts: BriefFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tollbook.exports.brief_pdf.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'tollbook\[brief\]'"):
        brief_pdf(facts)


def test_a_fault_of_typst_is_one_of_tollbooks_errors(facts: BriefFacts) -> None:
    assert facts.chart is not None
    broken = replace(facts, chart=replace(facts.chart, svg="<svg"))
    with pytest.raises(TollbookError, match="typst can't set the brief"):
        brief_pdf(broken)


def test_the_pages_can_be_had_as_pictures(facts: BriefFacts) -> None:
    pictures = brief_pictures(facts, ppi=20)
    assert len(pictures) == PAGES
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
