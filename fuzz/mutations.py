"""Mutations of sound inputs: cut, doubled, spliced, flipped, and spiced with what has broken readers before. The same number gives the same input."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

LONGEST = 20_000
"""Bytes of an input at most: what costs more than its size is for `tests/security/bombs.py` to find."""
SPICES: tuple[bytes, ...] = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        # Directions, blanks that are not seen, and marks that join.
        "\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u0301", "\u0338", "\u20e3", "\u00a0", "\u202f", "\u2028", "\x85",
        # Digits and signs that look like others, and letters of two scripts.
        "１２", "١٢", "१२", "𝟏𝟐", "²", "½", "⅓", "①", "Ⅻ", "〇", "一千", "٬", "٫", "٪", "﹪", "−", "–", "‑", "а", "е", "о", "К", "İ", "ß", "ﬁ",
        # Half characters and such as are none.
        "\ud800", "\udfff", "\ufffe", "\U0010ffff", "\x00", "\x07", "\x1b[2J", "\r", "\x0b",
        # Numbers at the edge.
        "0", "-1", "9" * 15, "9" * 16, "9" * 4301, "1e999", "NaN", "1/0", "1/3", "12:30:05", "2025-02-30", "31 April", "1,2,3", "1.000.000", "0x7f", "1_000", "4x4", "24/7",
        # Words that readers look for.
        " killed ", " soldiers ", " wounded ", " tanks ", " million ", " dozen", " no ", "about ", "up to ", "between ", " and ", " of them ", " said ", " who ", " percent",
        "half", "two-thirds", "(+10)", " to ", " - ", "\n", "\n\n", ". ", "'", '"', "«", "»", "“", "(", ")", "[", "]", "{", "}", "<", ">", "&#0;", "&#xD800;", "]]>", "<!--",
        "<![CDATA[", "<p>", "<table>", "</", "=", "==", "[[", "]]", '"""', "\\u0000", "\\ud800", "\\", "%00", "%", "$", "://", "../", ":", ";", ",", "\t", "|", "#", "*", "_", "`", "~",
        "null", "true", "[]", "{}", "1979-05-27T07:32:00Z", "inf", "-nan", "=?utf-8?q?", "?=", "charset=utf-7", "boundary=",
    )
)  # fmt: skip


def mutated(seeds: Sequence[bytes], number: int, *, salt: str = "", longest: int = LONGEST, in_place: bool = False) -> bytes:
    """Return the input of a number: a seed that was changed in one to six places, at most so many bytes of it.

    `in_place` leaves every byte where it is: a file of pages that are moved is refused at its first page.
    """
    chance = random.Random(f"{salt}:{number}")
    content = bytearray(chance.choice(seeds))
    if chance.random() < 0.02:
        return _made_up(chance)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        chance.choice(_CHANGES_IN_PLACE if in_place else _CHANGES)(content, chance, seeds)
    return bytes(content[:longest])


def _made_up(chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return chance.randbytes(chance.randrange(200))
    return b"".join(chance.choice(SPICES) for _ in range(chance.randrange(40)))


def _place(content: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _spice(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = _place(content, chance)
    content[at:at] = chance.choice(SPICES)


def _replace(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = _place(content, chance)
    content[at : at + chance.randrange(1, 9)] = chance.choice(SPICES)


def _cut(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = _place(content, chance)
    del content[at : at + chance.randrange(1, 60)]


def _double(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start = _place(content, chance)
    piece = content[start : start + chance.randrange(1, 80)] * chance.choice((1, 1, 2, 20))
    at = _place(content, chance)
    content[at:at] = piece


def _splice(content: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    other = chance.choice(seeds)
    start = chance.randrange(len(other) + 1)
    at = _place(content, chance)
    content[at : at + chance.randrange(40)] = other[start : start + chance.randrange(200)]


def _flip(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _renumber(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    digits = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    if digits:
        content[chance.choice(digits)] = chance.randrange(48, 58)


def _overwrite(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start = _place(content, chance)
    piece = chance.choice((chance.choice(SPICES)[:40], bytes(content[start : start + chance.randrange(1, 40)])))
    at = chance.randrange(max(1, len(content) - len(piece) + 1))
    content[at : at + len(piece)] = piece


def _end(content: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    del content[_place(content, chance) :]


Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]
_CHANGES: tuple[Change, ...] = (_spice, _spice, _spice, _replace, _replace, _cut, _double, _splice, _splice, _flip, _renumber, _end)
_CHANGES_IN_PLACE: tuple[Change, ...] = (_overwrite, _flip, _renumber)
