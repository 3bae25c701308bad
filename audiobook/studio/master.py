"""Mastering: each chapter brought to a delivery standard in the one pass that mixes it.

How loud a chapter will be follows from what was measured of its takes, so its gain is known before the first
sample is mixed; a limiter with look-ahead then rounds off the few peaks that stand out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobook.studio.measure import Samples


@dataclass(frozen=True, slots=True)
class Standard:
    """A delivery standard, per chapter file."""

    name: str
    loudness: float
    """Integrated loudness to aim at, in LUFS (EBU R128)."""
    ceiling: float
    """Highest sample in the mix, in dBFS: the standard's limit less what encoding adds."""
    rms: tuple[float, float] | None
    """dBFS that the whole file's RMS must lie between; None where the standard has no say."""
    peak: float
    """dBFS that no sample of the finished file may pass."""
    bitrate: int
    """kbit/s of an MP3."""


ACX = Standard("acx", loudness=-20.0, ceiling=-4.6, rms=(-23.0, -18.0), peak=-3.0, bitrate=192)
"""The ACX audio spec: RMS -23 to -18 dBFS, peak at most -3 dBFS, MP3 192 kbit/s CBR."""


def loudness_standard(lufs: float) -> Standard:
    """A standard that asks for a loudness alone, as broadcasters and podcast services do (EBU R128 and its
    kin): -23, -19, -16 LUFS …, with peaks at -1 dBFS."""
    return Standard(f"{lufs:g} LUFS", loudness=lufs, ceiling=-1.6, rms=None, peak=-1.0, bitrate=0)


RMS_MARGIN = 0.7
"""dB that a chapter's expected RMS keeps from the standard's limits."""


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of speech as it stands in the mix before the chapter's gain, or a pause."""

    seconds: float
    loudness: float
    """LUFS; -inf for a pause."""
    power: float
    """Mean square, full scale 1."""


def chapter_gain(levels: Sequence[Level], standard: Standard) -> float:
    """dB by which the whole chapter is raised to meet the standard."""
    loudness = gated(levels)
    if loudness is None:
        return 0.0
    gain = standard.loudness - loudness
    if standard.rms is None:
        return gain
    seconds = math.fsum(level.seconds for level in levels)
    rms = 10 * math.log10(math.fsum(level.power * level.seconds for level in levels) / seconds)
    low, high = standard.rms
    return min(max(gain, low + RMS_MARGIN - rms), high - RMS_MARGIN - rms)


def gated(levels: Sequence[Level]) -> float | None:
    """Loudness of all stretches together, those left out that are 10 LU softer than the mean (BS.1770's
    relative gate, on phrases instead of blocks); None when nothing is heard."""
    heard = [level for level in levels if level.loudness > -70]
    if not heard:
        return None
    threshold = _mean_loudness(heard) - 10
    return _mean_loudness([level for level in heard if level.loudness > threshold])


def _mean_loudness(levels: Sequence[Level]) -> float:
    energy = math.fsum(level.seconds * 10 ** (level.loudness / 10) for level in levels)
    return 10 * math.log10(energy / math.fsum(level.seconds for level in levels))


REACH = 0.015
"""Seconds over which the limiter lowers its gain before a peak, and raises it again after: slow enough not to
be heard as distortion, too fast to pump."""
GRAIN = 16
"""Samples that share one step of the limiter's gain; between steps it moves in a straight line."""


def limit(samples: Samples, rate: int, ceiling: float) -> Samples:
    """`samples` with none above `ceiling`.

    The gain that each grain needs is spread over its neighbourhood (sliding minimum) and smoothed over as
    many (moving mean, of minima that all know the grain), so the wave is lowered as a whole and never cut.
    """
    import numpy as np

    grains = np.pad(samples, (0, -len(samples) % GRAIN)).reshape(-1, GRAIN)
    peaks = np.maximum(grains.max(axis=1, initial=0), -grains.min(axis=1, initial=0))
    if not len(peaks) or peaks.max() <= ceiling:
        return samples
    need = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    width = max(round(REACH * rate / GRAIN), 1)
    # Each minimum knows one grain more than the mean is wide: a step of the gain concerns the grains on both
    # its sides.
    lowest = _sliding_minimum(np.pad(need, width, constant_values=1), width + 1)
    sums = np.concatenate([[0.0], np.cumsum(lowest, dtype=np.float64)])
    gain = (sums[width:] - sums[:-width]) / width
    start, end = gain[:-1, None].astype(np.float32), gain[1:, None].astype(np.float32)
    slope = (np.arange(GRAIN, dtype=np.float32) / np.float32(GRAIN))[None, :]
    return np.asarray((grains * (start + (end - start) * slope)).reshape(-1)[: len(samples)], np.float32)


def _sliding_minimum(values: Samples, width: int) -> Samples:
    """The lowest of each `width` neighbours, by doubling: O(n log width)."""
    import numpy as np

    span = 1
    while 2 * span <= width:
        values = np.minimum(values[:-span], values[span:])
        span *= 2
    rest = width - span
    return np.minimum(values[:-rest], values[rest:]) if rest else values
