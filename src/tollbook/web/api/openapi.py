"""The description of the JSON interface (OpenAPI 3.1): FastAPI's own, with the contract of readings taken over as it is."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tollbook.core.version import __version__
from tollbook.web.api import models

ABOUT = """Claims about losses, strength and ground in war, as texts make them: who says it, of whom, how many, when, in whose words.

**No claim is a fact.** Every number leads back to a sentence, and every answer to a state of the ledger's log: `asof` puts any question to
any past day, and an answer for one state of the log never changes. Estimates are made under stated assumptions, which they carry.

Lists are paged by key: an answer's `next` is the `after` of the next page. Answers carry an `ETag`, and `If-None-Match` gets 304. What goes
wrong is told as `application/problem+json` (RFC 9457), with the `field` at fault.
"""
TAGS = (
    ("ledger", "How much the ledger holds, and the state of its log."),
    ("documents", "Texts, their readings and their audits."),
    ("claims", "Mentions of claims: the query language, pages, files, dossiers."),
    ("statements", "Assertions: a founding mention with its echoes."),
    ("review", "What waits for a person, and what persons say. Reviews need a token."),
    ("sources", "Who is quoted: counts, never judgements."),
    ("series and estimates", "What is claimed over time, what the sources together support, what that implies."),
    ("audit", "Read and audit a text without storing it."),
)
_REFERENCE = "#/components/schemas/"
_CONTRACT = "contract-"


def describe(app: FastAPI) -> None:
    """Let an application describe its JSON interface."""
    # FastAPI asks its own method for the description, and documents that it may be replaced.
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        made = get_openapi(
            title="Tollbook",
            version=__version__,
            description=ABOUT,
            routes=app.routes,
            tags=[{"name": name, "description": about} for name, about in TAGS],
        )
        schemas = made["components"]["schemas"]
        schemas["Text"] = models.Text.model_json_schema(ref_template=_REFERENCE + "{model}")
        schemas |= contract()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        app.openapi_schema = _joined(made)
    return app.openapi_schema


def contract() -> dict[str, Any]:
    """Return the definitions of the contract of readings, each under a name of its own."""
    schema = json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8"))
    parts = {**schema["$defs"], "reading": {key: value for key, value in schema.items() if key not in ("$schema", "$id", "$defs")}}
    renamed: dict[str, Any] = json.loads(json.dumps(parts).replace("#/$defs/", _REFERENCE + _CONTRACT))
    return {_CONTRACT + name: part for name, part in renamed.items()}


def _joined(node: Any) -> Any:
    """Put references to the contract where models mark them."""
    if isinstance(node, list):
        return [_joined(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "x-contract" in node:
        return {"$ref": f"{_REFERENCE}{_CONTRACT}{node['x-contract']}"}
    told = {key: _joined(value) for key, value in node.items() if key != "x-contract-all-of"}
    if "x-contract-all-of" in node:
        told["allOf"] = [{"$ref": f"{_REFERENCE}{_CONTRACT}{node['x-contract-all-of'] or 'reading'}"}]
    return told
