"""The part that writes over HTTP: `tollbook serve` as a process of its own, to which texts are sent while faults come."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from itertools import count
from pathlib import Path

from benchmarks.faults.children import DAY, HOUR, LONGEST_SECONDS, YEAR, environment, is_clear, set_clock, tollbook
from benchmarks.faults.commands import LEAVING
from benchmarks.faults.disks import Disk
from benchmarks.faults.ledgers import another_writer, look_into, text_of
from benchmarks.faults.outcomes import FAULTS, WORDS, FaultName, Outcome
from benchmarks.faults.places import Places
from benchmarks.report import ROOT
from tests.ledger.databases import store_of
from tollbook.core.types import document_id
from tollbook.ledger.engines import is_address
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.tokens import make_token

TOKEN_DAYS = 90
LATEST_SECONDS = 0.4
MOST_TEXTS = 40
LEAST_ROOM = 40_000
"""Under a limit on its files, a server finds this much room: without any, SQLite can't read beside a writer."""
_REFUSED = (401, 403)
"""How a token is refused whose days are over: 403 where no other one is valid either."""
OFFSETS = (0, 5 * HOUR, -5 * HOUR, YEAR, -YEAR, 10 * YEAR, -10 * YEAR, 0)
"""How wrong the server's clock is, one after another; a token of 90 days opens nothing when it is a year ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server answered: status 0 where it gave no answer."""

    status: int
    said: str

    @property
    def is_taken(self) -> bool:
        """Whether it acknowledged a text."""
        return self.status == 200

    def is_clear_error(self, words: str) -> bool:
        """Tell whether it is 503 with words that hold a pattern."""
        return self.status == 503 and is_clear(self.said, words)


class Server:
    """A running `tollbook serve`, and how to ask it."""

    def __init__(self, child: subprocess.Popen[str], address: str, secret: str) -> None:
        self.child, self._address, self._secret = child, address, secret

    def send(self, text: str) -> Answer:
        """Send a text to be added."""
        body = json.dumps({"text": text, "published": "2031-03-11"}).encode()
        headers = {"authorization": f"Bearer {self._secret}", "content-type": "application/json"}
        return self._ask(urllib.request.Request(f"{self._address}api/v1/documents", data=body, headers=headers, method="POST"))

    def read(self) -> Answer:
        """Ask for the first page."""
        return self._ask(urllib.request.Request(self._address))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=LONGEST_SECONDS) as answer:
                return Answer(status=answer.status, said=answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(status=error.code, said=error.read().decode())
        except (OSError, HTTPException) as error:  # killed while it answered
            return Answer(status=0, said=str(error))

    def kill(self) -> None:
        """Kill it."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)


class Serving:
    """A ledger that is served, and texts that are sent to it; each text is sent again after a fault until it is acknowledged."""

    faults: tuple[FaultName, ...] = FAULTS

    def __init__(self, kind: str, *, room: Path, places: Places, disk: Disk, clock: Path, seed: int = 1) -> None:
        self.name = f"serve, {kind}"
        self._places, self._disk, self._clock, self._chance = places, disk, clock, random.Random(seed)
        self._place = places.make(room / "desk.ledger")
        Ledger.create(self._place, origin="desk.example/faults").close()
        self._numbers = count(1)
        self._taken: set[str] = set()
        self._open: list[str] = []
        set_clock(clock, 0.0)

    def suffer(self, fault: FaultName, tries: int) -> Outcome:
        """Let the server suffer a fault so many times."""
        endings: Mapping[FaultName, tuple[str, Callable[[Outcome], None]]] = {
            "kill -9": ("killed, then started again with all that it had acknowledged", self._killed),
            "full disk": ("503 with the reason, pages answered, then written", self._full),
            "read-only": ("503 with the reason, pages answered, then written", self._read_only),
            "locked": ("503 with the reason, pages answered, then written", self._locked),
            "clock jumps": ("written, refused while the token's days are over", self._jumping),
        }
        ending, one_try = endings[fault]
        outcome = Outcome(part=self.name, fault=fault, ending=ending)
        for _ in range(tries):
            set_clock(self._clock, 0.0)
            one_try(outcome)
            outcome.seen += look_into(self._place, expected=self._taken, perhaps=[{document_id(text)} for text in self._open])
        return outcome

    def _new_token(self) -> str:
        """Make a token and return it: each may write only so often a minute."""
        with Ledger.open(self._place) as ledger:
            now = datetime.now(UTC)
            return make_token(store_of(ledger), "faults", scope="write", days=TOKEN_DAYS, actor="desk", now=now)[1]

    @contextmanager
    def _server(self, secret: str, prefix: Sequence[str] = (), *, patient: bool = True) -> Iterator[Server]:
        command = [*prefix, *tollbook("serve", self._place, "--port", "0")]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment(self._clock, patient=patient), start_new_session=True, text=True, stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            try:
                line = child.stdout.readline()
                if not line:
                    raise RuntimeError(f"the server of {self._place} ended at its start")
                yield Server(child, line.split()[0], secret)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)

    def _send_new(self, server: Server) -> Answer:
        """Send a text that is new, and keep whether it was acknowledged."""
        text = text_of(f"serve {next(self._numbers)}")
        self._open.append(text)
        return self._send_again(server, text)

    def _send_again(self, server: Server, text: str) -> Answer:
        answer = server.send(text)
        if answer.is_taken:
            self._open.remove(text)
            self._taken.add(document_id(text))
        return answer

    def _send_open(self, server: Server) -> bool:
        """Send again what no answer came for; tell whether all of it is acknowledged now."""
        return all(self._send_again(server, text).is_taken for text in list(self._open))

    def _send_until_refused(self, server: Server) -> Answer:
        answers = (self._send_new(server) for _ in range(MOST_TEXTS))
        return next((answer for answer in answers if not answer.is_taken), Answer(status=200, said="everything found room"))

    def _killed(self, outcome: Outcome) -> None:
        """Kill the server at a random moment after its first answer, while one text after another is sent."""
        secret = self._new_token()
        with self._server(secret) as server:
            first = self._send_new(server)
            killer = threading.Timer(self._chance.uniform(0.0, LATEST_SECONDS), server.kill)
            killer.start()
            self._send_until_refused(server)
            killer.join()
        with self._server(secret) as server:
            outcome.count(right=first.is_taken and self._send_open(server), ended=first.said[-300:])

    def _refused(self, server: Server, words: str) -> tuple[bool, str]:
        """Send until a text is refused; tell whether that was clear and the pages are answered still, and what was said."""
        answer, pages = self._send_until_refused(server), server.read()
        return answer.is_clear_error(words) and pages.status == 200, f"{answer.status} {answer.said[-300:]}; pages {pages.status}"

    def _full(self, outcome: Outcome) -> None:
        """Fill the disk under a server that runs; where a full disk is a limit of its process, start it so, and anew without."""
        secret, leaving = self._new_token(), self._chance.randrange(LEAVING)
        if self._disk.is_mounted or is_address(self._place):
            with self._server(secret) as server:
                with self._places.full(self._disk, leaving=leaving):
                    clear, said = self._refused(server, WORDS["full disk"])
                outcome.count(right=self._send_open(server) and clear, ended=said)
            return
        with self._places.full(self._disk, leaving=leaving + LEAST_ROOM), self._server(secret, self._disk.prefix) as server:
            clear, said = self._refused(server, WORDS["full disk"])
        with self._server(secret) as server:
            outcome.count(right=self._send_open(server) and clear, ended=said)

    def _read_only(self, outcome: Outcome) -> None:
        secret = self._new_token()
        with self._places.read_only(self._place) as prefix, self._server(secret, prefix) as server:
            clear, said = self._refused(server, WORDS["read-only"])
        with self._server(secret) as server:
            outcome.count(right=self._send_open(server) and clear, ended=said)

    def _locked(self, outcome: Outcome) -> None:
        with self._server(self._new_token(), patient=False) as server:
            with another_writer(self._place, next(self._numbers)):
                clear, said = self._refused(server, WORDS["locked"])
            outcome.count(right=self._send_open(server) and clear, ended=said)

    def _jumping(self, outcome: Outcome) -> None:
        """Let the clock of a server that runs jump, and send a text after each jump."""
        with self._server(self._new_token()) as server:
            right, said = True, ""
            for offset in OFFSETS:
                set_clock(self._clock, offset)
                answer, pages = self._send_new(server), server.read()
                wanted = _REFUSED if offset > TOKEN_DAYS * DAY else (200,)
                if answer.status not in wanted or pages.status != 200:
                    right, said = False, f"{answer.status} {answer.said[-300:]}; pages {pages.status}; wrong by {offset:,} s"
            outcome.count(right=self._send_open(server) and right, ended=said)
