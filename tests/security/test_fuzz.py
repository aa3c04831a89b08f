"""Whatever is read ends well or with an error of ours, whatever is in it: some thousand mutated inputs here, a million by `make fuzz`."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz import __main__ as fuzzing
from fuzz.__main__ import Tally, as_markdown, run, shares, words_of
from fuzz.mutations import LONGEST, SPICES, mutated
from fuzz.target import Target
from fuzz.targets import TARGETS
from tollbook.core.errors import TollbookError

MUTATED, MADE_UP = 40, 20
TEXTS = st.lists(st.sampled_from(SPICES) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")), max_size=20).map(
    b"".join
)


@pytest.mark.parametrize("name", TARGETS)
def test_no_mutated_input_brings_an_error_that_is_not_ours(name: str) -> None:
    tally = run(TARGETS[name], range(MUTATED))
    assert tally.findings == {}
    assert tally.inputs == MUTATED


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=MADE_UP, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=200) | TEXTS)
def test_no_made_up_input_brings_an_error_that_is_not_ours(name: str, content: bytes) -> None:
    try:
        TARGETS[name].run(content)
    except TollbookError:
        return


@pytest.mark.parametrize("name", TARGETS)
def test_mutations_begin_with_inputs_that_are_read(name: str) -> None:
    """Else a target would see nothing but its first check."""
    read = 0
    for seed in TARGETS[name].seeds():
        try:
            TARGETS[name].run(seed)
            read += 1
        except TollbookError:
            continue
    assert read > 0


def test_the_same_number_gives_the_same_input_and_others_give_others() -> None:
    seeds = TARGETS["text"].seeds()
    assert mutated(seeds, 7, salt="a") == mutated(seeds, 7, salt="a")
    assert len({mutated(seeds, number) for number in range(200)}) > 190
    assert max(len(mutated([b"x" * 2 * LONGEST], number)) for number in range(20)) <= LONGEST


def test_mutations_in_place_leave_every_byte_where_it_is() -> None:
    seed = bytes(range(256)) * 4
    kept = [mutated([seed], number, in_place=True) for number in range(200)]
    sized = [made for made in kept if len(made) == len(seed)]
    assert len(sized) > 180  # the others are made up
    assert sum(made != seed for made in sized) > 150
    assert max(sum(before != after for before, after in zip(seed, made, strict=True)) for made in sized) <= 6 * 40


def test_a_fault_is_found_and_named_by_where_it_arose() -> None:
    def fails(content: bytes) -> None:
        raise ValueError(f"no {len(content)}")

    tally = run(Target(name="made", run=fails, seeds=lambda: [b"seed"]), range(20))
    assert len(tally.findings) == 1
    assert words_of(ValueError("no 12")).startswith("ValueError: 'no 9'")


def test_what_waits_or_computes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def computes(content: bytes) -> None:
        while True:
            pass

    def waits(content: bytes) -> None:
        threading.Event().wait()

    monkeypatch.setattr(fuzzing, "SLOWEST_SECONDS", 0.05)
    monkeypatch.setattr(fuzzing, "LONGEST_SECONDS", 5)
    assert "TooSlow" in next(iter(run(Target(name="made", run=computes, seeds=lambda: [b"seed"]), range(1)).findings))
    monkeypatch.setattr(fuzzing, "LONGEST_SECONDS", 0.05)
    assert "TooSlow" in next(iter(run(Target(name="made", run=waits, seeds=lambda: [b"seed"]), range(1)).findings))


def test_a_table_for_the_docs_has_every_target_and_their_sum() -> None:
    told = as_markdown({"text": Tally(inputs=1_500, refused=4, seconds=2.4), "mail": Tally(inputs=500, findings={"ValueError": 7})})
    assert told.splitlines()[-3:] == ["| text | 1,500 | 4 | 0 | 2 |", "| mail | 500 | 0 | 1 | 0 |", "| all | 2,000 | 4 | 1 | 2 |"]


@pytest.mark.parametrize("kept", ["json-ld-12", "docx_body-crash-5f3a", "dataset_ua-mod-7", "docx-3"])
def test_a_kept_input_is_replayed_by_the_target_in_its_name(kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, bytes]] = []
    noting = {
        name: Target(name=name, run=lambda content, name=name: ran.append((name, content)), seeds=list)  # type: ignore[misc]
        for name in TARGETS
    }
    monkeypatch.setattr(fuzzing, "TARGETS", noting)
    (tmp_path / kept).write_bytes(b"input")
    fuzzing.replay(tmp_path / kept)
    name = kept.replace("_", " ").removesuffix("-crash-5f3a").rstrip("0123456789").rstrip("-")
    assert ran == [(name, b"input")]


def test_every_target_gets_a_share() -> None:
    wanted = shares(list(TARGETS), 1_000_000)
    assert sum(wanted.values()) >= 1_000_000
    assert min(wanted.values()) > 1_000


@pytest.mark.parametrize("name", ["mapping", "assumptions", "theatre"])
@pytest.mark.parametrize("content", [b"a = " + b"9" * 5_000, b"a = " + b"[" * 9_000], ids=["digits", "depth"])
def test_toml_that_the_parser_gives_up_on_is_told(name: str, content: bytes) -> None:
    if name == "theatre":  # its target takes the error for an answer already
        TARGETS[name].run(content)
        return
    with pytest.raises(TollbookError) as caught:
        TARGETS[name].run(content)
    assert len(str(caught.value)) < 1_000
