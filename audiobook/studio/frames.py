"""Frames of MP3 and AAC: encoded parts joined to one stream without encoding again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from audiobook.studio.mp3 import behind_id3, frame

_INFO_AT = 21
"""Where the Info tag stands in a frame of one channel: behind header and side information."""
_INFO_SIZE = 190
"""Bytes of a frame that the Info tag's checksum covers."""


def join_aac(parts: Sequence[Path], counts: Sequence[int], path: Path) -> None:
    """Write `counts` frames of each part, of the last all. The first frame of an encoder is but what it is
    late by: only the first part's stays."""
    with path.open("wb") as out:
        for number, (part, count) in enumerate(zip(parts, counts, strict=True)):
            data = part.read_bytes()
            ends = [0, *aac_frames(data)]
            last = count + 1 if count else len(ends) - 1
            out.write(data[ends[1 if number else 0] : ends[last]])


def aac_frames(data: bytes) -> Iterator[int]:
    """Where each frame of an ADTS stream ends (ISO/IEC 14496-3, 1.A.2.2)."""
    at = 0
    while at + 7 <= len(data):
        at += (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        yield at


def join_mp3(parts: Sequence[Path], counts: Sequence[int], path: Path) -> None:
    """Write `counts` frames of each part, of the last all, behind an Info tag that is right for them all: by
    it players leave out what the encoder was late by, and what it filled up at the end."""
    with path.open("wb") as out:
        frames = size = 0
        info = tail = b""
        for part, count in zip(parts, counts, strict=True):
            data = part.read_bytes()
            begin = behind_id3(data)
            ends = list(mp3_frames(data, begin))
            tail = data[begin : ends[0]]
            if not info:
                info = tail
                out.write(data[: ends[0]])
                start, size = begin, len(info)
            last = count or len(ends) - 1
            frames += last
            size += out.write(data[ends[0] : ends[last]])
        out.seek(start)
        out.write(_told(info, frames, size, tail))


def mp3_frames(data: bytes, at: int) -> Iterator[int]:
    """Where each frame of a stream of layer III ends."""
    while at + 4 <= len(data) and (header := frame(data[at : at + 4])) is not None:
        at += header[1]
        yield at


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
