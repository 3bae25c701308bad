"""The verbatim guarantee, checked at run time: nothing is dropped, doubled or reworded on the way."""

from __future__ import annotations

from itertools import zip_longest

from audiobook.errors import JobFailed
from audiobook.manuscript import faults
from audiobook.model import Line, Manuscript, Paragraph, Script, paragraph_text


def check(script: Script, manuscript: Manuscript) -> None:
    """Make sure that the lines of `script` tile the paragraphs of `manuscript`, and these its source.

    Raises JobFailed with the place where they do not: the program's own fault, never the story's.
    """
    paragraphs = [
        (c, p, paragraph)
        for c, chapter in enumerate(manuscript.chapters)
        for p, paragraph in enumerate(chapter.paragraphs)
    ]
    for expected, lines in zip_longest(paragraphs, script.paragraphs()):
        if expected is None:
            raise _broken(
                "there is a line that the story does not have", lines[0].chapter, lines[0].paragraph
            )
        chapter, number, paragraph = expected
        if lines is None or (lines[0].chapter, lines[0].paragraph) != (chapter, number):
            raise _broken("a paragraph has no line", chapter, number)
        _check_tiling(paragraph, lines)
    if script.left_out != manuscript.left_out:
        raise _broken("what the story leaves out is not what the script leaves out", 0, 0)
    for fault in faults(manuscript):
        raise JobFailed(f"reading the story went wrong: {fault}", remedy=_REMEDY)


_REMEDY = "This is a fault in audiobook, not in your story: please report it together with the story."


def _check_tiling(paragraph: Paragraph, lines: list[Line]) -> None:
    """The lines joined are the paragraph, and each says rightly where it stands in the source."""
    first = lines[0]
    if paragraph_text(lines) != paragraph.text:
        raise _broken(f"not the story's words: {first.text[:40]!r}", first.chapter, first.paragraph)
    at = 0
    for line in lines:
        at += bool(at) and not line.glued
        if (line.start, line.end) != paragraph.source_span(at, at + len(line.text)):
            raise _broken(f"a line is out of place: {line.text[:40]!r}", first.chapter, first.paragraph)
        at += len(line.text)


def _broken(problem: str, chapter: int, paragraph: int) -> JobFailed:
    return JobFailed(problem, place=f"chapter {chapter + 1}, paragraph {paragraph + 1}", remedy=_REMEDY)
