"""The routes of the JSON interface: the same questions as the pages, answered for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from tollbook.web.opened import LedgerHere

router = APIRouter(prefix="/api/v1")


@router.get("/stats")
def read_stats(ledger: LedgerHere) -> dict[str, Any]:
    """Return how much the ledger holds."""
    return asdict(ledger.stats())
