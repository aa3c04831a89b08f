"""Compose a brief from its facts: choose what there is room for, word it, and give each number its note. Pure.

May not compute a quantity of its own but counts and the rise between two claims, which its notes say.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tollbook.core.display import counted, day_words, days_words, either, plain
from tollbook.core.estimate_display import factor_words, interval_words, rounded
from tollbook.core.estimates import Estimate, Marginal, Sensitivity, SourceSummary
from tollbook.exports.brief import Brief, Cell, Figure, Section, Table, Words
from tollbook.exports.brief_changes import audits_section, changes_section
from tollbook.exports.brief_facts import BriefFacts, Room, Said
from tollbook.exports.brief_notes import NoteBook
from tollbook.exports.brief_words import claimed_words, measured_words, role_words, speaks_words, spoken
from tollbook.vocab.naming import source_name

DEFINITION = "Casualties are killed and wounded, not the missing or captured."
NOT_A_COUNT = "An estimate under stated assumptions, never a count."


def compose(facts: BriefFacts, room: Room | None = None) -> Brief:
    """Return the brief that says of the facts what there is room for."""
    chosen = Room() if room is None else room
    notes = NoteBook(near=chosen.near)
    estimated = None if facts.estimate is None else notes.reserve(_how_estimated(facts.estimate, facts))
    title, standfirst = _title(facts, estimated), _standfirst(facts, estimated)
    headline = None if facts.estimate is None or estimated is None else _headline(facts, facts.estimate, estimated)
    rests_on = _rests_on(facts, estimated, notes, chosen)
    care = _care(facts, estimated, notes, chosen)
    changes = changes_section(facts, notes, chosen)
    audits = audits_section(facts, notes, chosen)
    sources = _sources(facts, estimated, notes, chosen)
    return Brief(
        title=title,
        plain_title="".join(run.text for run in title),
        standfirst=standfirst,
        masthead=("Tollbook brief", f"{facts.force_name}, {_measured(facts)}", days_words(facts.first, facts.last)),
        headline=headline,
        refusal=facts.refusal,
        chart=facts.chart,
        rests_on=rests_on,
        care=care,
        changes=changes,
        audits=audits,
        sources=sources,
        notes=notes.notes,
        colophon=_colophon(facts),
    )


def _measured(facts: BriefFacts) -> str:
    return measured_words(facts.measure)


def _title(facts: BriefFacts, estimated: int | None) -> Cell:
    until = day_words(facts.last if facts.estimate is None else facts.estimate.dates[-1])
    if facts.estimate is None or estimated is None:
        return (Words(text=f"{facts.force_name}: no estimate of {_measured(facts)} to {until}"),)
    total = facts.estimate.at().total(facts.estimate.quantities[0])
    middle = Figure(text=rounded(total.median), notes=(estimated,))
    return (Words(text=f"{facts.force_name}: an estimated "), middle, Words(text=f" {_measured(facts)} to {until}"))


def _standfirst(facts: BriefFacts, estimated: int | None) -> Cell:
    made = facts.estimate
    if made is None or estimated is None:
        return (Words(text=f"No estimate can be given: {plain(facts.refusal).rstrip('.')}. What was claimed, and by whom, stands below."),)
    total = made.at().total(made.quantities[0])
    since = f"since {day_words(made.start)}"
    return (
        Words(text="With a probability of 90% the number lies within "),
        Figure(text=interval_words(total, 0.9), notes=(estimated,)),
        Words(text=f" ({_counted(facts)} {since}), if the assumptions hold. {NOT_A_COUNT}"),
    )


def _counted(facts: BriefFacts) -> str:
    return "killed and wounded" if facts.measure == "casualties" else _measured(facts)


def _how_estimated(made: Estimate, facts: BriefFacts) -> str:
    return (
        f"Estimated from {counted(len(made.statements), 'statement')} on {facts.force_name} by model {made.model_version} with assumptions "
        f"{made.assumptions.id} and seed {made.seed}; `tollbook estimate --force {plain(made.force)} --measure {plain(made.measure)} "
        f"--explain` lists them all."
    )


def _headline(facts: BriefFacts, made: Estimate, estimated: int) -> Table:
    last = made.at()
    rows = [_marginal_row(made, quantity, "total", last.total(quantity), estimated) for quantity in made.quantities]
    for quantity, value in facts.window.items():
        rows.append(_marginal_row(made, quantity, days_words(facts.first, last.date), value, estimated))
    rows += [_marginal_row(made, quantity, "a day", last.rate(quantity), estimated) for quantity in made.quantities]
    return Table(
        caption=f"Estimated losses: in total to {day_words(last.date)}, in these days, a day at the end",
        head=("", "median", "50% interval", "90% interval"),
        rows=tuple(rows),
        widths=(1, 0, 0, 0),
        numeric=(1, 2, 3),
    )


def _marginal_row(made: Estimate, quantity: str, label: str, value: Marginal, estimated: int) -> tuple[Cell, ...]:
    first = quantity == made.quantities[0]
    name = measured_words(made.measure, quantity)
    return (
        (Words(text=f"{name}, {label}", strong=first),),
        (Figure(text=rounded(value.median), notes=(estimated,), strong=first),),
        (Figure(text=interval_words(value, 0.5), notes=(estimated,)),),
        (Figure(text=interval_words(value, 0.9), notes=(estimated,)),),
    )


def _rests_on(facts: BriefFacts, estimated: int | None, notes: NoteBook, room: Room) -> Section:
    made = facts.estimate
    heading = "What it rests on"
    if made is None or estimated is None:
        remedy = (Words(text="For an estimate: ", strong=True), Words(text=f"{spoken(facts.remedy).rstrip('.')}."))
        told: Cell = (Words(text="No estimate was made; what is told here are claims alone."),)
        return Section(heading=heading, paragraphs=(told, remedy) if facts.remedy else (told,))
    moved = _moved(facts, made)[: room.statements]
    quoted = [notes.of_entry(said.entry, said.claimant) for said in moved]
    notes.settle(estimated, quoted)
    anchors = either(source_name(source) for source in made.anchors).replace(" or ", " and ") or "a prior alone"
    points: list[Cell] = [
        (Words(text="Level pinned by: ", strong=True), Words(text=f"{plain(anchors)}. The claims fix the shape, not the level.")),
        (
            Words(text="Statements: ", strong=True),
            Figure(text=f"{len(made.statements):,}", notes=(estimated,)),
            Words(text=" used, each once however often repeated" + ("; those that moved it most: " if moved else "")),
            *_listed(moved, quoted),
            Words(text="."),
        ),
        (
            Words(text="Assumptions: ", strong=True),
            Words(text=f"{made.assumptions.id}, model {made.model_version}; "),
            Words(text=f"`tollbook assumptions --force {plain(made.force)}` prints them."),
        ),
        _computation(made, estimated),
    ]
    return Section(heading=heading, points=tuple(points))


def _listed(moved: Sequence[Said], quoted: Sequence[int]) -> Iterator[Words | Figure]:
    for nth, (said, number) in enumerate(zip(moved, quoted, strict=True)):
        if nth:
            yield Words(text="; ")
        yield Figure(text=f"{plain(said.claimant)}, {claimed_words(said.entry)}", notes=(number,))


def _moved(facts: BriefFacts, made: Estimate) -> list[Said]:
    """Return the statements of the estimate that the ledger still has, those that moved it most first."""
    weight: dict[str, float] = defaultdict(float)
    for one in made.influences:
        for statement in one.statements:
            weight[statement] = max(weight[statement], abs(one.shift))
    used = [statement for statement in made.statements if statement in facts.statements]
    return [facts.statements[statement] for statement in sorted(used, key=lambda one: (-weight[one], one))]


def _computation(made: Estimate, estimated: int) -> Cell:
    limit = made.assumptions.engine.khat_limit
    return (
        Words(text="Computation: ", strong=True),
        Words(text=f"{made.diagnosis.engine}, Pareto k "),
        Figure(text=f"{made.diagnosis.khat:.2f}", notes=(estimated,)),
        Words(text=f" (under {limit:.1f} is reliable)."),
    )


def _care(facts: BriefFacts, estimated: int | None, notes: NoteBook, room: Room) -> Section:
    points = [*_cautions(facts, estimated, notes)][: room.cautions]
    return Section(heading="Read with care", points=tuple(points))


def _cautions(facts: BriefFacts, estimated: int | None, notes: NoteBook) -> Iterator[Cell]:
    made = facts.estimate
    if made is not None and estimated is not None:
        yield (Words(text="Another anchor, another total. ", strong=True), *_most_moving(made, estimated, notes))
    yield (
        Words(text="Claims are not counts. ", strong=True),
        Words(
            text="Belligerents' figures are claims, and each side has reasons for its own. Sources read each other: agreement is no proof."
        ),
    )
    if facts.measure == "casualties":
        yield (Words(text="Who is counted. ", strong=True), Words(text=f"{DEFINITION} Sources differ in whom they count."))
    relays = [] if made is None else [one for one in made.source_summaries if one.relays is not None]
    if relays:
        names = either(source_name(one.source) for one in relays).replace(" or ", " and ")
        yield (
            Words(text="Relays. ", strong=True),
            Words(text=f"Figures of another source, passed on without weight of their own: {plain(names)}."),
        )
    if facts.left_out and estimated is not None:
        yield (Words(text="Left out. ", strong=True), *_left_out(facts, notes))
    if made is not None and estimated is not None and made.at().total(made.quantities[0]).median > 0:
        yield (
            Words(text="Rates are smoothed. ", strong=True),
            Words(text="A daily rate is a mean under a smooth curve; one day's losses scatter far more. None of this is a forecast."),
        )
    yield (
        Words(text="What may be missing. ", strong=True),
        Words(text=f"Only what stands in this ledger {facts.as_known} is told; a claim that nobody added is not here."),
    )


def _most_moving(made: Estimate, estimated: int, notes: NoteBook) -> Cell:
    quantity = made.quantities[0]
    middle = made.at().total(quantity).median
    mine = [one for one in made.sensitivities if one.quantity == quantity and one.median > 0]
    if not mine or middle <= 0:
        return (Words(text="The data alone fix the shape of the curve, hardly its level."),)

    def moved(one: Sensitivity) -> tuple[float, str, str]:
        return -abs(math.log(one.median / middle)), one.assumption, one.change

    most = min(mine, key=moved)
    assumption, change = (spoken(words) for words in (most.assumption, most.change))
    how = notes.computed(f"The same statements with another {assumption} ({change}), by reweighting.", (estimated,))
    bounds = f"{rounded(most.low)}\u2013{rounded(most.high)}"
    return (
        Words(text=f"With another {assumption} ({change}) the total would be "),
        Figure(text=f"{rounded(most.median)} (90%: {bounds})", notes=(how,)),
        Words(text="."),
    )


def _left_out(facts: BriefFacts, notes: NoteBook) -> Iterator[Words | Figure]:
    number = sum(count for _, count in facts.left_out)
    how = notes.computed("Counted by `tollbook estimate --explain`, which lists each with its reason.")
    yield Figure(text=counted(number, "statement"), notes=(how,))
    yield Words(text=": ")
    for nth, (reason, count) in enumerate(facts.left_out[:3]):
        yield Words(text=f"{'; ' if nth else ''}{spoken(reason)} (")
        yield Figure(text=f"{count:,}", notes=(how,))
        yield Words(text=")")
    yield Words(text="." if len(facts.left_out) <= 3 else "; and others.")


def _sources(facts: BriefFacts, estimated: int | None, notes: NoteBook, room: Room) -> Section:
    groups: dict[str, list[Said]] = defaultdict(list)
    for said in facts.statements.values():
        groups[said.source].append(said)
    summaries = {} if facts.estimate is None else {one.source: one for one in facts.estimate.source_summaries}
    ordered = sorted(groups, key=lambda source: (source not in summaries, -len(groups[source]), source))
    rows = [_source_row(facts, groups[source], summaries.get(source), estimated, notes) for source in ordered[: room.sources]]
    if not rows:
        return Section(heading="Sources", paragraphs=((Words(text="No source has said anything of this force and measure."),),))
    rest = len(ordered) - len(rows)
    paragraphs: tuple[Cell, ...] = ()
    if rest:
        how = notes.computed(f"Counted by `tollbook query '{facts.query}'`.")
        paragraphs = ((Words(text="And "), Figure(text=f"{rest:,}", notes=(how,)), Words(text=" more with fewer statements.")),)
    table = Table(
        caption=f"Who speaks of the losses of {facts.force_name}, as what, and how",
        head=("source", "is", "how it speaks", "statements", "latest", "says of 1 (90%)"),
        rows=tuple(rows),
        widths=(2.0, 1.7, 2.4, 0, 2.6, 0),
        numeric=(3, 5),
    )
    return Section(heading="Sources: who speaks, and how", table=table, paragraphs=paragraphs)


def _source_row(
    facts: BriefFacts, said: list[Said], summary: SourceSummary | None, estimated: int | None, notes: NoteBook
) -> tuple[Cell, ...]:
    latest = max(said, key=lambda one: (one.entry.claim.period.end or one.day or date.min, one.entry.seq))
    quoted = notes.of_entry(latest.entry, latest.claimant)
    role = latest.role if summary is None else summary.role
    relayed = "" if summary is None or summary.relays is None else plain(source_name(summary.relays))
    how = notes.computed(f"Counted by `tollbook query '{facts.query}'`, each statement once.")
    factor: Cell = (Words(text="not used" if summary is None else ""),)
    if summary is not None and estimated is not None:
        factor = _makes(summary, estimated)
    return (
        (Words(text=plain(latest.claimant), strong=True),),
        (Words(text=role_words(role)),),
        (Words(text=speaks_words(role, summary, relayed)),),
        (Figure(text=f"{len(said):,}", notes=(how,)),),
        (Figure(text=claimed_words(latest.entry), notes=(quoted,)),),
        factor,
    )


def _makes(summary: SourceSummary, estimated: int) -> Cell:
    value = summary.factor if summary.factor is not None else summary.coverage
    if value is None:
        return (Words(text="no weight"),)
    middle, bounds = factor_words(value)
    return (Figure(text=f"{middle} ({bounds})", notes=(estimated,)),)


def _colophon(facts: BriefFacts) -> str:
    return (
        f"Made by `tollbook brief` from the ledger {plain(facts.origin)} {facts.as_known}. No claim told here is called a fact; every "
        f"number leads to a note, and every note to a sentence or to the numbers that it was computed from."
    )
