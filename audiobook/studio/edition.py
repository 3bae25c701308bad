"""The edition: which files a book becomes in its folder, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from audiobook.model import Script
from audiobook.studio.cues import CUES
from audiobook.studio.encode import FORMATS
from audiobook.studio.filenames import chapter_names, file_name
from audiobook.studio.ledger import digest
from audiobook.studio.readalong import EPUB, READ_ALONG
from audiobook.studio.readalong.companions import Companion, companions

TAKES = ".takes"
PARTS = f"{TAKES}/parts"
MAKING = f"{TAKES}/making"
COVERS = ("cover.jpg", "cover.jpeg", "cover.png")
BOOK_FORMAT = "m4b"
"""The format in which all chapters make one file to listen to."""
PART_FORMATS = (BOOK_FORMAT, EPUB)
"""Formats whose chapters are parts of one file."""


class Edition:
    """The files that one book becomes in one folder."""

    def __init__(self, folder: Path, script: Script, formats: Sequence[str]) -> None:
        self.folder = folder
        self.formats = encoded(formats)
        """Those that chapters are encoded in."""
        self.has_sample = False
        """A retail sample is wanted."""
        self._along = tuple(form for form in dict.fromkeys(formats) if form in READ_ALONG)
        self._names = chapter_names(script.chapters)
        self._title = file_name(script.book.title)

    def name(self, chapter: int, form: str) -> str:
        """A chapter's file in a format, within the folder."""
        if form in PART_FORMATS:
            return part_name(chapter, form)
        return f"{self._names[chapter]}{FORMATS[form].suffix}"

    def cues_name(self, chapter: int) -> str:
        """The file of a chapter's cues, within the folder."""
        return f"{CUES}/{self._names[chapter]}.json"

    def cued(self, chapter: int) -> Path:
        """A file that a chapter's cues would be those of, whether it is there or not."""
        return self.folder / f"{self._names[chapter]}.wav"

    def aside(self, name: str) -> Path:
        """Where that file is made, before it is put in its place."""
        return self.folder / MAKING / digest(name)[:16] / Path(name).name

    @property
    def single(self) -> list[str]:
        """The formats that make a file of every chapter."""
        return [form for form in self.formats if form not in PART_FORMATS]

    def file_of(self, chapter: int) -> Path | None:
        """The file that a person plays to hear a chapter by itself, if the formats give one."""
        return self.folder / self.name(chapter, self.single[0]) if self.single else None

    def along(self, chapter: int) -> str:
        """The sound that a chapter's read-along files go with: for an e-book its own."""
        return self.name(chapter, EPUB if EPUB in self.formats else (self.single or [BOOK_FORMAT])[0])

    @property
    def book_file(self) -> Path | None:
        """The one file of the whole book, if it is asked for."""
        return self.folder / f"{self._title}.m4b" if BOOK_FORMAT in self.formats else None

    @property
    def playlist_file(self) -> Path:
        """The playlist."""
        return self.folder / f"{self._title}.m3u8"

    @property
    def sample_file(self) -> Path:
        """The retail sample."""
        return self.folder / f"{self._title} - Sample{FORMATS[self.sample_format].suffix}"

    @property
    def sample_format(self) -> str:
        """The format of the retail sample."""
        return next(iter(self.single), "mp3")

    def companions(self) -> Iterator[Companion]:
        """The files to read along with."""
        whole = bool(self.book_file) and not self.single
        return companions(self._along, self.folder, self._title, self._names, whole=whole)

    def sound_names(self) -> Iterator[str]:
        """All files of chapters' sound, within the folder."""
        for index in range(len(self._names)):
            yield from (self.name(index, form) for form in self.formats)

    def names(self) -> Iterator[str]:
        """All files, within the folder."""
        yield from self.sound_names()
        yield from (self.cues_name(index) for index in range(len(self._names)))
        yield self.playlist_file.name
        yield from COVERS
        if self.has_sample:
            yield self.sample_file.name
        if self.book_file:
            yield self.book_file.name
        yield from (companion.path.name for companion in self.companions())

    def ours(self, name: str) -> bool:
        """Of the kinds that these formats make: an older file of that name is to be cleared away."""
        suffix = Path(name).suffix
        if name.startswith(f"{PARTS}/"):
            return suffix in {FORMATS[form].suffix for form in self.formats if form in PART_FORMATS}
        kinds = {FORMATS[form].suffix for form in self.single} | {".json", ".m3u8"}
        return suffix in (kinds | {".m4b"} if self.book_file else kinds)

    def to_listen(self) -> list[Path]:
        """What the person gets, but for the cover, in the order of listening."""
        count = range(len(self._names))
        chapters = [self.folder / self.name(index, form) for form in self.single for index in count]
        along = [companion.path for companion in self.companions()]
        sample = self.sample_file if self.has_sample else None
        playlist = self.playlist_file if self.single else None
        rest = [self.book_file, sample, *along, playlist]
        return [*chapters, *(path for path in rest if path is not None)]


def encoded(formats: Sequence[str]) -> tuple[str, ...]:
    """Those of the formats that chapters are encoded in; mp3 too, where captions would be alone."""
    sounds = [form for form in dict.fromkeys(formats) if form in FORMATS]
    along = [form for form in formats if form in READ_ALONG and form != EPUB]
    if along and set(sounds) <= {EPUB}:
        sounds.insert(0, "mp3")  # captions go with something to hear
    return tuple(sounds)


def part_name(chapter: int, form: str) -> str:
    """A chapter's part of one file, within the book's folder."""
    return f"{PARTS}/{chapter + 1:04}{FORMATS[form].suffix}"
