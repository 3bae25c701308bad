"""The voices that come with macOS and Windows, through pyttsx3's own drivers.

The slow way: every text goes through a file, and these drivers know no pitch and no word times. It serves
`nsss` (macOS) and `sapi5` (Windows) only; espeak-ng has the quick way.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import redirect_stdout
from functools import cached_property
from pathlib import Path
from typing import Any

from audiobook.engines.decoding import converted
from audiobook.engines.protocol import Audition
from audiobook.errors import BadInput, JobFailed, did_you_mean
from audiobook.model import Gender

DRIVERS = {"nsss": "darwin", "sapi5": "win32"}
"""Each driver and the `sys.platform` that has it."""

LCIDS = {
    **dict.fromkeys((0x409, 0x809, 0xC09, 0x1009, 0x1409, 0x1809, 0x4009), "en"),
    **dict.fromkeys((0x407, 0x807, 0xC07), "de"),
    **dict.fromkeys((0x40C, 0x80C, 0xC0C), "fr"),
    **dict.fromkeys((0x40A, 0x80A, 0xC0A), "es"),
    **dict.fromkeys((0x416, 0x816), "pt"),
    0x410: "it",
    0x413: "nl",
    0x419: "ru",
    0x411: "ja",
    0x804: "zh",
}
"""Windows' numbers for the languages that its voices commonly speak."""
HOMES = {"nsss": "macOS", "sapi5": "Windows"}
LONGEST = 60.0
"""Seconds that a driver may go on in a thread of its own."""
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
                f"the driver {driver!r} is {HOMES[driver]}'s, and this is another system"
                if driver in HOMES
                else f"there is no driver {driver!r}",
                remedy=f"Here you can write {here[0]}:NAME." if here else REMEDY,
            )
        return cls(driver, sample_rate)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The driver's id of every voice, by the name people know."""
        return {voice.name: voice.id for voice in self._engine.getProperty("voices")}

    def auditions(self, language: str) -> list[Audition]:
        """The voices that speak a language (all, where none does), in the driver's own order."""
        found = list(self._engine.getProperty("voices"))
        wanted = language.partition("-")[0].casefold() or "en"
        speaking = [voice for voice in found if wanted in languages_of(voice)] or found
        return [Audition(f"{self._driver}:{voice.name}", gender=gender_of(voice)) for voice in speaking]

    def resolve(self, name: str) -> str:
        """The driver's id for a voice's name or id. Raises BadInput with the nearest."""
        folded = {key.casefold(): id for shown, id in self.ids.items() for key in (shown, id)}
        if (found := folded.get(name.strip().casefold())) is None:
            raise BadInput(
                f"{self._driver} has no voice {name!r}",
                remedy=did_you_mean(name, self.ids) or f"It has: {', '.join(self.ids)}.",
            )
        return found

    def speak(self, text: str, id: str, rate: float) -> bytes:
        """The sound of a text: 16-bit mono at the sample rate asked for."""
        with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
            file = Path(folder) / "speech.wav"  # macOS writes AIFF whatever the name says
            self._engine.setProperty("voice", id)
            self._engine.setProperty("rate", round(rate))
            self._engine.save_to_file(text, str(file))
            self._run()
            if not file.exists() or not file.stat().st_size:
                raise JobFailed(f"pyttsx3's driver {self._driver!r} made no sound", remedy=REMEDY)
            try:
                return converted(file.read_bytes(), self._sample_rate)
            except JobFailed as error:
                raise JobFailed(f"the sound of pyttsx3's driver {self._driver!r}: {error.problem}") from error

    def _run(self) -> None:
        """Have the driver do what it was told. One that says when it starts to speak goes on in a thread of
        its own, and says when it has ended; what the others were told is done when `runAndWait` returns."""
        started, finished = threading.Event(), threading.Event()
        told = [
            self._engine.connect("started-utterance", lambda **_: started.set()),
            self._engine.connect("finished-utterance", lambda **_: finished.set()),
        ]
        self._engine.runAndWait()
        if started.is_set():
            finished.wait(LONGEST)
        for token in told:
            self._engine.disconnect(token)


def languages_of(voice: Any) -> set[str]:
    """The two-letter codes of a voice of pyttsx3, whose drivers write "en_US", b"\\x05en-us" or "409" (what
    Windows calls American English, in hexadecimal)."""
    found = set()
    for said in voice.languages or ():
        text = said.decode(errors="ignore") if isinstance(said, bytes) else str(said)
        letters = re.search(r"[A-Za-z]{2,3}(?=[-_]|$)", text)
        if re.fullmatch(r"[0-9A-Fa-f]{3,4}", text) and int(text, 16) in LCIDS:
            found.add(LCIDS[int(text, 16)])
        elif letters:
            found.add(letters[0].casefold())
    return found


def gender_of(voice: Any) -> Gender:
    """What the driver says, in whatever words ("VoiceGenderFemale", "Male")."""
    said = str(voice.gender or "").casefold()
    return Gender.FEMALE if "female" in said else Gender.MALE if "male" in said else Gender.UNKNOWN
