"""`tollbook man`: the commands as manual pages in roff, made from the same help that `--help` shows. It holds no text of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from tollbook.cli.console import say
from tollbook.cli.options import unknown
from tollbook.core.errors import UsageError
from tollbook.core.version import __version__

_SECTION = 1
_SEEN_AS_HEADING = re.compile(r"^(?P<name>[A-Z][A-Za-z ]+):$")
_ESCAPES = str.maketrans({"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "~": "\\(ti", "^": "\\(ha"})
_MANUAL_NAMES = {"Exit codes": "EXIT STATUS"}


def man(
    *,
    context: typer.Context,
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]...", help="One command: theatre check. Default: tollbook itself.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Write the page of every command there.")] = None,
) -> None:
    """Print the manual page of a command as roff, or write those of all commands into a folder.

    \b
    Examples:
      tollbook man read | man -l -
      tollbook man --output ~/.local/share/man/man1
    """
    top = context.find_root().command
    pages = dict(manual_pages(top, "tollbook"))
    if output is None:
        name = "-".join(["tollbook", *(command or ())])
        if name not in pages:
            raise unknown("command", " ".join(command or ()), known=_words(pages), see="tollbook --help")
        say(pages[name].rstrip("\n"))
        return
    if command:
        raise UsageError("a command beside --output", expected="--output alone, which writes every page")
    _write(pages, output)


def _words(pages: Iterable[str]) -> list[str]:
    """Return what is typed after `tollbook` for each page."""
    return [name.removeprefix("tollbook-").replace("-", " ") for name in pages]


def _write(pages: dict[str, str], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            (folder / f"{name}.{_SECTION}").write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"can't write: {error.strerror}", where=str(folder), do="name a folder that can be written") from error
    say(f"{len(pages)} pages in {folder}")


def manual_pages(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """Return the name and the roff of a command's page, then of all commands below it."""
    yield from _pages(command.make_context(name, [], resilient_parsing=True), name)


def _pages(context: Any, name: str) -> Iterator[tuple[str, str]]:
    below: dict[str, Any] = getattr(context.command, "commands", {})
    shown = {word: one for word, one in below.items() if not one.hidden}
    yield name, "\n".join(_page(context, name, shown)) + "\n"
    for word, one in shown.items():
        # A command has the names of its help option, -h among them, from the command above it.
        yield from _pages(one.make_context(word, [], parent=context, resilient_parsing=True), f"{name}-{word}")


def _page(context: Any, name: str, below: dict[str, Any]) -> Iterator[str]:
    command = context.command
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", command.help or "")]
    plain = [part for part in paragraphs if not part.startswith("\b")]
    yield f'.TH "{name.upper()}" "{_SECTION}" "" "tollbook {__version__}" "Tollbook"'
    yield from (".SH NAME", f"{roff(name)} \\- {roff(' '.join(plain[0].split()).rstrip('.'))}" if plain else roff(name))
    yield from (".SH SYNOPSIS", f".B {roff(context.command_path)}", roff(" ".join(command.collect_usage_pieces(context))))
    yield ".SH DESCRIPTION"
    for part in plain:
        yield from (".PP", roff(" ".join(part.split())))
    yield from _parameters(command, context)
    if below:
        yield ".SH COMMANDS"
        for word, one in below.items():
            yield from (".TP", f".BR {roff(f'{name}-{word}')} ({_SECTION})", roff(one.get_short_help_str(limit=200)))
    for part in paragraphs:
        if part.startswith("\b"):
            yield from _as_written(part.removeprefix("\b").strip("\n"))


def _parameters(command: Any, context: Any) -> Iterator[str]:
    """Return the arguments and options as two lists, as `--help` words them."""
    every = command.get_params(context)
    arguments = [(one.make_metavar(context), one.help or "") for one in every if one.param_type_name == "argument"]
    options = [record for one in every if one.param_type_name == "option" and (record := one.get_help_record(context))]
    for title, rows in (("ARGUMENTS", arguments), ("OPTIONS", options)):
        if rows:
            yield f".SH {title}"
        for term, meaning in rows:
            yield from (".TP", f".B {roff(term)}", roff(" ".join(meaning.split())))


def _as_written(block: str) -> Iterator[str]:
    """Return a block whose lines stay as they are; a first line such as "Examples:" becomes a heading of the page."""
    first, _, rest = block.partition("\n")
    heading = _SEEN_AS_HEADING.match(first.strip())
    if heading is not None:
        yield f".SH {_MANUAL_NAMES.get(heading['name'], heading['name'].upper())}"
    yield ".nf"
    yield from (roff(line.removeprefix("  ")) for line in (rest if heading is not None else block).split("\n"))
    yield ".fi"


def roff(text: str) -> str:
    """Return a text as roff shows it as it is: no backslash, dash, quote or leading dot of it is a request.

    >>> roff(".x -o a\\\\b")
    '\\\\&.x \\\\-o a\\\\eb'
    """
    escaped = text.translate(_ESCAPES)
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
