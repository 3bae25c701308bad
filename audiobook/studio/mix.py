"""Mixing: a chapter's takes and pauses joined, one take in memory at a time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiobook.studio.master import Level, chapter_gain, limit
from audiobook.studio.measure import Samples
from audiobook.studio.sheets import Placed, Sheet
from audiobook.studio.takes import Take, Takes

FADE_IN, FADE_OUT = 0.004, 0.012
"""Seconds over which a take's edges come and go, so that nothing clicks."""


class Damaged(Exception):
    """Takes that are missing or not what they should be: they must be recorded again."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(keys)
        self.keys = tuple(keys)


class Mix:
    """A chapter about to be mixed: iterating gives its samples in pieces, 16-bit mono at `rate`.

    `spans` fills with where each take is heard, in seconds. Raises Damaged, on making or on the way.
    """

    def __init__(self, sheet: Sheet, store: Takes) -> None:
        facts = [store.facts(placed.key) for placed in sheet.takes]
        if missing := [placed.key for placed, fact in zip(sheet.takes, facts, strict=True) if fact is None]:
            raise Damaged(missing)
        self._facts = [fact for fact in facts if fact is not None]
        self._sheet, self._store = sheet, store
        self.rate = max((fact.rate for fact in self._facts), default=44100)
        self.gain = chapter_gain(list(self._levels()), sheet.standard)
        self.spans: list[tuple[float, float]] = []

    def __iter__(self) -> Iterator[bytes]:
        at = 0
        self.spans.clear()
        for placed in self._sheet.takes:
            take = self._store.read(placed.key)
            if take is None:
                raise Damaged([placed.key])
            pause = round(placed.gap * self.rate)
            speech = self._speech(take, placed)
            yield bytes(2 * pause)
            yield speech
            start = at + pause
            at = start + len(speech) // 2
            self.spans.append((start / self.rate, at / self.rate))
        yield bytes(2 * round(self._sheet.tail * self.rate))

    def pauses(self) -> Iterator[tuple[int, int]]:
        """Where the pause before each take begins, and how long it is, in samples."""
        at = 0
        for placed, facts in zip(self._sheet.takes, self._facts, strict=True):
            pause = round(placed.gap * self.rate)
            yield at, pause
            at += pause + round((facts.end - facts.start) * self.rate / facts.rate)

    def stretch(self, first: int, end: int | None, lead: int, tail: int | None = None) -> Mix:
        """The takes from `first` to before `end` as a mix of their own, as loud as here: without the first
        `lead` samples of the pause before them, and with `tail` samples of silence behind (None: as here)."""
        takes = list(self._sheet.takes[first:end])
        takes[0] = replace(takes[0], gap=(round(takes[0].gap * self.rate) - lead) / self.rate)
        part = copy(self)
        part.spans = []
        part._facts = self._facts[first:end]
        part._sheet = replace(self._sheet, takes=tuple(takes))
        if tail is not None:
            part._sheet = replace(part._sheet, tail=tail / self.rate)
        return part

    def _levels(self) -> Iterator[Level]:
        for placed, facts in zip(self._sheet.takes, self._facts, strict=True):
            yield Level(placed.gap)
            yield Level.of(facts, placed.gain)
        yield Level(self._sheet.tail)

    def _speech(self, take: Take, placed: Placed) -> bytes:
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
