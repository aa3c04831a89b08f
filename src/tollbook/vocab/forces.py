"""The lexicon of forces: states by name, adjective, people and capital, groups by name, and forces named by kind alone.

It says which words name a force, not which of them lost anything; that is for reading to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from tollbook.vocab.phrases import TOKEN, Phrase, index_by_first, split_phrase
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import Theatre

ForceKind = Literal["country", "demonym", "people", "capital", "alias", "group", "generic", "none"]
Case = Literal["any", "capital", "acronym", "upper"]
LAXER: tuple[Case, ...] = ("any", "capital", "acronym", "upper")
COUNTRY_COLUMNS: tuple[ForceKind, ...] = ("country", "demonym", "people", "capital")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceEntry:
    """What a phrase means. `id` is ISO alpha-3 for a state, a slug for others; kind "none" marks a phrase that is no force.

    `case` is the spelling that the phrase needs: any; a capital initial; capitals throughout ("acronym"); capitals in a sentence that has
    others too ("upper"). `clash` marks a state's name that is a person's name too.
    """

    id: str
    kind: ForceKind
    case: Case = "capital"
    clash: bool = False


@dataclass(frozen=True, slots=True)
class ForceMention:
    """A force named in a sentence: its first and last token (both inside), and what it means."""

    first: int
    last: int
    id: str
    kind: ForceKind


Candidate = tuple[Phrase, int, ForceEntry]


@dataclass(frozen=True, slots=True, eq=False)
class ForceLexicon:
    """The phrases that name a force, looked up by tokens."""

    by_phrase: dict[Phrase, ForceEntry]
    """Every phrase with its meaning. It is shared, as the rest is: never change it."""
    by_first: dict[str, tuple[Candidate, ...]]
    """Phrase, length and meaning by the first token, the longest first."""
    names: dict[str, str] = field(default_factory=dict)
    """A readable name by id."""

    def named_in(self, text: str) -> list[ForceMention]:
        """Return the forces that a phrase or a short text names, in order.

        >>> [mention.id for mention in force_lexicon().named_in("Government of Sudan")]
        ['SDN']
        """
        tokens = list(TOKEN.finditer(text))
        return self.find_forces([token.group().lower() for token in tokens], [token.start() for token in tokens], text)

    def find_forces(self, words: list[str], starts: list[int], text: str) -> list[ForceMention]:
        """Return the forces that a sentence's tokens name, in order; where phrases overlap, the leftmost and longest.

        >>> lexicon = force_lexicon()
        >>> lexicon.find_forces(["two", "syrian", "soldiers"], [0, 4, 11], "Two Syrian soldiers")
        [ForceMention(first=1, last=1, id='SYR', kind='demonym')]
        """
        by_first = self.by_first
        found: list[ForceMention] = []
        position = 0
        for at in [at for at, word in enumerate(words) if word in by_first]:
            if at < position:
                continue
            following = words[at + 1] if at + 1 < len(words) else ""
            for phrase, length, entry in by_first[words[at]]:
                # "the" opens a dozen phrases: the second word alone nearly always tells that it is none of them.
                if length > 1 and (phrase[1] != following or tuple(words[at : at + length]) != phrase):
                    continue
                if entry.case == "any" or _is_force(entry, length, words, starts, text, at):
                    position = at + length
                    if entry.kind != "none":
                        found.append(ForceMention(at, position - 1, entry.id, entry.kind))
                    break
        return found


def _is_force(entry: ForceEntry, length: int, words: list[str], starts: list[int], text: str, at: int) -> bool:
    return is_spelled(entry.case, length, at=at, words=words, starts=starts, text=text) and not (
        entry.clash and _follows_a_name(words, starts, text, at)
    )


def is_spelled(case: Case, length: int, *, at: int, words: list[str], starts: list[int], text: str) -> bool:
    """Say whether `length` tokens from `at` on are written in the spelling that `case` asks for."""
    if case == "any":
        return True
    if case == "capital":
        return _is_capital(words, starts, text, at)
    last = at + length - 1
    spelled = text[starts[at] : starts[last] + len(words[last])].isupper()
    return spelled and (case == "acronym" or not _is_all_caps(words, starts, text))


def _is_capital(words: list[str], starts: list[int], text: str, at: int) -> bool:
    start, word = starts[at], words[at]
    if text[start].isupper():
        return True
    # "al-Shabaab" and "the Kremlin" are capital inside.
    return ("-" in word or word in ("the", "al")) and any(map(str.isupper, text[start : starts[min(at + 1, len(starts) - 1)] + len(word)]))


def _follows_a_name(words: list[str], starts: list[int], text: str, at: int) -> bool:
    if at == 0 or _is_all_caps(words, starts, text):
        return False
    before = text[starts[at - 1] :][: len(words[at - 1])]
    return at > 1 and before[:1].isupper() and before[1:].islower() and before.isalpha()


def _is_all_caps(words: list[str], starts: list[int], text: str) -> bool:
    # A word alone ("US", as a source's name) says nothing of the copy around it.
    return len(words) > 1 and text[starts[0] : starts[-1] + len(words[-1])].isupper()


@lru_cache(maxsize=16)
def force_lexicon(theatre: Theatre | None = None) -> ForceLexicon:
    """Return the lexicon for a theatre; without one, for the world's states and groups. A theatre's own words win."""
    entries: dict[Phrase, ForceEntry] = {}
    names: dict[str, str] = {}
    for phrase, entry, name in _rows(theatre):
        entries[phrase] = _laxer(entries[phrase], entry) if phrase in entries else entry
        names.setdefault(entry.id, name)
    _add_sloppy_possessives(entries)
    index = {
        first: tuple((phrase, len(phrase), entries[phrase]) for phrase in phrases) for first, phrases in index_by_first(entries).items()
    }
    return ForceLexicon(entries, index, names)


def _laxer(earlier: ForceEntry, later: ForceEntry) -> ForceEntry:
    """Return the later entry; of one force's two entries the earlier's kind with the laxer spelling ("FARC" and "Farc")."""
    if earlier.id != later.id:
        return later
    return replace(earlier, case=min(earlier.case, later.case, key=LAXER.index))


def _rows(theatre: Theatre | None) -> Iterator[tuple[Phrase, ForceEntry, str]]:
    """Yield the rows of all tables; a later row replaces an earlier one."""
    yield from _countries()
    yield from _forces()
    for word in load_table("country_words")["block"]["words"]:
        yield split_phrase(word), ForceEntry(id="", kind="none"), ""
    # "Islamic State of Iraq and Syria" holds a state's name and is a group: groups come after the blocked phrases again.
    yield from _groups()
    if theatre is not None:
        yield from _theatre_rows(theatre)


def _countries() -> Iterator[tuple[Phrase, ForceEntry, str]]:
    corrections = load_table("country_words")
    clash = frozenset(corrections["clash"]["words"])
    for table in (load_table("countries"), corrections):
        for code, row in table["words"].items():
            name = ""
            for kind, column in zip(COUNTRY_COLUMNS, row.split("|"), strict=True):
                for word in filter(None, map(str.strip, column.split(";"))):
                    name = name or word
                    yield split_phrase(word), ForceEntry(id=code, kind=kind, case=case_of(word), clash=word in clash), name


def case_of(word: str) -> Case:
    """Return the spelling that a table's word asks for by its own: "NATO" its capitals, "Hamas" its initial, "the coalition" none."""
    if word in load_table("forces")["plain_capitals"]:
        return "upper"
    if word.isupper() and word.isalpha():
        return "acronym"
    word = word.removeprefix("the ").removeprefix("al-")
    return "any" if word[:1].islower() else "capital"


def _forces() -> Iterator[tuple[Phrase, ForceEntry, str]]:
    table = load_table("forces")
    for slug, words in table["generic"].items():
        for word in words:
            yield split_phrase(word), ForceEntry(id=slug, kind="generic", case="any"), slug.replace("-", " ")
    for code, words in table["alias"].items():
        for word in words:
            yield split_phrase(word), ForceEntry(id=code, kind="alias", case=case_of(word)), word


def _groups() -> Iterator[tuple[Phrase, ForceEntry, str]]:
    for slug, row in load_table("forces")["group"].items():
        for word in row["words"]:
            case = "any" if row.get("case") == "any" else case_of(word)
            for form in _spellings(word):
                yield split_phrase(form), ForceEntry(id=slug, kind="group", case=case), row["name"]
        for word in row.get("upper", ()):
            yield split_phrase(word), ForceEntry(id=slug, kind="group", case="upper"), row["name"]


def _spellings(word: str) -> Iterable[str]:
    """Return a group's name with and without the hyphen after its article."""
    lowered = word.lower()
    return (word, lowered.replace("al-", "al ")) if "al-" in lowered else (word,)


def _theatre_rows(theatre: Theatre) -> Iterator[tuple[Phrase, ForceEntry, str]]:
    for party in (*theatre.belligerents, *theatre.contingents):
        title = party.names[0]
        columns: tuple[tuple[ForceKind, tuple[str, ...]], ...] = (
            ("country" if party.is_state else "group", party.names),
            ("demonym", party.adjectives),
            ("people", party.people),
            ("alias", party.aliases),
        )
        for kind, words in columns:
            for word in words:
                yield split_phrase(word), ForceEntry(id=party.id, kind=kind, case=case_of(word)), title


def _add_sloppy_possessives(entries: dict[Phrase, ForceEntry]) -> None:
    """Add "Syrias" for "Syria's", as copy prints it whose apostrophes were lost."""
    for phrase, entry in list(entries.items()):
        last = phrase[-1]
        if entry.kind == "country" and entry.case == "capital" and last.isalpha() and not last.endswith("s") and len(last) > 3:
            entries.setdefault((*phrase[:-1], f"{last}s"), entry)
