"""The ledger: which files the studio made, from what, and how loud each voice was found to be.

It is what makes a second run short. It lives among the takes, and like them it may be deleted: then more is
made anew, nothing else.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from audiobook.files import write_whole

FORMAT = 1


@dataclass(frozen=True, slots=True)
class EncodedPart:
    """A part of a long chapter, as it stands in the chapter's file."""

    digest: str
    """Of everything that it was made from."""
    size: int
    """Bytes."""
    frames: int


@dataclass(slots=True)
class Entry:
    """A file that the studio made."""

    sound: str
    """Digest of everything that its sound was made from."""
    dress: str
    """Digest of its tags and cover."""
    size: int
    mtime: int
    """Nanoseconds, as the file system has it."""
    sha256: str
    seconds: float = 0.0
    parts: tuple[EncodedPart, ...] = ()
    """Those that it was joined of, in their order; none of a file that was encoded at once."""

    @classmethod
    def of(cls, content: dict[str, Any]) -> Entry:
        """An entry as JSON has it."""
        parts = tuple(EncodedPart(**part) for part in content.pop("parts", ()))
        return cls(**content, parts=parts)


@dataclass(slots=True)
class VoiceLevel:
    """How loud a voice is."""

    loudness: float
    """LUFS."""
    reference: str
    """Digest of the takes that it was measured on."""


@dataclass(slots=True)
class Ledger:
    """What is known from earlier runs about one output folder."""

    folder: Path
    path: Path
    files: dict[str, Entry] = field(default_factory=dict)
    """By path within the folder, with forward slashes."""
    levels: dict[str, VoiceLevel] = field(default_factory=dict)
    """By voice."""
    unused: dict[str, str] = field(default_factory=dict)
    """Takes that no line asks for any more: key → the day that was first seen (ISO)."""
    speeds: dict[str, float] = field(default_factory=dict)
    """Seconds of work: "record ENGINE" per character, "encode" per second of sound; for estimates."""

    @classmethod
    def load(cls, folder: Path, path: Path) -> Ledger:
        """The ledger at `path`, or an empty one when there is none that can be read."""
        try:
            content = json.loads(path.read_bytes())
            if content["format"] != FORMAT:
                return cls(folder, path)
            return cls(
                folder,
                path,
                {name: Entry.of(entry) for name, entry in content["files"].items()},
                {name: VoiceLevel(**level) for name, level in content["levels"].items()},
                dict(content["unused"]),
                dict(content["speeds"]),
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return cls(folder, path)

    def save(self) -> None:
        """Write it. Raises OSError."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "files": {name: asdict(entry) for name, entry in sorted(self.files.items())},
            "levels": {name: asdict(level) for name, level in sorted(self.levels.items())},
            "unused": self.unused,
            "speeds": {name: float(f"{speed:.3g}") for name, speed in self.speeds.items()},
        }
        write_whole(self.path, json.dumps(content, indent=1))

    def intact(self, name: str) -> bool:
        """The file is there as it was made."""
        entry = self.files.get(name)
        if entry is None:
            return False
        path = self.folder / name
        try:
            state = path.stat()
            if state.st_size != entry.size:
                return False
            if state.st_mtime_ns != entry.mtime:
                if digest_of(path) != entry.sha256:
                    return False
                entry.mtime = state.st_mtime_ns  # copied or restored with another date
        except OSError:
            return False
        return True

    def holds(self, name: str, made_from: str) -> bool:
        """The file is there, made from just that."""
        entry = self.files.get(name)
        return entry is not None and entry.sound == made_from and self.intact(name)

    def note(self, name: str, made_from: str, seconds: float = 0.0) -> None:
        """Note a file without tags that was just written. Raises OSError."""
        self.enter(name, sound=made_from, dress="", sha256=digest_of(self.folder / name), seconds=seconds)

    def put(self, aside: Path, name: str, **about: Any) -> None:
        """Put a finished file in its place and note it, `about` as with `enter`. Raises OSError."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.replace(path)
        self.enter(name, **about)

    def enter(
        self,
        name: str,
        *,
        sound: str,
        dress: str,
        sha256: str,
        seconds: float = 0.0,
        parts: tuple[EncodedPart, ...] = (),
    ) -> None:
        """Note a file that was just put in its place."""
        state = (self.folder / name).stat()
        size, mtime = state.st_size, state.st_mtime_ns
        self.files[name] = Entry(sound, dress, size, mtime, sha256, round(seconds, 3), parts)


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(content: object) -> str:
    """SHA-256 of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
