"""Load what documents need before the first of them is touched: vocabularies, and the libraries of their formats.

A process that reads loads each at its first use, which takes up to two seconds of the few that a document may take.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from tollbook.flow.read import read
from tollbook.scale.reading import read_record
from tollbook.scale.records import Page
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard
from tollbook.sources.files import from_bytes
from tollbook.sources.media import SUFFIXES, Kind
from tollbook.vocab.theatres import list_theatres

_TEXT = "Shelling killed 12 soldiers near the front line on Monday, the ministry is likely to say."
_PAGE = Page(place="first", content=f"<p>{_TEXT}</p>".encode(), url=None, media_type="text/html", charset="utf-8", packed="")
_FIRST: dict[Kind, str] = {"html": f"<p>{_TEXT}</p>", "markdown": f"*{_TEXT}*", "mail": f"Subject: first\n\n{_TEXT}"}
"""Small documents of the formats whose libraries load more at their first use than at their import."""
_LIBRARIES: dict[Kind, str] = {"pdf": "pypdf", "docx": "docx"}


def load_vocabularies() -> None:
    """Load the words of every theatre, and of none, by reading a sentence with each."""
    for theatre in (*list_theatres(), "none"):
        read(_TEXT, theatre=theatre)


def load_for(shard: Shard, settings: Settings) -> None:
    """Load what the documents of a shard need beside vocabularies."""
    if shard.kind == "warc":
        from tollbook.scale.warc import page_record

        read_record(page_record(_PAGE, settings), settings)
    elif shard.kind == "parquet":
        import_module("duckdb")
    for kind in set(_kinds_in(shard)):
        _load(kind)


def _kinds_in(shard: Shard) -> Iterator[Kind]:
    for member in shard.members:
        kind = SUFFIXES.get(Path(member).suffix.lstrip(".").lower())
        if kind is not None:
            yield kind


@cache
def _load(kind: Kind) -> None:
    if kind in _FIRST:
        suffix = next(suffix for suffix, of in SUFFIXES.items() if of == kind)
        from_bytes(_FIRST[kind].encode(), name=f"first.{suffix}")
    elif kind in _LIBRARIES:
        import_module(_LIBRARIES[kind])
