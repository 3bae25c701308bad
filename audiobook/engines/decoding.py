"""Sound as it comes from elsewhere, made into 16-bit mono samples: WAV by hand, anything else by ffmpeg."""

from __future__ import annotations

import struct
import subprocess

from audiobook.errors import JobFailed

OPEN_ENDED = 0x7FFFF000
"""Sizes from here on stand in the headers of WAV that was sent before anybody knew how long it would be."""


def samples_of(sound: bytes, rate: int) -> tuple[bytes, int]:
    """16-bit little-endian mono samples and their rate: the sound's own, or `rate` where it is converted.

    Raises JobFailed for what is no sound, or breaks off.
    """
    if sound[:4] == b"RIFF" and sound[8:12] == b"WAVE":
        chunks = _chunks(sound)
        if b"fmt " not in chunks or b"data" not in chunks:
            raise JobFailed("the sound breaks off in its header")
        if len(chunks[b"fmt "]) >= 16:
            kind, channels, own, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
            if (kind in (1, 0xFFFE), channels, bits) == (True, 1, 16):
                pcm = chunks[b"data"]
                return pcm[: len(pcm) // 2 * 2], own
    return converted(sound, rate), rate


def _chunks(sound: bytes) -> dict[bytes, bytes]:
    """The parts of a WAV file by name. Raises JobFailed when fewer bytes are there than it says."""
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(sound):
        name, size = struct.unpack_from("<4sI", sound, at)
        there = sound[at + 8 : at + 8 + size]
        if len(there) < size and not (name == b"data" and size >= OPEN_ENDED):
            raise JobFailed("the sound breaks off")
        found.setdefault(name, there)
        at += 8 + size + size % 2
    return found


def converted(sound: bytes, rate: int) -> bytes:
    """Any sound that ffmpeg reads (AIFF, FLAC, MP3 …) as 16-bit mono samples. Raises JobFailed for what it
    cannot read."""
    import imageio_ffmpeg

    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", "pipe:0"]
    raw = ["-f", "s16le", "-ac", "1", "-ar", str(rate), "-"]
    done = subprocess.run([*ffmpeg, *raw], input=sound, capture_output=True, check=False)
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise JobFailed(f"it is no sound that can be read{f' ({said[-1]})' if said else ''}")
    return done.stdout
