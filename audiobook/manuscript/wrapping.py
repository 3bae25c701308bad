"""Rows joined into paragraphs: how a plain text marks them, told from the text itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobook.manuscript.headings import named
from audiobook.manuscript.rows import Block, Role, Row, ends_sentence

SCENE_BREAK = re.compile(
    r"[*#~⁂•·◆◇❖✦✧★☆§☙❧❦=_+–—―─-](?:\s{0,20}[*#~⁂•·◆◇❖✦✧★☆§☙❧❦=_+–—―─-]){0,100}"
    r"|[-~–—*]{0,5}\s?o[oO0]o\s?[-~–—*]{0,5}"
)
"""A row that stands for a scene break (to be matched in full)."""

_OPENS_LOWER = re.compile(r"[\"'“‘(\[_*—–-]{0,3}[^\W\d_]")
_UNSURE_WIDTH = 132


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is set."""

    wrapped: bool
    """Lines are broken at a width; otherwise every line is a paragraph."""
    width: int
    """The width in columns that full lines come near to."""
    indents: bool
    """An indented line starts a paragraph."""
    base: int
    """The indent of ordinary lines."""
    spaced: bool
    """Blank lines stand between paragraphs."""


def measure(rows: Sequence[Row]) -> Layout:
    """How the text of `rows` is set, from the lengths, indents and joints of its lines."""
    joints = [
        (above, below)
        for above, below in pairwise(rows)
        if below.gap == 0 and not is_scene_break(above.text) and not is_scene_break(below.text)
    ]
    width = _percentile([len(above.text) + above.indent for above, _ in joints], 0.95)
    indents = Counter(min(row.indent, 40) for row in rows)
    base = min((indent for indent, count in indents.items() if count >= 0.15 * len(rows)), default=0)
    indented = [below for above, below in joints if below.indent > base and ends_sentence(above.text)]
    return Layout(
        wrapped=_is_wrapped(joints, width),
        width=width,
        indents=len(indented) >= max(2, 0.02 * len(rows)),
        base=base,
        spaced=sum(row.gap > 0 for row in rows) * 30 >= len(rows),
    )


def _is_wrapped(joints: Sequence[tuple[Row, Row]], width: int) -> bool:
    """Whether full lines break in the middle of sentences: the next one goes on in small letters.

    Behind a short line small letters are how somebody writes who never minds capitals. Scripts without
    small letters are told by their lengths: lines broken at a width are nearly full.
    """
    cased = [(above, match) for above, below in joints if (match := _OPENS_LOWER.match(below.text))]
    lower = [above for above, match in cased if match[0][-1].islower()]
    if cased and (lower or any(match[0][-1].isupper() for _, match in cased)):
        full = sum(len(above.text) + above.indent > 0.6 * width for above in lower)
        return full >= 0.25 * len(cased) and (width <= _UNSURE_WIDTH or full > 0.6 * len(lower))
    full = sum(len(above.text) + above.indent > 0.85 * width for above, _ in joints)
    return width <= _UNSURE_WIDTH and full > 0.6 * len(joints)


def _percentile(values: Iterable[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0


def is_scene_break(text: str) -> bool:
    """Whether a row stands for a scene break."""
    may_be = not text[0].isalnum() or text[0] in "oO"
    return may_be and len(text) < 200 and SCENE_BREAK.fullmatch(text) is not None


def blocks_of(rows: Sequence[Row], starts_block: frozenset[int] = frozenset()) -> list[Block]:
    """The blocks that `rows` make. `starts_block` holds the indices of rows that start one in any case."""
    layout = measure(rows)
    found: list[Block] = []
    group: list[Row] = []
    for index, row in enumerate(rows):
        if is_scene_break(row.text):
            found += _paragraphs(group, layout)
            group = []
            found.append(Block([row], Role.BREAK))
            continue
        if group and (row.gap or index in starts_block or _parts(group[-1], row, layout)):
            found += _paragraphs(group, layout)
            group = []
        group.append(row)
    return found + _paragraphs(group, layout)


def _parts(above: Row, below: Row, layout: Layout) -> bool:
    """Whether a paragraph ends between two rows that no blank line parts."""
    if not layout.wrapped:
        return not (above.text.isupper() and below.text.isupper())  # a heading over several lines
    if not ends_sentence(above.text):
        return False
    if layout.indents:
        return below.indent > layout.base
    return not layout.spaced and _breaks_early(above, below, layout)


def _breaks_early(above: Row, below: Row, layout: Layout) -> bool:
    """Whether the line was ended on purpose: the next word would have fitted, with room to spare."""
    word = below.text.split(maxsplit=1)[0]
    return above.indent + len(above.text) + 1 + len(word) <= layout.width * 0.92


def _paragraphs(group: list[Row], layout: Layout) -> list[Block]:
    """One paragraph, or one for each line where every line was ended on purpose (verse, letters, lists)."""
    if not group:
        return []
    if len(group) > 1 and not named(group[0].text) and _is_lines(group, layout):
        return [Block([row]) for row in group]
    return [Block(group)]


def _is_lines(group: Sequence[Row], layout: Layout) -> bool:
    early = all(
        _breaks_early(above, below, layout) and len(above.text) <= 0.8 * layout.width
        for above, below in pairwise(group)
    )
    if all(row.text.isupper() for row in group):
        return False  # a heading over several rows
    if any(_starts_lower(row.text) for row in group):
        # A list may be in small letters throughout; a ragged paragraph ends as sentences do.
        early = early and len(group) > 2 and not any(ends_sentence(row.text.rstrip("-")) for row in group)
    return early and not any(leaves_open(row.text) or row.text.endswith("-") for row in group)


def _starts_lower(text: str) -> bool:
    match = _OPENS_LOWER.match(text)
    return match is not None and match[0][-1].islower()


def leaves_open(text: str) -> bool:
    """Whether a quotation begins or ends in this line without its other mark."""
    return (
        text.count('"') % 2 == 1
        or text.count("“") != text.count("”")
        or text.count("«") != text.count("»")
        or (text[:1] in "'‘") != (text.rstrip(".,;:!?—-")[-1:] in "'’")
    )
