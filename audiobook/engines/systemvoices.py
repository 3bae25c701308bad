"""The voices that come with macOS and Windows, through pyttsx3's own drivers.

The slow way: every text goes through a file, and these drivers know no pitch and no word times. It serves
`nsss` (macOS) and `sapi5` (Windows) only; espeak-ng has the quick way.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from functools import cached_property
from pathlib import Path

from audiobook.engines.decoding import converted
from audiobook.errors import BadInput, JobFailed, nearest

DRIVERS = {"nsss": "darwin", "sapi5": "win32"}
"""Each driver and the `sys.platform` that has it."""

REMEDY = "Choose an espeak voice such as 'en-us' in voices.toml, or another engine."


class SystemVoices:
    """One of pyttsx3's drivers, asked for files of sound."""

    def __init__(self, driver: str, sample_rate: int) -> None:
        self._driver = driver
        self._sample_rate = sample_rate
        try:
            import pyttsx3

            with redirect_stdout(io.StringIO()):
                self._engine = pyttsx3.init(driver)
        except Exception as error:  # whatever the operating system answers
            raise JobFailed(f"pyttsx3's driver {driver!r} cannot start: {error}", remedy=REMEDY) from error

    @classmethod
    def of(cls, driver: str, sample_rate: int) -> SystemVoices:
        """The driver of that name. Raises BadInput on a system that does not have it."""
        if DRIVERS.get(driver) != sys.platform:
            here = [name for name, platform in DRIVERS.items() if platform == sys.platform]
            raise BadInput(
                f"this system has no voices of the driver {driver!r}",
                remedy=f"Here you can write {here[0]}:NAME." if here else REMEDY,
            )
        return cls(driver, sample_rate)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The driver's id of every voice, by the name people know."""
        return {voice.name: voice.id for voice in self._engine.getProperty("voices")}

    def resolve(self, name: str) -> str:
        """The driver's id for a voice's name or id. Raises BadInput with the nearest."""
        folded = {key.casefold(): id for shown, id in self.ids.items() for key in (shown, id)}
        if (found := folded.get(name.strip().casefold())) is None:
            close = nearest(name, self.ids)
            raise BadInput(
                f"{self._driver} has no voice {name!r}",
                remedy=f"Did you mean {close!r}?" if close else f"It has: {', '.join(self.ids)}.",
            )
        return found

    def speak(self, text: str, id: str, rate: float) -> bytes:
        """The sound of a text: 16-bit mono at the sample rate asked for."""
        with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
            file = Path(folder) / "speech.wav"  # macOS writes AIFF whatever the name says
            self._engine.setProperty("voice", id)
            self._engine.setProperty("rate", round(rate))
            self._engine.save_to_file(text, str(file))
            self._engine.runAndWait()
            if not file.exists() or not file.stat().st_size:
                raise JobFailed(f"pyttsx3's driver {self._driver!r} made no sound", remedy=REMEDY)
            try:
                return converted(file.read_bytes(), self._sample_rate)
            except JobFailed as error:
                raise JobFailed(f"the sound of pyttsx3's driver {self._driver!r}: {error.problem}") from error
