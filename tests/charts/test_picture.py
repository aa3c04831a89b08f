"""A drawn chart: every link is a stop of the keyboard with a spoken name, nothing asks another host, and files are what they are called."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import vl_convert

from tests.charts.test_series_chart import made_series
from tollbook.charts import picture
from tollbook.charts.picture import PLACEHOLDER
from tollbook.charts.series_chart import Shown, series_chart
from tollbook.charts.theme import PAGE
from tollbook.core.errors import UsageError

SVG = "{http://www.w3.org/2000/svg}"


def drawn(**options: object) -> ElementTree.Element:
    made = series_chart(Shown(series=(made_series("a <b> & 'c'"),)), leads=lambda ref: f"/c/{ref.partition('-')[2]}?a=1&b=2", **options)  # type: ignore[arg-type]
    return ElementTree.fromstring(made.svg(inside_page=bool(options)))


def test_every_link_has_a_spoken_name_and_its_path_has_none() -> None:
    links = list(drawn().iter(f"{SVG}a"))
    assert len(links) == 12
    for link in links:
        assert link.get("href", "").startswith("/c/")
        assert (link.get("aria-label") or "").endswith("Press and others.")
        assert all(part.get("aria-label") is None for part in link.iter(f"{SVG}path"))


def test_markup_in_a_source_stays_text() -> None:
    spoken = [link.get("aria-label") or "" for link in drawn().iter(f"{SVG}a")]
    assert all("a <b> & 'c'" in words for words in spoken)


def test_nothing_of_the_placeholder_and_no_style_attribute_is_left() -> None:
    made = series_chart(Shown(series=(made_series(),)), leads=lambda ref: f"/c/{ref}", theme=PAGE)
    text = made.svg(inside_page=True)
    assert PLACEHOLDER not in text
    assert " style=" not in text
    assert made.svg(root="https://ledger.example").count('href="https://ledger.example/c/') == 12
    assert PLACEHOLDER not in str(made.to_dict(root="https://ledger.example"))


def test_the_whole_says_what_it_shows() -> None:
    root = drawn()
    assert root.get("role") == "group"
    assert "claimed by 12 Jan 2031" in (root.get("aria-label") or "")


def test_the_specification_is_vega_lite() -> None:
    made = series_chart(Shown(series=(made_series(),)), leads=lambda ref: f"/c/{ref}")
    assert vl_convert.vegalite_to_vega(made.to_dict())["marks"]
    import altair as alt

    jsonschema.validate(made.to_dict(), alt.Chart._schema | alt.load_schema())


def test_a_file_is_of_the_kind_that_its_name_says(tmp_path: Path) -> None:
    made = series_chart(Shown(series=(made_series(),)))
    made.save(tmp_path / "a.svg")
    made.save(tmp_path / "a.png")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be written"):
        series_chart(Shown(series=(made_series(),))).save(tmp_path / "nowhere" / "a.svg")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'tollbook\[charts\]'"):
        series_chart(Shown(series=(made_series(),)))
