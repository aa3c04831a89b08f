"""Records of every kind of input, and what becomes of bad ones."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.scale.corpora import texts, war_text, write_lines
from tollbook.core.errors import InputError, InputTooLarge, UnreadableInput
from tollbook.core.types import Document
from tollbook.scale.records import Damage, Page, Record, find_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import ShardSizes, plan_shards
from tollbook.sources.limits import DEFAULT_LIMITS


def loaded(path: Path, settings: Settings | None = None, sizes: ShardSizes | None = None) -> list[Document | str]:
    """Return the documents of an input, in order; what can't be read by its reason."""
    chosen = settings or Settings()
    found: list[Document | str] = []
    for shard in plan_shards([str(path)], sizes=sizes or ShardSizes()):
        for one in find_records(shard, chosen):
            if isinstance(one, Damage):
                found.append(one.reason)
                continue
            try:
                found.append(one.load())
            except InputError as error:
                found.append(error.met)
    return found


def texts_of(found: list[Document | str]) -> list[str]:
    return [one.text if isinstance(one, Document) else one for one in found]


@pytest.mark.parametrize("line_bytes", [50, 333, 1_000, 10**9])
def test_lines_are_read_once_wherever_the_shards_are_cut(tmp_path: Path, line_bytes: int) -> None:
    path = write_lines(tmp_path / "rows.jsonl", 20)
    found = loaded(path, sizes=ShardSizes(line_bytes=line_bytes))
    assert texts_of(found) == texts(20)
    assert isinstance(found[0], Document)
    assert (found[0].published, found[0].title) == (date(2031, 3, 4), "Report 0")


def test_packed_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(write_lines(tmp_path / "rows", 5).read_bytes()))
    assert texts_of(loaded(path)) == texts(5)


def test_packed_lines_that_are_cut_off_end_with_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    content = gzip.compress(write_lines(tmp_path / "rows", 500).read_bytes())
    path.write_bytes(content[: len(content) // 2])
    found = texts_of(loaded(path))
    assert "damaged from here on" in found[-1]
    assert found[:-1] == texts(500)[: len(found) - 1]


def test_csv_and_parquet_are_read_by_their_columns(tmp_path: Path) -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t AS SELECT 'Two' AS Headline, DATE '2031-03-05' AS date, ? AS body, 'The Post' AS source", [war_text(1)]
    )
    connection.execute(f"COPY t TO '{tmp_path / 'a.csv'}' (HEADER)")
    connection.execute(f"COPY t TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    for name in ("a.csv", "a.parquet"):
        (document,) = loaded(tmp_path / name)
        assert isinstance(document, Document)
        stated = (document.text, document.title, document.published, document.publisher)
        assert stated == (war_text(1), "Two", date(2031, 3, 5), "The Post")


def test_the_user_names_the_fields_of_own_files(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"text": "a teaser", "artikel": war_text(1)}), encoding="utf-8")
    assert texts_of(loaded(path, Settings(fields=(("text", "artikel"),)))) == [war_text(1)]


def test_rows_of_parquet_are_read_once_wherever_the_shards_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.connect().execute(f"COPY (SELECT 'Text ' || range AS text FROM range(25)) TO '{path}' (FORMAT parquet)")
    assert texts_of(loaded(path, sizes=ShardSizes(rows=7))) == [f"Text {number}" for number in range(25)]


def test_a_bad_line_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = ['{"text": "One."}', "{no json", "[1]", '{"title": "no text"}', "", '{"text": "Two."}', '{"text": ""}']
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [found.partition(":")[0] for found in texts_of(loaded(path))] == [
        "One.",
        "a line that is no JSON",
        "a line that is no JSON object",
        "no text among the fields title",
        "Two.",
        "no text among the fields text",
    ]


def test_lines_and_rows_in_several_encodings_are_each_decoded_by_themselves(tmp_path: Path) -> None:
    ukrainian = "Протягом доби загинуло двадцять військових, ще сорок було поранено під час обстрілу міста, повідомили у штабі."
    lines = tmp_path / "rows.jsonl"
    lines.write_bytes(b"\n".join(json.dumps({"text": ukrainian}, ensure_ascii=False).encode(code) for code in ("utf-8", "cp1251")))
    assert texts_of(loaded(lines)) == [ukrainian, ukrainian]
    table = tmp_path / "rows.csv"
    table.write_bytes(b"text\n" + b"\n".join(f'"{ukrainian}"'.encode(code) for code in ("utf-8", "cp1251")))
    assert texts_of(loaded(table)) == [ukrainian, ukrainian]


def test_a_line_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"text": "One."}\n{"text": "')
        for _ in range(DEFAULT_LIMITS.file_bytes // 1_000_000 + 2):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}\n{"text": "Two."}\n')
    assert texts_of(loaded(path, sizes=ShardSizes(line_bytes=10**9))) == ["One.", "a line of over 64,000,000 bytes", "Two."]


def test_members_of_an_archive_are_read_and_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "articles.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", war_text(1))
        archive.writestr("bomb.txt", b"0" * (DEFAULT_LIMITS.file_bytes + 1))
        archive.writestr("c.html", f"<html><body><article><p>{war_text(2)}</p></article></body></html>")
    found = texts_of(loaded(path))
    assert found[0] == war_text(1)
    assert found[1] == "a member of 64,000,001 bytes"
    assert war_text(2) in found[2]


def test_a_member_without_a_name_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "articles.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("qqq", war_text(1))
        archive.writestr("b.txt", war_text(2))
    path.write_bytes(path.read_bytes().replace(b"qqq", b"\0\0\0"))
    assert texts_of(loaded(path)) == [war_text(2)]


def test_an_archive_whose_names_are_no_text_is_told(tmp_path: Path) -> None:
    """Its flag says that a name is UTF-8, and it is not: the library's own error comes from opening the archive."""
    path = tmp_path / "articles.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("\u00e9\u00e9.txt", war_text(1))
    path.write_bytes(path.read_bytes().replace("\u00e9\u00e9".encode(), b"\xc9\x20\xc9\x20"))
    (told,) = loaded(path)
    assert isinstance(told, str)
    assert "can't be read" in told


def test_a_member_with_a_flipped_byte_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "articles.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", war_text(1))
        archive.writestr("b.txt", war_text(2))
    content, told = path.read_bytes(), set()
    for place in range(content.index(b"a.txt") + 5, content.index(b"PK", 4)):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        path.write_bytes(broken)
        first, second = texts_of(loaded(path))
        told.add(first)
        assert second == war_text(2)
    # The last byte of packed data has bits that say nothing.
    assert all(reason.startswith("a member that can't be unpacked") for reason in told - {war_text(1)})
    assert any("Error -3" in reason for reason in told)


@pytest.mark.parametrize(("name", "reason"), [("a.parquet", "a Parquet file that can't be read"), ("a.zip", "")])
def test_an_unreadable_container_is_told(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / name).write_bytes(b"PAR1 or PK, but nothing else")
    found = texts_of(loaded(tmp_path / name))
    assert len(found) == 1
    assert found[0].startswith(reason or "an archive that can't be read")


def test_files_of_a_folder_are_read_as_single_ones_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(war_text(1), encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\x03 no text \x00\x01")
    found = texts_of(loaded(tmp_path))
    assert found[0] == war_text(1)
    assert "binary content" in found[1]


def test_finding_a_record_loads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A text.", encoding="utf-8")
    (shard,) = plan_shards([str(path)])
    path.unlink()
    (record,) = find_records(shard, Settings())
    assert isinstance(record, Record)
    with pytest.raises(UnreadableInput):
        record.load()


def packed_page(content: bytes, packed: str) -> Page:
    return Page(place="a@0", content=content, url=None, media_type="text/html", charset=None, packed=packed)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda page: zlib.compress(page)[2:-4]])
def test_a_page_that_its_server_packed_is_unpacked(pack) -> None:
    assert packed_page(pack(b"<p>12 tanks</p>"), "deflate").unpacked() == b"<p>12 tanks</p>"


def test_a_page_whose_header_of_compression_is_left_over_is_taken_as_it_is() -> None:
    assert packed_page(b"<p>12 tanks</p>", "gzip").unpacked() == b"<p>12 tanks</p>"


def test_a_packed_page_is_refused_at_the_cap() -> None:
    bomb = gzip.compress(b"0" * 50_000_000, 1)
    with pytest.raises(InputTooLarge):
        packed_page(bomb, "gzip").unpacked()


@pytest.mark.parametrize(("content", "packed"), [(b"\x1f\x8b\x08damaged", "gzip"), (b"<p>", "br")])
def test_a_page_that_cannot_be_unpacked_is_told(content: bytes, packed: str) -> None:
    with pytest.raises(UnreadableInput):
        packed_page(content, packed).unpacked()
