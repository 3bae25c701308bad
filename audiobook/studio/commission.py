"""What the studio is asked for: a script and its cast, to be heard in a folder, in these formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook.errors import BadInput, did_you_mean
from audiobook.model import Cast, Line, Script
from audiobook.studio.encode import FORMATS
from audiobook.studio.master import ACX, Standard
from audiobook.studio.readalong import READ_ALONG


@dataclass(frozen=True, slots=True)
class Commission:
    """Everything that says what a book sounds like and which files it becomes."""

    script: Script
    cast: Cast
    folder: Path
    spoken: Callable[[Line], str]
    """The form of a line that the engine reads."""
    formats: Sequence[str] = ("mp3",)
    standard: Standard = ACX
    reader: str = ""
    """Who is named as the one who reads; none: the narrator's voice."""
    takes: Path | str | None = None
    """Where the recorded lines are: a folder or an fsspec URL; None: in the book's folder."""


MEANT = {"mp4": "m4b", "m4a": "m4b", "aac": "m4b", "ogg": "opus"}
"""Suffixes of the same kinds of file, and the formats that come nearest."""


def check_formats(formats: Sequence[str]) -> None:
    """Raise BadInput, with the nearest valid choice, for a format that cannot be published."""
    known = tuple(dict.fromkeys((*FORMATS, *READ_ALONG)))
    if not formats:
        raise BadInput("no format is asked for", remedy=f"Formats: {', '.join(known)}.")
    for form in formats:
        if form not in known:
            remedy = did_you_mean(MEANT.get(form, form), known, f"Formats: {', '.join(known)}.")
            raise BadInput(f"there is no format {form!r}", remedy=remedy)
