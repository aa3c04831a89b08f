"""The frames of one sentence in which somebody is made to say something. Works on letters (source_phrases.py), one sentence at a time.

It knows nothing of quotations over several sentences, nor of what a pronoun means: attribution.py does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tollbook.reading.source_phrases import Grammar, chars, grammar, holds_speaker, letters_of, phrase_before, phrase_from, refine
from tollbook.reading.speakers import Subject, find_subject, first_phrase, lead_of, opening_of, skip_auxiliaries
from tollbook.reading.tokens import Sentence

_CUE = re.compile(r"[vLwHREUFgcQKPY]")
_TAIL = re.compile(r"(?:y|m?z|[i@B]?d*z[zm]*|[i@B]d*y?(?:T\.?|I\.?|[nsewmH])++(?:'[nsewmH]++)?(?:o[dnsewmHI]+)?(?:y[nsewm]++)?)*+")
_CLOSES = re.compile(r"[.)q\]]*$")
_PRODUCT = re.compile(r"'[nsm]*[ew](?=[ohxvabE.,i])")
_RETOLD = re.compile(r"(?<=[snew])[ew](?=[ho])")
_BY_COUNT = re.compile(r"(?:(?<=,)|(?<!.)|(?=B[dm]))B(?=d*[nsm']*[ew](?:$|[,.;]))")
_PRODUCTS = re.compile(r"['B].*[ew]|^i.*[ew].*,|[snew][ew][ho]")
_IN_PRODUCT = re.compile(r"i(?=(?:d|')[nsmx']*[ew](?:[iBo][^,]{1,12})?,)")
_LABEL = re.compile(r"q?([TIns.eowmdjzH']{1,8}):(?=.)|q?\[([TIns.]{1,5})\](?=.)")
_HEADLINE_TAIL = re.compile(r"(?<=.)([:,]?-|[:,])([TInsdHo.']{0,4}[nse])\.?$")
_AS_SAYING = re.compile(r"ug")
_LAST_CLAUSE = re.compile(r"[,q]q?[dnsewmHI'.To]+$")
_STATED = re.compile(r"[abxm]")
_NO_OBJECT = ("", ".", "i", "@", "z")
_TURNS = (",g", ",c", ",K", ",r", ",u", ",P", ",j")
_BY = re.compile(r"[^,;:.]{0,6}?B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One speaker, one cue and what is said, as character spans; tokens of the source for those who look closer.

    `source` is None for hearsay; `named` is who a relative word stands for, else the source. `start:end` is the hull of what is said: it
    may enclose the source and the cue ("A, X said, B").
    """

    rule: str
    source: tuple[int, int] | None
    phrase: tuple[int, int] | None
    cue: tuple[int, int]
    start: int
    end: int
    before: bool
    pronoun: bool = False
    named: tuple[int, int] | None = None
    relays: bool = False


class _Scene:
    """One sentence under examination: its tokens, its letters and the frames found so far."""

    __slots__ = ("frames", "letters", "rules", "sentence", "taken", "text")

    def __init__(self, text: str, sentence: Sentence) -> None:
        self.text, self.sentence = text, sentence
        self.letters = letters_of(sentence.words)
        self.rules: Grammar = grammar()
        self.frames: list[Frame] = []
        self.taken = 0
        """The token after the last source read so far: what is a source is no cue."""


def read_frames(text: str, sentence: Sentence) -> list[Frame]:
    """Return the reporting frames of a tokenised sentence, in the order of their cues."""
    scene = _Scene(text, sentence)
    if not scene.letters.endswith(".") or "-" in scene.letters[-7:] or scene.letters.find(":", 0, 10) > 0 or scene.letters[0] == "[":
        _read_labels(scene)
    letters = scene.letters
    inserted = "[" in letters
    for match in _CUE.finditer(letters):
        if inserted and letters.rfind("[", 0, match.start()) > letters.rfind("]", 0, match.start()):
            continue
        _BY_LETTER[match.group()](scene, match.start())
    if _PRODUCTS.search(letters):
        _read_products(scene)
    return _clip(scene) if len(scene.frames) > 1 else scene.frames


def _is_excepted(scene: _Scene, at: int) -> bool:
    """Say whether the word after a cue, or its object ("claimed nine lives"), makes it something else than speech."""
    words, letters, rules = scene.sentence.words, scene.letters, scene.rules
    follows = at + 1
    if follows < len(words) and words[follows] in rules.exceptions[words[at]]:
        return True
    barred = rules.barred_objects[words[at]]
    if not barred:
        return False
    while follows < len(words) and letters[follows] in "dmy":
        follows += 1
    return follows < len(words) and words[follows] in barred


# ---- what ------------------------------------------------------------------------------------------------------------


def _content(scene: _Scene, after: int, subject: Subject) -> tuple[int, int, bool]:
    """Return (start, end, before): what is said, as the hull of the parts before and after the speaker and the verb.

    `after` is the first token after the verb and its object, or after the subject where that is inverted.
    """
    sentence, letters = scene.sentence, scene.letters
    tail = _TAIL.match(letters, after)
    stop = tail.end() if tail else after
    ends = _CLOSES.match(letters, stop) is not None or subject.inverted
    first, boundary = sentence.starts[0], subject.boundary
    mark = letters[boundary - 1] if boundary else ""
    turns = letters[stop : stop + 2] in _TURNS
    continues = letters[stop : stop + 1] in tuple(",q-") and not turns
    if boundary and (ends or (mark in ",q-.;" and (continues or turns or "q" in letters[boundary - 2 : boundary]))):
        quoted_on = letters[stop : stop + 2] in (",q", ":q") or letters[stop : stop + 1] == "q"
        if continues and not subject.inverted and ("q" not in letters[:boundary] or quoted_on):
            return first, sentence.end, True
        return first, sentence.ends[boundary - 1], True
    if ends:
        return sentence.end, sentence.end, False
    while after < len(letters) and letters[after] in "h,:q":
        after += 1
    start = sentence.starts[after] if after < len(letters) else sentence.end
    return start, sentence.end, False


def _add(
    scene: _Scene,
    rule: str,
    phrase: tuple[int, int] | None,
    *,
    cue: tuple[int, int],
    content: tuple[int, int, bool],
    relays: bool = False,
    shown: tuple[int, int] | None = None,
) -> None:
    """Keep a frame, unless its phrase names nobody. `phrase` None is hearsay; `shown` is the word that stands for the phrase."""
    sentence, letters = scene.sentence, scene.letters
    pronoun = phrase is not None and letters[phrase[0] : phrase[1]] == "p"
    refined = phrase if pronoun or phrase is None else refine(letters, sentence.words, phrase)
    if phrase is not None and refined is None:
        return
    named = None if refined is None else chars(sentence, refined)
    scene.frames.append(
        Frame(
            rule=rule,
            source=named if shown is None else chars(sentence, shown),
            phrase=refined,
            cue=chars(sentence, cue),
            start=content[0],
            end=content[1],
            before=content[2],
            pronoun=pronoun,
            named=named,
            relays=relays,
        )
    )


# ---- frames by the cue's letter ----------------------------------------------------------------------------------------


def _read_verb(scene: _Scene, at: int, after: int | None = None) -> None:
    letters = scene.letters
    back = skip_auxiliaries(letters, at)
    if "b" in letters[back:at]:
        return _read_passive(scene, at)
    if _is_excepted(scene, at) or (back and letters[back - 1] in "oi@BtEL"):
        return None
    if letters[at + 1 : at + 2] == "B" and letters[at] in "vR":
        return _read_passive(scene, at)
    if back == at and back and letters[back - 1] == "m" and letters[at] in "vE":
        return None
    subject = find_subject(scene.text, scene.sentence, letters, at)
    if subject is None:
        return None
    if (
        letters[subject.phrase[0]] == "m"
        and letters[at + 1 : at + 2] in _NO_OBJECT
        and scene.sentence.words[at] in scene.rules.hearsay_reduced
    ):
        return _read_hearsay(scene, at)
    content = _content(scene, subject.phrase[1] if subject.inverted else after or at + 1, subject)
    place = "inverted" if subject.inverted else "after" if content[2] else "before"
    rule = f"said.{scene.rules.rows[scene.sentence.words[at]]}.{place}"
    _add(scene, rule, subject.phrase, cue=(at, at + 1), content=content, shown=subject.shown)
    scene.taken = max(scene.taken, subject.phrase[1])
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
    elif scene.sentence.words[at] in scene.rules.hearsay:
        _read_hearsay(scene, at)


def _read_ambiguous(scene: _Scene, at: int) -> None:
    """ "reports" is a verb after a noun phrase and before a clause, a number or the end; otherwise a noun."""
    letters = scene.letters
    back = skip_auxiliaries(letters, at)
    following = letters[at + 1 : at + 2]
    if back == 0 or letters[back - 1] not in "nspz')mjrewH,q" or following in tuple("oviabxEU(@"):
        return
    if at < scene.taken or (following in tuple("ns") and back == at and letters[back - 1] in "n'"):
        return
    if following in ("", ".") and _LAST_CLAUSE.search(letters[:back]) is None:
        return
    _read_verb(scene, at)


def _read_that(scene: _Scene, at: int) -> None:
    if scene.letters[at + 1 : at + 2] == "h":
        _read_verb(scene, at)


def _read_recorded(scene: _Scene, at: int) -> None:
    """ "documented", "found", "shows": only evidence and those who monitor or govern say something by them."""
    letters = scene.letters
    subject = find_subject(scene.text, scene.sentence, letters, at)
    if subject is None or "b" in letters[skip_auxiliaries(letters, at) : at]:
        return
    if letters[at] == "R" and letters[at + 1 : at + 2] in tuple("zi@B"):
        # "a statement issued on Sunday": no verb
        return
    known = holds_speaker(letters, subject.phrase) or (letters[at] == "R" and _is_name(scene, subject.phrase))
    if letters[at + 1 : at + 2] == "h" or known:
        _read_verb(scene, at)


def _is_name(scene: _Scene, phrase: tuple[int, int]) -> bool:
    return scene.text[scene.sentence.starts[phrase[1] - 1]].isupper() and phrase[0] > 0


def _read_put(scene: _Scene, at: int) -> None:
    if scene.letters[at + 1 : at + 2] == "p" and "u" in scene.letters[max(at - 8, 0) : at]:
        _read_verb(scene, at)
        return
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
    if after >= len(letters) or _is_excepted(scene, at):
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
    opening = first_phrase(letters, opening_of(letters))
    if opening is not None and direct is not None and holds_speaker(letters, opening) and not holds_speaker(letters, direct):
        direct = opening
    phrase = direct or opening or first_phrase(letters, letters.find(",") + 1)
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
    elif at > 2 and _CLOSES.match(scene.letters, phrase[1]):
        content = (sentence.starts[0], sentence.starts[at], True)
    else:
        content = (sentence.ends[phrase[1] - 1], sentence.end, False)
    _add(scene, "cited", phrase, cue=(at, at + 1), content=content, relays=True)


def _read_quoted(scene: _Scene, at: int) -> None:
    """ "X quoted Y as saying": Y speaks; "Y was quoted as saying": Y speaks too."""
    letters, sentence = scene.letters, scene.sentence
    back = skip_auxiliaries(letters, at)
    saying = _AS_SAYING.search(letters, at)
    phrase = phrase_from(letters, at + 1)
    if "b" in letters[back:at]:
        subject = find_subject(scene.text, sentence, letters, at)
        phrase = subject.phrase if subject is not None else None
    elif saying is None and (phrase is None or not holds_speaker(letters, phrase)):
        return _read_verb(scene, at)
    if phrase is None:
        return None
    after = saying.end() if saying else phrase[1]
    while after < len(letters) and letters[after] in "h,:q":
        after += 1
    tail = _TAIL.match(letters, after)
    if _CLOSES.match(letters, tail.end() if tail is not None else after):
        content = (sentence.starts[0], sentence.starts[phrase[0]], True)
    else:
        content = (sentence.starts[after], sentence.end, False)
    _add(scene, "quoted", phrase, cue=(at, at + 1), content=content, relays=True)
    return None


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
    elif not (letters[first] == "d" or holds_speaker(letters, phrase) or scene.text[sentence.starts[first]].isupper()):
        # "stored according to size" names nobody
        return
    after = phrase[1]
    if at <= lead_of(letters, opening_of(letters)) or (letters[at - 1] in ";q.:-" and not _CLOSES.match(letters, after)):
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
    scene.taken = max(scene.taken, phrase[1])


def _read_hearsay(scene: _Scene, at: int) -> None:
    sentence = scene.sentence
    _add(scene, "hearsay", None, cue=(at, at + 1), content=(sentence.starts[0], sentence.end, True))


def _read_products(scene: _Scene) -> None:
    """ "X's estimate of", "a police report that", "by one count": the maker of the product speaks."""
    letters, sentence = scene.letters, scene.sentence
    if not scene.frames:
        _read_in_product(scene)
    for match in _BY_COUNT.finditer(letters):
        phrase = phrase_from(letters, match.end())
        if phrase is not None:
            _add(scene, "product.by", phrase, cue=match.span(), content=(sentence.starts[0], sentence.end, True))
    named = {frame.phrase[1] for frame in scene.frames if frame.phrase is not None}
    for match in _PRODUCT.finditer(letters):
        _add_product(scene, phrase_before(letters, match.start()), match.end() - 1, named)
    for match in _RETOLD.finditer(letters):
        phrase = phrase_before(letters, match.start())
        if phrase is not None and "s" in letters[phrase[0] : phrase[1]] and "'" not in letters[phrase[0] : match.end()]:
            _add_product(scene, phrase, match.start(), named)


def _read_in_product(scene: _Scene) -> None:
    """ "In the latest army bulletin, ...": with no other speaker in the sentence, the bulletin speaks."""
    letters, sentence = scene.letters, scene.sentence
    phrase = phrase_from(letters, 1) if _IN_PRODUCT.match(letters) is not None else None
    comma = letters.find(",")
    if phrase is not None and comma + 1 < len(letters):
        _add(scene, "product.in", phrase, cue=(0, 1), content=(sentence.starts[comma + 1], sentence.end, False))


def _add_product(scene: _Scene, phrase: tuple[int, int] | None, noun: int, named: set[int]) -> None:
    sentence = scene.sentence
    if phrase is None or phrase[1] in named or noun + 1 >= len(sentence.words):
        return
    _add(scene, "product.of", phrase, cue=(noun, noun + 1), content=(sentence.starts[noun + 1], sentence.end, False))


def _read_labels(scene: _Scene) -> None:
    """ "Ministry of Defense: 30 killed", "[PEREZ] ...", "30 killed: monitor", "blast kills six, state TV"."""
    letters, sentence = scene.letters, scene.sentence
    label = _LABEL.match(letters)
    if label is not None:
        group = 1 if label.group(1) else 2
        phrase, mark = (label.start(group), label.end(group)), label.end() - 1
        if _is_label(scene, phrase, bracketed=group == 2):
            _add(scene, "label", phrase, cue=(mark, mark + 1), content=(sentence.starts[mark + 1], sentence.end, False))
            return
    if not _read_headline(scene) and not letters.endswith("."):
        _read_bare_headline(scene)


def _read_headline(scene: _Scene) -> bool:
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
    _add(scene, "headline", phrase, cue=tail.span(1), content=content)
    return True


def _read_bare_headline(scene: _Scene) -> None:
    """ "blast kills 14 state media"."""
    letters, sentence = scene.letters, scene.sentence
    size = len(letters)
    for phrase_words in scene.rules.headline_tails:
        first = size - len(phrase_words)
        if first > 2 and tuple(sentence.words[first:]) == phrase_words and letters[first - 1] not in "io@Bdtv,:-":
            _add(scene, "headline.bare", (first, size), cue=(first, size), content=(sentence.starts[0], sentence.starts[first], True))
            return


def _is_label(scene: _Scene, phrase: tuple[int, int], *, bracketed: bool) -> bool:
    words = scene.sentence.words[phrase[0] : phrase[1]]
    if not scene.rules.no_labels.isdisjoint(words):
        return False
    start, end = chars(scene.sentence, phrase)
    if scene.text[start:end].isupper():
        return bracketed or not scene.text[end : scene.sentence.end].isupper()
    return not bracketed and holds_speaker(scene.letters, phrase)


def _clip(scene: _Scene) -> list[Frame]:
    """Keep neighbors apart: "X said A, but Y said B" and "A, according to X, and B, according to Y"."""
    frames = sorted(scene.frames, key=lambda frame: frame.cue)
    letters, starts = scene.letters, scene.sentence.starts
    clipped: list[Frame] = []
    for index, frame in enumerate(frames):
        start, end = frame.start, frame.end
        for later in frames[index + 1 :]:
            if later.relays or later.source is None or later.phrase is None or later.rule.startswith("product"):
                continue
            if frame.before and later.before and frame.source and later.cue[0] > frame.cue[1]:
                end = min(end, max(frame.cue[1], frame.source[1])) if end > frame.cue[1] else end
            elif not frame.before and not later.before and _begins_clause(letters, later.phrase[0]):
                end = min(end, starts[later.phrase[0] - 1])
            break
        if frame.before and clipped and clipped[-1].before and clipped[-1].source and not frame.relays and not clipped[-1].relays:
            start = max(start, clipped[-1].cue[1], clipped[-1].source[1])
        clipped.append(frame if (start, end) == (frame.start, frame.end) else replace(frame, start=min(start, end), end=end))
    return clipped


def _begins_clause(letters: str, first: int) -> bool:
    while first and letters[first - 1] in "dy":
        first -= 1
    return first > 1 and letters[first - 1] in "uj;" and letters[first - 2] in ",;-unsm"


_BY_LETTER: dict[str, Callable[[_Scene, int], None]] = {
    "v": _read_verb,
    "L": _read_told,
    "w": _read_ambiguous,
    "H": _read_that,
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
