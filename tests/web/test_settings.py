"""What a server is started with: safe where nothing is chosen."""

from __future__ import annotations

import dataclasses

import pytest

from tollbook.web.settings import LEAST_TOKEN, LOOPBACK, Settings


def test_nobody_reviews_unless_a_token_is_given() -> None:
    assert Settings().review_token is None
    assert LEAST_TOKEN >= 12


def test_settings_do_not_change_while_a_server_runs() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().review_token = "x"  # type: ignore[misc]


def test_loopback_has_its_three_names() -> None:
    assert set(LOOPBACK) == {"127.0.0.1", "localhost", "[::1]"}
