"""The pages and the JSON interface as one application on one ledger. Joins routers: what a page shows is made in its own module."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from tollbook.core.version import __version__
from tollbook.flow.naming import names_of_all
from tollbook.web import (
    about_pages,
    changes_page,
    document_page,
    dossier_page,
    feed,
    metrics,
    outlook_page,
    reading_page,
    review_page,
    search_page,
    series_page,
    sources_page,
)  # isort: skip
from tollbook.web.access import Private
from tollbook.web.api import routes
from tollbook.web.api.documentation import add_documentation
from tollbook.web.api.openapi import describe
from tollbook.web.desk import close_desk
from tollbook.web.faults import add_faults
from tollbook.web.headers import KnownHosts, SecurityHeaders
from tollbook.web.kept import KeptAnswers
from tollbook.web.limits import Limits
from tollbook.web.metrics import Measured, Metrics
from tollbook.web.opened import open_for_pages
from tollbook.web.settings import Settings
from tollbook.web.working import limit_quick_work

ROUTERS = (
    changes_page.router,
    document_page.router,
    search_page.router,
    dossier_page.router,
    sources_page.router,
    reading_page.router,
    review_page.router,
    about_pages.router,
    series_page.router,
    outlook_page.router,
    feed.router,
    metrics.router,
)
"""The routers of the pages; those of the JSON interface stand in `api/routes.py`."""


def make_app(ledger_url: str, settings: Settings | None = None) -> FastAPI:
    """Return the application on a ledger: the path of a SQLite file, or "postgresql://user@host/database".

    Raises LedgerMissing, ForeignDatabase or SchemaMismatch.
    """
    chosen = settings or Settings()
    opened = open_for_pages(ledger_url, chosen, names=names_of_all())

    @asynccontextmanager
    async def closing(app: FastAPI) -> AsyncIterator[None]:
        limit_quick_work()
        yield
        close_desk(app)
        opened.ledger.close()

    app = FastAPI(
        title="Tollbook", version=__version__, lifespan=closing, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json"
    )
    app.state.opened = opened
    app.state.metrics = Metrics()
    app.add_middleware(KeptAnswers, ledger=opened.ledger)
    if chosen.private:
        app.add_middleware(Private, book=opened.tokens)
    app.add_middleware(Limits, at_once=chosen.most_at_once, per_minute=chosen.requests_per_minute, text_bytes=chosen.upload_bytes)
    app.add_middleware(SecurityHeaders)
    if chosen.hosts:
        app.add_middleware(KnownHosts, hosts=chosen.hosts)
    app.add_middleware(Measured, metrics=app.state.metrics)
    add_faults(app)
    app.mount("/static", _KeptFiles(directory=str(files("tollbook.web") / "static")), name="static")
    for router in routes.ROUTERS:
        app.include_router(router, prefix=routes.PREFIX)
    for router in ROUTERS:
        app.include_router(router)
    add_documentation(app)
    describe(app)
    return app


class _KeptFiles(StaticFiles):
    """Static files, whose addresses carry a mark of their content: a browser asks for each once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        made = await super().get_response(path, scope)
        if scope.get("query_string", b"").startswith(b"v=") and made.status_code == 200:
            made.headers["cache-control"] = "public, max-age=31536000, immutable"
        return made
