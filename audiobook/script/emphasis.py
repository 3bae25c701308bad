"""Emphasised clauses (*…*, _…_) that may be somebody's thought."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobook.script.marks import Span

_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_]*[^\s*_])\1(?![\w*_])")
_THINKING = re.compile(r",?\s+(?:(?:\w+\s+){1,3}(?:thought|wondered|mused)|(?:thought|wondered|mused)\s+\w+)\b")


def emphasised_clauses(text: str, quotations: Sequence[Span]) -> Iterator[Span]:
    """Emphasised clauses that stand on their own, outside all quotations: no single words, no titles."""
    if "*" not in text and "_" not in text:
        return
    for match in _EMPHASIS.finditer(text):
        start, end = match.span()
        if any(start < span.end and span.start < end for span in quotations):
            continue
        if _is_clause(match[2]) and _stands_alone(text, match):
            yield Span(start, end, match[1], True)


def _is_clause(words: str) -> bool:
    return len(words.split()) >= 2 or words[-1] in ".?!…"


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Set off by punctuation on both sides, and not a title in capitals."""
    before, after, words = text[: match.start()].rstrip(), text[match.end() :], match[2]
    if _THINKING.match(after):
        return True
    if before and before[-1] not in ".?!…:;,—–-)”\"’'»":
        return False
    if words[-1] in ".?!…—":
        return True
    long_words = [word for word in words.split() if len(word) > 3]
    if all(word[0].isupper() for word in long_words):
        return False
    return words[-1] in "," or not after.strip() or after.lstrip()[0] in ",.;:!?—–"
