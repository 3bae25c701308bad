"""What a speech engine is, to the rest of the program.

An engine turns a text and a voice profile into sound, and says which voices it has. It knows nothing of
stories, scripts or files. Engines are found through the entry point group `audiobook.engines`; each entry
names a class that is called without arguments and has the members of `Engine`. docs/engines.md shows a
complete one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from typing import Protocol, runtime_checkable

from audiobook.engines.weights import Weights
from audiobook.errors import BadInput
from audiobook.model import Gender, Voice


class Age(StrEnum):
    """How old a voice sounds."""

    CHILD = "child"
    YOUNG = "young"
    ADULT = "adult"
    OLD = "old"


class Ability(Flag):
    """What an engine does itself. What it leaves of a profile, the studio does to the finished sound."""

    NONE = 0
    RATE = auto()
    """Speaks at the rate that the profile asks for."""
    PITCH = auto()
    """Speaks at the pitch that the profile asks for."""
    INTONATION = auto()
    """Moves the melody as far as the profile asks for."""
    WORD_TIMES = auto()
    """Says when each word begins and ends."""
    PHONEMES = auto()
    """Reads phonemes that stand between brackets (`audiobook.ipa`)."""
    PROCESSES = auto()
    """Gets faster with more processes, one engine in each. Each is to keep to its share of the cores, which
    the environment variable OMP_NUM_THREADS says. Of an engine without this ability there is one at work on a
    machine, and all cores are its own."""


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """A voice that an engine offers."""

    name: str
    """What people write in voices.toml."""
    language: str
    """BCP 47 code."""
    gender: Gender = Gender.UNKNOWN
    age: Age = Age.ADULT
    tags: tuple[str, ...] = ()
    """Words for its manner: "rough", "whispering", "robot" …"""
    description: str = ""
    """One line for people."""
    licence: str = ""
    """SPDX identifier, or a few words."""
    words_wrong: float | None = None
    """Share of words that a speech recogniser got wrong, 0 to 1; None when nobody measured."""


@dataclass(frozen=True, slots=True)
class Audition:
    """A voice setting that was listened to with instruments, offered to automatic casting."""

    voice: str
    """The name people write."""
    pitch: float = 0.0
    """Semitones from the voice's own pitch."""
    gender: Gender = Gender.UNKNOWN
    age: Age = Age.ADULT
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timbre:
    """How a voice sounds, in numbers that can be compared."""

    point: tuple[float, ...]
    """Of unit length: the cosine between two points is how alike a speaker model finds the voices, 1 being
    the same person. Points of one engine can be compared with each other only."""
    hertz: float
    """The median fundamental frequency."""

    def cosine(self, other: Timbre) -> float:
        """How alike the speaker model finds the two."""
        return sum(x * y for x, y in zip(self.point, other.point, strict=True))

    def semitones(self, other: Timbre) -> float:
        """How far apart their pitches are."""
        return abs(12 * math.log2(self.hertz / other.hertz)) if self.hertz and other.hertz else 0.0


@dataclass(frozen=True, slots=True)
class WordTime:
    """When a word of the text is heard."""

    start: float
    end: float
    """Seconds from the start of the sound."""
    text_start: int
    text_end: int
    """Where the word stands in the text that was spoken: code points, end exclusive."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The sound of a text."""

    pcm: bytes
    """16-bit little-endian mono samples."""
    sample_rate: int
    """Samples a second."""
    words: tuple[WordTime, ...] = ()
    """In the order spoken; empty where the engine has no word times."""
    rate: float | None = None
    """Words a minute at which the voice spoke, where the engine could not do as it was asked; None: as asked,
    or nobody knows. The studio makes up for the difference, here and with the next two."""
    pitch: float | None = None
    """Semitones from the voice's own pitch, likewise."""
    intonation: float | None = None
    """How far its melody moved, likewise."""

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.pcm) / 2 / self.sample_rate


@runtime_checkable
class Engine(Protocol):
    """A speech engine. Deriving from this class gives the usual answers; having its members is enough."""

    name: str
    """As written in voices.toml."""
    version: str
    """Changes whenever the same text in the same voice may sound different; part of every take's key."""
    sample_rate: int
    """Samples a second of the sound it makes."""
    abilities: Ability = Ability.NONE
    longest_text: int = 600
    """Characters that it says well in one go; longer sentences are parted at a clause before it sees them."""
    at_once: int = 1
    """How many texts one process may have it speak at the same time, each from a thread of its own: more than
    1 where the work is done elsewhere, on a server."""
    patience: float = 0.0
    """Seconds that it may take over a short phrase before it is taken to hang, if more than usual."""
    price: float | None = None
    """What 1,000 characters cost, in whatever currency it was set; 0: nobody said; None: nothing."""

    def set_up(self, settings: Mapping[str, object]) -> None:
        """Take what voices.toml says in the engine's own table, [engines.NAME]; called before anything else.

        What changes the sound must change `version_of`. Raises BadInput for a setting that it does not have.
        """
        if settings:
            raise BadInput(
                f"the engine {self.name!r} has no setting {next(iter(settings))!r}",
                remedy=f"Take it out: [engines.{self.name}] stays empty.",
            )

    def voices(self) -> Sequence[EngineVoice]:
        """Every voice it offers, the usual ones first."""
        raise NotImplementedError

    def auditions(self, like: str = "") -> Sequence[Audition]:
        """Measured settings for automatic casting, best first; empty when nobody measured.

        `like` is a language code or a voice's name: the settings are to share its language and accent, where
        the engine has them.
        """
        return ()

    def timbre(self, voice: Voice) -> Timbre | None:
        """How a profile sounds; None when nobody measured. Raises BadInput for a voice that is not there."""
        return None

    def resolve(self, voice: str) -> str:
        """The engine's own id for a voice as people write it.

        Raises BadInput with the nearest valid choice when there is no such voice.
        """
        raise NotImplementedError

    def version_of(self, voice: str) -> str:
        """The version, and whatever else decides how this voice sounds (its model's digest); part of the key
        of every take in it. Raises BadInput for a voice that is not there."""
        return self.version

    def needs(self, voices: Iterable[str]) -> Sequence[Weights]:
        """The model files that speaking in these voices takes; they are fetched before a book is recorded.

        Raises BadInput for a voice that is not there.
        """
        return ()

    def speak(self, text: str, voice: Voice) -> Speech:
        """The sound of `text`, taken literally: no markup but phonemes, and those only where asked for.

        Phonemes between brackets (`audiobook.ipa`) come to engines with `Ability.PHONEMES` alone.
        `voice.rate`, `voice.pitch` and `voice.intonation` are carried out as far as `abilities` say, or as
        the Speech says; `voice.gain` and `voice.effects` are the studio's business. Text without anything to
        say gives an empty Speech. Raises JobFailed when it cannot say this text; BadInput for a voice that is
        not there, and whatever else would go wrong with any text.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Lets go of what the engine holds; it is not used afterwards."""


MEMBERS = tuple(name for name in {**Engine.__annotations__, **vars(Engine)} if not name.startswith("_"))
"""What an engine must have."""


@runtime_checkable
class Pronouncing(Protocol):
    """An engine that can tell how it would say something."""

    def pronounced(self, text: str, voice: str) -> str:
        """The sounds in the International Phonetic Alphabet; empty where the voice cannot tell.

        Raises BadInput for a voice that is not there.
        """
