"""A book by a neural engine beside the bare model: how long both take, what is understood, who sounds alike.

usage: python benchmarks/engines.py [--engine kokoro] [--story FILE] [--words N] [--recogniser DIR]

The first N words (500) of a story become an audiobook by one command. Beside it, in a process for each core,
ready before the clock starts, the bare engine says the same phrases, longest first. Printed, with the mark in
brackets:
  command   seconds of the whole command, and how many times the bare engine's (1.1)
  again     lines that a second run records (0)
  WER       share of the words that a recogniser gets wrong in the finished chapters (2 %)
  alike     the likest two voices of one scene, as a speaker model hears them in the finished chapters (0.80);
            needs resemblyzer
Run it on a machine that does nothing else. For the WER, plain.txt has no odd names and no figures, which
a recogniser writes as it likes: --story benchmarks/plain.txt --words 700 --recogniser DIR.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from pathlib import Path

import numpy as np

from audiobook import engines, production
from audiobook.model import Reading
from audiobook.script.spoken import spoken
from audiobook.studio.cues import cues_of
from audiobook.studio.listening import Recogniser, error_rate
from audiobook.studio.pool import cores
from audiobook.studio.preflight import decoded
from audiobook.studio.sheets import chapters

EXAMPLE = Path(__file__).parents[1] / "examples" / "the-lamp-room.txt"
HEARD = 16000
"""Hz, for the speaker model."""
ENOUGH = 3.0
"""Seconds that somebody must be heard to be compared."""

_engine: engines.Engine


def beginning(story: Path, words: int, place: Path) -> Path:
    """The first paragraphs of a story, so many words in all, as a file."""
    chosen: list[str] = []
    for paragraph in re.split(r"\n\s*\n", story.read_text("utf-8")):
        if sum(len(each.split()) for each in chosen) >= words:
            break
        chosen.append(paragraph)
    place.write_text("\n\n".join(chosen) + "\n", encoding="utf-8")
    return place


def phrases(story: Path, folder: Path, engine: str) -> list[Reading]:
    """What the command has the engine say, each once, the longest first."""
    prepared = production.prepare(story, folder, engine=engine)
    cast = prepared.casting.cast
    ready = {voice.engine: engines.get(voice.engine) for voice in (cast.narrator, *cast.characters.values())}
    planned = chapters(prepared.script, cast, production.spoken_form(prepared), ready)
    once = {phrase.key: phrase.reading for chapter in planned for phrase in chapter.phrases}
    return sorted(once.values(), key=lambda reading: -len(reading.text))


def bare(readings: Sequence[Reading]) -> float:
    """Seconds that the engine alone takes for them, one process for each core, one thread in each."""
    os.environ["OMP_NUM_THREADS"] = "1"
    count = cores()
    with ProcessPoolExecutor(count, initializer=_load, initargs=(readings[0].voice.engine,)) as pool:
        list(pool.map(_say, [readings[-1]] * 2 * count))  # everybody is ready
        begun = time.perf_counter()
        list(pool.map(_say, readings))
        return time.perf_counter() - begun


def _load(name: str) -> None:
    global _engine
    _engine = engines.get(name)


def _say(reading: Reading) -> int:
    return len(_engine.speak(reading.text, reading.voice).pcm)


def made(story: Path, folder: Path, engine: str) -> tuple[float, str]:
    """Seconds that the whole command takes, and what it printed."""
    command = [sys.executable, "-m", "audiobook", "make", str(story), "-o", str(folder), "--engine", engine]
    begun = time.perf_counter()
    done = subprocess.run([*command, "--format", "flac"], check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, done.stdout


def alike(folder: Path) -> tuple[float, str] | None:
    """How alike the likest two speakers of the book are, and who; None without a speaker model."""
    try:
        from resemblyzer import VoiceEncoder
    except ImportError:
        return None
    heard: dict[str, list[np.ndarray]] = defaultdict(list)
    for path in sorted(folder.glob("*.flac")):
        samples = np.concatenate(list(decoded(path, HEARD, 1)))
        for cue in cues_of(path):
            heard[cue.speaker].append(samples[round(cue.start * HEARD) : round(cue.end * HEARD)])
    encoder = VoiceEncoder("cpu", verbose=False)
    points = {
        name: encoder.embed_utterance(np.concatenate(pieces))
        for name, pieces in heard.items()
        if sum(map(len, pieces)) >= ENOUGH * HEARD
    }
    pairs = [(float(points[a] @ points[b]), f"{a} and {b}") for a, b in combinations(points, 2)]
    return max(pairs, default=None)


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--engine", default="kokoro")
    parser.add_argument("--story", type=Path, default=EXAMPLE)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--recogniser", help="the folder of a Whisper model, or a model's name")
    parser.add_argument("--keep", type=Path, help="the book's folder, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        folder = options.keep or Path(aside) / "book"
        story = beginning(options.story, options.words, Path(aside) / "story.txt")
        readings = phrases(story, folder, options.engine)
        alone = bare(readings)
        seconds, _ = made(story, folder, options.engine)
        print(f"command  {seconds:.0f} s, {seconds / alone:.2f} times the bare engine's {alone:.0f} s [1.1]")
        again, told = made(story, folder, options.engine)
        kept = "nothing to record" in told
        print(f"again    {'nothing' if kept else 'SOMETHING'} recorded, {again:.1f} s [nothing]", flush=True)
        if options.recogniser:
            ear = Recogniser(options.recogniser)
            lines = [line for path in sorted(folder.glob("*.flac")) for line in ear.listen(path, spoken)]
            words = sum(line.words for line in lines)
            print(f"WER      {error_rate(lines):.1%} of {words} words [2 %]")
        if (likest := alike(folder)) is not None:
            print(f"alike    {likest[0]:.2f}, {likest[1]} [0.80]")


if __name__ == "__main__":
    main()
