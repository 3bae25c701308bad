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


def cues_of(audio: Path) -> list[Heard]:
    """The lines that are heard in an audio file, in their order; none when its cues are missing or spoilt."""
    try:
        content = json.loads((audio.parent / CUES / f"{audio.stem}.json").read_text("utf-8"))
        found = [
            Heard(int(c["line"]), str(c["speaker"]), str(c["text"]), float(c["start"]), float(c["end"]))
            for c in content["cues"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [cue for cue in found if cue.end > cue.start]
