"""The frames of one sentence in which somebody is made to say something. Works on letters (source_phrases.py), one sentence at a time.

It knows nothing of quotations over several sentences, nor of what a pronoun means: attribution.py does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tollbook.reading.source_phrases import (
    Grammar,
    chars,
    grammar,
    holds_speaker,
    is_phrase,
    letters_of,
    phrase_before,
    phrase_from,
    refine,
)
from tollbook.reading.tokens import Sentence

_CUE = re.compile(r"[vLwREUFgcQKPY]")
_BOUNDARY_BACK = re.compile(r"[,;:q()\[\]\-uhArgc]|\.(?![TI])")
_LEAD = re.compile(r"[yjz]*")
_TAIL = re.compile(r"(?:y|m?z|[i@B]?d*z[zm]*|[i@B]d*y?(?:T\.?|I\.?|[nsewm])++(?:'[nsewm]++)?(?:o[dnsewmI]+)?)*")
_CLOSES = re.compile(r"[.)q\]]*$")
_PRODUCT = re.compile(r"'[nsm]*[ew](?=[ohxvabE.,i])")
_RETOLD = re.compile(r"(?<=[snew])[ew](?=[ho])")
_BY_COUNT = re.compile(r"B(?=d*[nsm']*[ew](?:$|[,.;]))")
_BY = re.compile(r"[^,;:.]{0,6}?B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One speaker, one cue and what is said, as character spans; tokens of the source for those who look closer.

    `source` is None for hearsay. `start:end` is the hull of what is said: it may enclose the source and the cue ("A, X said, B").
    """

    rule: str
    source: tuple[int, int] | None
    phrase: tuple[int, int] | None
    cue: tuple[int, int]
    start: int
    end: int
    before: bool
    pronoun: bool = False
    relays: bool = False


class _Scene:
    """One sentence under examination: its tokens, its letters and the frames found so far."""

    __slots__ = ("frames", "letters", "rules", "sentence", "text")

    def __init__(self, text: str, sentence: Sentence) -> None:
        self.text, self.sentence = text, sentence
        self.letters = letters_of(sentence.words)
        self.rules: Grammar = grammar()
        self.frames: list[Frame] = []


def read_frames(text: str, sentence: Sentence) -> list[Frame]:
    """Return the reporting frames of a tokenised sentence, in the order of their cues."""
    scene = _Scene(text, sentence)
    for match in _CUE.finditer(scene.letters):
        at = match.start()
        if not _is_excepted(scene, at):
            _BY_LETTER[match.group()](scene, at)
    _read_products(scene)
    if ":" in scene.letters or "-" in scene.letters or "," in scene.letters or not scene.letters.endswith("."):
        _read_labels(scene)
    return _clip(scene.frames)


def _is_excepted(scene: _Scene, at: int) -> bool:
    words = scene.sentence.words
    barred = scene.rules.exceptions[words[at]]
    return bool(barred) and (" ".join(words[at + 1 : at + 3]) in barred or (at + 1 < len(words) and words[at + 1] in barred))


# ---- who -------------------------------------------------------------------------------------------------------------


def _skip_auxiliaries(letters: str, at: int) -> int:
    while at and letters[at - 1] in "aby":
        at -= 1
    return at


def _subject(scene: _Scene, verb: int) -> tuple[tuple[int, int] | None, int]:
    """Return the verb's subject as a token range, and where the clause that holds it begins (-1: the subject follows the verb)."""
    letters = scene.letters
    end = _skip_auxiliaries(letters, verb)
    if end == 0:
        return None, 0
    last = letters[end - 1]
    if last == "p":
        return (end - 1, end), end - 1
    if last == "r":
        return phrase_before(letters, end - 2 if letters[end - 2 : end - 1] == "," else end - 1), end - 1
    if last == ")" and "(" in letters[:end]:
        end = letters.rindex("(", 0, end)
        return phrase_before(letters, end), _segment_start(letters, end)
    if last in ",q-":
        return _subject_over_boundary(scene, end, verb)
    if last == "j":
        first = _first_phrase(letters, _segment_start(letters, end - 1))
        return first or _first_phrase(letters, 0), end - 1
    if last == "d" and verb == end and scene.letters[verb] in "vwFE":
        return None, 0
    return _subject_in_segment(scene, end), _segment_start(letters, end)


def _segment_start(letters: str, end: int) -> int:
    match = _BOUNDARY_BACK.search(letters[end - 1 :: -1] if end else "")
    return end - match.start() if match else 0


def _first_phrase(letters: str, start: int) -> tuple[int, int] | None:
    match = _LEAD.match(letters, start)
    first = match.end() if match else start
    if letters[first : first + 1] == "p":
        return first, first + 1
    return phrase_from(letters, first)


def _subject_in_segment(scene: _Scene, end: int) -> tuple[int, int] | None:
    letters = scene.letters
    start = _segment_start(letters, end)
    first = _first_phrase(letters, start)
    if first is not None and first[1] == end:
        return first
    time = re.search(r"(?:[i@]d*)?z[zmd]*i?z*$|d[zm]*z$", letters[start:end])
    near = phrase_before(letters, start + time.start() if time else end)
    if first is not None and letters[first[1]] in "xi(gvFR" and holds_speaker(letters, first) and (near is None or near[0] > first[0]):
        # "A poll released in August found": what comes between is the subject's own modifier
        return first
    return _capital_tail(scene, near) if near is not None and near[0] > start else near


def _capital_tail(scene: _Scene, phrase: tuple[int, int]) -> tuple[int, int]:
    """Cut "city Observatory head" down to the name: in copy without commas only capitals tell where a name begins."""
    sentence, text = scene.sentence, scene.text
    if scene.letters[phrase[0]] == "d" or not text[sentence.starts[phrase[1] - 1]].isupper():
        return phrase
    first = phrase[1] - 1
    while first > phrase[0] and (text[sentence.starts[first - 1]].isupper() or scene.letters[first - 1] in "o.'"):
        first -= 1
    return first, phrase[1]


def _subject_over_boundary(scene: _Scene, end: int, verb: int) -> tuple[tuple[int, int] | None, int]:
    """The verb follows a comma, dash or quotation mark: inverted ("...," said X) or after an apposition (X, the Y, said)."""
    letters = scene.letters
    mark = end - 1
    following = phrase_from(letters, verb + 1)
    if following is None and letters[verb + 1 : verb + 2] == "p":
        following = (verb + 1, verb + 2)
    if letters[mark] == "q" or (mark and letters[mark - 1] == "q"):
        if following is not None:
            return following, -1
    opening = max(letters.rfind(letters[mark], 0, mark), letters.rfind("(", 0, mark))
    if opening > 0:
        start = _segment_start(letters, opening)
        main = _first_phrase(letters, start)
        inner = letters[opening + 1 : mark].replace(",", "")
        apposed = inner[:1] in tuple("rxgcdTBi") or is_phrase(letters, opening + 1, mark)
        if main is not None and main[1] == opening and apposed:
            return main, start
        near = phrase_before(letters, opening)
        if near is not None and inner[:1] == "r":
            return near, start
    if following is not None and following[1] > verb + 1:
        return following, -1
    return (_first_phrase(letters, 0), 0) if opening > 0 else (None, 0)


# ---- what ------------------------------------------------------------------------------------------------------------


def _content(scene: _Scene, after: int, boundary: int, *, inverted: bool) -> tuple[int, int, bool]:
    """Return (start, end, before): what is said, as the hull of the parts before and after the speaker and the verb.

    `after` is the first token after verb and object (after the inverted subject), `boundary` the first token of the
    speaker's clause, or of the verb where it is inverted.
    """
    sentence, letters = scene.sentence, scene.letters
    tail = _TAIL.match(letters, after)
    stop = tail.end() if tail else after
    ends = _CLOSES.match(letters, stop) is not None
    first = sentence.starts[0]
    before_end = sentence.ends[max(boundary - 1, 0)]
    has_before = boundary > 0 and letters[boundary - 1] in ",q-.;" or (boundary > 0 and (ends or inverted))
    if has_before and (ends or inverted or (letters[stop : stop + 1] in tuple(",q-") and letters[stop + 1 : stop + 2] not in ("q", "h"))):
        if not ends and not inverted and letters[stop : stop + 2] not in (",g", ",c", ",K", ",r", ",u"):
            return first, sentence.end, True
        return first, before_end, True
    while after < len(letters) and letters[after] in "h,:q":
        after += 1
    start = sentence.starts[after] if after < len(letters) else sentence.end
    return start, sentence.end, False


def _add(
    scene: _Scene, rule: str, phrase: tuple[int, int] | None, *, cue: tuple[int, int], content: tuple[int, int, bool], relays: bool = False
) -> None:
    sentence, letters = scene.sentence, scene.letters
    pronoun = phrase is not None and letters[phrase[0] : phrase[1]] == "p"
    refined = phrase if pronoun or phrase is None else refine(letters, sentence.words, phrase)
    if phrase is not None and refined is None:
        return
    scene.frames.append(
        Frame(
            rule=rule,
            source=None if refined is None else chars(sentence, refined),
            phrase=refined,
            cue=chars(sentence, cue),
            start=content[0],
            end=content[1],
            before=content[2],
            pronoun=pronoun,
            relays=relays,
        )
    )


# ---- frames by the cue's letter ----------------------------------------------------------------------------------------


def _read_verb(scene: _Scene, at: int, after: int | None = None) -> None:
    letters = scene.letters
    back = _skip_auxiliaries(letters, at)
    if letters[at + 1 : at + 2] == "t" and "b" in letters[back:at]:
        return _read_hearsay(scene, at)
    if "b" in letters[back:at] or (letters[at] in "vR" and letters[at + 1 : at + 2] == "B"):
        return _read_passive(scene, at)
    if back and letters[back - 1] in "oi@BtEx":
        return None
    phrase, boundary = _subject(scene, at)
    if phrase is None:
        return None
    inverted = boundary == -1
    if inverted:
        content = _content(scene, phrase[1], back, inverted=True)
    else:
        content = _content(scene, at + 1 if after is None else after, boundary, inverted=False)
    place = "inverted" if inverted else "after" if content[2] else "before"
    _add(scene, f"said.{scene.rules.rows[scene.sentence.words[at]]}.{place}", phrase, cue=(at, at + 1), content=content)
    return None


def _read_told(scene: _Scene, at: int) -> None:
    letters = scene.letters
    after = at + 1
    if letters[after : after + 1] == "p":
        after += 1
    else:
        listener = phrase_from(letters, after)
        after = listener[1] if listener is not None else after
    _read_verb(scene, at, after)


def _read_passive(scene: _Scene, at: int) -> None:
    """ "were reported killed by X": what stands before the cue is said by X; without "by" nobody is named."""
    match = _BY.match(scene.letters, at + 1)
    phrase = phrase_from(scene.letters, match.end()) if match else None
    if phrase is not None and holds_speaker(scene.letters, phrase):
        _add(scene, "said.passive", phrase, cue=(at, at + 1), content=(scene.sentence.starts[0], scene.sentence.end, True))
    elif scene.letters[at] in "vw":
        _read_hearsay(scene, at)


def _read_ambiguous(scene: _Scene, at: int) -> None:
    """ "reports" is a verb after a noun phrase and before a clause, a number or the end; otherwise a noun."""
    letters = scene.letters
    back = _skip_auxiliaries(letters, at)
    following = letters[at + 1 : at + 2]
    if back == 0 or letters[back - 1] not in "nspz')mjrew,q" or following in tuple("oviabxEU(@"):
        return
    if following in tuple("ns") and back == at and letters[back - 1] in "n'":
        return
    _read_verb(scene, at)


def _read_recorded(scene: _Scene, at: int) -> None:
    """ "documented", "found", "shows": only evidence and those who monitor or govern say something by them."""
    letters = scene.letters
    phrase, _ = _subject(scene, at)
    if phrase is None or "b" in letters[_skip_auxiliaries(letters, at) : at]:
        return
    if letters[at + 1 : at + 2] == "h" or holds_speaker(letters, phrase) or (letters[at] == "R" and _is_name(scene, phrase)):
        _read_verb(scene, at)


def _is_name(scene: _Scene, phrase: tuple[int, int]) -> bool:
    return scene.text[scene.sentence.starts[phrase[1] - 1]].isupper() and phrase[0] > 0


def _read_put(scene: _Scene, at: int) -> None:
    reach = re.match(r"[^;:.qUv]{1,12}?@", scene.letters[at + 1 :])
    if reach is not None and scene.letters[at + 1 : at + 2] != "@":
        _read_verb(scene, at)


def _read_participle(scene: _Scene, at: int) -> None:
    """ "..., adding that": the speaker is the one last quoted in the sentence, else its subject."""
    letters, sentence = scene.letters, scene.sentence
    if at and letters[at - 1] == "u" and any(frame.rule.startswith("quoted") for frame in scene.frames):
        return
    after = at + 1
    while after < len(letters) and letters[after] in "h,:q":
        after += 1
    if after >= len(letters):
        return
    content = (sentence.starts[after], sentence.end, False)
    named = [
        frame
        for frame in scene.frames
        if frame.phrase is not None and not frame.relays and frame.source and frame.cue[0] < sentence.starts[at]
    ]
    if named and named[-1].phrase is not None:
        _add(scene, "said.participle", named[-1].phrase, cue=(at, at + 1), content=content)
        return
    direct = phrase_before(letters, at) if at and letters[at - 1] in "nsewm" else None
    phrase = direct or _first_phrase(letters, 0) or _first_phrase(letters, letters.find(",") + 1)
    if phrase is not None and phrase[0] < at:
        _add(scene, "said.participle", phrase, cue=(at, at + 1), content=content)


def _read_citing(scene: _Scene, at: int) -> None:
    phrase = phrase_from(scene.letters, at + 1)
    if phrase is None:
        return
    sentence = scene.sentence
    hosts = [frame for frame in scene.frames if frame.phrase is not None]
    if hosts:
        content = (hosts[-1].start, hosts[-1].end, hosts[-1].before)
    elif at > 2:
        content = (sentence.starts[0], sentence.end, True)
    else:
        content = (sentence.ends[phrase[1] - 1], sentence.end, False)
    _add(scene, "cited", phrase, cue=(at, at + 1), content=content, relays=True)


def _read_quoted(scene: _Scene, at: int) -> None:
    """ "X quoted Y as saying": Y speaks; "Y was quoted as saying": Y speaks too."""
    letters, sentence = scene.letters, scene.sentence
    back = _skip_auxiliaries(letters, at)
    saying = re.compile(r"ug").search(letters, at)
    if "b" in letters[back:at]:
        phrase, _ = _subject(scene, at)
    else:
        phrase = phrase_from(letters, at + 1)
    if phrase is None or (saying is None and not holds_speaker(letters, phrase)):
        return
    after = saying.end() if saying else phrase[1]
    while after < len(letters) and letters[after] in "h,:q":
        after += 1
    if _CLOSES.match(letters, after):
        content = (sentence.starts[0], sentence.starts[phrase[0]], True)
    else:
        content = (sentence.starts[after], sentence.end, False)
    _add(scene, "quoted", phrase, cue=(at, at + 1), content=content, relays=True)


def _read_according(scene: _Scene, at: int) -> None:
    if scene.letters[at + 1 : at + 2] == "t":
        _read_prepositional(scene, at, at + 2, rule="according")


def _read_per(scene: _Scene, at: int) -> None:
    phrase = phrase_from(scene.letters, at + 1)
    if phrase is not None and (scene.letters[at + 1] == "d" or holds_speaker(scene.letters, phrase)):
        _read_prepositional(scene, at, at + 1, rule="per")


def _read_prepositional(scene: _Scene, at: int, first: int, *, rule: str) -> None:
    letters, sentence = scene.letters, scene.sentence
    phrase = phrase_from(letters, first)
    if phrase is None:
        if letters[first : first + 1] != "p":
            return
        phrase = (first, first + 1)
    after = phrase[1]
    lead = _LEAD.match(letters, 0)
    if at <= (lead.end() if lead else 0) or letters[at - 1] in ";q.:-" and not _CLOSES.match(letters, after):
        while after < len(letters) and letters[after] not in ",":
            after += 1
        after = after + 1 if after < len(letters) else phrase[1]
        start = sentence.starts[after] if after < len(letters) else sentence.end
        content = (start, sentence.end, False)
    elif letters[after : after + 1] == "," and letters[after + 1 : after + 2] not in tuple("rug"):
        content = (sentence.starts[0], sentence.end, True)
    else:
        content = (sentence.starts[0], sentence.starts[at], True)
    _add(scene, rule, phrase, cue=(at, first), content=content)


def _read_hearsay(scene: _Scene, at: int) -> None:
    sentence = scene.sentence
    _add(scene, "hearsay", None, cue=(at, at + 1), content=(sentence.starts[0], sentence.end, True))


def _read_products(scene: _Scene) -> None:
    """ "X's estimate of", "a police report that", "by one count": the maker of the product speaks."""
    letters, sentence = scene.letters, scene.sentence
    named = {frame.phrase for frame in scene.frames}
    for match in _PRODUCT.finditer(letters):
        phrase = phrase_before(letters, match.start())
        _add_product(scene, phrase, match.end() - 1, named)
    for match in _RETOLD.finditer(letters):
        phrase = phrase_before(letters, match.start())
        if phrase is not None and "s" in letters[phrase[0] : phrase[1]] and "'" not in letters[phrase[0] : match.end()]:
            _add_product(scene, phrase, match.start(), named)
    for match in _BY_COUNT.finditer(letters):
        phrase = phrase_from(letters, match.end())
        if phrase is not None:
            _add(scene, "product.by", phrase, cue=(match.start(), match.end()), content=(sentence.starts[0], sentence.end, True))


def _add_product(scene: _Scene, phrase: tuple[int, int] | None, noun: int, named: set[tuple[int, int] | None]) -> None:
    sentence = scene.sentence
    if phrase is None or phrase in named or noun + 1 >= len(sentence.words):
        return
    _add(scene, "product.of", phrase, cue=(noun, noun + 1), content=(sentence.starts[noun + 1], sentence.end, False))


def _read_labels(scene: _Scene) -> None:
    """ "Ministry of Defense: 30 killed", "[PEREZ] ...", "30 killed: monitor", "blast kills six, state TV"."""
    letters, sentence = scene.letters, scene.sentence
    size = len(letters)
    label = re.match(r"q?([TIns.eowmdjz']{1,8}):(?=.)|q?\[([TIns.]{1,5})\](?=.)", letters)
    if label is not None and not scene.frames:
        group = 1 if label.group(1) else 2
        phrase = (label.start(group), label.end(group))
        mark = label.end() - 1
        whole = scene.text[slice(*chars(sentence, phrase))]
        if holds_speaker(letters, phrase) or whole.isupper():
            _add(scene, "label", phrase, cue=(mark, mark + 1), content=(sentence.starts[mark + 1], sentence.end, False))
            return
    tail = re.search(r"(?<=.)([:,\-])([TInsd.']{0,4}[nse])$", letters) if not letters.endswith(".") else None
    if tail is not None and tail.start(2) > 2 and holds_speaker(letters, (tail.start(2), size)) and not scene.frames:
        at = tail.start(1)
        _add(scene, "headline", (at + 1, size), cue=(at, at + 1), content=(sentence.starts[0], sentence.starts[at], True))
        return
    for phrase_words in scene.rules.headline_tails:
        first = size - len(phrase_words)
        if first > 2 and tuple(sentence.words[first:]) == phrase_words and letters[first - 1] not in "io@Bdtv" and not scene.frames:
            _add(scene, "headline.bare", (first, size), cue=(first, size), content=(sentence.starts[0], sentence.starts[first], True))
            return


_BY_LETTER: dict[str, Callable[[_Scene, int], None]] = {
    "v": _read_verb,
    "L": _read_told,
    "w": _read_ambiguous,
    "R": _read_recorded,
    "E": _read_recorded,
    "U": _read_put,
    "F": _read_verb,
    "g": _read_participle,
    "c": _read_citing,
    "Q": _read_quoted,
    "K": _read_according,
    "P": _read_per,
    "Y": _read_hearsay,
}


def _clip(frames: list[Frame]) -> list[Frame]:
    """Keep neighbors apart: "X said A, and Y said B" and "A, according to X, and B, according to Y"."""
    frames = sorted(frames, key=lambda frame: frame.cue)
    for index, frame in enumerate(frames):
        for later in frames[index + 1 :]:
            if later.before and frame.before and not later.relays and later.cue[0] > frame.cue[1]:
                ended = max(frame.cue[1], frame.source[1] if frame.source else 0)
                if frame.end > ended:
                    frames[index] = frame = replace(frame, end=min(frame.end, ended))
                break
    return frames
