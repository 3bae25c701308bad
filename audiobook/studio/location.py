"""Recording on location: batches of phrases go to an executor, wherever its workers are.

Any `concurrent.futures.Executor` will do: threads, processes, or one that hands work to other machines. What
is submitted is a function of this package, so the package and the engines have to be installed there, and a
place where the takes go that its workers reach.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Executor, Future
from typing import Protocol, runtime_checkable

from audiobook.errors import JobFailed, briefly
from audiobook.studio.booth import record
from audiobook.studio.crew import Crew, Worker
from audiobook.studio.tasks import Answer, Done, Record, Task

BATCHES_A_WORKER = 2
"""Handed to each worker: one that it is at, and one to go on with."""


@runtime_checkable
class Cluster(Protocol):
    """An executor that knows how its workers fare."""

    def workers(self) -> int:
        """How many tasks it can be at side by side, now."""

    def trouble(self) -> JobFailed | None:
        """Why all waiting for them is in vain; None while it is not."""


class Guest(Worker):
    """A place in an executor's queue."""

    steady = False

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._executor = executor
        self._future: Future[list[Answer]] | None = None
        self._words = "it did not answer"

    def give(self, takes: str, task: Task, seconds: float) -> None:
        """Hand over a batch. Its time is watched where it is recorded: how long it waits there for its turn
        nobody knows."""
        assert isinstance(task, Record)
        self.task = task
        try:
            self._future = self._executor.submit(record, takes, task)
        except RuntimeError as error:  # shut down, or broken for good
            raise JobFailed(
                f"the executor takes no more work: {error}",
                remedy="Run the same again with another; what is recorded is kept.",
            ) from error
        self._future.add_done_callback(self._told)

    def allow(self, seconds: float) -> None:
        """See `give`."""

    def kill(self) -> None:
        """Nobody waits for it any more."""
        if self._future is not None:
            self._future.cancel()

    def last_words(self) -> str:
        """What the executor says of it."""
        return self._words

    def _told(self, future: Future[list[Answer]]) -> None:
        try:
            answers = future.result()
        except (Exception, CancelledError) as error:
            self._words = f"the worker that had it was lost ({briefly(error)})"
            self.tell(None)
            return
        for answer in answers:
            self.tell(answer)
        self.tell(Done())


def on_location(executor: Executor, jobs: int) -> Crew:
    """A crew whose workers are the executor's: as many as it says, or `jobs` at once."""
    if isinstance(executor, Cluster):
        cluster = executor
        return Crew(lambda: BATCHES_A_WORKER * cluster.workers(), lambda: Guest(executor), cluster.trouble)
    return Crew(jobs, lambda: Guest(executor))
