"""Levels: how loud each voice is by nature, so that all can be brought to the same loudness.

A voice is measured on the first phrases that it speaks in the book, some half a minute of them; these are
recorded before all others. What was once found is kept until it is off by an amount that could be heard, so
that mending one line leaves the other chapters as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audiobook.model import Voice
from audiobook.studio.ledger import VoiceLevel, digest
from audiobook.studio.master import Standard, voice_loudness
from audiobook.studio.sheets import Chapter
from audiobook.studio.takes import Facts

REFERENCE_CHARACTERS = 450
"""About half a minute of speech."""
ENOUGH_SECONDS = 4.0
"""A voice heard for less than this is judged by its kin too: the same voice at another rate or pitch."""
TO_BE_HEARD = 0.5
"""LU by which a measurement must differ from the one that is kept to take its place."""
UNKNOWN = -21.0
"""LUFS taken for a voice of which nothing could be measured."""


@dataclass(slots=True)
class Reference:
    """The phrases that a voice is measured on."""

    voice: Voice
    keys: list[str]
    characters: int = 0

    def digest(self, standard: Standard) -> str:
        """Changes when the phrases do, or what is asked of them."""
        return digest([self.keys, standard.loudness, standard.ceiling])


def name_of(voice: Voice) -> str:
    """A voice without its gain, as the ledger knows it."""
    manner = "".join(f" {name}" for name in voice.effects)
    melody = "" if voice.intonation == 1 else f" intonation {voice.intonation:g}"
    return f"{voice.engine} {voice.voice} {voice.rate:g} {voice.pitch:g}{melody}{manner}"


def references(chapters: Iterable[Chapter]) -> dict[str, Reference]:
    """For each voice of the book, by name, what it is measured on."""
    found: dict[str, Reference] = {}
    names: dict[Voice, str] = {}
    for chapter in chapters:
        for phrase in chapter.phrases:
            voice = phrase.reading.voice
            name = names.get(voice) or names.setdefault(voice, name_of(voice))
            reference = found.setdefault(name, Reference(voice, []))
            if reference.characters < REFERENCE_CHARACTERS and phrase.key not in reference.keys:
                reference.keys.append(phrase.key)
                reference.characters += len(phrase.reading.text)
    return found


def measured(
    wanted: Mapping[str, Reference],
    facts: Mapping[str, Facts],
    kept: Mapping[str, VoiceLevel],
    standard: Standard,
) -> dict[str, VoiceLevel]:
    """How loud each wanted voice is: as kept, or anew from the facts of its reference takes."""
    return {
        name: level
        if (level := kept.get(name)) and level.reference == reference.digest(standard)
        else _settled(_loudness(reference, wanted, facts, standard), reference.digest(standard), level)
        for name, reference in wanted.items()
    }


def _settled(loudness: float, reference: str, kept: VoiceLevel | None) -> VoiceLevel:
    if kept is not None and abs(kept.loudness - loudness) < TO_BE_HEARD:
        loudness = kept.loudness
    return VoiceLevel(round(loudness, 1), reference)


def _loudness(
    reference: Reference, wanted: Mapping[str, Reference], facts: Mapping[str, Facts], standard: Standard
) -> float:
    own = [facts[key] for key in reference.keys if key in facts]
    voice = reference.voice
    kin = [
        facts[key]
        for other in wanted.values()
        if (other.voice.engine, other.voice.voice, other.voice.effects)
        == (voice.engine, voice.voice, voice.effects)
        for key in other.keys
        if key in facts
    ]
    if not kin:
        return UNKNOWN
    if not own:
        return voice_loudness(kin, standard)
    trust = min(math.fsum(take.seconds for take in own) / ENOUGH_SECONDS, 1.0)
    return trust * voice_loudness(own, standard) + (1 - trust) * voice_loudness(kin, standard)
