"""A whole document: spans quote the text as given, and sources, periods and probabilities are tied to the right claims."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import tollbook
from tests.reading.marked import CLAIM_TEXTS, PUBLISHED, read_any
from tollbook.core.errors import TollbookError
from tollbook.core.types import Claim, Reading, mention_id

RELEASE = """Загальні бойові втрати противника з 24.02.22 по 08.05.24 орієнтовно становили:
особового складу ‒ близько 476460 (+1230) осіб
танків ‒ 7420 (+8) од
артилерійських систем ‒ 12240 (+30) од
"""


def sources(claim: Claim) -> list[str]:
    return [link.text for link in claim.attribution]


def quotes(reading: Reading) -> list[str]:
    return [reading.quote(claim) for claim in reading.claims]


# ---- spans


@pytest.mark.parametrize(
    ("text", "quote", "stated"),
    [
        ("Shelling killed 1,\u00ad500 soldiers.", "1,\u00ad500", 1500),
        ("Shelling killed 1\u00a0500 soldiers.", "1\u00a0500", 1500),
        ("Shelling killed 1\u202f500 soldiers.", "1\u202f500", 1500),
        ("“Shelling killed 12 soldiers”, he said.", "12", 12),
        ("\U0001f680\U0001f680 Shelling killed 12 soldiers \U0001f480.", "12", 12),
        ("\ufeffShelling\u200b killed 12 sol\u00addiers.", "12", 12),
        ("«Обстріл» — shelling killed 12 soldiers.", "12", 12),
        ("Shelling killed at\u00a0least 12 soldiers.", "at\u00a0least 12", 12),
        ("\r\nShelling killed 12 soldiers.\r\n", "12", 12),
        ("a\u0301 Shelling killed 12 soldiers.", "12", 12),
        ("\u202eShelling\u202c killed 12 soldiers.", "12", 12),
    ],
)
def test_a_span_quotes_the_text_as_given(text: str, quote: str, stated: int) -> None:
    """Soft hyphens, curly quotes, emoji and hard spaces stay where they are; offsets count code points."""
    reading = read_any(text)
    (claim,) = reading.claims
    assert reading.quote(claim) == text[claim.span.start : claim.span.end] == claim.quantity.text == quote
    assert claim.quantity.stated == stated
    assert claim.sentence[0] <= claim.span.start < claim.span.end <= claim.sentence[1]


@pytest.mark.parametrize("text", ["Shelling killed 1O0 soldiers.", "Shelling killed 5O0 soldiers."])
def test_a_number_that_is_not_what_it_looks_like_is_flagged(text: str) -> None:
    """A letter among the digits is read as a digit, and the claim says so."""
    (claim,) = read_any(text).claims
    assert claim.flags


def test_plain_numbers_have_no_flags() -> None:
    assert [claim.flags for claim in read_any("Shelling killed 100 soldiers.").claims] == [()]


def test_a_claims_id_is_that_of_its_place() -> None:
    """So that it outlives a new reader: the same mention keeps its id, whatever is read of it."""
    reading = read_any("Shelling killed 12 soldiers and wounded 30.")
    assert [claim.id for claim in reading.claims] == [mention_id(reading.document.id, c.span.start, c.span.end) for c in reading.claims]
    assert len({claim.id for claim in reading.claims}) == 2


# ---- sources


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Shelling killed 12 soldiers.", ["author"]),
        ("Shelling killed 12 soldiers, the ministry said.", ["ministry", "author"]),
        ("According to the ministry, 12 soldiers were killed.", ["ministry", "author"]),
        ("Reuters, citing the ministry, reported that 12 soldiers were killed.", ["ministry", "Reuters", "author"]),
        ('"We lost 12 men," the general said.', ["general", "author"]),
    ],
)
def test_the_chain_runs_from_the_first_claimant_to_the_author(text: str, chain: list[str]) -> None:
    (claim,) = read_any(text).claims
    assert sources(claim) == chain
    assert claim.by_author == (chain == ["author"])


@pytest.mark.parametrize("opening", ["In addition, the army lost", "Moreover, the army lost", "Also, the army lost"])
def test_a_list_goes_on_in_the_next_sentence(opening: str) -> None:
    """With its source and its period."""
    text = f"On Monday the army lost 40 howitzers, the ministry said. {opening} 12 tanks."
    first, second = read_any(text).claims
    assert sources(second) == sources(first) == ["ministry", "author"]
    assert (second.period.start, second.period.text) == (first.period.start, None)
    assert {"period.continued", "attribution.continued"} <= set(second.rules)


@pytest.mark.parametrize(
    "text",
    [
        "On Monday the army lost 40 howitzers, the ministry said. The army lost 12 tanks.",
        "On Monday the army lost 40 howitzers, the ministry said. In addition, the rebels lost 12 tanks.",
        "On Monday the army lost 40 howitzers, the ministry said. It rained in May. The rebels lost 12 tanks.",
    ],
)
def test_a_sentence_that_does_not_go_on_takes_over_nothing(text: str) -> None:
    """Neither one without a word that says so, nor one about another side."""
    second = read_any(text).claims[-1]
    assert sources(second) == ["author"]
    assert second.period.text is None
    assert second.period.start is None


# ---- assertion and likelihood


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("The army denied that 12 soldiers had died.", "denied"),
        ("The ministry dismissed claims that 40 soldiers had been killed.", "denied"),
        ("The army rejected a report that 12 soldiers were killed.", "denied"),
        ("The raid did not kill 12 people.", "denied"),
        ("If the town falls, 40 soldiers will be captured.", "hypothetical"),
        ("The raid could kill 300 people, the ministry said.", "hypothetical"),
        ("The army said that 12 soldiers had died.", "stated"),
        ("The army confirmed that 12 soldiers had died.", "stated"),
        ("The army denied a link to the murder of six teachers.", "stated"),
    ],
)
def test_a_claim_is_stated_denied_or_hypothetical(text: str, assertion: str) -> None:
    (claim,) = read_any(text).claims
    assert claim.assertion == assertion


@pytest.mark.parametrize(
    ("speaker", "scale"),
    [("Defence Intelligence said that ", "phia"), ("The Pentagon said that ", "icd203"), ("", "lay"), ("The mayor said that ", "lay")],
)
def test_a_probability_word_is_on_the_scale_of_whoever_speaks(speaker: str, scale: str) -> None:
    """The scales differ, and are never mixed."""
    (claim,) = read_any(f"{speaker}Russia has likely lost 40,000 soldiers.").claims
    assert claim.likelihood is not None
    assert (claim.likelihood.term, claim.likelihood.scale) == ("likely", scale)
    assert 0 < claim.likelihood.low < claim.likelihood.high <= 1


@pytest.mark.parametrize("text", ["Russia lost 40,000 soldiers.", "Russia lost 40,000 soldiers; rain is likely tomorrow."])
def test_a_plain_claim_has_no_likelihood(text: str) -> None:
    (claim,) = read_any(text).claims
    assert claim.likelihood is None


def test_a_judgement_without_a_number_is_kept() -> None:
    """With its term, its scale and the one side named before it."""
    text = "Russian troops lost 40 tanks. Defence Intelligence said that Russian troops are almost certainly experiencing supply problems."
    reading = read_any(text)
    (judgement,) = reading.judgements
    assert judgement.likelihood.term == "almost certain"
    assert judgement.likelihood.scale == "phia"
    assert judgement.force is not None
    assert judgement.force.id == "RUS"


# ---- places and wholes


def test_a_claim_has_the_place_of_its_clause_and_a_part_that_of_its_whole() -> None:
    whole, part = read_any("Shelling killed 12 people in Kharkiv, including three children.").claims
    assert whole.place is not None
    assert whole.place.text == "Kharkiv"
    assert part.place == whole.place
    assert part.part_of == whole.id


def test_the_rest_names_the_claims_it_was_computed_from() -> None:
    reading = read_any("60 soldiers were killed or wounded. 40 died; the rest were wounded.")
    whole, dead, rest = reading.claims
    assert rest.part_of == whole.id
    assert set(rest.premises) == {whole.id, dead.id}
    assert rest.quantity.stated is None
    assert (rest.quantity.low, rest.quantity.high) == (20, 20)


# ---- releases


def test_a_release_gives_a_running_total_and_the_day() -> None:
    """Each row twice: the total since the start, and what was added in brackets."""
    reading = tollbook.read(RELEASE, published=PUBLISHED)
    assert reading.theatre == "russia-ukraine-2022"
    kinds = [(claim.quantity.stated, claim.period.kind) for claim in reading.claims]
    assert kinds == [(476460, "cumulative"), (1230, "flow"), (7420, "cumulative"), (8, "flow"), (12240, "cumulative"), (30, "flow")]
    assert {claim.force.id for claim in reading.claims if claim.force} == {"RUS"}
    assert quotes(reading)[2:4] == ["7420", "+8"]
    assert all(claim.rules[0].startswith("release.") for claim in reading.claims)


def test_a_number_in_a_row_of_a_release_is_read_once() -> None:
    """A row may stand within a sentence that says of losses what a row says."""
    text = (
        "The total combat losses of the enemy from 24.02.22 to 08.05.24 were approximately:\n"
        "personnel, according to the staff. The army also lost around 131 vehicles and fuel trucks, 498 drones, 43 artillery systems\n"
        "tanks - 7420 (+8) units\n"
    )
    claims = tollbook.read(text, published=PUBLISHED, theatre="russia-ukraine-2022").claims
    assert any(claim.rules[0].startswith("release.") for claim in claims)
    assert len({claim.id for claim in claims}) == len(claims)


def test_a_release_needs_its_theatre() -> None:
    """Without one, nobody says whose release it is."""
    reading = tollbook.read(RELEASE, published=PUBLISHED, theatre="none", context="any")
    assert [claim for claim in reading.claims if claim.rules[0].startswith("release.")] == []


# ---- laws

FRAGMENTS = [
    *CLAIM_TEXTS,
    RELEASE,
    "\ud800",
    "It rained in May.",
    "\n\n",
    "\n- ",
    "“",
    "”",
    "\u00ad",
    "\u200f",
    "\U0001f480",
    "In addition, ",
    "The rest were wounded. ",
    "Of these, 12 were killed. ",
    "1O0 ",
    "the army said. ",
]
texts = st.one_of(
    st.text(max_size=300),
    st.text(max_size=80).map(lambda text: f"Shelling killed 12 {text} soldiers and {text} wounded 30."),
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join),
)


@given(texts)
@example("\ud800 Shelling killed 12 soldiers near the front line.")
@example("\u202e12 killed\u202c \u2066soldiers\u2069")
@example("٣٠ soldiers were killed")
def test_any_text_is_read_and_every_span_quotes(text: str) -> None:
    """Right-to-left marks and any other character: no error but the tree's, and every mention is its slice."""
    if not text.strip():
        return
    try:
        reading = tollbook.read(text, published=PUBLISHED, context="any")
    except TollbookError:
        return
    for mention in (*reading.claims, *reading.judgements, *reading.abstentions):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
    assert all(reading.quote(claim) == claim.quantity.text for claim in reading.claims)
    assert all(claim.sentence[0] <= claim.span.start and claim.span.end <= claim.sentence[1] for claim in reading.claims)
    starts = [(claim.span.start, claim.span.end) for claim in reading.claims]
    assert starts == sorted(set(starts))
    assert reading.to_json()


@given(texts)
def test_parts_never_exceed_their_wholes(text: str) -> None:
    """Upward references lead to claims of the same reading, and none counts more than what it is a part of."""
    if not text.strip():
        return
    reading = tollbook.read(text, published=PUBLISHED, context="any")
    for claim in reading.claims:
        whole = reading.claim(claim.part_of) if claim.part_of else None
        assert (whole is None) == (claim.part_of is None)
        if whole is not None and claim.measure.unit != "share" and whole.quantity.high is not None:
            assert claim.quantity.low <= whole.quantity.high
        assert all(reading.claim(premise) is not None for premise in claim.premises)


@given(texts)
def test_reading_twice_reads_the_same(text: str) -> None:
    if text.strip():
        assert read_any(text) == read_any(text)


PEACE = ["The bakery opens at seven.", "Nine of the ten trains were late.", "It rained for 12 days.", "Tickets cost 40 dollars."]


@given(st.lists(st.sampled_from(CLAIM_TEXTS), min_size=1, max_size=5).map(" ".join), st.sampled_from(PEACE))
def test_peaceful_text_at_the_end_moves_no_claim(text: str, more: str) -> None:
    """The claims before it keep their places, their numbers and their categories."""
    war = f"Shelling and artillery hit the front line. {text}"
    one, two = (tollbook.read(each, published=PUBLISHED, theatre="none") for each in (war, f"{war}\n\n{more}"))
    assert one.context.conflict
    assert two.context.conflict
    assert [(c.span.start, c.span.end, c.quantity, c.measure) for c in one.claims] == [
        (c.span.start, c.span.end, c.quantity, c.measure) for c in two.claims
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The minister said in February that 46,000 soldiers had been killed.", None),
        ("The ministry said on Monday that 12 soldiers were killed on Sunday.", "on Sunday"),
        ("The minister said that in February 46 soldiers were killed.", "in February"),
    ],
)
def test_when_somebody_spoke_is_not_when_the_losses_fell(text: str, words: str | None) -> None:
    (claim,) = read_any(text).claims
    assert claim.period.text == words
    assert (claim.period.start is None) == (words is None)
