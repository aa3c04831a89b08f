"""What a ledger hands out: a token opens something until it ends."""

from __future__ import annotations

import dataclasses

from tollbook.core.records import Token


def test_a_token_is_valid_until_it_expires_or_is_ended() -> None:
    token = Token(id="00c0ffee", name="Ann", scope="read", digest="", made_at="2031-01-01", made_by="desk", expires="2031-02-01")
    assert token.is_valid("2031-01-31")
    assert not token.is_valid("2031-02-01")
    assert dataclasses.replace(token, expires="").is_valid("9999-01-01")
    assert not dataclasses.replace(token, ended_at="2031-01-02").is_valid("2031-01-03")
