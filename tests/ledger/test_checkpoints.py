"""A checkpoint is a signed note that others can keep and check, and that nobody else can make."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.errors import UsageError
from tollbook.ledger import checkpoints
from tollbook.ledger.checkpoints import Checkpoint, is_signed_by, key_id, new_key, parse_note, sign, verifier_key

KEY = new_key()
POINT = Checkpoint(origin="desk.example/losses", size=24, root=bytes(range(32)))


@given(st.integers(min_value=0, max_value=2**63), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_from_its_text(size: int, root: bytes) -> None:
    point = Checkpoint(origin="desk.example/losses", size=size, root=root)
    assert parse_note(point.text) == (point, ())


def test_the_text_has_three_lines() -> None:
    assert POINT.text == "desk.example/losses\n24\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def test_a_signed_note_is_good_for_its_key_and_for_no_other() -> None:
    note = sign(POINT, KEY)
    assert parse_note(note)[0] == POINT
    assert is_signed_by(note, verifier_key(POINT.origin, KEY))
    assert not is_signed_by(note, verifier_key(POINT.origin, new_key()))
    assert not is_signed_by(note, verifier_key("other.example/losses", KEY))
    assert not is_signed_by(POINT.text, verifier_key(POINT.origin, KEY))


@pytest.mark.parametrize(("before", "after"), [("\n24\n", "\n25\n"), ("AAEC", "AAED"), ("desk.example/losses\n", "desk.example/lossez\n")])
def test_a_note_that_was_changed_is_not_good(before: str, after: str) -> None:
    changed = sign(POINT, KEY).replace(before, after, 1)
    assert not is_signed_by(changed, verifier_key(POINT.origin, KEY))


def test_line_ends_of_another_system_change_nothing() -> None:
    assert is_signed_by(sign(POINT, KEY).replace("\n", "\r\n"), verifier_key(POINT.origin, KEY))


@pytest.mark.parametrize(
    "note",
    ["", "one line", "o\n-1\nAAAA\n", "o\n007\n" + base64.b64encode(bytes(32)).decode(), "o\n7\nAAAA\n", "o\nseven\nAAAA\n", "o\n7\n!!\n"],
)
def test_what_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(UsageError, match="no checkpoint"):
        parse_note(note)


@pytest.mark.parametrize("line", ["- a b", "\u2014 a", "\u2014 a AAAA", "\u2014 a !!"])
def test_a_malformed_signature_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="no checkpoint"):
        parse_note(f"{POINT.text}\n{line}\n")


@pytest.mark.parametrize("verifier", ["", "a+b", "a+00000000+AAAA", "a+zz+AAAA"])
def test_a_malformed_public_key_is_refused(verifier: str) -> None:
    with pytest.raises(UsageError, match="malformed public key"):
        is_signed_by(sign(POINT, KEY), verifier)


def test_a_public_key_names_its_origin_and_cannot_sign() -> None:
    name, identity, encoded = verifier_key(POINT.origin, KEY).split("+", 2)
    assert name == POINT.origin
    assert bytes.fromhex(identity) == key_id(POINT.origin, base64.b64decode(encoded)[1:])
    with pytest.raises(UsageError, match="no private key"):
        sign(POINT, encoded.encode())


def test_a_private_key_of_another_kind_is_refused() -> None:
    other = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(UsageError, match="another kind"):
        sign(POINT, other)


def test_without_the_library_for_signatures_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"tollbook\[sign\]"):
        new_key()
