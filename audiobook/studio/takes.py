"""Takes: recorded phrases, kept by content so that none is ever recorded twice.

A take is a WAV file that any player plays. Behind the sound it carries a chunk of its own, `take`, with
everything that is needed to trust it (checksums, the key that it was made for) and to mix it without
measuring again (where the speech starts and ends, loudness, peak). It is written aside and renamed, so it
is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from functools import lru_cache
from io import BufferedWriter
from pathlib import Path
from typing import Protocol

from audiobook.files import write_whole
from audiobook.model import Reading, Voice

FORMAT = 1
"""Raised by one when takes are to be laid out or measured differently; part of every key."""

ALWAYS_IN_KEY = ("engine", "voice", "rate", "pitch")
MADE_IN_THE_MIX = ("gain",)
"""Fields of a voice that the engine never hears of: changing them records nothing anew."""

MARK = "mark"
"""The file that tells one store from another."""

_RIFF = struct.Struct("<4sI4s4sIHHIIHH4sI")
_CHUNK = struct.Struct("<4sI")
_SUMS = struct.Struct("<II")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured when a take was recorded."""

    rate: int
    """Samples a second."""
    start: int
    end: int
    """The speech, without the engine's own silence at the edges: samples, end exclusive."""
    loudness: float
    """Integrated loudness of the speech in LUFS (ITU-R BS.1770, gated)."""
    power: float
    """Mean square of the speech; full scale is 1."""
    peak: float
    """Highest sample of the speech; full scale is 1."""

    @property
    def seconds(self) -> float:
        """How long the speech lasts."""
        return (self.end - self.start) / self.rate


@dataclass(frozen=True, slots=True)
class Take:
    """A recorded phrase."""

    pcm: bytes
    """16-bit little-endian mono samples as the engine gave them."""
    facts: Facts
    words: tuple[tuple[float, float, int, int], ...] = ()
    """(start, end, text start, text end) of each word, as `engines.WordTime` has them."""


def key_of(reading: Reading, engine_version: str) -> str:
    """The name of a reading's take: the same text in the same voice of the same engine, the same key."""
    sound = _voice_hash(reading.voice, engine_version).copy()
    sound.update(reading.text.encode("utf-8", "surrogatepass"))
    return sound.hexdigest()[:40]


@lru_cache(maxsize=4096)
def _voice_hash(voice: Voice, engine_version: str) -> hashlib._Hash:
    # A field that a later version adds counts only where it is set, so that older takes stay good.
    profile = {
        field.name: getattr(voice, field.name)
        for field in fields(voice)
        if field.name not in MADE_IN_THE_MIX
        and (field.name in ALWAYS_IN_KEY or getattr(voice, field.name) != field.default)
    }
    head = json.dumps([FORMAT, engine_version, profile], sort_keys=True) + "\n"
    return hashlib.sha256(head.encode())


@dataclass(frozen=True, slots=True)
class Health:
    """How a folder of takes fares."""

    sound: int
    """How many takes are as they should be."""
    damaged: int
    """How many are not; they are recorded again when needed."""
    size: int
    """Bytes in all."""


class TakeStore(Protocol):
    """Where takes are kept: a folder here, or a place that others reach too."""

    @property
    def place(self) -> str:
        """As `open_takes` takes it, in any process and on any machine that sees it."""

    def keys(self) -> Iterable[str]:
        """The keys of all takes that are there (by name: nothing is opened)."""

    def write(self, key: str, reading: Reading, take: Take, *, safe: bool = True) -> None:
        """Keep a take. `safe` waits until the disk has it; without, a power cut may take it back, which is
        noticed. Raises OSError or JobFailed."""

    def read(self, key: str) -> Take | None:
        """The take, or None when it is missing, damaged, truncated or something else."""

    def near(self, keys: Iterable[str]) -> AbstractContextManager[Takes]:
        """These takes where reading them is quick, for as long as the block lasts."""

    def remove(self, keys: Iterable[str]) -> None:
        """Delete these takes, those that are there."""

    def clear_debris(self) -> None:
        """Remove what a killed process left half written."""

    def size(self) -> int:
        """Bytes that all takes occupy."""

    def health(self) -> Health:
        """Read and verify every take."""

    def mark(self, *, make: bool = False) -> str:
        """What tells this store from any other, on whichever machine; empty where there is none yet.
        `make` gives it one. Raises OSError or JobFailed."""


class Takes:
    """The takes under one folder, which may hold any number of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def place(self) -> str:
        """The folder, wherever a process may stand."""
        return str(self.folder.absolute())

    def path(self, key: str) -> Path:
        """Where the take of that key is or would be."""
        return self.folder / key[:2] / f"{key[2:]}.wav"

    def keys(self) -> Iterator[str]:
        """The keys of all takes that are there (by name: nothing is opened)."""
        with contextlib.suppress(FileNotFoundError), os.scandir(self.folder) as shelves:
            for shelf in shelves:
                if len(shelf.name) == 2 and shelf.is_dir():
                    for file in os.listdir(shelf.path):  # noqa: PTH208 (ten thousand names)
                        if file.endswith(".wav"):
                            yield shelf.name + file[:-4]

    def clear_debris(self) -> None:
        """Remove what a killed process left half written."""
        for debris in self.folder.glob("??/.*.part"):
            with contextlib.suppress(OSError):
                debris.unlink()

    def size(self) -> int:
        """Bytes that all takes occupy."""
        total = 0
        with contextlib.suppress(FileNotFoundError), os.scandir(self.folder) as shelves:
            for shelf in shelves:
                if len(shelf.name) == 2 and shelf.is_dir():
                    with os.scandir(shelf.path) as files:
                        total += sum(file.stat().st_size for file in files)
        return total

    def health(self) -> Health:
        """Read and verify every take."""
        states = [self.read(key) is not None for key in self.keys()]
        return Health(states.count(True), states.count(False), self.size())

    def write(self, key: str, reading: Reading, take: Take, *, safe: bool = True) -> None:
        """Keep a take. `safe` waits until the disk has it; without, a power cut may take it back, which is
        noticed. Raises OSError."""
        path = self.path(key)
        data = to_wav(key, reading, take)
        # Process numbers are not enough: those of two machines may be the same.
        aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
        try:
            with _made(aside) as file:
                file.write(data)
                if safe:
                    file.flush()
                    os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise

    def read(self, key: str) -> Take | None:
        """The take, or None when it is missing, damaged, truncated or something else."""
        try:
            return from_wav(key, self.path(key).read_bytes())
        except OSError:
            return None

    def facts(self, key: str) -> Facts | None:
        """What was measured of the take, its sound unread; None as with `read`."""
        try:
            with self.path(key).open("rb") as file:
                size = _sound_size(file.read(_RIFF.size))
                if size is None:
                    return None
                file.seek(size + size % 2, os.SEEK_CUR)
                return _Label.read(key, file.read()).facts
        except (OSError, ValueError, TypeError, KeyError, struct.error):
            return None

    def near(self, keys: Iterable[str]) -> AbstractContextManager[Takes]:
        """They are: this store itself."""
        return nullcontext(self)

    def mark(self, *, make: bool = False) -> str:
        """What tells this store from any other, on whichever machine; empty where there is none yet."""
        path = self.folder / MARK
        if make and not path.exists():
            write_whole(path, secrets.token_hex(8))
        return path.read_text("ascii") if path.exists() else ""

    def remove(self, keys: Iterable[str]) -> None:
        """Delete these takes, those that are there."""
        for key in keys:
            with contextlib.suppress(OSError):
                self.path(key).unlink()


def _made(path: Path) -> BufferedWriter:
    """A new file to write to, and the folders that it is in."""
    try:
        return path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


@dataclass(frozen=True, slots=True)
class _Label:
    """The chunk `take`."""

    sound_sum: int
    facts: Facts
    words: tuple[tuple[float, float, int, int], ...]

    @classmethod
    def read(cls, key: str, chunk: bytes) -> _Label:
        name, size = _CHUNK.unpack_from(chunk)
        sound_sum, text_sum = _SUMS.unpack_from(chunk, _CHUNK.size)
        text = chunk[_CHUNK.size + _SUMS.size : _CHUNK.size + size]
        if name != b"take" or len(chunk) < _CHUNK.size + size or zlib.crc32(text) != text_sum:
            raise ValueError("no sound label")
        content = json.loads(text)
        if content["key"] != key:
            raise ValueError("somebody else's take")
        return cls(sound_sum, Facts(*content["facts"]), tuple(tuple(word) for word in content["words"]))


_FACTS, _PROFILE = ([field.name for field in fields(kind)] for kind in (Facts, Voice))


def to_wav(key: str, reading: Reading, take: Take) -> bytes:
    """A take as a file."""
    content = {
        "key": key,
        "facts": [getattr(take.facts, name) for name in _FACTS],
        "words": take.words,
        "text": reading.text,
        "voice": {name: getattr(reading.voice, name) for name in _PROFILE},
    }
    text = json.dumps(content, separators=(",", ":")).encode()
    sound = take.pcm + b"\0" * (len(take.pcm) % 2)
    body = _SUMS.pack(zlib.crc32(take.pcm), zlib.crc32(text)) + text
    label = _CHUNK.pack(b"take", len(body)) + body + b"\0" * (len(body) % 2)
    rate = take.facts.rate
    size = _RIFF.size - 8 + len(sound) + len(label)
    head = _RIFF.pack(
        b"RIFF", size, b"WAVE", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16, b"data", len(take.pcm)
    )
    return head + sound + label


def from_wav(key: str, data: bytes) -> Take | None:
    """The take of that key in a file; None when it holds anything else."""
    size = _sound_size(data[: _RIFF.size])
    if size is None:
        return None
    pcm = data[_RIFF.size : _RIFF.size + size]
    try:
        label = _Label.read(key, data[_RIFF.size + size + size % 2 :])
    except (ValueError, TypeError, KeyError, struct.error):
        return None
    return Take(pcm, label.facts, label.words) if zlib.crc32(pcm) == label.sound_sum else None


def _sound_size(head: bytes) -> int | None:
    if len(head) < _RIFF.size:
        return None
    riff, _, wave, fmt, _, coding, channels, _, _, _, bits, data, size = _RIFF.unpack(head)
    ours = (riff, wave, fmt, coding, channels, bits, data) == (b"RIFF", b"WAVE", b"fmt ", 1, 1, 16, b"data")
    return size if ours else None
