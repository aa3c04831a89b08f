"""The phrase grammar: letters of tokens, noun phrases from and before a token, and the maker's name in a phrase."""

import pytest

from tollbook.reading.speakers.source_phrases import holds_speaker, kind_of, letters_of, phrase_before, phrase_from, refine


def words(text: str) -> list[str]:
    return text.lower().split()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the defense ministry on Monday", "the defense ministry"),
        ("a spokesman for the northern army group said", "a spokesman for the northern army group"),
        ("officials in Orlan on Friday", "officials in orlan"),
        ("two captured officers , who fled", "two captured officers"),
        ("police and rescue workers .", "police and rescue workers"),
        ("the ministry and 40 men died", "the ministry"),
        ("the army and rebels fought", "the army"),
        ("Gen . Ivo Marek .", "gen . ivo marek"),
        ("data from the health office .", "data from the health office"),
    ],
)
def test_a_phrase_takes_its_of_parts_and_stops_before_time_and_verbs(text: str, phrase: str) -> None:
    """ "of", "for" and places of speakers belong to the phrase; days, numbers of others and clauses don't."""
    tokens = words(text)
    found = phrase_from(letters_of(tokens), 0)
    assert found is not None
    assert " ".join(tokens[slice(*found)]) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("fell on the capital a monitoring group", "a monitoring group"),
        ("yesterday the head of the coast guard", "the head of the coast guard"),
        ("where officials in Orlan", "officials in orlan"),
        ("but Gen . Ivo Marek", "gen . ivo marek"),
    ],
)
def test_a_phrase_before_a_verb_begins_at_its_determiner(text: str, phrase: str) -> None:
    """Copy without commas still shows where a phrase begins."""
    tokens = words(text)
    found = phrase_before(letters_of(tokens), len(tokens))
    assert found is not None
    assert " ".join(tokens[slice(*found)]) == phrase


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the figures from the health office", "health office"),
        ("Orlan defense ministry data", "orlan defense ministry"),
        ("the ministry 's figures", "ministry"),
        ("the data", "data"),
        ("a report by two doctors", "two doctors"),
        ("40", None),
        ("another", None),
        ("the", None),
    ],
)
def test_a_product_is_read_through_to_its_maker(text: str, name: str | None) -> None:
    """Determiners and plain products stay out; a bare number or determiner names nobody."""
    tokens = words(text)
    found = refine(letters_of(tokens), tokens, (0, len(tokens)))
    assert (" ".join(tokens[slice(*found)]) if found else None) == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [("a spokesman for the army", "person"), ("two police officers", "people"), ("the defense ministry", "body"), ("Ivo Marek", "name")],
)
def test_the_head_noun_tells_what_a_source_is(text: str, kind: str) -> None:
    """A spokesman for an army is a person, not a body."""
    tokens = words(text)
    assert kind_of(tokens, (0, len(tokens))) == kind


def test_a_plural_possessive_is_no_quotation_mark() -> None:
    """ "the forces' staff" is one phrase."""
    tokens = words("the forces ' general staff said")
    assert phrase_from(letters_of(tokens), 0) == (0, 5)


def test_only_phrases_with_a_known_noun_hold_a_speaker() -> None:
    """Ministries, officials and reports speak; bridges do not."""
    assert holds_speaker(letters_of(words("the defense ministry")), (0, 3))
    assert not holds_speaker(letters_of(words("the old bridge")), (0, 3))
