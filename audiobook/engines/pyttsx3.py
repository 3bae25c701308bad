"""pyttsx3: quick robotic voices for a hundred languages on every system, through espeak-ng."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from audiobook.engines.espeak import Event, Library, VoiceFile, library
from audiobook.engines.mnemonics import mnemonics
from audiobook.engines.protocol import Ability, Age, Audition, Engine, EngineVoice, Speech, Timbre, WordTime
from audiobook.engines.systemvoices import DRIVERS, SystemVoices
from audiobook.errors import BadInput, did_you_mean, nearest
from audiobook.ipa import MARKED, OPEN, respelled
from audiobook.model import Gender, Voice

SOUND = 1
"""Raised by one whenever this module makes the same request sound different."""

RATES = 80, 450
"""What espeak's RATE is made for."""

PACE = 0.92
"""espeak's RATE for each word a minute: RATE counts words of running prose generously, and English prose at
RATE 170 comes out at 185 (measured, pauses between sentences included; 231 without any punctuation)."""

LICENCE = "GPL-3.0-or-later"

UNSPEAKABLE = dict.fromkeys([*range(32), *range(127, 160)], " ")
"""Control characters: espeak takes some for commands."""

ENGLISH = "gmw/en"
"""How the ids of espeak's English voices begin."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


TABLE = Path(__file__).with_name("pyttsx3.csv")
"""espeak's variants, measured by tools/measure_voices.py, the best first."""


class Pyttsx3Engine(Engine):
    """espeak-ng, by the bindings in pyttsx3."""

    name = "pyttsx3"
    abilities = (
        Ability.RATE
        | Ability.PITCH
        | Ability.INTONATION
        | Ability.WORD_TIMES
        | Ability.PHONEMES
        | Ability.PROCESSES
    )

    def __init__(self) -> None:
        self._espeak: Library = library()
        self.sample_rate = self._espeak.sample_rate
        self._drivers: dict[str, SystemVoices] = {}
        self.version = f"{SOUND} espeak-ng {self._espeak.version}"

    def voices(self) -> Sequence[EngineVoice]:
        """English variants that are well understood, then every language's own voices."""
        measured = [
            EngineVoice(
                row.voice("en-us"),
                "en-us",
                row.gender,
                row.age,
                row.tags,
                f"{row.hertz:.0f} Hz",
                LICENCE,
                row.words_wrong,
            )
            for row in _table()
            if not row.pitch
        ]
        listed = {voice.name for voice in measured}
        plain = [
            EngineVoice(code, code, Gender.MALE, description=file.name, licence=LICENCE)
            for file in self._espeak.languages.values()
            for code, _ in file.languages
            if code not in listed and self._by_language[code.casefold()] is file
        ]
        return [*measured, *sorted(plain, key=lambda voice: voice.name)]

    def auditions(self, like: str = "") -> Sequence[Audition]:
        """The measured variants, in the accent of a language or voice; American where espeak has none. For
        `nsss:` or `sapi5:`, with a language behind it or not, the system's voices."""
        driver, colon, language = like.partition(":")
        if colon and driver in DRIVERS:
            return self._system(driver).auditions(language)
        base = self._accent(like)
        return [
            Audition(
                f"{base}+{row.variant}" if row.variant else base, row.pitch, row.gender, row.age, row.tags
            )
            for row in _table()
        ]

    def timbre(self, voice: Voice) -> Timbre | None:
        """As the variant was measured, at the nearest pitch that was; accents hardly change it."""
        id = self.resolve(voice.voice)
        measured = [row for row in _table() if row.variant == id.partition("+")[2]]
        if ":" in id or not measured:
            return None
        row = min(measured, key=lambda row: abs(row.pitch - voice.pitch))
        return Timbre(row.timbre, row.hertz * 2 ** ((voice.pitch - row.pitch) / 12))

    def resolve(self, voice: str) -> str:
        """espeak's id ("gmw/en-US+f3") for a language code, an espeak name or an id, perhaps with `+variant`.

        `sapi5:NAME` and `nsss:NAME` mean the voices that come with Windows and macOS. Raises BadInput with
        the nearest valid choice.
        """
        driver, colon, name = voice.partition(":")
        if colon and driver in DRIVERS:
            return f"{driver}:{self._system(driver).resolve(name)}"
        base, plus, variant = voice.partition("+")
        language = self._by_language.get(base.strip().casefold().replace("_", "-"))
        found = self._by_variant.get(variant.strip().casefold())
        if language is None:
            spoken = {code: code for code in self._by_language}
            spoken |= {name: f"en-us+{file.id}" for name, file in self._by_variant.items()}
            raise _no_such(voice, base, spoken)
        if plus and found is None:
            known = {name: f"{base}+{file.id}" for name, file in self._by_variant.items()}
            raise _no_such(voice, variant if nearest(variant, known) else "f3", known)
        return f"{language.id}+{found.id}" if found else language.id

    def speak(self, text: str, voice: Voice) -> Speech:
        """The sound of `text`, phonemes between brackets included; rate and pitch carried out, gain left to
        the mix. Voices that are not espeak's English ones get the phonemes respelled."""
        id = self.resolve(voice.voice)
        text = text.translate(UNSPEAKABLE)
        if OPEN in text and not id.startswith(ENGLISH):
            text = MARKED.sub(lambda match: respelled(match[1]), text)
        if not _has_words(text):
            return Speech(b"", self.sample_rate)
        driver, colon, name = id.partition(":")
        if colon:
            pcm = self._system(driver).speak(text, name, voice.rate)
            return Speech(pcm, self.sample_rate, pitch=0, intonation=1)
        pitch, spread = _pitch(voice.pitch, self._voice_range(id), voice.intonation)
        written, places = _in_mnemonics(text)
        pcm, events = self._espeak.synthesize(
            written, id, rate=_rate(voice.rate), pitch=pitch, spread=spread, mnemonics=bool(places)
        )
        if places:
            events = [replace(event, character=places[event.character]) for event in events]
        return Speech(pcm, self.sample_rate, _word_times(text, events, len(pcm) // 2, self.sample_rate))

    def pronounced(self, text: str, voice: str) -> str:
        """How a voice would say a text, in IPA; empty for the system's own voices, which cannot tell."""
        id = self.resolve(voice)
        return "" if ":" in id else self._espeak.phonemes(text.translate(UNSPEAKABLE), id)

    def close(self) -> None:
        """Nothing to do: espeak stays for the next engine of this process."""

    def _voice_range(self, id: str) -> tuple[int, int]:
        _, plus, variant = id.partition("+")
        return self._espeak.variants[variant].pitch if plus else (82, 118)

    def _accent(self, like: str) -> str:
        """What to write before the `+`: a voice's or language's own, or of the longest start of its code."""
        base = like.partition("+")[0].strip().casefold().replace("_", "-")
        while base and base not in self._by_language:
            base = base.rpartition("-")[0]
        return "en-us" if base in ("", "en") else base

    def _system(self, driver: str) -> SystemVoices:
        if driver not in self._drivers:
            self._drivers[driver] = SystemVoices.of(driver, self.sample_rate)
        return self._drivers[driver]

    @cached_property
    def _by_language(self) -> dict[str, VoiceFile]:
        """What people may write before the `+`: language codes, and espeak's own names and ids."""
        files = self._espeak.languages.values()
        spoken = [(priority, code.casefold(), file) for file in files for code, priority in file.languages]
        table: dict[str, VoiceFile] = {}
        for _, code, file in sorted(spoken, key=lambda entry: entry[:2]):
            table.setdefault(code, file)
        for file in files:
            for name in (file.id, file.id.rpartition("/")[2], file.name):
                table.setdefault(name.casefold(), file)
        return table

    @cached_property
    def _by_variant(self) -> dict[str, VoiceFile]:
        return {id.casefold(): file for id, file in self._espeak.variants.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a variant (or none) at a pitch, as it was heard."""

    variant: str
    pitch: float
    gender: Gender
    age: Age
    tags: tuple[str, ...]
    words_wrong: float
    hertz: float
    timbre: tuple[float, ...]

    def voice(self, accent: str) -> str:
        """What people write."""
        return f"{accent}+{self.variant}" if self.variant else accent


@cache
def _table() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(
                line["variant"],
                float(line["pitch"]),
                Gender(line["gender"]),
                Age(line["age"]),
                tuple(line["tags"].split()),
                float(line["words_wrong"]),
                float(line["hertz"]),
                tuple(map(float, line["timbre"].split())),
            )
            for line in csv.DictReader(file)
        )


def _no_such(voice: str, slip: str, known: Mapping[str, str]) -> BadInput:
    """`slip` is the part of the voice's name that is unknown; `known` has whole names by such parts."""
    lists = "`audiobook voices` lists them."
    return BadInput(
        f"pyttsx3 has no voice {voice!r}",
        remedy=did_you_mean(slip, known, lists, shown=lambda part: repr(known[part])),
    )


def _in_mnemonics(text: str) -> tuple[str, list[int]]:
    """A text with its phonemes in espeak's alphabet, and for each place in it the one it came from.

    No places when it holds no phonemes: then double brackets mean nothing to espeak.
    """
    if OPEN not in text:
        return text, []
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in MARKED.finditer(text):
        plain = text[at : match.start()].replace("[", "(").replace("]", ")")
        said = f"[[{mnemonics(match[1])}]]"
        pieces += [plain, said]
        places += [*range(at, match.start()), *[match.start()] * len(said)]
        at = match.end()
    pieces.append(text[at:].replace("[", "(").replace("]", ")"))
    return "".join(pieces), [*places, *range(at, len(text) + 1)]


def _rate(words_a_minute: float) -> int:
    return round(min(max(PACE * words_a_minute, RATES[0]), RATES[1]))


def _pitch(semitones: float, hertz: tuple[int, int], intonation: float = 1.0) -> tuple[int, int]:
    """espeak's PITCH and RANGE for a shift of everything the voice sings by so many semitones.

    espeak's pitch is base · 2^((PITCH-50)/50) + intonation · RANGE/50, less a share of the intonation by
    which RANGE has grown; base and intonation come from the voice file's two frequencies. Scaling both by
    the same factor keeps the melody; `intonation` is a factor on the melody alone.
    """
    low, high = hertz
    base = (low - 9) * 4096
    share = 18 * (high - low) * 108 / base
    factor = 2 ** (semitones / 12)
    stretch = max(factor + (factor - 1) * share, 0.5)
    pitch = 50 + 50 * math.log2(stretch)
    return round(min(max(pitch, 0), 99)), round(min(max(50 * factor * intonation, 0), 99))


def _has_words(text: str) -> bool:
    """Anything that is said aloud: letters, digits, signs such as € or an emoji; not punctuation alone."""
    return any(unicodedata.category(character)[0] in "LNS" for character in text)


def _word_times(text: str, events: Sequence[Event], samples: int, rate: int) -> tuple[WordTime, ...]:
    """When each word is heard: from its event to the next word's.

    espeak says some words in one breath ("of the") with a single event: between events, time passes evenly
    from character to character.
    """
    known: dict[int, int] = {}
    for event in events:
        if event.word:
            known.setdefault(event.character, event.sample)
    known[len(text)] = samples
    at = sorted(known)

    def second(character: int) -> float:
        after = bisect_left(at, character)
        if at[after] == character or not after:
            return known[at[after]] / rate
        left, right = at[after - 1], at[after]
        share = (character - left) / (right - left)
        return (known[left] + share * (known[right] - known[left])) / rate

    words = [word.span() for word in WORD.finditer(text)]
    starts = [second(start) for start, _ in words]
    ends = [*starts, samples / rate][1:]
    return tuple(
        WordTime(start, max(start, end), *span) for start, end, span in zip(starts, ends, words, strict=True)
    )
