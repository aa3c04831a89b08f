"""An estimate is made once for a state of the log; a refusal is kept, a passing fault is not, and too many at once are told to wait."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from tollbook.core.errors import EstimationError, LedgerBusy, TooLittle
from tollbook.web.estimates import MOST_CLAIMS, WAITING, Asked, Estimates


class Counting:
    """A ledger that counts claims, and nothing else."""

    def __init__(self, number: int = 1) -> None:
        self.number = number

    def count(self, *_: Any, **__: Any) -> int:
        return self.number


def asked(force: str = "RUS") -> Asked:
    return Asked(force=force, measure="casualties", size=7)


def made(monkeypatch: pytest.MonkeyPatch, work: Any) -> Estimates:
    """Return a maker of estimates whose work is replaced."""
    estimates = Estimates(Counting())  # type: ignore[arg-type]
    monkeypatch.setattr(Estimates, "_fit", lambda _, wanted: work(wanted))
    return estimates


def test_an_estimate_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[Asked] = []
    estimates = made(monkeypatch, lambda wanted: met.append(wanted) or "made")
    assert [estimates.fitted(asked()) for _ in range(3)] == ["made"] * 3
    assert met == [asked()]


def test_a_refusal_is_kept_and_a_passing_fault_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[str] = []

    def refuse(wanted: Asked) -> None:
        met.append(wanted.force)
        raise EstimationError("no") if wanted.force == "RUS" else LedgerBusy("locked")

    estimates = made(monkeypatch, refuse)
    for force, error in (("RUS", EstimationError), ("UKR", LedgerBusy)):
        for _ in range(2):
            with pytest.raises(error):
                estimates.fitted(asked(force))
    assert met == ["RUS", "UKR", "UKR"]


def test_too_many_different_ones_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()
    estimates = made(monkeypatch, lambda wanted: go.wait(30) and wanted.force)
    waiting = [estimates._future("estimate", asked(f"F{number}"), estimates._fit) for number in range(WAITING)]
    with pytest.raises(LedgerBusy, match="other estimates are being made"):
        estimates.fitted(asked("one more"))
    go.set()
    assert [future.result(30) for future in waiting] == [f"F{number}" for number in range(WAITING)]
    assert estimates.fitted(asked("one more")) == "one more"


def test_an_estimate_that_fails_while_those_that_are_waited_for_are_counted_disturbs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()

    def refuse(wanted: Asked) -> str:
        if wanted.force != "RUS":
            return wanted.force
        go.wait(30)
        raise LedgerBusy("locked")

    estimates = made(monkeypatch, refuse)
    failing, _ = (estimates._future("estimate", asked(force), estimates._fit) for force in ("RUS", "UKR"))
    done = failing.done

    def done_as_it_fails() -> bool:
        go.set()
        with pytest.raises(LedgerBusy):
            failing.result(30)
        # The worker takes the next one only after it has told everybody that this one is done.
        estimates._worker.submit(lambda: None).result(30)
        return done()

    monkeypatch.setattr(failing, "done", done_as_it_fails)
    assert estimates.fitted(asked("PRK")) == "PRK"


def test_more_claims_than_a_page_can_read_are_refused_with_the_command_that_can() -> None:
    estimates = Estimates(Counting(MOST_CLAIMS + 1))  # type: ignore[arg-type]
    with pytest.raises(TooLittle, match="tollbook estimate --force RUS --measure casualties"):
        estimates.fitted(asked())
