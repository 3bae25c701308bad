"""The studio: record (takes), mix (pauses, cues), master (loudness), publish (files), check."""

from audiobook.studio.master import ACX, Standard
from audiobook.studio.player import play
from audiobook.studio.preview import preview
from audiobook.studio.produce import FailedLine, MadeChapter, Plan, Production, Progress, plan, produce

__all__ = [
    "ACX",
    "FailedLine",
    "MadeChapter",
    "Plan",
    "Production",
    "Progress",
    "Standard",
    "plan",
    "play",
    "preview",
    "produce",
]
