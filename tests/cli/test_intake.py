"""Intake: options are checked once, each place is read in turn, what fails is counted and the rest goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.runs import FOOTBALL, REPORT
from tollbook.cli.inputs import Failure
from tollbook.cli.intake import Tally, make_request, read_all, refuse_overwriting, tell_failures, tell_undated
from tollbook.cli.options import ContextChoice
from tollbook.core.errors import EmptyInput, TheatreError, UsageError
from tollbook.core.types import Reading


def request(theatre: str = "auto") -> object:
    return make_request(published="2031-03-04", theatre=theatre, context=ContextChoice.CONFLICT, allow_host=None)


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    for name, text in (("a.txt", REPORT), ("b.txt", FOOTBALL)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / "a.txt"), str(tmp_path / "missing.txt"), str(tmp_path / "b.txt")]


def test_an_unknown_theatre_is_refused_before_anything_is_read() -> None:
    with pytest.raises(TheatreError, match="atlantis"):
        request("atlantis")


def test_every_place_that_can_be_read_is_taken_in_its_order(places: list[str]) -> None:
    taken: list[str] = []

    def take(place: str, reading: Reading) -> Reading:
        taken.append(place)
        return reading

    tally = read_all(places, request(), failures=[], take=take)
    assert taken == [places[0], places[2]]
    assert [failure.place for failure in tally.failures] == [places[1]]
    assert (tally.read, tally.undated, tally.conflict) == (2, 0, True)


def test_what_is_taken_is_counted(places: list[str]) -> None:
    tally = read_all(places[:1], request(), failures=[], take=lambda place, reading: replace(reading, claims=()))
    assert (tally.read, tally.claims) == (1, 0)


def test_an_output_file_may_not_be_an_input(places: list[str], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="would overwrite an input"):
        refuse_overwriting(tmp_path / "a.txt", places)
    refuse_overwriting(tmp_path / "new.txt", places)
    refuse_overwriting(None, places)


def test_what_was_not_read_is_told_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    tell_failures(Tally(failures=[]), many=True)
    tell_undated(Tally(failures=[], read=2), many=True)
    assert capsys.readouterr().err == ""
    tally = Tally(failures=[Failure(place="a.txt", error=EmptyInput("nothing to read"))], read=2, undated=1)
    tell_undated(tally, many=True)
    tell_failures(tally, many=True)
    assert capsys.readouterr().err.splitlines() == [
        "tollbook: published: unknown for 1 of 2 inputs; relative dates stay open, give --published",
        "tollbook: 1 input not read:",
        "  a.txt: nothing to read",
    ]
