"""Decide what is worth parsing: is this document about armed conflict, and which sentences hold a loss word?

Weighs words by class (`vocab/tables/context.toml`), in linear time. Parses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import re2

from tollbook.core.types import Context
from tollbook.reading.quick_gate import Bounds, bound_evidence
from tollbook.vocab.forces import ForceLexicon, ForceMention, force_lexicon
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.phrases import TOKEN
from tollbook.vocab.tables import load_table

EVIDENCE_SHOWN = 8
"""How many words of evidence a context names."""

_LOSS_TABLES = frozenset({"verb", "loser_verb", "fate", "state", "noun", "tally", "act", "strength"})
_BREAKS = ".,;:!?\"'()[]{}<>/\\|*_=+-~`@#$%^&\n\r\t…–—“”‘’«»"
_BLANKS = str.maketrans(dict.fromkeys(_BREAKS, " "))
_ASCII_BREAKS = "".join(filter(str.isascii, _BREAKS)).encode()
_ASCII_BLANKS = bytes.maketrans(_ASCII_BREAKS, b" " * len(_ASCII_BREAKS))
STATE, ARMED, CAPITAL, FIGURE, PLAIN, BREAK = "SGCNx."
NAMED = (STATE, ARMED)
JOINING = frozenset({"'s", ":"})
"""Letters of words that no class holds: a state, an armed group, another capital word, a figure, a plain one, and what ends a clause."""
_STEM = 3
"""Letters of the shortest stem in the table."""
_RESULT = re.compile(r"(?<![\w.,-])(\d{1,3})-(\d{1,3})(?![\w-])")
"""A result in sport or of a vote; a range has its lesser figure first."""
_NEAR = 4
"""Words that may stand between a cause and the verb it governs."""


@dataclass(frozen=True, slots=True)
class _Class:
    weight: int
    cap: int | None
    letter: str


@dataclass(frozen=True, slots=True)
class _Pair:
    name: str
    weight: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The table of context, ready for look-ups. `phrases` holds a phrase's class by its first word, the longest first."""

    threshold: int
    opening: int
    classes: Mapping[str, _Class]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    firsts: frozenset[str]
    stems: Mapping[str, str]
    models: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    pairs: tuple[_Pair, ...]


@dataclass(slots=True)
class Tally:
    """What was found so far: the points by class, and each piece of evidence once."""

    points: dict[str, int]
    found: dict[str, int]

    def add(self, name: str, text: str, points: int) -> None:
        if points and text not in self.found:
            self.found[text] = points
            self.points[name] = self.points.get(name, 0) + points


def judge_context(content: bytes, context: str, *, forces: ForceLexicon | None = None, theatre: str | None = None) -> Context:
    """Say whether a document, as UTF-8 bytes, speaks of armed conflict, and on which words.

    `context` "any" reads every count and examines nothing. `forces` is the lexicon in use; without it, the world's.
    `theatre` is the title of the war whose words the reader uses: evidence as well.

    >>> judge_context(b"A ferry capsized; 12 soldiers are missing.", "conflict").conflict
    False
    """
    if context == "any":
        return Context(conflict=True, reason="every count is read: context is 'any'")
    evidence = load_evidence()
    bounds = _bounds(content, evidence) if theatre is None else None
    if bounds is not None and (bounds.most < evidence.threshold or bounds.least >= evidence.threshold):
        conflict = bounds.least >= evidence.threshold
        amount = f"at least {bounds.least}" if conflict else f"at most {bounds.most}"
        return Context(conflict=conflict, reason=_reason(conflict, amount, evidence), evidence=tuple(bounds.words[:EVIDENCE_SHOWN]))
    tally = weigh(content, forces=forces, theatre=theatre)
    total = sum(_capped(points, evidence.classes[name].cap if name in evidence.classes else None) for name, points in tally.points.items())
    found = sorted(tally.found, key=lambda word: -abs(tally.found[word]))
    conflict = total >= evidence.threshold
    return Context(conflict=conflict, reason=_reason(conflict, str(total), evidence), evidence=tuple(found[:EVIDENCE_SHOWN]))


def _reason(conflict: bool, amount: str, evidence: Evidence) -> str:
    says = "speaks of armed conflict" if conflict else "does not speak of armed conflict"
    return f"{says} (evidence {amount}, needed {evidence.threshold})"


def _bounds(content: bytes, evidence: Evidence) -> Bounds | None:
    """Bound the evidence by the ASCII words of the text, which are all that the table holds beside stems."""
    text = content.decode("utf-8", "replace")
    plain = content if text.isascii() else text.encode("ascii", "replace")
    flat = plain.lower().translate(_ASCII_BLANKS).decode("ascii")
    return bound_evidence(text, flat, len(_opening(text, evidence.opening)), evidence)


def holds_loss_word(content: bytes) -> bool:
    """Say whether a text, as UTF-8 bytes, holds any word that can name a loss, strength or ground."""
    return _loss_words().search(content) is not None or _counted_force().search(content) is not None


@lru_cache(maxsize=1)
def _counted_force() -> Any:
    """Return the pattern of a force's members with a figure before them: "has 22,000 troops" names a strength."""
    words = load_table("people")["force_members"]["words"]
    return re2.compile(r"\d[^.;]{0,40}\b(?:" + "|".join(map(re2.escape, words)) + r")\b", _options())


def is_other_cause(words: Sequence[str]) -> str | None:
    """Name what a sentence's figures count the cost of, when that is no act of war; None where war is the cause, or none is named.

    `words` are the sentence's tokens in lower case. Meant for sentences of documents that speak of conflict.

    >>> is_other_cause("the quake killed 30 people as shelling went on".split())
    'an earthquake'
    >>> is_other_cause("in the quake zone bombs killed 30 people".split()) is None
    True
    """
    causes = _causes()
    if causes.ascii_firsts.isdisjoint(words) and all(map(str.isascii, words)):
        return None
    pieces = [piece for word in words for piece in (word.split("-") if "-" in word and len(word) > 1 else (word,)) if piece]
    found = _find_causes(pieces, causes)
    if not found:
        return None
    classes = {name for at in range(len(pieces)) if (name := _class_at(pieces, at, load_evidence())[0]) is not None}
    peaceful = classes.isdisjoint(causes.war)
    for at, row in found:
        if row.spares and not classes.isdisjoint(causes.armies):
            continue
        if peaceful or (row.governs and _governs(pieces, at, causes)):
            return row.says
    return None


# ---- weighing


def _capped(points: int, cap: int | None) -> int:
    if cap is None:
        return points
    return max(points, cap) if cap < 0 else min(points, cap)


def weigh(content: bytes, *, forces: ForceLexicon | None = None, theatre: str | None = None) -> Tally:
    """Return the evidence in a document, for and against, by class and pair, before any cap."""
    evidence = load_evidence()
    text = content.decode("utf-8", "replace")
    tally = Tally({}, {})
    opening = _opening(text, evidence.opening)
    _weigh_opening(opening, evidence, forces or force_lexicon(), tally)
    if len(opening) < len(text):
        _weigh_rest(text, _flatten(content, text), evidence, tally)
    if theatre is not None:
        tally.add("theatre", theatre, 2 * evidence.classes["theatre"].weight)
    return tally


def _flatten(content: bytes, text: str) -> list[str]:
    """Return the words of a text, lower-cased; nine times faster where all of it is ASCII."""
    if text.isascii():
        return content.lower().translate(_ASCII_BLANKS).decode("ascii").split()
    return text.lower().translate(_BLANKS).split()


def _opening(text: str, length: int) -> str:
    """Return the first `length` characters, to the end of the word."""
    if len(text) <= length:
        return text
    end = text.find(" ", length)
    return text[: end if 0 <= end < length + 40 else length]


def _weigh_opening(opening: str, evidence: Evidence, forces: ForceLexicon, tally: Tally) -> None:
    """Weigh each word of the opening twice, and the pairs that stand in it."""
    words, letters = _spell(opening, forces)
    known = evidence.firsts
    taken = 0
    for at, word in enumerate(words):
        if letters[at] == ARMED:
            tally.add("groups", word, 2 * evidence.classes["groups"].weight)
        if at < taken or letters[at] in NAMED or (word not in known and word.isascii()):
            continue
        name, length = _class_at(words, at, evidence)
        if name is not None:
            taken = at + length
            letters[at:taken] = [evidence.classes[name].letter] + [""] * (length - 1)
            tally.add(name, " ".join(words[at:taken]), 2 * evidence.classes[name].weight)
    _weigh_pairs(letters, words, evidence, tally)
    for first, second in _RESULT.findall(opening):
        if int(first) > int(second):
            tally.add("scores", f"{first}-{second}", 2 * evidence.classes["scores"].weight)


def _spell(opening: str, forces: ForceLexicon) -> tuple[list[str], list[str]]:
    """Return the words of an opening in lower case, hyphened ones in pieces and names as one, and what each is by its looks."""
    matches = list(TOKEN.finditer(opening))
    starts = [match.start() for match in matches]
    tokens = [match[0] for match in matches]
    lowered = [token.lower() for token in tokens]
    named = {mention.first: mention for mention in forces.find_forces(lowered, starts, opening) if mention.kind != "generic"}
    words: list[str] = []
    letters: list[str] = []
    passed = 0
    for at, word in enumerate(lowered):
        if at < passed:
            continue
        if at in named:
            passed = named[at].last + 1
            words.append(" ".join(tokens[at:passed]))
            letters.append(ARMED if _is_armed(named[at], words[-1]) else STATE)
            continue
        if "-" in word and word != "-":
            pieces = word.split("-")
            words.extend(pieces)
            letters.extend([_looks(tokens[at])] * len(pieces))
        else:
            words.append(word)
            letters.append(PLAIN if word.isalpha() and tokens[at] == word else _looks(tokens[at]))
    return words, letters


def _looks(token: str) -> str:
    initial = token[0]
    if initial.isupper():
        return CAPITAL
    if initial.isdigit():
        return FIGURE
    return PLAIN if initial.isalpha() or token in JOINING else BREAK


def _is_armed(mention: ForceMention, text: str) -> bool:
    return mention.kind == "group" and mention.id not in _unarmed() and text not in _ambiguous()


def _class_at(words: Sequence[str], at: int, evidence: Evidence) -> tuple[str | None, int]:
    """Return the class of the longest phrase that starts at a word, and how many words it has."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    for phrase, name in evidence.phrases.get(word, ()):
        length = len(phrase)
        if length == 1 or (phrase[1] == following and tuple(words[at : at + length]) == phrase):
            return name, length
    if word in evidence.models and at + 1 < len(words) and len(words[at + 1]) > 1 and words[at + 1][0].isdigit():
        return evidence.models[word], 2  # "T-72", "Su-34"
    return _stem_class(word, evidence), 1


def _stem_class(word: str, evidence: Evidence) -> str | None:
    stems = evidence.stems
    if word.isascii():
        return None
    for length in range(_STEM, len(word) + 1):
        if (name := stems.get(word[:length])) is not None:
            return name
    return None


def _weigh_pairs(letters: Sequence[str], words: Sequence[str], evidence: Evidence, tally: Tally) -> None:
    line = "".join(letters)
    places = [index for index, letter in enumerate(letters) if letter]
    for pair in evidence.pairs:
        match = pair.pattern.search(line)
        if match is not None:
            last = places[match.end()] if match.end() < len(places) else len(words)
            tally.add(pair.name, " ".join(words[places[match.start()] : last]), 2 * pair.weight)


def _weigh_rest(text: str, flat: list[str], evidence: Evidence, tally: Tally) -> None:
    """Weigh each word of the whole text once; what the opening had is there already."""
    present = set(flat)
    joined = f" {' '.join(flat)} "
    for word in sorted(present & evidence.firsts):
        for phrase, name in evidence.phrases.get(word, ()):
            if len(phrase) == 1 or (present.issuperset(phrase) and f" {' '.join(phrase)} " in joined):
                tally.add(name, " ".join(phrase), evidence.classes[name].weight)
                break
        for spelled in evidence.names.get(word, ()):
            if present.issuperset(_parts(spelled)) and (_stands(spelled, text) or _stands(spelled.upper(), text)):
                tally.add("groups", spelled, evidence.classes["groups"].weight)
    if not text.isascii():
        for word in sorted(present):
            if (stem_class := _stem_class(word, evidence)) is not None:
                tally.add(stem_class, word, evidence.classes[stem_class].weight)


def _stands(name: str, text: str) -> bool:
    """Say whether a name stands in a text as a word of its own ("IS group" is not in "THIS GROUP")."""
    at = text.find(name)
    while at >= 0:
        if not text[at - 1 : at].isalnum() and not text[at + len(name) : at + len(name) + 1].isalnum():
            return True
        at = text.find(name, at + 1)
    return False


# ---- other causes


@dataclass(frozen=True, slots=True)
class _Cause:
    says: str
    governs: bool
    spares: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Causes:
    """What may cost lives beside war, by word, and the words that tie it to a loss."""

    rows: Mapping[str, tuple[tuple[tuple[str, ...], _Cause], ...]]
    ascii_firsts: frozenset[str]
    stems: Mapping[str, _Cause]
    war: frozenset[str]
    armies: frozenset[str]
    harms: frozenset[str]
    fates: frozenset[str]
    links: frozenset[str]
    stops: frozenset[str]


def _find_causes(words: Sequence[str], causes: _Causes) -> list[tuple[int, _Cause]]:
    """Return each cause that a sentence names, with the place of its last word."""
    found = []
    for at, word in enumerate(words):
        for phrase, row in causes.rows.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                found.append((at + len(phrase) - 1, row))
        if not word.isascii():
            found += [(at, row) for stem, row in causes.stems.items() if word.startswith(stem)]
    return found


def _governs(words: Sequence[str], at: int, causes: _Causes) -> bool:
    """Say whether the cause at a place is what killed: "the quake has killed nine", "nine died of cholera"."""
    for word in words[at + 1 : at + 1 + _NEAR]:
        if word in causes.harms:
            return True
        if word in causes.stops or not word[0].isalnum() or _class_at([word], 0, load_evidence())[0] in causes.war:
            break
    before = words[max(0, at - _NEAR) : at]
    return any(link in causes.links and fate in causes.fates for fate, link in pairwise(before))


@lru_cache(maxsize=1)
def _causes() -> _Causes:
    table = load_table("context")["cause"]
    rows: dict[str, list[tuple[tuple[str, ...], _Cause]]] = {}
    stems: dict[str, _Cause] = {}
    for row in table["row"]:
        cause = _Cause(row["says"], row["governs"], row.get("spares", False))
        for word in row["words"]:
            if word.endswith("*"):
                stems[word[:-1]] = cause
            else:
                parts = tuple(word.split(" "))
                rows.setdefault(parts[0], []).append((parts, cause))
    return _Causes(
        rows={first: tuple(group) for first, group in rows.items()},
        ascii_firsts=frozenset(rows),
        stems=stems,
        **{key: frozenset(table[key]) for key in ("war", "armies", "harms", "fates", "links", "stops")},
    )


# ---- the table


@lru_cache(maxsize=1)
def load_evidence() -> Evidence:
    """Return the table of context, ready for look-ups."""
    table = load_table("context")
    classes = {
        name: _Class(row["weight"], row.get("cap"), chr(ord("a") + index if index < 23 else ord("α") + index))
        for index, (name, row) in enumerate(table["class"].items())
    }
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    stems: dict[str, str] = {}
    for name, word in _rows(table["class"]):
        if word.endswith("*"):
            stems[word[:-1]] = name
        else:
            parts = _parts(word)
            phrases.setdefault(parts[0], []).append((parts, name))
    longest_first = {first: tuple(sorted(group, key=lambda row: -len(row[0]))) for first, group in phrases.items()}
    pairs = tuple(_Pair(row["name"], row["weight"], _compile(row["steps"], classes)) for row in table["pair"])
    names = _group_names()
    models = {prefix: name for name, row in table["class"].items() for prefix in row.get("models", ())}
    return Evidence(
        threshold=int(table["threshold"]),
        opening=int(table["opening"]),
        classes=classes,
        phrases=longest_first,
        firsts=frozenset(longest_first).union(names, models),
        stems=stems,
        models=models,
        names=names,
        pairs=pairs,
    )


def _rows(classes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each word with its class; the table's own words before those it takes from the tables of forces and materiel."""
    own = [(name, word) for name, row in classes.items() for word in row.get("words", ())]
    yield from own
    known = {word for _, word in own}
    generic = load_table("forces")["generic"]
    categories = load_table("materiel")["category"]
    for name, row in classes.items():
        taken = [word for kind in row.get("generic", ()) for word in generic[kind]]
        taken += [word for category in categories if category["id"] in row.get("materiel", ()) for word in category["words"]]
        yield from ((name, word) for word in taken if word not in known)


def _compile(steps: str, classes: Mapping[str, _Class]) -> re.Pattern[str]:
    """Turn the steps of a pair into a pattern over the letters of the opening's words."""
    letters = {name: entry.letter for name, entry in classes.items()}
    letters |= {"state": STATE, "group": ARMED, "name": CAPITAL + STATE + ARMED + letters["zones"], "figure": FIGURE}
    pattern = ""
    for step in steps.split():
        word, star, most = step.rstrip("?").partition("*")
        chosen = f"[^{BREAK}]" if word == "any" else "[" + "".join(letters[part] for part in word.split("|")) + "]"
        pattern += chosen + (f"{{0,{most}}}" if star else "?" if step.endswith("?") else "")
    return re.compile(pattern)


@lru_cache(maxsize=1)
def _unarmed() -> frozenset[str]:
    return frozenset(load_table("context")["unarmed"])


@lru_cache(maxsize=1)
def _ambiguous() -> frozenset[str]:
    return frozenset(load_table("context")["ambiguous"])


def _group_names() -> dict[str, tuple[str, ...]]:
    """Return the names of armed groups as spelled, by their first word."""
    names: dict[str, list[str]] = {}
    for slug, row in load_table("forces")["group"].items():
        for word in row["words"]:
            if slug not in _unarmed() and word not in _ambiguous():
                names.setdefault(_parts(word)[0], []).append(word)
    return {first: tuple(group) for first, group in names.items()}


@lru_cache(maxsize=4096)
def _parts(words: str) -> tuple[str, ...]:
    return tuple(words.lower().translate(_BLANKS).split())


@lru_cache(maxsize=1)
def _loss_words() -> Any:
    words = {word for word, senses in load_lexicon().senses.items() if senses.keys() & _LOSS_TABLES}
    plain = [word for word in words if word.isascii()]
    return re2.compile(_bounded(plain) + "|" + _bounded(words - set(plain)), _options())


def _bounded(words: Iterable[str]) -> str:
    """Return a pattern of whole words. RE2's \\b is cheap but knows ASCII only; words of other scripts name their edges."""
    words = list(words)
    if all(word.isascii() for word in words):
        return r"\b(?:" + "|".join(re2.escape(word) for word in sorted(words)) + r")\b"
    return r"(?:^|[^\pL\pN])(?:" + "|".join(re2.escape(word) for word in sorted(words)) + r")(?:[^\pL\pN]|$)"


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    options.log_errors = False
    return options
