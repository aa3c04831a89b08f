"""SARIF: shaped as the standard wants it, with places that lead to the very words, and nothing that a viewer would act on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.cli.sample_reports import sample_report
from tests.core.sample_audits import finding, sample_audit
from tests.core.sample_readings import bare_reading, claim, quantity, sample_reading
from tollbook.cli.audit_sarif import LEVELS, artifact_uri, line_starts, sarif_log
from tollbook.cli.inputs import Failure
from tollbook.core.contract import as_json
from tollbook.core.errors import EmptyInput
from tollbook.core.findings import FAILURES, VERDICTS, Audit
from tollbook.core.types import Document

# The parts of the standard's schema that Tollbook writes, with nothing beside them allowed.
VALIDATOR = Draft202012Validator(json.loads((Path(__file__).parent / "sarif_parts.schema.json").read_text(encoding="utf-8")))
TEXT = "Première ligne 😀.\r\nThe army lost 12 tanks\nand 3 helicopters.\n"


def spoken(tmp_path: Path, content: bytes, text: str = TEXT) -> dict[str, Any]:
    """Return the result about "12 tanks" of a file with `content`, read as `text`."""
    document = Document.of(text)
    lost, other = (
        claim(words, quantity(number, number, number, "exact"), "tank", document=document)
        for words, number in (("12 tanks\nand", 12), ("3 helicopters", 3))
    )
    path = tmp_path / "a b.txt"
    path.write_bytes(content)
    audit = Audit(findings=(finding(lost.id, other.id, verdict="differs"),), readings=(bare_reading(text, lost, other),))
    log = sarif_log(sample_report(audit=audit, places={document.id: str(path)}))
    VALIDATOR.validate(log)
    return log["runs"][0]["results"][0]


def test_a_log_has_the_shape_of_the_standard() -> None:
    log = json.loads(as_json(sarif_log(sample_report())))
    VALIDATOR.validate(log)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_an_audit_without_findings_is_a_run_without_results() -> None:
    log = sarif_log(sample_report(audit=Audit(), shown=(), places={}))
    VALIDATOR.validate(log)
    assert log["runs"][0]["results"] == []


def test_every_verdict_has_a_kind_and_a_level_that_go_together() -> None:
    assert set(LEVELS) == set(VERDICTS)
    assert all((kind == "fail") == (level != "none") for kind, level in LEVELS.values())
    assert {verdict for verdict, (_, level) in LEVELS.items() if level in {"error", "warning"}} == FAILURES


def test_a_result_names_a_rule_of_the_driver_also_one_without_words() -> None:
    run = sarif_log(sample_report())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [found.rule for found in sample_audit().findings]
    assert rules[0]["help"]["text"].endswith('Example (agrees): "4,000 of 11,000, more than a third"')


def test_the_fingerprint_of_a_result_is_the_id_of_its_finding() -> None:
    results = sarif_log(sample_report())["runs"][0]["results"]
    assert [result["partialFingerprints"]["tollbookFinding/v1"] for result in results] == [found.id for found in sample_audit().findings]


def test_a_place_leads_to_the_words_by_offsets_and_by_lines_and_columns(tmp_path: Path) -> None:
    region = spoken(tmp_path, TEXT.encode())["locations"][0]["physicalLocation"]["region"]
    start = region["charOffset"]
    assert TEXT[start : start + region["charLength"]] == region["snippet"]["text"] == "12 tanks\nand"
    lines = TEXT.splitlines()
    assert lines[region["startLine"] - 1][region["startColumn"] - 1 :] == "12 tanks"
    assert lines[region["endLine"] - 1][: region["endColumn"] - 1] == "and"


def test_the_other_claims_of_a_finding_are_related_places(tmp_path: Path) -> None:
    related = spoken(tmp_path, TEXT.encode())["relatedLocations"]
    assert [place["id"] for place in related] == [1]
    assert related[0]["message"]["text"] == 'claim 2: "3 helicopters"'
    assert related[0]["physicalLocation"]["region"]["startLine"] == 3


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert spoken(tmp_path, b"\xef\xbb\xbf" + TEXT.encode())["locations"][0]["physicalLocation"]["region"]["startLine"] == 2


def test_a_file_that_is_not_the_text_itself_is_quoted_without_a_place_in_it(tmp_path: Path) -> None:
    location = spoken(tmp_path, b"%PDF-1.7 ...")["locations"][0]
    assert "region" not in location["physicalLocation"]
    assert location["message"]["text"] == 'claim 1: "12 tanks\nand"'
    assert location["properties"]["span"] == [TEXT.index("12"), TEXT.index(" 3 heli")]


def test_a_file_that_is_gone_is_no_error() -> None:
    audit = sample_audit()
    VALIDATOR.validate(sarif_log(sample_report(audit=audit)))


@given(st.text(alphabet="a\r\n😀", max_size=30), st.data())
def test_lines_begin_after_a_line_feed(text: str, data: st.DataObject) -> None:
    starts = line_starts(text)
    assert len(starts) == text.count("\n") + 1
    offset = data.draw(st.integers(min_value=0, max_value=len(text)))
    line = max(nth for nth, start in enumerate(starts) if start <= offset)
    assert text[:offset].count("\n") == line


@pytest.mark.parametrize(
    ("place", "uri"),
    [
        ("a b/ü.txt", "a%20b/%C3%BC.txt"),
        ("/tmp/a b.txt", "file:///tmp/a%20b.txt"),
        ("-", "standard-input"),
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
    ],
)
def test_an_input_has_a_uri(place: str, uri: str) -> None:
    assert artifact_uri(Document.of("x"), place) == uri


def test_a_message_is_shown_as_it_is_and_links_nowhere() -> None:
    reading = sample_reading()
    found = finding(reading.claims[0].id, explanation="[here](http://x) \\ 12")
    audit = Audit(findings=(found,), readings=(reading,))
    message = sarif_log(sample_report(audit=audit))["runs"][0]["results"][0]["message"]["text"]
    assert message == "\\[here\\](http://x) \\\\ 12"


def test_what_was_not_read_is_a_notification() -> None:
    log = sarif_log(sample_report(failures=[Failure(place="b.txt", error=EmptyInput("nothing to read"))]))
    VALIDATOR.validate(log)
    invocation = log["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "b.txt: nothing to read"
