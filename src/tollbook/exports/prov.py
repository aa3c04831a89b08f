"""Where each claim came from, in W3C PROV-O as JSON-LD: documents, claims, runs of readers, agents. The context stands in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tollbook.core.readers import is_person
from tollbook.core.records import Entry
from tollbook.exports.addresses import Site, web_address
from tollbook.exports.claims import claim_row
from tollbook.exports.lexicon import AUTHOR

Node = dict[str, Any]
_LINKS = (
    "wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasAttributedTo", "wasGeneratedBy", "wasRevisionOf", "wasAssociatedWith",
    "used", "actedOnBehalfOf",
)  # fmt: skip
_TIMES = ("generatedAtTime", "invalidatedAtTime", "startedAtTime", "endedAtTime")


def context(site: Site) -> Node:
    """Return the context that says what each name means: nothing has to be fetched."""
    return {
        "prov": "http://www.w3.org/ns/prov#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "tb": site.terms,
        "id": "@id",
        "type": "@type",
        **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in _LINKS},
        **{name: {"@id": f"prov:{name}", "@type": "xsd:dateTime"} for name in _TIMES},
    }


def nodes(entries: Iterable[Entry], site: Site) -> Iterator[Node]:
    """Return the nodes of a graph; each document, source, reader and run once, before the first claim that needs it."""
    named: set[int] = set()
    for entry in entries:
        row: Node = {**claim_row(entry)}
        for node in _around(entry, row, site):
            key = hash(node["id"])
            if key not in named:
                named.add(key)
                yield node
        yield _claim(entry, row, site)


def _around(entry: Entry, row: Node, site: Site) -> Iterator[Node]:
    document: Node = {"id": site.name("d", row["doc_id"]), "type": "prov:Entity", "tb:sha256": row["text_sha256"]}
    address = web_address(row["doc_url"])
    if address is not None:
        document["wasDerivedFrom"] = address
    yield document
    if row["claimant"] not in (None, AUTHOR):
        yield {"id": site.name("src", row["claimant"]), "type": ["prov:Agent", "prov:Organization"], "tb:name": row["claimant"]}
    person = is_person(row["extractor"])
    yield {"id": _reader(row, site), "type": ["prov:Agent", "prov:Person" if person else "prov:SoftwareAgent"], "tb:name": row["extractor"]}
    if entry.recorded_at:
        yield {
            "id": _run(entry, row, site),
            "type": "prov:Activity",
            "used": document["id"],
            "endedAtTime": entry.recorded_at,
            "wasAssociatedWith": _reader(row, site),
        }


def _claim(entry: Entry, row: Node, site: Site) -> Node:
    """Return the claim. What an entry that stands no longer said is an entity of its own, which was invalidated."""
    after = "" if entry.stands else f"@{entry.seq}"
    document = site.name("d", row["doc_id"])
    node: Node = {
        "id": site.name("c", row["claim_id"], after=after),
        "type": ["prov:Entity", "tb:Claim"],
        "wasQuotedFrom": document,
        "tb:quote": row["quote"],
        "tb:metric": row["metric"],
        "tb:start": row["span_start"],
        "tb:end": row["span_end"],
    }
    if row["claimant"] not in (None, AUTHOR):
        node["wasAttributedTo"] = site.name("src", row["claimant"])
    if row["echo_of"] is not None:
        node["hadPrimarySource"] = site.name("c", row["echo_of"])
    if entry.recorded_at:
        node |= {"wasGeneratedBy": _run(entry, row, site), "generatedAtTime": entry.recorded_at}
    if entry.superseded_at is not None:
        node |= {"invalidatedAtTime": entry.superseded_at, "tb:reason": entry.reason}
    return node


def _reader(row: Node, site: Site) -> str:
    return site.name("agent", "/".join(part for part in (row["extractor"], row["extractor_version"]) if part is not None))


def _run(entry: Entry, row: Node, site: Site) -> str:
    """Return the name of the run that read a document: a document is read once at a moment."""
    return site.name("run", f"{entry.recorded_at}:{row['doc_id']}")
