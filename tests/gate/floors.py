"""The pinned floors: `gold/floors.toml` holds the least F1 per field and half that the reader may score."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from .marks import GOLD
from .scoring import Count

FLOORS = GOLD / "floors.toml"
MARGIN = 0.005

HEAD = """\
# Least F1 per field, for all records and for each half. `python -m tests.gate --pin` writes the measured value less {margin}.
# Raising a floor goes with the change that earned it; lowering one is a commit of its own that says why.
"""


def load_floors(path: Path = FLOORS) -> dict[str, dict[str, float]]:
    """Return the floors by half and field."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def below_floors(scored: Mapping[str, Mapping[str, Count]], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return one line per field that is below its floor, or that is pinned and no longer scored."""
    failures = []
    for half, fields in floors.items():
        for name, floor in fields.items():
            found = scored.get(half, {}).get(name)
            if found is None:
                failures.append(f"{half}.{name}: pinned at {floor:.3f}, but no mark is scored for it")
            elif found.f1 < floor:
                failures.append(f"{half}.{name}: F1 {found.f1:.3f} is below its floor {floor:.3f}")
    return failures


def write_floors(scored: Mapping[str, Mapping[str, Count]], path: Path = FLOORS) -> None:
    """Pin the measured values less the margin."""
    lines = [HEAD.format(margin=MARGIN)]
    for half, fields in scored.items():
        lines.append(f"[{half}]")
        lines += [f"{name} = {max(0.0, math.floor((count.f1 - MARGIN) * 1000) / 1000):.3f}" for name, count in fields.items()]
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")
