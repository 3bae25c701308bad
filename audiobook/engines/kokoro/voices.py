"""Kokoro's English voices and their blends, and the files that hold the model and its voices."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audiobook.engines.protocol import Age, Timbre
from audiobook.engines.weights import Weights
from audiobook.errors import BadInput, did_you_mean
from audiobook.model import Gender

LICENCE = "Apache-2.0"
REPOSITORY = "onnx-community/Kokoro-82M-v1.0-ONNX"
REVISION = "1939ad2a8e416c0acfeecc08a694d14ef25f2231"

MODEL = Weights(
    "kokoro",
    REPOSITORY,
    REVISION,
    "onnx/model_quantized.onnx",
    (
        "fbae9257e1e05ffc727e951ef9b9c98418e6d79f1c9b6b13bd59f5c9028a1478",
        "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    ),
    92_361_271,
)
STYLES = 510
"""A voice has a style for each length of a text in phonemes."""
STYLE_SIZE = 256

VOICES = Path(__file__).with_name("voices.csv")
"""The voices, the best first: its publisher's grade, how fast it speaks of itself (words a minute, measured),
the digest of its file."""
AUDITIONS = Path(__file__).with_name("auditions.csv")
"""Voices, blends and pitches, measured by tools/measure_kokoro.py, the best first."""

_PART = re.compile(r"\s*([a-z]{2}_[a-z]+)\s*(?::\s*([0-9]*\.?[0-9]+)\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One of the published voices."""

    name: str
    grade: str
    rate: float
    tags: tuple[str, ...]
    weights: Weights

    @property
    def accent(self) -> str:
        """ "en-us" or "en-gb"."""
        return "en-us" if self.name.startswith("a") else "en-gb"

    @property
    def gender(self) -> Gender:
        """As its name says."""
        return Gender.FEMALE if self.name[1] == "f" else Gender.MALE


@dataclass(frozen=True, slots=True)
class Blend:
    """One voice or several in one, each with its share; the shares add up to 1."""

    parts: tuple[tuple[str, float], ...]
    """The greatest share first."""

    def __str__(self) -> str:
        if len(self.parts) == 1:
            return self.parts[0][0]
        return "+".join(f"{name}:{share:g}" for name, share in self.parts)

    @property
    def accent(self) -> str:
        """Of its greatest part."""
        return recorded()[self.parts[0][0]].accent

    @property
    def rate(self) -> float:
        """Words a minute at which it speaks of itself."""
        return sum(share * recorded()[name].rate for name, share in self.parts)

    def styles(self) -> NDArray[np.float32]:
        """Its style for each length of a text. Raises JobFailed where a voice's file cannot be had."""
        shares = [np.float32(share) * _styles(name) for name, share in self.parts]
        return np.asarray(np.sum(shares, axis=0), np.float32)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of auditions."""

    voice: str
    pitch: float
    gender: Gender
    age: Age
    tags: tuple[str, ...]
    words_wrong: float
    timbre: Timbre


@cache
def recorded() -> dict[str, Recorded]:
    """The published English voices by name, the best first."""
    with VOICES.open(encoding="utf-8", newline="") as file:
        return {
            line["voice"]: Recorded(
                line["voice"],
                line["grade"],
                float(line["rate"]),
                tuple(line["tags"].split()),
                Weights(
                    "kokoro",
                    REPOSITORY,
                    REVISION,
                    f"voices/{line['voice']}.bin",
                    (line["sha256"],),
                    4 * STYLES * STYLE_SIZE,
                ),
            )
            for line in csv.DictReader(file)
        }


@cache
def auditions() -> tuple[Row, ...]:
    """What was measured."""
    if not AUDITIONS.exists():
        return ()
    with AUDITIONS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(
                line["voice"],
                float(line["pitch"]),
                Gender(line["gender"]),
                Age(line["age"]),
                tuple(line["tags"].split()),
                float(line["words_wrong"]),
                Timbre(tuple(map(float, line["timbre"].split())), float(line["hertz"])),
            )
            for line in csv.DictReader(file)
        )


@cache
def blend(voice: str) -> Blend:
    """What people write: a voice, or several as "af_heart:0.7+bf_emma:0.3" (without numbers: equal shares).

    Raises BadInput with the nearest voice for one that is not there, and for shares that make no sense.
    """
    shares: dict[str, float] = {}
    for name, share in _parts(voice):
        shares[name] = shares.get(name, 0.0) + share
    total = sum(shares.values())
    if not total:
        raise BadInput(f"in the blend {voice!r} nobody has a share", remedy=EXAMPLE)
    parts = sorted(
        ((name, share / total) for name, share in shares.items() if share), key=lambda p: (-p[1], p)
    )
    return Blend(tuple((name, round(share, 4)) for name, share in parts))


EXAMPLE = 'Write a blend like "af_heart:0.7+bf_emma:0.3".'


def _parts(voice: str) -> Iterator[tuple[str, float]]:
    for part in voice.split("+"):
        written = _PART.fullmatch(part)
        name = written[1].lower() if written else ""
        if written and name in recorded():
            yield name, float(written[2] or 1)
            continue
        said = part.partition(":")[0].strip()
        if written is None and said.lower() in recorded():
            raise BadInput(f"{part.strip()!r} is no voice with its share", remedy=EXAMPLE)
        raise BadInput(
            f"kokoro has no voice {said!r}",
            remedy=did_you_mean(said, recorded(), "`audiobook voices --engine kokoro` lists them."),
        )


def needed(voices: Iterable[str]) -> list[Weights]:
    """The files that speaking in these voices takes."""
    names = {name for voice in voices for name, _ in blend(voice).parts}
    return [MODEL, *(recorded()[name].weights for name in sorted(names))]


@cache
def _styles(name: str) -> NDArray[np.float32]:
    data = recorded()[name].weights.read()
    return np.frombuffer(data, "<f4").astype(np.float32).reshape(STYLES, STYLE_SIZE)
