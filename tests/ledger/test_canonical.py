"""One form for each value: the same bytes wherever it is made, and the value back again."""

from __future__ import annotations

import hashlib
import math
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.ledger.canonical import (
    ascii_json,
    bytes_text,
    canonical,
    compressed,
    decompressed,
    digest_of,
    entry_content,
    key_of,
    text_bytes,
    value_of,
)

TEXTS = st.text(st.characters())  # lone surrogates among them
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=12
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert value_of(canonical(value)) == value


@given(st.dictionaries(TEXTS, NUMBERS))
def test_the_order_of_keys_makes_no_difference(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_keys_are_sorted_and_nothing_is_blank() -> None:
    assert canonical({"b": [1, 2.5], "a": "é"}) == '{"a":"é","b":[1,2.5]}'.encode()


def test_a_lone_surrogate_is_kept() -> None:
    assert value_of(canonical({"text": "a\ud800"})) == {"text": "a\ud800"}


@given(VALUES)
def test_json_for_columns_is_ascii(value: Any) -> None:
    text = ascii_json(value)
    assert text.isascii()
    assert "\0" not in text


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_json_has_no_form_for_is_refused_in_columns(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        ascii_json([number])


@given(TEXTS)
def test_a_text_comes_back_from_its_compressed_bytes(text: str) -> None:
    assert bytes_text(decompressed(compressed(text_bytes(text)))) == text


def test_damaged_bytes_are_refused() -> None:
    packed = bytearray(compressed(b"4,000 soldiers" * 20))
    packed[len(packed) // 2] ^= 1
    with pytest.raises(zlib.error):
        decompressed(bytes(packed))


def test_a_digest_is_the_beginning_of_sha_256() -> None:
    assert digest_of(b"abc") == hashlib.sha256(b"abc").hexdigest()[:32]


def test_a_key_fits_into_64_bits_and_tells_words_apart() -> None:
    keys = [key_of("a", "b"), key_of("ab"), key_of("a", None), key_of("a"), key_of("b", "a")]
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert len(set(keys)) == len(keys)


def test_the_content_of_an_entry_holds_every_cell_and_bytes_as_their_hash() -> None:
    content = entry_content([("document", (1, "id", b"packed", None, 2.5))])
    assert value_of(content) == [["document", [1, "id", hashlib.sha256(b"packed").hexdigest(), None, 2.5]]]
