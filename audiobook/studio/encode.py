"""Encoding: sound on a pipe into ffmpeg, finished files out of it, in as many formats as are asked for."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO

from audiobook.errors import JobFailed
from audiobook.studio.master import ACX, Standard


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of audio file."""

    name: str
    """As in `--format`."""
    suffix: str
    options: tuple[str, ...]
    """For ffmpeg."""
    small: tuple[str, ...] = ()
    """More of them, for small files."""
    frame: int = 0
    """Samples in a frame, where streams can be joined frame by frame."""

    def options_for(self, standard: Standard) -> tuple[str, ...]:
        """What ffmpeg is told for files of that standard."""
        return (*self.options, *self.small) if standard.small else self.options


HERTZ = 44100
RATE = ("-ar", str(HERTZ), "-ac", "1")
LAME_SCALE = 1 / 0.97
"""At 192 kbit/s lame makes everything 3 % softer, in case of peaks; those have been seen to in the mastering.
(Its quality level 7 is as good as any for a voice at that rate, and takes two thirds of the time of 5.)"""
_LAME = (
    *RATE,
    "-af",
    f"volume={LAME_SCALE}",
    "-c:a",
    "libmp3lame",
    "-b:a",
    "192k",
    "-compression_level",
    "7",
)
_SMALL_LAME = ("-c:a", "libmp3lame", "-b:a", "64k", "-compression_level", "7")
_AAC = ("-c:a", "aac", "-b:a", "64k", "-aac_coder", "fast")

FORMATS = {
    form.name: form
    for form in (
        # Given twice, an option's later value counts.
        Format("mp3", ".mp3", _LAME, ("-b:a", "64k", "-compression_level", "5"), frame=1152),
        Format(
            "opus", ".opus", ("-ar", "48000", "-ac", "1", "-c:a", "libopus", "-b:a", "40k"), ("-b:a", "24k")
        ),
        Format("flac", ".flac", (*RATE, "-c:a", "flac", "-sample_fmt", "s16")),
        Format("wav", ".wav", (*RATE, "-c:a", "pcm_s16le", "-rf64", "auto")),
        Format("m4b", ".aac", (*RATE, *_AAC), ("-b:a", "48k"), frame=1024),
        Format("epub", ".mp3", (*RATE, *_SMALL_LAME), frame=1152),
    )
}
"""The formats that chapters are encoded in; for m4b and epub, the part that goes into the one file."""


@cache
def ffmpeg() -> str:
    """The ffmpeg that came with the program (or the one that IMAGEIO_FFMPEG_EXE names)."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise JobFailed(
            "there is no ffmpeg to encode with", remedy="Type: pip install --force-reinstall imageio-ffmpeg"
        ) from error


@cache
def encoder_version() -> str:
    """What ffmpeg says of itself, in a few words. Raises JobFailed when there is none that runs."""
    try:
        told = subprocess.run([ffmpeg(), "-version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise JobFailed(
            f"ffmpeg does not run: {error}", remedy="Type: pip install --force-reinstall imageio-ffmpeg"
        ) from error
    return " ".join(told.split()[:3])


class Encoder:
    """An ffmpeg at work: 16-bit mono samples go in with `write`, files come out with `close`.

    As a context manager it ends ffmpeg when something goes wrong on the way.
    """

    def __init__(self, rate: int, outputs: Sequence[tuple[Format, Path]], standard: Standard = ACX) -> None:
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the encoder)
        command = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
        command += ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0", "-map_metadata", "-1"]
        for form, path in outputs:
            command += ["-map", "0:a", *form.options_for(standard), "-threads", "1", str(path.absolute())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._complaints
        )
        assert self._process.stdin is not None
        self._input = self._process.stdin

    def write(self, pcm: bytes) -> None:
        """Hand over samples. Raises JobFailed when ffmpeg has stopped."""
        try:
            self._input.write(pcm)
        except OSError as error:
            raise self._failure() from error

    def close(self) -> None:
        """Finish the files. Raises JobFailed with ffmpeg's own words when they are not right."""
        try:
            self._input.close()
        except OSError as error:
            raise self._failure() from error
        if self._process.wait():
            raise self._failure()
        self._complaints.close()

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _failure(self) -> JobFailed:
        self._process.wait()
        self._complaints.seek(0)
        words = self._complaints.read().decode(errors="replace").strip().splitlines()
        return failure(words)


def failure(words: Sequence[str]) -> JobFailed:
    """What ffmpeg said, as an error for people."""
    if any("No space left" in line for line in words):
        return disk_full()
    return JobFailed(f"encoding failed: {words[-1] if words else 'ffmpeg stopped without a word'}")


def disk_full(place: Path | None = None) -> JobFailed:
    """The error for a disk without space."""
    return JobFailed(
        "the disk is full",
        place=str(place) if place else None,
        remedy="Make room and run the same command again: it goes on where it stopped.",
    )
