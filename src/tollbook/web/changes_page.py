"""The first page, `/`: what a ledger learned last. May not interpret: it lists what was added, and by whom."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from tollbook.web.opened import Here
from tollbook.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_changes(request: Request, here: Here) -> HTMLResponse:
    """Show what changed."""
    return page(request, "changes.html", section="/", stats=here.ledger.stats())
