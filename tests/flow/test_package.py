"""A data package: frictionless finds every file, hash and cell as its descriptor says."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from tests.exports.made import filled_ledger
from tollbook.core.errors import UsageError
from tollbook.flow.export import Request
from tollbook.flow.package import write_package

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

FILES = {"claims.csv", "series.csv", "citations.bib", "citations.json", "datapackage.json"}


def validated(folder: Path) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(folder / "datapackage.json"))
    return [error.message for task in report.tasks for error in task.errors] + [error.message for error in report.errors]


def test_a_package_is_valid_with_its_hashes(tmp_path: Path) -> None:
    with filled_ledger(tmp_path) as ledger:
        told = write_package(ledger, Request.of("datapackage"), tmp_path / "out")
        size = ledger.checkpoint().size
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert validated(tmp_path / "out") == []
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["tollbook"]["tollbook_ledger_size"] == str(size)
    assert sum(resource["rows"] for resource in descriptor["resources"]) == told.written


def test_a_cell_that_was_changed_is_found(tmp_path: Path) -> None:
    with filled_ledger(tmp_path) as ledger:
        write_package(ledger, Request.of("datapackage"), tmp_path / "out")
    path = tmp_path / "out" / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("4000", "many"), encoding="utf-8")
    assert any("many" in message or "hash" in message for message in validated(tmp_path / "out"))


def test_every_version_of_a_claim_has_no_key(tmp_path: Path) -> None:
    with filled_ledger(tmp_path) as ledger:
        write_package(ledger, Request.of("datapackage", query="status:all"), tmp_path / "out")
    schemas = [resource["schema"] for resource in json.loads((tmp_path / "out" / "datapackage.json").read_text())["resources"]]
    assert all("primaryKey" not in schema for schema in schemas)


def test_files_that_are_there_are_kept_unless_asked(tmp_path: Path) -> None:
    with filled_ledger(tmp_path) as ledger:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "series.csv").write_text("mine")
        with pytest.raises(UsageError, match="--force"):
            write_package(ledger, Request.of("datapackage"), tmp_path / "out")
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["series.csv"]
        write_package(ledger, Request.of("datapackage"), tmp_path / "out", overwrite=True)
        with pytest.raises(UsageError, match="no folder can be made"):
            write_package(ledger, Request.of("datapackage"), tmp_path / "none" / "out")
    assert (tmp_path / "out" / "series.csv").read_text() != "mine"
