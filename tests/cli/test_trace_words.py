"""The tree of a claim: what is shown of a history, a review, an endless sentence."""

from __future__ import annotations

from dataclasses import replace

from tests.cli.test_entries import entry
from tollbook.cli.trace_words import Words, dossier_as_dict, trace_lines
from tollbook.core.findings import Audit
from tollbook.core.records import Entry, Review, Sighting, Statement, Trace
from tollbook.flow.ledger import Dossier

WORDS = Words(names={}, links={"first": "the first mention"}, width=80)


def dossier(*history: Entry, **fields: object) -> Dossier:
    entries = history or (entry(),)
    trace = Trace(
        entry=entries[-1],
        history=entries,
        sightings=(entries[-1].sighting,),
        statement=Statement(id=entries[-1].claim.id, entries=entries[-1:]),
        reviews=(),
    )
    return Dossier(trace=replace(trace, **fields), audit=Audit())


def shown(of: Dossier) -> str:
    return " ".join(" ".join(trace_lines(of, WORDS)).split())


def test_the_number_is_marked_in_its_sentence() -> None:
    one = entry()
    start = one.claim.span.start - one.claim.sentence[0]
    marked = f"{one.sentence[:start]}[{one.quote}]{one.sentence[start + len(one.quote) :]}"
    assert " ".join(marked.split()) in shown(dossier(one))


def test_of_an_endless_sentence_what_stands_near_is_shown() -> None:
    one = entry()
    told = shown(dossier(replace(one, sentence=one.sentence + " and so on" * 500)))
    assert len(told) < 2_000
    assert "…" in told


def test_what_replaced_an_entry_is_named() -> None:
    former = entry(superseded_at="2026-11-26T00:00:00.000000Z", superseded_by=9, reason="corrected")
    told = shown(dossier(former, entry(seq=9, reader_version="person:Ana")))
    assert "entry 7, read by Tollbook 1" in told
    assert "corrected 2026-11-26 00:00:00 UTC, entry 9 stands in its place" in told
    assert "entry 9, corrected by Ana" in told


def test_a_row_of_a_data_set_was_imported_by_its_profile() -> None:
    assert "entry 7, imported as ua-mod.totals/1:" in shown(dossier(entry(reader_version="dataset/ua-mod.totals/1")))


def test_a_claim_that_stands_no_longer_says_so_first() -> None:
    told = shown(dossier(entry(superseded_at="2026-11-26T00:00:00.000000Z", reason="retracted")))
    assert "stands no longer, since 2026-11-26 00:00:00 UTC: retracted" in told
    assert "nothing stands in its place" in told


def test_a_review_is_told_with_who_why_and_what() -> None:
    review = Review(
        claim="c", document="d", decision="correct", by="Ana", why="misprint", recorded_at="2026-11-26T00:00:00.000000Z",
        change=(("force", "PRK"), ("quantity.stated", 5200)),
    )  # fmt: skip
    assert "correct by Ana: misprint (force = PRK, quantity.stated = 5200)" in shown(dossier(reviews=(review,)))
    whole = replace(review, claim="", decision="retract", change=())
    assert "retract (the document) by Ana: misprint" in shown(dossier(reviews=(whole,)))


def test_a_row_of_a_data_set_is_seen_in_its_file() -> None:
    place = Sighting(document="d", file="oryx.csv", sha256="ab" * 32, row=12)
    assert "seen in row 12 of oryx.csv, SHA-256 abababababababab…" in shown(dossier(sightings=(place,)))
    assert "a text without a title" in shown(dossier(sightings=(Sighting(document="d"),)))


def test_nothing_in_a_text_reaches_the_terminal_as_a_command() -> None:
    lines = trace_lines(dossier(sightings=(Sighting(document="d", title="\x1b]0;owned\x07"),)), WORDS)
    assert not any("\x1b" in line for line in lines)


def test_the_sign_of_a_hedge_stays_with_its_number() -> None:
    told = list(trace_lines(dossier(), replace(WORDS, width=30)))
    assert not any(line.endswith("~") for line in told)


def test_json_names_what_rests_on_the_claim() -> None:
    one = entry()
    told = dossier_as_dict(replace(dossier(one), parts=(one.claim,)))
    assert told["used"] == {"series": [], "parts": [one.claim.id], "conclusions": [], "earlier": []}
