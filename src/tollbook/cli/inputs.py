"""Turn the arguments of `tollbook read` into places to read: files, URLs, standard input, and the files of a folder.

Opens no file; it only lists folders.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tollbook.core.errors import InputError, TollbookError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A place that was not read, and why."""

    place: str
    error: TollbookError

    def sentence(self) -> str:
        """Return the reason in one line that names the place."""
        reason = self.error.sentence()
        return reason if self.place in reason or self.error.where else f"{self.place}: {reason}"


def expand(places: list[str], *, recursive: bool) -> tuple[list[str], list[Failure]]:
    """Return the places to read, and the folders that can't be."""
    from tollbook.sources.files import STANDARD_INPUT, is_url

    if places.count(STANDARD_INPUT) > 1:
        raise UsageError("- is given twice", expected="standard input once")
    found: list[str] = []
    failures: list[Failure] = []
    for place in places:
        if place == STANDARD_INPUT or is_url(place) or not _is_folder(place):
            found.append(place)
        elif recursive:
            inside = _files_in(Path(place))
            found += inside
            if not inside:
                failures.append(Failure(place=place, error=InputError("no file of a known kind", where=place, do="name the files")))
        else:
            failures.append(Failure(place=place, error=UsageError("a folder", where=place, do="give --recursive to read the files in it")))
    return found, failures


def _is_folder(place: str) -> bool:
    return "\0" not in place and Path(place).is_dir()


def _files_in(folder: Path) -> list[str]:
    """Return the files of a known kind below a folder, in the order of their names; hidden ones are left out."""
    from tollbook.sources.media import SUFFIXES

    known = (path for path in sorted(folder.rglob("*")) if path.suffix.lstrip(".").lower() in SUFFIXES)
    return [str(path) for path in known if path.is_file() and not _is_hidden(path.relative_to(folder))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
