"""Write to the terminal: plain text out, messages to standard error, color only where a person looks.

Nothing else of the command line writes to a stream. No character that a stream's encoding lacks makes it fail.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TextIO

from tollbook.core.audit_display import VerdictStyle
from tollbook.core.display import WIDTH, Style, plain
from tollbook.core.findings import FAILURES, Verdict

_NARROWEST, _WIDEST = 40, 120
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_GREEN, _RED = "\x1b[32m", "\x1b[1;31m"
_CELL_STYLES = {"#": _DIM, "value": _BOLD, "claimed by": "\x1b[36m"}


def prepare_streams() -> None:
    """Make both streams show what their encoding lacks as an escape, and stand in for a stream that is closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, StringIO())
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Write lines to standard output."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Write a message to standard error, marked as Tollbook's. Nothing in it reaches the terminal as a command."""
    first, *rest = [plain(line) for line in text.splitlines()] or [""]
    sys.stderr.write("\n  ".join([f"tollbook: {first}", *rest]) + "\n")
    sys.stderr.flush()


def silence_output() -> None:
    """Send the rest of standard output nowhere: its reader has gone, or its disk is full."""
    try:
        output = sys.stdout.fileno()
    except io.UnsupportedOperation:  # a stream with no file behind it keeps nothing back
        return
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), output)


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a person looks at the stream."""
    return not stream.closed and stream.isatty()


def output_width() -> int:
    """Return the columns to write tables in: the terminal's, within reason; 80 for a pipe or a file."""
    if not is_terminal(sys.stdout):
        return WIDTH
    return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, _NARROWEST), _WIDEST)


def has_color() -> bool:
    """Tell whether standard output shows color: on a terminal that is not dumb, unless NO_COLOR is set (no-color.org)."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def cell_style(*, color: bool) -> Style:
    """Return the styling of a table's cells."""

    def style(cell: str, column: str) -> str:
        code = _CELL_STYLES.get(column)
        return f"{code}{cell}{_RESET}" if color and code else cell

    return style


def verdict_style(*, color: bool) -> VerdictStyle:
    """Return the styling of a verdict; its word says all that its color says."""

    def style(cell: str, verdict: Verdict) -> str:
        code = _RED if verdict in FAILURES else _GREEN if verdict == "agrees" else _DIM
        return f"{code}{cell}{_RESET}" if color else cell

    return style


def heading(text: str, *, color: bool) -> str:
    """Return a heading."""
    return f"{_BOLD}{text}{_RESET}" if color else text
