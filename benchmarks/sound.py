"""How finished audiobooks sound, by measurement: levels, pauses, joints, and whether the words come out.

usage: python benchmarks/sound.py STORY [STORY …] [--words N] [--recogniser DIR] [--minutes M]

Each story is made into an audiobook with the default engine, as WAV (what was mixed) and as MP3 (what is
published), and the files are decoded and measured. `--words 20000` adds a generated text of that length.
With the folder of a Whisper model, the first M minutes (12) of each book are transcribed too, and beside
them the same lines straight from the engine, placed where the mix has them.

Printed for each book, with the mark in brackets
  chapters  that meet every figure of the ACX audio spec (all)
  speakers  loudness of the speakers apart, LU; deliveries aside (1.5)
  chapters apart, LU (0.5)
  pause     the longest but at a chapter's end, seconds (3)
  joint     the highest sample jump where sound meets silence, dBFS (-50)
  WER       of the finished chapters, and of the engine alone (at most one point above)
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from novel import novel

import audiobook
from audiobook import engines, production, studio
from audiobook.model import Cast, Line
from audiobook.script.spoken import spoken
from audiobook.studio.cues import Heard, cues_of
from audiobook.studio.listening import AROUND, RATE, LineHeard, Recogniser, compare, error_rate, stretches
from audiobook.studio.measure import SILENCE, Samples, integrated, samples_of
from audiobook.studio.mix import resampled
from audiobook.studio.preflight import decoded

ENOUGH = 6.0
"""Seconds that a speaker must be heard to be compared."""
SILENT_RUN = 0.02
"""Seconds of digital silence that make a pause."""
ORDINARY = -25.0
"""dBFS that speech straight from the engine is brought to for the recogniser."""


@dataclass
class Figures:
    """What was measured of one book."""

    name: str
    passed: int
    chapters: int
    speakers: float
    apart: float
    pause: float
    joint: float
    finished: float | None = None
    alone: float | None = None


def measure(story: Path, folder: Path, model: str | None, minutes: float) -> Figures:
    """Make the book and measure it."""
    made = audiobook.make(story, folder, formats=("mp3", "wav"))
    checked = studio.check(sorted(folder.glob("*.mp3")))
    files = [one for one in checked if one.path]
    lines = [list(lines) for _, lines in made.prepared.script.by_chapter()]
    long = [float(one.value("loudness")) for one in files if float(one.value("length")) >= 60]
    figures = Figures(
        story.stem,
        sum(one.passed for one in files),
        len(files),
        _apart(list(_speakers(files, lines))),
        _apart(long),
        max(float(one.value("longest gap")) for one in files),
        max(_joint(path) for path in folder.glob("*.wav")),
    )
    if model:
        figures.finished, figures.alone = _word_errors(made, files, lines, model, minutes)
    return figures


def _apart(levels: Sequence[float]) -> float:
    return max(levels) - min(levels) if levels else 0.0


def _speakers(files: Sequence[studio.Checked], lines: Sequence[Sequence[Line]]) -> Iterator[float]:
    """How loud each speaker is over the whole book, LUFS, on lines said without any delivery."""
    heard: dict[str, list[np.ndarray]] = {}
    for one, chapter in zip(files, lines, strict=True):
        assert one.path is not None
        assert one.sound is not None
        for cue in cues_of(one.path):
            line = chapter[cue.line]
            if not line.delivery and line.kind != "thought":
                steps = one.sound.steps[int(np.ceil(cue.start * 10)) : int(cue.end * 10)]
                heard.setdefault(cue.speaker, []).append(steps)
    for pieces in heard.values():
        steps = np.concatenate(pieces)
        if len(steps) / 10 >= ENOUGH:
            yield integrated(steps)


def _joint(path: Path) -> float:
    """The highest jump between a sample of silence and one of sound, dBFS."""
    rate = 44100
    samples = np.concatenate(list(decoded(path, rate, 1)))
    silent = np.abs(samples) < 1e-6
    edges = np.flatnonzero(np.diff(silent.astype(np.int8), prepend=0, append=0))
    runs = edges.reshape(-1, 2)
    runs = runs[runs[:, 1] - runs[:, 0] >= SILENT_RUN * rate]
    inner = [samples[start - 1] for start, _ in runs if start > 0]
    inner += [samples[end] for _, end in runs if end < len(samples)]
    highest = float(np.max(np.abs(inner), initial=0))
    return 20 * float(np.log10(highest)) if highest else SILENCE


def _word_errors(
    made: production.Made,
    files: Sequence[studio.Checked],
    lines: Sequence[Sequence[Line]],
    model: str,
    minutes: float,
) -> tuple[float, float]:
    """Word error rates of the finished files and of the engine alone, over the same stretches."""
    ear = Recogniser(model)
    finished: list[LineHeard] = []
    alone: list[LineHeard] = []
    left = minutes * 60
    for one, chapter in zip(files, lines, strict=True):
        assert one.path is not None
        samples = np.concatenate(list(decoded(one.path, RATE, 1)))
        for stretch in stretches(cues_of(one.path)):
            if left <= 0:
                return error_rate(finished), error_rate(alone)
            left -= stretch[-1].end - stretch[0].start
            start, end = (
                max(round(at * RATE), 0) for at in (stretch[0].start - AROUND, stretch[-1].end + AROUND)
            )
            finished += compare(one.path, stretch, ear.words(samples[start:end]), spoken)
            raw = _straight(stretch, chapter, made.prepared.casting.cast, end - start)
            alone += compare(one.path, stretch, ear.words(raw), spoken)
    return error_rate(finished), error_rate(alone)


def _straight(stretch: Sequence[Heard], chapter: Sequence[Line], cast: Cast, size: int) -> Samples:
    """The lines of a stretch as the engine says them, each begun where the mix has it if there is room."""
    pieces: list[Samples] = []
    at = 0
    for cue in stretch:
        voice = cast.voice_of(chapter[cue.line])
        speech = engines.get(voice.engine).speak(spoken(cue.text), voice)
        sound = resampled(samples_of(speech.pcm), speech.sample_rate, RATE)
        level = np.sqrt(np.mean(np.square(sound))) + 1e-9
        pause = max(round((cue.start - stretch[0].start + AROUND) * RATE) - at, 0)
        pieces += [np.zeros(pause, np.float32), sound * np.float32(10 ** (ORDINARY / 20) / level)]
        at += pause + len(sound)
    pieces.append(np.zeros(max(size - at, 0), np.float32))
    return np.concatenate(pieces)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stories", nargs="+", type=Path)
    parser.add_argument("--words", type=int, help="add a generated text of so many words")
    parser.add_argument("--recogniser", help="the folder of a Whisper model")
    parser.add_argument("--minutes", type=float, default=12.0, help="how much of each book is transcribed")
    options = parser.parse_args()
    heads = ("chapters", "speakers", "apart", "pause", "joint", "WER", "alone")
    widths = (9, 9, 6, 6, 7, 7, 7)
    print(f"{'book':<24} " + " ".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True)))
    with tempfile.TemporaryDirectory() as place:
        stories = list(options.stories)
        if options.words:
            stories.append(Path(place) / f"{options.words} words.txt")
            stories[-1].write_text(novel(options.words), encoding="utf-8")
        for number, story in enumerate(stories):
            show(measure(story, Path(place) / str(number), options.recogniser, options.minutes))


def show(f: Figures) -> None:
    """One line of the table."""
    rates = [f"{100 * rate:6.1f}%" if rate is not None else "" for rate in (f.finished, f.alone)]
    print(
        f"{f.name[:24]:<24} {f.passed:>4}/{f.chapters:<4} {f.speakers:>9.2f} {f.apart:>6.2f} {f.pause:>6.2f} "
        f"{f.joint:>7.1f} {rates[0]:>7} {rates[1]:>7}",
        flush=True,
    )


if __name__ == "__main__":
    main()
