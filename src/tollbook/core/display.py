"""A reading in plain words and as a plain table that fits a terminal. Standard library only.

Every cell is made safe for a terminal first: no control or format character of the text gets through. May not interpret: it
words what a claim says, and shortens with an ellipsis what does not fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from tollbook.core.types import Attribution, Claim, Force, Measure, Number, Period, Quantity, Reading, Toll, Unit

WIDTH = 80
COLUMNS = ("#", "value", "what", "whose", "claimed by", "when")
NOTHING = "-"
ELLIPSIS = "…"
AUTHOR = "author"
_NO_FIGURE = "no figure of losses, strength or ground was found"

_GAP = 2
_RIGHT = frozenset({"#", "value"})
# The part of a line of 80 that a column keeps when all are too wide, seen on readings of dense news text.
_SHARES = {"#": 3, "value": 12, "what": 17, "whose": 11, "claimed by": 11, "when": 22}
_SIGNS = {"about": "~ ", "over": "> ", "at_least": ">= ", "under": "< ", "nearly": "< ", "up_to": "<= "}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DIGIT = re.compile(r"\d")
_ZERO_WIDTH = frozenset({"Mn", "Me"})

# "lost" says of materiel only what every loss says.
_NO_OUTCOME = "lost"

Names = Mapping[str, str]
Style = Callable[[str, str], str]


def _plain_style(cell: str, column: str) -> str:
    return cell


def plain(text: str) -> str:
    """Return `text` on one line, without any character that a terminal would act on or not show.

    >>> plain("12\\u202ekilled\\x1b[31m\\n today")
    '12 killed [31m today'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(" " if unicodedata.category(mark) in _INVISIBLE else mark for mark in text).split())


def width_of(text: str) -> int:
    """Return the columns that `text` takes in a terminal: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_width(mark) for mark in text)


def _width(mark: str) -> int:
    if unicodedata.category(mark) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` columns; what is too long ends with an ellipsis.

    >>> cut("North Korea", 8)
    'North K…'
    """
    if width_of(text) <= width:
        return text
    kept, used = [], 0
    for mark in text:
        used += _width(mark)
        if used > width - 1:
            break
        kept.append(mark)
    return "".join(kept).rstrip() + ELLIPSIS


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` in exactly `width` columns."""
    text = cut(text, width)
    blank = " " * (width - width_of(text))
    return blank + text if right else text + blank


def number_words(number: Number, unit: Unit) -> str:
    """Return a number as it is shown: thousands with commas, shares in percent.

    >>> number_words(4000, "person"), number_words(1 / 3, "share")
    ('4,000', '33.3%')
    """
    if unit == "share":
        percent = 100 * number
        return f"{percent:,.0f}%" if percent >= 1000 else f"{percent:.3g}%"
    if isinstance(number, float) and not number.is_integer():
        return f"{number:,.2f}".rstrip("0").rstrip(".")
    return f"{int(number):,}"


def value_words(quantity: Quantity, unit: Unit) -> str:
    """Return a quantity with the sign of its hedge; a number that is only words stays words."""
    if quantity.hedge == "between" and quantity.high is not None:
        value = f"{number_words(quantity.low, unit)}-{number_words(quantity.high, unit)}"
    elif quantity.stated is None:
        return plain(quantity.text) or NOTHING
    else:
        value = _SIGNS.get(quantity.hedge, "") + number_words(quantity.stated, unit)
    return f"{value} km2" if unit == "km2" else value


def amount_words(claim: Claim) -> str:
    """Return what a claim puts at how many: its quantity with the sign of its hedge, and of a rate the unit of time ("1,080 a day")."""
    value = value_words(claim.quantity, claim.measure.unit)
    return value if claim.per is None else f"{value} {'an' if claim.per == 'hour' else 'a'} {claim.per}"


def either(words: Iterable[str]) -> str:
    """Join words with commas and a last "or".

    >>> either(["killed", "missing", "wounded"])
    'killed, missing or wounded'
    """
    names = [word.replace("_", " ") for word in words]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)


def measure_words(measure: Measure) -> str:
    """Return what is counted, in a few words."""
    words = either(sorted(measure.categories))
    if measure.base is not None:
        words = f"{words}, of {measure.base.replace('_', ' ')}"
    outcome = None if measure.outcome == _NO_OUTCOME else measure.outcome
    notes = [note.replace("_", " ") for note in (measure.population, outcome) if note is not None]
    return f"{words} ({', '.join(notes)})" if notes else words


def force_words(force: Force | None, names: Names) -> str:
    """Return whose loss it is: the name that goes with the id, else the words of the text."""
    if force is None:
        return NOTHING
    named = names.get(force.id) if force.id is not None else None
    return named or _without_article(plain(force.text)) or force.id or NOTHING


def source_words(link: Attribution | None, names: Names) -> str:
    """Return who says it: the name that goes with the id, else the words of the text."""
    if link is None or link.voice == "author":
        return AUTHOR
    named = names.get(link.source) if link.source is not None else None
    return named or _without_article(plain(link.text)) or link.source or NOTHING


def _without_article(words: str) -> str:
    article, blank, rest = words.partition(" ")
    return rest if blank and article.lower() == "the" else words


def day_words(day: date) -> str:
    """Return a date as it is shown, in any locale.

    >>> day_words(date(2025, 1, 24))
    '24 Jan 2025'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_words(start: date, end: date) -> str:
    """Return two dates with what they share said once.

    >>> days_words(date(2025, 1, 15), date(2025, 1, 20))
    '15-20 Jan 2025'
    """
    if start == end:
        return day_words(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{day_words(end)}"
    first = day_words(start)
    return f"{first.rpartition(' ')[0] if start.year == end.year else first} - {day_words(end)}"


def period_words(period: Period) -> str:
    """Return when, in a few words: dates where they are known, else the words of the text."""
    end = None if period.end is None else days_words(period.end, period.end_latest or period.end)
    if period.kind == "cumulative":
        return f"total to {end}" if end is not None else _total(period)
    if period.kind == "stock":
        return f"at {end}" if end is not None else _open_period(period)
    if period.start is not None and period.end is not None:
        return days_words(period.start, period.end_latest or period.end)
    return f"to {end}" if end is not None else _open_period(period)


def _total(period: Period) -> str:
    rest = _open_period(period)
    return "total" if rest == NOTHING else f"total, {rest}"


def _open_period(period: Period) -> str:
    if period.start is not None:
        return f"from {day_words(period.start)}"
    return plain(period.text or "") or NOTHING


def claimants(reading: Reading) -> int:
    """Count the distinct first claimants; the author counts as one."""
    firsts = (None if claim.by_author else claim.claimant for claim in reading.claims)
    return len({None if link is None else link.source or plain(link.text).casefold() for link in firsts})


def claim_row(claim: Claim, numbers: Mapping[str, int], *, names: Names) -> tuple[str, ...]:
    """Return the cells of a claim's row, in the order of `COLUMNS`; `numbers` gives the number shown for each claim's id."""
    return (
        str(numbers[claim.id]),
        amount_words(claim),
        _what(claim, numbers),
        force_words(claim.force, names),
        source_words(None if claim.by_author else claim.claimant, names),
        period_words(claim.period),
    )


def _what(claim: Claim, numbers: Mapping[str, int]) -> str:
    what = measure_words(claim.measure)
    if claim.assertion != "stated":
        what = f"{claim.assertion}: {what}"
    whole, later = numbers.get(claim.part_of or ""), numbers.get(claim.superseded_by or "")
    if whole is not None:
        what = f"{what}, of #{whole}"
    return what if later is None else f"{what}, now #{later}"


def numbered(reading: Reading) -> dict[str, int]:
    """Return the number that each claim is shown by, from 1 in the order of the text."""
    return {claim.id: number for number, claim in enumerate(reading.claims, 1)}


def fitted(rows: Sequence[Sequence[str]], width: int = WIDTH) -> list[int]:
    """Return the widths of the columns that show `rows` within `width`: those most above their share give way first.

    A number is never cut, since a part of a number is another number.
    """
    columns = list(zip(*rows, strict=True))
    widths = [min(width, max(width_of(cell) for cell in column)) for column in columns]
    least = [
        max((width_of(cell) for cell in column if name in _RIGHT and _DIGIT.search(cell)), default=1)
        for name, column in zip(COLUMNS, columns, strict=True)
    ]
    for _ in range(sum(widths) + _GAP * (len(widths) - 1) - width):
        loose = [nth for nth in range(len(widths)) if widths[nth] > least[nth]]
        if not loose:
            break
        widths[max(loose, key=lambda nth: widths[nth] / _SHARES[COLUMNS[nth]])] -= 1
    return widths


def table_lines(rows: Sequence[Sequence[str]], *, width: int = WIDTH, style: Style = _plain_style) -> list[str]:
    """Return rows of the cells of `COLUMNS` as lines of at most `width` columns. The first row is the heading.

    `style` is given each padded cell with its column's name, and may color it.
    """
    widths = fitted(rows, width)
    lines = []
    for cells in rows:
        shown = (padded(cell, columns, right=name in _RIGHT) for cell, columns, name in zip(cells, widths, COLUMNS, strict=True))
        lines.append((" " * _GAP).join(style(cell, name) for cell, name in zip(shown, COLUMNS, strict=True)).rstrip())
    return lines


def moment_words(recorded_at: str) -> str:
    """Return a moment of a log to the second.

    >>> moment_words("2026-11-25T22:40:01.000000Z")
    '2026-11-25 22:40:01 UTC'
    """
    return f"{recorded_at[:10]} {recorded_at[11:19]} UTC"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun; `plural` is that of a noun that takes more than an s.

    >>> counted(1, "claim"), counted(3, "judgement"), counted(2, "entry", "entries")
    ('1 claim', '3 judgements', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def summary(reading: Reading) -> str:
    """Return one line that counts what was read, or says why nothing was."""
    judgements = counted(len(reading.judgements), "judgement")
    if reading.claims:
        return f"{counted(len(reading.claims), 'claim')}, {counted(claimants(reading), 'claimant')}; {judgements}."
    why = _NO_FIGURE if reading.context.conflict else plain(reading.context.reason).rstrip(".") or "no reason was given"
    return f"No claims: {why}; {judgements}." if reading.judgements else f"No claims: {why}."


def toll_words(toll: Toll) -> str:
    """Return what a text reports for one incident, in one line."""
    counts = (("killed", toll.killed), ("wounded", toll.wounded), ("missing", toll.missing), ("captured", toll.captured))
    parts = [f"{value_words(quantity, 'person')} {name}" for name, quantity in counts if quantity is not None]
    parts += [f"{value_words(quantity, 'person')} killed ({name.replace('_', ' ')})" for name, quantity in toll.killed_by_population]
    where = [] if toll.place is None else [plain(toll.place.text)]
    when = [] if toll.date is None else [day_words(toll.date)]
    return "; ".join([", ".join(parts) or NOTHING, *where, *when])


def plain_table(reading: Reading, *, names: Names | None = None, width: int = WIDTH, style: Style = _plain_style) -> str:
    """Return the claims as a table of at most `width` columns, with a line that counts them.

    `names` gives the name to show for an id of a force or a source; without one, the words of the text are shown.
    """
    lines: list[str] = []
    if reading.claims:
        numbers = numbered(reading)
        rows = [COLUMNS, *(claim_row(claim, numbers, names=names or {}) for claim in reading.claims)]
        lines = table_lines(rows, width=width, style=style)
    return "\n".join([*lines, summary(reading)])
