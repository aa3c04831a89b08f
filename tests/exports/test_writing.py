"""Rows in their formats: harmless in CSV, to the letter elsewhere, valid when there are none."""

from __future__ import annotations

import csv
import io
import json
import math

from tollbook.exports.columns import columns_of
from tollbook.exports.writing import batches, finite, write_csv, write_graph, write_json, write_json_lines

COLUMNS = columns_of("claims")[:3]
ROWS = [{"claim_id": "=1+1", "doc_id": 'a "quoted", cell', "doc_url": None}, {"claim_id": -5, "doc_id": "two\nlines", "doc_url": 0.5}]


def test_csv_neutralizes_texts_and_leaves_numbers() -> None:
    text = io.StringIO()
    assert write_csv(COLUMNS, ROWS, text) == 2
    assert list(csv.reader(io.StringIO(text.getvalue()))) == [
        ["claim_id", "doc_id", "doc_url"],
        ["'=1+1", 'a "quoted", cell', ""],
        ["-5", "two\nlines", "0.5"],
    ]


def test_a_carriage_return_stays_in_its_cell_and_lines_end_with_a_line_feed() -> None:
    text = io.StringIO(newline="")
    write_csv(COLUMNS, [{"claim_id": "a\rb", "doc_id": "c\r\n", "doc_url": None}], text)
    assert text.getvalue() == 'claim_id,doc_id,doc_url\n"a\rb","c\r\n",\n'
    assert list(csv.reader(io.StringIO(text.getvalue(), newline="")))[1] == ["a\rb", "c\r\n", ""]


def test_hxl_has_a_row_of_tags_below_the_header() -> None:
    text = io.StringIO()
    write_csv(COLUMNS, [], text, tags=True)
    assert text.getvalue().splitlines()[1] == "#meta+id,#meta+id+doc,#meta+url"


def test_json_holds_the_same_rows_in_both_forms_and_to_the_letter() -> None:
    whole, lines = io.StringIO(), io.StringIO()
    assert (write_json(ROWS, whole), write_json_lines(ROWS, lines)) == (2, 2)
    assert json.loads(whole.getvalue()) == ROWS == [json.loads(line) for line in lines.getvalue().splitlines()]


def test_nothing_is_valid_in_every_form() -> None:
    made = [io.StringIO() for _ in range(4)]
    assert [write_csv(COLUMNS, [], made[0]), write_json([], made[1]), write_json_lines([], made[2]), write_graph({}, [], made[3])] == [
        0
    ] * 4
    assert made[0].getvalue() == "claim_id,doc_id,doc_url\n"
    assert (json.loads(made[1].getvalue()), made[2].getvalue()) == ([], "")
    assert json.loads(made[3].getvalue()) == {"@context": {}, "@graph": []}


def test_a_graph_holds_its_nodes() -> None:
    text = io.StringIO()
    assert write_graph({"a": "b"}, [{"id": 1}, {"id": 2}], text) == 2
    assert json.loads(text.getvalue()) == {"@context": {"a": "b"}, "@graph": [{"id": 1}, {"id": 2}]}


def test_batches_hold_every_row_once() -> None:
    rows = [{"n": number} for number in range(25_000)]
    made = list(batches(iter(rows)))
    assert [len(batch) for batch in made] == [10_000, 10_000, 5_000]
    assert [row for batch in made for row in batch] == rows


def test_what_is_no_finite_number_is_none() -> None:
    assert [finite(value) for value in (1, 0.5, None, "x", math.inf, math.nan)] == [1.0, 0.5, None, None, None, None]
