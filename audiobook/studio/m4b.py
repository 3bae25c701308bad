"""The whole book in one MP4 file, with chapter marks: encoded chapters joined without encoding them again."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook.studio.encode import HERTZ, failure, ffmpeg
from audiobook.studio.frames import aac_frames
from audiobook.studio.tags import Tags, write_tags

FRAME = 1024
"""Samples in a frame of AAC.

The encoder is late by just one frame, so the first of each part, which holds nothing but the silence before
the chapter's own, is left out: then everything stands where the cues say."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter: its title, and its sound as a stream of AAC frames (ADTS)."""

    title: str
    part: Path


def join(marks: Sequence[Mark], path: Path, tags: Tags) -> float:
    """Write the parts to `path` one after the other, each with a chapter mark; returns the length in seconds.

    Raises OSError, and JobFailed with ffmpeg's words.
    """
    samples = _write(marks, path)
    write_tags(path, tags)
    return samples / HERTZ


def alone(part: Path, path: Path) -> None:
    """Write one part as a file that players take: few take a bare stream, and none finds its way in it.

    Raises OSError, and JobFailed with ffmpeg's words.
    """
    _write([Mark("", part)], path)


def _write(marks: Sequence[Mark], path: Path) -> int:
    """The parts as one MP4 file; its length in samples."""
    starts = [0]
    for mark in marks:
        starts.append(starts[-1] + (count_frames(mark.part) - 1) * FRAME)
    with tempfile.TemporaryDirectory() as folder:
        metadata = Path(folder) / "chapters.txt"
        metadata.write_text(_metadata([mark.title for mark in marks], starts), "utf-8")
        _copy(marks, metadata, path)
    return starts[-1]


def count_frames(part: Path) -> int:
    """How many frames an ADTS stream has."""
    return sum(1 for _ in aac_frames(part.read_bytes()))


def _without_first_frame(data: bytes) -> bytes:
    return data[next(aac_frames(data), 0) :]


def _copy(marks: Sequence[Mark], metadata: Path, path: Path) -> None:
    command = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "aac", "-i", "pipe:0"]
    command += ["-f", "ffmetadata", "-i", str(metadata), "-map", "0:a", "-map_chapters", "1"]
    command += ["-c", "copy", "-f", "ipod", str(path)]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints
        )
        assert process.stdin is not None
        try:
            for mark in marks:
                process.stdin.write(_without_first_frame(mark.part.read_bytes()))
            process.stdin.close()
        except OSError:
            pass  # ffmpeg has stopped, and says why
        if process.wait():
            complaints.seek(0)
            raise failure(complaints.read().decode(errors="replace").strip().splitlines())


def _metadata(titles: Sequence[str], starts: Sequence[int]) -> str:
    lines = [";FFMETADATA1"]
    for title, start, end in zip(titles, starts, starts[1:], strict=False):
        lines += [
            "[CHAPTER]",
            f"TIMEBASE=1/{HERTZ}",
            f"START={start}",
            f"END={end}",
            f"title={_escaped(title)}",
        ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "=;#\\" else letter for letter in plain)
