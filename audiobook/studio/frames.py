"""Frames of MP3 and AAC: encoded parts joined to one stream without encoding again."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from audiobook.studio.mp3 import ID3_HEAD, behind_id3, frame

_INFO_AT = 21
"""Where the Info tag stands in a frame of one channel: behind header and side information."""
_INFO_SIZE = 190
"""Bytes of a frame that the Info tag's checksum covers."""
_PIECE = 1 << 20
"""Bytes that are copied at once."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames that follow each other in a file."""

    path: Path
    start: int
    size: int
    """Bytes."""
    count: int


def cut_aac(path: Path, count: int, *, first: bool) -> Frames:
    """`count` frames from the beginning of an ADTS stream, 0: all. The very first one is but what the encoder
    is late by: it does not count, and stays in the first part only."""
    ends = list(aac_frames(path.read_bytes()))
    start, last = (0 if first else ends[0]), count or len(ends) - 1
    return Frames(path, start, ends[last] - start, last)


def cut_mp3(path: Path, count: int) -> Frames:
    """`count` frames from the beginning of an MP3 file's sound, 0: all."""
    data = path.read_bytes()
    ends = list(_mp3_frames(data, behind_id3(data)))
    start, last = ends[0], count or len(ends) - 1
    return Frames(path, start, ends[last] - start, last)


def join_aac(parts: Sequence[Frames], path: Path) -> None:
    """Write the parts' frames one after the other."""
    with path.open("wb") as out:
        for part in parts:
            _copy(part, out)


def join_mp3(parts: Sequence[Frames], path: Path) -> None:
    """Write the parts' frames one after the other, behind an Info tag that is right for them all: by it
    players leave out what the encoder was late by, and what it filled up at the end."""
    info, tail = mp3_info(parts[0].path), mp3_info(parts[-1].path)
    size = len(info) + sum(part.size for part in parts)
    with path.open("wb") as out:
        out.write(_told(info, sum(part.count for part in parts), size, tail))
        for part in parts:
            _copy(part, out)


def sound_begins(path: Path) -> int:
    """The byte with which the first part begins in a file that was joined of parts."""
    if path.suffix != ".mp3":
        return 0
    with path.open("rb") as file:
        return behind_id3(file.read(ID3_HEAD)) + len(mp3_info(path))


def mp3_info(path: Path) -> bytes:
    """The frame before an MP3 file's sound, which holds the encoder's Info tag."""
    with path.open("rb") as file:
        file.seek(behind_id3(file.read(ID3_HEAD)))
        start = file.read(4)
        header = frame(start)
        assert header is not None
        return start + file.read(header[1] - len(start))


def aac_frames(data: bytes) -> Iterator[int]:
    """Where each frame of an ADTS stream ends (ISO/IEC 14496-3, 1.A.2.2)."""
    at = 0
    while at + 7 <= len(data):
        at += (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        yield at


def _mp3_frames(data: bytes, at: int) -> Iterator[int]:
    """Where each frame of a stream of layer III ends."""
    while at + 4 <= len(data) and (header := frame(data[at : at + 4])) is not None:
        at += header[1]
        yield at


def _copy(frames: Frames, out: IO[bytes]) -> None:
    """Raises OSError."""
    with frames.path.open("rb") as file:
        file.seek(frames.start)
        left = frames.size
        while left:
            piece = file.read(min(left, _PIECE))
            if not piece:
                raise OSError(errno.EIO, "the file has become shorter", str(frames.path))
            left -= out.write(piece)


def _told(info: bytes, frames: int, size: int, tail: bytes) -> bytes:
    """An Info tag, made for a first part, with the number of frames and bytes of the whole, and what the last
    part was filled up with: as Xing and LAME lay it out. The checksum of the sound, which no player looks at,
    is left out."""
    tag = bytearray(info)
    at = _INFO_AT
    assert info[at : at + 4] in (b"Info", b"Xing")
    tag[at + 8 : at + 12] = frames.to_bytes(4, "big")
    tag[at + 12 : at + 16] = size.to_bytes(4, "big")
    tag[at + 16 : at + 116] = bytes(256 * percent // 100 for percent in range(100))  # at one bit rate
    late = int.from_bytes(info[at + 141 : at + 144], "big") >> 12
    filled = int.from_bytes(tail[at + 141 : at + 144], "big") & 0xFFF
    tag[at + 141 : at + 144] = (late << 12 | filled).to_bytes(3, "big")
    tag[at + 148 : at + 152] = size.to_bytes(4, "big")
    tag[at + 152 : at + 156] = bytes(4)
    tag[at + 154 : at + 156] = _crc16(bytes(tag[:_INFO_SIZE])).to_bytes(2, "big")
    return bytes(tag)


def _crc16(data: bytes) -> int:
    """CRC-16/ARC."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value
