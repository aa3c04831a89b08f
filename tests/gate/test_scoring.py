"""The scorer counts what it says it counts."""

from __future__ import annotations

from typing import Any

from .marks import Record, parse_marks
from .scoring import Score, close, score_record


def _record(marked: str) -> Record:
    text, marks = parse_marks(marked)
    return Record(id="x", path="sentences/x.txt", text=text, header={}, marks=tuple(marks))


def _claim(record: Record, quote: str, **changes: Any) -> dict[str, Any]:
    start = record.text.index(quote)
    claim: dict[str, Any] = {
        "id": quote,
        "span": [start, start + len(quote)],
        "quote": quote,
        "quantity": {"stated": 12, "low": 12, "high": None, "hedge": "at_least", "text": quote},
        "measure": {"categories": ["killed"], "unit": "person", "term": None, "population": None, "outcome": None, "base": None},
        "force": {"id": "SYR", "text": "Syrian"},
        "period": {"kind": "flow", "start": None, "end": None, "end_latest": None, "text": None},
        "place": None,
        "attribution": [{"source": None, "text": "", "voice": "author", "cue": None, "span": None}],
        "likelihood": None,
        "assertion": "stated",
        "part_of": None,
    }
    return claim | changes


MARKED = "Rebels killed {{at least 12|killed; hedge=at_least; force=SYR; src=author; kind=flow}} soldiers."


def _score(marked: str, *claims: dict[str, Any]) -> Score:
    score = Score()
    score_record(_record(marked), {"claims": list(claims), "judgements": [], "tolls": []}, score)
    return score


def test_a_perfect_reading_scores_one_in_every_field() -> None:
    """Nothing is counted against a reading that agrees."""
    score = _score(MARKED, _claim(_record(MARKED), "at least 12"))
    assert score.errors == []
    assert all(count.f1 == 1.0 for count in score.counts.values())


def test_a_missed_claim_costs_recall_of_detection_and_of_each_marked_field() -> None:
    """Fields of a claim that was not found are not forgotten."""
    score = _score(MARKED)
    assert score.counts["detection"].recall == 0.0
    assert score.counts["force"].recall == 0.0


def test_a_claim_without_a_mark_costs_precision() -> None:
    """A false alarm in a negative sentence counts once."""
    record = _record("The T-72 has 12 crates.")
    score = _score("The T-72 has 12 crates.", _claim(record, "12"))
    assert (score.counts["detection"].given, score.counts["detection"].right) == (1, 0)


def test_a_wrong_number_on_the_right_words_is_a_miss_and_a_false_alarm() -> None:
    """Detection asks for the same number, and `quantity` remembers that the words were found."""
    claim = _claim(_record(MARKED), "at least 12", quantity={"stated": 120, "low": 120, "high": None, "hedge": "at_least", "text": "12"})
    score = _score(MARKED, claim)
    assert score.counts["detection"].right == 0
    assert (score.counts["quantity"].given, score.counts["quantity"].right) == (1, 0)


def test_the_force_that_inflicted_the_loss_is_wrong() -> None:
    """An ISO code is compared exactly."""
    score = _score(MARKED, _claim(_record(MARKED), "at least 12", force={"id": "RUS", "text": "Russia"}))
    assert score.counts["force"].right == 0


def test_numbers_agree_to_a_part_in_a_thousand_and_none_only_with_none() -> None:
    """0.333 is a third; zero is a number."""
    assert close(1 / 3, 0.3333)
    assert not close(None, 0)
    assert close(0, 0.0)


def test_a_war_text_taken_for_peace_costs_recall_of_context() -> None:
    """The reader's decision that a text speaks of armed conflict is a field of its own."""
    score = Score()
    record = Record(id="x", path="sentences/x.txt", text="Rebels killed 12.", header={"conflict": "syria"}, marks=_record(MARKED).marks)
    context = {"conflict": False, "reason": "little evidence", "evidence": []}
    score_record(record, {"claims": [], "judgements": [], "tolls": [], "context": context}, score)
    assert score.counts["context"].recall == 0.0
