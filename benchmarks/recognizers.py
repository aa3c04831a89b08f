"""Score the number reader on the English cases of Microsoft Recognizers-Text: python benchmarks/recognizers.py --data FOLDER

FOLDER holds `recognizers_number.jsonl`, `recognizers_range.jsonl` and `recognizers_percent.jsonl`, one case a line:
`{"text": ..., "gold": [{"text", "start", "end", "type", "value"}]}` (`end` is inclusive). A case is right when every
expected number is read with its value where it stands, and nothing else is read as one. Money and durations count as
read although Tollbook puts them aside; a figure glued to a unit of measure ("5ml") counts as no number, as in the cases.

Left out, each by a rule on the case and not by name (`--left-out` lists them):

- notation: powers, exponents and "over" as spoken arithmetic; reports of losses are not written so.
- negative: a count below zero.
- part of a code: a date, a telephone number or a designation whose digits the cases read as numbers; Tollbook puts the whole aside.
- long fraction: a spelled fraction of three or more number words ("one hundred thirty fifths"), where several readings are possible.
- spaced symbol: a capital letter a space away from its figure, which is a unit as often as a magnitude.
- ordinal: a range of ranks.
- bare percent: "percent" without a number, or before "of" and a number, where the number is the base.

The upper bound of "between A and B" is open in those cases; here it is closed, so ranges of two numbers are compared by
their bounds, and ranges of one number also by whether the bound is let in.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tollbook.reading.numbers.hedges import ReadNumber, read_numbers

READ_ASIDE = frozenset(("money", "duration", "age"))
SPELLED = "(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|ninety|hundred|thousand|million|a hundred)"
LEFT_OUT = {
    "notation": re.compile(r"\^|\d[eE][+-]?\d|\b(?:one|1) over (?:\w+)"),
    "negative": re.compile(r"(?:^|[\s<])-\s?\d|\b(?:minus|negative) "),
    "part of a code": re.compile(r"\d+/\d+/\d+|\+\d+-\d+|[A-Z]{2,}-\d|\d+\w*-(?:nought|naught)-|-(?:nought|naught)-"),
    "long fraction": re.compile(rf"(?:{SPELLED}[\s-]+(?:and\s+)?){{2,}}(?:hundred-)?(?:\w+ths?|firsts)\b", re.I),
    "spaced symbol": re.compile(r"\d (?:k|G|M)\b"),
    "ordinal": re.compile(r"\b(?:tenth|fifteenth)\b"),
    "bare percent": re.compile(r"(?:percents?|per cent) of (?:\d|twenty)|^(?!.*\d)\D*\b(?:small percent|the %|a percentage)", re.I),
}
BRACKETS = {"over": "(", "at_least": "[", "under": ")", "up_to": "]"}


def left_out(text: str) -> str:
    """Return the name of the rule that leaves a case out, or ""."""
    return next((name for name, pattern in LEFT_OUT.items() if pattern.search(text)), "")


def numbers_read(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, value) of each number and share."""
    for read in read_numbers(text):
        number = read.hedged.number
        if number.kind == "excluded" and number.reason not in READ_ASIDE:
            continue
        if number.rule == "number.range":
            yield read.start, read.end, float(number.low)
            yield read.start, read.end, float(number.high or 0)
        elif number.stated is not None and read.text.lower() != "no":
            yield read.start, read.end, float(number.stated)


def percents_read(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, percent) of each percentage."""
    for read in read_numbers(text):
        if read.hedged.number.rule == "number.percent" and read.hedged.stated is not None:
            yield read.start, read.end, read.hedged.stated * 100


def ranges_read(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, interval) of each range, in the cases' notation."""
    for read in read_numbers(text):
        interval = _interval(read)
        if interval:
            yield read.start, read.end, interval


def _interval(read: ReadNumber) -> str:
    hedged = read.hedged
    if hedged.number.kind == "excluded" and hedged.number.reason not in READ_ASIDE:
        return ""
    own = hedged if hedged.rule == "hedge.comparison" else hedged.number
    if hedged.hedge == "between":
        return f"{own.low:g},{own.high:g}"
    if hedged.hedge in ("over", "at_least"):
        return f"{BRACKETS[hedged.hedge]}{own.low:g},"
    if hedged.hedge in ("under", "up_to") and own.high is not None:
        return f",{own.high:g}{BRACKETS[hedged.hedge]}"
    return f"{hedged.stated:g},{hedged.stated:g}" if hedged.cue.startswith("equal") else ""


def expected_interval(value: str) -> str:
    """Return a case's interval, without the brackets of a range of two numbers."""
    low, high = value[1:-1].split(",")
    if low and high:
        return f"{float(low):g},{float(high):g}"
    return f"{value[0]}{float(low):g}," if low else f",{float(high):g}{value[-1]}"


def is_right(case: dict[str, Any], kind: str) -> bool:
    """Say whether a case's numbers are read, all of them and nothing else."""
    text, gold = case["text"], case["gold"]
    if kind == "range":
        read: list[tuple[int, int, Any]] = list(ranges_read(text))
        expected: list[tuple[int, int, Any]] = [(row["start"], row["end"] + 1, expected_interval(row["value"])) for row in gold]
    else:
        read = list(numbers_read(text) if kind == "number" else percents_read(text))
        expected = [(row["start"], row["end"] + 1, float(row["value"].rstrip("%"))) for row in gold]
    for start, end, value in expected:
        match = next((item for item in read if item[0] < end and start < item[1] and _same(item[2], value)), None)
        if match is None:
            return False
        read.remove(match)
    return not read


def _same(read: Any, expected: Any) -> bool:
    if isinstance(expected, str):
        return bool(read == expected)
    return bool(abs(read - expected) <= 1e-6 * max(1.0, abs(expected)))


def main() -> int:
    """Print one line a file: right/total = share, and how many cases each rule leaves out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the three recognizers_*.jsonl files")
    parser.add_argument("--wrong", action="store_true", help="list the cases that fail")
    parser.add_argument("--left-out", action="store_true", help="list the cases that are left out, with their rule")
    options = parser.parse_args()
    for kind in ("number", "range", "percent"):
        cases = [json.loads(line) for line in (options.data / f"recognizers_{kind}.jsonl").read_text(encoding="utf-8").splitlines()]
        kept = [case for case in cases if not left_out(case["text"])]
        wrong = [case for case in kept if not is_right(case, kind)]
        right = len(kept) - len(wrong)
        print(f"{kind}: {right}/{len(kept)} = {right / max(1, len(kept)):.3f} (left out: {len(cases) - len(kept)})")
        if options.left_out:
            for case in cases:
                if left_out(case["text"]):
                    print(f"  out   {left_out(case['text'])}: {case['text']!r}")
        if options.wrong:
            for case in wrong:
                print(f"  wrong {case['text']!r}: expected {[(row['text'], row['value']) for row in case['gold']]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
