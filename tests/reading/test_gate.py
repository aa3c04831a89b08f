"""The gate: a document is read when it speaks of armed conflict, and a sentence when war is what cost the lives it counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.gate import holds_loss_word, is_other_cause, judge_context, load_evidence
from tollbook.reading.tokens import split_sentences, tokenise


def speaks_of_conflict(text: str) -> bool:
    return judge_context(text.encode(), "conflict").conflict


def cause_in(text: str) -> str | None:
    (sentence,) = split_sentences(text)
    return is_other_cause(tokenise(text, sentence).words)


CONFLICT = {
    "a named group": [
        "Fighters of M23 killed 14 people in Masisi, a priest said.",
        "Boko Haram took 40 girls from a school in Borno.",
        "Hezbollah said 11 of its men died on Tuesday.",
        "The RSF shelled a market, leaving 23 dead.",
        "FARC dissidents gave up 60 captives.",
    ],
    "an act of a state's forces": [
        "Israeli strikes killed 31 people overnight, medics said.",
        "Six died in a Russian attack on Kherson.",
        "Turkish jets bombed a village near Duhok, killing two shepherds.",
        "Ethiopian troops have killed 45 villagers in Amhara, a rights group says.",
        "Nine hurt as Ukrainian drones hit Belgorod",
        "The death toll from the strike on Tyre rose to 17.",
    ],
    "losses of men, machines and ships": [
        "Russia has lost 310 tanks since June.",
        "Ukraine lost 45 men at Robotyne.",
        "The navy lost two frigates off Port Stanley.",
        "Japanese submarines sank 11 ships in a month.",
        "Both of the division's regiments lost half of their officers.",
        "Argentina lost 20 aircraft over the Falklands.",
        "Downed: 14 Shaheds and two cruise missiles.",
        "The brigade counts 71 killed in action and 230 wounded.",
    ],
    "wars by name and past wars": [
        "The war in Yemen has killed 150,000 people.",
        "Some 60,000 men fell on the first day of the Somme offensive.",
        "More than 27 million Soviet citizens died in the Second World War.",
        "At Gettysburg the Confederates lost 28,000 men.",
        "The siege of Leningrad cost 800,000 civilian lives.",
        "In Algeria's civil war as many as 200,000 died.",
        "Napoleon crossed the Niemen with an army of 450,000 and brought 20,000 men home.",
        "The Battle of Adwa left 6,000 Italians dead.",
    ],
    "captives, flight and ground": [
        "Some 240 prisoners of war came home in the exchange.",
        "Ukrainian forces took 90 prisoners in Kursk.",
        "Fighting in Goma has displaced 400,000 people.",
        "The rebels seized three towns and 200 square kilometers.",
        "About 1,100 soldiers crossed the river and surrendered.",
        "The garrison of 700 laid down its arms.",
        "Government troops have retaken 12 villages in Idlib.",
    ],
    "terrorism, insurgency and operations of police and army": [
        "A suicide bomber killed 18 worshippers in a mosque in Quetta.",
        "Gunmen attacked a police post in Burkina Faso and killed nine officers.",
        "Guerrillas ambushed an army patrol; four soldiers died.",
        "Six militants were killed in a raid by security forces in Kashmir.",
        "A roadside bomb wounded three policemen.",
        "Death squads killed five trade unionists.",
        "Dynamite charges went off at two ministries and hurt 12 people; the police blamed terrorists.",
        "The junta's soldiers burned the village and killed 19 peasants.",
    ],
    "Ukrainian and Russian": [
        "Внаслідок удару по Одесі загинули п'ятеро людей.",
        "Сили ППО збили 41 дрон.",
        "Войска потеряли 12 танков за неделю.",
        "Втрати противника: 1 050 осіб, 7 танків.",
        "При обстреле Шебекино ранены трое.",
    ],
}

OTHER = {
    "accidents": [
        "A ferry sank off Mindoro; 31 people drowned and 12 are missing.",
        "An army helicopter crashed on a training flight, killing five soldiers.",
        "An explosion at a fertilizer plant killed six workers and wounded 20.",
        "A bus fell into a ravine in Bolivia, killing 22.",
        "Fire in a nightclub left 59 dead.",
        "Two trains collided near Lahore and 40 passengers died.",
        "Gas blast kills nine in an apartment block",
        "A bridge collapsed and killed 11 people, the mayor said.",
        "Внаслідок ДТП з автобусом загинули шестеро людей.",
        "В шахте погибли 11 горняков, сообщило министерство.",
    ],
    "disasters and disease": [
        "The quake killed 2,300 people; the army sent 4,000 soldiers to dig.",
        "Floods have displaced 90,000 people in Sindh, and troops are moving them to camps.",
        "Typhoon kills 44 in Luzon",
        "Cholera has killed 310 people in two provinces.",
        "The flu pandemic of 1918 killed 50 million people.",
        "A landslide buried a village; 60 are dead.",
        "Wildfires near Valparaíso killed 112 people.",
    ],
    "ordinary crime": [
        "A man stabbed three people in a bar in Leeds on Saturday.",
        "A gunman killed his wife and two neighbors, the sheriff said.",
        "Bank robbers shot two guards dead and fled with the cash.",
        "Homicides in the city fell to 310 last year.",
        "A teenager shot dead two classmates at a high school.",
        "Two people were killed in a brawl outside a pub.",
    ],
    "sport": [
        "The striker was shot down by 40,000 fans after he missed two penalties.",
        "Arsenal lost 3-0 as Chelsea's attack destroyed their defense.",
        "A massacre: the champions scored nine goals in the first half.",
        "France lost two players to injury before the match in Cardiff.",
        "The battle for promotion goes on; Leeds have lost four of nine games.",
        "England lost six wickets in the morning.",
    ],
    "trade and work": [
        "The price war cost the chain 300 jobs.",
        "Shares lost 4 percent after the takeover bid was shot down.",
        "A strike by 12,000 rail workers hit France on Monday.",
        "The bank lost 200 customers a day in its battle with a rival.",
        "The carmaker will kill two of its brands and cut 7,000 jobs.",
    ],
    "politics": [
        "The senate killed the bill by 51 votes to 49.",
        "The party lost 45 seats in the election.",
        "Candidates fought a bitter campaign and lost 12 percent of the vote.",
        "The minister came under attack in parliament; 30 lawmakers walked out.",
    ],
    "screens and machines": [
        "In the film an actor kills 40 zombies.",
        "The video game's soldiers lost two of their weapons in the sequel.",
        "The virus attack hit 3,000 computers.",
        "The series killed off two of its characters in the third season.",
    ],
    "armies at peace": [
        "The army will cut 9,000 jobs to save money.",
        "Some 3,000 soldiers marched in the parade.",
        "Two soldiers were hurt when their truck overturned on a training exercise.",
        "The air force ordered 30 jets for 4 billion dollars.",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in CONFLICT.items() for text in texts])
def test_a_short_text_on_armed_conflict_is_read(kind: str, text: str) -> None:
    """A sentence or two is enough, and no list of words of war is needed."""
    assert speaks_of_conflict(text), judge_context(text.encode(), "conflict")


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in OTHER.items() for text in texts])
def test_a_short_text_on_something_else_is_not_read(kind: str, text: str) -> None:
    """The dead of accidents, disasters, disease and crime are not counted, nor are figures of speech."""
    assert not speaks_of_conflict(text), judge_context(text.encode(), "conflict")
