"""What is said with a stretch of the calendar: as of it, since it, from it to another. Knows no words.

A use gets a matched wrap and returns the days and the shape of a period, or None where the words say no period.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tollbook.reading.calendar.dates import Stretch, plus_months, resolve
from tollbook.reading.calendar.phrases import Phrase, count_of, counts_before
from tollbook.reading.calendar.relative import back_from
from tollbook.reading.calendar.words import CalendarWords, Pattern
from tollbook.reading.tokens import Sentence

Shape = Literal["point", "window", "since", "as_of", "until", "war"]


@dataclass(slots=True)
class Look:
    """The sentence while it is read. A working object, made for every sentence: frozen ones take three times as long to make."""

    text: str
    sentence: Sentence
    published: date | None
    table: CalendarWords
    upper: bool

    def capital(self, at: int) -> bool:
        return self.text[self.sentence.starts[at]].isupper()

    def phrase(self, kept: dict[str, int], first: int, last: int) -> Phrase:
        return Phrase(self.sentence.words, kept, first, last, self.capital, self.published, self.table, self.upper)


@dataclass(slots=True)
class Line:
    """The sentence as letters, stretches collapsed to one letter each; `at` maps a letter to its first token."""

    letters: str
    at: list[int]
    stretches: dict[int, Stretch]


@dataclass(slots=True)
class Wrap:
    """A matched way of using stretches."""

    look: Look
    line: Line
    kept: dict[str, int]
    pattern: Pattern
    cued: bool

    @property
    def published(self) -> date | None:
        return self.look.published

    def stretch(self, name: str) -> Stretch | None:
        """Return a kept stretch."""
        at = self.kept.get(name)
        return None if at is None else self.line.stretches[at]

    def word(self, name: str) -> str:
        """Return a kept word, "" where it is not there."""
        at = self.kept.get(name)
        return "" if at is None else self.look.sentence.words[self.line.at[at]]

    def integer(self, name: str) -> int:
        """Return a kept number."""
        return int(self.word(name))


@dataclass(frozen=True, slots=True)
class Used:
    """What a use makes of a stretch: the days, the shape, and the rule that says how."""

    start: date | None
    end: date | None
    end_latest: date | None
    shape: Shape
    rule: str


def _bare(rule: str, shape: Shape = "window") -> Used:
    return Used(None, None, None, shape, rule)


def _spanning(start: Stretch, end: Stretch, rule: str, published: date | None) -> Used:
    """Return the window over both stretches; dates only where both have them and they are in order."""
    if start.start is None or end.end is None:
        return _bare(start.rule if start.start is None else end.rule)
    if start.start > end.end:
        return _bare("period.invalid")
    return _ahead_checked(Used(start.start, end.end, None, "window", rule), published)


def _ahead_checked(used: Used, published: date | None) -> Used:
    """Mark what begins or is due after the publication as future; its dates stay."""
    due = used.start if used.start is not None else used.end
    ahead = published is not None and due is not None and due > published
    return replace(used, rule="period.future") if ahead else used


def _plain(wrap: Wrap) -> Used | None:
    stretch = wrap.stretch("when")
    if stretch is None or (stretch.kind in ("month", "year", "number") and not wrap.cued):
        return None
    if stretch.kind == "number":
        return None
    shape: Shape = "point" if stretch.kind == "day" else "window"
    return _ahead_checked(Used(stretch.start, stretch.end, None, shape, stretch.rule), wrap.published)


def _as_of(wrap: Wrap) -> Used | None:
    stretch = wrap.stretch("when")
    if stretch is None:
        return None
    if stretch.start is None or stretch.end is None:
        return _bare(stretch.rule, "as_of")
    end, latest = _central(stretch, wrap.published)
    return _ahead_checked(Used(None, end, latest, "as_of", "period.as_of"), wrap.published)


def _central(stretch: Stretch, published: date | None) -> tuple[date, date | None]:
    """Return the day that stands for a stretch, and its last day where that is another one."""
    start, end = stretch.start or date.min, stretch.end or date.max
    if stretch.stands == "last":
        return end, None
    if published is not None and start <= published < end:
        end = published
    if start == end:
        return end, None
    return start + timedelta(days=(end - start).days // 2), end


def _until(wrap: Wrap) -> Used | None:
    stretch = wrap.stretch("when")
    if stretch is None:
        return Used(None, wrap.published, None, "until", "period.until" if wrap.published else "period.unanchored")
    if stretch.start is None or stretch.end is None:
        return _bare(stretch.rule, "until")
    running = wrap.published is not None and stretch.start <= wrap.published < stretch.end and stretch.stands != "last"
    end, latest = _central(stretch, wrap.published) if stretch.part is not None else (stretch.end, None)
    if running and stretch.part is None:
        end = wrap.published or end
    return _ahead_checked(Used(None, end, latest, "until", "period.until"), wrap.published)


def _since(wrap: Wrap) -> Used | None:
    stretch = wrap.stretch("when")
    if stretch is None:
        return None
    if stretch.start is None:
        return _bare(stretch.rule, "since")
    return _ahead_checked(Used(stretch.start, wrap.published, None, "since", "period.since"), wrap.published)


def _week_of(wrap: Wrap) -> Used | None:
    """Use "the week of 8 January" (the calendar week of that day), "beginning" and "ending" then."""
    stretch = wrap.stretch("when")
    if stretch is None or wrap.look.table.values["unit"].get(wrap.word("unit")) != "week":
        return None
    if stretch.start is None:
        return _bare(stretch.rule)
    back = 0 if "begin" in wrap.kept else 6 if "ending" in wrap.kept else stretch.start.weekday()
    start = stretch.start - timedelta(days=back)
    return _ahead_checked(Used(start, start + timedelta(days=6), None, "window", "period.week_of"), wrap.published)


def _units_to(wrap: Wrap) -> Used | None:
    """Use "in the 24 hours to Monday": so many units back from a day."""
    stretch, word = wrap.stretch("when"), wrap.word("count")
    if stretch is None:
        return None
    if stretch.start is None:
        return _bare(stretch.rule)
    if not word:
        return Used(None, stretch.end, None, "window", "period.vague")
    unit = str(wrap.look.table.values["unit"][wrap.word("unit")])
    start = back_from(stretch.start, unit, count_of(word, wrap.look.table))
    return None if start is None else _ahead_checked(Used(start, stretch.end, None, "window", "period.units_to"), wrap.published)


def _so_far(wrap: Wrap) -> Used:
    stretch = wrap.stretch("when")
    if stretch is None:
        return Used(None, wrap.published, None, "until", "period.so_far" if wrap.published else "period.unanchored")
    return Used(stretch.start, wrap.published, None, "since", "period.so_far" if stretch.start else stretch.rule)


def _war(_wrap: Wrap) -> Used:
    return _bare("period.war", "war")


def _said(stretch: Stretch) -> bool:
    """Say whether the stretch is a date by its month, so that it can borrow a year."""
    return stretch.month is not None and stretch.rule != "period.invalid"


def _range(wrap: Wrap) -> Used | None:
    left, right = wrap.stretch("left"), wrap.stretch("right")
    if left is None or right is None or (right.kind == "number" and _counts(wrap, "right")):
        return None
    return _spanning(_before(left, right), right, "period.range", wrap.published)


def _counts(wrap: Wrap, name: str) -> bool:
    """Say whether the word after a stretch makes it a count: "from 10.12 to 12.12 percent"."""
    after = wrap.line.at[wrap.kept[name] + 1]
    words = wrap.look.sentence.words
    return after < len(words) and counts_before(words[after])


def _before(left: Stretch, right: Stretch) -> Stretch:
    """Return the first date of a range with the year, or the week, that puts it before the second, where it says none."""
    if left.rule == "period.weekday" and left.start is not None and right.start is not None and left.start > right.start:
        return replace(left, start=left.start - timedelta(days=7), end=None)
    if left.year is not None or not _said(left) or right.start is None:
        return left
    found = resolve(replace(left, year=right.start.year), None)
    if found.start is not None and found.start > right.start:
        found = resolve(replace(left, year=right.start.year - 1), None)
    return found


def _loose_range(wrap: Wrap) -> Used | None:
    """Use "March and April": two of a kind, and with a preposition where each alone would need one."""
    left, right = wrap.stretch("left"), wrap.stretch("right")
    if left is None or right is None or left.kind == "number" or not ((_said(left) and _said(right)) or left.kind == right.kind):
        return None
    if left.kind in ("month", "year") and not wrap.cued:
        return None
    return _spanning(_before(left, right), right, "period.range", wrap.published)


def _day_to_date(wrap: Wrap) -> Used | None:
    """Use "3 to 9 May": the first day is in the month of the second, or in the one before ("28 to 3 May" is none)."""
    right, day = wrap.stretch("right"), wrap.integer("day")
    if right is None or right.day is None or right.month is None:
        return None
    if right.start is None:
        return _bare(right.rule)
    if day >= right.start.day:
        return None
    return _spanning(Stretch(start=right.start.replace(day=day)), right, "period.range", wrap.published)


def _date_to_day(wrap: Wrap) -> Used | None:
    """Use "March 3 to 10" and "May 3-5, 2024"."""
    left, day = wrap.stretch("left"), wrap.integer("day")
    if left is None or left.day is None or left.month is None or day <= left.day:
        return None
    year = wrap.integer("year") if "year" in wrap.kept else left.year
    start = resolve(replace(left, year=year), wrap.published)
    if start.start is None:
        return _bare(start.rule)
    end = resolve(replace(left, year=start.start.year, day=day), wrap.published)
    return _spanning(start, end, "period.range", wrap.published)


def _year_to_short_year(wrap: Wrap) -> Used | None:
    left = wrap.stretch("left")
    if left is None or left.start is None:
        return None
    last = left.start.year // 100 * 100 + wrap.integer("short")
    if not 0 < last - left.start.year < 100:
        return None
    return _spanning(left, Stretch(end=date(last, 12, 31)), "period.range", wrap.published)


def _on_the_nth(wrap: Wrap) -> Used | None:
    """Use "on the 20th": the latest such day; "on the 20th Brigade" and "on the 20th day" are none."""
    after = wrap.line.at[wrap.kept["nth"]] + 2
    words = wrap.look.sentence.words
    if after < len(words) and words[after].isalnum() and (wrap.look.capital(after) or words[after] in wrap.look.table.values["unit"]):
        return None
    if wrap.published is None:
        return _bare("period.unanchored", "point")
    day = wrap.integer("nth")
    for months in range(3):
        anchor = plus_months(wrap.published, -months)
        found = resolve(Stretch(year=anchor.year, month=anchor.month, day=day), None)
        if found.start is not None and found.start <= wrap.published:
            return Used(found.start, found.end, None, "point", "period.on_the_nth")
    return _bare("period.invalid", "point")


def _duration(_wrap: Wrap) -> Used:
    return _bare("period.duration")


def _rate(_wrap: Wrap) -> Used:
    return _bare("period.rate")


def _rate_after_number(wrap: Wrap) -> Used | None:
    """Use "300 men a day": "a day" is a rate only right after what is counted."""
    before = wrap.line.at[wrap.kept["unit"]] - 2
    words = wrap.look.sentence.words
    counted = before >= 0 and (words[before][0].isdigit() or counts_before(words[before]))
    return _bare("period.rate") if counted else None


USES: dict[str, Callable[[Wrap], Used | None]] = {
    "as_of": _as_of,
    "plain": _plain,
    "until": _until,
    "since": _since,
    "week_of": _week_of,
    "units_to": _units_to,
    "so_far": _so_far,
    "war": _war,
    "range": _range,
    "loose_range": _loose_range,
    "day_to_date": _day_to_date,
    "date_to_day": _date_to_day,
    "year_to_short_year": _year_to_short_year,
    "on_the_nth": _on_the_nth,
    "duration": _duration,
    "rate": _rate,
    "rate_after_number": _rate_after_number,
}
"""Ways of using stretches by the name that the table's rows give."""
