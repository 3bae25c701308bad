"""Letters for pictures: fonts that have what a title or a name is written with."""

from __future__ import annotations

from functools import cache

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

OTHER_FONTS = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "segoeui.ttf",
    "arial.ttf",
    "Arial Unicode.ttf",
    "NotoSansCJK-Regular.ttc",
    "msyh.ttc",
    "YuGothM.ttc",
    "malgun.ttf",
    "PingFang.ttc",
    "AppleSDGothicNeo.ttc",
)
"""Looked for on the system when a title has letters that Pillow's own font lacks; none need be there."""


@cache
def font(size: int, name: str = "") -> Font:
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


def font_for(text: str) -> str:
    """The first font with every letter of the text: "" is Pillow's own, and also the answer when none has."""
    for name in ("", *OTHER_FONTS):
        try:
            if not _lacking(text, name):
                return name
        except OSError:
            continue  # not on this system
    return ""


def _lacking(text: str, name: str) -> set[str]:
    """The letters that a font shows as an empty box."""
    letters = font(32, name)
    box = bytes(letters.getmask("\uffff"))
    return {letter for letter in set(text) if not letter.isspace() and bytes(letters.getmask(letter)) == box}


def writable(text: str) -> str:
    """The text without letters that no font here has."""
    lacking = _lacking(text, font_for(text))
    return " ".join("".join(letter for letter in text if letter not in lacking).split())
