"""The check of a theatre's file: every fault is named with its line, and a sound file has none."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.vocab.theatre_check import check_theatre_file, check_theatre_text
from tollbook.vocab.theatres import list_theatres

SOUND = """name = "isle-war"
title = "War of the Isle"
start = 2020-03-01

[detection]
minimum = 2
[detection.words]
"isle" = 2

[[belligerents]]
id = "isle-army"
names = ["Isle Army"]

[[belligerents]]
id = "FRA"
names = ["France"]

[[sources]]
id = "isle-radio"
names = ["Isle Radio"]
role = "press"
side = "isle-army"

[[places]]
id = "north-cove"
name = "North Cove"

[[releases]]
id = "isle-daily"
claimant = "isle-radio"
force = "FRA"
headers = ["losses of the fleet"]

[[releases.rows]]
labels = ["boats"]
categories = ["ship"]
unit = "item"
"""


def faults(old="", new=""):
    assert old in SOUND
    return [(problem.line, problem.message) for problem in check_theatre_text(SOUND.replace(old, new, 1))]


def test_a_sound_file_has_no_faults():
    assert faults() == []


@pytest.mark.parametrize("name", list_theatres())
def test_the_theatres_that_come_with_tollbook_are_sound(name):
    assert check_theatre_file(str(files("tollbook.vocab") / "theatres" / f"{name}.toml")) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('title = "War', 'titel = "War', 2, "unknown key 'titel'; did you mean 'title'?"),
        ("start = 2020-03-01", 'start = "1 March"', 3, "expected a date such as 2022-02-24, without quotes"),
        ("start = 2020-03-01", "start = 2020-03-01\nend = 2019-01-01", 4, "end 2019-01-01 lies before start 2020-03-01"),
        ('name = "isle-war"', 'name = "Isle War"', 1, "words in lower case joined by hyphens"),
        ('role = "press"', 'role = "pres"', 21, "unknown role 'pres'; did you mean 'press'?"),
        ('role = "press"\n', "", 18, "missing 'role' in [[sources]]"),
        ('side = "isle-army"', 'side = "isle-navy"', 22, "which no belligerent or contingent of this file has as its id"),
        ('categories = ["ship"]', 'categories = ["ships"]', 36, "unknown category 'ships'; did you mean 'ship'?"),
        ('unit = "item"', 'unit = "items"', 37, "unknown unit 'items'"),
        ('names = ["France"]', 'names = ["France", "isle army"]', 16, "duplicate alias 'isle army': it already names 'isle-army'"),
        ('id = "FRA"', 'id = "isle-army"', 15, "duplicate id 'isle-army'"),
        ('id = "FRA"', 'id = "Fra Nce"', 15, "a state's code of three capitals"),
        ('names = ["France"]', "names = []", 16, "expected a list of texts, at least one, none empty"),
        ('name = "North Cove"', 'name = "North Cove"\nlat = 12.5', 27, "'lat' is refused"),
        ('name = "North Cove"', 'name = "12.345, 67.890"', 26, "looks like coordinates, which are refused"),
        ('name = "North Cove"', 'name = "North Cove"\ncountry = "XX"', 27, "unknown country 'XX'"),
        ('headers = ["losses', 'headers = ["(losses', 32, "is no RE2 pattern: missing )"),
        ('claimant = "isle-radio"', 'claimant = "isle-radiio"', 30, "did you mean 'isle-radio'?"),
        ('"isle" = 2', '"isle" = 0', 8, "the weight of 'isle' is 0"),
        ("minimum = 2", "minimum = true", 6, "minimum is True; expected a whole number"),
    ],
)
def test_a_fault_is_named_with_its_line(old, new, line, message):
    found = faults(old, new)
    assert any(at == line and message in said for at, said in found), found


def test_a_theatre_needs_belligerents():
    assert ("missing 'belligerents'" in said for _, said in faults())
    assert [p.message for p in check_theatre_text('name = "a"\ntitle = "A"\nstart = 2020-01-01\n')] == ["missing 'belligerents'"]


def test_all_faults_are_told_at_once_in_the_order_of_lines():
    text = SOUND.replace("title", "titel", 1).replace('role = "press"', 'role = "pres"').replace('unit = "item"', 'unit = "items"')
    lines = [problem.line for problem in check_theatre_text(text)]
    assert len(lines) == 4
    assert lines == sorted(lines)


def test_bad_toml_is_told_with_its_line():
    (problem,) = check_theatre_text('name = "isle-war"\ntitle = \n')
    assert problem.line == 2
    assert "not TOML" in problem.message


def test_a_wrong_kind_of_section_is_a_fault_not_a_crash():
    for text in ("belligerents = 3", 'sources = ["x"]', "[releases]\nrows = 1", "detection = 1", "[detection]\nwords = 3"):
        assert check_theatre_text(text)


def test_a_file_that_is_no_text_is_a_fault(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b'name = "a"\n\xff\xfe')
    (problem,) = check_theatre_file(path)
    assert problem.line == 2
    assert "UTF-8" in problem.message


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    (problem,) = check_theatre_file(tmp_path / "none.toml")
    assert "can't be read" in problem.message


def test_a_huge_file_is_refused(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b"#" * 2_000_001)
    (problem,) = check_theatre_file(path)
    assert "2000001 bytes" in problem.message


@given(st.text(alphabet=st.sampled_from('[]="\n abnamestitl.#1-'), max_size=120))
def test_any_text_is_checked_without_a_crash(text):
    for problem in check_theatre_text(text):
        assert 1 <= problem.line <= text.count("\n") + 1
