"""Score readings against marks: detection (precision, recall, F1) and every field of the claims that match.

It uses only the public contract (`to_dict()`), so that any reader behind that contract can be scored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .marks import UNSCORED, Mark, Record

Claim = dict[str, Any]
Read = Callable[[Record], dict[str, Any]]


@dataclass(slots=True)
class Count:
    """Right answers out of those expected and those given; what was never expected nor given does not count."""

    right: int = 0
    expected: int = 0
    given: int = 0

    @property
    def precision(self) -> float:
        """Right out of given; 1 when nothing was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Right out of expected; 1 when nothing was expected."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """Counts per field, and one line per disagreement."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool, *, expected: bool = True, given: bool = True) -> None:
        """Count one answer of the field `name`."""
        count = self.counts[name]
        count.right += right
        count.expected += expected
        count.given += given

    def miss(self, record: Record, kind: str, detail: str) -> None:
        """Note one disagreement."""
        self.errors.append(f"{record.id:<10} {kind:<11} {detail}")


def score_records(records: Iterable[Record], read: Read) -> Score:
    """Read every record and compare; one Score for all."""
    score = Score()
    for record in records:
        score_record(record, read(record), score)
    return score


def score_record(record: Record, reading: dict[str, Any], score: Score) -> None:
    """Compare one reading with one record's marks and add the outcome to `score`."""
    claims = list(reading["claims"])
    pairs = match_claims(record.marks, claims)
    used = {id(claim) for _, claim in pairs}
    partner = {mark.start: claim for mark, claim in pairs}
    for mark in record.marks:
        score.add("detection", mark.start in partner, given=mark.start in partner)
        if mark.start in partner:
            _score_fields(record, mark, partner, score)
        else:
            _score_missing(record, mark, claims, score)
    for claim in claims:
        if id(claim) not in used and not any(_overlaps(mark, claim) for mark in record.optional):
            score.add("detection", False, expected=False)
            score.miss(record, "EXTRA", f"{claim['quote']!r} {_measure(claim)} in {_around(record.text, claim['span'])}")
    _score_judgements(record, reading.get("judgements", []), score)
    _score_context(record, reading.get("context"), score)
    _score_toll(record, reading.get("tolls", []), score)


def match_claims(marks: Iterable[Mark], claims: list[Claim]) -> list[tuple[Mark, Claim]]:
    """Pair marks with claims whose spans overlap and whose stated number is the same; each is used once.

    Of several candidates for a mark, the one with the same categories comes first (one number, two measures).
    """
    pairs: list[tuple[Mark, Claim]] = []
    used: set[int] = set()
    for mark in marks:
        found = [claim for claim in claims if id(claim) not in used and _overlaps(mark, claim) and _same_number(mark, claim)]
        if found:
            found.sort(key=lambda claim: set(claim["measure"]["categories"]) != mark.categories)
            pairs.append((mark, found[0]))
            used.add(id(found[0]))
    return pairs


def _overlaps(mark: Mark, claim: Claim) -> bool:
    start, end = claim["span"]
    return bool(start < mark.end and mark.start < end)


def _same_number(mark: Mark, claim: Claim) -> bool:
    return not mark.stated_scored or close(mark.stated, claim["quantity"]["stated"])


def close(left: float | None, right: float | None) -> bool:
    """Whether two numbers agree to a part in a thousand (shares are printed rounded); None agrees with None."""
    if left is None or right is None:
        return left is right
    return abs(left - right) <= 1e-3 * max(abs(left), abs(right))


def _score_missing(record: Record, mark: Mark, claims: list[Claim], score: Score) -> None:
    near = [claim for claim in claims if _overlaps(mark, claim)]
    for name in SPARSE:
        if name in mark.fields and mark.fields[name] not in (UNSCORED, DEFAULTS.get(name)):
            score.add(name, False, given=False)
    for name in PLAIN:
        if _scored(mark, name):
            score.add(name, False, given=name == "quantity" and bool(near))
    found = f"; read {[claim['quantity'] for claim in near]}" if near else ""
    score.miss(record, "MISSING", f"{mark.quote!r} {sorted(mark.categories)} in {_around(record.text, (mark.start, mark.end))}{found}")


def _score_fields(record: Record, mark: Mark, partner: dict[int, Claim], score: Score) -> None:
    claim = partner[mark.start]
    for name, check in PLAIN.items():
        if _scored(mark, name):
            right = check(mark, claim)
            score.add(name, right)
            if not right:
                score.miss(record, name, f"{mark.quote!r} want {_wanted(mark, name)} got {_got(claim, name)}")
    for name in SPARSE:
        _score_sparse(record, mark, name, partner, score)


def _score_sparse(record: Record, mark: Mark, name: str, partner: dict[int, Claim], score: Score) -> None:
    """Score a field that most claims leave at its default: only departures from it count, on either side."""
    claim = partner[mark.start]
    want, default = mark.fields.get(name, DEFAULTS[name]), DEFAULTS[name]
    if want == UNSCORED:
        return
    got = SPARSE[name](claim)
    right = got in want.split("/")
    if name == "part" and want != default:
        right = _part_right(record, want, claim, partner)
    expected, given = want != default, got != default
    if expected or given:
        score.add(name, right, expected=expected, given=given)
    if not right:
        score.miss(record, name, f"{mark.quote!r} want {want} got {got} in {_around(record.text, (mark.start, mark.end))}")


def _part_right(record: Record, want: str, claim: Claim, partner: dict[int, Claim]) -> bool:
    """Whether the claim is a part, and of the claim tagged `want` where that one was found (`yes` is any)."""
    if claim["part_of"] is None or want == "yes":
        return claim["part_of"] is not None
    wholes = [partner[mark.start]["id"] for mark in record.marks if mark.fields.get("tag") == want and mark.start in partner]
    return not wholes or claim["part_of"] in wholes


def _scored(mark: Mark, name: str) -> bool:
    if name == "quantity":
        return mark.stated_scored or bool({"low", "high"} & set(mark.fields))
    return name == "categories" or mark.fields.get(name, UNSCORED) != UNSCORED


def _named(want: str, *got: str | None) -> bool:
    """Whether one of the alternatives in `want` is named: three capitals are an exact id, other words a part of any of `got`."""
    texts = [text for text in got if text]
    for option in want.split("/"):
        if option == "none" and not texts:
            return True
        if len(option) == 3 and option.isupper() and option in texts:
            return True
        if not (len(option) == 3 and option.isupper()) and any(option.lower() in text.lower() for text in texts):
            return True
    return False


def _quantity_right(mark: Mark, claim: Claim) -> bool:
    bounds = [(mark.fields[key], claim["quantity"][key]) for key in ("low", "high") if key in mark.fields]
    return all(_in_range(want, got) for want, got in bounds)


def _in_range(want: str, got: float | None) -> bool:
    if want == "none" or got is None:
        return want == "none" and got is None
    low, _, high = want.partition("..")
    return float(low) - 1e-3 <= got <= float(high or low) + 1e-3


def _source_right(mark: Mark, claim: Claim) -> bool:
    """Whether the chain names every source wanted (`+`), or holds nobody but the author."""
    want, chain = mark.fields["src"], claim["attribution"]
    if want == "author":
        return all(link["voice"] == "author" for link in chain)
    texts = [text for link in chain if link["voice"] != "author" for text in (link["source"], link["text"])]
    return all(_named(option, *texts) for option in want.split("+"))


def _end_right(mark: Mark, claim: Claim) -> bool:
    low, _, high = mark.fields["end"].partition("..")
    got = (claim["period"] or {}).get("end")
    return got is not None and low <= got <= (high or low)


def _start_right(mark: Mark, claim: Claim) -> bool:
    low, _, high = mark.fields["start"].partition("..")
    got = (claim["period"] or {}).get("start")
    return got is not None and low <= got <= (high or low)


def _likelihood(claim: Claim) -> str:
    return claim["likelihood"]["term"] if claim["likelihood"] else "none"


PLAIN: dict[str, Callable[[Mark, Claim], bool]] = {
    "quantity": _quantity_right,
    "hedge": lambda mark, claim: claim["quantity"]["hedge"] in mark.fields["hedge"].split("/"),
    "unit": lambda mark, claim: claim["measure"]["unit"] == mark.fields["unit"],
    "categories": lambda mark, claim: set(claim["measure"]["categories"]) == mark.categories,
    "term": lambda mark, claim: _named(mark.fields["term"], claim["measure"]["term"]),
    "pop": lambda mark, claim: (claim["measure"]["population"] or "none") in mark.fields["pop"].split("/"),
    "outcome": lambda mark, claim: (claim["measure"]["outcome"] or "none") in mark.fields["outcome"].split("/"),
    "base": lambda mark, claim: _named(mark.fields["base"], claim["measure"]["base"]),
    "force": lambda mark, claim: _named(mark.fields["force"], *((claim["force"] or {}).get(key) for key in ("id", "text"))),
    "kind": lambda mark, claim: (claim["period"] or {}).get("kind") in mark.fields["kind"].split("/"),
    "start": _start_right,
    "end": _end_right,
    "place": lambda mark, claim: _named(mark.fields["place"], *((claim["place"] or {}).get(key) for key in ("id", "text"))),
    "src": _source_right,
}
SPARSE: dict[str, Callable[[Claim], str]] = {
    "lik": _likelihood,
    "as": lambda claim: str(claim["assertion"]),
    "part": lambda claim: "no" if claim["part_of"] is None else "yes",
}
DEFAULTS = {"lik": "none", "as": "stated", "part": "no"}


def _score_context(record: Record, context: dict[str, Any] | None, score: Score) -> None:
    """Compare the reader's decision that a text speaks of armed conflict, where the corpus knows the answer.

    A record with claims speaks of it, one of no conflict does not; war texts without a claim are left aside.
    """
    if context is None or record.header.get("context") == "any" or not (record.marks or record.header["conflict"] == "none"):
        return
    expected, given = bool(record.marks), bool(context["conflict"])
    if expected or given:
        score.add("context", expected and given, expected=expected, given=given)
    if expected != given:
        score.miss(record, "context", f"want {expected}: {context['reason']} {context['evidence']}")


def _score_judgements(record: Record, judgements: list[dict[str, Any]], score: Score) -> None:
    used: set[int] = set()
    for mark in record.judgements:
        found = [judged for judged in judgements if id(judged) not in used and _overlaps(mark, judged)]
        right = bool(found) and found[0]["likelihood"]["term"] in mark.fields["lik"].split("/")
        score.add("judgement", right, given=bool(found))
        used.update(id(judged) for judged in found[:1])
        if not right:
            score.miss(record, "JUDGEMENT", f"{mark.quote!r} want {mark.fields['lik']} got {[judged['likelihood'] for judged in found]}")
    for judged in judgements:
        if id(judged) not in used:
            score.add("judgement", False, expected=False)
            score.miss(record, "JUDGEMENT+", f"{judged['quote']!r}")


def _score_toll(record: Record, tolls: list[dict[str, Any]], score: Score) -> None:
    """Compare the leading incident's toll with the header's; an article that expects none must have none."""
    if record.toll is None:
        return
    leading = tolls[0] if tolls else {}
    if not record.toll:
        if tolls:
            score.add("toll_none", False)
            score.miss(record, "toll", f"want none got {leading}")
        else:
            score.add("toll_none", True)
    for key, want in record.toll.items():
        got = _toll_value(leading, key)
        right = got is not None and close(want, got["stated"])
        name = "toll_killed" if key == "killed" else "toll_other"
        score.add(name, right, given=got is not None)
        if not right:
            score.miss(record, "toll", f"{key}: want {want} got {got and got['stated']}")


def _toll_value(toll: dict[str, Any], key: str) -> dict[str, Any] | None:
    category, _, population = key.partition(".")
    if population:
        return (toll.get(f"{category}_by_population") or {}).get(population)
    return toll.get(category)


def _wanted(mark: Mark, name: str) -> str:
    if name == "categories":
        return ",".join(sorted(mark.categories))
    if name == "quantity":
        return f"low={mark.fields.get('low')} high={mark.fields.get('high')}"
    return mark.fields[name]


def _got(claim: Claim, name: str) -> object:
    period = claim["period"] or {}
    return {
        "quantity": (claim["quantity"]["low"], claim["quantity"]["high"]),
        "hedge": claim["quantity"]["hedge"],
        "unit": claim["measure"]["unit"],
        "categories": ",".join(claim["measure"]["categories"]),
        "term": claim["measure"]["term"],
        "pop": claim["measure"]["population"],
        "outcome": claim["measure"]["outcome"],
        "base": claim["measure"]["base"],
        "force": claim["force"],
        "kind": period.get("kind"),
        "start": period.get("start"),
        "end": period.get("end"),
        "place": claim["place"],
        "src": [(link["source"], link["text"], link["voice"]) for link in claim["attribution"]],
    }[name]


def _measure(claim: Claim) -> str:
    return f"{','.join(claim['measure']['categories'])}/{claim['measure']['unit']}"


def _around(text: str, span: Iterable[int]) -> str:
    start, end = span
    return repr("..." + text[max(0, start - 45) : end + 45] + "...")
