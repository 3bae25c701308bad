"""The physical limit: the engine says every line in its voice, the encoder encodes it, and nothing else.

usage: python benchmarks/limit.py STORY PROCESSES

Chapters are spread over the processes, the longest first. There are no pauses but the engine's own, no
levels, no takes; nothing is kept. Prints JSON: seconds on the clock and of processor time, counted from when
script and engines are loaded, and seconds of sound.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import subprocess
import sys
import time

from audiobook import production
from audiobook.engines.espeak import library
from audiobook.engines.pyttsx3 import PACE, Pyttsx3Engine
from audiobook.script.spoken import spoken
from audiobook.studio.encode import FORMATS, ffmpeg

Lines = list[tuple[str, str, int]]
"""(what is said, espeak's id of the voice, espeak's rate)."""


def load(number: int) -> None:
    """Start espeak in this process."""
    library().synthesize("Ready.", "gmw/en-US", rate=156, pitch=50, spread=50)


def read_aloud(lines: Lines) -> tuple[float, float]:
    """Say the lines into an encoder; seconds of sound, and of processor time."""
    espeak, before = library(), spent()
    command = [ffmpeg(), "-loglevel", "error", "-f", "s16le", "-ar", str(espeak.sample_rate), "-ac", "1"]
    command += ["-i", "pipe:0", *FORMATS["mp3"].options, "-threads", "1", "-f", "mp3", "-y", "/dev/null"]
    samples = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for text, voice, rate in lines:
            pcm, _ = espeak.synthesize(text, voice, rate=rate, pitch=50, spread=50)
            encoder.stdin.write(pcm)
            samples += len(pcm) // 2
        encoder.stdin.close()
    return samples / espeak.sample_rate, spent() - before


def spent() -> float:
    """Seconds of processor time of this process and its encoders."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


def main() -> None:
    """Measure."""
    story, processes = sys.argv[1], int(sys.argv[2])
    prepared = production.prepare(story, "/nonexistent")
    engine, cast = Pyttsx3Engine(), prepared.casting.cast
    chapters: list[Lines] = []
    for _, lines in prepared.script.by_chapter():
        voices = [cast.voice_of(line) for line in lines]
        chapters.append(
            [
                (spoken(line.text), engine.resolve(voice.voice), round(PACE * voice.rate))
                for line, voice in zip(lines, voices, strict=True)
            ]
        )
    chapters.sort(key=lambda lines: -sum(len(text) for text, _, _ in lines))
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(load, range(4 * processes), chunksize=1)
        begun = time.perf_counter()
        done = list(pool.imap_unordered(read_aloud, chapters))
        wall = time.perf_counter() - begun
    print(json.dumps({"wall": wall, "cpu": sum(work for _, work in done), "sound": sum(s for s, _ in done)}))


if __name__ == "__main__":
    main()
