"""Small inputs made to cost much memory or time, each read in a process of its own: how it ended, and what it cost.

    python -m tests.security.bombs

prints a line for each: processor seconds and peak memory, of which some 80 MB are Python and its libraries.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from tests.sources.making import docx, docx_with_body, pdf, replaced
from tollbook.core.errors import TollbookError
from tollbook.flow.read import read_document
from tollbook.sources.datasets import read_rows
from tollbook.sources.files import from_bytes

ROOT = Path(__file__).resolve().parents[2]
BUDGET_SECONDS = 60
MOST_MEGABYTES = 300
_OPEN = b"<!doctype html><html><body>"
_BOUNDARY = b"Content-Type: multipart/mixed; boundary=b%d\nMIME-Version: 1.0\n\n--b%d\n"
_LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">{}]>{}'


def _laughs(body: str) -> bytes:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return _LAUGHS.format(entities, body).encode()


def _packed_pdf(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
    return pdf(["x 12"], extra=[stream]).replace(b"/Contents 6 0 R", b"/Contents 4 0 R")


def _word(body: str) -> bytes:
    return docx_with_body(body)


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "tags": ("a.html", lambda: _OPEN + b"<p>12 killed</p>" * 25_000),
    "depth": ("a.html", lambda: _OPEN + b"<div>" * 100_000 + b"12 killed"),
    "depth under the cap": ("a.html", lambda: _OPEN + b"<div>" * 1_900 + b"12 killed"),
    "tables in tables": ("a.html", lambda: _OPEN + b"<table><tr><td>" * 1_900 + b"12 killed"),
    "attributes": ("a.html", lambda: _OPEN + b"<p " + b"a=1 " * 500_000 + b">12 killed"),
    "open brackets": ("a.html", lambda: b"<" * 3_900_000 + b"p>12 killed"),
    "ampersands": ("a.html", lambda: _OPEN + b"&" * 3_900_000 + b"12 killed"),
    "comments": ("a.html", lambda: _OPEN + b"<!-- a -->" * 380_000 + b"<p>12 killed</p>"),
    "one line of 50 MB": ("a.html", lambda: _OPEN + b"12 killed " * 5_000_000),
    "laughs in a page": ("a.html", lambda: _laughs("<html><body><p>&i; 12 killed</p></body></html>")),
    "stream of a gigabyte": ("a.pdf", lambda: _packed_pdf(b"\0" * 1_000_000_000)),
    "stream of operators": ("a.pdf", lambda: _packed_pdf(b"0 0 m " * 1_900_000)),
    "stream of brackets": ("a.pdf", lambda: _packed_pdf(b"[" * 10_000_000)),
    "pages that hold themselves": ("a.pdf", lambda: pdf(["x 12"]).replace(b"/Kids [4 0 R", b"/Kids [2 0 R")),
    "part of a gigabyte": ("a.docx", lambda: replaced(docx("12"), {"word/document.xml": b" " * 200_000_000})),
    "picture of 80 MB": ("a.docx", lambda: replaced(docx("12"), {"word/media/a.png": b"0" * 80_000_000})),
    "5,001 files": ("a.docx", lambda: replaced(docx("12"), {f"word/x{nth}.xml": b"" for nth in range(5_001)})),
    "laughs in Word": ("a.docx", lambda: replaced(docx("12"), {"word/document.xml": _laughs("<w>&i;</w>")})),
    "depth in Word": ("a.docx", lambda: replaced(docx("12"), {"word/document.xml": b"<a>" * 1_000_000})),
    "12 MB of paragraphs": ("a.docx", lambda: _word("<w:p><w:r><w:t>12</w:t></w:r></w:p>" * 340_000)),
    "parts in parts": ("a.eml", lambda: b"".join(_BOUNDARY % (nth, nth) for nth in range(3_000)) + b"\nx"),
    "9,000 parts": ("a.eml", lambda: _BOUNDARY % (0, 0) + b"\nx\n--b0\n" * 9_000),
    "600,000 lines": ("a.eml", lambda: b"MIME-Version: 1.0\nFrom: x\n\n" + b"a\n" * 600_000),
    "parameters": ("a.eml", lambda: b"From: x\nContent-Type: text/plain; " + b"a*0*=1; " * 50_000 + b"\n\nx"),
    "quotes in quotes": ("a.md", lambda: b">" * 900_000 + b"12 killed"),
    "brackets": ("a.md", lambda: b"[" * 900_000),
    "list in list": ("a.md", lambda: b"\n".join(b" " * (2 * nth) + b"- 12" for nth in range(900))),
    "full stops": ("a.txt", lambda: b"War: 12 killed" + b"." * 900_000),
    "full stops and brackets": ("a.txt", lambda: b"War: 12 killed" + b".)" * 450_000),
    "one line of text": ("a.txt", lambda: b"x" * 60_000_000),
    "one number of 19 MB": ("a.txt", lambda: b"War: " + b"9" * 3_000_000 + b" killed"),
    "gzip under another name": ("a.txt", lambda: gzip.compress(b"\0" * 100_000_000)),
}
"""Inputs by what they are: the file's name, and what makes its content."""
DATASETS: dict[str, Callable[[], bytes]] = {
    "a cell of 50 MB": lambda: b"date,personnel\n2025-01-24," + b"9" * 50_000_000 + b"\n",
    "a quote that never ends": lambda: b'date,personnel\n2025-01-24,"' + b"a\n" * 1_000_000,
    "a million columns": lambda: b"," * 1_000_000 + b"\n" + b"," * 1_000_000,
}
"""Files of a data set, read as ua-mod."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """How a bomb ended ("read", the name of an error of ours, or what went wrong), and what it cost."""

    name: str
    parser: str
    ended: str
    seconds: float
    megabytes: float


def costs() -> Iterator[Cost]:
    """Set every bomb off, one after another, each in a process of its own."""
    for name, (file, make) in FILES.items():
        yield _cost(name, file.rpartition(".")[2], make, partial(_read_file, name=file))
    for name, make in DATASETS.items():
        yield _cost(name, "csv", make, _read_dataset)


def costs_apart() -> list[Cost]:
    """Set every bomb off from a process that holds nothing but what readers need: what else this one has loaded is none of their memory."""
    command = [sys.executable, "-m", "tests.security.bombs", "--json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Cost(**json.loads(line)) for line in run.stdout.splitlines()]


def _read_file(content: bytes, name: str) -> None:
    document = from_bytes(content, name=name)
    if len(document.text) < 1_000_000:
        read_document(document)


def _read_dataset(content: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="tollbook-bomb-") as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        del content
        for _ in read_rows(path, profile="ua-mod"):
            pass


def _cost(name: str, parser: str, make: Callable[[], bytes], read: Callable[[bytes], None]) -> Cost:
    with tempfile.NamedTemporaryFile(prefix="tollbook-bomb-") as file:
        # Made in a process of its own too, whose memory is none of the reader's.
        maker = os.fork()
        if maker == 0:
            Path(file.name).write_bytes(make())
            os._exit(0)
        os.waitpid(maker, 0)
        return _measured(name, parser, Path(file.name), read)


def _measured(name: str, parser: str, file: Path, read: Callable[[bytes], None]) -> Cost:
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        os._exit(_set_off(file, read, tell))
    os.close(tell)
    with os.fdopen(told) as stream:
        ended = stream.read()
    _, status, usage = os.wait4(child, 0)
    if not ended:
        ended = f"killed by signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"status {status}"
    return Cost(name=name, parser=parser, ended=ended, seconds=usage.ru_utime + usage.ru_stime, megabytes=usage.ru_maxrss / 1_000)


def _set_off(file: Path, read: Callable[[bytes], None], tell: int) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (2 * BUDGET_SECONDS, 2 * BUDGET_SECONDS))
    try:
        read(file.read_bytes())
        ended = "read"
    except TollbookError as error:
        ended = type(error).__name__
    except BaseException as error:  # noqa: BLE001 - whatever a bomb brings is what is looked for
        ended = f"{type(error).__module__}.{type(error).__name__}: {error}"[:200]
    os.write(tell, ended.encode())
    return 0


def main() -> None:
    """Set them off and print what each cost, as JSON with --json."""
    # What all of them need is loaded once.
    read_document(from_bytes(_OPEN + b"<p>12 soldiers were killed.</p>", name="a.html"))
    for file, content in (("a.pdf", pdf(["12 killed"])), ("a.docx", docx("12 killed")), ("a.md", b"12 killed")):
        from_bytes(content, name=file)
    for cost in costs():
        if "--json" in sys.argv:
            print(json.dumps(asdict(cost)), flush=True)
        else:
            print(f"{cost.parser:<5} {cost.name:<28} {cost.seconds:6.1f} s {cost.megabytes:6.0f} MB  {cost.ended}", flush=True)


if __name__ == "__main__":
    main()
