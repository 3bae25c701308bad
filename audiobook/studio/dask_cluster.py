"""A Dask cluster as an executor: a scheduler somewhere, its workers on any number of machines."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Any, TypeVar

from audiobook.errors import BadInput, JobFailed

if TYPE_CHECKING:
    from typing import ParamSpec

    Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

CONNECTING = 10.0
"""Seconds in which the scheduler has to answer, and the first worker to be there."""
DESERTED = 60.0
"""Seconds without a single worker after which nobody is expected to come any more."""
RECOUNT = 2.0
"""Seconds for which a count of the workers is good."""


@contextmanager
def connected(address: str) -> Iterator[DaskCluster]:
    """The cluster whose scheduler is at `address` (`tcp://host:8786`), its workers looked over.

    Raises BadInput when the extra is not installed or the address is none; JobFailed when no scheduler
    answers there, it has no workers, or a worker has not the same version of this package.
    """
    with _quiet():
        client = _connect(address)
        try:
            cluster = DaskCluster(client, address)
            cluster.look_over()
            yield cluster
        finally:
            client.close(timeout=2)


class DaskCluster(Executor):
    """What `concurrent.futures` is to threads, for the workers of a Dask scheduler."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(pure=False)
        self._counted, self._manned = 0, time.monotonic()
        self._recount = 0.0

    def submit(
        self, task: Callable[Arguments, Result], /, *args: Arguments.args, **options: Arguments.kwargs
    ) -> Future[Result]:
        """Have a worker call `task`. Raises JobFailed when the scheduler is gone."""
        if (trouble := self.trouble()) is not None:
            raise trouble
        future: Future[Result] = self._executor.submit(task, *args, **options)
        return future

    def workers(self) -> int:
        """How many tasks the cluster can be at side by side: one for each thread of each worker."""
        now = time.monotonic()
        if now >= self._recount and self._client.status == "running":
            try:
                self._counted = sum(self._client.nthreads(callback_timeout=CONNECTING).values())
            except (OSError, TimeoutError):
                return self._counted  # whether the scheduler is gone its client soon knows
            self._recount = time.monotonic() + RECOUNT
            if self._counted:
                self._manned = now
        return self._counted

    def trouble(self) -> JobFailed | None:
        """Why all waiting is in vain: the scheduler is gone, or all workers are."""
        if self._client.status != "running":
            return JobFailed(
                "the connection to the cluster's scheduler is lost",
                place=self._address,
                remedy="Type the same command again once it is back; what is recorded is kept.",
            )
        if not self.workers() and time.monotonic() > self._manned + DESERTED:
            return _no_workers(self._address, "has no workers left")
        return None

    def look_over(self) -> None:
        """Raise JobFailed unless there are workers, and all have this package in this version."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECTING)
        except TimeoutError:
            raise _no_workers(self._address, "has no workers") from None
        ours = metadata.version("audiobook")
        found = self._client.run(metadata.version, "audiobook", on_error="return")
        lacking = {
            worker: "it is not installed there"
            if isinstance(version, Exception)
            else f"there it is {version}"
            for worker, version in found.items()
            if version != ours
        }
        if lacking:
            worker, what = next(iter(lacking.items()))
            raise JobFailed(
                f"{len(lacking)} of {len(found)} workers of the cluster lack audiobook {ours}: {what}",
                place=f"worker {worker}",
                remedy=f"Type on every machine of the cluster: pip install 'audiobook[cluster]=={ours}'",
            )


def _connect(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.comm.addressing import parse_address, parse_host_port
        from distributed.comm.registry import get_backend
    except ImportError:
        raise BadInput(
            "recording on a cluster needs the extra “cluster”",
            remedy="Type: pip install 'audiobook[cluster]'",
        ) from None
    try:
        scheme, where = parse_address(address)
        get_backend(scheme)
        parse_host_port(where)
    except ValueError:
        raise BadInput(
            "this is no address of a cluster",
            place=address,
            remedy="Write it as the scheduler prints it when it starts: tcp://HOST:8786.",
        ) from None
    try:
        connect: Any = Client
        return connect(address, timeout=CONNECTING, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise JobFailed(
            "no Dask scheduler answers there",
            place=address,
            remedy="Mend the address, or start one with `dask scheduler` and its workers with `dask worker`.",
        ) from error


def _no_workers(address: str, what: str) -> JobFailed:
    return JobFailed(
        f"the cluster {what}",
        place=address,
        remedy=f"Start some with `dask worker {address}`, then type the same command again.",
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Dask logs: whatever matters is said by us."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)
