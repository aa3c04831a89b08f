"""Scripts in every place of a ledger that somebody else's words reach, shown in a real browser: what runs, and which hosts are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Page

from tests.end_to_end.browsers import DESK, served
from tollbook.core.types import Document
from tollbook.flow.ledger import create_ledger, open_ledger
from tollbook.flow.read import read_document

PAYLOADS = tuple(
    shape.replace("RUN", f"window.fired=(window.fired||0)+1;document.title='fired {number}'")
    for number, shape in enumerate(
        [
            shape.replace("TAG", tag)
            for tag in ("script", "ScRiPt", "svg/onload", "iframe", "math")
            for shape in (
                "<script>RUN</script>",
                "<TAG>RUN</TAG>",
                "<img src=x onerror=RUN>",
                "\"><img src=x onerror='RUN'>",
                "'><svg onload=RUN>",
                "</title><script>RUN</script>",
                "</textarea><script>RUN</script>",
                '<a href="javascript:RUN">12</a>',
                "{{ 7*7 }}{% raw %}<script>RUN</script>",
                '<iframe srcdoc="<script>parent.RUN</script>">',
                "<details open ontoggle=RUN>",
                "<body onload=RUN>",
                "<input autofocus onfocus=RUN>",
                "]]><script>RUN</script>",
                "<!--><script>RUN</script-->",
                '" onmouseover=RUN autofocus onfocus=RUN x="',
                "javascript:RUN//",
                "data:text/html,<script>RUN</script>",
                "&lt;script&gt;RUN&lt;/script&gt;<script>RUN</script>",
                "\u2028<script>RUN</script>\u202e",
            )
        ]
    )
)


def hostile_shelf(folder: Path) -> tuple[Path, list[str]]:
    """Make a ledger in which every payload is a title, a publisher, an address, a source, a reviewer and a reason, and in a text."""
    place = folder / "hostile.db"
    documents = []
    with create_ledger(place, actor=PAYLOADS[0]) as ledger:
        for number, payload in enumerate(PAYLOADS):
            sentence = f"Russian forces lost {number + 20} tanks {payload} near Kupiansk on 19 October 2025, {payload} said."
            text = f"{payload}\n\n{sentence}\n\n{payload}"
            document = Document.of(text, title=payload, published=date(2025, 10, 20), publisher=payload, url=payload)
            ledger.add(read_document(document), note=payload)
            documents.append(document.id)
        for entry in ledger.query("", limit=len(PAYLOADS)).entries:
            payload = PAYLOADS[entry.seq % len(PAYLOADS)]
            ledger.review(entry.claim.id, "correct", by=payload, why=payload, change={"place": payload, "source": payload})
    return place, documents


@dataclass(slots=True, kw_only=True)
class Shown:
    """What came of the payloads: pages and forms on which something ran, and hosts beside the server that were asked."""

    payloads: int
    claims: int = 0
    pages: int = 0
    fired: list[str] = field(default_factory=list)
    other_hosts: set[str] = field(default_factory=set)


def show_payloads(browser: Browser, folder: Path) -> Shown:
    """Show every page of a hostile ledger, and send ten payloads through the form."""
    place, documents = hostile_shelf(folder)
    shown = Shown(payloads=len(PAYLOADS))
    with served(str(place)) as address:
        context = browser.new_context(viewport=DESK)
        context.add_init_script("addEventListener('securitypolicyviolation', e => { window.fired = (window.fired || 0) + 1; })")
        page = context.new_page()
        page.on("dialog", lambda dialog: shown.fired.append(dialog.message))
        page.on("request", lambda request: shown.other_hosts.add(urlsplit(request.url).netloc))
        for path in _paths(place, documents, shown):
            shown.pages += 1
            page.goto(address + path, wait_until="load")
            if page.evaluate("window.fired || 0") or page.title().startswith("fired"):
                shown.fired.append(path)
        for payload in PAYLOADS[:10]:
            shown.pages += 1
            _read(page, address, payload, shown)
        context.close()
        shown.other_hosts.discard(urlsplit(address).netloc)
    return shown


def _paths(place: Path, documents: list[str], shown: Shown) -> Iterator[str]:
    """Return lists, which show many payloads at once, and single pages. The shapes repeat with another tag after twenty."""
    with open_ledger(place) as ledger:
        entries = ledger.query("", limit=200).entries
        following = ledger.query("", limit=50).after
    shown.claims = len(entries)
    yield from ("/", "/d", "/c", f"/c?after={following}", "/src", "/review", "/c?q=status:all")
    yield from (f"/d/{document}" for document in documents)
    yield from (f"/c/{entry.claim.id}" for entry in entries[::7])
    for start in ("/src/", "/c?q=", "/"):
        yield from (f"{start}{quote(payload, safe='')}" for payload in PAYLOADS[:20])


def _read(page: Page, address: str, payload: str, shown: Shown) -> None:
    page.goto(f"{address}/read")
    page.locator("#text").fill(f"{payload} Russian forces lost 12 tanks {payload} on 19 October 2025.")
    page.locator("button.go").click()
    page.wait_for_load_state()
    if page.evaluate("window.fired || 0"):
        shown.fired.append(f"/read {payload}")
