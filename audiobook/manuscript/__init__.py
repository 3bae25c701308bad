"""Story files → manuscript: one reader per format."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from audiobook.errors import BadInput
from audiobook.manuscript.decode import decode, read_text_source
from audiobook.manuscript.files import REMEDIES, STANDARD_INPUT, load, place_of
from audiobook.manuscript.verbatim import faults
from audiobook.model import Manuscript

__all__ = ["SUFFIXES", "faults", "read", "read_text", "read_text_source", "read_unless"]

_FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".fountain": "fountain",
    ".spmd": "fountain",
    ".epub": "epub",
    ".docx": "docx",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
}

SUFFIXES = (".txt", ".md", ".fountain", ".epub", ".docx", ".html")
"""The ends of the file names that `read` takes, each format named once."""

_LONGEST_LINE = 2_000_000
"""Characters. A book in one paragraph has fewer; what has more is no story, and would take hours."""


def read(source: Path | str) -> Manuscript:
    """The manuscript in a story's file; "-" reads standard input and tells the format from its bytes.

    Raises BadInput when the file is missing, unreadable, of another format, damaged or without words.
    """
    opened = read_unless(source, lambda text: False)
    assert isinstance(opened, Manuscript)
    return opened


def read_unless(source: Path | str, is_script: Callable[[str], bool]) -> Manuscript | str:
    """Like `read`, but hands back the decoded text itself when `is_script` knows it for a tagged script."""
    from audiobook.manuscript import docx, epub

    format_ = _format_of(source)
    place = place_of(source)
    data = load(source)
    if format_ == "epub" or (not format_ and epub.is_epub(data)):
        return epub.read(data, place)
    if format_ == "docx" or (not format_ and docx.is_docx(data)):
        return docx.read(data, place)
    text = decode(data, place)
    return text if is_script(text) else _read(text, place, format_)


def read_text(text: str, place: str = "story.txt") -> Manuscript:
    """The manuscript of a text that is already decoded; the end of `place` tells its format.

    For a caller that looked at the text first (`read_text_source`). Raises BadInput like `read`.
    """
    return _read(text, place, _FORMATS.get(Path(place).suffix.lower(), ""))


def _read(text: str, place: str, format_: str) -> Manuscript:
    from audiobook.manuscript import fountain, markdown, plaintext, webpage

    if format_ == "page" or (not format_ and webpage.is_page(text)):
        return webpage.read(text, place)
    _refuse_endless_line(text, place)
    if format_ == "fountain" or (format_ in ("text", "") and fountain.is_fountain(text)):
        return fountain.read(text, place)
    if format_ == "markdown" or (not format_ and markdown.is_markdown(text)):
        return markdown.read(text, place)
    return plaintext.read(text, place)


def _refuse_endless_line(text: str, place: str) -> None:
    if len(text) <= _LONGEST_LINE:
        return
    if match := re.search(rf"[^\r\n]{{{_LONGEST_LINE},}}", text):
        number = len(text[: match.start()].splitlines()) + 1
        raise BadInput(
            f"this line is {(match.end() - match.start()) / 1e6:.0f} million characters long",
            place=f"{place}, line {number}",
            remedy="No story has such a line: break it into paragraphs, or check that it is the right file.",
        )


def _format_of(source: Path | str) -> str:
    """The format that a file's name tells; empty for standard input. Raises BadInput for other names."""
    if source == STANDARD_INPUT:
        return ""
    path = Path(source)
    suffix = path.suffix.lower()
    if suffix in _FORMATS or not path.is_file():
        return _FORMATS.get(suffix, "")
    remedy = REMEDIES.get(suffix, "Give the story as one of: {known}.")
    problem = f"{suffix} files cannot be read" if suffix else "its name has no ending that tells the format"
    raise BadInput(
        problem,
        place=str(source),
        remedy=remedy.format(name=path.name, stem=path.stem, known=", ".join(SUFFIXES)),
    )
