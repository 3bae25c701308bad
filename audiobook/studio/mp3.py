"""MPEG audio frames, as far as their headers go (ISO/IEC 11172-3, 2.4.1.3)."""

from __future__ import annotations

from pathlib import Path

_KBITS = {
    # (MPEG version 1, layer III), then (2 and 2.5, layer III)
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
ID3_HEAD = 10
"""Bytes of an ID3v2 tag that say how long it is."""
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def bitrates(path: Path) -> frozenset[int]:
    """The bit rates (kbit/s) that a file's frames have; one for a constant bit rate. Raises OSError."""
    data = path.read_bytes()
    at = behind_id3(data)
    found: set[int] = set()
    first = True
    while at + 4 <= len(data):
        header = frame(data[at : at + 4])
        if header is None:
            if found:
                break  # tags at the end, or damage
            at += 1
            continue
        kbits, size = header
        # The first may be no sound but the encoder's own table (Xing, Info, VBRI), at whatever rate it needs.
        if not (first and any(mark in data[at : at + 200] for mark in (b"Xing", b"Info", b"VBRI"))):
            found.add(kbits)
        first = False
        at += size
    return frozenset(found)


def behind_id3(data: bytes) -> int:
    """Where the sound begins, behind an ID3v2 tag if there is one (id3.org, 3.1)."""
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return ID3_HEAD + size


def frame(header: bytes) -> tuple[int, int] | None:
    """(kbit/s, bytes) of a layer III frame, or None when this is no header."""
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    kbit_index, rate_index = header[2] >> 4, header[2] >> 2 & 3
    if header[0] != 0xFF or header[1] < 0xE0 or version == 1 or layer != 1:
        return None
    if kbit_index in (0, 15) or rate_index == 3:
        return None
    kbits = _KBITS[3 if version == 3 else 2][kbit_index]
    samples = 144 if version == 3 else 72
    return kbits, samples * 1000 * kbits // _RATES[version][rate_index] + (header[2] >> 1 & 1)
