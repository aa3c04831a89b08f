"""`tollbook read`: inputs, options, messages and exit codes, end to end."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

import pytest
from jsonschema import Draft202012Validator

from tests.cli.runs import FOOTBALL, REPORT, run
from tests.core.sample_readings import sample_reading
from tollbook.cli.read import keep_only
from tollbook.core.display import width_of

VALIDATOR = Draft202012Validator(json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8")))
ARMY = "In the offensive the army lost"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def command(*arguments: object, **options: object) -> subprocess.CompletedProcess:
    """Run the command line in a process of its own."""
    words = [sys.executable, "-m", "tollbook.cli.main", *map(str, arguments)]
    return subprocess.run(words, check=False, capture_output=True, timeout=60, **options)


def test_a_file_is_read_into_a_table(report: Path) -> None:
    result = run("read", report, "--published", "2031-03-04")
    assert result.exit_code == 0
    assert "value" in result.stdout.splitlines()[0]
    assert "~ 40" in result.stdout
    assert result.stderr == ""


def test_a_piped_table_fits_80_columns_and_has_no_color(report: Path) -> None:
    result = run("read", report, "--explain")
    assert all(width_of(line) <= 80 for line in result.stdout.splitlines())
    assert "\x1b" not in result.stdout


def test_standard_input_is_read() -> None:
    assert "~ 40" in run("read", "-", stdin=REPORT).stdout


def test_standard_input_is_read_once_only() -> None:
    result = run("read", "-", "-", stdin=REPORT)
    assert result.exit_code == 2
    assert "given twice" in result.stderr


def test_an_unknown_date_of_publication_is_said(report: Path) -> None:
    assert "published: unknown; relative dates stay open, give --published" in run("read", report).stderr
    assert "unknown" not in run("read", report, "--published", "2031-03-04").stderr


def test_the_date_given_reaches_the_reading(report: Path) -> None:
    contract = json.loads(run("read", report, "--published", "2031-03-04", "--format", "json").stdout)
    assert contract["document"]["published"] == "2031-03-04"


@pytest.mark.parametrize("wrong", ["yesterday", "2031-13-01", "04.03.2031", ""])
def test_a_date_that_is_none_is_refused(report: Path, wrong: str) -> None:
    result = run("read", report, "--published", wrong)
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr


def test_json_of_one_input_is_one_object_of_the_contract(report: Path) -> None:
    contract = json.loads(run("read", report, "--format", "json").stdout)
    VALIDATOR.validate(contract)
    assert {claim["quantity"]["stated"] for claim in contract["claims"]} >= {12, 30, 40, 3}


def test_json_of_many_inputs_is_an_array_in_their_order(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "football.txt"
    other.write_text(FOOTBALL, encoding="utf-8")
    readings = json.loads(run("read", report, other, "--format", "json").stdout)
    for reading in readings:
        VALIDATOR.validate(reading)
    assert [bool(reading["claims"]) for reading in readings] == [True, False]


def test_json_of_many_inputs_stays_an_array_when_one_or_all_fail(report: Path) -> None:
    assert len(json.loads(run("read", report, "missing.txt", "--format", "json").stdout)) == 1
    assert json.loads(run("read", "gone.txt", "missing.txt", "--format", "json").stdout) == []


def test_json_lines_hold_a_claim_each_with_its_document(report: Path) -> None:
    lines = run("read", report, "--format", "jsonl").stdout.splitlines()
    contract = json.loads(run("read", report, "--format", "json").stdout)
    assert [json.loads(line) for line in lines] == [{"document": contract["document"], **claim} for claim in contract["claims"]]


def test_csv_holds_a_claim_a_row_under_the_names_of_the_columns(report: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("read", report, "--format", "csv").stdout)))
    contract = json.loads(run("read", report, "--format", "json").stdout)
    assert [row["claim_id"] for row in rows] == [claim["id"] for claim in contract["claims"]]
    assert [row["quote"] for row in rows] == [claim["quote"] for claim in contract["claims"]]


def test_the_same_input_gives_the_same_output(report: Path) -> None:
    assert run("read", report, "--format", "json").stdout == run("read", report, "--format", "json").stdout


def test_an_output_file_takes_what_the_screen_would(report: Path, tmp_path: Path) -> None:
    into = tmp_path / "claims.csv"
    result = run("read", report, "--format", "csv", "-o", into)
    assert result.stdout == ""
    assert into.read_text(encoding="utf-8") == run("read", report, "--format", "csv").stdout


def test_an_output_file_is_never_one_of_the_inputs(report: Path) -> None:
    result = run("read", report, "-o", report)
    assert result.exit_code == 2
    assert "would overwrite an input" in result.stderr
    assert report.read_text(encoding="utf-8") == REPORT


def test_an_output_file_in_no_folder_is_refused_before_reading(report: Path, tmp_path: Path) -> None:
    for into in (tmp_path / "none" / "claims.csv", tmp_path):
        assert run("read", report, "-o", into).exit_code == 2


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_nothing_is_written_when_the_one_input_was_not_read(tmp_path: Path, form: str) -> None:
    into = tmp_path / "claims.txt"
    into.write_text("kept", encoding="utf-8")
    assert run("read", "missing.txt", "-o", into, "--format", form).exit_code == 2
    assert into.read_text(encoding="utf-8") == "kept"
    assert run("read", "missing.txt", "--format", form).stdout == ""


def test_only_keeps_claims_in_the_categories(report: Path) -> None:
    result = run("read", report, "--only", "tank,helicopter", "--format", "json")
    assert [claim["quantity"]["stated"] for claim in json.loads(result.stdout)["claims"]] == [40, 3]


@pytest.mark.parametrize("names", ["", "tank,"])
def test_only_refuses_an_empty_category(report: Path, names: str) -> None:
    result = run("read", report, "--only", names)
    assert result.exit_code == 2
    assert "empty category in --only" in " ".join(result.output.split())


def test_only_may_be_repeated(report: Path) -> None:
    twice = run("read", report, "--only", "tank", "--only", "helicopter", "--format", "jsonl")
    assert twice.stdout == run("read", report, "--only", "tank,helicopter", "--format", "jsonl").stdout


def test_only_refuses_an_unknown_category_and_names_the_nearest(report: Path) -> None:
    result = run("read", report, "--only", "tanks")
    assert result.exit_code == 2
    assert "did you mean 'tank'?" in result.stderr


def test_only_keeps_the_tolls_of_the_claims_that_it_keeps() -> None:
    reading = sample_reading()
    assert keep_only(reading, frozenset({"killed"})).tolls == reading.tolls
    assert keep_only(reading, frozenset({"tank"})).tolls == ()


def test_only_that_leaves_nothing_says_so(report: Path) -> None:
    assert "no claims in submarine" in run("read", report, "--only", "submarine").stderr


def test_a_text_on_no_conflict_says_why_it_gives_nothing_and_what_to_do() -> None:
    result = run("read", "-", stdin=FOOTBALL)
    assert result.exit_code == 0
    assert result.stdout.startswith("No claims: ")
    assert "--context any reads every count" in result.stderr


def test_other_formats_say_on_standard_error_why_there_is_nothing() -> None:
    result = run("read", "-", "--format", "jsonl", stdin=FOOTBALL)
    assert result.stdout == ""
    assert "no claims: " in result.stderr


def test_any_context_reads_every_count() -> None:
    text = "A ferry sank and 12 people were killed."
    assert run("read", "-", "--format", "jsonl", stdin=text).stdout == ""
    assert '"stated": 12' in run("read", "-", "--context", "any", "--format", "jsonl", stdin=text).stdout


def test_an_explanation_names_rules_words_what_was_left_out_and_the_context(report: Path) -> None:
    shown = run("read", report, "--explain").stdout
    for part in ('words      "around 40"', "rules      ", "claimed by ", "Context: ", "Theatre: "):
        assert part in shown


def test_an_unknown_theatre_is_told_once_whatever_the_number_of_inputs(report: Path) -> None:
    result = run("read", report, report, "--theatre", "atlantis")
    assert result.exit_code == 2
    assert result.stderr.count("atlantis") == 1


def test_an_unknown_value_of_an_option_is_refused(report: Path) -> None:
    for option, wrong in (("--format", "xml"), ("--context", "peace")):
        assert run("read", report, option, wrong).exit_code == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "nothing to read"), (b"\x00\x01\x02\xff" * 400, "report.txt"), (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "PNG")],
)
def test_an_input_without_text_is_one_message_and_exit_2(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    result = run("read", path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_file_is_one_message_and_exit_2() -> None:
    result = run("read", "missing.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("tollbook: missing.txt: no such file")


def test_a_private_address_is_refused() -> None:
    result = run("read", "http://127.0.0.1:9/report")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_private_address_is_fetched_from_a_host_that_is_allowed(report: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(report.parent))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        result = run("read", f"http://{host}/report.txt", "--allow-host", host, "--format", "json")
        server.shutdown()
    assert json.loads(result.stdout)["document"]["url"] == f"http://{host}/report.txt"


def test_some_inputs_that_fail_are_listed_and_the_others_read(report: Path, tmp_path: Path) -> None:
    result = run("read", report, "missing.txt", tmp_path)
    assert result.exit_code == 3
    assert "~ 40" in result.stdout
    assert "2 inputs not read:" in result.stderr
    assert "missing.txt: no such file" in result.stderr
    assert "give --recursive" in result.stderr


def test_all_inputs_that_fail_are_exit_2() -> None:
    assert run("read", "missing.txt", "gone.txt").exit_code == 2


def test_many_inputs_are_each_under_their_name(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "second.txt"
    other.write_text(REPORT, encoding="utf-8")
    lines = run("read", report, other, "--published", "2031-03-04").stdout.splitlines()
    assert f"{report} (4 Mar 2031)" in lines
    assert f"{other} (4 Mar 2031)" in lines


def test_a_folder_is_read_with_recursive(report: Path, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "notes.md").write_text(REPORT, encoding="utf-8")
    (inner / "picture.xyz").write_bytes(b"\x00")
    readings = json.loads(run("read", tmp_path, "--recursive", "--format", "json").stdout)
    assert len(readings) == 2
    assert report.exists()


def test_no_argument_is_wrong_usage() -> None:
    assert run("read").exit_code == 2


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join(f"{ARMY} {number} tanks." for number in range(2, 3_000)), encoding="utf-8")
    shell = f"'{sys.executable}' -m tollbook.cli.main read '{path}' --format json | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", shell], check=False, capture_output=True, timeout=60)
    assert done.stdout == b'{\n  "docum'
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr


def test_a_stream_that_lacks_a_character_shows_it_as_an_escape(tmp_path: Path) -> None:
    path = tmp_path / "втрати.txt"
    path.write_text(f"{ARMY} 12 tanks, Генеральний штаб said.", encoding="utf-8")
    for form in ("table", "json", "jsonl", "csv"):
        done = command("read", path, "--format", form, "--explain", env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert done.returncode == 0, done.stderr
        assert b"\\u" in done.stdout


def test_lone_surrogates_and_terminal_commands_in_a_text_reach_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(f"\x1b[31m{ARMY} 12\u202e tanks, the \x1b]0;title\x07 ministry said.".encode())
    done = command("read", path, "--explain")
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert "\u202e" not in done.stdout.decode()


def test_a_closed_standard_output_is_no_traceback(report: Path) -> None:
    shell = f"'{sys.executable}' -m tollbook.cli.main read '{report}' >&-"
    done = subprocess.run(["/bin/sh", "-c", shell], check=False, capture_output=True, timeout=60)
    assert b"Traceback" not in done.stderr


def test_a_full_disk_is_one_message(report: Path) -> None:
    if not Path("/dev/full").exists():
        return
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        words = [sys.executable, "-m", "tollbook.cli.main", "read", str(report)]
        done = subprocess.run(words, check=False, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2
    assert b"can't write" in done.stderr
    assert b"Traceback" not in done.stderr
