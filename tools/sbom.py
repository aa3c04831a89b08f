"""Write what the lock file holds as a software bill of materials, in CycloneDX 1.6 (JSON). Asks nobody.

    python -m tools.sbom                       print
    python -m tools.sbom --output FILE.cdx.json

Licenses are those that the libraries installed here state: one that this machine's Python or system doesn't install has none in the bill.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from tollbook.core.version import __version__
from tools.pages import ROOT

LOCK = ROOT / "requirements.lock"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$")
_HASH = re.compile(r"--hash=sha256:(?P<digest>[0-9a-f]{64})")
_NAME_OF = re.compile(r"^[A-Za-z0-9._-]+")


def components(lock: str) -> Iterator[dict[str, Any]]:
    """Return the libraries of a lock file: name, version, package URL, the hashes of their files, the marker that restricts them."""
    found: dict[str, Any] | None = None
    for line in lock.splitlines():
        pin = _PIN.match(line)
        if pin is not None:
            if found is not None:
                yield found
            found = _component(pin["name"].lower(), pin["version"], pin["marker"])
        elif found is not None and (digest := _HASH.search(line)) is not None:
            found["properties"].append({"name": "tollbook:sha256", "value": digest["digest"]})
    if found is not None:
        yield found


def _component(name: str, version: str, marker: str | None) -> dict[str, Any]:
    url = f"pkg:pypi/{name}@{version}"
    made: dict[str, Any] = {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url, "properties": []}
    told = _license(name, version)
    if told:
        made["licenses"] = [{"license": {"name": told}}]
    if marker is not None:
        made["properties"].append({"name": "tollbook:marker", "value": marker})
    return made


def _license(name: str, version: str) -> str:
    """Return the license that an installed library states in its metadata, nothing for another version or none."""
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return ""
    if stated["Version"] != version:
        return ""
    listed = [one.rpartition(" :: ")[2] for one in stated.get_all("Classifier") or () if one.startswith("License :: ")]
    return "".join(stated.get_all("License-Expression") or ()) or ", ".join(one for one in listed if one != "OSI Approved")


def bill() -> dict[str, Any]:
    """Return the bill of the lock file: the package, its libraries, and which of them it asks for itself."""
    listed = list(components(LOCK.read_text(encoding="utf-8")))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    asked = {found[0].lower() for line in [*project["dependencies"], *extras] if (found := _NAME_OF.match(line)) is not None}
    reference = f"pkg:pypi/tollbook@{__version__}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, reference + LOCK.read_text(encoding='utf-8'))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": reference,
                "name": "tollbook",
                "version": __version__,
                "purl": reference,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": listed,
        "dependencies": [{"ref": reference, "dependsOn": [one["bom-ref"] for one in listed if one["name"] in asked]}],
    }


def main() -> int:
    """Print or write the bill."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--output", type=Path, help="the file to write")
    output: Path | None = options.parse_args().output
    text = json.dumps(bill(), indent=2, ensure_ascii=False) + "\n"
    if output is None:
        sys.stdout.write(text)
        return 0
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    print(f"{output}: {text.count('bom-ref') - 1} libraries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
