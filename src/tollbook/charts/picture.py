"""A drawn chart: its Vega-Lite, and from it SVG and PNG. Every point that has a place to lead to is a link with a spoken name.

vl-convert rewrites relative links and puts the spoken name on the path inside of the link: links are drawn below a placeholder, which is
taken off, and the name is moved to the link, where a keyboard and a screen reader meet it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tollbook.core.errors import UsageError

EXTRA = "pip install 'tollbook[charts]'"
PLACEHOLDER = "https://tollbook.invalid"
"""What stands before the path of every link while a chart is drawn (RFC 2606: no such host can be)."""
SCALE = 2.0
VEGALITE = "6.4"
_LINK = re.compile(r'<a xlink:href="(?P<to>[^"]*)"[^>]*>(?P<inside>.*?)</a>', re.DOTALL)
_SPOKEN = re.compile(r' aria-label="([^"]*)"')
_ARIA = re.compile(r' (?:aria-label|aria-roledescription|role)="[^"]*"')
_STYLE = re.compile(r' style="[^"]*"')
_ROOT = re.compile(r"<svg [^>]*>")
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart as it can be drawn. `title` says the finding; `spoken` describes the whole for those who don't see it."""

    specification: dict[str, Any]
    title: str
    subtitle: tuple[str, ...] = ()
    spoken: str = ""

    def to_dict(self, *, root: str = "") -> dict[str, Any]:
        """Return the Vega-Lite specification, its links below `root` ("https://host")."""
        linked: dict[str, Any] = json.loads(json.dumps(self.specification).replace(PLACEHOLDER, root))
        return linked

    def svg(self, *, root: str = "", inside_page: bool = False) -> str:
        """Return the chart as SVG; `inside_page` leaves out size and background, so that a page's style sheet sets them."""
        import vl_convert

        return _linked(vl_convert.vegalite_to_svg(self.specification, vl_version=VEGALITE), self, root=root, inside_page=inside_page)

    def png(self, *, scale: float = SCALE) -> bytes:
        """Return the chart as PNG, `scale` pixels for each of its own."""
        import vl_convert

        drawn: bytes = vl_convert.vegalite_to_png(self.specification, vl_version=VEGALITE, scale=scale)
        return drawn

    def save(self, path: Path) -> None:
        """Write the chart as SVG or PNG, by the file's suffix. Raises UsageError where it can't be written."""
        try:
            if path.suffix.lower() == ".svg":
                path.write_text(self.svg(), encoding="utf-8")
            else:
                path.write_bytes(self.png())
        except OSError as error:
            raise UsageError(f"can't be written: {error.strerror or error}", where=str(path), do="choose another --chart") from error


def check_extra() -> None:
    """Raise UsageError where the libraries of charts are missing."""
    for library in ("altair", "vl_convert"):
        if find_spec(library) is None:
            raise UsageError(f"charts need {library}, which isn't installed", do=EXTRA)


def _linked(drawn: str, picture: Picture, *, root: str, inside_page: bool) -> str:
    # A strict content security policy refuses style attributes; the only one that is drawn is the cursor of a link.
    text = _LINK.sub(lambda link: _link(link, root), _STYLE.sub("", drawn))
    return _ROOT.sub(lambda tag: _opening(tag.group(), picture, inside_page=inside_page), text, count=1)


def _link(link: re.Match[str], root: str) -> str:
    inside = link["inside"]
    spoken = _SPOKEN.search(inside)
    words = "" if spoken is None else unescape(spoken[1])
    to = unescape(link["to"]).replace(PLACEHOLDER, root, 1)
    name = escape(words)
    return f'<a href="{escape(to)}" aria-label="{name}"><title>{name}</title>{_ARIA.sub("", inside)}</a>'


def _opening(tag: str, picture: Picture, *, inside_page: bool) -> str:
    size = _SIZE.search(tag)
    width, height = ("0", "0") if size is None else size.groups()
    spoken = escape(picture.spoken or picture.title)
    look = 'class="vl"' if inside_page else f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {look} viewBox="0 0 {width} {height}" role="group" aria-label="{spoken}">'
