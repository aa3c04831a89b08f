"""Write the generated pages of the documentation from the code, or fail when they are stale.

    python -m tools.generated            write
    python -m tools.generated --check    compare; exit code 1 when a page is stale

A generated part of a page stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`; the text around it is written by hand.
A new one is a function in `PARTS` that returns Markdown.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tollbook.core import errors
from tools.pages import ROOT

PART = re.compile(r"(?P<open><!-- generated: (?P<name>[a-z-]+) -->\n)(?P<body>.*?)(?P<close><!-- end: (?P=name) -->)", re.DOTALL)


def error_table() -> str:
    """Return the table of errors, as `core/errors.py` draws their tree."""
    rows = ["| error | kind of | when |", "|---|---|---|"]
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.TollbookError) and kind is not errors.TollbookError:
            first = (kind.__doc__ or "").split("\n")[0]
            rows.append(f"| `{name}` | `{kind.__bases__[0].__name__}` | {first} |")
    return "\n".join(rows) + "\n"


PARTS: Mapping[str, Callable[[], str]] = {
    "errors": error_table,
}


def refreshed(page: str) -> str:
    """Return a page's text with every generated part written anew. An unknown name raises KeyError."""
    return PART.sub(lambda part: f"{part['open']}\n{PARTS[part['name']]()}\n{part['close']}", page)


def pages_with_parts() -> list[Path]:
    """Return the pages of `docs/` that hold a generated part."""
    return [page for page in sorted(ROOT.glob("docs/**/*.md")) if PART.search(page.read_text(encoding="utf-8"))]


def main() -> int:
    """Write or check all generated parts."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    check = options.parse_args().check
    stale = []
    for page in pages_with_parts():
        before = page.read_text(encoding="utf-8")
        after = refreshed(before)
        if after != before:
            stale.append(page.relative_to(ROOT))
            if not check:
                page.write_text(after, encoding="utf-8")
    for name in stale:
        print(f"{name}: stale, run `make docs`" if check else f"{name}: written anew")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
