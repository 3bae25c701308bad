"""The verbatim guarantee: a script says its manuscript's words, all of them, once, in order."""

from __future__ import annotations

from audiobook.errors import JobFailed
from audiobook.model import Manuscript, Script, paragraph_text

_BUG = "This is our mistake, not yours: please report it with the story. Nothing was written."


def check(script: Script, manuscript: Manuscript) -> None:
    """Raise JobFailed unless the lines tile the manuscript's paragraphs and cover its source.

    Every character of the source that is no white space must lie in exactly one line or in exactly one
    stretch that was left out.
    """
    paragraphs = (p for chapter in manuscript.chapters for p in chapter.paragraphs)
    tagged = script.paragraphs()
    for number, paragraph in enumerate(paragraphs, start=1):
        lines = next(tagged, [])
        if paragraph_text(lines) != paragraph.text:
            raise JobFailed(
                f"the script's words are not the story's: “{paragraph.text[:60]}…”",
                place=f"{manuscript.book.title}, paragraph {number}",
                remedy=_BUG,
            )
    if next(tagged, None) is not None:
        raise JobFailed("the script has more than the story", place=manuscript.book.title, remedy=_BUG)
    _check_cover(script, manuscript)


def _check_cover(script: Script, manuscript: Manuscript) -> None:
    source = manuscript.source
    spans = sorted(
        [(line.start, line.end) for line in script.lines]
        + [(left.start, left.end) for left in manuscript.left_out]
    )
    at = 0
    for start, end in spans:
        if start < at or not _blank(source[at:start]):
            break
        at = end
    else:
        if _blank(source[at:]):
            return
    row = source.count("\n", 0, at) + 1
    raise JobFailed(
        f"the script loses or doubles words near “{source[at : at + 40].strip()}”",
        place=f"{manuscript.book.title}, line {row}",
        remedy=_BUG,
    )


def _blank(text: str) -> bool:
    return not text or text.isspace()
