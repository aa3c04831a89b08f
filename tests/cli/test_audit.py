"""`tollbook audit`: exit codes, what is shown of what was found, several inputs, formats, bad input."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import FOOTBALL, run
from tests.core.sample_audits import finding
from tollbook.core.display import width_of
from tollbook.core.findings import FAILURES, VERDICTS, Finding
from tollbook.core.series import Series
from tollbook.core.types import Reading
from tollbook.vocab.audit_rules import audit_rules

WRONG = "Of 4,000 Russian casualties, 1,200 were killed and 3,900 wounded, the army said on Friday."
RIGHT = "Russian forces sustained 4,000 casualties near Kharkiv: 1,000 killed and 3,000 wounded, the army said."
DAY = ("--published", "2025-01-24")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.txt"
    path.write_text(RIGHT, encoding="utf-8")
    return path


Finds = Callable[..., None]


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Finds:
    """Let the rules find what a test says: one finding for each verdict given, about the first claim of each reading."""

    def state(*verdicts: str, rule: str = "parts.of_whole") -> None:
        def audit_readings(readings: Sequence[Reading], *, series: Sequence[Series] = ()) -> tuple[Finding, ...]:
            claims = [reading.claims[0].id for reading in readings]
            return tuple(finding(claim, rule=rule, verdict=verdict, arithmetic=verdict) for claim in claims for verdict in verdicts)

        monkeypatch.setattr("tollbook.flow.audit.audit_readings", audit_readings)

    return state


def test_parts_beyond_their_whole_are_exit_code_1(wrong: Path) -> None:
    result = run("audit", wrong, *DAY)
    assert result.exit_code == 1
    assert result.stdout.startswith("differs")
    assert result.stderr == ""


def test_parts_that_make_their_whole_are_exit_code_0(right: Path) -> None:
    result = run("audit", right, *DAY)
    assert result.exit_code == 0
    assert "agrees" in result.stdout


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_a_failing_verdict_is_exit_code_1(right: Path, finds: Finds, verdict: str) -> None:
    finds(verdict)
    assert run("audit", right, *DAY).exit_code == (1 if verdict in FAILURES else 0)


def test_what_is_shown_changes_no_exit_code(right: Path, finds: Finds) -> None:
    finds("agrees", "differs")
    result = run("audit", right, *DAY, "--verdict", "agrees")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "2 findings: 1 agrees, 1 differs. 1 finding not shown."


def test_only_failures_shows_what_fails(right: Path, finds: Finds) -> None:
    finds(*VERDICTS)
    shown = json.loads(run("audit", right, *DAY, "--only-failures", "--format", "json").stdout)
    assert {found["verdict"] for found in shown["findings"]} == FAILURES


def test_verdicts_are_listed_with_commas_or_repeated(right: Path, finds: Finds) -> None:
    finds(*VERDICTS)
    listed = run("audit", right, *DAY, "--verdict", "note,agrees").stdout
    assert listed == run("audit", right, *DAY, "--verdict", "agrees", "--verdict", "note").stdout
    assert "differs " not in listed.rpartition("\n6 findings")[0]


def test_a_rule_that_is_left_out_counts_for_nothing(right: Path, finds: Finds) -> None:
    finds("differs")
    other = next(name for name in audit_rules() if name != "parts.of_whole")
    assert run("audit", right, *DAY, "--rule", "parts.of_whole").exit_code == 1
    result = run("audit", right, *DAY, "--rule", other)
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing to compare")


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--rule", "parts.of_hole", "did you mean 'parts.of_whole'?"),
        ("--verdict", "overstatd", "did you mean 'overstated'?"),
        ("--rule", "", "an empty rule in --rule"),
        ("--verdict", "note,", "an empty verdict in --verdict"),
        ("--review-url", "desk.example", "no address"),
        ("--review-date", "today", "--review-date 'today' is no date"),
        ("--profile", "ua-mod", "--profile without --series"),
        ("--series", "gone.csv", "gone.csv"),
        ("--theatre", "atlantis", "atlantis"),
        ("--published", "soon", "YYYY-MM-DD"),
    ],
)
def test_a_value_that_makes_no_sense_is_one_message_and_exit_2(right: Path, option: str, name: str, said: str) -> None:
    result = run("audit", right, option, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_only_failures_and_verdicts_exclude_each_other(right: Path) -> None:
    result = run("audit", right, "--only-failures", "--verdict", "note")
    assert result.exit_code == 2
    assert "--only-failures beside --verdict" in result.stderr


def test_a_broken_series_is_refused_before_anything_is_read(right: Path, tmp_path: Path) -> None:
    broken = tmp_path / "series.csv"
    broken.write_text("date,nonsense\n2025-01-24,1\n", encoding="utf-8")
    result = run("audit", right, "--series", broken)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "of no data set that is known" in result.stderr


def test_no_input_that_can_be_read_is_exit_2_and_nothing_is_written(tmp_path: Path) -> None:
    into = tmp_path / "audit.txt"
    into.write_text("kept", encoding="utf-8")
    for form in ("table", "json", "sarif"):
        result = run("audit", "gone.txt", "missing.txt", "-o", into, "--format", form)
        assert (result.exit_code, result.stdout) == (2, "")
        assert into.read_text(encoding="utf-8") == "kept"


def test_some_inputs_unread_are_exit_3_whatever_was_found(wrong: Path, right: Path) -> None:
    result = run("audit", wrong, "gone.txt", *DAY)
    assert result.exit_code == 3
    assert "1 input not read:" in result.stderr
    assert "1 finding where something differs, in what was read" in result.stderr
    assert "differs" in result.stdout
    assert run("audit", right, "gone.txt", *DAY).exit_code == 3


def test_a_text_without_claims_says_why_there_is_nothing_to_audit() -> None:
    result = run("audit", "-", stdin=FOOTBALL)
    assert result.exit_code == 0
    assert result.stdout == "Nothing to audit: no claims.\n"
    assert "--context any reads every count" in result.stderr


def test_claims_that_nothing_can_be_compared_with_say_so(tmp_path: Path) -> None:
    result = run("audit", "-", *DAY, stdin="Shelling killed 12 soldiers near the front line on Monday.")
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing to compare: 1 claim")


def test_findings_of_many_inputs_stand_under_their_names(wrong: Path, right: Path) -> None:
    result = run("audit", wrong, right, *DAY)
    lines = result.stdout.splitlines()
    assert str(wrong) in lines
    assert str(right) in lines
    assert "2 inputs read, 6 claims" in result.stderr


def test_the_same_text_twice_is_audited_once_and_said(wrong: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(WRONG, encoding="utf-8")
    result = run("audit", wrong, copy, *DAY, "--format", "json")
    assert f"{copy}: the same text as {wrong}, audited once" in result.stderr
    assert [document["place"] for document in json.loads(result.stdout)["documents"]] == [str(wrong)]


def test_many_inputs_of_the_same_text_are_counted_not_listed(tmp_path: Path) -> None:
    for nth in range(9):
        (tmp_path / f"{nth}.txt").write_text(WRONG, encoding="utf-8")
    result = run("audit", "-r", tmp_path, *DAY)
    assert result.stderr.count("the same text as") == 5
    assert "and 3 inputs more with a text that was there before" in result.stderr


def test_a_folder_is_audited_with_recursive(wrong: Path, right: Path) -> None:
    assert run("audit", wrong.parent, *DAY).exit_code == 2
    made = json.loads(run("audit", wrong.parent, "-r", *DAY, "--format", "json").stdout)
    assert [document["place"] for document in made["documents"]] == [str(right), str(wrong)]


def test_an_output_file_takes_what_the_screen_would_and_is_never_an_input(wrong: Path, tmp_path: Path) -> None:
    into = tmp_path / "audit.md"
    assert run("audit", wrong, *DAY, "--format", "markdown", "-o", into).stdout == ""
    assert into.read_text(encoding="utf-8") == run("audit", wrong, *DAY, "--format", "markdown").stdout
    result = run("audit", wrong, "-o", wrong)
    assert result.exit_code == 2
    assert wrong.read_text(encoding="utf-8") == WRONG


@pytest.mark.parametrize("form", ["table", "json", "sarif", "markdown", "claimreview"])
def test_the_same_input_gives_the_same_output(wrong: Path, form: str) -> None:
    shown = run("audit", wrong, *DAY, "--format", form).stdout
    assert shown == run("audit", wrong, *DAY, "--format", form).stdout
    assert shown.endswith("\n")


def test_a_place_in_sarif_leads_to_the_words_of_the_file(wrong: Path) -> None:
    result = json.loads(run("audit", wrong, *DAY, "--format", "sarif").stdout)["runs"][0]["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    start = region["charOffset"]
    assert WRONG[start : start + region["charLength"]] == region["snippet"]["text"]
    assert result["level"] == "error"


def test_a_review_without_a_reviewer_says_that_nobody_signs_it(wrong: Path) -> None:
    unsigned = run("audit", wrong, *DAY, "--format", "claimreview")
    assert "give --reviewer" in unsigned.stderr
    signed = run("audit", wrong, *DAY, "--format", "claimreview", "--reviewer", "Example Desk", "--review-date", "2025-02-01")
    assert signed.stderr == ""
    review = json.loads(signed.stdout)["@graph"][0]
    assert (review["author"]["name"], review["datePublished"]) == ("Example Desk", "2025-02-01")


def test_an_explained_table_fits_80_columns_and_has_no_color(wrong: Path) -> None:
    result = run("audit", wrong, *DAY, "--explain")
    assert all(width_of(line) <= 80 for line in result.stdout.splitlines())
    assert "arithmetic " in result.stdout
    assert f"parts.of_whole: {audit_rules()['parts.of_whole'].meaning.split()[0]}" in result.stdout
    assert "\x1b" not in result.stdout


def test_without_the_builtin_series_no_finding_rests_on_one(wrong: Path) -> None:
    made = json.loads(run("audit", wrong, *DAY, "--no-builtin", "--format", "json").stdout)
    assert made["points"] == {}


def test_a_ledger_is_compared_with_and_its_texts_are_named(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    again = tmp_path / "again.txt"
    again.write_text(
        "Around 5,000 Russian casualties had been sustained near Kupiansk by 15 October 2025, British Defence Intelligence said."
    )
    published = ("--published", "2025-10-21")
    alone = run("audit", again, *published, "--no-builtin")
    with_ledger = run("audit", again, *published, "--no-builtin", "--ledger", place)
    assert "Nothing to compare" in alone.stdout
    assert (with_ledger.exit_code, with_ledger.stderr) == (0, "")
    assert "ledger:" in with_ledger.stdout
    for form in ("json", "sarif", "markdown", "claimreview"):
        assert run("audit", again, *published, "--no-builtin", "--ledger", place, "--format", form).exit_code == 0


def test_a_ledger_that_is_missing_is_told_before_anything_is_read(wrong: Path) -> None:
    result = run("audit", wrong, *DAY, "--ledger", "gone.db")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "tollbook init gone.db" in result.stderr
