"""The table of states is what its script makes of the installed libraries."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_is_what_the_script_makes():
    """Run scripts/make_countries.py after an upgrade of a library, and look at what changed."""
    spec = importlib.util.spec_from_file_location("make_countries", ROOT / "scripts" / "make_countries.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (script.TABLES / "countries.toml").read_text(encoding="utf-8") == script.render()
