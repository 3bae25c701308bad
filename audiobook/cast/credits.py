"""Opening and closing credits, as voices.toml words them."""

from __future__ import annotations

from audiobook.cast.layers import Voices
from audiobook.model import Book, Credits

READER = "computer voices"
"""Who reads, where nobody says otherwise."""


def credits_of(book: Book, voices: Voices) -> Credits:
    """What the narrator says before and after the book: [credits] in voices.toml, or the usual words."""
    said = {name: str(setting.value) for name, setting in voices.settings("credits").items()}
    reader = said.get("reader", "")
    about = {"title": book.title, "author": book.author, "reader": reader or READER}
    by = ", by {author}," if book.author else ","
    opening = said.get("opening", "{title}" + by + " read by {reader}.")
    closing = said.get("closing", "This was {title}" + by + " read by {reader}.")
    return Credits(_filled(opening, about), _filled(closing, about), reader)


def _filled(text: str, about: dict[str, str]) -> str:
    for name, value in about.items():
        text = text.replace("{" + name + "}", value)
    return " ".join(text.split())
