"""Every voices.toml that has a say in a story, one over the other.

The strongest first, for each single setting: the file named with --voices; what a person wrote into the
output folder's file; the file beside the story; the one in the working folder; what the program itself wrote
into the output folder's file. Automatic casting fills what is left.

Which settings of the output folder's file are the program's own is known from a record that it keeps: a
setting that still has the value written down there was not touched. Without it everything is a person's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from audiobook.cast.settings import ENGINES
from audiobook.cast.tomltext import Key, display
from audiobook.cast.voicesfile import NAME, Setting, VoicesFile
from audiobook.errors import did_you_mean
from audiobook.model import Character, Gender, Script

SLIP = 0.75
"""How alike (difflib's ratio) two names are when one is likely a slip of the pen for the other."""

CAST_FOR = "cast for"
"""In the record: the engine that a table's voice belongs to."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A setting of one layer, with what tells whether it counts."""

    setting: Setting
    engine: str | None
    """The engine that the same table or file names: a voice is one of that engine's."""
    cast_by_program: bool


Wishes = Mapping[str, Sequence[Wish]]
"""For each key (voice, pitch …) what the layers say, the strongest first."""


@dataclass(frozen=True)
class Layer:
    """Settings of one strength."""

    file: VoicesFile
    settings: Mapping[Key, Setting]
    names: tuple[str, ...] = ()
    """The characters that have a table."""
    cast_by_program: bool = False
    """Automatic casting of an earlier run, not a person's wish."""
    for_any_story: bool = False
    """The working folder's: it may well speak of other stories' characters."""

    def table(self, *key: str) -> dict[str, Setting]:
        """The settings of one table."""
        return self._tables.get(key, {})

    @cached_property
    def _tables(self) -> dict[Key, dict[str, Setting]]:
        tables: dict[Key, dict[str, Setting]] = {}
        for entry, setting in self.settings.items():
            tables.setdefault(entry[:-1], {})[entry[-1]] = setting
        return tables

    @cached_property
    def _called(self) -> dict[str, list[int]]:
        """By every spelling of every name, case folded: whose tables go by it, as places in `names`."""
        places: dict[str, list[int]] = {}
        for at, (name, table) in enumerate(self.characters()):
            for spelling in names_of(name, table):
                places.setdefault(spelling, []).append(at)
        return places

    def characters(self) -> Iterator[tuple[str, dict[str, Setting]]]:
        """Each character that has a table here, and its settings."""
        for name in self.names:
            yield name, self.table("characters", name)

    def character(self, character: Character) -> dict[str, Setting]:
        """What is said here of one of the story's characters, by name first, then by alias."""
        called = {name.casefold() for name in (character.name, *character.aliases)}
        own: list[dict[str, Setting]] = []
        others: list[dict[str, Setting]] = []
        for at in sorted({at for spelling in called for at in self._called.get(spelling, ())}):
            name = self.names[at]
            alike = name.casefold() == character.name.casefold()
            (own if alike else others).append(self.table("characters", name))
        merged: dict[str, Setting] = {}
        for table in [*own, *others]:
            merged = {**table, **merged}
        return merged


def names_of(name: str, table: Mapping[str, Setting]) -> set[str]:
    """Everything a table's character is called, case folded."""
    return {
        spelling.casefold() for spelling in (name, *(table["aliases"].value if "aliases" in table else ()))
    }


@dataclass(frozen=True)
class Voices:
    """What all the files together say."""

    layers: tuple[Layer, ...] = ()
    """The strongest first."""
    record: Mapping[Key, Any] = field(default_factory=dict)
    """What the program wrote there and nobody touched."""

    def narrator(self) -> Wishes:
        """Every layer's words on the narrator."""
        return self._wishes(lambda layer: layer.table("narrator"))

    def character(self, character: Character) -> Wishes:
        """Every layer's words on one of the story's characters."""
        return self._wishes(lambda layer: layer.character(character))

    def defaults(self) -> Wishes:
        """Every layer's words on everybody."""
        return self._wishes(lambda layer: layer.table("defaults"))

    def default(self, key: str, otherwise: Any = None) -> Any:
        """The strongest word on a setting of [defaults]."""
        said = self.defaults().get(key)
        return said[0].setting.value if said else otherwise

    def deliveries(self) -> dict[str, dict[str, Any]]:
        """For each delivery that a file speaks of, the strongest words on it."""
        found: dict[str, dict[str, Any]] = {}
        for layer in self.layers:
            for key, setting in layer.settings.items():
                if key[0] == "delivery":
                    found.setdefault(key[1], {}).setdefault(key[2], setting.value)
        return found

    def settings(self, table: str) -> dict[str, Setting]:
        """The strongest words on each setting of a table that is one for the whole book."""
        found: dict[str, Setting] = {}
        for layer in self.layers:
            found = {**layer.table(table), **found}
        return found

    def engines(self) -> dict[str, dict[str, Setting]]:
        """What engines are told besides, by name: the strongest words of all [engines.NAME]."""
        found: dict[str, dict[str, Setting]] = {}
        for layer in self.layers:
            for key, setting in layer.settings.items():
                if key[0] == ENGINES and not layer.cast_by_program:
                    found.setdefault(key[1], {}).setdefault(key[2], setting)
        return found

    def _wishes(self, table: Callable[[Layer], Mapping[str, Setting]]) -> Wishes:
        wishes: dict[str, list[Wish]] = {}
        for layer in self.layers:
            said = table(layer)
            stated = said.get(CAST_FOR) or said.get("engine") or layer.settings.get(("defaults", "engine"))
            engine = stated.value if stated else None
            for key, setting in said.items():
                wishes.setdefault(key, []).append(Wish(setting, engine, layer.cast_by_program))
        return wishes

    def known_characters(self, text: str | None = None) -> list[Character]:
        """The characters that people described, for the tagger to obey: names, aliases, genders.

        Tables of different files are one character when one has the other's name among its own.
        `text` is the story's: of the working folder's file, which may serve other stories too, only those
        count whom it names.
        """
        found: list[tuple[str, list[str], str | None]] = []
        for layer in self.layers:
            if layer.cast_by_program:
                continue
            for name, table in layer.characters():
                aliases = list(table["aliases"].value) if "aliases" in table else []
                if layer.for_any_story and text is not None and not _named(text, (name, *aliases)):
                    continue
                gender = table["gender"].value if "gender" in table else None
                for at, (other, others, known) in enumerate(found):
                    if _same(name, aliases, other, others):
                        names = dict.fromkeys([*others, name, *aliases])
                        found[at] = (
                            other,
                            [n for n in names if n.casefold() != other.casefold()],
                            known or gender,
                        )
                        break
                else:
                    found.append((name, aliases, gender))
        return [
            Character(name, Gender(gender or "unknown"), tuple(aliases)) for name, aliases, gender in found
        ]

    def strangers(self, script: Script) -> list[str]:
        """A note for every character of the files who has no line in the story. Of the working folder's file,
        which may serve other stories too, only those whose name looks like a slip."""
        speaking = {name for character in script.characters for name in (character.name, *character.aliases)}
        folded = {name.casefold() for name in speaking}
        notes = []
        for layer in self.layers:
            if layer.cast_by_program:
                continue
            for name, table in layer.characters():
                if folded & names_of(name, table):
                    continue
                guess = did_you_mean(name, speaking, cutoff=SLIP)
                if layer.for_any_story and not guess:
                    continue
                place = next((setting.place for setting in table.values()), display(layer.file.path))
                notes.append(f"{place}: {name!r} has no line in this story. {guess}".rstrip())
        return notes


def _named(text: str, names: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names)


def _same(name: str, aliases: list[str], other: str, others: list[str]) -> bool:
    mine = {spelling.casefold() for spelling in (name, *aliases)}
    theirs = {spelling.casefold() for spelling in (other, *others)}
    return name.casefold() in theirs or other.casefold() in mine


def find(
    story: Path | None,
    folder: Path | None = None,
    named: Path | None = None,
    *,
    record: Path | None = None,
    here: Path | None = None,
) -> Voices:
    """Every voices.toml that has a say.

    `story`: the story's file (None: standard input); `folder`: the output folder; `named`: the file given
    with --voices, which must exist; `record`: where the program notes what it wrote itself; `here`: the
    working folder. Raises BadInput for a file that is missing, unreadable or wrong.
    """
    here = here or Path.cwd()
    read: dict[Path, VoicesFile] = {}
    layers: list[Layer] = []

    def take(path: Path | None, must: bool = False) -> VoicesFile | None:
        if path is None or not (must or path.exists()) or path.resolve() in read:
            return None
        return read.setdefault(path.resolve(), VoicesFile.read(path))

    if named and folder and named.resolve() == (folder / NAME).resolve():
        named = None  # the same file: a person's words and the program's are told apart below
    if (file := take(named, must=named is not None)) is not None:
        layers.append(Layer(file, file.settings, file.names))
    output = take(folder / NAME) if folder else None
    written = _read_record(record) if output else {}
    if output is not None:
        own, kept = _told_apart(output, written)
        layers.append(own)
    if (file := take(story.parent / NAME if story else None)) is not None:
        layers.append(Layer(file, file.settings, file.names))
    if (file := take(here / NAME)) is not None:
        layers.append(Layer(file, file.settings, file.names, for_any_story=True))
    if output is not None:
        layers.append(kept)
    return Voices(tuple(layers), written)


def told_here(engine: str) -> dict[str, Any]:
    """What the working folder's voices.toml tells an engine. Raises BadInput for a file that is wrong."""
    return {key: said.value for key, said in find(None).engines().get(engine, {}).items()}


def _told_apart(output: VoicesFile, written: Mapping[Key, Any]) -> tuple[Layer, Layer]:
    """What a person wrote in the output folder's file, and what the program did."""
    kept = {key: setting for key, setting in output.settings.items() if written.get(key) == setting.value}
    theirs = {key: setting for key, setting in output.settings.items() if key not in kept}
    ours = _characters(written) - _characters(theirs)
    engines = {key: Setting(value, "") for key, value in written.items() if key[-1] == CAST_FOR}
    return (
        Layer(output, theirs, tuple(name for name in output.names if name not in ours)),
        Layer(output, {**engines, **kept}, output.names, cast_by_program=True),
    )


def _characters(settings: Mapping[Key, Any]) -> set[str]:
    return {key[1] for key in settings if key[:1] == ("characters",)}


def _read_record(path: Path | None) -> dict[Key, Any]:
    """What the program wrote, or nothing when the record is gone or damaged."""
    try:
        document = tomllib.loads(path.read_text("utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return dict(_flat((), document))


def _flat(key: Key, content: Any) -> Iterator[tuple[Key, Any]]:
    if not isinstance(content, dict):
        yield key, content
        return
    for name, value in content.items():
        yield from _flat((*key, name), value)
