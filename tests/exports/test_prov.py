"""Provenance as RDF: who said it, where it stands, what read it, what became of it."""

from __future__ import annotations

from rdflib import RDF, Literal, Namespace, URIRef

from tests.core.sample_readings import AUTHOR
from tests.exports.graphs import graph_of
from tests.exports.made import entry, other
from tollbook.core.types import Attribution
from tollbook.exports.addresses import Site
from tollbook.exports.prov import context, nodes

PROV = Namespace("http://www.w3.org/ns/prov#")
SITE = Site.at("https://ledger.example")


def test_a_claim_leads_to_its_document_its_source_and_its_reader() -> None:
    made = entry()
    graph = graph_of(context(SITE), list(nodes([made], SITE)))
    claim, document = URIRef(SITE.name("c", made.claim.id)), URIRef(SITE.name("d", made.sighting.document))
    assert (claim, PROV.wasQuotedFrom, document) in graph
    assert (claim, PROV.wasAttributedTo, URIRef("https://ledger.example/src/UKR-GS")) in graph
    assert (document, PROV.wasDerivedFrom, URIRef("https://example.org/a%20b")) in graph
    run = graph.value(claim, PROV.wasGeneratedBy)
    assert (run, RDF.type, PROV.Activity) in graph
    assert (graph.value(run, PROV.wasAssociatedWith), RDF.type, PROV.SoftwareAgent) in graph
    assert str(graph.value(claim, PROV.generatedAtTime)).startswith("2026-11-22T09:00:00")
    assert (claim, URIRef(SITE.terms + "quote"), Literal("4,000")) in graph


def test_things_are_named_once() -> None:
    made = [entry(), entry("Russia", seq=2), entry("soldiers", seq=3)]
    found = list(nodes(made, SITE))
    assert len({node["id"] for node in found}) == len(found)
    assert [node["id"] for node in found if "tb:Claim" in node["type"]] == [SITE.name("c", one.claim.id) for one in made]


def test_an_echo_has_its_founding_claim_as_primary_source() -> None:
    founder = entry()
    echo = entry("Russia", statement=founder.claim.id)
    node = list(nodes([echo], SITE))[-1]
    assert node["hadPrimarySource"] == SITE.name("c", founder.claim.id)


def test_what_stands_no_longer_is_invalidated_under_a_name_of_its_own() -> None:
    made = entry(seq=7, superseded_at="2026-12-01T00:00:00.000000Z")
    node = list(nodes([made], SITE))[-1]
    assert node["id"].endswith("@7")
    assert node["invalidatedAtTime"] == "2026-12-01T00:00:00.000000Z"


def test_a_correction_is_a_persons() -> None:
    agents = [node for node in nodes([entry(reader_version="person:Ada")], SITE) if "prov:Person" in node["type"]]
    assert [agent["tb:name"] for agent in agents] == ["person:Ada"]


def test_an_unnamed_author_is_no_agent_and_hostile_names_stay_valid() -> None:
    assert not any("/src/" in node["id"] for node in nodes([other(entry(), attribution=AUTHOR)], SITE))
    hostile = Attribution(source=None, text='x"> <script>\n{}', voice="reported")
    assert len(graph_of(context(SITE), list(nodes([other(entry(), attribution=(hostile, *AUTHOR))], SITE)))) > 10
