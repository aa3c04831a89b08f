"""Read existing data sets: each row becomes a small document whose claims quote its cells. It stores nothing.

`read_rows` reads a file by a profile; `series_from_file` makes series of it; `builtin_series` needs no file.
"""

from __future__ import annotations

from tollbook.sources.datasets.importing import read_rows
from tollbook.sources.datasets.profiles import PROFILES
from tollbook.sources.datasets.timelines import builtin_series, series_from_file

__all__ = ["PROFILES", "builtin_series", "read_rows", "series_from_file"]
