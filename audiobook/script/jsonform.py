"""The machine form of a script: one JSON object, for programs and for scoring."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from typing import Any

from audiobook.errors import BadInput
from audiobook.model import Book, Character, Gender, Kind, LeftOut, Line, Script


def write_json(script: Script) -> str:
    """The script as JSON. Offsets count code points of the decoded input; ends are exclusive.

    Lines and `left_out` together cover every character that is not blank once. What is left out in the midst
    of a line (a page number, a footnote mark) lies in that line's own stretch: `left_out_within` lists it.
    """
    counts = Counter(line.speaker for line in script.lines)
    book = script.book
    outside, within = _parted(script)
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
            "left_out": [[left.start, left.end, left.why] for left in outside],
            **({"left_out_within": [[left.start, left.end, left.why] for left in within]} if within else {}),
        },
        ensure_ascii=False,
        indent=1,
    )


def _parted(script: Script) -> tuple[list[LeftOut], list[LeftOut]]:
    """What is left out between the lines, and what is left out in the midst of one."""
    lines = sorted((line.start, line.end) for line in script.lines if line.start >= 0)
    starts = [start for start, _ in lines]
    outside: list[LeftOut] = []
    within: list[LeftOut] = []
    for left in script.left_out:
        before = bisect_right(starts, left.start) - 1
        (within if before >= 0 and left.end <= lines[before][1] else outside).append(left)
    return outside, within


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
            left_out=tuple(
                sorted(
                    (LeftOut(*left) for left in [*data["left_out"], *data.get("left_out_within", ())]),
                    key=lambda left: left.start,
                )
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            f"this is no script in JSON ({error})",
            place=place,
            remedy="Write it anew: audiobook script STORY --format json -o FILE",
        ) from None
