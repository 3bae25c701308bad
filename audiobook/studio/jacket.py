"""The jacket: a book's cover, and the tags that its files carry."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from pathlib import Path

from audiobook.errors import BadInput
from audiobook.files import write_whole
from audiobook.model import Book
from audiobook.studio.edition import COVERS
from audiobook.studio.ledger import Ledger, digest, digest_of
from audiobook.studio.sheets import Chapter
from audiobook.studio.tags import Tags

DRESS = 1
"""Raised by one when the same tags are to be written differently."""


class Jacket:
    """What a book's files show of it."""

    def __init__(self, folder: Path, book: Book, reader: str, ledger: Ledger) -> None:
        self.book, self.reader = book, reader
        self.cover: Path | None = None
        """Known once it was found or drawn."""
        self.cover_digest = ""
        self._folder, self._ledger = folder, ledger

    def find_cover(self, *, write: bool) -> None:
        """Find the cover, take it from the book, or draw it; `write` puts it there. Raises OSError."""
        for name in COVERS:
            path = self._folder / name
            if path.is_file() and not self._ledger.intact(name) and _is_picture(path):
                self.cover, self.cover_digest = path, digest_of(path)  # a person put it there
                return
        book = self.book
        made_from = digest([DRESS, book.cover.hex() if book.cover else [book.title, book.author]])
        name = "cover.png" if book.cover and book.cover.startswith(b"\x89PNG") else "cover.jpg"
        self.cover, self.cover_digest = self._folder / name, made_from
        if write and not self._ledger.holds(name, made_from):
            from audiobook.studio.cover import draw_cover

            if name not in self._ledger.files and self.cover.exists() and not _is_picture(self.cover):
                raise stranger(self.cover)
            write_whole(self.cover, book.cover or draw_cover(book.title, book.author))
            self._ledger.note(name, made_from)

    def of_chapter(self, chapter: Chapter, chapters: int) -> Tags:
        """The tags of a chapter's file."""
        return self._tags(chapter.title or self.book.title, track=chapter.index + 1, tracks=chapters)

    def of_book(self) -> Tags:
        """The tags of the one file of the whole book."""
        return self._tags(self.book.title)

    def of_sample(self) -> Tags:
        """The tags of the retail sample."""
        return self._tags(f"{self.book.title} (Sample)")

    def dress(self, tags: Tags | None) -> str:
        """The digest of tags and cover; empty where there are none."""
        if tags is None:
            return ""
        return digest([DRESS, {**asdict(tags), "cover": self.cover_digest}])

    def _tags(self, title: str, track: int = 0, tracks: int = 0) -> Tags:
        book = self.book
        return Tags(
            title, book.title, book.author, self.reader, book.year, book.language, track, tracks, self.cover
        )


def stranger(path: Path) -> BadInput:
    """The error for a file in the way that somebody else made."""
    return BadInput(
        "this file was not made by audiobook, so it is not overwritten",
        place=str(path),
        remedy="Move it away, or choose another folder with --output.",
    )


def _is_picture(path: Path) -> bool:
    with contextlib.suppress(OSError), path.open("rb") as file:
        start = file.read(8)
        return start.startswith((b"\xff\xd8\xff", b"\x89PNG"))
    return False
