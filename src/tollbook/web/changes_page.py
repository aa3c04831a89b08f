"""The first page, `/`: what a ledger learned last. May not interpret: it lists what was added, replaced and found, with where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from tollbook.core.display import plain
from tollbook.flow.documents import view_document
from tollbook.flow.news import NewDocument, Replaced, read_news
from tollbook.web.cards import CardMaker, Check, Link, claim_words
from tollbook.web.counting import kept_by
from tollbook.web.document_view import audit_of
from tollbook.web.hits import Hit, make_hit
from tollbook.web.opened import Here, Opened
from tollbook.web.rendering import page

router = APIRouter(include_in_schema=False)
_MOST = 10
_AUDITED = 5
_FINDINGS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """A finding worth a look, in its document."""

    check: Check
    document: Link
    claims: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A claim that stands no longer: what it said, what stands in its place, why, by whom and when."""

    old: Hit
    now: str
    reason: str
    by: str
    why: str
    when: str | None


@router.get("/")
def show_changes(request: Request, here: Here) -> HTMLResponse:
    """Show what changed."""
    news = read_news(here.store, most=_MOST)
    counted_at, counts = here.statistics.get()
    made = page(
        request,
        "changes.html",
        section="/",
        stats=counts.held,
        counted_at=counted_at,
        documents=news.documents,
        findings=_findings(here, news.documents[:_AUDITED]),
        hits=[make_hit(entry, here.names) for entry in news.statements],
        gone=[_gone(replaced, here) for replaced in news.replaced],
        batches=news.batches,
    )
    return kept_by(counts, here.ledger, made)


def _findings(here: Opened, documents: tuple[NewDocument, ...]) -> list[Worth]:
    """Return in what the newest texts differ, the newest text first."""
    found: list[Worth] = []
    for document in documents:
        view = view_document(here.store, document.id)
        audited = audit_of(view.reading)
        maker = CardMaker(view.reading, audited, names=here.names, entries=view.entries)
        address = f"/d/{document.id}"
        for check in map(maker.check, audited.failures):
            links = tuple(
                Link(text=to.text, href=f"{address}{to.href}" if (to.href or "").startswith("#") else to.href) for to in check.claims
            )
            found.append(Worth(check=check, document=Link(text=plain(document.title), href=f"{address}#checks"), claims=links))
    return found[:_FINDINGS]


def _gone(replaced: Replaced, here: Opened) -> Gone:
    review = replaced.old.review
    return Gone(
        old=make_hit(replaced.old, here.names),
        now="" if replaced.new is None else claim_words(replaced.new.claim),
        reason=replaced.old.reason or "",
        by="" if review is None else review.by,
        why="" if review is None else review.why,
        when=replaced.old.superseded_at,
    )
