"""A TOML file that a person writes: what it says, and the line where each thing stands.

Whatever is wrong with it is a BadInput that names the file and the line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobook.errors import BadInput

Key = tuple[str, ...]
"""Where a setting stands: ("characters", "Mara", "pitch")."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A header or an entry of a TOML file, by the lines it fills."""

    first: int
    last: int
    """Lines from 0, both inclusive."""
    key: Key
    """Of a header the table, of an entry the table and the name."""
    header: bool


class TomlText:
    """The text of a TOML file; `shown` is what to call the file.

    Raises BadInput where it is no TOML, with what `remedy` says about the line that is at fault.
    """

    def __init__(self, text: str, shown: str, remedy: Callable[[str], str]) -> None:
        try:
            self.document: Mapping[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _not_toml(str(error), text, shown, remedy) from None
        self.statements = tuple(statements(text))
        self._rows, self._shown = text.split("\n"), shown
        self._row_of: dict[Key, int] = {}
        for statement in self.statements:
            for depth in range(1, len(statement.key) + 1):
                self._row_of.setdefault(statement.key[:depth], statement.first)

    def written(self, key: Key) -> str:
        """The line where a key, or the first under it, stands; the first line for one that does not."""
        return self._rows[self._row_of.get(key, 0)]

    def place(self, key: Key) -> str:
        """ "voices.toml, line 12", as far as there is such a line."""
        return f"{self._shown}, line {self._row_of[key] + 1}" if key in self._row_of else self._shown

    def bad(self, key: Key, problem: str, remedy: str) -> BadInput:
        """What is wrong with a key."""
        return BadInput(problem, place=self.place(key), remedy=remedy)


def read_text(path: Path) -> str:
    """What a file holds, read as UTF-8. Raises BadInput where that cannot be done."""
    shown = display(path)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadInput(
            "this is not UTF-8 text", place=f"{shown}, line {line}", remedy="Save it again as UTF-8."
        ) from None
    except FileNotFoundError:
        raise BadInput("there is no such file", place=shown, remedy="Check its name and folder.") from None
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror}",
            place=shown,
            remedy="Check that it is a file that you may read.",
        ) from None


def display(path: Path) -> str:
    """A path as people would type it from where they are."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except (ValueError, OSError):
        return str(path)


def header(key: Key) -> str:
    """A key as TOML writes it: `characters."Mr. Lisle"`."""
    import tomlkit

    return ".".join(tomlkit.key(part).as_string() for part in key)


_TWICE = re.compile(r"Cannot overwrite a value|Cannot declare .* twice")
_ONE_AWAY = "Take one of the two away, or put what they say together."


def _not_toml(message: str, text: str, shown: str, remedy: Callable[[str], str]) -> BadInput:
    found = re.search(r"\(at line (\d+), column \d+\)", message)
    lines = text.splitlines() or [""]
    number = int(found[1]) if found else len(lines)
    line = lines[min(number, len(lines)) - 1].strip()
    place = f"{shown}, line {number}"
    if _TWICE.match(message):
        what = line if line.startswith("[") else line.partition("=")[0].strip()
        return BadInput(f"{what} is there for the second time", place=place, remedy=_ONE_AWAY)
    problem = re.sub(r" \(at .*\)$", "", message)
    return BadInput(
        f"{problem[:1].lower()}{problem[1:]}",
        place=place,
        remedy=f"{remedy(line)} The line is: {line}",
    )


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
