"""Story files → manuscript: one reader per format."""

from __future__ import annotations

from pathlib import Path

from audiobook.errors import BadInput
from audiobook.manuscript.decode import decode, read_text_source
from audiobook.manuscript.files import REMEDIES, STANDARD_INPUT, load, place_of
from audiobook.manuscript.verbatim import faults
from audiobook.model import Manuscript

__all__ = ["SUFFIXES", "faults", "read", "read_text", "read_text_source"]

SUFFIXES = (".txt",)
"""The file names that `read` takes, by their ends."""


def read(source: Path | str) -> Manuscript:
    """The manuscript in a story's file; "-" reads standard input and tells the format from its bytes.

    Raises BadInput when the file is missing, unreadable, of another format, damaged or without words.
    """
    _refuse_suffix(source)
    place = place_of(source)
    return read_text(decode(load(source), place), place)


def read_text(text: str, place: str = "story.txt") -> Manuscript:
    """The manuscript of a decoded text. `place` names it in messages, and its end tells the format."""
    from audiobook.manuscript import plaintext

    return plaintext.read(text, place)


def _refuse_suffix(source: Path | str) -> None:
    if source == STANDARD_INPUT:
        return
    path = Path(source)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES or not path.is_file():
        return
    remedy = REMEDIES.get(suffix, "Give the story as one of: {known}.")
    raise BadInput(
        f"files ending in {suffix} cannot be read"
        if suffix
        else "the file's name has no ending that tells its format",
        place=str(source),
        remedy=remedy.format(name=path.name, stem=path.stem, known=", ".join(SUFFIXES)),
    )
