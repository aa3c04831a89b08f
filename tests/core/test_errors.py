"""The error tree: every error says what was met, where, what was expected and what to do next."""

from __future__ import annotations

import inspect
import re

import pytest

from tollbook.core import errors
from tollbook.core.errors import TheatreError, TollbookError, UsageError

ERRORS = [found for _, found in inspect.getmembers(errors, inspect.isclass) if found.__module__ == errors.__name__]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_stands_in_the_tree(error: type[TollbookError]) -> None:
    """Under one base, and in the drawing on top of the module."""
    assert issubclass(error, TollbookError)
    assert errors.__doc__ is not None
    assert error.__name__ in errors.__doc__
    assert inspect.getdoc(error)


def test_the_drawing_names_no_other_error() -> None:
    named = set(re.findall(r"^(?:.*[├└]── )?([A-Z]\w+)", errors.__doc__ or "", re.MULTILINE)) - {"The"}
    assert named == {error.__name__ for error in ERRORS}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (UsageError("a word"), "a word"),
        (UsageError("a word", where="file.txt"), "file.txt: a word"),
        (UsageError("a word", expected="a number"), "a word; expected a number"),
        (UsageError("a word", where="file.txt", expected="a number", do="give 12"), "file.txt: a word; expected a number; give 12"),
    ],
)
def test_a_message_is_one_readable_line(error: TollbookError, sentence: str) -> None:
    assert str(error) == error.sentence() == sentence


def test_an_error_keeps_its_parts() -> None:
    """A face may lay them out as it likes."""
    error = UsageError("a word", where="file.txt", expected="a number", do="give 12")
    assert (error.met, error.where, error.expected, error.do) == ("a word", "file.txt", "a number", "give 12")


def test_a_theatres_error_lists_every_fault() -> None:
    assert TheatreError("two faults", problems=("no start", "no name")).problems == ("no start", "no name")
    assert TheatreError("unknown").problems == ()
