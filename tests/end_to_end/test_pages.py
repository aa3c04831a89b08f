"""The pages in a real browser: accessible in light and dark, by keyboard, without JavaScript, on a phone, asking no other host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.end_to_end.browsers import DESK, TOKEN, chromium, running_browser, served
from tests.end_to_end.scripts import show_payloads
from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger

PHONE = {"width": 390, "height": 844}
# The documentation of the interface is drawn by Swagger UI, which has faults of its own.
OURS = {"exclude": [["#swagger"]]}
# The words of a mark without its number, and how each family is underlined.
MARKED = (
    "(() => { const mark = document.querySelector('#c01').closest('mark').cloneNode(true);"
    " mark.querySelectorAll('a').forEach(link => link.remove()); return mark.textContent; })()"
)
UNDERLINES = (
    "Object.fromEntries(['loss', 'materiel', 'strength', 'share', 'judgement', 'ground'].map(family => {"
    " const style = getComputedStyle(document.querySelector('mark.' + family));"
    " return [family, style.textDecorationStyle + ' ' + style.textDecorationThickness]; }))"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shelf(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    with served(str(place)) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as made:
        yield made


@pytest.fixture(scope="module")
def pages(place: Path) -> dict[str, str]:
    """Return the addresses of every kind of page, errors too, by what they show."""
    with open_ledger(place) as ledger:
        echoed = ledger.query("source:GBR-MOD-DI measure:casualties", limit=10).entries[-1]
        corrected = ledger.query("review:correct", limit=1).entries[0]
    document = echoed.sighting.document
    return {
        "what changed": "/",
        "documents": "/d",
        "document": f"/d/{document}",
        "claim in its document": f"/d/{document}#c04",
        "document with an emoji": f"/d/{corrected.sighting.document}#c01",
        "search": "/c?q=force:RUS",
        "search with a mistake": "/c?q=force:RUS+mesure:killed",
        "search without an answer": "/c?q=nothingofthesort",
        "dossier": f"/c/{echoed.claim.id}",
        "dossier of a corrected claim": f"/c/{corrected.claim.id}",
        "series": "/s",
        "series of a source": "/s/RUS~tank~UKR-GS",
        "outlook": "/o/RUS",
        "interface": "/docs",
        "sources": "/src",
        "source": "/src/UKR-GS",
        "reading": "/read",
        "review": "/review",
        "method": "/about/method",
        "limits": "/about/limits",
        "no such page": "/nowhere",
        "no such claim": "/c/ffffffffffffffff",
    }


def opened(browser: Browser, address: str, **options: object) -> Page:
    context = browser.new_context(**{"viewport": DESK, **options})
    page = context.new_page()
    page.goto(address)
    return page


def test_without_a_browser_continuous_integration_fails_and_a_person_is_told_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOLLBOOK_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        chromium()
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        chromium()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(browser: Browser, address: str, pages: dict[str, str], scheme: str) -> None:
    page = opened(browser, address, color_scheme=scheme)
    found = {}
    for name, path in pages.items():
        page.goto(address + path)
        result = Axe().run(page, context=OURS)
        if result.violations_count:
            found[name] = [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in result.response["violations"]]
    page.context.close()
    assert found == {}


def test_no_page_is_wider_than_a_phone(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address, viewport=PHONE)
    wide = {}
    for name, path in pages.items():
        page.goto(address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[name] = width
    page.context.close()
    assert wide == {}


@pytest.mark.parametrize("width", [700, 1_010, 1_170, 1_190, 1_300])
def test_the_head_of_a_page_is_no_wider_than_a_small_window(browser: Browser, address: str, width: int) -> None:
    page = opened(browser, address, viewport={"width": width, "height": 700})
    page.goto(address)
    held = page.evaluate("[document.documentElement.scrollWidth, document.querySelector('.theme').getBoundingClientRect().right]")
    page.context.close()
    assert max(held) <= width


def test_no_page_asks_another_host_or_logs_an_error(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in pages.values():
        page.goto(address + path)
    page.context.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}
    # A browser logs that a page was answered with an error's status, and advises on names beside passwords.
    assert [line for line in said if "Failed to load resource" not in line and "[DOM]" not in line] == []


def shown_cards(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.sticky .card')].filter(c => c.checkVisibility()).map(c => c.id)")


def test_without_javascript_a_deep_link_opens_its_card_and_shows_its_claim(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address + pages["document"], java_script_enabled=True)
    names = page.evaluate("[...document.querySelectorAll('a.ref[id]')].map(m => m.id)")
    page.context.close()
    assert len(names) > 20
    still = browser.new_context(viewport=DESK, java_script_enabled=False)
    reader = still.new_page()
    for name in names:
        reader.goto(f"{address}{pages['document']}#{name}")
        visible = [card.get_attribute("id") for card in reader.locator(".sticky .card").all() if card.is_visible()]
        assert visible == [f"card-{name}"]
        assert reader.locator(f"#{name}").is_visible()
    still.close()


def test_without_javascript_the_whole_text_can_be_read(browser: Browser, address: str, pages: dict[str, str], place: Path) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + pages["document"])
    with open_ledger(place) as ledger:
        reading = ledger.reading_of(pages["document"].removeprefix("/d/"))
    assert reading is not None
    assert page.locator("#text").is_visible()
    assert page.locator("#checks table").is_visible()
    shown = page.locator("#text").inner_html()
    without_numbers = re.sub(r"<a class=\"ref[^>]*>[^<]*</a>", "", shown)
    words = unescape(re.sub(r"<[^>]+>", "", without_numbers))
    for paragraph in filter(None, reading.document.text.split("\n\n")):
        assert paragraph.strip() in words
    context.close()


def test_the_tab_key_reaches_every_claim_and_enter_opens_its_card(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address + pages["document"])
    wanted = page.evaluate("[...document.querySelectorAll('mark a.ref')].map(a => a.getAttribute('href').slice(1))")
    reached = []
    for _ in range(200):
        page.keyboard.press("Tab")
        href = page.evaluate("document.activeElement.matches('mark a.ref') ? document.activeElement.getAttribute('href').slice(1) : ''")
        if href:
            page.keyboard.press("Enter")
            assert shown_cards(page) == [f"card-{href}"]
            reached.append(href)
        if len(reached) == len(wanted):
            break
    page.context.close()
    assert reached == wanted


def test_j_and_k_and_the_arrows_walk_through_the_claims(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address + pages["document"])
    met = []
    for key in ("j", "j", "ArrowRight", "k", "ArrowLeft"):
        page.keyboard.press(key)
        met.append(page.evaluate("location.hash"))
    page.context.close()
    assert met == ["#c01", "#c02", "#c03", "#c02", "#c01"]


def test_a_key_typed_into_the_search_is_text(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address + pages["document"])
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.locator("#q").input_value() == "jk"
    assert page.evaluate("location.hash") == ""
    page.context.close()


def test_keys_of_one_sign_can_be_switched_off_by_keyboard_for_good(browser: Browser, address: str, pages: dict[str, str]) -> None:
    """Who dictates says letters that mean nothing to the page (WCAG 2.1.4)."""
    page = opened(browser, address + pages["document"])
    switch = page.get_by_role("checkbox", name=re.compile("Keys of one sign.*into the search.*next and previous claim"))
    assert switch.is_checked()
    switch.focus()
    page.keyboard.press("Space")
    for path in (pages["document"], pages["review"], pages["document"]):
        page.goto(address + path)
        assert not switch_of(page).is_checked()
        for key in ("j", "/", "c", "a", "s"):
            page.keyboard.press(key)
            assert page.evaluate("[location.hash, document.activeElement.tagName]") == ["", "BODY"]
    assert not page.locator(".keys .sign").is_visible()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("location.hash") == "#c01"
    switch_of(page).focus()
    page.keyboard.press("Space")
    page.keyboard.press("j")
    assert page.evaluate("location.hash") == "#c02"
    page.context.close()


def test_without_javascript_no_switch_of_keys_is_shown(browser: Browser, address: str) -> None:
    page = opened(browser, address, java_script_enabled=False)
    assert page.locator(".signs").count() == 1
    assert not page.locator(".signs").is_visible()
    page.context.close()


def switch_of(page: Page) -> Locator:
    return page.locator(".signs input")


def test_marks_are_in_the_place_of_their_words_behind_an_emoji(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address + pages["document with an emoji"])
    words = page.evaluate(MARKED)
    quoted = page.locator("#card-c01 q").inner_text()
    page.context.close()
    assert words == quoted == "12"


def test_a_family_that_is_switched_off_is_no_longer_marked_without_javascript(
    browser: Browser, address: str, pages: dict[str, str]
) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + pages["document"])
    mark = page.locator("mark.materiel a.ref").first
    assert mark.is_visible()
    page.locator("#f-materiel").uncheck(force=True)
    assert not mark.is_visible()
    assert page.locator("mark.loss a.ref").first.is_visible()
    context.close()


def test_each_family_has_an_underline_of_its_own(browser: Browser, address: str, pages: dict[str, str]) -> None:
    page = opened(browser, address + pages["document"])
    styles = page.evaluate(UNDERLINES)
    page.context.close()
    assert len(set(styles.values())) == 6


def test_a_review_is_given_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    place = make_shelf(tmp_path)
    with served(str(place)) as address:
        page = opened(browser, f"{address}/review")
        page.locator("#token").focus()
        page.keyboard.type(TOKEN)
        page.keyboard.press("Enter")
        page.wait_for_selector("form.review")
        assert Axe().run(page).violations_count == 0
        page.locator("h1").click()
        page.keyboard.press("r")
        page.keyboard.type("a helicopter's crew is nobody's loss")
        page.locator("#by").fill("ann")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status]")
        assert "reject" in page.locator("[role=status]").inner_text()
        page.context.close()
    with open_ledger(place) as ledger:
        rejected = ledger.query("status:rejected", limit=5).entries
    assert [(entry.review.by, entry.review.why) for entry in rejected if entry.review] == [("ann", "a helicopter's crew is nobody's loss")]


def test_a_form_on_another_site_reviews_nothing(browser: Browser, tmp_path: Path) -> None:
    place = make_shelf(tmp_path)
    with served(str(place)) as address, open_ledger(place) as ledger:
        before = ledger.stats().reviews
        claim = ledger.query("review:none origin:text", limit=1).entries[0].claim.id
        page = opened(browser, f"{address}/review")
        page.locator("#token").fill(TOKEN)
        page.keyboard.press("Enter")
        page.wait_for_selector("form.review")
        mark = page.locator("form.review input[name=mark]").get_attribute("value")
        # The other site knows even the mark of the form, which it can't; the cookie still doesn't go along.
        elsewhere = address.replace("127.0.0.1", "localhost")
        page.route("**/elsewhere", lambda route: route.fulfill(content_type="text/html", body=_forged(address, claim, mark or "")))
        page.goto(f"{elsewhere}/elsewhere")
        with page.expect_navigation():
            page.locator("button").click()
        assert "not of a session" in page.content()
        assert ledger.stats().reviews == before
        page.context.close()


def _forged(address: str, claim: str, mark: str) -> str:
    fields = {"mark": mark, "decision": "reject", "by": "eve", "why": "forged"}
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    return f'<form method="post" action="{address}/review/{claim}">{inputs}<button>Win</button></form>'


def test_none_of_100_script_payloads_runs_on_any_page(browser: Browser, tmp_path: Path) -> None:
    shown = show_payloads(browser, tmp_path)
    assert shown.fired == []
    assert shown.other_hosts == set()
    assert shown.payloads == 100
    assert shown.claims >= 90
    assert shown.pages > 200


def test_the_tab_key_reaches_every_point_of_a_chart_and_each_leads_to_its_claim(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}/s/RUS~tank~UKR-GS")
    wanted = page.evaluate("[...document.querySelectorAll('.plot svg a')].map(a => a.getAttribute('href'))")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('svg') ? document.activeElement.getAttribute('href') : ''"))
    page.context.close()
    assert len(wanted) == 9
    assert set(wanted) <= reached
    assert all(href.startswith(("/c/", "/d/")) for href in wanted)
