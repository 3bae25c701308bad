"""Labels for Audacity: start, end and text of every line, parted by tabs."""

from __future__ import annotations

from audiobook.studio.readalong.heard import HeardChapter


def labels(chapter: HeardChapter) -> str:
    """A chapter's label track."""
    rows = (
        f"{line.start:.3f}\t{line.end:.3f}\t{line.speaker}: {' '.join(line.text.split())}\n"
        for line in chapter.lines
        if line.sentences
    )
    return "".join(rows)
