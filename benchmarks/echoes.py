"""Find planted echoes among articles: python -m benchmarks.echoes [--articles 120000] [--seed 1] [--reworded 0.12] [--write-docs]

Recall: of the planted copies, cuts, rewrites and quotations, how many stand in a group with the article that they echo. Precision: of the
articles that were put beside another one, how many belong to its family. Growth: processor time an article at the whole size over that
at a quarter of it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.echo_texts import REWORDED, Made, make_articles
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_least, at_most, machine, write_between_markers
from tollbook.core.types import document_id
from tollbook.scale.echoes.finding import Found, find_echoes
from tollbook.scale.echoes.texts import Article

GROWTH_GOAL = 1.3


@dataclass(slots=True, kw_only=True)
class Score:
    """What was found of what was planted, by kind, and how much of what was found is right."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    members: int = 0
    right: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Return the share of the planted echoes that were found."""
        return sum(self.found.values()) / max(1, sum(self.planted.values()))

    @property
    def precision(self) -> float:
        """Return the share of right ones among the articles that were put beside another."""
        return self.right / max(1, self.members)


def score(made: list[Made], found: Found) -> Score:
    """Compare groups with what was planted."""
    by_id = {document_id(one.text): one for one in made}
    result = Score()
    for group in found.groups:
        first = by_id[group.first.article.document]
        for member in group.members[1:]:
            one = by_id[member.article.document]
            result.members += 1
            result.right += one.family == first.family
            if one.family != first.family:
                result.wrong.append((first.text, one.text))
    groups = _groups_of(found)
    originals = {one.family: document_id(one.text) for one in made if one.kind == "own"}
    texts = {one.family: one.text for one in made if one.kind == "own"}
    for document, one in by_id.items():
        original = originals.get(one.family)
        # The last family may be cut off, and two articles of one text are one document.
        if one.kind in ("own", "release") or original is None or original == document:
            continue
        result.planted[one.kind] += 1
        if not groups.get(document, set()).isdisjoint(groups.get(original, set())):
            result.found[one.kind] += 1
        else:
            result.missed.append((texts[one.family], one.text))
    return result


def _groups_of(found: Found) -> dict[str, set[int]]:
    """Return the groups in which each article stands: what quotes one group may be copied by another."""
    groups: dict[str, set[int]] = {}
    for nth, group in enumerate(found.groups):
        for member in group.members:
            groups.setdefault(member.article.document, set()).add(nth)
    return groups


def find(made: list[Made]) -> tuple[Found, float]:
    """Return the groups among articles, and the processor time of finding them."""

    def articles() -> Iterator[Article]:
        for one in made:
            yield Article(document=document_id(one.text), text=one.text, published=one.published)

    before = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        found = find_echoes(articles, folder=Path(folder))
    return found, time.process_time() - before


def measure(count: int, *, seed: int, reworded: float) -> Section:
    """Return the figures for so many articles."""
    seconds: dict[int, float] = {}
    _, seconds[count // 4] = find(make_articles(count // 4, seed=seed, reworded=reworded))
    made = make_articles(count, seed=seed, reworded=reworded)
    found, seconds[count] = find(made)
    scored = score(made, found)
    each = {size: spent / size * 1e6 for size, spent in seconds.items()}
    figures = [
        Figure(what="articles; planted echoes; groups", shown=f"{count:,}; {sum(scored.planted.values()):,}; {len(found.groups):,}"),
        at_least("recall", scored.recall, 0.95, digits=4),
        *(
            Figure(what=f"recall of {kind}", shown=f"{scored.found[kind] / planted:.4f} of {planted:,}")
            for kind, planted in sorted(scored.planted.items())
        ),
        at_least("precision", scored.precision, 0.98, digits=4),
        *(Figure(what=f"processor time an article, of {size:,}", shown=f"{spent:,.0f} microseconds") for size, spent in each.items()),
        at_most("growth: an article of all over one of a quarter", each[count] / each[count // 4], GROWTH_GOAL, digits=2, unit=" times"),
        Figure(
            what="peak memory, with the articles themselves", shown=f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000:,.0f} MB"
        ),
    ]
    return Section(title="Echoes among articles", figures=figures)


def main() -> int:
    """Measure, print; the exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.echoes", description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=120_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reworded", type=float, default=REWORDED, help="share of the words of a rewrite that are others")
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/echoes.md")
    options = parser.parse_args()
    print(machine(), flush=True)
    made = measure(options.articles, seed=options.seed, reworded=options.reworded)
    print(f"\n{as_text(made)}")
    if options.write_docs:
        write_between_markers(ROOT / "docs" / "echoes.md", "echoes", as_markdown([made], level=3))
    return 0 if all(figure.reached is not False for figure in made.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
