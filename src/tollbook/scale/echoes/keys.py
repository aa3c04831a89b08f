"""Keys under which articles that may be echoes meet: bands of a MinHash, sentences, quotations, and pairs of numbers.

Two articles of one key are looked at closer, so a key too many costs time and a key too few an echo. Bands find copies and slight
changes; sentences find cuts; quotations and pairs of numbers find rewrites.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, Final, NamedTuple

from tollbook.core.errors import UsageError
from tollbook.scale.echoes.words import numbers_of, quotations_of, runs_of, sentences_of, words_of

SHINGLE = 5
PERMUTATIONS: Final = 112
ROWS: Final = 4
"""Rows of a band: 28 bands of 4 let a pair that shares half of its shingles meet with a probability of .84, and a third with .29."""
SEED = 1
FEWEST_WORDS = 12
"""A text of fewer words has no echoes: too little to tell a copy from a coincidence."""
SENTENCE_WORDS, QUOTATION_WORDS = 8, 8
MOST_SENTENCES, MOST_QUOTATIONS, MOST_PAIRS = 12, 8, 8

BAND, SENTENCE, QUOTATION, NUMBERS = range(4)
"""The kinds of keys."""


class Key(NamedTuple):
    """A key of an article: its kind, and 64 bits (signed)."""

    kind: int
    value: int


def keys_of(texts: Sequence[str]) -> list[list[Key]]:
    """Return the keys of each text; none for one that is too short. Raises UsageError where rensa is not installed."""
    words = [words_of(text) for text in texts]
    shingles = [runs_of(some, SHINGLE) if len(some) >= FEWEST_WORDS else [] for some in words]
    bands = iter(_bands([some for some in shingles if some]))
    return [
        [*next(bands), *_passages(text), *_pairs(some)] if own else []
        for text, some, own in zip(texts, words, shingles, strict=True)
    ]  # fmt: skip


def _bands(shingles: list[list[str]]) -> list[list[Key]]:
    if not shingles:
        return []
    matrix = _rensa().RMinHash.digest_matrix_from_token_sets(shingles, PERMUTATIONS, SEED)
    starts = range(0, PERMUTATIONS, ROWS)
    # The hash of a tuple of numbers is the same in every process.
    return [[Key(BAND, hash((start, *row[start : start + ROWS]))) for start in starts] for row in matrix.to_rows()]


def _rensa() -> Any:
    try:
        return import_module("rensa")
    except ImportError as error:
        raise missing() from error


def missing() -> UsageError:
    """Return the error of a missing extra."""
    return UsageError("echoes are found with rensa and DuckDB, which are not installed", do="pip install 'tollbook[corpus]'")


def _passages(text: str) -> list[Key]:
    sentences = _least((_hash(one) for one in sentences_of(text, fewest=SENTENCE_WORDS)), MOST_SENTENCES)
    quotations = _least((_hash(one) for one in quotations_of(text, fewest=QUOTATION_WORDS)), MOST_QUOTATIONS)
    return [*(Key(SENTENCE, value) for value in sentences), *(Key(QUOTATION, value) for value in quotations)]


def _pairs(words: Sequence[str]) -> list[Key]:
    """Return keys for numbers that follow each other: a rewrite keeps them, whatever it does to the words."""
    telling = [number for number in numbers_of(words) if len(number) > 2]
    pairs = (_hash(f"{one} {other}") for one, other in pairwise(dict.fromkeys(telling)))
    return [Key(NUMBERS, value) for value in _least(pairs, MOST_PAIRS)]


def _least(values: Iterable[int], most: int) -> list[int]:
    """Return the least values: of two texts that share many, both choose many of the same."""
    return sorted(set(values))[:most]


def quotation_keys(text: str) -> frozenset[int]:
    """Return the keys of every quotation of a text."""
    return frozenset(_hash(one) for one in quotations_of(text, fewest=QUOTATION_WORDS))


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
