"""Run the command line in a test, as a user does, without a terminal."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from tollbook.cli.main import app

REPORT = """The army said on Monday that 12 soldiers were killed and 30 wounded in shelling near the front line.
Norland lost around 40 tanks and 3 helicopters in the offensive, the Norland Defence Ministry said. No civilians were killed.
"""
FOOTBALL = "The match ended 3-1 in front of 12,000 people, and the visitors lost 4 players to injury."


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """Run `tollbook` with arguments; what it printed and how it ended."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, prog_name="tollbook")
