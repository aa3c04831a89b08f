"""Small inputs made to cost much: each is read or ends with a clear error, in its budget, within 300 MB."""

from __future__ import annotations

from tests.security.bombs import BUDGET_SECONDS, DATASETS, FILES, MOST_MEGABYTES, costs_apart
from tollbook.core import errors


def test_every_bomb_ends_in_its_budget_with_an_error_of_ours_or_read() -> None:
    costs = costs_apart()
    assert len(costs) == len(FILES) + len(DATASETS) >= 20
    assert [cost for cost in costs if cost.ended != "read" and not hasattr(errors, cost.ended)] == []
    assert [cost for cost in costs if cost.seconds > BUDGET_SECONDS] == []
    assert [cost for cost in costs if cost.megabytes > MOST_MEGABYTES] == []
    assert {cost.parser for cost in costs} == {"html", "pdf", "docx", "eml", "md", "txt", "csv"}
