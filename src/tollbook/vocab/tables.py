"""Load the vocabulary's TOML tables, once each. Tables are data; this module knows nothing of their meaning."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from tollbook.core.errors import VocabularyError


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the table `tables/<name>.toml` as a dictionary. It is shared: never change it.

    Raises VocabularyError when the table is missing or is no TOML.
    """
    path = files("tollbook.vocab") / "tables" / f"{name}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise VocabularyError(f"no table named {name!r}", where=str(path), do="see `tollbook vocab`") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"not TOML: {error}", where=str(path)) from error
