"""Periods of a sentence: which days its words speak of, anchored on the publication date. Reads no clock.

First stretches of the calendar are found ("mid-January 2025", "last week"), then what is said with them ("as of",
"since", "from ... to"). What has no single meaning is kept without dates, and its rule says why:
period.unanchored (no publication date), period.ambiguous, period.invalid (no such day), period.vague, period.future,
period.relative (counted from a day of the story), period.duration, period.rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tollbook.reading.calendar.atoms import BUILDERS
from tollbook.reading.calendar.dates import Stretch
from tollbook.reading.calendar.uses import USES, Line, Look, Shape, Used, Wrap
from tollbook.reading.calendar.words import ATOM_LETTERS, FIRST_YEAR, LAST_YEAR, CalendarWords, Pattern, calendar_words, letters_of
from tollbook.reading.tokens import Sentence, tokenise


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words of a sentence that say when: tokens `first` to `last` (half-open), days inclusive, and the rule that read them."""

    first: int
    last: int
    start: date | None
    end: date | None
    end_latest: date | None
    shape: Shape
    text: str
    rule: str


def find_periods(text: str, sentence: Sentence, *, published: date | None) -> list[PeriodMention]:
    """Return the periods that a sentence names, in order, never overlapping.

    A publication outside the years that are read (1500 to 2100) is no anchor.
    """
    words = tokenise(text, sentence).words
    table = calendar_words()
    if table.triggers.isdisjoint(words) and not _hides_date(text[sentence.start : sentence.end], words, table):
        return []
    if published is not None and not FIRST_YEAR < published.year < LAST_YEAR:
        published = None
    look = Look(text, sentence, published, table, text[sentence.start : sentence.end].isupper())
    return _mentions(look, _collapse(look, letters_of(words)))


def _hides_date(piece: str, words: list[str], table: CalendarWords) -> bool:
    """Say whether a word is a date by its shape ("mid-january", "24.02.2022") or a short date has slashes ("24/02/22")."""
    if "-" not in piece and piece.count(".") < 2:
        return "/" in piece and "0" <= piece[piece.index("/") - 1] <= "9"
    return any(("-" in word or "." in word[1:]) and table.classes_of_shape(word) is not None for word in words)


# --- stretches ------------------------------------------------------------------------------------------------------


def _collapse(look: Look, letters: str) -> Line:
    """Find the stretches and put one letter in the place of each."""
    atoms = look.table.atoms
    out: list[str] = []
    at: list[int] = []
    stretches: dict[int, Stretch] = {}
    done = position = 0
    for opener in atoms.openers.finditer(letters):
        first = opener.start()
        built = _first_built(look, letters, first) if first >= position else None
        if built is None:
            continue
        out.append(letters[done:first])
        at.extend(range(done, first + 1))
        stretch, position = built
        done = position
        stretches[len(at) - 1] = stretch
        out.append(ATOM_LETTERS[stretch.kind])
    out.append(letters[done:])
    at.extend(range(done, len(letters) + 1))
    return Line("".join(out), at, stretches)


def _first_built(look: Look, letters: str, first: int) -> tuple[Stretch, int] | None:
    """Return what the first row makes of the letters at a position, and where it ends."""
    for pattern in look.table.atoms.at(letters, first):
        found = pattern.match(letters, first)
        if found is None:
            continue
        built = BUILDERS[pattern.action](look.phrase(pattern.kept(found), first, found.end()))
        if isinstance(built, tuple):
            return built
        if built is not None:
            return built, found.end()
    return None


# --- what is said with them -----------------------------------------------------------------------------------------


def _mentions(look: Look, line: Line) -> list[PeriodMention]:
    mentions: list[PeriodMention] = []
    position = 0
    for opener in look.table.wraps.openers.finditer(line.letters):
        first = opener.start()
        used = _first_used(look, line, first) if first >= position else None
        if used is None:
            continue
        mention, position = used
        mentions.append(mention)
    return mentions


def _first_used(look: Look, line: Line, first: int) -> tuple[PeriodMention, int] | None:
    for pattern in look.table.wraps.at(line.letters, first):
        found = pattern.match(line.letters, first)
        if found is None or not _opens_rightly(look, line, pattern, first):
            continue
        kept = pattern.kept(found)
        used = USES[pattern.action](Wrap(look, line, kept, pattern, cued=_is_cued(look, line, first, kept)))
        if used is None:
            continue
        begin, end = line.at[first], line.at[found.end()]
        return _mention(look, used, begin, end), found.end()
    return None


def _opens_rightly(look: Look, line: Line, pattern: Pattern, first: int) -> bool:
    only = pattern.row.get("only")
    return only is None or look.sentence.words[line.at[first]] in only


def _is_cued(look: Look, line: Line, first: int, kept: dict[str, int]) -> bool:
    """Say whether a preposition stands before the stretch, or a possessive after it ("January's losses")."""
    when = kept.get("when", kept.get("left", first))
    after = line.at[when + 1]
    words = look.sentence.words
    possessed = after < len(words) and words[after] == "'s" and line.letters[when] == ATOM_LETTERS["month"]
    return when > first or possessed


def _mention(look: Look, used: Used, begin: int, end: int) -> PeriodMention:
    starts, ends = look.sentence.starts, look.sentence.ends
    if look.sentence.words[end - 1] == ".":  # of "Jan." or of the sentence: either way no part of the words
        end -= 1
    text = look.text[starts[begin] : ends[end - 1]]
    return PeriodMention(begin, end, used.start, used.end, used.end_latest, used.shape, text, used.rule)
