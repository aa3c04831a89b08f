"""A finding as a review: its rating on its scale, its words found in the page, RDF without a page to fetch."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from rdflib import RDF, Namespace

from tests.core.sample_audits import sample_audit
from tests.exports.graphs import graph_of
from tollbook.core.types import Document
from tollbook.exports.claimreview import OFFLINE_CONTEXT, RATINGS, Reviewer, claim_review, fragment_url

SCHEMA = Namespace("https://schema.org/")


def test_a_review_is_rdf_offline() -> None:
    audit = sample_audit()
    finding = next(found for found in audit.findings if found.verdict in RATINGS)
    mention = audit.mentions()[finding.claims[0]]
    review = claim_review(finding, mention, Reviewer(name="A desk", url="https://desk.example/r"), aspect="Shares")
    graph = graph_of(OFFLINE_CONTEXT, [review])
    node = graph.value(predicate=RDF.type, object=SCHEMA.ClaimReview)
    assert str(graph.value(node, SCHEMA.reviewAspect)) == "Shares"
    rating = graph.value(node, SCHEMA.reviewRating)
    assert str(graph.value(rating, SCHEMA.ratingValue)) == str(RATINGS[finding.verdict][0])
    assert str(graph.value(node, SCHEMA.url)) == "https://desk.example/r"


@pytest.mark.parametrize(
    ("text", "words", "url", "expected"),
    [
        ("lost almost 40 percent of it", "almost 40 percent", "https://x.org/a", "https://x.org/a#:~:text=almost 40 percent"),
        ("lost 40-50 men, a lot", "40-50 men,", "https://x.org/a#top", "https://x.org/a#top:~:text=40%2D50 men%2C"),
        ("In May 12 men. In the long June 12 men too fell", "12", "https://x.org/a", "https://x.org/a#:~:text=In May-,12,-men. In the"),
        ("12 men\n12 tanks", "12", "https://x.org/a", "https://x.org/a#:~:text=12,-men"),
    ],
)
def test_a_text_fragment_leads_to_the_words(text: str, words: str, url: str, expected: str) -> None:
    start = text.index(words)
    made = fragment_url(Document.of(text, url=url), start=start, end=start + len(words))
    assert made.replace("%20", " ") == expected
    assert unquote(made).isascii()
