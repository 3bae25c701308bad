"""How the work goes, and what came of it: for whoever watches, and for the next run's estimates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audiobook.model import Reading
from audiobook.studio.sheets import Chapter
from audiobook.studio.tasks import Published, Recorded


class Progress(Protocol):
    """Told how the work goes on."""

    def __call__(self, stage: str, done: float, total: float, note: str) -> None:
        """`stage` is "fetch" (bytes), "record" (characters), "publish" (chapters) or "join"; `note` is for
        people."""


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A line that could not be recorded."""

    line: int
    """Index into `Script.lines`."""
    chapter: int
    speaker: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class MadeChapter:
    """What became of a chapter."""

    title: str
    file: Path | None
    """None where all chapters share one file."""
    seconds: float
    state: str
    """"made" (mixed and encoded), "dressed" (new tags or name only), "kept", or "failed"."""


@dataclass(frozen=True, slots=True)
class Production:
    """What a run of the studio made."""

    folder: Path
    chapters: tuple[MadeChapter, ...]
    lines_recorded: int
    """Lines of which something was recorded in this run."""
    lines_kept: int
    """Lines whose takes were there, or were not needed because their chapter is up to date."""
    readings_recorded: int
    """Takes recorded in this run (a line is recorded sentence by sentence; equal ones once)."""
    failed: tuple[FailedLine, ...]
    files: tuple[Path, ...]
    """In the order of listening: chapters, the book in one file, playlist, cover."""
    seconds: float
    """Length of all chapters."""
    takes_bytes: int
    """What the takes occupy."""
    takes_unused: int
    """How many takes no line asks for any more."""

    def count(self, state: str) -> int:
        """How many chapters are in that state."""
        return sum(chapter.state == state for chapter in self.chapters)


class Report:
    """How far the work is, for whoever watches and for the next run's estimates."""

    def __init__(self, readings: Mapping[str, Reading], progress: Progress) -> None:
        self.keys: set[str] = set()
        """Takes recorded so far."""
        self.chapters = 0
        """How many are to be published."""
        self._readings, self._progress = readings, progress
        self._expected: set[str] = set()
        self._characters = self._done = 0
        self._published = 0
        self._spent: dict[str, float] = {}
        self._amounts: dict[str, float] = {}

    def expect(self, readings: Mapping[str, Reading]) -> None:
        """These are to be recorded."""
        for key in readings.keys() - self._expected:
            self._expected.add(key)
            self._characters += len(readings[key].text)

    def recorded(self, answer: Recorded) -> None:
        """One more take."""
        self.keys.add(answer.key)
        reading = self._readings[answer.key]
        self._done += len(reading.text)
        self._spend(f"record {reading.voice.engine}", answer.seconds, len(reading.text))
        self._progress("record", self._done, max(self._characters, self._done), "")

    def published(self, chapter: Chapter, answer: Published) -> None:
        """One more chapter."""
        self._published += 1
        if answer.work:
            self._spend("publish", answer.work, sum(len(phrase.reading.text) for phrase in chapter.phrases))
        self._progress("publish", self._published, max(self.chapters, self._published), chapter.title)

    def note_speeds(self, speeds: dict[str, float]) -> None:
        """Put seconds of work per character where the next run finds them."""
        for what, seconds in self._spent.items():
            speeds[what] = seconds / max(self._amounts[what], 1)

    def _spend(self, what: str, seconds: float, characters: int) -> None:
        self._spent[what] = self._spent.get(what, 0.0) + seconds
        self._amounts[what] = self._amounts.get(what, 0.0) + characters
