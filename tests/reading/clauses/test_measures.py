"""What a counted phrase in its frame counts: categories, unit, population, outcome, term and base."""

from __future__ import annotations

import pytest

from tests.reading.marked import check, drafts_of


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed {12|killed unit=person} people.",
        "{12|killed+wounded} soldiers were killed or wounded.",
        "The blast killed and wounded {40|killed+wounded} people.",
        "The brigade suffered {300|killed+wounded term=casualties} casualties.",
        "The brigade suffered {300|losses term=losses} losses.",
        "The brigade lost {300|losses term=lost} men.",
        "{300|killed term=liquidated} invaders were liquidated.",
        "{Nine|killed} people lost their lives.",
        "{Nine|missing} sailors are missing in action.",
        "{Nine|captured} officers were taken prisoner.",
        "{40|captured} rebels surrendered.",
        "{40|deserted} recruits defected.",
        "{40,000|displaced} people were forced to flee.",
        "The army reported {12,000|irrecoverable unit=person} irrecoverable losses.",
        "The raid shot {16|killed+wounded term=shot} villagers.",
    ],
)
def test_people_have_the_categories_of_their_verb(text: str) -> None:
    """ "Killed or wounded" is one count of both; a word that its source leaves undefined is kept as the term."""
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "{12|tank of=destroyed unit=item} tanks were destroyed.",
        "The brigade lost {12|tank of=lost} tanks.",
        "Air defense shot down {41|uav of=shot_down} drones.",
        "{Two|ship of=sunk} boats were sunk.",
        "The rebels captured {two|tank of=captured} tanks.",
        "{Nine|artillery of=damaged} howitzers were damaged.",
        "{Nine|artillery of=abandoned} howitzers were abandoned.",
        "The loss of {nine|artillery of=lost} howitzers slowed it down.",
        "The destruction of {two|helicopter of=destroyed} helicopters was filmed.",
    ],
)
def test_materiel_has_an_outcome(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The army liberated {12|settlement of=captured unit=item} villages.",
        "The army captured {40|territory of=captured unit=km2} square kilometers.",
        "The army lost {40|territory of=lost unit=km2} square kilometers.",
        "The army ceded {12|settlement of=lost unit=item} villages.",
    ],
)
def test_ground_is_won_or_lost(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed {12|killed pop=civilian} civilians.",
        "Shelling killed {12|killed pop=child} children.",
        "Shelling killed {12|killed pop=woman} women.",
        "Shelling killed {12|killed pop=journalist} journalists.",
        "Shelling killed {12|killed pop=aid_worker} aid workers.",
        "Shelling killed {12|killed pop=combatant} soldiers.",
        "Shelling killed {12|killed pop=officer} officers.",
        "Shelling killed {12|killed pop=police} policemen.",
        "Shelling killed {12|killed pop=prisoner} prisoners.",
        "Shelling killed {12|killed pop=civilian} young civilians.",
        "Shelling killed {12|killed pop=civilian} elderly civilians.",
        "Shelling killed {12|killed pop=combatant force=SYR} Syrian government soldiers.",
        "Shelling killed {12|killed pop=civilian} civilian drivers.",
    ],
)
def test_the_noun_or_its_modifier_names_the_population(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", ["Shelling killed 12 people.", "Shelling killed 12 women and children.", "Shelling killed 12."])
def test_no_population_is_guessed(text: str) -> None:
    """Where none is named, or several."""
    (draft,) = drafts_of(text)[0]
    assert draft.measure.population is None


@pytest.mark.parametrize(
    "text",
    [
        "{A third|killed unit=share base=strength} of the troops were killed.",
        "The brigade lost {40%|losses unit=share base=strength} of its soldiers.",
        "The brigade lost {40%|losses unit=share base=capability} of its combat capability.",
        "The rebels destroyed {half|tank of=destroyed unit=share} of the tanks.",
        "The rebels destroyed {a third|tank of=destroyed unit=share} of the army's tanks.",
        "The army lost {a third|territory unit=share base=territory} of its territory.",
        "The army lost {half|losses unit=share base=strength} of the brigade.",
        "The party lost 41 percent of its seats.",
        "The army lost 41 percent of what it had taken.",
    ],
)
def test_a_share_says_what_it_is_a_share_of(text: str) -> None:
    """Forty percent of combat capability is not forty percent of the people."""
    check(text)


@pytest.mark.parametrize("text", ["The ministry sent {900|strength unit=person} troops.", "{900|strength} paratroopers were deployed."])
def test_strength_counts_members_of_a_force(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry sent 900 nurses.",
        "The ministry sent 900 letters.",
        "The army destroyed 40 houses.",
        "The army captured 40 rifles.",
        "The army shot down 12 hopes.",
        "The army sank 12 villages.",
        "The raid killed 30 cows.",
        "Fighting displaced 12 tanks.",
        "The army killed 12 tanks.",
        "The army sank 12 soldiers.",
        "The army liberated 12 soldiers.",
        "40 lives changed.",
    ],
)
def test_words_that_do_not_go_together_mean_nothing(text: str) -> None:
    """Tanks aren't killed and soldiers aren't sunk: no measure, no claim."""
    check(text)
