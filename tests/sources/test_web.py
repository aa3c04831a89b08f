"""Fetching: what arrives, what is refused, and that every wait and every size ends. All of it over loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.sources.making import gzip_bomb, page
from tollbook.core.errors import BadAnswer, FetchError, InputTooLarge, RefusedUrl
from tollbook.sources.files import load
from tollbook.sources.limits import Limits
from tollbook.sources.web import Fetched, Validators, Wanted, fetch, parse_content_type, seconds_to_wait

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A web server on loopback whose answers are functions, with a log of what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers.items())))
                site.answers.get(self.path, send(404, b"gone"))(self)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up early is what these tests are about."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.allow = frozenset({f"127.0.0.1:{self.port}"})

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def fetch(self, path: str, *, limits: Limits | None = None) -> Fetched:
        return fetch(self.url(path), allow_hosts=self.allow, limits=limits or Limits())


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def send(status: int, body: bytes, **headers: str) -> Answer:
    """Return an answer with the given headers (`Content_Type="..."`)."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body)), **headers}.items():
            if value:
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    return send(status, b"", Location=location)


def test_a_page_becomes_a_document_with_its_url(site: Site) -> None:
    site.answers["/a"] = send(200, page(head='<meta property="article:published_time" content="2025-01-24">'))
    document = load(site.url("/a"), allow_hosts=site.allow)
    assert "4,000 soldiers were killed or wounded" in document.text
    assert str(document.published) == "2025-01-24"
    assert document.url == site.url("/a")


def test_the_program_says_who_it_is_and_sends_no_cookie_or_credential(site: Site) -> None:
    site.answers["/a"] = send(302, b"", Location="/b", Set_Cookie="x=1")
    site.answers["/b"] = send(200, b"text")
    site.fetch("/a")
    for _, headers in site.asked:
        assert headers["User-Agent"].startswith("tollbook/")
        assert headers["Host"] == f"127.0.0.1:{site.port}"
        assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/a"] = send(200, b"text")
    assert site.fetch("/a").content == b"text"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_end(site: Site, status: int) -> None:
    site.answers["/a"] = redirect("b?x=1", status)
    site.answers["/b?x=1"] = send(200, b"end")
    assert site.fetch("/a").url == site.url("/b?x=1")


def test_each_place_that_a_redirect_leads_to_is_asked_about_first(site: Site) -> None:
    """A first address is the caller's own affair."""
    site.answers |= {"/a": redirect("/b"), "/b": redirect("/c")}
    followed: list[str] = []

    def may_follow(place: str) -> None:
        followed.append(place)
        if place == site.url("/c"):
            raise RefusedUrl("robots.txt asks programs to leave it alone", where=place)

    with pytest.raises(RefusedUrl, match="leave it alone"):
        fetch(site.url("/a"), allow_hosts=site.allow, wanted=Wanted(may_follow=may_follow))
    assert followed == [site.url("/b"), site.url("/c")]
    assert [path for path, _ in site.asked] == ["/a", "/b"]


def test_a_redirect_may_hold_letters_beyond_ascii(site: Site) -> None:
    site.answers["/a"] = redirect("/втрати".encode().decode("latin-1"))
    site.answers["/%D0%B2%D1%82%D1%80%D0%B0%D1%82%D0%B8"] = send(200, b"end")
    assert site.fetch("/a").content == b"end"


def test_five_redirects_are_enough(site: Site) -> None:
    for i in range(7):
        site.answers[f"/{i}"] = redirect(f"/{i + 1}")
    site.answers["/7"] = send(200, b"end")
    assert site.fetch("/2").content == b"end"
    with pytest.raises(FetchError, match="more than 5 redirects"):
        site.fetch("/1")


def test_a_loop_of_redirects_ends(site: Site) -> None:
    site.answers["/a"] = redirect("/a")
    with pytest.raises(FetchError, match="redirects"):
        site.fetch("/a")
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/", "http://localhost/", "http://169.254.169.254/latest/", "http://[::1]/", "http://10.0.0.1/",
        "//192.168.0.1/x",
        "http://2130706433/", "file:///etc/passwd", "ftp://news.example/", "data:text/html,x", "javascript:alert(1)", "http://u:p@news.example/",
        "http://[::ffff:127.0.0.1]/", "https://news.example:8443/", "http://[::1", "http://news.example\\@127.0.0.1/",
    ],
)  # fmt: skip
def test_a_redirect_is_checked_like_a_first_url(site: Site, location: str) -> None:
    site.answers["/a"] = redirect(location)
    with pytest.raises(RefusedUrl):
        site.fetch("/a")
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.1.1", "::1", "::ffff:127.0.0.1", "64:ff9b::1", "fe80::1%1", "0.0.0.0"]
)
def test_a_public_name_with_a_private_address_is_refused_before_connecting(address: str, connections: list[object]) -> None:
    with pytest.raises(RefusedUrl, match="not a public address"):
        fetch("http://news.example/", resolve=lambda host, port: [address])
    assert connections == []


def test_one_private_address_among_public_ones_refuses_the_name(connections: list[object]) -> None:
    with pytest.raises(RefusedUrl):
        fetch("http://news.example/", resolve=lambda host, port: ["93.184.215.14", "127.0.0.1"])
    assert connections == []


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The addresses that were connected to; every one of them fails."""
    tried: list[object] = []

    def connect(address: object, *_: object, **__: object) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError("refused by the test")

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


def test_the_connection_goes_to_the_checked_address_and_the_name_is_resolved_once(connections: list[object]) -> None:
    """A resolver that says public first and loopback later (DNS rebinding) gets no second question."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    with pytest.raises(FetchError, match="connection failed"):
        fetch("http://news.example/", resolve=lambda host, port: next(answers))
    assert connections == [("93.184.215.14", 80)]
    assert next(answers) == ["127.0.0.1"]


def test_every_checked_address_is_tried(connections: list[object]) -> None:
    with pytest.raises(FetchError):
        fetch("https://news.example/", resolve=lambda host, port: ["2606:4700::1111", "93.184.215.14"])
    assert connections == [("2606:4700::1111", 443), ("93.184.215.14", 443)]


def test_a_rebinding_name_is_refused_at_the_redirect(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is resolved and checked again at each hop: here the second answer is private and not allowed."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    site.answers["/a"] = redirect(f"http://rebind.example:{site.port}/b")
    with pytest.raises(RefusedUrl):
        fetch(
            f"http://rebind.example:{site.port}/a",
            allow_hosts=frozenset({f"rebind.example:{site.port}"}),
            resolve=lambda h, p: next(answers),
        )
    assert [path for path, _ in site.asked] == ["/a"]


def test_a_name_without_address_says_so() -> None:
    with pytest.raises(FetchError, match="no address"):
        fetch("http://news.example/", resolve=lambda host, port: [])


def test_a_name_that_does_not_resolve_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Sequence[object]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(FetchError, match="does not resolve") as caught:
        fetch("http://news.example/")
    assert not isinstance(caught.value, RefusedUrl)


def test_a_closed_port_is_an_error_of_fetching() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(FetchError, match="connection failed") as caught:
        fetch(f"http://127.0.0.1:{port}/", allow_hosts=frozenset({f"127.0.0.1:{port}"}))
    assert "save the page" in str(caught.value)


@pytest.mark.parametrize(
    ("status", "phrase"), [(404, "404 Not Found"), (403, "403 Forbidden"), (500, "500 Internal"), (204, "204"), (299, "299"), (304, "304")]
)
def test_an_answer_without_a_page_names_its_status(site: Site, status: int, phrase: str) -> None:
    site.answers["/a"] = send(status, b"", Content_Length="" if status in (204, 304) else "0")
    with pytest.raises(FetchError, match=phrase):
        site.fetch("/a")


@pytest.mark.parametrize(
    "media_type", ["image/png", "video/mp4", "application/zip", "application/json", "text/css", "application/vnd.ms-excel"]
)
def test_a_type_that_holds_no_text_to_read_is_refused(site: Site, media_type: str) -> None:
    site.answers["/a"] = send(200, b"x" * 100, Content_Type=media_type)
    with pytest.raises(FetchError, match=media_type):
        site.fetch("/a")


def test_a_missing_type_leaves_it_to_the_content(site: Site) -> None:
    site.answers["/a"] = send(200, page(), Content_Type="")
    assert "4,000" in load(site.url("/a"), allow_hosts=site.allow).text


def test_a_stated_length_over_the_limit_is_refused_at_once(site: Site) -> None:
    site.answers["/a"] = send(200, b"x", Content_Length="10000001")
    with pytest.raises(InputTooLarge, match="10,000,000"):
        site.fetch("/a")


def test_a_body_over_the_limit_is_refused_while_it_arrives(site: Site) -> None:
    site.answers["/a"] = send(200, b"x" * 70_000, Content_Length="")
    with pytest.raises(InputTooLarge):
        site.fetch("/a", limits=Limits(fetch_bytes=50_000))


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZip"])
def test_a_gzip_bomb_is_refused_in_bounded_memory(site: Site, encoding: str) -> None:
    import tracemalloc

    bomb = gzip_bomb(60_000_000)
    assert len(bomb) < 100_000
    site.answers["/a"] = send(200, bomb, Content_Encoding=encoding)
    tracemalloc.start()
    with pytest.raises(InputTooLarge):
        site.fetch("/a", limits=Limits(fetch_bytes=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"12 killed", mtime=0)),
        ("deflate", zlib.compress(b"12 killed")),
        ("gzip", gzip.compress(b"12 ", mtime=0) + gzip.compress(b"killed", mtime=0)),
        ("identity", b"12 killed"),
        ("", b"12 killed"),
    ],
)
def test_compressed_bodies_arrive_whole(site: Site, encoding: str, packed: bytes) -> None:
    site.answers["/a"] = send(200, packed, Content_Encoding=encoding)
    assert site.fetch("/a").content == b"12 killed"


@pytest.mark.parametrize(
    ("encoding", "packed", "message"),
    [
        ("gzip", gzip.compress(b"12 killed" * 50, mtime=0)[:-12], "stops in the middle"),
        ("gzip", b"not gzip at all", "damaged compression"),
        ("br", b"12 killed", "content encoding"),
        ("gzip, gzip", gzip.compress(b"x", mtime=0), "content encoding"),
    ],
)
def test_damaged_or_unknown_compression_is_refused_and_never_read_in_part(site: Site, encoding: str, packed: bytes, message: str) -> None:
    site.answers["/a"] = send(200, packed, Content_Encoding=encoding)
    with pytest.raises(FetchError, match=message):
        site.fetch("/a")


def test_a_body_shorter_than_stated_is_refused(site: Site) -> None:
    site.answers["/a"] = send(200, b"only a part", Content_Length="500")
    with pytest.raises(FetchError, match="connection failed"):
        site.fetch("/a")


def _drip(handler: BaseHTTPRequestHandler, stop: threading.Event, head: bytes) -> None:
    handler.wfile.write(head)
    while not stop.wait(0.02):
        try:
            handler.wfile.write(b"x")
        except OSError:
            return


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b""], ids=["headers", "body", "status"]
)
def test_a_server_that_drips_bytes_ends_at_the_deadline(site: Site, head: bytes) -> None:
    """Each byte comes well within any single timeout; only the deadline over all ends it."""
    stop = threading.Event()
    site.answers["/a"] = lambda handler: _drip(handler, stop, head)
    started = time.monotonic()
    try:
        with pytest.raises(FetchError):
            site.fetch("/a", limits=Limits(fetch_seconds=0.2))
    finally:
        stop.set()
    assert time.monotonic() - started < 2


def test_a_server_that_never_answers_ends_at_the_deadline(site: Site) -> None:
    stop = threading.Event()
    site.answers["/a"] = lambda handler: (stop.wait(5), None)[1]
    started = time.monotonic()
    try:
        with pytest.raises(FetchError, match=r"within 0\.15 seconds"):
            site.fetch("/a", limits=Limits(fetch_seconds=0.15))
    finally:
        stop.set()
    assert time.monotonic() - started < 2


def test_a_resolver_that_never_answers_ends_at_the_deadline() -> None:
    stop = threading.Event()
    started = time.monotonic()
    try:
        with pytest.raises(FetchError, match="seconds"):
            fetch("http://news.example/", resolve=lambda host, port: [str(stop.wait(5))], limits=Limits(fetch_seconds=0.1))
    finally:
        stop.set()
    assert time.monotonic() - started < 2


def test_the_deadline_holds_over_all_redirects_together(site: Site) -> None:
    def slow_hop(handler: BaseHTTPRequestHandler) -> None:
        threading.Event().wait(0.08)
        redirect("/a")(handler)

    site.answers["/a"] = slow_hop
    with pytest.raises(FetchError, match="seconds"):
        site.fetch("/a", limits=Limits(fetch_seconds=0.2, redirects=100))
    assert len(site.asked) < 5


def test_an_endless_header_is_refused(site: Site) -> None:
    site.answers["/a"] = send(200, b"x", X_Long="a" * 2_000_000)
    with pytest.raises(FetchError):
        site.fetch("/a")


def test_an_answer_that_is_not_http_is_refused(site: Site) -> None:
    site.answers["/a"] = lambda handler: (handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n"), None)[1]
    with pytest.raises(FetchError, match="connection failed"):
        site.fetch("/a")


def test_https_to_a_server_without_tls_is_an_error_of_fetching(site: Site) -> None:
    with pytest.raises(FetchError, match="connection failed"):
        fetch(f"https://127.0.0.1:{site.port}/", allow_hosts=site.allow, limits=Limits(fetch_seconds=2))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/html", ("text/html", None)),
        ("text/html; charset=windows-1251", ("text/html", "windows-1251")),
        ('text/html; x="a;b"; Charset = "koi8-u"', ("text/html", "koi8-u")),
        ("", ("", None)),
        (";;;=", ("", None)),
        ("text/html; charset=", ("text/html", None)),
    ],
)
def test_a_content_type_gives_its_type_and_character_set(header: str, expected: tuple[str, str | None]) -> None:
    assert parse_content_type(header) == expected


def test_the_character_set_of_the_header_is_used(site: Site) -> None:
    words = "За добу противник втратив двадцять танків"
    body = f"<html><body><article><p>{words}</p></article></body></html>".encode("cp1251")
    site.answers["/a"] = send(200, body, Content_Type="text/html; charset=windows-1251")
    assert load(site.url("/a"), allow_hosts=site.allow).text == words


def test_an_answer_is_asked_for_again_by_its_validators(site: Site) -> None:
    site.answers["/a"] = send(200, b"text", ETag='"v1"', Last_Modified="Fri, 24 Jan 2025 08:00:00 GMT")
    first = site.fetch("/a")
    assert first.validators == Validators(etag='"v1"', last_modified="Fri, 24 Jan 2025 08:00:00 GMT")
    site.answers["/a"] = send(304, b"", Content_Type="", Content_Length="")
    again = fetch(site.url("/a"), allow_hosts=site.allow, wanted=Wanted(known=first.validators))
    assert (again.unchanged, again.content, again.validators) == (True, b"", first.validators)
    headers = site.asked[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"v1"', "Fri, 24 Jan 2025 08:00:00 GMT")


def test_not_modified_without_a_question_is_no_answer(site: Site) -> None:
    site.answers["/a"] = send(304, b"", Content_Type="", Content_Length="")
    with pytest.raises(BadAnswer, match="304 Not Modified"):
        site.fetch("/a")


def test_a_bad_answer_keeps_its_status_and_how_long_to_wait(site: Site) -> None:
    site.answers["/a"] = send(503, b"later", Retry_After="120")
    with pytest.raises(BadAnswer) as caught:
        site.fetch("/a")
    assert (caught.value.status, caught.value.retry_after) == (503, 120.0)


def test_who_asks_can_name_whom_to_write_to(site: Site) -> None:
    site.answers["/a"] = send(200, b"text")
    fetch(site.url("/a"), allow_hosts=site.allow, wanted=Wanted(contact="https://desk.example/bot"))
    assert site.asked[-1][1]["User-Agent"].endswith(" (+https://desk.example/bot)")


def test_other_media_types_come_where_they_are_asked_for(site: Site) -> None:
    site.answers["/a"] = send(200, b"<rss/>", Content_Type="application/rss+xml")
    with pytest.raises(FetchError, match="content of type"):
        site.fetch("/a")
    assert fetch(site.url("/a"), allow_hosts=site.allow, wanted=Wanted(media_types=None)).content == b"<rss/>"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("5", 5.0), ("0", 0.0), ("", None), ("-3", None), ("١٢", None), ("Thu, 01 Jan 1970 00:00:30 GMT", 20.0), ("9" * 400, 999_999_999.0)],
)
def test_how_long_a_server_asks_to_wait(header: str, seconds: float | None) -> None:
    assert seconds_to_wait(header, now=10.0) == seconds


def test_a_moment_beyond_the_calendar_is_no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last minute of the calendar without a time zone lies in the year 10,000 where clocks are behind."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert seconds_to_wait("Fri, 31 Dec 9999 23:59:59 -0000", now=10.0) is None
    finally:
        monkeypatch.undo()
        time.tzset()
