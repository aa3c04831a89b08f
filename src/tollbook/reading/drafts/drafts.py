"""Draft the claims of one sentence: each counted phrase in its best frame, with its measure, its force and its assertion.

A draft is a claim whose period, place, source and ties to other claims are still open. Nothing is guessed: a phrase that
no frame governs becomes an abstention with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tollbook.core.types import Assertion, Force, HedgeKind, Measure, Number
from tollbook.core.types import Unit as Unit_
from tollbook.reading.clauses.frames import Match, match_frames
from tollbook.reading.clauses.governed import is_governed
from tollbook.reading.clauses.measures import measure_of, population_of
from tollbook.reading.clauses.units import Counted, Unit, Units, find_counted, make_units, split_asides
from tollbook.reading.forces.forces import read_forces, read_part
from tollbook.reading.forces.whose import NOT_SAID, Drafted, Whose
from tollbook.reading.numbers.hedges import HedgedNumber
from tollbook.reading.tokens import Sentence
from tollbook.vocab.forces import ForceMention
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.tables import load_table

# "Of these, it is likely that 12 died" speaks of a part as "Of these, 12 died" does.
_AMONG = re.compile(
    r"(?:(?:u|o[Mr5])[Aj,:@]{0,2}(?:[x^]b[AQ]{1,2}r)?|(?:^|[,.;])o[jA]{0,2}(?:[DPI]|B[kt])(?:[kq]v[jx^fG]{1,4})?,|[PBUD]-{1,2})$"
)
_AMONG_AFTER = re.compile(r"(?:[,a]{1,2}[PB])*u[.,;]|(?:[,a]{1,2}[PB])*u$")
_LISTED = re.compile(r"[PBUD][,a]{1,2}$")
_GOES_ON = re.compile(r"[bA]{0,2}[j@]?[p1F]?[,a]{1,2}")
_SHARE_OF = re.compile(r"So[jf'^xRA5]{0,5}$")
_TOTAL = re.compile(r"L[jAx]{0,3}(?:Lv|xv)$")
_AMONG_NEXT = re.compile(r"[bA]{0,2}u[jA]{0,2}[PBD]")
SINGLE_RANK = 0.6
""" "A soldier" is a claim of one only next to its verb."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A claim in the making. Offsets are offsets into the shadow text; `first` and `last` are tokens of the sentence."""

    sentence: int
    start: int
    end: int
    first: int
    last: int
    stated: Number | None
    low: Number
    high: Number | None
    hedge: HedgeKind
    kind: str
    """The number's kind: count, share, rest, none, article, or release."""
    measure: Measure
    force: Force | None = None
    assertion: Assertion = "stated"
    frame: str = ""
    cue: tuple[int, int] = (0, 0)
    """Tokens of the word that gives the category."""
    inherits: bool = False
    """ "Two of them", "including five children": the category is that of what came before."""
    partitive: bool = False
    included: bool = False
    total: bool = False
    """ "Bringing the total to 90", "others put the figure at 90": of what was counted just before."""
    of_next: bool = False
    """ "Six children were among 19 dead": the whole comes after its part."""
    perfect: bool = False
    level: bool = False
    """Whether its frame tells how high a tally stands."""
    running: bool = False
    """ "The toll rose to 57": a total up to then, whenever its last victims died."""
    whose: Whose = NOT_SAID
    """What the clause says of whose loss it is, where the document has still to say it."""
    rules: tuple[str, ...] = ()


@dataclass(slots=True)
class Pass:
    """A number that was seen and not read as a claim: its place and the reason."""

    start: int
    end: int
    reason: str


@dataclass(slots=True)
class SentenceDrafts:
    """What one sentence yields: drafts, and the numbers that were passed over."""

    drafts: Sequence[Draft] = ()
    passes: Sequence[Pass] = ()


@dataclass(slots=True)
class _Scene:
    """All that drafting a sentence needs to look at."""

    text: str
    sentence: Sentence
    index: int
    units: Units
    counted: Mapping[int, Counted]
    spoken: Sequence[tuple[int, int]]

    def name(self, unit: Unit) -> str:
        """Return a unit's words as printed."""
        return self.text[self.sentence.starts[unit.first] : self.sentence.ends[unit.last - 1]]

    def is_spoken(self, unit: Unit) -> bool:
        """Say whether a unit stands in the words that name a source."""
        start, end = self.sentence.starts[unit.first], self.sentence.ends[unit.last - 1]
        return any(start < right and left < end for left, right in self.spoken)

    def speaks(self, phrase: Counted) -> bool:
        """Say whether a counted phrase is itself who speaks: "two officials said"."""
        start, end = self.sentence.starts[phrase.first], self.sentence.ends[phrase.last - 1]
        return any(left == start and end <= right for left, right in self.spoken)


def draft_sentence(
    text: str,
    sentence: Sentence,
    index: int,
    *,
    numbers: Sequence[HedgedNumber],
    forces: Sequence[ForceMention],
    spoken: Sequence[tuple[int, int]],
) -> SentenceDrafts:
    """Draft the claims of a tokenised sentence from its numbers and forces. `spoken` are the spans of its sources and cues."""
    drafts: list[Draft] = []
    passes = [_pass(sentence, number, f"not a count: {number.number.reason}") for number in numbers if number.number.kind == "excluded"]
    whole = make_units(text, sentence, numbers=numbers, forces=forces, lexicon=load_lexicon())
    for clause, units in enumerate(split_asides(whole)):
        folded, counted = find_counted(units)
        scene = _Scene(text, sentence, index, folded, counted, spoken)
        _draft_clause(scene, drafts, passes, aside=clause > 0)
    return SentenceDrafts(sorted(drafts, key=lambda draft: draft.start), passes)


def _draft_clause(scene: _Scene, drafts: list[Draft], passes: list[Pass], *, aside: bool) -> None:
    """Draft the counts of a sentence without its asides, or of one aside ("(three soldiers and five civilians)")."""
    drafted = {at: (_with_heads(scene, at), *found) for at, found in _best_matches(scene).items()}
    whose = read_forces(scene.units, drafted, scene.name, scene.is_spoken) if drafted else {}
    open_list, last = False, -1
    for at, phrase in scene.counted.items():
        goes_on = open_list and _GOES_ON.fullmatch(scene.units.letters[last + 1 : at]) is not None
        included = aside or goes_on or _is_included(scene, at)
        open_list, last = included, at
        if phrase.number is not None and scene.speaks(phrase):
            passes.append(_pass(scene.sentence, phrase.number, "counts those who speak"))
            continue
        if at in drafted:
            drafts.append(_draft(scene, at, drafted[at], whose[at], included=included))
            continue
        draft = _inheriting(scene, at, phrase, included=included)
        if draft is not None:
            drafts.append(draft)
        elif phrase.number is not None:
            passes.append(_pass(scene.sentence, phrase.number, "no word says that these were lost, or what force they make up"))


def _pass(sentence: Sentence, number: HedgedNumber, reason: str) -> Pass:
    return Pass(sentence.starts[number.first], sentence.ends[number.last - 1], reason)


def _best_matches(scene: _Scene) -> dict[int, tuple[Match, Measure]]:
    """Return for each counted phrase the frame of the lowest rank in which it means something."""
    best: dict[int, tuple[Match, Measure]] = {}
    matches = list(match_frames(scene.units, scene.counted))
    taken = {match.cue for match in matches if match.frame.takes_cue}
    for match in map(partial(_of_share, scene), matches):
        if match.frame.side == "right" and match.cue in taken:
            continue
        held = best.get(match.item)
        if held is not None and held[0].rank <= match.rank:
            continue
        phrase = _with_heads(scene, match.item)
        if (phrase.letter == "N" and match.rank > SINGLE_RANK) or is_governed(scene.units, scene.sentence, phrase, match):
            continue
        measure = measure_of(scene.units, phrase, match)
        if measure is not None:
            best[match.item] = match, measure
    return best


def _of_share(scene: _Scene, match: Match) -> Match:
    """Give a frame to the share whose base it touches: "half of the region's 120,000 people have fled" counts the half."""
    base = _SHARE_OF.search(scene.units.letters, max(0, match.item - 7), match.item)
    return match if base is None or match.frame.sense == "strength" else match._replace(item=base.start())


def _with_heads(scene: _Scene, at: int) -> Counted:
    """Give a bare number or share the noun it borrows: "of the 60 drones 41 were shot down", "a third of the 11,000 troops"."""
    phrase = scene.counted[at]
    if phrase.heads or phrase.letter not in "SB":
        return phrase
    if phrase.letter == "S":
        for other in range(at + 1, min(at + 5, len(scene.units.letters))):
            if other in scene.counted:
                found = scene.counted[other]
                return _borrow(phrase, found) if scene.units.letters[at + 1] == "o" else phrase
        return phrase
    for other in sorted((i for i in scene.counted if i < at), reverse=True):
        if scene.counted[other].letter == "I":
            return _borrow(phrase, scene.counted[other])
    return phrase


def _borrow(phrase: Counted, found: Counted) -> Counted:
    return replace(phrase, heads=found.heads, forces=phrase.forces or found.forces, borrowed=True)


def _numbered(scene: _Scene, phrase: Counted) -> partial[Draft]:
    """Begin a draft with its phrase's place and number."""
    first, last = _number_tokens(phrase)
    stated, low, high, hedge, kind = _amount(phrase)
    return partial(
        Draft,
        sentence=scene.index,
        start=scene.sentence.starts[first],
        end=scene.sentence.ends[last - 1],
        first=first,
        last=last,
        stated=stated,
        low=low,
        high=high,
        hedge=hedge,
        kind=kind,
        partitive=phrase.partitive,
    )


def _draft(scene: _Scene, at: int, drafted: Drafted, whose: Whose, *, included: bool) -> Draft:
    phrase, match, measure = drafted
    if (included or phrase.partitive) and measure.population is None and measure.unit == "person":
        measure = replace(measure, population=_copula_population(scene, at))
    return _numbered(scene, phrase)(
        measure=measure,
        force=whose.force,
        whose=whose,
        assertion=_assertion(scene, match),
        frame=match.frame.name,
        cue=(scene.units.firsts[match.cue], scene.units.lasts[match.cue_end - 1]),
        included=included,
        of_next=_AMONG_NEXT.match(scene.units.letters, at + 1) is not None,
        perfect=_is_perfect(scene, match),
        level=match.frame.level,
        running=_is_running(scene, match),
        rules=tuple(filter(None, (f"frame.{match.frame.name}", _number_rule(phrase), _hedge_rule(phrase), whose.rule))),
    )


def _inheriting(scene: _Scene, at: int, phrase: Counted, *, included: bool) -> Draft | None:
    """Draft "including five children" and "two of them", whose category is told by what came before."""
    if phrase.number is None or phrase.number.number.kind not in ("count", "share"):
        return None
    of_next = _AMONG_NEXT.match(scene.units.letters, at + 1) is not None
    total, running = _total(scene.units, at) if phrase.letter == "B" else (False, False)
    if phrase.letter not in "PBS" or not (included or phrase.partitive or of_next or total):
        return None
    unit: Unit_ = "share" if phrase.letter == "S" else "person"
    whose = read_part(scene.units, phrase, at, scene.name)
    population = population_of(phrase, load_lexicon()) or _copula_population(scene, at)
    return _numbered(scene, phrase)(
        measure=Measure(categories=frozenset(), unit=unit, population=population),
        force=whose.force,
        whose=whose,
        frame="inherits",
        cue=_number_tokens(phrase),
        inherits=True,
        included=included,
        total=total,
        running=running,
        of_next=of_next,
        rules=tuple(filter(None, ("frame.inherits", _number_rule(phrase), _hedge_rule(phrase), whose.rule))),
    )


def _total(units: Units, at: int) -> tuple[bool, bool]:
    """Say whether a bare number is a figure of what was just counted, and whether a running total: "raising the total to 90"."""
    if _TOTAL.search(units.letters, max(0, at - 6), at) is None:
        return False, False
    word, row = units.spelled(at - 2), load_table("grammar")["totals"]
    return word in row["words"] or word in row["figures"], word in row["words"]


def _copula_population(scene: _Scene, at: int) -> str | None:
    """Read "two of whom were civilians"."""
    for next_at, letter in enumerate(scene.units.letters[at + 1 : at + 4], at + 1):
        if letter == "p":
            row = load_lexicon().sense(scene.units.spelled(next_at), "people")
            return str(row["population"]) if row and row.get("population") else None
        if letter not in "b,Aj":
            return None
    return None


def _is_included(scene: _Scene, at: int) -> bool:
    if _AMONG.search(scene.units.letters, max(0, at - 9), at) is not None:
        return True
    letters = scene.units.letters
    listed = _LISTED.search(letters, max(0, at - 3), at) is not None
    return listed and "u" in letters[at:] and _AMONG_AFTER.match(letters, at + 1) is not None


def _number_tokens(phrase: Counted) -> tuple[int, int]:
    if phrase.number is None:
        return phrase.first, phrase.first + 1
    return phrase.number.first, phrase.number.last


def _amount(phrase: Counted) -> tuple[Number | None, Number, Number | None, HedgeKind, str]:
    """Return what a phrase's number states, its bounds, its hedge and its kind."""
    if phrase.number is None:
        return 1, 1, 1, "exact", "article"
    number = phrase.number
    return number.stated, number.low, number.high, number.hedge, number.number.kind


def _number_rule(phrase: Counted) -> str:
    return "number.article" if phrase.number is None else phrase.number.number.rule


def _hedge_rule(phrase: Counted) -> str:
    return "" if phrase.number is None or not phrase.number.cue else phrase.number.rule


def _assertion(scene: _Scene, match: Match) -> Assertion:
    letters = scene.units.letters
    within = letters[match.start : match.end]
    before = letters[max(0, match.start - 4) : match.start]
    clause = before.rpartition(",")[2] if match.frame.side == "right" else ""
    if "z" in within or "z" in clause or _is_denied(scene, match):
        return "denied"
    if "w" in within or "w" in clause or "H" in letters[max(0, match.start - 6) : match.start]:
        return "hypothetical"
    if letters[match.cue] == "i" and match.cue > 0 and scene.units.spelled(match.cue - 1) == "to":
        return "hypothetical"
    return "stated"


def _is_denied(scene: _Scene, match: Match) -> bool:
    """Say whether a denial governs the cue itself: "denied killing 12", "denied the deaths of 12"."""
    before = match.cue - 1
    while before >= 0 and scene.units.letters[before] in "jA":
        before -= 1
    return match.frame.side != "left" and before >= 0 and scene.units.spelled(before) in load_table("grammar")["denial"]["words"]


def _is_running(scene: _Scene, match: Match) -> bool:
    """Say whether a verb of level or change ties a tally to its count: "the toll rose to 57", "bringing the number of dead to 57"."""
    if not match.frame.level or scene.units.spelled(match.item - 1) == "from":
        return False
    before = range(max(0, match.start - 3), match.item)
    raising = load_table("grammar")["raising"]["words"]
    return any(scene.units.letters[at] == "L" or scene.units.spelled(at) in raising for at in before)


def _is_perfect(scene: _Scene, match: Match) -> bool:
    """Say whether the verb is in the perfect ("has lost"): a count up to now."""
    letters = scene.units.letters
    near = letters[min(match.start, match.cue) : match.end]
    if "h" in near:
        return True
    before = letters[max(0, match.start - 4) : match.start]
    if match.frame.sense == "noun":
        at = max(letters.rfind("s", 0, match.item), letters.rfind("l", 0, match.item))
        before = letters[max(0, at - 4) : at] if at >= 0 else before
    return "h" in before
