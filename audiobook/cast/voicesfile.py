"""One voices.toml: read, checked, and known line by line.

A file is read into settings: a value, and the place where a person can find it. Whatever is wrong in it is
a BadInput that names the file, the line and the nearest valid choice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from audiobook.cast.delivery import DELIVERIES
from audiobook.errors import BadInput, nearest
from audiobook.model import EFFECTS, LONGEST_PAUSE, NARRATOR, NO_EFFECT, Gender, Pauses

NAME = "voices.toml"

Key = tuple[str, ...]
"""Where a setting stands: ("characters", "Mara", "pitch")."""


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


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in a file, and where a person finds it."""

    value: Any
    place: str
    """ "voices.toml, line 14"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A header or an entry of a TOML file, by the lines it fills."""

    first: int
    last: int
    """Lines from 0, both inclusive."""
    key: Key
    """Of a header the table, of an entry the table and the name."""
    header: bool


@dataclass(frozen=True)
class VoicesFile:
    """A voices.toml that was read and found in order."""

    path: Path
    text: str
    settings: Mapping[Key, Setting]
    names: tuple[str, ...] = ()
    """The characters that have a table, in the file's order."""
    statements: tuple[Statement, ...] = field(default=(), repr=False)

    @classmethod
    def read(cls, path: Path) -> VoicesFile:
        """The file at `path`. Raises BadInput for what is missing, unreadable or wrong in it."""
        shown = display(path)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            raise BadInput(
                "there is no such file", place=shown, remedy="Check the name after --voices."
            ) from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise BadInput(
                "this is not UTF-8 text", place=f"{shown}, line {line}", remedy="Save it again as UTF-8."
            ) from None
        except OSError as error:
            raise BadInput(
                f"cannot be read: {error.strerror}",
                place=shown,
                remedy="Check that it is a file that you may read.",
            ) from None
        return cls.parse(text, path)

    @classmethod
    def parse(cls, text: str, path: Path) -> VoicesFile:
        """The same from a text. Raises BadInput."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _not_toml(str(error), text, display(path)) from None
        return _Checker(document, tuple(statements(text)), text, display(path)).checked(path)

    def table(self, *key: str) -> dict[str, Setting]:
        """The settings of one table."""
        return {entry[-1]: setting for entry, setting in self.settings.items() if entry[:-1] == key}


def display(path: Path) -> str:
    """A path as people would type it from where they are."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except (ValueError, OSError):
        return str(path)


class _Checker:
    """Goes through a parsed file once."""

    def __init__(
        self, document: Mapping[str, Any], statements: tuple[Statement, ...], text: str, shown: str
    ) -> None:
        self._document = document
        self._text = text
        self._lines = text.split("\n")
        self._statements = statements
        self._shown = shown
        self._settings: dict[Key, Setting] = {}

    def checked(self, path: Path) -> VoicesFile:
        for table, content in self._document.items():
            if table not in TABLES:
                close = nearest(table, TABLES)
                tables = ", ".join(f"[{name}.NAME]" if name in NAMED else f"[{name}]" for name in TABLES)
                raise self._bad(
                    (table,), f"unknown {_kind(content)} {table!r}", _guess(close) + f"There are: {tables}."
                )
            self._table((table,), content, TABLES[table], named=table in NAMED)
        names = tuple(self._document.get("characters", ()))
        self._names(names)
        return VoicesFile(path, self._text, self._settings, names, self._statements)

    def _table(self, key: Key, content: Any, known: Mapping[str, Any], named: bool) -> None:
        if not isinstance(content, dict):
            raise self._bad(
                key,
                f"{'.'.join(key)} is a table, not a value",
                f"Write [{header(key)}] on a line of its own.",
            )
        for name, value in content.items():
            if named:
                self._table((*key, name), value, known, named=False)
                if key == ("delivery",) and (close := _slip(name)):
                    problem = f"unknown delivery {name!r}"
                    raise self._bad((*key, name), problem, f"Did you mean [delivery.{close}]?")
            elif key[0] == ENGINES:
                self._settings[(*key, name)] = Setting(value, self._place((*key, name)))
            else:
                self._entry((*key, name), value, known)

    def _entry(self, key: Key, value: Any, known: Mapping[str, Any]) -> None:
        name = key[-1]
        if name not in known:
            if isinstance(value, dict) and len(key) > 2:
                raise self._bad(
                    key,
                    f"unknown table {name!r} in [{header(key[:-1])}]",
                    f"A name with a dot in it goes in quotes: [{header((key[0], self._as_written(key)))}].",
                )
            close = nearest(name, known)
            raise self._bad(key, f"unknown key {name!r}", _guess(close) + f"There are: {', '.join(known)}.")
        if fault := known[name].fault(value):
            problem, remedy = fault
            raise self._bad(key, f"{name} {problem}", f"For example: {name} = {remedy}")
        self._settings[key] = Setting(value, self._place(key))

    def _names(self, names: tuple[str, ...]) -> None:
        """Every name and every alias belongs to one character."""
        taken: dict[str, str] = {}
        for name in names:
            if name.casefold() == NARRATOR:
                raise self._bad(("characters", name), "the narrator is no character", "Write [narrator].")
            aliases = self._settings.get(("characters", name, "aliases"))
            for called in {
                spelling.casefold(): spelling for spelling in (name, *(aliases.value if aliases else ()))
            }:
                if called in taken:
                    raise self._bad(
                        ("characters", name),
                        f"{called!r} is a name of both {taken[called]!r} and {name!r}",
                        "Take it out of one, or make the two one character.",
                    )
                taken[called] = name

    def _as_written(self, key: Key) -> str:
        """The name that a header without quotes was meant to hold: `[characters.Mr. Lisle]`."""
        found = re.match(rf"\s*\[\s*{key[0]}\s*\.(.*)\]", self._lines[self._line(key) or 0])
        return found[1].strip() if found else ".".join(key[1:])

    def _line(self, key: Key) -> int | None:
        return next((s.first for s in self._statements if s.key[: len(key)] == key), None)

    def _place(self, key: Key) -> str:
        line = self._line(key)
        return self._shown if line is None else f"{self._shown}, line {line + 1}"

    def _bad(self, key: Key, problem: str, remedy: str) -> BadInput:
        return BadInput(problem, place=self._place(key), remedy=remedy)


def _slip(name: str) -> str | None:
    """The delivery that was meant, where a name is nearly one. Others are a person's own."""
    close = get_close_matches(name.casefold(), DELIVERIES, n=1, cutoff=0.85)
    return close[0] if close and name not in DELIVERIES else None


def header(key: Key) -> str:
    """A key as TOML writes it: `characters."Mr. Lisle"`."""
    import tomlkit

    return ".".join(tomlkit.key(part).as_string() for part in key)


def _kind(content: Any) -> str:
    return "table" if isinstance(content, dict) else "key"


def _guess(close: str | None) -> str:
    return f"Did you mean {close!r}? " if close else ""


def _not_toml(message: str, text: str, shown: str) -> BadInput:
    """A syntax error, with the likeliest remedy for the line."""
    found = re.search(r"\(at line (\d+), column \d+\)", message)
    lines = text.splitlines() or [""]
    number = int(found[1]) if found else len(lines)
    line = lines[min(number, len(lines)) - 1].strip()
    if line.startswith("["):
        remedy = 'A name with a space or a mark in it goes in quotes: [characters."Mr. Lisle"].'
    elif "=" in line:
        remedy = f'Text goes in quotes and numbers do not: voice = "en-us", pitch = -3. The line is: {line}'
    else:
        remedy = f"Write NAME = VALUE, or put # before a remark. The line is: {line}"
    problem = re.sub(r" \(at .*\)$", "", message)
    return BadInput(f"{problem[:1].lower()}{problem[1:]}", place=f"{shown}, line {number}", remedy=remedy)


def statements(text: str) -> Iterator[Statement]:
    """The headers and entries of a valid TOML text. An entry goes on until what was read so far is TOML."""
    lines = text.replace("\r\n", "\n").split("\n")
    table: Key = ()
    at = 0
    while at < len(lines):
        first = lines[at].strip()
        if not first or first.startswith("#"):
            at += 1
            continue
        last, content = at, _parsed(lines[at])
        while content is None and last + 1 < len(lines):
            last += 1
            content = _parsed("\n".join(lines[at : last + 1]))
        if first.startswith("["):
            table = next(_leaves(content or {}), ())
            yield Statement(at, last, table, header=True)
        else:
            for leaf in _leaves(content or {}):
                yield Statement(at, last, (*table, *leaf), header=False)
        at = last + 1


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _leaves(content: Any) -> Iterator[Key]:
    """The paths to everything that holds no table."""
    if isinstance(content, list) and content and isinstance(content[0], dict):
        content = content[0]
    if not isinstance(content, dict) or not content:
        yield ()
        return
    for name, value in content.items():
        for leaf in _leaves(value):
            yield (name, *leaf)
