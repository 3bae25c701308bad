"""A cover for a book that brings none: its title and author, set on a ground of its own colour."""

from __future__ import annotations

import colorsys
import hashlib
import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIDE = 1600
"""Pixels: covers of audiobooks are square."""
MARGIN = 160

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


def draw_cover(title: str, author: str) -> bytes:
    """JPEG data of a typographic cover; the same title and author always give the same picture."""
    hue = hashlib.sha256(f"{title}\n{author}".encode("utf-8", "replace")).digest()[0] / 256
    picture = _ground(hue)
    draw = ImageDraw.Draw(picture)
    ink, accent = _colour(hue, 0.12, 0.97), _colour((hue + 0.08) % 1, 0.55, 0.86)
    title, author = _writable(title or "Untitled"), _writable(author)
    lines, font = _fitted(title, SIDE - 2 * MARGIN, 760, 210, 64)
    height = _line_height(font)
    top = 250
    draw.rectangle((MARGIN, top - 70, MARGIN + 150, top - 58), fill=accent)
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * height), line, font=font, fill=ink)
    if author:
        names, small = _fitted(author, SIDE - 2 * MARGIN, 240, 84, 40)
        bottom = SIDE - MARGIN - len(names) * _line_height(small)
        for number, line in enumerate(names):
            draw.text((MARGIN, bottom + number * _line_height(small)), line, font=small, fill=accent)
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=88, optimize=True)
    return data.getvalue()


def _ground(hue: float) -> Image.Image:
    """Dark, a little lighter towards the top, with rings of sound from the lower right."""
    top, bottom = _colour(hue, 0.55, 0.34), _colour((hue + 0.05) % 1, 0.68, 0.13)
    column = Image.new("RGB", (1, SIDE))
    for y in range(SIDE):
        share = y / SIDE
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    picture = column.resize((SIDE, SIDE)).convert("RGBA")
    rings = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(rings)
    for number in range(9):
        radius = 180 + number * 130
        ring = (SIDE - radius, SIDE - 220 - radius, SIDE + radius, SIDE - 220 + radius)
        draw.ellipse(ring, outline=(255, 255, 255, max(46 - 5 * number, 6)), width=10)
    return Image.alpha_composite(picture, rings).convert("RGB")


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


@cache
def _font(size: int, name: str = "") -> Font:
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


def _font_for(text: str) -> str:
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
    font = _font(32, name)
    box = bytes(font.getmask("\uffff"))
    return {letter for letter in set(text) if not letter.isspace() and bytes(font.getmask(letter)) == box}


def _writable(text: str) -> str:
    """The text without letters that no font here has."""
    lacking = _lacking(text, _font_for(text))
    return " ".join("".join(letter for letter in text if letter not in lacking).split())


def _line_height(font: Font) -> int:
    return round(getattr(font, "size", 10) * 1.18)


def _fitted(text: str, width: int, height: int, largest: int, smallest: int) -> tuple[list[str], Font]:
    """The text in lines, as large as the space allows; what does not fit even so ends in an ellipsis."""
    name = _font_for(text)
    for size in range(largest, smallest - 1, -6):
        font = _font(size, name)
        lines = _wrapped(text, font, width)
        if lines and len(lines) * _line_height(font) <= height:
            return lines, font
    font = _font(smallest, name)
    room = height // _line_height(font)
    lines = _wrapped(text, font, width, force=True)
    return (lines if len(lines) <= room else [*lines[: room - 1], lines[room - 1][:-1] + "…"]), font


def _wrapped(text: str, font: Font, width: int, force: bool = False) -> list[str]:
    """The text in lines of at most `width` pixels; empty when a word is too long and is not to be broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        while font.getlength(word) > width:
            if not force:
                return []
            fits = max(next(n for n in range(len(word), 0, -1) if font.getlength(word[:n]) <= width), 1)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines
