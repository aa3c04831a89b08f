"""A small output of `read-corpus`, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tollbook.scale.corpus import read_corpus


def made_output(folder: Path, texts: Mapping[str, str]) -> str:
    """Read some texts into an output, and return where it is."""
    inputs = folder / "inputs"
    inputs.mkdir()
    for name, text in texts.items():
        (inputs / name).write_text(text, encoding="utf-8")
    output = folder / "out"
    read_corpus([str(inputs)], str(output))
    return str(output)
