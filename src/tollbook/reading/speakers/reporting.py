"""The frames of one sentence in which somebody is made to say something. Works on letters (source_phrases.py), one sentence at a time.

It knows nothing of quotations over several sentences, nor of what a pronoun means: attribution.py does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tollbook.reading.speakers.labels import read_labels, read_products
from tollbook.reading.speakers.scene import CLOSES, TAIL, Frame, Scene, add_frame, content_of
from tollbook.reading.speakers.source_phrases import chars, holds_speaker, kind_of, phrase_before, phrase_from
from tollbook.reading.speakers.speakers import Subject, find_subject, first_phrase, lead_of, opening_of, skip_auxiliaries
from tollbook.reading.tokens import Sentence

_CUE = re.compile(r"[vLwHRWEUFgcQKPY]")
_AS_SAYING = re.compile(r"ug")
_LAST_CLAUSE = re.compile(r"[,q]q?[dnsewmHI'.To]+$")
_PUBLISHED = re.compile(r"[dnmysow]{0,5}[ew]")
_NO_OBJECT = ("", ".", "i", "@", "z")
DENIED = "denied"
"""The row of cues that take something back."""
_VERB_GROUP = re.compile(r"[aby]*v")
_BY = re.compile(r"[^,;:.]{0,6}?B")


def read_frames(text: str, sentence: Sentence) -> list[Frame]:
    """Return the reporting frames of a tokenised sentence, in the order of their cues."""
    scene = Scene(text, sentence)
    if not scene.letters.endswith(".") or "-" in scene.letters[-7:] or scene.letters.find(":", 0, 10) > 0 or scene.letters[0] == "[":
        read_labels(scene)
    letters = scene.letters
    inserted = "[" in letters
    for match in _CUE.finditer(letters):
        if inserted and letters.rfind("[", 0, match.start()) > letters.rfind("]", 0, match.start()):
            continue
        _BY_LETTER[match.group()](scene, match.start())
    read_products(scene)
    return _clip(scene) if len(scene.frames) > 1 else scene.frames


def _is_excepted(scene: Scene, at: int) -> bool:
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


def _read_verb(scene: Scene, at: int, after: int | None = None) -> None:
    letters = scene.letters
    back = skip_auxiliaries(letters, at)
    if "b" in letters[back:at]:
        return _read_passive(scene, at)
    if _is_excepted(scene, at) or (back and letters[back - 1] in "oi@BtEL"):
        return None
    if letters[at + 1 : at + 2] == "B" and letters[at] in "vRW":
        return _read_passive(scene, at)
    if back == at and back and letters[back - 1] == "m" and letters[at] in "vE":
        return None
    subject = find_subject(scene.text, scene.sentence, letters, at)
    if subject is None:
        return None
    if letters[at] == "w" and subject.phrase[0] and letters[subject.phrase[0] - 1] in "i@Bot":
        # "in its latest report that": a noun
        return None
    if scene.sentence.words[at] in scene.rules.hearsay_reduced and _is_reduced(letters, subject, at):
        return _read_hearsay(scene, at)
    content = content_of(scene, subject.phrase[1] if subject.inverted else after or at + 1, subject)
    if content[2] and not subject.inverted and _qualifies(letters, subject):
        # "..., a claim the group denies", "..., which the group denies": only these words are the group's
        content = (scene.sentence.starts[subject.boundary - 1], scene.sentence.ends[subject.boundary - 1], True)
    place = "inverted" if subject.inverted else "after" if content[2] else "before"
    negated = "negated." if not scene.rules.negations.isdisjoint(scene.sentence.words[back:at]) else ""
    rule = f"said.{negated}{scene.rules.rows[scene.sentence.words[at]]}.{place}"
    add_frame(scene, rule, subject.phrase, cue=(at, at + 1), content=content, shown=subject.shown)
    scene.taken = max(scene.taken, subject.phrase[1])
    return None


def _qualifies(letters: str, subject: Subject) -> bool:
    """Say whether speaker and verb stand in a relative clause that qualifies what is before it."""
    before = letters[: subject.boundary]
    return before.endswith(("r", "e", "w", "eh", "wh", "nh"))


def _is_reduced(letters: str, subject: Subject, at: int) -> bool:
    """ "60 casualties reported in the port", "casualties reported as shells fall": the passive of a headline."""
    following = letters[at + 1 : at + 2]
    if letters[subject.phrase[0]] == "m":
        return following in _NO_OBJECT
    return following in ("", "u") and subject.boundary == 0 and not holds_speaker(letters, subject.phrase)


def _read_told(scene: Scene, at: int) -> None:
    letters = scene.letters
    after = at + 1
    if letters[after : after + 1] == "p":
        after += 1
    else:
        listener = phrase_from(letters, after)
        after = listener[1] if listener is not None else after
    _read_verb(scene, at, after)


def _read_passive(scene: Scene, at: int) -> None:
    """ "were reported killed by X": what stands before the cue is said by X; without "by" nobody is named."""
    if scene.sentence.words[at] in scene.rules.no_passive:
        return
    match = _BY.match(scene.letters, at + 1)
    # "Were reported killed by the army": the army killed them, and nobody is named who reports it.
    phrase = phrase_from(scene.letters, match.end()) if match and not match.group().endswith("xB") else None
    if phrase is not None and holds_speaker(scene.letters, phrase):
        add_frame(scene, "said.passive", phrase, cue=(at, at + 1), content=_content_of_passive(scene, at))
    elif scene.sentence.words[at] in scene.rules.hearsay:
        _read_hearsay(scene, at)


def _content_of_passive(scene: Scene, at: int) -> tuple[int, int, bool]:
    """Return what a passive says: the sentence; of "a charge dismissed by the army" only the charge, which others raised."""
    letters, sentence = scene.letters, scene.sentence
    noun = None
    if scene.rules.rows[sentence.words[at]] == DENIED and "b" not in letters[skip_auxiliaries(letters, at) : at]:
        noun = phrase_before(letters, at)
    first, last = noun or (0, len(letters))
    return sentence.starts[first], sentence.ends[last - 1], True


def _read_ambiguous(scene: Scene, at: int) -> None:
    """ "reports" is a verb after a noun phrase and before a clause, a number or the end; otherwise a noun."""
    letters = scene.letters
    back = skip_auxiliaries(letters, at)
    following = letters[at + 1 : at + 2]
    if back == 0 or letters[back - 1] not in "nspz')mjrewH,q" or following in tuple("oviabxEU(@"):
        return
    if at < scene.taken or (following in tuple("ns") and back == at and letters[back - 1] in "n'"):
        return
    if letters[back - 1] == "," and _is_object(letters, at):
        return
    if following in ("", ".", ",") and _LAST_CLAUSE.search(letters[:back]) is None:
        return
    _read_verb(scene, at)


def _is_object(letters: str, at: int) -> bool:
    """Say whether the noun before a clause without "which" is what that clause speaks of: "..., claims the army rejected"."""
    phrase = phrase_from(letters, at + 1)
    return phrase is not None and _VERB_GROUP.match(letters, phrase[1]) is not None


def _read_that(scene: Scene, at: int) -> None:
    if scene.letters[at + 1 : at + 2] == "h":
        _read_verb(scene, at)


def _read_recorded(scene: Scene, at: int) -> None:
    """ "documented", "found", "shows": only evidence and those who monitor or govern say something by them."""
    letters = scene.letters
    subject = find_subject(scene.text, scene.sentence, letters, at)
    if subject is None or "b" in letters[skip_auxiliaries(letters, at) : at]:
        return
    if letters[at] == "R" and letters[at + 1 : at + 2] in tuple("zi@B"):
        # "a statement issued on Sunday": no verb
        return
    if letters[at] == "E":
        kind = kind_of(scene.sentence.words, subject.phrase)
        known = kind == "body" or any(letter in "ew" for letter in letters[slice(*subject.phrase)])
    else:
        known = holds_speaker(letters, subject.phrase) or _is_name(scene, subject.phrase)
    if letters[at + 1 : at + 2] == "h" or known:
        _read_verb(scene, at)


def _read_published(scene: Scene, at: int) -> None:
    if _PUBLISHED.match(scene.letters, at + 1) is not None:
        _read_verb(scene, at)


def _is_name(scene: Scene, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase ends in a name. A sentence's first word has a capital anyway, but is no "UNICEF" for that."""
    start, end = chars(scene.sentence, (phrase[1] - 1, phrase[1]))
    if phrase[0] > 0:
        return scene.text[start].isupper()
    return end - start > 1 and scene.text[start:end].isupper() and not scene.text[end : scene.sentence.end].isupper()


def _read_put(scene: Scene, at: int) -> None:
    if scene.letters[at + 1 : at + 2] == "p" and "u" in scene.letters[max(at - 8, 0) : at]:
        _read_verb(scene, at)
        return
    reach = re.match(r"[^;:.qUv]{1,12}?@", scene.letters[at + 1 :])
    if reach is not None and scene.letters[at + 1 : at + 2] != "@":
        _read_verb(scene, at)


def _read_participle(scene: Scene, at: int) -> None:
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
        add_frame(scene, "said.participle", named[-1].phrase, cue=(at, at + 1), content=content)
        return
    direct = phrase_before(letters, at) if at and letters[at - 1] in "nsewm" else None
    opening = first_phrase(letters, opening_of(letters))
    if opening is not None and direct is not None and holds_speaker(letters, opening) and not holds_speaker(letters, direct):
        direct = opening
    phrase = direct or opening or first_phrase(letters, letters.find(",") + 1)
    if phrase is not None and phrase[0] < at:
        add_frame(scene, "said.participle", phrase, cue=(at, at + 1), content=content)


def _read_citing(scene: Scene, at: int) -> None:
    phrase = phrase_from(scene.letters, at + 1)
    if phrase is None:
        return
    sentence = scene.sentence
    hosts = [frame for frame in scene.frames if frame.phrase is not None]
    if hosts:
        content = (hosts[-1].start, hosts[-1].end, hosts[-1].before)
    elif at > 2 and CLOSES.match(scene.letters, phrase[1]):
        content = (sentence.starts[0], sentence.starts[at], True)
    else:
        content = (sentence.ends[phrase[1] - 1], sentence.end, False)
    add_frame(scene, "cited", phrase, cue=(at, at + 1), content=content, relays=True)


def _read_quoted(scene: Scene, at: int) -> None:
    """ "X quoted Y as saying", "Y was quoted by X as saying": Y speaks, X relays."""
    letters = scene.letters
    saying = _AS_SAYING.search(letters, at)
    subject = find_subject(scene.text, scene.sentence, letters, at)
    quoted, teller = phrase_from(letters, at + 1), subject.phrase if subject is not None else None
    if "b" in letters[skip_auxiliaries(letters, at) : at]:
        by = _BY.match(letters, at + 1)
        quoted, teller = teller, phrase_from(letters, by.end()) if by is not None else None
    elif saying is None and (quoted is None or not holds_speaker(letters, quoted)):
        return _read_verb(scene, at)
    if quoted is None:
        return None
    content = _content_of_saying(scene, saying.end() if saying else max(quoted[1], at + 1), before=min(quoted[0], at))
    add_frame(scene, "quoted", quoted, cue=(at, at + 1), content=content, relays=True)
    if teller is not None:
        add_frame(scene, "quoting", teller, cue=(at, at + 1), content=content)
    return None


def _content_of_saying(scene: Scene, after: int, *, before: int) -> tuple[int, int, bool]:
    letters, sentence = scene.letters, scene.sentence
    while after < len(letters) and letters[after] in "h,:q":
        after += 1
    tail = TAIL.match(letters, after)
    if CLOSES.match(letters, tail.end() if tail is not None else after):
        return sentence.starts[0], sentence.starts[before], True
    return sentence.starts[after], sentence.end, False


def _read_according(scene: Scene, at: int) -> None:
    if scene.letters[at + 1 : at + 2] == "t":
        _read_prepositional(scene, at, at + 2, rule="according")


def _read_per(scene: Scene, at: int) -> None:
    phrase = phrase_from(scene.letters, at + 1)
    if phrase is not None and (scene.letters[at + 1] == "d" or holds_speaker(scene.letters, phrase)):
        _read_prepositional(scene, at, at + 1, rule="per")


def _read_prepositional(scene: Scene, at: int, first: int, *, rule: str) -> None:
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
    if at <= lead_of(letters, opening_of(letters)) or (letters[at - 1] in ";q.:-" and not CLOSES.match(letters, after)):
        while after < len(letters) and letters[after] not in ",":
            after += 1
        after = after + 1 if after < len(letters) else phrase[1]
        start = sentence.starts[after] if after < len(letters) else sentence.end
        content = (start, sentence.end, False)
    elif letters[after : after + 1] == "," and letters[after + 1 : after + 2] not in tuple("rug"):
        content = (sentence.starts[0], sentence.end, True)
    else:
        content = (sentence.starts[0], sentence.starts[at], True)
    add_frame(scene, rule, phrase, cue=(at, first), content=content)
    scene.taken = max(scene.taken, phrase[1])


def _read_hearsay(scene: Scene, at: int) -> None:
    sentence = scene.sentence
    add_frame(scene, "hearsay", None, cue=(at, at + 1), content=(sentence.starts[0], sentence.end, True))


def _clip(scene: Scene) -> list[Frame]:
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
            elif not later.before and _begins_clause(letters, later.phrase[0]):
                end = min(end, starts[later.phrase[0] - 1])
            break
        if frame.before and clipped and clipped[-1].before and clipped[-1].source and not frame.relays and not clipped[-1].relays:
            start = max(start, clipped[-1].cue[1], clipped[-1].source[1])
        clipped.append(frame if (start, end) == (frame.start, frame.end) else replace(frame, start=min(start, end), end=end))
    return clipped


def _begins_clause(letters: str, first: int) -> bool:
    while first and letters[first - 1] in "dy":
        first -= 1
    if letters[first - 1 : first] == ";":
        return True
    return first > 1 and letters[first - 1] in "uj" and letters[first - 2] in ",;-unsm"


_BY_LETTER: dict[str, Callable[[Scene, int], None]] = {
    "v": _read_verb,
    "L": _read_told,
    "w": _read_ambiguous,
    "H": _read_that,
    "R": _read_recorded,
    "W": _read_published,
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
