"""Ask a language model behind an OpenAI-compatible endpoint: one bounded question at a time, to one checked address.

Plain http goes to this machine alone; no redirect is followed, so the key and the passage reach nobody else. The key is
in no message, no representation and no log. What the model answers is text, and no more: whoever asks has to check it.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson

from tollbook.core.errors import FetchError, RefusedUrl, UsageError
from tollbook.core.version import __version__
from tollbook.sources.addresses import PORTS, Target, check_url
from tollbook.sources.connecting import Deadline, Resolver, checked_addresses, exchange, resolve_host
from tollbook.sources.extracted import shown

if TYPE_CHECKING:
    import httpcore2

KEY_VARIABLE = "TOLLBOOK_MODEL_KEY"
"""The environment variable that holds the endpoint's key. There is no option for it: a command line is seen by every process."""
COMPLETIONS = "/chat/completions"
BUSY = frozenset({429, 503})
REFUSES_FORM = frozenset({400, 415, 422})
WAITS = (1.0, 2.0, 4.0)
"""Seconds before each further try where the endpoint is busy and doesn't say how long."""
LONGEST_WAIT = 60.0
PATIENCE = 3
"""Failures in a row after which the endpoint is not asked again."""

Wait = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model answers, and the limits of one answer: seconds for all of it, bytes of its body."""

    target: Target
    model: str
    key: str | None = field(default=None, repr=False)
    seconds: float = 120.0
    answer_bytes: int = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the model wrote."""

    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """Why there is none. `lasting`: every other question would fare the same. `retry`: seconds to wait, where it is merely busy.

    `sent` is False where nothing was sent: the endpoint had been given up before.
    """

    reason: str
    lasting: bool = False
    refuses_form: bool = False
    retry: float | None = None
    sent: bool = True


def make_endpoint(url: str, *, model: str, key: str | None = None) -> Endpoint:
    """Return an endpoint from the address that a server documents as its base, such as http://localhost:8000/v1.

    Raises UsageError for an address that is not asked, and for a name or key that can't be sent.
    """
    if not model.strip() or not model.isprintable():
        raise UsageError(f"a model called {shown(model)!r}", expected="the name of a model as the endpoint knows it")
    key = (key or "").strip() or None
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError(f"the key in {KEY_VARIABLE} holds a space or a character beyond ASCII", do="set it anew, without quotes")
    target = _checked_target(url)
    path, mark, query = target.path.partition("?")
    path = path.rstrip("/")
    path = path if path.endswith(COMPLETIONS) else path + COMPLETIONS
    return Endpoint(target=replace(target, path=path + mark + query), model=model.strip(), key=key)


def _checked_target(url: str) -> Target:
    try:
        target = check_url(url, allow_hosts=_named_host(url))
    except RefusedUrl as error:
        raise UsageError(
            error.met, where=error.where, expected=error.expected, do="give the endpoint's base address, such as http://localhost:8000/v1"
        ) from error
    if target.scheme == "http" and not _is_this_machine(target.host):
        raise UsageError(
            "http to another machine, where anybody on the way reads along",
            where=shown(url),
            expected="https, or http to localhost",
            do="use https, or a tunnel to localhost",
        )
    return target


def _named_host(url: str) -> frozenset[str]:
    """Return the host as the user named it: an endpoint may be at home, on any port."""
    try:
        parts = urlsplit(url.strip(" "))
        host, port = parts.hostname, parts.port
    except ValueError:
        return frozenset()  # check_url says what is wrong with it
    if host is None or parts.scheme not in PORTS:
        return frozenset()
    return frozenset({f"{f'[{host}]' if ':' in host else host}:{port if port is not None else PORTS[parts.scheme]}"})


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# How an answer's form is asked for, the strictest first; some servers know no schema, and some models no temperature.
def _forms(schema: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    strict = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}}
    loose = {"type": "json_object"}
    return (
        {"response_format": strict, "temperature": 0},
        {"response_format": loose, "temperature": 0},
        {"response_format": loose},
    )


class ModelClient:
    """Asks one endpoint, remembers which form of answer it takes, waits where it is busy and gives up where it fails."""

    def __init__(self, endpoint: Endpoint, *, wait: Wait = time.sleep, resolve: Resolver = resolve_host) -> None:
        self._endpoint, self._wait, self._resolve = endpoint, wait, resolve
        self._form = 0
        self._failures = 0
        self._given_up: str | None = None

    @property
    def model(self) -> str:
        """Return the name of the model."""
        return self._endpoint.model

    def ask(self, system: str, user: str, *, schema: Mapping[str, Any]) -> Answer | NoAnswer:
        """Return what the model answers to one message; `schema` is the JSON Schema that its answer is to have."""
        if self._given_up is not None:
            return NoAnswer(reason=self._given_up, lasting=True, sent=False)
        outcome = self._in_some_form(system, user, _forms(schema))
        if isinstance(outcome, Answer):
            self._failures = 0
            return outcome
        self._failures += 1
        if outcome.lasting:
            self._given_up = f"not asked, as {outcome.reason}"
        elif self._failures >= PATIENCE:
            self._given_up = f"not asked, after {PATIENCE} failures in a row: {outcome.reason}"
        return outcome

    def _in_some_form(self, system: str, user: str, forms: tuple[dict[str, Any], ...]) -> Answer | NoAnswer:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        while True:
            question = {"model": self._endpoint.model, "messages": messages, "stream": False, **forms[self._form]}
            outcome = self._patiently(orjson.dumps(question))
            if isinstance(outcome, Answer) or not outcome.refuses_form or self._form + 1 == len(forms):
                return outcome
            self._form += 1

    def _patiently(self, body: bytes) -> Answer | NoAnswer:
        outcome = self._once(body)
        for pause in WAITS:
            if isinstance(outcome, Answer) or outcome.retry is None:
                return outcome
            self._wait(min(max(outcome.retry, pause), LONGEST_WAIT))
            outcome = self._once(body)
        return outcome

    def _once(self, body: bytes) -> Answer | NoAnswer:
        try:
            return _post(self._endpoint, body, resolve=self._resolve)
        except RefusedUrl as error:
            return NoAnswer(reason=error.met, lasting=True)
        except FetchError as error:
            return NoAnswer(reason=error.met)


def _post(endpoint: Endpoint, body: bytes, *, resolve: Resolver) -> Answer | NoAnswer:
    target = endpoint.target
    deadline = Deadline(at=time.monotonic() + endpoint.seconds, seconds=endpoint.seconds, where=shown(target.url))
    addresses = checked_addresses(target, resolve, deadline=deadline)
    if target.scheme == "http" and not all(ipaddress.ip_address(address).is_loopback for address in addresses):
        raise RefusedUrl(f"{target.host!r} is another machine", where=shown(target.url), expected="an address of this machine")
    with exchange("POST", target, addresses, headers=_headers(endpoint, body), deadline=deadline, content=body) as response:
        return _take(response, endpoint, deadline=deadline)


def _headers(endpoint: Endpoint, body: bytes) -> list[tuple[str, str]]:
    headers = [
        ("Host", endpoint.target.netloc),
        ("User-Agent", f"tollbook/{__version__}"),
        ("Accept", "application/json"),
        ("Accept-Encoding", "identity"),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Connection", "close"),
    ]
    return headers if endpoint.key is None else [*headers, ("Authorization", f"Bearer {endpoint.key}")]


def _take(response: httpcore2.Response, endpoint: Endpoint, *, deadline: Deadline) -> Answer | NoAnswer:
    """Read an answer. A server's own words of refusal are not shown: they may repeat the key."""
    status = response.status
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    if status != 200:
        return _refusal(status, headers)
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return NoAnswer(reason="the answer is compressed, which was not asked for")
    body = bytearray()
    for chunk in response.iter_stream():
        deadline.left()
        body += chunk
        if len(body) > endpoint.answer_bytes:
            return NoAnswer(reason=f"an answer of over {endpoint.answer_bytes:,} bytes")
    return _content(bytes(body))


def _refusal(status: int, headers: Mapping[str, str]) -> NoAnswer:
    if status in BUSY:
        seconds = headers.get("retry-after", "").strip()
        retry = float(seconds) if seconds.isdecimal() and seconds.isascii() and len(seconds) < 6 else 0.0
        return NoAnswer(reason=f"the endpoint is busy ({status}), after {len(WAITS) + 1} tries", retry=retry)
    if 300 <= status < 400:
        return NoAnswer(reason=f"the endpoint redirects ({status}), and no redirect is followed with a key", lasting=True)
    if status in (401, 403):
        return NoAnswer(reason=f"the endpoint refuses the key ({status}); set {KEY_VARIABLE}", lasting=True)
    if status in (404, 405):
        return NoAnswer(reason=f"the endpoint knows no such address or model ({status})", lasting=True)
    return NoAnswer(reason=f"the endpoint answered {status}", refuses_form=status in REFUSES_FORM)


def _content(body: bytes) -> Answer | NoAnswer:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return NoAnswer(reason="what the endpoint sent is not JSON")
    choices = answer.get("choices") if isinstance(answer, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(choice, dict) or not isinstance(content, str):
        return NoAnswer(reason="what the endpoint sent is no completion")
    if choice.get("finish_reason") == "length":
        return NoAnswer(reason="the answer stops in the middle")
    return Answer(content=content)
