"""Quotations: where they open and close, and what goes on in the next paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.speakers.quotes import find_quotations


def quoted(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('"We lost men," he said.', ["We lost men,"]),
        ('He said "we lost men" and "left".', ["we lost men", "left"]),
        ("''We lost men,'' he said.", ["We lost men,"]),
        ('(He wrote: "gone")', ["gone"]),
        ("It's the crew's boat.", []),
        ('The board is 5" wide and 3" thick.', []),
        ("No marks here.", []),
    ],
)
def test_a_mark_opens_after_space_and_closes_before_it(text: str, inside: list[str]) -> None:
    """Straight marks carry no direction; their surroundings do. Inches and apostrophes open nothing."""
    assert quoted(text) == inside


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    """A mark that is never closed does not swallow the document."""
    text = '"We lost men.\n\nThe town was quiet. Nobody spoke.'
    (quotation,) = find_quotations(text)
    assert text[quotation.start : quotation.end] == "We lost men."
    assert not quotation.closed


def test_a_paragraph_that_opens_with_a_mark_resumes_an_open_quotation() -> None:
    """Copy that quotes over paragraphs repeats the opening mark."""
    first, second = find_quotations('"We lost men.\n\n"They lost more," he said.')
    assert not first.resumes
    assert second.resumes
    assert second.closed


def test_a_closed_quotation_is_not_resumed() -> None:
    """A new quotation after a closed one stands alone."""
    _, second = find_quotations('"We lost men," he said.\n\n"They lost more," she said.')
    assert not second.resumes


@given(st.text(alphabet="ab \"\n'.", max_size=60))
def test_quotations_are_in_order_and_apart(text: str) -> None:
    """No two quotations overlap, and none is empty."""
    last = 0
    for quotation in find_quotations(text):
        assert last <= quotation.start < quotation.end <= len(text)
        last = quotation.end
