"""Parts and their wholes: "of these", "including", "among", "the rest"; a part without a whole is not read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.marked import drafts_of, read_any
from tollbook.core.types import Measure
from tollbook.reading.drafts.drafts import Draft
from tollbook.reading.drafts.parts import REACH, Tied, tie

KILLED = Measure(categories=frozenset({"killed"}), unit="person")
CASUALTIES = Measure(categories=frozenset({"killed", "wounded"}), unit="person")
OPEN = Measure(categories=frozenset(), unit="person", population="child")


def draft(number: int | None, measure: Measure = KILLED, *, sentence: int = 0) -> Draft:
    """Return a plain draft of one number, exact where it has one."""
    bounds = number if number is not None else 0
    return Draft(
        sentence=sentence,
        start=0,
        end=1,
        first=0,
        last=1,
        stated=number,
        low=bounds,
        high=bounds,
        hedge="exact",
        kind="count",
        measure=measure,
    )


def tied(text: str) -> list[Tied]:
    return tie(drafts_of(text)[0])[0]


def pairs(text: str) -> list[tuple[float | None, float | None]]:
    """Return each read number with the number of its whole."""
    found = tied(text)
    return [(item.draft.stated, found[item.whole].draft.stated if item.whole is not None else None) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling killed 12 people, including three children.", [(12, None), (3, 12)]),
        ("Shelling killed 12 people, including three children and four women.", [(12, None), (3, 12), (4, 12)]),
        ("12 people, among them three children, were killed.", [(12, None), (3, 12)]),
        ("Shelling killed 12 people and wounded 30, including five children.", [(12, None), (30, None), (5, 30)]),
        ("40 soldiers were killed, two of whom were officers.", [(40, None), (2, 40)]),
        ("40 soldiers were killed. Two of them were officers.", [(40, None), (2, 40)]),
        ("40 soldiers were killed. It rained. Two of them were officers.", [(40, None), (2, 40)]),
        ("The army suffered 4,000 casualties. 1,000 of these casualties were killed.", [(4000, None), (1000, 4000)]),
        ("The army suffered 4,000 casualties, of whom 1,000 were killed.", [(4000, None), (1000, 4000)]),
        ("The army suffered 4,000 casualties. Of these, 1,000 were killed.", [(4000, None), (1000, 4000)]),
        ("The army suffered 4,000 casualties. 1,000 of them were killed.", [(4000, None), (1000, 4000)]),
    ],
)
def test_a_part_belongs_to_the_nearest_count_that_can_hold_it(text: str, expected: list[tuple[float | None, float | None]]) -> None:
    assert pairs(text) == expected


def test_dozens_can_hold_thirty() -> None:
    assert [item.whole for item in tied("Shelling killed dozens, including 30 children.")] == [None, 0]


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed 12 people and nine soldiers.",
        "Shelling killed 12 people. Shelling killed three children.",
        "Shelling killed 12 people and wounded three children.",
        "40 soldiers were killed and two were captured.",
    ],
)
def test_counts_side_by_side_are_no_parts(text: str) -> None:
    assert [item.whole for item in tied(text)] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "Two of them were children.",
        "3 people were killed. Twelve of them were children.",
        "40 soldiers were killed. It rained. The town fell. Two of them were officers.",
        "The ministry sent 900 troops, including 40 doctors.",
        "A third of the voters stayed, including 40 women.",
    ],
)
def test_a_part_without_a_whole_is_not_read(text: str) -> None:
    """None near it, none that is large enough, or none that counts losses: an abstention that says so, never a guess."""
    drafts = drafts_of(text)[0]
    found, orphans = tie(drafts)
    assert all(item.whole is None for item in found)
    assert [reason for _, reason in orphans] == ["a part, but the text names no whole near it"] * (len(drafts) - len(found))
    assert not any(item.draft.inherits for item in found)


def test_a_part_takes_over_category_and_force_of_its_whole() -> None:
    """ "Including three children": what happened to them is what happened to all."""
    claims = read_any("Shelling wounded 12 Syrian villagers, including three children.").claims
    assert [sorted(claim.measure.categories) for claim in claims] == [["wounded"], ["wounded"]]
    assert [claim.measure.population for claim in claims][1] == "child"
    assert claims[1].part_of == claims[0].id
    assert claims[1].force == claims[0].force


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Three children were among the 12 dead.", 3, 12),
        ("Six children were among 19 people killed.", 6, 19),
        ("The 12 dead include three children.", 3, 12),
        ("Of the 12 killed, three were children.", 3, 12),
        ("The army lost 12 tanks, including three T-90s.", 3, 12),
        ("The army lost 12 tanks, three of them T-90s.", 3, 12),
        ("The army suffered 4,000 casualties, including two deaths.", 2, 4000),
        ("40 soldiers were killed. Two of them were officers.", 2, 40),
    ],
)
def test_a_part_is_tied_to_its_whole_in_a_text(text: str, part: int, whole: int) -> None:
    """Whichever of the two comes first, and in a sentence that has no loss word of its own."""
    reading = read_any(text)
    found = {claim.quantity.stated: claim for claim in reading.claims}
    assert set(found) == {part, whole}
    assert found[part].part_of == found[whole].id
    assert found[whole].part_of is None


def test_a_whole_may_come_after_its_part() -> None:
    """ "Six children were among 19 dead"."""
    first = replace(draft(6), of_next=True)
    found, _ = tie([first, draft(19)])
    assert [item.whole for item in found] == [1, None]


@pytest.mark.parametrize("following", [draft(19, sentence=1), draft(4), replace(draft(19), included=True)])
def test_a_whole_that_comes_after_is_in_the_sentence_and_larger(following: Draft) -> None:
    found, _ = tie([replace(draft(6), of_next=True), following])
    assert found[0].whole is None


@pytest.mark.parametrize(
    ("text", "low", "premises"),
    [
        ("The army suffered 4,000 casualties; 1,000 were killed, and the rest wounded.", 3000, (0, 1)),
        ("60 soldiers were killed or wounded. 40 died; the rest were wounded.", 20, (0, 1)),
        ("The army suffered 900 casualties. 100 of them were killed, 200 of them were captured, the rest were wounded.", 600, (0, 1, 2)),
    ],
)
def test_the_rest_is_the_whole_less_its_parts(text: str, low: int, premises: tuple[int, ...]) -> None:
    """Computed, and tied to the numbers it was computed from; nobody stated it."""
    found = tied(text)[-1]
    assert (found.draft.stated, found.draft.low, found.draft.high) == (None, low, low)
    assert found.whole == 0
    assert found.premises == premises


@pytest.mark.parametrize(
    "text", ["The rest were wounded.", "40 soldiers were killed. The rest were wounded.", "9 fell. It rained. The rest were wounded."]
)
def test_the_rest_of_nothing_is_not_read(text: str) -> None:
    """Without a whole and a part there is nothing to compute it from."""
    assert [item for item in tied(text) if item.draft.kind == "rest"] == []


def test_the_rest_of_a_rounded_whole_is_rounded() -> None:
    """Its bounds take in those of every number it was computed from."""
    found = tied("The army suffered about 4,000 casualties; at least 1,000 were killed, and the rest wounded.")[-1]
    assert found.draft.hedge == "about"
    assert found.draft.high is not None
    assert found.draft.low <= 3000 <= found.draft.high


counts = st.builds(
    lambda number, measure, sentence, kind: replace(draft(number, measure, sentence=sentence), **kind),
    st.integers(0, 50),
    st.sampled_from([KILLED, CASUALTIES, replace(KILLED, unit="share"), replace(KILLED, categories=frozenset({"strength"}))]),
    st.integers(0, 6),
    st.sampled_from(
        [
            {},
            {"included": True},
            {"partitive": True},
            {"included": True, "inherits": True, "measure": OPEN},
            {"partitive": True, "inherits": True, "measure": OPEN},
            {"of_next": True},
            {"kind": "rest"},
        ]
    ),
)


@given(st.lists(counts, max_size=12).map(lambda found: sorted(found, key=lambda one: one.sentence)))
def test_a_part_never_exceeds_its_whole(drafts: list[Draft]) -> None:
    """Nor stands far from it; every draft is either tied or an orphan, and what was open is closed."""
    found, orphans = tie(drafts)
    assert len(found) + len(orphans) == len(drafts)
    for at, item in enumerate(found):
        assert item.draft.measure.categories
        if item.whole is None:
            continue
        whole = found[item.whole].draft
        assert item.whole != at
        assert whole.high is None or item.draft.measure.unit == "share" or item.draft.low <= whole.high
        assert abs(item.draft.sentence - whole.sentence) <= 2 * REACH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army said 12 soldiers were killed; the rebels put the number at 40.", [12, 40]),
        ("The army said 40 soldiers were killed; the rebels put the figure at fewer than 12.", [40, 12]),
        ("The raid killed 12 soldiers and wounded 30; the rebels put the number at 50.", [12, 30]),
        ("The army lost 40 tanks, raising the total to 12.", [40]),
        ("The army said 12 soldiers were killed and put the price at 300.", [12]),
    ],
)
def test_anothers_figure_counts_what_was_just_counted(text: str, expected: list[int]) -> None:
    """Of several counts it is not told which; a total is not less than its last part."""
    claims = read_any(text).claims
    assert [claim.quantity.stated for claim in claims] == expected
    assert {claim.attribution[0].text for claim in claims[2:]} <= {"rebels"}


def test_a_part_before_a_semicolon_is_not_of_the_next_count() -> None:
    """ "33 dead, including six children; 94 injured": the six are of the dead."""
    claims = read_any("33 dead, including six children; 94 injured in the shelling.").claims
    assert [sorted(claim.measure.categories) for claim in claims] == [["killed"], ["killed"], ["wounded"]]
    assert claims[1].part_of == claims[0].id
