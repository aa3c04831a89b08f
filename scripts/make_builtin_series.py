"""Write the built-in series of the Ukrainian General Staff's figures from the JSON files of the data set they are taken from.

    python scripts/make_builtin_series.py PERSONNEL.json EQUIPMENT.json

The files are `data/russia_losses_personnel.json` and `data/russia_losses_equipment.json` of
github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset (MIT). Figures are copied as they are, mistypes included.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from tollbook.sources.datasets.forms import load_profile
from tollbook.sources.datasets.timelines import BUILTIN, BUILTIN_FORM, BUILTIN_PROFILE

TARGET = Path(__file__).resolve().parents[1] / "src" / "tollbook" / "sources" / "datasets" / BUILTIN


def merge(paths: list[str]) -> dict[str, dict[str, object]]:
    """Return the rows of all files by day, each with the columns of every file."""
    days: dict[str, dict[str, object]] = {}
    for path in paths:
        for row in json.loads(Path(path).read_text(encoding="utf-8")):
            days.setdefault(row["date"], {}).update(row)
    return dict(sorted(days.items()))


def main(paths: list[str]) -> None:
    """Write the columns that the profile reads; the rest is left out."""
    days = merge(paths)
    form = next(form for form in load_profile(BUILTIN_PROFILE).forms if form.id == BUILTIN_FORM)
    met = {column for row in days.values() for column in row}
    strange = met - set(form.columns) - set(form.ignored)
    if strange:
        sys.exit(f"columns that the profile does not know: {', '.join(sorted(strange))}")
    columns = [column for column in form.columns if column in met]
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(days.values())
    print(f"{TARGET.name}: {len(days):,} days, {min(days)} to {max(days)}, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
