"""What is to be read, chapter by chapter: each line's phrases, their takes, and the pauses between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from audiobook.model import Cast, Line, Reading, Script, Voice
from audiobook.studio.master import Standard
from audiobook.studio.melody import handed_over
from audiobook.studio.pacing import before_each, within
from audiobook.studio.phrases import split
from audiobook.studio.takes import key_of

if TYPE_CHECKING:
    from audiobook.engines import Engine


SOUND = 4
"""Raised by one when the same takes and settings are to be mixed differently."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a line that is recorded as one take."""

    line: int
    """Index into `Script.lines`."""
    reading: Reading
    """Its voice without gain: that is the mix's business."""
    key: str
    """Of its take."""
    gap: float
    """Seconds of silence before it."""
    gain: float
    """dB that the voice and its delivery ask for."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as it will be read."""

    index: int
    title: str
    first_line: int
    """Index into `Script.lines`."""
    lines: int
    """How many lines it has."""
    phrases: tuple[Phrase, ...]
    tail: float
    """Seconds of silence at the end."""

    def among(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Its lines, out of those of the script."""
        return lines[self.first_line : self.first_line + self.lines]

    @property
    def keys(self) -> set[str]:
        """The takes that it needs."""
        return {phrase.key for phrase in self.phrases}


@dataclass(frozen=True, slots=True)
class Placed:
    """A take's place in a chapter."""

    key: str
    gap: float
    """Seconds of silence before it."""
    gain: float
    """dB: what brings its voice to the common loudness, and what the voice asks for on top."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a chapter is mixed from."""

    takes: tuple[Placed, ...]
    tail: float
    """Seconds of silence after the last take."""
    standard: Standard

    def content(self) -> list[object]:
        """Everything that the sound depends on, for a digest."""
        takes = [(placed.key, placed.gap, placed.gain) for placed in self.takes]
        return [takes, self.tail, astuple(self.standard)]


def chapters(
    script: Script,
    cast: Cast,
    spoken: Callable[[Line], str],
    engines: Mapping[str, Engine],
) -> list[Chapter]:
    """The script's chapters, each with its phrases. `engines`: those that the cast speaks with, by name."""
    first = 0
    result = []
    for index, lines in script.by_chapter():
        phrases = tuple(_phrases(lines, first, cast, spoken, engines))
        result.append(Chapter(index, script.chapters[index], first, len(lines), phrases, cast.pauses.tail))
        first += len(lines)
    return result


def _phrases(
    lines: Sequence[Line],
    first: int,
    cast: Cast,
    spoken: Callable[[Line], str],
    engines: Mapping[str, Engine],
) -> Iterator[Phrase]:
    gap = 0.0
    heard = False
    for at, (line, pause) in enumerate(zip(lines, before_each(lines, cast.pauses), strict=True)):
        # A line with nothing to say (three asterisks, an ellipsis) leaves the longer of its two pauses.
        gap = pause if heard else max(gap, pause)
        voice = cast.voice_of(line)
        profile = _without_gain(voice)
        engine = engines[voice.engine]
        version = engine.version_of(voice.voice)
        heard = False
        for text, seam in split(handed_over(spoken(line), lines, at), engine.longest_text):
            reading = Reading(text, profile)
            yield Phrase(first + at, reading, key_of(reading, version), gap, voice.gain)
            gap = within(cast.pauses, seam)
            heard = True


def _without_gain(voice: Voice) -> Voice:
    return replace(voice, gain=0.0) if voice.gain else voice
