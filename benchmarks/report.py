"""Show figures with their goals as a table in the terminal, or between two markers on a page of the docs. Measures nothing."""

from __future__ import annotations

import datetime
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADINGS = ("what", "measured", "goal", "reached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure, as it is shown. `reached` is None where there is no goal, or where the figure does not decide it."""

    what: str
    shown: str
    goal: str = ""
    reached: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one benchmark found: its figures, and what a reader has to know to trust them."""

    title: str
    figures: Sequence[Figure]
    notes: Sequence[str] = ()


def at_least(what: str, value: float, goal: float, *, digits: int = 0, unit: str = "") -> Figure:
    """Return a figure whose goal is a floor.

    >>> at_least("articles a second", 5120, 5000)
    Figure(what='articles a second', shown='5,120', goal='>= 5,000', reached=True)
    """
    shown, wanted = f"{value:,.{digits}f}{unit}", f">= {goal:,.{_digits(goal, digits)}f}{unit}"
    return Figure(what=what, shown=shown, goal=wanted, reached=round(value, digits) >= goal)


def at_most(what: str, value: float, goal: float, *, digits: int = 0, unit: str = "") -> Figure:
    """Return a figure whose goal is a ceiling.

    >>> at_most("import", 48.2, 150, unit=" ms")
    Figure(what='import', shown='48 ms', goal='<= 150 ms', reached=True)
    """
    shown, wanted = f"{value:,.{digits}f}{unit}", f"<= {goal:,.{_digits(goal, digits)}f}{unit}"
    return Figure(what=what, shown=shown, goal=wanted, reached=round(value, digits) <= goal)


def _digits(goal: float, digits: int) -> int:
    return 0 if float(goal).is_integer() else digits


def machine() -> str:
    """Say when and on what the figures were measured: date, processor, Python."""
    system = f"{platform.system()} {platform.machine()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{datetime.datetime.now(datetime.UTC).date().isoformat()}, {processor()}, {system}, {python}"


def processor() -> str:
    """Return the processor's name as the system gives it."""
    table = Path("/proc/cpuinfo")
    if table.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", table.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found.group(1).strip()
    return platform.processor() or "unknown processor"


def _cells(figure: Figure) -> tuple[str, ...]:
    undecided = "open" if figure.goal else ""
    return figure.what, figure.shown, figure.goal, {True: "yes", False: "no", None: undecided}[figure.reached]


def as_text(section: Section) -> str:
    """Return a section as plain text, in columns."""
    rows = [HEADINGS, *map(_cells, section.figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([section.title, "=" * len(section.title), *lines, *(f"- {note}" for note in section.notes)])


def as_markdown(sections: Sequence[Section], *, level: int) -> str:
    """Return sections as Markdown, under headings of `level`, with the machine's line on top."""
    parts = [f"Measured on {machine()}."]
    for section in sections:
        rows = [HEADINGS, *map(_cells, section.figures)]
        table = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        table.insert(1, "|" + "---|" * len(HEADINGS))
        parts += [f"{'#' * level} {section.title}", "\n".join(table)]
        if section.notes:
            parts.append("\n".join(f"- {note}" for note in section.notes))
    return "\n\n".join(parts)


def write_between_markers(page: Path, name: str, content: str) -> None:
    """Put Markdown between the comments "measured: NAME" and "end of measured: NAME" of a page. Raises ValueError without them."""
    opening, closing = f"<!-- measured: {name} -->", f"<!-- end of measured: {name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(opening)
    _, closed, after = rest.partition(closing)
    if not found or not closed:
        raise ValueError(f"{page.relative_to(ROOT)} lacks the markers {opening} and {closing}; put them where the table belongs")
    page.write_text(f"{before}{opening}\n\n{content}\n\n{closing}{after}", encoding="utf-8")
