"""Hostile values in every parameter and path of every route that reads: none is a fault of the server, none changes or adds a row."""

from __future__ import annotations

from pathlib import Path

from tests.security.payloads import PAYLOADS, try_payloads
from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger


def test_no_parameter_reaches_the_database_as_words_of_its_language(tmp_path: Path) -> None:
    place = make_shelf(tmp_path)
    made = try_payloads(place)
    assert made.faults == []
    assert made.parameters >= 40
    assert made.statuses.total() == made.parameters * len(PAYLOADS)
    assert set(made.statuses) <= {200, 304, 307, 400, 404, 422}
    assert not made.changed
    with open_ledger(place) as ledger:
        assert list(ledger.verify()) == []
