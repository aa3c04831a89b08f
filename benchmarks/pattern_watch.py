"""Find every pattern that Tollbook compiles, and the longest text that each meets: python -m benchmarks.pattern_watch > patterns.json

It puts a stand-in for each compiled pattern in Tollbook's way before anything of Tollbook is imported, then reads, audits and serves what
is made to reach as much as can be reached: long texts of every kind, and the seeds of all targets of fuzzing.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

LENGTH = 30_000
"""Characters of each long text. What meets a third of it meets whole texts."""
OWN = str(Path(__file__).resolve().parent.parent / "src" / "tollbook")
_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split", "contains", "Match")
_OPTIONS = ("case_sensitive", "never_nl", "dot_nl", "longest_match", "literal", "posix_syntax", "one_line", "max_mem")
_REPLACING = ("sub", "subn")


@dataclass(slots=True)
class Seen:
    """One compiled pattern: of which engine ("re", "re2", "re2 set"), where, how it is asked, and the longest text that it met."""

    engine: str
    place: str
    pattern: Any
    flags: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    methods: set[str] = field(default_factory=set)
    longest: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values: bytes stand as text of the same code points."""
        return {
            "engine": self.engine, "place": self.place, "pattern": _plain(self.pattern), "of_bytes": _is_of_bytes(self.pattern),
            "flags": self.flags, "options": self.options, "methods": sorted(self.methods), "longest": self.longest,
        }  # fmt: skip


def _plain(pattern: Any) -> Any:
    if isinstance(pattern, list):
        return [_plain(one) for one in pattern]
    return pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern


def _is_of_bytes(pattern: Any) -> bool:
    return isinstance(pattern[0] if isinstance(pattern, list) and pattern else pattern, bytes)


class Watched:
    """A stand-in for a compiled pattern that writes down the lengths of what it is asked about."""

    def __init__(self, compiled: Any, seen: Seen) -> None:
        """Stand in for a compiled pattern."""
        self._compiled, self._seen = compiled, seen

    def __getattr__(self, name: str) -> Any:
        """Return what the pattern has; its methods note what they are given."""
        found = getattr(self._compiled, name)
        if name not in _METHODS:
            return found

        def noting(*given: Any, **named: Any) -> Any:
            subject = given[1] if name in _REPLACING else given[0]
            start, end = (*given[1:3], None, None)[:2] if name not in (*_REPLACING, "split") else (None, None)
            self._seen.methods.add(name)
            self._seen.longest = max(self._seen.longest, min(len(subject), end or len(subject)) - (start or 0))
            return found(*given, **named)

        return noting


SEEN: dict[tuple[Any, ...], Seen] = {}


def _noted(compiled: Any, seen: Seen) -> Watched:
    key = (seen.engine, seen.place, str(seen.pattern), seen.flags)
    return Watched(compiled, SEEN.setdefault(key, seen))


def _caller(depth: int) -> str | None:
    """Return where in Tollbook a pattern is compiled, None outside of it."""
    frame = sys._getframe(depth + 1)
    path = frame.f_code.co_filename
    return f"{Path(path).relative_to(OWN)}:{frame.f_lineno}" if path.startswith(OWN) else None


def install() -> None:
    """Put the stand-ins in Tollbook's way."""
    import re2

    compile_re, compile_re2, set_of = re._compile, re2.compile, re2.Set  # type: ignore[attr-defined]

    def watched_re(pattern: Any, flags: int) -> Any:
        place = _caller(2)
        made = compile_re(pattern._compiled if isinstance(pattern, Watched) else pattern, flags)
        return made if place is None else _noted(made, Seen(engine="re", place=place, pattern=made.pattern, flags=int(made.flags)))

    def watched_re2(pattern: Any, options: Any = None) -> Any:
        place = _caller(1)
        made = compile_re2(pattern) if options is None else compile_re2(pattern, options)
        return made if place is None else _noted(made, Seen(engine="re2", place=place, pattern=pattern, options=_told(options)))

    class WatchedSet:
        SearchSet = staticmethod(lambda *options: _made_set(set_of.SearchSet(*options), _caller(1), options))
        MatchSet = staticmethod(lambda *options: _made_set(set_of.MatchSet(*options), _caller(1), options))

    re._compile, re2.compile, re2.Set = watched_re, watched_re2, WatchedSet  # type: ignore[attr-defined]


def _told(options: Any) -> dict[str, Any]:
    if options is None:
        return {}
    return {name: getattr(options, name) for name in _OPTIONS} | {"latin1": "LATIN1" in str(options.encoding)}


def _made_set(made: Any, place: str | None, options: tuple[Any, ...]) -> Any:
    if place is None:
        return made
    patterns: list[Any] = []
    seen = Seen(engine="re2 set", place=place, pattern=patterns, options=_told(options[0] if options else None))
    stand_in = _noted(made, seen)

    def adding(pattern: Any) -> Any:
        patterns.append(pattern)
        return made.Add(pattern)

    stand_in.Add = adding  # type: ignore[attr-defined]
    return stand_in


def texts() -> Iterator[str]:
    """Return long texts: own articles, releases, one sentence without an end, and runs of what readers look for."""
    from benchmarks.texts import long_text
    from fuzz.targets import RELEASE, UKRAINIAN

    yield from (long_text(kind, LENGTH) for kind in ("dense", "general"))
    pieces = (
        RELEASE, UKRAINIAN + "\n", "The army said 12 soldiers and 30 tanks of the 5,000 were killed or wounded and ", "9", "1,000 ",
        "killed ", "a", "'", '"', "«", "(", "- ", "\n12 killed", " \n", "5 of 10 ", "May 5 to ", "24.01.25 ", "\u200b1", "１", "é",
        "said ", "No. ", "war, ", "12 killed. ", ".", "a-", "a.b.", "?!", "… ",
    )  # fmt: skip
    yield from ("War in Norland: 12 soldiers were killed. 12 killed " + piece * (LENGTH // len(piece)) for piece in pieces)


def _attempt(run: Callable[[], object]) -> None:
    from tollbook.core.errors import TollbookError

    try:
        run()
    except TollbookError:
        return


def _read_and_audit(text: str) -> object:
    import tollbook

    return tollbook.read(text, context="any").audit()


def work() -> None:
    """Read, audit and serve, so that every pattern meets what it can meet."""
    from fuzz.targets import TARGETS
    from tollbook.sources.files import from_bytes

    for text in texts():
        _attempt(partial(_read_and_audit, text))
        page = f"<html><body><p>{text}".encode("utf-8", "replace")
        _attempt(partial(from_bytes, page, name="a.html"))
    for target in TARGETS.values():
        for seed in target.seeds():
            _attempt(partial(target.run, seed))


def main() -> None:
    """Find the patterns and print them as JSON."""
    install()
    work()
    json.dump([seen.as_dict() for seen in SEEN.values()], sys.stdout)


if __name__ == "__main__":
    main()
