"""The crew: who works, what each is at, and since when.

A worker of the house is a plain process that runs `audiobook.studio.worker`, not a fork: an engine that
crashes or hangs takes nothing with it, and it works the same on every system and from any script. Several
sessions may share a crew; a worker belongs to one of them while it has something to do.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import tempfile
import threading
import time
from collections.abc import Callable
from typing import IO

from audiobook.apart import own_process
from audiobook.errors import JobFailed
from audiobook.studio.tasks import Answer, Task
from audiobook.studio.worker import pickles

Event = tuple["Worker", Answer | None] | None
"""A worker and its answer, None for one that is lost; no worker at all: somebody may be free."""
Events = queue.SimpleQueue[Event]


THREADS = "OMP_NUM_THREADS"
"""The environment variable by which libraries know how many cores they may use."""


class Worker:
    """Somebody who is given one task after the other."""

    steady = True
    """Answers phrase by phrase: what it stumbles over is the first that it has not answered."""

    def __init__(self) -> None:
        self.task: Task | None = None
        self.deadline = float("inf")
        """When it is taken to hang (monotonic clock)."""
        self.events: Events | None = None
        """Where its session hears of it; None while it belongs to nobody."""

    def give(self, takes: str, task: Task, seconds: float) -> None:
        """Hand over a task on the takes at that place; after so many seconds without an answer the worker is
        taken to hang."""
        raise NotImplementedError

    def allow(self, seconds: float) -> None:
        """So much time for its next answer."""
        self.deadline = time.monotonic() + seconds

    def alive(self) -> bool:
        """It can be given a task."""
        return True

    def kill(self) -> None:
        """End it, whatever it does."""
        raise NotImplementedError

    def last_words(self) -> str:
        """Why it is lost, as far as it said so."""
        raise NotImplementedError

    def tell(self, answer: Answer | None) -> None:
        """Pass an answer on to its session."""
        if (events := self.events) is not None:
            events.put((self, answer))


class Process(Worker):
    """A worker process of the house."""

    def __init__(self, cores: int = 1) -> None:
        """`cores`: how many its engines may use, unless the environment says something else already."""
        super().__init__()
        self._words: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
        environment = {THREADS: str(cores), **os.environ}
        self._process = own_process("audiobook.studio.worker", environment, self._words)
        threading.Thread(target=self._listen, daemon=True).start()

    def give(self, takes: str, task: Task, seconds: float) -> None:
        """Hand over a task."""
        self.task = task
        self.allow(seconds)
        assert self._process.stdin is not None
        try:
            pickle.dump((takes, task), self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:
            self.tell(None)  # it has died

    def alive(self) -> bool:
        """The process runs."""
        return self._process.poll() is None

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
        words = lines[-1].strip() if lines else ""
        return f"the engine's process ended{f' ({words})' if words else ''}"

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as answers:
            for answer in pickles(answers):
                self.tell(answer)
        self.tell(None)


class Crew:
    """Workers that sessions hire and release, each started when there is work for it."""

    def __init__(
        self,
        size: int | Callable[[], int],
        start: Callable[[], Worker] = Process,
        trouble: Callable[[], JobFailed | None] = lambda: None,
    ) -> None:
        """At most `size` workers, made by `start`; `trouble` says why all waiting for them is in vain."""
        self.trouble = trouble
        self._size = size
        self._start = start
        self._workers: list[Worker] = []
        self._waiting: list[Events] = []
        self._lock = threading.Lock()
        self._closed = False

    @property
    def size(self) -> int:
        """How many there may be now."""
        return max(self._size() if callable(self._size) else self._size, 1)

    def start(self, count: int) -> None:
        """Start so many workers ahead of the first task: they load their libraries meanwhile."""
        with self._lock:
            while not self._closed and len(self._workers) < min(count, self.size):
                self._workers.append(self._start())

    def at_work(self) -> list[Worker]:
        """Those that a session has hired, whichever it is."""
        with self._lock:
            return [worker for worker in self._workers if worker.events is not None]

    def hire(self, events: Events) -> Worker | None:
        """A worker with nothing to do, a new one if need be; its answers go to `events`. None when all are
        busy: `events` hears when that may have changed."""
        size = self.size
        with self._lock:
            if self._closed:
                raise JobFailed("the crew has gone home")
            free = [worker for worker in self._workers if worker.events is None]
            if len(self._workers) - len(free) >= size:
                if events not in self._waiting:
                    self._waiting.append(events)
                return None
            worker = next((worker for worker in free if worker.alive()), None)
            if worker is None:
                worker = self._start()
                self._workers.append(worker)
            worker.events = events
            return worker

    def release(self, worker: Worker) -> None:
        """A worker has done what it was given."""
        with self._lock:
            worker.task, worker.deadline, worker.events = None, float("inf"), None
            self._call_waiting()

    def dismiss(self, worker: Worker) -> None:
        """End a worker; another takes its place when needed."""
        with self._lock:
            if worker in self._workers:
                self._workers.remove(worker)
                worker.events = None
                worker.kill()
            self._call_waiting()

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.kill()
            self._workers.clear()
            self._call_waiting()

    def _call_waiting(self) -> None:
        for events in self._waiting:
            events.put(None)
        self._waiting.clear()
