"""Articles of an output of read-corpus and of a ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.ledger.samples import report, row
from tests.scale.echoes.outputs import made_output
from tollbook.core.errors import CorpusError
from tollbook.flow.ledger import create_ledger
from tollbook.scale.echoes.texts import articles_of_corpus, articles_of_ledger


def test_an_output_gives_its_documents(tmp_path: Path) -> None:
    folder = made_output(
        tmp_path, {"a.txt": "Norland lost 12 tanks near Wexley on Monday, the ministry said.", "b.txt": "Rain is expected."}
    )
    found = {article.text.split()[0]: article for article in articles_of_corpus(folder)}
    assert set(found) >= {"Norland"}
    assert len(found["Norland"].document) == 32


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    folder = made_output(tmp_path, {"a.txt": "Norland lost 12 tanks near Wexley on Monday, the ministry said."})
    for file in (Path(folder) / "documents").iterdir():
        file.write_bytes(b"no table")
    with pytest.raises(CorpusError, match="can't be read"):
        list(articles_of_corpus(folder))


def test_a_ledger_gives_its_texts_and_no_rows_of_data_sets(tmp_path: Path) -> None:
    with create_ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(report())
        ledger.add_rows([row({"killed": 2300})])
        (one,) = articles_of_ledger(ledger)
    assert (one.title, one.published, one.publisher) == ("Norland counts", date(2031, 3, 11), "The Invented Post")
