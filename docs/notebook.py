# ruff: noqa: B018, E402 - a cell ends in the value that it shows, and imports what it needs
# %% [markdown]
# # Tollbook in a notebook
#
# This page reads a text, keeps it in a ledger, and estimates from it; every value shows itself. It is made from `docs/notebook.py` by
# `python -m tools.notebook`, which runs it: change it there.
#
# A claim is what a text says that somebody says, never a fact.

# %%
from datetime import date
from pathlib import Path

import tollbook as tb

text = Path("samples/contingent-statements.txt").read_text(encoding="utf-8")
reading = tb.read(text, published=date(2025, 1, 18))
reading

# %% [markdown]
# One claim, with its bounds and who stands behind it:

# %%
reading.claims[0]

# %% [markdown]
# The arithmetic of the text, checked:

# %%
reading.audit()

# %% [markdown]
# ## As a table of another library
#
# Tables go out by the Arrow interface (the extra `arrow`), so that polars, pandas, pyarrow and duckdb take them as they are.

# %%
import polars as pl

claims = pl.DataFrame(reading.claims_table())
claims.select("value_text", "metric", "value_low", "value_high", "claimant", "date_end")

# %% [markdown]
# ## A ledger, and what one source said
#
# `tb.create` makes a ledger, `tb.open` opens one. A series holds the figures of one source as claimed.

# %%
ledger = tb.create("ledger.db")
ledger.add(reading).claims

# %%
ledger.series(force="PRK", measure="casualties", source="GBR-MOD-DI")[0]

# %% [markdown]
# The daily count of Ukraine's General Staff comes with the package:

# %%
from tollbook.sources.datasets import builtin_series

builtin_series("russia-ukraine-2022")[0]

# %% [markdown]
# ## An estimate
#
# What the statements together support, under stated assumptions: never a count. `made.chart()` is Vega-Lite and SVG.

# %%
made = tb.estimate(ledger, force="PRK")
made

# %%
low, high = made.at(date(2025, 1, 15)).interval(0.9)
f"{low:,.0f} to {high:,.0f}, with a probability of 90%"

# %%
made.chart(rate=True)

# %% [markdown]
# ## An outlook
#
# What the estimate implies for the force: how much of it is lost, which published phrases hold, and named scenarios. None of them is a
# forecast.

# %%
from tollbook.flow.project import make_outlook
from tollbook.flow.selection import Wanted

make_outlook(ledger, Wanted(force="PRK")).projection

# %%
ledger.close()
