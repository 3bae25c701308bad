"""Chapter marks of the whole book as JSON, as Podcasting 2.0 players read them (version 1.2.0)."""

from __future__ import annotations

import json
from itertools import accumulate, pairwise

from audiobook.studio.readalong.heard import HeardBook


def chapter_marks(book: HeardBook) -> str:
    """Where each chapter starts and ends when all are heard one after the other, seconds."""
    starts = [0.0, *accumulate(chapter.seconds for chapter in book.chapters)]
    content = {
        "version": "1.2.0",
        "title": book.book.title,
        **({"author": book.book.author} if book.book.author else {}),
        "chapters": [
            {
                "startTime": round(start, 3),
                "endTime": round(end, 3),
                "title": chapter.title or book.book.title,
            }
            for chapter, (start, end) in zip(book.chapters, pairwise(starts), strict=True)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
