"""Web Annotations: the words are found in the document by quote and by position."""

from __future__ import annotations

from dataclasses import replace

from rdflib import RDF, Namespace

from tests.exports.graphs import graph_of
from tests.exports.made import TEXT, entry
from tollbook.core.flat import row_text
from tollbook.exports.addresses import Site
from tollbook.exports.annotations import annotation, context

OA = Namespace("http://www.w3.org/ns/oa#")
SITE = Site.at("https://ledger.example")


def test_the_selectors_find_the_words_in_the_text() -> None:
    quote, position = annotation(entry(), SITE)["target"]["selector"]
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == "4,000"
    assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in TEXT
    assert (len(quote["prefix"]), len(quote["suffix"])) == (32, 32)


def test_an_annotation_is_rdf_with_the_terms_of_the_standard() -> None:
    graph = graph_of(context(SITE), [annotation(entry(), SITE)])
    node = graph.value(predicate=RDF.type, object=OA.Annotation)
    assert (node, OA.motivatedBy, OA.classifying) in graph
    target = graph.value(node, OA.hasTarget)
    assert {graph.value(selector, RDF.type) for selector in graph.objects(target, OA.hasSelector)} == {
        OA.TextQuoteSelector,
        OA.TextPositionSelector,
    }
    assert len(list(graph.objects(node, OA.hasBody))) == 2
    assert "4000" in {str(value) for value in graph.objects() if not isinstance(value, type(node))}


def test_every_name_that_is_written_has_a_meaning() -> None:
    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for part in value.values() for name in names(part)}
        return {name for part in value for name in names(part)} if isinstance(value, list) else set()

    assert names(annotation(entry(), SITE)) <= set(context(SITE))


def test_without_a_site_nothing_is_said_to_be_cached() -> None:
    node = annotation(entry(), Site())
    assert "cached" not in node["target"]["state"]
    assert node["body"][0]["id"] == f"urn:tollbook:c:{entry().claim.id}"


def test_the_words_around_an_imported_rows_quote_are_not_those_of_its_document() -> None:
    made = entry(reader_version="dataset/tollbook/1")
    text = row_text({"claim_id": "x", "doc_id": "d", "quote": "4,000", "span_start": "3", "span_end": "8", "extractor": "tollbook.rules"})
    quote, position = annotation(replace(made, sentence=text, sighting=replace(made.sighting, row=2)), SITE)["target"]["selector"]
    assert quote == {"type": "TextQuoteSelector", "exact": "4,000"}
    assert (position["start"], position["end"]) == (3, 8)
