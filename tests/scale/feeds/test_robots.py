"""robots.txt: what it forbids, what its absence means, and that it is asked for once a day."""

from __future__ import annotations

import pytest

from tollbook.core.errors import BadAnswer, FetchError, InputTooLarge, RefusedUrl, Unreachable
from tollbook.scale.feeds.robots import KEPT_SECONDS, Robots
from tollbook.sources.web import Fetched, Wanted

RULES = b"User-agent: *\nDisallow: /secret/\nCrawl-delay: 7\n\nUser-agent: tollbook\nDisallow: /private/\nCrawl-delay: 3\n"


class Host:
    """Answers for robots.txt alone."""

    def __init__(self, answer: bytes | FetchError | InputTooLarge) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def __call__(self, url: str, wanted: Wanted) -> Fetched:
        self.asked.append(url)
        if isinstance(self.answer, bytes):
            return Fetched(content=self.answer, url=url, media_type="text/plain", charset=None)
        raise self.answer


def robots(answer: bytes | FetchError | InputTooLarge) -> tuple[Robots, Host]:
    host = Host(answer)
    return Robots(host, wanted=Wanted()), host


def test_the_rules_for_tollbook_count_before_those_for_all() -> None:
    made, _ = robots(RULES)
    assert made.check("https://news.example/secret/a", now=0.0) == 3.0
    with pytest.raises(RefusedUrl, match=r"robots\.txt"):
        made.check("https://news.example/private/a", now=0.0)


def test_one_file_is_asked_for_a_host_and_a_day() -> None:
    made, host = robots(RULES)
    for now in (0.0, 5.0, KEPT_SECONDS - 1):
        made.check("https://news.example/a", now=now)
    made.check("https://NEWS.example/b", now=1.0)
    assert host.asked == ["https://news.example/robots.txt"]
    made.check("https://news.example/a", now=KEPT_SECONDS)
    made.check("http://news.example/a", now=KEPT_SECONDS)
    assert len(host.asked) == 3


def test_rules_do_not_last_longer_where_the_clock_is_put_back() -> None:
    made, host = robots(RULES)
    year = 365 * KEPT_SECONDS
    for now in (year, 5.0, 6.0):
        made.check("https://news.example/a", now=now)
    assert len(host.asked) == 2


@pytest.mark.parametrize("line", [b"Disallow: //[", b"Allow: http://[1", b"Crawl-delay: \xc2\xb2", b"Crawl-delay: " + b"9" * 5_000])
def test_a_rule_that_is_none_is_left_out_and_the_others_count(line: bytes) -> None:
    made, _ = robots(b"User-agent: *\n" + line + b"\nDisallow: /secret/\n")
    assert made.check("https://news.example/a", now=0.0) == 0.0
    with pytest.raises(RefusedUrl):
        made.check("https://news.example/secret/a", now=0.0)


def test_a_pause_of_any_length_is_an_hour_at_most() -> None:
    made, _ = robots(b"User-agent: *\nCrawl-delay: " + b"9" * 4_000)
    assert made.check("https://news.example/a", now=0.0) == 3_600.0


@pytest.mark.parametrize("status", [404, 410, 400])
def test_without_the_file_everything_may_be_read(status: int) -> None:
    assert robots(BadAnswer("x", status=status))[0].check("https://news.example/a", now=0.0) == 0.0


@pytest.mark.parametrize("status", [401, 403])
def test_a_file_that_is_kept_from_programs_keeps_everything_from_them(status: int) -> None:
    with pytest.raises(RefusedUrl):
        robots(BadAnswer("x", status=status))[0].check("https://news.example/a", now=0.0)


@pytest.mark.parametrize("fault", [BadAnswer("x", status=503), BadAnswer("x", status=429), Unreachable("away"), InputTooLarge("big")])
def test_while_the_file_cant_be_had_nothing_is_read(fault: FetchError | InputTooLarge) -> None:
    made, host = robots(fault)
    with pytest.raises(FetchError):
        made.check("https://news.example/a", now=0.0)
    host.answer = b""
    assert made.check("https://news.example/a", now=1.0) == 0.0


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"Disallow", b"User-agent: *\nCrawl-delay: soon\n", b"a" * 600_000])
def test_a_file_that_says_nothing_forbids_nothing(content: bytes) -> None:
    assert robots(content)[0].check("https://news.example/a", now=0.0) == 0.0
