"""What is compared of two articles: their runs of words, numbers and quotations. They stand in a file, a few of them in memory."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tollbook.scale.echoes.keys import quotation_keys
from tollbook.scale.echoes.words import numbers_of, runs_of, words_of

RUN = 3
"""Words of a run. Shorter than the shingle that finds candidates: of a rewrite that changes a word in eight, two runs in three stay."""
_KEPT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An article as another one is compared with it. `length` counts its words, `day` those since the year 1."""

    runs: frozenset[int]
    numbers: frozenset[int]
    quotations: frozenset[int]
    length: int
    day: int | None = None


def profile_of(text: str, *, day: int | None = None) -> Profile:
    """Return the profile of a text; its hashes are those of this process."""
    words = words_of(text)
    return Profile(
        runs=frozenset(map(hash, runs_of(words, RUN))),
        numbers=frozenset(map(hash, numbers_of(words))),
        quotations=quotation_keys(text),
        length=len(words),
        day=day,
    )


class Profiles:
    """Profiles by the number of their article: a context manager."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "profiles.sqlite", isolation_level=None)
        self._connection.executescript("pragma journal_mode = off; pragma synchronous = off; begin;")
        self._connection.execute(
            "create table profile (article integer primary key, runs blob, numbers blob, quotations blob, length integer, day integer)"
        )
        self._kept: OrderedDict[int, Profile] = OrderedDict()

    def __enter__(self) -> Profiles:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def put(self, article: int, profile: Profile) -> None:
        """Keep the profile of an article."""
        row = (article, _packed(profile.runs), _packed(profile.numbers), _packed(profile.quotations), profile.length, profile.day)
        self._connection.execute("insert or replace into profile values (?, ?, ?, ?, ?, ?)", row)

    def get(self, article: int) -> Profile:
        """Return the profile of an article."""
        kept = self._kept.get(article)
        if kept is None:
            runs, numbers, quotations, length, day = self._connection.execute(
                "select runs, numbers, quotations, length, day from profile where article = ?", (article,)
            ).fetchone()
            kept = Profile(runs=_opened(runs), numbers=_opened(numbers), quotations=_opened(quotations), length=length, day=day)
            self._kept[article] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(article)
        return kept


def _packed(values: Iterable[int]) -> bytes:
    return array("q", values).tobytes()


def _opened(packed: bytes) -> frozenset[int]:
    values = array("q")
    values.frombytes(packed)
    return frozenset(values)
