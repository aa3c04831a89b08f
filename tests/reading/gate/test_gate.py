"""The gate: a document is read when it speaks of armed conflict, and a sentence when war is what cost the lives it counts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.gate.gate import holds_loss_word, judge_context, weigh


def speaks_of_conflict(text: str) -> bool:
    return judge_context(text.encode(), "conflict").conflict


CONFLICT = {
    "a named group": [
        "Fighters of M23 killed 14 people in Masisi, a priest said.",
        "Boko Haram took 40 girls from a school in Borno.",
        "Hezbollah said 11 of its men died on Tuesday.",
        "The RSF shelled a market, leaving 23 dead.",
        "FARC dissidents gave up 60 captives.",
    ],
    "an act of a state's forces": [
        "India and Pakistan traded fire along the Line of Control, and nine died.",
        "Saudi-led raids on Saada killed 31.",
        "Iran fired 180 missiles at Israel; one man was killed in Jericho.",
        "Israeli strikes killed 31 people overnight, medics said.",
        "Six died in a Russian attack on Kherson.",
        "Turkish jets bombed a village near Duhok, killing two shepherds.",
        "Ethiopian troops have killed 45 villagers in Amhara, a rights group says.",
        "Nine hurt as Ukrainian drones hit Belgorod",
        "The death toll from the strike on Tyre rose to 17.",
    ],
    "losses of men, machines and ships": [
        "Kyiv puts Moscow's losses at 812,000.",
        "Western officials put Russian dead and wounded at 1,500 a day.",
        "HMS Hood went down with 1,415 men; three survived.",
        "Enemy losses: 3 tanks, 2 IFVs, 40 personnel.",
        "U-boats sank 2,700 merchantmen.",
        "Grant lost 7,000 men in an hour at Cold Harbor.",
        "The regiment lost 40 percent of its men.",
        "Losses of the Russians over the day: 1,100 men and 12 guns.",
        "Warsaw believes 10 Iskander launchers were hit.",
        "The Serbs shot down an F-117.",
        "Azerbaijan says 192 of its servicemen were killed in the operation.",
        "5 KIA, 12 WIA, the brigade reports.",
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
        "Of the 600 who rode at Balaclava, 118 were killed.",
        "Khmer Rouge rule killed 1.7 million Cambodians.",
        "Some 58,000 American servicemen died in Vietnam.",
        "The truce has held in Kachin; clashes had killed 14.",
        "The Sixth Army had 250,000 men when it was encircled.",
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
        "Kyiv says it has taken 1,000 square kilometers of Kursk.",
        "The army says 12 men deserted.",
        "North Korea has sent 11,000 men to Kursk.",
        "About 6.7 million Ukrainians live abroad as refugees.",
        "Hutu militiamen put 300 captives to the sword.",
        "Some 240 prisoners of war came home in the exchange.",
        "Ukrainian forces took 90 prisoners in Kursk.",
        "Fighting in Goma has displaced 400,000 people.",
        "The rebels seized three towns and 200 square kilometers.",
        "About 1,100 soldiers crossed the river and surrendered.",
        "The garrison of 700 laid down its arms.",
        "Government troops have retaken 12 villages in Idlib.",
    ],
    "terrorism, insurgency and operations of police and army": [
        "Bandits killed 30 in Zamfara.",
        "Police fired on protesters in Khartoum, killing nine.",
        "Clashes between herders and farmers killed 80 in Plateau state.",
        "Since October, 43 journalists have been killed in Gaza.",
        "Settlers shot dead two Palestinians near Nablus.",
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
        "Росіяни вдарили по Харкову, є загиблий і 12 поранених.",
        "Бойцы потеряли за сутки 900 человек, заявили в Киеве.",
        "Внаслідок удару по Одесі загинули п'ятеро людей.",
        "Сили ППО збили 41 дрон.",
        "Войска потеряли 12 танков за неделю.",
        "Втрати противника: 1 050 осіб, 7 танків.",
        "При обстреле Шебекино ранены трое.",
    ],
}

OTHER = {
    "accidents": [
        "A tanker exploded in Lagos, killing 30 people who had come for fuel.",
        "A military jet crashed into a school in Dhaka, killing 31 people.",
        "Troops were sent to clear snow; three soldiers were hurt when a roof collapsed.",
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
        "В Турции при землетрясении погибли 40 человек.",
        "Locusts destroyed 200 square kilometers of crops in Kenya.",
        "Ukraine reported 900 deaths from flu last winter.",
        "The quake killed 2,300 people; the army sent 4,000 soldiers to dig.",
        "Floods have displaced 90,000 people in Sindh, and troops are moving them to camps.",
        "Typhoon kills 44 in Luzon",
        "Cholera has killed 310 people in two provinces.",
        "The flu pandemic of 1918 killed 50 million people.",
        "A landslide buried a village; 60 are dead.",
        "Wildfires near Valparaíso killed 112 people.",
    ],
    "ordinary crime": [
        "Police have charged a man with murder after a gunman shot nine people at a birthday party.",
        "A former soldier killed five in a shooting at a mall.",
        "Thieves raided a jewelry store and took 40 watches.",
        "Prison riot leaves 12 inmates dead in Ecuador",
        "A man stabbed three people in a bar in Leeds on Saturday.",
        "A gunman killed his wife and two neighbors, the sheriff said.",
        "Bank robbers shot two guards dead and fled with the cash.",
        "Homicides in the city fell to 310 last year.",
        "A teenager shot dead two classmates at a high school.",
        "Two people were killed in a brawl outside a pub.",
    ],
    "sport": [
        "The Bulldogs destroyed the Rangers 45-12 and lost two men to the sin bin; the siege lasted 12 minutes.",
        "Bombers beat Raiders 24-10 after two touchdowns.",
        "Fans clashed with police after the derby, and 40 were hurt.",
        "The Battle of the Bands drew 3,000 fans and lost 20,000 euros.",
        "The striker was shot down by 40,000 fans after he missed two penalties.",
        "Arsenal lost 3-0 as Chelsea's attack destroyed their defense.",
        "A massacre: the champions scored nine goals in the first half.",
        "France lost two players to injury before the match in Cardiff.",
        "The battle for promotion goes on; Leeds have lost four of nine games.",
        "England lost six wickets in the morning.",
    ],
    "trade and work": [
        "General Motors will cut 1,200 jobs after losing its battle; the workers called it a declaration of war.",
        "The price war cost the chain 300 jobs.",
        "Shares lost 4 percent after the takeover bid was shot down.",
        "A strike by 12,000 rail workers hit France on Monday.",
        "The bank lost 200 customers a day in its battle with a rival.",
        "The carmaker will kill two of its brands and cut 7,000 jobs.",
    ],
    "politics": [
        "The Senate voted 53-47 to kill a resolution on sending troops to Syria.",
        "The rebels in the ruling party number 40 lawmakers.",
        "The war on obesity: 4 million people have lost weight.",
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
        "The museum shows 40 tanks and 12 guns.",
        "The bomb disposal squad removed a wartime bomb, and 12,000 residents left their homes.",
        "The drone light show used 1,500 drones, and 30 fell into the harbor.",
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


def test_any_context_reads_everything_and_says_so() -> None:
    """The caller who asks for every count is told that nothing was examined."""
    context = judge_context(b"A bus fell into a ravine.", "any")
    assert context.conflict
    assert "any" in context.reason
    assert context.evidence == ()


def test_the_reason_gives_the_sum_and_what_was_needed() -> None:
    """A reader can check the decision: evidence is named, for and against, the heaviest first."""
    context = judge_context(b"An army truck crashed and two soldiers were hurt.", "conflict")
    assert re.search(r"does not speak of armed conflict \(evidence -?\d+, needed \d+\)", context.reason)
    assert {"crashed", "army", "soldiers"} <= set(context.evidence)


def test_a_word_counts_once() -> None:
    """Saying it again is no further evidence."""
    once, often = "The army came.", "The army came. " * 20
    assert weigh(once.encode()).points == weigh(often.encode()).points


def test_words_of_the_opening_count_double() -> None:
    """The title and the first paragraph say what a text is about."""
    late = "word " * 200 + "soldiers"
    assert weigh(b"soldiers").points["armies"] == 2 * weigh(late.encode()).points["armies"]


def test_evidence_of_one_weak_class_never_decides() -> None:
    """Ten words for armies do not make a war."""
    text = "The army, its troops, soldiers, battalions, brigades, regiments, infantry, cavalry, navy and marines met."
    assert not speaks_of_conflict(text)


def test_a_long_report_on_something_else_may_mention_a_war() -> None:
    """One sentence on a war at the end does not turn a report on football into one on war."""
    text = "The coach praised his striker after the match; the midfielder scored both goals. " * 12
    assert not speaks_of_conflict(text + "His brother is a soldier who was wounded by a rocket.")


def test_a_long_report_on_war_may_mention_other_things() -> None:
    """A flood or a football match far down does not hide the war."""
    text = "Shelling killed nine civilians in Kherson, and four soldiers died in an ambush. " + "The front has hardly moved. " * 40
    assert speaks_of_conflict(text + "Floods closed the stadium where the cup tie was to be played.")


def test_a_group_counts_by_its_spelling() -> None:
    """A name that is a word of plain English counts as written for the group."""
    assert "groups" in weigh(b"The ELN freed two men.").points
    assert "groups" not in weigh(b"He read the pdf of the plan.").points
    assert "groups" not in weigh(b"She bought a KIA in spring.").points


def test_a_theatre_is_evidence() -> None:
    """Who asks for a theatre's words, or names enough of them, speaks of its war; harm completes it."""
    text = b"London put the dead of May at 31,000."
    assert not judge_context(text, "conflict").conflict
    assert judge_context(text, "conflict", theatre="some war").conflict


@given(st.text(max_size=300))
def test_any_text_can_be_judged(text: str) -> None:
    """No input makes the gate fail, and the verdict agrees with its sum."""
    context = judge_context(text.encode("utf-8", "replace"), "conflict")
    total, needed = map(int, re.findall(r"-?\d+", context.reason))
    assert context.conflict == (total >= needed)


def test_only_loss_words_open_a_sentence() -> None:
    """What holds no word of loss, strength or ground is never parsed."""
    assert holds_loss_word(b"Nine were killed.")
    assert not holds_loss_word(b"The sun rose at six.")
