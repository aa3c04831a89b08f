"""`tollbook audit`: read inputs and write where their figures disagree. It joins reading, series and auditing, and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from tollbook.cli.audit_formats import AuditFormat, written
from tollbook.cli.audit_report import Report
from tollbook.cli.audit_series import series_given
from tollbook.cli.console import complain
from tollbook.cli.exit_codes import BAD_INPUT, FINDINGS, PARTLY_DONE
from tollbook.cli.formats import Output
from tollbook.cli.inputs import expand
from tollbook.cli.intake import Tally, make_request, read_all, refuse_overwriting, tell_failures, tell_undated
from tollbook.cli.ledger_options import AuditLedger, open_place
from tollbook.cli.options import (
    AllowHost,
    AuditExplain,
    AuditOutputFormat,
    ColumnMapping,
    ContextChoice,
    ContextOption,
    NoBuiltin,
    OnlyFailures,
    OutputFile,
    Places,
    Profile,
    Published,
    Recursive,
    ReviewDay,
    ReviewerName,
    ReviewUrl,
    RuleList,
    SeriesFiles,
    TheatreChoice,
    VerdictList,
    names_given,
    reviewer_given,
)
from tollbook.core.display import counted, plain
from tollbook.core.errors import UsageError
from tollbook.core.findings import FAILURES, VERDICTS, Audit
from tollbook.core.series import Series
from tollbook.core.types import Reading
from tollbook.exports.claimreview import Reviewer
from tollbook.vocab.audit_rules import audit_rules

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

_SAME_SHOWN = 5
_ID_SHOWN = 12


def audit(  # noqa: PLR0913 - each argument is an option of the command
    *,
    places: Places,
    series: SeriesFiles = None,
    profile: Profile = None,
    mapping: ColumnMapping = None,
    no_builtin: NoBuiltin = False,
    ledger: AuditLedger = None,
    published: Published = None,
    theatre: TheatreChoice = "auto",
    context: ContextOption = ContextChoice.CONFLICT,
    only_failures: OnlyFailures = False,
    verdict: VerdictList = None,
    rule: RuleList = None,
    output_format: AuditOutputFormat = AuditFormat.TABLE,
    explain: AuditExplain = False,
    reviewer: ReviewerName = None,
    review_url: ReviewUrl = None,
    review_date: ReviewDay = None,
    output: OutputFile = None,
    recursive: Recursive = False,
    allow_host: AllowHost = None,
) -> None:
    """Check the arithmetic of the figures in texts.

    Figures are compared within a text, between texts, with what a source said day by day, and with a ledger. A finding says that
    claims can't both stand as printed; it never says which one is true. Claims have the numbers that `tollbook read` shows.

    \b
    Examples:
      tollbook audit report.txt --published 2025-01-24
      tollbook audit report.txt --explain --only-failures
      tollbook audit *.html --format sarif -o audit.sarif
      tollbook audit report.txt --series my-figures.csv --ledger ledger.db

    \b
    Exit codes:
      0  nothing differs
      1  something differs
      2  wrong usage, or no input could be read
      3  some inputs could not be read; the findings are of the others
    """
    request = make_request(published=published, theatre=theatre, context=context, allow_host=allow_host)
    asked = _Asked(
        rules=names_given("--rule", rule, kind="rule", known=audit_rules(), see="tollbook vocab audit-rules"),
        verdicts=_verdicts(verdict, only_failures=only_failures),
        explain=explain,
        reviewer=reviewer_given(reviewer, review_url, review_date),
    )
    given = series_given(series, profile=profile, mapping=mapping)
    wanted, failures = expand(places, recursive=recursive)
    refuse_overwriting(output, wanted)
    texts = _Texts()
    with nullcontext() if ledger is None else open_place(ledger) as opened, closing(Output(output)) as target:
        tally = read_all(wanted, request, failures=failures, take=texts.take)
        report = _report(texts, tally, series=given, builtin=not no_builtin, ledger=opened, asked=asked)
        if tally.read:
            target.write(written(output_format, report, to_screen=target.to_screen) + "\n")
    _tell(tally, report, form=output_format, same=texts.same, many=len(wanted) + len(failures) > 1)
    raise typer.Exit(_exit_code(tally, report.audit))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked of an audit: the rules to look at, the verdicts to show (None: all), with explanations or not, signed by whom."""

    rules: frozenset[str] | None
    verdicts: frozenset[str] | None
    explain: bool
    reviewer: Reviewer


class _Texts:
    """The readings that have claims, each text once: all that is kept of many inputs."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.places: dict[str, str] = {}
        self.same: list[tuple[str, str]] = []

    def take(self, place: str, reading: Reading) -> Reading:
        """Keep a reading that has claims, unless its text was there before."""
        name = reading.document.id
        if name in self.places:
            self.same.append((place, self.places[name]))
        elif reading.claims:
            self.places[name] = place
            self.readings.append(reading)
        return reading


def _report(texts: _Texts, tally: Tally, *, series: Sequence[Series], builtin: bool, ledger: Ledger | None, asked: _Asked) -> Report:
    """Return the report on an audit of the texts against each other, against series and against a ledger."""
    from tollbook.flow import audit as flow

    known = flow.builtin_for(texts.readings) if builtin else ()
    found = flow.audit(texts.readings, series=(*known, *series), ledger=ledger).keep(rules=asked.rules)
    return Report(
        audit=found,
        shown=found.keep(verdicts=asked.verdicts).findings,
        places={reading.document.id: _place(reading, texts.places) for reading in found.readings},
        rules={name: rule for name, rule in audit_rules().items() if asked.rules is None or name in asked.rules},
        failures=tally.failures,
        explain=asked.explain,
        reviewer=asked.reviewer,
    )


def _place(reading: Reading, places: Mapping[str, str]) -> str:
    """Return where a text was read from; one that the ledger holds is known by its address, or its id there."""
    document = reading.document
    return places.get(document.id) or document.url or f"ledger:{document.id[:_ID_SHOWN]}"


def _verdicts(lists: list[str] | None, *, only_failures: bool) -> frozenset[str] | None:
    if only_failures and lists is not None:
        raise UsageError("--only-failures beside --verdict", expected="one of them")
    named = names_given("--verdict", lists, kind="verdict", known=VERDICTS, see="tollbook audit --help")
    return frozenset(FAILURES) if only_failures else named


def _tell(tally: Tally, report: Report, *, form: AuditFormat, same: Sequence[tuple[str, str]], many: bool) -> None:
    """Say on standard error what the output does not: unknown dates, the same text twice, why there is nothing, what failed."""
    tell_undated(tally, many=many)
    _tell_same(same)
    if tally.read and not tally.claims:
        complain(f"no claims: {tally.reason}" + ("" if tally.conflict else "; --context any reads every count"))
    if form is AuditFormat.CLAIMREVIEW and report.shown and report.reviewer.name is None:
        complain("the reviews name nobody who stands behind them; give --reviewer")
    if many and (tally.failures or form is AuditFormat.TABLE):
        complain(f"{counted(tally.read, 'input')} read, {counted(tally.claims, 'claim')}")
    tell_failures(tally, many=many)
    if tally.failures and report.audit.failures:
        failing = len(report.audit.failures)
        complain(f"{counted(failing, 'finding')} where something differs, in what was read")


def _tell_same(same: Sequence[tuple[str, str]]) -> None:
    lines = [f"{plain(place)}: the same text as {plain(first)}, audited once" for place, first in same[:_SAME_SHOWN]]
    rest = len(same) - len(lines)
    if lines:
        complain("\n".join([*lines, f"and {counted(rest, 'input')} more with a text that was there before"] if rest else lines))


def _exit_code(tally: Tally, found: Audit) -> int:
    """Return the exit code. An audit with inputs unread is told from a whole one, whatever it found."""
    if tally.failures:
        return PARTLY_DONE if tally.read else BAD_INPUT
    return FINDINGS if found.failures else 0
