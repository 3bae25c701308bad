"""Speech engines: one module each, behind one small protocol, found through entry points."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from audiobook.engines.protocol import (
    MEMBERS,
    Ability,
    Age,
    Audition,
    Engine,
    EngineVoice,
    Pronouncing,
    Speech,
    Timbre,
    WordTime,
)
from audiobook.errors import AudiobookError, BadInput, JobFailed, did_you_mean

__all__ = [
    "Ability",
    "Age",
    "Audition",
    "Engine",
    "EngineVoice",
    "NotInstalled",
    "Pronouncing",
    "Speech",
    "Timbre",
    "WordTime",
    "get",
    "names",
    "unknown",
]

GROUP = "audiobook.engines"

_starting = threading.Lock()
"""Two engines that start at once might both load the library that they share."""


class NotInstalled(JobFailed):
    """The engine is one of an extra that is not installed."""


def names() -> list[str]:
    """The engines that are installed, the program's own first."""
    return sorted(_installed(), key=lambda name: (name != "pyttsx3", name))


def unknown(name: str, place: str | None = None) -> BadInput:
    """The error for an engine that nobody knows, named at `place`."""
    return BadInput(
        f"there is no speech engine called {name!r}",
        place=place,
        remedy=did_you_mean(name, names(), f"Installed: {', '.join(names())}."),
    )


def get(name: str, settings: Mapping[str, object] | None = None) -> Engine:
    """A fresh engine of that name, with what its table in voices.toml says.

    Raises BadInput for a name that nobody knows, NotInstalled where packages are missing, JobFailed for an
    engine that is there but cannot start.
    """
    installed = _installed()
    if name not in installed:
        raise unknown(name)
    try:
        with _starting:
            engine: Engine = installed[name].load()()
    except AudiobookError:
        raise
    except ImportError as error:
        raise NotInstalled(
            f"the speech engine {name!r} misses a package: {error}",
            remedy=f"Type: pip install 'audiobook[{name}]'",
        ) from error
    except Exception as error:
        raise JobFailed(
            f"the speech engine {name!r} cannot start: {error}",
            remedy="Type `audiobook doctor` to see what it needs, or choose another engine with --engine.",
        ) from error
    if missing := [member for member in MEMBERS if not hasattr(engine, member)]:
        raise JobFailed(
            f"the speech engine {name!r} is made for another version of this program: it has no "
            + ", ".join(missing),
            remedy="Install a newer version of it. (Its author: derive it from audiobook.engines.Engine.)",
        )
    if settings:
        engine.set_up(settings)
    return engine


def _installed() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
