"""`tollbook read --reader llm`: its settings, what it shows for review, what it says of passages left out, its exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import Result

from benchmarks.model_servers import ModelServer, claims, in_turn, model_server, says, send
from tests.cli.runs import FOOTBALL, REPORT, run
from tollbook.core.display import width_of
from tollbook.sources import model_endpoint
from tollbook.sources.model_endpoint import KEY_VARIABLE

VALIDATOR = Draft202012Validator(json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8")))
KEY = "sk-made-up-1234567890"
MODEL = claims(
    {"quote": "12 soldiers", "value": 12},
    {"quote": "around 40 tanks", "value": 40, "categories": ["tank"]},
    {"quote": "3 helicopters", "value": 3, "categories": ["aircraft"]},
    {"quote": "5,000 \x1b[2J soldiers", "value": 5000},
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    monkeypatch.setattr(model_endpoint, "WAITS", ())
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    with model_server(says(MODEL)) as running:
        yield running


def with_model(server: ModelServer, *arguments: object) -> Result:
    result = run("read", *arguments, "--reader", "llm", "--model-url", server.url, "--model", "small", "--published", "2031-03-04")
    assert KEY not in result.stdout + result.stderr
    return result


def test_the_table_is_followed_by_what_the_readers_differ_in(server: ModelServer, report: Path) -> None:
    result = with_model(server, report)
    assert result.exit_code == 0
    plain = run("read", report, "--published", "2031-03-04").stdout
    assert result.stdout.startswith(plain)
    assert "small: 2 of 5 claims read by grammar and model alike." in result.stdout
    assert '4  "3": categories: helicopter by the grammar, aircraft by the model' in result.stdout
    assert '2  "30": the grammar alone reads this' in result.stdout


def test_explain_shows_what_was_sent_and_what_was_not_kept(server: ModelServer, report: Path) -> None:
    output = with_model(server, report, "--explain").stdout
    assert "Sent to the model: 1 passage." in output
    assert "[0, 226) The army said on Monday" in output
    assert '"5,000 [2J soldiers" (the model\'s words): the quote does not stand' in output
    assert "\x1b" not in output
    assert all(width_of(line) <= 80 for line in output.splitlines())


def test_json_is_the_contract_with_one_more_field(server: ModelServer, report: Path) -> None:
    contract = json.loads(with_model(server, report, "--format", "json").stdout)
    VALIDATOR.validate(contract)
    own = contract.pop("model_reading")
    assert set(own["claims"]) == {claim["id"] for claim in contract["claims"]}
    assert [one["standing"] for one in own["differences"]] == ["grammar alone", "differ", "grammar alone"]
    assert own["rejections"][0]["reason"] == "the quote does not stand in the passage"


def test_only_keeps_the_differences_of_what_is_shown(server: ModelServer, report: Path) -> None:
    contract = json.loads(with_model(server, report, "--format", "json", "--only", "helicopter").stdout)
    assert [one["standing"] for one in contract["model_reading"]["differences"]] == ["differ"]
    assert len(contract["model_reading"]["claims"]) == len(contract["claims"]) == 1


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_carry_the_agreement_and_standard_error_the_number_of_differences(server: ModelServer, report: Path, form: str) -> None:
    result = with_model(server, report, "--format", form)
    assert result.stdout.count("model.agrees") == 2
    assert "the readers differ in 3 places; --format table or json lists them" in result.stderr


def test_passages_left_out_are_named_and_the_exit_code_is_3(server: ModelServer, report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Shelling killed 7 soldiers near the front line.", encoding="utf-8")
    server.behavior = in_turn(says(MODEL), send(500, b"<b>no</b>"))
    result = with_model(server, report, other)
    assert result.exit_code == 3
    assert "1 of 2 passages left out by the model, read by the grammar alone:\n  1 passage: the endpoint answered 500" in result.stderr
    assert "7  killed" in result.stdout
    assert "0 of 1 claim read by grammar and model alike; 1 not asked about." in result.stdout


def test_a_wrong_key_is_said_once_and_the_grammar_reads_on(server: ModelServer, report: Path) -> None:
    server.behavior = send(401, f"wrong key {KEY}".encode())
    result = with_model(server, report, "--format", "json")
    assert result.exit_code == 3
    assert f"the endpoint refuses the key (401); set {KEY_VARIABLE}" in result.stderr
    assert len(json.loads(result.stdout)["claims"]) == 5


def test_a_text_on_something_else_is_not_sent(server: ModelServer, tmp_path: Path) -> None:
    path = tmp_path / "football.txt"
    path.write_text(FOOTBALL, encoding="utf-8")
    assert with_model(server, path).exit_code == 0
    assert server.asked == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--reader", "llm"], "--reader llm without --model-url"),
        (["--reader", "llm", "--model-url", "http://localhost:9/v1"], "--reader llm without --model;"),
        (["--model", "small"], "--model without a model to read with"),
        (["--model-url", "http://localhost:9/v1"], "--model-url without a model to read with"),
        (["--reader", "llm", "--model", "small", "--model-url", "http://models.example/v1"], "http to another machine"),
        (["--reader", "llm", "--model", "small", "--model-url", "localhost:9"], "scheme"),
        (["--reader", "llm", "--model", " ", "--model-url", "http://localhost:9/v1"], "the name of a model"),
        (["--reader", "gpt"], "'gpt' is not one of 'grammar', 'llm'"),
    ],
)
def test_settings_that_make_no_sense_are_refused_before_anything_is_read(report: Path, options: list[str], words: str) -> None:
    result = run("read", report, *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_a_key_that_cannot_be_sent_is_refused_without_being_shown(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "two secret words")
    result = run("read", report, "--reader", "llm", "--model", "small", "--model-url", "http://localhost:9/v1")
    assert result.exit_code == 2
    assert KEY_VARIABLE in result.stderr
    assert "secret" not in result.stderr
