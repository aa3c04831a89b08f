"""Connect to a host by addresses that were checked, within one deadline: what fetching a page and asking a model share.

The connection goes to the checked address itself, so a resolver that answers differently a second time changes nothing.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from tollbook.core.errors import FetchError, Unreachable
from tollbook.sources.addresses import SAVE, Target, check_address
from tollbook.sources.extracted import shown

if TYPE_CHECKING:
    import httpcore2

Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The moment by which a fetch ends, however many answers and redirects it takes."""

    at: float
    seconds: float
    where: str

    def left(self) -> float:
        """Return the seconds left, or raise FetchError."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> FetchError:
        """Return the error that says so."""
        return Unreachable(f"no complete answer within {self.seconds:g} seconds", where=self.where, do=f"try again later, or {SAVE}")


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Return the addresses of `host` from the system's resolver."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"the name {shown(host)!r} does not resolve ({error})", do="check the spelling and the network") from error
    return [str(answer[4][0]) for answer in answers]


def checked_addresses(target: Target, resolve: Resolver, *, deadline: Deadline) -> list[str]:
    """Return the addresses of a target to try in turn.

    One refused address among several refuses the host with RefusedUrl: honest names don't mix them.
    """
    where = shown(target.url)
    literal = ":" in target.host or target.host.replace(".", "").isdigit()
    answers = [target.host] if literal else _resolve_in_time(target, resolve, deadline=deadline)
    addresses = list(dict.fromkeys(check_address(answer, where=where, allowed=target.allowed) for answer in answers))
    if not addresses:
        raise Unreachable(f"the name {shown(target.host)!r} has no address", where=where, do="check the spelling and the network")
    return addresses


def _resolve_in_time(target: Target, resolve: Resolver, *, deadline: Deadline) -> Sequence[str]:
    """Ask the resolver in a thread of its own: the system's takes no time limit, and may take a minute."""
    answers: SimpleQueue[Sequence[str] | FetchError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except FetchError as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except Empty as error:
        raise deadline.passed() from error
    if isinstance(answer, FetchError):
        raise answer
    return answer


@contextmanager
def exchange(
    method: str,
    target: Target,
    addresses: Sequence[str],
    *,
    headers: Sequence[tuple[str, str]],
    deadline: Deadline,
    content: bytes | None = None,
) -> Iterator[httpcore2.Response]:
    """Send one request to the first of the addresses that answers, and give the answer while it is read.

    Raises Unreachable where there is no connection, or no complete answer in time.
    """
    import httpcore2

    from tollbook.sources.pinned import PinnedBackend

    url = httpcore2.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    backend = PinnedBackend(addresses, left=deadline.left)
    try:
        with (
            httpcore2.ConnectionPool(max_connections=1, http1=True, http2=False, network_backend=backend) as pool,
            pool.stream(method, url, headers=headers, content=content, extensions={"timeout": {}}) as response,
        ):
            yield response
    except httpcore2.TimeoutException as error:
        raise deadline.passed() from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        reason = shown(str(error)) or type(error).__name__
        raise Unreachable(f"the connection failed ({reason})", where=shown(target.url), do=f"try again later, or {SAVE}") from error
