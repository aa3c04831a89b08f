"""A brief as a value: a number can't stand without a note."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.exports.briefs import sample_facts
from tollbook.core.errors import UsageError
from tollbook.exports.brief import Figure, Words
from tollbook.exports.brief_compose import compose

DATED = re.compile(
    r"\d{1,2}( [A-Z][a-z]{2})?( \d{4})?( ?- ?| to )\d{1,2} [A-Z][a-z]{2} \d{4}|\d{1,2} [A-Z][a-z]{2} \d{4}"
    r"|\d\d% ?(interval)?|model \S+|[0-9a-f]{16}|prior \S+ \S+|under 0\.7|sd doubled|desk\.example/\S+"
)


def test_a_figure_without_a_note_is_refused() -> None:
    with pytest.raises(UsageError, match="leads to nothing"):
        Figure(text="4,000", notes=())


def test_words_lead_to_no_note() -> None:
    assert Words(text="killed").notes == ()


def test_every_number_of_a_brief_has_a_note_that_exists(tmp_path: Path) -> None:
    brief = compose(sample_facts(tmp_path))
    numbers = {note.number for note in brief.notes}
    figures = [run for cell in brief.cells() for run in cell if run.notes]
    assert len(figures) > 20
    assert all(set(run.notes) <= numbers for run in figures)
    bare = [run.text for cell in brief.cells() for run in cell if not run.notes and re.search(r"\d", DATED.sub("", run.text))]
    assert bare == []


def test_every_note_quotes_a_sentence_or_says_how_it_was_computed(tmp_path: Path) -> None:
    brief = compose(sample_facts(tmp_path))
    assert [note.number for note in brief.notes] == list(range(1, len(brief.notes) + 1))
    for note in brief.notes:
        assert (note.sentence is not None) != bool(note.computed)
        assert set(note.rests_on) <= {one.number for one in brief.notes} - {note.number}


def test_a_brief_is_json(tmp_path: Path) -> None:
    values = json.loads(json.dumps(compose(sample_facts(tmp_path)).to_dict()))
    assert values["headline"]["rows"][0][1][0]["notes"] == [1]
    assert values["chart"] == {"alt": "Norland's casualties rise", "caption": "Marks: figures as claimed."}
