"""Citations of documents and of the export itself, as BibTeX and CSL-JSON. May not invent an author: where none is known, none is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tollbook.core.records import Entry
from tollbook.exports.addresses import web_address
from tollbook.exports.claims import claim_row

KINDS = ("bibtex", "csl-json")
_UNTITLED = "Untitled document"
_SPECIAL = re.compile(r"[\\{}$&#^_%~]")
_ESCAPES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_CONTROL = re.compile(r"\s+|[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is cited: a document, or (`kind` "dataset") an export of a ledger. `note` says what no other field holds."""

    key: str
    kind: str
    title: str
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    version: str | None = None
    note: str | None = None


def works(entries: Iterable[Entry]) -> Iterator[Work]:
    """Return the documents of entries, each once, in the order in which they come."""
    named: set[str] = set()
    for entry in entries:
        row = claim_row(entry)
        identity = str(row["doc_id"])
        if identity not in named:
            named.add(identity)
            day = None if row["doc_published"] is None else date.fromisoformat(str(row["doc_published"]))
            yield Work(
                key=f"doc-{identity[:12]}",
                kind="article",
                title=str(row["doc_title"] or entry.sighting.file or _UNTITLED),
                published=day,
                publisher=entry.sighting.publisher,
                url=web_address(None if row["doc_url"] is None else str(row["doc_url"])),
                note=f"text SHA-256 {row['text_sha256']}",
            )


def export_work(*, origin: str, size: int, root: str, exported: date, query: str, version: str) -> Work:
    """Return the work that an export is: a ledger by its name, its size and the root of its log, so that the same can be made again."""
    asked = f"; query: {query}" if query else ""
    return Work(
        key=f"tollbook-{re.sub(r'[^A-Za-z0-9]+', '-', origin).strip('-')}-{size}",
        kind="dataset",
        title=f"War-loss claims of the ledger {origin}",
        published=exported,
        version=f"{size} entries",
        note=f"log root {root}{asked}; exported by Tollbook {version}",
    )


def bibtex(work: Work) -> str:
    """Return a work as an entry of BibTeX."""
    fields = {
        "title": f"{{{_tex(work.title)}}}",
        "howpublished": None if work.publisher is None else _tex(work.publisher),
        "year": None if work.published is None else str(work.published.year),
        "month": None if work.published is None else str(work.published.month),
        "date": None if work.published is None else work.published.isoformat(),
        "url": None if work.url is None else re.sub(r"[{}\\]", "", work.url),
        "version": work.version,
        "note": None if work.note is None else _tex(work.note),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value is not None)
    return f"@misc{{{work.key},\n{lines}\n}}\n"


def csl(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": "dataset" if work.kind == "dataset" else "article-newspaper",
        "title": _plain(work.title),
    }
    if work.publisher is not None:
        item["container-title"] = _plain(work.publisher)
    if work.published is not None:
        item["issued"] = {"date-parts": [[work.published.year, work.published.month, work.published.day]]}
    if work.url is not None:
        item["URL"] = work.url
    if work.version is not None:
        item["version"] = work.version
    if work.note is not None:
        item["note"] = _plain(work.note)
    return item


def _tex(text: str) -> str:
    """Return a text in which nothing is a command of TeX."""
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found.group(), f"\\{found.group()}"), _plain(text))


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()
