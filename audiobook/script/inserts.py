"""Narration set into somebody's words without a mark of its own: ", she said" and its kin."""

from __future__ import annotations

import re
from typing import NamedTuple

VERB = (
    r"(?:said|says|say|asked|asks|ask|replied|replies|answered|answers|cried|cries|called|calls|shouted|shouts"
    r"|whispered|whispers|murmured|murmurs|muttered|mutters|added|adds|continued|exclaimed|screamed|yelled"
    r"|remarked|observed|returned|repeated|began|begged|demanded|inquired|enquired|insisted|suggested|sighed"
    r"|laughed|sobbed|snapped|growled|hissed|groaned|mumbled|admitted|agreed|announced|declared|explained"
    r"|interrupted|thought|wondered|told|went on|put in|broke in"
    r"|dijo|dice|preguntó|respondió|contestó|gritó|susurró|murmuró|exclamó|dit|demanda|répondit|cria|murmura"
    r"|s['’]écria|fit|sagte|fragte|rief|antwortete|flüsterte|disse|perguntou|respondeu|rispose|chiese"
    r"|powiedział|powiedziała|zapytał|zapytała|odparł|odparła|odpowiedział|odpowiedziała"
    r"|сказал|сказала|спросил|спросила|ответил|ответила)"
)
"""Verbs that set off somebody's words, in the languages that set speech with dashes and in English."""
_WHO = (
    r"(?:he|she|they|we|I|it|you|(?:the|my|his|her|their|our|an?|old|young)(?: [\w'’-]+){1,3}"
    r"|(?-i:(?:(?:Mrs?|Ms|Dr|St)\. |(?:don|doña|old|little|poor|young|dear|big) )?[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,2}))"
)
_TAG = (
    rf"{_WHO} (?:\w+ly |had |then |only |just )?{VERB}\b"
    rf"|{VERB} {_WHO}\b(?: [A-Z][\w'’-]+\b)?"
    rf"|{VERB}(?:-t)?-(?:il|elle|on|je)s?\b"
)
_INSERT = re.compile(rf"(?<=[,.?!…—–-])\s+(?:(?:and|then|so) )?(?:{_TAG})", re.IGNORECASE)
_AFTERTHOUGHT = re.compile(r"(?: [\w'’-]+){0,4},(?=\s+(?P<next>[\w'’-]+))")
_NARRATION = re.compile(
    r"\w+ing|\w+ed|and|but|with|as|while|when|his|her|their|in|at|after|before|then|who", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.?!…]+(?=\s|$)|:(?=\s)|[,;](?=\s+[A-Z¿¡])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Sr|Jr|[A-Z])\.$")


class Insert(NamedTuple):
    """A stretch of narration within somebody's words."""

    start: int
    """Where the words before it end; the blank between belongs to neither."""
    end: int
    """Where the narration ends; the words may go on from there."""


def find_insert(text: str, start: int, end: int) -> Insert | None:
    """The first narration insert in `text[start:end]`, or None. Only plain ones, with a verb of saying."""
    match = _INSERT.search(text, start, end)
    if match is None:
        return None
    after = _AFTERTHOUGHT.match(text, match.end(), end)
    if after and text[match.start() - 1] == "," and not _NARRATION.fullmatch(after["next"]):
        return Insert(match.start(), after.end())  # "Look at yourself, he said, you dreadful bard!"
    return Insert(match.start(), _sentence_end(text, match.end(), end))


def _sentence_end(text: str, start: int, end: int) -> int:
    """The end of the sentence (or of the tag before a capital letter) that holds `start`."""
    for match in _SENTENCE_END.finditer(text, start, end):
        if not _ABBREVIATION.search(text, max(start - 6, match.end() - 6), match.end()):
            return match.end()
    return end
