"""A standalone Spark cluster of the benchmark's own on loopback: a master and workers, each a process of its own, from PySpark's wheel."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import psutil
import pyspark

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 120


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A master and so many workers of one core each. Use it in a `with` block, which ends them with all they started."""

    def __init__(self, workers: int = 2) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tollbook-spark-")
        self.port = free_port()
        self.master = self._start("master.Master", "--host", LOOPBACK, "--port", str(self.port), "--webui-port", str(free_port()))
        _wait_for_port(self.port)
        self.workers = [self._worker(number) for number in range(workers)]

    @property
    def url(self) -> str:
        """The address of the master."""
        return f"spark://{LOOPBACK}:{self.port}"

    def _worker(self, number: int) -> psutil.Process:
        port = free_port()
        work = Path(self._folder.name) / f"work-{number}"
        own = ("--host", LOOPBACK, "--cores", "1", "--memory", "1g", "--work-dir", str(work), "--webui-port", str(port))
        worker = self._start("worker.Worker", *own, self.url)
        _wait_for_port(port)
        return worker

    def _start(self, name: str, *arguments: str) -> psutil.Process:
        script = Path(pyspark.__file__).parent / "bin" / "spark-class"
        log = (Path(self._folder.name) / f"{name}-{free_port()}.log").open("wb")
        environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": LOOPBACK}
        command = [str(script), f"org.apache.spark.deploy.{name}", *arguments]
        with log:
            started = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)
        return psutil.Process(started.pid)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End every process of the cluster."""
        end([*self.workers, self.master])
        self._folder.cleanup()


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


def _wait_for_port(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port} after {PATIENCE_SECONDS} seconds")
