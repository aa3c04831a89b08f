"""The options of the command line: their names, help and completion. Each is declared once, here."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tollbook.cli.formats import Format
from tollbook.core.errors import UsageError


class ContextChoice(StrEnum):
    """The values of `--context`."""

    CONFLICT = "conflict"
    ANY = "any"


class ListingFormat(StrEnum):
    """The values of `--format` for what is listed from the vocabulary."""

    TABLE = "table"
    JSON = "json"


def theatre_names(incomplete: str) -> list[str]:
    """Complete the name of a theatre."""
    from tollbook.vocab.theatres import list_theatres

    return [name for name in ("auto", "none", *list_theatres()) if name.startswith(incomplete)]


def category_names(incomplete: str) -> list[str]:
    """Complete the last category of a list."""
    from tollbook.vocab.theatre_check import known_categories

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in sorted(known_categories()) if name.startswith(last)]


def unknown(kind: str, name: str, *, known: Iterable[str], see: str) -> UsageError:
    """Return the error for a name that nobody knows, with the nearest known one."""
    nearest = get_close_matches(name, list(known), n=1, cutoff=0.5)
    did_you_mean = f"did you mean {nearest[0]!r}? " if nearest else ""
    return UsageError(f"unknown {kind} {name!r}", do=f"{did_you_mean}`{see}` lists them")


Places = Annotated[list[str], typer.Argument(metavar="FILE|URL|-", help="Files, URLs (http, https), or - for standard input.")]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="Publication date (YYYY-MM-DD) of all inputs. Default: the page's own, else unknown.")
]
TheatreChoice = Annotated[
    str,
    typer.Option("--theatre", metavar="NAME|FILE|auto|none", help="The conflict's own vocabulary.", autocompletion=theatre_names),
]
OutputFormat = Annotated[Format, typer.Option("--format", "-f", help="Table, contract (json), one claim a line (jsonl), or a row (csv).")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Add the rules and words behind each claim, and what was left out and why, to the table.")
]
Only = Annotated[
    list[str] | None,
    typer.Option(metavar="CATEGORY,...", help="Keep claims in these categories: killed,tank.", autocompletion=category_names),
]
ContextOption = Annotated[ContextChoice, typer.Option("--context", help="Read texts on armed conflict alone, or every count in any text.")]
OutputFile = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")]
Recursive = Annotated[bool, typer.Option("--recursive", "-r", help="Read the files of known kinds in folders.")]
AllowHost = Annotated[
    list[str] | None, typer.Option(metavar="HOST", help="Fetch from this host although its address is private. May be repeated.")
]
