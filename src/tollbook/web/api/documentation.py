"""`/docs`: the JSON interface to try out. Everything comes from this server, and no script stands in the page."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from tollbook.web.headers import POLICY
from tollbook.web.rendering import page

router = APIRouter(include_in_schema=False)
LIBRARY: Final = "/docs/swagger"
DOCS_POLICY: Final = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""Swagger UI sets styles on its elements, and this page shows nothing that a text or a reviewer wrote."""


def add_documentation(app: FastAPI) -> None:
    """Let an application serve the library that draws its documentation."""
    app.mount(LIBRARY, StaticFiles(directory=str(files("fastapi_offline") / "static")), name="swagger")
    app.include_router(router)


@router.get("/docs")
def show_documentation(request: Request) -> HTMLResponse:
    """Show the interface."""
    made = page(request, "docs.html", section="/docs", library=LIBRARY, described=request.app.openapi_url)
    made.headers["content-security-policy"] = DOCS_POLICY
    return made
