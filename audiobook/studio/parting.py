"""A long chapter is encoded in parts, side by side: cut in its pauses, and joined without encoding again.

What the encoders are given is, part after part, sample for sample what one would have been given. Cuts lie in
the middle of silence and where frames of every kind begin, so that each part's frames follow the last's.
Where they lie depends on the sound alone, not on how many there are to do the work.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from audiobook.studio.encode import HERTZ, Encoder, Format
from audiobook.studio.frames import join_aac, join_mp3
from audiobook.studio.master import Standard
from audiobook.studio.mix import Mix

LONG = 2700.0
"""Seconds from which a chapter is parted: of shorter ones there are others to keep all cores busy."""
PART = 900.0
"""Seconds of sound after which the next pause that is long enough ends a part."""
QUIET = 0.08
"""Seconds of silence on both sides of a cut: more than an encoder or a resampler remembers."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a chapter's sound, encoded by itself."""

    mix: Mix
    start: float = 0.0
    """Seconds from the chapter's start."""
    length: int = 0
    """Encoded samples, a whole number of frames; 0 of the last part, which goes on to the end."""


def encode(mix: Mix, outputs: Sequence[tuple[Format, Path]], standard: Standard) -> int:
    """Mix into files; how many samples that were. The mix's spans are there afterwards.

    Raises JobFailed with ffmpeg's words, Damaged for a take that cannot be used.
    """
    parts = parted(mix, [form.frame for form, _ in outputs])
    if len(parts) == 1:
        return _encoded(mix, outputs, standard, Event())
    from audiobook.studio.pool import cores

    stop = Event()
    pieces = [[(form, _piece(path, number)) for form, path in outputs] for number in range(len(parts))]
    with ThreadPoolExecutor(min(cores(), len(parts))) as threads:
        work = [
            threads.submit(_encoded, part.mix, files, standard, stop)
            for part, files in zip(parts, pieces, strict=True)
        ]
    for failed in sorted(filter(None, (each.exception() for each in work)), key=_is_stopped):
        raise failed
    samples = sum(each.result() for each in work)
    for at, (form, path) in enumerate(outputs):
        frames = [part.length // form.frame for part in parts]
        join = join_mp3 if form.suffix == ".mp3" else join_aac
        join([files[at][1] for files in pieces], frames, path)
        for files in pieces:
            files[at][1].unlink()
    mix.spans[:] = [(part.start + start, part.start + end) for part in parts for start, end in part.mix.spans]
    return samples


def parted(mix: Mix, frames: Sequence[int]) -> list[Part]:
    """The parts of a mix for encoders with frames of so many samples (0: they take it whole); the mix itself
    where it is short."""
    pauses = list(mix.pauses())
    if not frames or not all(frames) or not pauses or pauses[-1][0] < LONG * mix.rate:
        return [Part(mix)]
    grain = math.lcm(*frames, HERTZ // math.gcd(HERTZ, mix.rate))  # and no sample of the mix is parted
    step, quiet = grain * mix.rate // HERTZ, round(QUIET * mix.rate)
    parts: list[Part] = []
    first = begun = 0  # the take and the sample that the part begins with
    lead = 0  # samples of that take's pause that went to the part before
    for at, (start, pause) in enumerate(pauses):
        cut = math.ceil((start + quiet) / step) * step
        if start - begun < PART * mix.rate or cut > start + pause - quiet:
            continue
        stretch = mix.stretch(first, at, lead, cut - start)
        parts.append(Part(stretch, begun / mix.rate, (cut - begun) // step * grain))
        first, begun, lead = at, cut, cut - start
    return [*parts, Part(mix.stretch(first, None, lead), begun / mix.rate)] if parts else [Part(mix)]


def _encoded(mix: Mix, outputs: Sequence[tuple[Format, Path]], standard: Standard, stop: Event) -> int:
    """One stretch mixed into files; how many samples it has."""
    samples = 0
    try:
        with Encoder(mix.rate, outputs, standard) if outputs else nullcontext() as encoder:
            for pcm in mix:
                if stop.is_set():
                    raise _Stopped
                samples += len(pcm) // 2
                if encoder is not None:
                    encoder.write(pcm)
    except BaseException:
        stop.set()
        raise
    return samples


class _Stopped(Exception):
    """Another part has failed."""


def _is_stopped(error: BaseException) -> bool:
    return isinstance(error, _Stopped)


def _piece(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}.{number}{path.suffix}")
