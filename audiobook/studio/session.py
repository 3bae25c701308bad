"""The session: phrases are recorded and chapters published by a crew, each as soon as it can be.

A phrase that comes back unusable, or not at all, is tried again in a fresh process; one that fails for good
goes on the list of failed ones, its chapters stay as they were, and everything else goes on.
"""

from __future__ import annotations

import math
import queue
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobook.errors import JobFailed
from audiobook.model import Reading, Settings
from audiobook.studio.crew import Crew, Event, Events, Worker
from audiobook.studio.distant import without_password
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
WATCH = 1.0
"""Seconds without news after which somebody looks whether there are still people at work."""

Notify = Callable[[Answer], None]


@dataclass(slots=True)
class _Wanted:
    """A phrase that is still to be recorded."""

    reading: Reading
    chapters: tuple[int, ...] = ()
    """Those that wait for it."""
    attempts: int = 0


class Session:
    """A crew at work on one book."""

    def __init__(
        self,
        takes: str,
        crew: Crew,
        guests: Crew | None = None,
        *,
        mark: str = "",
        patience: float = PATIENCE,
        attempts: int = ATTEMPTS,
        alone: Iterable[str] = (),
        slow: Mapping[str, float] | None = None,
        settings: Settings | None = None,
        proven: bool = False,
        notify: Notify = lambda answer: None,
    ) -> None:
        """`takes`: the place where they are kept; `guests`: who records, if not the crew, and knows that
        place by its `mark`; `alone`: engines that gain nothing from more processes, and so get one on a
        machine; `slow`: engines that may take more than `patience` seconds over a short phrase, and how many;
        `settings`: what engines are told besides; `proven`: something has already been recorded; `notify`
        hears what becomes of everything."""
        self.failed: dict[str, str] = {}
        """Keys of phrases that failed for good, and why."""
        self._takes = takes
        self._crew, self._recorders = crew, guests or crew
        self._mark = mark
        self._hired: dict[Worker, Crew] = {}
        self._events: Events = queue.SimpleQueue()
        self._patience = patience
        self._attempts = attempts
        self._alone = frozenset(alone)
        self._slow, self._settings = slow or {}, settings or {}
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
        for worker in list(self._hired):
            self._dismiss(worker)

    def start(self, phrases: int, chapters: int) -> None:
        """Have as many workers come as so much work may need; they get ready meanwhile."""
        at_home = phrases if self._recorders is self._crew else 0
        self._crew.start(max(math.ceil(at_home / PHRASES_A_WORKER), min(chapters, 2)))

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
                place=without_password(self._takes),
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
            wanted = self._want(key, reading)
            if task.chapter not in wanted.chapters:
                wanted.chapters = (*wanted.chapters, task.chapter)
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
            while self._assign_publishing() or self._assign_recording():
                pass
            if not self._hired and not self._ready and not self._queue:
                return
            event = self._next_event()
            if isinstance(event, Worker):
                self._lost(event, "it did not finish in time")
            elif event is None or event[0] not in self._hired:
                continue  # somebody may be free; or the last words of one that was dismissed
            elif event[1] is None:
                self._lost(event[0], event[0].last_words())
            else:
                self._hear(event[0], event[1])

    def _next_event(self) -> Event | Worker:
        """Waits for an answer; a worker alone is one whose time is up, None says: look around."""
        slowest = min(self._hired, key=lambda worker: worker.deadline, default=None)
        deadline = slowest.deadline if slowest is not None else math.inf
        try:
            return self._events.get(timeout=min(max(deadline - time.monotonic(), 0), WATCH))
        except queue.Empty:
            if (trouble := self._recorders.trouble()) is not None:
                raise trouble from None
            return slowest if time.monotonic() >= deadline else None

    def _assign_publishing(self) -> bool:
        """Give a free worker a file to make; False when there is none to make or nobody to take it."""
        if not self._ready or (worker := self._hire(self._crew)) is None:
            return False
        task = self._ready.popleft()
        worker.give(self._takes, task, _encoding_limit(task))
        return True

    def _assign_recording(self) -> bool:
        """Give a free worker phrases to record; False when there are none or nobody takes them."""
        if not self._queue or not (batch := self._next_batch()):
            return False
        if (worker := self._hire(self._recorders)) is None:
            self._queue.extendleft(reversed(batch))
            return False
        wanted = tuple((key, self._wanted[key].reading) for key in batch)
        named = {reading.voice.engine for _, reading in wanted}
        patience = max(self._patience, *(self._slow.get(name, 0) for name in named))
        task = Record(wanted, patience, self._alone, self._settings, self._mark)
        worker.give(self._takes, task, LOADING)
        return True

    def _hire(self, crew: Crew) -> Worker | None:
        worker = crew.hire(self._events)
        if worker is not None:
            self._hired[worker] = crew
        return worker

    def _release(self, worker: Worker) -> None:
        self._hired.pop(worker).release(worker)

    def _dismiss(self, worker: Worker) -> None:
        self._hired.pop(worker).dismiss(worker)

    def _next_batch(self) -> list[str]:
        """The next phrases for one worker: few enough that at the end all workers finish together."""
        size = self._recorders.size
        left = sum(len(self._wanted[key].reading.text) for key in _first(self._queue, 64 * size))
        room = BATCH if self._by_one_only(self._queue[0]) else min(BATCH, left // (2 * size))
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

    def _by_one_only(self, key: str) -> bool:
        """Nobody else is waiting for phrases of this kind: there is nothing to be shared out."""
        return self._recorders is self._crew and self._wanted[key].reading.voice.engine in self._alone

    def _engines_taken(self) -> set[str]:
        """Engines that somebody uses and nobody else should; guests see to that themselves."""
        if self._recorders is not self._crew:
            return set()
        return {
            reading.voice.engine
            for worker in self._crew.at_work()
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
            case Refused(key=key, reason=reason) if worker.steady:
                self._lost(worker, reason)
            case Refused(key=key, reason=reason):
                self._check_off(worker, key)
                self._failed_once([key], reason)
            case Published() | Dressed() | Unusable():
                self._notify(answer)
            case Broke():
                place = answer.place or without_password(self._takes)
                raise JobFailed(answer.problem, place=place, remedy=answer.remedy)
            case Done():
                self._release(worker)

    def _check_off(self, worker: Worker, key: str) -> None:
        """A phrase of the worker's batch is done; the clock starts for the next."""
        assert isinstance(worker.task, Record)
        left = tuple(wanted for wanted in worker.task.wanted if wanted[0] != key)
        worker.task = replace(worker.task, wanted=left)
        worker.allow(self._limit(worker))

    def _limit(self, worker: Worker) -> float:
        if not isinstance(worker.task, Record) or not worker.task.wanted:
            return self._patience
        (_, reading), *_ = worker.task.wanted
        return worker.task.patience * (1 + len(reading.text) / 100)

    def _settle(self, key: str) -> None:
        wanted = self._wanted.pop(key)
        for chapter in wanted.chapters:
            self._waiting[chapter] -= 1
            if not self._waiting[chapter] and chapter in self._publish:
                self._ready.append(self._publish.pop(chapter))

    def _lost(self, worker: Worker, reason: str) -> None:
        """A worker is of no more use: whoever takes its place goes on behind what it stumbled over."""
        task = worker.task
        self._dismiss(worker)
        if isinstance(task, Publish | Dress):
            self._repeats[task] += 1
            if self._repeats[task] >= ATTEMPTS:
                raise JobFailed(f"encoding failed: {reason}", remedy="Run the same command again.")
            self._ready.append(task)
            return
        if not isinstance(task, Record) or not task.wanted:
            return
        if not worker.steady and (trouble := self._recorders.trouble()) is not None:
            raise trouble
        keys = [key for key, _ in task.wanted]
        suspects = keys[:1] if worker.steady else keys
        self._queue.extendleft(reversed(keys[len(suspects) :]))
        self._failed_once(suspects, reason)

    def _failed_once(self, keys: Sequence[str], reason: str) -> None:
        """One of these could not be recorded, or all: each is tried again by itself, or given up."""
        self._failing += not all(self._wanted[key].attempts for key in keys)
        if self._failing >= HOPELESS[self._proven]:
            raise _engine_broken(reason)
        for key in keys:
            wanted = self._wanted[key]
            wanted.attempts += 1
            if wanted.attempts < self._attempts:
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
