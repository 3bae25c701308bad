"""The crew: worker processes, what each is at, and since when.

They are plain processes that run `audiobook.studio.worker`, not forks: an engine that crashes or hangs takes
nothing with it, and it works the same on every system and from any script.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from audiobook.studio.tasks import Answer, Task
from audiobook.studio.worker import pickles

Event = tuple["Worker", Answer | None]
"""A worker and its answer; None when its process has ended."""


class Worker:
    """One worker process."""

    def __init__(self, takes: Path, events: queue.Queue[Event]) -> None:
        self.task: Task | None = None
        self.deadline = float("inf")
        """When it is taken to hang (monotonic clock)."""
        self._words: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "audiobook.studio.worker", str(takes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            env=environment,
            start_new_session=True,  # a Ctrl-C in the terminal is the first process's to pass on
        )
        threading.Thread(target=self._listen, args=(events,), daemon=True).start()

    def give(self, task: Task, seconds: float) -> None:
        """Hand over a task; after so many seconds without an answer the worker is taken to hang."""
        self.task = task
        self.allow(seconds)
        assert self._process.stdin is not None
        try:
            pickle.dump(task, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:
            pass  # it has died; the listener says so

    def allow(self, seconds: float) -> None:
        """So much time for its next answer."""
        self.deadline = time.monotonic() + seconds

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._words.close()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def last_words(self) -> str:
        """The last line that it, or a library in it, complained with."""
        self._words.seek(0)
        lines = self._words.read()[-4000:].decode(errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else ""

    def _listen(self, events: queue.Queue[Event]) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as answers:
            for answer in pickles(answers):
                events.put((self, answer))
        events.put((self, None))


class Crew:
    """Up to `size` workers, started when there is work for them."""

    def __init__(self, size: int, takes: Path) -> None:
        self.size = size
        self.workers: list[Worker] = []
        self._takes = takes
        self._events: queue.Queue[Event] = queue.Queue()

    def start(self, count: int) -> None:
        """Start so many workers ahead of the first task: they load their libraries meanwhile."""
        while len(self.workers) < min(count, self.size):
            self.workers.append(Worker(self._takes, self._events))

    def idle(self) -> Worker | None:
        """A worker with nothing to do, a new one if need be; None when all are busy."""
        for worker in self.workers:
            if worker.task is None:
                return worker
        if len(self.workers) < self.size:
            self.workers.append(Worker(self._takes, self._events))
            return self.workers[-1]
        return None

    def busy(self) -> bool:
        """Somebody is at work."""
        return any(worker.task is not None for worker in self.workers)

    def next_event(self) -> Event | Worker:
        """Waits for an answer; a worker alone is one whose time is up."""
        while True:
            slowest = min(self.workers, key=lambda worker: worker.deadline)
            try:
                event = self._events.get(timeout=max(min(slowest.deadline - time.monotonic(), 3600), 0))
            except queue.Empty:
                if time.monotonic() < slowest.deadline:
                    continue
                return slowest
            if event[0] in self.workers:  # not the last words of one that was dismissed
                return event

    def dismiss(self, worker: Worker) -> None:
        """End a worker's process; another takes its place when needed."""
        self.workers.remove(worker)
        worker.kill()

    def close(self) -> None:
        """End all of them."""
        for worker in list(self.workers):
            self.dismiss(worker)
