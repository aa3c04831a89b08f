"""Try what Tollbook defends itself against, and count what gets through: python -m benchmarks.security [NAME ...] [--write-docs]

Without a name it tries everything; `--help` has the names. The tests assert on the same functions; each number is counted in the run. Needs
Chromium (`apt-get install chromium`) for scripts, and takes some ten minutes. The exit code is 1 where something got through.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_least, at_most, write_between_markers

PAGE = ROOT / "docs" / "security.md"


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tollbook-security-") as made:
        yield Path(made)


def _addresses() -> Iterator[Figure]:
    from tests.security import addresses

    for what, attempts in (
        ("hostile addresses", addresses.try_addresses),
        ("redirects to hostile addresses", addresses.try_redirects),
        ("answers of a resolver with a private address", addresses.try_private_answers),
        ("names that are rebound to a private address", addresses.try_rebinding),
    ):
        made = attempts()
        through = len({str(one) for one in made.connected} | set(made.let_through) | set(made.asked))
        yield at_most(f"{what}: {made.tried:,} fetched, of which connected to or asked for", through, 0)


def _bombs() -> Iterator[Figure]:
    from tests.security import bombs
    from tollbook.core import errors

    costs = bombs.costs_apart()
    told = [cost for cost in costs if cost.ended != "read" and not hasattr(errors, cost.ended)]
    parsers = len({cost.parser for cost in costs})
    yield at_most(
        f"bombs: {len(costs)} on {parsers} parsers, of which ended otherwise than read or with an error of Tollbook's", len(told), 0
    )
    slowest, largest = max(costs, key=lambda cost: cost.seconds), max(costs, key=lambda cost: cost.megabytes)
    yield at_most(f"bombs: the slowest ({slowest.name}), processor time", slowest.seconds, bombs.BUDGET_SECONDS, digits=1, unit=" s")
    yield at_most(f"bombs: the largest ({largest.name}), peak memory", largest.megabytes, bombs.MOST_MEGABYTES, unit=" MB")


def _writes() -> Iterator[Figure]:
    from tests.security import writing

    with _folder() as folder, writing.desk_in(folder) as desk:
        for what, made in (
            (f"bad tokens on {len(writing.WRITES)} routes that write", writing.try_writes(desk)),
            (f"forms of no session, or forged, on {len(writing.FORMS)} routes", writing.try_forms(desk)),
        ):
            yield at_most(f"{what}: {len(made.statuses)} requests, of which let in or appended", len(made.let_in) + made.appended, 0)
        good = [desk.send(path, body, {"authorization": f"Bearer {desk.secrets[scope]}"}) for path, (scope, body) in writing.WRITES.items()]
    yield at_least("the same routes with a good token: let in", good.count(200), len(writing.WRITES))


def _payloads() -> Iterator[Figure]:
    from tests.security import payloads
    from tests.web.shelves import make_shelf

    with _folder() as folder:
        made = payloads.try_payloads(make_shelf(folder))
    what = f"SQL and paths: {len(payloads.PAYLOADS)} payloads in {made.parameters} parameters, {made.statuses.total():,} requests"
    yield at_most(f"{what}, of which faults of the server or rows added", len(made.faults) + made.changed, 0)


def _scripts() -> Iterator[Figure]:
    from tests.end_to_end.browsers import running_browser
    from tests.end_to_end.scripts import show_payloads

    with _folder() as folder, running_browser() as browser:
        shown = show_payloads(browser, folder)
    what = f"scripts: {shown.payloads} payloads on {shown.pages} pages in Chromium"
    yield at_most(f"{what}, of which run, or hosts asked", len(shown.fired) + len(shown.other_hosts), 0)


def _formulas() -> Iterator[Figure]:
    from tests.security import formulas

    made = [formulas.write_strings(profile) for profile in formulas.PROFILES]
    what = f"formulas: {len(formulas.strings()):,} strings in each of {len(made)} exported tables, {sum(one.rows for one in made):,} rows"
    yield at_most(f"{what}, of which run in a spreadsheet", sum(len(one.running) for one in made), 0)
    yield at_most("formulas: strings that don't come back as they were", sum(one.lost for one in made), 0)


def _days() -> Iterator[Figure]:
    from tests.security import traps

    impossible, ambiguous = traps.impossible(), traps.AMBIGUOUS
    made = sum(len(traps.days_made_of(words, month)) for words, month in impossible)
    made += sum(len(traps.days_guessed(words)) for words in ambiguous)
    yield at_most(f"days: {len(impossible)} that there are not, {len(ambiguous)} with two readings, of which a day is made of", made, 0)
    read = sum(len(traps.cells_read(words)) for words, _ in impossible)
    yield at_most(
        f"days that there are not as cells, in {len(traps.FORMATS)} forms each: {len(traps.FORMATS) * len(impossible)}, of which read",
        read,
        0,
    )


def _numbers() -> Iterator[Figure]:
    from tests.security import traps

    wrong = sum(traps.misread(figure, value) for figure, value in traps.BOUNDARIES.items())
    yield at_most(f"numbers at the edge: {len(traps.BOUNDARIES)}, of which misread", wrong, 0)
    wrong = sum(traps.misquoted(figure, value) for figure, value in traps.SPOOFED.items()) + sum(map(traps.unflagged, traps.MIXED))
    yield at_most(
        f"digits of other scripts: {len(traps.SPOOFED)}, mixed ones: {len(traps.MIXED)}, of which misread or not flagged", wrong, 0
    )


def _flips() -> Iterator[Figure]:
    from tests.ledger.databases import KINDS, Databases
    from tests.ledger.flips import missed
    from tests.ledger.samples import fill, fill_tokens

    with _folder() as folder:
        databases = Databases(folder=folder)
        try:
            for kind in KINDS:
                with databases.ledger(kind) as ledger:
                    fill(ledger)
                    fill_tokens(ledger)
                    count, wrong = missed(ledger)
                yield at_least(
                    f"tampering on {kind}: {count:,} changes of a ledger, of which found in their place", count - len(wrong), count
                )
        finally:
            databases.stop()


def _injection() -> Iterator[Figure]:
    from benchmarks.injection import measure

    outcomes, _ = measure()
    articles, proposed = sum(one.articles for one in outcomes), sum(one.proposed for one in outcomes)
    wrong = sum(one.without_quote + one.other_digits + one.changed + one.leaked for one in outcomes)
    what = f"prompt injection: {articles} articles, {proposed} claims proposed by a model that obeys"
    yield at_most(f"{what}, of which kept without a quote or with other digits", wrong, 0)


def _restoring() -> Iterator[Figure]:
    from tests.ledger.databases import KINDS, Databases
    from tests.ledger.drill import drill

    with _folder() as folder:
        databases = Databases(folder=folder)
        try:
            for kind in KINDS:
                done = drill(databases, kind, folder)
                what = f"restore drill on {kind}: {done.rows} rows, {done.questions} questions, the log and what is added later"
                yield at_most(f"{what}, of which differing", len(done.differing), 0)
        finally:
            databases.stop()


def _patterns() -> Iterator[Figure]:
    from benchmarks.patterns import measure

    yield from measure()[1].figures


MEASURES: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "addresses": _addresses,
    "bombs": _bombs,
    "patterns": _patterns,
    "scripts": _scripts,
    "formulas": _formulas,
    "numbers": _numbers,
    "days": _days,
    "payloads": _payloads,
    "writes": _writes,
    "injection": _injection,
    "flips": _flips,
    "restoring": _restoring,
}


def measure(names: list[str]) -> Section:
    """Try what is named, one after another."""
    figures: list[Figure] = []
    for name in names:
        figures += MEASURES[name]()
        print(f"{name}: done", file=sys.stderr, flush=True)
    return Section(title="What was tried, and what got through", figures=figures)


def main() -> int:
    """Try, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.security", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "names", nargs="*", choices=[*MEASURES, []], metavar="NAME", help=f"what to try: {', '.join(MEASURES)}; all by default"
    )
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/security.md; wants everything tried")
    options = parser.parse_args()
    if options.write_docs and options.names:
        parser.error("--write-docs writes one table of everything: name nothing")
    section = measure(options.names or list(MEASURES))
    print(as_text(section))
    if options.write_docs:
        write_between_markers(PAGE, "security", as_markdown([section], level=3))
    return 0 if all(figure.reached is not False for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
