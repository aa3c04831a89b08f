"""Tollbook reads text for every figure that somebody claims about a force's losses, strength or ground.

    import tollbook as tb
    reading = tb.read(text, published=date(2025, 1, 24))
    tb.audit(reading).failures
    with tb.open("ledger.db") as ledger: ledger.add(reading)

What a text says is a claim, never a fact. Names are imported when first used, so that `import tollbook` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tollbook.core.version import __version__

if TYPE_CHECKING:
    from tollbook.core.errors import TollbookError
    from tollbook.core.estimates import Estimate
    from tollbook.core.findings import Audit, Bounds, Finding
    from tollbook.core.series import Series, SeriesPoint
    from tollbook.core.types import (
        Abstention,
        Attribution,
        Claim,
        Context,
        Document,
        Force,
        Judgement,
        Likelihood,
        Measure,
        Period,
        Place,
        Quantity,
        Reading,
        Span,
        Toll,
    )
    from tollbook.flow.audit import audit
    from tollbook.flow.estimate import estimate
    from tollbook.flow.ledger import create_ledger as create
    from tollbook.flow.ledger import open_ledger as open
    from tollbook.flow.read import read, read_document
    from tollbook.ledger.ledger import Ledger
    from tollbook.sources.files import load

__all__ = [
    "Abstention",
    "Attribution",
    "Audit",
    "Bounds",
    "Claim",
    "Context",
    "Document",
    "Estimate",
    "Finding",
    "Force",
    "Judgement",
    "Ledger",
    "Likelihood",
    "Measure",
    "Period",
    "Place",
    "Quantity",
    "Reading",
    "Series",
    "SeriesPoint",
    "Span",
    "Toll",
    "TollbookError",
    "__version__",
    "audit",
    "create",
    "estimate",
    "load",
    "open",
    "read",
    "read_document",
]

_HOMES = {
    "Audit": "tollbook.core.findings",
    "Bounds": "tollbook.core.findings",
    "Estimate": "tollbook.core.estimates",
    "Finding": "tollbook.core.findings",
    "Ledger": "tollbook.ledger.ledger",
    "Series": "tollbook.core.series",
    "SeriesPoint": "tollbook.core.series",
    "TollbookError": "tollbook.core.errors",
    "audit": "tollbook.flow.audit",
    "create": "tollbook.flow.ledger:create_ledger",
    "estimate": "tollbook.flow.estimate",
    "load": "tollbook.sources.files",
    "open": "tollbook.flow.ledger:open_ledger",
    "read": "tollbook.flow.read",
    "read_document": "tollbook.flow.read",
}


def _import_public(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'tollbook' has no attribute {name!r}")
    module, _, own_name = _HOMES.get(name, "tollbook.core.types").partition(":")
    value = getattr(import_module(module), own_name or name)
    globals()[name] = value
    return value


if not TYPE_CHECKING:
    # Hidden from type checkers, which would let any name pass.
    __getattr__ = _import_public


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
