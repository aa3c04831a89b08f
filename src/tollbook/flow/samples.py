"""Hand an estimate to other libraries: as Arrow tables of quantiles and draws, and as the draws that ArviZ reads.

Needs the extra `arrow` for tables, and arviz-base for `as_inference_data`. May not change a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from tollbook.core.errors import UsageError
from tollbook.core.estimates import LEVELS, Estimate, Path

ARROW, ARVIZ = "pip install 'tollbook[arrow]'", "pip install arviz-base"


def quantile_table(estimate: Estimate) -> Any:
    """Return the quantiles as an Arrow table: a row for each date, quantity and kind (total, rate, share), a column for each level.

    Any library that reads the Arrow stream interface takes it (`__arrow_c_stream__`): `polars.DataFrame(table)`, `pyarrow.table(table)`.
    """
    named = [(kind, path, place) for kind, path in _paths(estimate) for place in range(len(estimate.dates))]
    columns: dict[str, Any] = {
        "date": _dates([estimate.dates[place] for _, _, place in named]),
        "quantity": _texts([path.name for _, path, _ in named]),
        "kind": _texts([kind for kind, _, _ in named]),
    }
    for level, probability in enumerate(LEVELS):
        columns[f"q{probability:g}"] = _numbers([path.quantiles[place][level] for _, path, place in named])
    return _table(columns)


def sample_table(estimate: Estimate) -> Any:
    """Return the draws as an Arrow table: a row for each draw and date, a column for each quantity's total and rate, and the killed share.

    One row is one joint draw, so that its killed and wounded add up to its casualties. Raises UsageError where the draws were not kept.
    """
    drawn = draws_of(estimate)
    count, steps = next(iter(drawn.values())).shape
    columns: dict[str, Any] = {
        "draw": _numbers([draw for draw in range(count) for _ in range(steps)], whole=True),
        "date": _dates([day for _ in range(count) for day in estimate.dates]),
    }
    columns |= {name: _numbers(values.ravel()) for name, values in drawn.items()}
    return _table(columns)


def draws_of(estimate: Estimate) -> Mapping[str, Any]:
    """Return the draws by name ("casualties_total", "killed_rate", "killed_share"): numpy arrays, draws x dates.

    ArviZ takes them as `arviz.from_dict({"posterior": {name: values[None] for name, values in draws.items()}})`. Raises UsageError where
    the draws were not kept.
    """
    import numpy as np

    found: dict[str, Any] = {}
    for kind, path in _paths(estimate):
        if path.draws is None:
            raise UsageError("the estimate was stored without its draws", do="estimate again")
        found["killed_share" if kind == "share" else f"{path.name}_{kind}"] = np.asarray(path.draws, dtype=float)
    return found


def as_inference_data(estimate: Estimate) -> Any:
    """Return the draws as ArviZ keeps a posterior: one chain, with the estimate's dates as a coordinate."""
    if find_spec("arviz_base") is None:
        raise UsageError("this needs arviz_base, which isn't installed", do=ARVIZ)
    import arviz_base
    import numpy as np

    drawn = draws_of(estimate)
    return arviz_base.from_dict(
        {"posterior": {name: values[None] for name, values in drawn.items()}},
        coords={"date": np.array(estimate.dates, dtype="datetime64[D]").astype("datetime64[s]")},
        dims={name: ["date"] for name in drawn},
    )


def _paths(estimate: Estimate) -> list[tuple[str, Path]]:
    share = [] if estimate.killed_share is None else [("share", estimate.killed_share)]
    return [*(("total", path) for path in estimate.totals), *(("rate", path) for path in estimate.rates), *share]


def _table(columns: Mapping[str, Any]) -> Any:
    return _core().Table.from_pydict(dict(columns))


def _core() -> Any:
    if find_spec("arro3") is None:
        raise UsageError("Arrow tables need arro3-core, which isn't installed", do=ARROW)
    import arro3.core

    return arro3.core


def _texts(words: list[str]) -> Any:
    core = _core()
    return core.Array(words, type=core.DataType.utf8())


def _dates(days: list[Any]) -> Any:
    import numpy as np

    core = _core()
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int32) - 719_163  # days since 1970-01-01
    return core.Array.from_numpy(ordinals.astype(np.int32)).cast(core.DataType.date32())


def _numbers(values: Any, *, whole: bool = False) -> Any:
    import numpy as np

    return _core().Array.from_numpy(np.ascontiguousarray(values, dtype=np.int64 if whole else np.float64))
