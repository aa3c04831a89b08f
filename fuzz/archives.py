"""What is fuzzed of runs over many documents: archives, rows, pages of an archive, and the output of an earlier run."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fuzz.target import BrokenLaw, Target, scratch, seeds_of, written
from tollbook.core.errors import TollbookError
from tollbook.scale.records import Damage, Page, find_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import plan_shards

TEXT = "Shelling killed 112 Norland soldiers near the front line on Monday, the defense ministry said."
PAGE = (
    "<html><head><title>A report</title><meta property='article:published_time' content='2031-03-04T08:00:00Z'><meta charset=utf-8></head>"
    f"<body><nav><a href='/'>Home</a></nav><article><h1>A report</h1><p>{TEXT}</p></article><footer>The Post</footer></body></html>"
)
ROWS = [{"text": TEXT, "date": "2031-03-04", "title": "Report 1", "url": "https://news.example/1"}, {"body": TEXT, "published": "4 March"}]
MANIFEST = {"format": 1, "tollbook": "0", "settings": Settings().as_dict(), "shards": ["a-000000000000-0123456789ab"]}
_TEXTS = {"a.txt": TEXT.encode(), "b/c.html": PAGE.encode(), "d.md": b"# Losses\n\n12 tanks"}


def _corpus(name: str) -> Callable[[bytes], None]:
    """Return what reads all that a container holds: each record is loaded, or ends with an error of its own."""

    def run(content: bytes) -> None:
        for shard in plan_shards([str(written(name, content))]):
            for found in find_records(shard, Settings()):
                if isinstance(found, Damage):
                    if not found.place or not found.reason:
                        raise BrokenLaw(f"a damage without its place or reason: {found}")
                    continue
                try:
                    document = found.load()
                except TollbookError:
                    continue
                if not document.text or document.text.isspace():
                    raise BrokenLaw("a document without text")

    return run


def _page(content: bytes) -> None:
    """Read a page as runs over archives do. What the gate on its bytes drops must hold no claim."""
    from tollbook.flow.read import read_document
    from tollbook.scale.pages import document_of, may_speak_of_conflict

    page = Page(place="a", content=content, url="https://news.example/a", media_type="text/html", charset=None, packed="")
    may_speak = may_speak_of_conflict(content, Settings())
    document = document_of(page, Settings())
    if not may_speak and read_document(document).claims:
        raise BrokenLaw("a page with claims that the gate on its bytes drops")


def _manifest(content: bytes) -> None:
    from tollbook.scale.corpus import check_corpus

    written("manifest.json", content)
    check_corpus(str(scratch()))


def _summary(content: bytes) -> None:
    from tollbook.scale.output import summary_from

    asdict(sum([summary_from(content, where="a shard")], start=summary_from(b'{"name": ""}', where="none")))


def _output(content: bytes) -> None:
    from tollbook.scale.corpus import readings_in

    _place_output(content)
    for _, reading in readings_in(str(scratch() / "output")):
        reading.to_dict()


def _place_output(content: bytes) -> None:
    from tollbook.scale.output import MANIFEST as NAME

    folder = scratch() / "output"
    for place, part in {
        "documents/a.parquet": content,
        "shards/a.json": b'{"name": "a"}',
        NAME: json.dumps(MANIFEST).encode(),
    }.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(part)


@lru_cache(maxsize=1)
def _records() -> tuple[bytes, ...]:
    from benchmarks.archives import record

    packed = gzip.compress(PAGE.encode(), mtime=0)
    return (
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Length: 2\r\n\r\na\n\r\n\r\n",
        record("https://news.example/1", PAGE.encode()),
        record("https://news.example/2", packed, headers="Content-Encoding: gzip\r\n"),
        record("https://news.example/3", b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode()), headers="Transfer-Encoding: chunked\r\n"),
    )


def _plain_archives() -> list[bytes]:
    return [b"".join(_records()), _records()[1]]


def _packed_archives() -> list[bytes]:
    members = [gzip.compress(one, mtime=0) for one in _records()]
    return [b"".join(members), members[2], gzip.compress(b"".join(_records()), mtime=0)]


def _zips() -> list[bytes]:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in _TEXTS.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED if name.endswith("html") else 0)
    return [stream.getvalue()]


def _lines() -> list[bytes]:
    return [b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)]


def _tables() -> list[bytes]:
    return [b"title,date,text,url\r\n" + f'Report,2031-03-04,"{TEXT}",https://news.example/1\r\n'.encode() * 2]


def _parquets() -> list[bytes]:
    return [_parquet({"text": [TEXT, TEXT], "title": ["Report", None], "date": ["2031-03-04", ""]})]


def _outputs() -> list[bytes]:
    import orjson

    import tollbook

    reading = tollbook.read(TEXT)
    return [_parquet({"place": ["a"], "text": [TEXT], "reading": [orjson.dumps(reading.to_dict()).decode()]})]


def _parquet(columns: dict[str, list[str | None]]) -> bytes:
    import duckdb

    place = scratch() / "seed.parquet"
    names, rows = ", ".join(columns), ", ".join(f"({', '.join('?' * len(columns))})" for _ in next(iter(columns.values())))
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"COPY (SELECT * FROM (VALUES {rows}) AS t({names})) TO '{place}' (FORMAT parquet)",
            [cell for row in zip(*columns.values(), strict=True) for cell in row],
        )
    content = Path(place).read_bytes()
    place.unlink()
    return content


TARGETS = (
    Target(name="archive", run=_corpus("a.warc.gz"), seeds=_packed_archives),
    Target(name="plain archive", run=_corpus("a.warc"), seeds=_plain_archives),
    Target(name="page", run=_page, seeds=seeds_of(PAGE.encode())),
    Target(name="lines of JSON", run=_corpus("a.jsonl"), seeds=_lines),
    Target(name="rows of CSV", run=_corpus("a.csv"), seeds=_tables),
    Target(name="zip", run=_corpus("a.zip"), seeds=_zips),
    Target(name="zip in place", run=_corpus("b.zip"), seeds=_zips, share=10, in_place=True),
    Target(name="parquet", run=_corpus("a.parquet"), seeds=_parquets, share=4, in_place=True),
    Target(name="manifest", run=_manifest, seeds=seeds_of(json.dumps(MANIFEST, indent=1).encode()), share=4),
    Target(name="summary", run=_summary, seeds=seeds_of(b'{"name": "a", "read": 3, "documents": 2, "claims": 12}'), share=4),
    Target(name="output", run=_output, seeds=_outputs, share=4, in_place=True),
)
