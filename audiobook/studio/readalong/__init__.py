"""Reading along: captions, labels, chapter marks, a manifest and a talking e-book, all from the same cues.

Every writer is a function of what `heard` describes, so what they write always agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from audiobook.studio.readalong.captions import srt, vtt
from audiobook.studio.readalong.chapters import chapter_marks
from audiobook.studio.readalong.heard import HeardBook, HeardChapter
from audiobook.studio.readalong.labels import labels
from audiobook.studio.readalong.manifest import manifest


@dataclass(frozen=True, slots=True)
class ChapterWriter:
    """Writes a file for each chapter, beside its sound."""

    suffix: str
    write: Callable[[HeardChapter], str]


@dataclass(frozen=True, slots=True)
class BookWriter:
    """Writes one file for the whole book."""

    name: str
    """The file's name; `{title}` stands for the book's."""
    write: Callable[[HeardBook], str]


EPUB = "epub"
"""The format that holds text and sound together; see `overlay`."""

WRITERS: Mapping[str, ChapterWriter | BookWriter] = {
    "srt": ChapterWriter(".srt", srt),
    "vtt": ChapterWriter(".vtt", vtt),
    "labels": ChapterWriter(".labels.txt", labels),
    "chapters": BookWriter("{title}.chapters.json", chapter_marks),
    "manifest": BookWriter("{title}.audiobook.json", manifest),
}
"""By the name that `--format` knows."""

READ_ALONG = (*WRITERS, EPUB)
"""What `--format` takes besides sound."""
