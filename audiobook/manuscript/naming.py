"""A book's title when only its file name tells."""

from __future__ import annotations

import re
from pathlib import PurePath

from audiobook.manuscript.headings import SMALL


def title_from(place: str) -> str:
    """A title from a file name: "the-lamp_room.txt" → "The Lamp Room"."""
    stem = place if place == "standard input" else PurePath(place.replace("\\", "/")).stem
    words = re.sub(r"[\s_+]+|(?<=\w)[-.](?=\w)", " ", stem).split()
    if not words or place == "standard input":
        return "Story"
    if not any(c.isupper() for c in stem):
        words = [word if i and word in SMALL else word[0].upper() + word[1:] for i, word in enumerate(words)]
    return " ".join(words)
