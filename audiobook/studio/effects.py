"""Effects: what a line goes through on its way to the listener, carried out on its take.

All work on a whole take by its spectrum, with numpy alone: quick, and the same sound every time. How well
each is understood beside the plain voice stands in docs/sound.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audiobook.studio.measure import Samples, samples_of

if TYPE_CHECKING:
    from audiobook.engines import Speech

Effect = Callable[[Samples, int], Samples]
"""Samples (full scale is 1) and their rate in, samples out."""


def processed(speech: Speech, names: Iterable[str]) -> Speech:
    """What the engine gave, through these effects one after the other; never louder than full scale."""
    samples = samples_of(speech.pcm)
    for name in names:
        if len(samples):
            samples = EFFECTS[name](samples, speech.sample_rate)
    peak = float(np.abs(samples).max(initial=0))
    samples = samples * np.float32(32000 / max(peak, 1.0))
    return replace(speech, pcm=np.rint(samples).astype("<i2").tobytes())


def phone(samples: Samples, rate: int) -> Samples:
    """A telephone line: 300 to 3400 Hz (ITU-T G.712), its edges gentle, the top lifted for clearness."""
    return _filtered(samples, rate, (300, 3400), lift=3)


def radio(samples: Samples, rate: int) -> Samples:
    """A two-way radio: a narrower band, its peaks rounded off."""
    narrow = _filtered(samples, rate, (400, 3300), lift=3)
    full = 4 * _level(narrow)
    return np.asarray(np.tanh(narrow / full) * full, np.float32) if full else narrow


def room(samples: Samples, rate: int) -> Samples:
    """A small soft room: the voice, a few early reflections and a quiet tail."""
    answer = _room(rate)
    length = len(samples) + len(answer)
    size = _fast_size(length)
    return np.asarray(
        np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(answer, size), size)[:length], np.float32
    )


def robot(samples: Samples, rate: int) -> Samples:
    """A metal throat: the voice and its own echoes a few milliseconds apart (a comb filter)."""
    delay = round(0.0085 * rate)
    sound = np.pad(samples, (0, 3 * delay))
    for echo, share in enumerate((0.5, 0.25, 0.12), start=1):
        sound[echo * delay : echo * delay + len(samples)] += np.float32(share) * samples
    return np.asarray(sound, np.float32)


WHISPER_STEP = 0.008
"""Seconds from one look at the mouth to the next."""
LESS_WEIGHT = 0.9
"""Pre-emphasis: a whisper lacks the low weight of a voice."""


def whisper(samples: Samples, rate: int) -> Samples:
    """The same mouth without the voice: at each moment the colour of the speech, found by linear prediction
    (autocorrelation method), given to noise. So everybody keeps a whisper of their own, on any engine."""
    step = round(WHISPER_STEP * rate)
    width = 3 * step
    order = rate // 1000 + 2
    count = -(-len(samples) // step) + 2
    padded = np.zeros((count + 2) * step)
    padded[2 * step : 2 * step + len(samples)] = samples
    padded[1:] -= LESS_WEIGHT * padded[:-1]
    window = np.hanning(width + 1)[:-1]
    size = _fast_size(width + 4 * order)
    frames = _windows(padded, step, width) * window
    powers = np.square(np.abs(np.fft.rfft(frames, size, axis=1)))
    colours = _envelopes(np.fft.irfft(powers, size, axis=1)[:, : order + 1], size)
    noise = np.random.default_rng(7).standard_normal(len(padded))
    hisses = np.fft.rfft(_windows(noise, step, width) * window, size, axis=1)
    coloured = np.fft.irfft(hisses * colours, size, axis=1)[:, :width]
    loud = np.sqrt(np.square(frames).mean(axis=1) / np.maximum(np.square(coloured).mean(axis=1), 1e-18))
    coloured *= loud[:, None]
    sound = np.zeros((count + 2) * step)
    for part in range(3):  # each moment is heard in three windows
        sound[part * step : (part + count) * step] += coloured[:, part * step : (part + 1) * step].ravel()
    sound = sound[2 * step : 2 * step + len(samples)]
    return np.asarray(sound * (_level(samples) / max(_level(sound), 1e-9)), np.float32)


EFFECTS: Mapping[str, Effect] = {
    "phone": phone,
    "radio": radio,
    "room": room,
    "robot": robot,
    "whisper": whisper,
}


def _filtered(samples: Samples, rate: int, band: tuple[float, float], lift: float) -> Samples:
    size = _fast_size(len(samples) + rate // 20)
    spectrum = np.fft.rfft(samples, size) * _band_pass(size, rate, band, lift)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)], np.float32)


@cache
def _band_pass(size: int, rate: int, band: tuple[float, float], lift: float) -> Samples:
    """The gain at each frequency: a band with edges an octave wide, what lies outside 24 dB softer, and
    within two octaves of 800 Hz `lift` dB more for each octave up."""
    octaves = np.log2(np.maximum(np.fft.rfftfreq(size, 1 / rate), 1.0))
    low, high = np.log2(band)
    rise, fall = np.clip(octaves - low + 1, 0, 1), np.clip(high - octaves + 1, 0, 1)
    passed = np.maximum(np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 2, 0.06)
    tilt = 10 ** (lift * np.clip(octaves - np.log2(800), -2, 2) / 20)
    return np.asarray(passed * tilt, np.float32)


@cache
def _room(rate: int) -> Samples:
    """How the room answers a click."""
    length = round(0.16 * rate)
    at = np.arange(length) / rate
    tail = np.random.default_rng(3).standard_normal(length) * np.exp(-at / 0.03) * 0.012
    tail = np.convolve(tail, np.hanning(9) / np.hanning(9).sum())[:length]
    tail[: round(0.012 * rate)] = 0
    for seconds, share in ((0.0, 1.0), (0.011, 0.16), (0.017, 0.12), (0.023, 0.1), (0.031, 0.07)):
        tail[round(seconds * rate)] += share
    return np.asarray(tail, np.float32)


def _windows(samples: NDArray[np.float64], step: int, width: int) -> NDArray[np.float64]:
    """Overlapping stretches of `samples`, one every `step`."""
    return np.lib.stride_tricks.sliding_window_view(samples, width)[::step]


def _envelopes(lags: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The gain of each stretch's all-pole filter at each frequency (Levinson-Durbin, on all at once)."""
    count, order = lags.shape[0], lags.shape[1] - 1
    filters = np.zeros((count, order + 1))
    filters[:, 0] = 1
    error = lags[:, 0] * 1.0001 + 1e-9
    for n in range(1, order + 1):
        reflected = -(filters[:, :n] * lags[:, n:0:-1]).sum(axis=1) / error
        filters[:, 1 : n + 1] += reflected[:, None] * filters[:, n - 1 :: -1][:, :n]
        error = np.maximum(error * (1 - reflected**2), 1e-12)
    return np.asarray(1 / np.maximum(np.abs(np.fft.rfft(filters, size, axis=1)), 1e-3), np.float64)


def _level(samples: NDArray[Any]) -> float:
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0


def _fast_size(samples: int) -> int:
    """The next length that transforms quickly."""
    power = 1 << (samples - 1).bit_length()
    return next(size for size in (power * 5 // 8, power * 3 // 4, power) if size >= samples)
