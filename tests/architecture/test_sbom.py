"""The bill of materials names every library of the lock file with its version and hashes, in the form that its standard asks for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tools.sbom import LOCK, bill, components

PINS = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return bill()


def hashes(component: dict[str, Any]) -> list[str]:
    return [one["value"] for one in component["properties"] if one["name"] == "tollbook:sha256"]


def test_every_pin_of_the_lock_file_is_a_component(made: dict[str, Any]) -> None:
    assert [(one["name"], one["version"]) for one in made["components"]] == [(name.lower(), version) for name, version in PINS]


def test_every_hash_of_the_lock_file_is_in_the_bill(made: dict[str, Any]) -> None:
    assert sum(len(hashes(one)) for one in made["components"]) == LOCK.read_text(encoding="utf-8").count("--hash=sha256:")
    assert [one["name"] for one in made["components"] if not hashes(one)] == []


def test_references_are_unique_and_dependencies_lead_to_them(made: dict[str, Any]) -> None:
    references = [one["bom-ref"] for one in made["components"]]
    assert len(set(references)) == len(references)
    asked = made["dependencies"][0]["dependsOn"]
    assert set(asked) <= set(references)
    assert any(one.startswith("pkg:pypi/sqlalchemy@") for one in asked)


def test_the_bill_has_the_fields_that_the_standard_requires(made: dict[str, Any]) -> None:
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", made["serialNumber"])
    assert {one["type"] for one in made["components"]} == {"library"}


def test_the_same_lock_file_gives_the_same_bill(made: dict[str, Any]) -> None:
    assert bill() == made


def test_most_libraries_state_a_license(made: dict[str, Any]) -> None:
    assert len([one for one in made["components"] if "licenses" in one]) > len(made["components"]) / 2


def test_a_pin_is_read_with_its_marker_and_hashes() -> None:
    digest = "a" * 64
    (one,) = components(f"no-such-library==1.0 ; sys_platform == 'darwin' \\\n    --hash=sha256:{digest}\n")
    assert (one["purl"], hashes(one)) == ("pkg:pypi/no-such-library@1.0", [digest])
    assert {"name": "tollbook:marker", "value": "sys_platform == 'darwin'"} in one["properties"]
