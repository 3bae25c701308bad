"""What a voices.toml may say: its tables, the settings in them, and what each setting may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from audiobook.errors import nearest
from audiobook.model import EFFECTS, LONGEST_PAUSE, NO_EFFECT, Gender, Pauses


@dataclass(frozen=True, slots=True)
class Text:
    """A setting that is a word or a name."""

    choices: tuple[str, ...] = ()
    example: str = "en-us"

    def fault(self, value: object) -> tuple[str, str] | None:
        """What is wrong with a value, and the remedy."""
        if not isinstance(value, str) or not value.strip():
            return "is a word in quotes", f'"{self.example}"'
        if self.choices and value not in self.choices:
            close = nearest(value, self.choices)
            return f"is one of {', '.join(self.choices)}, not {value!r}", f'"{close or self.choices[0]}"'
        return None


@dataclass(frozen=True, slots=True)
class Template:
    """A setting that is a sentence with places in it."""

    places: tuple[str, ...]

    def fault(self, value: object) -> tuple[str, str] | None:
        """What is wrong with a value, and the remedy."""
        example = f'"{", ".join(f"{{{place}}}" for place in self.places)}."'
        if not isinstance(value, str) or not value.strip():
            return "is a sentence in quotes", example
        for place in re.findall(r"\{([^{}]*)\}", value):
            if place not in self.places:
                known = ", ".join(f"{{{known}}}" for known in self.places)
                close = nearest(place, self.places)
                return f"knows {known}, not {{{place}}}", (
                    f'"{value.replace("{" + place + "}", "{" + close + "}")}"' if close else example
                )
        return None


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a number within bounds."""

    low: float
    high: float
    unit: str

    def fault(self, value: object) -> tuple[str, str] | None:
        """What is wrong with a value, and the remedy."""
        bounds = f"is a number from {self.low:g} to {self.high:g} ({self.unit})"
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"{bounds}, without quotes", f"{max(self.low, min(1, self.high)):g}"
        if not self.low <= value <= self.high:
            return f"{bounds}, not {value:g}", f"{max(self.low, min(value, self.high)):g}"
        return None


@dataclass(frozen=True, slots=True)
class Names:
    """A setting that is a list of names."""

    def fault(self, value: object) -> tuple[str, str] | None:
        """What is wrong with a value, and the remedy."""
        if isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value):
            return None
        return "is a list of names", '["Trudy", "Gert"]'


@dataclass(frozen=True, slots=True)
class Switch:
    """A setting that is true or false."""

    def fault(self, value: object) -> tuple[str, str] | None:
        """What is wrong with a value, and the remedy."""
        return None if isinstance(value, bool) else ("is true or false, without quotes", "true")


@dataclass(frozen=True, slots=True)
class Driver:
    """Which of pyttsx3's drivers has the voice: the operating system's own."""

    def fault(self, value: object) -> tuple[str, str] | None:
        """What is wrong with a value, and the remedy."""
        if value == "avspeech":
            return "cannot be avspeech: pyttsx3 has no way to record with it", '"nsss"'
        return Text(("nsss", "sapi5"), "nsss").fault(value)


Known = Mapping[str, Text | Template | Number | Names | Switch | Driver]
"""The settings that a table may have."""
SOUND: Known = {
    "intonation": Number(0, 2, "a factor on the melody; 0 is monotonous"),
    "effect": Text((*EFFECTS, NO_EFFECT), "phone"),
}
PROFILE: Known = {
    "engine": Text(example="pyttsx3"),
    "driver": Driver(),
    "voice": Text(),
    "rate": Number(80, 450, "words a minute"),
    "pitch": Number(-12, 12, "semitones"),
    "gain": Number(-24, 24, "dB"),
    **SOUND,
}
GENDER = {"gender": Text(tuple(Gender), "female")}
LIMITS: Mapping[str, tuple[float, float]] = {"head": (0.5, 1), "tail": (1, 5), "pace": (0.3, 3)}
"""Of pauses that have bounds of their own; all others go from nothing to `LONGEST_PAUSE`."""
PAUSES: Known = {
    pause.name: Number(
        *LIMITS.get(pause.name, (0.0, LONGEST_PAUSE)), unit="a factor" if pause.name == "pace" else "seconds"
    )
    for pause in fields(Pauses)
}
ENGINES = "engines"
"""Holds a table for each engine, with settings that the engine itself knows."""
TABLES: Mapping[str, Known] = {
    "defaults": PROFILE,
    "narrator": {**PROFILE, **GENDER},
    "characters": {**PROFILE, **GENDER, "aliases": Names()},
    "delivery": {
        "rate": Number(0.5, 2, "a factor on the voice's own rate"),
        "pitch": Number(-12, 12, "semitones"),
        "gain": Number(-40, 24, "dB"),
        **SOUND,
        "off": Switch(),
    },
    "pauses": PAUSES,
    "credits": {
        "opening": Template(("title", "author", "reader")),
        "closing": Template(("title", "author", "reader")),
        "reader": Text(example="Jo Marsh"),
    },
    ENGINES: {},
}
NAMED = ("characters", "delivery", ENGINES)
"""Tables that hold a table for each name."""
