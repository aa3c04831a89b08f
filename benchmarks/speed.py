"""Measure reading speed on one core, on general news and dense war text, beside other libraries in the same run.

Every figure is processor time of one process, as this machine may have other work; the median of the rounds counts.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.report import ROOT, Figure, Section, at_least
from benchmarks.texts import DenseText, take_dense, take_general

VENV = ROOT / ".venv-bench"
REQUIREMENTS = ROOT / "benchmarks" / "requirements.txt"
INSTALL_SECONDS = 900
PEER_SECONDS = 240
GENERAL_GOAL, DENSE_GOAL, SPACY_GOAL = 5_000, 300, 200
STAND_IN = "spaCy stand-in"

# Texts of each kind and rounds: enough for a steady median, and the whole run stays under four minutes.
OWN_SAMPLE = (1_000, 200, 7)
PEER_SAMPLE = (30, 15, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one system did: articles and megabytes a second for both kinds of text, and how much it found in a dense one."""

    what: str
    general: float
    dense: float
    general_mb: float
    dense_mb: float
    found: float
    spread: str
    """Articles a second in the slowest and the fastest round, for each kind."""
    stand_in: bool = False


def pin_to_one_core() -> str:
    """Bind this process and its children to one core where the system can; say what was done."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned: this system can't bind a process to a core"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"pinned to core {core}"


def measure_tollbook(general: Sequence[str], dense: Sequence[DenseText], rounds: int) -> Measured:
    """Measure `tollbook.read` in this process, after one round that fills its tables."""
    from tollbook import __version__, read

    seconds: dict[str, list[float]] = {"general": [], "dense": []}
    found = 0
    for number in range(rounds + 1):
        for kind, texts in (("general", general), ("dense", [each.text for each in dense])):
            before = time.process_time()
            found = sum(len(read(text).claims) for text in texts)
            if number:
                seconds[kind].append(time.process_time() - before)
    return _measured(f"tollbook {__version__}", general, [each.text for each in dense], seconds, found)


def measure_peer(name: str, general: Sequence[str], dense: Sequence[DenseText], rounds: int) -> Measured:
    """Measure another library in its own environment. Raises subprocess.SubprocessError where it fails."""
    texts = [each.text for each in dense]
    done = subprocess.run(
        [_peer_python(), "-I", str(ROOT / "benchmarks" / "peers.py"), name],
        input=json.dumps({"general": list(general), "dense": texts, "rounds": rounds}),
        capture_output=True,
        text=True,
        timeout=PEER_SECONDS,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return replace(_measured(answer["what"], general, texts, answer, answer["found"]), stand_in=answer["stand_in"])


def _measured(what: str, general: Sequence[str], dense: Sequence[str], seconds: dict[str, Any], found: int) -> Measured:
    general_seconds, dense_seconds = statistics.median(seconds["general"]), statistics.median(seconds["dense"])
    return Measured(
        what=what,
        general=len(general) / general_seconds,
        dense=len(dense) / dense_seconds,
        general_mb=_megabytes(general) / general_seconds,
        dense_mb=_megabytes(dense) / dense_seconds,
        found=found / len(dense),
        spread=f"{_spread(general, seconds['general'])} and {_spread(dense, seconds['dense'])}",
    )


def _spread(texts: Sequence[str], seconds: Sequence[float]) -> str:
    return f"{len(texts) / max(seconds):,.0f}-{len(texts) / min(seconds):,.0f}"


def _megabytes(texts: Sequence[str]) -> float:
    return sum(len(text.encode("utf-8")) for text in texts) / 1e6


# ---- the peers' environment


def _peer_python() -> str:
    return str(VENV / ("Scripts" if os.name == "nt" else "bin") / "python")


def set_up_peers() -> str:
    """Make the peers' environment from `requirements.txt` if it is not there. Return "" or why it could not be made."""
    ready = VENV / "ready"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if ready.exists() and ready.read_text(encoding="utf-8") == wanted:
        return ""
    print(f"Setting up {VENV.name} with the libraries to compare with (once, about a minute) ...", file=sys.stderr)
    venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    (VENV / ".gitignore").write_text("*\n", encoding="utf-8")
    command = [_peer_python(), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--requirement", str(REQUIREMENTS)]
    try:
        subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=True)
    except subprocess.SubprocessError as error:
        print(_last_line(error), file=sys.stderr)
        return "benchmarks/requirements.txt could not be installed"
    ready.write_text(wanted, encoding="utf-8")
    return ""


def _last_line(error: subprocess.SubprocessError) -> str:
    """Return what a failed command said last, or how it ended."""
    said = getattr(error, "stderr", None)
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said or ""
    lines = text.strip().splitlines()
    return lines[-1] if lines else f"it ended with {type(error).__name__}"


def _try_peer(name: str, general: Sequence[str], dense: Sequence[DenseText]) -> Measured | None:
    """Measure a peer on its part of the texts; else say why not on standard error, as a reason may name paths and notes enter the docs."""
    general_count, dense_count, rounds = PEER_SAMPLE
    try:
        return measure_peer(name, general[:general_count], dense[:dense_count], rounds)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{name}: {_last_line(error) if isinstance(error, subprocess.SubprocessError) else error}", file=sys.stderr)
        return None


# ---- figures


def _own_figures(own: Measured, dense: Sequence[DenseText]) -> list[Figure]:
    written = sum(text.claims for text in dense) / len(dense)
    return [
        at_least("tollbook, general articles a second", own.general, GENERAL_GOAL),
        Figure(what="tollbook, general MB a second", shown=f"{own.general_mb:.1f}"),
        at_least("tollbook, dense articles a second", own.dense, DENSE_GOAL),
        Figure(what="tollbook, dense MB a second", shown=f"{own.dense_mb:.2f}"),
        Figure(what="tollbook, claims read in a dense article", shown=f"{own.found:.1f} of {written:.1f} written"),
    ]


def _peer_figures(name: str, peer: Measured, own: Measured) -> list[Figure]:
    found = [Figure(what=f"{name}, quantities found in a dense article", shown=f"{peer.found:.1f}")] if name == "quantulum3" else []
    return [
        Figure(what=f"{name}, general articles a second", shown=f"{peer.general:.1f} ({peer.general_mb:.3f} MB)"),
        Figure(what=f"{name}, dense articles a second", shown=f"{peer.dense:.1f} ({peer.dense_mb:.3f} MB)"),
        *found,
        _general_ratio(name, own.general / peer.general, decides=name == "spaCy"),
        Figure(what=f"tollbook over {name}, dense", shown=f"{own.dense / peer.dense:,.1f} times"),
    ]


def _general_ratio(name: str, ratio: float, *, decides: bool) -> Figure:
    """Return the ratio on general news. A stand-in for spaCy's model shows the goal, and leaves open whether it is reached."""
    what = f"tollbook over {name}, general"
    if decides:
        return at_least(what, ratio, SPACY_GOAL, unit=" times")
    goal = f">= {SPACY_GOAL} times the model" if name == STAND_IN else ""
    return Figure(what=what, shown=f"{ratio:,.0f} times", goal=goal)


def measure(*, peers: bool = True) -> Section:
    """Measure all systems in one run, the peers on a part of the same texts."""
    pinned = pin_to_one_core()
    general_count, dense_count, rounds = OWN_SAMPLE
    general, dense = take_general(general_count), take_dense(dense_count)
    missing = set_up_peers() if peers else "the comparison was left out on request"
    own = measure_tollbook(general, dense, rounds)
    figures = _own_figures(own, dense)
    sizes = [f"{len(texts):,} {kind} ({_megabytes(texts) * 1000 / len(texts):.1f} kB each)" for kind, texts in _kinds(general, dense)]
    notes = [
        f"One process, {pinned}; processor time, median of {rounds} rounds over {' and '.join(sizes)}. The other libraries: "
        f"{PEER_SAMPLE[2]} rounds over the first {PEER_SAMPLE[0]} and {PEER_SAMPLE[1]} of them.",
        f"tollbook's rounds range over {own.spread} articles a second; a wide range tells of other work on the machine.",
    ]
    if missing:
        return Section(title="Speed", figures=figures, notes=[*notes, f"No other library was measured: {missing}."])
    for name, shown in (("quantulum3", "quantulum3"), ("spacy", "spaCy")):
        peer = _try_peer(name, general, dense)
        if peer is None:
            notes.append(f"{shown} was not measured: it failed.")
            continue
        called = STAND_IN if peer.stand_in else shown
        figures += _peer_figures(called, peer, own)
        notes.append(f"{called}: {peer.what}.")
        if peer.stand_in:
            notes.append(_UNTRAINED)
    return Section(title="Speed", figures=figures, notes=notes)


_UNTRAINED = (
    "The small English model of spaCy was **not** measured: the package index does not carry it. In its place runs spaCy with the layers "
    "of its parser as the model's configuration states them, untrained. They parse nothing rightly, but do the same arithmetic; how near "
    "their time is to the trained model's is not known. Named entities, lemmas and attribute rules are left out, which favors spaCy."
)


def _kinds(general: Sequence[str], dense: Sequence[DenseText]) -> tuple[tuple[str, Sequence[str]], ...]:
    return ("general", general), ("dense", [each.text for each in dense])
