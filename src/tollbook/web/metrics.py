"""Whether the server answers, and how it does: `/healthz`, and `/metrics` in the form of Prometheus. It counts requests, never readers."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tollbook.web.answers import Json
from tollbook.web.opened import Here, LedgerHere

router = APIRouter(include_in_schema=False)
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_SECTIONS: Final = frozenset(
    {"", "d", "c", "s", "o", "src", "review", "read", "about", "api", "docs", "static", "feed.atom", "healthz", "metrics"}
)


class Metrics:
    """The counts of one server, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("section", "method", "status")
        self.requests = Counter("tollbook_requests_total", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "tollbook_request_seconds", "Seconds until an answer was whole.", ("section",), buckets=BUCKETS, registry=self.registry
        )
        self.entries = Gauge("tollbook_ledger_entries", "Entries of the ledger's log.", registry=self.registry)
        self.claims = Gauge("tollbook_ledger_claims", "Claims of the ledger, counted at most once a minute.", registry=self.registry)
        self.documents = Gauge("tollbook_ledger_documents", "Documents of the ledger, as above.", registry=self.registry)
        self.bytes = Gauge("tollbook_ledger_bytes", "Bytes that the ledger takes on the disk, as above.", registry=self.registry)


class Measured:
    """Count every request by the section of the pages that it is for, and how long it took."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = perf_counter(), 500

        async def watching(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watching)
        finally:
            section = section_of(scope["path"])
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(section, method, str(status)).inc()
            self._metrics.seconds.labels(section).observe(perf_counter() - start)


def section_of(path: str) -> str:
    """Return the section of the pages that a path is of. Made-up paths are one section, so that nobody fills the memory with names.

    >>> section_of("/c/3f9a"), section_of("/api/v1/claims"), section_of("/wp-login.php")
    ('/c', '/api', 'other')
    """
    first = path.strip("/").partition("/")[0]
    return f"/{first}" if first in _SECTIONS else "other"


@router.get("/healthz")
def tell_health(ledger: LedgerHere) -> Response:
    """Tell how long the log is, which takes a ledger that can be read."""
    return Json({"status": "ok", "entries": ledger.checkpoint().size}, headers={"cache-control": "no-store"})


@router.get("/metrics")
def tell_metrics(request: Request, here: Here) -> Response:
    """Tell the counts of this server and of its ledger."""
    metrics: Metrics = request.app.state.metrics
    counted = here.statistics.get()[1].held
    metrics.entries.set(here.ledger.checkpoint().size)
    metrics.claims.set(counted.claims)
    metrics.documents.set(counted.documents)
    metrics.bytes.set(counted.bytes)
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"cache-control": "no-store"})
