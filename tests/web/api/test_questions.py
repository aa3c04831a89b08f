"""A question holds its query and the state of the log; what may go wrong is described as a problem."""

from __future__ import annotations

from tollbook.ledger.checkpoints import Checkpoint
from tollbook.web.api import models
from tollbook.web.api.questions import answers, log_as_dict


def test_a_state_of_the_log_is_its_name_size_and_root() -> None:
    assert log_as_dict(Checkpoint(origin="o", size=2, root=b"\x01\x02")) == {"origin": "o", "size": 2, "root": "0102"}


def test_every_operation_may_find_the_ledger_busy_and_the_answer_unchanged() -> None:
    told = answers(models.Log, 422)
    assert set(told) == {200, 304, 422, 503}
    assert "application/problem+json" in told[422]["content"]
