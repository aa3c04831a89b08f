"""How every chart looks: two palettes of real colors and one of a page's CSS variables, fonts, axes, legends. It knows no data.

Colors are never the only difference: families of marks differ in shape and filling too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from textwrap import wrap
from typing import Any

FONT = "'Source Sans 3', Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif"
"""Names with blanks or digits are quoted: unquoted, a renderer drops all text."""
WIDTH, HEIGHT, RATE_HEIGHT = 720, 340, 130
"""Of the plot, without axes, in pixels at scale 1."""
TITLE_CHARACTERS, SUBTITLE_CHARACTERS = 88, 136
"""Of a line: what goes beside the plot's labels at the sizes below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colors of a chart, by what they stand for. `band95` is the outermost interval, `band50` the innermost."""

    paper: str
    ink: str
    ink2: str
    ink3: str
    rule: str
    rule2: str
    band95: str
    band80: str
    band50: str
    line: str
    claim: str
    independent: str
    other: str

    def band(self, name: str) -> str:
        """Return the color of an interval by its name: "95%", "80%" or "50%"."""
        return {"95%": self.band95, "80%": self.band80, "50%": self.band50}[name]


LIGHT = Theme(
    paper="#ffffff",
    ink="#1b1e22",
    ink2="#4b525a",
    ink3="#666d75",
    rule="#d6d1c5",
    rule2="#ebe7dd",
    band95="#e3ecf0",
    band80="#cadce4",
    band50="#a9c6d3",
    line="#24566b",
    claim="#b23c07",
    independent="#00609a",
    other="#666d75",
)
DARK = Theme(
    paper="#1c2025",
    ink="#ebe8e2",
    ink2="#b9bec5",
    ink3="#979da6",
    rule="#3a4048",
    rule2="#2a2f36",
    band95="#233039",
    band80="#2d414b",
    band50="#3d5865",
    line="#9cc9da",
    claim="#ff9d66",
    independent="#79c0f2",
    other="#979da6",
)
_VARIABLES = {
    "paper": "card",
    "line": "est",
    "claim": "loss",
    "independent": "indep",
    "other": "ink3",
}
PAGE = Theme(**{one.name: f"var(--{_VARIABLES.get(one.name, one.name)}, {getattr(LIGHT, one.name)})" for one in fields(Theme)})
"""The variables of the pages' style sheet, so that one drawing follows the reader's light or dark. Only for SVG inside of a page."""

THEMES = {"light": LIGHT, "dark": DARK, "page": PAGE}


def heading(alt: Any, theme: Theme, title: str, subtitle: Sequence[str]) -> Any:
    """Return a chart's title and the lines below it."""
    return alt.Title(
        wrap(title, TITLE_CHARACTERS),
        subtitle=[line for part in subtitle for line in wrap(part, SUBTITLE_CHARACTERS)],
        anchor="start",
        fontSize=19,
        fontWeight=600,
        subtitleFontSize=13,
        subtitleColor=theme.ink2,
        subtitlePadding=6,
        subtitleLineHeight=18,
        color=theme.ink,
        lineHeight=24,
        offset=16,
        frame="bounds",
    )


def config_of(theme: Theme, *, inside_page: bool) -> dict[str, Any]:
    """Return the configuration of a chart: fonts, axes, headings. Inside of a page its background is the page's."""
    axis = {
        "labelColor": theme.ink2,
        "titleColor": theme.ink2,
        "domainColor": theme.rule,
        "tickColor": theme.rule,
        "gridColor": theme.rule2,
    }
    return {
        "background": "transparent" if inside_page else theme.paper,
        "font": FONT,
        "padding": 4 if inside_page else 20,
        "view": {"stroke": None},
        "axis": {"titleFontWeight": "normal", "labelFontSize": 13, "titleFontSize": 13, "labelPadding": 7, "labelFontWeight": 400, **axis},
    }
