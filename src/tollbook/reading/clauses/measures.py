"""Say what a counted phrase in its frame counts: categories, unit, population, outcome and the base of a share.

Meanings come from the tables of loss words, people and materiel; this module only looks them up and joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tollbook.core.types import Measure
from tollbook.reading.clauses.frames import Match
from tollbook.reading.clauses.units import Counted, Units
from tollbook.vocab.lexicon import Lexicon, Row, load_lexicon
from tollbook.vocab.tables import load_table

CueRow = tuple[str, Row]
"""A word of a cue, and what it means there."""

_SENSES = {
    "verb": ("verb", "state"),
    "take": ("loser_verb",),
    "bodies": ("verb",),
    "share": (),
    "possession": (),
    "modifier": (),
    "loser_verb": ("loser_verb", "noun"),
    "fate": ("fate",),
    "state": ("state", "verb"),
    "noun": ("noun",),
    "tally": ("tally", "noun"),
    "losses": ("noun",),
    "act": ("act", "noun", "verb"),
    "strength": ("strength",),
    "claim": (),
    "none": (),
    "any": ("verb", "noun", "state"),
}
UNKNOWN_NOUN_RANK = 1.4
"""A noun of no table counts as people only in a frame this close to its verb."""


@lru_cache(maxsize=1)
def _not_people() -> frozenset[str]:
    return frozenset(load_table("people")["not_people"]["words"])


def measure_of(units: Units, phrase: Counted, match: Match) -> Measure | None:
    """Return the measure of a phrase in a frame, or None where the words do not go together."""
    lexicon = load_lexicon()
    rows = list(_cue_rows(units, match, lexicon))
    sense = match.frame.sense
    if sense == "losses":
        # "Casualties: 12 tanks" is nobody's English; "losses" are of men and of tanks.
        rows = [(words, row) for words, row in rows if row.get("materiel")]
    if sense in ("strength", "possession"):
        return _strength_in(units, phrase, match, rows)
    if sense == "modifier":
        return _modified(phrase, lexicon)
    if sense == "bodies":
        return _bodies(units, phrase, match, rows)
    if sense == "take" and phrase.letter == "P":
        return _taken(phrase, lexicon)
    if phrase.letter == "S" and not phrase.borrowed:
        base = base_of(phrase, lexicon) or _body_of(units, match.item)
        return _share(phrase, rows, lexicon, base=base, of=_is_of_noun(units, phrase, match))
    if _counts_materiel(phrase, rows, sense, lexicon):
        return _materiel(phrase, rows, lexicon)
    return _people_or_ground(phrase, rows, match, lexicon)


def _counts_materiel(phrase: Counted, rows: list[CueRow], sense: str, lexicon: Lexicon) -> bool:
    if phrase.letter == "N":
        return bool(phrase.heads) and lexicon.sense(phrase.heads[0], "people") is None
    if phrase.letter == "B":
        borrowed = phrase.borrowed and (phrase.partitive or sense == "loser_verb")
        return borrowed or not _joined(rows, "person")
    return phrase.letter == "I"


def _people_or_ground(phrase: Counted, rows: list[CueRow], match: Match, lexicon: Lexicon) -> Measure | None:
    if phrase.letter == "Y":
        return _ground(phrase, rows, lexicon)
    if phrase.letter == "D" and not phrase.partitive:
        return _loss_noun(phrase, lexicon, match.frame.sense)
    if phrase.letter == "U" and (match.rank > UNKNOWN_NOUN_RANK or phrase.noun in _not_people()):
        return None
    return _people(phrase, rows, lexicon)


def _strength_in(units: Units, phrase: Counted, match: Match, rows: list[CueRow]) -> Measure | None:
    if match.frame.sense == "possession":
        bare = units.letters[match.cue] == "K"
        return _strength(phrase, load_lexicon(), bare=bare) if _possesses(units, match) else None
    return _strength(phrase, load_lexicon(), bare=any(row.get("bare") for _, row in rows))


def _cue_rows(units: Units, match: Match, lexicon: Lexicon) -> Iterator[CueRow]:
    for words in map(units.spelled, range(match.cue, match.cue_end)):
        for table in _SENSES[match.frame.sense]:
            row = lexicon.sense(words, table)
            if row is not None:
                yield words, row
                break


def _joined(rows: Iterable[CueRow], kind: str) -> frozenset[str]:
    return frozenset(category for _, row in rows for category in row.get(kind, ()))


def _term(rows: Iterable[CueRow]) -> str | None:
    return next((words for words, row in rows if row.get("term")), None)


def _people(phrase: Counted, rows: list[CueRow], lexicon: Lexicon) -> Measure | None:
    if phrase.letter != "P":
        # "Destroyed 60 fighters" counts people; "destroyed 60" and "destroyed 7 stores" do not.
        rows = [(words, row) for words, row in rows if not row.get("people_only")]
    categories = _joined(rows, "person")
    if not categories:
        return None
    if phrase.letter == "S":
        return _share(phrase, rows, lexicon, base=base_of(phrase, lexicon))
    return Measure(categories=categories, unit="person", term=_term(rows), population=population_of(phrase, lexicon))


def _possesses(units: Units, match: Match) -> bool:
    """Say whether the cue tells who has a strength: a form of "have", or "its"."""
    words = units.spelled(match.cue)
    return units.letters[match.cue] in "hK" or words in load_table("grammar")["possessors"]["words"]


def _modified(phrase: Counted, lexicon: Lexicon) -> Measure | None:
    """Measure "30 wounded soldiers" and "four captured tanks", where an adjective alone tells the loss."""
    found = ((words, lexicon.sense(words, "verb") or lexicon.sense(words, "state")) for words in phrase.modifiers)
    rows = [(words, row) for words, row in found if row is not None]
    return (_materiel if phrase.letter == "I" else _people)(phrase, rows, lexicon)


def _taken(phrase: Counted, lexicon: Lexicon) -> Measure | None:
    """Measure "took 248 hostages"."""
    rows = [row for head in phrase.heads if (row := lexicon.sense(head, "people")) is not None]
    taken = frozenset(category for row in rows for category in row.get("taken", ()))
    return Measure(categories=taken, unit="person") if taken else None


def _bodies(units: Units, phrase: Counted, match: Match, rows: list[CueRow]) -> Measure | None:
    """Measure "1,200 bodies were handed over" and "the bodies of 90 soldiers were returned": a return, not a death."""
    lexicon, categories = load_lexicon(), _joined(rows, "bodies")
    # What a hospital receives are the dead themselves.
    if not frozenset(load_table("grammar")["mortuaries"]["words"]).isdisjoint(map(units.spelled, range(match.start))):
        return None
    named = (*phrase.heads[-1:], *map(units.spelled, range(match.start, match.item)))
    nouns = (lexicon.sense(words, "noun") for words in named)
    if not categories or not any(noun is not None and noun["id"] == "body" for noun in nouns):
        return None
    return Measure(categories=categories, unit="person", population=population_of(phrase, lexicon))


def _is_of_noun(units: Units, phrase: Counted, match: Match) -> bool:
    """Say whether a share is of a noun that no table knows ("41 percent of its seats")."""
    return not phrase.heads and not phrase.partitive and units.letters[match.item + 1 : match.item + 2] == "o"


def _body_of(units: Units, item: int) -> str | None:
    """Return the base of "half of the brigade", whose noun names a body of troops."""
    bodies = load_table("grammar")["bases"]["bodies"]
    near = (units.spelled(at) for at in range(item + 2, min(item + 5, len(units.letters))) if units.letters[item + 1] == "o")
    return "strength" if any(word in bodies for word in near) else None


def _share(phrase: Counted, rows: list[CueRow], lexicon: Lexicon, *, base: str | None, of: bool = False) -> Measure | None:
    """Measure a share: of a force, of its equipment, of ground, or of the victims themselves."""
    head = phrase.heads[0] if phrase.heads else ""
    materiel = lexicon.sense(head, "materiel")
    if materiel is not None and materiel["id"] != "territory":
        outcome = next((str(row["materiel"]) for _, row in rows if row.get("materiel")), None)
        return Measure(categories=_categories(phrase, lexicon), unit="share", outcome=outcome, base=base) if outcome else None
    ground = next((str(row["ground"]) for _, row in rows if row.get("ground")), None)
    # "Destroyed a third of the fleet" kills nobody.
    categories = _joined(((words, row) for words, row in rows if _is_people(phrase, lexicon) or not row.get("people_only")), "person")
    if ground is not None and (materiel is not None or base == "territory" or not categories):
        return Measure(categories=frozenset({"territory"}), unit="share", outcome=ground, base="territory")
    victims = next((row for table in ("verb", "state") if (row := lexicon.sense(head, table)) is not None), None)
    if not categories and victims is not None:
        return Measure(categories=frozenset(victims.get("person", ())), unit="share", base="+".join(sorted(victims.get("person", ()))))
    # A share of what no table knows may be one of anything: "lost 41 percent of its seats".
    if not categories or (of and base is None and "losses" in categories):
        return None
    return Measure(categories=categories, unit="share", term=_term(rows), base=base)


def base_of(phrase: Counted, lexicon: Lexicon) -> str | None:
    """Return what a share is a share of: strength, capability, territory, a category, or None where it is not said."""
    for head in phrase.heads:
        if lexicon.sense(head, "people") is not None:
            return "strength"
        noun = lexicon.sense(head, "noun") or lexicon.sense(head, "materiel")
        if noun is not None:
            return str(noun["id"])
        if lexicon.letters.get(head) == "K":
            bases = load_table("grammar")["bases"]
            return next((base for base in ("territory", "strength") if head in bases[base]), "capability")
    return None


def _materiel(phrase: Counted, rows: list[CueRow], lexicon: Lexicon) -> Measure | None:
    outcome = next((str(row["materiel"]) for _, row in rows if row.get("materiel")), None)
    categories = _categories(phrase, lexicon)
    if outcome is None or not categories:
        return None
    return Measure(categories=categories, unit="item", outcome=outcome)


def _categories(phrase: Counted, lexicon: Lexicon) -> frozenset[str]:
    rows = (lexicon.sense(head, "materiel") for head in phrase.heads)
    return frozenset(category for row in rows if row is not None for category in row.get("categories", (row["id"],)))


def _ground(phrase: Counted, rows: list[CueRow], lexicon: Lexicon) -> Measure | None:
    outcome = next((str(row["ground"]) for _, row in rows if row.get("ground")), None)
    row = lexicon.sense(phrase.heads[0], "materiel")
    if outcome is None or row is None:
        return None
    return Measure(categories=frozenset({str(row["id"])}), unit="km2" if row["unit"] == "km2" else "item", outcome=outcome)


def _loss_noun(phrase: Counted, lexicon: Lexicon, sense: str) -> Measure | None:
    row = lexicon.sense(phrase.heads[-1], "noun")
    if row is None:
        return None
    # "lives" are lost only where a verb takes them.
    if row.get("alone") is False and sense not in ("claim", "loser_verb"):
        return None
    term = phrase.heads[-1] if row.get("term") else None
    return Measure(categories=frozenset(row["person"]), unit="person", term=term, population=population_of(phrase, lexicon))


def _strength(phrase: Counted, lexicon: Lexicon, *, bare: bool) -> Measure | None:
    if not (bare and phrase.letter == "B") and not is_military(phrase, lexicon):
        return None
    return Measure(categories=frozenset({"strength"}), unit="person")


def is_military(phrase: Counted, lexicon: Lexicon) -> bool:
    """Say whether the counted noun names members of a force."""
    return any((lexicon.sense(head, "people") or {}).get("military") for head in phrase.heads)


def _is_people(phrase: Counted, lexicon: Lexicon) -> bool:
    """Say whether the counted nouns name people."""
    return bool(phrase.heads) and all(lexicon.sense(head, "people") is not None for head in phrase.heads)


def population_of(phrase: Counted, lexicon: Lexicon) -> str | None:
    """Return the population that the counted nouns and their modifiers name, or None where they name none or several."""
    found = {str(row["population"]) for head in phrase.heads if (row := lexicon.sense(head, "people")) and row.get("population")}
    plain = any((row := lexicon.sense(head, "people")) is not None and not row.get("population") for head in phrase.heads)
    if not found or (plain and len(phrase.heads) == 1):
        found = {str(row["population"]) for word in phrase.modifiers if (row := lexicon.sense(word, "people")) and row.get("population")}
    return found.pop() if len(found) == 1 else None
