"""The session: phrases are recorded and chapters published by a crew, each as soon as it can be.

A phrase that comes back unusable, or not at all, is tried again in a fresh process; one that fails for good
goes on the list of failed ones, its chapters stay as they were, and everything else goes on.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audiobook.errors import JobFailed
from audiobook.model import Reading
from audiobook.studio.crew import Crew, Worker
from audiobook.studio.tasks import (
    Answer,
    Broke,
    Done,
    Dress,
    Dressed,
    Publish,
    Published,
    Ready,
    Record,
    Recorded,
    Refused,
    Unusable,
)

ATTEMPTS = 3
"""How often a phrase is tried before it counts as failed."""
HOPELESS = 10, 50
"""When so many phrases in a row fail at the first attempt, the engine itself is broken: before anything has
come out right, and after."""
PATIENCE = 20.0
"""Seconds that an engine may take over a short phrase; as much again for every 100 characters."""
LOADING = 180.0
"""Seconds that an engine may take to start."""
ENCODING = 600.0, 3.0
"""Seconds that mixing and encoding a chapter may take: to begin with, and for each of its takes."""
PHRASES_A_WORKER = 4
"""A worker is not worth starting for fewer."""
BATCH = 2000
"""Characters handed to a worker at once."""

Notify = Callable[[Answer], None]


@dataclass(slots=True)
class _Wanted:
    """A phrase that is still to be recorded."""

    reading: Reading
    chapters: set[int] = field(default_factory=set)
    """Those that wait for it."""
    attempts: int = 0


class Session:
    """A crew at work on one book."""

    def __init__(
        self,
        takes: Path,
        jobs: int,
        *,
        patience: float = PATIENCE,
        alone: Iterable[str] = (),
        proven: bool = False,
        notify: Notify = lambda answer: None,
    ) -> None:
        """`alone`: engines that gain nothing from more processes, and so get one; `proven`: something has
        already been recorded; `notify` hears what becomes of everything."""
        self.failed: dict[str, str] = {}
        """Keys of phrases that failed for good, and why."""
        self._takes = takes
        self._crew = Crew(jobs, takes)
        self._patience = patience
        self._alone = frozenset(alone)
        self._notify = notify
        self._wanted: dict[str, _Wanted] = {}
        self._queue: deque[str] = deque()
        self._waiting: dict[int, int] = {}
        self._publish: dict[int, Publish] = {}
        self._repeats: Counter[Publish | Dress] = Counter()
        self._ready: deque[Publish | Dress] = deque()
        self._proven = proven
        self._failing = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *error: object) -> None:
        self._crew.close()

    def start(self, phrases: int, chapters: int) -> None:
        """Have as many workers come as so much work may need; they get ready meanwhile."""
        self._crew.start(max(math.ceil(phrases / PHRASES_A_WORKER), min(chapters, 2)))

    def record(self, readings: Mapping[str, Reading]) -> None:
        """Record these; returns when all are there or have failed."""
        for key, reading in _longest_first(readings):
            self._want(key, reading)
        self._work()

    def publish(
        self, chapters: Sequence[tuple[Publish, Mapping[str, Reading]]], dressing: Sequence[Dress] = ()
    ) -> None:
        """Publish chapters, each once its missing takes are there; returns when all that can be is done."""
        self._ready.extend(dressing)
        for task, missing in chapters:
            self._wait_for(task, missing)
        self._work()

    def again(self, task: Publish, missing: Mapping[str, Reading]) -> None:
        """Publish a chapter after all, when takes of it turned out to be unusable. Raises JobFailed when that
        has been tried often enough."""
        self._repeats[task] += 1
        if self._repeats[task] >= ATTEMPTS:
            raise JobFailed(
                "takes are damaged as soon as they are written",
                place=str(self._takes),
                remedy="Check the disk, or choose another folder with --output.",
            )
        self._wait_for(task, missing)

    # --- what is to be done ---

    def _wait_for(self, task: Publish, missing: Mapping[str, Reading]) -> None:
        if any(key in self.failed for key in missing):
            return
        self._publish[task.chapter] = task
        self._waiting[task.chapter] = len(missing)
        for key, reading in _longest_first(missing):
            self._want(key, reading).chapters.add(task.chapter)
        if not missing:
            self._ready.append(self._publish.pop(task.chapter))

    def _want(self, key: str, reading: Reading) -> _Wanted:
        if key not in self._wanted:
            self._wanted[key] = _Wanted(reading)
            self._queue.append(key)
        return self._wanted[key]

    # --- who does it ---

    def _work(self) -> None:
        while True:
            while self._assign():
                pass
            if not self._crew.busy():
                return
            event = self._crew.next_event()
            if isinstance(event, Worker):
                self._lost(event, "it did not finish in time")
            elif event[1] is None:
                words = event[0].last_words()
                self._lost(event[0], f"the engine's process ended{f' ({words})' if words else ''}")
            else:
                self._hear(event[0], event[1])

    def _assign(self) -> bool:
        """Give an idle worker something to do; False when there is nothing to give or nobody to take it."""
        if not self._ready and not self._queue:
            return False
        batch: list[str] = []
        if not self._ready and not (batch := self._next_batch()):
            return False
        worker = self._crew.idle()
        if worker is None:
            self._queue.extendleft(reversed(batch))
            return False
        if self._ready:
            task = self._ready.popleft()
            worker.give(task, _encoding_limit(task))
        else:
            wanted = tuple((key, self._wanted[key].reading) for key in batch)
            worker.give(Record(wanted), LOADING)
        return True

    def _next_batch(self) -> list[str]:
        """The next phrases for one worker: few enough that at the end all workers finish together."""
        left = sum(len(self._wanted[key].reading.text) for key in _first(self._queue, 64 * self._crew.size))
        room = min(BATCH, left // (2 * self._crew.size))
        batch: list[str] = []
        taken = self._engines_taken()
        passed: list[str] = []
        while self._queue and (room > 0 or not batch):
            key = self._queue.popleft()
            wanted = self._wanted[key]
            if wanted.reading.voice.engine in taken:
                passed.append(key)
                if len(passed) > 64:
                    break
                continue
            if wanted.attempts and batch:  # what failed before is tried by itself
                passed.append(key)
                break
            batch.append(key)
            room -= len(wanted.reading.text)
            if wanted.attempts:
                break
        self._queue.extendleft(reversed(passed))
        return batch

    def _engines_taken(self) -> set[str]:
        """Engines that somebody uses and nobody else should."""
        return {
            reading.voice.engine
            for worker in self._crew.workers
            if isinstance(worker.task, Record)
            for _, reading in worker.task.wanted[:1]
            if reading.voice.engine in self._alone
        }

    # --- what comes of it ---

    def _hear(self, worker: Worker, answer: Answer) -> None:
        match answer:
            case Ready():
                worker.allow(self._limit(worker))
            case Recorded(key=key):
                self._proven, self._failing = True, 0
                self._check_off(worker, key)
                self._notify(answer)
                self._settle(key)
            case Refused(key=key, reason=reason):
                self._lost(worker, reason)
            case Published() | Dressed() | Unusable():
                self._notify(answer)
            case Broke():
                place = answer.place or str(self._takes.parent)
                raise JobFailed(answer.problem, place=place, remedy=answer.remedy)
            case Done():
                worker.task = None
                worker.deadline = math.inf

    def _check_off(self, worker: Worker, key: str) -> None:
        """A phrase of the worker's batch is done; the clock starts for the next."""
        assert isinstance(worker.task, Record)
        worker.task = Record(worker.task.wanted[1:])
        worker.allow(self._limit(worker))

    def _limit(self, worker: Worker) -> float:
        if not isinstance(worker.task, Record) or not worker.task.wanted:
            return self._patience
        (_, reading), *_ = worker.task.wanted
        return self._patience * (1 + len(reading.text) / 100)

    def _settle(self, key: str) -> None:
        wanted = self._wanted.pop(key)
        for chapter in wanted.chapters:
            self._waiting[chapter] -= 1
            if not self._waiting[chapter] and chapter in self._publish:
                self._ready.append(self._publish.pop(chapter))

    def _lost(self, worker: Worker, reason: str) -> None:
        """A worker is of no more use: whoever takes its place goes on behind what it stumbled over."""
        task = worker.task
        self._crew.dismiss(worker)
        if isinstance(task, Publish | Dress):
            self._repeats[task] += 1
            if self._repeats[task] >= ATTEMPTS:
                raise JobFailed(f"encoding failed: {reason}", remedy="Run the same command again.")
            self._ready.append(task)
            return
        if not isinstance(task, Record) or not task.wanted:
            return
        (key, _), *rest = task.wanted
        self._queue.extendleft(key for key, _ in reversed(rest))
        wanted = self._wanted[key]
        self._failing += not wanted.attempts
        if self._failing >= HOPELESS[self._proven]:
            raise _engine_broken(reason)
        wanted.attempts += 1
        if wanted.attempts < ATTEMPTS:
            self._queue.append(key)
        else:
            self._give_up(key, reason)

    def _give_up(self, key: str, reason: str) -> None:
        self.failed[key] = reason
        for chapter in self._wanted.pop(key).chapters:
            self._publish.pop(chapter, None)


def _engine_broken(reason: str) -> JobFailed:
    return JobFailed(
        f"the speech engine does not work: {reason}",
        remedy="Type `audiobook doctor` to see what it needs, or choose another with --engine.",
    )


def _longest_first(readings: Mapping[str, Reading]) -> list[tuple[str, Reading]]:
    return sorted(readings.items(), key=lambda item: -len(item[1].text))


def _first(queue: Iterable[str], count: int) -> list[str]:
    return [key for key, _ in zip(queue, range(count), strict=False)]


def _encoding_limit(task: Publish | Dress) -> float:
    base, each = ENCODING
    return base if isinstance(task, Dress) else base + each * len(task.sheet.takes)
