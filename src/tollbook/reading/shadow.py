"""The normalised view of a text on which all grammar runs, with the way back to the text as given.

Plain quotes, plain spaces, plain digits; marks that nobody sees are gone. It never edits the original: every offset into
the shadow maps back to code points of the original, and digits that only look like digits are flagged, not passed over.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

OTHER_SCRIPT = "digits.other_script"
MIXED_SCRIPT = "digits.mixed_script"
HOMOGLYPH = "digits.homoglyph"

# Letters of the common alphabets, dashes and the ellipsis stay as they are; everything else is looked up once.
_ODD = re.compile(r"[^\x00-\x0a\x0c-\x7f\u00c0-\u02af\u0370-\u052f\u2012-\u2015\u2022\u2026]")
_VISIBLE = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u2039\u203a\u02bb\u02bc\u02bd\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\u301f\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2212\u02d7\ufe63\uff0d", "-"),
    **dict.fromkeys("\u0085\u2028\u2029\x0b", "\n"),
    "\u066b": ".",
    "\u066c": ",",
    "\u066a": "%",
}
# The marks of nearly every page, replaced before anything is searched: a handful of passes in C.
_COMMON = tuple(
    (old, new) for old, new in _VISIBLE.items() if old in "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2010\u2011\u2032\u2033\u02bc"
) + (
    ("\u00a0", " "),
    ("\u2009", " "),
    ("\u202f", " "),
)
_SPACE_FILLERS = frozenset("\u2800\u3164")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_LOOKALIKES = "OolI\u0417\u0437\u0431\u043e\u041e"
_RUN = re.compile(r"(?<![\w.,])[0-9OolI\u0417\u0437\u0431\u043e\u041e]+(?:[.,][0-9OolI\u0417\u0437\u0431\u043e\u041e]{3})*(?!\w)")
_UNAMBIGUOUS = re.compile(
    r"[0-9][0-9.,OolI\u0417\u0437\u0431\u043e\u041e]*[0-9O\u041e]"  # 1O0  5OO
    r"|[lI\u0417\u041e](?:[0-9]{0,4}00|[0-9]{0,2}(?:[.,][0-9]{3})+)"  # l00  I,500
)
_TO_DIGIT = str.maketrans("OolI\u0417\u0437\u0431\u043e\u041e", "001133600")


@dataclass(frozen=True, slots=True)
class Shadow:
    """A text and its normalised view. Where lengths are equal the map is the identity and takes no memory."""

    original: str
    text: str
    flags: tuple[tuple[int, int, str], ...] = ()
    """(start, end, flag) in the shadow, in order."""
    _shadow_starts: array[int] = field(default_factory=lambda: array("Q"), repr=False, compare=False)
    _starts: array[int] = field(default_factory=lambda: array("Q"), repr=False, compare=False)
    _ends: array[int] = field(default_factory=lambda: array("Q"), repr=False, compare=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that a span of the shadow shows."""
        if not self._starts:
            return start, end
        first = self._character(start)[0]
        return (first, self._character(end - 1)[1]) if end > start else (first, first)

    def _character(self, at: int) -> tuple[int, int]:
        piece = bisect_right(self._shadow_starts, at) - 1
        start = self._starts[piece] + at - self._shadow_starts[piece]
        limit = self._ends[piece]
        return (start, start + 1) if start < limit else (max(self._starts[piece], limit - 1), limit)

    def flags_in(self, start: int, end: int) -> tuple[str, ...]:
        """Return the flags that touch a span of the shadow, each once."""
        if not self.flags:
            return ()
        at = bisect_left(self.flags, (start, 0, ""))
        at -= at > 0 and self.flags[at - 1][1] > start
        found: dict[str, None] = {}
        for left, right, flag in self.flags[at:]:
            if left >= end:
                break
            if right > start:
                found[flag] = None
        return tuple(found)


_SURROGATES = re.compile("[\ud800-\udfff]")


def make_shadow(text: str) -> Shadow:
    """Return the normalised view of a text, in time linear in its length.

    >>> make_shadow("\u201c1\u202f500 dead\u201d").text
    '"1 500 dead"'
    """
    shown = text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text
    if text.isascii():
        return _with_flags(Shadow(text, shown), shown.encode(), set())
    for old, new in _COMMON:
        if old in shown:
            shown = shown.replace(old, new)
    try:
        encoded = shown.encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate is no character, and nothing can scan it: the view shows the sign for that, one for one.
        shown = _SURROGATES.sub("\ufffd", shown)
        encoded = shown.encode("utf-8")
    odd = set(_ODD.findall(shown)) if _scanners().odd.search(encoded) else set()
    if not odd:
        return _with_flags(Shadow(text, shown), encoded, odd)
    folded = {character: _fold(character) for character in odd}
    if all(len(new) == 1 for new in folded.values()) and not any(map(_is_raised, odd)):
        shown = _replaced(shown, folded)
        return _with_flags(Shadow(text, shown), shown.encode("utf-8", "surrogatepass"), odd)
    shadow = _mapped(text, shown, folded)
    return _with_flags(shadow, shadow.text.encode("utf-8", "surrogatepass"), odd)


class _Scanners(NamedTuple):
    """Linear-time searches over a text's bytes: most texts need neither a map nor a flag, and this finds out quickly."""

    odd: Any
    suspect: Any


@lru_cache(maxsize=1)
def _scanners() -> _Scanners:
    import re2

    odd = re2.compile(rb"[^\x00-\x0a\x0c-\x7f\x{c0}-\x{2af}\x{370}-\x{52f}\x{2012}-\x{2015}\x{2022}\x{2026}]")
    suspect = re2.compile(f"[0-9][.,]?[{_LOOKALIKES}]|[{_LOOKALIKES}][0-9]|[lI\u0417][.,][0-9]".encode())
    return _Scanners(odd, suspect)


def _fold(character: str) -> str:
    """Return what the grammar sees of one unusual character: another one, several, or nothing."""
    known = _VISIBLE.get(character)
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category == "Zs" or character in _SPACE_FILLERS:
        return " "
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] == "L" or category == "No" or "\uff01" <= character <= "\uff5e":
        return unicodedata.normalize("NFKC", character).replace("\u2044", "/")
    return character


def _is_raised(character: str) -> bool:
    """Say whether a character is a digit or fraction whose reading depends on what it follows (4,000\u00b2, 3\u00bd)."""
    return unicodedata.category(character) == "No"


def _replaced(text: str, folded: dict[str, str]) -> str:
    """Replace characters one for one. A few passes of str.replace beat one pass of any Python-level map."""
    changed = {old: new for old, new in folded.items() if old != new}
    if len(changed) <= 24:
        for old, new in changed.items():
            text = text.replace(old, new)
        return text
    return _ODD.sub(lambda match: folded[match.group()], text)


def _mapped(original: str, text: str, folded: dict[str, str]) -> Shadow:
    parts: list[str] = []
    shadow_starts, starts, ends = array("Q"), array("Q"), array("Q")
    at = length = 0

    def keep(start: int, end: int, shown: str) -> None:
        nonlocal length
        if shown:
            shadow_starts.append(length)
            starts.append(start)
            ends.append(end)
            parts.append(shown)
            length += len(shown)

    for match in _ODD.finditer(text):
        start = match.start()
        new = _in_context(text, start, folded[match.group()])
        keep(at, start, text[at:start])
        keep(start, start + 1, new)
        at = start + 1
    keep(at, len(text), text[at:])
    return Shadow(original, "".join(parts), (), shadow_starts, starts, ends)


def _in_context(text: str, at: int, new: str) -> str:
    character = text[at]
    if not _is_raised(character):
        return new
    if "/" in new:
        left = " " if at > 0 and not text[at - 1].isspace() else ""
        right = " " if text[at + 1 : at + 2].isalnum() else ""
        return f"{left}{new}{right}"
    if not (new.isascii() and new.isdigit()):
        return character
    # "4,000\u00b2" carries a footnote's mark; "km\u00b2" is a unit.
    return new if at > 0 and text[at - 1].isalpha() else ""


def _with_flags(shadow: Shadow, encoded: bytes, odd: set[str]) -> Shadow:
    text, flags = shadow.text, []
    if any(unicodedata.category(character) == "Nd" for character in odd):
        flags = _script_flags(shadow)
    if _scanners().suspect.search(encoded):
        text, lookalikes = _read_lookalikes(text)
        flags = sorted([*flags, *lookalikes])
    if not flags:
        return shadow
    return Shadow(shadow.original, text, tuple(flags), shadow._shadow_starts, shadow._starts, shadow._ends)


def _script_flags(shadow: Shadow) -> list[tuple[int, int, str]]:
    flags = []
    for match in _DIGITS.finditer(shadow.text):
        start, end = shadow.span(match.start(), match.end())
        scripts = {_script(character) for character in shadow.original[start:end] if character.isdecimal()}
        if scripts - {"ascii", "compatible"}:
            flags.append((match.start(), match.end(), OTHER_SCRIPT))
        if len(scripts) > 1:
            flags.append((match.start(), match.end(), MIXED_SCRIPT))
    return flags


def _script(digit: str) -> str:
    if digit.isascii():
        return "ascii"
    if unicodedata.normalize("NFKC", digit).isascii():
        return "compatible"
    return unicodedata.name(digit, "").partition(" DIGIT ")[0]


def _read_lookalikes(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Read letters that stand in for digits where nothing else can be meant, and flag every such run."""
    flags: list[tuple[int, int, str]] = []
    parts: list[str] = []
    at = 0
    for match in _RUN.finditer(text):
        run = match.group()
        if run.replace(",", "").replace(".", "").isdigit() or not _UNAMBIGUOUS.fullmatch(run):
            continue
        parts += (text[at : match.start()], run.translate(_TO_DIGIT))
        at = match.end()
        flags.append((match.start(), at, HOMOGLYPH))
    return ("".join([*parts, text[at:]]), flags) if flags else (text, flags)
