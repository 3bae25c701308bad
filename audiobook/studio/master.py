"""Mastering: each chapter brought to a delivery standard in the one pass that mixes it.

How loud a chapter will be follows from what was measured of its takes, so its gain is known before the first
sample is mixed; a limiter with look-ahead then rounds off the few peaks that stand out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiobook.errors import BadInput, did_you_mean
from audiobook.studio.takes import Facts

if TYPE_CHECKING:
    from audiobook.studio.measure import Samples


SILENT = -200.0
"""Stands for the level of nothing at all, in dB."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A delivery standard, per chapter file."""

    name: str
    loudness: float
    """Integrated loudness to aim at, in LUFS (EBU R128)."""
    ceiling: float
    """Highest the wave may get in the mix, in dBFS: the standard's limit less what encoding adds."""
    rms: tuple[float, float] | None
    """dBFS that the whole file's RMS must lie between; None where the standard has no say."""
    peak: float
    """dBFS that no sample of the finished file may pass."""
    bitrate: int
    """kbit/s of an MP3."""
    small: bool = False
    """Files are to be as small as speech stays good in."""


ACX = Standard("acx", loudness=-20.0, ceiling=-3.8, rms=(-23.0, -18.0), peak=-3.0, bitrate=192)
"""The ACX audio spec: RMS -23 to -18 dBFS, peak at most -3 dBFS, MP3 192 kbit/s CBR."""


SMALL = replace(ACX, name="small", bitrate=64, small=True)
"""The same sound in a third of the space: for a telephone's memory, not for a shop."""

PRESETS = {preset.name: preset for preset in (ACX, SMALL)}
QUIETEST, LOUDEST = -30.0, -14.0
"""LUFS that may be asked for. Speech that is louder needs its peaks cut off."""


def standard(preset: str = "acx", loudness: float | None = None) -> Standard:
    """The standard of a preset, or one with its files that asks for a loudness alone, as broadcasters and
    podcast services do (EBU R128 and its kin): -23, -19, -16 LUFS …, with peaks at -1 dBFS.

    Raises BadInput for a preset or a loudness that there is not.
    """
    if preset not in PRESETS:
        remedy = did_you_mean(preset, PRESETS, f"Presets: {', '.join(PRESETS)}.")
        raise BadInput(f"there is no preset {preset!r}", remedy=remedy)
    base = PRESETS[preset]
    if loudness is None:
        return base
    if not QUIETEST <= loudness <= LOUDEST:
        raise BadInput(
            f"{loudness:g} LUFS is no loudness for a book",
            remedy=f"From {QUIETEST:g} to {LOUDEST:g}: podcasts ask for -16, broadcasters for -23.",
        )
    name = f"{loudness:g} LUFS"
    return replace(base, name=name, loudness=loudness, ceiling=-2.5, rms=None, peak=-1.0)


RMS_MARGIN = 0.5
"""dB that a chapter's expected RMS keeps from the standard's limits."""
LIMITERS_REACH = 12.0
"""dB. A phrase whose highest peak is lowered by x dB gets x²/(x + 9) dB softer: at first only its peaks feel
the limiter, then more and more of it (measured: 0.1 dB at 1, 0.7 at 3, 2.3 at 6, 5.2 at 10)."""
NEAR_SPEECH = 0.21
"""Seconds of a pause that count as speech: BS.1770 looks at blocks of 400 ms, and those at a phrase's edges
hold silence too (measured: within 0.1 LU on dialogue and on narration)."""
EXACT = 0.02
"""dB within which a chapter's gain is found."""


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of speech as it stands in the mix before the chapter's gain, or a pause."""

    seconds: float
    loudness: float = SILENT
    """LUFS."""
    power: float = SILENT
    """Mean square in dBFS."""
    peak: float = SILENT
    """Highest sample in dBFS."""

    @classmethod
    def of(cls, facts: Facts, gain: float = 0.0) -> Level:
        """A take's speech after a gain."""
        loudness, power, peak = facts.loudness, _decibels(facts.power), _decibels(facts.peak**2)
        return cls(facts.seconds, loudness + gain, power + gain, peak + gain)

    def raised(self, gain: float, ceiling: float) -> Level:
        """The same after a gain and the limiter."""
        if self.loudness == SILENT:
            return self
        over = max(self.peak + gain - ceiling, 0.0)
        change = gain - over * over / (over + LIMITERS_REACH)
        return Level(self.seconds, self.loudness + change, self.power + change, self.peak + change)


def chapter_gain(levels: Sequence[Level], standard: Standard) -> float:
    """dB by which the whole chapter is raised to meet the standard."""
    if not any(level.loudness > SILENT for level in levels):
        return 0.0
    gain = 0.0
    for _ in range(30):  # what the limiter takes depends on the gain; each round leaves a part of the error
        mastered = [level.raised(gain, standard.ceiling) for level in levels]
        step = standard.loudness - gated(mastered)
        if standard.rms is not None:
            low, high = standard.rms
            rms = overall_rms(mastered)
            step = min(max(step, low + RMS_MARGIN - rms), high - RMS_MARGIN - rms)
        gain += step
        if abs(step) < EXACT:
            break
    return gain


def voice_loudness(takes: Iterable[Facts], standard: Standard) -> float:
    """How loud a voice is, in LUFS, the limiter's effect on it included: brought from there to the standard's
    loudness, voices are heard equally loud, whether they are peaky or smooth."""
    levels = [Level.of(facts) for facts in takes]
    return standard.loudness - chapter_gain(levels, replace(standard, rms=None))


def overall_rms(levels: Sequence[Level]) -> float:
    """RMS over speech and pauses together, in dBFS."""
    energy = math.fsum(level.seconds * 10 ** (level.power / 10) for level in levels)
    return 10 * math.log10(energy / math.fsum(level.seconds for level in levels))


def gated(levels: Sequence[Level]) -> float:
    """Loudness in LUFS of all speech together, that left out which is 10 LU softer than the mean (BS.1770's
    relative gate, on phrases instead of blocks)."""
    near = math.fsum(min(level.seconds, NEAR_SPEECH) for level in levels if level.loudness == SILENT)
    heard = [level for level in levels if level.loudness > SILENT]
    threshold = _mean_loudness(heard, near) - 10
    return _mean_loudness([level for level in heard if level.loudness > threshold], near)


def _decibels(power: float) -> float:
    return 10 * math.log10(power) if power > 0 else SILENT


def _mean_loudness(levels: Sequence[Level], near: float) -> float:
    energy = math.fsum(level.seconds * 10 ** (level.loudness / 10) for level in levels)
    return 10 * math.log10(energy / (near + math.fsum(level.seconds for level in levels)))


REACH = 0.015
"""Seconds over which the limiter lowers its gain before a peak, and raises it again after: slow enough not to
be heard as distortion, too fast to pump."""
GRAIN = 16
"""Samples that share one step of the limiter's gain; between steps it moves in a straight line."""


AGAIN = 1.7
"""Peaks so many times over the ceiling need a second look: lowering them that fast moves the wave between the
samples."""
BETWEEN = 0.7
"""Share of the ceiling from which the wave between two samples is looked at."""


def limit(samples: Samples, rate: int, ceiling: float) -> Samples:
    """`samples` with none above `ceiling`, nor the wave between them: a player or a resampler finds those
    peaks too (true peak, BS.1770-5).

    The gain that each grain needs is spread over its neighbourhood (sliding minimum) and smoothed over as
    many (moving mean, of minima that all know the grain), so the wave is lowered as a whole and never cut.
    """
    import numpy as np

    from audiobook.studio.measure import true_peaks

    padded = np.concatenate([samples, np.zeros(-len(samples) % GRAIN, samples.dtype)])
    heights = np.abs(padded)
    loud = heights[: len(samples)] > BETWEEN * ceiling
    loud[:-1] |= loud[1:]  # what lies between two samples is the first one's
    high = np.flatnonzero(loud)
    peaks = _highest(heights, GRAIN)
    np.maximum.at(peaks, high // GRAIN, true_peaks(samples, high))
    if not len(peaks) or peaks.max() <= ceiling:
        return samples
    need = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    width = max(round(REACH * rate / GRAIN), 1)
    # Each minimum knows one grain more than the mean is wide: a step of the gain concerns the grains on both
    # its sides.
    around = np.ones(width, need.dtype)
    lowest = _sliding_minimum(np.concatenate([around, need, around]), width + 1)
    sums = np.concatenate([[0.0], np.cumsum(lowest, dtype=np.float64)])
    gain = (sums[width:] - sums[:-width]) / width
    lowered = np.flatnonzero(np.minimum(gain[:-1], gain[1:]) < 1 - 1e-7)
    start, end = (gain[lowered + step, None].astype(np.float32) for step in (0, 1))
    slope = (np.arange(GRAIN, dtype=np.float32) / np.float32(GRAIN))[None, :]
    padded.reshape(-1, GRAIN)[lowered] *= (end - start) * slope + start
    limited = np.asarray(padded[: len(samples)], np.float32)
    return limited if peaks.max() < AGAIN * ceiling else limit(limited, rate, ceiling)


def _highest(values: Samples, count: int) -> Samples:
    """The highest of every `count` neighbours, a power of two: by halves, which processors do fastest."""
    import numpy as np

    while count > 1:
        values, count = np.maximum(values[::2], values[1::2]), count // 2
    return values


def _sliding_minimum(values: Samples, width: int) -> Samples:
    """The lowest of each `width` neighbours, by doubling: O(n log width)."""
    import numpy as np

    span = 1
    while 2 * span <= width:
        values = np.minimum(values[:-span], values[span:])
        span *= 2
    rest = width - span
    return np.minimum(values[:-rest], values[rest:]) if rest else values
