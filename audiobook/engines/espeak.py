"""The espeak-ng library, through the bindings that pyttsx3 brings.

pyttsx3's own driver goes through files and an event loop; its module `pyttsx3.drivers._espeak` binds the
whole C interface, and calling that directly is ten times quicker and loses nothing. The library and its
data come from the package `espeakng-loader`; setting the environment variable AUDIOBOOK_ESPEAK to `system`
takes the one that the operating system has instead.

espeak-ng keeps one global state, so there is one `Library` in a process and a lock around it.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import espeakng_loader

from audiobook.errors import JobFailed

BINDINGS = "pyttsx3.drivers._espeak"

SYSTEM = "AUDIOBOOK_ESPEAK"
"""The environment variable that asks for the operating system's espeak by the value `system`."""

DONT_EXIT = 0x8000
"""espeak_Initialize returns an error instead of ending the process when it finds no data."""

IN_IPA, TIED = 2, 0x80
"""For espeak_TextToPhonemes: the International Phonetic Alphabet, not espeak's own mnemonics; and the letters
of one sound joined by the character in the bits from the eighth."""

BUFFER_MS = 500
LONGEST_PATH = 150
"""espeak copies the path of its data into 160 bytes."""


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """One of espeak's voice files: a language, or a variant that changes how any language sounds."""

    id: str
    """Path under espeak's folder of languages or of variants."""
    name: str
    languages: tuple[tuple[str, int], ...] = ()
    """(code, priority): where several voices speak a language, the lowest number is its usual one."""
    gender: str = ""
    age: int | None = None
    pitch: tuple[int, int] = (82, 118)
    """Hz between which the voice moves; espeak's own default where the file says nothing."""


@dataclass(frozen=True, slots=True)
class Event:
    """A word (or the end of a clause) in what was spoken."""

    word: bool
    character: int
    """Code points before it."""
    sample: int


class Library:
    """The one espeak-ng of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sound: list[bytes] = []
        self._events: list[Event] = []
        self._c, data = _bindings()
        self.sample_rate: int = self._c.Initialize(
            self._c.AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MS, data and os.fsencode(_short(data)), DONT_EXIT
        )
        if self.sample_rate <= 0:
            raise JobFailed(
                "the espeak library finds no voice data" + (f" in {data}" if data else ""),
                remedy="Type: pip install --force-reinstall espeakng-loader",
            )
        self._c.SetSynthCallback(self._hear)
        home = ctypes.c_char_p()
        self.version: str = self._c.Info(ctypes.byref(home)).decode()
        self.data = Path(os.fsdecode(home.value or b""))

    @property
    def languages(self) -> dict[str, VoiceFile]:
        """The voice files of languages, by id."""
        return _voice_files(self.data / "lang")

    @property
    def variants(self) -> dict[str, VoiceFile]:
        """The voice files of variants, by id."""
        return _voice_files(self.data / "voices" / "!v")

    def synthesize(
        self, text: str, voice: str, *, rate: int, pitch: int, spread: int, mnemonics: bool = False
    ) -> tuple[bytes, list[Event]]:
        """Sound (16-bit mono) and events of a text without markup; `mnemonics`: but for [[phonemes]].

        `voice` is a language's id, with `+` and a variant's id if wanted; the rest are espeak's own
        parameters RATE (words a minute), PITCH and RANGE (0 to 99, 50 is the voice's own).
        """
        c = self._c
        flags = c.CHARS_UTF8 | c.ENDPAUSE | (c.PHONEMES if mnemonics else 0)
        with self._lock:
            self._sound, self._events = [], []
            problems = [
                c.SetVoiceByName(voice.encode()),
                c.SetParameter(c.RATE, rate),
                c.SetParameter(c.VOLUME, 100),
                c.SetParameter(c.PITCH, pitch),
                c.SetParameter(c.RANGE, spread),
                c.Synth(text.encode(errors="replace"), flags=flags),
                c.Synchronize(),
            ]
            sound, events = b"".join(self._sound), self._events
        if any(problems):
            raise JobFailed(f"espeak could not say {text[:40]!r} with the voice {voice!r}")
        return sound, events

    def phonemes(self, text: str, voice: str, tie: str = "") -> str:
        """How a voice would say a text, in the International Phonetic Alphabet; clauses parted by spaces.

        `tie` is put between the letters of one sound (t͡ʃ).
        """
        translate = self._c.dll.espeak_TextToPhonemes
        translate.restype = ctypes.c_char_p
        translate.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
        written = ctypes.create_string_buffer(text.encode(errors="replace"))
        at = ctypes.c_void_p(ctypes.addressof(written))
        mode = IN_IPA | (TIED | ord(tie) << 8 if tie else 0)
        clauses = []
        with self._lock:
            self._c.SetVoiceByName(voice.encode())
            while at.value:
                clauses.append((translate(ctypes.byref(at), self._c.CHARS_UTF8, mode) or b"").decode())
        return " ".join(filter(None, clauses))

    def _hear(self, wav: Any, samples: int, events: Any) -> int:
        """espeak's callback: a stretch of sound and what happens in it."""
        if samples > 0:
            self._sound.append(ctypes.string_at(wav, samples * 2))
        for event in _until_terminated(events):
            if event.type in (self._c.EVENT_WORD, self._c.EVENT_END):
                word = event.type == self._c.EVENT_WORD
                self._events.append(Event(word, max(event.text_position - 1, 0), event.sample))
        return 0


@cache
def library() -> Library:
    """This process's espeak, started on the first call. Raises JobFailed when it is not to be had."""
    return Library()


def _until_terminated(events: Any) -> Iterator[Any]:
    at = 0
    while events[at].type:
        yield events[at]
        at += 1


def _bindings() -> tuple[ModuleType, str | None]:
    """pyttsx3's bindings, tied to the right library, and the folder of its data (None: its built-in one)."""
    try:
        if os.environ.get(SYSTEM) == "system":
            return import_module(BINDINGS), None
        with _handing_out(espeakng_loader.get_library_path()):
            return import_module(BINDINGS), espeakng_loader.get_data_path()
    except (OSError, RuntimeError) as error:
        raise JobFailed(
            f"the espeak library cannot be loaded: {error}",
            remedy=f"Type: pip install --force-reinstall espeakng-loader pyttsx3 (or unset {SYSTEM})",
        ) from error


@contextmanager
def _handing_out(path: str) -> Iterator[None]:
    """While it lasts, whatever path pyttsx3 asks ctypes to load, it gets the library at `path`.

    pyttsx3 looks for espeak in a list of fixed places, which on macOS and Windows cannot be led elsewhere.
    The symbols stay private (RTLD_LOCAL, the default): other libraries bring espeaks of their own.
    """
    loaded = ctypes.CDLL(path)
    ctypes.cdll.LoadLibrary = lambda name: loaded  # type: ignore[method-assign]
    try:
        yield
    finally:
        del ctypes.cdll.LoadLibrary


def _short(path: str) -> str:
    """A path to the same folder that fits espeak's 160 bytes."""
    if len(os.fsencode(path)) <= LONGEST_PATH or sys.platform == "win32":
        return path
    folder = Path(tempfile.mkdtemp(prefix="espeak-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "data").symlink_to(path)
    return str(folder / "data")


@cache
def _voice_files(folder: Path) -> dict[str, VoiceFile]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {(id := path.relative_to(folder).as_posix()): _read_voice_file(path, id) for path in files}


def _read_voice_file(path: Path, id: str) -> VoiceFile:
    name, languages, gender, age, pitch = id, [], "", None, (82, 118)
    for words in map(str.split, path.read_text("utf-8", errors="replace").splitlines()):
        match words:
            case ["name", *rest]:
                name = " ".join(rest)
            case ["language", code, *priority]:
                languages.append((code, int(priority[0]) if priority else 5))
            case ["gender", who, *years]:
                gender, age = who.lower(), int(years[0]) if years else None
            case ["pitch", low, high, *_]:
                pitch = int(low), int(high)
    return VoiceFile(id, name, tuple(languages), gender, age, pitch)
