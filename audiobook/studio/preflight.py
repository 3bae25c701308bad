"""Checking finished audio: the encoded files themselves are decoded, measured and held against a standard.

Loudness is EBU R128 / ITU-R BS.1770-5 (see `measure`), true peak by fourfold oversampling as in its annex 2.
Files are streamed, so a long one takes no more memory than a short one.
"""

from __future__ import annotations

import math
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiobook.errors import BadInput, JobFailed
from audiobook.studio.cues import cues_of
from audiobook.studio.encode import ffmpeg
from audiobook.studio.master import ACX, Standard
from audiobook.studio.measure import (
    FULL_SCALE,
    SILENCE,
    TAPS,
    Samples,
    decibels,
    integrated,
    step_powers,
    true_peaks,
)
from audiobook.studio.mp3 import bitrates

SUFFIXES = (".mp3", ".m4b", ".m4a", ".opus", ".flac", ".wav")
FRAME = 0.01
"""Seconds over which silence is judged."""
FLOOR_WINDOW = 0.5
"""Seconds of the quietest stretch, whose RMS is the noise floor."""
SOUND_ABOVE = -55.0
"""dBFS from which a frame is not silence."""
CLIPPED_RUN = 3
"""Samples in a row at full scale that make a clip."""

HEAD = (0.5, 1.0)
TAIL = (1.0, 5.0)
LONGEST_GAP = 3.0
LONGEST_FILE = 120 * 60.0
NOISE_FLOOR = -60.0
SPEAKERS_APART = 1.5
"""LU between the softest and the loudest speaker."""
CHAPTERS_APART = 0.5
"""LU between the softest and the loudest chapter."""
AIM = 1.0
"""LU by which a chapter may miss the loudness that was asked for."""
ENOUGH_OF_A_CHAPTER = 60.0
"""Seconds that a chapter must last to be compared with others."""
ENOUGH_OF_A_SPEAKER = 6.0
"""Seconds that a speaker must be heard to be compared with others."""
EDGE = 0.05
"""What a rounding or an encoder's frame may add to a length, in seconds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    item: str
    """"rms", "peak", "noise floor", "head", "tail" …"""
    value: float | str
    unit: str
    """"dBFS", "LUFS", "s", "kbit/s", "Hz", or none."""
    wanted: str
    """For people; empty when the figure is only told."""
    passed: bool
    remedy: str = ""
    """What to do when it did not pass."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a file, or (without a path) of all of them together."""

    path: Path | None
    findings: tuple[Finding, ...]
    sound: Sound | None = None
    """What was measured of the file."""

    @property
    def passed(self) -> bool:
        """Everything is as it should be."""
        return all(finding.passed for finding in self.findings)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        path = str(self.path) if self.path else None
        return {"file": path, "passed": self.passed, "findings": [asdict(each) for each in self.findings]}

    def value(self, item: str) -> float | str:
        """What was found for one item; KeyError when it was not looked at."""
        return {finding.item: finding.value for finding in self.findings}[item]


@dataclass(slots=True)
class Sound:
    """What was measured of a decoded file."""

    seconds: float = 0.0
    rms: float = SILENCE
    """dBFS."""
    peak: float = SILENCE
    """dBFS, highest sample."""
    true_peak: float = SILENCE
    """dBTP."""
    loudness: float = SILENCE
    """Integrated, LUFS."""
    floor: float = SILENCE
    """dBFS: RMS of the quietest half second."""
    head: float = 0.0
    tail: float = 0.0
    """Seconds of silence at the edges."""
    gap: float = 0.0
    """Seconds of the longest silence in between."""
    clips: int = 0
    steps: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """K-weighted power of every 100 ms."""
    envelope: Samples = field(default_factory=lambda: np.zeros(0, np.float32))
    """Highest sample of every 10 ms, full scale 1."""


def check(what: Path | Sequence[Path], standard: Standard = ACX, jobs: int | None = None) -> list[Checked]:
    """Measure audio files, or all in a folder, against a standard; the last entry is of all of them together.

    Raises BadInput when there is nothing to check, JobFailed when a file cannot be decoded.
    """
    paths = _audio_files(what)
    with ThreadPoolExecutor(jobs) as pool:
        sounds = list(pool.map(_measured, paths))
    infos = [_info(path) for path in paths]
    checked = [
        Checked(path, tuple(_findings(path, sound, info, standard)), sound)
        for path, sound, info in zip(paths, sounds, infos, strict=True)
    ]
    return [*checked, Checked(None, tuple(_together(paths, sounds, infos)))]


def speaker_loudness(paths: Iterable[Path], sounds: Iterable[Sound]) -> dict[str, tuple[float, float]]:
    """How loud each speaker is over all files, from the cues: name → (LUFS, seconds heard). What is
    whispered, shouted or thought is meant to be softer or louder, and does not count."""
    steps: dict[str, list[NDArray[np.float64]]] = {}
    for path, sound in zip(paths, sounds, strict=True):
        for cue in cues_of(path):
            if cue.delivery:
                continue
            heard = sound.steps[math.ceil(cue.start * 10) : math.floor(cue.end * 10)]
            steps.setdefault(cue.speaker, []).append(heard)
    together = {name: np.concatenate(pieces) for name, pieces in steps.items()}
    return {name: (integrated(heard), len(heard) / 10) for name, heard in together.items() if len(heard)}


def measure_file(path: Path) -> Sound:
    """Decode and measure one file. Raises JobFailed."""
    rate, channels = _rate_and_channels(path)
    meter = _Meter(rate)
    for samples in decoded(path, rate, channels):
        meter.add(samples)
    return meter.result()


def _measured(path: Path) -> Sound:
    return measure_file(path)


# --- measuring ------------------------------------------------------------------------------------


class _Meter:
    """Takes a file's samples in pieces of whole seconds (but for the last)."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._count = 0
        self._squares = 0.0
        self._peak = self._true_peak = 0.0
        self._clips = 0
        self._steps: list[NDArray[np.float64]] = []
        self._frames: list[NDArray[np.float32]] = []
        self._envelope: list[Samples] = []
        self._before = np.zeros(2 * TAPS, np.float32)

    def add(self, samples: Samples) -> None:
        self._count += len(samples)
        square = np.square(samples)
        self._squares += float(np.sum(square, dtype=np.float64))
        magnitude = np.abs(samples)
        self._peak = max(self._peak, float(magnitude.max(initial=0)))
        self._clips += _runs(magnitude >= FULL_SCALE, CLIPPED_RUN)
        self._steps.append(step_powers(samples, self._rate))
        step = round(FRAME * self._rate)
        whole = len(samples) // step * step
        self._frames.append(square[:whole].reshape(-1, step).mean(axis=1))
        self._envelope.append(magnitude[:whole].reshape(-1, step).max(axis=1))
        joined = np.concatenate([self._before, samples])
        self._true_peak = max(self._true_peak, _true_peak(joined, max(self._true_peak, self._peak)))
        self._before = joined[-2 * TAPS :]

    def result(self) -> Sound:
        frames = np.concatenate(self._frames) if self._frames else np.zeros(0, np.float32)
        steps = np.concatenate(self._steps) if self._steps else np.zeros(0)
        if not self._count or not len(frames):
            return Sound()
        loud = np.flatnonzero(frames > 10 ** (SOUND_ABOVE / 10))
        first, last = (int(loud[0]), int(loud[-1])) if len(loud) else (len(frames), len(frames) - 1)
        window = min(round(FLOOR_WINDOW / FRAME), len(frames))
        return Sound(
            seconds=self._count / self._rate,
            rms=decibels(self._squares / self._count),
            peak=decibels(self._peak**2),
            true_peak=decibels(max(self._true_peak, self._peak) ** 2),
            loudness=integrated(steps),
            floor=decibels(float(np.convolve(frames, np.full(window, 1 / window), "valid").min())),
            head=first * FRAME,
            tail=(len(frames) - 1 - last) * FRAME,
            gap=float(np.diff(loud).max(initial=1) - 1) * FRAME,
            clips=self._clips,
            steps=steps,
            envelope=np.concatenate(self._envelope),
        )


def _true_peak(samples: Samples, known: float) -> float:
    """The highest value between samples, looked for only where it may be higher than what is known."""
    near = np.flatnonzero(np.abs(samples) > 0.7 * known)
    return max(known, float(true_peaks(samples, near).max(initial=0)))


def _runs(hit: NDArray[np.bool_], shortest: int) -> int:
    """How many runs of at least so many."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], hit, [False]]).astype(np.int8)))
    return int(np.count_nonzero(edges[1::2] - edges[::2] >= shortest))


def decoded(path: Path, rate: int, channels: int) -> Iterator[Samples]:
    """A file's samples, a second at a time; of several channels the loudest counts."""
    command = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-i", str(path)]
    command += ["-map", "0:a:0", "-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-threads", "1", "-"]
    size = 4 * rate * channels
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, bufsize=size)
        assert process.stdout is not None
        try:
            while data := process.stdout.read(size):
                samples = np.frombuffer(data[: len(data) // 4 * 4], "<f4")
                yield samples if channels == 1 else _loudest(samples, channels)
        finally:
            process.stdout.close()
            status = process.wait()
        if status:
            complaints.seek(0)
            words = complaints.read().decode(errors="replace").strip().splitlines()
            raise _undecodable(path, words[-1] if words else "")


def _loudest(samples: Samples, channels: int) -> Samples:
    frames = samples[: len(samples) // channels * channels].reshape(-1, channels)
    return np.asarray(frames[np.arange(len(frames)), np.abs(frames).argmax(axis=1)])


# --- what the file says of itself -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Info:
    rate: int
    channels: int
    bitrates: frozenset[int]
    """kbit/s of an MP3's frames."""
    tags: frozenset[str]
    marks: int


def _file(path: Path) -> Any:
    from mutagen import File, MutagenError

    try:
        file = File(path)
    except (MutagenError, OSError, EOFError) as error:
        raise _undecodable(path, str(error)) from error
    if file is None:
        raise _undecodable(path, "this is no sound that can be read")
    return file


def _rate_and_channels(path: Path) -> tuple[int, int]:
    info = _file(path).info
    return int(getattr(info, "sample_rate", 48000)), int(info.channels)


_NAMES = {
    "title": ("TIT2", "©nam", "title"),
    "album": ("TALB", "©alb", "album"),
    "author": ("TPE1", "©ART", "artist"),
    "narrator": ("TCOM", "©wrt", "composer"),
    "cover": ("APIC:", "covr", "metadata_block_picture"),
}


def _info(path: Path) -> _Info:
    file = _file(path)
    tags = set(file.tags.keys()) if file.tags else set()
    there = {name for name, keys in _NAMES.items() if not tags.isdisjoint(keys)}
    if getattr(file, "pictures", None):
        there.add("cover")
    rate, channels = _rate_and_channels(path)
    rates = bitrates(path) if path.suffix == ".mp3" else frozenset()
    marks = getattr(file, "chapters", None)
    return _Info(rate, channels, rates, frozenset(there), len(marks) if marks is not None else 0)


# --- judging --------------------------------------------------------------------------------------

MOSTLY_PAUSE = 10.0
"""Seconds of a chapter whose opening and closing silence may keep it under the standard's RMS."""

_AGAIN = "Delete the file and run `audiobook make` again."


def _findings(path: Path, sound: Sound, info: _Info, standard: Standard) -> Iterator[Finding]:
    whole_book = path.suffix == ".m4b"
    if standard.rms is not None:
        low, high = standard.rms
        wanted = f"{low:g} to {high:g} dBFS"
        short = sound.rms < low and sound.seconds < MOSTLY_PAUSE
        remedy = "So short a chapter is mostly pause: let it be part of another." if short else _AGAIN
        yield Finding("rms", sound.rms, "dBFS", wanted, low <= sound.rms <= high, remedy)
    passed = sound.peak <= standard.peak
    yield Finding("peak", sound.peak, "dBFS", f"at most {standard.peak:g} dBFS", passed, _AGAIN)
    yield Finding("true peak", sound.true_peak, "dBTP", "at most 0 dBTP", sound.true_peak <= 0, _AGAIN)
    asked = standard.rms is None
    wanted = f"{standard.loudness:g} LUFS, within {AIM:g} LU" if asked else ""
    passed = not asked or abs(sound.loudness - standard.loudness) <= AIM
    yield Finding("loudness", sound.loudness, "LUFS", wanted, passed, _AGAIN)
    passed = sound.floor <= NOISE_FLOOR
    remedy = "The engine's voice is noisy: choose another in voices.toml."
    yield Finding("noise floor", sound.floor, "dBFS", f"at most {NOISE_FLOOR:g} dBFS", passed, remedy)
    yield _within("head", sound.head, HEAD)
    yield _within("tail", sound.tail, TAIL)
    longest = TAIL[1] + HEAD[1] if whole_book else LONGEST_GAP
    passed = sound.gap <= longest + EDGE
    yield Finding("longest gap", sound.gap, "s", f"at most {longest:g} s", passed, _AGAIN)
    yield Finding("clips", float(sound.clips), "", "none", not sound.clips, _AGAIN)
    passed = whole_book or sound.seconds <= LONGEST_FILE
    remedy = "Part the chapter in script.txt with a line that begins with `# `."
    wanted = "" if whole_book else f"at most {LONGEST_FILE / 60:g} min"
    yield Finding("length", sound.seconds, "s", wanted, passed, remedy)
    rate = 48000 if path.suffix == ".opus" else 44100
    yield Finding("sample rate", float(info.rate), "Hz", f"{rate} Hz", info.rate == rate, _AGAIN)
    yield Finding("channels", float(info.channels), "", "1 (mono)", info.channels == 1, _AGAIN)
    if path.suffix == ".mp3":
        rates = "/".join(map(str, sorted(info.bitrates)))
        passed = len(info.bitrates) == 1 and min(info.bitrates) >= standard.bitrate
        yield Finding("bit rate", rates, "kbit/s", f"{standard.bitrate} kbit/s, constant", passed, _AGAIN)
    if whole_book:
        yield Finding("chapter marks", float(info.marks), "", "one for each chapter", info.marks > 0, _AGAIN)
    absent = [name for name in _NAMES if name not in info.tags]
    lacking = [name for name in absent if name != "author"]  # a book need not have one
    told = f"without {', '.join(lacking or absent)}" if absent else "complete"
    yield Finding("tags", told, "", "title, album, narrator, cover", not lacking, _AGAIN)


def _within(item: str, seconds: float, limits: tuple[float, float]) -> Finding:
    low, high = limits
    passed = low - EDGE <= seconds <= high + EDGE
    return Finding(item, seconds, "s", f"{low:g} to {high:g} s", passed, _AGAIN)


def _together(paths: Sequence[Path], sounds: Sequence[Sound], infos: Sequence[_Info]) -> Iterator[Finding]:
    for kind in sorted({path.suffix for path in paths}):
        forms = {(i.rate, i.channels) for path, i in zip(paths, infos, strict=True) if path.suffix == kind}
        told = ", ".join(f"{rate} Hz × {channels}" for rate, channels in sorted(forms))
        yield Finding(f"format of {kind[1:]} files", told, "", "alike", len(forms) == 1, _AGAIN)
    chapters = [(path, sound) for path, sound in zip(paths, sounds, strict=True) if path.suffix != ".m4b"]
    loud = [sound.loudness for _, sound in chapters if sound.seconds >= ENOUGH_OF_A_CHAPTER]
    if len(loud) > 1:
        apart = max(loud) - min(loud)
        wanted = f"at most {CHAPTERS_APART:g} LU"
        yield Finding("chapters apart", apart, "LU", wanted, apart <= CHAPTERS_APART + EDGE, _AGAIN)
    one_kind = [(path, sound) for path, sound in chapters if path.suffix == chapters[0][0].suffix]
    speakers = speaker_loudness(*zip(*one_kind, strict=True)) if one_kind else {}
    compared = {name: lufs for name, (lufs, long) in speakers.items() if long >= ENOUGH_OF_A_SPEAKER}
    if len(compared) > 1:
        spread = max(compared.values()) - min(compared.values())
        softest, loudest = (pick(compared, key=compared.__getitem__) for pick in (min, max))
        wanted = f"at most {SPEAKERS_APART:g} LU ({softest} to {loudest})"
        remedy = f"Change `gain` of {softest} or {loudest} in voices.toml."
        yield Finding("speakers apart", spread, "LU", wanted, spread <= SPEAKERS_APART, remedy)


def _audio_files(what: Path | Sequence[Path]) -> list[Path]:
    named = [what] if isinstance(what, Path) else list(what)
    paths = [path for each in named for path in (_in_folder(each) if each.is_dir() else [each])]
    if not paths:
        raise BadInput(
            "there is no audio file to check",
            place=", ".join(map(str, named)),
            remedy="Name a folder that `audiobook make` has filled.",
        )
    for path in paths:
        if not path.is_file():
            raise BadInput(
                "there is no such file", place=str(path), remedy="Name a book's folder, or files in it."
            )
        if path.suffix.lower() not in SUFFIXES:
            raise BadInput(
                "this is no audio file",
                place=str(path),
                remedy=f"Name one of: {', '.join(sorted(SUFFIXES))}.",
            )
    return paths


def _in_folder(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())


def _undecodable(path: Path, why: str) -> JobFailed:
    return JobFailed(f"this file cannot be decoded: {why}", place=str(path), remedy=_AGAIN)
