"""Send thousands of made-up requests to the JSON interface: python -m benchmarks.api_fuzz [--cases 5000]

schemathesis makes them from the OpenAPI description, half of them as it says and half not, and checks every answer against it: no fault of
the server, only the statuses, types and shapes that are described, nothing malformed taken. The application runs in this process, on a
small ledger of Tollbook's own samples. The exit code is 1 where a check fails.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import ChecksConfig, PositiveDataAcceptanceConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.core.failures import FailureGroup

from benchmarks.report import ROOT
from tollbook.core.types import Document
from tollbook.flow.ledger import create_ledger, import_file, open_ledger
from tollbook.flow.read import read_document
from tollbook.web.app import make_app
from tollbook.web.settings import Settings

CASES = 5_000
SECONDS = 300
"""Until an answer has to be whole: what is looked for are wrong answers, not slow ones on a busy machine."""
TOKEN = "a token for made-up reviews"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# A query, a day and the name of a series are languages of their own, whose mistakes the description can't tell: 422 is an answer to them.
_TAKEN = ["2xx", "401", "403", "404", "409", "413", "422", "429"]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of the cases: how many, by status, and each failure once in words."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)


Known = Mapping[str, str]
"""Path parameters by their names, of records that there are."""


def fuzz(app: FastAPI, cases: int, known: Known, *, start: int = 0, tell: Callable[[str], None] = lambda _: None) -> Tally:
    """Send about `cases` requests to an application, as many to each operation; the same `start` sends the same ones.

    Made-up ids name nothing, so half of the well-formed requests for a record are for one of `known`.
    """
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=_config())
    operations = [result.ok() for result in schema.get_all_operations()]
    # Wrong tokens are among what is made up: here they may be tried without end.
    app.state.opened.tokens.may_try = lambda client: True
    app.state.opened.tokens.wait_to_write = lambda holder: 0.0
    tally = Tally()
    while tally.cases < cases:
        # An operation with few parameters has few different requests: the others make up for it in another round.
        each = max(2, -(-(cases - tally.cases) // (len(operations) * len(MODES))))
        _round(operations, each, known, start, tally, tell)
        start += len(operations)
    return tally


def _round(operations: Sequence[Any], each: int, known: Known, start: int, tally: Tally, tell: Callable[[str], None]) -> None:
    for number, operation in enumerate(operations):
        for mode in MODES:
            names = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
            halves = ((each - each // 2, {}), (each // 2, names)) if names and mode is GenerationMode.POSITIVE else ((each, {}),)
            for half, fixed in halves:
                _run(operation, mode, half, start + number, tally, fixed=fixed)
        tell(f"{operation.label}: {tally.cases:,} cases, {len(tally.failures)} failures")


def _config() -> SchemathesisConfig:
    checks = ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=_TAKEN))
    return SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(checks=checks)))


def _run(operation: Any, mode: GenerationMode, number: int, start: int, tally: Tally, *, fixed: Known) -> None:
    strategy = operation.as_strategy(generation_mode=mode, path_parameters=dict(fixed) or None)

    @seed(start)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case: Case) -> None:
        tally.cases += 1
        try:
            answer = case.call(headers={"Authorization": f"Bearer {TOKEN}"} if case.method == "POST" else None, timeout=SECONDS)
            tally.statuses[answer.status_code] += 1
            case.validate_response(answer)
        except (Exception, FailureGroup) as error:  # noqa: BLE001 - whatever the application lets through is what is looked for
            tally.failures.setdefault(f"{case.method} {case.path} {mode.value}", _words(error))

    send()


def known_records(place: Path) -> Known:
    """Return the ids of records of a ledger, by the names of the path parameters that they go into."""
    with open_ledger(place) as ledger:
        entry = ledger.query("source:UKR-GS category:tank", limit=1).entries[0]
    statement, document = entry.statement, entry.sighting.document
    return {"claim": entry.claim.id, "statement": statement, "document": document, "source": "UKR-GS", "slug": "RUS~tank"}


def _words(error: BaseException) -> str:
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else (error,)
    return "\n".join(f"{type(one).__name__}: {one}" for one in inner)


def make_ledger(folder: Path) -> Path:
    """Make a small ledger of the samples; return its place."""
    place = folder / "ledger.db"
    with create_ledger(place, origin="fuzz.example/losses", actor="benchmark") as ledger:
        for name, day in (("kupiansk-report.txt", date(2025, 10, 18)), ("contingent-statements.txt", date(2025, 1, 18))):
            text = (ROOT / "samples" / name).read_text(encoding="utf-8")
            ledger.add(read_document(Document.of(text, title=name, published=day)))
        import_file(ledger, ROOT / "samples" / "ua-mod-october-2025.csv", profile="ua-mod")
    return place


def main(arguments: Sequence[str] | None = None) -> int:
    """Send, print, and tell by the exit code whether anything failed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.api_fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=CASES, help=f"requests, about ({CASES:,})")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tollbook-fuzz-") as folder:
        place = make_ledger(Path(folder))
        app = make_app(str(place), Settings(review_token=TOKEN))
        tally = fuzz(app, options.cases, known_records(place), start=options.seed, tell=lambda line: print(line, flush=True))
    statuses = ", ".join(f"{number:,} x {status}" for status, number in sorted(tally.statuses.items()))
    print(f"\n{tally.cases:,} cases, {len(tally.failures)} failures; answers: {statuses}")
    for where, failure in tally.failures.items():
        print(f"\n{where}\n{failure}")
    return 1 if tally.failures or tally.cases < options.cases else 0


if __name__ == "__main__":
    sys.exit(main())
