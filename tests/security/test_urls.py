"""Hostile addresses, redirects and resolvers that change their minds: nothing is connected to. Each case counts the connections it made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.security.addresses import (
    PRIVATE,
    PUBLIC,
    REDIRECTED,
    Tried,
    try_addresses,
    try_private_answers,
    try_rebinding,
    try_redirects,
    watched,
)
from tests.sources.test_addresses import REFUSED_URLS
from tollbook.sources.web import fetch


@pytest.mark.parametrize(
    ("attempts", "number"),
    [
        (try_addresses, len(REFUSED_URLS)),
        (try_redirects, len(REDIRECTED)),
        (try_private_answers, 3 * len(PRIVATE)),
    ],
)
def test_no_hostile_address_redirect_or_answer_is_connected_to_or_resolved(attempts: Callable[[], Tried], number: int) -> None:
    made = attempts()
    assert (made.let_through, made.connected, made.asked) == ([], [], [])
    assert made.tried == number >= 60


def test_a_name_that_is_rebound_between_two_questions_leads_nowhere_new() -> None:
    """The first answer is public, every later one leads home: the name is asked for once, and the connection goes to what was checked."""
    made = try_rebinding()
    assert (made.let_through, made.connected, made.asked) == ([], [], [])
    assert made.tried == len(PRIVATE)


def test_the_watch_sees_a_connection_and_a_question() -> None:
    """Else nothing could fail above."""
    seen = Tried()
    with watched(seen), pytest.raises(Exception, match=r"connection failed|resolve"):
        fetch(f"http://{PUBLIC}/")
    with watched(seen), pytest.raises(Exception, match="does not resolve"):
        fetch("http://news.example/")
    assert seen.connected[0] == (PUBLIC, 80)
    assert seen.asked == ["news.example"]


def test_a_server_without_the_right_fetches_nothing_from_the_web() -> None:
    """No route takes an address to read: the word `url` of a text that is added is kept, and never asked for."""
    from tollbook.web import app

    assert "fetch" not in app.__dict__
    modules = [module for module in dir(app) if hasattr(getattr(app, module), "router")]
    assert all("tollbook.sources.web" not in str(getattr(app, module).__dict__.values()) for module in modules)
