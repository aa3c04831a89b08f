"""Sentences and tokens: where one ends, what is one word, and that neither ever loses or doubles a character."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.tokens import MAX_TOKENS, is_hard_wrapped, split_sentences, tokenise
from tollbook.vocab.phrases import split_phrase

WRAPPED = (
    "The ministry said on Monday that twelve of its soldiers had been\n"
    "killed in the shelling of the northern district overnight. Nine\n"
    "others were wounded, and the crew of one boat is missing, the\n"
    "statement said without giving any other details of the attack.\n"
)


def sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


def words(text: str) -> list[str]:
    return [word for sentence in split_sentences(text) for word in tokenise(text, sentence).words]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Orlov and Col. Petrov fled the town.",
        "Troops of the U.S. Army lost 12 men.",
        "The U.S. Troops left.",
        "J. K. Orlov was killed.",
        "It began on Jan. 12 and ended soon.",
        "See No. 12 of the journal.",
        "Approx. 12 men died.",
        "It fell at 6 a.m. on Monday.",
        "Losses rose to 4.8 thousand.",
        "Втрати склали близько 5 тис. 300 осіб.",
        'He said: "We lost 12." and left.',
        "The toll rose to 12.The army left.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    """Titles, initials, abbreviations before figures, decimals, and stops before a small letter or no space."""
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Twelve men died.", "Nine were hurt."),
        ("Who fell?", "Twelve men."),
        ("Twelve fell!", "Nine were hurt."),
        ("It was over…", "Nine were hurt."),
        ('"We lost 12 men."', "The general left."),
        ("(Twelve men died.)", "Nine were hurt."),
        ("He lives in the U.S.", "The army left."),
        ("And so did I.", "Nine were hurt."),
        ("TWELVE KILLED IN RAID.", "NINE HURT."),
        ("He came on 12 May.", '"We lost nine men."'),
        ("Бої тривають.", "Втрати зросли."),
    ],
)
def test_a_stop_before_a_capital_ends_a_sentence(first: str, second: str) -> None:
    """Quotes and brackets closed after the stop belong to the sentence before it."""
    assert sentences(f"{first} {second}") == [first, second]


def test_a_headline_without_a_stop_is_a_sentence() -> None:
    assert sentences("Raid kills 12\nThe army said so on Monday.") == ["Raid kills 12", "The army said so on Monday."]


@pytest.mark.parametrize("bullet", ["-", "–", "•", "*", "▪"])
def test_every_bullet_is_a_sentence(bullet: str) -> None:
    rows = ["Losses:", f"{bullet} 12 tanks", f"{bullet} 9 howitzers"]
    assert sentences("\n".join(rows)) == rows


def test_a_line_of_hard_wrapped_copy_ends_no_sentence() -> None:
    """Lines broken to one width are joined; a blank line and a bullet still divide."""
    assert is_hard_wrapped(WRAPPED)
    found = sentences(WRAPPED + "\nThe rebels did not comment.\n- 12 tanks\n")
    assert [text.split(" ")[0] for text in found] == ["The", "Nine\nothers", "The", "-"]


@pytest.mark.parametrize(
    "text", ["", "One line.", "a\nb\nc\nd\ne\n", "A headline\n" + "A paragraph as long as any that is printed. " * 9 + "\nx\ny\n"]
)
def test_short_lines_and_paragraphs_are_not_hard_wrapped(text: str) -> None:
    assert not is_hard_wrapped(text)


def test_paragraphs_are_numbered() -> None:
    """A blank line begins a new paragraph; a sentence's end does not."""
    one, two, three, four = (s.paragraph for s in split_sentences("One. Two.\n\nThree.\n\n\nFour."))
    assert one == two < three < four


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("T-72 tanks", ["t-72", "tanks"]),
        ("don't", ["don't"]),
        ("the army's", ["the", "army", "'s"]),
        ("soldiers' boots", ["soldiers", "'", "boots"]),
        ("1,500 (+30)", ["1,500", "(", "+", "30", ")"]),
        ("4.8%", ["4.8", "%"]),
        ("pro-government", ["pro-government"]),
        ("on 24.02.2022", ["on", "24.02.2022"]),
        ("the U.S. army", ["the", "u.s.", "army"]),
        ("men—women", ["men", "—", "women"]),
        ("12th", ["12", "th"]),
        ("ВБИТО 12", ["вбито", "12"]),
    ],
)
def test_words_are_cut_as_the_tables_spell_them(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens


def test_a_very_long_sentence_is_cut() -> None:
    """At 400 tokens, so that no text makes matching slow; nothing of it is lost."""
    text = "word " * 1000
    found = [tokenise(text, sentence) for sentence in split_sentences(text)]
    assert [len(sentence.words) for sentence in found] == [MAX_TOKENS, MAX_TOKENS, 200]


def test_tokens_are_made_once() -> None:
    text = "Twelve men died."
    (sentence,) = split_sentences(text)
    assert tokenise(text, sentence) is tokenise(text, sentence)
    assert sentence.words == ["twelve", "men", "died", "."]


pieces = st.sampled_from(
    [
        "The army",
        " lost ",
        "12",
        "1,500",
        ". ",
        "... ",
        "? ",
        "\n",
        "\n\n",
        "\n- ",
        "U.S.",
        "Gen.",
        '"',
        "'",
        "(",
        ")",
        " ",
        "\u2026",
        "É",
        "втрати ",
        "7)",
        "a.m. ",
        "\t",
        "x" * 50,
    ]
)
texts = st.one_of(st.text(max_size=300), st.lists(pieces, max_size=60).map("".join))


@given(texts)
def test_sentences_lie_in_order_and_lose_nothing(text: str) -> None:
    """They never overlap, never are blank, and leave out blanks alone."""
    found = split_sentences(text)
    assert all(one.end <= other.start and one.paragraph <= other.paragraph for one, other in pairwise(found))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
    edges = [0, *(edge for s in found for edge in (s.start, s.end)), len(text)]
    assert all(text[edges[i] : edges[i + 1]].strip() == "" for i in range(0, len(edges), 2))


@given(texts)
def test_tokens_quote_the_text(text: str) -> None:
    """Each is its slice in lower case, in order, and what stands between two is blank."""
    for sentence in split_sentences(text):
        tokenise(text, sentence)
        assert [text[a:b].lower() for a, b in zip(sentence.starts, sentence.ends, strict=True)] == sentence.words
        edges = [sentence.start, *(edge for pair in zip(sentence.starts, sentence.ends, strict=True) for edge in pair), sentence.end]
        assert edges == sorted(edges)
        assert all(text[edges[i] : edges[i + 1]].strip() == "" for i in range(0, len(edges), 2))


@given(st.text(alphabet="abcXYZ0123456789'-. ,é", min_size=1, max_size=40).map(str.strip).filter(lambda text: text and "\n" not in text))
def test_phrases_of_the_tables_are_cut_like_texts(phrase: str) -> None:
    """The vocabulary may not import reading, so its own cutter has to agree with this one."""
    found = [word for sentence in split_sentences(phrase) for word in tokenise(phrase, sentence).words]
    assert list(split_phrase(phrase)) == found


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is over... Nobody knows.", ["It is over...", "Nobody knows."]),
        ('He said: Stop!?!") Then they left.', ['He said: Stop!?!")', "Then they left."]),
        ("It is over... says he.", ["It is over... says he."]),
        ("Was it .) Over?", ["Was it .)", "Over?"]),
    ],
)
def test_a_run_of_signs_ends_one_sentence(text: str, sentences: list[str]) -> None:
    assert [text[one.start : one.end] for one in split_sentences(text)] == sentences


@pytest.mark.parametrize("run", [".", ".)", "!?", '…"', ". ", ".\n", " "])
def test_a_page_of_signs_is_split_like_any_other(run: str) -> None:
    """A run that were tried anew at each of its signs would take an hour."""
    text = "Twelve killed." + run * 400_000 + " Nobody knows."
    found = split_sentences(text)
    assert "".join(text[one.start : one.end] for one in found).replace(" ", "") == "".join(text.split())
    assert text[found[-1].start : found[-1].end].endswith("Nobody knows.")
