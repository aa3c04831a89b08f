"""Draw which package imports which, from the code, as the picture of docs/architecture.md.

    python -m tools.import_diagram            write docs/images/imports.svg
    python -m tools.import_diagram --check    exit code 1 when it is stale

Rows are the layers of the import contract in pyproject.toml, the highest on top; an arrow leads from what imports to what is imported.
The lowest package is imported by nearly all, so the arrows to it are left out, but for those from the row above.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import grimp

from tools.pages import ROOT

PICTURE = ROOT / "docs" / "images" / "imports.svg"
WIDTH, ROW, BOX_WIDTH, BOX_HEIGHT, MARGIN = 940, 92, 108, 36, 24
STYLE = (
    "text{font:14px 'DejaVu Sans',Arial,sans-serif;fill:#1b2733;text-anchor:middle;dominant-baseline:central}"
    "rect.box{fill:#eef3f8;stroke:#44637f}path{fill:none;stroke:#7b8fa3;stroke-width:1.2;marker-end:url(#tip)}"
)


def layers() -> list[list[str]]:
    """Return the rows of the contract, the highest first; packages of one row never import each other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    return [[name.strip() for name in row.split("|")] for row in contract["layers"]]


def package_imports() -> dict[str, list[str]]:
    """Return for each package of the contract the packages that it imports, in the order of the rows."""
    graph = grimp.build_graph("tollbook", cache_dir=None)
    names = [name for row in layers() for name in row]
    found = {name: set[str]() for name in names}
    for module in graph.modules:
        importer = _package(module)
        for imported in graph.find_modules_directly_imported_by(module):
            target = _package(imported)
            if importer in found and target in found and importer != target:
                found[importer].add(target)
    return {name: [one for one in names if one in found[name]] for name in names}


def _package(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def drawn(rows: Sequence[Sequence[str]], imports: Mapping[str, Sequence[str]]) -> str:
    """Return the picture as SVG: self-contained, with its content as text for who can't see it."""
    at: dict[str, tuple[float, float]] = {}
    for nth, row in enumerate(rows):
        step = (WIDTH - 2 * MARGIN) / len(row)
        at |= {name: (MARGIN + step * (place + 0.5), MARGIN + BOX_HEIGHT / 2 + nth * ROW) for place, name in enumerate(row)}
    height = 2 * MARGIN + BOX_HEIGHT + (len(rows) - 1) * ROW
    ground = rows[-1][0]
    shown = [(name, one) for name, below in imports.items() for one in below if one != ground or name in rows[-2]]
    told = "; ".join(f"{name} imports {', '.join(below) or 'nothing'}" for name, below in imports.items())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>Which package imports which</title><desc>{escape(told)}</desc><style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#7b8fa3;stroke:none;marker-end:none"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *(_arrow(at[name], at[one]) for name, one in shown),
        *(_box(name, at[name]) for row in rows for name in row),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return a curve from the bottom of one box to the top of another; longer ones swing out, so that they pass the boxes between."""
    (x, y), (to_x, to_y) = (start[0], start[1] + BOX_HEIGHT / 2), (end[0], end[1] - BOX_HEIGHT / 2 - 1)
    rows = round((end[1] - start[1]) / ROW)
    swing = 0 if rows == 1 else (70 + 34 * rows) * (1 if end[0] >= start[0] else -1)
    return f'<path d="M{x:.0f} {y:.0f}C{x + swing:.0f} {y + 34:.0f} {to_x + swing:.0f} {to_y - 34:.0f} {to_x:.0f} {to_y:.0f}"/>'


def _box(name: str, at: tuple[float, float]) -> str:
    x, y = at[0] - BOX_WIDTH / 2, at[1] - BOX_HEIGHT / 2
    box = f'<rect class="box" x="{x:.0f}" y="{y:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5"/>'
    return f'{box}<text x="{at[0]:.0f}" y="{at[1]:.0f}">{escape(name)}</text>'


def picture() -> str:
    """Return the picture of today's code."""
    return drawn(layers(), package_imports())


def main(place: Path = PICTURE) -> int:
    """Write or check the picture."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; fail when the picture is stale")
    check = options.parse_args().check
    made = picture()
    if place.exists() and place.read_text(encoding="utf-8") == made:
        return 0
    print(f"{place.relative_to(ROOT)}: stale, run `make docs`" if check else f"{place.relative_to(ROOT)}: written anew")
    if check:
        return 1
    place.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
