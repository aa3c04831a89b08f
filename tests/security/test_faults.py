"""Faults of the machine end in a clear error, with nothing lost, doubled or half-written: the small form of `python -m benchmarks.faults`.

Each row of its table that differs in kind is tried once here. Nothing needs root: a disk is full by a limit on the size of files.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.benches import bench
from benchmarks.faults.clocks import watch_beside_jumps
from benchmarks.faults.commands import Trial
from benchmarks.faults.corpora import Corpus
from benchmarks.faults.ledgers import Adding, Copying
from benchmarks.faults.outcomes import FaultName, Outcome, Part
from benchmarks.faults.serving import Serving
from benchmarks.faults.watches import Watching
from benchmarks.watch_site import served


def suffered(name: str, fault: FaultName) -> Outcome:
    """Let a part suffer a fault once."""
    with bench("SQLite", 1, mounts=False) as made, served(seed=1, chaos=0.0) as site:
        if name == "serve":
            return Serving("SQLite", room=made.room, places=made.places, disk=made.disk, clock=made.clock).suffer(fault, 1)
        part: Part
        if name == "add":
            part = Adding("SQLite", inputs=made.inputs, room=made.room, places=made.places)
        elif name == "backup":
            part = Copying("SQLite", inputs=made.inputs, room=made.room, places=made.places)
        elif name == "read-corpus":
            part = Corpus(inputs=made.inputs, room=made.room, articles=24)
        else:
            part = Watching(site, inputs=made.inputs, room=made.room)
        return Trial(part, made.disk, clock=made.clock, seed=1).suffer(fault, 1)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("add", "full disk"),
        ("add", "read-only"),
        ("add", "clock jumps"),
        ("backup", "kill -9"),
        ("read-corpus", "full disk"),
        ("watch", "kill -9"),
        ("serve", "full disk"),
        ("serve", "clock jumps"),
    ],
)
def test_a_fault_ends_as_it_should_and_what_is_given_again_is_exact(name: str, fault: FaultName) -> None:
    outcome = suffered(name, fault)
    assert outcome.reached, (outcome.seen, outcome.otherwise)


def test_a_watch_goes_on_over_jumps_of_its_clock_and_asks_no_more_often(tmp_path: Path) -> None:
    outcome = watch_beside_jumps(tmp_path, jumps=2)
    assert outcome.reached, (outcome.seen, outcome.otherwise)


def test_a_row_misses_its_goal_where_anything_is_lost_or_ended_otherwise() -> None:
    outcome = Outcome(part="add", fault="full disk", ending="a clear error")
    assert not outcome.reached  # nothing was tried
    outcome.count(right=True, ended="")
    assert outcome.reached
    outcome.seen.lost = 1
    assert not outcome.reached
    outcome.seen.lost = 0
    outcome.count(right=False, ended="a traceback")
    assert not outcome.reached
