"""Other libraries get the draws as they are: one row is one joint draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.outlook.made import made_estimate
from tollbook.core.errors import UsageError
from tollbook.flow import samples
from tollbook.flow.samples import as_inference_data, draws_of, quantile_table, sample_table

MADE = made_estimate(draws=20, days=5)


def test_a_table_of_quantiles_reads_as_an_arrow_stream() -> None:
    table = quantile_table(MADE)
    assert hasattr(table, "__arrow_c_stream__")
    assert table.num_rows == 5 * 7
    assert table.column("q0.5").chunk(0).to_numpy()[0] == MADE.totals[0].quantiles[0][5]


def test_killed_and_wounded_of_a_draw_add_up() -> None:
    table = sample_table(MADE)
    columns = {
        name: np.concatenate([chunk.to_numpy() for chunk in table.column(name).chunks]) for name in table.column_names if name != "date"
    }
    assert table.num_rows == 20 * 5
    assert np.allclose(columns["killed_total"] + columns["wounded_total"], columns["casualties_total"])


def test_arviz_gets_one_chain_of_draws() -> None:
    posterior = as_inference_data(MADE)["posterior"]
    assert dict(posterior.sizes) == {"chain": 1, "draw": 20, "date": 5}
    assert np.array_equal(posterior["casualties_total"].values[0], draws_of(MADE)["casualties_total"])


def test_without_draws_there_are_no_samples() -> None:
    stored = replace(MADE, totals=tuple(replace(path, draws=None) for path in MADE.totals))
    with pytest.raises(UsageError, match="without its draws"):
        sample_table(stored)


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"tollbook\[arrow\]"):
        quantile_table(MADE)
    with pytest.raises(UsageError, match="arviz-base"):
        as_inference_data(MADE)
