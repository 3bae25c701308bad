"""One voices.toml: read, checked, and known line by line.

A file is read into settings: a value, and the place where a person can find it. Whatever is wrong in it is
a BadInput that names the file, the line and the nearest valid choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audiobook.cast.delivery import DELIVERIES
from audiobook.cast.settings import ENGINES, NAMED, TABLES
from audiobook.cast.tomltext import Key, Statement, TomlText, display, header, read_text
from audiobook.errors import did_you_mean
from audiobook.model import NARRATOR

NAME = "voices.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in a file, and where a person finds it."""

    value: Any
    place: str
    """ "voices.toml, line 14"."""


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
        return cls.parse(read_text(path), path)

    @classmethod
    def parse(cls, text: str, path: Path) -> VoicesFile:
        """The same from a text. Raises BadInput."""
        toml = TomlText(text, display(path), _remedy)
        checker = _Checker(toml)
        checker.check()
        return cls(path, text, checker.settings, checker.names, toml.statements)

    def table(self, *key: str) -> dict[str, Setting]:
        """The settings of one table."""
        return {entry[-1]: setting for entry, setting in self.settings.items() if entry[:-1] == key}


class _Checker:
    """Goes through a parsed file once."""

    def __init__(self, toml: TomlText) -> None:
        self._toml = toml
        self.settings: dict[Key, Setting] = {}
        self.names: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises BadInput for the first thing that is wrong."""
        for table, content in self._toml.document.items():
            if table not in TABLES:
                tables = ", ".join(f"[{name}.NAME]" if name in NAMED else f"[{name}]" for name in TABLES)
                remedy = did_you_mean(table, TABLES, f"There are: {tables}.")
                raise self._toml.bad((table,), f"unknown {_kind(content)} {table!r}", remedy)
            self._table((table,), content, TABLES[table], named=table in NAMED)
        self.names = tuple(self._toml.document.get("characters", ()))
        self._check_names()

    def _table(self, key: Key, content: Any, known: Mapping[str, Any], named: bool) -> None:
        if not isinstance(content, dict):
            raise self._toml.bad(
                key,
                f"{'.'.join(key)} is a table, not a value",
                f"Write [{header(key)}] on a line of its own.",
            )
        for name, value in content.items():
            if named:
                self._table((*key, name), value, known, named=False)
                if key == ("delivery",) and (remedy := _slip(name)):
                    raise self._toml.bad((*key, name), f"unknown delivery {name!r}", remedy)
            elif key[0] == ENGINES:
                self.settings[(*key, name)] = Setting(value, self._toml.place((*key, name)))
            else:
                self._entry((*key, name), value, known)

    def _entry(self, key: Key, value: Any, known: Mapping[str, Any]) -> None:
        name = key[-1]
        if name not in known:
            if isinstance(value, dict) and len(key) > 2:
                raise self._toml.bad(
                    key,
                    f"unknown table {name!r} in [{header(key[:-1])}]",
                    f"A name with a dot in it goes in quotes: [{header((key[0], self._as_written(key)))}].",
                )
            remedy = did_you_mean(name, known, f"There are: {', '.join(known)}.")
            raise self._toml.bad(key, f"unknown key {name!r}", remedy)
        if fault := known[name].fault(value):
            problem, remedy = fault
            raise self._toml.bad(key, f"{name} {problem}", f"For example: {name} = {remedy}")
        self.settings[key] = Setting(value, self._toml.place(key))

    def _check_names(self) -> None:
        """Every name and every alias belongs to one character."""
        taken: dict[str, str] = {}
        for name in self.names:
            if name.casefold() == NARRATOR:
                raise self._toml.bad(
                    ("characters", name), "the narrator is no character", "Write [narrator]."
                )
            aliases = self.settings.get(("characters", name, "aliases"))
            for called in {
                spelling.casefold(): spelling for spelling in (name, *(aliases.value if aliases else ()))
            }:
                if called in taken:
                    raise self._toml.bad(
                        ("characters", name),
                        f"{called!r} is a name of both {taken[called]!r} and {name!r}",
                        "Take it out of one, or make the two one character.",
                    )
                taken[called] = name

    def _as_written(self, key: Key) -> str:
        """The name that a header without quotes was meant to hold: `[characters.Mr. Lisle]`."""
        found = re.match(rf"\s*\[\s*{key[0]}\s*\.(.*)\]", self._toml.written(key))
        return found[1].strip() if found else ".".join(key[1:])


def _slip(name: str) -> str:
    """The delivery that was meant, where a name is nearly one. Others are a person's own."""
    if name in DELIVERIES:
        return ""
    return did_you_mean(name, DELIVERIES, shown="[delivery.{}]".format, cutoff=0.85)


def _kind(content: Any) -> str:
    return "table" if isinstance(content, dict) else "key"


def _remedy(line: str) -> str:
    """The likeliest remedy for a line that is no TOML."""
    if line.startswith("["):
        return 'A name with a space or a mark in it goes in quotes: [characters."Mr. Lisle"].'
    if "=" in line:
        return 'Text goes in quotes and numbers do not: voice = "en-us", pitch = -3.'
    return "Write NAME = VALUE, or put # before a remark."
