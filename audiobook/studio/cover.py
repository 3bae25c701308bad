"""A cover for a book that brings none: its title and author, set on a ground of its own colour."""

from __future__ import annotations

import colorsys
import hashlib
import io

from PIL import Image, ImageDraw

from audiobook.studio.lettering import Font, font, font_for, writable

SIDE = 1600
"""Pixels: covers of audiobooks are square."""
MARGIN = 160


def draw_cover(title: str, author: str) -> bytes:
    """JPEG data of a typographic cover; the same title and author always give the same picture."""
    hue = hashlib.sha256(f"{title}\n{author}".encode("utf-8", "replace")).digest()[0] / 256
    picture = _ground(hue)
    draw = ImageDraw.Draw(picture)
    ink, accent = _colour(hue, 0.12, 0.97), _colour((hue + 0.08) % 1, 0.55, 0.86)
    title, author = writable(title or "Untitled"), writable(author)
    lines, large = _fitted(title, SIDE - 2 * MARGIN, 760, 210, 64)
    height = _line_height(large)
    top = 250
    draw.rectangle((MARGIN, top - 70, MARGIN + 150, top - 58), fill=accent)
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * height), line, font=large, fill=ink)
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


def _line_height(letters: Font) -> int:
    return round(getattr(letters, "size", 10) * 1.18)


def _fitted(text: str, width: int, height: int, largest: int, smallest: int) -> tuple[list[str], Font]:
    """The text in lines, as large as the space allows; what does not fit even so ends in an ellipsis."""
    name = font_for(text)
    for size in range(largest, smallest - 1, -6):
        letters = font(size, name)
        lines = _wrapped(text, letters, width)
        if lines and len(lines) * _line_height(letters) <= height:
            return lines, letters
    letters = font(smallest, name)
    room = height // _line_height(letters)
    lines = _wrapped(text, letters, width, force=True)
    return (lines if len(lines) <= room else [*lines[: room - 1], lines[room - 1][:-1] + "…"]), letters


def _wrapped(text: str, letters: Font, width: int, force: bool = False) -> list[str]:
    """The text in lines of at most `width` pixels; empty when a word is too long and is not to be broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and letters.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        while letters.getlength(word) > width:
            if not force:
                return []
            fits = max(next(n for n in range(len(word), 0, -1) if letters.getlength(word[:n]) <= width), 1)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines
