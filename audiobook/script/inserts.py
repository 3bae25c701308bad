"""Narration set into somebody's words without a mark of its own: ", she said" and its kin."""

from __future__ import annotations

import re
from typing import NamedTuple

_VERB = (
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
_WHO = (
    r"(?:he|she|they|we|I|it|you|(?:the|my|his|her|their|our|an?|old|young)(?: [\w'’-]+){1,3}"
    r"|(?-i:(?:(?:Mrs?|Ms|Dr|St)\. )?[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,2}))"
)
_INSERT = re.compile(
    rf"(?<=[,.?!…—–-])\s+(?P<insert>(?:(?:and|then|so) )?"
    rf"(?:{_WHO} (?:\w+ly |had |then |only |just )?{_VERB}\b|{_VERB} {_WHO}\b))",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!…]+(?=\s|$)|:(?=\s)|[,;](?=\s+[A-Z¿¡])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Sr|Jr|[A-Z])\.$")


class Insert(NamedTuple):
    """A stretch of narration within somebody's words."""

    start: int
    """Where the words before it end: the blank between them belongs to neither."""
    words: int
    """Where the narration itself starts."""
    end: int
    """Where its sentence ends; the words may go on from there."""


def find_insert(text: str, start: int, end: int) -> Insert | None:
    """The first narration insert in `text[start:end]`, or None. Only plain ones, with a verb of saying."""
    match = _INSERT.search(text, start, end)
    if match is None:
        return None
    return Insert(match.start(), match.start("insert"), sentence_end(text, match.end(), end))


def sentence_end(text: str, start: int, end: int) -> int:
    """The end of the sentence (or of the tag before a capital letter) that holds `start`."""
    for match in _SENTENCE_END.finditer(text, start, end):
        if not _ABBREVIATION.search(text, max(start - 6, 0), match.end()):
            return match.end()
    return end
