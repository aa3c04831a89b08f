"""Every example of the documentation does what its page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.examples import COMMANDS, RUN, agrees, check_page, read_steps, rewrite_page, scratch_folder
from tools.pages import ROOT, Block, documentation_pages, read_blocks

PAGES = documentation_pages()


def block(content: str, language: str = "console") -> Block:
    return Block(page=ROOT / "README.md", language=language, content=content, first=1, last=2)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_its_examples_print(page: Path, tmp_path: Path) -> None:
    faults = check_page(page, folder=scratch_folder(tmp_path))
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_an_example_is_kept_from_running_only_for_setup_or_the_network(page: Path) -> None:
    for example in read_blocks(page):
        if example.not_run is not None:
            assert example.not_run in {"set-up", "network"}, example.name


def test_a_block_of_commands_is_marked_so_that_it_runs() -> None:
    loose = [
        example.name
        for page in PAGES
        for example in read_blocks(page)
        if example.language not in RUN and any(line.startswith(tuple(f"$ {c}" for c in COMMANDS)) for line in example.content.splitlines())
    ]
    assert loose == []


def test_a_command_goes_on_after_a_backslash() -> None:
    steps = read_steps(block("$ tollbook read \\\n    a.txt\n1 claim\n\n$ tollbook vocab\n"))
    assert [(step.command, step.shown) for step in steps] == [("tollbook read \\\n    a.txt", ("1 claim",)), ("tollbook vocab", ())]


def test_a_console_block_begins_with_a_command() -> None:
    with pytest.raises(ValueError, match="begins with a command"):
        read_steps(block("1 claim\n"))


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("a", "b"), ("a", "b"), True),
        (("a", "b"), ("a", "c"), False),
        (("a", "...", "c"), ("a", "b", "b", "c"), True),
        (("a", "...", "c"), ("a", "c"), True),
        (("a", "...", "c"), ("a", "b"), False),
        (("...",), (), True),
    ],
)
def test_three_dots_stand_for_any_number_of_lines(shown: tuple[str, ...], printed: tuple[str, ...], same: bool) -> None:
    assert agrees(shown, printed) is same


def test_what_a_page_shows_is_written_anew_with_every_command_run(tmp_path: Path) -> None:
    """An output that is kept, for its `...`, still comes from a command that a later one needs."""
    page = tmp_path / "page.md"
    fence = "```"
    page.write_text(f"{fence}console\n$ printf 'one\\n' > kept.txt\n...\n$ cat kept.txt\nnone\n{fence}\n", encoding="utf-8")
    assert rewrite_page(page, folder=tmp_path)
    assert page.read_text(encoding="utf-8").splitlines()[1:5] == ["$ printf 'one\\n' > kept.txt", "...", "$ cat kept.txt", "one"]
