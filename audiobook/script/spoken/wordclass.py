"""What part of speech a word of several pronunciations is where it stands: from the words beside it.

Only what its neighbours make clear is told; for anything else the answer is empty, and the engine decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from audiobook.script.people.tables import word_class

PARTS = ("verb", "past", "noun", "adjective")
"""What people may write: a verb (present, or after `to`), its past or participle, a noun, an adjective."""

_REACH = 10
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.!?…;:—–()\"“”]|,(?=\s)")

_VERB_AFTER = frozenset(
    """to will would shall should can could may might must cannot do does did don't doesn't didn't won't
    wouldn't can't couldn't shan't shouldn't mustn't mightn't let let's please i you we they
    who'll i'll you'll he'll she'll it'll we'll they'll that'll i'd you'd we'd they'd dare dared
    gonna gotta wanna helped help'd""".split()
)
_SINGULAR = frozenset("he she it who one everyone everybody nobody somebody someone anyone".split())
_PERFECT = frozenset(
    """have has had having i've you've we've they've he's she's it's who's hadn't haven't hasn't been be
    is are was were being isn't aren't wasn't weren't get got getting i'm you're we're they're""".split()
)
_DETERMINERS = frozenset(
    """the a an my your his its our their no some any every each another this that these those what which
    whose such more much enough one two three four five six seven eight nine ten many several few
    both either neither""".split()
)
_PREPOSITIONS = frozenset(
    "of with without in into from by for on at like as about through under over".split()
)
_ADVERBS = frozenset(
    """not never always often sometimes just only also even really still then now soon ever simply merely
    almost nearly hardly scarcely already again once quickly slowly carefully""".split()
)
_OBJECTS = frozenset(
    """me him them us it you her myself himself herself themselves yourself itself the a an this that
    these those my your his our their its every all some any no both each""".split()
)
_PARTICLES = frozenset(
    "up down out off in on away back over around round through apart to for at into".split()
)
_PAST_CUES = frozenset(
    """was were had did said went came saw took got made knew thought told found gave left felt sat stood
    heard ran began kept held brought wrote turned yesterday ago last once earlier didn't wasn't
    weren't hadn't couldn't wouldn't could would""".split()
)
_PRESENT_CUES = frozenset(
    "always usually every often now today tomorrow is are am don't doesn't will can".split()
)


@dataclass(frozen=True)
class Place:
    """Where a word stands in a text."""

    text: str
    start: int
    end: int

    @cached_property
    def word(self) -> str:
        """The word itself."""
        return self.text[self.start : self.end]

    @cached_property
    def before(self) -> list[str]:
        """The words before it in its clause, the nearest first, in small letters."""
        stretch = self.text[max(self.start - 12 * _REACH, 0) : self.start]
        breaks = [match.end() for match in _BREAK.finditer(stretch)]
        words = _WORD.findall(stretch[breaks[-1] if breaks else 0 :])
        return [word.lower().replace("’", "'") for word in reversed(words)][:_REACH]

    @cached_property
    def after(self) -> list[str]:
        """The words behind it in its clause, likewise."""
        stretch = self.text[self.end : self.end + 12 * _REACH]
        stop = _BREAK.search(stretch)
        words = _WORD.findall(stretch[: stop.start()] if stop else stretch)
        return [word.lower().replace("’", "'") for word in words][:_REACH]

    @cached_property
    def sentence(self) -> set[str]:
        """All words of the sentence."""
        start = max(self.text.rfind(mark, 0, self.start) for mark in ".!?…") + 1
        ends = [at for mark in ".!?…" if (at := self.text.find(mark, self.end)) >= 0]
        return {word.lower() for word in _WORD.findall(self.text[start : min(ends, default=len(self.text))])}

    @property
    def previous(self) -> str:
        """The word before, adverbs left out; empty at the start of a clause."""
        return next((word for word in self.before if word not in _ADVERBS), "")

    @property
    def next(self) -> str:
        """The word behind; empty at the end of a clause."""
        return self.after[0] if self.after else ""

    @property
    def opens(self) -> bool:
        """First in its sentence or clause."""
        return not self.before

    @property
    def after_name(self) -> bool:
        """A name stands right before it: somebody who does something."""
        found = re.search(r"([^\W\d_]\w+)\s$", self.text[max(self.start - 30, 0) : self.start])
        return (
            found is not None
            and found[1][0].isupper()
            and found[1].lower() not in _DETERMINERS
            and (word_class(found[1].lower()) in ("", "NN", "NNP", "FW"))
        )

    @property
    def in_the_past(self) -> bool:
        """The sentence tells of what was, as far as its other words show."""
        words = self.sentence - {self.word.lower()}
        if words & _PRESENT_CUES and not words & _PAST_CUES:
            return False
        return bool(words & _PAST_CUES) or any(
            word.endswith("ed") and len(word) > 4 and word_class(word) in ("VBD", "VBN", "") for word in words
        )


def part_of_speech(place: Place) -> str:
    """One of `PARTS`, or empty when the neighbours leave it open."""
    previous = place.previous
    if previous == "her":
        return "noun" if place.next in _PREPOSITIONS | {""} else ""
    if previous in _VERB_AFTER:
        return "verb"
    if previous in _PERFECT:
        return "past" if previous in ("have", "has", "had", "having", "been", "being") else ""
    if previous in _DETERMINERS or previous.endswith("'s"):
        return _within_noun_phrase(place)
    if previous in _PREPOSITIONS:
        return "noun"
    if place.opens and (place.next in _OBJECTS or place.next in _PARTICLES):
        return "verb"
    if previous in ("and", "or", "but") and (place.next in _OBJECTS):
        return "verb"
    if previous and len(place.before) > 1 and _is_adjective(previous) and place.before[1] in _DETERMINERS:
        return _within_noun_phrase(place)
    if (previous in _SINGULAR or place.after_name) and place.word.lower().endswith("s"):
        return "verb"
    return ""


def _within_noun_phrase(place: Place) -> str:
    """After `the`: an adjective where a noun follows, else a noun."""
    following = place.next
    if following and following not in _PREPOSITIONS and word_class(following) in ("NN", "NNS", "JJ"):
        return "adjective"
    return "noun"


def _is_adjective(word: str) -> bool:
    return word_class(word) in ("JJ", "JJR", "JJS", "VBN", "VBG")
