"""Reference pages come from the code: every public name, every operation of the interface."""

from __future__ import annotations

import pytest

import tollbook
from tools.reference import description, import_table, operation_list, python_reference


@pytest.fixture(scope="module")
def python() -> str:
    return python_reference()


@pytest.mark.parametrize("name", [name for name in tollbook.__all__ if name != "__version__"])
def test_every_public_name_has_a_heading(python: str, name: str) -> None:
    assert f"\n## {name}\n" in f"\n{python}"


def test_a_function_shows_its_signature_and_a_type_its_fields_and_members(python: str) -> None:
    assert "tollbook.read(\n    text: str,\n    published: date | None = None," in python
    assert "Fields: `findings`, `readings`, `series`." in python
    assert "| `verify(" in python


def test_every_operation_of_the_description_is_listed_with_its_parameters() -> None:
    listed = operation_list()
    operations = [f"`{method.upper()} {path}`" for path, methods in description()["paths"].items() for method in methods]
    assert [one for one in operations if one not in listed] == []
    assert "| `GET /api/v1/claims/{claim}` |" in listed
    assert "`claim`, `asof`?" in listed


def test_the_table_of_imports_has_a_row_a_package() -> None:
    assert "| `core` | - |" in import_table()
