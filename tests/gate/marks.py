"""Load the gold corpus: plain text with the claims marked in it (the format is described in docs/gold.md).

It may not import the reader: the corpus must parse, and be checked, without it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

GOLD = Path(__file__).resolve().parents[2] / "gold"
UNSCORED = "?"
JUDGEMENT = "judgement"
OPTIONAL = "optional"

PEOPLE = frozenset(
    [
        "killed",
        "wounded",
        "missing",
        "captured",
        "deserted",
        "sick",
        "displaced",
        "bodies_returned",
        "losses",
        "permanent_casualties",
        "strength",
    ]
)
MATERIEL = frozenset(
    [
        "tank",
        "afv",
        "ifv",
        "apc",
        "artillery",
        "mlrs",
        "air_defence",
        "aircraft",
        "helicopter",
        "uav",
        "missile",
        "ship",
        "submarine",
        "vehicle",
        "fuel_truck",
        "special_equipment",
        "ground_robot",
        "self_propelled_gun",
        "mortar",
        "radar",
        "bridge",
        "depot",
        "settlement",
        "equipment",
    ]
)
CATEGORIES = PEOPLE | MATERIEL | {"territory", "capability"}
HEDGES = frozenset(["exact", "about", "nearly", "over", "at_least", "under", "up_to", "between", "vague"])
UNITS = frozenset(["person", "item", "km2", "share"])
KINDS = frozenset(["flow", "cumulative", "stock"])
ASSERTIONS = frozenset(["stated", "denied", "hypothetical"])
POPULATIONS = frozenset(["combatant", "civilian", "child", "woman", "aid_worker", "journalist", "prisoner", "officer", "police"])
OUTCOMES = frozenset(["destroyed", "damaged", "abandoned", "captured", "shot_down", "sunk", "lost"])
FIELDS = frozenset(
    [
        "n",
        "low",
        "high",
        "unit",
        "hedge",
        "force",
        "kind",
        "start",
        "end",
        "place",
        "src",
        "lik",
        "as",
        "part",
        "tag",
        "pop",
        "outcome",
        "base",
        "term",
    ]
)
HEADER = frozenset(["id", "conflict", "style", "language", "published", "theatre", "context", "title", "kind", "toll"])
STYLES = frozenset(["news", "release", "wire", "analysis", "history"])
TOLL_FIELDS = frozenset(["killed", "wounded", "missing", "captured"])

WORDS = {
    word: number
    for number, word in enumerate(
        [
            "no",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

ARTICLES = frozenset({"no", "a", "an"})  # numbers only where they are the whole quote: "as many as a dozen" is not 1

_MARK = re.compile(r"\{\{([^|{}]+)\|([^{}]*)\}\}")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")


class GoldError(Exception):
    """A record of the corpus that breaks the format; the message names the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One claim as the annotator reads it; only the fields given are scored."""

    start: int
    end: int
    quote: str
    categories: frozenset[str]
    stated: float | None
    stated_scored: bool
    fields: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One text of the corpus with its marks. `text` holds no markup."""

    id: str
    path: str
    text: str
    header: dict[str, str]
    marks: tuple[Mark, ...] = ()
    judgements: tuple[Mark, ...] = ()
    optional: tuple[Mark, ...] = ()
    why: str = ""
    toll: dict[str, float | None] | None = field(default=None)

    @property
    def article(self) -> bool:
        """Whether the record is an article (a file of its own) and not a sentence."""
        return self.path.startswith("articles")

    @property
    def published(self) -> date | None:
        """The publication date that the reader is told, if any."""
        given = self.header.get("published", "")
        return date.fromisoformat(given) if given else None

    @property
    def half(self) -> str:
        """`dev` or `test`, from the hash of the id, so that a record never changes sides."""
        return "dev" if hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0 else "test"


def load_corpus() -> list[Record]:
    """Return every record of the corpus, sentences first, in the order of file names."""
    found: list[Record] = []
    for folder in ("sentences", "articles"):
        for path in sorted((GOLD / folder).glob("*.txt")):
            found.extend(load_file(path, f"{folder}/{path.name}"))
    return found


def load_file(path: Path, name: str) -> Iterator[Record]:
    """Yield the records of one file: a header of `key: value` lines, then `= id` lines that each open a record."""
    defaults: dict[str, str] = {}
    opened: str | None = None
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") or line == "#":
            continue
        if line.startswith("= "):
            if opened is not None:
                yield make_record(opened, lines, defaults, name)
            opened, lines = line[2:], []
        elif opened is not None:
            lines.append(line)
        elif line.strip():
            key, _, value = line.partition(":")
            defaults[key.strip()] = value.strip()
    if opened is not None:
        yield make_record(opened, lines, defaults, name)


def make_record(opening: str, lines: list[str], defaults: dict[str, str], name: str) -> Record:
    """Build one record from its opening line (`id; key=value; ...`) and the lines below it."""
    first, *rest = [part.strip() for part in opening.split(";")]
    header = defaults | dict(_pair(part, first) for part in rest if part)
    unknown = set(header) - HEADER
    if unknown:
        raise GoldError(f"{first}: unknown keys {sorted(unknown)}")
    why = " ".join(line[2:].strip() for line in lines if line.startswith("? "))
    marked = "\n".join(line for line in lines if not line.startswith("? ")).strip("\n")
    text, marks = parse_marks(marked, first)
    return Record(
        id=first,
        path=name,
        text=text,
        header=header,
        marks=tuple(mark for mark in marks if not mark.categories & {JUDGEMENT, OPTIONAL}),
        judgements=tuple(mark for mark in marks if JUDGEMENT in mark.categories),
        optional=tuple(mark for mark in marks if OPTIONAL in mark.categories),
        why=why,
        toll=_toll(header["toll"], first) if header.get("toll", UNSCORED) != UNSCORED else None,
    )


def parse_marks(marked: str, where: str = "?") -> tuple[str, list[Mark]]:
    """Return the text without its markup, and the marks with offsets into that text."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for match in _MARK.finditer(marked):
        pieces += [marked[at : match.start()], match[1]]
        start = length + match.start() - at
        length, at = start + len(match[1]), match.end()
        marks.append(_mark(match[1], match[2], start, where))
    pieces.append(marked[at:])
    text = "".join(pieces)
    if "{{" in text or "}}" in text:
        raise GoldError(f"{where}: a mark that does not close")
    return text, marks


def _mark(quote: str, body: str, start: int, where: str) -> Mark:
    first, *rest = [part.strip() for part in body.split(";")]
    fields = dict(_pair(part, where) for part in rest if part)
    unknown = set(fields) - FIELDS
    if unknown:
        raise GoldError(f"{where}: {quote!r} has unknown fields {sorted(unknown)}")
    categories = frozenset(part.strip() for part in first.split(","))
    scored = fields.get("n") != UNSCORED and not categories & {JUDGEMENT, OPTIONAL}
    return Mark(
        start=start,
        end=start + len(quote),
        quote=quote,
        categories=categories,
        stated=_stated(quote, fields.get("n"), where) if scored else None,
        stated_scored=scored,
        fields=_with_defaults(categories, fields),
    )


def _with_defaults(categories: frozenset[str], fields: dict[str, str]) -> dict[str, str]:
    """Fill in what is scored even when left out: the unit that the categories imply, an exact hedge, a stated assertion."""
    unit = "km2" if "territory" in categories else "person" if categories & PEOPLE else "item"
    return {"unit": unit, "hedge": "exact", "as": "stated"} | fields


def _stated(quote: str, given: str | None, where: str) -> float | None:
    if given == "none":
        return None
    if given is not None:
        over, _, under = given.partition("/")
        return float(over) / float(under or 1)
    digits = _DIGITS.findall(quote)
    words = [
        WORDS[word] for word in re.findall(r"[a-z]+", quote.lower()) if (word in WORDS and word not in ("no", "a")) or word == quote.lower()
    ]
    if len(digits) == 1:
        return float(digits[0].replace(",", ""))
    if len(words) == 1 and not digits:
        return float(words[0])
    raise GoldError(f"{where}: {quote!r} needs n= (a number, none, or ? for not scored)")


def _pair(part: str, where: str) -> tuple[str, str]:
    key, sign, value = part.partition("=")
    if not sign:
        raise GoldError(f"{where}: {part!r} is not key=value")
    return key.strip(), value.strip()


def _toll(given: str, where: str) -> dict[str, float | None]:
    """Read `killed=12, wounded=30, killed.child=3`; `none` means that no toll is expected."""
    if given == "none":
        return {}
    toll: dict[str, float | None] = {}
    for part in given.split(","):
        key, value = _pair(part, where)
        if key.partition(".")[0] not in TOLL_FIELDS:
            raise GoldError(f"{where}: unknown toll field {key!r}")
        toll[key] = None if value == "none" else float(value)
    return toll
