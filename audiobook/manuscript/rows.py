"""The source cut into rows (its lines), and the blocks of rows that readers work on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from audiobook.model import LeftOut

_INVISIBLE = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"

UNSPOKEN = re.compile(
    # Joiners shape Arabic, Indic scripts and emoji; beside a Latin letter they are leftovers.
    f"[{_INVISIBLE}{_CONTROL}\u200c\u200d]"
    "(?:(?<![\u200c\u200d])|(?<=[\x00-\x7f][\u200c\u200d])|(?=[\x00-\x7f]))"
)
"""A character that neither prints nor sounds: control characters other than white space, soft
hyphens, zero-width spaces, byte order marks."""

_CLOSERS = "\"'”’»)]*_"


def ends_sentence(text: str) -> bool:
    """Whether a paragraph may end after `text`: its last sentence is finished, or broken off."""
    return text.rstrip(_CLOSERS).endswith((".", "!", "?", "…", ":", "--", "—", "–"))


def unspoken_why(text: str) -> str:
    """The reason to give for leaving out an unspoken character."""
    return "control character" if re.match(f"[{_CONTROL}]", text) else "invisible character"


class Row(NamedTuple):
    """One line of the source, without the white space at its edges; never blank."""

    start: int
    end: int
    text: str
    """`source[start:end]` without invisible and control characters."""
    indent: int = 0
    """Columns of white space before it."""
    gap: int = 0
    """Blank lines before it."""
    number: int = 0
    """Its line number, from 1."""


def split_rows(source: str, start: int = 0) -> list[Row]:
    """The lines of `source` from `start` on that are not blank, in order. Every kind of line end counts."""
    rows = []
    at, gap = start, 0
    unclean = UNSPOKEN.search(source, start) is not None
    before = len(source[:start].splitlines())
    for number, line in enumerate(source[start:].splitlines(keepends=True), before + 1):
        body = line.strip()
        text = clean(body) if unclean else body
        if text:
            lead = len(line) - len(line.lstrip())
            indent = len(line[:lead].expandtabs(8)) if lead else 0
            rows.append(Row(at + lead, at + lead + len(body), text, indent, gap, number))
            gap = 0
        else:
            gap += 1
        at += len(line)
    return rows


def clean(text: str) -> str:
    """`text` without unspoken characters, and without white space at its edges."""
    return UNSPOKEN.sub("", text).strip()


class Role(StrEnum):
    """What a block is to the story."""

    TEXT = "text"
    HEADING = "heading"
    BREAK = "scene break"
    OUT = "left out"


@dataclass(slots=True)
class Block:
    """Rows that belong together: a paragraph, a heading, a scene break, or something left out."""

    rows: list[Row]
    role: Role = Role.TEXT
    why: str = ""
    """Why it is left out."""
    level: int = 0
    """A heading's level, 1 the highest; 0 where the format has no levels."""
    cuts: list[LeftOut] = field(default_factory=list)
    """Stretches inside it that are left out."""
    cue: str | None = None
    """Who speaks it, where the format says so."""
    delivery: tuple[str, ...] = ()
    """How it is said, where the format says so."""
    opens_scene: bool = False
    chapter: str = ""
    """The title of the chapter that it opens, where the format has a table of contents."""
    front: bool = False
    """Part of the title page: read aloud, but not of the chapter's title."""

    @property
    def start(self) -> int:
        """Where it starts in the source."""
        return self.rows[0].start

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.rows[-1].end

    @property
    def gap(self) -> int:
        """Blank lines before it."""
        return self.rows[0].gap

    @property
    def text(self) -> str:
        """Its rows joined by spaces (for looking at; the paragraph's own text is made from the source)."""
        return " ".join(row.text for row in self.rows)

    def part(self, first: int, end: int, role: Role | None = None) -> Block:
        """Its rows from `first` up to `end` as a block of their own."""
        rows = self.rows[first:end]
        cuts = [cut for cut in self.cuts if rows[0].start <= cut.start < rows[-1].end]
        chapter = "" if first else self.chapter
        return replace(self, rows=rows, cuts=cuts, role=role or self.role, chapter=chapter)

    def leave_out(self, why: str) -> None:
        """Make it no part of the story."""
        self.role, self.why = Role.OUT, why


def left_out_rows(rows: Iterable[Row], why: str) -> Block:
    """A block of rows that are no part of the story."""
    return Block(list(rows), Role.OUT, why)
