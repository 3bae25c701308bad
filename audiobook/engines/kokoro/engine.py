"""Kokoro as a speech engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec

import numpy as np

from audiobook.engines.kokoro.network import LONGEST, RATE, Floats, Network
from audiobook.engines.kokoro.phonemes import Sounding, sounding
from audiobook.engines.kokoro.voices import LICENCE, STYLES, Blend, auditions, blend, needed, recorded
from audiobook.engines.protocol import (
    Ability,
    Audition,
    Engine,
    EngineVoice,
    Speech,
    Timbre,
    WordTime,
)
from audiobook.engines.weights import Weights
from audiobook.model import Voice

SOUND = 2
"""Raised by one whenever this module makes the same request sound different."""

SPEEDS = 0.6, 1.6
"""Factors on a voice's own rate at which the network still speaks well; the studio does the rest."""
SOONER = 0.03
"""Seconds by which sounds are heard before their lengths say so (measured on plosives behind a comma)."""
ONSET = 0.07
"""Seconds before its time in which the first phoneme may begin (most voices hum for 0.1 to 0.25 s before)."""
PEAK = 32000
"""Of 32768: the highest sample that is left as it is."""


class KokoroEngine(Engine):
    """Kokoro-82M, version 1.0, with eight-bit weights, through ONNX Runtime."""

    name = "kokoro"
    version = f"{SOUND} kokoro-82M 1.0 int8"
    sample_rate = RATE
    abilities = Ability.RATE | Ability.WORD_TIMES | Ability.PHONEMES | Ability.PROCESSES
    longest_text = 380
    patience = 120.0  # the first phrase waits for the network to be loaded

    def __init__(self) -> None:
        for package in ("onnxruntime", "huggingface_hub"):
            if find_spec(package) is None:
                raise ImportError(package)

    def voices(self) -> Sequence[EngineVoice]:
        """The published English voices, the best first."""
        measured = {row.voice: row for row in auditions() if not row.pitch}
        return [
            EngineVoice(
                voice.name,
                voice.accent,
                voice.gender,
                tags=voice.tags,
                description=f"grade {voice.grade}",
                licence=LICENCE,
                words_wrong=measured[voice.name].words_wrong if voice.name in measured else None,
            )
            for voice in recorded().values()
        ]

    def auditions(self, like: str = "") -> Sequence[Audition]:
        """Voices, blends and pitches that were measured; those with the accent of `like` first."""
        british = _is_british(like)
        rows = sorted(auditions(), key=lambda row: (blend(row.voice).accent == "en-gb") != british)
        return [Audition(row.voice, row.pitch, row.gender, row.age, row.tags) for row in rows]

    def timbre(self, voice: Voice) -> Timbre | None:
        """As the voice or blend was measured, at the nearest pitch that was; of another blend, what lies
        between its parts."""
        mixed = blend(voice.voice)
        return _measured(str(mixed), voice.pitch) or _between(mixed, voice.pitch)

    def resolve(self, voice: str) -> str:
        """The voice's name, or the blend written in full. Raises BadInput with the nearest."""
        return str(blend(voice))

    def needs(self, voices: Iterable[str]) -> Sequence[Weights]:
        """The network, and each voice's styles."""
        return needed(voices)

    def speak(self, text: str, voice: Voice) -> Speech:
        """The sound of `text`; the rate is carried out as far as it sounds well."""
        mixed = blend(voice.voice)
        asked = voice.rate / mixed.rate
        speed = min(max(asked, SPEEDS[0]), SPEEDS[1])
        sounds: list[Floats] = []
        words: list[WordTime] = []
        before = 0.0
        for start, part in _parted(text, mixed.accent):
            sound, lengths = self._network.say(part.tokens, _style(mixed, len(part.tokens)), speed)
            sounds.append(_from_its_onset(sound, lengths))
            words += _word_times(part, lengths, start, before)
            before += len(sound) / RATE
        if not sounds:
            return Speech(b"", RATE)
        sound = np.concatenate(sounds)
        sound = sound * min(1.0, PEAK / 32768 / max(float(np.abs(sound).max()), 1e-9))
        pcm = np.rint(sound * 32767).astype("<i2").tobytes()
        return Speech(pcm, RATE, tuple(words), rate=None if speed == asked else speed * mixed.rate)

    @cached_property
    def _network(self) -> Network:
        return Network()

    def close(self) -> None:
        """Let go of the network."""
        self.__dict__.pop("_network", None)


def _parted(text: str, accent: str) -> list[tuple[int, Sounding]]:
    """The text in parts that the network can say at a time, and where each begins; parts end at a clause
    where one ends in their second half, else between two words."""
    whole = sounding(text, accent)
    if not any(word.end > word.start for word in whole.words):
        return []
    if len(whole.phonemes) <= LONGEST:
        return [(0, whole)]
    half = len(text) // 2
    ends = [at + 1 for at, sign in enumerate(text[:-1]) if sign in ",;:—–" and text[at + 1].isspace()]
    spaces = [at for at, sign in enumerate(text) if sign.isspace()]
    near = [at for at in ends if 0.25 < at / len(text) < 0.75] or [
        at for at in spaces if 0 < at < len(text) - 1
    ]
    cut = min(near, key=lambda at: abs(at - half)) if near else half
    rest = _parted(text[cut:], accent)
    return [*_parted(text[:cut], accent), *((cut + start, part) for start, part in rest)]


def _from_its_onset(sound: Floats, lengths: Floats) -> Floats:
    """Silent until the first phoneme: the network makes a sound of the pause before it, which is taken for a
    word where a text is short."""
    onset = max(round((float(lengths[0]) - ONSET) * RATE), 0)
    rise = min(round(ONSET * RATE / 2), len(sound) - onset)
    swell = np.zeros(len(sound), np.float32)
    swell[onset:] = 1
    swell[onset : onset + rise] = np.linspace(0, 1, rise, dtype=np.float32) ** 2
    return sound * swell


def _word_times(part: Sounding, lengths: Floats, text_start: int, before: float) -> list[WordTime]:
    ends = np.maximum(np.cumsum(lengths) - SOONER, 0)  # the first is the silence before
    return [
        WordTime(
            before + float(ends[word.start]),
            before + float(ends[word.end]),
            text_start + word.text_start,
            text_start + word.text_end,
        )
        for word in part.words
    ]


def _style(mixed: Blend, phonemes: int) -> Floats:
    return np.asarray(_styles(mixed)[min(phonemes, STYLES) - 1], np.float32)


@lru_cache(maxsize=128)
def _styles(mixed: Blend) -> Floats:
    return mixed.styles()


def _is_british(like: str) -> bool:
    if like.casefold().startswith("en"):
        return like.casefold().startswith("en-gb")
    return bool(like) and like[0] == "b"


def _measured(voice: str, pitch: float) -> Timbre | None:
    rows = [row for row in auditions() if row.voice == voice]
    if not rows:
        return None
    row = min(rows, key=lambda row: abs(row.pitch - pitch))
    return Timbre(row.timbre.point, row.timbre.hertz * 2 ** ((pitch - row.pitch) / 12))


def _between(mixed: Blend, pitch: float) -> Timbre | None:
    parts = [(_measured(name, pitch), share) for name, share in mixed.parts]
    found = [(timbre, share) for timbre, share in parts if timbre is not None]
    if len(found) < len(parts):
        return None
    point = np.sum([share * np.array(timbre.point) for timbre, share in found], axis=0)
    hertz = float(np.exp(sum(share * np.log(timbre.hertz) for timbre, share in found)))
    return Timbre(tuple(point / np.linalg.norm(point)), hertz)
