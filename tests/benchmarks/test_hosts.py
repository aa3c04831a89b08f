"""Hosts of a benchmark: each has an address and a plug of its own, and nothing is left of them, however the benchmark ends."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from benchmarks.hosts import LOOPBACK, Loopback, Network, make_hosts
from tools.pages import ROOT

PATIENCE_SECONDS = 60
LISTEN = "import socket, sys; s = socket.create_server((sys.argv[1], 7077)); print('listens', flush=True); [s.accept() for _ in range(9)]"
REACH = "import socket, sys; socket.create_connection((sys.argv[1], 7077), timeout=1)"
MAKER = """
import subprocess, sys
from benchmarks.hosts import Network
hosts = Network(["one"])
on_host = subprocess.Popen(hosts.on("one", ["sleep", "600"]))
print(hosts.on("one", [])[3], hosts._remover.pid, on_host.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def hosts() -> Iterator[Network | Loopback]:
    made = make_hosts(["one", "two"])
    yield made
    made.close()


def _names() -> str:
    return subprocess.run(["ip", "netns", "list"], check=True, capture_output=True, text=True).stdout


def _reaches(hosts: Network, one: str, other: str) -> bool:
    command = hosts.on(one, [sys.executable, "-c", REACH, hosts.address(other)])
    return subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE_SECONDS).returncode == 0


def _comes_to_reach(hosts: Network, one: str, other: str) -> bool:
    """Return whether a host reaches another within the patience: the kernel tells of a link that came up only once a second."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not _reaches(hosts, one, other):
        if time.monotonic() > until:
            return False
    return True


def test_without_the_command_all_hosts_are_the_machine_and_the_note_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    hosts = make_hosts(["one"])
    assert isinstance(hosts, Loopback)
    assert (hosts.address("one"), hosts.on("one", ["true"])) == (LOOPBACK, ["true"])
    assert "need root and the command ip" in hosts.note


def test_a_host_reaches_another_until_its_plug_is_pulled_and_again_when_it_is_in(hosts: Network | Loopback) -> None:
    if isinstance(hosts, Loopback):
        assert hosts.note.startswith("the hosts are processes on loopback")
        return
    assert hosts.address("one") != hosts.address("two")
    listening = hosts.on("two", [sys.executable, "-c", LISTEN, hosts.address("two")])
    with subprocess.Popen(listening, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        reached = [_comes_to_reach(hosts, "one", "two")]
        hosts.cut("two")
        reached.append(_reaches(hosts, "one", "two"))
        hosts.mend("two")
        reached.append(_comes_to_reach(hosts, "one", "two"))
        server.kill()
    assert reached == [True, False, True]


def test_what_makes_hosts_may_be_killed_and_nothing_is_left_of_them(hosts: Network | Loopback) -> None:
    if isinstance(hosts, Loopback):
        assert hosts.note.startswith("the hosts are processes on loopback")
        return
    with subprocess.Popen([sys.executable, "-c", MAKER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as maker:
        assert maker.stdout is not None
        name, *pids = maker.stdout.readline().split()
        watched = [psutil.Process(int(pid)) for pid in pids]
        assert name in _names()
        maker.kill()
    _, alive = psutil.wait_procs(watched, timeout=PATIENCE_SECONDS)
    assert alive == []
    assert name.removesuffix("one") not in _names()
