"""A regular release is read by its theatre's template: every row's total and increment, the heading's period; and prose is no release."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.releases import rows as rows_module
from tollbook.reading.releases.rows import find_release
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import load_theatre

RELEASES = load_theatre("russia-ukraine-2022").releases

ENGLISH = """The total combat losses of the enemy from 24.02 to 17.09 were approximately:
personnel ‒ about 54321 (+210) persons were liquidated,
tanks ‒ 2111 (+9),
APV ‒ 4555 (+12) од,
artillery systems – 1333 (+4),
MLRS - 301 (+0),
Anti-aircraft warfare systems ‒ 159 (+1),
aircraft – 252,
helicopters – 214 (+1),
UAV operational-tactical level ‒ 888 (+7),
cruise missiles ‒ 232 (+1),
warships / boats ‒ 15 (+0),
vehicles and fuel tanks ‒ 3444 (+21),
special equipment ‒ 117 (+2).
Data are being updated."""

UKRAINIAN = """Загальні бойові втрати противника з 24.02.22 по 05.05.26 орієнтовно склали:
• особового складу — близько 1 312 450 (+1 020) осіб
• танків — 11 911 (+2) од
• бойових броньованих машин — 24 502 (+5) од
• артилерійських систем — 41 003 (+33) од
• РСЗВ — 1 754 (+1) од
• засоби ППО — 1 345 (+0) од
• літаків — 436 (+0) од
• гелікоптерів — 350 (+1) од
• БпЛА оперативно-тактичного рівня — 201 007 (+1 500)
• крилаті ракети — 4 508 (+8)
• кораблі/катери — 33 (+0) од
• підводні човни — 2 (+0) од
• автомобільної техніки та автоцистерн — 91 100 (+210) од
• спеціальна техніка — 4 113 (+1)
• наземних робототехнічних комплексів — 77 (+9)
Дані уточнюються."""

PROSE = (
    "The total combat losses of the Russian forces between 24 February 2022 and 12 March 2025 are estimated to be as follows: "
    "approximately 812,340 (+1,110) military personnel; 9,001 (+12) tanks; 18,002 (+31) armoured combat vehicles; "
    "21,003 (+44) artillery systems; 1,204 (+2) multiple-launch rocket systems; 366 (+0) fixed-wing aircraft; "
    "33,011 (+98) vehicles and fuel tankers. The enemy fired 12 cruise missiles and 3 ships left port."
)


def read(text, published=None):
    return find_release(text, RELEASES, published)


def figures(rows):
    return {",".join(sorted(row.categories)): (row.total, row.increment) for row in rows}


@pytest.mark.parametrize("example", load_table("releases")["example"], ids=lambda example: example["text"][:40])
def test_every_example_of_the_table_is_read_so(example):
    rows = [[row.label, row.total, *([] if row.increment is None else [row.increment])] for row in read(example["text"])]
    assert rows == example["rows"]


def test_the_english_release_is_read_row_by_row():
    assert figures(read(ENGLISH)) == {
        "killed": (54321, 210),
        "tank": (2111, 9),
        "afv": (4555, 12),
        "artillery": (1333, 4),
        "mlrs": (301, 0),
        "air_defence": (159, 1),
        "aircraft": (252, None),
        "helicopter": (214, 1),
        "uav": (888, 7),
        "missile": (232, 1),
        "ship": (15, 0),
        "fuel_truck,vehicle": (3444, 21),
        "special_equipment": (117, 2),
    }


def test_the_ukrainian_release_is_read_row_by_row_in_all_fifteen_categories():
    rows = read(UKRAINIAN)
    assert len(rows) == 15
    assert figures(rows)["killed,wounded"] == (1312450, 1020)
    assert figures(rows)["uav"] == (201007, 1500)
    assert figures(rows)["submarine"] == (2, 0)
    assert figures(rows)["ground_robot"] == (77, 9)


def test_prose_with_the_number_before_its_noun_is_read_and_what_follows_the_release_is_not():
    assert figures(read(PROSE)) == {
        "killed,wounded": (812340, 1110),
        "tank": (9001, 12),
        "afv": (18002, 31),
        "artillery": (21003, 44),
        "mlrs": (1204, 2),
        "aircraft": (366, 0),
        "fuel_truck,vehicle": (33011, 98),
    }


@pytest.mark.parametrize("text", [ENGLISH, UKRAINIAN, PROSE])
def test_spans_quote_the_figures_as_printed(text):
    for row in read(text):
        digits = "".join(c for c in text[slice(*row.total_span)] if c.isdigit())
        assert int(digits) == row.total
        assert row.label in text[slice(*row.row_span)]
        assert row.row_span[0] <= row.total_span[0] < row.total_span[1] <= row.row_span[1]
        if row.increment_span is not None:
            written = text[slice(*row.increment_span)]
            assert int("".join(c for c in written if c.isdigit())) == row.increment


def test_the_heading_is_a_span_of_its_own_before_the_rows():
    for text in (ENGLISH, UKRAINIAN, PROSE):
        rows = read(text)
        assert {row.header_span for row in rows} == {rows[0].header_span}
        assert text[slice(*rows[0].header_span)].endswith(":")
        assert rows[0].header_span[1] <= rows[0].row_span[0]


def test_liquidated_counts_the_killed_and_keeps_the_term():
    (people,) = [row for row in read(ENGLISH) if row.unit == "person"]
    assert (people.categories, people.term) == (frozenset({"killed"}), "liquidated")


def test_personnel_without_a_term_is_killed_and_wounded():
    (people,) = [row for row in read(UKRAINIAN) if row.unit == "person"]
    assert (people.categories, people.term) == (frozenset({"killed", "wounded"}), "losses")


def test_materiel_is_lost_and_people_have_no_outcome():
    assert {(row.unit, row.outcome) for row in read(ENGLISH)} == {("person", None), ("item", "lost")}


def test_the_claimant_and_the_force_are_the_templates():
    assert {(row.claimant, row.force, row.increment_days) for row in read(ENGLISH)} == {("UKR-GS", "RUS", 1)}


def test_a_rows_own_hedge_goes_before_the_headings():
    rows = {row.label: row for row in read(ENGLISH.replace("about 54321", "more than 54321"))}
    assert rows["personnel"].hedge == "over"
    assert rows["tanks"].hedge == "about"


def test_without_a_hedge_figures_are_exact():
    rows = read("Combat losses of the enemy on 11.06.2024: tanks - 12 (+1), MLRS - 4, helicopters - 3 (+1)")
    assert {row.hedge for row in rows} == {"exact"}


@pytest.mark.parametrize("dash", ["-", "‐", "‑", "‒", "–", "—", "−", ":", " - ", " — ", "- "])
def test_every_dash_parts_a_label_from_its_figure(dash):
    rows = read(f"Combat losses of the enemy: tanks{dash}12 (+1), MLRS{dash}4 (+2), helicopters{dash}3 (+3)")
    assert [(row.total, row.increment) for row in rows] == [(12, 1), (4, 2), (3, 3)]


@pytest.mark.parametrize(
    "written", ["826820", "826 820", "826,820", "826.820", "826\u00a0820", "826\u202f820", "826\u2009820", "826 тис. 820"]
)
def test_thousands_are_separated_in_every_way(written):
    rows = read(f"Бойові втрати ворога: особового складу - близько {written} (+1500) осіб, танків - 9 (+1), РСЗВ - 3 (+0)")
    assert (rows[0].total, rows[0].increment) == (826820, 1500)


@pytest.mark.parametrize(
    ("written", "increment"),
    [("(+5)", 5), ("(+ 5)", 5), ("(-2)", -2), ("(\u22122)", -2), ("(0)", 0), ("(+1,250)", 1250), ("(+5 over the day)", 5), ("", None)],
)
def test_an_increment_has_its_sign_and_may_be_missing(written, increment):
    rows = read(f"Combat losses of the enemy: tanks - 120 {written}, MLRS - 4, helicopters - 3")
    assert (rows[0].total, rows[0].increment) == (120, increment)


def test_people_without_a_label_may_stand_before_the_rows():
    rows = read("Бойові втрати ворога на 11.06.2024: близько 8 тис. 815 осіб (+35); танків — 120 (+1); РСЗВ — 15; гелікоптерів — 4.")
    assert (rows[0].unit, rows[0].total, rows[0].increment) == ("person", 8815, 35)
    assert len(rows) == 4


def test_rows_in_two_languages_are_read_once():
    text = ENGLISH.replace("\ntanks ‒", "\nтанків / tanks ‒").replace("personnel ‒ about", "особового складу / personnel ‒ близько / about")
    assert figures(read(text)) == figures(read(ENGLISH))


def test_an_unknown_label_that_ends_in_a_known_one_does_not_end_the_release():
    rows = read("Combat losses of the enemy: tanks - 12 (+1), MLRS - 4 (+1), captured tanks - 2 (+1), helicopters - 3 (+1)")
    assert figures(rows) == {"tank": (12, 1), "mlrs": (4, 1), "helicopter": (3, 1)}


def test_two_releases_in_one_text_are_both_read():
    later = ENGLISH.replace("17.09", "18.09").replace("54321 (+210)", "54500 (+179)")
    rows = read(f"{ENGLISH}\n\n{later}", date(2022, 9, 18))
    assert [row.total for row in rows if row.unit == "person"] == [54321, 54500]
    assert {row.end for row in rows} == {date(2022, 9, 17), date(2022, 9, 18)}


def test_vehicles_and_fuel_tanks_may_be_two_rows_as_in_the_first_months():
    heading = "Combat losses of the enemy from 24.02 to 20.04:"
    rows = read(f"{heading} vehicles ‒ 1500 (+6), boats / cutters ‒ 8 (+0), fuel tanks ‒ 76 (+0), mobile SRBM system - 4.")
    assert figures(rows) == {"vehicle": (1500, 6), "ship": (8, 0), "fuel_truck": (76, 0), "missile_launcher": (4, None)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The army lost 12 tanks, 4 helicopters and 3 ships, officials said.",
        "Combat losses of the enemy are growing. Two tanks burned.",
        "The total combat losses of the enemy are unknown, and the losses of the Russian army from the spring are disputed.",
        "Бойові втрати ворога зростають. Знищено 2 танки.",
        "Combat losses of the enemy: he was hit by missiles 12 times, by tanks 4 times and by ships 3 times.",
        "Losses of the fund from 24.02 to 01.08: bonds - 12 (+1), shares - 4 (+2), tanks of fuel - 3 (+1)",
    ],
)
def test_what_is_no_release_has_no_rows(text):
    assert read(text, date(2024, 1, 1)) == []


def test_a_heading_far_from_its_rows_or_after_another_is_still_found():
    note = "Losses of the enemy from 24.02 are dated. " * 9
    rows = read(f"{note}Total combat losses of the enemy from 24.02.22 to 01.08.23: tanks - 12 (+1), MLRS - 4, helicopters - 3")
    assert [(row.label, row.total) for row in rows] == [("tanks", 12), ("MLRS", 4), ("helicopters", 3)]


def test_without_a_template_there_is_no_release():
    assert find_release(ENGLISH, ()) == []


@given(
    st.lists(st.tuples(st.integers(0, 2_000_000), st.integers(0, 9_999)), min_size=3, max_size=6),
    st.sampled_from(["", ",", " "]),
    st.sampled_from([" - ", " ‒ ", ": "]),
)
def test_any_figures_come_back_as_printed(pairs, separator, dash):
    """The law of the template: what is printed is read, whatever the figures and their spelling."""
    labels = ["personnel", "tanks", "APV", "MLRS", "helicopters", "cruise missiles"]
    lines = [f"{label}{dash}{total:,} (+{more:,})".replace(",", separator) for label, (total, more) in zip(labels, pairs, strict=False)]
    rows = read("Combat losses of the enemy from 24.02.22 to 01.08.23:\n" + ",\n".join(lines))
    assert [(row.total, row.increment) for row in rows] == pairs


@given(st.text(max_size=300))
def test_any_text_after_a_heading_is_searched_without_fault(text):
    for row in read(f"Combat losses of the enemy: {text}", date(2024, 1, 1)):
        assert row.total >= 0


class Looking:
    """A pattern that counts the characters that it is asked to look at."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.looked_at = pattern, 0

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        self.looked_at += max(end - start, 0)
        return self.pattern.search(text, start, end)

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        self.looked_at += max(end - start, 0)
        return self.pattern.match(text, start, end)


def test_what_is_looked_at_grows_with_the_text_and_not_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings without rows are the worst case: each is searched on, and none for long."""
    (release,) = (one for one in RELEASES if find_release(ENGLISH, (one,)))
    template = rows_module._template(release)

    def looked_at(copies: int) -> int:
        patterns = Looking(template.label_first), Looking(template.value_first)
        made = replace(template, label_first=patterns[0], value_first=patterns[1])
        monkeypatch.setattr(rows_module, "_template", lambda _: made)
        assert find_release("total combat losses from 24.02 " * copies, (release,)) == []
        return sum(pattern.looked_at for pattern in patterns)

    assert 0 < looked_at(4_000) <= 9 * looked_at(500)
