"""Send a server requests: at moments drawn by chance at a fixed rate, whether it keeps up or not, or far more at once than it takes.

Times count from the moment at which a request was due, so that one which had to wait for others doesn't look fast.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

SOUND: Final = 200
REFUSED: Final = (429, 503)
_PATIENCE = 120
_KEPT_ALIVE = 2.0
"""Seconds: a server closes connections that idle for five; a client that uses one at that very moment would fail."""
_LONGEST = 2**20
_EXAMPLES = 5
"""Answers of each sort, refusals and others, that are kept to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: its kind, where it goes, and what is sent. `told` is the value that the ledger has to hold once it is acknowledged."""

    kind: str
    path: str
    body: Mapping[str, Any] | None = None
    token: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer: its status, its headers in small letters, and its body."""

    status: int
    head: bytes
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Requests of one sort, so many a second."""

    name: str
    rate: float
    draw: Callable[[random.Random], Request]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of requests: milliseconds of good answers by stream and kind, statuses, and what was acknowledged.

    `late` is how many milliseconds behind the moment at which it was due each request left: what the client itself adds. `silent` counts
    refusals that don't say when to come again.
    """

    times: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    silent: int = 0
    seconds: float = 0.0
    last_refused: float = 0.0
    examples: list[tuple[bool, str]] = field(default_factory=list)

    def of(self, stream: str) -> list[float]:
        """Return the times of a stream, sorted."""
        return sorted(one for (name, _), times in self.times.items() if name == stream for one in times)

    def others(self, *allowed: int) -> int:
        """Count the answers of other statuses than these, and requests without one."""
        return sum(count for status, count in self.statuses.items() if status not in {str(one) for one in allowed})

    def take(self, stream: str, request: Request, answer: Answer, milliseconds: float) -> None:
        """Count an answer, and write down what it acknowledges."""
        self.statuses[str(answer.status)] += 1
        if answer.status == SOUND:
            self.times[stream, request.kind].append(milliseconds)
            self._acknowledge(request, answer)
            return
        if answer.status in REFUSED:
            self.last_refused = time.perf_counter()
            self.silent += b"retry-after: " not in answer.head
        self._remember(request, f"{answer.status} {answer.body[:300].decode(errors='replace')}", refused=answer.status in REFUSED)

    def _acknowledge(self, request: Request, answer: Answer) -> None:
        if request.body is None:
            return
        if request.told:
            self.reviews.append(request.told)
        else:
            self.documents.append(json.loads(answer.body)["document"])

    def _remember(self, request: Request, met: str, *, refused: bool) -> None:
        if sum(one[0] == refused for one in self.examples) < _EXAMPLES:
            self.examples.append((refused, f"{request.path}: {met}"))

    def fail(self, request: Request, error: Exception) -> None:
        """Count a request that got no answer."""
        self.statuses[type(error).__name__] += 1
        self._remember(request, repr(error), refused=False)


class Client:
    """Connections to a server, opened as they are needed. It does as little as it can: what it takes is taken from what is measured."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send(self, request: Request) -> Answer:
        """Send a request and return its answer. Raises OSError, EOFError or TimeoutError where none comes."""
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await self._connection()
            try:
                writer.write(self._encoded(request))
                answer = await _answer(reader)
            except BaseException:
                writer.close()
                raise
        if b"connection: close" in answer.head:
            writer.close()
        else:
            self._idle.append((time.monotonic(), reader, writer))
        return answer

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            since, reader, writer = self._idle.pop()
            if time.monotonic() - since < _KEPT_ALIVE and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection(self._host, self._port, limit=_LONGEST)

    def _encoded(self, request: Request) -> bytes:
        body = b"" if request.body is None else json.dumps(request.body).encode()
        lines = [f"{'GET' if request.body is None else 'POST'} {request.path} HTTP/1.1", f"host: {self._host}:{self._port}", "accept: */*"]
        if request.token:
            lines.append(f"authorization: Bearer {request.token}")
        if body:
            lines += ["content-type: application/json", f"content-length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def close(self) -> None:
        """Close every connection."""
        while self._idle:
            self._idle.pop()[2].close()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = re.search(rb"content-length: (\d+)", head)
    if length is None:
        raise EOFError("an answer without a length")
    return Answer(status=int(head.split(b" ", 2)[1]), head=head, body=await reader.readexactly(int(length[1])))


async def offer(client: Client, streams: Sequence[Stream], tally: Tally, *, seconds: float) -> None:
    """Send each stream's requests at its rate for a while, and wait for all answers."""
    begin = time.perf_counter()
    sent: set[asyncio.Task[None]] = set()

    async def arrive(stream: Stream) -> None:
        rng = random.Random(f"{stream.name} {seconds} {stream.rate}")
        due = begin
        # The gaps of independent arrivals (a Poisson process): requests bunch as they do in life.
        while (due := due + rng.expovariate(stream.rate)) < begin + seconds:
            request = stream.draw(rng)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            task = asyncio.create_task(_send(client, stream.name, request, tally, due=due))
            sent.add(task)
            task.add_done_callback(sent.discard)

    await asyncio.gather(*(arrive(stream) for stream in streams if stream.rate > 0))
    await asyncio.gather(*sent)
    tally.seconds += time.perf_counter() - begin


async def press(client: Client, streams: Sequence[Stream], tally: Tally, *, at_once: int, seconds: float) -> None:
    """Have so many clients ask without a pause, refused or not, each for what a stream drawn by its rate gives."""
    begin = time.perf_counter()
    weights = [stream.rate for stream in streams]

    async def ask(number: int) -> None:
        rng = random.Random(f"press {number}")
        while (due := time.perf_counter()) < begin + seconds:
            stream = rng.choices(streams, weights)[0]
            await _send(client, stream.name, stream.draw(rng), tally, due=due)

    await asyncio.gather(*(ask(number) for number in range(at_once)))
    tally.seconds += time.perf_counter() - begin


async def _send(client: Client, stream: str, request: Request, tally: Tally, *, due: float) -> None:
    tally.late.append(1_000 * (time.perf_counter() - due))
    try:
        answer = await client.send(request)
    except (OSError, EOFError, TimeoutError) as error:
        tally.fail(request, error)
        return
    tally.take(stream, request, answer, 1_000 * (time.perf_counter() - due))


def quantile(ordered: Sequence[float], level: float) -> float:
    """Return a quantile of sorted values, 0.0 of none.

    >>> quantile([1.0, 2.0, 9.0], 0.5), quantile([], 0.99)
    (2.0, 0.0)
    """
    return ordered[min(len(ordered) - 1, round(level * (len(ordered) - 1)))] if ordered else 0.0
