"""Cues: where each line is heard in a chapter's audio file, written and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook.model import Cue, Kind, Line
from audiobook.studio.phrases import letters
from audiobook.studio.sheets import Chapter

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
                tuple((float(start), float(end), int(count)) for start, end, count in cue.get("phrases", ())),
                tuple(map(str, cue.get("delivery", ()))),
            )
            for cue in content["cues"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [cue for cue in found if cue.end > cue.start]


def cues_content(
    chapter: Chapter, lines: Sequence[Line], spans: Sequence[tuple[float, float]], seconds: float
) -> dict[str, object]:
    """What the cues of a chapter say as JSON, given when each phrase is heard and how long the file is."""
    phrases = _phrase_times(chapter, spans)
    return {
        "seconds": round(seconds, 3),
        "cues": [
            {**about, "start": round(cue.start, 3), "end": round(cue.end, 3), "phrases": phrases[cue.line]}
            for cue, about in zip(_line_cues(chapter, spans), cue_lines(lines), strict=True)
        ],
    }


def cue_lines(lines: Sequence[Line]) -> list[dict[str, object]]:
    """What the cues say of a chapter's lines besides their times."""
    return [
        {"line": number, "speaker": line.speaker, "text": line.text} | _manner(line)
        for number, line in enumerate(lines)
    ]


def _manner(line: Line) -> dict[str, object]:
    """How a line is said, where that is no plain reading."""
    asked = (*line.delivery, "thought") if line.kind is Kind.THOUGHT else line.delivery
    return {"delivery": list(asked)} if asked else {}


def _line_cues(chapter: Chapter, spans: Iterable[tuple[float, float]]) -> list[Cue]:
    """A cue for each line of a chapter; one with nothing to say has no length."""
    heard: dict[int, tuple[float, float]] = {}
    for phrase, (start, end) in zip(chapter.phrases, spans, strict=True):
        heard[phrase.line] = (heard.get(phrase.line, (start, end))[0], end)
    cues = []
    at = 0.0
    for line in range(chapter.first_line, chapter.first_line + chapter.lines):
        start, end = heard.get(line, (at, at))
        cues.append(Cue(line, start, end))
        at = end
    return cues


def _phrase_times(
    chapter: Chapter, spans: Iterable[tuple[float, float]]
) -> dict[int, list[tuple[float, float, int]]]:
    """For each line, start, end and letters of each of its phrases."""
    times: dict[int, list[tuple[float, float, int]]] = {
        line: [] for line in range(chapter.first_line, chapter.first_line + chapter.lines)
    }
    for phrase, (start, end) in zip(chapter.phrases, spans, strict=True):
        times[phrase.line].append((round(start, 3), round(end, 3), letters(phrase.reading.text)))
    return times
