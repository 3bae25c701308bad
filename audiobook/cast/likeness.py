"""How alike two voice profiles sound."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from audiobook.engines import Engine
from audiobook.model import Voice

DISTINCT = 0.8
"""Likeness below which two voices are clearly two people."""

CLOSE = 0.9
"""Likeness from which two voices of one scene are worth a warning."""

SEMITONE = 0.03
"""How much less alike two voices are for each semitone between their pitches."""

Start = Callable[[str], Engine]
"""Starts an engine by its name."""


class Likeness:
    """Compares profiles: 1 the same person, below DISTINCT clearly two. What it has compared it remembers."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._timbre = cache(lambda voice: start(voice.engine).timbre(voice))
        self._cosine = cache(self._compared)
        self._apart = cache(self._semitones)

    def timbre(self, one: Voice, other: Voice) -> float:
        """By what a speaker model hears (the cosine); where nobody measured: is it the same voice?"""
        return self._cosine(bare(one), bare(other))

    def __call__(self, one: Voice, other: Voice) -> float:
        """The same, less something for voices that lie apart in pitch: speaker models hardly hear that."""
        return max(0.0, self.timbre(one, other) - SEMITONE * self._apart(bare(one), bare(other)))

    def _compared(self, one: Voice, other: Voice) -> float:
        if one.engine != other.engine:
            return 0.0
        a, b = self._timbre(one), self._timbre(other)
        if a and b:
            return a.cosine(b)
        resolve = self._start(one.engine).resolve
        return 1.0 if resolve(one.voice) == resolve(other.voice) else 0.0

    def _semitones(self, one: Voice, other: Voice) -> float:
        a, b = self._timbre(one), self._timbre(other)
        return a.semitones(b) if a and b else abs(one.pitch - other.pitch)


def bare(voice: Voice) -> Voice:
    """What of a profile tells two people apart."""
    return Voice(voice.engine, voice.voice, pitch=voice.pitch)
