"""The image's recipe: what it names is there, its versions are those of the lock file, and its user has no rights."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from tollbook.cli.main import app
from tools.container import CONTAINERFILE, Stage, build, ignored, instructions, pairs

ROOT = Path(__file__).resolve().parents[2]
STEPS = instructions(CONTAINERFILE.read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = re.compile(r"^[a-z0-9][a-z0-9._-]*==\S+( ; .+)?$")


def given(name: str) -> list[str]:
    return [rest for step, rest in STEPS if step == name]


def test_it_installs_extras_that_the_project_has() -> None:
    (extras,) = [found.split(",") for found in re.findall(r'\.whl\)\[([a-z,]+)\]"', " ".join(given("RUN")))]
    assert set(extras) <= set(PROJECT["optional-dependencies"])


def test_the_documentation_asks_doctor_for_the_same_extras() -> None:
    (extras,) = re.findall(r'\.whl\)\[([a-z,]+)\]"', " ".join(given("RUN")))
    (needed,) = set(re.findall(r"doctor --need ([a-z,]+)", (ROOT / "docs" / "for-administrators.md").read_text(encoding="utf-8")))
    assert set(needed.split(",")) == set(extras.split(","))


def test_its_images_are_of_one_python_that_the_project_supports() -> None:
    images = {rest.split()[0] for rest in given("FROM")}
    (version,) = {re.sub(r".*/python:(3\.\d+)-slim", r"\1", image) for image in images}
    assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]


def test_a_stage_that_is_copied_from_is_one_before_it() -> None:
    named: list[str] = []
    for step, rest in STEPS:
        if step == "FROM":
            named.append(rest.rpartition(" AS ")[2])
        for origin in re.findall(r"--from=(\S+)", rest) if step == "COPY" else ():
            assert origin in named[:-1]


def test_what_the_build_reads_is_not_ignored() -> None:
    read = {"requirements.lock", "pyproject.toml", "README.md", "LICENSE", "NOTICE", "src", "man"}
    assert [name for name in read if not (ROOT / name).exists()] == []
    assert read & set(ignored()) == set()
    assert {".git", ".venv*", "*.db*"} <= set(ignored())


def test_what_it_makes_of_the_lock_file_pins_every_library() -> None:
    (command,) = re.findall(r"grep -E .*? requirements\.lock \| sed '[^']+'", " ".join(given("RUN")))
    lines = subprocess.run(["sh", "-c", command], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(lines) > 100
    assert [line for line in lines if not PINNED.match(line)] == []
    assert "--constraint /constraints.txt" in " ".join(given("RUN"))


def test_it_runs_a_command_of_the_project_as_a_user_without_rights() -> None:
    assert json.loads(given("ENTRYPOINT")[0])[0] in PROJECT["scripts"]
    assert json.loads(given("CMD")[0])[0] in get_command(app).commands
    (user,) = given("USER")
    assert int(user) > 0
    assert f"--uid {user} " in " ".join(given("RUN"))


def test_its_ledger_is_on_the_volume() -> None:
    environment = {name: value for rest in given("ENV") for name, value in pairs(rest).items()}
    assert environment["TOLLBOOK_LEDGER"].startswith(f"{given('VOLUME')[0]}/")
    assert given("WORKDIR")[-1] == given("VOLUME")[0]


def test_an_instruction_that_the_tool_does_not_know_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recipe, base = tmp_path / "Containerfile", tmp_path / "base"
    base.mkdir()
    recipe.write_text("FROM a AS b\nENV PATH=/b:$PATH\nUSER 7\nONBUILD RUN c\n", encoding="utf-8")
    monkeypatch.setattr("tools.container.CONTAINERFILE", recipe)
    with pytest.raises(RuntimeError, match="ONBUILD"):
        build(base, tmp_path, given={}, files=[])


def test_steps_change_what_the_next_one_inherits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recipe, base = tmp_path / "Containerfile", tmp_path / "base"
    base.mkdir()
    recipe.write_text(
        'FROM a AS first\nWORKDIR /made\nFROM a\nCOPY --from=first /made /kept\nENV PATH=/b:$PATH\nUSER 7\nCMD ["serve"]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("tools.container.CONTAINERFILE", recipe)
    stage = build(base, tmp_path, given={}, files=[])
    assert (stage.user, stage.command) == ("7", ["serve"])
    assert stage.environment["PATH"] == "/b:" + Stage(root=base).environment["PATH"]
    assert (stage.root / "kept").is_dir()
