"""Whose loss it is where the clause leaves it open: pronouns, speakers, the forces of the document, the other side of a war."""

from __future__ import annotations

import pytest

from tests.reading.marked import force_rules_of, forces_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad said three of its soldiers were killed.", ["TCD"]),
        ("Finland's army said it had lost 40 men.", ["FIN"]),
        ("Denmark's army rejected a report that 31 of its soldiers had been killed.", ["DNK"]),
        ("The Taliban said 12 of their fighters were killed.", ["taliban"]),
        ("Kyiv denied that 40 of its soldiers had been killed.", ["UKR"]),
        ('"We lost eight men," the Malian commander said.', ["MLI"]),
        ("Finland began its retreat in May. It lost 40 of its tanks.", ["FIN"]),
    ],
)
def test_a_pronoun_stands_for_the_one_who_speaks_or_the_subject(text, expected):
    assert forces_of(text) == expected
    assert force_rules_of(text)[-1] == "force.pronoun"


@pytest.mark.parametrize(
    "text",
    [
        "The unit lost 12 of its men.",
        "Finland and Denmark fought on. It lost 40 men.",
        "Few believe the ministry's claim that it lost only two men in the Taliban ambush.",
        '"We lost eight men," a commander said.',
        "The general did not say whether 30 of his men had died, as the Taliban boasted.",
        "Kyiv said Russia's army attacked and that 12 of its tanks were burning, and 4 of its soldiers were killed.",
    ],
)
def test_a_pronoun_with_no_or_two_candidates_is_left_open(text):
    assert set(forces_of(text)) <= {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Niger's defence ministry said 17 soldiers were killed.", ["NER"]),
        ("India says 20 soldiers died in the clash.", ["IND"]),
        ("Three soldiers were killed in the ambush, the Malian army said.", ["MLI"]),
        ("Two officers died in the blast, Iraq's interior ministry said.", ["IRQ"]),
        ("The Iraqi army said a roadside bomb killed four soldiers.", ["IRQ"]),
        ("The Kenyan military said gunmen attacked a base, killing 11 soldiers.", ["KEN"]),
        ("Colombia's army said 20 FARC rebels died in the raid; no soldiers were killed.", ["farc", "COL"]),
        ("At most 25 soldiers died in the ambush, a Malian officer said.", ["MLI"]),
    ],
)
def test_an_institutions_soldiers_are_its_own_states(text, expected):
    assert forces_of(text) == expected
    assert force_rules_of(text)[-1] == "force.speaker"


@pytest.mark.parametrize(
    "text",
    [
        "The Malian army said it killed 30 men.",
        "The Malian army said it had killed 12 soldiers.",
        "The Malian army said troops killed 12 soldiers.",
        "The Malian army said its jets struck a camp, killing 30 officers.",
        "Mali's army said 30 fighters were killed.",
        "Mali's army said 30 people were killed.",
        "Mali's health ministry said 30 soldiers were killed.",
        "French intelligence said 30 soldiers were killed.",
        "A monitoring group said 30 soldiers were killed.",
        "The army said 30 soldiers were killed.",
        "Mali said Togolese units had fled and 30 soldiers were killed.",
        "Mali's army said 300 troops had entered the city.",
        "Mali's army said it destroyed 30 tanks.",
    ],
)
def test_an_institution_speaks_of_others_too(text):
    assert set(forces_of(text)) <= {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taliban attacked at dawn. Twelve insurgents were killed.", ["taliban"]),
        ("The chief of the FARC died in a raid in which 20 rebels were killed.", ["farc"]),
        ("Myanmar's generals met. The junta lost 40 soldiers.", ["MMR"]),
        ("Syria's president spoke. Regime forces lost 40 men.", ["SYR"]),
    ],
)
def test_a_force_named_by_kind_is_the_documents_only_one(text, expected):
    assert forces_of(text) == expected
    assert force_rules_of(text)[-1] == "force.kind"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taliban fought Islamic State. Twelve insurgents were killed.", ["insurgents"]),
        ("NATO sent jets. Twelve rebels were killed.", ["rebels"]),
        ("Syria and Iraq met. Government forces lost 40 men.", ["government-forces"]),
        ("Twelve guerrillas were killed.", ["guerrillas"]),
    ],
)
def test_a_force_named_by_kind_stays_so_among_several(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Danes took the ridge for the loss of 40 soldiers.", ["DNK"]),
        ("Malian troops killed 30 militants for the loss of two soldiers.", ["militants", "MLI"]),
        ("The Malian army said it had killed 30 militants for the loss of two soldiers.", ["militants", "MLI"]),
        ("The village fell for the loss of two soldiers.", [None]),
    ],
)
def test_the_cost_of_a_success_is_the_winners(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine's air force said it shot down 88 drones overnight.", ["RUS"]),
        ("Ukraine's general staff said the enemy lost 40 tanks.", ["RUS"]),
        ("Russia's defense ministry said 40 enemy soldiers were killed.", ["UKR"]),
        ("The invaders lost 40 tanks, Kyiv said.", ["RUS"]),
        ("Russian troops destroyed 12 tanks.", ["UKR"]),
        ("Ukraine's general staff said 1,200 soldiers were killed.", [None]),
        ("Ukraine said a missile killed 12 people.", [None]),
        ("The enemy lost 40 tanks.", [None]),
    ],
)
def test_in_a_war_of_two_the_enemy_is_the_other(text, expected):
    assert forces_of(text, theatre="russia-ukraine-2022") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Finland's army said it shot down 88 drones.", [None]),
        ("Danish troops destroyed 12 tanks.", [None]),
        ("Finland's army said the enemy lost 40 tanks.", [None]),
        ("Hezbollah killed 12 soldiers.", [None]),
        ("Shining Path guerrillas killed 12 soldiers.", ["PER"]),
        ("The Rapid Support Forces captured 220 soldiers.", ["SDN"]),
        ("The Rapid Support Forces killed 220 people.", [None]),
        ("The Rapid Support Forces captured 220 fighters.", [None]),
    ],
)
def test_outside_a_war_of_two_only_an_insurgencys_one_state_is_its_enemy(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two Danish soldiers were killed by a mine. Three others were wounded.", ["DNK", "DNK"]),
        ("Twelve Danish soldiers were killed. Another 30 were wounded.", ["DNK", "DNK"]),
        ("Finland's army said five of its soldiers were killed and 12 were wounded.", ["FIN", "FIN"]),
        ("Two Danish soldiers and a Swedish officer were killed. Three others were wounded.", ["DNK", "SWE", None]),
        ("Twelve Danish soldiers were killed. In the town 30 were wounded.", ["DNK", None]),
        ("Twelve Danish soldiers were killed. Three villagers were wounded.", ["DNK", None]),
        ("Twelve Danish soldiers were killed. It rained. Another 30 were wounded.", ["DNK", None]),
    ],
)
def test_a_count_of_others_goes_on_from_the_count_before(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomber struck Yemeni troops. At least 90 soldiers were killed.", ["YEM"]),
        ("A bomber struck Yemeni troops. At least 90 people were killed.", [None]),
        ("A bomber struck Yemeni troops. At least 90 fighters were killed.", [None]),
        ("Yemeni troops met Saudi troops. At least 90 soldiers were killed.", [None]),
        ("A bomber struck in Yemen. At least 90 soldiers were killed.", [None]),
        ("Yemeni troops stormed the camp and killed 90 soldiers.", [None]),
    ],
)
def test_soldiers_are_those_of_the_only_troops_that_the_document_names(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Blast kills 12 Finns.\n\nThe blast killed 12 people near the harbor.", ["FIN", "FIN"]),
        ("Blast kills 12 Finns and 12 Danes.\n\nThe blast killed 12 people.", ["FIN", "DNK", None]),
        ("Blast kills 12 Finns.\n\nThe blast wounded 12 people.", ["FIN", None]),
        ("A Finnish soldier was killed.\n\nA man was killed.", ["FIN", None]),
    ],
)
def test_the_same_count_in_one_document_is_the_same_sides(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twelve Danish soldiers died, including two officers.", ["DNK", "DNK"]),
        ("Twenty people died, including five Danish soldiers.", [None, "DNK"]),
        ("Twenty people died, the Malian army said; 12 of the dead were soldiers.", [None, "MLI"]),
    ],
)
def test_a_part_has_the_force_that_it_names_or_that_of_its_whole(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six Danish troops came. The army said two soldiers were killed.", ["DNK"]),
        ("A base burned in Mali. The army said two soldiers were killed along the Danish border.", ["MLI"]),
        ("Mali and Niger met. The army said two soldiers were killed.", [None]),
    ],
)
def test_an_army_without_a_name_is_that_of_the_documents_only_state(text, expected):
    assert forces_of(text)[-1:] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hezbollah said 40 fighters were killed.", ["hezbollah"]),
        ("The Taliban denied that 40 fighters had been killed.", ["taliban"]),
        ("Hezbollah said 40 soldiers were killed.", [None]),
        ("Hezbollah said it killed 40 fighters.", [None]),
        ("Israel's army said 40 fighters were killed.", [None]),
        ("A rebel said 40 fighters were killed.", [None]),
    ],
)
def test_an_armed_groups_fighters_are_its_own(text, expected):
    assert forces_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Потери украинской армии составили до 90 военнослужащих.", ["UKR"]),
        ("Втрати російської армії склали 1200 осіб.", ["RUS"]),
        ("Втрати склали 1200 осіб.", [None]),
    ],
)
def test_a_theatre_names_its_armies_in_its_languages(text, expected):
    assert forces_of(text, theatre="russia-ukraine-2022") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The junta lost 40 soldiers, and others fled to Thailand.", "junta"),
        ("The junta lost 40 soldiers, and others crossed into Thailand.", "junta"),
        ("The junta lost 40 soldiers in Myanmar, and others fled to Thailand.", "MMR"),
    ],
)
def test_where_people_fled_to_is_no_side(text: str, expected: str) -> None:
    """A state that is only a destination is not the one whose forces a text speaks of."""
    assert forces_of(text) == [expected]


def test_the_army_of_an_unknown_ministry_is_not_guessed():
    """Of the document's only state, where the ministry is of no state that is known."""
    text = "The Armenian Defense Ministry said that 16 of its servicemen had died. "
    assert forces_of(f"{text}According to the Defense Ministry, 27 soldiers were killed.") == ["ARM", "ARM"]
    assert forces_of(f"{text}According to the Karabakh Defense Ministry, 27 soldiers were killed.") == ["ARM", None]


@pytest.mark.parametrize(
    "text",
    ["Of the 11,000 Danish soldiers sent to the border, 4,000 were killed.", "Denmark sent 11,000 soldiers. Of these, 4,000 were killed."],
)
def test_losses_of_a_strength_are_its_forces_own(text):
    assert forces_of(text) == ["DNK", "DNK"]
