"""How a quotation is said, as far as its tag and its own letters tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobook.script.attribution.cues import Surroundings

_VERBS = {
    "whisper": "whispering",
    "breathe": "whispering",
    "hiss": "whispering",
    "mouth": "whispering",
    "murmur": "murmuring",
    "mutter": "murmuring",
    "mumble": "murmuring",
    "shout": "shouting",
    "yell": "shouting",
    "bellow": "shouting",
    "roar": "shouting",
    "holler": "shouting",
    "bawl": "shouting",
    "thunder": "shouting",
    "boom": "shouting",
    "scream": "screaming",
    "shriek": "screaming",
    "screech": "screaming",
    "call": "calling",
    "call out": "calling",
    "sing out": "calling",
    "sob": "crying",
    "weep": "crying",
    "wail": "crying",
    "laugh": "laughing",
    "giggle": "laughing",
    "chuckle": "laughing",
    "sing": "singing",
    "chant": "singing",
    "croon": "singing",
    "read": "reading",
    "recite": "reading",
    "drawl": "slowly",
    "blurt": "quickly",
    "blurt out": "quickly",
    "gush": "quickly",
}
_WORDS = (
    (re.compile(r"\bwhisper(?:s|ed|ing)?\b|\bunder (?:his|her|my|their) breath\b", re.I), "whispering"),
    (re.compile(r"\b(?:quietly|softly|in a (?:low|quiet|soft|small) voice)\b", re.I), "quietly"),
    (re.compile(r"\b(?:loudly|at the top of (?:his|her|my|their) (?:voice|lungs))\b", re.I), "shouting"),
    (re.compile(r"\b(?:sobbing|tearfully|through (?:his|her|my|their) tears)\b", re.I), "crying"),
    (re.compile(r"\b(?:laughing|giggling|chuckling)\b", re.I), "laughing"),
    (re.compile(r"\bslowly\b", re.I), "slowly"),
    (re.compile(r"\b(?:quickly|hurriedly|hastily|in a rush)\b", re.I), "quickly"),
    (re.compile(r"\b(?:weakly|faintly|feebly|in a (?:weak|faint|feeble) voice)\b", re.I), "weakly"),
    (
        re.compile(r"\b(?:(?:over|on|into|down|through) the (?:tele)?(?:phone|line|receiver))\b", re.I),
        "phone",
    ),
    (
        re.compile(
            r"\b(?:over|on|into|through) the (?:radio|comms?|intercom|speaker|loudspeaker|walkie-talkie)\b",
            re.I,
        ),
        "radio",
    ),
    (re.compile(r"\breading (?:aloud|from)\b", re.I), "reading"),
)
_REACH = 60


def delivery_of(s: Surroundings) -> tuple[str, ...]:
    """The deliveries that a quotation's tag asks for, none twice; capitals are shouted."""
    return tuple(dict.fromkeys(_asked(s)))


def _asked(s: Surroundings) -> Iterator[str]:
    tag = next((c for c in s.cues if c.clause and c.strength >= 0.5), None)
    if tag is not None and tag.clause is not None:
        clause = tag.clause
        if clause.verb in _VERBS:
            yield _VERBS[clause.verb]
        gap = s.after if tag.place == "after" else s.before
        words = gap.text[max(0, clause.start - gap.start) : clause.end - gap.start + _REACH]
        words = re.split(r"[.!?;]", words)[0]
        for pattern, delivery in _WORDS:
            if pattern.search(words):
                yield delivery
    letters = [ch for ch in s.text if ch.isalpha()]
    if (
        len(letters) >= 4
        and len(s.text.split()) >= 2
        and sum(ch.isupper() for ch in letters) > 0.9 * len(letters)
    ):
        yield "shouting"
