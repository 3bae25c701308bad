"""Which paragraph of one version of a text is which paragraph of another.

Equal paragraphs first: those that both versions have once are the anchors (the longest run of them in
one order, as in a patience diff), and between two anchors the same again. Then, between what is
equal, paragraphs that share most of their words, or one in the place of one; last, equal ones that stand
elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_ALIKE = 0.5
"""Share of words in common from which one paragraph is the other one, changed."""
_SMALL = 40_000
"""Pairs between two anchors up to which each is looked at."""
_NEAR = 12
"""Paragraphs around the place where a changed one is sought when there are more."""

_Gap = tuple[int, int, int, int]
"""old[a:b] and new[c:d]."""


def align(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Index in `old` → index in `new` for every paragraph that stayed, equal or changed; each once."""
    pairs = dict(_equal(old, new))
    for gap in _gaps(pairs, len(old), len(new)):
        pairs |= _alike(old, new, gap)
    pairs |= _moved(old, new, pairs)
    return pairs


def _equal(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    waiting: list[_Gap] = [(0, len(old), 0, len(new))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            yield a, c
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            yield b, d
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, (a, b, c, d))
        if anchors:
            yield from anchors
            for i, j in [*anchors, (b, d)]:
                waiting.append((a, i, c, j))
                a, c = i + 1, j + 1
        elif (b - a) * (d - c) <= _SMALL:
            matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
            for i, j, size in matcher.get_matching_blocks():
                yield from ((a + i + n, c + j + n) for n in range(size))


def _anchors(old: Sequence[str], new: Sequence[str], gap: _Gap) -> list[tuple[int, int]]:
    """The longest run, in one order, of paragraphs that stand once in either part."""
    a, b, c, d = gap
    seen_old, seen_new = Counter(old[a:b]), Counter(new[c:d])
    places = {text: j for j, text in enumerate(new[c:d], c) if seen_new[text] == 1}
    ends: list[int] = []  # the smallest end in `new` of a run of each length …
    runs: list[int] = []  # … and the paragraph in `old` that it belongs to
    before: dict[int, int] = {}
    place: dict[int, int] = {}
    for i in range(a, b):
        j = places.get(old[i]) if seen_old[old[i]] == 1 else None
        if j is None:
            continue
        at = bisect_left(ends, j)
        ends[at : at + 1], runs[at : at + 1] = [j], [i]
        place[i] = j
        if at:
            before[i] = runs[at - 1]
    run: list[tuple[int, int]] = []
    i_ = runs[-1] if runs else None
    while i_ is not None:
        run.append((i_, place[i_]))
        i_ = before.get(i_)
    return run[::-1]


def _gaps(pairs: dict[int, int], olds: int, news: int) -> Iterator[_Gap]:
    """The stretches between equal paragraphs, where either version has something of its own."""
    a = c = 0
    for i, j in [*sorted(pairs.items()), (olds, news)]:
        if i > a and j > c:
            yield a, i, c, j
        a, c = i + 1, j + 1


def _alike(old: Sequence[str], new: Sequence[str], gap: _Gap) -> dict[int, int]:
    """Pairs of paragraphs that share most of their words, in order; the best such pairing of a small gap."""
    a, b, c, d = gap
    if b - a == d - c == 1:
        return {a: c}  # one in the place of the other
    bags_old, bags_new = [_bag(text) for text in old[a:b]], [_bag(text) for text in new[c:d]]
    if (b - a) * (d - c) > _SMALL:
        return _alike_nearby(bags_old, bags_new, a, c)
    best = [[0.0] * (d - c + 1) for _ in range(b - a + 1)]
    for i in range(b - a - 1, -1, -1):
        for j in range(d - c - 1, -1, -1):
            paired = _likeness(bags_old[i], bags_new[j])
            together = paired + best[i + 1][j + 1] if paired >= _ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs = {}
    i = j = 0
    while i < b - a and j < d - c:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs[a + i] = c + j
            i, j = i + 1, j + 1
    return pairs


def _alike_nearby(old: list[Counter[str]], new: list[Counter[str]], a: int, c: int) -> dict[int, int]:
    pairs: dict[int, int] = {}
    free = 0
    for i, bag in enumerate(old):
        middle = max(free, i * len(new) // len(old))
        near = range(max(free, middle - _NEAR), min(len(new), middle + _NEAR))
        likeness, j = max(((_likeness(bag, new[j]), -j) for j in near), default=(0.0, 0))
        if likeness >= _ALIKE:
            pairs[a + i] = c - j
            free = 1 - j
    return pairs


def _moved(old: Sequence[str], new: Sequence[str], pairs: dict[int, int]) -> dict[int, int]:
    """Equal paragraphs that stand elsewhere, where there is one of the kind left over on either side."""
    taken = set(pairs.values())
    left_old = [i for i in range(len(old)) if i not in pairs]
    left_new = [j for j in range(len(new)) if j not in taken]
    seen_old = Counter(old[i] for i in left_old)
    seen_new = Counter(new[j] for j in left_new)
    places = {new[j]: j for j in left_new if seen_new[new[j]] == 1}
    return {i: places[old[i]] for i in left_old if seen_old[old[i]] == 1 and old[i] in places}


def _bag(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Words in common, of the words of both: 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
