"""Whatever a user can meet is documented: commands, options, theatres, sections of the vocabulary."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from tollbook.cli.main import app
from tollbook.core import types
from tollbook.vocab.listing import sections
from tools.examples import read_steps
from tools.pages import ROOT, read_blocks


def commands(command: Any, path: str) -> Iterator[str]:
    """Name a command and all commands below it, as they are typed."""
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{path} {name}")


def shown_in(page: str) -> set[str]:
    blocks = [block for block in read_blocks(ROOT / "docs" / page) if block.language == "console" and block.not_run is None]
    return {step.command for block in blocks for step in read_steps(block)}


@pytest.mark.parametrize("path", list(commands(get_command(app), "tollbook")))
def test_the_page_of_commands_shows_the_help_of_each_command(path: str) -> None:
    assert f"{path} --help" in shown_in("commands.md")


@pytest.mark.parametrize("section", sections())
def test_the_page_of_the_vocabulary_names_each_section(section: str) -> None:
    assert f"| `{section}` |" in (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")


def glossary_terms() -> list[str]:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    return [line.split("|")[1].strip() for line in lines if line.startswith("| ")][1:]


def test_the_glossary_is_in_alphabetical_order() -> None:
    assert glossary_terms() == sorted(glossary_terms())


def test_the_glossary_explains_every_type() -> None:
    names = {name.lower() for name, value in vars(types).items() if dataclasses.is_dataclass(value)}
    assert names - set(glossary_terms()) == set()
