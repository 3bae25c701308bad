"""Cues read back: where each line is heard in a chapter's audio file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

CUES = "cues"
"""The folder of the cues, beside the audio files."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line as it is heard in its chapter's file."""

    line: int
    """Number of the line within its chapter, from 0."""
    speaker: str
    text: str
    start: float
    end: float
    """Seconds from the start of the file."""
    phrases: tuple[tuple[float, float, int], ...] = ()
    """Start, end (seconds) and letters of each phrase that it was recorded in."""
    delivery: tuple[str, ...] = ()
    """How it is said, where that is no plain reading."""


def cues_of(audio: Path) -> list[Heard]:
    """The lines that are heard in an audio file, in their order; none when its cues are missing or spoilt."""
    try:
        content = json.loads((audio.parent / CUES / f"{audio.stem}.json").read_text("utf-8"))
        found = [
            Heard(
                int(cue["line"]),
                str(cue["speaker"]),
                str(cue["text"]),
                float(cue["start"]),
                float(cue["end"]),
                tuple(
                    (float(start), float(end), int(letters)) for start, end, letters in cue.get("phrases", ())
                ),
                tuple(map(str, cue.get("delivery", ()))),
            )
            for cue in content["cues"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [cue for cue in found if cue.end > cue.start]
