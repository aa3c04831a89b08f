"""Parts against their whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing import parts
from tollbook.auditing.parts import parts_of_wholes
from tollbook.core.findings import Finding
from tollbook.core.types import Claim

WHOLE = "claim0"


def audited(*claims: Claim) -> list[Finding]:
    return list(parts_of_wholes(reading(*claims), None))


def whole(number: int = 4_000, *categories: str) -> Claim:
    return claim(number, *(categories or ("killed", "wounded")), at=0)


def part(number: int, *categories: str, at: int, **fields: object) -> Claim:
    return claim(number, *categories, at=at, part_of=WHOLE, **fields)


def verdicts(*claims: Claim) -> list[str]:
    return [finding.verdict for finding in audited(*claims)]


def test_killed_and_wounded_that_make_the_casualties_agree() -> None:
    (found,) = audited(whole(), part(1_000, "killed", at=20), part(3_000, "wounded", at=40))
    assert (found.verdict, found.arithmetic) == ("agrees", "1,000 + 3,000 = 4,000")
    assert found.explanation == "1,000 killed and 3,000 wounded add up to 4,000 killed or wounded."


def test_killed_and_wounded_that_come_to_more_than_the_casualties_differ() -> None:
    (found,) = audited(whole(), part(1_200, "killed", at=20), part(3_900, "wounded", at=40))
    assert (found.verdict, found.arithmetic) == ("differs", "1,200 + 3,900 = 5,100 > 4,000")


def test_killed_and_wounded_that_come_to_less_differ_but_killed_alone_do_not() -> None:
    assert verdicts(whole(), part(1_000, "killed", at=20), part(2_000, "wounded", at=40)) == ["differs"]
    assert verdicts(whole(), part(1_000, "killed", at=20)) == []
    assert verdicts(whole(4_000, "killed", "wounded", "missing"), part(1_000, "killed", at=20), part(2_000, "wounded", at=40)) == []


def test_a_part_is_not_greater_than_its_whole() -> None:
    assert verdicts(whole(), part(5_000, "killed", at=20)) == ["differs"]


def test_parts_that_may_overlap_are_not_added_up() -> None:
    """Three thousand in the first week and two thousand at the bridge may be the same people."""
    assert verdicts(whole(), part(3_000, "killed", "wounded", at=20), part(2_000, "killed", "wounded", at=40)) == []


def test_medics_among_the_casualties_are_bounded_by_them_alone() -> None:
    assert verdicts(whole(900), part(12, "killed", "wounded", at=20, population="aid_worker")) == []


def test_women_and_children_are_not_the_same_people() -> None:
    dead = whole(120, "killed")
    assert verdicts(dead, part(70, "killed", at=20, population="woman"), part(60, "killed", at=40, population="child")) == ["differs"]
    assert verdicts(dead, part(70, "killed", at=20, population="woman"), part(40, "killed", at=40, population="child")) == []


def test_civilians_and_fighters_are_everybody() -> None:
    dead = whole(12, "killed")
    assert verdicts(dead, part(9, "killed", at=20, population="civilian"), part(2, "killed", at=40, population="combatant")) == ["differs"]


def test_hedged_parts_may_make_a_hedged_whole() -> None:
    about = claim(quantity(4_000, "about", 3_500, 4_500), "killed", "wounded", at=0)
    assert verdicts(about, part(1_200, "killed", at=20), part(2_900, "wounded", at=40)) == []


def test_a_count_beside_a_whole_is_its_part_where_it_is_of_the_same_people_at_the_same_time() -> None:
    beside = claim(5_000, "killed", at=20)
    assert verdicts(whole(), beside) == ["differs"]
    assert verdicts(whole(), claim(5_000, "killed", at=120)) == []
    assert verdicts(whole(), claim(5_000, "killed", at=20, force="UKR")) == []
    assert verdicts(whole(), claim(5_000, "killed", at=20, source="GBR-MOD")) == []


def test_the_rest_is_what_the_named_parts_leave() -> None:
    rest = claim(
        quantity(None, "about", 2_000, 4_000), "wounded", at=40, part_of=WHOLE, premises=(WHOLE, "claim20"), rules=("number.rest",)
    )
    about = claim(quantity(4_000, "about", 3_500, 4_500), "killed", "wounded", at=0)
    (found,) = audited(about, part(1_000, "killed", at=20), rest)
    assert (found.rule, found.verdict, found.arithmetic) == ("parts.rest", "agrees", "4,000 - 1,000 = 3,000")
    assert found.explanation == "1,000 of 4,000 leave 3,000 for the rest (wounded, 2,500 to 3,500 as hedged)."


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
def test_a_true_decomposition_is_never_flagged(killed: int, wounded: int, tied: bool) -> None:
    make = part if tied else claim
    claims = (whole(killed + wounded), make(killed, "killed", at=20), make(wounded, "wounded", at=40))
    assert not [finding for finding in audited(*claims) if finding.fails]


@pytest.mark.parametrize("assertion", ["denied", "hypothetical"])
def test_what_a_text_does_not_state_is_no_part(assertion: str) -> None:
    assert verdicts(whole(), part(5_000, "killed", at=20, assertion=assertion)) == []


def test_a_long_list_of_figures_is_compared_within_its_sentences_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compared with all others, 400 figures would take 160,000 comparisons."""
    compared: list[Claim] = []
    is_part = parts._is_part
    monkeypatch.setattr(parts, "_is_part", lambda part, whole: compared.append(part) or is_part(part, whole))
    listed = [claim(12, "killed", at=20 * number, sentence=(20 * number, 20 * number + 20)) for number in range(2, 400)]
    one = (whole(), part(5_000, "killed", at=20, sentence=(20, 40)))
    assert verdicts(*one, *listed) == verdicts(*one) == ["differs"]
    assert len(compared) < 10
