"""Asking a model: which addresses are asked, what each bad answer comes to, and that every wait, size and retry ends."""

from __future__ import annotations

import json
import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from benchmarks.model_servers import Asked, Behavior, completion, in_turn, model_server, says, send
from tollbook.core.errors import UsageError
from tollbook.sources.model_endpoint import (
    KEY_VARIABLE,
    LONGEST_WAIT,
    PATIENCE,
    WAITS,
    Answer,
    Endpoint,
    ModelClient,
    NoAnswer,
    make_endpoint,
)

KEY = "sk-made-up-1234567890"
SCHEMA = {"type": "object"}


class Client:
    """A client of a server, with the waits that it asked for in place of waiting."""

    def __init__(self, url: str, *, key: str | None = KEY, **limits: Any) -> None:
        endpoint = make_endpoint(url, model="small", key=key)
        limited = Endpoint(target=endpoint.target, model=endpoint.model, key=endpoint.key, **{"seconds": 5.0, **limits})
        self.waits: list[float] = []
        self.client = ModelClient(limited, wait=self.waits.append)

    def ask(self) -> Answer | NoAnswer:
        return self.client.ask("be brief", "what?", schema=SCHEMA)


def outcome(behavior: Behavior, **limits: Any) -> Answer | NoAnswer:
    with model_server(behavior) as server:
        return Client(server.url, **limits).ask()


def failure(behavior: Behavior, **limits: Any) -> NoAnswer:
    answer = outcome(behavior, **limits)
    assert isinstance(answer, NoAnswer)
    assert KEY not in answer.reason
    return answer


# ---- the address


@pytest.mark.parametrize(
    ("url", "path", "netloc"),
    [
        ("http://localhost:8000/v1", "/v1/chat/completions", "localhost:8000"),
        ("http://127.0.0.1:8000", "/chat/completions", "127.0.0.1:8000"),
        ("http://[::1]:11434/v1/", "/v1/chat/completions", "[::1]:11434"),
        ("https://models.example/v1", "/v1/chat/completions", "models.example"),
        ("https://models.example/v1/chat/completions", "/v1/chat/completions", "models.example"),
        ("https://models.example/d?api-version=1", "/d/chat/completions?api-version=1", "models.example"),
        ("https://10.0.0.5:8443/v1", "/v1/chat/completions", "10.0.0.5:8443"),
        ("https://models.example:8443/v1", "/v1/chat/completions", "models.example:8443"),
    ],
)
def test_an_endpoint_is_asked_at_its_completions(url: str, path: str, netloc: str) -> None:
    target = make_endpoint(url, model="small").target
    assert (target.path, target.netloc) == (path, netloc)


@pytest.mark.parametrize(
    "url",
    [
        "http://models.example/v1",
        "http://10.0.0.5:8000/v1",
        "http://192.168.1.2/v1",
        "http://localhost.models.example/v1",
        "http://0.0.0.0:8000/v1",
        "http://2130706433/v1",
        "http://user:secret@localhost:8000/v1",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "localhost:8000",
        "",
        "http://",
        "https://[::1",
        "http://localhost:99999/v1",
        "https://models.example/v1 x",
        "http://169.254.169.254/latest",
    ],
)
def test_plain_http_to_another_machine_and_what_is_no_address_are_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_endpoint(url, model="small")
    assert "save the page" not in str(caught.value)


@pytest.mark.parametrize(("host", "address"), [("localhost", "10.0.0.9"), ("localhost", "93.184.216.34"), ("localhost", "169.254.169.254")])
def test_a_localhost_that_resolves_elsewhere_is_not_asked(host: str, address: str) -> None:
    endpoint = make_endpoint(f"http://{host}:8000/v1", model="small", key=KEY)
    answer = ModelClient(endpoint, resolve=lambda *_: [address]).ask("a", "b", schema=SCHEMA)
    assert isinstance(answer, NoAnswer)
    assert answer.lasting


def test_an_address_that_hands_out_credentials_is_not_asked_by_https_either() -> None:
    client = ModelClient(make_endpoint("https://169.254.169.254/v1", model="small"))
    answer = client.ask("a", "b", schema=SCHEMA)
    assert isinstance(answer, NoAnswer)
    assert "not a public address" in answer.reason


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "ключ", "a\x00b"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_endpoint("http://localhost:8000/v1", model="small", key=key)
    assert KEY_VARIABLE in str(caught.value)
    assert key not in str(caught.value)


@pytest.mark.parametrize("model", ["", "  ", "a\nb"])
def test_a_model_without_a_name_is_refused(model: str) -> None:
    with pytest.raises(UsageError, match="name of a model"):
        make_endpoint("http://localhost:8000/v1", model=model)


# ---- the question


def test_the_question_carries_the_key_the_model_and_the_schema() -> None:
    with model_server(says("{}")) as server:
        assert Client(server.url).ask() == Answer(content="{}")
        (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert "Cookie" not in asked.headers
    assert (asked.body["model"], asked.body["temperature"], asked.body["stream"]) == ("small", 0, False)
    assert asked.body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert [message["role"] for message in asked.body["messages"]] == ["system", "user"]


def test_without_a_key_none_is_sent() -> None:
    with model_server(says("{}")) as server:
        Client(server.url, key=None).ask()
        assert "Authorization" not in server.asked[0].headers


def test_the_key_is_in_no_representation_and_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with model_server(send(401, f'{{"error": "wrong key {KEY}"}}'.encode())) as server:
        client = Client(server.url)
        answer = client.ask()
    assert KEY not in repr(make_endpoint("http://localhost/v1", model="small", key=KEY))
    assert KEY not in repr(answer) + repr(client.client) + caplog.text


@pytest.mark.parametrize("status", [400, 415, 422])
def test_a_server_without_schemas_is_asked_for_an_object_from_then_on(status: int) -> None:
    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        (says("{}") if asked.form == "json_object" else send(status, b"{}"))(asked, handler)

    with model_server(behave) as server:
        client = Client(server.url)
        assert [client.ask(), client.ask()] == [Answer(content="{}")] * 2
        assert [asked.form for asked in server.asked] == ["json_schema", "json_object", "json_object"]


def test_a_model_that_takes_no_temperature_is_asked_without_one() -> None:
    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        (send(400, b"{}") if "temperature" in asked.body else says("{}"))(asked, handler)

    assert outcome(behave) == Answer(content="{}")


def test_a_server_that_refuses_every_form_gives_no_answer() -> None:
    assert failure(send(400, b"{}")).reason == "the endpoint answered 400"


# ---- bad answers


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"<html>Bad gateway</html>", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"null", "no completion"),
        (b"[]", "no completion"),
        (b"{}", "no completion"),
        (b'{"choices": []}', "no completion"),
        (b'{"choices": [1]}', "no completion"),
        (b'{"choices": [{"message": "x"}]}', "no completion"),
        (b'{"choices": [{"message": {"content": null}}]}', "no completion"),
        (b'{"choices": [{"message": {"content": ["x"]}}]}', "no completion"),
        (completion("{", finish="length"), "stops in the middle"),
    ],
)
def test_what_is_no_completion_is_said(body: bytes, reason: str) -> None:
    assert reason in failure(send(200, body)).reason


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with model_server(says("{}")) as other, model_server(send(status, b"", Location=other.url)) as server:
        answer = Client(server.url).ask()
        assert isinstance(answer, NoAnswer)
        assert "redirects" in answer.reason
        assert other.asked == []


def test_a_huge_answer_ends_at_the_limit() -> None:
    sent = []

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 10_000)
            sent.append(10_000)

    assert "over 50,000 bytes" in failure(behave, answer_bytes=50_000).reason
    assert sum(sent) < 20_000_000


def test_a_compressed_answer_is_not_unpacked() -> None:
    assert "compressed" in failure(send(200, b"\x1f\x8b", Content_Encoding="gzip")).reason


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{"])
def test_a_server_that_stalls_ends_at_the_deadline(head: bytes) -> None:
    stop = threading.Event()

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        handler.wfile.flush()
        stop.wait(10)

    try:
        assert "within 0.2 seconds" in failure(behave, seconds=0.2).reason
    finally:
        stop.set()


def test_a_server_that_drips_bytes_ends_at_the_deadline() -> None:
    stop = threading.Event()

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stop.wait(0.02):
            handler.wfile.write(b" ")

    try:
        assert "within 0.3 seconds" in failure(behave, seconds=0.3).reason
    finally:
        stop.set()


def test_a_connection_that_breaks_off_is_said() -> None:
    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    assert "connection failed" in failure(behave).reason


# ---- patience


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_endpoint_is_asked_again_after_growing_waits(status: int) -> None:
    with model_server(in_turn(send(status, b""), send(status, b""), says("{}"))) as server:
        client = Client(server.url)
        assert client.ask() == Answer(content="{}")
        assert client.waits == [1.0, 2.0]


@pytest.mark.parametrize(
    ("header", "wait"),
    [("7", 7.0), ("0", 1.0), ("99999", LONGEST_WAIT), ("999999", 1.0), ("-5", 1.0), ("soon", 1.0), ("Wed, 21 Oct 2026", 1.0)],
)
def test_a_stated_wait_is_kept_within_reason(header: str, wait: float) -> None:
    with model_server(in_turn(send(429, b"", Retry_After=header), says("{}"))) as server:
        client = Client(server.url)
        client.ask()
        assert client.waits == [wait]


def test_an_endpoint_that_stays_busy_is_left_after_the_last_wait() -> None:
    with model_server(send(429, b"")) as server:
        client = Client(server.url)
        answer = client.ask()
        assert isinstance(answer, NoAnswer)
        assert client.waits == list(WAITS)
        assert len(server.asked) == len(WAITS) + 1


@pytest.mark.parametrize(("status", "words"), [(401, KEY_VARIABLE), (403, KEY_VARIABLE), (404, "no such"), (302, "redirects")])
def test_what_would_fail_again_is_not_asked_again(status: int, words: str) -> None:
    with model_server(send(status, b"")) as server:
        client = Client(server.url)
        reasons = [answer.reason for answer in (client.ask(), client.ask()) if isinstance(answer, NoAnswer)]
        assert len(server.asked) == 1
    assert all(words in reason for reason in reasons)
    assert reasons[1].startswith("not asked")


def test_after_failures_in_a_row_the_endpoint_is_left_alone() -> None:
    with model_server(send(500, b"")) as server:
        client = Client(server.url)
        answers = [client.ask() for _ in range(PATIENCE + 2)]
        assert len(server.asked) == PATIENCE
    assert isinstance(answers[-1], NoAnswer)
    assert "3 failures in a row" in answers[-1].reason


def test_an_answer_in_between_begins_the_count_anew() -> None:
    with model_server(in_turn(send(500, b""), send(500, b""), says("{}"), send(500, b""), send(500, b""), says("{}"))) as server:
        client = Client(server.url)
        assert [isinstance(client.ask(), Answer) for _ in range(6)] == [False, False, True, False, False, True]


def test_a_closed_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answer = Client(f"http://127.0.0.1:{taken.getsockname()[1]}/v1").ask()
    assert isinstance(answer, NoAnswer)
    assert "connection failed" in answer.reason


def test_a_question_with_any_letters_arrives_as_it_was() -> None:
    with model_server(says("{}")) as server:
        client = Client(server.url)
        client.client.ask("Ж\x00", json.dumps("\ud800 \u202e"), schema=SCHEMA)
        assert [message["content"] for message in server.asked[0].body["messages"]] == ["Ж\x00", json.dumps("\ud800 \u202e")]
