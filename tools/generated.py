"""Write the generated pages of the documentation from the code, or fail when they are stale.

    python -m tools.generated            write
    python -m tools.generated --check    compare; exit code 1 when a page is stale

A generated part of a page stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`; the text around it is written by hand.
A new one is a function in `PARTS` that returns Markdown.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import partial
from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from typing import Any

from tollbook.cli.echoes_files import ECHO_COLUMNS
from tollbook.cli.entries import LEDGER_COLUMNS
from tollbook.cli.rows import COLUMNS
from tollbook.core import errors
from tollbook.core.assumptions import Prior
from tollbook.core.records import ECHO_RELATIONS
from tollbook.exports.columns import column_table as export_table
from tollbook.exports.columns import columns_of, has_columns, profiles
from tollbook.ledger.judging import CORRECTABLE
from tollbook.ledger.language import FIELDS
from tollbook.ledger.linking import RULES
from tollbook.scale.feeds.settings import FEED_KEYS, WATCH_KEYS
from tollbook.scale.tables import TABLES
from tollbook.sources.limits import DEFAULT_LIMITS
from tollbook.vocab.audit_rules import audit_rules
from tollbook.vocab.listing import list_vocabulary
from tollbook.vocab.sources import ROLES
from tollbook.vocab.tables import load_table
from tools.pages import ROOT
from tools.reference import import_table, operation_list, python_reference

PART = re.compile(r"(?P<open><!-- generated: (?P<name>[a-z-]+) -->\n)(?P<body>.*?)(?P<close><!-- end: (?P=name) -->)", re.DOTALL)
JSON_NAMES = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object", "array": "list"}
ON_THE_PAGE = ("hedges", "likelihoods", "people", "categories")
WORDS_SHOWN = 12
RULE_WIDTH = 136


def error_table() -> str:
    """Return the table of errors, as `core/errors.py` draws their tree."""
    rows = ["| error | kind of | when |", "|---|---|---|"]
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.TollbookError) and kind is not errors.TollbookError:
            first = (kind.__doc__ or "").split("\n")[0]
            rows.append(f"| `{name}` | `{kind.__bases__[0].__name__}` | {first} |")
    return "\n".join(rows) + "\n"


def limit_table() -> str:
    """Return the limits of one input, as `sources/limits.py` sets them."""
    rows = [f"| {limit.name.replace('_', ' ')} | {getattr(DEFAULT_LIMITS, limit.name):,} |" for limit in fields(DEFAULT_LIMITS)]
    return "\n".join(["| limit | value |", "|---|---|", *rows]) + "\n"


def role_list() -> str:
    """Return the roles that a theatre may give a source."""
    return ", ".join(f"`{role}`" for role in sorted(ROLES)) + ".\n"


def _name_of(schema: Mapping[str, Any]) -> str:
    return str(schema["$ref"]).removeprefix("#/$defs/")


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what a field holds, in words: "span", "text or null", "list of claim"."""
    if "$ref" in schema:
        return f"[{_name_of(schema)}](#{_name_of(schema)})"
    if "anyOf" in schema:
        return " or ".join(_kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return ", ".join("null" if value is None else f"`{value}`" for value in schema["enum"])
    if schema.get("items"):
        return f"list of {_kind(schema['items'])}"
    names = schema.get("type", "any")
    return " or ".join(JSON_NAMES.get(name, name) for name in ([names] if isinstance(names, str) else names))


def _field_table(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> list[str]:
    rows = ["| field | holds | meaning |", "|---|---|---|"]
    for name, field in schema["properties"].items():
        named = parts[_name_of(field)] if "$ref" in field else {}
        meaning = field.get("description", named.get("description", ""))
        rows.append(f"| `{name}` | {_kind(field)} | {meaning} |")
    return rows


def contract_tables() -> str:
    """Return a table of fields for the contract and each of its parts, from the schema that comes with the package."""
    schema = json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8"))
    parts = schema["$defs"]
    lines = ["### reading", "", schema["description"], "", *_field_table(schema, parts)]
    for name, part in parts.items():
        lines += ["", f"### {name}", "", part.get("description", "")]
        if "properties" in part:
            lines += ["", *_field_table(part, parts)]
    return "\n".join(lines) + "\n"


def corpus_tables() -> str:
    """Return the tables of an output of `read-corpus` with their columns."""
    parts = []
    for name, columns in TABLES.items():
        rows = [f"| `{column.name}` | {column.type} | {_cell(column.meaning)} |" for column in columns]
        parts.append("\n".join([f"### {name}", "", "| column | type | holds |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def export_profile_table() -> str:
    """Return what can be exported, in which formats, as `vocab/tables/exports/index.toml` lists it."""
    rows = ["| profile | writes | formats |", "|---|---|---|"]
    rows += [f"| `{one.name}` | {_cell(one.about)} | {', '.join(one.formats)} |" for one in profiles().values()]
    return "\n".join(rows) + "\n"


def export_columns(profile: str) -> str:
    """Return the columns of an export with their meaning and an example, from its table."""
    tagged = profile == "claims"
    rows = [f"| column | {'from | ' if tagged else ''}type | holds | example |", f"|---|---|---|---|{'---|' if tagged else ''}"]
    for row, column in zip(export_table(profile)["column"], columns_of(profile), strict=True):
        origin = f"{row['from']} | " if tagged else ""
        example = f"`{column.example}`" if column.example else ""
        rows.append(f"| `{column.name}` | {origin}{column.kind} | {_cell(column.meaning)} | {example} |")
    return "\n".join(rows) + "\n"


def vocabulary_tables() -> str:
    """Return the sections of the vocabulary with their size, and the rows of those that are short enough for a page."""
    counted = Counter(row.section for row in list_vocabulary())
    lines = ["| section | rows |", "|---|---|", *(f"| `{name}` | {number} |" for name, number in counted.items())]
    for section in ON_THE_PAGE:
        lines += ["", f"### {section}", "", "| row | words | meaning |", "|---|---|---|"]
        for row in list_vocabulary(section):
            words = ", ".join(row.words[:WORDS_SHOWN]) + (", ..." if len(row.words) > WORDS_SHOWN else "")
            lines.append(f"| `{row.id}` | {_cell(words)} | {_cell(row.meaning)} |")
    return "\n".join(lines) + "\n"


def rule_list() -> str:
    """Return every rule of an audit with its meaning, its verdicts, an example and one of silence, from their table."""
    lines: list[str] = []
    for rule in audit_rules().values():
        lines += [f"### {rule.id}", "", f"**{_cell(rule.title)}.** {_cell(rule.meaning)}", ""]
        lines += [f"Verdicts: {', '.join(f'`{verdict}`' for verdict in rule.verdicts)}. For example, `{rule.example_verdict}`:", ""]
        lines += [*_quotes(rule.example), "Nothing is said of:", "", *_quotes(rule.silence)]
    return "\n".join(lines).rstrip() + "\n"


def _quotes(texts: Iterable[str]) -> list[str]:
    """Return texts as block quotes, parted by comments: Markdown would make one quote of two that stand side by side."""
    quotes = ["\n".join(f"> {line}" for line in wrap(_cell(text), RULE_WIDTH)) for text in texts]
    return ["\n\n<!-- -->\n\n".join(quotes), ""]


def prior_table() -> str:
    """Return every prior of an estimate with its median, its spread and its grounds, from the table of assumptions."""
    table = load_table("assumptions")
    rows = ["| prior | median | sd | scale | grounds |", "|---|---|---|---|---|"]
    for section in ("process", "noise"):
        rows += [_prior_row(name.replace("_", " "), row) for name, row in table[section].items()]
    for role in table["roles"]:
        name = role["role"].replace("_", " ")
        rows += [_prior_row(f"{name}: {key}", role[key]) for key in ("bias", "coverage") if key in role]
    return "\n".join(rows) + "\n"


def _prior_row(name: str, row: Mapping[str, Any]) -> str:
    prior = Prior(mean=row.get("mean", 0.0), sd=row["sd"], scale=row["scale"])
    median = row.get("median", prior.middle)
    return f"| {name} | {median:.3g} | {row['sd']:.3g} | {row['scale']} | {_cell(row['grounds'])} |"


def _cell(text: str) -> str:
    return re.sub(r"([|<>*_~`\\\[\]])", r"\\\1", text) if "`" not in text else text.replace("|", "\\|")


def key_table(keys: Mapping[Any, str], *, head: str = "key", means: str = "means") -> str:
    """Return keys, columns, fields or other names with what they mean."""
    return "\n".join([f"| {head} | {means} |", "|---|---|", *(f"| `{name}` | {_cell(said)} |" for name, said in keys.items())]) + "\n"


def column_table(columns: Mapping[str, tuple[str, Any]]) -> str:
    """Return columns that a command writes, each given with its meaning and what fills it."""
    return key_table({name: meaning for name, (meaning, _) in columns.items()}, head="column", means="holds")


PARTS: Mapping[str, Callable[[], str]] = {
    "audit-rules": rule_list,
    "columns": lambda: column_table(COLUMNS),
    "contract": contract_tables,
    "corpus-columns": corpus_tables,
    "correctable": lambda: key_table(CORRECTABLE, head="field", means="holds"),
    "echo-columns": lambda: key_table(ECHO_COLUMNS, head="column", means="holds"),
    "echo-relations": lambda: key_table(ECHO_RELATIONS, head="relation", means="when"),
    "errors": error_table,
    "export-profiles": export_profile_table,
    **{f"export-{name}": partial(export_columns, name) for name in profiles() if has_columns(name) and name != "hxl"},
    "feed-keys": lambda: key_table(FEED_KEYS),
    "imports": import_table,
    "ledger-columns": lambda: column_table(LEDGER_COLUMNS),
    "limits": limit_table,
    "link-rules": lambda: key_table(RULES, head="reason", means="when"),
    "operations": operation_list,
    "priors": prior_table,
    "python": python_reference,
    "query-fields": lambda: key_table(FIELDS, head="field"),
    "roles": role_list,
    "vocabulary": vocabulary_tables,
    "watch-keys": lambda: key_table(WATCH_KEYS),
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
