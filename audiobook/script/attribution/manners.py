"""How each speaker talks: their favourite words, and the quotation marks or capitals that a document gives
them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_PRIOR = 60.0
_RARE_MARK = 0.12
_CAPITALS = "CAPITALS"
"""Stands for the marks of a line in capitals, in a document where somebody always speaks in them."""
_ALWAYS, _OFTEN_ENOUGH = 0.8, 2
"""The share of a speaker's lines in capitals, and their number, that make it a manner and not shouting."""


class Manners:
    """Learned from the quotations whose speaker a tag makes clear."""

    def __init__(
        self, marks: Sequence[str], texts: Sequence[str], clear: Mapping[int, tuple[int, float]]
    ) -> None:
        """`clear` maps quotations to (speaker, how sure)."""
        self._marks = _with_capitals(marks, texts, clear)
        self._texts = [_WORD.findall(text.lower()) for text in texts]
        self._marks_of: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._words_of: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._words: Counter[str] = Counter()
        for words in self._texts:
            self._words.update(words)
        for n, (person, _) in clear.items():
            self._marks_of[person][self._marks[n]] += 1
            self._words_of[person].update(self._texts[n])
        self._total = max(1, self._words.total())
        share = Counter(mark for mark in self._marks if mark not in ("", "*", "_"))
        rare = _RARE_MARK * share.total()
        self._often = {m: c / share.total() for m, c in share.items() if c >= rare or m == _CAPITALS}

    def mark_fit(self, n: int, person: int) -> float:
        """How much more often than everybody the speaker has the quotation's mark, -1 to 1."""
        mark = self._marks[n]
        if len(self._often) < 2 or mark not in self._often or person not in self._marks_of:
            return 0.0
        own, share = self._marks_of[person], self._often[mark]
        return (own[mark] + share) / (own.total() + 1.0) - share

    def words_fit(self, n: int, person: int) -> float:
        """Log likelihood of its words for the speaker, over everybody's, per root of its length."""
        words = self._texts[n]
        own = self._words_of.get(person)
        if not words or own is None:
            return 0.0
        said, fit = own.total(), 0.0
        for word in words:
            usual = self._words[word] / self._total
            fit += math.log((own[word] + _PRIOR * usual) / ((said + _PRIOR) * usual))
        return fit / math.sqrt(len(words))


def _with_capitals(
    marks: Sequence[str], texts: Sequence[str], clear: Mapping[int, tuple[int, float]]
) -> list[str]:
    """The marks, and for lines in capitals `_CAPITALS` where they are somebody's manner."""
    said = Counter(person for person, _ in clear.values())
    loud = Counter(person for n, (person, _) in clear.items() if texts[n].isupper())
    if not any(count >= max(_OFTEN_ENOUGH, _ALWAYS * said[person]) for person, count in loud.items()):
        return list(marks)
    return [_CAPITALS if text.isupper() else mark for mark, text in zip(marks, texts, strict=True)]
