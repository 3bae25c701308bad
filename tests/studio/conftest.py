"""A speech engine for tests, found by entry point like any other, so that worker processes find it too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINES = '''
"""Engines that hum: quick, the same every time, and faulty when the text says so."""
import os, time
from pathlib import Path
import numpy as np
from audiobook.engines import Ability, Engine, EngineVoice, Speech, WordTime
from audiobook.errors import BadInput
from audiobook.model import Gender

HERTZ = {"low": 120, "high": 220, "quiet": 150, "loud": 180}
LOUDNESS = {"quiet": 0.05, "loud": 0.6}

class Hum(Engine):
    name = "hum"
    version = "1"
    sample_rate = 22050
    abilities = Ability.RATE | Ability.PITCH | Ability.INTONATION | Ability.PROCESSES

    def voices(self):
        return [EngineVoice(name, "en", Gender.UNKNOWN) for name in HERTZ]

    def resolve(self, voice):
        if voice not in HERTZ:
            raise BadInput(f"{self.name} has no voice {voice!r}")
        return voice

    def speak(self, text, voice):
        if "HUM_WAITS" in os.environ:
            Path(os.environ["HUM_WAITS"]).write_text("an engine is at work")
            time.sleep(3600)
        fault = self.fault(text)
        rate = self.sample_rate
        if fault == "empty":
            return Speech(b"", rate)
        seconds = max(len(text) * 0.06 * 170 / voice.rate, 0.1)
        if fault == "short":
            seconds = 0.05
        t = np.arange(int(seconds * rate)) / rate
        hertz = HERTZ[self.resolve(voice.voice)] * 2 ** (voice.pitch / 12)
        wave = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in (1, 2, 3, 5, 8))
        wave *= (0.6 + 0.4 * np.sin(2 * np.pi * 4 * t)) * LOUDNESS.get(voice.voice, 0.25) * 0.5
        if fault == "silent":
            wave *= 0
        if fault == "clipped":
            wave = np.sign(wave)
        pad = np.zeros(rate // 5)  # an engine's own silence
        wave = np.concatenate([pad, wave, pad, pad])
        pcm = (np.clip(wave, -1, 1) * 32767).astype("<i2").tobytes()
        return Speech(pcm, rate, (WordTime(0.2, 0.2 + seconds, 0, len(text)),))

    def fault(self, text):
        """The fault that the text asks for; `FAULT-once` strikes the first time only."""
        for fault in ("hang", "crash", "empty", "silent", "clipped", "short", "raise"):
            if fault.upper() not in text:
                continue
            if f"{fault.upper()}-once" in text:
                mark = Path(os.environ["HUM_STATE"]) / fault
                if mark.exists():
                    continue
                mark.touch()
            if fault == "hang":
                time.sleep(3600)
            if fault == "crash":
                os._exit(3)
            if fault == "raise":
                raise RuntimeError("the voice broke")
            return fault
        return None

class Hum16(Hum):
    name = "hum16"
    sample_rate = 16000

class Broken(Hum):
    name = "broken"
    def speak(self, text, voice):
        os._exit(1)
'''

ENTRIES = (
    "[audiobook.engines]\nhum = hum_engines:Hum\nhum16 = hum_engines:Hum16\nbroken = hum_engines:Broken\n"
)


@pytest.fixture(scope="session")
def engines_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the engines as an installed package."""
    folder = tmp_path_factory.mktemp("engines")
    (folder / "hum_engines.py").write_text(ENGINES)
    info = folder / "hum_engines-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hum-engines\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    return folder


@pytest.fixture(autouse=True)
def hum(engines_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The engines `hum`, `hum16` and `broken` are installed."""
    monkeypatch.syspath_prepend(str(engines_path))
    state = tmp_path / "hum-state"
    state.mkdir()
    monkeypatch.setenv("HUM_STATE", str(state))
    yield
    sys.modules.pop("hum_engines", None)
