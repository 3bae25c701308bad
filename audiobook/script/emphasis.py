"""Emphasised clauses (*…*, _…_) that may be somebody's thought, and what is said without a voice (~…~)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobook.script.marks import Span

_EMPHASIS = re.compile(r"(?<![\w*_~])([*_~])(?=[^\s*_~])([^*_~]*[^\s*_~])\1(?![\w*_~])")
_THINKS = (
    r"(?:thought|thinks?|thinking|wondered|wonders?|wondering|mused|muses?"
    r"|(?:told|tells?|reminded|reminds?|promised|promises) (?:my|your|him|her|them|it)sel(?:f|ves))"
)
_WRITES = (
    r"(?:types?|typed|texts?|texted|writes?|wrote|had written|messaged|messages?|sends?|sent|replied|replies"
    r"|reply|answers?|answered)"
)
_WRITING = re.compile(rf",?\s+(?:(?:[\w'’.]+\s+){{1,3}}{_WRITES}\b)(?! (?:in|on|under|with|about) )")
_THINKING = re.compile(rf",?\s+(?:(?:[\w'’.]+\s+){{1,3}}{_THINKS}\b|{_THINKS}\s+\w)")


def emphasised_clauses(text: str, quotations: Sequence[Span]) -> Iterator[Span]:
    """Emphasised clauses that stand on their own, outside all quotations: no titles, and no single words
    that are not said to be thought."""
    if not any(mark in text for mark in "*_~"):
        return
    at = 0
    for match in _EMPHASIS.finditer(text):
        start, end = match.span()
        while at < len(quotations) and quotations[at].end <= start:
            at += 1
        if at < len(quotations) and quotations[at].start < end:
            continue
        rest = text[end:]
        if (
            thinking_follows(rest)
            or (match[1] != "~" and _WRITING.match(rest))
            or (_is_clause(match[2]) and _stands_alone(text, match))
        ):
            yield Span(start, end, match[1], True)


def thinking_follows(text: str) -> bool:
    """The narration that begins here says that somebody thought what stands before it."""
    return _THINKING.match(text) is not None


def _is_clause(words: str) -> bool:
    return " " in words or words[-1] in ".?!…"


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Set off by punctuation on both sides, and not a title in capitals."""
    words = match[2]
    before = text[max(match.start() - 2, 0) : match.start()].rstrip()
    if before and before[-1] not in ".?!…:;,—–-)”\"’'»":
        return False
    if words[-1] in ".?!…—":
        return True
    if all(word[0].isupper() for word in words.split() if len(word) > 3):
        return False
    after = text[match.end() : match.end() + 2].lstrip()
    return words[-1] == "," or not after or after[0] in ",.;:!?—–"
