"""How a quotation is said, as far as its tag, the words beside it and its own letters tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobook.manuscript.manner import MANNERS
from audiobook.script.attribution.cues import Cue, Surroundings

_VERBS = {verb.replace("_", " "): name for name, words in MANNERS.items() for verb in words.verbs.split()}
_WORDS = tuple(
    (name, re.compile(rf"\b(?:{words.anywhere})(?!\w)", re.IGNORECASE)) for name, words in MANNERS.items()
)
_REACH = 60
"""Characters behind a tag's verb in which a word still belongs to it."""
_ELSEWHERE = re.compile(
    r"[.!?;:]|\b(?:and|as|while|when|before|after|then|but|who|which|where|because|until|though)\b",
    re.IGNORECASE,
)
"""What follows is told of something else than the voice."""

_SPEAKING = (
    r"(?:tele)?phone|receiver|handset|earpiece|voicemail|answering machine",
    r"radio|comms?|intercom|(?:loud)?speakers?|walkie\W?talkie|tannoy|headset|loudhailer|megaphone",
)
_PHONE, _RADIO = (
    rf"(?P<{name}>{{}}{words})" for name, words in zip(("phone", "radio"), _SPEAKING, strict=True)
)
_DEVICE = f"(?:{_PHONE.format('line|mobile|cell|other end|')}|{_RADIO.format('')})"
_SPEAKER = f"(?:{_PHONE.format('')}|{_RADIO.format('')})"
_OUT_OF = re.compile(
    r"\b(?:voices?|words|reply|answer|whisper|message)\b[^.!?;\"“”]{0,40}\b"
    rf"(?:on|over|through|from|down|at) (?:the|an?|his|her|my|our|their) (?:\w+ )?{_DEVICE}\b",
    re.IGNORECASE,
)
"""A voice out of a device."""
_SOUNDS = re.compile(
    rf"\b{_SPEAKER}(?: on (?:the|his|her|my) \w+)? "
    r"(?:crackle|squawk|hisse?|sputter|splutter|spat|said|says|announce|came (?:alive|to life))(?:s|d|ed)?\b",
    re.IGNORECASE,
)
"""A device that speaks."""
_SAID = re.compile(
    rf"^\W*(?:said|says|crackled|squawked|announced) (?:the|his|her|my|our|their) {_SPEAKER}\b", re.IGNORECASE
)

_AT_THIS_END = re.compile(
    r"\b(?:to|with) (?!me\b|us\b)[^,.;]{1,40}? (?:over|on|through|down) (?:the|his|her|my|their)\b",
    re.IGNORECASE,
)
"""Somebody speaks to another over a device: the story is with them, and hears them plainly."""

_ASKS = frozenset({"ask", "inquire", "enquire", "query", "question"})
_QUESTION = re.compile(
    r"(?:who|what|where|when|why|how|which|whose|(?:is|are|was|were|do|does|did|can|could|will|would|shall|"
    r"should|may|have|has|had)(?:n[’']t)?)\b",
    re.IGNORECASE,
)


def delivery_of(s: Surroundings) -> tuple[str, ...]:
    """The deliveries that a quotation's tag asks for, none twice; capitals are shouted."""
    found = tuple(dict.fromkeys(_asked(s)))
    return tuple(name for name in found if not (name == "shouting" and "screaming" in found))


def _asked(s: Surroundings) -> Iterator[str]:
    tag = next((c for c in s.cues if c.clause and c.strength >= 0.5), None)
    if tag is not None and tag.clause is not None:
        if tag.clause.verb in _VERBS:
            yield _VERBS[tag.clause.verb]
        words = _tag_words(s, tag)
        for name, pattern in _WORDS:
            if pattern.search(words) and not (name in ("phone", "radio") and _AT_THIS_END.search(words)):
                yield name
        if tag.clause.verb in _ASKS and _unmarked_question(s.text):
            yield "asking"
    yield from _device(s)
    if _in_capitals(s.text):
        yield "shouting"


def _tag_words(s: Surroundings, tag: Cue) -> str:
    """The tag with what is said of the voice."""
    assert tag.clause is not None
    gap = s.after if tag.place == "after" else s.before
    start, end = (max(0, at - gap.start) for at in (tag.clause.start, tag.clause.end))
    beyond = gap.text[end : end + _REACH]
    return gap.text[start:end] + _ELSEWHERE.split(beyond, maxsplit=1)[0]


def _device(s: Surroundings) -> Iterator[str]:
    """The device that the words come out of, where the sentence beside them says so."""
    after = re.split(r"[.!?;]", s.after.text, maxsplit=1)[0]
    before = re.split(r"[.!?;]\s", s.before.text.strip())[-1]
    for beside in (after if after.lstrip()[:1].islower() else "", before):
        for pattern in (_OUT_OF, _SOUNDS, _SAID):
            if (found := pattern.search(beside)) is not None:
                yield next(name for name, device in found.groupdict().items() if device)


def _unmarked_question(text: str) -> bool:
    return "?" not in text and "!" not in text and _QUESTION.match(text) is not None


def _in_capitals(text: str) -> bool:
    letters = [ch for ch in text if ch.isalpha()]
    loud = sum(ch.isupper() for ch in letters)
    return len(letters) >= 4 and len(text.split()) >= 2 and loud > 0.9 * len(letters)
