"""What is compared of two articles comes back from the file as it was put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scale.echoes.made import ORIGINAL, OTHER
from tollbook.scale.echoes import profiles
from tollbook.scale.echoes.profiles import Profiles, profile_of


def test_a_profile_counts_words_and_holds_numbers_and_quotations() -> None:
    made = profile_of(ORIGINAL)
    assert (made.length, len(made.numbers), len(made.quotations)) == (len(ORIGINAL.replace("1,240", "1240").split()), 3, 1)


def test_profiles_come_back_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "_KEPT", 1)
    with Profiles(tmp_path) as kept:
        kept.put(3, profile_of(ORIGINAL))
        kept.put(1 << 40, profile_of(OTHER))
        for _ in range(2):
            assert kept.get(3) == profile_of(ORIGINAL)
            assert kept.get(1 << 40) == profile_of(OTHER)
            assert kept.get(1 << 40) is kept.get(1 << 40)
