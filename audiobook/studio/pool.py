"""The pool: everybody who works on a book, or on several side by side."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from audiobook.studio.crew import Crew, Process

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Pool:
    """The crew of this machine and, where recording is handed over, the guests who do it. To be closed."""

    def __init__(self, jobs: int | None = None, executor: Executor | None = None) -> None:
        """`jobs`: worker processes here (None: one for each core). `executor` records instead of them, if
        there is one; it stays its owner's to shut down. One that does not say how many workers it has gets
        as many batches at once as there are jobs."""
        share = max(cores() // (jobs or cores()), 1)
        self.crew = Crew(jobs or cores(), start=lambda: Process(share))
        self.guests: Crew | None = None
        if executor is not None:
            from audiobook.studio.location import on_location

            self.guests = on_location(executor, jobs or cores())

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        if self.guests is not None:
            self.guests.close()
        self.crew.close()


def cores() -> int:
    """How many processes this one may run side by side."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1
