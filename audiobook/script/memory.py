"""What the tagger found the last time: a story that did not change is not tagged again.

What is remembered counts only for the very same manuscript, the same known characters, and the same program,
file by file; and only when it is whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path

from audiobook.model import Character, Gender, Kind, Line, Manuscript, Script

PACKAGES = ("manuscript", "script")
"""Those of the program that a script depends on."""


def digest(manuscript: Manuscript, known: Sequence[Character]) -> str:
    """Of everything that the tagged script of a story depends on."""
    # The characters that a play's cues name are in the manuscript.
    told = hashlib.sha256()
    whole = replace(manuscript, source="", chapters=())
    paragraphs = (p for chapter in manuscript.chapters for p in (chapter.title, *chapter.paragraphs))
    for part in (_program(), tuple(known), whole, *paragraphs):
        told.update(repr(part).encode("utf-8", "surrogatepass"))
    told.update(manuscript.source.encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def written(script: Script, digest: str) -> bytes:
    """The script as `recalled` reads it; what stands in the manuscript itself is not repeated."""
    rows = [_row([astuple(character) for character in script.characters])]
    rows += (_row([getattr(line, name) for name in _FIELDS]) for line in script.lines)
    body = b"\n".join(rows)
    return f"{digest} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def recalled(path: Path, manuscript: Manuscript, digest: str) -> Script | None:
    """The script that was written for that digest; None when there is none, or it came to harm."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head.decode("ascii", "replace") != f"{digest} {hashlib.sha256(body).hexdigest()}":
        return None
    rows = (json.loads(row.decode("utf-8", "surrogatepass")) for row in io.BytesIO(body))
    characters = tuple(_character(*fields) for fields in next(rows))
    return Script(
        manuscript.book,
        tuple(chapter.title for chapter in manuscript.chapters),
        tuple(_line(*fields) for fields in rows),
        characters,
        manuscript.left_out,
    )


_FIELDS = tuple(field.name for field in fields(Line))


def _row(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _line(
    text: str,
    chapter: int,
    paragraph: int,
    speaker: str,
    kind: str,
    delivery: list[str],
    confidence: float,
    reason: str,
    *rest: object,
) -> Line:
    # Many lines share a speaker and a reason: each is kept once.
    return Line(
        text,
        chapter,
        paragraph,
        sys.intern(speaker),
        Kind(kind),
        tuple(delivery),
        confidence,
        sys.intern(reason),
        *rest,  # type: ignore[arg-type]
    )


def _character(name: str, gender: str, aliases: list[str], narrates: bool) -> Character:
    return Character(name, Gender(gender), tuple(aliases), narrates)


@cache
def _program() -> tuple[tuple[str, int, int], ...]:
    """The files that read and tag: names, sizes, dates. A version number would miss a mended program."""
    root = Path(str(resources.files("audiobook")))
    parts = [path for package in PACKAGES for path in (root / package).rglob("*") if path.suffix != ".pyc"]
    there = [(path, path.stat()) for path in sorted([root / "model.py", *parts]) if path.is_file()]
    return tuple((path.relative_to(root).as_posix(), of.st_size, of.st_mtime_ns) for path, of in there)
