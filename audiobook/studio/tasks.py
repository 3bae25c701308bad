"""What the first process and its workers say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from audiobook.model import Reading, Settings
from audiobook.studio.ledger import EncodedPart
from audiobook.studio.sheets import Sheet
from audiobook.studio.tags import Tags

# --- tasks ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """Record these phrases; each is answered with Recorded or Refused, the whole with Done."""

    wanted: tuple[tuple[str, Reading], ...]
    """(key, what is to be said)."""
    patience: float = 0.0
    """Seconds that an engine may take over a short phrase, for somebody elsewhere who watches the time."""
    alone: frozenset[str] = frozenset()
    """Engines that gain nothing from more processes on one machine."""
    settings: Settings = field(default_factory=dict)
    """What engines are told besides, by name."""
    mark: str = ""
    """Of the store of takes, by which somebody on another machine knows it."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file to be made."""

    format: str
    path: Path
    tags: Tags | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finished file, and the parts that it was joined of."""

    path: Path
    parts: tuple[EncodedPart, ...]


@dataclass(frozen=True, slots=True)
class Publish:
    """Mix a chapter and encode it (no outputs: find its cues only); answered with Published or Unusable."""

    chapter: int
    sheet: Sheet
    outputs: tuple[Output, ...]
    earlier: tuple[Earlier, ...] = ()
    """Files that may have parts of it already."""


@dataclass(frozen=True, slots=True)
class Dress:
    """Copy an encoded file under new tags; answered with Dressed."""

    source: Path
    output: Output


Task = Record | Publish | Dress

# --- answers --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine for the first phrase is there: from now on the clock runs."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A take is in the store."""

    key: str
    seconds: float
    """How long it took."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The engine gave nothing that could be used."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Published:
    """The files lie complete at their (temporary) paths."""

    chapter: int
    digests: tuple[str, ...]
    """SHA-256 of each."""
    parts: tuple[tuple[EncodedPart, ...], ...] = ()
    """What each was joined of."""
    spans: tuple[tuple[float, float], ...] = ()
    """Where each take is heard, in seconds."""
    seconds: float = 0.0
    """How long the chapter is."""
    work: float = 0.0
    """Seconds that mixing and encoding took; 0 where parts of it were there already."""


@dataclass(frozen=True, slots=True)
class Dressed:
    """A file lies complete at its (temporary) path."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """Takes of a chapter turned out to be missing or damaged."""

    chapter: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broke:
    """The task cannot be carried out at all."""

    problem: str
    place: str | None = None
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The task is finished."""


Answer = Ready | Recorded | Refused | Published | Dressed | Unusable | Broke | Done
