"""Turn a story into an audiobook in which every character has a voice of their own.

from audiobook import make, read, tag

script = tag(read("story.txt"))     # who says each line
make("story.txt")                   # the whole job: a folder with the finished book
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiobook.manuscript import read
    from audiobook.production import make
    from audiobook.script.tagging import tag

__all__ = ["make", "read", "tag"]

_HOMES = {
    "read": "audiobook.manuscript",
    "tag": "audiobook.script.tagging",
    "make": "audiobook.production",
}


def __getattr__(name: str) -> Any:
    """Import a stage when it is first asked for, so that `audiobook --help` starts at once."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'audiobook' has no attribute {name!r}")
