"""From articles to groups, with the earliest and the fullest named; the small form of `python -m benchmarks.echoes`."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.echo_texts import make_articles
from benchmarks.echoes import find, score
from tests.scale.echoes.made import ORIGINAL, OTHER, QUOTING, REWRITE, article, cut_of, release
from tollbook.core.records import Echo
from tollbook.scale.echoes.finding import find_echoes
from tollbook.scale.echoes.texts import Article


def found(*articles: Article) -> list[list[tuple[str, str]]]:
    names = {one.document: one.title or "" for one in articles}
    groups = find_echoes(lambda: iter(articles)).groups
    return [[(names[member.article.document], member.relation) for member in one.members] for one in groups]


def test_the_earliest_comes_first_whatever_the_order_of_the_input() -> None:
    articles = [
        article(REWRITE, days=2, title="rewrite"),
        article(OTHER, days=0, title="other"),
        article(cut_of(ORIGINAL), days=1, title="cut"),
        article(ORIGINAL, days=0, title="original"),
        article(QUOTING, days=None, title="quoting"),
    ]
    assert found(*articles) == [[("original", "first"), ("cut", "cut"), ("rewrite", "rewrite"), ("quoting", "quotes")]]


def test_the_earliest_and_the_fullest_can_be_two() -> None:
    (group,) = find_echoes(lambda: iter([article(cut_of(ORIGINAL), days=0), article(ORIGINAL, days=1)])).groups
    assert group.first.article.text == ""
    assert (group.first.relation, group.fullest.relation, group.copies) == ("first", "fuller", 1)
    assert group.fullest.words > group.first.words
    assert list(group.echoes()) == [
        Echo(document=group.members[1].article.document, original=group.first.article.document, relation="fuller", shared=1.0)
    ]


def test_the_same_text_twice_is_one_document() -> None:
    result = find_echoes(lambda: iter([article(ORIGINAL), article(ORIGINAL, days=1), article(OTHER)]))
    assert (result.articles, result.groups) == (2, ())


def test_releases_of_following_days_are_no_group() -> None:
    assert found(*(article(release(820_120 + 1_571 * day, day), days=day, title=str(day)) for day in range(11, 19))) == []


def test_nothing_at_all_is_no_group() -> None:
    def none() -> Iterator[Article]:
        yield from ()

    assert find_echoes(none).groups == ()


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int | None]] = []
    find_echoes(lambda: iter([article(ORIGINAL), article(REWRITE)]), progress=lambda *step: told.append(step))
    assert ("reading", 2, None) in told
    assert told[-1][0] == "comparing"


def test_planted_echoes_are_found_and_no_others() -> None:
    made = make_articles(1_500, seed=5)
    scored = score(made, find(made)[0])
    assert sum(scored.planted.values()) > 300
    assert scored.recall >= 0.95
    assert scored.precision >= 0.98
