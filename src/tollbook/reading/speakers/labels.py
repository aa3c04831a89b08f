"""Speakers without a verb: products ("the ministry's estimate of"), labels ("Army: ..."), brackets and the tails of headlines.

Works on the letters of one sentence; verbs and prepositions are reporting.py's.
"""

from __future__ import annotations

import re

from tollbook.reading.speakers.scene import Scene, add_frame
from tollbook.reading.speakers.source_phrases import chars, holds_speaker, phrase_before, phrase_from

_PRODUCT = re.compile(r"'[nsm]*[ew](?=[ohxvabE.,i])")
_RETOLD = re.compile(r"(?<=[snew])[ew](?=[ho])")
_BY_COUNT = re.compile(r"(?:(?<=,)|(?<!.)|(?=B[dm]))B(?=d*[nsm']*[ew](?:$|[,.;]))")
_PRODUCTS = re.compile(r"['B].*[ew]|^i.*[ew].*,|[snew][ew][ho]")
_IN_PRODUCT = re.compile(r"i(?=(?:d|')[nsmx']*[ew](?:[iBo][^,]{1,12})?,)")
_LABEL = re.compile(r"q?([TIns.eowmdjzH']{1,8}):(?=.)|q?\[([TIns.]{1,5})\](?=.)")
_HEADLINE_TAIL = re.compile(r"(?<=.)([:,]?-|[:,])([TInsdHo.']{0,4}[nse])\.?$")
_STATED = re.compile(r"[abxm]")


def read_products(scene: Scene) -> None:
    """ "X's estimate of", "a police report that", "by one count": the maker of the product speaks."""
    letters, sentence = scene.letters, scene.sentence
    if ("e" not in letters and "w" not in letters) or _PRODUCTS.search(letters) is None:
        return
    if not scene.frames:
        _read_in_product(scene)
    for match in _BY_COUNT.finditer(letters):
        phrase = phrase_from(letters, match.end())
        if phrase is not None:
            add_frame(scene, "product.by", phrase, cue=match.span(), content=(sentence.starts[0], sentence.end, True))
    named = {frame.phrase[1] for frame in scene.frames if frame.phrase is not None}
    for match in _PRODUCT.finditer(letters):
        _add_product(scene, phrase_before(letters, match.start()), match.end() - 1, named)
    for match in _RETOLD.finditer(letters):
        phrase = phrase_before(letters, match.start())
        if phrase is not None and "s" in letters[phrase[0] : phrase[1]] and "'" not in letters[phrase[0] : match.end()]:
            _add_product(scene, phrase, match.start(), named)


def _read_in_product(scene: Scene) -> None:
    """ "In the latest army bulletin, ...": with no other speaker in the sentence, the bulletin speaks."""
    letters, sentence = scene.letters, scene.sentence
    phrase = phrase_from(letters, 1) if _IN_PRODUCT.match(letters) is not None else None
    comma = letters.find(",")
    if phrase is not None and comma + 1 < len(letters):
        add_frame(scene, "product.in", phrase, cue=(0, 1), content=(sentence.starts[comma + 1], sentence.end, False))


def _add_product(scene: Scene, phrase: tuple[int, int] | None, noun: int, named: set[int]) -> None:
    sentence = scene.sentence
    if phrase is None or phrase[1] in named or noun + 1 >= len(sentence.words):
        return
    add_frame(scene, "product.of", phrase, cue=(noun, noun + 1), content=(sentence.starts[noun + 1], sentence.end, False))


def read_labels(scene: Scene) -> None:
    """ "Ministry of Defense: 30 killed", "[PEREZ] ...", "30 killed: monitor", "blast kills six, state TV"."""
    letters, sentence = scene.letters, scene.sentence
    label = _LABEL.match(letters)
    if label is not None:
        group = 1 if label.group(1) else 2
        phrase, mark = (label.start(group), label.end(group)), label.end() - 1
        if _is_label(scene, phrase, bracketed=group == 2):
            add_frame(scene, "label", phrase, cue=(mark, mark + 1), content=(sentence.starts[mark + 1], sentence.end, False))
            return
    if not _read_headline(scene) and not letters.endswith("."):
        _read_bare_headline(scene)


def _read_headline(scene: Scene) -> bool:
    """ "30 killed: monitor", "30 killed, - General Staff.", "30 killed - Petrova"."""
    letters, sentence = scene.letters, scene.sentence
    tail = _HEADLINE_TAIL.search(letters)
    if tail is None or tail.start(2) <= 3:
        return False
    phrase = tail.span(2)
    dashed = tail.group(1).endswith("-")
    if letters.endswith(".") and not dashed:
        return False
    start, end = chars(sentence, phrase)
    is_name = (
        dashed and letters[phrase[0] : phrase[1]] in ("n", "nn") and scene.text[start].isupper() and not scene.text[start:end].isupper()
    )
    if not (holds_speaker(letters, phrase) or (is_name and _STATED.search(letters, letters.rfind("-", 0, tail.start()) + 1, tail.start()))):
        return False
    content = (sentence.starts[0], sentence.starts[tail.start()], True)
    add_frame(scene, "headline", phrase, cue=tail.span(1), content=content)
    return True


def _read_bare_headline(scene: Scene) -> None:
    """ "blast kills 14 state media"."""
    letters, sentence = scene.letters, scene.sentence
    size = len(letters)
    for phrase_words in scene.rules.headline_tails:
        first = size - len(phrase_words)
        if first > 2 and tuple(sentence.words[first:]) == phrase_words and letters[first - 1] not in "io@Bdtv,:-":
            add_frame(scene, "headline.bare", (first, size), cue=(first, size), content=(sentence.starts[0], sentence.starts[first], True))
            return


def _is_label(scene: Scene, phrase: tuple[int, int], *, bracketed: bool) -> bool:
    words = scene.sentence.words[phrase[0] : phrase[1]]
    if not scene.rules.no_labels.isdisjoint(words):
        return False
    start, end = chars(scene.sentence, phrase)
    if scene.text[start:end].isupper():
        return bracketed or not scene.text[end : scene.sentence.end].isupper()
    return not bracketed and holds_speaker(scene.letters, phrase)
