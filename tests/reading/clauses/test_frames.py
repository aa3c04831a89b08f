"""The clause grammar: every frame matches its own examples, keeps away from what it must not match, and does so in linear time."""

from __future__ import annotations

import re
from itertools import product
from time import process_time
from typing import Any

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.marked import units_of
from tollbook.core.errors import VocabularyError
from tollbook.reading.clauses.frames import Match, load_frames, match_frames
from tollbook.reading.clauses.units import Counted, Units
from tollbook.vocab.lexicon import class_letters
from tollbook.vocab.tables import load_table

ROWS: list[dict[str, Any]] = load_table("frames")["frame"]
EXAMPLES = [pytest.param(row["name"], text, id=f"{row['name']}: {text}") for row in ROWS for text in row["examples"]]
NOT_EXAMPLES = [pytest.param(row["name"], text, id=f"{row['name']}: {text}") for row in ROWS for text in row.get("not_examples", ())]
PATTERNS = {row["name"]: row["pattern"] for row in ROWS}
BRACKETED = re.compile(r"\[(.*?)\]")
COUNTED = "PBUNIYDSZ"


def matches_on(marked: str) -> list[Match]:
    """Return the frames that match on the phrase in brackets."""
    inside = BRACKETED.search(marked)
    assert inside is not None
    left, right = inside.start(), inside.end() - 2
    text = marked.replace("[", "").replace("]", "")
    units, counted = units_of(text)
    found = []
    for match in match_frames(units, counted):
        words = units.words[units.firsts[match.item] : units.lasts[match.item]]
        at = place_of(text, units, match.item)
        if at < right and left < at + len(" ".join(words)):
            found.append(match)
    return found


def place_of(text: str, units: Units, item: int) -> int:
    """Return where a unit begins in the text: the tokens before it, found one after another."""
    at = 0
    for word in units.words[: units.firsts[item]]:
        at = text.lower().index(word, at) + len(word)
    return text.lower().index(units.words[units.firsts[item]], at)


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_a_frame_matches_its_examples(name: str, text: str) -> None:
    """By the very frame that the example stands under, on the phrase in brackets, and not as a later item of a list."""
    assert name in [match.frame.name for match in matches_on(text) if match.rank == match.frame.rank]


@pytest.mark.parametrize(("name", "text"), NOT_EXAMPLES)
def test_a_frame_keeps_away_from_what_is_not_its_own(name: str, text: str) -> None:
    assert name not in [match.frame.name for match in matches_on(text)]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_frame_shows_where_it_matches_and_where_not(row: dict[str, Any]) -> None:
    """Two examples and a counterexample at least, so that a reader of the table sees the grammar."""
    assert len(row["examples"]) >= 2
    assert row.get("not_examples")
    assert all(BRACKETED.search(text) for text in [*row["examples"], *row.get("not_examples", ())])


def test_frames_have_names_of_their_own() -> None:
    """A claim's rules name the frame; two of one name could not be told apart."""
    names = [frame.name for frame in load_frames()]
    assert len(names) == len(set(names)) == len(ROWS)


@pytest.mark.parametrize("frame", load_frames(), ids=lambda frame: frame.name)
def test_a_frame_needs_no_backtracking(frame: Any) -> None:
    """RE2, which has none, takes every pattern that doesn't look ahead."""
    pattern = frame.pattern.pattern
    if "(?!" not in pattern and "(?=" not in pattern:
        assert re2.compile(pattern).groups == frame.pattern.groups
    else:
        assert re2.compile(re.sub(r"\(\?[!=].*$", "", pattern)) is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("12 soldiers and five civilians were killed", {"passive"}),
        ("killed 12 soldiers, five civilians and a nurse", {"active"}),
        ("12 soldiers five civilians killed", {"participle"}),
    ],
)
def test_a_list_goes_on_away_from_the_cue_at_a_higher_rank(first: str, second: set[str]) -> None:
    """Every step along a list costs something, so that a nearer cue wins."""
    units, counted = units_of(first)
    steps = [match for match in match_frames(units, counted) if match.frame.name in second]
    ranks = [match.rank for match in steps]
    assert len({match.item for match in steps}) == len(counted)
    assert len(set(ranks)) == len(counted)


@pytest.mark.parametrize("text", ["12 soldiers were killed while five civilians watched", "killed 12 soldiers before 40 trucks arrived"])
def test_a_list_ends_at_a_new_clause(text: str) -> None:
    units, counted = units_of(text)
    assert len({match.item for match in match_frames(units, counted) if match.frame.name in ("passive", "active")}) == 1


WORST = [
    "k,",
    "ka",
    "x",
    ",",
    "^",
    "v",
    "oj",
    "xv",
    "P,",
    "Px",
    "ax",
    "P,x",
    "#x",
    "kx",
    "kj",
    "Pv",
    "Po^",
    "y^v",
    "ky",
    "Ox",
    "bx",
    "Pbx",
    "P(x",
    "uP",
    "PAT",
    "jx",
    "Jj",
]


def steps_of(pattern: re.Pattern[str], text: str) -> float:
    """Return the least processor time of five searches, which noise can only lengthen."""
    best = float("inf")
    for _ in range(5):
        start = process_time()
        for _ in pattern.finditer(text):
            pass
        best = min(best, process_time() - start)
    return best


@pytest.mark.parametrize("frame", load_frames(), ids=lambda frame: frame.name)
def test_matching_grows_no_faster_than_linearly(frame: Any) -> None:
    """Four times the units take about four times as long, whatever the units are; a quadratic pattern takes sixteen times as long."""
    cues = sorted(frame.cues) or [""]
    for filler, cue in product(WORST, ["", *cues[:2]]):
        small, large = ((cue + filler * 400)[:size] for size in (100, 400))
        slow = steps_of(frame.pattern, large)
        # Under a fifth of a millisecond the clock's own grain decides, and no reader would notice.
        if slow > 0.0002:
            assert slow < 10 * max(steps_of(frame.pattern, small), 0.00002), f"{filler!r} after {cue!r}"


@given(st.text(alphabet=sorted(set(class_letters().values())), max_size=400))
def test_any_sentence_is_matched(letters: str) -> None:
    """Every match lies in the sentence, its item is a counted phrase, and its cue is a word of the frame."""
    units = Units(letters, list(range(len(letters))), list(range(1, len(letters) + 1)), ["x"] * len(letters), {}, {})
    counted = {at: Counted(at, at + 1, letter, None) for at, letter in enumerate(letters) if letter in COUNTED}
    for match in match_frames(units, counted):
        assert match.item in counted
        assert 0 <= match.start <= match.cue < match.cue_end <= match.end <= len(letters)
        assert "<cue:" not in PATTERNS[match.frame.name] or letters[match.cue] in match.frame.cues


def test_a_pattern_names_only_classes_of_the_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelled class is an error of the vocabulary, with the row's file, and no pattern that never matches."""
    from tollbook.reading.clauses import frames

    def broken(name: str) -> dict[str, Any]:
        return {
            "macros": {},
            "frame": [{"name": "odd", "pattern": "<item:PERSONS> <cue:KILLD>", "side": "left", "rank": 0, "sense": "verb"}],
        }

    monkeypatch.setattr(frames, "load_table", broken)
    with pytest.raises(VocabularyError, match="KILLD"):
        frames.load_frames.__wrapped__()
