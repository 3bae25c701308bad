"""Measuring speech: where it starts and ends, how loud it is, and whether it is fit to publish.

Loudness follows ITU-R BS.1770-5: K-weighting, blocks of 400 ms every 100 ms, an absolute gate at -70 LUFS
and a relative one 10 LU below the mean. The weighting is applied to the power spectrum of each 100 ms step,
which by Parseval's theorem gives the same mean square as filtering the samples (within 0.1 LU on speech) at
a fraction of the cost.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiobook.studio.takes import Facts

Samples = NDArray[np.float32]
"""Full scale is 1."""

SILENCE = -120.0
"""Stands for the level of nothing at all, in dB."""

FRAME = 0.005
"""Seconds over which loudness at the edges is judged."""
EDGE_BELOW_PEAK = 46.0
"""dB below its loudest frame at which speech is taken to have begun."""
EDGE_FLOOR = -66.0
"""dBFS below which nothing counts as speech."""
BEFORE_SPEECH, AFTER_SPEECH = 0.010, 0.030
"""Seconds kept beyond the first and the last frame of speech: soft onsets and endings."""

ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0

SILENT_BELOW = -50.0
"""dBFS: a take whose highest sample is below this is silent."""
FULL_SCALE = 0.9995
CLIPPED_SHARE = 0.02
"""Share of the samples at full scale from which a take is spoilt."""
LETTERS_A_WORD = 5.0
SHORTEST_SHARE = 0.2
"""A take shorter than this share of its usual length has lost words."""
LETTERS_TO_JUDGE = 12
"""Shorter texts are not judged by length."""


def samples_of(pcm: bytes) -> Samples:
    """16-bit little-endian samples as numbers, full scale 1."""
    return np.asarray(np.multiply(np.frombuffer(pcm, "<i2"), np.float32(1 / 32768), dtype=np.float32))


def decibels(power: float) -> float:
    """A power ratio in dB, `SILENCE` for nothing."""
    return max(10 * math.log10(power), SILENCE) if power > 0 else SILENCE


def measure(pcm: bytes, rate: int) -> Facts:
    """The facts of a recorded phrase; without any speech, start and end are 0."""
    samples = samples_of(pcm)
    start, end = speech_edges(samples, rate)
    speech = samples[start:end]
    if not len(speech):
        return Facts(rate, 0, 0, SILENCE, 0.0, 0.0)
    return Facts(
        rate,
        start,
        end,
        round(integrated(step_powers(speech, rate)), 3),
        float(np.dot(speech, speech)) / len(speech),
        float(max(speech.max(), -speech.min())),
    )


def fault(pcm: bytes, facts: Facts, text: str, words_a_minute: float) -> str | None:
    """Why a take cannot be used, or None when it can."""
    if not pcm:
        return "the engine gave no sound"
    if facts.end <= facts.start or decibels(facts.peak**2) < SILENT_BELOW:
        return "the engine gave silence"
    if facts.peak > FULL_SCALE and _share_at_full_scale(pcm) > CLIPPED_SHARE:
        return "the sound is clipped"
    letters = sum(map(str.isalpha, text))
    usual = letters / LETTERS_A_WORD / words_a_minute * 60
    if letters >= LETTERS_TO_JUDGE and facts.seconds < SHORTEST_SHARE * usual:
        return f"the sound is far too short ({facts.seconds:.1f} s for {len(text.split())} words)"
    return None


def _share_at_full_scale(pcm: bytes) -> float:
    samples = np.abs(np.frombuffer(pcm, "<i2").astype(np.int32))
    return float(np.mean(samples > FULL_SCALE * 32768))


def speech_edges(samples: Samples, rate: int) -> tuple[int, int]:
    """Where speech starts and ends (samples, end exclusive); (0, 0) when there is none."""
    step = max(round(FRAME * rate), 1)
    whole = len(samples) // step * step
    frames = samples[:whole].reshape(-1, step)
    power = np.einsum("ij,ij->i", frames, frames) / step
    if not len(power) or not power.max():
        return 0, 0
    threshold = max(float(power.max()) * 10 ** (-EDGE_BELOW_PEAK / 10), 10 ** (EDGE_FLOOR / 10))
    loud = np.flatnonzero(power > threshold)
    if not len(loud):
        return 0, 0
    start = int(loud[0]) * step - round(BEFORE_SPEECH * rate)
    end = (int(loud[-1]) + 1) * step + round(AFTER_SPEECH * rate)
    return max(start, 0), min(end, len(samples))


def step_powers(samples: Samples, rate: int) -> NDArray[np.float64]:
    """K-weighted mean square of each step of 100 ms (the last one over what there is of it)."""
    step = round(rate / 10)
    count = len(samples) // step
    rest = samples[count * step :]
    weights = _weights(step, rate)
    steps = samples[: count * step].reshape(count, step)
    powers = [_spectral_power(steps[at : at + AT_ONCE], weights) for at in range(0, count, AT_ONCE)]
    if len(rest):
        last = np.zeros((1, step), np.float32)
        last[0, : len(rest)] = rest
        powers.append(_spectral_power(last, weights) * (step / len(rest)))
    return np.concatenate(powers, dtype=np.float64) if powers else np.zeros(0)


AT_ONCE = 16
"""Steps transformed together: as many as stay in a processor's cache."""


def _spectral_power(steps: Samples, weights: Samples) -> Samples:
    spectrum = np.fft.rfft(steps, axis=1)
    parts = spectrum.view(np.float32)
    parts *= parts
    return np.asarray(parts @ weights / np.float32(steps.shape[1] ** 2), np.float32)


def integrated(steps: NDArray[np.float64]) -> float:
    """Gated loudness in LUFS of K-weighted powers of 100 ms each."""
    if not len(steps):
        return SILENCE
    blocks = np.convolve(steps, np.full(4, 0.25), "valid") if len(steps) >= 4 else steps.mean(keepdims=True)
    heard = blocks[blocks > _power(ABSOLUTE_GATE)]
    if len(heard):
        heard = heard[heard > heard.mean() * 10 ** (RELATIVE_GATE / 10)]
    return -0.691 + decibels(float(heard.mean())) if len(heard) else SILENCE


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


@cache
def _weights(step: int, rate: int) -> NDArray[np.float32]:
    """What each bin of a one-sided spectrum, real part and imaginary part, counts in the K-weighted power."""
    frequencies = np.fft.rfftfreq(step, 1 / rate)
    both_sides = np.full(len(frequencies), 2.0)
    both_sides[0] = 1.0
    if step % 2 == 0:
        both_sides[-1] = 1.0
    return np.repeat(both_sides * k_weighting(frequencies), 2).astype(np.float32)


def k_weighting(frequencies: NDArray[Any]) -> NDArray[np.float64]:
    """Power gain of the K-weighting at these frequencies in Hz (BS.1770-5, tables 1 and 2, at 48 kHz)."""
    z = np.exp(-2j * np.pi * np.asarray(frequencies) / 48000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * high_pass) ** 2, np.float64)


TAPS = 12
"""Of each phase of the oversampling filter (BS.1770-5, annex 2, has as many)."""


def _phases() -> Samples:
    """Three filters that give the signal a quarter, a half and three quarters of a sample on."""
    at = np.arange(-TAPS // 2 + 1, TAPS // 2 + 1)
    shifts = np.array([0.25, 0.5, 0.75])[:, None]
    window = 0.5 + 0.5 * np.cos(np.pi * (at - shifts) / (TAPS / 2 + 0.5))
    kernel = np.sinc(at - shifts) * window
    return np.asarray(kernel / kernel.sum(axis=1, keepdims=True), np.float32)


_PHASES = _phases()


def true_peaks(samples: Samples, near: NDArray[np.int_]) -> Samples:
    """For each sample of `near` (ascending indices), the highest the wave gets between it and the next.

    Zero where the edge of `samples` is too close to tell.
    """
    found = np.zeros(len(near), np.float32)
    inside = slice(*np.searchsorted(near, (TAPS, len(samples) - TAPS)))
    around = samples[near[inside, None] + np.arange(-TAPS // 2 + 1, TAPS // 2 + 1)[None, :]]
    found[inside] = np.abs(around @ _PHASES.T).max(axis=1, initial=0)
    return found
