"""Hosts of a benchmark's own on one machine: network namespaces with addresses of their own, joined by a bridge; else loopback.

Namespaces need Linux, root and the command `ip`. A process beside the benchmark removes them with all that runs in them when the benchmark
closes them or ends, however it ends. The hosts share processors, memory and disk.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from benchmarks.report import ROOT

LOOPBACK = "127.0.0.1"
_SUBNET = "10.213.0"
"""No other network has to be free of it: nothing but the hosts themselves is joined to the bridge."""
_SWITCH = "switch"


class NoHosts(Exception):
    """This machine lets nobody make network namespaces; the text says why."""


class Loopback:
    """All hosts are the machine itself."""

    def __init__(self, reason: str) -> None:
        self.note = f"the hosts are processes on loopback, without a network between them: {reason}"

    def address(self, host: str) -> str:
        """Return where a host listens."""
        return LOOPBACK

    def on(self, host: str, command: Sequence[str]) -> list[str]:
        """Return the command that runs a command on a host."""
        return list(command)

    def close(self) -> None:
        """Remove nothing."""


class Network:
    """Hosts by name, each a network namespace, on one bridge in a namespace of its own: the machine's network stays as it is."""

    def __init__(self, hosts: Sequence[str]) -> None:
        """Make the hosts. Raises NoHosts where this machine doesn't allow it; then nothing is left of them."""
        if os.geteuid() != 0 or shutil.which("ip") is None:
            raise NoHosts("network namespaces need root and the command ip")
        self.note = "each host is a network namespace with an address of its own, joined by a bridge; they share processors and disk"
        self._hosts = list(hosts)
        names = [self._named(name) for name in (_SWITCH, *hosts)]
        command = [sys.executable, "-m", "benchmarks.hosts", *names]
        # In a session of its own, so that what interrupts the benchmark doesn't interrupt the removal.
        self._remover = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True)
        try:
            self._join(names)
        except subprocess.CalledProcessError as error:
            self.close()
            raise NoHosts(f"{' '.join(error.cmd)}: {error.stderr.strip()}") from error

    def _join(self, names: Sequence[str]) -> None:
        switch = names[0]
        for name in names:
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
        _ip("-n", switch, "link", "add", "bridge", "type", "bridge")
        _ip("-n", switch, "link", "set", "bridge", "up")
        for number, name in enumerate(names[1:]):
            _ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", f"port{number}", "netns", switch)
            _ip("-n", name, "address", "add", f"{self.address(self._hosts[number])}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "eth0", "up")
            _ip("-n", switch, "link", "set", f"port{number}", "master", "bridge", "up")

    def _named(self, host: str) -> str:
        return f"tollbook-{os.getpid()}-{id(self):x}-{host}"

    def address(self, host: str) -> str:
        """Return where a host listens."""
        return f"{_SUBNET}.{self._hosts.index(host) + 1}"

    def on(self, host: str, command: Sequence[str]) -> list[str]:
        """Return the command that runs a command on a host. It becomes that command, so its process is the one that was started."""
        return ["ip", "netns", "exec", self._named(host), *command]

    def cut(self, host: str) -> None:
        """Pull a host's plug: its packets, and those to it, are lost, and nobody is told."""
        self._plug(host, "down")

    def mend(self, host: str) -> None:
        """Put the plug in again."""
        self._plug(host, "up")

    def _plug(self, host: str, state: str) -> None:
        _ip("-n", self._named(_SWITCH), "link", "set", f"port{self._hosts.index(host)}", state)

    def close(self) -> None:
        """Remove the hosts and end what runs on them."""
        self._remover.communicate()


def make_hosts(names: Sequence[str]) -> Network | Loopback:
    """Return hosts in network namespaces where the machine allows them, else loopback; `note` says which, and why."""
    try:
        return Network(names)
    except NoHosts as error:
        return Loopback(str(error))


def _ip(*arguments: str) -> str:
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout


def _remove(name: str) -> None:
    """End all processes in a namespace and remove it; none of that name is left alone."""
    with suppress(subprocess.CalledProcessError):
        for process in _ip("netns", "pids", name).split():
            with suppress(ProcessLookupError):
                os.kill(int(process), signal.SIGKILL)
        _ip("netns", "delete", name)


def main() -> int:
    """Wait until whoever started this closes its end or is gone, then remove the namespaces that the arguments name."""
    sys.stdin.buffer.read()
    for name in sys.argv[1:]:
        _remove(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
