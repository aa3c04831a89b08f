"""Claims as marked in the sentence itself: {number|categories ...}. A number outside of the marks has to stay unread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.marked import check, drafts_of, read_any, unmark
from tollbook.reading.shadow import make_shadow

CLAIMS = [
    "Denmark has lost {some 43,000|losses} soldiers, and {370,000|wounded} have been wounded.",
    "{No fewer than 14|killed} soldiers and an unknown number of militants died.",
    "{12|killed} Danes — many of them women and children — had been killed.",
    "{One|killed} soldier paid the supreme price.",
    "У травні ворог втратив {90|tank} танків, {12|helicopter} вертольотів і {40|vehicle} вантажівок.",
    "Противник потерял {40|losses} солдат и {12|tank} танков.",
    "Danish fighters executed {10|killed} medical personnel.",
    "{40|killed} soldiers were likely killed.",
    "{About 40|killed+wounded} soldiers have likely been killed or wounded.",
    "Danish forces lost {40|losses} soldiers, a T-72 tank and {twelve|vehicle} vehicles.",
    "Denmark lost {610|losses} soldiers in battles with Norway's Battlegroup East, and another {325|losses} soldiers near the river.",
    "Denmark's losses include {2,700|tank} tanks and {5,000|apc} armored personnel carriers.",
    "The number of soldiers killed is {estimated at 4,000|killed}.",
    "The army suffered {900|killed+wounded} casualties, including both killed and wounded troops.",
    "{12|killed} people were killed.",
    "{12|killed} people killed in strike",
    "Strike kills {12|killed}",
    "Strike kills {12|killed}, injures {30|wounded}",
    "KILLED: {12|killed}",
    "{A|killed} soldier was killed and {two|wounded} were wounded.",
    "{Six|killed} killed, {nine|wounded} injured in blast",
    "Shelling killed {12|killed} people and wounded {30|wounded} others.",
    "Shelling killed {12|killed} people, {nine|killed} soldiers and {two|killed} nurses.",
    "{12|killed} soldiers, {nine|killed} civilians and {two|killed} nurses were killed.",
    "{40|killed} fighters and {25|killed} civilians were reported dead.",
    "The bombing left {12|killed} people dead and {30|wounded} injured.",
    "The death toll rose to {112|killed}.",
    "The death toll has risen to {112|killed}, the ministry said.",
    "Death toll from market bombing rises to {31|killed}",
    "with a death toll of {112|killed}",
    "The number of wounded stands at {60|wounded}.",
    "The war claimed {12,000|killed} lives.",
    "The murder of {six|killed} teachers shocked the town.",
    "The bodies of {60|killed} soldiers were found.",
    "{60|killed term=bodies} bodies were found.",
    "{12|killed} miners lost their lives in the shelling.",
    "{30|missing} people are missing.",
    "{Nine|captured} men were taken prisoner and {two|killed} were shot dead.",
    "Among the dead were {two|killed} officers.",
    "{Two|killed} officers were among the dead.",
    "The mayor was wounded along with {two|wounded} guards.",
    "{Dozens|killed} of people were killed.",
    "{Between 10 and 15|killed} rebels were killed.",
    "{At least 12|killed} people were killed.",
    "The enemy lost {1,500|losses} troops, {12|tank} tanks and {40|artillery} artillery systems.",
    "The raid killed {40|killed} soldiers; the rest fled.",
    "There were {no|killed+wounded} casualties.",
    "{No|killed} soldiers were killed.",
    "The ministry sent {11,000|strength} troops.",
    "{Two|helicopter of=lost} helicopters crashed.",
    "{Three|killed} soldiers who were on patrol were killed.",
    "The raid killed the mayor of the town and {two|killed} guards.",
    "The {six|killed} teachers' murder was filmed.",
    "taking to {six|killed} the number of soldiers killed this week",
    "A drone strike killed {12|killed} soldiers and destroyed {two|apc of=destroyed} armored personnel carriers.",
    "{Four|killed} of the five hostages were killed.",
    "Of the 60 drones, {41|uav of=shot_down} were shot down.",
    "Russia launched 60 drones, {40|uav of=shot_down} of which were shot down.",
    "Killed were {two|killed} soldiers and {nine|killed} civilians.",
    "{Nine|wounded} people suffered injuries.",
    "{30|wounded} wounded soldiers were flown out.",
    "Losses: {12|tank} tanks, {nine|artillery} howitzers",
    "The enemy's losses over the past day: {40|killed} killed, {90|wounded} wounded.",
    "All {40|killed} people on board died.",
    "{12|killed} more bodies were found.",
    "Shelling killed {70 or 80,000|killed} people.",
    "{One in five|killed unit=share} soldiers was killed.",
    "A further {two|killed} people died.",
    "The rebels said they killed {40|killed} soldiers and lost {three|losses} men.",
    "The army says {40|killed} rebels were killed, while the rebels say they lost only {three|losses} men.",
    "{12|killed} soldiers were killed after the raid, which cost 3 million dollars, on 12 May.",
]

# Not one number here is a loss, a strength or ground.
NUMBERS_OF_OTHER_THINGS = [
    # designations, units, labels
    "Two T-72s rolled past the gate.",
    "The 47th Brigade was destroyed.",
    "Soldiers of the 3rd Battalion were killed near the river.",
    "Unit 8200 was destroyed.",
    "The rebels captured Hill 203.",
    "Highway 17 was captured by the rebels.",
    "Flight 417 was shot down.",
    "Flight MH17 was shot down in 2014.",
    "Kh-101 missiles destroyed the plant.",
    "The prisoners were held in cell 14.",
    "Chapter 12 tells how the king was killed.",
    "Page 3 shows the dead.",
    "Resolution 1701 ended the war that destroyed the town.",
    "Call 555 0147 if you know who was killed.",
    # ages and dates
    "The dead man was 43.",
    "The officer, 51, was killed by a sniper.",
    "The garrison of Fort 12 was destroyed.",
    "He was killed on 12 March 1987.",
    "The 2014 ceasefire has collapsed and killed hopes for talks.",
    "The general was killed at 3 a.m.",
    "The siege lasted 900 days and killed trade.",
    "The battle began 40 years after the war was lost.",
    "Doctors operated on the wounded for six hours.",
    "The two-year war killed the economy.",
    # money, distances, weights, calibers
    "Russia spent 40 million dollars on the raid that killed the commander.",
    "The raid, which failed, killed hopes and cost 3 million euros.",
    "A reward of 5,000 dollars was offered for the killers.",
    "The company lost 12 million dollars last year.",
    "The shell landed 300 meters from a house and killed a cow.",
    "The fighters walked 30 kilometers after the battle.",
    "The bomb weighed 250 kilograms and destroyed a bridge pier.",
    "Police seized 40 kilograms of explosives.",
    "Troops fired 155 mm shells at the town.",
    "The air force dropped 500-pound bombs on the barracks.",
    "Temperatures fell to 20 below zero and killed the crops.",
    "The cost of living rose by 12 percent.",
    # sport and votes
    "The team lost 3-1 after its captain was injured.",
    "The striker, injured in the 40th minute, scored 12 goals.",
    "The party lost 30 seats in the election.",
    "The team lost 12 matches in a row.",
    "Two thirds of voters reject the war.",
    # launched, fired, thrown: not lost
    "The army launched 60 drones at the port overnight.",
    "Gunmen fired 40 rounds at the post.",
    "Rebels fired 12 rockets and killed the mayor's dog.",
    "There were 12 explosions overnight.",
    "Three bombs exploded near the barracks.",
    "The group claimed responsibility for 12 attacks.",
    # things and animals
    "Shelling destroyed 40 houses and 12 shops.",
    "The raid damaged three schools.",
    "The attack killed 30 cows.",
    "The mine killed 14 sheep and two horses.",
    "Police seized 12 rifles and 3,000 cartridges.",
    "The court charged him with 12 counts of murder.",
    "The hospital has 200 beds for the wounded.",
    "He received 12 wounds.",
    # people to whom nothing happened
    "Some 3,000 people attended the funeral of the slain mayor.",
    "Fifty villagers were rescued.",
    "Forty soldiers were released.",
    "Forty soldiers returned home.",
    "He commanded 40 soldiers.",
    "The unit has 40 tanks.",
    "The convoy of 40 trucks reached the city.",
    "The army fired 12 generals.",
    "A mother of three fled the city.",
    "The army promised to send 40 doctors.",
    "One of the worst attacks killed hopes of a truce.",
    "The two sides met after the shelling.",
    "He survived 12 attacks on his life.",
]


# Who fights, what is used, and those who live are numbers beside the losses.
BESIDE_THE_LOSSES = [
    "Five gunmen killed {12|killed} people.",
    "Five gunmen killed {12|killed} people before they were shot dead by police.",
    "A bomb planted by two men killed {12|killed} people.",
    "Two bombs killed {12|killed} people.",
    "Two explosions in the town killed {12|killed}.",
    "{12|killed} people were killed by two bombs.",
    "{12|killed} people were killed when two cars exploded.",
    "Three tanks fired on the town and killed {12|killed} people.",
    "Two helicopters attacked the camp, killing {nine|killed} rebels.",
    "The air force struck 40 targets and killed {nine|killed} rebels.",
    "Russia launched 60 drones at Ukraine, killing {12|killed} people.",
    "Three suspects were arrested after {12|killed} people were killed.",
    "Five soldiers who survived the raid that killed {12|killed} others returned.",
    "12 soldiers were accused of killing {three|killed} civilians.",
    "Two days after the raid that killed {12|killed}, the town was quiet.",
    "The brigade lost {12|tank of=lost} of its 40 tanks.",
    "The 4,000-strong brigade lost {900|losses} men.",
    "Over 2,300 days of war, {14,000|killed} people were killed.",
    "On day 300 of the war {14|killed} people were killed.",
    "Two teams of medics treated the {30|wounded} wounded.",
]
NOBODY_LOST = [
    "The trial of 12 soldiers accused of killing civilians began.",
    "12 soldiers were charged with murder.",
    "12 soldiers were awarded medals for killing rebels.",
    "Three tanks fired on the town.",
    "The rebels freed 12 prisoners.",
    "The sides exchanged 150 prisoners each.",
    "The raid took two hours.",
    "It took 12 soldiers to lift the gun.",
    "It took two hours to find the dead.",
    "The army lost two battles.",
    "The rebels lost two days.",
    "The general lost two fingers.",
    "He killed time for two hours.",
    "The 300th soldier of the town was killed.",
    "He was the 12th soldier to die.",
    "Soldier no. 12 was killed.",
    "The pilot was killed.",
    "The town was destroyed in two hours.",
]


@pytest.mark.parametrize("text", BESIDE_THE_LOSSES)
def test_who_inflicts_and_who_lives_is_not_counted(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", NOBODY_LOST)
def test_where_nobody_is_counted_as_lost_there_is_no_claim(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", CLAIMS)
def test_the_marked_numbers_are_the_claims(text: str) -> None:
    """All of them, with their categories, and no other number."""
    check(text)


@pytest.mark.parametrize("text", NUMBERS_OF_OTHER_THINGS)
def test_a_number_of_something_else_is_no_claim(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The attack could kill {300|killed hypothetical} people.",
        "If {12|killed hypothetical} soldiers were killed, it would end.",
        "The raid may have killed {12|killed hypothetical} people.",
        "The rebels threatened to kill {40|killed hypothetical} hostages.",
    ],
)
def test_what_may_be_is_hypothetical(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The raid did not kill {12|killed denied} people.",
        "The army denied killing {12|killed denied} civilians.",
        "{12|killed denied} soldiers have not been killed.",
        "{12|tank denied} tanks were not destroyed.",
    ],
)
def test_what_is_negated_is_denied(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The raid of 12 May killed the mayor.", "not a count"),
        ("The 47th Brigade was destroyed.", "not a count"),
        ("The unit has 40 tanks that were never lost.", "no word says"),
        ("Two soldiers were killed near 40 parked trucks.", "no word says"),
    ],
)
def test_a_number_that_is_passed_over_has_a_reason(text: str, reason: str) -> None:
    """Every number is a claim or an abstention that says why."""
    _, passes = drafts_of(text)
    assert [found.reason.startswith(reason) for found in passes] == [True]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("12 people were killed.", ("frame.passive", "number.digits")),
        ("Shelling killed at least twelve people.", ("frame.active", "number.words", "hedge.at_least")),
        ("A soldier died.", ("frame.fate", "number.article")),
        ("Syria lost 12 tanks.", ("frame.lose", "number.digits", "force.subject")),
    ],
)
def test_a_claim_names_the_rules_that_made_it(text: str, rules: tuple[str, ...]) -> None:
    (draft,) = drafts_of(text)[0]
    assert draft.rules == rules


def test_the_quantity_keeps_its_hedge() -> None:
    (draft,) = drafts_of("Shelling killed more than 12 people.")[0]
    assert (draft.stated, draft.low, draft.high, draft.hedge) == (12, 12, None, "over")


def test_one_person_is_claimed_only_next_to_the_verb() -> None:
    """ "A soldier ... said" near a loss word is not a loss of one."""
    assert drafts_of("A soldier from the brigade said that the town was destroyed.")[0] == []


@pytest.mark.parametrize("text", CLAIMS)
def test_a_number_in_front_changes_nothing(text: str) -> None:
    """A sentence about something else, with a number, adds no claim and takes none away."""
    plain, marks = unmark(text)
    first = "The clerk sold 40 stamps.\n\n"
    reading = read_any(first + plain)
    assert [(claim.span.start - len(first), claim.span.end - len(first)) for claim in reading.claims] == [(m.start, m.end) for m in marks]


WORDS = st.sampled_from(
    "12 1,500 dozens soldiers people tanks killed wounded lost were was by Russia Russian of them the a and , . including half died dead "
    "death toll rose to no not could if villages captured sent who in ( ) at least more than between rest others missing".split()
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_run_of_words_is_drafted(text: str) -> None:
    """Every draft lies in its sentence on its number, and no number is both a draft and passed over."""
    shadow = make_shadow(text).text
    drafts, passes = drafts_of(shadow)
    for draft in drafts:
        assert 0 <= draft.start < draft.end <= len(shadow)
        assert draft.low >= 0
        assert draft.high is None or draft.low <= draft.high
    assert {(d.start, d.end) for d in drafts}.isdisjoint({(p.start, p.end) for p in passes})
