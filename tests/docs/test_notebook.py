"""The example notebook runs, and its committed outputs are those of today."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tools.notebook import NOTEBOOK, SOURCE, cells_of, notebook_of, written
from tools.pages import ROOT


def test_the_committed_notebook_is_what_its_source_gives_today() -> None:
    # A process of its own: the kernel's libraries warn, and warnings are errors here.
    done = subprocess.run([sys.executable, "-m", "tools.notebook", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_cell_of_code_that_ends_in_a_value_shows_it() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    shown = {kind for cell in cells for output in cell.get("outputs", ()) for kind in output.get("data", {})}
    assert {"text/html", "image/svg+xml", "application/vnd.vegalite.v5+json", "text/plain"} <= shown
    assert not [output for cell in cells for output in cell.get("outputs", ()) if output["output_type"] in ("error", "stream")]


def test_the_notebook_holds_its_source() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert ["".join(cell["source"]) for cell in cells] == [cell["source"] for cell in cells_of(SOURCE.read_text(encoding="utf-8"))]


def test_text_and_code_of_a_source_become_cells() -> None:
    cells = cells_of("# %% [markdown]\n# # Head\n#\n# words\n\n# %%\nx = 1\n\nx\n")
    assert [(cell["cell_type"], cell["source"]) for cell in cells] == [("markdown", "# Head\n\nwords"), ("code", "x = 1\n\nx")]


@pytest.mark.parametrize("source", ["# %%\n1\n", "# %% [markdown]\n# words\n"])
def test_a_notebook_is_one_by_its_own_format(source: str) -> None:
    import nbformat

    nbformat.validate(nbformat.from_dict(notebook_of(source)))
    assert written(notebook_of(source)).endswith("}\n")
