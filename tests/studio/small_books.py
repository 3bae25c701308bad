"""Short scripts to produce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from audiobook import studio
from audiobook.model import NARRATOR, Book, Cast, Kind, Line, Script, Voice

CAST = Cast(
    Voice("hum", "low"),
    {"Ada": Voice("hum", "high"), "Tom": Voice("hum", "quiet"), "Bo": Voice("hum", "loud")},
)


COMMISSIONED = {field.name for field in fields(studio.Commission)}


def line(text: str, paragraph: int, speaker: str = NARRATOR, chapter: int = 0, **fields: Any) -> Line:
    """A line of narration, or of speech when somebody speaks."""
    kind = Kind.NARRATION if speaker == NARRATOR else Kind.SPEECH
    return Line(text, chapter, paragraph, speaker, kind, **fields)


def as_written(line: Line) -> str:
    """The text read as it stands."""
    return line.text


def story(*chapters: Sequence[Line], titles: Sequence[str] = (), **about: Any) -> Script:
    """A script of these chapters, numbered as they come."""
    lines = tuple(replace(each, chapter=n) for n, chapter in enumerate(chapters) for each in chapter)
    names = tuple(titles) or tuple(f"Part {n}" for n in range(1, len(chapters) + 1))
    return Script(Book(**{"title": "The Kite", "author": "R. Vane", "year": "2025", **about}), names, lines)


def chapter(*texts: str) -> list[Line]:
    """A heading and paragraphs of narration."""
    return [line("Part", 0, heading=True), *(line(text, n) for n, text in enumerate(texts, start=1))]


def two_chapters() -> Script:
    """Somebody says something in each."""
    return story(
        [
            line("One", 0, heading=True),
            line("The kite went up at noon.", 1),
            line('"Higher,"', 2, "Ada"),
            line("said Ada.", 2),
            line('"It will snap!"', 3, "Tom"),
        ],
        [
            line("Two", 0, heading=True),
            line("It did.", 1),
            line('"Told you."', 2, "Tom"),
            line('"Oh."', 3, "Ada"),
        ],
        titles=("Up", "Down"),
    )


def produce(script: Script, folder: Path, cast: Cast = CAST, **options: Any) -> studio.Production:
    """`studio.produce` with one worker and the text read as it stands."""
    asked = {name: options.pop(name) for name in COMMISSIONED & options.keys()}
    commission = studio.Commission(script, cast, folder, **{"spoken": as_written, **asked})
    return studio.produce(commission, **{"jobs": 1, **options})


def plan(script: Script, folder: Path) -> studio.Plan:
    """`studio.plan` of the same."""
    return studio.plan(studio.Commission(script, CAST, folder, spoken=as_written))
