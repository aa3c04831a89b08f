"""A stage knows its share, where its steps are counted."""

from __future__ import annotations

import pytest

from tollbook.core.progress import Stage


@pytest.mark.parametrize(("done", "total", "percent"), [(0, None, None), (0, 0, None), (0, 8, 0.0), (2, 8, 25.0), (8, 8, 100.0)])
def test_a_percentage_needs_a_total(done: int, total: int | None, percent: float | None) -> None:
    assert Stage(name="fitting", done=done, total=total).percent == percent
