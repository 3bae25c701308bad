"""Rate, pitch and intonation of recorded speech, for engines that leave them to the studio.

Pitch-synchronous overlap-add (TD-PSOLA; Moulines and Charpentier 1990): the sound is cut into grains, two
periods of the voice long and centred on its pulses, and put together again with other distances between them.
Grains left out or repeated change the rate, closer or wider ones the pitch; as the grains themselves stay as
they are, so does the mouth that spoke them. With nothing to change, the grains add up to the sound itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiobook.studio.measure import Samples, samples_of

if TYPE_CHECKING:
    from audiobook.engines import Speech

LOWEST, HIGHEST = 60.0, 500.0
"""Hz between which voices speak."""
STEP = 0.010
"""Seconds from one look at the pitch to the next."""
VOICED = 0.5
"""How much a stretch must be like itself one period on (autocorrelation) to have a pitch."""
LEAP = 0.5
"""What an octave between two neighbouring looks costs, in autocorrelation."""
CHANGE = 0.08
"""What it costs when a voice sets in or stops."""
CANDIDATES = 5
GRAIN = 0.005
"""Seconds from one grain to the next where nothing has a pitch."""
BURST = 8.0
"""A grain so many times as powerful as the one before is a consonant's burst: it is heard exactly once."""
QUIET = 1e-6
"""Mean square below which nothing bursts."""
FRACTIONS = 8
"""Grains are put down to so many parts of a sample: their distances are the melody."""


def tuned(speech: Speech, *, rate: float = 1.0, semitones: float = 0.0, intonation: float = 1.0) -> Speech:
    """The speech `rate` times as fast, so many semitones higher, its melody `intonation` times as lively."""
    samples = samples_of(speech.pcm)
    if len(samples) < speech.sample_rate * STEP:
        return speech
    heard = _Grains.of(samples, speech.sample_rate).laid(rate, 2 ** (semitones / 12), intonation)
    heard *= np.float32(1 / max(float(np.abs(heard).max(initial=0)), 1.0))
    words = tuple(replace(word, start=word.start / rate, end=word.end / rate) for word in speech.words)
    return replace(speech, pcm=np.rint(heard * 32767).astype("<i2").tobytes(), words=words)


@dataclass(frozen=True)
class _Grains:
    """A sound, and where its grains lie."""

    samples: Samples
    marks: NDArray[np.int_]
    """Their middles, ascending, the sound's edges among them."""
    hertz: NDArray[np.float64]
    """The voice's pitch at each, 0 where there is none."""
    bursts: NDArray[np.bool_]
    """Which are a consonant's burst."""

    @classmethod
    def of(cls, samples: Samples, rate: int) -> _Grains:
        looks = pitches(samples, rate)
        marks = np.array(_marks(samples, rate, looks))
        at = np.clip(np.rint(marks / (STEP * rate)).astype(int), 0, len(looks) - 1)
        hertz = looks[at]
        powers = np.add.reduceat(np.square(samples, dtype=np.float64), marks[:-1]) / np.diff(marks)
        powers = np.concatenate([powers, powers[-1:]])
        rise = powers[1:] > BURST * np.maximum(powers[:-1], QUIET)
        bursts = np.concatenate([[False], rise]) & (hertz == 0)
        return cls(samples, marks, hertz, bursts)

    def laid(self, rate: float, pitch: float, intonation: float) -> Samples:
        """The grains put down anew."""
        marks, shifted = self.marks, _between_samples(self.samples)
        length = round(len(self.samples) / rate)
        reach = int(np.diff(marks).max()) + 2
        sound = np.zeros(length + 2 * reach, np.float32)
        weight = np.zeros(length + 2 * reach, np.float32)
        distances = self._distances(pitch, intonation)
        at, grain, again = 0.0, 0, 0
        last = len(marks) - 1
        while at <= length:
            left, right = marks[max(grain - 1, 0)], marks[min(grain + 1, last)]
            middle = marks[grain]
            window = _window(int(middle - left), int(right - middle))
            whole, part = divmod(round(at * FRACTIONS), FRACTIONS)
            piece = shifted[part][left:right] * window
            if again % 2 and not self.hertz[grain]:
                piece = piece[::-1]  # noise repeated as it is would ring
            start = reach + whole - int(middle - left)
            sound[start : start + len(window)] += piece
            weight[start : start + len(window)] += window
            at += distances[grain]
            following = self._at(at * rate, grain)
            again = again + 1 if following == grain else 0
            grain = following
        sound /= np.maximum(weight, 1)
        return sound[reach : reach + length]

    def _distances(self, pitch: float, intonation: float) -> NDArray[np.float64]:
        """From each grain to the next."""
        own = np.empty(len(self.marks))
        own[:-1] = np.diff(self.marks)
        own[-1] = own[-2]
        voiced = self.hertz > 0
        if not voiced.any():
            return own
        middle = float(np.median(self.hertz[voiced]))
        factor = np.ones(len(own))
        factor[voiced] = pitch * (self.hertz[voiced] / middle) ** (intonation - 1)
        return np.asarray(own / factor, np.float64)

    def _at(self, place: float, before: int) -> int:
        """The grain that is heard at a place of the sound, after another: bursts are neither passed over nor
        heard twice."""
        after = int(np.searchsorted(self.marks, place))
        found = min(after, len(self.marks) - 1)
        if found and place - self.marks[found - 1] < self.marks[found] - place:
            found -= 1
        missed = np.flatnonzero(self.bursts[before + 1 : found])
        if len(missed):
            return before + 1 + int(missed[0])
        if found <= before:
            found = before
            if self.bursts[before] and before + 1 < len(self.marks):
                return before + 1
        return found


def pitches(samples: Samples, rate: int) -> NDArray[np.float64]:
    """The voice's pitch in Hz every `STEP` seconds, 0 where it has none.

    Peaks of the autocorrelation (divided by the window's own), and of all ways through them the one that is
    likest itself and leaps least (Viterbi).
    """
    step, size = round(STEP * rate), round(2.5 * rate / LOWEST)
    room = 1 << (2 * size - 1).bit_length()
    padded = np.pad(samples, (size // 2, size))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[: len(samples) + 1 : step]
    window = np.hanning(size).astype(np.float32)
    low, high = round(rate / HIGHEST), round(rate / LOWEST)
    shape = np.fft.irfft(np.abs(np.fft.rfft(window, room)) ** 2)[: high + 2]
    spectra = np.square(np.abs(np.fft.rfft((frames - frames.mean(axis=1, keepdims=True)) * window, room)))
    alike = np.fft.irfft(spectra)[:, : high + 2] / (shape / shape[0])
    alike = alike / np.maximum(alike[:, :1], size * 1e-7)
    return _melody(alike, low, high, rate)


def _melody(alike: NDArray[np.float64], low: int, high: int, rate: int) -> NDArray[np.float64]:
    inner = alike[:, low : high + 1]
    top = (inner > alike[:, low - 1 : high]) & (inner >= alike[:, low + 1 : high + 2])
    lags = np.arange(low, high + 1)
    # A short preference for short periods: two periods are as like themselves as one.
    worth = np.where(top, inner - 0.03 * np.log2(lags / low), -1.0)
    best = np.argsort(-worth, axis=1)[:, :CANDIDATES]
    scores = np.take_along_axis(worth, best, axis=1)
    octaves = np.log2(lags[best])
    # The last candidate is silence.
    scores = np.column_stack([scores, np.full(len(scores), VOICED)])
    total, came = scores[0], []
    for now in range(1, len(scores)):
        cost = np.full((CANDIDATES + 1, CANDIDATES + 1), CHANGE)
        cost[:-1, :-1] = LEAP * np.abs(octaves[now][:, None] - octaves[now - 1][None, :])
        cost[-1, -1] = 0
        ways = total[None, :] - cost
        came.append(ways.argmax(axis=1))
        total = ways.max(axis=1) + scores[now]
    state = int(total.argmax())
    states = [state]
    for way in reversed(came):
        state = int(way[state])
        states.append(state)
    found = np.zeros(len(scores))
    for at, state in enumerate(reversed(states)):
        if state < CANDIDATES:
            found[at] = rate / lags[best[at, state]]
    return found


def _marks(samples: Samples, rate: int, hertz: NDArray[np.float64]) -> list[int]:
    """Where the grains lie: on the voice's pulses, evenly elsewhere."""
    step, even = STEP * rate, round(GRAIN * rate)
    marks, at = [0], 0
    spoken = False
    while True:
        look = hertz[min(round((at + even / 2) / step), len(hertz) - 1)]
        if not look:
            spoken = False
            at += even
        else:
            period = round(rate / look)
            at = _next_pulse(samples, at, period) if spoken else _first_pulse(samples, at, period)
            spoken = True
        if at >= len(samples) - 2:
            break
        marks.append(at)
    if len(samples) - marks[-1] < 2 and len(marks) > 1:
        marks.pop()
    return [*marks, len(samples)]


def _first_pulse(samples: Samples, at: int, period: int) -> int:
    """The loudest sample of the period that begins soon after `at`."""
    start = at + max(period // 4, 1)
    piece = np.abs(samples[start : start + period])
    return start + (int(piece.argmax()) if len(piece) else period)


def _next_pulse(samples: Samples, at: int, period: int) -> int:
    """About a period on, where the sound is likest to what it is around `at`."""
    half, slack = period // 2, max(period // 6, 2)
    start = at - half
    here = samples[max(start, 0) : at + half]
    near = samples[max(start, 0) + period - slack : at + half + period + slack]
    if len(here) < period // 2 or len(near) < len(here) + 2 * slack:
        return at + period
    like = np.correlate(near, here, "valid")
    squares = np.concatenate([[0.0], np.cumsum(np.square(near, dtype=np.float64))])
    power = squares[len(here) :] - squares[: -len(here)]
    return at + period - slack + int(np.argmax(like / np.sqrt(np.maximum(power, 1e-12))))


def _window(before: int, after: int) -> Samples:
    """Rising over so many samples, falling over so many: two neighbours add up to 1."""
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(before) / max(before, 1))
    fall = 0.5 + 0.5 * np.cos(np.pi * np.arange(after) / max(after, 1))
    return np.concatenate([rise, fall]).astype(np.float32)


def _between_samples(samples: Samples) -> Samples:
    """The sound, and the sound a part of a sample later, and so on (by the spectrum)."""
    size = 1 << (len(samples) + 64).bit_length()
    size = next(s for s in (size * 5 // 8, size * 3 // 4, size) if s >= len(samples) + 64)
    spectrum = np.fft.rfft(samples, size)
    turn = np.exp(-2j * math.pi * np.fft.rfftfreq(size) / FRACTIONS)
    rows = [samples]
    for _ in range(1, FRACTIONS):
        spectrum = spectrum * turn
        rows.append(np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32))
    return np.stack(rows)
