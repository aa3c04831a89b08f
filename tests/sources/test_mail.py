"""E-mail: the text with subject and date; of the sender only the organization or domain; attachments by name."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import mail, page
from tollbook.core.errors import EmptyInput, InputTooLarge, TollbookError, UnreadableInput
from tollbook.core.types import Document
from tollbook.sources.files import from_bytes


def read(content: bytes) -> Document:
    return from_bytes(content, name="message.eml")


def test_a_plain_message_gives_text_title_date_and_domain() -> None:
    document = read(mail("We lost 12 tanks.\n> quoted: 9 tanks\n"))
    assert document.text == "We lost 12 tanks.\n> quoted: 9 tanks\n"
    assert (document.title, document.published, document.publisher) == ("Losses of the day", date(2025, 1, 24), "ministry.example")


def test_the_plain_part_goes_before_the_html_part() -> None:
    assert read(mail("12 tanks", html="<p>13 tanks</p>")).text == "12 tanks\n"


def test_an_html_message_is_read_like_a_page() -> None:
    assert read(mail(html="<p>We lost <b>12</b> tanks.</p><p>No men.</p>")).text == "We lost 12 tanks.\n\nNo men."


def test_an_empty_plain_part_leaves_it_to_the_html_part() -> None:
    assert read(mail("\n", html="<p>13 tanks</p>")).text == "13 tanks"


@pytest.mark.parametrize(
    ("sender", "publisher"),
    [
        ("Jan Example <jan@lantern.example>", "lantern.example"),
        ("jan@Sub.Lantern.Example", "sub.lantern.example"),
        ("Jan Example", None),
        ("jan@localhost", None),
        ('"a@b.example" <x>', None),
    ],
)
def test_of_the_sender_only_the_domain_is_kept(sender: str, publisher: str | None) -> None:
    document = read(b"MIME-Version: 1.0\nFrom: " + sender.encode() + b"\nSubject: x\n\n12 tanks")
    assert document.publisher == publisher
    assert "jan" not in repr(document).lower()


def test_a_stated_organization_goes_before_the_domain() -> None:
    assert read(mail("12", Organization="Ministry of the Valley")).publisher == "Ministry of the Valley"
    assert read(mail("12", Organization="jan@private.example")).publisher == "ministry.example"


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "yesterday",
        "Fri, 31 Apr 2025 10:00:00 +0000",
        "Fri, 24 Jan 99999 10:00:00 +0000",
        "24",
        "\x00",
        "Fri, 24 Jan 2025 10:00:00 +9999999999",
    ],
)
def test_a_malformed_date_is_unknown(stated: str) -> None:
    document = read(b"MIME-Version: 1.0\nFrom: a@b.example\nDate: " + stated.encode() + b"\n\n12 tanks")
    assert document.published is None
    assert document.text == "12 tanks"


def test_headers_are_decoded() -> None:
    assert read(mail("12", Subject="Втрати за добу")).title == "Втрати за добу"
    raw = "MIME-Version: 1.0\nFrom: a@b.example\nSubject: Втрати\n за добу\n\n12".encode()
    assert read(raw).title == "Втрати за добу"
    assert read(b"MIME-Version: 1.0\nFrom: a@b.example\nSubject: =?nonsense?b?AAAA?=\n\n12").text == "12"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("windows-1251", "cp1251"), ("koi8-u", "koi8-u"), ("nonsense", "utf-8"), ("", "utf-8"), ("a\0b", "utf-8"), ("idna", "utf-8")],
)
def test_the_character_set_of_a_part_is_used(charset: str, encoding: str) -> None:
    head = f"MIME-Version: 1.0\nFrom: a@b.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert read(head.encode() + "Втрати: 12 танків".encode(encoding)).text == "Втрати: 12 танків"


def test_a_page_saved_as_one_file_is_a_page_and_not_a_message() -> None:
    head = '<meta property="article:published_time" content="2025-01-20">'
    saved = mail(html=page(head=head).decode(), From="<Saved by Blink>", Snapshot_Content_Location="https://www.lantern.example/a")
    document = from_bytes(saved, name="page.mhtml")
    assert "4,000 soldiers" in document.text
    assert (document.published, document.publisher, document.url) == (date(2025, 1, 20), "lantern.example", "https://www.lantern.example/a")


def test_attachments_are_not_read() -> None:
    assert read(mail("12 tanks", attachments=["losses.pdf", "втрати.pdf"])).text == "12 tanks\n"


def test_a_message_with_attachments_alone_says_what_to_do() -> None:
    with pytest.raises(UnreadableInput, match=r"attachments: a0.pdf, .* and 3 more.*save the attachment") as caught:
        read(mail(attachments=["a0.pdf", *(f"втрати{i}.pdf" for i in range(1, 8))]))
    assert "втрати4.pdf" in str(caught.value)


def test_an_attached_text_is_not_the_message() -> None:
    content = mail("12 tanks").replace(
        b'Content-Type: text/plain; charset="utf-8"', b"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt"
    )
    with pytest.raises(UnreadableInput, match=r"a\.txt"):
        read(content)


@pytest.mark.parametrize("content", [b"MIME-Version: 1.0\nFrom: a@b.example\n\n", b"MIME-Version: 1.0\nFrom: a@b.example\n\n \n\n"])
def test_a_message_without_words_is_empty(content: bytes) -> None:
    with pytest.raises(EmptyInput, match="without text"):
        read(content)


def test_text_without_headers_is_no_message() -> None:
    with pytest.raises(UnreadableInput, match=r"without headers.*\.txt"):
        read(b"We lost 12 tanks.")


BOUNDARY = b"Content-Type: multipart/mixed; boundary=b%d\nMIME-Version: 1.0\n\n--b%d\n"
HOSTILE = {
    "nested": b"".join(BOUNDARY % (i, i) for i in range(3_000)) + b"\nx",
    "parts": BOUNDARY % (0, 0) + b"\nx\n--b0\n" * 9_000,
    "dashes": BOUNDARY % (0, 0) + b"--b0\n" * 200_000,
    "lines": b"MIME-Version: 1.0\nFrom: x\n\n" + b"a\n" * 600_000,
    "bytes": b"MIME-Version: 1.0\nFrom: x\n\n" + b"a" * 32_000_001,
    "type": b"From: x\nContent-Type: text/plain; " + b"a*0*=1; " * 50_000 + b"\n\nx",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_message_made_to_cost_time_is_refused_in_little(name: str) -> None:
    started = time.process_time()
    with pytest.raises((InputTooLarge, UnreadableInput)):
        read(HOSTILE[name])
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000,
        b"From: " + b"<" * 300_000,
        b"Date: " + b"(" * 300_000,
        b"Organization: " + b"=?" * 100_000,
    ],
)
def test_a_header_made_to_cost_time_states_nothing(header: bytes) -> None:
    started = time.process_time()
    document = read(b"MIME-Version: 1.0\n" + header + b"\n\n12 tanks")
    assert time.process_time() - started < 2
    assert document.text == "12 tanks"
    assert (document.title, document.published, document.publisher) == (None, None, None)


HEADERS = ["From", "Subject", "Date", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Organization"]


@given(st.lists(st.tuples(st.sampled_from(HEADERS), st.text(max_size=60)), max_size=5), st.binary(max_size=100))
def test_any_headers_give_a_document_or_an_error_of_ours(headers: list[tuple[str, str]], body: bytes) -> None:
    lines = "".join(f"{name}: {value}\n" for name, value in headers)
    try:
        read(b"MIME-Version: 1.0\n" + lines.encode("utf-8", "surrogatepass") + b"\n" + body)
    except TollbookError:
        return


def test_bytes_changed_at_random_never_bring_an_error_that_is_not_ours() -> None:
    chance = random.Random(7)
    whole = mail("Втрати: 12", html="<p>x 12</p>", attachments=["втрати.pdf"], Subject="Втрати за добу")
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read(bytes(content))
        except TollbookError:
            continue
