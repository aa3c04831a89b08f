"""Look up words and phrases of the clause grammar: each has a class letter, and senses in the tables of loss words.

Built once from the tables; knows nothing of sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tollbook.vocab.phrases import split_phrase
from tollbook.vocab.tables import load_table

Row = Mapping[str, Any]
Senses = Mapping[str, Row]
Phrase = tuple[tuple[str, ...], str]

_VERB_FORMS = (("past", "PAST"), ("gerund", "GERUND"), ("base", "PRESENT"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by class.

    `letters`: word or phrase -> class letter. `senses`: word or phrase -> {table: row}. `phrases`: first word -> the
    phrases that begin with it, longest first.
    """

    letters: Mapping[str, str]
    senses: Mapping[str, Senses]
    phrases: Mapping[str, tuple[Phrase, ...]]

    def sense(self, words: str, table: str) -> Row | None:
        """Return the row that `words` has in `table` of the loss words or nouns, or None."""
        return self.senses.get(words, {}).get(table)


def class_letters() -> Mapping[str, str]:
    """Return the letter of each token class by name."""
    letters: dict[str, str] = load_table("grammar")["letters"]
    return letters


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the lexicon of all tables."""
    letter_of = class_letters()
    letters: dict[str, str] = {}
    senses: dict[str, dict[str, Row]] = {}
    for word, name, table, row in _entries():
        letters.setdefault(word, letter_of[name])
        if table:
            senses.setdefault(word, {}).setdefault(table, row)
    return Lexicon(letters, senses, _index_phrases(letters))


@lru_cache(maxsize=1)
def singular_people() -> frozenset[str]:
    """Return the words, and the last words of phrases, that name one person or item ("soldier")."""
    letter = class_letters()["ONE"]
    return frozenset(words.rpartition(" ")[2] for words, found in load_lexicon().letters.items() if found == letter)


def _index_phrases(letters: Mapping[str, str]) -> dict[str, tuple[Phrase, ...]]:
    phrases: dict[str, list[Phrase]] = {}
    for words, letter in letters.items():
        parts = split_phrase(words)
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append((parts, letter))
    return {first: tuple(sorted(found, key=lambda phrase: -len(phrase[0]))) for first, found in phrases.items()}


def _entries() -> Iterator[tuple[str, str, str, Row]]:
    """Yield (words, class, table, row); the first class given to a word is the one it keeps."""
    losses = load_table("losses")
    yield from _listed(losses["state"], "STATE", "state")
    for table, plain in (("verb", None), ("loser_verb", "LOSE"), ("strength", None)):
        for row in losses[table]:
            for form, name in _VERB_FORMS:
                for word in row.get(form, ()):
                    yield word, _verb_class(row, table, plain or name), table, row
    yield from _listed(losses["fate"], "FATE", "fate")
    yield from _listed(losses["noun"], "NOUN", "noun")
    yield from _listed(losses["tally"], "TALLY", "tally")
    yield from _listed(losses["act"], "ACT", "act")
    for row in load_table("people")["row"]:
        yield from ((word, "PERSON", "people", row) for word in row["words"])
        yield from ((word, "ONE", "people", row) for word in row.get("one", ()))
    for row in load_table("materiel")["category"]:
        name = "AREA" if row["id"] in ("settlement", "territory") else "ITEM"
        models = (form for word in row.get("models", ()) for form in (word, f"{word}s"))
        words = (*row["words"], *row.get("uk", ()), *row.get("ru", ()), *models)
        yield from ((word.lower(), name, "materiel", row) for word in dict.fromkeys(words))
    for name, row in load_table("grammar")["class"].items():
        yield from ((word, name, "", row) for word in row["words"])


def _verb_class(row: Row, table: str, name: str) -> str:
    if table == "strength":
        return "DEPLOY"
    return "SUFFER" if row["id"] == "suffer" else name


def _listed(rows: Iterable[Row], name: str, table: str) -> Iterator[tuple[str, str, str, Row]]:
    for row in rows:
        for word in row["words"]:
            yield word, name, table, row
