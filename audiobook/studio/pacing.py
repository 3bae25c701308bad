"""Pauses, from the structure of the text. Takes come without silence, so these are all that is heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from audiobook.model import Kind, Line, Pauses
from audiobook.studio.phrases import Seam

FEW_WORDS = 6
"""Spoken words up to which a turn is quick."""
A_TAG = 14
"""Words of narration up to which a speaker's paragraph ends in a tag, and the talk goes on behind it."""
_MARKS = "\"'“”‘’«»*_)(]["


def within(pauses: Pauses, seam: Seam) -> float:
    """Seconds between two phrases of the same line."""
    return pauses.paced(pauses.sentence if seam is Seam.SENTENCE else pauses.clause)


def before_each(lines: Sequence[Line], pauses: Pauses) -> Iterator[float]:
    """Seconds of silence before each line of a chapter."""
    last: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.paragraph):
        paragraph = list(group)
        yield pauses.paced(_between(last, paragraph, pauses)) if last else pauses.head
        for before, after in pairwise(paragraph):
            yield pauses.paced(_inside(before, after, pauses))
        last = paragraph


def goes_on(before: Line, after: Line) -> bool:
    """Both belong to one sentence: it has not ended, or the next begins in lower case."""
    end = before.text.rstrip(_MARKS + " ")[-1:]
    start = after.text.lstrip(_MARKS + " ")[:1]
    return end not in ".!?…:" or start.islower()


def _between(before: Sequence[Line], after: Sequence[Line], pauses: Pauses) -> float:
    """Between two paragraphs."""
    if before[-1].heading:
        return pauses.headings if after[0].heading else pauses.heading
    if after[0].opens_scene:
        return pauses.scene
    if not _exchange(before, after):
        return pauses.paragraph
    return pauses.quick_turn if _few_words(before) and _few_words(after) else pauses.turn


def _exchange(before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Two people talk to each other: one answers what the other said, perhaps behind a short tag."""
    said = [line for line in before if line.kind is Kind.SPEECH]
    if not said or after[0].kind is not Kind.SPEECH or said[-1].speaker == after[0].speaker:
        return False
    return before[-1].kind is Kind.SPEECH or len(before[-1].text.split()) <= A_TAG


def _few_words(paragraph: Sequence[Line]) -> bool:
    return sum(len(line.text.split()) for line in paragraph if line.kind is Kind.SPEECH) <= FEW_WORDS


def _inside(before: Line, after: Line, pauses: Pauses) -> float:
    """Between two lines of a paragraph."""
    if after.glued:
        return pauses.glued
    if goes_on(before, after):
        return pauses.tag
    return pauses.sentence if before.speaker == after.speaker else pauses.hand_over
