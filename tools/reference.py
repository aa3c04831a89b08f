"""Reference pages from the code: the Python interface from its docstrings, the JSON interface from its OpenAPI description.

Returns Markdown and writes nothing; `tools.generated` puts it into the pages.
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tollbook as tb
from tools.import_diagram import package_imports

LONGEST_SIGNATURE, LONGEST_DEFAULT = 76, 40
QUOTE = "'"


def python_reference() -> str:
    """Return every public name of `tollbook` with its signature, what it does, and for a type its fields and methods."""
    lines: list[str] = []
    for name in sorted(tb.__all__, key=lambda one: (isinstance(getattr(tb, one), type), one.lower())):
        if name == "__version__":
            continue
        value = getattr(tb, name)
        lines += [f"## {name}", "", *_described(value, f"tollbook.{name}" if not isinstance(value, type) else name), ""]
    return "\n".join(lines).rstrip() + "\n"


def _described(value: Any, shown: str) -> Iterator[str]:
    if not isinstance(value, type):
        yield from ("```text", _signature(shown, value), "```", "", *_prose(value))
        return
    yield from _prose(value)
    fields = getattr(value, "__dataclass_fields__", {})
    if fields:
        yield from ("", "Fields: " + ", ".join(f"`{field}`" for field in fields if not field.startswith("_")) + ".")
    members = [(name, member) for name, member in vars(value).items() if not name.startswith("_") and name not in fields]
    rows = [row for name, member in members if (row := _member(name, member))]
    if rows:
        yield from ("", "| member | does |", "|---|---|", *rows)


def _member(name: str, member: Any) -> str:
    """Return the row of a method or property; nothing for what is neither, or says nothing of itself."""
    inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
    documented = inspect.getdoc(inner) if inspect.isfunction(inner) else None
    if documented is None:
        return ""
    called = name if isinstance(member, property) else f"{name}({_parameters(inner)})"
    return f"| `{called.replace('|', chr(92) + '|')}` | {_cell(documented.partition(chr(10))[0])} |"


def _parameters(function: Any) -> str:
    names = [one for one in inspect.signature(function).parameters.values() if one.name not in {"self", "cls"}]
    return ", ".join(f"{one.name}=" if one.kind is one.KEYWORD_ONLY else one.name for one in names)


def _signature(shown: str, value: Any) -> str:
    line = f"{shown}{inspect.signature(value)}".replace(QUOTE, "")
    if len(line) <= LONGEST_SIGNATURE:
        return line
    parameters = inspect.signature(value).parameters.values()
    starred = any(one.kind is one.KEYWORD_ONLY for one in parameters)
    listed = [_parameter(one) for one in parameters if one.kind is not one.KEYWORD_ONLY] + (["*"] if starred else [])
    listed += [_parameter(one) for one in parameters if one.kind is one.KEYWORD_ONLY]
    inside = "".join(f"    {one},\n" for one in listed)
    return f"{shown}(\n{inside}) -> {str(inspect.signature(value).return_annotation).strip(QUOTE)}"


def _parameter(one: inspect.Parameter) -> str:
    """Return a parameter as it is declared; a long default is left out."""
    default = "" if one.default is one.empty else f" = {one.default!r}" if len(repr(one.default)) < LONGEST_DEFAULT else " = ..."
    return f"{one.name}: {one.annotation}{default}"


def _prose(value: Any) -> Iterator[str]:
    for nth, part in enumerate((inspect.getdoc(value) or "").split("\n\n")):
        yield from ([""] if nth else [])
        yield from (["```text", part, "```"] if part.startswith((">>>", "    ")) else [_cell(" ".join(part.split()))])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def operation_list() -> str:
    """Return every operation of the JSON interface with its parameters, from the description that the server gives."""
    rows = ["| operation | does | parameters |", "|---|---|---|"]
    for path, operations in sorted(description()["paths"].items()):
        for method, operation in operations.items():
            given = ", ".join(f"`{one['name']}`{'' if one.get('required') else '?'}" for one in operation.get("parameters", ()))
            body = ", ".join(filter(None, [given, "a body" if "requestBody" in operation else ""]))
            told = operation.get("description") or operation.get("summary", "")
            rows.append(f"| `{method.upper()} {path}` | {_cell(' '.join(told.split(f'{chr(10)}{chr(10)}')[0].split()))} | {body or '-'} |")
    return "\n".join(rows) + "\n"


def description() -> Mapping[str, Any]:
    """Return the OpenAPI description of a server's JSON interface, of an empty ledger made for it."""
    from tollbook.web.app import make_app

    with tempfile.TemporaryDirectory() as made:
        place = Path(made) / "ledger.db"
        tb.create(place, origin="desk.example/losses").close()
        app = make_app(str(place))
        described: Mapping[str, Any] = app.openapi()
        return described


def import_table() -> str:
    """Return which package imports which, from the code."""
    rows = ["| package | imports |", "|---|---|"]
    rows += [f"| `{name}` | {', '.join(f'`{one}`' for one in below) or '-'} |" for name, below in package_imports().items()]
    return "\n".join(rows) + "\n"
