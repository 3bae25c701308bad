"""The studio: record (takes), mix (pauses, cues), master (loudness), publish (files), check."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiobook.studio.listening import LineHeard, Recogniser, error_rate
    from audiobook.studio.making import (
        FailedLine,
        MadeChapter,
        Plan,
        Production,
        Progress,
        check_formats,
        plan,
        produce,
        takes_health,
    )
    from audiobook.studio.master import ACX, Standard, standard
    from audiobook.studio.picture import save_picture
    from audiobook.studio.player import play
    from audiobook.studio.preflight import Checked, Finding, check
    from audiobook.studio.rehearsal import form_of, preview

_HOMES = {
    "listening": ("LineHeard", "Recogniser", "error_rate"),
    "picture": ("save_picture",),
    "preflight": ("Checked", "Finding", "check"),
    "master": ("ACX", "Standard", "standard"),
    "player": ("play",),
    "rehearsal": ("form_of", "preview"),
    "making": (
        "FailedLine",
        "MadeChapter",
        "Plan",
        "Production",
        "Progress",
        "check_formats",
        "plan",
        "produce",
        "takes_health",
    ),
}

__all__ = [
    "ACX",
    "Checked",
    "FailedLine",
    "Finding",
    "LineHeard",
    "MadeChapter",
    "Plan",
    "Production",
    "Progress",
    "Recogniser",
    "Standard",
    "check",
    "check_formats",
    "error_rate",
    "form_of",
    "plan",
    "play",
    "preview",
    "produce",
    "save_picture",
    "standard",
    "takes_health",
]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: a worker process, or a command that records nothing, needs but a part.
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
