"""The options of the commands on estimates, each declared once, and the values that they stand for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tollbook.cli.options import day_of
from tollbook.core.assumptions import EngineName
from tollbook.core.errors import UsageError

CHART_SUFFIXES = (".svg", ".png")


class Engine(StrEnum):
    """The values of `--engine`."""

    LAPLACE = "laplace"
    NUTS = "nuts"


class EstimateFormat(StrEnum):
    """The values of `--format` for an estimate."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


ForceId = Annotated[str, typer.Option("--force", metavar="FORCE", help="Whose losses: RUS, PRK, or the words of the text.")]
MeasureName = Annotated[
    str, typer.Option("--measure", metavar="MEASURE", help="casualties (with killed and wounded), or a category of materiel: tank.")
]
FromDay = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First day of the losses. Default: the theatre's, or the contingent's.")
]
ToDay = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day. Default: the last figure's.")]
AssumptionsFile = Annotated[
    Path | None, typer.Option("--assumptions", metavar="FILE", help="A TOML file that replaces some of the assumptions.")
]
EstimateOutput = Annotated[EstimateFormat, typer.Option("--format", "-f", help="Table, json (quantiles, never draws), or csv.")]
EngineOption = Annotated[
    Engine | None,
    typer.Option("--engine", help="laplace (seconds), or nuts (minutes; needs tollbook[nuts]). Default: that of the assumptions."),
]
ChartFile = Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Draw a chart too: FILE.svg or FILE.png.")]
TheatreFile = Annotated[
    str | None, typer.Option("--theatre", metavar="NAME|FILE", help="Whose roles, relays and first day hold. Default: the force's.")
]


def engine_given(engine: Engine | None) -> EngineName | None:
    """Return the engine that an option names."""
    return None if engine is None else engine.value


def chart_given(path: Path | None) -> Path | None:
    """Return the file of a chart. Raises UsageError for a kind of picture that there is not, before a long work begins."""
    if path is None:
        return None
    if path.suffix.lower() not in CHART_SUFFIXES:
        raise UsageError(f"--chart {path.name!r}", expected=f"a name that ends in {' or '.join(CHART_SUFFIXES)}")
    if not path.parent.is_dir():
        raise UsageError("can't be written", where=str(path), expected="a file in a folder that exists")
    return path


def range_given(option: str, text: str | None) -> tuple[float, float] | None:
    """Return the numbers of an option such as "11000" or "10000-12000". Raises UsageError."""
    if text is None:
        return None
    first, dash, last = text.replace(",", "").partition("-")
    try:
        low = float(first)
        high = float(last) if dash else low
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no number", expected="11000, or a range such as 10000-12000") from error
    if not 1 <= low <= high:
        raise UsageError(f"{option} {text!r}", expected="1 or more, the lower number first")
    return low, high


def window_given(option: str, text: str | None) -> tuple[date, date] | None:
    """Return the days of an option such as "2025-01-01..2025-01-31". Raises UsageError."""
    if text is None:
        return None
    first, dots, last = text.partition("..")
    begin, end = day_of(option, first), day_of(option, last if dots else first)
    if end < begin:
        raise UsageError(f"{option} {text!r}", expected="a first and a last day: 2025-01-01..2025-01-31")
    return begin, end
