"""What holds for every test: fixed seeds, and no network beyond this machine."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("tollbook", derandomize=True, deadline=None, database=None)
settings.load_profile("tollbook")

_connect = socket.socket.connect


def _stays_here(address: Any) -> bool:
    """Tell whether an address is a local socket or a loopback address, so that nothing leaves the machine."""
    if not isinstance(address, tuple):
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test that reaches beyond loopback fail, with the address that it asked for."""

    def connect(self: socket.socket, address: Any) -> None:
        if not _stays_here(address):
            pytest.fail(f"a test reached for the network: {address}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
