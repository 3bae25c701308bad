"""Opening the story's file: what is there, what it is, and what to do when it cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path

from audiobook.errors import BadInput

MOST_BYTES = 1 << 30
"""No story is larger; a mistaken file name (a film, a disk image) must not fill the memory."""

STANDARD_INPUT = "-"

_CONVERT = "Convert it to .epub (calibre does that: ebook-convert {name} {stem}.epub) and give that file."
_SAVE_AS_TEXT = "Save it as .docx or plain text (.txt) in the program that made it, and give that file."

REMEDIES = {
    **dict.fromkeys(
        (".pdf", ".mobi", ".azw", ".azw3", ".azw4", ".kfx", ".prc", ".fb2", ".lit", ".lrf", ".pdb", ".djvu"),
        _CONVERT,
    ),
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".wpd", ".scriv", ".fdx"), _SAVE_AS_TEXT),
}
"""What to do with formats that people have but this program does not read."""


def place_of(source: Path | str) -> str:
    """What to call the story's file in messages."""
    return "standard input" if source == STANDARD_INPUT else str(source)


def load(source: Path | str) -> bytes:
    """The bytes of a story's file, or of standard input for "-".

    Raises BadInput when it is missing, a folder, unreadable, empty or far too large.
    """
    place = place_of(source)
    if source == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.isatty():
            raise BadInput(
                "nothing comes in", place=place, remedy="Pipe a story in: audiobook make - < story.txt"
            )
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        data = _load_file(Path(source), place)
    if len(data) > MOST_BYTES:
        raise BadInput(
            "this is larger than any book (over 1 GB)", place=place, remedy="Is it the right file?"
        )
    if not data.strip():
        raise BadInput("the file is empty", place=place, remedy="Give a file with a story in it.")
    return data


def _load_file(path: Path, place: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise BadInput("there is no such file", place=place, remedy=_look_alike(path)) from None
    except IsADirectoryError:
        raise BadInput("this is a folder, not a story", place=place, remedy=_inside(path)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError) and path.is_dir():  # as Windows says of folders
            raise BadInput("this is a folder, not a story", place=place, remedy=_inside(path)) from None
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise BadInput(
            f"the file cannot be read ({reason})", place=place, remedy="Check the name and its permissions."
        ) from None


def _look_alike(path: Path) -> str:
    """A remedy for a missing file that names the nearest one in its folder."""
    from audiobook.errors import did_you_mean

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except (OSError, ValueError):
        return f"There is no folder {path.parent} either; check the spelling."
    shown = did_you_mean(path.name, names, shown=lambda name: str(path.parent / name))
    return shown or "Check the spelling and the folder."


def _inside(path: Path) -> str:
    """A remedy for a folder that names a story in it, if there is just one."""
    from audiobook.manuscript import SUFFIXES

    try:
        stories = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in SUFFIXES)
    except OSError:
        stories = []
    if len(stories) == 1:
        return f"Did you mean {stories[0]}?"
    return f"Name one file in it: {', '.join(SUFFIXES)}."
