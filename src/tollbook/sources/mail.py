"""Turn an e-mail into text: its plain part, else its HTML part. Attachments are named, not read.

Of the sender only the organization or the domain is kept, never a personal address or name. Quoted replies stay.
"""

from __future__ import annotations

import email
import email.errors
import re
from collections.abc import Iterator
from datetime import date
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from tollbook.core.errors import EmptyInput, InputTooLarge, UnreadableInput
from tollbook.sources.encodings import decode_text
from tollbook.sources.extracted import Extracted, Label, shown
from tollbook.sources.html import read_html
from tollbook.sources.limits import Limits
from tollbook.sources.metadata import one_line

# What the standard library lets through on malformed headers and nesting.
DAMAGE = (email.errors.MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
# Decoding a header takes quadratic time in the standard library: longer ones state nothing.
HEADER_LENGTH = 10_000
DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
NAMED_ATTACHMENTS = 5


def read_mail(content: bytes, *, label: Label, limits: Limits) -> Extracted:
    """Return the text of an e-mail with its subject as title and its Date as date of publication.

    Raises UnreadableInput for a message without a text part, naming its attachments.
    """
    message = _parse(content, where=label.where, limits=limits)
    parts = _leaves(message, where=label.where, limits=limits)
    body = _body(parts)
    if body is None:
        raise _without_text(parts, label.where)
    saved_from = _header(message, "Snapshot-Content-Location")
    if saved_from is not None:
        # A page that a browser saved as one file (MHTML): its Date is the day it was saved.
        return read_html(_payload(body), label=Label(where=label.where, url=saved_from, charset=_charset(body)), limits=limits)
    text = _part_text(body, label=label, limits=limits)
    if not text.strip():
        raise _without_text(parts, label.where)
    return Extracted(
        text=text, title=one_line(_header(message, "Subject")), published=_sent(message), publisher=_publisher(message), url=label.url
    )


def _parse(content: bytes, *, where: str, limits: Limits) -> Message:
    _refuse_size(content, where=where, limits=limits)
    try:
        message = email.message_from_bytes(content)
    except DAMAGE as error:
        raise UnreadableInput(
            f"a damaged e-mail ({type(error).__name__})", where=where, do="save the message again, or its text alone"
        ) from error
    if not message.keys():
        raise UnreadableInput(
            "an e-mail without headers", where=where, expected="a saved message (.eml)", do="give the text the suffix .txt"
        )
    return message


def _refuse_size(content: bytes, *, where: str, limits: Limits) -> None:
    lines, marks = content.count(b"\n"), content.count(b"\n--")
    for met, most, unit in (
        (len(content), limits.mail_bytes, "bytes"),
        (lines, limits.mail_lines, "lines"),
        # A message may quote lines of dashes, but not ten times as many as it may have parts.
        (marks, 10 * limits.mail_parts, "lines that begin with dashes"),
    ):
        if met > most:
            raise _over(f"{met:,} {unit}", f"{most:,}", where)


def _over(met: str, most: str, where: str) -> InputTooLarge:
    return InputTooLarge(f"an e-mail of {met}", where=where, expected=f"at most {most}", do="save its text alone")


def _leaves(message: Message, *, where: str, limits: Limits) -> list[Message]:
    """Return the parts that hold content, without those of attached messages, in order."""
    leaves: list[Message] = []
    waiting = [message]
    seen = 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > limits.mail_parts:
            raise _over(f"over {limits.mail_parts:,} parts", f"{limits.mail_parts:,}", where)
        _refuse_long_header(part, where)
        # Asked for a part that is text, get_payload would decode it, and let through what a codec raises.
        below = part.get_payload() if part.is_multipart() else None
        if part.get_content_maintype() == "multipart" and isinstance(below, list):
            waiting.extend(reversed([child for child in below if isinstance(child, Message)]))
        else:
            leaves.append(part)
    return leaves


def _body(parts: list[Message]) -> Message | None:
    """Return the first plain part with words in it, else the first HTML part."""
    texts = [part for part in parts if not _is_attached(part)]
    plain = [part for part in texts if part.get_content_type() == "text/plain" and _payload(part).strip()]
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    return next(iter(plain + pages), None)


def _is_attached(part: Message) -> bool:
    return part.get_content_maintype() != "text" or "attachment" in (_header(part, "Content-Disposition") or "").lower()


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except DAMAGE:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except DAMAGE:
        return None


def _part_text(part: Message, *, label: Label, limits: Limits) -> str:
    charset = _charset(part)
    payload = _payload(part)
    if part.get_content_type() == "text/html":
        return read_html(payload, label=Label(where=f"{label.where}, HTML part", charset=charset), limits=limits).text
    return decode_text(payload, where=label.where, declared=charset, lenient=True)


def _refuse_long_header(part: Message, where: str) -> None:
    """Refuse a part whose type can't be told in bounded time."""
    for name, value in part.raw_items():
        if name.lower().startswith("content-") and len(value) > HEADER_LENGTH:
            raise UnreadableInput(f"a {shown(name)} header of {len(value):,} characters", where=where, do="save the message's text alone")


def _header(message: Message, name: str) -> str | None:
    """Return a header as text; None where it is missing, too long or too malformed."""
    stated = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if stated is None or len(stated) > HEADER_LENGTH:
        return None
    # Bytes beyond ASCII arrive as surrogates; today they are UTF-8 (RFC 6532).
    raw = str(stated).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(raw)))
    except DAMAGE:
        return None


def _sent(message: Message) -> date | None:
    """Return the day of the Date header, in its own time zone."""
    stated = _header(message, "Date")
    if stated is None:
        return None
    try:
        sent = parsedate_to_datetime(stated[:80])
    except DAMAGE:
        return None
    return sent.date()


def _publisher(message: Message) -> str | None:
    """Return the stated organization, else the domain of the sender."""
    organization = one_line(_header(message, "Organization") or _header(message, "Organisation"))
    if organization is not None and "@" not in organization:
        return organization
    domain = parseaddr((_header(message, "From") or "")[:1000])[1].rpartition("@")[2].strip().lower()
    return domain if DOMAIN.fullmatch(domain) else None


def _attachment_names(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        if _is_attached(part):
            yield shown(_file_name(part) or f"unnamed {part.get_content_type()}")


def _file_name(part: Message) -> str | None:
    try:
        return part.get_filename()
    except DAMAGE:
        return None


def _without_text(parts: list[Message], where: str) -> EmptyInput | UnreadableInput:
    names = list(_attachment_names(parts))
    if not names:
        return EmptyInput("an e-mail without text", where=where, expected="a text or HTML part", do="check the message")
    more = f" and {len(names) - NAMED_ATTACHMENTS} more" if len(names) > NAMED_ATTACHMENTS else ""
    return UnreadableInput(
        f"an e-mail without text, with attachments: {', '.join(names[:NAMED_ATTACHMENTS])}{more}",
        where=where,
        expected="a text or HTML part",
        do="save the attachment and read that",
    )
