"""Measure how long each pattern of Tollbook takes on its worst text: python -m benchmarks.patterns

`pattern_watch` finds the patterns and the longest text that each meets. Attacks are made of each pattern itself: every part of it that
repeats is repeated, behind what leads to it and before what fits nothing; beside them stand runs of single characters and an article. The
slowest attack is then measured: up to 10 MB where a pattern meets whole texts, up to the longest text that it met where its texts are
bounded. The exit code is 1 where the time grows faster than the text.
"""

from __future__ import annotations

import json
import math
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from benchmarks.pattern_watch import LENGTH
from benchmarks.report import ROOT, Figure, Section, as_text, at_most

SIZES = (100_000, 1_000_000, 10_000_000)
SCREENED = 20_000
MOST_ATTACKS = 24
LIMIT_SECONDS = 60
GOES = 5
"""Another machine on the same processor can halve its speed between two sizes; the least of a few goes tells what the pattern takes."""
GROWTH_GOAL = 1.3
"""Time a character at 10 MB over that at 1 MB: what is linear keeps near 1, and a tenth more than that of `benchmarks.linear` is noise."""
BOUND_SECONDS_GOAL = 0.5
"""Seconds of a pattern on one bounded text at most, a sixth of what one document may take in a run over many (`scale/settings.py`)."""
LEAST_SECONDS = 0.05
"""What takes less is told by nothing but the clock's noise."""
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_NOTHING = "\x00\n\x01"


class Stopped(Exception):
    """A pattern took longer on a text than the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One pattern on its worst attack: the texts' lengths with their seconds. `whole` says that it meets whole texts."""

    place: str
    engine: str
    whole: bool
    attack: str
    times: tuple[tuple[int, float], ...]

    @property
    def seconds(self) -> float:
        """The seconds on the longest text."""
        return self.times[-1][1]

    @property
    def growth(self) -> float:
        """The time a character on the longest text over that on the one before; 1 where both are too short to tell."""
        (before, earlier), (after, later) = self.times[-2:]
        if later < LEAST_SECONDS or later == math.inf:
            return 1.0 if later < math.inf else math.inf
        return (later / after) / (max(earlier, LEAST_SECONDS / 10) / before)


# ---- attacks


def attacks(pattern: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what to repeat and what to put behind it, for one pattern."""
    made = [(one, "") for one in ("a", "A", "1", "1,", " ", "\n", ".", "'", '"', "-", "(", "é", "<", "&", "=", "<a ", "12 killed, ")]
    for source in pattern["pattern"] if isinstance(pattern["pattern"], list) else [pattern["pattern"]]:
        made += [(pump, _NOTHING) for pump in islice(_pumps(source, pattern["flags"]), MOST_ATTACKS)]
        if len(made) > 4 * MOST_ATTACKS:
            break
    return made


def _pumps(source: str, flags: int) -> Iterator[str]:
    """Return samples of every part of a pattern that repeats, and of the whole. What only RE2 writes is made plain before."""
    plain = re.sub(r"\\p[{]?(\w+)[}]?", "[a-z]", re.sub(r"\\x\{([0-9a-f]+)\}", lambda code: re.escape(chr(int(code[1], 16))), source))
    try:
        tree = re._parser.parse(plain, flags & re.VERBOSE)  # type: ignore[attr-defined]
    except (re.error, ValueError):
        return
    whole = _sample(tree)
    if whole:
        yield whole
    for repeated in _repeats(tree):
        if pump := _sample(repeated):
            yield pump


def _repeats(tree: Any) -> Iterator[Any]:
    """Return every part of a parsed pattern that may repeat without end or often, the outer ones first."""
    inner: list[Any] = []
    for kind, value in tree:
        if str(kind) in _REPEATS:
            if value[1] > 3:
                yield value[2]
            inner.append(value[2])
        elif str(kind) == "SUBPATTERN":
            inner.append(value[-1])
        elif str(kind) == "BRANCH":
            inner += value[1][:8]
        elif str(kind) in ("ASSERT", "ASSERT_NOT"):
            inner.append(value[1])
        elif str(kind) == "ATOMIC_GROUP":
            inner.append(value)
    for one in inner:
        yield from _repeats(one)


def _sample(tree: Any) -> str:
    """Return a text that a parsed pattern takes, near enough: what looks around is left out."""
    return "".join(_sample_of(str(kind), value) for kind, value in tree)[:200]


def _sample_of(kind: str, value: Any) -> str:
    made: dict[str, Callable[[], str]] = {
        "LITERAL": lambda: chr(value),
        "NOT_LITERAL": lambda: "b" if value == ord("a") else "a",
        "ANY": lambda: "a",
        "IN": lambda: _member(value),
        "BRANCH": lambda: _sample(value[1][0]),
        "SUBPATTERN": lambda: _sample(value[-1]),
        "ATOMIC_GROUP": lambda: _sample(value),
        **dict.fromkeys(_REPEATS, lambda: _sample(value[2]) * max(1, min(value[0], 20))),
    }
    return made.get(kind, str)()


_OF_CATEGORY = {
    "CATEGORY_DIGIT": ("1", str.isdigit),
    "CATEGORY_WORD": ("a", lambda mark: mark.isalnum() or mark == "_"),
    "CATEGORY_SPACE": (" ", str.isspace),
    "CATEGORY_NOT_DIGIT": ("a", lambda mark: not mark.isdigit()),
    "CATEGORY_NOT_WORD": (" ", lambda mark: not mark.isalnum() and mark != "_"),
    "CATEGORY_NOT_SPACE": ("a", lambda mark: not mark.isspace()),
}


def _member(items: Sequence[tuple[Any, Any]]) -> str:
    """Return a character of a class."""
    if str(items[0][0]) == "NEGATE":
        return next((mark for mark in 'a1 ."<-é' if not any(_holds(str(kind), value, mark) for kind, value in items[1:])), "")
    kind, value = items[0]
    if str(kind) == "CATEGORY":
        return _OF_CATEGORY[str(value)][0]
    return chr(value[0] if str(kind) == "RANGE" else value)


def _holds(kind: str, value: Any, mark: str) -> bool:
    if kind == "RANGE":
        return bool(value[0] <= ord(mark) <= value[1])
    return bool(_OF_CATEGORY[str(value)][1](mark)) if kind == "CATEGORY" else ord(mark) == value


# ---- measuring


def made(pattern: dict[str, Any]) -> Any:
    """Compile a pattern as Tollbook does."""
    source = pattern["pattern"]
    if pattern["engine"] == "re":
        return re.compile(source.encode("latin-1") if pattern["of_bytes"] else source, pattern["flags"])
    import re2

    options = re2.Options()
    options.log_errors = False
    for name, value in pattern["options"].items():
        if name == "latin1":
            options.encoding = re2.Options.Encoding.LATIN1 if value else re2.Options.Encoding.UTF8
        else:
            setattr(options, name, value)
    sources = [one.encode("latin-1") if pattern["of_bytes"] else one for one in (source if isinstance(source, list) else [source])]
    if pattern["engine"] == "re2":
        return re2.compile(sources[0], options)
    together = re2.Set.SearchSet(options)
    for one in sources:
        together.Add(one)
    together.Compile()
    return together


def seconds_of(compiled: Any, methods: Sequence[str], text: str | bytes) -> float:
    """Return the most processor seconds of asking a pattern about a text in a way that Tollbook asks it; infinity over the limit."""
    slowest = 0.0
    signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
    try:
        for method in methods:
            before = time.process_time()
            _ask(compiled, method, text)
            slowest = max(slowest, time.process_time() - before)
    except Stopped:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return slowest


def _ask(compiled: Any, method: str, text: str | bytes) -> None:
    if method in ("match", "fullmatch", "search", "Match"):
        getattr(compiled, method)(text)
    else:
        for _ in compiled.finditer(text):
            pass


def _stop(*_: object) -> None:
    raise Stopped


def attack_text(pattern: dict[str, Any], attack: tuple[str, str], length: int) -> str | bytes:
    """Return an attack of a length."""
    pump, end = attack
    text = (pump * (length // len(pump) + 1))[: max(0, length - len(end))] + end
    return text.encode("latin-1", "replace") if pattern["of_bytes"] else text


def measure_pattern(pattern: dict[str, Any]) -> Measured:
    """Find the slowest attack on a pattern among all, and measure how its time grows."""
    compiled, methods = made(pattern), pattern["methods"]
    whole = pattern["longest"] >= LENGTH // 3
    screened = SCREENED if whole else pattern["longest"]
    slowest = max(attacks(pattern), key=lambda attack: seconds_of(compiled, methods, attack_text(pattern, attack, screened)))
    sizes = SIZES if whole else tuple(sorted({max(1, screened // 16), max(1, screened // 4), screened}))
    times = _times(compiled, methods, pattern, slowest, sizes)
    return Measured(place=pattern["place"], engine=pattern["engine"], whole=whole, attack=slowest[0], times=times)


def _times(
    compiled: Any, methods: Sequence[str], pattern: dict[str, Any], attack: tuple[str, str], sizes: Sequence[int]
) -> tuple[tuple[int, float], ...]:
    """Return the least seconds of several goes on an attack of each size; what takes longer than the limit ends them."""
    least: dict[int, float] = {}
    for _ in range(GOES):
        for size in sizes:
            least[size] = min(least.get(size, math.inf), seconds_of(compiled, methods, attack_text(pattern, attack, size)))
            if least[size] == math.inf:
                return tuple(least.items()) if len(least) > 1 else tuple(least.items()) * 2
    return tuple(least.items())


def measure(patterns: Sequence[dict[str, Any]] | None = None) -> tuple[list[Measured], Section]:
    """Measure every pattern that something asks; return what came of each, and the figures over all."""
    asked = [one for one in (find_patterns() if patterns is None else patterns) if one["methods"]]
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        measured = [measure_pattern(one) for one in asked]
    finally:
        signal.signal(signal.SIGPROF, before)
    return measured, _section(measured, {one["place"]: one["longest"] for one in asked})


def find_patterns() -> list[dict[str, Any]]:
    """Find the patterns in a process of its own, before anything of Tollbook is imported there."""
    command = [sys.executable, "-m", "benchmarks.pattern_watch"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _section(measured: Sequence[Measured], longest: dict[str, int]) -> Section:
    whole, bounded = [one for one in measured if one.whole], [one for one in measured if not one.whole]
    grown, slowest = max(whole, key=lambda one: one.growth), max(whole, key=lambda one: one.seconds)
    held = max(bounded, key=lambda one: one.seconds)
    largest = max(bounded, key=lambda one: one.times[-1][0])
    figures = [
        Figure(what="patterns that Tollbook compiles and asks", shown=f"{len(measured):,}, {_engines(measured)}"),
        Figure(what="that meet whole texts", shown=f"{len(whole):,}, {_engines(whole)}"),
        at_most(f"their worst growth: time a character at 10 MB over that at 1 MB, `{grown.place}`", grown.growth, GROWTH_GOAL, digits=2),
        Figure(what=f"their slowest on 10 MB of its worst text, `{slowest.place}`", shown=f"{slowest.seconds:.2f} s"),
        Figure(what="that meet bounded texts", shown=f"{len(bounded):,}, {_engines(bounded)}"),
        Figure(what=f"the longest text that one of them met, `{largest.place}`", shown=f"{largest.times[-1][0]:,} characters"),
        at_most(f"their slowest on its worst text, `{held.place}`", held.seconds, BOUND_SECONDS_GOAL, digits=3, unit=" s"),
    ]
    notes = (
        f"Whole texts have 0.1, 1 and 10 MB; bounded ones up to as much as the pattern met while texts of {LENGTH:,} characters, one "
        "sentence without an end among them, and all seeds of fuzzing were read. Attacks are made of each pattern's own repetitions.",
    )
    return Section(title="Time of each pattern on its worst text", figures=figures, notes=notes)


def _engines(measured: Sequence[Measured]) -> str:
    of_re2 = sum(one.engine != "re" for one in measured)
    return f"{of_re2} on RE2"


def table(measured: Sequence[Measured]) -> str:
    """Return a line for each pattern, the slowest first."""
    lines = [f"{'place':<42} {'engine':<8} {'length':>11} {'seconds':>9} {'growth':>7}  attack"]
    for one in sorted(measured, key=lambda one: one.seconds, reverse=True):
        length, seconds = one.times[-1]
        lines.append(f"{one.place:<42} {one.engine:<8} {length:>11,} {seconds:>9.4f} {one.growth:>7.2f}  {one.attack[:40]!a}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print. The exit code is 1 where a goal is missed."""
    measured, section = measure()
    print(f"{table(measured)}\n\n{as_text(section)}")
    return 0 if all(figure.reached is not False for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
