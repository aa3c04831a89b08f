"""The words of a brief: how each kind of source speaks, what is told of a claim, and why a claim stands no longer."""

from __future__ import annotations

from collections.abc import Mapping

from tollbook.core.display import amount_words, measure_words, period_words, plain
from tollbook.core.estimates import SourceSummary
from tollbook.core.records import Entry, Replacing
from tollbook.core.types import Claim
from tollbook.exports.brief_facts import Replaced
from tollbook.vocab.naming import categories_words

BELLIGERENTS = frozenset({"opponent", "own_side"})
SPEAKS: Mapping[str, tuple[str, str]] = {
    "opponent": ("belligerent, the opponent", "claims; has reasons to claim much"),
    "own_side": ("belligerent, the force's own side", "claims; has reasons to claim little"),
    "third_party_intelligence": ("a third party's intelligence", "estimates, without showing how"),
    "official": ("a third state's officials", "estimate, without showing how"),
    "international": ("international body", "reports what it could gather"),
    "ngo": ("non-governmental body", "reports what it could gather"),
    "press": ("press", "reports, of its own or others' counting"),
    "witness": ("witness", "tells what one person could see"),
    "demographic": ("demographic study", "infers the dead from records of deaths"),
    "named_count": ("count by names", "counts the named dead: a floor"),
    "visual_confirmation": ("count by pictures", "counts losses seen in pictures: a floor"),
    "unnamed": ("source not identified", "says, and can't be asked"),
}
REASONS: Mapping[Replacing, str] = {
    "reread": "read anew",
    "corrected": "corrected",
    "rejected": "rejected",
    "retracted": "retracted",
    "revised": "revised by its source",
    "relinked": "counted with another statement",
    "decided": "settled by a person",
}


def role_words(role: str) -> str:
    """Return what a source is toward the force."""
    return SPEAKS.get(role, SPEAKS["unnamed"])[0]


def speaks_words(role: str, summary: SourceSummary | None, relayed: str = "") -> str:
    """Return how a source speaks; one that passes on another's figures says nothing of its own."""
    if summary is not None and summary.relays is not None:
        return f"repeats {relayed or plain(summary.relays)}: no evidence of its own"
    return SPEAKS.get(role, SPEAKS["unnamed"])[1]


def verb(role: str) -> str:
    """Return the verb for what a source says: what belligerents give are claims."""
    return "claims" if role in BELLIGERENTS else "says"


def claimed_words(entry: Entry) -> str:
    """Return a claim's number and what it counts: "~ 4,000 killed or wounded, total to 15-20 Jan 2025"; what is not stated is said so."""
    claim = entry.claim
    prefix = "" if claim.assertion == "stated" else f"{claim.assertion}: "
    value = amount_words(claim)
    when = period_words(claim.period)
    return f"{prefix}{value} {_counted(claim)}" + ("" if when == "-" else f", {when}")


def _counted(claim: Claim) -> str:
    measure = claim.measure
    if measure.unit != "item":
        return measure_words(measure)
    outcome = "" if measure.outcome in (None, "lost") else f" {measure.outcome}".replace("_", " ")
    return f"{categories_words(measure.categories, claim.quantity.stated)}{outcome}"


def measured_words(measure: str, quantity: str = "casualties") -> str:
    """Return what a quantity of an estimate counts: killed, or what is lost of materiel, of many.

    >>> measured_words("casualties", "killed"), measured_words("tank")
    ('killed', 'tanks lost')
    """
    return quantity if measure == "casualties" else f"{categories_words([measure], 2)} lost"


def spoken(words: str) -> str:
    """Return words in which names of fields are words too; what a user types, between backticks, stays.

    >>> spoken("a named_count, or a name in `scale_anchor`")
    'a named count, or a name in `scale_anchor`'
    """
    return "`".join(part if nth % 2 else part.replace("_", " ") for nth, part in enumerate(plain(words).split("`")))


def replaced_words(replaced: Replaced) -> str:
    """Return what became of a claim."""
    return REASONS[replaced.reason]
