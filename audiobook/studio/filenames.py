"""Titles as file names that every file system takes: Windows, macOS, Linux, and what stands between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 120
"""Bytes of a name in UTF-8, without its suffix: file systems stop at 255, encrypted ones at 143."""

_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_STAND_INS = str.maketrans({":": " -", "/": "-", "\\": "-", "|": "-", '"': "'", "<": "(", ">": ")"})
_DEVICES = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])(?=\.|$)", re.IGNORECASE
)


def file_name(title: str, otherwise: str = "Untitled") -> str:
    """A title as a file name without suffix; `otherwise` when nothing of it is left."""
    name = " ".join(unicodedata.normalize("NFC", title).split()).translate(_STAND_INS)
    name = _REFUSED.sub("", name)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cs", "Cn", "Co", "Cf"))
    name = re.sub(r"\s+", " ", name).lstrip("-. ").rstrip(". ")  # a dash would make it an option
    name = _cut(name).rstrip(". ") or otherwise
    return _DEVICES.sub(r"\g<0>_", name, count=1) if _DEVICES.match(name) else name


def chapter_names(titles: Sequence[str]) -> list[str]:
    """File names for chapters, without suffix: "01 - One", in an order that every player keeps.

    A title that begins with that number ("1: Low Water") is not given it twice.
    """
    digits = max(len(str(len(titles))), 2)
    return [
        f"{number:0{digits}} - {file_name(title.removeprefix(f'{number}: '), f'Chapter {number}')}"
        for number, title in enumerate(titles, start=1)
    ]


def _cut(name: str) -> str:
    """No longer than `LONGEST`, and no letter parted from its accents."""
    data = name.encode()
    if len(data) <= LONGEST:
        return name
    cut = data[:LONGEST].decode(errors="ignore")
    rest = name[len(cut) :]
    while cut and rest and unicodedata.combining(rest[0]):
        cut, rest = cut[:-1], cut[-1] + rest
    space = cut.rfind(" ")
    return cut[:space] if space > len(cut) * 2 // 3 else cut
