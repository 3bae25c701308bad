"""Recording handed over to an executor, takes on any file system: the same book as at home."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hearing import same_sound
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer
from small_books import chapter, line, produce, story, two_chapters

from audiobook.errors import BadInput, JobFailed
from audiobook.model import Reading, Voice
from audiobook.studio import booth
from audiobook.studio.distant import DistantTakes, open_takes, without_password
from audiobook.studio.pool import Pool
from audiobook.studio.takes import Facts, Take, key_of

READING = Reading("The kite — it went up!", Voice("hum", "low"))
KEY = key_of(READING, "1")
TAKE = Take(bytes(range(256)) * 8, Facts(22050, 10, 900, -21.5, 0.01, 0.5), ((0.0, 0.5, 0, 3),))


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory, engines_path: Path) -> Path:
    """The two chapters as a run at home makes them."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(engines_path))
        produce(two_chapters(), folder)
    return folder


@pytest.fixture(autouse=True)
def empty_booths() -> Iterator[None]:
    """Booths of one test see nothing of the next one's engines."""
    yield
    while booth._free:
        booth._free.pop().close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A file server on loopback: its URL."""
    authorizer = DummyAuthorizer()
    authorizer.add_user("ada", "kite", str(tmp_path_factory.mktemp("served")), perm="elradfmwMT")
    handler = type("Handler", (FTPHandler,), {"authorizer": authorizer})
    served = FTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    host, port = served.address
    yield f"ftp://ada:kite@{host}:{port}"
    served.close_all()


def alike(folder: Path, other: Path) -> bool:
    return all(same_sound(folder / name, other / name) for name in ("01 - Up.mp3", "02 - Down.mp3"))


def test_threads_record_the_same_book(tmp_path: Path, at_home: Path) -> None:
    with ThreadPoolExecutor(2) as executor, Pool(1, executor) as pool:
        made = produce(two_chapters(), tmp_path, pool=pool)
    assert (made.failed, made.lines_recorded) == ((), 9)
    assert alike(tmp_path, at_home)


def test_processes_record_the_same_book_into_a_server(tmp_path: Path, at_home: Path, server: str) -> None:
    url = f"{server}/takes"
    with (
        ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor,
        Pool(2, executor) as pool,
    ):
        made = produce(two_chapters(), tmp_path, pool=pool, takes=url)
        assert (made.failed, made.readings_recorded) == ((), 9)
        assert alike(tmp_path, at_home)
        store = open_takes(url)
        assert len(list(store.keys())) == 9
        assert (store.health().sound, store.health().damaged) == (9, 0)
        assert store.health().size == store.size() == made.takes_bytes
        assert not list((tmp_path / ".takes").rglob("*.wav"))
        again = produce(two_chapters(), tmp_path / "elsewhere", pool=pool, takes=url)
    assert (again.readings_recorded, again.lines_kept) == (0, 9)
    assert alike(tmp_path / "elsewhere", at_home)


def test_the_crew_at_home_uses_a_server_too(tmp_path: Path, at_home: Path, server: str) -> None:
    made = produce(two_chapters(), tmp_path, takes=f"{server}/home")
    assert (made.failed, made.readings_recorded) == ((), 9)
    assert alike(tmp_path, at_home)


@pytest.mark.parametrize("where", ["memory://shelf", "ftp"])
def test_a_store_anywhere_keeps_takes(where: str, server: str) -> None:
    store = open_takes(where if where != "ftp" else f"{server}/shelf")
    other = key_of(Reading("Down", READING.voice), "1")
    assert (store.read(KEY), list(store.keys()), store.size(), store.mark()) == (None, [], 0, "")
    store.write(KEY, READING, TAKE)
    assert (store.read(KEY), list(store.keys())) == (TAKE, [KEY])
    with store.near([KEY, other]) as near:
        assert (near.read(KEY), near.facts(KEY), near.read(other)) == (TAKE, TAKE.facts, None)
    assert isinstance(store, DistantTakes)
    store._files.pipe_file(store._path(other), store._files.cat_file(store._path(KEY)))  # somebody else's
    assert store.read(other) is None
    assert (store.health().sound, store.health().damaged) == (1, 1)
    mark = store.mark(make=True)
    assert mark
    assert open_takes(store.place).mark() == store.mark(make=True) == mark
    store.remove([KEY, other, "0" * 40])
    assert (list(store.keys()), store.mark()) == ([], mark)


def test_a_damaged_take_in_a_store_is_recorded_again(tmp_path: Path, server: str) -> None:
    url = f"{server}/damaged"
    produce(two_chapters(), tmp_path / "first", takes=url)
    store = DistantTakes(url)
    spoilt = store._path(next(store.keys()))
    whole = store._files.cat_file(spoilt)
    store._files.pipe_file(spoilt, whole[: len(whole) // 2])
    made = produce(two_chapters(), tmp_path / "second", takes=url)
    assert (made.failed, made.readings_recorded) == ((), 1)
    assert alike(tmp_path / "first", tmp_path / "second")


@pytest.mark.parametrize(
    ("url", "said"),
    [("s4://bucket/takes", "s3://"), ("ftp://ada:kite@127.0.0.1:9/takes", "ftp://127.0.0.1:9/takes")],
)
def test_a_store_that_is_not_there(tmp_path: Path, url: str, said: str) -> None:
    with pytest.raises((BadInput, JobFailed)) as failed:
        produce(two_chapters(), tmp_path, takes=url)
    assert said in str(failed.value)
    assert "kite" not in str(failed.value)
    assert failed.value.remedy


def test_a_password_is_not_shown() -> None:
    assert without_password("ftp://ada:kite@host/a@b") == "ftp://host/a@b"
    assert without_password("s3://bucket/takes") == "s3://bucket/takes"


def test_a_memory_that_is_not_shared_is_noticed(tmp_path: Path) -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        Pool(1, executor) as pool,
        pytest.raises(JobFailed, match="not the same place") as failed,
    ):
        produce(two_chapters(), tmp_path, pool=pool, takes="memory://here")
    assert "--takes" in str(failed.value)


def test_another_version_of_the_engine_is_noticed(
    tmp_path: Path, engines_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hum_engines

    monkeypatch.setattr(hum_engines.Hum, "version", "0.9")
    with (
        ThreadPoolExecutor(1) as executor,
        Pool(1, executor) as pool,
        pytest.raises(JobFailed, match="another version"),
    ):
        produce(two_chapters(), tmp_path, pool=pool)


def test_faults_are_met_as_at_home(tmp_path: Path) -> None:
    lines = [line("The string broke HANG again.", 0), line("It SILENTly fell.", 1)]
    passing = [line("It tore there CRASH-once.", 0), line("It lay there.", 1)]
    script = story(chapter("It flew."), lines, passing, titles=("A", "B", "C"))
    with ThreadPoolExecutor(2) as executor, Pool(2, executor) as pool:
        made = produce(script, tmp_path, pool=pool, patience=1.5)
    assert [failed.line for failed in made.failed] == [2, 3]
    assert all(failed.why for failed in made.failed)
    assert [each.state for each in made.chapters] == ["made", "failed", "made"]


class Lossy(Executor):
    """Loses the first batches."""

    def __init__(self) -> None:
        self._inner, self._turn = ThreadPoolExecutor(2), 0

    def submit(self, task: Any, /, *args: Any, **options: Any) -> Future[Any]:
        self._turn += 1
        if self._turn <= 3:
            lost: Future[Any] = Future()
            lost.set_exception(ConnectionError("the machine went away"))
            return lost
        return self._inner.submit(task, *args, **options)


def test_batches_that_are_lost_are_handed_out_again(tmp_path: Path, at_home: Path) -> None:
    with Pool(1, Lossy()) as pool:
        made = produce(two_chapters(), tmp_path, pool=pool)
    assert made.failed == ()
    assert alike(tmp_path, at_home)


def test_an_executor_that_has_ended(tmp_path: Path) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with Pool(1, executor) as pool, pytest.raises(JobFailed, match="takes no more work"):
        produce(two_chapters(), tmp_path, pool=pool)


def test_what_to_type_for_a_store_when_the_extra_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(BadInput, match="extra") as failed:
        produce(two_chapters(), tmp_path, takes="ftp://host/takes")
    assert "pip install 'audiobook[cluster]'" in str(failed.value)
    url = (tmp_path / "plain").as_uri()
    assert produce(two_chapters(), tmp_path / "out", takes=url).readings_recorded == 9
    assert len(list((tmp_path / "plain").rglob("*.wav"))) == 9
