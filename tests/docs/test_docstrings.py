"""Every example in a docstring of the package runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import tollbook

MODULES = sorted(found.name for found in pkgutil.walk_packages(tollbook.__path__, "tollbook.") if not found.name.endswith("__main__"))


@pytest.mark.parametrize("name", [*MODULES, "tools.pages", "tools.examples", "tools.generated"])
def test_the_examples_of_a_module_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0
