"""What displays share: escaped words, tables with heads, and a choice of kinds."""

from __future__ import annotations

from tests.core.test_notebook import parsed
from tollbook.core.notebook_page import VEGALITE, NotebookChart, bundle, framed, paragraph, shown, table

CHART = NotebookChart(title="a chart", vegalite={"mark": "point"}, svg="<svg></svg>")


def test_a_notebook_gets_what_it_asks_for() -> None:
    assert set(CHART._repr_mimebundle_()) == {"text/plain", "image/svg+xml", VEGALITE}
    assert set(CHART._repr_mimebundle_(include={"text/plain"})) == {"text/plain"}
    assert set(CHART._repr_mimebundle_(exclude={VEGALITE})) == {"text/plain", "image/svg+xml"}
    assert bundle({"text/plain": "x"}, None, None) == {"text/plain": "x"}


def test_a_chart_prints_its_title() -> None:
    assert str(CHART) == "a chart"


def test_words_are_escaped_and_a_lone_surrogate_is_no_error() -> None:
    assert shown('<b> & " \ud800') == "&lt;b&gt; &amp; &quot; ?"
    assert paragraph("<i>", note=True) == '<p class="tollbook-note">&lt;i&gt;</p>'


def test_a_table_has_a_caption_heads_of_columns_and_of_rows() -> None:
    page = parsed(framed(table(("name", "number"), [("<x>", "1,000")], numeric=(1,), caption="cap")))
    assert [word for word in page.words if word.strip()][-5:] == ["cap", "name", "number", "<x>", "1,000"]
    assert table(("a",), [("b",)]).count("scope=") == 2
