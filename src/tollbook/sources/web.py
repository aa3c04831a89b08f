"""Fetch one page: bounded in bytes, seconds and redirects, and only from addresses that were checked.

Environment proxies, cookies and credentials are not used.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urljoin

from tollbook.core.errors import BadAnswer, FetchError, InputTooLarge, RefusedUrl
from tollbook.core.version import __version__
from tollbook.sources.addresses import SAVE, Target, check_url
from tollbook.sources.connecting import Deadline, Resolver, checked_addresses, exchange, resolve_host
from tollbook.sources.extracted import shown
from tollbook.sources.limits import DEFAULT_LIMITS, Limits
from tollbook.sources.media import MEDIA_TYPES, UNSPECIFIC_TYPES

if TYPE_CHECKING:
    import httpcore2

REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,text/markdown;q=0.9,*/*;q=0.1"
# zlib takes gzip and zlib framing alike with this window; raw deflate is not asked for.
AUTO_FRAMING = 47
ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,300}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to recognize an answer by: asked with them again, it answers "not modified" (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: the media types that are taken (None: any), who asks, and by which validators the answer is known already.

    `contact` is named beside the program, so that a site's keeper finds whom to write to. `may_follow` is asked for each place that a
    redirect leads to, before that place is; what it raises ends the fetch.
    """

    accept: str = ACCEPT
    media_types: frozenset[str] | None = frozenset(MEDIA_TYPES) | UNSPECIFIC_TYPES
    contact: str = ""
    known: Validators = Validators()
    may_follow: Callable[[str], object] | None = None

    @property
    def agent(self) -> str:
        """Return the name under which is asked."""
        return f"tollbook/{__version__}" + (f" (+{self.contact})" if self.contact else "")


PAGE = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The body of an answer, decompressed, with what its headers say. `url` is where the last redirect led.

    `unchanged` says that the server answered "not modified" to the validators that were given: then there is no body.
    """

    content: bytes
    url: str
    media_type: str
    charset: str | None
    validators: Validators = Validators()
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An answer that names another place."""

    location: str


def fetch(
    url: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    allow_hosts: frozenset[str] = frozenset(),
    resolve: Resolver = resolve_host,
    wanted: Wanted = PAGE,
) -> Fetched:
    """Return what `url` answers.

    Raises RefusedUrl for what is not fetched on purpose, here and at each redirect; InputTooLarge over
    `limits.fetch_bytes`; BadAnswer for another status than 200, or 304 where `wanted.known` has validators; FetchError for everything
    else that goes wrong.
    """
    deadline = Deadline(at=time.monotonic() + limits.fetch_seconds, seconds=limits.fetch_seconds, where=shown(url))
    here = url
    for _ in range(limits.redirects + 1):
        target = _check_hop(here, start=url, allow_hosts=allow_hosts)
        if here != url and wanted.may_follow is not None:
            wanted.may_follow(target.url)
        addresses = checked_addresses(target, resolve, deadline=deadline)
        answer = _ask(target, addresses, wanted=wanted, deadline=deadline, limits=limits)
        if isinstance(answer, Fetched):
            return answer
        here = _next_place(target, answer.location)
    raise FetchError(f"more than {limits.redirects} redirects", where=shown(url), do=SAVE)


def _check_hop(here: str, *, start: str, allow_hosts: frozenset[str]) -> Target:
    if here == start:
        return check_url(here, allow_hosts=allow_hosts)
    try:
        return check_url(here, allow_hosts=allow_hosts)
    except RefusedUrl as error:
        raise RefusedUrl(f"redirects to {shown(here)}: {error.met}", where=shown(start), expected=error.expected, do=error.do) from error


def _next_place(target: Target, location: str) -> str:
    try:
        return urljoin(target.url, location)
    except ValueError as error:
        raise RefusedUrl(f"a redirect to a malformed URL ({error})", where=shown(target.url), do=SAVE) from error


def _ask(target: Target, addresses: Sequence[str], *, wanted: Wanted, deadline: Deadline, limits: Limits) -> Fetched | Redirect:
    with exchange("GET", target, addresses, headers=_headers(target, wanted), deadline=deadline) as response:
        return _take(response, target, wanted=wanted, deadline=deadline, limits=limits)


def _headers(target: Target, wanted: Wanted) -> list[tuple[str, str]]:
    headers = [
        ("Host", target.netloc),
        ("User-Agent", wanted.agent),
        ("Accept", wanted.accept),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]
    if wanted.known.etag is not None:
        headers.append(("If-None-Match", wanted.known.etag))
    if wanted.known.last_modified is not None:
        headers.append(("If-Modified-Since", wanted.known.last_modified))
    return headers


def _take(response: httpcore2.Response, target: Target, *, wanted: Wanted, deadline: Deadline, limits: Limits) -> Fetched | Redirect:
    where = shown(target.url)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    if response.status in REDIRECTS and headers.get("location"):
        return Redirect(location=_utf8_location(headers["location"]))
    if response.status == 304 and wanted.known != Validators():
        return Fetched(content=b"", url=target.url, media_type="", charset=None, validators=wanted.known, unchanged=True)
    if response.status != 200:
        raise BadAnswer(
            f"the server answered {_status_phrase(response.status)}",
            where=where,
            expected="200 OK",
            do=f"check the URL, or {SAVE}",
            status=response.status,
            retry_after=seconds_to_wait(headers.get("retry-after", ""), now=time.time()),
        )
    media_type, charset = parse_content_type(headers.get("content-type", ""))
    if wanted.media_types is not None and media_type not in wanted.media_types:
        raise FetchError(
            f"content of type {shown(media_type)}",
            where=where,
            expected="a page, PDF, DOCX, e-mail or plain text",
            do="give the URL of the text",
        )
    length = headers.get("content-length", "")
    if length.isdecimal() and len(length) < 19 and int(length) > limits.fetch_bytes:
        _refuse_size(where, limits)
    encoding = headers.get("content-encoding", "identity").strip().lower()
    content = _read_body(response.iter_stream(), encoding, where=where, deadline=deadline, limits=limits)
    return Fetched(content=content, url=target.url, media_type=media_type, charset=charset, validators=_validators(headers))


def _validators(headers: Mapping[str, str]) -> Validators:
    """Return an answer's validators. What no header line may carry back is left out."""
    sent = {name: headers[name] for name in ("etag", "last-modified") if _VALIDATOR.fullmatch(headers.get(name, ""))}
    return Validators(etag=sent.get("etag"), last_modified=sent.get("last-modified"))


def seconds_to_wait(header: str, *, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks to wait from `now` (seconds since 1970), None where it says nothing.

    >>> seconds_to_wait("120", now=0.0), seconds_to_wait("Thu, 01 Jan 1970 00:01:00 GMT", now=0.0), seconds_to_wait("soon", now=0.0)
    (120.0, 60.0, None)
    """
    if header.strip().isascii() and header.strip().isdecimal():
        return float(header.strip()[:9])
    try:
        moment = parsedate_to_datetime(header).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, moment - now)


def _utf8_location(location: str) -> str:
    """Return a Location header as its server most likely meant it: UTF-8 where its bytes are that."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location


def _status_phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def parse_content_type(header: str) -> tuple[str, str | None]:
    """Return media type and character set of a Content-Type header.

    >>> parse_content_type('Text/HTML; charset="koi8-u"')
    ('text/html', 'koi8-u')
    """
    media_type, *parameters = header.split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("'\"") or None
    return media_type.strip().lower(), charset


def _refuse_size(where: str, limits: Limits) -> NoReturn:
    raise InputTooLarge(
        f"a page of over {limits.fetch_bytes:,} bytes",
        where=where,
        expected=f"at most {limits.fetch_bytes:,} bytes",
        do="save the page and read the file, or a part of it",
    )


def _read_body(chunks: Iterable[bytes], encoding: str, *, where: str, deadline: Deadline, limits: Limits) -> bytes:
    body = bytearray()
    inflater = None if encoding in ("identity", "") else _Inflater(encoding, where=where)
    received = 0
    for chunk in chunks:
        deadline.left()
        received += len(chunk)
        room = limits.fetch_bytes - len(body) + 1
        body += chunk if inflater is None else inflater.inflate(chunk, room=room)
        if len(body) > limits.fetch_bytes or received > limits.fetch_bytes:
            _refuse_size(where, limits)
    if inflater is not None and received:
        inflater.finish()
    return bytes(body)


class _Inflater:
    """Decompress a body piece by piece, never making more than there is room for."""

    def __init__(self, encoding: str, *, where: str) -> None:
        if encoding not in ENCODINGS:
            raise FetchError(f"content encoding {shown(encoding)!r}", where=where, expected="gzip, deflate or none", do=SAVE)
        self._where = where
        self._stream = zlib.decompressobj(AUTO_FRAMING)

    def inflate(self, chunk: bytes, *, room: int) -> bytes:
        """Return what `chunk` adds, at most `room` bytes."""
        made = bytearray()
        while chunk and len(made) < room:
            if self._stream.eof:
                self._stream = zlib.decompressobj(AUTO_FRAMING)
            try:
                made += self._stream.decompress(chunk, room - len(made))
            except zlib.error as error:
                raise FetchError(f"damaged compression ({error})", where=self._where, do=f"try again later, or {SAVE}") from error
            chunk = self._stream.unconsumed_tail or self._stream.unused_data
        return bytes(made)

    def finish(self) -> None:
        """Raise FetchError where the compressed body stopped short."""
        if not self._stream.eof:
            raise FetchError("the answer stops in the middle", where=self._where, do=f"try again later, or {SAVE}")
