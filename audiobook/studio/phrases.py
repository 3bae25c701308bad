"""A line is recorded phrase by phrase: by sentence, and where a sentence has no end, by clause.

So every pause is the studio's own and not the engine's, a correction records one sentence anew, and no take
grows without bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

LONGEST = 600
"""Characters of a phrase before it is parted at a clause, at a space, or anywhere."""


class Seam(StrEnum):
    """What stands between two phrases of one line."""

    SENTENCE = "sentence"
    CLAUSE = "clause"


_CLOSERS = "\"'”’»)]}*_"
_OPENERS = "\"'“‘«([{*_¿¡—–-"
_END = re.compile(rf"(?:[.!?…]+[{re.escape(_CLOSERS)}]*(?=\s)|[。！？]+[」』”’]*)\s*")
_CLAUSE = re.compile(r"[,;:—–][”’\"']?\s+|[—–]|[，、；：]")

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“‘'-])(?:[A-Za-z]|Mr|Mrs|Ms|Messrs|Mme|Mlle|Dr|Prof|St|Rev|Hon|Capt|Col|Gen|Lt|Sgt|Maj|Cmdr|"
    r"Gov|Sen|Rep|Pres|Esq|vs|e\.g|i\.e|viz|cf|Mt|Ft)\.$"
)
_BEFORE_NUMBER = re.compile(r"(?:^|[\s(\"“‘'-])(?:no|nos|vol|ch|fig|pp?|art|sec|ca)\.$", re.IGNORECASE)
"""A full stop after one of these is part of the word (after the latter, when a number follows)."""


def split(text: str, longest: int = LONGEST) -> Iterator[tuple[str, Seam]]:
    """The phrases of a line's spoken form that hold anything to say, each with what parts it from the next;
    none longer than `longest`.

    Joined they are the text, but for the white space between them and for stretches without a letter or digit
    at the end, which go unspoken.
    """
    for sentence in _joined(_sentences(text)):
        pieces = list(_clauses(sentence, min(longest, LONGEST)))
        for piece in pieces[:-1]:
            yield piece, Seam.CLAUSE
        yield from ((piece, Seam.SENTENCE) for piece in pieces[-1:])


def speakable(text: str) -> bool:
    """It holds a letter or a digit."""
    return any(map(str.isalnum, text))


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        if _ends_here(text, start, end):
            yield text[start : end.end()].strip()
            start = end.end()
    yield text[start:].strip()


def _ends_here(text: str, start: int, end: re.Match[str]) -> bool:
    after = text[end.end() :].lstrip(_OPENERS)[:1]
    if after.islower() or not after:
        return False
    if end.group().strip() != ".":
        return True
    word = text[max(start, end.start() - 8) : end.start() + 1]
    return not (_ABBREVIATION.search(word) or (after.isdigit() and _BEFORE_NUMBER.search(word)))


def _joined(sentences: Iterator[str]) -> Iterator[str]:
    """Stretches with nothing to say go with the sentence that follows."""
    waiting = ""
    for sentence in sentences:
        waiting = f"{waiting} {sentence}".strip()
        if speakable(waiting):
            yield waiting
            waiting = ""


def _clauses(sentence: str, longest: int) -> Iterator[str]:
    while len(sentence) > longest:
        at = _place_to_part(sentence, longest)
        head, sentence = sentence[:at].strip(), sentence[at:].strip()
        if speakable(head):
            yield head
    if speakable(sentence):
        yield sentence


def _place_to_part(sentence: str, longest: int) -> int:
    """The last clause's end within reach, else the last space, else the limit itself."""
    ends = [match.end() for match in _CLAUSE.finditer(sentence, longest // 4, longest)]
    return ends[-1] if ends else max(sentence.rfind(" ", longest // 4, longest), 0) or longest


def letters(text: str) -> int:
    """How many letters and digits."""
    return max(sum(map(str.isalnum, text)), 1)
