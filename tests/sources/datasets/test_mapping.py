"""Mapping files: a sound one reads any table, a faulty one is refused with every fault and the nearest key."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tollbook.core.errors import DatasetError
from tollbook.core.rows import Row
from tollbook.sources.datasets.importing import read_rows
from tollbook.sources.datasets.mapping import load_mapping, mapping_of, units_of
from tollbook.vocab.tables import load_table

SOUND: dict[str, Any] = {
    "name": "ledger-of-x",
    "kind": "cumulative",
    "date": "day",
    "start": date(2022, 2, 24),
    "value": "n",
    "category": {"column": "what", "values": {"dead": "killed", "all": ["killed", "wounded"], "guns": "artillery"}},
    "force": {"column": "side", "values": {"reds": "RUS"}},
    "source": "UKR-GS",
}
COLUMNS = ["day", "n", "what", "side"]


def faults(**changes: Any) -> str:
    with pytest.raises(DatasetError) as caught:
        mapping_of({key: value for key, value in {**SOUND, **changes}.items() if value is not None})
    return str(caught.value)


def rows_of(tmp_path: Path, mapping: str, table: str) -> list[Row]:
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    found = list(read_rows(tmp_path / "t.csv", profile="csv", mapping=tmp_path / "m.toml"))
    rows = [row for row in found if isinstance(row, Row)]
    assert len(rows) == len(found), found
    return rows


def test_a_long_table_is_read_by_its_mapping(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        """
        name = "ledger-of-x"
        kind = "flow"
        dates = ["dmy"]
        thousands = true
        start = "from"
        end = "to"
        value = "n"
        low = "min"
        high = "max"
        category = { column = "what", values = { dead = "killed", all = ["killed", "wounded"], guns = "artillery" } }
        force = { column = "side", values = { reds = "RUS" } }
        source = { column = "who" }
        population = { column = "whom", values = { locals = "civilian" } }
        outcome = { column = "fate" }
        hedge = "exact"
        place = "where"
        url = "link"
        ignore = ["remark"]
        """,
        "from,to,n,min,max,what,side,who,whom,fate,where,link,remark\n"
        '1/2/2023,3/2/2023,"1,200",,,dead,reds,Reuters,locals,,Kherson,https://example.org,late\n'
        "1/2/2023,3/2/2023,,3,5,guns,Ukraine,somebody,,Destroyed,,,\n",
    )
    first, second = (row.reading.claims[0] for row in rows)
    assert (first.quantity.stated, first.measure.population, first.measure.unit) == (1200, "civilian", "person")
    assert first.force is not None
    assert first.force.id == "RUS"
    assert first.attribution[0].source == "reuters"
    assert first.place is not None
    assert first.period.start == date(2023, 2, 1)
    assert (second.quantity.low, second.quantity.high, second.measure.outcome, second.measure.unit) == (3, 5, "destroyed", "item")
    assert second.force is not None
    assert second.force.id == "UKR"
    assert second.attribution[0].source is None
    assert rows[0].reading.reader_version == "dataset/csv.ledger-of-x/1"
    assert "remark" not in rows[0].reading.document.text


def test_a_wide_table_has_a_figure_for_each_column(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        """
        name = "wide"
        kind = "cumulative"
        start = 2022-02-24
        date = "day"
        force = "UKR"
        source = "UKR-PRES"
        [[figure]]
        value = "dead"
        category = "killed"
        hedge = { column = "how", values = { "up to" = "up_to" } }
        [[figure]]
        value = "tanks"
        category = "tank"
        outcome = "destroyed"
        """,
        "day,dead,how,tanks\n2024-02-25,31000,up to,7\n",
    )
    dead, tanks = rows[0].reading.claims
    assert (dead.quantity.hedge, dead.quantity.low) == ("up_to", 0)
    assert tanks.measure.outcome == "destroyed"
    assert rows[0].cells == ("wide|2024-02-25|dead", "wide|2024-02-25|tanks")


def test_the_sound_mapping_is_sound() -> None:
    assert mapping_of(SOUND).form_for(COLUMNS).title == "ledger-of-x"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"catagory": "killed"}, "unknown key 'catagory'; did you mean 'category'?"),
        ({"name": None}, "no name"),
        ({"name": "oryx"}, "that of a profile"),
        ({"name": "Not a Name"}, "is no name"),
        ({"kind": "sum"}, "kind: 'sum' is not known"),
        ({"kind": None}, "no kind"),
        ({"date": None}, "no date"),
        ({"end": "day"}, "expected one of them"),
        ({"value": None}, "no value"),
        ({"source": None}, "no source"),
        ({"force": None}, "no force"),
        ({"category": None}, "no category"),
        ({"category": "kiled"}, "did you mean 'killed'?"),
        ({"category": {"column": "what"}}, "a column needs values"),
        ({"category": {"column": "what", "valeus": {}}}, "is no category"),
        ({"category": ["killed", "tank"]}, "different units"),
        ({"unit": "persons"}, "did you mean 'person'?"),
        ({"hedge": "circa"}, "hedge: 'circa' is not known"),
        ({"hedge": {"column": "how"}}, "a column needs values"),
        ({"outcome": {"column": "o", "values": {"x": "burnt"}}}, "outcome: 'burnt' is not known"),
        ({"dates": ["ymd"]}, "dates: 'ymd' is not known"),
        ({"delimiter": ",,"}, "no single character"),
        ({"theatre": "russia-ukraine"}, "did you mean 'russia-ukraine-2022'?"),
        ({"thousands": "yes"}, "is no flag"),
        ({"ignore": "all"}, "is no texts"),
        ({"figure": [{"vlue": "n"}]}, "figure 1: unknown key 'vlue'"),
        ({"figure": "n"}, "expected tables"),
        ({"category": 5}, "is no category"),
        ({"category": [5]}, "is no category"),
        ({"force": {"column": 5}}, "is no names"),
        ({"start": 5}, "is no day"),
    ],
)
def test_a_fault_is_named_with_the_way_out(changes: dict[str, Any], words: str) -> None:
    assert words in faults(**changes)


def test_all_faults_are_named_at_once() -> None:
    assert "2 more" in faults(kind="sum", hedge="circa", unit="persons")


def test_a_column_that_the_file_lacks_is_named_with_the_nearest() -> None:
    with pytest.raises(DatasetError, match=r"no column 'what'.*did you mean 'whta'"):
        mapping_of(SOUND).form_for(["day", "n", "whta", "side"])


def test_a_column_that_nobody_named_is_an_error_with_its_line() -> None:
    with pytest.raises(DatasetError, match=r'ignore = \["extra"\]'):
        mapping_of(SOUND).form_for([*COLUMNS, "extra"])


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"name = ", "no TOML"), (b"\xff\xfe", "no TOML"), (b"#" * 300_000, "bytes"), (b"a = " + b"[" * 100_000, "no TOML")],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=words):
        load_mapping(path)
    with pytest.raises(DatasetError, match="can't be read"):
        load_mapping(tmp_path / "none.toml")


def test_every_key_of_the_table_is_explained() -> None:
    table = load_table("datasets/mapping")
    assert all(row["means"] for part in ("file", "figure") for row in table[part].values())
    assert units_of()["killed"] == "person"
