"""Reading with a model: the grammar's reading whatever the model does, and only what the text bears out beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from benchmarks.injection import measure
from benchmarks.model_servers import Asked, Behavior, claims, in_turn, model_server, says, send
from tollbook.core.progress import Stage
from tollbook.core.types import Document
from tollbook.flow.read import read_document
from tollbook.flow.read_with_model import ModelReading, read_with_model
from tollbook.reading.agreement import AGREES, ALONE
from tollbook.sources.model_endpoint import Answer, ModelClient, make_endpoint

SOLDIERS = "Shelling killed 12 Russian soldiers near the front line on Monday."
WEATHER = "The weather in the valley was fine."
TANKS = "Norland lost about 40 tanks in the offensive."
DOCUMENT = Document.of(f"{SOLDIERS} {WEATHER} {TANKS}")
BOTH = claims({"quote": "12 Russian soldiers", "value": 12, "force": "Russian"})
SCHEMA = Draft202012Validator(json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8")))


def reading(behavior: Behavior, document: Document = DOCUMENT, **options: str) -> tuple[ModelReading, list[Asked]]:
    with model_server(behavior) as server:
        client = ModelClient(make_endpoint(server.url, model="small", key="k"), wait=lambda _: None)
        found = read_with_model(document, client, **options)
        SCHEMA.validate(found.to_dict())
        return found, server.asked


def by_passage(first: str, second: str) -> Behavior:
    return says(lambda passage: first if passage == SOLDIERS else second)


def test_only_gated_passages_are_sent() -> None:
    found, asked = reading(says(claims()))
    assert [one.passage for one in asked] == [SOLDIERS, TANKS] == [passage.text for passage in found.passages]


def test_a_text_on_peace_is_not_sent_at_all() -> None:
    found, asked = reading(says(BOTH), Document.of("A bus crashed into a lorry, killing two people."))
    assert asked == []
    assert found.reading.claims == ()


def test_a_claim_that_both_read_is_marked_and_all_else_of_the_reading_stays() -> None:
    found, _ = reading(by_passage(BOTH, claims({"quote": "40 tanks", "value": 40, "categories": ["tank"]})))
    assert list(found.standing.values()) == ["both", "both"]
    assert all(AGREES in claim.rules for claim in found.reading.claims)
    assert found.differences == ()
    plain = read_document(DOCUMENT)
    assert [claim.quantity for claim in found.reading.claims] == [claim.quantity for claim in plain.claims]
    assert (found.reading.tolls, found.reading.context) == (plain.tolls, plain.context)


def test_a_contradiction_is_shown_in_the_result() -> None:
    found, _ = reading(by_passage(BOTH, claims({"quote": "40 tanks", "value": 40, "categories": ["ifv"]})))
    (difference,) = found.to_dict()["model_reading"]["differences"]
    assert difference["fields"] == {"categories": {"grammar": "tank", "model": "ifv"}}
    assert difference["quote"] == "about 40"


@pytest.mark.parametrize(
    "answer",
    [
        claims({"quote": "12,000 Russian soldiers", "value": 12000}),
        claims({"quote": "12 Russian soldiers", "value": 12000}),
        claims({"quote": "12 Russian soldiers", "value": 12, "start": 3}),
        claims({"quote": "500 civilians were killed", "value": 500}),
        claims({"quote": "", "value": 12}),
    ],
)
def test_invented_quotes_changed_digits_and_wrong_offsets_add_nothing(answer: str) -> None:
    found, _ = reading(says(answer))
    assert found.reading == read_document(DOCUMENT)
    assert len(found.rejections) == 2
    assert set(found.standing.values()) == {"grammar alone"}


@pytest.mark.parametrize("answer", ["I cannot help with that.", "{}", '{"claims": 7}', "<script>alert(1)</script>", "\x1b[2J"])
def test_an_answer_of_another_form_leaves_its_passages_out(answer: str) -> None:
    found, _ = reading(says(answer))
    assert found.reading == read_document(DOCUMENT)
    assert [one.span for one in found.left_out] == [passage.span for passage in found.passages]
    assert set(found.standing.values()) == {"not asked"}


def test_a_failure_of_one_passage_leaves_the_others() -> None:
    found, _ = reading(in_turn(send(500, b""), says(claims({"quote": "40 tanks", "value": 40, "categories": ["tank"]}))))
    assert list(found.standing.values()) == ["not asked", "both"]
    assert [one.reason for one in found.left_out] == ["the endpoint answered 500"]


def test_what_is_not_asked_after_a_lasting_failure_was_not_sent() -> None:
    found, asked = reading(send(401, b""))
    assert [one.passage for one in asked] == [SOLDIERS] == [passage.text for passage in found.sent]
    assert len(found.left_out) == len(found.passages) == 2


def test_a_claim_of_the_model_alone_is_flagged_and_quotes_the_text() -> None:
    document = Document.of("Shelling killed 12 Russian soldiers near the front line, and 9 howitzers of theirs will not fire again.")
    assert "9" not in [claim.quantity.text for claim in read_document(document).claims]
    found, _ = reading(says(claims({"quote": "9 howitzers", "value": 9, "categories": ["artillery"]})), document)
    (alone,) = [claim for claim in found.reading.claims if ALONE in claim.flags]
    assert alone.span.quote(document.text) == "9"
    assert found.standing[alone.id] == "model alone"
    plain = read_document(document)
    assert found.reading.tolls == plain.tolls
    assert [finding.arithmetic for finding in found.reading.audit().findings] == [f.arithmetic for f in plain.audit().findings]


def test_no_more_passages_are_sent_than_one_document_may_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tollbook.flow.read_with_model.MOST_PASSAGES", 1)
    found, asked = reading(says(BOTH))
    assert [one.passage for one in asked] == [SOLDIERS] == [passage.text for passage in found.sent]
    assert [one.reason for one in found.left_out] == ["over 1 passages in one document"]


def test_progress_counts_the_passages() -> None:
    told: list[Stage] = []
    with model_server(says(claims())) as server:
        read_with_model(DOCUMENT, ModelClient(make_endpoint(server.url, model="small")), tell=told.append)
    assert [(stage.done, stage.total) for stage in told] == [(0, 2), (1, 2)]


def test_keeping_some_claims_keeps_what_is_said_of_them_alone() -> None:
    found, _ = reading(says(claims()))
    first = found.reading.claims[0]
    kept = found.keeping(replace(found.reading, claims=(first,)))
    assert list(kept.standing) == [first.id] == [one.claim for one in kept.differences]


def test_no_article_of_fifty_talks_a_model_into_a_claim_without_a_quote() -> None:
    outcomes, section = measure()
    assert sum(outcome.articles for outcome in outcomes) == sum(outcome.arrived for outcome in outcomes) == 50
    assert sum(outcome.without_quote + outcome.other_digits + outcome.changed + outcome.leaked for outcome in outcomes) == 0
    assert all(outcome.rejected + outcome.left_out >= 5 for outcome in outcomes)
    assert all(figure.reached is not False for figure in section.figures)


class Says(ModelClient):
    """A client whose every answer is one text."""

    def __init__(self, content: str) -> None:
        super().__init__(make_endpoint("http://localhost:9/v1", model="small"))
        self.content = content

    def ask(self, system: str, user: str, *, schema: Mapping[str, Any]) -> Answer:
        return Answer(content=self.content)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["claims", "quote", "value", "start"]), inner, max_size=4),
    max_leaves=12,
)


@given(st.text() | values.map(json.dumps) | st.lists(values, max_size=5).map(lambda entries: json.dumps({"claims": entries})))
def test_whatever_a_model_writes_the_grammars_claims_stay_and_nothing_raises(content: str) -> None:
    found = read_with_model(DOCUMENT, Says(content))
    SCHEMA.validate(found.to_dict())
    assert [claim for claim in found.reading.claims if ALONE not in claim.flags] == list(read_document(DOCUMENT).claims)
