"""lexicon.toml: how a person wants words to be said, for the whole book or in one character's lines.

    Siobhan = "shih-VAWN"
    "Mr. Lisle" = "mister lyle"
    Thalorin = "/θəˈlɔːɹɪn/"
    lead = [{ as = "verb", say = "leed" }, { as = "noun", say = "led" }]

    [characters.Tom]
    Siobhan = "see-OH-ban"

It lies beside voices.toml: in the book's folder, beside the story or in the working folder, the former before
the latter for each single word. It is only ever read. Whatever is wrong in it is a BadInput that names the
file, the line and the nearest valid choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from audiobook import ipa
from audiobook.cast.tomltext import Key, TomlText, display, read_text
from audiobook.errors import BadInput, did_you_mean, nearest
from audiobook.model import Character, names_by_spelling
from audiobook.script.spoken.lexicon import Entry, Lexicon
from audiobook.script.spoken.wordclass import PARTS

NAME = "lexicon.toml"
CHARACTERS = "characters"
_SETTINGS = ("say", "as")


def find(folders: Iterable[Path | None]) -> list[Entry]:
    """The entries of every lexicon.toml in these folders, the strongest folder first.

    Raises BadInput for one that cannot be read or is wrong.
    """
    found: dict[tuple[str, str, str], Entry] = {}
    seen: set[Path] = set()
    for folder in folders:
        path = None if folder is None else folder / NAME
        if path is None or not path.exists() or path.resolve() in seen:
            continue
        seen.add(path.resolve())
        for entry in read(path):
            found.setdefault((entry.written, entry.part, entry.speaker), entry)
    return list(found.values())


def for_story(entries: Sequence[Entry], characters: Sequence[Character]) -> tuple[Lexicon, list[str]]:
    """The lexicon with its characters called as the script calls them, and what a person should know."""
    names = names_by_spelling(characters)
    mine: list[Entry] = []
    notes: dict[str, str] = {}
    for entry in entries:
        speaker = names.get(entry.speaker.casefold(), "")
        if entry.speaker and not speaker:
            guess = did_you_mean(entry.speaker, names, shown=lambda folded: repr(names[folded]))
            problem = f"nobody called {entry.speaker!r} has a line in this story."
            notes.setdefault(entry.speaker, f"{entry.place}: {problem} {guess}".rstrip())
            continue
        mine.append(Entry(entry.written, entry.say, entry.part, speaker, entry.place))
    return Lexicon(mine), list(notes.values())


def read(path: Path) -> list[Entry]:
    """The entries of the lexicon at `path`. Raises BadInput."""
    return list(parse(read_text(path), display(path)))


def parse(text: str, shown: str = NAME) -> Iterator[Entry]:
    """The entries of a text; `shown` is what to call the file. Raises BadInput."""
    toml = TomlText(text, shown, _remedy)
    reading = _Reading(toml)
    for word, value in toml.document.items():
        if word == CHARACTERS and isinstance(value, dict) and not value.keys() & set(_SETTINGS):
            for name, words in value.items():
                yield from reading.words_of(name, words)
        else:
            yield from reading.entries((word,), value)


class _Reading:
    """Turns what TOML gives into entries."""

    def __init__(self, toml: TomlText) -> None:
        self._toml = toml

    def words_of(self, name: str, words: Any) -> Iterator[Entry]:
        key = (CHARACTERS, name)
        if not isinstance(words, dict):
            raise self._toml.bad(
                key, f"{name} is a character, not a word", f"Write [{CHARACTERS}.{name}] on its own line."
            )
        for word, value in words.items():
            yield from self.entries((*key, word), value, name)

    def entries(self, key: Key, value: Any, speaker: str = "") -> Iterator[Entry]:
        word = key[-1]
        if not any(map(str.isalnum, word)):
            raise self._toml.bad(
                key, f"{word!r} holds no letter", "Write the word as it stands in the story."
            )
        senses = value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]
        for sense in senses:
            yield self._entry(key, sense, speaker)

    def _entry(self, key: Key, sense: Any, speaker: str) -> Entry:
        part = ""
        if isinstance(sense, dict):
            for name in sense:
                if name not in _SETTINGS:
                    raise self._unknown(key, name, sense)
            part = self._part(key, sense.get("as", ""))
            sense = sense.get("say")
        says = sense if isinstance(sense, list) else [sense]
        if not says or not all(isinstance(say, str) and say.strip() for say in says):
            raise self._toml.bad(
                key,
                f"how {key[-1]!r} is said goes in quotes",
                f'For example: {quoted(key[-1])} = "shih-VAWN", or with phonemes: "/ʃɪˈvɔːn/".',
            )
        for say in says:
            self._check(key, say)
        place = self._toml.place(key)
        return Entry(key[-1].replace("’", "'"), tuple(say.strip() for say in says), part, speaker, place)

    def _check(self, key: Key, say: str) -> None:
        say = say.strip()
        if say.startswith("["):
            raise self._toml.bad(
                key, f"{say!r} is espeak's own alphabet", "Write phonemes as IPA between slashes: /ʃɪˈvɔːn/."
            )
        if not say.startswith("/"):
            if not any(map(str.isalnum, say)):
                raise self._toml.bad(key, f"{say!r} says nothing", 'Write it as it sounds: "shih-VAWN".')
            return
        if len(say) < 3 or not say.endswith("/") or "/" in say[1:-1]:
            raise self._toml.bad(
                key, f"phonemes stand between two slashes, not {say!r}", "For example: /ʃɪˈvɔːn/."
            )
        try:
            sounds = ipa.tokens(say[1:-1])
        except ipa.Unknown as error:
            lists = "docs/spoken.md lists the sounds; a plain respelling does as well."
            raise self._toml.bad(
                key,
                f"{error.sign!r} in {say} is no sound that is understood",
                did_you_mean(error.sign, (*ipa.VOWELS, *ipa.CONSONANTS), lists),
            ) from None
        if not any(sound in ipa.VOWELS or sound in ipa.CONSONANTS for sound in sounds):
            raise self._toml.bad(key, f"{say} holds no sound", "For example: /ʃɪˈvɔːn/.")

    def _part(self, key: Key, part: Any) -> str:
        if part not in ("", *PARTS):
            remedy = did_you_mean(str(part), PARTS, f"There are: {', '.join(PARTS)}.")
            raise self._toml.bad(key, f"unknown part of speech {part!r}", remedy)
        return str(part)

    def _unknown(self, key: Key, name: str, sense: Any) -> BadInput:
        if not nearest(name, _SETTINGS) and not sense.keys() & set(_SETTINGS):
            written = self._toml.written(key).partition("=")[0].strip()
            return self._toml.bad(
                key,
                f"{key[-1]!r} is a table here",
                f'A word with a dot in it goes in quotes: "{written}" = "…"; '
                f"words of one character stand under [{CHARACTERS}.NAME].",
            )
        remedy = did_you_mean(name, _SETTINGS, f"There are: {', '.join(_SETTINGS)}.")
        return self._toml.bad(key, f"unknown key {name!r}", remedy)


def _remedy(line: str) -> str:
    return (
        'Write WORD = "how it sounds"; a word with a space or a mark in it goes in quotes too: '
        '"Mr. Lisle" = "mister lyle".'
    )


def quoted(word: str) -> str:
    """A word as it stands left of the `=`."""
    return word if re.fullmatch(r"[A-Za-z0-9_-]+", word) else f'"{word}"'
