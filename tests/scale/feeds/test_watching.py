"""A watch: each document once, whatever fails; and politely. The clock is made, the network too, but for the soak's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.watch import soak
from tollbook.core.errors import BadAnswer, LedgerBusy, TollbookError, Unreachable
from tollbook.core.records import Added
from tollbook.flow.ledger import create_ledger
from tollbook.ledger.ledger import Ledger
from tollbook.scale.feeds.settings import watchlist_of
from tollbook.scale.feeds.state import State
from tollbook.scale.feeds.watching import FIRST_WAIT, MOST_TRIES, Tally, Told, Watch
from tollbook.sources.web import Fetched, Validators, Wanted

HOST = "https://news.example"
FEED = f'[[feed]]\nname = "Desk"\nurl = "{HOST}/feed.xml"\n'
START = 1_795_000_000.0


def page(text: str) -> str:
    return f"<!doctype html><html><head><title>Report</title></head><body><article><p>{text}</p></article></body></html>"


def rss(*paths: str, stamp: str = "") -> str:
    items = "".join(f"<item><link>{HOST}{path}</link><title>{path}</title><description>{stamp}</description></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"


LOSSES = "Norland lost {n} tanks near Orlivka, the Norland Defence Ministry said. Nothing else was said about it on that day."


@dataclass
class Moved:
    """An answer that names another place."""

    to: str


@dataclass
class Net:
    """Answers by address; an error is raised, a text sent with an ETag, and known validators answered by "not modified"."""

    answers: dict[str, str | TollbookError | Moved] = field(default_factory=dict)
    asked: list[tuple[float, str]] = field(default_factory=list)
    contacts: set[str] = field(default_factory=set)
    at: float = START

    def __call__(self, url: str, wanted: Wanted) -> Fetched:
        self.asked.append((self.at, url))
        self.contacts.add(wanted.contact)
        answer = self.answers.get(url, BadAnswer("the server answered 404", where=url, status=404))
        if isinstance(answer, TollbookError):
            raise answer
        if isinstance(answer, Moved):
            assert wanted.may_follow is not None
            wanted.may_follow(answer.to)
            return self(answer.to, wanted)
        validators = Validators(etag=f'"{hash(answer)}"')
        if wanted.known == validators:
            return Fetched(content=b"", url=url, media_type="", charset=None, validators=validators, unchanged=True)
        return Fetched(content=answer.encode(), url=url, media_type="text/html", charset="utf-8", validators=validators)

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.at += seconds

    def times(self, path: str) -> list[float]:
        return [at - START for at, url in self.asked if url == HOST + path]


class Desk:
    """A ledger, a net and what a watch told, over any number of runs."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder, self.ledger, self.net = folder, ledger, Net()
        self.told: list[Told] = []

    def run(self, text: str = FEED, *, once: bool = True, until: float | None = None) -> Tally:
        self.net.at += 0.5  # two runs never begin at one moment
        with State(self.folder / "feeds.state", ledger="desk") as state:
            watch = Watch(watchlist_of(text), state=state, ledger=self.ledger, fetch=self.net, clock=self.net, tell=self.told.append)
            return watch.run(once=once, stop=(lambda: False) if until is None else (lambda: self.net.at >= START + until))

    def publish(self, pages: Mapping[str, str], *, stamp: str = "") -> None:
        self.net.answers |= {f"{HOST}{path}": page(text) for path, text in pages.items()}
        self.net.answers[f"{HOST}/feed.xml"] = rss(*pages, stamp=stamp)

    @property
    def kinds(self) -> list[str]:
        return [told.kind for told in self.told]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with create_ledger(tmp_path / "ledger.db") as ledger:
        yield Desk(tmp_path, ledger)


def test_each_new_document_is_added_once_however_often_it_is_listed(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12), "/b": LOSSES.format(n=31)})
    first = desk.run()
    assert (first.documents, first.claims, first.asked, first.failed, first.waiting) == (2, 2, 1, {}, 0)
    again = desk.run()
    assert (again.documents, again.asked, again.unchanged) == (0, 1, 1)
    assert len(desk.net.times("/a")) == 1
    assert desk.ledger.stats().documents == 2


def test_what_changed_at_its_address_is_a_document_of_its_own(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.run()
    desk.publish({"/a": LOSSES.format(n=13)}, stamp="2")
    assert desk.run().changed == 1
    first, second = desk.told
    assert first.taken is not None
    assert second.before == first.taken.document.id
    assert second.taken is not None
    assert second.taken.document.url == first.taken.document.url
    desk.publish({"/a": LOSSES.format(n=13)}, stamp="3")
    assert desk.run().documents == 0
    assert desk.ledger.stats().documents == 2


def test_a_page_is_a_document_each_time_it_changes(desk: Desk) -> None:
    text = f'[[feed]]\nname = "Losses"\nurl = "{HOST}/losses"\nkind = "page"\n'
    for n in (12, 12, 13):
        desk.net.answers[f"{HOST}/losses"] = page(LOSSES.format(n=n))
        desk.run(text)
    assert desk.kinds == ["added", "added"]
    assert len(desk.net.times("/losses")) == 3


def test_a_feed_under_another_name_goes_on(desk: Desk) -> None:
    page_feed = f'[[feed]]\nname = "Losses"\nurl = "{HOST}/losses"\nkind = "page"\n'
    for name, n in (("Desk", 12), ("News", 12), ("News", 13), ("Desk", 13)):
        desk.publish({"/a": LOSSES.format(n=n)}, stamp=str(n))
        desk.net.answers[f"{HOST}/losses"] = page(LOSSES.format(n=50 + n))
        tally = desk.run((FEED + page_feed).replace("Desk", name).replace("Losses", f"{name} losses"))
        assert tally.failed == {}
    assert desk.kinds.count("added") == 4
    assert {told.feed for told in desk.told} == {"Desk", "News", "Desk losses", "News losses"}


def test_what_two_feeds_list_is_read_when_one_of_them_goes_away(desk: Desk) -> None:
    both = FEED + f'[[feed]]\nname = "Other"\nurl = "{HOST}/other.xml"\n'
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.answers |= {f"{HOST}/other.xml": rss("/a"), f"{HOST}/a": BadAnswer("x", status=500)}
    assert desk.run(both).documents == 0
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.at += 3_600
    assert desk.run(both.removeprefix(FEED)).documents == 1


def test_a_fault_that_nobody_foresaw_is_its_feeds_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    other = f'[[feed]]\nname = "Links"\nurl = "{HOST}/list"\nkind = "links"\n'
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.answers[f"{HOST}/list"] = page("<a href='/b'>b</a>")

    def stumble(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("tollbook.scale.feeds.linked.read_links", stumble)
    tally = desk.run(other + FEED)
    assert (tally.documents, tally.failed) == (1, {f"{HOST}/list": "Links"})
    (failed,) = [told.error for told in desk.told if told.kind == "failed"]
    assert "RecursionError: too deep" in str(failed)


@pytest.mark.parametrize("fault", [BrokenPipeError("gone"), OSError("disk full")])
def test_a_watch_that_can_not_tell_what_it_did_ends(desk: Desk, fault: OSError) -> None:
    """The documents are told on another stream than failures: a reader that has gone is no fault of theirs."""
    desk.publish({"/a": LOSSES.format(n=12), "/b": LOSSES.format(n=31)})
    told: list[str] = []

    def tell(one: Told) -> None:
        told.append(one.kind)
        if one.kind == "added":
            raise fault

    with State(desk.folder / "feeds.state", ledger="desk") as state:
        watch = Watch(watchlist_of(FEED), state=state, ledger=desk.ledger, fetch=desk.net, clock=desk.net, tell=tell)
        with pytest.raises(type(fault)):
            watch.run(once=True)
    assert told == ["added"]


def test_the_texts_of_a_feed_are_taken_from_it(desk: Desk) -> None:
    desk.net.answers[f"{HOST}/feed.xml"] = rss("/a", "/b").replace(
        "<description></description>", f"<description>{LOSSES.format(n=12)}</description>", 1
    )
    tally = desk.run(FEED + 'text = "feed"\n')
    assert (tally.documents, desk.net.times("/a")) == (1, [])
    assert desk.run(FEED + 'text = "feed"\n').documents == 0


def test_links_and_sitemaps_are_followed(desk: Desk) -> None:
    desk.publish({"/news/a": LOSSES.format(n=12), "/news/b": LOSSES.format(n=31)})
    desk.net.answers[f"{HOST}/list"] = '<a href="/news/a">a</a><a href="/about">about</a>'
    desk.net.answers[f"{HOST}/index.xml"] = f"<sitemapindex><sitemap><loc>{HOST}/map.xml</loc></sitemap></sitemapindex>"
    desk.net.answers[f"{HOST}/map.xml"] = f"<urlset><url><loc>{HOST}/news/b</loc></url></urlset>"
    tally = desk.run(
        f'[[feed]]\nname = "list"\nurl = "{HOST}/list"\nkind = "links"\nmatch = "/news/"\n'
        f'[[feed]]\nname = "map"\nurl = "{HOST}/index.xml"\nkind = "sitemap"\n'
    )
    assert (tally.documents, tally.failed, desk.net.times("/about")) == (2, {}, [])


def test_one_failing_feed_does_not_stop_the_rest_and_is_told(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.answers["https://broken.example/feed"] = "<html>no feed</html>"
    desk.net.answers["https://away.example/feed"] = Unreachable("the connection failed")
    others = "".join(f'[[feed]]\nname = "{name}"\nurl = "https://{name}.example/feed"\n' for name in ("broken", "away"))
    tally = desk.run(others + FEED)
    assert tally.documents == 1
    assert sorted(tally.failed.values()) == ["away", "broken"]
    assert sorted(told.feed for told in desk.told if told.kind == "failed") == ["away", "broken"]


def test_a_feed_that_works_again_is_no_failure_any_more(desk: Desk) -> None:
    desk.net.answers[f"{HOST}/feed.xml"] = BadAnswer("the server answered 500", status=500)
    assert desk.run().failed
    desk.publish({"/a": LOSSES.format(n=12)})
    assert not desk.run().failed


def test_requests_to_one_host_are_apart_and_other_hosts_do_not_wait(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12), "/b": LOSSES.format(n=31)})
    desk.net.answers["https://other.example/p"] = page(LOSSES.format(n=44))
    desk.net.answers["https://news.example/robots.txt"] = "User-agent: *\nCrawl-delay: 30\n"
    desk.run('[watch]\ngap = "5s"\n' + FEED + '[[feed]]\nname = "p"\nurl = "https://other.example/p"\nkind = "page"\n')
    times = [at - START for at, url in desk.net.asked if url.startswith(HOST) and not url.endswith("robots.txt")]
    assert times == [0.5, 30.5, 60.5]
    assert [at - START for at, url in desk.net.asked if url == "https://other.example/p"] == [0.5]


def test_what_robots_forbid_is_left_alone_and_told(desk: Desk) -> None:
    desk.publish({"/secret/a": LOSSES.format(n=12), "/b": LOSSES.format(n=31)})
    desk.net.answers[f"{HOST}/robots.txt"] = "User-agent: tollbook\nDisallow: /secret/\n"
    tally = desk.run()
    assert (tally.documents, tally.refused, desk.net.times("/secret/a")) == (1, 1, [])
    assert desk.run().refused == 0


def test_what_the_robots_of_another_host_forbid_is_not_followed_there(desk: Desk) -> None:
    away = "https://other.example"
    desk.publish({"/a": "", "/b": ""})
    desk.net.answers |= {f"{HOST}/a": Moved(f"{away}/secret/a"), f"{HOST}/b": Moved(f"{away}/b")}
    desk.net.answers |= {f"{away}{path}": page(LOSSES.format(n=31)) for path in ("/secret/a", "/b")}
    desk.net.answers[f"{away}/robots.txt"] = "User-agent: *\nDisallow: /secret/\n"
    tally = desk.run()
    assert (tally.documents, tally.refused) == (1, 1)
    assert f"{away}/secret/a" not in [url for _, url in desk.net.asked]


def test_the_contact_goes_out_with_every_request(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.run('[watch]\ncontact = "desk@news.example"\n' + FEED)
    assert desk.net.contacts == {"desk@news.example"}


@pytest.mark.parametrize(("asked", "waited"), [(7_200.0, 7_200.0), (None, FIRST_WAIT), (1e9, 86_400.0)])
def test_a_host_that_asks_for_it_is_left_alone(desk: Desk, asked: float | None, waited: float) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.answers[f"{HOST}/a"] = BadAnswer("the server answered 503", status=503, retry_after=asked)
    tally = desk.run(FEED + 'every = "60d"\n', once=False, until=waited + 10)
    first, second = desk.net.times("/a")
    assert second - first == pytest.approx(waited)
    assert tally.failed == {f"{HOST}/a": "Desk"}


def test_a_run_once_does_not_wait_for_a_host_that_asks_for_hours(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12), "/b": LOSSES.format(n=31)})
    desk.net.answers[f"{HOST}/a"] = BadAnswer("the server answered 429", status=429, retry_after=7_200.0)
    tally = desk.run()
    assert desk.net.at < START + 60
    assert tally.waiting == 2 - tally.documents
    desk.net.answers[f"{HOST}/a"] = page(LOSSES.format(n=12))
    desk.net.at += 7_300
    assert desk.run().waiting == 0
    assert desk.ledger.stats().documents == 2


def test_pauses_after_failures_double_and_a_document_is_given_up(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.answers[f"{HOST}/a"] = BadAnswer("the server answered 500", status=500)
    desk.run(FEED + 'every = "60d"\n', once=False, until=20 * 86_400)
    times = desk.net.times("/a")
    apart = [second - first for first, second in pairwise(times)]
    assert len(times) == MOST_TRIES
    assert apart[:4] == pytest.approx([60, 120, 240, 480])
    assert max(apart) <= 6 * 3_600 + 1
    assert desk.told[-1].kind == "refused"
    desk.publish({"/a": LOSSES.format(n=12)}, stamp="mended")
    assert desk.run(FEED + 'every = "60d"\n').documents == 1


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_document_that_is_gone_is_asked_for_once(desk: Desk, status: int) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.answers[f"{HOST}/a"] = BadAnswer("gone", status=status)
    desk.run(once=False, until=3 * 86_400)
    assert len(desk.net.times("/a")) == 1


def test_a_document_without_text_is_refused_and_the_rest_goes_on(desk: Desk) -> None:
    desk.publish({"/a": " ", "/b": LOSSES.format(n=31)})
    desk.net.answers[f"{HOST}/a"] = " "
    assert (desk.run().documents, desk.kinds.count("refused")) == (1, 1)


def test_a_watch_that_died_before_it_noted_a_document_adds_it_no_second_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(State, "was_read", die)
        with pytest.raises(KeyboardInterrupt):
            desk.run()
    assert desk.ledger.stats().documents == 1
    tally = desk.run()
    assert (tally.documents, tally.known) == (0, 1)
    assert desk.ledger.stats().documents == 1


def test_a_ledger_that_is_busy_is_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    add: Callable[..., Added] = Ledger.add
    faults = [LedgerBusy("another process has been writing")]

    def busy(ledger: Ledger, *arguments: object, **named: object) -> Added:
        if faults:
            raise faults.pop()
        return add(ledger, *arguments, **named)

    monkeypatch.setattr(Ledger, "add", busy)
    desk.run(once=False, until=500)
    assert desk.kinds == ["failed", "added"]


def test_listed_documents_are_asked_for_again_where_that_is_wanted(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    text = FEED + 'recheck = "1h"\n'
    desk.run(text)
    desk.publish({"/a": LOSSES.format(n=12), "/b": LOSSES.format(n=31)})
    desk.net.answers[f"{HOST}/a"] = page(LOSSES.format(n=14))
    desk.net.at += 1_000
    assert desk.run(text).changed == 0
    desk.net.at += 3_600
    desk.publish({"/c": LOSSES.format(n=50), "/b": LOSSES.format(n=31), "/a": LOSSES.format(n=14)})
    assert desk.run(text).changed == 1


def test_listed_documents_are_asked_for_again_where_the_list_stays_as_it_was(desk: Desk) -> None:
    desk.publish({"/a": LOSSES.format(n=12)})
    text = FEED + 'recheck = "1h"\n'
    desk.run(text)
    desk.net.at += 3_600
    desk.net.answers[f"{HOST}/a"] = page(LOSSES.format(n=14))
    assert desk.run(text).changed == 1


def test_listed_documents_are_asked_for_again_whichever_feed_they_were_read_for(desk: Desk) -> None:
    rechecked = FEED.replace("Desk", "News").replace("feed.xml", "other.xml") + 'recheck = "1h"\n'
    desk.publish({"/a": LOSSES.format(n=12)})
    desk.net.answers[f"{HOST}/other.xml"] = rss("/a")
    desk.run(FEED + rechecked)
    desk.net.at += 4_000
    desk.net.answers[f"{HOST}/a"] = page(LOSSES.format(n=14))
    assert desk.run(FEED + rechecked).changed == 1
    assert desk.told[-1].feed == "News"


def test_a_soak_beside_a_misbehaving_site_adds_every_document_exactly_once(tmp_path: Path) -> None:
    """The small form of `python -m benchmarks.watch`."""
    done = soak(tmp_path, polls=40, chaos=0.2, seed=3)
    assert (done.missing, done.doubled, done.problems) == ([], 0, 0)
    assert done.documents == len(done.added) >= done.pages
    assert done.spoiled > 0
    assert done.unchanged > 0
