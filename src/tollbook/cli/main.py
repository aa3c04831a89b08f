"""The command `tollbook`: its commands, and what they have in common. An error becomes one message and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from types import TracebackType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tollbook.cli.add import add
from tollbook.cli.assumptions import assumptions
from tollbook.cli.audit import audit
from tollbook.cli.backtest import backtest
from tollbook.cli.backup import backup, restore
from tollbook.cli.brief import brief
from tollbook.cli.console import complain, prepare_streams, say, silence_output
from tollbook.cli.doctor import doctor
from tollbook.cli.echoes import echoes
from tollbook.cli.estimate import estimate
from tollbook.cli.exit_codes import BAD_INPUT, FAULT, INTERRUPTED, READER_GONE
from tollbook.cli.export import HELP as EXPORT_HELP
from tollbook.cli.export import export
from tollbook.cli.importing import import_
from tollbook.cli.init import init
from tollbook.cli.man import man
from tollbook.cli.outlook import outlook
from tollbook.cli.query import HELP, query
from tollbook.cli.read import read
from tollbook.cli.read_corpus import read_corpus
from tollbook.cli.retract import retract
from tollbook.cli.review import review
from tollbook.cli.serve import serve
from tollbook.cli.stats import stats
from tollbook.cli.theatre import theatre_app
from tollbook.cli.token import token_app
from tollbook.cli.trace import trace
from tollbook.cli.verify import verify
from tollbook.cli.vocab import vocab
from tollbook.cli.watch import watch
from tollbook.core.errors import TheatreError, TollbookError
from tollbook.core.version import __version__

TRACEBACK_VARIABLE = "TOLLBOOK_TRACEBACK"


class CommandGroup(TyperGroup):
    """The commands, with one end for every error."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an error of Tollbook's is told in one message, and a reader that has gone is no error."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except TollbookError as error:
            complain("\n".join([error.sentence(), *_problems(error)]))
            raise typer.Exit(BAD_INPUT) from error
        except BrokenPipeError as error:
            silence_output()
            raise typer.Exit(READER_GONE) from error
        except OSError as error:
            # What is still buffered can't be written either: left there, the interpreter would trip over it at its end.
            silence_output()
            complain(f"can't write: {error.strerror or error}")
            raise typer.Exit(BAD_INPUT) from error
        except KeyboardInterrupt as error:
            complain("stopped")
            raise typer.Exit(INTERRUPTED) from error
        return result


def _problems(error: TollbookError) -> tuple[str, ...]:
    return error.problems if isinstance(error, TheatreError) else ()


class FaultTold:
    """The outermost end of a command: a fault that nobody foresaw is told in one message, with an exit code of its own."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        """Tell a fault with what helps to mend it; what ends a process on purpose passes."""
        if not isinstance(fault, Exception):
            return
        if os.environ.get(TRACEBACK_VARIABLE):
            traceback.print_exception(fault)
        else:
            told = f"a fault of Tollbook itself: {type(fault).__name__}: {fault}"
            complain(f"{told}\nset {TRACEBACK_VARIABLE}=1 for its traceback, and report it")
        raise SystemExit(FAULT) from fault


class Application(typer.Typer):
    """The application: what the command `tollbook` runs."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line."""
        prepare_streams()
        with FaultTold():
            return super().__call__(*args, **kwargs)


app = Application(
    name="tollbook",
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"tollbook {__version__}")
        raise typer.Exit


@app.callback()
def describe(
    version: Annotated[bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Read text for every figure that somebody claims about a force's losses, strength or ground.

    What a text says is a claim, never a fact: each keeps its words, its hedge, whose loss it is, who says so, and for when.

    \b
    Start here:
      tollbook read report.txt --published 2025-01-24  a table of claims
      tollbook read report.txt --explain               why each was read so
      tollbook audit report.txt                        where figures disagree
      tollbook init, then tollbook add report.txt      keep claims for good
      tollbook query force:RUS measure:casualties      ask what was claimed
      tollbook estimate --force RUS                    what they support
      tollbook vocab hedges                            what "some" means
      tollbook theatre list                            conflicts with own words
    """


app.command(short_help="Claims of losses, strength and ground in texts.")(read)
app.command("read-corpus", short_help="Claims of very many documents at once, as tables.")(read_corpus)
app.command(short_help="Where figures disagree: arithmetic, parts, known series.")(audit)
app.command(short_help="Make a ledger, which keeps claims for good.")(init)
app.command(short_help="Read texts into a ledger.")(add)
app.command(short_help="Group articles that copy or quote each other.")(echoes)
app.command(short_help="Keep a ledger up with feeds and sitemaps.")(watch)
app.command("import", short_help="Bring data sets into a ledger.")(import_)
app.command(help=HELP, short_help="Find claims, as known now or on a day.")(query)
app.command(short_help="From a claim back to its words, and what became of it.")(trace)
app.command(short_help="Accept, correct or reject how a claim was read.")(review)
app.command(short_help="Let a claim or a document stand no longer.")(retract)
app.command(short_help="Recompute a ledger; checkpoints against rewriting.")(verify)
app.command(short_help="How much a ledger holds.")(stats)
app.command(short_help="A whole, checked copy of a ledger in use.")(backup)
app.command(short_help="A ledger made of such a copy.")(restore)
app.command(short_help="A ledger as pages in a browser, on this machine.")(serve)
app.command(short_help="What a ledger's statements together support.")(estimate)
app.command(short_help="What a force's losses imply: share, strength, rates.")(outlook)
app.command(short_help="Two pages with a note for every number: PDF, HTML.")(brief)
app.command(short_help="Estimates as of past days, against later counts.")(backtest)
app.command(help=EXPORT_HELP, short_help="Files of claims for other programs; citations.")(export)
app.command(short_help="Priors and settings of estimates, with their grounds.")(assumptions)
app.command(short_help="Words that reading knows, with examples.")(vocab)
app.command(short_help="What this machine lacks, and how to get it.")(doctor)
app.command(short_help="Manual pages, for `man`.")(man)
app.add_typer(theatre_app)
app.add_typer(token_app)


if __name__ == "__main__":
    app(prog_name="tollbook")
