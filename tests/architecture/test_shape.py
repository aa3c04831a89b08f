"""The shape of the code: what a module, a function and a test file look like."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tollbook"
MODULES = sorted(SOURCE.rglob("*.py"))
MODULE_LINES = 500
FUNCTION_LINES = 60
POSITIONAL = 4  # a pair of offsets is one thing in two arguments
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "data", "info"}
# Folders of tests that hold rules about the whole or about what is not in src, so that their files mirror no source file.
OF_THE_WHOLE = {"architecture", "benchmarks", "docs", "gate", "seed", "end_to_end", "gold", "corpus", "security"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_shorter_than_500_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < MODULE_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_is_shorter_than_60_lines(path: Path) -> None:
    long = {f.name: f.end_lineno - f.lineno for f in functions(path) if f.end_lineno and f.end_lineno - f.lineno >= FUNCTION_LINES}
    assert not long


@pytest.mark.parametrize("path", [path for path in MODULES if path.stat().st_size], ids=name_of)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_public_function_and_class_says_what_it_does(path: Path) -> None:
    body = tree_of(path).body
    named = [n for n in body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    assert [n.name for n in named if not ast.get_docstring(n)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_source_asserts_nothing_and_catches_nothing_blindly(path: Path) -> None:
    blind = {"Exception", "BaseException"}
    for node in ast.walk(tree_of(path)):
        assert not isinstance(node, ast.Assert), f"assert in line {node.lineno}"
        if isinstance(node, ast.ExceptHandler):
            caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type is not None else blind
            assert not caught & blind, f"catches everything in line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_public_function_takes_at_most_four_arguments_by_position(path: Path) -> None:
    crowded = {}
    for function in tree_of(path).body:
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and not function.name.startswith("_"):
            positional = function.args.posonlyargs + function.args.args
            if len(positional) > POSITIONAL:
                crowded[function.name] = [argument.arg for argument in positional]
    assert crowded == {}


def test_no_module_is_named_for_leftovers() -> None:
    assert [name_of(path) for path in MODULES if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES] == []


def mirrored_by(inside: Path) -> list[Path]:
    """Return what a test file may be the test of: a module, a package, or a table of words."""
    name = inside.stem.removeprefix("test_")
    folder = SOURCE / inside.parent
    return [folder / f"{name}.py", folder / name / "__init__.py", folder / "tables" / f"{name.removesuffix('_table')}.toml"]


def test_a_test_file_mirrors_a_source_file() -> None:
    tests = ROOT / "tests"
    files = [path.relative_to(tests) for path in sorted(tests.rglob("test_*.py"))]
    strays = [str(inside) for inside in files if inside.parts[0] not in OF_THE_WHOLE and not any(p.exists() for p in mirrored_by(inside))]
    assert strays == []
