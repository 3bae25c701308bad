"""Quoted words that are woven into the narrator's own sentence, and what is only reported.

`She was one of the "best families on the coast."` and `He said, "he would rather stay where he was"` are the
narrator's in a story that sets off speech with a comma and a capital letter; in one that writes
`he said "come in"` nothing can be told from that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.verbs import VERBS, Act

_CAREFUL = 0.9
"""The share of tags with a stop between them and the words, from which a story is held to set speech off."""
_SMALL = 0.02
"""The share of paragraphs whose first spoken word begins small, up to which small letters tell something."""
_SHIFTING = 3
"""Reported sentences that begin small, from which whole sentences are taken for reported as well."""
_SENTENCE = 50
"""Characters from which a sentence is long enough to tell that it is reported."""

_FIRST_OR_SECOND = re.compile(
    r"\b(?:i|i['’]?(?:m|ll|ve|d)|me|my|mine|myself|we|us|our|ours|you|your|yours|yourself|ye|thee|thou|thy)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:is|are|am|has|does|will|shall|can|cannot|(?:is|are|do|does|wo|ca|has|have)n['’]?t|please|oh"
    r"|(?:he|she|it|that|there|what|who|where|here|how|let)['’]s|\w+['’](?:re|ll|ve|m|d))\b"
    r"|(?<!would )(?<!could )(?<!should )(?<!might )(?<!must )(?<!not )(?<!to )(?<!never )(?<!also )"
    r"\b(?:have|do)\b",
    re.IGNORECASE,
)
_OPENING = frozenset({"then", "so", "like", "all", "go", "goes", "went", "out"})
"""Words behind which somebody may well speak: "and then", "she was like", "burst out"."""
_JOINING = frozenset({"and", "but", "or"})
_JOINED = 4
"""Words of the sentence so far from which a conjunction joins the quoted words to it."""
_SPOKEN_WITH = re.compile(
    r"\b(?:interrupt|answer|repl|greet|respond|return|counter|open|beg[ai]n|end|conclud|receiv|met)\w*\b.{0,30}\bwith$",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    {"of", "the", "and", "a", "an", "in", "on", "to", "for", "at", "from", "with", "by", "de"}
)
_THIRD = re.compile(r"\b(?:he|she|they|him|her|his|their|them|himself|herself)\b", re.IGNORECASE)
_SHIFTED = re.compile(r"\b(?:would|should|could|might|must|had)\b", re.IGNORECASE)


class Habits:
    """What a story's punctuation tells of its quotations."""

    def __init__(self, surveyed: Sequence[Surroundings]) -> None:
        self._sets_off = _sets_off(surveyed)
        neighbours = zip((None, *surveyed), surveyed, strict=False)
        shifted = sum(_reported(s) and s.text[:1].islower() and _in_sentence(s, b) for b, s in neighbours)
        self._shifts = self._sets_off and shifted >= _SHIFTING

    def narrated(self, s: Surroundings, before: Surroundings | None) -> bool:
        """The quotation, which `before` precedes, is part of the narration, though in marks."""
        if not self._sets_off or not _in_sentence(s, before) or not s.quotation.closed:
            return False
        if s.text[:1].islower():
            return _reported(s) or _woven(s)
        if _titled(s.text) and _woven(s) and not _tagged(s, "after"):
            return True
        return (
            self._shifts and len(s.text) >= _SENTENCE and _reported(s) and not _tagged(s, "after", "before")
        )


def _sets_off(surveyed: Sequence[Surroundings]) -> bool:
    openings = [s for s in surveyed if s.first and s.before.blank and s.quotation.mark not in "—–-*_~"]
    if sum(s.text[:1].islower() for s in openings) > _SMALL * len(openings):
        return False
    stops = []
    for s in surveyed:
        said = {c.place: c for c in s.cues if c.clause and c.clause.act is Act.SPEECH}
        if "before" in said and s.text[:1].isupper():
            stops.append(not s.before.text.rstrip()[-1:].isalnum())
        if "after" in said and said["after"].strength >= 0.8:
            stops.append(s.text[-1:] in ".,?!…—-" or s.after.text[:1] in ",;")
    return sum(stops) >= _CAREFUL * len(stops)


def _in_sentence(s: Surroundings, before: Surroundings | None) -> bool:
    """Narration of its own leads up to it in its paragraph, no mere tag between two parts of a speech."""
    if s.quotation.mark in "—–-*_~" or s.quotation.continues or s.before.blank:
        return False
    beside = before is not None and before.quotation.paragraph == s.quotation.paragraph
    return len(s.before.sentences) > 1 if beside else s.before.start < s.quotation.start


def _woven(s: Surroundings) -> bool:
    """No stop before it, no verb of speech, and nobody speaks of themselves or to somebody."""
    lead = s.before.text.rstrip()
    if not lead[-1:].isalnum() or s.text[-1] in "?!" or _FIRST_OR_SECOND.search(s.text):
        return False
    so_far = re.findall(r"[\w'’]+", re.split(r"[.?!:;]", lead)[-1].lower())
    last = so_far[-1] if so_far else ""
    if last in _OPENING or (last in _JOINING and len(so_far) < _JOINED) or _SPOKEN_WITH.search(lead):
        return False
    verb = VERBS.get(last)
    if verb is not None and verb.act is Act.LOOSE:
        return s.text[-1] not in ".,"
    return verb is None or verb.act not in (Act.SPEECH, Act.THOUGHT)


def _titled(text: str) -> bool:
    """Written like a title: several words, all but the smallest with a capital."""
    words = re.findall(r"[^\W\d_][\w'’]*", text)
    return len(words) > 1 and all(word[0].isupper() or word in _SMALL_WORDS for word in words)


def _reported(s: Surroundings) -> bool:
    """Told of in the third person and a step back in time: "he would rather stay where he was"."""
    told = _THIRD.search(s.text) and _SHIFTED.search(s.text)
    return bool(told) and not _FIRST_OR_SECOND.search(s.text) and not _PRESENT.search(s.text)


def _tagged(s: Surroundings, *places: str) -> bool:
    return any(c.says and c.place in places and c.strength >= 0.3 for c in s.cues)
