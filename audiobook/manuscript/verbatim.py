"""The verbatim guarantee: every character that is not blank goes into one paragraph or one left-out stretch.

It holds by construction: a paragraph is a stretch of the source less its cuts, and whatever no
paragraph holds is left out. `faults` proves it for a finished manuscript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from audiobook.manuscript.rows import UNSPOKEN, Block, unspoken_why
from audiobook.model import LeftOut, Manuscript, Paragraph

_WORDS = re.compile(r"\S++(?:\s\S++)*+")
"""Words parted by single white-space characters, so that text and source advance together."""

_STRETCH = re.compile(r"\S++(?:\s++\S++)*+")

_WRAPPED_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)[^\S\r\n]*(?:\r\n|\r|\n)\s*(?=[^\W\d_])")
"""The line end in a word that was hyphenated there, and its hyphen."""


def paragraph(
    source: str, block: Block, *, heading: bool = False, opens_scene: bool = False
) -> Paragraph | None:
    """The paragraph that a block makes, or None when nothing is left of it after its cuts."""
    cuts = [
        (match.start() + 1, match.end()) for match in _WRAPPED_HYPHEN.finditer(source, block.start, block.end)
    ]
    cuts += ((cut.start, cut.end) for cut in _cuts(source, block))
    text, runs = _even(source, block.start, block.end, sorted(cuts))
    if not text:
        return None
    return Paragraph(text, runs, heading, opens_scene, block.cue, block.delivery)


def _cuts(source: str, block: Block) -> Iterator[LeftOut]:
    """The block's own cuts and its unspoken characters."""
    cuts = sorted(block.cuts, key=lambda cut: cut.start)
    yield from cuts
    for start, end in _between(block.start, block.end, ((cut.start, cut.end) for cut in cuts)):
        for match in UNSPOKEN.finditer(source, start, end):
            yield LeftOut(match.start(), match.end(), unspoken_why(match[0]))


def _even(
    source: str, start: int, end: int, cuts: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """`source[start:end]` less its cuts with white space normalised, and the runs that map it back."""
    pieces: list[str] = []
    runs: list[tuple[int, int]] = []
    length = 0
    space = -1  # where the white space before the next word stands

    def add(piece: str, at: int) -> None:
        nonlocal length
        if not runs or runs[-1][1] + (length - runs[-1][0]) != at:
            runs.append((length, at))
        pieces.append(piece)
        length += len(piece)

    for kept_start, kept_end in _between(start, end, cuts):
        at = kept_start
        for match in _WORDS.finditer(source, kept_start, kept_end):
            if match.start() > at:
                space = at
            if space >= 0 and pieces:
                add(" ", space)
            add(" ".join(match[0].split()), match.start())
            at, space = match.end(), -1
        if at < kept_end:
            space = at
    return "".join(pieces), tuple(runs)


def _between(start: int, end: int, cuts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of start–end that no cut covers; cuts ascending."""
    for cut_start, cut_end in cuts:
        if cut_start > start:
            yield start, min(cut_start, end)
        start = max(start, cut_end)
    if start < end:
        yield start, end


def left_out(source: str, kept: Iterable[Block], out: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Everything that the kept blocks do not hold, with its reason: as given in `out`, else "markup"."""
    reasons = sorted(out, key=lambda stretch: stretch.start)
    found: list[LeftOut] = []
    at = reason = 0
    for block in kept:
        reason = _leave(source, at, block.start, reasons, reason, found)
        found += sorted(_cuts(source, block), key=lambda cut: cut.start)
        at = block.end
    _leave(source, at, len(source), reasons, reason, found)
    return tuple(_merged(source, found))


def _leave(
    source: str, start: int, end: int, reasons: Sequence[LeftOut], index: int, found: list[LeftOut]
) -> int:
    """Leave out what is not blank in start–end; returns the index of the first reason not yet used up."""
    while index < len(reasons) and reasons[index].start < end:
        reason = reasons[index]
        found += _inked(source, start, min(reason.start, end), "markup")
        found += _inked(source, max(start, reason.start), min(reason.end, end), reason.why)
        start = max(start, min(reason.end, end))
        if reason.end > end:
            return index
        index += 1
    found += _inked(source, start, end, "markup")
    return index


def _inked(source: str, start: int, end: int, why: str) -> Iterator[LeftOut]:
    """start–end without the white space at its edges, if anything is left."""
    if start < end and (match := _STRETCH.search(source, start, end)):
        if why == "markup" and not UNSPOKEN.sub("", match[0]).strip():
            why = unspoken_why(match[0])
        yield LeftOut(match.start(), match.end(), why)


def _merged(source: str, stretches: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Neighbours with the same reason as one; blank ones dropped."""
    last: LeftOut | None = None
    for stretch in stretches:
        if not source[stretch.start : stretch.end].strip():
            continue
        if last and last.why == stretch.why and last.end == stretch.start:
            last = LeftOut(last.start, stretch.end, last.why)
            continue
        if last:
            yield last
        last = stretch
    if last:
        yield last


def faults(manuscript: Manuscript) -> list[str]:
    """Where the verbatim guarantee does not hold; empty for every manuscript that `read` returns."""
    source = manuscript.source
    found: list[str] = []
    stretches = [(stretch.start, stretch.end) for stretch in manuscript.left_out]
    for chapter in manuscript.chapters:
        for each in chapter.paragraphs:
            if each.text != " ".join(each.text.split()) or not each.text:
                found.append(f"white space is not normalised in {each.text[:40]!r}")
            ends = [at for at, _ in each.runs[1:]] + [len(each.text)]
            for (at, there), end in zip(each.runs, ends, strict=True):
                stretch = (there, there + end - at)
                if " ".join(source[slice(*stretch)].split()) != " ".join(each.text[at:end].split()):
                    found.append(f"characters {stretch} do not read {each.text[at:end][:40]!r}")
                stretches.append(stretch)
    at = 0
    for start, end in sorted(stretches):
        if source[at:start].strip():
            found.append(f"characters {at}–{start} are lost: {source[at:start].strip()[:40]!r}")
        if source[start : min(at, end)].strip():
            found.append(f"characters {start}–{min(at, end)} are used twice")
        at = max(at, end)
    if source[at:].strip():
        found.append(f"characters {at}–{len(source)} are lost: {source[at:].strip()[:40]!r}")
    return found
