"""Measure the rules that compare with series: python -m benchmarks.auditing --data FOLDER

FOLDER holds real series (figures alone): the General Staff's daily totals as JSON, their revisions, Britain's months, named deaths by week
and Oryx by type. They are not part of this project. The exit code is 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_least, at_most, machine, write_between_markers
from tollbook.auditing.audit import audit_readings
from tollbook.auditing.fingerprints import Fingerprint, date_lists, fingerprint_of
from tollbook.auditing.histories import first_sight, is_outlier, points_after, points_before
from tollbook.auditing.relays import CLOSE, LEAST_STRETCHES, Comparison, compare_series
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Attribution, Claim, Document, Force, HedgeKind, Measure, Period, Quantity, Reading, Span

PAGE = ROOT / "docs" / "evaluation.md"
DAY = timedelta(days=1)
ALARMS = ("falls", "stalls", "jumps")
LARGE = 0.2
CATEGORIES = {
    "personnel": "killed+wounded",
    "tank": "tank",
    "APC": "afv",
    "field artillery": "artillery",
    "MRL": "mlrs",
    "anti-aircraft warfare": "air_defence",
    "aircraft": "aircraft",
    "helicopter": "helicopter",
    "drone": "uav",
    "cruise missiles": "missile",
    "naval ship": "ship",
    "submarines": "submarine",
    "vehicles and fuel tanks": "vehicle+fuel_truck",
    "special equipment": "special_equipment",
    "ground robotic systems": "ground_robot",
}
LIST = {"killed+wounded": 1500, "vehicle+fuel_truck": 87, "uav": 51, "artillery+mlrs": 40, "apc+ifv": 11, "tank": 2, "special_equipment": 1}
LISTED_ON = date(2025, 1, 24)
ORYX = {
    "Tanks": "tank",
    "Infantry Fighting Vehicles": "APC",
    "Armoured Fighting Vehicles": "APC",
    "Armoured Personnel Carriers": "APC",
    "Self-Propelled Artillery": "field artillery",
    "Reconnaissance Unmanned Aerial Vehicles": "drone",
    "Aircraft": "aircraft",
    "Multiple Rocket Launchers": "MRL",
}


# ---- the data


def staff_columns(folder: Path) -> dict[str, Series]:
    """Return the General Staff's totals, a series for each column of the two files."""
    columns: dict[str, dict[date, int]] = {}
    for name in ("personnel", "equipment"):
        for row in json.loads((folder / f"russia_losses_{name}.json").read_text(encoding="utf-8")):
            for column, value in row.items():
                if column not in ("date", "day") and isinstance(value, int):
                    columns.setdefault(column, {})[date.fromisoformat(row["date"])] = value
    return {column: series(column, sorted(points.items())) for column, points in columns.items()}


def series(column: str, points: Sequence[tuple[date, float]], *, source: str = "UKR-GS") -> Series:
    """Return a cumulative series of Russian losses."""
    return Series(
        source=source,
        force="RUS",
        categories=frozenset(CATEGORIES.get(column, column).split("+")),
        unit="person" if column in ("personnel", "POW") else "item",
        kind="cumulative",
        points=tuple(SeriesPoint(day=day, value=value, ref=f"{column}|{day}") for day, value in points),
    )


def wrong_values(folder: Path, columns: dict[str, Series]) -> Iterator[tuple[Series, date, int, int]]:
    """Yield each wrong value of a cell once, with its series, its day and the value that the series holds now.

    A correction may itself be wrong and be taken back, so that "old" and "value" are both candidates: wrong is what the final series
    doesn't say. Cells of columns or days that were removed have no true value, and are left out.
    """
    seen = set()
    for line in (folder / "ua_daily_revisions_dev.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        day, column = event["key"].split("|")
        held = columns[column].at(date.fromisoformat(day)) if column in columns else None
        if held is None or event["event"] != "revised":
            continue
        for value in (event["old"], event["value"]):
            if value != held.value and (event["key"], value) not in seen:
                seen.add((event["key"], value))
                yield columns[column], held.day, value, int(held.value)


# ---- 1. typing errors


def measure_typing_errors(folder: Path, columns: dict[str, Series]) -> Section:
    """Judge every wrong value at first sight, and every clean cell as if it had just appeared."""
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for column, day, value, true in wrong_values(folder, columns):
        before, after = points_before(column, day), points_after(column, day)
        step = max(1, abs(true - before[-1].value)) if before else 1
        seen = first_sight(before, day, value) in ALARMS
        kinds = {
            "all": True,
            "large": abs(value - true) > LARGE * true,
            "step": abs(value - true) > LARGE * step,
            "later": True,
        }
        for kind in [kind for kind, counts in kinds.items() if counts]:
            asked[kind] += 1
            found[kind] += seen or (kind == "later" and is_outlier(before, value, after))
    alarms = Counter(first_sight(points_before(one, point.day), point.day, point.value) for one in columns.values() for point in one.points)
    cells, false = sum(alarms.values()), sum(alarms[kind] for kind in ALARMS)
    recall = {kind: found[kind] / asked[kind] for kind in asked}
    parts = {kind: f", {found[kind]} of {asked[kind]}" for kind in asked}
    kinds_of_alarm = ", ".join(f"{alarms[kind]} {kind}" for kind in ALARMS)
    return Section(
        title="Typing errors against a source's own history",
        figures=[
            at_least(f"errors over 20% of the true value{parts['large']}", recall["large"], 0.9, digits=3),
            shown(f"errors over 20% of the true day's rise{parts['step']}", recall["step"]),
            shown(f"all errors{parts['all']}", recall["all"]),
            shown(f"all errors, with the two days after{parts['later']}", recall["later"]),
            at_most(f"alarms per 500 clean cells, {false} of {cells:,}", 500 * false / cells, 1, digits=2),
        ],
        notes=[
            f"Alarms on clean cells: {kinds_of_alarm}. A fall takes back the figure of the day before, whoever erred.",
            "Each wrong value counts once, against the series as it is now. Half of the revisions are held out and not in these figures.",
        ],
    )


def shown(what: str, value: float) -> Figure:
    """Return a figure without a goal."""
    return Figure(what=what, shown=f"{value:.3f}")


# ---- 2. relays


def british_months(folder: Path) -> Series:
    """Return Britain's totals at the start of each month."""
    points = []
    for row in rows_of(folder / "uk_mod_monthly.csv"):
        day, month, year = map(int, row["date (at beginning of next month)"].split("/"))
        points.append((date(year, month, day), float(row["cumulative casualties"])))
    return series("personnel", points, source="GBR-MOD-DI")


def weekly(folder: Path, column: str) -> Series:
    """Return a column of the weekly deaths as running totals at the end of each ISO week."""
    points, total = [], 0.0
    for row in rows_of(folder / "meduza_2026_weekly.csv"):
        total += float(row[column] or 0)
        points.append((date.fromisocalendar(int(row["Year"]), int(row["Week"]), 7), total))
    return series("personnel", points, source=f"weekly {column}")


def oryx(folder: Path, kind: str) -> Series:
    """Return Oryx's totals of a type of Russian equipment on the days that changed it."""
    points = {
        date.fromisoformat(row["date_recorded"]): float(row["type_total"])
        for row in rows_of(folder / "daily_count.csv")
        if row["country"] == "Russia" and row["equipment_type"] == kind
    }
    return series(ORYX[kind], sorted(points.items()), source=f"Oryx {kind}")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def independent_pairs(folder: Path, columns: dict[str, Series]) -> Iterator[tuple[str, str, Series, Series]]:
    """Yield pairs that count independently of each other: what kind of pair, its name, and the two series."""
    staff = columns["personnel"]
    for column in ("BmzNow", "ED", "EDAssembled"):
        yield "real", f"weekly {column}", weekly(folder, column), staff
    yield "real", "weekly BmzNow, Britain", weekly(folder, "BmzNow"), british_months(folder)
    for kind, column in ORYX.items():
        yield "real", f"Oryx {kind}", oryx(folder, kind), columns[column]
    for seed in range(20):
        for width in (1, 7, 30):
            yield "simulated", f"seed {seed}, {width} days", *counted_twice(staff, seed, width)


def counted_twice(intensity: Series, seed: int, width: int) -> tuple[Series, Series]:
    """Return two counts of one war: both follow the same real intensity, each with Poisson noise of its own and its own coverage."""
    rng = random.Random(seed)
    shares = rng.uniform(0.3, 1.2), rng.uniform(0.3, 1.2)
    totals = [0, 0]
    points: tuple[list[tuple[date, float]], list[tuple[date, float]]] = ([], [])
    for earlier, later in zip(intensity.points, intensity.points[1:], strict=False):
        for at in (0, 1):
            mean = shares[at] * (later.value - earlier.value)
            totals[at] += round(rng.gauss(mean, mean**0.5))
            if at == 0 or (later.day - intensity.points[0].day).days % width == 0:
                points[at].append((later.day, totals[at]))
    return series("personnel", points[0], source="one"), series("personnel", points[1], source="other")


def relayed(intensity: Series, seed: int) -> tuple[Series, Series]:
    """Return a series and its relay by months, a few days late and each month rounded to tens a day."""
    rng = random.Random(seed)
    late, totals = rng.randrange(4), {point.day: point.value for point in intensity.points}
    first = intensity.points[0].day
    points, total = [], 0.0
    for number in range(12):
        start, end = first + 30 * number * DAY, first + 30 * (number + 1) * DAY
        total += 30 * round((totals[end] - totals[start]) / 30)
        points.append((end + late * DAY, total))
    return intensity, series("personnel", points, source="relay")


def measure_relays(folder: Path, columns: dict[str, Series]) -> Section:
    """Compare Britain's months with the General Staff, pairs that count independently, and simulated relays."""
    british = compare_series(columns["personnel"], british_months(folder))
    verdicts: dict[str, list[Comparison]] = {"real": [], "simulated": []}
    for kind, _, one, other in independent_pairs(folder, columns):
        verdicts[kind].append(compare_series(one, other))
    false = sum(found.verdict == "relay" for kind in verdicts.values() for found in kind)
    pairs = sum(found.verdict == "independent" for kind in verdicts.values() for found in kind)
    short = sum(found.verdict == "too_short" for kind in verdicts.values() for found in kind)
    passed_on = [compare_series(*relayed(columns["personnel"], seed)).verdict == "relay" for seed in range(4)]
    ratio = f"{british.close} of {british.stretches} months within {CLOSE} Poisson spreads, ratio {british.scale:.3f}"
    return Section(
        title="Relays",
        figures=[
            Figure(what=f"Britain's months: {ratio}", shown=british.verdict, goal="relay", reached=british.verdict == "relay"),
            Figure(what="chance of that among independent counts", shown=f"{british.chance:.0e}"),
            at_least("pairs that count independently, told apart", pairs, 20),
            at_most("of these and shorter ones, called a relay", false, 0),
            Figure(what="pairs too short to tell", shown=str(short)),
            Figure(what="simulated relays of 12 months found", shown=f"{sum(passed_on)} of {len(passed_on)}"),
            Figure(what="stretches needed for a verdict", shown=str(LEAST_STRETCHES)),
        ],
        notes=[
            f"Real pairs: {len(verdicts['real'])}, deaths by week and visually confirmed equipment against official claims. "
            f"Simulated: {len(verdicts['simulated'])}, one real intensity counted twice with independent noise, seeds 0 to 19."
        ],
    )


# ---- 3. fingerprints


def listed(figures: dict[str, float], day: date | None, hedge: HedgeKind = "exact") -> Reading:
    """Return a reading of a list of one day's losses."""
    claims = []
    for place, (categories, number) in enumerate(figures.items()):
        unit = "person" if "killed" in categories else "item"
        claims.append(
            Claim(
                id=categories,
                span=Span(document="list", start=place, end=place + 1),
                sentence=(0, 10),
                quantity=Quantity(stated=number, low=number, high=number, hedge=hedge, text=str(number)),
                measure=Measure(categories=frozenset(categories.split("+")), unit=unit),
                period=Period(kind="flow", start=None if day is None else day - DAY, end=day),
                attribution=(Attribution(source="UKR-MOD", text="", voice="reported"),),
                force=Force(id="RUS", text="Russian"),
            )
        )
    return Reading(document=Document.of("list"), claims=tuple(claims))


def rise(columns: Sequence[Series], categories: str, day: date) -> float:
    """Return how far the totals of some categories rose on a day; kinds of armored vehicles are one column."""
    wanted = {"afv"} if categories == "apc+ifv" else set(categories.split("+"))
    parts = [one for one in columns if one.categories <= wanted]
    values = [(one.at(day), one.at(day - DAY)) for one in parts]
    return sum(after.value - before.value for after, before in values if after is not None and before is not None)


def found_day(columns: Sequence[Series], figures: dict[str, float]) -> Fingerprint | None:
    """Return the day that a list is dated to, None where it isn't."""
    found = fingerprint_of(listed(figures, None).claims, columns)
    return found if found is not None and found.is_sure else None


def measure_fingerprints(columns: dict[str, Series]) -> Section:
    """Date one list, true lists of random days, and lists pieced together from several days of one month."""
    known = [columns[column] for column in CATEGORIES]
    reading = listed({name: float(number) for name, number in LIST.items()}, LISTED_ON)
    seed = fingerprint_of(reading.claims, known)
    start = time.perf_counter()
    findings = list(date_lists([reading], known))
    took = time.perf_counter() - start
    whole = time.perf_counter()
    audit_readings([reading], series=known)
    whole = time.perf_counter() - whole
    rng, lists = random.Random(7), 150
    right = wrong = false = 0
    first = date(2022, 6, 1)
    for _ in range(lists):
        day = first + rng.randrange(1500) * DAY
        found = found_day(known, {name: rise(known, name, day) for name in LIST})
        right += found is not None and found.day == day
        wrong += found is not None and found.day != day
        pieced = {name: rise(known, name, day + rng.randrange(-15, 16) * DAY) for name in LIST}
        false += found_day(known, pieced) is not None
    alone = seed is not None and seed.is_sure and seed.day == LISTED_ON and len(seed.matched) == len(LIST)
    return Section(
        title="Fingerprints",
        figures=[
            Figure(
                what="the list 1500, 87, 51, 40, 11, 2, 1", shown=findings[0].arithmetic, goal=f"7 of 7, {LISTED_ON} alone", reached=alone
            ),
            shown_of(f"whole lists of {lists} random days dated rightly", right, lists),
            shown_of("whole lists dated wrongly", wrong, lists),
            shown_of("lists pieced together from days of one month that are dated", false, lists),
            at_most("dating a list", 1000 * took, 1000, unit=" ms"),
            at_most(f"all rules on a text with 7 claims against {len(known)} series", 1000 * whole, 1000, unit=" ms"),
        ],
        notes=["A pieced list may share several figures with one day by itself; dating it is then no error of the arithmetic."],
    )


def shown_of(what: str, count: int, of: int) -> Figure:
    """Return a count without a goal."""
    return Figure(what=what, shown=f"{count} of {of}")


def main() -> int:
    """Measure all three and print them. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.auditing", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of real series")
    parser.add_argument("--write-docs", action="store_true", help="write the tables into docs/evaluation.md")
    options = parser.parse_args()
    folder = options.data
    columns = staff_columns(folder)
    print(machine(), flush=True)
    sections = []
    for section in (measure_typing_errors(folder, columns), measure_relays(folder, columns), measure_fingerprints(columns)):
        print(f"\n{as_text(section)}", flush=True)
        sections.append(section)
    if options.write_docs:
        write_between_markers(PAGE, "auditing", as_markdown(sections, level=3))
    return 0 if all(figure.reached is not False for section in sections for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
