"""`tollbook serve`: it says where it listens, ends in order, and what can be wrong is told before it starts."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run
from tollbook.cli import serve as serving


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger that all tests of this file only read."""
    return made_ledger(tmp_path_factory.mktemp("served"))


def test_it_says_its_address_answers_there_and_ends_at_an_interrupt(place: Path) -> None:
    command = [sys.executable, "-m", "tollbook.cli.main", "serve", str(place), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[0]
            with urllib.request.urlopen(address, timeout=20) as answer:
                page = answer.read().decode()
                assert answer.headers["content-security-policy"].startswith("default-src 'none'")
            assert "What changed" in page
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=20) == 0
        finally:
            server.kill()


def test_headers_without_an_end_are_refused(place: Path) -> None:
    command = [sys.executable, "-m", "tollbook.cli.main", "serve", str(place), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = urlsplit(server.stdout.readline().split()[0])
            with socket.create_connection((address.hostname, address.port), timeout=20) as client:
                client.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\nx-long: ")
                client.sendall(200_000 * b"a")
                assert client.recv(12) == b"HTTP/1.1 400"
        finally:
            server.kill()


def test_a_taken_port_is_told_with_another_one(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", place, "--port", port)
    assert result.exit_code == 2
    assert f"port {port} is taken" in result.output
    assert "--port" in result.output


def test_an_answer_is_not_held_back_until_its_headers_are_acknowledged() -> None:
    """asyncio switches Nagle's algorithm off for connections of a socket that is named TCP, and of no other."""

    async def delayed() -> int:
        accepted = asyncio.get_running_loop().create_future()

        def take(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = serving._bound("127.0.0.1", 0)
        async with await asyncio.start_server(take, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            switched_off: int = await asyncio.wait_for(accepted, 20)
            writer.close()
        return switched_off

    assert asyncio.run(delayed()) != 0


def test_the_collector_passes_over_what_a_server_is_made_of() -> None:
    told = "import gc; from tollbook.cli.serve import _spare_the_collector as spare; spare(); print(gc.get_freeze_count(), gc.isenabled())"
    frozen, on = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert int(frozen) > 10_000
    assert on == "True"


def test_no_ledger_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    result = run("serve", tmp_path / "none.db")
    assert result.exit_code == 2
    assert "no such ledger" in result.output
    assert "tollbook init" in result.output


def test_a_missing_library_is_told_with_how_to_install_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = run("serve", place)
    assert result.exit_code == 2
    assert "tollbook[web]" in result.output


def test_a_token_that_can_be_guessed_is_refused(place: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("short\n", encoding="utf-8")
    result = run("serve", place, "--review-token-file", token)
    assert result.exit_code == 2
    assert "at least 12" in result.output
    assert "secrets.token_urlsafe" in result.output


def test_a_token_file_that_is_not_there_is_told(place: Path, tmp_path: Path) -> None:
    result = run("serve", place, "--review-token-file", tmp_path / "none")
    assert result.exit_code == 2
    assert "No such file" in result.output


def test_the_token_comes_from_the_file_else_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(serving.TOKEN_VARIABLE, "of the environment")
    file = tmp_path / "token"
    file.write_text("of the file it is\n", encoding="utf-8")
    assert serving._token(None) == "of the environment"
    assert serving._token(file) == "of the file it is"
    monkeypatch.delenv(serving.TOKEN_VARIABLE)
    assert serving._token(None) is None


@pytest.mark.parametrize(
    ("host", "others", "names"),
    [
        ("127.0.0.1", [], ("127.0.0.1", "localhost", "[::1]")),
        ("127.0.0.1", ["desk.example"], ("127.0.0.1", "localhost", "[::1]", "desk.example")),
        ("0.0.0.0", [], ()),
        ("10.0.0.7", ["desk.example"], ("10.0.0.7", "desk.example")),
    ],
)
def test_it_answers_to_its_own_names_alone_on_loopback(host: str, others: list[str], names: tuple[str, ...]) -> None:
    assert serving._hosts(host, others) == names
