"""Pauses, from the structure of the text. Takes come without silence, so these are all that is heard."""

from __future__ import annotations

from dataclasses import dataclass

from audiobook.model import NARRATOR, Line
from audiobook.studio.phrases import Seam


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence between the end of one phrase and the start of the next, in seconds."""

    head: float = 0.75
    """Before a chapter's first word (ACX: 0.5 to 1 s)."""
    tail: float = 2.0
    """After a chapter's last word (ACX: 1 to 5 s)."""
    heading: float = 1.4
    """After a chapter's heading."""
    headings: float = 0.8
    """Between two parts of a heading."""
    scene: float = 2.2
    paragraph: float = 0.8
    turn: float = 0.5
    """One speaker after another, each in a paragraph of their own."""
    quick_turn: float = 0.35
    """The same, when both say but a few words."""
    sentence: float = 0.45
    hand_over: float = 0.35
    """A sentence ends and another voice goes on in the same paragraph."""
    tag: float = 0.14
    """Between a quotation and the tag that belongs to the same sentence: "Yes," she said."""
    clause: float = 0.2
    glued: float = 0.06
    """No space between the two: a word broken off, a quotation inside a word's punctuation."""

    def within(self, seam: Seam) -> float:
        """Between two phrases of the same line."""
        return self.sentence if seam is Seam.SENTENCE else self.clause

    def between(self, before: Line, after: Line) -> float:
        """Between two lines of one chapter."""
        if before.paragraph == after.paragraph:
            return self._within_paragraph(before, after)
        if before.heading:
            return self.headings if after.heading else self.heading
        if after.opens_scene:
            return self.scene
        if NARRATOR in (before.speaker, after.speaker) or before.speaker == after.speaker:
            return self.paragraph
        return self.quick_turn if _few_words(before) and _few_words(after) else self.turn

    def _within_paragraph(self, before: Line, after: Line) -> float:
        if after.glued:
            return self.glued
        if _goes_on(before, after):
            return self.tag
        return self.sentence if before.speaker == after.speaker else self.hand_over


PAUSES = Pauses()

FEW_WORDS = 6
_MARKS = "\"'“”‘’«»*_)(]["


def _few_words(line: Line) -> bool:
    return line.text.count(" ") < FEW_WORDS


def _goes_on(before: Line, after: Line) -> bool:
    """Both belong to one sentence: it has not ended, or the next begins in lower case."""
    end = before.text.rstrip(_MARKS + " ")[-1:]
    start = after.text.lstrip(_MARKS + " ")[:1]
    return end not in ".!?…:" or start.islower()
