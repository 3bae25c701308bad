"""The booth: where a batch of phrases is recorded that a session on another machine, or in another process,
has handed over.

It is a session of its own with one worker process, so everything is as in a run at home: an engine in a
process of its own, checks on the sound, time limits. What fails is tried again by whoever handed it over,
perhaps elsewhere. Booths stay open between batches.
"""

from __future__ import annotations

import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from audiobook.errors import AudiobookError, JobFailed
from audiobook.studio.crew import Crew
from audiobook.studio.distant import open_takes, without_password
from audiobook.studio.session import Session
from audiobook.studio.tasks import Answer, Broke, Record, Refused

IDLE = 60.0
"""Seconds after which a booth that nobody uses is closed."""


def record(takes: str, task: Record) -> list[Answer]:
    """Record a batch into the takes at that place: what became of each phrase, or why nothing can."""
    answers: list[Answer] = []
    try:
        _see(takes, task.mark)
        engines = {reading.voice.engine for _, reading in task.wanted}
        with _one_at_a_time(engines & task.alone), _booth() as crew:
            session = Session(
                takes, crew, patience=task.patience, settings=task.settings, attempts=1, notify=answers.append
            )
            with session:
                session.record(dict(task.wanted))
            answers += [Refused(key, reason) for key, reason in session.failed.items()]
    except AudiobookError as error:
        answers.append(_broke(error.problem, error.place, error.remedy))
    except OSError as error:
        answers.append(_broke(error.strerror or str(error), error.filename))
    return answers


@lru_cache(maxsize=64)
def _see(takes: str, mark: str) -> None:
    """Raises JobFailed unless the place is here what it is where the work comes from."""
    if open_takes(takes).mark() != mark:
        raise JobFailed(
            "the recorded lines cannot be left there: it is not the same place on this machine",
            place=without_password(takes),
            remedy="Name a shared folder or an object store that every worker reaches, with --takes.",
        )


def _broke(problem: str, place: str | None, remedy: str | None = None) -> Broke:
    here = f"worker on {socket.gethostname()}"
    return Broke(problem, f"{here}, {place}" if place else here, remedy)


# --- open booths ----------------------------------------------------------------------------------

_free: list[Crew] = []
_in_use: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_lock = threading.Lock()


@contextmanager
def _booth() -> Iterator[Crew]:
    """A crew of one, an open one if there is one."""
    with _lock:
        crew = _free.pop() if _free else Crew(1)
    try:
        yield crew
    finally:
        with _lock:
            _free.append(crew)
        closing = threading.Timer(IDLE, _close, [crew])
        closing.daemon = True
        closing.start()


def _close(crew: Crew) -> None:
    with _lock:
        if crew not in _free:
            return
        _free.remove(crew)
    crew.close()


@contextmanager
def _one_at_a_time(engines: set[str]) -> Iterator[None]:
    """Nobody else in this process has one of these engines at work."""
    with _lock:
        locks = [_in_use[engine] for engine in sorted(engines)]
    for lock in locks:
        lock.acquire()
    try:
        yield
    finally:
        for lock in reversed(locks):
            lock.release()
