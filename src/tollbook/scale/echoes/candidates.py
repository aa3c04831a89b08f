"""Which articles share a key: a join in DuckDB, which puts on the disk what does not fit into memory.

Of the articles of a key each is paired with the first and with the one before it, so pairs grow with articles and not with their square.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tollbook.scale.echoes.keys import BAND, Key, missing

COMMON = 500
"""A sentence, a quotation or a pair of numbers in more articles than this is boilerplate, and pairs none of them.

Full copies of an article that so many print still meet by their bands."""
_MEMORY = "1GB"
_FETCHED = 10_000


class Candidates:
    """The keys of articles, which are named by numbers; the lesser number is the earlier article. A context manager."""

    def __init__(self, folder: Path) -> None:
        """Keep what doesn't fit into memory in a folder. Raises UsageError where DuckDB is not installed."""
        try:
            duckdb: Any = import_module("duckdb")
            import_module("arro3.core")
        except ImportError as error:
            raise missing() from error
        self._connection = duckdb.connect(str(folder / "keys.duckdb"), config={"memory_limit": _MEMORY, "temp_directory": str(folder)})
        self._connection.execute("set preserve_insertion_order = false")
        self._connection.execute("create table keys (kind utinyint, value bigint, article bigint)")

    def __enter__(self) -> Candidates:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def add(self, articles: Iterable[tuple[int, list[Key]]]) -> None:
        """Add the keys of some articles."""
        from arro3.core import Array, Table

        kinds, values, numbers = array("B"), array("q"), array("q")
        for number, keys in articles:
            for key in keys:
                kinds.append(key.kind)
                values.append(key.value)
                numbers.append(number)
        if not numbers:
            return
        columns = {"kind": kinds, "value": values, "article": numbers}
        self._connection.register("added", Table.from_pydict({name: Array.from_buffer(column) for name, column in columns.items()}))
        self._connection.execute("insert into keys select kind, value, article from added")
        self._connection.unregister("added")

    def pairs(self, order: array[int] | None = None) -> Iterator[tuple[int, int]]:
        """Return pairs of articles that share a key, each once, those of the earliest second article first.

        `order` gives the place in time of each article by its number, where that is not the number itself; pairs then name places.
        """
        place, joined = ("article", "") if order is None else (self._place(order), "join placed using (article)")
        found = self._connection.execute(
            f"with kept as (select distinct kind, value, {place} as article from keys {joined}),"
            " common as (select kind, value from kept group by kind, value having count(*) > 1 and (kind = ? or count(*) <= ?)),"
            " shared as (select kind, value, article from kept semi join common using (kind, value)),"
            " met as (select article, first_value(article) over w as first, lag(article) over w as before from shared"
            " window w as (partition by kind, value order by article))"
            " select distinct other, article from ("
            " select first as other, article from met union all select before, article from met where before is not null)"
            " where other < article order by article, other",
            [BAND, COMMON],
        )
        while rows := found.fetchmany(_FETCHED):
            yield from rows

    def _place(self, order: array[int]) -> str:
        """Keep the place of each article, and return what a query calls it."""
        from arro3.core import Array, Table

        numbers = array("q", range(len(order)))
        self._connection.register("given", Table.from_pydict({"article": Array.from_buffer(numbers), "place": Array.from_buffer(order)}))
        self._connection.execute("create or replace temp table placed as select article, place from given")
        self._connection.unregister("given")
        return "placed.place"
