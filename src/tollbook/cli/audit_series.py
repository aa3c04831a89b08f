"""Read the files of `--series`: a source's figures over time. Which data set a file is of is told by its columns, unless it is named."""

from __future__ import annotations

from pathlib import Path

from tollbook.cli.console import complain
from tollbook.core.display import plain
from tollbook.core.errors import DatasetError, UsageError
from tollbook.core.series import Series

_MAPPED = "csv"


def series_given(files: list[str] | None, *, profile: str | None, mapping: Path | None) -> tuple[Series, ...]:
    """Return the series of all files. Raises UsageError, DatasetError and InputError for the first that can't be read."""
    if files is None:
        for option, value in (("--profile", profile), ("--mapping", mapping)):
            if value is not None:
                raise UsageError(f"{option} without --series", do="name a file with --series")
        return ()
    return tuple(series for file in files for series in _series_of(Path(file), profile=profile, mapping=mapping))


def _series_of(file: Path, *, profile: str | None, mapping: Path | None) -> tuple[Series, ...]:
    from tollbook.sources.datasets import series_from_file

    if profile is None and mapping is None:
        found = _detected(file)
    else:
        found = series_from_file(file, _MAPPED if profile is None else profile, mapping=mapping)
    if not found:
        complain(f"{plain(str(file))}: no series in it: nothing that one source said of one measure day by day")
    return found


def _detected(file: Path) -> tuple[Series, ...]:
    """Return the series by the data set whose columns the file has; its own faults are no other data set's."""
    from tollbook.sources.datasets import PROFILES, series_from_file

    names = [name for name in PROFILES if name != _MAPPED]
    for name in names:
        try:
            return series_from_file(file, name)
        except DatasetError:
            continue
    raise DatasetError(
        "of no data set that is known",
        where=plain(str(file)),
        expected=f"the columns of one of: {', '.join(names)}",
        do="give --mapping FILE, which names the columns, or --profile to see what is missing",
    )
