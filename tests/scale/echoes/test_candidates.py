"""Which articles are compared: those that share a key, each with the first and the one before it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest

from tollbook.core.errors import UsageError
from tollbook.scale.echoes import candidates
from tollbook.scale.echoes.candidates import Candidates
from tollbook.scale.echoes.keys import BAND, QUOTATION, SENTENCE, Key


def pairs(folder: Path, keys: Sequence[list[Key]], order: Sequence[int] | None = None) -> list[tuple[int, int]]:
    with Candidates(folder) as made:
        made.add(enumerate(keys))
        made.add([])
        return list(made.pairs(None if order is None else array("q", order)))


def test_each_is_paired_with_the_first_and_the_one_before(tmp_path: Path) -> None:
    assert pairs(tmp_path, [[Key(BAND, 7)]] * 4) == [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3)]


def test_a_pair_comes_once_whatever_it_shares(tmp_path: Path) -> None:
    assert pairs(tmp_path, [[Key(BAND, 7), Key(BAND, 8), Key(SENTENCE, 7)]] * 2 + [[Key(BAND, 9)]]) == [(0, 1)]


def test_keys_of_two_kinds_are_two_keys(tmp_path: Path) -> None:
    assert pairs(tmp_path, [[Key(BAND, 7)], [Key(SENTENCE, 7)]]) == []


def test_the_order_in_time_decides_who_is_first(tmp_path: Path) -> None:
    assert pairs(tmp_path, [[Key(BAND, 7)]] * 3, order=[2, 0, 1]) == [(0, 1), (0, 2), (1, 2)]
    folder = tmp_path / "second"
    folder.mkdir()
    assert pairs(folder, [[Key(BAND, 1)], [], [Key(BAND, 1)]], order=[2, 1, 0]) == [(0, 2)]


def test_what_stands_in_very_many_articles_pairs_none_but_a_band_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "COMMON", 3)
    assert len(pairs(tmp_path, [[Key(QUOTATION, -5)]] * 3)) == 3
    for name, key, count in (("quotation", Key(QUOTATION, -5), 0), ("band", Key(BAND, -5), 5)):
        folder = tmp_path / name
        folder.mkdir()
        assert len(pairs(folder, [[key]] * 4)) == count


def test_without_the_library_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(candidates, "import_module", missing)
    with pytest.raises(UsageError, match=r"tollbook\[corpus\]"):
        Candidates(tmp_path)
