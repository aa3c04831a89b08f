"""Where articles come from: the output of `read-corpus`, or a ledger. Each is given with when and where it was published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tollbook.core.errors import CorpusError
from tollbook.scale.output import Output

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

_FETCHED = 500
_COLUMNS = "doc_id, text, doc_published, doc_title, doc_publisher, doc_url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text with what is known of its publication. `document` is its id."""

    document: str
    text: str
    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


Articles = Callable[[], Iterator[Article]]
"""What gives every article, the same ones in the same order each time that it is called."""


def articles_of_corpus(folder: str) -> Iterator[Article]:
    """Return the articles of an output of `read-corpus`, of its finished shards. Raises CorpusError for a file that can't be read."""
    import duckdb

    for path in Output(folder).files("documents"):
        try:
            with duckdb.connect(config={"threads": 1}) as connection:
                rows = connection.execute(f"select {_COLUMNS} from read_parquet(?)", [str(path)])
                while fetched := rows.fetchmany(_FETCHED):
                    yield from map(_article, fetched)
        except duckdb.Error as error:
            raise CorpusError(
                "a table of documents that can't be read", where=str(path), do="run `tollbook read-corpus` again with --resume"
            ) from error


def _article(row: tuple[Any, ...]) -> Article:
    document, text, published, title, publisher, url = row
    day = None if published is None else date.fromisoformat(str(published)[:10])
    return Article(document=document, text=text, published=day, title=title, publisher=publisher, url=url)


def articles_of_ledger(ledger: Ledger) -> Iterator[Article]:
    """Return the texts of a ledger as they were first seen. Rows of data sets are no articles."""
    for text, sighting in ledger.texts():
        yield Article(
            document=sighting.document,
            text=text,
            published=sighting.published,
            title=sighting.title,
            publisher=sighting.publisher,
            url=sighting.url,
        )
