"""Opening and closing credits as chapters of their own, as shops ask for them."""

from __future__ import annotations

from dataclasses import replace

from audiobook.model import Credits, Line, Script

OPENING, CLOSING = "Opening Credits", "Closing Credits"


def with_credits(script: Script, credits: Credits) -> Script:
    """The script between a chapter that the narrator opens it with and one that closes it."""
    last = len(script.chapters) + 1
    lines = (
        Line(credits.opening, 0, 0),
        *(replace(line, chapter=line.chapter + 1) for line in script.lines),
        Line(credits.closing, last, 0),
    )
    return replace(script, chapters=(OPENING, *script.chapters, CLOSING), lines=lines)
