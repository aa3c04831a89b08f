"""A real browser and a real server for tests: Debian's Chromium driven by Playwright, and the pages of a ledger on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from tollbook.web.app import make_app
from tollbook.web.settings import Settings

TOKEN = "a token that nobody guesses"
DESK = {"width": 1400, "height": 900}
"""The window of a reader at a desk."""
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
HOW = "no Chromium, so the tests in a real browser can't run; get it with `apt-get install chromium`, or set TOLLBOOK_CHROMIUM to one"


def chromium() -> str:
    """Return the path of the browser. Without one, continuous integration fails, and a person is told what was not tested and why."""
    named = os.environ.get("TOLLBOOK_CHROMIUM")
    found = named or next((path for path in map(shutil.which, _NAMES) if path is not None), None)
    if found is not None:
        return found
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(HOW)
    pytest.skip(HOW)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Give a browser; it is closed at the end."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(place: str) -> Iterator[str]:
    """Serve a ledger on a free port of loopback; give the address without a slash at its end."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = make_app(place, Settings(review_token=TOKEN))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()
