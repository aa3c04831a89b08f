"""Make the texts that the benchmarks read, from own templates and a seed: general news and dense war text. Reads no file.

Every figure in them is drawn at random and says nothing about any event. The same seed gives the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

GENERAL_LENGTH = 2_300
DENSE_LENGTH = 4_000
DENSE_CLAIMS = 20
# A general article in eight holds one sentence with a word such as "killed" or "war", as in a day's news.
STRAY_SHARE = 1 / 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DenseText:
    """A text about a war, and how many claims its templates put into it."""

    text: str
    claims: int


WORDS: Mapping[str, Sequence[str]] = {
    "city": (
        "Lisbon",
        "Osaka",
        "Leeds",
        "Toronto",
        "Antwerp",
        "Porto Alegre",
        "Tampere",
        "Brno",
        "Nantes",
        "Adelaide",
        "Pune",
        "Gothenburg",
    ),
    "firm": ("Harlow Foods", "Northgate Retail", "Vireo Systems", "Castell Energy", "Brightwater Bank", "Ostrava Steel", "Lumen Optics"),
    "team": ("the Rovers", "Eastfield", "the Harbor Club", "Kingsbridge United", "the Falcons", "Lakeside", "Red Valley"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "month": ("January", "February", "March", "April", "May", "June", "July", "September", "October", "November"),
    "role": (
        "the chief executive",
        "the coach",
        "the minister",
        "a spokeswoman",
        "the chairman",
        "an analyst",
        "the captain",
        "the director",
    ),
    "bank": ("the central bank", "the treasury", "the statistics office", "the chamber of commerce"),
    "thing": ("laptop", "phone", "electric van", "tablet", "wind turbine", "camera", "heat pump", "printer"),
    "work": ("novel", "exhibition", "documentary", "opera", "album", "stage play"),
    "army": (
        "Russian forces",
        "the Russian army",
        "Ukrainian forces",
        "the Ukrainian army",
        "Israeli forces",
        "the Sudanese army",
        "the rebels",
    ),
    "adjective": ("Russian", "Ukrainian", "Israeli", "Sudanese", "Syrian", "Ethiopian", "Malian", "Colombian"),
    "fighters": ("soldiers", "troops", "fighters", "militants", "policemen", "officers", "border guards", "insurgents"),
    "people": ("civilians", "people", "residents", "children", "women", "aid workers", "villagers", "patients"),
    "vehicles": ("tanks", "armored vehicles", "trucks", "howitzers", "drones", "rocket launchers", "infantry fighting vehicles", "mortars"),
    "aircraft": ("drones", "helicopters", "missiles", "warplanes", "reconnaissance drones", "cruise missiles"),
    "town": ("Kherson", "Avdiivka", "Omdurman", "Idlib", "Khan Younis", "Gao", "Kharkiv", "El Fasher", "Mekelle", "Bakhmut", "Aleppo"),
    "says": ("said", "reported", "told reporters", "announced", "confirmed"),
    "source": (
        "the defense ministry",
        "the General Staff",
        "British military intelligence",
        "a senior Western official",
        "the governor’s office",
        "local health officials",
        "the Syrian Observatory for Human Rights",
        "a spokesman for the army",
        "two officials familiar with the assessment",
        "the United Nations",
    ),
    "hedge": ("about", "around", "approximately", "at least", "more than", "nearly", "up to", "some", "no fewer than", "over", "", "", ""),
    "likely": ("highly likely", "likely", "almost certainly", "probably"),
    "when": ("on {weekday}", "over the past 24 hours", "since {month}", "in the past week", "on {day} {month}", "overnight", "in two days"),
    "word": ("two", "three", "four", "five", "seven", "nine", "eleven", "a dozen", "twenty", "dozens of", "several"),
}

NUMBERS: Mapping[str, Callable[[random.Random], str]] = {
    "n": lambda draw: str(draw.randint(2, 98)),
    "m": lambda draw: str(draw.randint(3, 40)),
    "big": lambda draw: f"{draw.randint(11, 990) * 100:,}",
    "huge": lambda draw: f"{draw.randint(110, 990)},000",
    "year": lambda draw: str(draw.randint(1987, 2024)),
    "day": lambda draw: str(draw.randint(1, 28)),
    "percent": lambda draw: str(draw.randint(2, 79)),
    "decimal": lambda draw: f"{draw.randint(1, 48)}.{draw.randint(1, 9)}",
    "score": lambda draw: f"{draw.randint(0, 4)}-{draw.randint(0, 3)}",
}

# Sentences with figures, by section.
GENERAL: Mapping[str, Sequence[str]] = {
    "sport": (
        "{team} beat {team} {score} in {city} on {weekday} and moved {n} points clear at the top of the table.",
        "The winning goal came in the {n}th minute, when a long pass found the substitute alone at the far post.",
        "It was the side’s {m}th victory in {n} matches, and the first away from home since {month} {year}.",
        "“The boys gave everything for ninety minutes and deserved their points,” {role} told reporters after the match.",
        "A crowd of {big} watched from the stands in {city}, where rain had delayed the start by {m} minutes.",
        "The sprinter won the 200 meters in 20.{n} seconds, {m} hundredths ahead of the favorite from {city}.",
        "She has now taken {m} medals at {n} events, a record that nobody in {city} thought would fall so soon.",
        "The club paid {decimal} million euros for the winger in {year} and hopes to keep him for another season.",
    ),
    "business": (
        "{firm} said on {weekday} that profit before tax rose {percent} percent to {decimal} million dollars in the quarter.",
        "Shares in {firm} closed {decimal} percent higher at {n}.{n} in {city}, their best day since {month} {year}.",
        "The company employs {big} people at {m} sites and plans to open {m} more before the end of next year.",
        "“Costs have come down faster than we had planned,” {role} said, adding that prices would stay where they are.",
        "{bank} expects the economy to grow by {decimal} percent this year, after {decimal} percent in {year}.",
        "Retail sales in {city} were {percent} percent above those of last {month}, helped by a late holiday.",
        "The two groups agreed to merge in a deal worth {decimal} billion dollars, which regulators have to approve by {month}.",
        "Interest rates were left at {decimal} percent, as {n} of {n} economists in a poll had foreseen.",
    ),
    "politics": (
        "The bill passed by {n} votes to {m} on {weekday}, after a debate that ran for more than {m} hours.",
        "{role} said the plan would cost {decimal} billion over {m} years and be paid for by a levy on fuel.",
        "A survey of {big} voters in {month} put support for the government at {percent} percent, down from {percent}.",
        "Turnout in {city} reached {percent} percent, the highest at a local election since {year}.",
        "The committee heard {n} witnesses in {m} sessions and will publish its report of {n} pages in {month}.",
        "“Nobody in this chamber wants to raise taxes twice in one year,” {role} said to applause from the back rows.",
        "Talks between the {m} parties are to go on in {city} next week, though they disagree on schools and housing.",
        "The council wants to build {big} homes by {year}, of which {percent} percent would be let below market rents.",
    ),
    "technology": (
        "{firm} showed a {thing} that weighs {n} grams less than last year’s and runs for {m} hours on one charge.",
        "It goes on sale in {month} at {n}9 dollars, and {big} customers have ordered one ahead of time.",
        "The update closes {m} faults in the software, {m} of which had been known since {year}.",
        "Researchers in {city} trained the model on {decimal} million pictures and published the code on {weekday}.",
        "“A {thing} is only as good as the network behind it,” {role} said at the fair, which drew {big} visitors.",
        "The network now covers {percent} percent of households, with speeds of up to {n}00 megabits a second.",
        "Sales of the {thing} rose to {decimal} million units in the quarter, from {decimal} million a year before.",
        "The start-up from {city} raised {decimal} million dollars from {m} investors to hire {n} engineers.",
    ),
    "culture": (
        "The {work} opened in {city} on {weekday} and runs until {day} {month}, with {m} performances in all.",
        "Her {m}th {work} took {m} years to finish and has been sold to publishers in {n} countries.",
        "The museum expects {big} visitors, {percent} percent more than its last great show drew in {year}.",
        "“Every room tells a story of its own,” {role} said while the last of {n} paintings were being hung.",
        "Tickets cost between {m} and {n} euros, and those under {m} get in free on the first {weekday} of the month.",
        "The festival in {city} shows {n} films from {m} countries over {m} days, {n} of them for the first time.",
        "At {n}, the conductor still rehearses for {m} hours a day and reads the score again before each concert.",
        "The jury chose the {work} from {n} entries and awarded its author {big} euros at a dinner in {city}.",
    ),
}

# Sentences without.
PLAIN: Mapping[str, Sequence[str]] = {
    "sport": (
        "The visitors began without their captain, who had felt a strain in his thigh during training.",
        "Both coaches had asked for patience before the match, and both sets of supporters had little of it.",
        "The referee waved away a late appeal, and the home bench was still arguing when the teams went in.",
        "“There is no secret to it, only hard work and a little luck,” {role} said in {city} on {weekday}.",
        "A new stadium is to replace the old ground, whose wooden stand generations of supporters have known.",
    ),
    "business": (
        "The company did not say who would follow its chief executive, who wants to spend more time with his family.",
        "Suppliers have been asked to deliver later and to be paid later, which few of them can afford for long.",
        "“Customers are careful, and we have to be careful too,” {role} told a meeting of investors in {city}.",
        "Unions welcomed the decision but want it put in writing before they call off their protest.",
        "The brand is best known for its bread, though most of what it earns comes from frozen meals.",
    ),
    "politics": (
        "The opposition calls the plan a gift to those who need it least and promises to undo it after the election.",
        "Ministers from both parties had warned for weeks that the coalition would not survive another quarrel.",
        "“A promise is only worth the money behind it,” {role} said in a speech in {city} on {weekday}.",
        "Teachers and nurses want to be heard before the law is changed, and so do the towns that pay for them.",
        "The court will say later whether the question may be put to the voters in the form that was proposed.",
    ),
    "technology": (
        "The engineers say that the battery can be taken out by hand, as it could before phones were glued shut.",
        "Rivals have gone the other way and put the work into data centers, where power is cheap and space is not.",
        "“We listened to those who repair what we sell,” {role} told developers in {city} on {weekday}.",
        "Regulators want to know how the company chooses what its users see, and who pays for it.",
        "The first testers praise the screen and the sound but find the menus slow and the camera dull.",
    ),
    "culture": (
        "The curtain rises on an empty kitchen, where a woman reads a letter that she has read many times before.",
        "Critics were divided: some heard a master at her peak, others an evening that would not end.",
        "“I write about the street that I grew up in, and nobody there has forgiven me,” the author said in {city}.",
        "The restored hall smells of oak and paint, and its roof keeps out the rain for the first time in decades.",
        "Students of the academy play the smaller parts, and their teachers sit in the last row and count the mistakes.",
    ),
}

STRAYS: Sequence[str] = (
    "The road is closed after an accident on {weekday} in which two people were killed and {m} injured, police said.",
    "Her grandfather had fought in the war and came home to {city} in 1946 with a suitcase and {m} letters.",
    "The price war between the chains has already destroyed {percent} percent of their margin, {role} said.",
    "He shot {n} in the first round, lost {m} places in the second and killed off all doubt with a birdie on the last hole.",
    "A storm left {m} people dead along the coast in {month} {year}, and the town has rebuilt its harbor since.",
)

# Each with the number of claims that it makes.
DENSE: Sequence[tuple[int, str]] = (
    (1, "{hedge} {n} {fighters} were killed near {town} {when}, {source} said."),
    (1, "According to {source}, {army} lost {hedge} {big} troops killed or wounded {when}."),
    (2, "Shelling killed {hedge} {n} {people} and wounded {m} in {town} {when}, {source} {says}."),
    (2, "“We buried {n} {people} {when}, and {m} more are missing,” a doctor in {town} said by telephone."),
    (3, "{army} lost {hedge} {n} {vehicles}, {n} {aircraft} and {m} artillery systems {when}, {source} {says}."),
    (1, "{source} {says} that {adjective} forces had {likely} sustained {hedge} {big} casualties since {month}."),
    (2, "{hedge} {big} {adjective} {fighters} have been killed and {big} wounded since the offensive began, {source} said."),
    (1, "Air defenses shot down {n} {aircraft} over the region {when}, {source} said."),
    (1, "A car bomb outside a police station in {town} left {hedge} {n} {people} dead {when}, witnesses said."),
    (2, "In {town}, a missile strike killed {word} {people}, including {word} children, {source} {says}."),
    (1, "{adjective} gunmen ambushed a convoy near {town} and took {n} {fighters} prisoner, {source} {says}."),
    (1, "The brigade has lost {percent} percent of its strength in {m} days of fighting around {town}, {source} said."),
    (1, "{source} put {adjective} losses at between {n},000 and 1{n},000 men, a figure that could not be verified."),
    (1, "{hedge} {big} {people} have fled {town} since the siege began, {source} {says}."),
    (1, "The death toll from {weekday}’s airstrike on {town} rose to {n} after rescuers found more bodies, {source} said."),
    (2, "Rebels destroyed {word} {vehicles} and captured {m} {fighters} during a raid on {town}, their spokesman said."),
    (1, "{army} killed {hedge} {n} militants in a night raid on {town}, {source} {says}, without naming its sources."),
    (1, "{source} denied that {n} {fighters} had been killed in the attack on {town}."),
)

BACKGROUND: Sequence[str] = (
    "Fighting has gone on around {town} for months, and neither side has moved the line by more than a few fields.",
    "The figures could not be checked independently, and both armies are known to pass over losses of their own.",
    "The 4{m}th Brigade, which holds that part of the front, was formed in {year} and fights with T-72 tanks and towed guns.",
    "Roads out of {town} were still under fire on {weekday} evening, and aid convoys turned back at the last checkpoint.",
    "“Nobody here sleeps before the guns fall silent,” a teacher said in the cellar of a school in {town}.",
    "Diplomats are to meet in Geneva next week, where they hope for a ceasefire that would last at least until {month}.",
    "The ministry gave no word on its own casualties, as is its practice since the offensive began in {month}.",
)


def _fill(template: str, draw: random.Random) -> str:
    """Put a drawn word or number into each brace, twice, as a word may hold a brace of its own."""
    for _ in range(2):
        pieces = template.split("{")
        filled = [pieces[0]]
        for piece in pieces[1:]:
            name, _, rest = piece.partition("}")
            filled.append((draw.choice(WORDS[name]) if name in WORDS else NUMBERS[name](draw)) + rest)
        template = "".join(filled)
    sentence = " ".join(template.split())
    return sentence[0].upper() + sentence[1:]


def _paragraphs(sentences: Sequence[str], draw: random.Random) -> str:
    """Join sentences into paragraphs of one to three."""
    left = iter(sentences)
    paragraphs = []
    while taken := list(islice(left, draw.randint(1, 3))):
        paragraphs.append(" ".join(taken))
    return "\n\n".join(paragraphs) + "\n"


def _draw_order(section: str, draw: random.Random) -> list[str]:
    """Draw the templates of an article: as many figures as a day's news has, about two in a hundred words."""
    others = [sentence for name, sentences in PLAIN.items() if name != section for sentence in sentences]
    order = [*draw.sample(GENERAL[section], 4), *PLAIN[section], *draw.sample(others, 9)]
    draw.shuffle(order)
    return order


def general_articles(*, seed: int = 1) -> Iterator[str]:
    """Yield articles on sport, business, politics, technology and culture, each about `GENERAL_LENGTH` code points."""
    draw = random.Random(seed)
    while True:
        for section in GENERAL:
            sentences: list[str] = []
            order: list[str] = []
            while sum(map(len, sentences)) < GENERAL_LENGTH:
                order = order or _draw_order(section, draw)
                sentences.append(_fill(order.pop(), draw))
            if draw.random() < STRAY_SHARE:
                sentences[draw.randrange(2, len(sentences))] = _fill(draw.choice(STRAYS), draw)
            yield _paragraphs(sentences, draw)


def dense_articles(*, seed: int = 1) -> Iterator[DenseText]:
    """Yield articles about a war, each with about `DENSE_CLAIMS` claims in `DENSE_LENGTH` code points."""
    draw = random.Random(seed)
    while True:
        sentences: list[str] = []
        order: list[tuple[int, str]] = []
        claims = 0
        while claims < DENSE_CLAIMS:
            order = order or draw.sample(DENSE, len(DENSE))
            count, template = order.pop()
            claims += count
            sentences.append(_fill(template, draw))
        while sum(map(len, sentences)) < DENSE_LENGTH:
            sentences.insert(draw.randint(1, len(sentences)), _fill(draw.choice(BACKGROUND), draw))
        yield DenseText(text=_paragraphs(sentences, draw), claims=claims)


def take_general(count: int, *, seed: int = 1) -> list[str]:
    """Return the first `count` general articles.

    >>> take_general(2) == take_general(2), take_general(1) == take_general(1, seed=2)
    (True, False)
    """
    return list(islice(general_articles(seed=seed), count))


def take_dense(count: int, *, seed: int = 1) -> list[DenseText]:
    """Return the first `count` dense texts.

    >>> all(text.claims >= DENSE_CLAIMS for text in take_dense(5))
    True
    """
    return list(islice(dense_articles(seed=seed), count))


def long_text(kind: str, length: int) -> str:
    """Return one text of about `length` code points, "general" or "dense" throughout, no article of it twice."""
    source = general_articles() if kind == "general" else (dense.text for dense in dense_articles())
    articles: list[str] = []
    reached = 0
    for article in source:
        articles.append(article)
        reached += len(article) + 1
        if reached >= length:
            break
    return "\n".join(articles)
