"""Make articles with planted echoes from own templates and a seed: copies, cuts, rewrites, quotations, and releases that only look alike.

Every figure and name in them is drawn at random and says nothing about any event. The same seed gives the same articles.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["own", "copy", "cut", "rewrite", "quotes", "release"]
START = date(2025, 1, 1)
_NAMES = "Alder Birch Cedar Dorn Elmer Falk Gant Holm Iver Joss Kern Lund Marl Oster Penn Quill Rowan Stark Thorn Ulm Vance Wold Yarrow"
_PLACES = (
    "Orlivka Stepne Zarichne Hlyboke Berestove Tavil Nove Kamin Dubrava Lisne Ozerne Petrivka Rivne Sosnivka Tykhe Uspen Verbove Yasne"
)
_GROUPS = (
    "the harbor council", "the teachers' union", "the energy regulator", "a group of farmers", "the national museum",
    "the transport ministry", "the opposition", "a regional court", "the army", "the border service", "the children's hospital",
    "the football association", "the water company", "a parliamentary committee", "the fire brigade", "the statistics office",
    "the foreign ministry", "a local factory", "the housing fund", "the railway operator", "the port authority", "the health service",
    "the film festival", "the chess federation",
)  # fmt: skip
_VERBS = (
    "rejected", "approved", "postponed", "criticized", "announced", "presented", "reviewed", "halted", "extended", "withdrew",
    "inspected", "financed", "questioned", "defended", "completed", "delayed", "abandoned", "reported", "planned", "lost", "repaired",
    "sold", "opened",
)  # fmt: skip
_OBJECTS = (
    "a new bridge", "the old warehouse", "a budget of {n} million", "{n} vehicles", "plans for {n} homes", "a ferry line",
    "the winter program", "{n} tons of grain", "a contract with two suppliers", "{n} complaints", "an emergency fund",
    "the annual review", "{n} shells", "a tunnel", "the southern depot", "a rail link", "{n} permits", "a shelter for {n} people",
    "the long-awaited report", "a training ground",
)  # fmt: skip
_WHERES = (
    "near {p}",
    "in {p}",
    "between {p} and {q}",
    "on the outskirts of {p}",
    "across the {p} district",
    "north of {p}",
    "at the {p} crossing",
)
_WHENS = (
    "on Monday",
    "late last week",
    "before dawn",
    "after a long debate",
    "for the second time",
    "without notice",
    "in spite of the rain",
)
_TAILS = (
    "which surprised residents", "a decision that had been expected", "and said more would follow", "while talks went on elsewhere",
    "although the weather had turned", "as prices kept rising", "because older plans had failed", "despite protests by {g}",
    "after {g} had asked for it", "which {g} called overdue", "with help from {g}", "in a step that costs about {n} thousand",
)  # fmt: skip
_SAID = ("said", "told reporters", "noted", "explained", "wrote in a statement", "argued")
_OPINIONS = (
    "we will not leave {p} without water this winter whatever the cost may be",
    "nobody who has seen {p} in spring would sign such a paper",
    "the people of {p} have waited {n} days and they deserve a plain answer",
    "every one of the {n} families will get the help that was promised",
    "there is no reason to believe that {g} will change its mind soon", "what happened near {p} must never be repeated by {g}",
)  # fmt: skip
_BOILERPLATE = (
    "Subscribe to our newsletter for the most important stories of the day, every morning, free of charge, in your inbox.",
    "Reporting by our correspondents; editing by the night desk. Our standards: the principles of trust of this agency apply.",
)
_SYNONYMS = {
    "said": "stated", "told": "informed", "new": "fresh", "old": "former", "near": "close to", "rejected": "turned down",
    "approved": "passed", "postponed": "put off", "announced": "made public", "reported": "gave notice of", "people": "persons",
    "although": "even though", "because": "since", "before": "ahead of", "after": "following", "while": "as", "about": "roughly",
    "long": "lengthy", "plans": "designs", "homes": "houses", "a": "one", "the": "that", "in": "within", "with": "using", "which": "that",
    "had": "has", "been": "been", "more": "further", "of": "from", "and": "plus", "on": "upon", "for": "toward", "lost": "was short of",
}  # fmt: skip
REWORDED = 0.12
"""Share of the words of a rewrite that are others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An article. `family` is the number of the article that it echoes, or its own; a quotation's is that of the article it quotes."""

    text: str
    published: date
    kind: Kind
    family: int


def make_articles(count: int, *, seed: int, reworded: float = REWORDED) -> list[Made]:
    """Return articles in random order: of ten about six are nobody's echo, three echo others, and one looks alike and is none."""
    drawn = random.Random(seed)
    made: list[Made] = []
    family = 0
    while len(made) < count:
        family += 1
        made += _family(drawn, family, reworded) if drawn.random() > 0.03 else _releases(drawn, family)
    made = made[:count]
    drawn.shuffle(made)
    return made


def _family(drawn: random.Random, family: int, reworded: float) -> Iterator[Made]:
    day = START + timedelta(days=drawn.randrange(365))
    sentences = [_sentence(drawn) for _ in range(drawn.randint(9, 20))]
    quotation = _quotation(drawn)
    sentences.insert(drawn.randrange(1, len(sentences)), quotation)
    yield Made(text=_printed(drawn, sentences), published=day, kind="own", family=family)
    if drawn.random() > 0.25:
        return
    for _ in range(drawn.choice((1, 1, 2, 3, 5))):
        kind: Kind = drawn.choice(("copy", "copy", "cut", "rewrite", "quotes"))
        later = day + timedelta(days=drawn.randrange(1, 4))
        yield Made(text=_printed(drawn, _echo(drawn, sentences, quotation, kind, reworded)), published=later, kind=kind, family=family)


def _echo(drawn: random.Random, sentences: list[str], quotation: str, kind: Kind, reworded: float) -> list[str]:
    if kind == "copy":
        return [f"{drawn.choice(_PLACES.split())} ({drawn.choice(_NAMES.split())} Agency) - {sentences[0]}", *sentences[1:]]
    if kind == "cut":
        start = drawn.choice((0, 0, 0, 1, 2))
        return sentences[start : start + max(4, round(len(sentences) * drawn.uniform(0.3, 0.6)))]
    if kind == "quotes":
        own = [_sentence(drawn) for _ in range(drawn.randint(8, 16))]
        own.insert(drawn.randrange(1, len(own)), quotation)
        return own
    rewritten = [_sentence(drawn), *(_reworded(drawn, sentence, reworded) if sentence != quotation else sentence for sentence in sentences)]
    one, other = drawn.sample(range(1, len(rewritten)), 2)
    rewritten[one], rewritten[other] = rewritten[other], rewritten[one]
    return rewritten


def _reworded(drawn: random.Random, sentence: str, share: float) -> str:
    """Put other words in the place of some; those that have a synonym come first."""
    words = sentence.split()
    able = [nth for nth, word in enumerate(words) if word.lower() in _SYNONYMS]
    for nth in drawn.sample(able, min(len(able), max(1, round(len(words) * share)))):
        words[nth] = _SYNONYMS[words[nth].lower()]
    return " ".join(words)


def _filled(drawn: random.Random, template: str) -> str:
    first, second = drawn.sample(_PLACES.split(), 2)
    number = drawn.choice((drawn.randint(12, 99), drawn.randint(101, 989), drawn.randint(1_100, 9_800)))
    return template.format(p=first, q=second, g=drawn.choice(_GROUPS), n=f"{number:,}")


def _sentence(drawn: random.Random) -> str:
    parts = [drawn.choice(_GROUPS), drawn.choice(_VERBS), drawn.choice(_OBJECTS), drawn.choice(_WHERES)]
    if drawn.random() < 0.6:
        parts.append(drawn.choice(_WHENS))
    words = _filled(drawn, " ".join(parts))
    ending = _filled(drawn, drawn.choice(_TAILS))
    said = f", {drawn.choice(_NAMES.split())} {drawn.choice(_SAID)}" if drawn.random() < 0.3 else ""
    return f"{words[0].upper()}{words[1:]}, {ending}{said}."


def _quotation(drawn: random.Random) -> str:
    # Names and numbers that no other quotation has: two that are alike by chance would be an echo that nobody planted.
    told = f"as I told {drawn.choice(_NAMES.split())} and {drawn.choice(_NAMES.split())} {{n}} hours ago in {{p}}"
    words = _filled(drawn, f"{drawn.choice(_OPINIONS)}, {told}, and {drawn.choice(_OPINIONS)}")
    return f"“{words[0].upper()}{words[1:]},” {drawn.choice(_NAMES.split())} {drawn.choice(_SAID)}."


def _printed(drawn: random.Random, sentences: list[str]) -> str:
    """Put sentences into paragraphs, with what a site puts below every article."""
    paragraphs, rest = [], list(sentences)
    while rest:
        size = drawn.randint(1, 3)
        paragraphs.append(" ".join(rest[:size]))
        rest = rest[size:]
    return "\n\n".join([*paragraphs, *(text for text in _BOILERPLATE if drawn.random() < 0.3)])


def _releases(drawn: random.Random, family: int) -> Iterator[Made]:
    """Releases in one form with other figures each day: much the same words, and no echoes."""
    total = drawn.randint(1_000, 90_000)
    day = START + timedelta(days=drawn.randrange(300))
    army, place = drawn.choice(_NAMES.split()), drawn.choice(_PLACES.split())
    for nth in range(drawn.randint(3, 9)):
        total += drawn.randint(100, 999)
        lines = [
            f"{name}: {total // share + drawn.randint(11, 99):,} (+{drawn.randint(11, 99)})"
            for name, share in (("tanks", 40), ("armored vehicles", 20), ("guns", 15), ("aircraft", 1_000), ("trucks", 9), ("drones", 5))
        ]
        yield Made(
            text=f"The total losses of the {army} forces near {place} by the {nth + 1}. day of the operation are given as follows.\n\n"
            f"personnel: about {total:,} (+{drawn.randint(101, 989)})\n" + "\n".join(lines) + "\n\nThe figures are being checked.",
            published=day + timedelta(days=nth),
            kind="release",
            family=-(family * 100 + nth),
        )
