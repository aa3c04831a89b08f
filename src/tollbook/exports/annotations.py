"""Each claim as a W3C Web Annotation: the words of the document that it rests on, and what they claim. The context stands in the file.

Offsets of TextPositionSelector count code points of the document's text, as everywhere in Tollbook.
"""

from __future__ import annotations

from typing import Any

from tollbook.core.readers import is_person
from tollbook.core.records import Entry
from tollbook.exports.addresses import Site, web_address
from tollbook.exports.claims import carried, claim_row

Node = dict[str, Any]
AROUND = 32
"""Characters of the sentence before and after the words, by which they are found again in a text that has changed."""
_OA = "http://www.w3.org/ns/oa#"
_OWN_TERMS = ("low", "mid", "high", "bound", "hedge", "claimant", "metric", "likelihood", "force", "periodType", "dateStart", "dateEnd")


def context(site: Site) -> Node:
    """Return the part of the annotations' vocabulary that is used, with its meaning: nothing has to be fetched."""
    links = {"body": "hasBody", "target": "hasTarget", "source": "hasSource", "selector": "hasSelector", "state": "hasState"}
    words = {"motivation": "motivatedBy", "purpose": "hasPurpose"}
    kinds = ("Annotation", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "TimeState", "classifying", "tagging")
    return {
        "oa": _OA,
        "dcterms": "http://purl.org/dc/terms/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "tb": site.terms,
        "id": "@id",
        "type": "@type",
        **{kind: f"oa:{kind}" for kind in kinds},
        **{name: {"@id": f"oa:{term}", "@type": "@id"} for name, term in links.items()},
        **{name: {"@id": f"oa:{term}", "@type": "@vocab"} for name, term in words.items()},
        "exact": "oa:exact",
        "prefix": "oa:prefix",
        "suffix": "oa:suffix",
        "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
        "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
        "cached": {"@id": "oa:cachedSource", "@type": "@id"},
        "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
        "creator": {"@id": "dcterms:creator", "@type": "@id"},
        "sourceDate": {"@id": "oa:sourceDate", "@type": "xsd:dateTime"},
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        "name": "http://xmlns.com/foaf/0.1/name",
        "Software": "https://www.w3.org/ns/activitystreams#Application",
        "Person": "http://xmlns.com/foaf/0.1/Person",
        "Claim": "tb:Claim",
        **{term: f"tb:{term}" for term in _OWN_TERMS},
    }


def annotation(entry: Entry, site: Site) -> Node:
    """Return the annotation of a claim."""
    row: Node = {**claim_row(entry)}
    node: Node = {
        "id": site.name("c", row["claim_id"], after=".anno.jsonld"),
        "type": "Annotation",
        "motivation": "classifying",
        "creator": _creator(row, site),
        "body": [_body(row, site), {"type": "TextualBody", "purpose": "tagging", "value": row["metric"]}],
        "target": {"source": _source(row, site), "state": _state(entry, row, site), "selector": _selectors(entry, row)},
    }
    if entry.recorded_at:
        node["created"] = entry.recorded_at
    return node


def _creator(row: Node, site: Site) -> Node:
    version = row["extractor_version"]
    name = row["extractor"] if version is None else f"{row['extractor']} {version}"
    kind = "Person" if is_person(row["extractor"]) else "Software"
    return {"id": site.name("agent", name.replace(" ", "/")), "type": kind, "name": name}


def _body(row: Node, site: Site) -> Node:
    said = {
        "metric": row["metric"],
        "low": row["value_low"],
        "mid": row["value_mid"],
        "high": row["value_high"],
        "bound": row["bound"],
        "hedge": row["hedge"],
        "claimant": row["claimant"],
        "force": row["force"],
        "periodType": row["period_type"],
        "dateStart": row["date_start"],
        "dateEnd": row["date_end"],
        "likelihood": row["likelihood_term"],
    }
    return {"id": site.name("c", row["claim_id"]), "type": "Claim", **{name: value for name, value in said.items() if value is not None}}


def _source(row: Node, site: Site) -> str:
    return web_address(row["doc_url"]) or site.name("d", row["doc_id"])


def _state(entry: Entry, row: Node, site: Site) -> Node:
    state: Node = {"type": "TimeState"}
    if site.url is not None:
        state["cached"] = site.name("d", row["doc_id"], after=".txt")
    if entry.recorded_at:
        state["sourceDate"] = entry.recorded_at
    return state


def _selectors(entry: Entry, row: Node) -> list[Node]:
    quote: Node = {"type": "TextQuoteSelector", "exact": row["quote"]}
    if not carried(entry):
        # The text around an imported row's words is that of the row, not of the document that it came from.
        at = entry.claim.span.start - entry.claim.sentence[0]
        quote |= {"prefix": entry.sentence[max(0, at - AROUND) : at], "suffix": entry.sentence[at + len(entry.quote) :][:AROUND]}
    return [quote, {"type": "TextPositionSelector", "start": row["span_start"], "end": row["span_end"]}]
