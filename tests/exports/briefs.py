"""Facts of briefs for tests: a ledger of invented claims, gathered without an engine, and an estimate made by hand beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from tests.ledger.samples import report, row
from tests.outlook.made import made_estimate
from tollbook.core.estimates import Influence
from tollbook.core.types import Attribution
from tollbook.exports.brief import Brief, Cell, Chart
from tollbook.exports.brief_facts import BriefFacts
from tollbook.flow.brief import BriefWanted, gather_brief
from tollbook.ledger.ledger import Ledger

FIRST, LAST = date(2031, 2, 1), date(2031, 3, 31)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="200"><text x="9" y="40" font-family="Arial">4,000</text></svg>'
HOSTILE = (
    '#import "x": y; $z$ <b onload=alert(1)>*q*</b> ]] [x](javascript:alert(1)) `code` | \\ " \' ![i](z) <n1> @ref {{1}} "); #panic("no")'
)


def sample_ledger(place: Path) -> Ledger:
    """Make a ledger of Norland's killed: an institute's reports, an echo, a ministry's count by day, a correction and a rejection."""
    ledger = Ledger.create(str(place), origin="desk.example/norland", clock=lambda: datetime(2031, 4, 1, tzinfo=UTC))
    first, echo = report(url="https://post.example/a"), report(title="Wexley falls", publisher="The Lantern")
    later = report("4,400", title="Later", day=date(2031, 3, 18), published=date(2031, 3, 19))
    wrong, none = report("9,900", title="A misprint", published=date(2031, 3, 12)), report("7", title="A game", published=date(2031, 3, 13))
    ledger.add([first, echo, later, wrong, none])
    ledger.add_rows(row({"killed": 5000 + 10 * day}, day=f"2031-03-{day:02}", nth=day) for day in range(1, 7))
    ledger.review(wrong.claims[0].id, "correct", by="Ada", why="a digit too many", change={"quantity.stated": 990})
    ledger.review(none.claims[0].id, "reject", by="Ada", why="no loss")
    return ledger


def wanted(force: str = "NOR") -> BriefWanted:
    """Return what the sample asks for: without a theatre no estimate is tried."""
    return BriefWanted(force=force, first=FIRST, last=LAST)


def sample_facts(folder: Path, *, estimated: bool = True) -> BriefFacts:
    """Return the facts of the sample ledger, with an estimate by hand over its statements."""
    with sample_ledger(folder / "ledger.db") as ledger:
        facts = gather_brief(ledger, wanted()).facts
    if not estimated:
        return facts
    names = tuple(sorted(facts.statements))
    made = made_estimate(days=80)
    influence = replace(made.influences[0], statements=names[:1])
    made = replace(made, statements=names, influences=(influence, *_weak(made.influences[0], names[1:])))
    chart = Chart(svg=SVG, alt="Norland's casualties rise", caption="Marks: figures as claimed.")
    window = {"casualties": made.at().total(), "killed": made.at().total("killed")}
    return replace(facts, estimate=made, window=window, refusal="", remedy="", chart=chart, left_out=(("a share, no count", 2),))


def _weak(one: Influence, names: tuple[str, ...]) -> tuple[Influence, ...]:
    return tuple(replace(one, statements=(name,), shift=0.01) for name in names)


def hostile_facts(folder: Path) -> BriefFacts:
    """Return facts whose title, publisher, address, source and reason are full of other languages' marks."""
    with sample_ledger(folder / "ledger.db") as ledger:
        speaker = Attribution(source=None, text=HOSTILE, voice="reported", cue="said")
        text = f"{HOSTILE} The men of {HOSTILE} said that 4,321 soldiers had been killed {HOSTILE}."
        made = report(
            "4,321",
            text=text,
            title=HOSTILE,
            publisher=HOSTILE,
            url="javascript:alert(1)",
            published=date(2031, 3, 20),
            attribution=(speaker,),
        )
        odd = report(
            "55", text="\u6f22\u5b57 \U0001f642 \x07 \ud800 55 killed", title="\u0639\u0631\u0628\u064a \u6f22", published=date(2031, 3, 21)
        )
        ledger.add([made, odd, report("66", title="Gone", published=date(2031, 3, 22))])
        ledger.review(made.claims[0].id, "correct", by=HOSTILE, why=HOSTILE, change={"quantity.stated": 4322})
        facts = gather_brief(ledger, wanted()).facts
    return replace(facts, force_name=HOSTILE, origin=HOSTILE, refusal=HOSTILE, remedy=HOSTILE)


def text_of(cell: Cell) -> str:
    """Return the words of a cell."""
    return "".join(run.text for run in cell)


def all_text(brief: Brief) -> str:
    """Return all words of a brief's cells, a cell a line."""
    return "\n".join(map(text_of, brief.cells()))
