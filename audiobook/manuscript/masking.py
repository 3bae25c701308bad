"""Stretches between marks that are not printed: comments, notes, boneyards."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiobook.model import LeftOut


def masked(source: str, marks: Iterable[tuple[str, str, str]]) -> tuple[str, list[LeftOut]]:
    """`source` with what stands between pairs of marks turned to spaces, newlines kept, and those stretches.

    `marks` are (opening, closing, why). An opening without its closing is ordinary text.
    """
    found: list[LeftOut] = []
    for opening, closing, why in marks:
        at = source.find(opening)
        while at >= 0:
            end = source.find(closing, at + len(opening))
            if end < 0:
                break
            end += len(closing)
            found.append(LeftOut(at, end, why))
            at = source.find(opening, end)
    found = disjoint(found)
    pieces: list[str] = []
    at = 0
    for stretch in found:
        pieces += (source[at : stretch.start], re.sub(r"[^\r\n]", " ", source[stretch.start : stretch.end]))
        at = stretch.end
    return "".join([*pieces, source[at:]]), found


def disjoint(stretches: Iterable[LeftOut]) -> list[LeftOut]:
    """Those that do not begin inside another."""
    kept: list[LeftOut] = []
    for stretch in sorted(stretches, key=lambda each: each.start):
        if not kept or stretch.start >= kept[-1].end:
            kept.append(stretch)
    return kept
