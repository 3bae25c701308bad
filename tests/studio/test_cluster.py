"""A real Dask cluster on loopback: a scheduler and workers in processes of their own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hearing import decoded, same_sound
from small_books import chapter, line, produce, story

from audiobook.cli import run
from audiobook.errors import BadInput, JobFailed
from audiobook.model import Script
from audiobook.studio import dask_cluster
from audiobook.studio.pool import Pool

pytest.importorskip("distributed")

PRETENDS = """
import sys
from importlib import metadata
real = metadata.version
def version(name):
    if name == "audiobook":
        raise metadata.PackageNotFoundError(name)
    return real(name)
metadata.version = version
from distributed.cli.dask_worker import main
main()
"""
"""A worker on whose machine the package is not installed."""

TALE = """The Weir

The water came up in the night. "Lift the gate," said Oona.

"It is lifted," said Bram. "It was lifted at noon."

She looked at the wheel and then at the sky. "Then we wait," she said.
"""


def tale() -> Script:
    """Three chapters of twenty lines."""
    return story(
        *(chapter(*(f"The kite rose {n} feet over field {part}." for n in range(19))) for part in "abc")
    )


class Dask:
    """Processes of a cluster on loopback."""

    def __init__(self, folder: Path, path: Path) -> None:
        self._log = (folder / "cluster.log").open("wb")
        self._env = {**os.environ, "PYTHONPATH": str(path), "HUM_STATE": str(folder)}
        self.processes: list[subprocess.Popen[bytes]] = []
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.scheduler = self._start("-m", "distributed.cli.dask_scheduler", *options, told=subprocess.PIPE)
        assert self.scheduler.stderr is not None
        said = next(line for line in self.scheduler.stderr if b"Scheduler at:" in line)
        self.address = said.split()[-1].decode()

    def worker(self, *how: str, engines: bool = True) -> subprocess.Popen[bytes]:
        start = how or ("-m", "distributed.cli.dask_worker")
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
        return self._start(*start, self.address, *options, engines=engines)

    def _start(self, *arguments: str, engines: bool = True, told: int = 0) -> subprocess.Popen[bytes]:
        env = self._env if engines else {**self._env, "PYTHONPATH": ""}
        command = [sys.executable, *arguments]
        process = subprocess.Popen(command, env=env, stdout=self._log, stderr=told or self._log)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()
        self._log.close()


@contextmanager
def dask(folder: Path, engines_path: Path) -> Iterator[Dask]:
    cluster = Dask(folder, engines_path)
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory, engines_path: Path) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(engines_path))
        produce(tale(), folder)
    return folder


def test_one_of_two_workers_is_killed_half_way(tmp_path: Path, at_home: Path, engines_path: Path) -> None:
    with dask(tmp_path, engines_path) as cluster:
        cluster.worker()
        doomed = cluster.worker()
        with dask_cluster.connected(cluster.address) as executor, Pool(1, executor) as pool:
            executor._client.wait_for_workers(2, timeout=60)

            def kill(stage: str, done: float, total: float, note: str) -> None:
                if stage == "record" and done > total / 2 and doomed.poll() is None:
                    doomed.kill()
                    doomed.wait()

            made = produce(tale(), tmp_path / "out", pool=pool, progress=kill, takes=tmp_path / "shared")
    assert doomed.returncode == -signal.SIGKILL
    assert (made.failed, made.lines_recorded) == ((), 60)
    assert len(list((tmp_path / "shared").rglob("*.wav"))) == made.readings_recorded == 58
    names = sorted(path.name for path in at_home.glob("*.mp3"))
    assert len(names) == 3
    assert all(same_sound(tmp_path / "out" / name, at_home / name) for name in names)


def test_the_scheduler_is_killed_and_another_takes_over(
    tmp_path: Path, at_home: Path, engines_path: Path
) -> None:
    reached = 0.0

    def kill(stage: str, done: float, total: float, note: str) -> None:
        nonlocal reached
        reached = done
        if done > total / 3:
            cluster.scheduler.kill()
            cluster.scheduler.wait()

    with dask(tmp_path, engines_path) as cluster:
        cluster.worker()
        with (
            dask_cluster.connected(cluster.address) as executor,
            Pool(1, executor) as pool,
            pytest.raises(JobFailed, match="scheduler is lost") as failed,
        ):
            produce(tale(), tmp_path / "out", pool=pool, progress=kill)
    assert cluster.address in str(failed.value)
    assert reached
    made = produce(tale(), tmp_path / "out")
    assert made.lines_kept >= 20
    assert same_sound(tmp_path / "out" / "01 - Part 1.mp3", at_home / "01 - Part 1.mp3")


def test_what_a_cluster_lacks_is_said(
    tmp_path: Path, engines_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with dask(tmp_path, engines_path) as cluster:
        monkeypatch.setattr(dask_cluster, "CONNECTING", 0.5)
        with pytest.raises(JobFailed, match="has no workers") as failed, _connected(cluster.address):
            pass
        assert f"dask worker {cluster.address}" in str(failed.value)
        monkeypatch.setattr(dask_cluster, "CONNECTING", 60.0)
        engineless = cluster.worker(engines=False)
        with _connected(cluster.address) as pool, pytest.raises(JobFailed) as failed:
            produce(story([line("Up it went.", 0)]), tmp_path / "out", pool=pool)
        assert "no speech engine called 'hum'" in str(failed.value)
        assert f"worker on {socket.gethostname()}" in str(failed.value)
        engineless.kill()
        engineless.wait()
        cluster.worker("-c", PRETENDS)
        with pytest.raises(JobFailed, match="lack audiobook") as failed, _connected(cluster.address):
            pass
        assert "pip install" in str(failed.value)


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "CONNECTING", 0.3)
    with pytest.raises(JobFailed, match="no Dask scheduler"), _connected("tcp://127.0.0.1:9"):
        pass


def test_what_to_type_when_the_extra_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadInput, match="extra") as failed, _connected("tcp://127.0.0.1:9"):
        pass
    assert "pip install 'audiobook[cluster]'" in str(failed.value)


@pytest.mark.parametrize("address", ["", "tcp://", "host", "host:x", "carrier://host:8786"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(BadInput, match="no address") as failed, _connected(address):
        pass
    assert "tcp://HOST:8786" in str(failed.value)


def test_the_command_records_on_a_cluster(
    tmp_path: Path, engines_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the engine that people have."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(dask_cluster, "CONNECTING", 60.0)
    (tmp_path / "weir.txt").write_text(TALE, "utf-8")
    with dask(tmp_path, engines_path) as cluster:
        cluster.worker()
        cluster.worker()
        command = ["make", "weir.txt", "--cluster", cluster.address, "--takes", "shelf", "-o", "far"]
        assert run(command) == 0
        assert "Recorded 10 lines" in capsys.readouterr().out
        assert list((tmp_path / "shelf" / "far").rglob("*.wav"))
        assert run([*command, "--dry-run"]) == 0
        assert "nothing to record" in capsys.readouterr().out
    assert run(["make", "weir.txt", "-o", "near"]) == 0
    (far,), (near,) = (list((tmp_path / where).glob("*.mp3")) for where in ("far", "near"))
    assert abs(len(decoded(far)) / len(decoded(near)) - 1) < 0.02
    assert run(["check", "far"]) == 0


@contextmanager
def _connected(address: str) -> Iterator[Pool]:
    with dask_cluster.connected(address) as executor, Pool(1, executor) as pool:
        yield pool
