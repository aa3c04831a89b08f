"""Exit codes: each has its meaning on the page of errors."""

from __future__ import annotations

from tollbook.cli.exit_codes import BAD_INPUT, FINDINGS, PARTLY_DONE
from tools.pages import ROOT


def test_the_page_of_errors_lists_every_exit_code() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    for code in (FINDINGS, BAD_INPUT, PARTLY_DONE):
        assert f"\n| {code} | " in page
