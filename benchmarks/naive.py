"""The obvious script: each line to a file with pyttsx3, pydub's `+=`, one export.

usage: python benchmarks/naive.py STORY LINES

Reads the first so many lines and prints JSON: how many lines of how many, and the seconds that the
engine, joining and the export took.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import espeakng_loader
from pydub import AudioSegment

from audiobook import production
from audiobook.studio.encode import ffmpeg

# What makes pyttsx3 run without an espeak of the system; this program needs none of it.
os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
_loaded = ctypes.CDLL(espeakng_loader.get_library_path())


def main() -> None:
    """Measure."""
    prepared = production.prepare(sys.argv[1], "/nonexistent")
    everything = [line for line in prepared.script.lines if any(map(str.isalpha, line.text))]
    lines = everything[: int(sys.argv[2])]
    cast = prepared.casting.cast
    with (
        tempfile.TemporaryDirectory() as folder,
        Path(os.devnull).open("w") as chatter,
        contextlib.redirect_stdout(chatter),
    ):
        took = record_all([(line.text, cast.voice_of(line).voice) for line in lines], Path(folder))
    print(json.dumps({"lines": len(lines), "all_lines": len(everything), **took}))


def record_all(lines: list[tuple[str, str]], folder: Path) -> dict[str, float]:
    """Seconds that each of the three steps took."""
    import pyttsx3
    from pyttsx3.drivers import _espeak

    AudioSegment.converter = ffmpeg()
    engine = pyttsx3.init("espeak")
    begun = time.perf_counter()
    for number, (text, voice) in enumerate(lines):
        engine.setProperty("voice", voice)
        engine.save_to_file(text, str(folder / f"{number}.wav"))
        engine.runAndWait()
        _espeak.Synchronize()  # without it the first file is lost
    spoken = time.perf_counter()
    book = AudioSegment.empty()
    for number in range(len(lines)):
        book += AudioSegment.from_wav(str(folder / f"{number}.wav"))
    joined = time.perf_counter()
    book.export(str(folder / "book.mp3"), format="mp3", bitrate="192k")
    return {
        "engine": spoken - begun,
        "join": joined - spoken,
        "export": time.perf_counter() - joined,
        "sound": len(book) / 1000,
    }


if __name__ == "__main__":
    main()
