"""Check every page of the site with axe in Chromium, in light, in the dark and on a phone: python -m tools.site_access

It takes minutes; `make check` tries the kinds of pages alone. Chromium is what Debian's package brings, or what TOLLBOOK_CHROMIUM names.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tools.site import build

WIDE = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
Scheme = Literal["light", "dark"]
VIEWS: tuple[tuple[Scheme, ViewportSize], ...] = (("light", WIDE), ("dark", WIDE), ("light", PHONE))


class Quiet(SimpleHTTPRequestHandler):
    """Serve files, and write no line for each."""

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site on a free port of loopback; give the address without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(timeout=20)


def violations(browser: Browser, address: str, names: Iterable[str], *, scheme: Scheme, size: ViewportSize) -> Iterator[str]:
    """Return every violation that axe finds on pages of a site: the page, the rule, the element."""
    context = browser.new_context(color_scheme=scheme, viewport=size)
    page = context.new_page()
    for name in names:
        page.goto(f"{address}/{name}")
        for violation in Axe().run(page).response["violations"]:
            yield from (f"{name}: {violation['id']}: {node['target']}" for node in violation["nodes"])
    context.close()


def pages(site: Path) -> list[str]:
    """Return the names of a site's pages."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def main() -> int:
    """Build the site and check all its pages; exit code 1 where axe finds something."""
    found = os.environ.get("TOLLBOOK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        print("no Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        site = Path(made) / "site"
        build(site)
        names = pages(site)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        with served(site) as address:
            views = [(scheme, size, list(violations(browser, address, names, scheme=scheme, size=size))) for scheme, size in VIEWS]
        browser.close()
    for scheme, size, wrong in views:
        print(f"{len(names)} pages, {scheme}, {size['width']} wide: {len(wrong)} violations", *wrong, sep="\n")
    return 1 if any(wrong for _, _, wrong in views) else 0


if __name__ == "__main__":
    sys.exit(main())
