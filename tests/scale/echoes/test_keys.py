"""Articles that are echoes share a key; the keys are the same in every process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.scale.echoes.made import ORIGINAL, OTHER, QUOTING, REWRITE, cut_of
from tollbook.core.errors import UsageError
from tollbook.scale.echoes import keys
from tollbook.scale.echoes.keys import BAND, NUMBERS, QUOTATION, SENTENCE, keys_of, quotation_keys


def shared(one: str, other: str) -> set[int]:
    """Return the kinds of the keys that two texts share."""
    first, second = keys_of([one, other])
    return {key.kind for key in set(first) & set(second)}


def test_a_copy_shares_keys_of_every_kind() -> None:
    assert shared(ORIGINAL, f"Wexley (Norland Agency) - {ORIGINAL}") == {BAND, SENTENCE, QUOTATION, NUMBERS}


def test_a_cut_shares_sentences_and_a_rewrite_its_numbers() -> None:
    assert SENTENCE in shared(ORIGINAL, cut_of(ORIGINAL, 2))
    assert NUMBERS in shared(ORIGINAL, REWRITE)


def test_a_quotation_is_a_key_of_its_own() -> None:
    assert shared(ORIGINAL, QUOTING) == {QUOTATION}
    assert quotation_keys(ORIGINAL) == quotation_keys(QUOTING)


def test_other_articles_share_none() -> None:
    assert shared(ORIGINAL, OTHER) == set()


@pytest.mark.parametrize("text", ["", "12 tanks were lost", "\ud800" * 20])
def test_a_text_that_is_too_short_has_none(text: str) -> None:
    assert keys_of([text, ORIGINAL])[0] == []


def test_half_a_character_in_a_text_is_no_obstacle() -> None:
    assert keys_of([f"\ud800 {ORIGINAL}"])[0]


def test_keys_are_the_same_in_another_process() -> None:
    imports = "from tests.scale.echoes.made import ORIGINAL\nfrom tollbook.scale.echoes.keys import keys_of\n"
    script = f"{imports}print(hash(tuple(keys_of([ORIGINAL])[0])))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) == hash(tuple(keys_of([ORIGINAL])[0]))


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(keys, "import_module", missing)
    with pytest.raises(UsageError, match=r"tollbook\[corpus\]"):
        keys_of([ORIGINAL])
