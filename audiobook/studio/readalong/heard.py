"""A book as it is heard: every line and every sentence of it with its times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from audiobook.model import Book, Kind, Line
from audiobook.studio.cues import Heard
from audiobook.studio.phrases import letters, split


@dataclass(frozen=True, slots=True)
class HeardSentence:
    """A sentence of a line; the sentences of a line tile its text."""

    text: str
    start: float
    end: float
    """Seconds from the start of the chapter's file."""


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line that is heard; one with nothing to say has no length and no sentences."""

    text: str
    speaker: str
    kind: Kind
    paragraph: int
    heading: bool
    opens_scene: bool
    glued: bool
    start: float
    end: float
    sentences: tuple[HeardSentence, ...]


@dataclass(frozen=True, slots=True)
class HeardChapter:
    """A chapter and its sound."""

    title: str
    audio: Path
    """Its audio file, or the one file of the whole book."""
    seconds: float
    lines: tuple[HeardLine, ...]
    packed: Path | None = None
    """The file that goes into an e-book, where one is made."""


@dataclass(frozen=True, slots=True)
class HeardBook:
    """All chapters in the order of listening."""

    book: Book
    reader: str
    cover: Path | None
    chapters: tuple[HeardChapter, ...]

    @property
    def seconds(self) -> float:
        """How long the book is."""
        return sum(chapter.seconds for chapter in self.chapters)


def heard_lines(lines: Sequence[Line], cues: Sequence[Heard]) -> Iterator[HeardLine]:
    """A chapter's lines with the times that its cues give them."""
    times = {cue.line: cue for cue in cues}
    for number, line in enumerate(lines):
        cue = times.get(number)
        yield HeardLine(
            line.text,
            line.speaker,
            line.kind,
            line.paragraph,
            line.heading,
            line.opens_scene,
            line.glued,
            cue.start if cue else 0.0,
            cue.end if cue else 0.0,
            tuple(_sentences(line.text, cue)) if cue else (),
        )


def _sentences(text: str, cue: Heard) -> Iterator[HeardSentence]:
    """The line's sentences with their times.

    The line was recorded phrase by phrase in its spoken form. Where there are as many phrases as sentences
    they are the same; else the time is shared out by letters, each phrase keeping its own.
    """
    pieces = tiles(text)
    phrases = cue.phrases or ((cue.start, cue.end, 1),)
    if len(pieces) == len(phrases):
        spans = [(start, end) for start, end, _ in phrases]
    else:
        spans = _shared_out([letters(piece) for piece in pieces], phrases)
    for piece, (start, end) in zip(pieces, spans, strict=True):
        yield HeardSentence(piece, start, end)


def tiles(text: str) -> list[str]:
    """The sentences of a text, their white space with them: joined they are the text."""
    starts = [0]
    at = 0
    for piece, _ in split(text):
        at = text.index(piece, at) if piece in text[at:] else at
        starts.append(at)
        at += len(piece)
    starts = [0, *starts[2:], len(text)]
    return [text[start:end] for start, end in pairwise(starts) if start < end]


def _shared_out(
    parts: Sequence[int], phrases: Sequence[tuple[float, float, int]]
) -> list[tuple[float, float]]:
    """Times of parts with so many letters, given the times and letters of what was recorded."""
    recorded = [0, *accumulate(count for _, _, count in phrases)]
    scale = recorded[-1] / sum(parts)
    bounds = [count * scale for count in (0, *accumulate(parts))]

    def time(at: float, last: bool) -> float:
        """When the letter at `at` is heard; between two phrases the end of one or the start of the other."""
        where = bisect_right(recorded, at - 1e-9 if last else at + 1e-9) - 1
        where = min(max(where, 0), len(phrases) - 1)
        start, end, count = phrases[where]
        return start + (end - start) * min((at - recorded[where]) / max(count, 1), 1.0)

    return [(time(a, False), time(b, True)) for a, b in pairwise(bounds)]
