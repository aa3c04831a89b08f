"""The table of assumptions holds every prior and setting, each prior with its grounds."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tollbook.core.assumptions import Assumptions, Prior
from tollbook.vocab.tables import load_table

TABLE = load_table("assumptions")


@pytest.mark.parametrize("section", ["process", "noise", "engine"])
def test_the_table_has_every_setting(section: str) -> None:
    assert list(TABLE[section]) == [one.name for one in fields(getattr(Assumptions(), section))]


def test_every_prior_has_its_grounds() -> None:
    settings = [*TABLE["process"].values(), *TABLE["noise"].values()]
    parts = [row[key] for row in TABLE["roles"] for key in ("bias", "coverage") if key in row]
    assert all(prior["grounds"].strip() for prior in [*settings, *parts])
    assert {one.name for one in fields(Prior)} - {"mean"} <= set(settings[0])
