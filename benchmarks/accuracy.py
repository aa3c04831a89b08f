"""Score the reader on outside texts in a folder that is no part of the project: `python -m benchmarks accuracy --data FOLDER`.

FOLDER holds JSON lines, each with `id`, `text`, `gold` and `meta`: `fakes.jsonl` (FA-KES: killed in an article's leading incident),
`muc.jsonl` (MUC-3/4 keys), `mod_pages.jsonl` (General Staff releases), `polnear.jsonl` (attributions), `news.jsonl` (general news), and
`recognizers_number.jsonl`, `_range`, `_percent` (cases of a number recognizer). A missing file is left out. Beside the folder stands
`score.py`, which scores the texts by the published contract alone; this module runs it, and `benchmarks/recognizers.py`, and shows what
they print. Figures may enter the docs; texts may not, and nothing of them is printed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import ROOT, Figure, Section, at_least, at_most

SECONDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One figure in a printed line: the line's first word, the pattern of the figure, its goal, and how it is called."""

    line: str
    pattern: str
    what: str
    floor: float | None = None
    ceiling: float | None = None
    digits: int = 3


GOALS = (
    Goal(line="fakes", pattern=r"total killed exact \S+ = ([\d.]+)", what="FA-KES, total killed exact", floor=0.82),
    Goal(line="fakes", pattern=r"civilians exact \S+ = ([\d.]+)", what="FA-KES, civilians killed exact"),
    Goal(line="muc", pattern=r"\bR ([\d.]+)", what="MUC-3/4, recall of killed and wounded", floor=0.75),
    Goal(line="muc", pattern=r"\bP ([\d.]+)", what="MUC-3/4, precision", floor=0.45),
    Goal(line="mod_pages", pattern=r"totals \S+ = ([\d.]+)", what="General Staff releases, totals", floor=0.99, digits=4),
    Goal(line="mod_pages", pattern=r"increments \S+ = ([\d.]+)", what="General Staff releases, increments", floor=0.99, digits=4),
    Goal(line="polnear", pattern=r"= ([\d.]+)", what="PolNeAR, sources of number-bearing attributions", floor=0.65),
    Goal(line="news", pattern=r"articles ([\d.]+)", what="general news, claims per 1,000 articles without a war", ceiling=12, digits=1),
    Goal(line="news", pattern=r"; ([\d.]+) articles/s", what="general news, articles a second (wall clock)", digits=0),
    Goal(line="number:", pattern=r"= ([\d.]+)", what="Recognizers-Text, cardinal numbers", floor=0.95),
    Goal(line="range:", pattern=r"= ([\d.]+)", what="Recognizers-Text, ranges", floor=0.95),
    Goal(line="percent:", pattern=r"= ([\d.]+)", what="Recognizers-Text, percent", floor=0.95),
)


def _printed(command: list[str]) -> list[str]:
    """Run a scorer and return the lines that it prints. What it writes beside them may quote the texts, and is dropped."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise RuntimeError(f"a scorer ended with {done.returncode}: {said[-1] if said else ''}")
    return done.stdout.splitlines()


def read_figures(lines: list[str]) -> list[Figure]:
    """Return the figures that printed lines hold, with their goals; a set that was scored without one is told.

    >>> read_figures(["fakes      total killed exact 410/500 = 0.820; civilians exact 5/9 = 0.556"])[0]
    Figure(what='FA-KES, total killed exact', shown='0.820', goal='>= 0.820', reached=True)
    """
    figures: list[Figure] = []
    for goal in GOALS:
        line = next((line for line in lines if line.split()[:1] == [goal.line]), None)
        if line is None:
            continue
        match = re.search(goal.pattern, line)
        figures.append(
            Figure(what=goal.what, shown="not measured", goal=line, reached=False)
            if match is None
            else _figure(goal, float(match.group(1)))
        )
    return figures


def _figure(goal: Goal, value: float) -> Figure:
    if goal.floor is not None:
        return at_least(goal.what, value, goal.floor, digits=goal.digits)
    if goal.ceiling is not None:
        return at_most(goal.what, value, goal.ceiling, digits=goal.digits)
    return Figure(what=goal.what, shown=f"{value:.{goal.digits}f}")


def measure(folder: Path) -> Section:
    """Score every set that the folder holds. Raises FileNotFoundError without the folder or its scorer."""
    folder = folder.resolve()
    scorer = folder.parent / "score.py"
    for needed in (folder, scorer):
        if not needed.exists():
            raise FileNotFoundError(f"{needed} is not there; --data names the folder of outside texts, and score.py stands beside it")
    sets = [name for name in ("fakes", "muc", "mod_pages", "polnear", "news") if (folder / f"{name}.jsonl").exists()]
    lines = _printed([sys.executable, str(scorer), "--data", str(folder), *sets]) if sets else []
    if all((folder / f"recognizers_{kind}.jsonl").exists() for kind in ("number", "range", "percent")):
        lines += _printed([sys.executable, "-m", "benchmarks.recognizers", "--data", str(folder)])
    notes = ["A part of each set is held out and not in these figures; no text of any set is in this project."]
    return Section(title="Accuracy on outside texts", figures=read_figures(lines), notes=notes)
