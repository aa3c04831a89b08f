"""Assumptions come from one table, a theatre and a user's file, each over the one before; a fault is told by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tollbook.core.assumptions import Assumptions, Relay, factor
from tollbook.core.errors import AssumptionError
from tollbook.vocab.assumptions import assumptions_from_toml, load_assumptions
from tollbook.vocab.theatres import load_theatre


def test_the_table_and_the_types_have_the_same_defaults() -> None:
    """After a change of a default: `python -m scripts.assumptions_table`."""
    assert load_assumptions() == Assumptions()


def test_a_file_replaces_what_it_names_and_leaves_the_rest() -> None:
    found = assumptions_from_toml("[process]\nlevel_sd = { median = 0.05 }\n", name="mine.toml")
    assert found.process.level_sd == factor(0.05, 0.5, "set in mine.toml")
    assert found.process.memory_sd == Assumptions().process.memory_sd
    assert found.noise == Assumptions().noise


def test_a_file_replaces_the_prior_of_a_role_and_adds_one_of_a_source() -> None:
    text = (
        '[[roles]]\nrole = "opponent"\nbias = { median = 2.0, grounds = "deaths" }\n'
        '[[sources]]\nsource = "INST"\nrole = "press"\ncoverage = { median = 0.5, sd = 0.1 }\n'
    )
    found = assumptions_from_toml(text)
    assert found.bias_of("UKR-GS", "opponent") == factor(2.0, 0.35, "deaths")
    assert found.role_of("INST", "unnamed") == "press"
    coverage = found.coverage_of("INST", "unnamed")
    assert coverage is not None
    assert (coverage.scale, coverage.middle) == ("logit", 0.5)


def test_a_theatre_says_who_relays_whom_for_each_force() -> None:
    theatre = load_theatre("russia-ukraine-2022")
    russia, contingent = (load_assumptions(theatre=theatre, force=force) for force in ("RUS", "PRK"))
    assert russia.parent_of("GBR-MOD-DI", "casualties") == "UKR-GS"
    assert russia.parent_of("GBR-MOD-DI", "killed") is None
    assert contingent.parent_of("GBR-MOD-DI", "casualties") is None


def test_a_file_takes_a_relay_back() -> None:
    before = Assumptions(relays=(Relay(source="A", parent="B"), Relay(source="C", parent="B")))
    found = assumptions_from_toml('[[relays]]\nsource = "A"\nparent = "none"\n', over=before)
    assert found.relays == (Relay(source="C", parent="B"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[process]\nlevel_sdd = { median = 3 }", "mine.toml:2: unknown key 'level_sdd'; did you mean 'level_sd'?"),
        ("[proces]\nlevel_sd = { median = 3 }", "mine.toml:1: unknown key 'proces'; did you mean 'process'?"),
        ("[noise]\n\npoint_sd = { medain = 3 }", "mine.toml:3: unknown key 'medain'; did you mean 'median'?"),
        ("[noise]\npoint_sd = { median = -1 }", "mine.toml:2: the median of point_sd is -1.0; expected a factor above 0"),
        ("[noise]\npoint_sd = { median = 1, sd = -1 }", "mine.toml:2: the sd of point_sd is -1.0"),
        ("[noise]\npoint_sd = { median = 1, mean = 0 }", "mine.toml:2: point_sd has a median and a mean"),
        ('[noise]\npoint_sd = { median = "1" }', "mine.toml:2: the median of point_sd is '1'; expected a number"),
        ('[noise]\npoint_sd = { scale = "ln" }', "mine.toml:2: the scale of point_sd is 'ln'"),
        ('[noise]\npoint_sd = { median = 0.1, scale = "value" }', "mine.toml:2: the scale of point_sd is 'value'; expected 'log'"),
        ('[[roles]]\nrole = "mine"\nbias = { median = 1, scale = "value" }', "mine.toml:3: the scale of bias is 'value'; expected 'log'"),
        ("[noise]\ndelay_median_days = { median = 0 }", "mine.toml:2: delay_median_days is 0.0; expected above 0"),
        ("[noise]\n\ndelay_log_sd = { mean = -1 }", "mine.toml:3: delay_log_sd is -1.0; expected above 0"),
        ("[noise]\ndrift_sd = { median = -0.1 }", "mine.toml:2: drift_sd is -0.1; expected 0 or more"),
        ("[process]\nmemory_rho = { median = 1 }", "mine.toml:2: memory_rho is 1.0; expected from 0 to below 1"),
        ("[process]\nmemory_rho = { sd = 0.1 }", "mine.toml:2: the sd of memory_rho is 0.1; expected 0 or none"),
        ("[noise]\npoint_sd = 3", "mine.toml:2: point_sd is 3; expected a table such as"),
        ("[process]\nkilled_start = { median = 1.5 }", "expected a share between 0 and 1"),
        ('[engine]\nname = "stan"', "mine.toml:2: name is 'stan'; expected one of laplace, nuts"),
        ("[engine]\ndraws = 0", "mine.toml:2: draws is 0; expected a whole number from 100 on"),
        ("[engine]\nkhat_limit = -1", "mine.toml:2: khat_limit is -1; expected a number from 0 on"),
        ('[engine]\nseed = "a"', "mine.toml:2: seed is 'a'; expected a whole number"),
        ("[[roles]]\nbias = { median = 1, sd = 1 }", "mine.toml:1: missing 'role'"),
        ('[[roles]]\nrole = "mine"', "mine.toml:1: the role 'mine' has no prior of its bias"),
        ('[[roles]]\nrole = "mine"\nbias = { sd = 1 }', "mine.toml:3: bias has neither a median nor a mean"),
        ('[[sources]]\nsource = "A"\nrole = "opponnent"', "mine.toml:3: unknown role 'opponnent'; did you mean 'opponent'?"),
        ('[[relays]]\nsource = "A"\nparent = "A"', "mine.toml:1: 'A' can't relay itself"),
        ('[[relays]]\nsource = "A"\nparnt = "B"', "mine.toml:3: unknown key 'parnt'; did you mean 'parent'?"),
        ("scale_anchor = 3", "mine.toml:1: scale_anchor is 3; expected a list of texts"),
        ("roles = 3", "mine.toml:1: roles is no table"),
        ("process", "mine.toml:1: not TOML"),
    ],
)
def test_a_fault_is_told_by_its_line(text: str, message: str) -> None:
    with pytest.raises(AssumptionError) as caught:
        assumptions_from_toml(text, name="mine.toml")
    assert message in str(caught.value)


@pytest.mark.parametrize(("raw", "message"), [(b"\xff", "not UTF-8"), (b"#" * 1_000_001, "1,000,001 bytes"), (None, "can't be read")])
def test_a_file_that_is_no_text_is_refused(raw: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(AssumptionError, match=message):
        load_assumptions(path)
