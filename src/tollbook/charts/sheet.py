"""What a chart is drawn on: a theme, Altair, and the rows of each layer, which go around Altair into the finished specification.

Altair checks and copies every value that passes through it, which costs more than the drawing; rows are plain and need neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tollbook.charts.picture import Picture, check_extra
from tollbook.charts.theme import PAGE, Theme, config_of, heading


class Sheet:
    """Makes the layers of one chart. `alt` is Altair. Raises UsageError where the libraries are missing."""

    def __init__(self, theme: Theme) -> None:
        check_extra()
        import altair

        self.alt: Any = altair
        self.theme = theme
        self.inside_page = theme is PAGE
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def chart(self, rows: Sequence[dict[str, Any]]) -> Any:
        """Return a chart of Altair on some rows."""
        name = f"rows{len(self._rows)}"
        self._rows[name] = list(rows)
        return self.alt.Chart(self.alt.NamedData(name=name))

    def finished(self, chart: Any, title: str, subtitle: Sequence[str], *, validate: bool = False) -> Picture:
        """Return the finished picture; inside of a page the title is the page's. `validate` checks it against the schema of Vega-Lite."""
        if not self.inside_page:
            chart = chart.properties(title=heading(self.alt, self.theme, title, subtitle))
        specification: dict[str, Any] = chart.to_dict(validate=validate)
        # Altair copies the whole chart for every part of its configuration.
        specification |= {"config": config_of(self.theme, inside_page=self.inside_page), "datasets": self._rows}
        return Picture(specification=specification, title=title, subtitle=tuple(subtitle), spoken=f"{title}. {' '.join(subtitle)}")
