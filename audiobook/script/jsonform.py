"""The machine form of a script: one JSON object, for programs and for scoring."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from audiobook.errors import BadInput
from audiobook.model import Book, Character, Gender, Kind, LeftOut, Line, Script


def write_json(script: Script) -> str:
    """The script as JSON. Offsets count code points of the decoded input; ends are exclusive."""
    counts = Counter(line.speaker for line in script.lines)
    book = script.book
    return json.dumps(
        {
            "title": book.title,
            "author": book.author,
            **({"language": book.language} if book.language else {}),
            **({"year": book.year} if book.year else {}),
            "chapters": list(script.chapters),
            "characters": [
                {
                    "name": c.name,
                    "gender": c.gender.value,
                    "aliases": list(c.aliases),
                    "lines": counts[c.name],
                    **({"narrates": True} if c.narrates else {}),
                }
                for c in script.characters
            ],
            "lines": [_line(line) for line in script.lines],
            "left_out": [[left.start, left.end, left.why] for left in script.left_out],
        },
        ensure_ascii=False,
        indent=1,
    )


def _line(line: Line) -> dict[str, Any]:
    written: dict[str, Any] = {
        "chapter": line.chapter,
        "paragraph": line.paragraph,
        "start": line.start,
        "end": line.end,
        "text": line.text,
        "speaker": line.speaker,
        "kind": line.kind.value,
        "delivery": list(line.delivery),
        "confidence": line.confidence,
    }
    for name in ("reason", "heading", "opens_scene", "glued"):
        if value := getattr(line, name):
            written[name] = value
    return written


def read_json(text: str, place: str = "script.json") -> Script:
    """The script that `write_json` wrote. Raises BadInput for anything else."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"this is no JSON: {error.msg}", place=f"{place}, line {error.lineno}", remedy="Restore the file."
        ) from None
    try:
        return Script(
            book=Book(data["title"], data["author"], data.get("language", ""), data.get("year", "")),
            chapters=tuple(data["chapters"]),
            lines=tuple(
                Line(
                    **{
                        **line,
                        "kind": Kind(line["kind"]),
                        "delivery": tuple(line["delivery"]),
                        "confidence": float(line["confidence"]),
                    }
                )
                for line in data["lines"]
            ),
            characters=tuple(
                Character(c["name"], Gender(c["gender"]), tuple(c["aliases"]), c.get("narrates", False))
                for c in data["characters"]
            ),
            left_out=tuple(LeftOut(*left) for left in data["left_out"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            f"this is no script in JSON ({error})",
            place=place,
            remedy="Write it anew: audiobook script STORY --format json -o FILE",
        ) from None
