"""Bytes to text: UTF-8, UTF-16, UTF-32, Windows-1252 and, failing these, the likeliest other encoding."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from audiobook.errors import BadInput
from audiobook.manuscript.files import load, place_of

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"RIFF", "a sound or video file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a database"),
)

_CONTROLS = bytes({*range(32)} - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_HIGH = bytes(range(0x80, 0x100))
_SAMPLE = 1 << 16

_ODD_IN_1252 = re.compile(r"[a-z][À-ÖØ-ÞŠŽŒŸ¡-©«-¸º-¿†‡ˆ‰‹˜›¨¯´¸]+[a-z]|[a-z][À-ÖØ-ÞŠŽŒŸ]\b|[A-Za-z][‡ˆ‰˜¨¯]")
"""What no Western text holds: a capital with an accent, or a sign, in the middle of a word."""


def read_text_source(source: Path | str) -> str:
    """The decoded text of a plain-text story, newlines untouched; "-" is standard input.

    Raises BadInput when the file cannot be read or holds no text.
    """
    return decode(load(source), place_of(source))


def decode(data: bytes, place: str) -> str:
    """`data` as text, newlines untouched. `place` names the file in messages.

    A UTF-8 byte order mark stays (as U+FEFF), so that offsets agree with the file as others open it.
    Raises BadInput for what is no text.
    """
    _refuse_signatures(data, place)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if encoding:
        return _decoded(data, encoding, place)
    _refuse_binary(data, place)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _mended_utf8(data) or _single_byte(data)


def _refuse_signatures(data: bytes, place: str) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise BadInput(
                f"this is {what}, not a text",
                place=place,
                remedy="Give the story as .txt, .md, .fountain or .epub (calibre converts most documents).",
            )


def _decoded(data: bytes, encoding: str, place: str) -> str:
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > len(text) // 100 + 1:
        raise _binary(place)
    return text


def _binary(place: str) -> BadInput:
    return BadInput(
        "this is a binary file, not a text",
        place=place,
        remedy="Give the story as .txt, .md, .fountain or .epub.",
    )


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: zero bytes, or those of spaces and newlines, on one side of the pairs only."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[::2], sample[1::2]
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        zeros, wrong = high.count(0), low.count(0)
        if zeros > len(high) * 0.4 and wrong <= len(low) * 0.02:
            return encoding
        # Other scripts: blanks have a zero high byte, everything else does not.
        blanks = sum(low.count(blank) for blank in (0x20, 0x0A, 0x0D))
        if zeros > len(high) * 0.08 and wrong == 0 and blanks >= zeros * 0.6:
            return encoding
    return None


def _refuse_binary(data: bytes, place: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(len(data) // 50, 2) or data.count(0) > max(len(data) // 200, 2):
        raise _binary(place)


def _mended_utf8(data: bytes) -> str | None:
    """UTF-8 in which a few bytes are broken or Windows-1252, if most of it is sound."""
    text = data.decode("utf-8", errors="surrogateescape")
    broken = re.findall(r"[\udc80-\udcff]", text)
    sound = len(re.findall(r"[\u0080-\ud7ff\ue000-\U0010ffff]", text))
    if sound <= 2 * len(broken):
        return None
    return re.sub(r"[\udc80-\udcff]", lambda match: _one_byte(ord(match[0]) - 0xDC00), text)


def _one_byte(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="replace")


def _single_byte(data: bytes) -> str:
    """Text in a one-byte or East Asian encoding: Windows-1252 unless it looks wrong, else the best guess.

    In Western text letters with accents stand alone among plain ones; long runs of high bytes are
    another script, and signs or lone capitals inside words another code page.
    """
    high = len(data) - len(data.translate(None, _HIGH))
    runs = sum(len(run) for run in re.findall(rb"[\x80-\xff]{5,}|[\xc0-\xff]{3,}", data))
    western = data.decode("cp1252", errors="replace")
    odd = len(_ODD_IN_1252.findall(western)) + western.count("\ufffd")
    if runs <= 0.2 * high and odd <= 0.1 * high:
        return western
    return _best_guess(data) or western


def _best_guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best else None
