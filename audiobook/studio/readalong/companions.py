"""Which read-along files a book gets, and how each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audiobook.files import write_whole
from audiobook.studio.readalong import EPUB, WRITERS, BookWriter, ChapterWriter
from audiobook.studio.readalong.heard import HeardBook, HeardChapter, HeardSentence
from audiobook.studio.readalong.overlay import write_epub


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that goes with the sound."""

    format: str
    path: Path
    write: Callable[[HeardBook], None]
    """Writes it, whole or not at all. Raises OSError."""


def companions(
    formats: Sequence[str], folder: Path, title: str, chapters: Sequence[str], *, whole: bool
) -> Iterator[Companion]:
    """The files for these formats; `title` and `chapters` are file names without suffix.

    With `whole` the sound is one file, and what else would be a file for each chapter is one as well.
    """
    for form in formats:
        if form == EPUB:
            yield Companion(form, folder / f"{title}.epub", _epub(folder / f"{title}.epub"))
            continue
        match WRITERS[form]:
            case BookWriter(name=name, write=write):
                path = folder / name.format(title=title)
                yield Companion(form, path, _text(path, write))
            case ChapterWriter(suffix=suffix, write=write) if whole:
                path = folder / f"{title}{suffix}"
                yield Companion(form, path, _text(path, _of_all(write)))
            case ChapterWriter(suffix=suffix, write=write):
                for number, name in enumerate(chapters):
                    path = folder / f"{name}{suffix}"
                    yield Companion(form, path, _text(path, _of_chapter(write, number)))


def joined(book: HeardBook) -> HeardChapter:
    """All chapters as one, each beginning where the one before ends."""
    lines = []
    at = 0.0
    for chapter in book.chapters:
        for line in chapter.lines:
            sentences = tuple(HeardSentence(s.text, s.start + at, s.end + at) for s in line.sentences)
            lines.append(replace(line, start=line.start + at, end=line.end + at, sentences=sentences))
        at += chapter.seconds
    first = book.chapters[0]
    return HeardChapter(book.book.title, first.audio, at, tuple(lines))


def _of_chapter(write: Callable[[HeardChapter], str], number: int) -> Callable[[HeardBook], str]:
    return lambda book: write(book.chapters[number])


def _of_all(write: Callable[[HeardChapter], str]) -> Callable[[HeardBook], str]:
    return lambda book: write(joined(book))


def _text(path: Path, write: Callable[[HeardBook], str]) -> Callable[[HeardBook], None]:
    return lambda book: write_whole(path, write(book))


def _epub(path: Path) -> Callable[[HeardBook], None]:
    def write(book: HeardBook) -> None:
        aside = path.with_name(f".{path.name}.part")
        try:
            write_epub(book, aside)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)

    return write
