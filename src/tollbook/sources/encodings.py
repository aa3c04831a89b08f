"""Turn bytes into text: byte order mark, declared character set, UTF-8, then detection. It may fail; it may not guess.

Text is returned as it is: line ends and odd characters stay, only a byte order mark goes.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from tollbook.core.errors import UnreadableInput

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatches

# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The web reads these labels as windows-1252 (WHATWG Encoding Standard, "Names and labels").
WEB_LABELS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
# Character sets that news and e-mail use. A detector that may choose from all 90 takes Cyrillic for mac_cyrillic.
CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "koi8_u", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp866", "iso8859_5",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
# Control characters that no text holds; tab, line feed, vertical tab, form feed, return and escape are left out.
CONTROL_BYTES = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B}) + b"\x7f"
CONTROL_SHARE = 0.02
SAMPLE_BYTES = 200_000
# Measured on single sentences of seven languages: below, the detector takes lists of words for any language.
COHERENT_PERCENT = 20
CHAOS_PERCENT = 10
# German has 3 letters in a hundred beyond ASCII, French 6; English with curly quotes 1.
BEYOND_ASCII_SHARE = 0.02
# Codecs that no document is written in, and those that need a mark or zeros, which are looked for before a declaration.
NOT_DECLARED = frozenset(
    {
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "utf-7",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
    }
)
# Above this share of broken sequences a text is not damaged UTF-8 but something else.
DAMAGED_SHARE = 0.1
CONVERT = "convert the file to UTF-8 and read that"


def decode_text(content: bytes, *, where: str, declared: str | None = None, lenient: bool = False) -> str:
    """Return the text of `content`. `lenient` marks damaged UTF-8 with U+FFFD, as browsers do, instead of failing.

    Raises UnreadableInput for binary content, damaged text, and where two character sets fit equally well.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding, where=where)
    if b"\0" in content:
        return _decode_with_zeros(content, where=where)
    _refuse_binary(content, where=where)
    stated = codec_name(declared)
    if stated is not None and stated != "utf-8":
        return _decode_declared(content, stated, where=where)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    return _decode_other(content, at, where=where, lenient=lenient)


def codec_name(label: str | None) -> str | None:
    """Return Python's name for a declared character set, or None where it has none for text."""
    if not label:
        return None
    label = label.strip().strip("'\"").lower()
    try:
        found = codecs.lookup(WEB_LABELS.get(label, label))
        # base64, rot13 and zlib are codecs, but not of text.
        "".encode(found.name)
    except (LookupError, ValueError):
        return None
    return None if found.name in NOT_DECLARED else found.name


def _decode_marked(content: bytes, encoding: str, *, where: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"damaged text: byte {error.start} does not fit {encoding}, which its byte order mark announces",
            where=where,
            do=CONVERT,
        ) from error


def _decode_with_zeros(content: bytes, *, where: str) -> str:
    """Decode UTF-16 without a byte order mark: zeros at one side of the pairs only. Anything else with zeros is binary."""
    sample = content[:SAMPLE_BYTES]
    zeros_even, zeros_odd = sample[0::2].count(0), sample[1::2].count(0)
    # Blanks alone make one pair in ten hold a zero, whatever the alphabet.
    encoding = None
    if min(zeros_even, zeros_odd) == 0 and max(zeros_even, zeros_odd) >= max(4, len(sample) // 20):
        encoding = "utf-16-le" if zeros_odd else "utf-16-be"
    if encoding is None:
        raise _binary(where, f"{content.count(0):,} zero bytes")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _binary(where, "zero bytes") from error
    # Letters of alphabets lie below Chinese, which is what pairs of ASCII letters look like.
    begin = text[:1000]
    if "\0" in text or sum(c < "\u2e80" and (c.isprintable() or c.isspace()) for c in begin) < 0.8 * len(begin):
        raise _binary(where, "zero bytes")
    return text


def _refuse_binary(content: bytes, *, where: str) -> None:
    sample = content[:SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    if controls > max(4, len(sample) * CONTROL_SHARE):
        raise _binary(where, f"{controls:,} control characters in the first {len(sample):,} bytes")


def _binary(where: str, evidence: str) -> UnreadableInput:
    return UnreadableInput(
        f"binary content ({evidence})",
        where=where,
        expected="plain text, HTML, PDF, DOCX, e-mail or Markdown",
        do="export the text to one of these and read that",
    )


def _decode_declared(content: bytes, encoding: str, *, where: str) -> str:
    text = content.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if damaged > max(3, len(text) * DAMAGED_SHARE / 10):
        raise UnreadableInput(f"{damaged:,} characters do not fit the declared character set {encoding}", where=where, do=CONVERT)
    return text


def _decode_other(content: bytes, at: int, *, where: str, lenient: bool) -> str:
    """Decode what is not valid UTF-8: damaged UTF-8, or an older character set that fits without doubt."""
    marked = content.decode("utf-8", "replace")
    broken = marked.count("\ufffd")
    beyond_ascii = len(marked) - len(content.translate(None, bytes(range(0x80, 0x100))))
    if broken <= max(beyond_ascii * DAMAGED_SHARE, 1 if beyond_ascii > 8 else 0):
        if lenient:
            return marked
        raise UnreadableInput(f"damaged UTF-8: byte {at} (0x{content[at]:02x}) fits no character", where=where, do=CONVERT)
    encoding = _detect(content[:SAMPLE_BYTES])
    if encoding is not None:
        return _decode_declared(content, encoding, where=where)
    if lenient and broken <= len(marked) * CONTROL_SHARE:
        return marked
    raise UnreadableInput("undecidable character set: not UTF-8, and several others fit equally well", where=where, do=CONVERT)


def _detect(sample: bytes) -> str | None:
    """Return the one character set that fits, or None.

    A set fits without doubt where its letters look like a language, or where all that fit give the same text. A few
    letters in ASCII look like nothing: the language seen is then that of the ASCII letters.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=CANDIDATES)
    best = matches.best()
    if best is None or best.percent_chaos > CHAOS_PERCENT:
        return None
    beyond_ascii = len(sample.translate(None, bytes(range(0x80))))
    if best.percent_coherence > COHERENT_PERCENT and beyond_ascii > len(sample) * BEYOND_ASCII_SHARE:
        return _of_equals(matches)
    readings = {str(match) for match in matches if match.percent_chaos == best.percent_chaos}
    return best.encoding if len(readings) == 1 else None


def _of_equals(matches: CharsetMatches) -> str:
    """Return the best match's name; among equals the one that comes first in CANDIDATES, windows-1252 being the web's default."""
    best = matches[0]
    rank = (best.percent_chaos, best.percent_coherence)
    equals = [match.encoding for match in matches if (match.percent_chaos, match.percent_coherence) == rank]
    return min(equals, key=CANDIDATES.index)
