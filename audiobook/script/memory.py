"""What the tagger found the last time: a story that did not change is not tagged again.

What is remembered counts only for the very same manuscript, the same known characters, and the same program,
file by file; and only when it is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from importlib.resources import files
from pathlib import Path

from audiobook.model import Character, Gender, Kind, Line, Manuscript, Script

PACKAGES = ("manuscript", "script")
"""Those of the program that a script depends on."""


def digest(manuscript: Manuscript, known: Sequence[Character]) -> str:
    """Of everything that the tagged script of a story depends on."""
    # The characters that a play's cues name are in the manuscript.
    return hashlib.sha256(
        repr((_program(), manuscript, tuple(known))).encode("utf-8", "surrogatepass")
    ).hexdigest()


def written(script: Script, digest: str) -> bytes:
    """The script as `recalled` reads it; what stands in the manuscript itself is not repeated."""
    content = {
        "lines": [astuple(line) for line in script.lines],
        "characters": [astuple(character) for character in script.characters],
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return f"{digest} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def recalled(path: Path, manuscript: Manuscript, digest: str) -> Script | None:
    """The script that was written for that digest; None when there is none, or it came to harm."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head.decode("ascii", "replace") != f"{digest} {hashlib.sha256(body).hexdigest()}":
        return None
    content = json.loads(body.decode("utf-8", "surrogatepass"))
    return Script(
        manuscript.book,
        tuple(chapter.title for chapter in manuscript.chapters),
        tuple(_line(*fields) for fields in content["lines"]),
        tuple(_character(*fields) for fields in content["characters"]),
        manuscript.left_out,
    )


def _line(
    text: str, chapter: int, paragraph: int, speaker: str, kind: str, delivery: list[str], *rest: object
) -> Line:
    return Line(text, chapter, paragraph, speaker, Kind(kind), tuple(delivery), *rest)  # type: ignore[arg-type]


def _character(name: str, gender: str, aliases: list[str], narrates: bool) -> Character:
    return Character(name, Gender(gender), tuple(aliases), narrates)


@cache
def _program() -> tuple[tuple[str, int, int], ...]:
    """The files that read and tag: names, sizes, dates. A version number would miss a mended program."""
    root = Path(str(files("audiobook")))
    parts = [path for package in PACKAGES for path in (root / package).rglob("*") if path.suffix != ".pyc"]
    there = [(path, path.stat()) for path in sorted([root / "model.py", *parts]) if path.is_file()]
    return tuple((path.relative_to(root).as_posix(), of.st_size, of.st_mtime_ns) for path, of in there)
