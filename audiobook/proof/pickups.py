"""Recording what changed, in the background, while the page goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobook import production
from audiobook.errors import AudiobookError
from audiobook.plural import counted


@dataclass
class Recording:
    """How far the recording of pickups is."""

    running: bool = False
    stage: str = ""
    done: float = 0.0
    total: float = 1.0
    message: str = ""
    """How it ended."""
    failed: bool = False


class Pickups:
    """At most one recording at a time; `done` is called when one has ended well."""

    def __init__(self, done: Callable[[], None]) -> None:
        self.state = Recording()
        self._done = done

    def start(self, story: Path, folder: Path, **settings: Any) -> None:
        """Start `production.make`; nothing when it is at work already."""
        if self.state.running:
            return
        self.state = Recording(running=True, stage="start")
        arguments = (self.state, story, folder, settings)
        threading.Thread(target=self._make, args=arguments, daemon=True, name="pickups").start()

    def _make(self, state: Recording, story: Path, folder: Path, settings: dict[str, Any]) -> None:
        def report(stage: str, done: float, total: float, note: str) -> None:
            state.stage, state.done, state.total = stage, done, max(total, 1)

        try:
            made = production.make(story, folder, progress=report, **settings)
            failed = len(made.production.failed)
            state.failed = bool(failed)
            state.message = (
                f"{counted(failed, 'line')} could not be recorded."
                if failed
                else f"Recorded {counted(made.production.lines_recorded, 'line')}."
            )
            self._done()
        except (AudiobookError, OSError) as error:
            state.message, state.failed = str(error), True
        finally:
            state.running = False
