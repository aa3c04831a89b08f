"""The documentation of the interface asks no other host, and holds no script of its own page."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from tollbook.web.api.documentation import DOCS_POLICY


def test_everything_of_the_page_is_from_here(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.headers["content-security-policy"] == DOCS_POLICY
    assert "script-src 'self';" in DOCS_POLICY
    for address in re.findall(r'(?:src|href)="([^"#]+)"', page.text):
        assert address.startswith("/"), address
    for address in re.findall(r'(?:src|href)="(/(?:docs|static|api)[^"]+)"', page.text):
        assert client.get(address).status_code == 200, address
    assert all(not inside.strip() for inside in re.findall(r"<script[^>]*>(.*?)</script>", page.text, re.DOTALL))
