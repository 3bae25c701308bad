"""How a prepared book is said: what the engines are given to read, and what they may say wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from audiobook.model import Line

if TYPE_CHECKING:
    from audiobook.cast.unknown import UnknownWord
    from audiobook.production.preparation import Prepared


def spoken_form(prepared: Prepared) -> Callable[[Line], str]:
    """What an engine is given to read for each line: with phonemes, where its engine takes them."""
    from audiobook import engines
    from audiobook.script.spoken.reading import Reader

    cast = prepared.casting.cast
    reader = Reader(prepared.lexicon, language_of(prepared))
    names = {voice.engine for voice in (cast.narrator, *cast.characters.values())}
    able = {
        name
        for name in names
        if engines.Ability.PHONEMES in engines.get(name, cast.settings.get(name)).abilities
    }
    return lambda line: reader.read(line, phonemes=cast.voice_of(line).engine in able)


def unknown_words(prepared: Prepared) -> list[UnknownWord]:
    """Names and words that the narrator's voice may say wrong, in most lines first."""
    from audiobook import engines
    from audiobook.cast import unknown
    from audiobook.script.spoken.reading import Reader

    cast = prepared.casting.cast
    narrator = cast.narrator
    engine = engines.get(narrator.engine, cast.settings.get(narrator.engine))
    reader = Reader(prepared.lexicon, language_of(prepared))

    def pronounced(word: str) -> str:
        return engine.pronounced(word, narrator.voice) if isinstance(engine, engines.Pronouncing) else ""

    return unknown.unknown_words(prepared.script.lines, reader.left_to_engine, pronounced)


def language_of(prepared: Prepared) -> str:
    """The book's language, or else that of the narrator's voice; which English, by the story's own spelling
    where the book does not say."""
    from audiobook.script.spoken import is_english
    from audiobook.script.spoken.spelling import english_of

    told, heard = prepared.script.book.language, _language_of_voice(prepared)
    if "-" in told or not is_english(told or heard):
        return told or heard
    spelled = english_of(line.text for line in prepared.script.lines)
    return spelled or (heard if is_english(heard) else told)


def _language_of_voice(prepared: Prepared) -> str:
    """That of the narrator's voice; empty for one that nobody knows."""
    from audiobook import engines

    cast = prepared.casting.cast
    narrator = cast.narrator
    name = narrator.voice.partition("+")[0]
    voices = engines.get(narrator.engine, cast.settings.get(narrator.engine)).voices()
    return next((voice.language for voice in voices if voice.name in (narrator.voice, name)), "")
