"""The chart of a brief: drawn by a process of its own, which gets ready while the estimate is made. May not compute a quantity.

What draws takes about as long to start as an estimate takes to make. Where that process fails, the chart is drawn here.
"""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING

from tollbook.exports.brief import Chart

if TYPE_CHECKING:
    from tollbook.charts.picture import Picture
    from tollbook.core.estimates import Estimate
    from tollbook.core.series import Series
    from tollbook.estimation.observations import Observations

_CLIP = re.compile(r"""(url\(#|id=")clip(\d+)""")
LIBRARIES = ("altair", "vl_convert")
SECONDS = 60
"""How long the other process may take for one chart, before it is drawn here."""


def can_draw() -> bool:
    """Tell whether the libraries that draw are installed."""
    return all(find_spec(library) is not None for library in LIBRARIES)


def estimate_chart_of(estimate: Estimate, observations: Observations | None, *, drawn: bool = True) -> Chart:
    """Return the chart of an estimate, its heading left to the brief. `drawn` False: its words alone. Needs what `can_draw` asks for."""
    from tollbook.charts.estimate_chart import estimate_chart

    return _chart(estimate_chart(estimate, observations), drawn=drawn)


def series_chart_of(series: tuple[Series, ...], *, drawn: bool = True) -> Chart:
    """Return the chart of totals as claimed, for a brief without an estimate. Raises UsageError without a series."""
    from tollbook.charts.series_chart import Shown, series_chart

    return _chart(series_chart(Shown(series=series)), drawn=drawn)


def _chart(picture: Picture, *, drawn: bool) -> Chart:
    bare = replace(picture, specification={name: value for name, value in picture.specification.items() if name != "title"})
    return Chart(svg=renumbered(bare.svg()) if drawn else "", alt=picture.spoken, caption=" ".join(picture.subtitle))


def renumbered(svg: str) -> str:
    """Return a picture with its clips numbered from 0: the library counts on from one picture to the next, and a file should stay the same.

    >>> renumbered('<g clip-path="url(#clip7)"/><clipPath id="clip7"/><clipPath id="clip9"/>')
    '<g clip-path="url(#clip0)"/><clipPath id="clip0"/><clipPath id="clip1"/>'
    """
    numbers: dict[str, int] = {}
    return _CLIP.sub(lambda clip: f"{clip[1]}clip{numbers.setdefault(clip[2], len(numbers))}", svg)


class Drawing:
    """A process that gets ready to draw when the context is entered, and is ended when it is left."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Drawing:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:  # no other process can be had: the chart is drawn here
            self._process = None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def chart(self, estimate: Estimate, observations: Observations | None) -> Chart:
        """Return the chart of an estimate. Raises as `estimate_chart_of` does."""
        made = None if self._process is None else self._drawn_there(self._process, without_draws(estimate), observations)
        return estimate_chart_of(estimate, observations) if made is None else made

    def _drawn_there(self, process: subprocess.Popen[bytes], estimate: Estimate, observations: Observations | None) -> Chart | None:
        try:
            written, _ = process.communicate(pickle.dumps((estimate, observations)), timeout=SECONDS)
        except (subprocess.TimeoutExpired, OSError):
            return None
        if process.returncode != 0:
            return None
        chart = pickle.loads(written)
        return chart if isinstance(chart, Chart) else None


def without_draws(estimate: Estimate) -> Estimate:
    """Return an estimate with its quantiles alone, which are all that a chart shows."""
    return replace(
        estimate,
        totals=tuple(replace(path, draws=None) for path in estimate.totals),
        rates=tuple(replace(path, draws=None) for path in estimate.rates),
        killed_share=None,
        source_summaries=tuple(replace(one, factor=None, coverage=None) for one in estimate.source_summaries),
    )


def main() -> int:
    """Get ready, read an estimate from the process that started this one, and write its chart."""
    if not can_draw():
        return 1
    get_ready()
    estimate, observations = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(estimate_chart_of(estimate, observations)))
    return 0


def get_ready() -> None:
    """Start what draws, by a chart of one point."""
    from tollbook.charts import estimate_chart as _imported  # noqa: F401 - its imports take long
    from tollbook.charts.picture import Picture

    point = {"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    Picture(specification=point, title="").svg()
    import altair as _altair  # noqa: F401


if __name__ == "__main__":
    sys.exit(main())
