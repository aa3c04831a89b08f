"""What a model proposes is kept only where its quote stands in the text and its digits agree."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.types import Claim, Document
from tollbook.flow.read import words_for
from tollbook.reading.passages import find_passages
from tollbook.reading.proposals import MOST, SHOWN, Checked, check_answer

TEXT = (
    "The weather was fine. Norland lost about 40 T-72 tanks and 3 helicopters, the Norland Defence Ministry said. "
    "Shelling killed 12 Russian soldiers and wounded dozens; 30 percent of the brigade and 1,400 to 1,500 men were lost on 3 May."
)
DOCUMENT = Document.of(TEXT)
WORDS = words_for(DOCUMENT)
(PASSAGE,) = find_passages(DOCUMENT, words=WORDS)


def entry(**change: Any) -> dict[str, Any]:
    """Return a proposal that the text bears out, but for what is changed."""
    plain = {"quote": "12 Russian soldiers", "start": None, "value": 12, "categories": ["killed"], "period": "flow", "assertion": "stated"}
    return plain | {"force": "Russian", "claimant": None} | change


def check(*entries: Any, content: str | None = None) -> Checked:
    return check_answer(json.dumps({"claims": entries}) if content is None else content, PASSAGE, document=DOCUMENT, words=WORDS)


def kept(*entries: Any) -> Claim:
    checked = check(*entries)
    assert checked.rejections == ()
    (claim,) = checked.claims
    return claim


def reason(**change: Any) -> str:
    checked = check(entry(**change))
    assert checked.claims == ()
    (rejection,) = checked.rejections
    return rejection.reason


def test_a_claim_that_the_text_bears_out_is_kept_with_its_place_in_the_document() -> None:
    claim = kept(entry())
    assert claim.span.quote(TEXT) == claim.quantity.text == "12"
    assert TEXT[slice(*claim.sentence)].startswith("Shelling")
    assert (claim.quantity.stated, claim.measure.categories, claim.measure.unit) == (12, {"killed"}, "person")
    assert claim.force is not None
    assert (claim.force.id, claim.force.text) == ("RUS", "Russian")
    assert claim.attribution[-1].voice == "author"


def test_the_hedge_is_read_from_the_text_and_not_taken_from_the_model() -> None:
    claim = kept(entry(quote="40 T-72 tanks", value=40, categories=["tank"], force="Norland", claimant="Norland Defence Ministry"))
    assert claim.quantity.text == "about 40"
    assert (claim.quantity.hedge, claim.quantity.low < 40, claim.measure.unit) == ("about", True, "item")
    assert claim.claimant is not None
    start, end = claim.claimant.span or (0, 0)
    assert TEXT[start:end] == "Norland Defence Ministry"


@pytest.mark.parametrize(
    ("quote", "value", "categories", "unit"),
    [
        ("wounded dozens", None, ["wounded"], "person"),
        ("30 percent of the brigade", 0.3, ["losses"], "share"),
        ("30 percent of the brigade", 30, ["losses"], "share"),
        ("1,400 to 1,500 men", None, ["losses"], "person"),
    ],
)
def test_words_shares_and_ranges_are_numbers_too(quote: str, value: float | None, categories: list[str], unit: str) -> None:
    assert kept(entry(quote=quote, value=value, categories=categories)).measure.unit == unit


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"quote": "", "value": 12}, "no quote"),
        ({"quote": None}, "no quote"),
        ({"quote": "  "}, "no quote"),
        ({"quote": "12 soldiers"}, "does not stand in the passage"),
        ({"quote": "12 russian soldiers"}, "does not stand in the passage"),
        ({"quote": "The weather was fine"}, "does not stand in the passage"),
        ({"quote": "12", "value": 120}, "differs from the number"),
        ({"value": 13}, "differs from the number"),
        ({"value": -12}, "differs from the number"),
        ({"value": None}, "differs from the number"),
        ({"quote": "400 to 1,500 men", "value": 400}, "holds no number that counts"),
        ({"quote": "T-72", "value": 72}, "holds no number that counts"),
        ({"quote": "3 May", "value": 3}, "holds no number that counts"),
        ({"quote": "Russian soldiers"}, "holds no number that counts"),
        ({"start": 0}, "does not stand at its offset"),
        ({"start": -5}, "does not stand at its offset"),
        ({"start": 10**30}, "no offset"),
        ({"start": 10**9}, "does not stand at its offset"),
        ({"start": "4"}, "no offset"),
        ({"start": True}, "no offset"),
        ({"value": "12"}, "a value that is no number"),
        ({"value": True}, "a value that is no number"),
        ({"categories": []}, "no category"),
        ({"categories": "killed"}, "no category"),
        ({"categories": ["dragons"]}, "unknown category"),
        ({"categories": ["killed", "tank"]}, "people and other things"),
        ({"categories": ["territory", "tank"]}, "ground and other things"),
        ({"period": "forever"}, "unknown period"),
        ({"period": ["flow"]}, "unknown period"),
        ({"assertion": None}, "unknown assertion"),
        ({"force": "Ruritanian"}, "force do not stand"),
        ({"force": 7}, "a force that is no text"),
        ({"force": "Russia"}, "force do not stand"),
        ({"force": "he"}, "force do not stand"),
        ({"claimant": "orland Defence Ministr"}, "claimant do not stand"),
        ({"claimant": "the Pentagon"}, "claimant do not stand"),
    ],
)
def test_what_the_text_does_not_bear_out_is_not_kept(change: dict[str, Any], expected: str) -> None:
    assert expected in reason(**change)


@pytest.mark.parametrize("blank", [None, "", " ", "\n"])
def test_a_blank_name_is_none(blank: str | None) -> None:
    claim = kept(entry(force=blank, claimant=blank))
    assert claim.force is None
    assert claim.by_author


def test_a_quote_that_stands_twice_needs_its_offset() -> None:
    document = Document.of("Shelling killed 12 soldiers in Kupiansk; an ambush killed 12 soldiers in Vovchansk.")
    (passage,) = find_passages(document, words=WORDS)
    twice = entry(quote="killed 12 soldiers", force=None)
    checked = check_answer(json.dumps({"claims": [twice]}), passage, document=document, words=WORDS)
    assert "more than once" in checked.rejections[0].reason
    second = passage.text.rindex("killed 12")
    (claim,) = check_answer(json.dumps({"claims": [twice | {"start": second}]}), passage, document=document, words=WORDS).claims
    assert claim.span.start == document.text.rindex("12")


def test_the_same_number_may_count_two_things_but_not_one_thing_twice() -> None:
    checked = check(entry(), entry(categories=["wounded"]), entry())
    assert len({claim.id for claim in checked.claims}) == 2
    assert [rejection.reason for rejection in checked.rejections] == ["proposed twice"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Sure! Here are the claims:",
        "[]",
        "null",
        '{"claims": {}}',
        '{"claim": []}',
        '{"claims": [',
        "[" * 5000,
        '{"claims": NaN}',
        "\x00",
    ],
)
def test_an_answer_of_another_form_is_malformed_and_nothing_of_it_is_kept(content: str) -> None:
    checked = check(content=content)
    assert checked.malformed
    assert checked.claims == checked.rejections == ()


def test_an_answer_with_too_many_claims_is_refused_as_a_whole() -> None:
    assert "over 200" in (check(*[entry()] * (MOST + 1)).malformed or "")


def test_a_rejection_keeps_no_more_of_the_models_words_than_a_line() -> None:
    assert len(check(entry(quote="x" * 10_000)).rejections[0].quote) == SHOWN


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["12 Russian soldiers", "killed", "flow", "stated"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(entry())), anything), st.integers(0, len(PASSAGE.text)), st.integers(0, 40))
def test_whatever_is_proposed_every_word_of_a_kept_claim_stands_in_the_text(change: dict[str, Any], start: int, length: int) -> None:
    for proposal in (entry(**change), entry(**change | {"quote": PASSAGE.text[start : start + length], "start": start})):
        for claim in check(proposal).claims:
            assert TEXT[claim.span.start : claim.span.end] == claim.quantity.text != ""
            assert claim.force is None or claim.force.text in TEXT
            assert all(link.text in TEXT for link in claim.attribution[:-1])
