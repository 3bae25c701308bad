"""The studio: record (takes), mix (pauses, cues), master (loudness), publish (files), check."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiobook.studio.commission import Commission, check_formats
    from audiobook.studio.listening import LineHeard, Recogniser, error_rate
    from audiobook.studio.making import plan, produce, takes_health
    from audiobook.studio.master import ACX, Standard, standard
    from audiobook.studio.picture import save_picture
    from audiobook.studio.planning import Order, Plan
    from audiobook.studio.player import play
    from audiobook.studio.preflight import Checked, Finding, check
    from audiobook.studio.rehearsal import form_of, preview
    from audiobook.studio.report import FailedLine, MadeChapter, Production, Progress

_HOMES = {
    "commission": ("Commission", "check_formats"),
    "listening": ("LineHeard", "Recogniser", "error_rate"),
    "making": ("plan", "produce", "takes_health"),
    "master": ("ACX", "Standard", "standard"),
    "picture": ("save_picture",),
    "planning": ("Order", "Plan"),
    "player": ("play",),
    "preflight": ("Checked", "Finding", "check"),
    "rehearsal": ("form_of", "preview"),
    "report": ("FailedLine", "MadeChapter", "Production", "Progress"),
}

__all__ = [
    "ACX",
    "Checked",
    "Commission",
    "FailedLine",
    "Finding",
    "LineHeard",
    "MadeChapter",
    "Order",
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
