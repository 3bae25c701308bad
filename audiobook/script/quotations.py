"""Where somebody's words stand in the text: quotations in every usual style of marks.

A document's style (double or single marks first, dashes or not) is decided once from the whole text;
each paragraph's marks are then read the cheapest way that makes sense (`marks`), so that an error
in one place is mended by the next plain mark and never reaches beyond the paragraph.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiobook.script.dashes import dash_dialogue, speaks_in_dashes
from audiobook.script.emphasis import emphasised_clauses
from audiobook.script.inserts import find_insert
from audiobook.script.marks import Span, Style, decide_style, read_marks, starts_with_opener

_VERSE = 3
"""So many paragraphs without a mark may stand within an open quotation (a verse, an inscription)."""
_LETTER = 60
"""And so many when it opens like a letter: with a place, a date or a greeting."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of one paragraph that stands in quotation marks; nested ones belong to the outer."""

    paragraph: int
    """Index into the paragraphs that were searched."""
    start: int
    """Offset in the paragraph's text, the opening mark included."""
    end: int
    """Exclusive, the closing mark included."""
    mark: str
    """The opening mark as written; empty where there is none. `*` and `_` mark an emphasised clause
    that may be a thought, `~` one that is said without a voice."""
    closed: bool = True
    """Its closing mark is there (speech after a dash needs none)."""
    continues: bool = False
    """The same quotation goes on from the paragraph before, which left it open."""

    @property
    def emphasised(self) -> bool:
        """An emphasised clause, in no quotation marks."""
        return self.mark in ("*", "_")


def find_quotations(paragraphs: Sequence[str]) -> list[Quotation]:
    """All quotations in reading order; they do not overlap. An empty paragraph is a break: nothing goes on
    beyond it."""
    style = decide_style(paragraphs)
    dashes = speaks_in_dashes(paragraphs, style)
    found: list[Quotation] = []
    open_mark: str | None = None  # of a quotation that the paragraphs so far left open
    bare: list[int] = []  # the paragraphs without a quotation since then
    may_stay_open = 0
    for index, text in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else ""
        spans = dash_dialogue(text) if dashes else []
        if not spans:
            spans = list(_marked(text, following, style))
        here = [Quotation(index, *span) for span in spans]
        if here and open_mark and _goes_on(here[0], text, open_mark) and (not bare or not here[0].mark):
            while bare and found and found[-1].paragraph >= bare[0]:
                found.pop()  # what is emphasised within the quotation
            found += [Quotation(at, 0, len(paragraphs[at]), "", False, True) for at in bare]
            here[0] = replace(here[0], continues=True)
        if here:
            last = here[-1]
            ended = last.closed or last.end < len(text) or _forgotten(text, following, last.mark)
            open_mark = None if ended else last.mark or open_mark
            bare, may_stay_open = [], _LETTER if text.endswith((",", ":", "-", "—")) else _VERSE
        elif open_mark:
            bare.append(index)
            if not text.strip() or len(bare) > may_stay_open:
                open_mark = None
        clauses = (Quotation(index, *span) for span in emphasised_clauses(text, spans))
        found += heapq.merge(here, clauses, key=lambda quotation: quotation.start)
    return found


def _forgotten(text: str, following: str, mark: str) -> bool:
    """A closing mark is missing: words that break off without a stop are not carried on behind a new mark."""
    return text.rstrip()[-1:].isalnum() and starts_with_opener(following, mark)


def _marked(text: str, following: str, style: Style) -> Iterator[Span]:
    """The quotations in marks; one without a closer ends before a plain narration insert (", she said")."""
    for span in read_marks(text, following, style):
        if not span.closed:
            insert = find_insert(text, span.start + len(span.mark), span.end)
            if insert and (insert.end == span.end or not starts_with_opener(following, span.mark)):
                yield span._replace(end=insert.start)
                continue
        yield span


def _goes_on(first: Quotation, text: str, mark: str) -> bool:
    """Whether a paragraph's first quotation carries on what an earlier paragraph left open."""
    return first.start == 0 and (not first.mark or starts_with_opener(text, mark))
