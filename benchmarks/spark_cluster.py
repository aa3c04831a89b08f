"""A standalone Spark cluster of the benchmark's own, from PySpark's wheel: master, workers and driver, where it can be on own hosts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

import psutil
import pyspark

from benchmarks.hosts import LOOPBACK, make_hosts

PATIENCE_SECONDS = 120
MASTER, DRIVER = "master", "driver"
_REACH = """
import socket, sys, time
until = time.monotonic() + float(sys.argv[3])
while time.monotonic() < until:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((sys.argv[1], int(sys.argv[2]))) == 0:
            sys.exit(0)
    time.sleep(0.1)
sys.exit(1)
"""
"""Run on the driver's host, as a port of another host is open only to hosts of its network."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A master and so many workers of one core each. Use it in a `with` block, which ends them with all they started."""

    def __init__(self, workers: int = 2) -> None:
        names = [f"worker-{number}" for number in range(workers)]
        with ExitStack() as stack:
            self.hosts = make_hosts([MASTER, DRIVER, *names])
            stack.callback(self.hosts.close)
            self._folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tollbook-spark-"))
            self._started: list[psutil.Process] = []
            stack.callback(lambda: end(self._started))
            self.port = free_port()
            own = ("--port", str(self.port), "--webui-port", str(free_port()))
            self.master = self._start("master.Master", *own, host=MASTER)
            self._wait_for_port(MASTER, self.port)
            self.workers = [self._worker(name) for name in names]
            self._stack = stack.pop_all()

    @property
    def url(self) -> str:
        """The address of the master."""
        return f"spark://{self.hosts.address(MASTER)}:{self.port}"

    def driven(self, command: Sequence[str]) -> list[str]:
        """Return the command that runs a command as the cluster's driver, on the driver's host."""
        return self._at(DRIVER, command)

    def _at(self, host: str, command: Sequence[str]) -> list[str]:
        return self.hosts.on(host, ["env", f"SPARK_LOCAL_IP={self.hosts.address(host)}", *command])

    def _worker(self, host: str) -> psutil.Process:
        port = free_port()
        work = Path(self._folder) / host
        own = ("--cores", "1", "--memory", "1g", "--work-dir", str(work), "--webui-port", str(port))
        worker = self._start("worker.Worker", *own, self.url, host=host)
        self._wait_for_port(host, port)
        return worker

    def _start(self, name: str, *arguments: str, host: str) -> psutil.Process:
        script = Path(pyspark.__file__).parent / "bin" / "spark-class"
        log = (Path(self._folder) / f"{host}.log").open("wb")
        environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
        command = [str(script), f"org.apache.spark.deploy.{name}", "--host", self.hosts.address(host), *arguments]
        with log:
            started = psutil.Popen(self._at(host, command), stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)
        self._started.append(started)
        return started

    def _wait_for_port(self, host: str, port: int) -> None:
        command = [sys.executable, "-c", _REACH, self.hosts.address(host), str(port), str(PATIENCE_SECONDS)]
        if subprocess.run(self.driven(command), check=False).returncode != 0:
            raise RuntimeError(f"nothing listens on port {port} of {host} after {PATIENCE_SECONDS} seconds")

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End every process of the cluster, and remove its hosts."""
        self._stack.close()


def descendants(process: psutil.Process) -> list[psutil.Process]:
    """Return all processes below one, none for one that is gone."""
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def end(processes: list[psutil.Process]) -> None:
    """End processes with all below them."""
    found = [one for process in processes for one in (*descendants(process), process)]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(found, timeout=10)
