"""Where somebody's words stand in the text: quotations in every usual style of marks.

A document's style (double or single marks first, dashes or not) is decided once from the whole text;
each paragraph's marks are then read the cheapest way that makes sense (`marks`), so that an error
in one place is mended by the next plain mark and never reaches beyond the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiobook.script.dashes import dash_dialogue, speaks_in_dashes
from audiobook.script.emphasis import emphasised_clauses
from audiobook.script.inserts import find_insert
from audiobook.script.marks import Span, Style, decide_style, read_marks, starts_with_opener


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
    """The opening mark as written; empty where it is missing. `*` and `_` mark an emphasised clause
    that may be a thought."""
    closed: bool = True
    """Its closing mark is there."""
    continues: bool = False
    """The same quotation goes on from the paragraph before, which left it open."""


def find_quotations(paragraphs: Sequence[str]) -> list[Quotation]:
    """All quotations in reading order; they do not overlap."""
    style = decide_style(paragraphs)
    dashes = speaks_in_dashes(paragraphs, style)
    found: list[Quotation] = []
    left_open: str | None = None
    for index, text in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else ""
        spans = dash_dialogue(text) if dashes else []
        if not spans:
            spans = list(_marked(text, following, style))
        here = [Quotation(index, *span) for span in spans]
        if here and left_open is not None and _goes_on(here[0], text, left_open):
            here[0] = replace(here[0], continues=True)
        last = here[-1] if here else None
        left_open = last.mark if last and not last.closed and last.end == len(text) else None
        here += [Quotation(index, *span) for span in emphasised_clauses(text, spans)]
        found += sorted(here, key=lambda quotation: quotation.start)
    return found


def _marked(text: str, following: str, style: Style) -> Iterator[Span]:
    """The quotations in marks; one without a closer ends before a plain narration insert (", she said")."""
    for span in read_marks(text, following, style):
        if not span.closed and not starts_with_opener(following, span.mark):
            insert = find_insert(text, span.start + len(span.mark), span.end)
            if insert is not None:
                yield span._replace(end=insert.start)
                continue
        yield span


def _goes_on(first: Quotation, text: str, mark: str) -> bool:
    """Whether a paragraph's first quotation carries on what the paragraph before left open."""
    return first.start == 0 and (not first.mark or first.mark == mark or starts_with_opener(text, mark))
