"""Tell which form of a data set a file is by its columns, and say in words what is wrong where it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from tollbook.core.errors import DatasetError, UsageError
from tollbook.sources.datasets.forms import Form, Profile, load_profile
from tollbook.sources.extracted import shown
from tollbook.vocab.tables import load_table

PROFILES: Mapping[str, str] = MappingProxyType(load_table("datasets/index")["profiles"])
"""The names that `profile` takes, each with a line that says what it reads."""

MAPPED = "csv"
"""The profile whose form is the user's own mapping file."""
_WHOLE = re.compile(r"-?[0-9]{1,18}")
LISTED = 12
"""Columns that a message lists."""


def check_profile(name: str) -> str:
    """Return the name of a profile. Raises UsageError for another name."""
    if name in PROFILES:
        return name
    nearest = get_close_matches(name.lower(), PROFILES, n=1, cutoff=0.5)
    do = f"did you mean {nearest[0]!r}?" if nearest else "take `csv` with a mapping file for any other table"
    raise UsageError(f"no profile named {name!r}", expected=f"one of: {', '.join(PROFILES)}", do=do)


def find_form(profile: str, columns: Iterable[str], *, name: str, first: Mapping[str, str] | None = None) -> Form:
    """Return the form of `profile` that a file with these columns is. `name` is the file's; `first` the cells of its first record.

    Raises DatasetError where it is none: with the columns met and expected, and the profile that fits.
    """
    columns = tuple(columns)
    known = frozenset(column.lower() for column in columns)
    chosen = load_profile(profile)
    fitting = [form for form in chosen.forms if form.fits(known)]
    marked = next((form for form in fitting if form.marker is not None and _is_marked(form, name, first or {})), None)
    form = marked or next((form for form in fitting if form.marker is None), None)
    if form is not None and not _refused(chosen, known):
        return form
    raise _mismatch(chosen, columns, known, name=name)


def _is_marked(form: Form, name: str, first: Mapping[str, str]) -> bool:
    if form.marker is None:
        return False
    value = first.get(form.marker.column, "")
    return form.marker.file in name.lower() or (_WHOLE.fullmatch(value) is not None and int(value) < form.marker.below)


def _refused(profile: Profile, known: frozenset[str]) -> bool:
    return any(known.issuperset(row.columns) for row in profile.refused)


def _mismatch(profile: Profile, columns: tuple[str, ...], known: frozenset[str], *, name: str) -> DatasetError:
    name = shown(name)
    refused = next((row for row in profile.refused if known.issuperset(row.columns)), None)
    if refused is not None:
        return DatasetError(refused.met, where=name, expected="a table of claims", do=refused.do)
    forms = "; or ".join(_expected(form) for form in profile.forms)
    others = [other for other in PROFILES if other not in (MAPPED, profile.name) and _fits_any(other, known)]
    do = f"take --profile {others[0]}" if others else "check the file, or take --profile csv with a mapping file"
    return DatasetError(f"columns that are not of {profile.name}: {listed(columns)}", where=name, expected=forms, do=do)


def _fits_any(name: str, known: frozenset[str]) -> bool:
    return any(form.fits(known) for form in load_profile(name).forms)


def _expected(form: Form) -> str:
    some = f", and one of {listed(form.some_of)}" if form.some_of else ""
    return f"{listed(form.needs)}{some}"


def listed(columns: Iterable[str]) -> str:
    """Return columns as a message names them, the first dozen."""
    names = list(columns)
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more if names else "none"
