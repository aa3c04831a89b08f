"""What is kept packed is opened as it was put in, once or again and again, small or large."""

from __future__ import annotations

import zlib
from hashlib import sha256

import pytest

from tests.ledger.samples import report
from tollbook.core.contract import reading_as_dict
from tollbook.ledger.canonical import canonical, compressed
from tollbook.ledger.packed import LARGEST, body_of, text_of

SMALL = "Seven tanks were lost."
LARGE, DENSE = "".join(f"{number:x} tanks. " for number in range(20_000)), SMALL * 10_000


@pytest.mark.parametrize("text", [SMALL, LARGE, DENSE])
def test_a_text_is_opened_with_its_hash(text: str) -> None:
    packed = compressed(text.encode())
    for _ in range(2):
        assert text_of(bytes(bytearray(packed))) == (text, sha256(text.encode()).hexdigest())


def test_a_small_body_stays_opened_and_a_large_one_does_not_however_small_it_is_packed() -> None:
    small, large, dense = (compressed(canonical({"claims": [text]})) for text in (SMALL, LARGE, DENSE))
    assert len(dense) <= LARGEST < len(large)
    assert body_of(small) is body_of(bytes(bytearray(small)))
    for packed, text in ((large, LARGE), (dense, DENSE)):
        assert body_of(packed) is not body_of(packed)
        assert body_of(packed).content == {"claims": [text]}


def test_what_is_not_packed_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(zlib.error):
            body_of(b"no body")


def test_a_claim_of_a_body_is_made_once_for_each_document() -> None:
    reading = report()
    body = body_of(compressed(canonical(reading_as_dict(reading))))
    claim = body.claim(0, reading.document.id)
    assert claim == reading.claims[0]
    assert body.claim(0, reading.document.id) is claim
    assert body.claim(0, "0" * 32).span.document == "0" * 32
    with pytest.raises(IndexError):
        body.claim(9, reading.document.id)
