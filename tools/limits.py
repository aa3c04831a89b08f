"""Write the limits that the documentation states into the page of the server that tells them, or fail when it is stale.

    python -m tools.limits            write
    python -m tools.limits --check    compare; exit code 1 when the page is stale

The page can't read the documentation itself: an installed Tollbook has none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from tools.pages import ROOT

TARGET = ROOT / "src" / "tollbook" / "web" / "templates" / "limits.md"
PAGES = {
    "reading": "Reading a text",
    "auditing": "Checking it",
    "ledger": "Keeping claims",
    "estimation": "Estimating",
    "pages": "These pages",
    "errors": "Sizes",
}
_SECTION = re.compile(r"^## Limits\n(?P<body>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def limits_text() -> str:
    """Return the sections on limits of the documentation's pages as one text, without links to other pages."""
    return "\n".join(_sections())


def _sections() -> Iterator[str]:
    for name, title in PAGES.items():
        page = ROOT / "docs" / f"{name}.md"
        found = _SECTION.search(page.read_text(encoding="utf-8"))
        if found is None:
            raise SystemExit(f"{page} has no section on limits; take it out of tools/limits.py or write one")
        body = _LINK.sub(r"\1", _COMMENT.sub("", found["body"])).strip()
        yield f"## {title}\n\n{body}\n"


def main() -> int:
    """Write or check the page."""
    fresh = limits_text()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(fresh, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == fresh:
        return 0
    print(f"{TARGET.relative_to(ROOT)} is stale: run python -m tools.limits", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
