"""Readers by the version of a reading."""

from __future__ import annotations

import pytest

from tollbook.core.readers import is_person, reader_words, version_of_person


def test_a_person_who_corrects_is_told_from_a_reader() -> None:
    assert is_person(version_of_person("Ada"))
    assert not is_person("0.10.0")
    assert not is_person("personal/1")


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("0.10.0", "read by Tollbook 0.10.0"),
        ("dataset/ua-mod.totals/1", "imported as ua-mod.totals/1"),
        ("person:Ada\x1b[31m", "corrected by Ada [31m"),
    ],
)
def test_who_read_is_said_in_words(version: str, words: str) -> None:
    assert reader_words(version) == words
