"""Web archives: every page once, through truncation, flipped bytes, bombs and what is no archive at all."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from benchmarks.archives import record
from tests.scale.corpora import members, page, texts, war_text
from tollbook.core.errors import InputError
from tollbook.scale import warc
from tollbook.scale.records import Damage, Record
from tollbook.scale.settings import Settings
from tollbook.scale.shards import plan_shards
from tollbook.scale.warc import find_pages

COUNT = 40


def found(path: Path, content: bytes) -> tuple[list[Record], list[str]]:
    """Return the pages of an archive, and the reasons of its damaged stretches."""
    path.write_bytes(content)
    (shard,) = plan_shards([str(path)])
    both = list(find_pages(shard, Settings()))
    return [one for one in both if isinstance(one, Record)], [one.reason for one in both if isinstance(one, Damage)]


def test_every_page_is_found_once_with_its_address(tmp_path: Path) -> None:
    pages, damages = found(tmp_path / "a.warc.gz", b"".join(members(COUNT)))
    assert [one.page.url for one in pages if one.page] == [f"https://news.example/{nth}" for nth in range(COUNT)]
    assert damages == []
    for text, one in zip(texts(COUNT), pages, strict=True):
        assert text in one.load().text
    assert len({one.place for one in pages}) == COUNT


def test_an_archive_that_is_not_packed_and_one_packed_as_a_whole_hold_the_same(tmp_path: Path) -> None:
    plain = b"".join(map(gzip.decompress, members(COUNT)))
    contents = [[one.page.content for one in found(tmp_path / name, content)[0] if one.page] for name, content in (
        ("a.warc.gz", b"".join(members(COUNT))), ("b.warc", plain), ("c.warc.gz", gzip.compress(plain)))]  # fmt: skip
    assert contents[0] == contents[1] == contents[2]
    assert len(contents[0]) == COUNT


def test_an_archive_packed_as_a_whole_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "<p>" + "The front was quiet. " * 60_000
    plain = b"".join(record(f"https://news.example/{nth}", page(war_text(nth) + long).encode()) for nth in range(5))
    assert len(plain) > 6_000_000
    pages, damages = found(tmp_path / "a.warc.gz", gzip.compress(plain) + members(1)[0])
    assert [one.page.url for one in pages if one.page] == [f"https://news.example/{nth}" for nth in (0, 1, 2, 3, 4, 0)]
    assert len({one.place for one in pages}) == 6
    assert damages == []
    monkeypatch.setattr(warc, "UNPACKED_LIMIT", 5_000_000)
    pages, damages = found(tmp_path / "a.warc.gz", gzip.compress(plain) + members(1)[0])
    assert damages == ["an archive of over 5,000,000 bytes, packed as a whole: unpack it with gunzip and read that"]
    assert len(pages) == 1


def test_a_file_that_is_cut_off_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    whole = members(COUNT)
    content = b"".join(whole)[: -len(whole[-1]) // 2]
    pages, damages = found(tmp_path / "a.warc.gz", content)
    assert len(pages) == COUNT - 1
    assert len(damages) == 1
    assert "cut off" in damages[0]
    plain = b"".join(map(gzip.decompress, whole))
    pages, damages = found(tmp_path / "b.warc", plain[:-300])
    assert len(pages) == COUNT - 1
    assert "cut off" in damages[0]


@pytest.mark.parametrize("seed", range(6))
def test_a_flipped_byte_costs_its_own_record_and_no_other(tmp_path: Path, seed: int) -> None:
    whole = members(COUNT)
    content, draw = bytearray(b"".join(whole)), random.Random(seed)
    starts = [sum(map(len, whole[:nth])) for nth in range(COUNT)]
    hit = sorted(draw.sample(range(1, COUNT), 3))
    for nth in hit:
        content[starts[nth] + draw.randrange(12, len(whole[nth]) - 1)] ^= 0xFF
    pages, damages = found(tmp_path / "a.warc.gz", bytes(content))
    expected = [f"https://news.example/{nth}" for nth in range(COUNT) if nth not in hit]
    assert [one.page.url for one in pages if one.page] == expected
    assert len(damages) == len(hit)


def test_a_magic_inside_a_record_is_not_taken_for_a_beginning(tmp_path: Path) -> None:
    whole = members(4)
    damaged = bytearray(whole[1])
    damaged[20:26] = b"\x1f\x8b\x08\x00\x00\x00"
    pages, damages = found(tmp_path / "a.warc.gz", whole[0] + bytes(damaged) + whole[2] + whole[3])
    assert len(pages) == 3
    assert len(damages) == 1


def test_records_that_hold_no_page_are_passed_over(tmp_path: Path) -> None:
    missing = record("https://news.example/x", b"gone").replace(b"200 OK", b"404 No")
    picture = record("https://news.example/y", b"\x89PNG", content_type="image/png")
    request = record("https://news.example/z", b"").replace(b"WARC-Type: response", b"WARC-Type: request ")
    content = b"".join(map(gzip.compress, (missing, picture, request))) + members(1)[0]
    pages, damages = found(tmp_path / "a.warc.gz", content)
    assert (len(pages), damages) == (1, [])


def test_a_bomb_is_left_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "UNPACKED_LIMIT", 20_000_000)
    bomb = gzip.compress(record("https://news.example/bomb", b"0" * 30_000_000), 1)
    whole = members(2)
    pages, damages = found(tmp_path / "a.warc.gz", whole[0] + bomb + whole[1])
    assert len(pages) == 2
    assert damages == ["a record of over 20,000,000 bytes"]


def test_a_record_of_200_megabytes_is_refused_as_a_page(tmp_path: Path) -> None:
    large = gzip.compress(record("https://news.example/large", b"<p>" + b"0" * 200_000_000), 1)
    pages, damages = found(tmp_path / "a.warc.gz", large + members(1)[0])
    assert damages == []
    with pytest.raises(InputError, match="over 4,000,000 bytes"):
        pages[0].load()
    assert war_text(0) in pages[1].load().text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.warc", b"hello world" * 1_000, "no record"),
        ("a.warc.gz", gzip.compress(b"hello", mtime=0), "no record"),
        ("a.warc.gz", b"", "an empty file"),
    ],
)
def test_what_is_no_archive_is_told(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    pages, damages = found(tmp_path / name, content)
    assert pages == []
    assert len(damages) == 1
    assert reason in damages[0]


def test_a_stated_character_set_is_used(tmp_path: Path) -> None:
    ukrainian = "Протягом доби загинуло двадцять військових, ще сорок було поранено під час обстрілу міста."
    content = record("https://news.example/u", page(ukrainian).encode("cp1251"), content_type="text/html; charset=windows-1251")
    pages, _ = found(tmp_path / "a.warc", content)
    assert ukrainian in pages[0].load().text


def test_chunked_answers_are_put_together(tmp_path: Path) -> None:
    body = page(war_text(1)).encode()
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    pages, damages = found(tmp_path / "a.warc", head.encode() + answer + b"\r\n\r\n")
    assert damages == []
    assert war_text(1) in pages[0].load().text
