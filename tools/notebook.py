"""Make docs/notebook.ipynb from docs/notebook.py by running it, or check that the committed outputs are those of today.

    python -m tools.notebook            run, and write the notebook
    python -m tools.notebook --check    run, and compare; exit code 1 where something differs

The source is a plain Python file whose cells begin with `# %%`, those of text with `# %% [markdown]`. It runs in a scratch folder that
holds the samples. What differs from run to run (times, ids of cells) is left out of what is written.
"""

from __future__ import annotations

import argparse
import difflib
import json
import math
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.examples import scratch_folder
from tools.pages import ROOT

SOURCE = ROOT / "docs" / "notebook.py"
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
SECONDS = 300
MARK, WORDS = "# %%", "# %% [markdown]"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[-+]\d+)?")
SHOWN = 40
"""Lines of a difference that are printed."""


def cells_of(source: str) -> list[dict[str, Any]]:
    """Return the cells of a source file, numbered.

    >>> [(cell["cell_type"], cell["source"]) for cell in cells_of("# %% [markdown]\\n# Title\\n\\n# %%\\n1 + 1\\n")]
    [('markdown', 'Title'), ('code', '1 + 1')]
    """
    cells: list[dict[str, Any]] = []
    for line in source.splitlines():
        if line.startswith(MARK):
            kind = "markdown" if line.startswith(WORDS) else "code"
            cells.append({"cell_type": kind, "id": f"cell-{len(cells) + 1}", "metadata": {}, "source": ""})
            if kind == "code":
                cells[-1] |= {"execution_count": None, "outputs": []}
        elif cells:
            text = line.removeprefix("#").removeprefix(" ") if cells[-1]["cell_type"] == "markdown" else line
            cells[-1]["source"] += text + "\n"
    for cell in cells:
        cell["source"] = cell["source"].strip("\n")
    return cells


def notebook_of(source: str) -> dict[str, Any]:
    """Return a notebook that has not been run."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells_of(source), "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def run(source: str, *, folder: Path) -> dict[str, Any]:
    """Run a notebook in a folder; return it with its outputs. A cell that fails raises nbclient's error."""
    import nbformat
    from nbclient import NotebookClient

    node = nbformat.from_dict(notebook_of(source))  # type: ignore[no-untyped-call]
    NotebookClient(
        node, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(folder)}}, record_timing=False
    ).execute()
    made: dict[str, Any] = json.loads(nbformat.writes(node))  # type: ignore[no-untyped-call]
    made["metadata"] = {"kernelspec": made["metadata"]["kernelspec"]}
    return made


def written(notebook: dict[str, Any]) -> str:
    """Return a notebook as it is committed."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def alike(committed: str, today: str) -> bool:
    """Return whether two notebooks say the same, their numbers within a tenth: a machine's arithmetic moves the last digits of an estimate.

    >>> alike("casualties: 1,203", "casualties: 1,199"), alike("casualties: 1,203", "killed: 1,203")
    (True, False)
    """
    words = [NUMBER.sub("", text) for text in (committed, today)]
    numbers = [[float(found.replace(",", "")) for found in NUMBER.findall(text)] for text in (committed, today)]
    same = words[0] == words[1] and len(numbers[0]) == len(numbers[1])
    return same and all(math.isclose(one, other, rel_tol=0.1, abs_tol=0.01) for one, other in zip(*numbers, strict=True))


def main() -> int:
    """Write or check the notebook."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; fail where the outputs differ")
    check = options.parse_args().check
    with tempfile.TemporaryDirectory() as made:
        text = written(run(SOURCE.read_text(encoding="utf-8"), folder=scratch_folder(Path(made))))
    name = NOTEBOOK.relative_to(ROOT)
    before = NOTEBOOK.read_text(encoding="utf-8") if NOTEBOOK.exists() else ""
    if text == before or (check and alike(before, text)):
        return 0
    if check:
        diff = difflib.unified_diff(before.splitlines(), text.splitlines(), "committed", "today", lineterm="", n=0)
        print(f"{name}: stale, run `python -m tools.notebook`", *(line[:300] for line in list(diff)[:SHOWN]), sep="\n")
        return 1
    NOTEBOOK.write_text(text, encoding="utf-8")
    print(f"{name}: written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
