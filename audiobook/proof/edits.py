"""The smallest edits: one row of script.txt, one setting of voices.toml; each can be taken back.

A file is read afresh for every edit and written whole. What somebody changed meanwhile in an editor stays:
an edit touches its own row or setting and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table

from audiobook.cast.voicesfile import VoicesFile
from audiobook.errors import BadInput
from audiobook.files import write_whole

_ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_END = re.compile(r"[\r\n]*\Z")

MISSING = object()
"""The value of a setting that is not there."""


class Changed(BadInput):
    """What was to be edited is no longer as it was: somebody changed it meanwhile."""


@dataclass(frozen=True, slots=True)
class RowEdit:
    """A row of a text file written anew."""

    path: Path
    row: int
    old: str
    new: str
    """Without their line ends."""

    def apply(self) -> None:
        """Raises Changed when the row is not what it was, OSError."""
        rows = rows_of(read_exactly(self.path))
        if self.row >= len(rows) or bare(rows[self.row]) != self.old:
            raise Changed("this line was changed meanwhile", place=str(self.path), remedy="Look at it again.")
        rows[self.row] = self.new + rows[self.row][len(self.old) :]
        write_whole(self.path, "".join(rows))

    def undone(self) -> RowEdit:
        """The edit that takes it back."""
        return RowEdit(self.path, self.row, self.new, self.old)


@dataclass(frozen=True, slots=True)
class SettingsEdit:
    """Settings of one table of a TOML file; MISSING takes one away."""

    path: Path
    table: tuple[str, ...]
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    def apply(self) -> None:
        """Raises Changed when a setting is not what it was, BadInput for a value that cannot be, OSError."""
        document = tomlkit.parse(read_exactly(self.path))
        table = _table(document, self.table)
        for name, value in self.old.items():
            if _plain(table.get(name, MISSING)) != value:
                raise Changed(
                    f"{name} was changed meanwhile", place=str(self.path), remedy="Look at it again."
                )
        for name, value in self.new.items():
            if value is MISSING:
                table.pop(name, None)
            else:
                table[name] = value
        text = tomlkit.dumps(document)
        VoicesFile.parse(text, self.path)
        write_whole(self.path, text)

    def undone(self) -> SettingsEdit:
        """The edit that takes it back."""
        return SettingsEdit(self.path, self.table, self.new, self.old)


Edit = RowEdit | SettingsEdit


def settings_edit(path: Path, table: Sequence[str], settings: Mapping[str, Any]) -> SettingsEdit | None:
    """The edit that gives a table these settings (None takes one away); None when it has them already."""
    present = _table(tomlkit.parse(read_exactly(path)), table)
    old = {name: _plain(present.get(name, MISSING)) for name in settings}
    new = {name: MISSING if value is None else value for name, value in settings.items()}
    changed = [
        name for name in settings if old[name] is MISSING or new[name] is MISSING or old[name] != new[name]
    ]
    changed = [name for name in changed if not (old[name] is MISSING and new[name] is MISSING)]
    if not changed:
        return None
    return SettingsEdit(
        path, tuple(table), {name: old[name] for name in changed}, {name: new[name] for name in changed}
    )


def read_exactly(path: Path) -> str:
    """A file's text, its line ends as they are. Raises OSError."""
    return path.read_bytes().decode("utf-8")


def rows_of(text: str) -> list[str]:
    """The rows of a text with their line ends: joined they are the text."""
    return _ROW.findall(text)


def bare(row: str) -> str:
    """A row without its line end."""
    return _END.sub("", row)


def _table(document: Any, keys: Sequence[str]) -> Any:
    """The table of that name, made where there is none."""
    here = document
    for at, key in enumerate(keys):
        if key not in here:
            here[key] = tomlkit.table(is_super_table=at < len(keys) - 1)
        here = here[key]
    assert isinstance(here, Table) or hasattr(here, "get")
    return here


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value
