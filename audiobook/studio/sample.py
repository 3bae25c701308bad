"""The retail sample: one to five minutes that make a listener want the rest.

It begins where a chapter or a scene begins, in the first quarter of the book, so that nothing is given
away, and where most is said by the characters, so that the cast is heard; it ends with a paragraph, or at
least with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.model import NARRATOR, Line
from audiobook.studio.encode import FORMATS, Encoder
from audiobook.studio.sheets import Chapter, Phrase, Placed, Sheet

if TYPE_CHECKING:
    from audiobook.studio.takes import Takes

SHORTEST, AIM, LONGEST = 60.0, 180.0, 290.0
"""Seconds: shops ask for one to five minutes, head and tail included."""
EARLY = 0.25
"""Share of the book in which the sample begins."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the book that could be the sample."""

    placed: tuple[Placed, ...]
    seconds: float
    spoken: int
    """Lines that a character speaks in it."""


def chosen(
    chapters: Sequence[Chapter],
    sheets: Mapping[int, Sheet],
    lines: Sequence[Line],
    seconds: Mapping[str, float],
    head: float,
) -> Sheet | None:
    """What the sample is mixed from; None when there is nothing to hear.

    `chapters` are those of the story itself, without credits; `sheets` theirs, by chapter index; `seconds`
    the length of each take; `head` the silence before the first word.
    """
    story = [
        (phrase, placed)
        for chapter in chapters
        for phrase, placed in zip(chapter.phrases, sheets[chapter.index].takes, strict=True)
    ]
    if not story:
        return None
    whole = sum(placed.gap + seconds[placed.key] for _, placed in story)
    before = 0.0
    stretches: list[Stretch] = []
    for at, (_, placed) in enumerate(story):
        if _opens(story, lines, at) and (not stretches or before <= EARLY * whole):
            stretches.append(_from(story, lines, seconds, at))
        before += placed.gap + seconds[placed.key]
    long = [stretch for stretch in stretches if stretch.seconds >= SHORTEST] or stretches
    best = max(long, key=lambda stretch: stretch.spoken)  # of equals the first
    first, *rest = best.placed
    sheet = sheets[chapters[0].index]
    return Sheet((Placed(first.key, head, first.gain), *rest), sheet.tail, sheet.standard)


def write(sheet: Sheet, takes: Takes, form: str, path: Path) -> float:
    """Mix and encode a sample; its length in seconds. Raises Damaged, JobFailed and OSError."""
    from audiobook.studio.mix import Mix

    mix = Mix(sheet, takes)
    samples = 0
    with Encoder(mix.rate, [(FORMATS[form], path)], sheet.standard) as encoder:
        for pcm in mix:
            samples += len(pcm) // 2
            encoder.write(pcm)
    return samples / mix.rate


def _opens(story: Sequence[tuple[Phrase, Placed]], lines: Sequence[Line], at: int) -> bool:
    """A scene begins here, or a chapter behind its heading."""
    line = lines[story[at][0].line]
    if line.heading:
        return False
    if at == 0:
        return True
    last = lines[story[at - 1][0].line]
    return line is not last and (line.opens_scene or last.heading or line.chapter != last.chapter)


def _from(
    story: Sequence[tuple[Phrase, Placed]], lines: Sequence[Line], seconds: Mapping[str, float], start: int
) -> Stretch:
    """The stretch that begins there: as near the aim as a paragraph's end allows."""
    ends: list[tuple[float, int, bool]] = []
    length = 0.0
    for at in range(start, len(story)):
        phrase, placed = story[at]
        length += placed.gap * (at > start) + seconds[placed.key]
        if length > LONGEST and ends:
            break
        line = lines[phrase.line]
        after = lines[story[at + 1][0].line] if at + 1 < len(story) else None
        apart = after is None or (line.chapter, line.paragraph) != (after.chapter, after.paragraph)
        ends.append((length, at, apart and not line.heading))
    paragraphs = [end for end in ends if end[2] and end[0] >= min(SHORTEST, ends[-1][0])]
    length, last, _ = min(paragraphs or ends, key=lambda end: abs(end[0] - AIM))
    part = story[start : last + 1]
    spoken = {phrase.line for phrase, _ in part if lines[phrase.line].speaker != NARRATOR}
    return Stretch(tuple(placed for _, placed in part), length, len(spoken))
