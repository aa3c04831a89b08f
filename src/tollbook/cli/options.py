"""The options of the command line: their names, help and completion. Each is declared once, here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from tollbook.cli.audit_formats import AuditFormat
from tollbook.cli.formats import Format
from tollbook.core.errors import UsageError
from tollbook.core.findings import VERDICTS

if TYPE_CHECKING:
    from tollbook.exports.claimreview import Reviewer


class ContextChoice(StrEnum):
    """The values of `--context`."""

    CONFLICT = "conflict"
    ANY = "any"


def theatre_names(incomplete: str) -> list[str]:
    """Complete the name of a theatre."""
    from tollbook.vocab.theatres import list_theatres

    return [name for name in ("auto", "none", *list_theatres()) if name.startswith(incomplete)]


def category_names(incomplete: str) -> list[str]:
    """Complete the last category of a list."""
    from tollbook.vocab.theatre_check import known_categories

    return _last_of_list(incomplete, sorted(known_categories()))


def verdict_names(incomplete: str) -> list[str]:
    """Complete the last verdict of a list."""
    return _last_of_list(incomplete, VERDICTS)


def rule_names(incomplete: str) -> list[str]:
    """Complete the last rule of a list."""
    from tollbook.vocab.audit_rules import audit_rules

    return _last_of_list(incomplete, audit_rules())


def profile_names(incomplete: str) -> list[str]:
    """Complete the name of a data set."""
    from tollbook.sources.datasets import PROFILES

    return [name for name in PROFILES if name.startswith(incomplete)]


def _last_of_list(incomplete: str, names: Iterable[str]) -> list[str]:
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in names if name.startswith(last)]


def names_given(option: str, lists: Iterable[str] | None, *, kind: str, known: Iterable[str], see: str) -> frozenset[str] | None:
    """Return the names that an option lists with commas between them, None where it is not given. Raises UsageError for an unknown one."""
    if lists is None:
        return None
    names = [name.strip().lower() for some in lists for name in some.split(",")]
    listed = list(known)
    for name in names:
        if not name:
            raise UsageError(f"an empty {kind} in {option}", expected="names with a comma between them")
        if name not in listed:
            raise unknown(kind, name, known=listed, see=see)
    return frozenset(names)


def day_of(option: str, text: str) -> date:
    """Return the day that an option names. Raises UsageError for what is no date."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no date", expected="YYYY-MM-DD, such as 2025-01-24") from error


def day_given(option: str, text: str | None) -> date | None:
    """Return the day that an option names, None where it is not given. Raises UsageError for what is no date."""
    return None if text is None else day_of(option, text)


def reviewer_given(name: str | None, url: str | None, day: str | None) -> Reviewer:
    """Return who stands behind reviews, by the options that say so. Raises UsageError for what is no address or no date."""
    from tollbook.exports.claimreview import Reviewer

    if url is not None and not (urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc):
        raise UsageError(f"--review-url {url!r} is no address", expected="http:// or https:// with a host")
    return Reviewer(name=name, url=url, day=day_given("--review-date", day))


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
SeriesFiles = Annotated[
    list[str] | None,
    typer.Option("--series", metavar="FILE", help="Compare with a source's figures over time in this file too. May be repeated."),
]
Profile = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The data set that the files of --series are of. Default: detected.", autocompletion=profile_names),
]
ColumnMapping = Annotated[Path | None, typer.Option(metavar="FILE", help="With --profile csv: a TOML file that names the columns.")]
NoBuiltin = Annotated[bool, typer.Option("--no-builtin", help="Compare with no series that comes with Tollbook.")]
OnlyFailures = Annotated[bool, typer.Option("--only-failures", help="Show only where something differs, is overstated or understated.")]
VerdictList = Annotated[
    list[str] | None,
    typer.Option("--verdict", metavar="VERDICT,...", help="Show findings with these verdicts.", autocompletion=verdict_names),
]
RuleList = Annotated[
    list[str] | None,
    typer.Option("--rule", metavar="RULE,...", help="Look at these rules alone, for the exit code too.", autocompletion=rule_names),
]
AuditOutputFormat = Annotated[
    AuditFormat, typer.Option("--format", "-f", help="Table, json, sarif (2.1.0), markdown, or claimreview (schema.org).")
]
AuditExplain = Annotated[bool, typer.Option("--explain", help="Add the rule, the arithmetic and the words of the claims to the table.")]
ReviewerName = Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Who stands behind the reviews of claimreview.")]
ReviewUrl = Annotated[str | None, typer.Option("--review-url", metavar="URL", help="Where the reviews of claimreview are published.")]
ReviewDay = Annotated[str | None, typer.Option("--review-date", metavar="DATE", help="When the reviews of claimreview are published.")]
