"""Names of things in linked data: valid addresses, on a site or without one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.term import _is_valid_uri

from tollbook.core.errors import UsageError
from tollbook.exports.addresses import Site, web_address


@given(st.sampled_from(["c", "src", "agent", "run"]), st.text(st.characters()), st.sampled_from([None, "https://ledger.example/a"]))
def test_every_name_is_a_valid_address(kind: str, identity: str, url: str | None) -> None:
    assert _is_valid_uri(Site.at(url).name(kind, identity))


@given(st.text(st.characters()))
def test_every_web_address_is_valid(rest: str) -> None:
    made = web_address(f"https://example.org/{rest}")
    assert made is not None
    assert _is_valid_uri(made)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ledger.example", "ftp://a.b", "https://", "https://a.b/?q=1", ""])
def test_what_is_no_site_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no address of a site"):
        Site.at(url)


def test_only_the_web_has_web_addresses() -> None:
    assert [web_address(url) for url in (None, "javascript:alert(1)", "file:///etc/passwd")] == [None, None, None]
    assert web_address("https://example.org/a b?q=1#t") == "https://example.org/a%20b?q=1#t"


def test_terms_have_a_namespace_with_and_without_a_site() -> None:
    assert (Site.at(None).terms, Site.at("https://ledger.example/").terms) == ("urn:tollbook:ns:", "https://ledger.example/ns#")
