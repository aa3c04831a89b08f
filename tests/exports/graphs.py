"""Read JSON-LD into RDF offline, for tests of linked data: a context that has to be fetched fails."""

from __future__ import annotations

import json
import warnings
from typing import Any

from rdflib import Graph


def graph_of(context: Any, nodes: list[Any]) -> Graph:
    """Return the graph of some nodes."""
    return parsed(json.dumps({"@context": context, "@graph": nodes}))


def parsed(text: str) -> Graph:
    """Return the graph of a file of JSON-LD, whose context must stand in it."""
    assert isinstance(json.loads(text)["@context"], dict), "a context by its address would be fetched"
    graph = Graph()
    with warnings.catch_warnings():
        # rdflib's own parser uses a class that rdflib deprecates.
        warnings.filterwarnings("ignore", message="ConjunctiveGraph is deprecated", category=DeprecationWarning)
        graph.parse(data=text, format="json-ld")
    return graph
