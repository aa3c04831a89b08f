"""Take the pictures of the pages that the documentation shows: python -m tools.screenshots

A ledger is made of the samples, served on loopback and photographed in Chromium. What they show is the samples' and invented, but for the
General Staff's list.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from tollbook.core.types import Document
from tollbook.flow.ledger import create_ledger, import_file
from tollbook.flow.read import read_document
from tollbook.web.app import make_app
from tools.pages import ROOT

TARGET = ROOT / "docs" / "images"
SAMPLES = ROOT / "samples"
_ECHO = (
    "Around 5,000 Russian casualties had been sustained on the Kupiansk axis as of mid-October 2025, British Defence Intelligence said.\n"
)
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page to take a picture of: its name, its address, its size and whether it is dark."""

    name: str
    path: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"


def main() -> int:
    """Take every picture; return 1 where there is no browser."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser_path is None:
        print("no Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place, report, claim = _ledger(Path(folder))
        pictures = (
            Picture(name="document", path=f"/d/{report}#c04"),
            Picture(name="document-dark", path=f"/d/{report}#c04", scheme="dark"),
            Picture(name="document-phone", path=f"/d/{report}#c04", width=390, height=844),
            Picture(name="claim", path=f"/c/{claim}"),
            Picture(name="changes", path="/"),
            Picture(name="series", path="/s/RUS~tank~UKR-GS", height=980),
        )
        with _served(place) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=_FLAGS)
            for picture in pictures:
                _take(browser, address, picture)
            browser.close()
    return 0


def _ledger(folder: Path) -> tuple[Path, str, str]:
    """Make the ledger; return its place, the id of the report, and of a claim that is told twice."""
    place = folder / "ledger.db"
    report = Document.of(
        (SAMPLES / "kupiansk-report.txt").read_text(encoding="utf-8"), title="Defenders of Kupiansk trade ground for time",
        published=date(2025, 10, 18), publisher="Example Post",
    )  # fmt: skip
    echo = Document.of(_ECHO, title="Losses near Kupiansk", published=date(2025, 10, 20), publisher="Another Paper")
    with create_ledger(place, origin="desk.example/losses", actor="desk") as ledger:
        import_file(ledger, SAMPLES / "ua-mod-october-2025.csv", profile="ua-mod")
        ledger.add([read_document(report), read_document(echo)])
        claim = ledger.query(f"source:GBR-MOD-DI measure:casualties document:{report.id}", limit=2).entries[0].claim.id
    return place, report.id, claim


@contextmanager
def _served(place: Path) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(str(place)), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def _take(browser: Browser, address: str, picture: Picture) -> None:
    dark = picture.scheme == "dark"
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + picture.path)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=TARGET / f"{picture.name}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
