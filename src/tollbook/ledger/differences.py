"""Say field by field what differs between two readings of one mention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbook.core.records import Change

_COMPARED = ("quantity", "measure", "force", "period", "place", "attribution", "likelihood", "assertion", "part_of", "superseded_by")


def differences(mention: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return a change for each field of the contract that differs, named with a dot where it lies within another ("period.end").

    How a claim was read (`rules`) is no part of what it says.
    """
    changes = []
    for name in _COMPARED:
        for path, then, now in _unequal(name, before[name], after[name]):
            changes.append(Change(claim=mention, field=path, before=then, after=now))
    return changes


def _unequal(path: str, before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        names = sorted({*before, *after})
        return [found for name in names for found in _unequal(f"{path}.{name}", before.get(name), after.get(name))]
    return [] if before == after else [(path, before, after)]
