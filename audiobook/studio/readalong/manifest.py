"""A W3C audiobook manifest: what the files of the book are, and in which order they are heard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from audiobook.studio.readalong.heard import HeardBook, HeardChapter

MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg; codecs=opus",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".m4b": "audio/mp4",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
"""By the suffix of a file."""


def manifest(book: HeardBook) -> str:
    """The manifest of the folder's files (Audiobooks, W3C Recommendation of 10 November 2020)."""
    about = book.book
    content: dict[str, Any] = {
        "@context": ["https://schema.org", "https://www.w3.org/ns/pub-context"],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "name": about.title,
        "author": about.author or "unknown",
        "readBy": book.reader,
        "abridged": False,
        "inLanguage": about.language or "en",
        "duration": duration(book.seconds),
        "readingOrder": [
            {
                "url": quote(audio.name),
                "encodingFormat": MEDIA_TYPES[audio.suffix],
                "name": chapters[0].title if len(chapters) == 1 and chapters[0].title else about.title,
                "duration": duration(sum(chapter.seconds for chapter in chapters)),
            }
            for audio, chapters in _files(book)
        ],
    }
    if about.year:
        content["datePublished"] = about.year
    if book.cover:
        content["resources"] = [_cover(book.cover)]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _files(book: HeardBook) -> Iterator[tuple[Path, list[HeardChapter]]]:
    """The audio files and the chapters in each."""
    for audio, chapters in groupby(book.chapters, key=lambda chapter: chapter.audio):
        yield audio, list(chapters)


def duration(seconds: float) -> str:
    """A length of time as ISO 8601 has it."""
    return f"PT{seconds:.3f}S"


def _cover(cover: Path) -> dict[str, str]:
    return {"url": quote(cover.name), "encodingFormat": MEDIA_TYPES[cover.suffix], "rel": "cover"}
