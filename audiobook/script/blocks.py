"""A script paragraph by paragraph, for comparing one version of it with another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobook.model import Line, Script, paragraph_text


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a script: its lines and the text that they tile."""

    text: str
    lines: tuple[Line, ...]
    opens_chapter: bool
    """The first of its chapter."""

    @property
    def heading(self) -> bool:
        """Part of the chapter's heading."""
        return self.lines[0].heading

    @property
    def opens_scene(self) -> bool:
        """A scene break stands before it."""
        return self.lines[0].opens_scene

    def spans(self) -> Iterator[tuple[int, int, Line]]:
        """Each line with its place in the paragraph."""
        at = 0
        for n, line in enumerate(self.lines):
            at += bool(n) and not line.glued
            yield at, at + len(line.text), line
            at += len(line.text)

    def over(self, start: int, end: int) -> list[Line]:
        """The lines that a stretch of the text touches."""
        return [line for at, stop, line in self.spans() if at < end and stop > start]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text stands in the source; -1, -1 where that cannot be told."""
        first = last = -1
        for at, stop, line in self.spans():
            even = line.end - line.start == stop - at  # text and source advance together
            if at <= start < stop and line.start >= 0 and (even or start == at):
                first = line.start + start - at
            if at < end <= stop and line.start >= 0 and (even or end == stop):
                last = line.end - (stop - end)
        return (first, last) if first >= 0 and last >= 0 else (-1, -1)


def blocks(script: Script) -> list[Block]:
    """The paragraphs of a script in reading order."""
    chapter = -1
    found = []
    for lines in script.paragraphs():
        found.append(Block(paragraph_text(lines), tuple(lines), lines[0].chapter != chapter))
        chapter = lines[0].chapter
    return found
