"""The picture of imports is that of today's code, and can be read without seeing it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tools.import_diagram import PICTURE, drawn, layers, package_imports, picture

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def imports() -> dict[str, list[str]]:
    return package_imports()


def test_the_picture_is_fresh() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "stale: run `make docs`"


def test_imports_lead_down_the_layers_alone(imports: dict[str, list[str]]) -> None:
    height = {name: nth for nth, row in enumerate(layers()) for name in row}
    assert [(name, one) for name, below in imports.items() for one in below if height[one] <= height[name]] == []
    assert imports["core"] == []
    assert "core" in imports["vocab"]


def test_every_package_is_drawn_and_every_import_told_in_words() -> None:
    root = ElementTree.fromstring(
        drawn([["web"], ["ledger", "reading"], ["core"]], {"web": ["ledger", "core"], "ledger": ["core"], "reading": [], "core": []})
    )
    assert {text.text for text in root.iter(f"{SVG}text")} == {"web", "ledger", "reading", "core"}
    assert root.findtext(f"{SVG}desc") == "web imports ledger, core; ledger imports core; reading imports nothing; core imports nothing"
    assert len(list(root.iterfind(f"{SVG}path"))) == 2
