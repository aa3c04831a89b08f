"""Where articles come from: the output of `read-corpus`, or a ledger. Each is given with when and where it was published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tollbook.scale.output import Output, read_rows

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

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
    for row in read_rows(Output(folder), "documents", columns=_COLUMNS):
        published = row["doc_published"]
        yield Article(
            document=row["doc_id"],
            text=row["text"],
            published=None if published is None else date.fromisoformat(str(published)[:10]),
            title=row["doc_title"],
            publisher=row["doc_publisher"],
            url=row["doc_url"],
        )


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
