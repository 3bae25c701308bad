"""Mixing: a chapter's takes and pauses joined, one take in memory at a time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import astuple, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiobook.studio.cutting import QUIET, cuts, fitted
from audiobook.studio.master import Level, chapter_gain, limit
from audiobook.studio.measure import Samples
from audiobook.studio.sheets import SOUND, Placed, Sheet
from audiobook.studio.takes import Take, Takes

FADE_IN, FADE_OUT = 0.004, 0.012
"""Seconds over which a take's edges come and go, so that nothing clicks."""
GAIN_DIGITS = 1
"""Digits of a chapter's gain, in dB, behind the point: finer than anybody hears, and too coarse for one word
in a long chapter to change it."""


class Damaged(Exception):
    """Takes that are missing or not what they should be: they must be recorded again."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(keys)
        self.keys = tuple(keys)


class Mix:
    """A chapter about to be mixed: iterating gives its samples in pieces, 16-bit mono at `rate`.

    Raises Damaged, on making or on the way.
    """

    def __init__(self, sheet: Sheet, store: Takes) -> None:
        facts = [store.facts(placed.key) for placed in sheet.takes]
        if missing := [placed.key for placed, fact in zip(sheet.takes, facts, strict=True) if fact is None]:
            raise Damaged(missing)
        self._facts = [fact for fact in facts if fact is not None]
        self._sheet, self._store = sheet, store
        self.rate = max((fact.rate for fact in self._facts), default=44100)
        self.gain = round(chapter_gain(list(self._levels()), sheet.standard), GAIN_DIGITS)
        self._speech = [round((fact.end - fact.start) * self.rate / fact.rate) for fact in self._facts]
        self._pauses = [round(placed.gap * self.rate) for placed in sheet.takes]
        self._tail = round(sheet.tail * self.rate)
        self.cuts = cuts([placed.key for placed in sheet.takes], self._pauses, self._speech, self.rate)
        """The takes that a part begins with, but for the first."""
        if self.cuts:
            self._pauses = list(fitted(self._pauses, self._speech, self.cuts, self.rate))

    def __iter__(self) -> Iterator[bytes]:
        for placed, pause in zip(self._sheet.takes, self._pauses, strict=True):
            take = self._store.read(placed.key)
            if take is None:
                raise Damaged([placed.key])
            yield bytes(2 * pause)
            yield self._mixed(take, placed)
        yield bytes(2 * self._tail)

    @property
    def samples(self) -> int:
        """How long it is."""
        return sum(self._pauses) + sum(self._speech) + self._tail

    @property
    def spans(self) -> list[tuple[float, float]]:
        """Where each take is heard, in seconds."""
        ends = accumulate(pause + said for pause, said in zip(self._pauses, self._speech, strict=True))
        return [
            ((end - said) / self.rate, end / self.rate) for end, said in zip(ends, self._speech, strict=True)
        ]

    def parts(self) -> Iterator[Mix]:
        """The mix cut into parts: together they are the whole, sample for sample."""
        quiet = round(QUIET * self.rate)
        for first, end in pairwise([0, *self.cuts, len(self._pauses)]):
            part = copy(self)
            part.cuts = []
            part._facts, part._speech = self._facts[first:end], self._speech[first:end]
            part._sheet = replace(self._sheet, takes=self._sheet.takes[first:end])
            part._pauses = self._pauses[first:end]
            if first:
                part._pauses[0] = quiet
            if end < len(self._pauses):
                part._tail = self._pauses[end] - quiet
            yield part

    def content(self) -> list[object]:
        """Everything that the sound depends on, for a digest: what was measured of the takes as well."""
        takes = [
            (placed.key, placed.gain, pause, astuple(facts))
            for placed, pause, facts in zip(self._sheet.takes, self._pauses, self._facts, strict=True)
        ]
        return [SOUND, self.rate, self.gain, self._tail, astuple(self._sheet.standard), takes]

    def _levels(self) -> Iterator[Level]:
        for placed, facts in zip(self._sheet.takes, self._facts, strict=True):
            yield Level(placed.gap)
            yield Level.of(facts, placed.gain)
        yield Level(self._sheet.tail)

    def _mixed(self, take: Take, placed: Placed) -> bytes:
        """A take trimmed to its speech, at its level in the chapter, its edges faded."""
        facts = take.facts
        segment = _segment(take.pcm, facts.rate).get_sample_slice(facts.start, facts.end)
        gain = self.gain + placed.gain
        ceiling = 10 ** (self._sheet.standard.ceiling / 20)
        if facts.rate == self.rate and facts.peak * 10 ** (gain / 20) <= ceiling:
            samples = np.frombuffer(segment.apply_gain(gain).raw_data, "<i2").copy()
            return bytes(_faded(samples, self.rate).tobytes())
        raw = np.frombuffer(segment.raw_data, "<i2")
        samples = np.multiply(raw, np.float32(10 ** (gain / 20)), dtype=np.float32)
        samples = resampled(samples, facts.rate, self.rate)
        samples = _faded(limit(samples, self.rate, ceiling * 32767), self.rate)
        return bytes(np.rint(samples, out=samples).astype("<i2").tobytes())


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """`samples` at another rate, band-limited (by their spectrum; the edges are silence)."""
    if rate == wanted or not len(samples):
        return samples
    count = round(len(samples) * wanted / rate)
    pad = rate // 100
    padded = np.pad(samples, pad)
    length = round(len(padded) * wanted / rate)
    spectrum = np.fft.rfft(padded)
    bins = length // 2 + 1
    kept = np.zeros(bins, spectrum.dtype)
    kept[: min(bins, len(spectrum))] = spectrum[:bins]
    sound = np.fft.irfft(kept, length) * (length / len(padded))
    start = round(pad * wanted / rate)
    return np.asarray(sound[start : start + count], np.float32)


def _faded(samples: NDArray[Any], rate: int) -> NDArray[Any]:
    """The same samples, their edges faded in place."""
    rise, fall = (min(round(seconds * rate), len(samples)) for seconds in (FADE_IN, FADE_OUT))
    start, end = samples[:rise], samples[len(samples) - fall :]
    start[:] = start * _rising(rise)
    end[:] = end * _falling(fall)
    return samples


@lru_cache
def _rising(samples: int) -> Samples:
    return np.linspace(0, 1, samples, endpoint=False, dtype=np.float32)


@lru_cache
def _falling(samples: int) -> Samples:
    return np.linspace(1, 0, samples, dtype=np.float32)


def _segment(pcm: bytes, rate: int) -> Any:
    return _pydub()(data=pcm, sample_width=2, frame_rate=rate, channels=1)


@cache
def _pydub() -> Any:
    with warnings.catch_warnings():
        # It looks for an ffmpeg of the system, which is not used here, and imports a module that is to go.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment
