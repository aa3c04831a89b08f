"""ClaimReview: one review for each judged claim, as schema.org shapes it, signed by nobody but who is named."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cli.sample_reports import sample_report
from tests.core.sample_audits import sample_audit
from tollbook.cli.audit_claimreview import claim_reviews
from tollbook.core.findings import FAILURES, VERDICTS
from tollbook.exports.claimreview import RATINGS, Reviewer

# Properties that schema.org gives each type (version 29), of those that Tollbook writes.
KNOWN = {
    "ClaimReview": {
        "url",
        "datePublished",
        "author",
        "creditText",
        "claimReviewed",
        "itemReviewed",
        "reviewRating",
        "reviewAspect",
        "reviewBody",
    },
    "Claim": {"author", "appearance", "datePublished"},
    "CreativeWork": {"identifier", "text", "url", "headline", "publisher"},
    "Rating": {"ratingValue", "worstRating", "bestRating", "alternateName", "ratingExplanation"},
    "Organization": {"name"},
    "Person": {"name"},
}


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(node for part in value.values() for node in nodes(part))]
    return [node for part in value for node in nodes(part)] if isinstance(value, list) else []


def reviews(**fields: Any) -> list[dict[str, Any]]:
    return claim_reviews(sample_report(**fields))["@graph"]


def test_every_node_has_a_type_and_properties_of_schema_org() -> None:
    graph = claim_reviews(sample_report(reviewer=Reviewer(name="A desk", url="https://desk.example/r", day=date(2031, 4, 1))))
    assert graph["@context"] == "https://schema.org"
    for node in nodes(graph["@graph"]):
        assert set(node) - {"@type", "@id"} <= KNOWN[node["@type"]]


def test_a_finding_that_judges_a_claim_is_a_review_and_no_other() -> None:
    judging = [found for found in sample_audit().findings if found.verdict in {*FAILURES, "agrees"}]
    assert [review["@id"] for review in reviews()] == [f"urn:tollbook:finding:{found.id}" for found in judging]
    assert set(VERDICTS) - set(RATINGS) == {"unverifiable", "note"}


def test_a_rating_lies_on_its_scale_and_only_what_holds_has_the_best() -> None:
    for review in reviews():
        rating = review["reviewRating"]
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
    assert [verdict for verdict, (value, _) in RATINGS.items() if value == 5] == ["agrees"]


def test_the_claim_reviewed_is_the_sentence_and_its_claimant_the_first() -> None:
    first = reviews()[0]
    assert first["claimReviewed"].startswith("As of mid-March 2031, Norland forces")
    assert first["itemReviewed"]["author"] == {"@type": "Organization", "name": "the Institute"}
    assert first["itemReviewed"]["datePublished"] == "2031-03-20"


def test_a_claim_of_the_author_names_no_person() -> None:
    assert reviews()[1]["itemReviewed"]["author"] == {"@type": "Person", "name": "Author, The Invented Post"}


def test_nobody_signs_a_review_unless_a_name_is_given() -> None:
    assert "author" not in reviews()[0]
    signed = reviews(reviewer=Reviewer(name="A desk", url="https://desk.example/r#old", day=date(2031, 4, 1)))[0]
    assert signed["author"]["name"] == "A desk"
    assert signed["datePublished"] == "2031-04-01"
    assert signed["@id"] == f"https://desk.example/r#{sample_audit().findings[0].id}"
