"""Take the steps of the Containerfile where no container engine is: in copies of a system's folder, by chroot. Then use what came of it.

    debootstrap --variant=minbase --include=ca-certificates,python-is-python3,python3-venv trixie BASE
    python -m tools.container BASE [--env NAME=VALUE]... [--file PATH]...

Needs Linux and root. BASE stands for the image of every FROM: python:3.13-slim is Debian's trixie, whose own Python is 3.13 too.
`--env` and `--file` bring in what a machine needs to reach its package index, such as a certificate. What is used is what the
documentation of the image promises: it runs as a user without rights, on a file system that can't be written but for /tmp and the volume.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from urllib.error import URLError

from tools.pages import ROOT

CONTAINERFILE = ROOT / "Containerfile"
PATIENCE_SECONDS = 60
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# A mount namespace of its own, so that nothing stays mounted whatever happens.
_IN_ROOT = 'mount -t proc proc "$0/proc" && exec chroot "$@"'
_AS_USED = (
    'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && mount -t tmpfs tmpfs "$0/tmp" && mount --bind "$VOLUME" "$0$MOUNTED" && '
    + _IN_ROOT
)


@dataclass(slots=True, kw_only=True)
class Stage:
    """A root as far as its steps have brought it: where it is, and what the next step inherits."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": _PATH})
    folder: str = "/"
    user: str = "0"
    volume: str = ""
    port: int = 0
    entry: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def inside(self, path: str) -> Path:
        """Return where a path of the root is on this machine."""
        return self.root / (path if path.startswith("/") else f"{self.folder}/{path}").lstrip("/")


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Containerfile with what follows each on its line, and on those that continue it.

    >>> instructions("FROM a AS b\\n# why\\nRUN c \\\\\\n    && d")
    [('FROM', 'a AS b'), ('RUN', 'c && d')]
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in whole.split("\n"))]


def pairs(given: str) -> dict[str, str]:
    """Return the names and values of an ENV."""
    return dict(part.split("=", 1) for part in shlex.split(given))


def ignored() -> list[str]:
    """Return the patterns of what is not part of the image's sources."""
    return (ROOT / ".containerignore").read_text(encoding="utf-8").split()


def _left_out(folder: str, names: Sequence[str]) -> set[str]:
    within = Path(folder).relative_to(ROOT).as_posix()
    paths = {name: name if within == "." else f"{within}/{name}" for name in names}
    anywhere = {pattern.removeprefix("**/") for pattern in ignored() if pattern.startswith("**/")}
    return {
        name
        for name, path in paths.items()
        if any(fnmatch(path, pattern) and "/" not in path for pattern in ignored()) or any(fnmatch(name, pattern) for pattern in anywhere)
    }


def _copy(stage: Stage, given: str, stages: Mapping[str, Stage]) -> None:
    *sources, target = [part for part in shlex.split(given) if not part.startswith("--")]
    origin = re.search(r"--from=(\S+)", given)
    for source in sources:
        found = ROOT / source if origin is None else stages[origin.group(1)].inside(source)
        ignore = _left_out if origin is None else None
        shutil.copytree(found, stage.inside(target), symlinks=True, dirs_exist_ok=True, ignore=ignore)


def _run(stage: Stage, command: str, given: Mapping[str, str]) -> None:
    environment = [f"{name}={value}" for name, value in {**stage.environment, **given}.items()]
    inner = ["--userspec", f"{stage.user}:{stage.user}", str(stage.root), "env", "-i", *environment]
    shell = ["sh", "-c", f"cd {shlex.quote(stage.folder)} && {command}"]
    _checked(["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _IN_ROOT, str(stage.root), *inner, *shell])


def _checked(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{shlex.join(command)}\nends with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def _step(stage: Stage, name: str, rest: str, *, stages: Mapping[str, Stage], given: Mapping[str, str]) -> None:
    """Take one step. Raises RuntimeError for a command that fails and for an instruction that this doesn't know."""
    match name:
        case "RUN":
            _run(stage, rest, given)
        case "COPY":
            _copy(stage, rest, stages)
        case "WORKDIR":
            stage.folder = rest
            stage.inside(rest).mkdir(parents=True, exist_ok=True)
        case "ENV":
            known = dict(stage.environment)
            stage.environment |= {key: re.sub(r"\$(\w+)", lambda one: known[one[1]], value) for key, value in pairs(rest).items()}
        case "USER":
            stage.user = rest
        case "VOLUME":
            stage.volume = rest
        case "EXPOSE":
            stage.port = int(rest)
        case "ENTRYPOINT":
            stage.entry = json.loads(rest)
        case "CMD":
            stage.command = json.loads(rest)
        case _:
            raise RuntimeError(f"{name}: no instruction that this knows how to take")


def build(base: Path, into: Path, *, given: Mapping[str, str], files: Sequence[Path]) -> Stage:
    """Take every step, and return the last stage. Raises RuntimeError where one fails."""
    stages: dict[str, Stage] = {}
    stage = Stage(root=base)
    for number, (name, rest) in enumerate(instructions(CONTAINERFILE.read_text(encoding="utf-8"))):
        begun = time.monotonic()
        if name == "FROM":
            stage = Stage(root=into / f"stage-{number}")
            _checked(["cp", "--archive", str(base), str(stage.root)])
            for file in (Path("/etc/resolv.conf"), *files):
                stage.inside(str(file)).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, stage.inside(str(file)))
            stages[rest.split()[-1]] = stage
        else:
            _step(stage, name, rest, stages=stages, given=given)
        print(f"{time.monotonic() - begun:6.1f} s  {name} {rest[:100]}", flush=True)
    return stage


def _started(stage: Stage, arguments: Sequence[str], volume: Path) -> subprocess.Popen[str]:
    """Start the entry with arguments, as the image is run: without rights, on a file system that can't be written."""
    environment = [f"{name}={value}" for name, value in stage.environment.items()]
    inner = ["--userspec", f"{stage.user}:{stage.user}", str(stage.root), "env", "-i", *environment]
    shell = ["sh", "-c", f"cd {shlex.quote(stage.folder)} && exec {shlex.join([*stage.entry, *arguments])}"]
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _AS_USED, str(stage.root), *inner, *shell]
    told = {"PATH": _PATH, "VOLUME": str(volume), "MOUNTED": stage.volume}
    return subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def uses(stage: Stage, volume: Path) -> Iterator[str]:
    """Use the image as its documentation says; return what went wrong, one text a use."""
    for arguments in (["--version"], ["init", f"{stage.volume}/ledger.db"], ["doctor", "--need", "web,estimate,sign,brief"], ["verify"]):
        run = _started(stage, arguments, volume)
        said = run.communicate()[0]
        print(f"tollbook {' '.join(arguments)}: ends with {run.returncode}", flush=True)
        if run.returncode != 0:
            yield f"tollbook {' '.join(arguments)}: {said}"
    outside = _started(replace(stage, user="0", entry=["touch"]), ["/opt/written"], volume)
    outside.communicate()
    if outside.returncode == 0:
        yield "the file system can be written"
    server = _started(stage, stage.command, volume)
    status = _answer(f"http://127.0.0.1:{stage.port}/", server)
    server.terminate()
    print(f"tollbook {' '.join(stage.command)}: answers with {status}", flush=True)
    if status != 200:
        yield f"tollbook {' '.join(stage.command)}: {server.communicate()[0]}"


def _answer(url: str, server: subprocess.Popen[str]) -> int:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status)
        except (URLError, OSError):
            time.sleep(0.2)
    return 0


def main() -> int:
    """Take the steps and use the result; exit code 1 where something fails."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("base", type=Path, help="the folder of a system with Python")
    options.add_argument("--env", action="append", default=[], metavar="NAME=VALUE", help="for every RUN, and not part of the image")
    options.add_argument("--file", action="append", default=[], type=Path, metavar="PATH", help="a file of this machine at the same path")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tollbook-container-") as made:
        volume = Path(made) / "volume"
        try:
            stage = build(given.base, Path(made), given=dict(one.split("=", 1) for one in given.env), files=given.file)
            shutil.copytree(stage.inside(stage.volume), volume)
            _checked(["chown", "--recursive", f"{stage.user}:{stage.user}", str(volume)])
            wrong = list(uses(stage, volume))
        except RuntimeError as error:
            wrong = [str(error)]
    print("\n".join(wrong) or "built and used")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
