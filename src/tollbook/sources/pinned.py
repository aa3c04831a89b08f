"""A network backend that connects to addresses checked beforehand, and lets nothing outlive one deadline.

It is imported by `connecting` alone, when a host is asked: it needs the HTTP library at import.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore2

TimeLeft = Callable[[], float]


class PinnedStream(httpcore2.NetworkStream):
    """A stream whose every step ends by the deadline, so that a slow drip of bytes ends too."""

    def __init__(self, stream: httpcore2.NetworkStream, *, left: TimeLeft) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within the time left."""
        return self._stream.read(max_bytes, timeout=self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the time left."""
        self._stream.write(buffer, timeout=self._left())

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Start TLS for the name in the URL: the certificate is checked against the name, not the address."""
        stream = self._stream.start_tls(ssl_context, server_hostname=server_hostname, timeout=self._left())
        return PinnedStream(stream, left=self._left)

    def get_extra_info(self, info: str) -> Any:
        """Return what the stream below knows."""
        return self._stream.get_extra_info(info)


class PinnedBackend(httpcore2.NetworkBackend):
    """Connects to the checked addresses in turn, whatever the host is called."""

    def __init__(self, addresses: Sequence[str], *, left: TimeLeft) -> None:
        self._addresses = addresses
        self._left = left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first checked address that answers."""
        below = httpcore2.SyncBackend()
        for address in self._addresses[:-1]:
            try:
                # Half of what is left each, so that one dead address leaves time for the next.
                stream = below.connect_tcp(address, port, timeout=self._left() / 2, socket_options=socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
            return PinnedStream(stream, left=self._left)
        stream = below.connect_tcp(self._addresses[-1], port, timeout=self._left(), socket_options=socket_options)
        return PinnedStream(stream, left=self._left)
