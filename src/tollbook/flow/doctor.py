"""Look at the machine for what Tollbook needs: libraries, SQLite, programs, fonts, a ledger, room on the disk, the clock.

It changes nothing and asks no other host but a ledger's own server. How a finding is shown is the command line's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from tollbook.core.display import counted
from tollbook.core.errors import LedgerError, UsageError
from tollbook.core.version import __version__

State = Literal["fine", "note", "fault"]
"""All there; something is absent that only some need; something keeps Tollbook from working as it should."""

PACKAGE = "tollbook"
LEAST_PYTHON = (3, 11)
LITTLE_ROOM, NO_ROOM = 2 * 1024**3, 200 * 1024**2
CHROMIUM_VARIABLE = "TOLLBOOK_CHROMIUM"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
JAVA_FOR_SPARK = 17
# Charts and briefs fall back along this list: one of them shows Latin, Greek and Cyrillic.
TEXT_FONTS = ("Source Sans 3", "Arial", "Liberation Sans", "Noto Sans", "DejaVu Sans")
SECONDS = 10
_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?P<limits>[^;]*)(?:;(?P<marker>.*))?$")
_EXTRA = re.compile(r"""extra\s*==\s*['"](?P<extra>[^'"]+)['"]""")
_LEAST = re.compile(r">=\s*(?P<least>[0-9][0-9.]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at: what was found, and how to get what is missing (empty where nothing is)."""

    name: str
    state: State
    found: str
    do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A library that the package asks for: the least version in numbers, and the extra that it belongs to (empty: all)."""

    library: str
    least: tuple[int, ...]
    extra: str


def examine(*, ledger: str | None, needed: Iterable[str] = (), now: datetime | None = None) -> list[Check]:
    """Return every check, in the order in which they are shown.

    `ledger` is a file or an address, None where there is none to look at. A `needed` extra whose libraries are absent is a fault, not a
    note. Raises UsageError for an extra that the package does not have.
    """
    moment = datetime.now(UTC) if now is None else now
    asked = _requirements()
    return [
        check_python(sys.version_info[:3]),
        *check_libraries(asked, needed=needed),
        check_sqlite(),
        check_fonts(_font_families()),
        check_java(_java_version(), spark=any(one.extra == "spark" for one in asked)),
        check_chromium(os.environ),
        *check_ledger(ledger, now=moment),
        check_room(Path.cwd() if ledger is None or "://" in ledger else Path(ledger).resolve().parent),
        check_clock(moment, newest_file=_newest_file()),
    ]


def check_python(found: tuple[int, ...]) -> Check:
    """Check the version of Python."""
    shown = ".".join(map(str, found))
    if found[:2] >= LEAST_PYTHON:
        return Check(name="python", state="fine", found=shown)
    return Check(name="python", state="fault", found=shown, do="install Python 3.11 or newer")


def _requirements() -> list[Requirement]:
    try:
        listed = requires(PACKAGE)
    except PackageNotFoundError:
        listed = None
    return list(parse_requirements(listed or ()))


def parse_requirements(lines: Iterable[str]) -> Iterator[Requirement]:
    """Read the lines of a package's metadata.

    >>> list(parse_requirements(["numpy>=2.0; extra == 'arrow'"]))
    [Requirement(library='numpy', least=(2, 0), extra='arrow')]
    """
    for line in lines:
        found = _REQUIREMENT.match(line.strip())
        if found is None:
            continue
        extra = _EXTRA.search(found["marker"] or "")
        least = _LEAST.search(found["limits"])
        yield Requirement(library=found["name"], least=_numbers(least["least"]) if least else (), extra=extra["extra"] if extra else "")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def check_libraries(asked: Iterable[Requirement], *, needed: Iterable[str] = ()) -> list[Check]:
    """Check the libraries of the package and of each of its extras. Raises UsageError for a needed extra that there is not."""
    by_extra: dict[str, list[Requirement]] = {"": []}
    for one in asked:
        by_extra.setdefault(one.extra, []).append(one)
    wanted = set(needed)
    unknown = sorted(wanted - set(by_extra) | ({""} & wanted))
    if unknown:
        raise UsageError(f"no extra {unknown[0]!r}", expected=", ".join(name for name in by_extra if name))
    if not by_extra[""]:
        return [
            Check(
                name="libraries", state="fault", found=f"no metadata of {PACKAGE}", do="install the package from a checkout: pip install ."
            )
        ]
    return [_libraries_of(extra, listed, needed=extra in wanted) for extra, listed in by_extra.items()]


def _libraries_of(extra: str, asked: Iterable[Requirement], *, needed: bool) -> Check:
    listed = list(asked)
    absent = [told for one in listed if (told := _lacking(one))]
    name = f"extra {extra}" if extra else "libraries"
    if not absent:
        return Check(name=name, state="fine", found=f"{len(listed)} of {len(listed)}")
    what = f"{PACKAGE}[{extra}]" if extra else PACKAGE
    state: State = "note" if extra and not needed else "fault"
    return Check(name=name, state=state, found=f"absent: {', '.join(absent)}", do=f"pip install '{what}'")


def _lacking(one: Requirement) -> str:
    """Return the library's name where it is absent or too old, else nothing."""
    try:
        found = version(one.library)
    except PackageNotFoundError:
        return one.library
    return f"{one.library} {found}, too old" if _numbers(found) < one.least else ""


def check_sqlite() -> Check:
    """Check the SQLite library that a ledger uses: the full-text index, and the bug that can lose pages of a log (WAL reset)."""
    from tollbook.ledger.engines import FIXED_WAL_RESET, sqlite_library

    library = sqlite_library()
    connection = library.connect(":memory:")
    options = {row[0] for row in connection.execute("pragma compile_options")}
    connection.close()
    return judged_sqlite(library.sqlite_version, full_text="ENABLE_FTS5" in options, fixed=FIXED_WAL_RESET)


def judged_sqlite(found: str, *, full_text: bool, fixed: tuple[int, ...]) -> Check:
    """Return the check of a SQLite library by its version and by whether it has the full-text index FTS5."""
    if not full_text:
        return Check(name="sqlite", state="fault", found=f"{found} without FTS5", do="pip install pysqlite3")
    if _numbers(found) >= fixed:
        return Check(name="sqlite", state="fine", found=f"{found}, with FTS5; the WAL-reset bug is mended")
    return Check(
        name="sqlite",
        state="note",
        found=f"{found}, with the WAL-reset bug: Tollbook's lock keeps a ledger safe, other programs that write to it don't",
        do="pip install -U pysqlite3, and let no other program write to a ledger",
    )


def _font_families() -> list[str] | None:
    """Return the families that briefs can be set in, None without the library."""
    try:
        import typst
    except ImportError:
        return None
    return list(typst.Fonts().families())


def check_fonts(families: list[str] | None) -> Check:
    """Check that a font for charts and briefs is there. None: nothing that draws is installed."""
    if families is None:
        return Check(name="fonts", state="note", found="not looked at: the extra brief is absent", do="pip install 'tollbook[brief]'")
    there = [name for name in TEXT_FONTS if name in families]
    if there:
        return Check(name="fonts", state="fine", found=", ".join(there))
    return Check(name="fonts", state="note", found=f"none of {', '.join(TEXT_FONTS)}", do="apt-get install fonts-noto-core")


def _java_version() -> str | None:
    program = shutil.which("java")
    if program is None:
        return None
    try:
        done = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    named = re.search(r'version "([^"]+)"', done.stderr + done.stdout)
    return named[1] if named else None


def check_java(found: str | None, *, spark: bool) -> Check:
    """Check Java, which only Apache Spark needs: `spark` tells whether this Tollbook has that extra."""
    if found is not None and (not spark or _numbers(found)[:1] >= (JAVA_FOR_SPARK,)):
        return Check(name="java", state="fine", found=found)
    if not spark:
        return Check(name="java", state="fine", found="none, and nothing of this version needs it")
    return Check(name="java", state="note", found=found or "none: Apache Spark can't run", do="apt-get install openjdk-17-jre-headless")


def check_chromium(environment: Mapping[str, str]) -> Check:
    """Check for a Chromium, which only the tests in a browser and the pictures of the documentation need."""
    named = environment.get(CHROMIUM_VARIABLE)
    path = environment.get("PATH")
    found = shutil.which(named, path=path) if named else next(filter(None, (shutil.which(one, path=path) for one in CHROMIUM_NAMES)), None)
    if found is not None:
        return Check(name="chromium", state="fine", found=Path(found).name)
    return Check(
        name="chromium",
        state="note",
        found=f"{named} does not run" if named else "none: only the project's own tests in a browser need it",
        do=f"apt-get install chromium, or set {CHROMIUM_VARIABLE} to one",
    )


def check_ledger(place: str | None, *, now: datetime) -> list[Check]:
    """Check that a ledger opens, that its schema is this version's, that it can be written, and that its log is not ahead of the clock."""
    if place is None:
        return [Check(name="ledger", state="note", found="none here, and none is named", do="tollbook init, or give --ledger")]
    from tollbook.ledger.ledger import Ledger
    from tollbook.ledger.opening import NEWEST_SCHEMA

    try:
        with Ledger.open(place) as ledger:
            counts = ledger.stats()
    except (LedgerError, UsageError) as error:
        return [Check(name="ledger", state="fault", found=error.sentence())]
    found = f"schema {NEWEST_SCHEMA}, {counted(counts.documents, 'document')}, {counted(counts.standing, 'claim')}"
    checks = [Check(name="ledger", state="fine", found=found)]
    if "://" not in place and not os.access(place, os.W_OK):
        checks.append(Check(name="writing", state="note", found="the ledger is read-only for you", do="ask for the right to write to it"))
    if counts.last_recorded is not None and datetime.fromisoformat(counts.last_recorded) > now:
        checks.append(
            Check(
                name="log's time",
                state="note",
                found=f"the ledger's last batch is of {counts.last_recorded[:19]}, after this machine's now",
                do="set the clock; until it has caught up, batches keep the log's time",
            )
        )
    return checks


def check_room(folder: Path) -> Check:
    """Check the free room on the disk of a folder."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check(name="disk", state="fault", found=f"{folder}: {error.strerror}", do="name a ledger in a folder that exists")
    return judged_room(free)


def judged_room(free: int) -> Check:
    """Return the check of a disk by its free bytes."""
    shown = f"{free / 1024**3:,.1f} GiB free"
    if free < NO_ROOM:
        return Check(name="disk", state="fault", found=shown, do="make room: a batch that finds the disk full is undone")
    if free < LITTLE_ROOM:
        return Check(name="disk", state="note", found=shown, do="make room before a large import")
    return Check(name="disk", state="fine", found=shown)


def _newest_file() -> datetime:
    """Return when the newest module of the package was put there."""
    folder = Path(__file__).resolve().parent.parent
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in folder.glob("*/*.py")), UTC)


def check_clock(now: datetime, *, newest_file: datetime) -> Check:
    """Check the clock against the package's files: a clock that stands before them is wrong, and a ledger's times would be, too."""
    shown = f"{now:%Y-%m-%d %H:%M} UTC"
    if now < newest_file:
        return Check(
            name="clock",
            state="fault",
            found=f"{shown}, before Tollbook {__version__} was installed ({newest_file:%Y-%m-%d})",
            do="set the clock: a ledger records when it learned of things",
        )
    return Check(name="clock", state="fine", found=shown)
