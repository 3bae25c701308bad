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

from audiobook.cast.tomltext import header
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
        text = read_exactly(self.path)
        present = VoicesFile.parse(text, self.path).settings
        for name, value in self.old.items():
            setting = present.get((*self.table, name))
            if (setting.value if setting else MISSING) != value:
                raise Changed(
                    f"{name} was changed meanwhile", place=str(self.path), remedy="Look at it again."
                )
        write_whole(self.path, with_settings(text, self.path, self.table, self.new))

    def undone(self) -> SettingsEdit:
        """The edit that takes it back."""
        return SettingsEdit(self.path, self.table, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file's whole text written anew, for what is no single row or setting."""

    path: Path
    old: str
    new: str

    def apply(self) -> None:
        """Raises Changed when the file is not what it was, OSError."""
        if read_exactly(self.path) != self.old:
            raise Changed("this file was changed meanwhile", place=str(self.path), remedy="Look at it again.")
        write_whole(self.path, self.new)

    def undone(self) -> Rewrite:
        """The edit that takes it back."""
        return Rewrite(self.path, self.new, self.old)


Edit = RowEdit | SettingsEdit | Rewrite


def merge_edit(path: Path, name: str, into: str, aliases: Sequence[str]) -> Rewrite:
    """The edit of voices.toml by which `name` is another name of `into`: an alias, without a table."""
    old = read_exactly(path)
    text = _without_table(old, path, ("characters", name))
    new = with_settings(text, path, ("characters", into), {"aliases": list(aliases)})
    return Rewrite(path, old, new)


def _without_table(text: str, path: Path, table: tuple[str, ...]) -> str:
    """The text without one table, the comment above it, and what hangs on it up to the next blank row."""
    file = VoicesFile.parse(text, path)
    top = next((s for s in file.statements if s.header and s.key == table), None)
    if top is None:
        return text
    rows = rows_of(text)
    start = top.first
    while start and rows[start - 1].startswith("#"):
        start -= 1
    following = [s.first for s in file.statements if s.header and s.first > top.first]
    own = [s.last for s in file.statements if top.first <= s.first < min(following, default=len(rows))]
    end = max(own) + 1
    while end < len(rows) and rows[end].strip():
        end += 1
    if end < len(rows):
        end += 1  # the blank row behind it
    return "".join(rows[:start] + rows[end:])


def settings_edit(path: Path, table: Sequence[str], settings: Mapping[str, Any]) -> SettingsEdit | None:
    """The edit that gives a table these settings (None takes one away); None when it has them already."""
    present = VoicesFile.read(path).settings
    old = {name: present[(*table, name)].value if (*table, name) in present else MISSING for name in settings}
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


def with_settings(text: str, path: Path, table: Sequence[str], settings: Mapping[str, Any]) -> str:
    """The text of a voices.toml with these settings in one table, every other row as it was.

    Raises BadInput for a value that cannot be.
    """
    for name, value in settings.items():
        rows = rows_of(text)
        file = VoicesFile.parse(text, path)
        end = "\r\n" if "\r\n" in text else "\n"
        stands = next((s for s in file.statements if s.key == (*table, name) and not s.header), None)
        if stands:
            old = "".join(rows[stands.first : stands.last + 1])
            rows[stands.first : stands.last + 1] = [] if value is MISSING else [_renewed(old, name, value)]
        elif value is not MISSING:
            row = f"{tomlkit.key(name).as_string()} = {tomlkit.item(value).as_string()}{end}"
            at = _end_of(file, table)
            if at is None:
                rows += ["" if text.endswith("\n") else end, end, f"[{header(tuple(table))}]{end}", row]
            else:
                rows[at : at + 1] = [bare(rows[at]) + end, row]
        text = "".join(rows)
    VoicesFile.parse(text, path)
    return text


def _renewed(old: str, name: str, value: Any) -> str:
    """An entry with another value; a comment behind it stays."""
    entry = tomlkit.parse(old)
    entry[name] = value
    return tomlkit.dumps(entry)


def _end_of(file: VoicesFile, table: Sequence[str]) -> int | None:
    """The last row of a table's own entries; None when it has no header."""
    last, inside = None, False
    for statement in file.statements:
        if statement.header:
            inside = statement.key == tuple(table)
        if inside:
            last = statement.last
    return last


def read_exactly(path: Path) -> str:
    """A file's text, its line ends as they are. Raises OSError."""
    return path.read_bytes().decode("utf-8")


def rows_of(text: str) -> list[str]:
    """The rows of a text with their line ends: joined they are the text."""
    return _ROW.findall(text)


def bare(row: str) -> str:
    """A row without its line end."""
    return _END.sub("", row)
