"""The whole book, when its chapters are made: playlist, one file, what is read along; old files go."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import asdict, replace

from audiobook.files import write_whole
from audiobook.model import Script
from audiobook.studio.cues import cues_of
from audiobook.studio.edition import BOOK_FORMAT, Edition
from audiobook.studio.jacket import Jacket
from audiobook.studio.ledger import Ledger, digest, digest_of
from audiobook.studio.m4b import Mark, join
from audiobook.studio.playlist import playlist
from audiobook.studio.publish import TIMES
from audiobook.studio.readalong.heard import HeardBook, HeardChapter, heard_lines
from audiobook.studio.sheets import SOUND, Chapter


class WholeBook:
    """What an edition has besides its chapters."""

    def __init__(
        self, edition: Edition, jacket: Jacket, script: Script, chapters: Sequence[Chapter], ledger: Ledger
    ) -> None:
        self._edition, self._jacket, self._ledger = edition, jacket, ledger
        self._script, self._chapters = script, chapters

    def finish(self, *, complete: bool) -> None:
        """The playlist; and when no chapter is missing, the book in one file, and files of ours that the book
        no longer has, away. Raises OSError."""
        if self._edition.single:
            self._write_playlist()
        if complete:
            if self._edition.book_file:
                self._join()
            self._write_companions()
            self._clear_stale()

    def _write_playlist(self) -> None:
        edition, files = self._edition, self._ledger.files
        names = [
            (edition.name(chapter.index, edition.single[0]), chapter.title) for chapter in self._chapters
        ]
        text = playlist(
            self._script.book.title,
            [(name, title, files[name].seconds) for name, title in names if name in files],
        )
        path = edition.playlist_file
        if not self._ledger.holds(path.name, digest(text)):
            write_whole(path, text)
            self._ledger.note(path.name, digest(text))

    def _join(self) -> None:
        """The book in one file."""
        edition, files = self._edition, self._ledger.files
        assert edition.book_file is not None
        name, tags = edition.book_file.name, self._jacket.of_book()
        parts = [edition.name(chapter.index, BOOK_FORMAT) for chapter in self._chapters]
        titles = [chapter.title or self._script.book.title for chapter in self._chapters]
        sound = digest([SOUND, [files[part].sha256 for part in parts], titles])
        dress = self._jacket.dress(tags)
        if self._ledger.holds(name, sound) and files[name].dress == dress:
            return
        aside = edition.aside(name)
        aside.parent.mkdir(parents=True, exist_ok=True)
        marks = [Mark(title, edition.folder / part) for title, part in zip(titles, parts, strict=True)]
        seconds = join(marks, aside, tags)
        self._ledger.put(aside, name, sound=sound, dress=dress, sha256=digest_of(aside), seconds=seconds)

    def _write_companions(self) -> None:
        """Those read-along files that are not there as they should be."""
        edition, files = self._edition, self._ledger.files
        cues = [files[edition.cues_name(chapter.index)].sha256 for chapter in self._chapters]
        sounds = [files[edition.along(chapter.index)].sha256 for chapter in self._chapters]
        about = asdict(replace(self._script.book, cover=None))
        made_from = digest([TIMES, cues, sounds, about, self._jacket.reader, self._jacket.cover_digest])
        book: HeardBook | None = None
        for companion in edition.companions():
            name = companion.path.name
            if not self._ledger.holds(name, made_from):
                book = book or self._heard()
                companion.write(book)
                self._ledger.note(name, made_from)

    def _heard(self) -> HeardBook:
        """The book with the times of every line and sentence."""
        chapters = tuple(self._heard_chapter(chapter) for chapter in self._chapters)
        return HeardBook(self._script.book, self._jacket.reader, self._jacket.cover, chapters)

    def _heard_chapter(self, chapter: Chapter) -> HeardChapter:
        edition = self._edition
        seconds = self._ledger.files[edition.cues_name(chapter.index)].seconds
        packed = edition.folder / edition.along(chapter.index)
        sound = edition.file_of(chapter.index) or edition.book_file or packed
        lines = heard_lines(chapter.among(self._script.lines), cues_of(edition.cued(chapter.index)))
        return HeardChapter(chapter.title, sound, seconds, tuple(lines), packed)

    def _clear_stale(self) -> None:
        """Files of an earlier run that this one would have written under another name, or not at all."""
        wanted = set(self._edition.names())
        for name in [name for name in self._ledger.files if name not in wanted]:
            if not self._edition.ours(name):
                continue
            if self._ledger.intact(name):
                with contextlib.suppress(OSError):
                    (self._edition.folder / name).unlink()
            del self._ledger.files[name]
