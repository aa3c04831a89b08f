"""Who is made to say what: spans over a text, chains of one number, pronouns, quotations over sentences, and the author's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.attribution import find_attributions
from tollbook.reading.speakers.attribution import AttributionMention, chain_for, find_in
from tollbook.reading.tokens import split_sentences


def chain(text: str, number: str) -> list[str]:
    """The speakers of a number, first claimant first, as they are named in the text."""
    sentences = split_sentences(text)
    mentions = find_in(text, sentences, range(len(sentences)))
    start = text.index(number)
    return [text[slice(*mention.named)] for mention in chain_for(mentions, start, start + len(number)) if mention.named is not None]


def voices(text: str, number: str) -> list[str]:
    sentences = split_sentences(text)
    start = text.index(number)
    found = chain_for(find_in(text, sentences, range(len(sentences))), start, start + len(number))
    return [mention.voice for mention in found]


@pytest.mark.parametrize(
    ("text", "number", "speakers"),
    [
        ("The harbor was shelled and 14 people died, the coast guard said on Sunday.", "14", ["coast guard"]),
        ("The coast guard said that 14 people died in the harbor.", "14", ["coast guard"]),
        ("Fourteen sailors drowned and 9 were hurt, said Adm. Piet Vos, head of the fleet.", "9", ["Adm. Piet Vos"]),
        ("According to the coast guard, 14 people died.", "14", ["coast guard"]),
        ("The coast guard said 14 people died; the northern brigade said 31 men fell.", "31", ["northern brigade"]),
        ("The coast guard said 14 people died; 31 men fell.", "31", ["coast guard"]),
        ("Fourteen ships, according to the coast guard, carried 900 men.", "900", ["coast guard"]),
        ("In a statement, the northern brigade said 31 men fell.", "31", ["northern brigade"]),
        ("The ministry put the toll at 30.", "30", ["ministry"]),
        ("The ministry's estimate of 4,000 dead covers two years.", "4,000", ["ministry"]),
        ("Figures from the health office show that 400 people died.", "400", ["health office"]),
        ("Two officers told a radio station on Monday that 18 men were captured.", "18", ["Two officers"]),
        ("The mayor, Otto Brandt, said 12 houses burned.", "12", ["mayor"]),
        ("The union's head, who visited the port, said 12 dockers died.", "12", ["union's head"]),
        ("AN ARMY SPOKESMAN SAID THAT 12 REBELS WERE KILLED IN THE HILLS.", "12", ["ARMY SPOKESMAN"]),
    ],
)
def test_a_named_speaker_owns_the_number(text: str, number: str, speakers: list[str]) -> None:
    """A verb before or after, a preposition, a product, an apposition: each hands the number to the one who is named."""
    assert chain(text, number) == speakers


@pytest.mark.parametrize(
    "text",
    [
        "The storm front moved north and 30 trucks were lost.",
        "The group claimed responsibility for the raid that killed 30 people.",
        "The raid claimed the lives of 30 people.",
        "Some 30 people were reported killed.",
        "The raid allegedly killed 30 people.",
        "It was reported that 30 men died.",
        "The bridge is said to have cost 30 lives.",
        "The town council met. Shells killed 30 people that night.",
        "Orlan: 30 killed in a raid",
        "Car bomb kills 30 police",
        "An estimated 30 men fled.",
        "The army did not confirm that 30 men died.",
        "The ministry has never said how many of the 30 were hurt.",
    ],
)
def test_what_nobody_is_named_for_is_the_authors(text: str) -> None:
    """Hearsay, passives without a speaker and plain statements have no speaker but the author."""
    assert chain(text, "30") == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The agency, citing two police officers, said 12 people died.", ["two police officers", "agency"]),
        ("The agency reported 12 deaths, citing a hospital director.", ["hospital director", "agency"]),
        ("Two officials said the ministry had told them that 12 men died.", ["ministry", "Two officials"]),
        ("The agency quoted Col. Marek as saying 12 men died.", ["Col. Marek", "agency"]),
        ("Col. Marek was quoted by the agency as saying 12 men died.", ["Col. Marek", "agency"]),
        ("The army said it killed 12 rebels, a claim the group denies.", ["army"]),
        ("The army said it killed 12 rebels, which the group denied.", ["army"]),
        ("According to the agency, a commander said 12 men died.", ["commander", "agency"]),
    ],
)
def test_a_chain_runs_from_the_first_claimant_to_the_last_relay(text: str, speakers: list[str]) -> None:
    """Whoever is cited or embedded comes before whoever cites."""
    assert chain(text, "12") == speakers


def test_a_quotation_over_two_sentences_has_one_speaker() -> None:
    """The speaker after the closing mark owns the first sentence too, in a quoted voice."""
    text = '"We buried 30 men. The enemy buried 50," said Gen. Ivo Marek.'
    assert chain(text, "30") == chain(text, "50") == ["Gen. Ivo Marek"]
    assert voices(text, "30") == ["quoted"]


def test_a_quotation_goes_on_after_its_tag() -> None:
    """ "A," X said. "B.": B is X's."""
    assert chain('"We buried our men," Gen. Marek said. "Another 20 are missing."', "20") == ["Gen. Marek"]


def test_a_quotation_over_paragraphs_repeats_its_opening_mark() -> None:
    """A paragraph left open and resumed by a mark has the speaker who is named at the end."""
    text = '"We buried 30 men.\n\n"The enemy buried 50," Gen. Marek said.'
    assert chain(text, "30") == ["Gen. Marek"]


def test_a_speaker_before_the_opening_mark_owns_all_sentences() -> None:
    """X said: "A. B.": both are X's."""
    text = 'Gen. Marek told reporters: "We buried 30 men. The enemy buried 50."'
    assert chain(text, "50") == ["Gen. Marek"]


@pytest.mark.parametrize(
    ("text", "number", "speakers"),
    [
        ("The ministry said:\n\n- 30 tanks were destroyed;\n\n- 12 boats were sunk.", "30", ["ministry"]),
        ("The ministry said:\n\n- 30 tanks were destroyed;\n\n- 12 boats were sunk.", "12", ["ministry"]),
        ("The mayor added:\n\nThe port is closed. We lost 30 houses.", "30", ["mayor"]),
        ("The mayor added:\n\nThe port is closed.\n\nThe town lost 30 houses.", "30", []),
        ("The order of battle:\n\n- 30 tanks were destroyed;", "30", []),
        ("The ministry said the port was open. It lies there:\n\n- 30 tanks were destroyed;", "30", []),
    ],
)
def test_a_colon_hands_the_next_paragraph_or_list_to_the_speaker(text: str, number: str, speakers: list[str]) -> None:
    """A sentence that ends with a colon and says nothing itself owns what is listed, and no more."""
    assert chain(text, number) == speakers


def test_a_sentence_beside_a_quotation_is_the_authors() -> None:
    """What stands between two quotations has no speaker of its own, even where it speaks of the same losses."""
    text = '"We lost many," the army said.\n\nAbout 10 of these men were officers.\n\n"We will return," the army added.'
    assert chain(text, "10") == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The general said the army advanced. He added that 40 tanks burned.", ["general"]),
        ("The army said it took the town. It said 40 men were killed.", ["army"]),
        ("The army said it took the town. The ministry did not respond, but it said 40 men were killed.", ["ministry"]),
        ("Officials visited the town, officials said. They added that 40 houses burned.", ["officials"]),
        ("Army units took the town. He added that 40 tanks burned.", []),
        ("The ministry said the road was open. He said 40 men were killed.", []),
    ],
)
def test_a_pronoun_is_the_last_speaker_of_its_kind_or_nobody(text: str, speakers: list[str]) -> None:
    """Two kinds never mix: "he" is no ministry."""
    assert chain(text, "40") == speakers


@pytest.mark.parametrize(
    ("text", "number", "speakers"),
    [
        ("The army said 12 men died, but the rebels claimed that 50 were killed.", "12", ["army"]),
        ("The army said 12 men died, but the rebels claimed that 50 were killed.", "50", ["rebels"]),
        ("The raid killed 12 men, the army said, and the rebels claimed that 50 were killed.", "12", ["army"]),
        ("The raid killed 12 men, the army said, and the rebels claimed that 50 were killed.", "50", ["rebels"]),
        ("The raid killed 12 men, the army said, and 50 others were hurt.", "50", ["army"]),
        ("The east lost 100 men, according to the army, and the west lost 200, according to the rebels.", "100", ["army"]),
        ("The east lost 100 men, according to the army, and the west lost 200, according to the rebels.", "200", ["rebels"]),
    ],
)
def test_two_speakers_in_a_sentence_keep_to_their_parts(text: str, number: str, speakers: list[str]) -> None:
    """A clause that a second speaker opens or closes is not the first speaker's."""
    assert chain(text, number) == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ministry of Defense: 12 killed at Orlan", ["Ministry of Defense"]),
        ("12 killed at Orlan: monitor", ["monitor"]),
        ("Orlan blast kills 12, state TV", ["state TV"]),
        ("Orlan blast kills 12 state media", ["state media"]),
        ("Enemy lost 12 tanks over past day, - General Staff", ["General Staff"]),
        ("[MAREK] WE LOST 12 MEN.", ["MAREK"]),
        ("[TEXT] WE LOST 12 MEN.", []),
    ],
)
def test_labels_and_headlines_name_their_speaker(text: str, speakers: list[str]) -> None:
    """A colon, a dash, a bracket or a headline's tail names a speaker; an editor's label does not."""
    assert chain(text, "12") == speakers


def test_attributions_are_spans_of_the_text_as_given() -> None:
    """Typographic quotes and soft hyphens do not move the spans."""
    text = "\u201cWe lost 30 men,\u201d the\u00a0coast\u00ad guard said."
    (source, cue, content), *_ = find_attributions(text)
    assert text[slice(*source)].replace("\u00ad", "") == "coast guard"
    assert text[slice(*cue)] == "said"
    assert "30 men" in text[slice(*content)]


def test_only_wanted_sentences_yield_mentions() -> None:
    """Sentences that nobody asked for are context at most."""
    text = "The army said 12 men died. The navy said 14 men died."
    sentences = split_sentences(text)
    assert [text[slice(*mention.source)] for mention in find_in(text, sentences, [1])] == ["navy"]


def test_words_of_will_own_no_number() -> None:
    """ "pledged to send 40 tanks" is no source of a figure, though it is an attribution."""
    text = "The alliance pledged to send 40 tanks."
    assert chain(text, "40") == []
    assert find_attributions(text) != []


PIECES = "The army|said|\"|,|.|that|according to|12 men|were|killed|\n\n|citing|he|reports|:|-|[|]|(|)|who|and|of the|figures from|'".split(
    "|"
)


@given(st.text(alphabet="aAT .,:;\"\n-()[]0'", max_size=80) | st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_every_mention_lies_in_its_text(text: str) -> None:
    """Whatever the text: spans are ordered and inside it, and a named source is not empty."""
    for spans in find_attributions(text):
        for start, end in spans:
            assert 0 <= start <= end <= len(text)
        assert text[slice(*spans[0])].strip()


def test_mentions_come_in_the_order_of_what_is_said() -> None:
    """`chain_for` rests on it."""
    text = '"We lost 30 men. The enemy lost 50," the army said, citing two officers. According to the mayor, 12 died.'
    sentences = split_sentences(text)
    mentions: list[AttributionMention] = find_in(text, sentences, range(len(sentences)))
    assert [mention.content for mention in mentions] == sorted(mention.content for mention in mentions)
