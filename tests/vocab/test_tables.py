"""Loading the vocabulary's tables: once each, and with an error of the tree where one is missing or broken."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tollbook.core.errors import VocabularyError
from tollbook.vocab import tables
from tollbook.vocab.tables import load_table

NAMES = sorted(path.name.removesuffix(".toml") for path in (files("tollbook.vocab") / "tables").iterdir() if path.name.endswith(".toml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_loaded(name: str) -> None:
    assert load_table(name)


def test_a_table_is_loaded_once() -> None:
    assert load_table("losses") is load_table("losses")


@pytest.mark.parametrize("name", ["losses.toml", "nothing", ""])
def test_a_missing_table_is_an_error_of_the_vocabulary(name: str) -> None:
    """It names the table and its place."""
    with pytest.raises(VocabularyError, match="no table named") as caught:
        load_table(name)
    assert caught.value.where.endswith(".toml")


def test_a_broken_table_is_an_error_of_the_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "odd.toml").write_text("words = [", encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    with pytest.raises(VocabularyError, match="not TOML"):
        load_table("odd")
