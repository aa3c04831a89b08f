"""Methods and limits: out of the tables and assumptions in force, and as the documentation states them."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tollbook.core.assumptions import Assumptions
from tollbook.vocab.assumptions import load_assumptions
from tollbook.vocab.audit_rules import audit_rules
from tollbook.web.about_pages import middle_words
from tools.limits import TARGET, limits_text


def test_the_limits_are_those_of_the_documentation() -> None:
    assert TARGET.read_text(encoding="utf-8") == limits_text(), "run python -m tools.limits"


def test_the_page_of_limits_shows_them_without_links_to_pages_that_are_not_there(client: TestClient) -> None:
    page = client.get("/about/limits").text
    assert "An audit knows what the reading knows" in page
    assert "20,000,000" in page
    assert ".md" not in page


def test_every_rule_of_checks_and_every_prior_is_on_the_page_of_methods(client: TestClient) -> None:
    page = client.get("/about/method").text.replace("&#39;", "'")
    for rule in audit_rules().values():
        assert rule.title in page
    assumed: Assumptions = load_assumptions(None)
    assert assumed.id in page
    for role in assumed.roles:
        assert f'<td class="r">{middle_words(role.bias)}</td>' in page
        assert role.bias.grounds in page


def test_relays_lead_to_both_sources(client: TestClient) -> None:
    page = client.get("/about/method").text
    assert 'href="/src/GBR-MOD-DI"' in page
    assert 'href="/src/UKR-GS"' in page
