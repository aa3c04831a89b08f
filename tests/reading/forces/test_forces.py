"""Whose loss it is: the side that lost, never the side that inflicted it; two equal candidates are none."""

from __future__ import annotations

import pytest

from tests.reading.marked import check, force_rules_of, forces_of, read_any, unmark
from tollbook.core.types import Claim


def only(text: str, theatre: str = "none") -> Claim:
    (claim,) = read_any(text, theatre).claims
    return claim


def force_in(text: str) -> str | None:
    force = only(text).force
    return force.id or force.text if force is not None else None


@pytest.mark.parametrize(
    "text",
    [
        "Russia lost {40|losses force=RUS} soldiers.",
        "Russia suffered {40|killed+wounded force=RUS} casualties.",
        "Moscow lost {40|losses force=RUS} men.",
        "Ukraine's army lost {40|losses force=UKR} men.",
        "Ukraine says Russia lost {40|losses force=RUS} soldiers.",
        "North Korea sent {11,000|strength force=PRK} troops to Russia.",
        "Ukraine said that it lost {40|losses force=UKR} soldiers.",
        "Russia, Ukraine said, lost {40|losses force=RUS} soldiers.",
        "Russia lost {40|losses force=RUS} soldiers and Ukraine lost {50|losses force=UKR} soldiers.",
        "Israel said Hamas lost {40|losses force=hamas} fighters.",
    ],
)
def test_the_subject_of_losing_lost(text: str) -> None:
    """Who speaks of it did not."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Russian army killed {40|killed force=SYR} Syrian soldiers.",
        "{40|killed force=SYR} Syrian soldiers were killed by the Russian army.",
        "Israel killed {12|killed force=hamas} Hamas fighters.",
        "Hamas killed {12|killed force=ISR} Israelis.",
        "{12|killed force=ISR} Israelis were killed by Hamas.",
        "Ukraine shot down {41|uav force=RUS} Russian drones.",
        "Russian troops took {40|captured force=UKR} Ukrainian soldiers prisoner.",
        "The rebels wounded {30|wounded force=SYR} Syrian troops.",
        "Russia captured {12|settlement force=UKR} Ukrainian villages.",
    ],
)
def test_the_counted_phrase_names_the_loser(text: str) -> None:
    """Who inflicted the loss stands elsewhere in the clause, active or passive."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "{12|tank force=RUS} tanks of the Russian army were destroyed.",
        "{12|killed force=RUS} soldiers of the Russian army were killed.",
        "Russian casualties reached {500|killed+wounded force=RUS}.",
        "The deaths of {40|killed force=RUS} Russian soldiers were confirmed.",
        "The loss of {12|tank force=RUS} Russian tanks was confirmed.",
    ],
)
def test_a_force_after_of_or_before_the_noun_lost(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Russian army killed 40 rebels in Syria.",
        "Russia destroyed 12 tanks.",
        "Ukraine liberated 12 villages.",
        "The Israeli army said 12 militants were killed.",
        "The Russian ministry said 40 fighters were killed.",
        "12 soldiers were killed by Russia.",
        "12 soldiers died fighting Russia.",
        "Russia inflicted 40 casualties.",
        "12 children were killed by a Russian drone.",
    ],
)
def test_who_inflicts_or_speaks_is_never_the_loser(text: str) -> None:
    force = only(text).force
    assert force is None or force.id not in ("RUS", "ISR", "UKR")


@pytest.mark.parametrize(
    "text",
    [
        "In Russia, 12 soldiers were killed.",
        "12 soldiers were killed in Russia.",
        "12 civilians were killed in Ukraine.",
        "Shelling in Syria killed 12 people.",
        "12 people died near Moscow.",
        "Two helicopters were lost in Ukraine.",
    ],
)
def test_a_country_after_a_preposition_is_a_place(text: str) -> None:
    """What happens in a country need not happen to its side."""
    assert only(text).force is None


def test_the_place_of_a_loss_is_not_its_side() -> None:
    check("Russia lost {40|losses force=RUS} soldiers in Ukraine.")


@pytest.mark.parametrize(
    ("before", "force"),
    [("Russia attacked at dawn.", "RUS"), ("Hamas fired on the town.", "hamas")],
)
def test_a_pronoun_stands_for_the_only_subject_before_it(before: str, force: str) -> None:
    text, marks = unmark(f"{before} It lost {{40|losses force={force}}} soldiers.")
    (claim,) = read_any(text).claims
    assert claim.force is not None
    assert claim.force.id == force
    assert "force.pronoun" in claim.rules
    assert claim.span.start == marks[0].start


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked Ukraine. It lost 40 soldiers.",
        "Ukraine and Russia fought; their troops lost 40 men.",
        "It lost 40 soldiers.",
        "Losing 40 men, they withdrew.",
        "Russia fought Ukraine. The rain began. It lost 40 soldiers.",
    ],
)
def test_a_pronoun_with_two_candidates_or_none_stands_for_nobody(text: str) -> None:
    """Nothing is guessed, and nothing is taken from two sentences before."""
    assert only(text).force is None


@pytest.mark.parametrize("people", ["rebels", "insurgents", "militants", "guerrillas", "separatists"])
def test_fighters_of_no_state_are_not_the_states(people: str) -> None:
    """ "Syrian rebels" fight Syria's army; they are a side of their own, without an id."""
    force = only(f"40 Syrian {people} were killed.").force
    assert force is not None
    assert force.id is None
    assert people in force.text


@pytest.mark.parametrize("people", ["soldiers", "civilians", "officers", "children"])
def test_a_peoples_members_are_its_own(people: str) -> None:
    assert force_in(f"40 Syrian {people} were killed.") == "SYR"


def test_a_theatre_names_forces_that_the_world_does_not() -> None:
    """A contingent's adjective leads to the force that the theatre says."""
    claim = only("North Korea lost 40 soldiers in Kursk.", "russia-ukraine-2022")
    assert claim.force is not None
    assert claim.force.id == "PRK"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shelling killed 12 Finnish soldiers.", ["FIN"]),
        ("The raid destroyed 12 of Finland's tanks.", ["FIN"]),
        ("Two Hezbollah fighters were killed near the river.", ["hezbollah"]),
        ("An ambush killed 9 Taliban.", ["taliban"]),
        ("Thirty Danes were wounded in the battle.", ["DNK"]),
        ("A Norwegian pilot was killed.", ["NOR"]),
        ("Three U.S. Marines were killed.", ["USA"]),
    ],
)
def test_a_force_in_the_counted_phrase_is_the_loser(text, expected):
    assert forces_of(text) == expected
    assert force_rules_of(text)[0] == "force.phrase"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid killed 12 soldiers of the Finnish army.", ["FIN"]),
        ("Eight members of the Peruvian security forces were killed.", ["PER"]),
        ("The raid left 40 dead among the Finns.", ["FIN"]),
        ("The fleet inflicted 500 casualties on the Danish army.", ["DNK"]),
    ],
)
def test_a_force_after_of_or_among_is_the_loser(text, expected):
    assert forces_of(text) == expected
    assert force_rules_of(text)[0] == "force.of"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid killed 12 people in Finland.", [None]),
        ("The bombing of Ecuador killed 12 people.", [None]),
        ("Shells killed 6 people from Ecuador.", [None]),
        ("Airstrikes on Yemen killed 30 people.", [None]),
        ("A blast near the border with Peru killed two men.", [None]),
        ("Twelve people were killed in Mali on Monday.", [None]),
        ("A bomb killed 7 people in Lebanon's capital.", [None]),
        ("Rockets fired at Israel wounded 5 people.", [None]),
    ],
)
def test_a_place_is_no_force(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Finland lost 400 men in the battle.", ["FIN"]),
        ("The Danish army suffered 2,000 casualties.", ["DNK"]),
        ("The British Army lost 90 soldiers at the ford.", ["GBR"]),
        ("The German army had lost 300 tanks by May.", ["DEU"]),
        ("Hezbollah sustained 30 casualties.", ["hezbollah"]),
        ("Danish troops and Swedish volunteers lost 40 men.", ["DNK"]),
        ("In the attack on Norway the Danes lost 50 men.", ["DNK"]),
        ("In fighting along the Swedish border the Danes lost 50 men.", ["DNK"]),
        ("McClellan's Union army lost 3,000 men.", ["union"]),
        ("The Confederates suffered 900 casualties.", ["confederacy"]),
    ],
)
def test_the_subject_of_a_losers_verb_is_the_loser(text, expected):
    assert forces_of(text) == expected
    assert force_rules_of(text)[0] == "force.subject"


@pytest.mark.parametrize(
    "text",
    [
        "The brigade lost 80 men, a Finnish officer said.",
        "The airline lost 12 pilots.",
        "In Norway 50 men were lost.",
        "Near the Danish border the column lost 30 men.",
    ],
)
def test_a_loser_that_is_no_force_leaves_it_open(text):
    assert forces_of(text) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Finnish casualties reached 500.", ["FIN"]),
        ("The Danish death toll rose to 90.", ["DNK"]),
        ("Danish losses were put at 2,000 men.", ["DNK"]),
        ("The report put Danish losses at 2,000 casualties.", ["DNK"]),
        ("Danish losses in the raid: 90 soldiers, two tanks.", ["DNK", "DNK"]),
        ("The raid cost the Danish army 90 dead.", ["DNK"]),
        ("Losses from Danish strikes: 90 soldiers.", [None]),
    ],
)
def test_a_force_before_the_word_for_losses_is_the_loser(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shelling killed 23 Finnish soldiers and wounded 41.", ["FIN", "FIN"]),
        ("Two Danish soldiers were killed and five wounded.", ["DNK", "DNK"]),
        ("A mine killed 3 Malian soldiers and wounded 6 others.", ["MLI", "MLI"]),
        ("The Finnish army lost 3 tanks, 2 trucks and 4 howitzers.", ["FIN", "FIN", "FIN"]),
        ("The raid destroyed six tanks, two howitzers and a dozen trucks of the Danish army.", ["DNK", "DNK", "DNK"]),
        ("Gunmen killed 3 Malian soldiers and 2 officers.", ["MLI", "MLI"]),
    ],
)
def test_a_conjunct_and_a_list_share_their_force(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid killed 20 Taliban and two soldiers.", ["taliban", None]),
        ("The blast killed 3 Malian soldiers and 2 civilians.", ["MLI", None]),
        ("The raid killed 3 Malian soldiers. It wounded 4 villagers.", ["MLI", None]),
        ("The raid killed 3 Malian soldiers and 4 French soldiers.", ["MLI", "FRA"]),
        ("Two Danish soldiers were killed and 30 villagers were wounded.", ["DNK", None]),
    ],
)
def test_people_of_another_kind_do_not_share_it(text, expected):
    assert forces_of(text) == expected


def test_two_sides_in_one_count_are_none():
    assert forces_of("The battle killed 300 Danish and Swedish soldiers.") == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid killed 12 Syrian civilians.", ["SYR"]),
        ("Rockets killed 39 Israeli civilians.", ["ISR"]),
        ("The raid killed 12 civilians.", [None]),
        ("Israeli strikes killed 12 civilians.", [None]),
        ("Syrian shells killed 12 children in Aleppo.", [None]),
    ],
)
def test_civilians_belong_to_a_side_only_by_their_nationality(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid killed 12 Syrian rebels.", ["Syrian rebels"]),
        ("Twelve Iraqi insurgents were killed.", ["Iraqi insurgents"]),
        ("Twelve rebels were killed.", ["rebels"]),
        ("Three Iraqi policemen were killed.", ["IRQ"]),
        ("Three policemen were killed.", [None]),
        ("Two Nepalese peacekeepers were killed.", ["NPL"]),
    ],
)
def test_fighters_of_no_state_are_a_side_of_their_own(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The destroyer shot down three drones launched by the Houthis.", ["houthis"]),
        ("The battery shot down two jets operated by Finland.", ["FIN"]),
        ("The destroyer shot down three drones launched from a ship.", [None]),
    ],
)
def test_what_is_shot_down_belongs_to_who_launched_it(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Danish jets killed 40 fighters.",
        "Danish troops destroyed 12 tanks.",
        "The Taliban killed 12 people.",
        "The Danish army captured 300 men.",
        "Russia's artillery killed 12 soldiers.",
        "The Danes wounded 50.",
    ],
)
def test_who_inflicts_a_loss_is_never_the_loser(text):
    assert forces_of(text) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Danish losses were 30 killed, 90 wounded and 12 missing.", ["DNK", "DNK", "DNK"]),
        ("Finnish army: 39 killed, 120 wounded", ["FIN", "FIN"]),
        ("Danish troops killed: 39", ["DNK"]),
        ("Danish strikes: 39 killed", [None]),
        ("Danes: 39 killed, 120 wounded", ["DNK", "DNK"]),
        ("Ottoman casualties at the fort were 300 killed and 900 wounded.", ["ottoman-empire", "ottoman-empire"]),
        ("On the Danish side 20 were killed and 40 wounded.", ["DNK", "DNK"]),
        ("On the Danish coast 20 were killed and 40 wounded.", [None, None]),
        ("Denmark: 39 killed", [None]),
        ("Danish losses were 120 killed, while the Swedes lost 300.", ["DNK", "SWE"]),
    ],
)
def test_a_heading_says_whose_counts_follow(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen attacked a Malian army post, killing 12 soldiers.", ["MLI"]),
        ("A bomb hit a Danish convoy, killing three and wounding nine.", ["DNK", "DNK"]),
        ("Swedish forces ambushed a Danish column, killing 12 men.", ["DNK"]),
        ("Nine soldiers died in an attack on a Malian army base.", ["MLI"]),
        ("A Danish patrol was ambushed and 12 soldiers were killed.", ["DNK"]),
        ("A bomb hit a Danish convoy, killing three people.", [None]),
        ("A bomb hit a Danish school, killing three soldiers.", [None]),
        ("A Danish patrol attacked the village, killing three soldiers.", [None]),
        ("Danish and Swedish positions were shelled and 12 soldiers were killed.", [None]),
    ],
)
def test_an_attack_on_a_sides_troops_is_that_sides_loss(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Danes had 30 killed and 90 wounded.", ["DNK", "DNK"]),
        ("The Danes took 30 casualties.", ["DNK"]),
        ("The Danes took the town with 30 killed.", [None]),
        ("The campaign cost Finland hundreds of soldiers' lives.", ["FIN"]),
        ("The Danish frigate and two landing ships were sunk.", ["DNK"]),
        ("The battle left 20 dead and 40 wounded on the Danish side.", ["DNK", "DNK"]),
    ],
)
def test_other_ways_to_name_the_loser(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Germany's ally Austria lost 300 men.", ["AUT"]),
        ("Lebanon's Hezbollah lost 30 fighters.", ["hezbollah"]),
        ("Russian Wagner mercenaries lost 40 men.", ["wagner"]),
        ("The Danish sixth army lost 40 men.", ["DNK"]),
        ("As Russia advanced, Ukraine lost 300 men.", ["UKR"]),
        ("Danish troops attacked and the Swedes lost 300.", ["SWE"]),
        ("The Danish army, Swedish volunteers and Finns lost 40 men.", ["DNK"]),
    ],
)
def test_the_subject_is_the_noun_that_lost_or_the_first_of_a_list(text, expected):
    assert forces_of(text) == expected
