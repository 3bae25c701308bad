"""Playing a file with what the system has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PLAYERS = (
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("play", "-q"),
)
"""Commands that play a WAV file and return when it is over."""


def play(path: Path) -> bool:
    """Play a WAV file to its end; False when the system has nothing to play it with."""
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return True
    for command in PLAYERS:
        if shutil.which(command[0]) and not subprocess.run([*command, str(path)], check=False).returncode:
            return True
    return False
