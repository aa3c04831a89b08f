"""What a host lets programs ask for (robots.txt, RFC 9309), remembered for a day. It fetches that one file and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from tollbook.core.errors import BadAnswer, FetchError, InputTooLarge, RefusedUrl
from tollbook.sources.web import Fetched, Wanted

Fetch = Callable[[str, Wanted], Fetched]
AGENT = "tollbook"
KEPT_SECONDS = 86_400.0
MOST_BYTES = 500_000
"""What is read of one robots.txt: RFC 9309 asks for 500 KiB at least."""
_LONGEST_DELAY = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    parser: RobotFileParser
    until: float


class Robots:
    """The rules of the hosts that were met. Times are seconds since 1970."""

    def __init__(self, fetch: Fetch, *, wanted: Wanted) -> None:
        self._fetch, self._wanted = fetch, replace(wanted, accept="text/plain,*/*;q=0.1", media_types=None)
        self._rules: dict[str, _Rules] = {}

    def check(self, url: str, *, now: float) -> float:
        """Return the seconds that a host asks to leave between two requests. Raises RefusedUrl for what it asks to leave alone.

        Raises FetchError where its robots.txt can't be had now: until then nothing of the host is asked for.
        """
        parser = self._of(url, now=now).parser
        if not parser.can_fetch(AGENT, url):
            raise RefusedUrl("robots.txt asks programs to leave it alone", where=url, do="read it with a browser, or ask the site")
        delay = parser.crawl_delay(AGENT)
        return 0.0 if delay is None else float(min(int(delay), _LONGEST_DELAY))

    def _of(self, url: str, *, now: float) -> _Rules:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc.lower()}"
        rules = self._rules.get(host)
        # A clock that was put back doesn't make them last longer.
        if rules is None or not now < rules.until <= now + KEPT_SECONDS:
            rules = self._rules[host] = _Rules(parser=self._read(f"{host}/robots.txt"), until=now + KEPT_SECONDS)
        return rules

    def _read(self, url: str) -> RobotFileParser:
        parser = RobotFileParser(url)
        try:
            content = self._fetch(url, self._wanted).content
        except BadAnswer as error:
            if not 400 <= error.status < 500 or error.status == 429:
                raise
            # None is there: everything may be read. One that is kept from programs keeps everything from them.
            content = b"User-agent: *\nDisallow: /" if error.status in (401, 403) else b""
        except InputTooLarge as error:
            raise FetchError(f"a robots.txt over the limit: {error.met}", where=url, do="ask the site's keeper") from error
        lines = content[:MOST_BYTES].decode("utf-8-sig", "replace").splitlines()
        parser.parse(lines if _is_parsed(lines) else [line for line in lines if _is_parsed(["User-agent: *", line])])
        return parser


def _is_parsed(lines: list[str]) -> bool:
    """Tell whether the library takes lines: it trips over a rule such as "//[", which is no address, and over a pause in other digits."""
    try:
        RobotFileParser().parse(lines)
    except ValueError:
        return False
    return True
