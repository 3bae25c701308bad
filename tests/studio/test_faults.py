"""Whatever goes wrong in the real program, nothing is lost, and nothing is published with a hole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from hearing import same_sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_books import CAST, chapter, line, produce, story, two_chapters

from audiobook.errors import JobFailed
from audiobook.model import Cast, Script, Voice

FAULTS = ["hang", "crash", "empty", "silent", "clipped", "short", "raise"]


def book_with(text: str) -> Script:
    return story(chapter("It flew.", "It fell."), chapter(text, "It lay there."), titles=("One", "Two"))


def test_a_fault_that_passes_is_got_over(tmp_path: Path) -> None:
    lines = [line(f"The string broke here {fault.upper()}-once again.", n) for n, fault in enumerate(FAULTS)]
    made = produce(story(lines), tmp_path, patience=1.5)
    assert (made.failed, made.lines_recorded) == ((), len(FAULTS))
    assert not list((tmp_path / ".takes").rglob("*.part"))


def test_a_fault_that_stays_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    lasting = ["hang", "crash", "silent"]
    faults = [line(f"The string broke here {fault.upper()} again.", n) for n, fault in enumerate(lasting)]
    script = story(chapter("It flew.", "It fell."), faults, chapter("It lay there."), titles=("A", "B", "C"))
    made = produce(script, tmp_path, patience=1.5, formats=("mp3", "m4b"), jobs=2)
    assert [failed.line for failed in made.failed] == [3, 4, 5]
    assert all(failed.chapter == 1 and failed.why for failed in made.failed)
    assert [each.state for each in made.chapters] == ["made", "failed", "made"]
    assert sorted(path.name for path in tmp_path.glob("*.mp3")) == ["01 - A.mp3", "03 - C.mp3"]
    assert not list(tmp_path.glob("*.m4b"))
    listed = (tmp_path / "The Kite.m3u8").read_text("utf-8")
    assert "01 - A.mp3" in listed
    assert "02 - B.mp3" not in listed


def test_a_chapter_that_fails_stays_as_it_was(tmp_path: Path) -> None:
    produce(book_with("It rose."), tmp_path)
    before = (tmp_path / "02 - Two.mp3").read_bytes()
    made = produce(book_with("It CRASHed."), tmp_path)
    assert [each.state for each in made.chapters] == ["kept", "failed"]
    assert (tmp_path / "02 - Two.mp3").read_bytes() == before
    mended = produce(book_with("It rose again."), tmp_path)
    assert [each.state for each in mended.chapters] == ["kept", "made"]
    assert mended.lines_recorded == 1


def test_an_engine_that_never_works_is_said_to_be_broken(tmp_path: Path) -> None:
    cast = Cast(Voice("broken", "low"))
    with pytest.raises(JobFailed, match="does not work"):
        produce(story(chapter(*(f"Line number {n}." for n in range(12)))), tmp_path, cast, jobs=2)
    assert not list(tmp_path.glob("*.mp3"))


def test_the_second_run_in_a_folder_stops(tmp_path: Path) -> None:
    (tmp_path / ".takes").mkdir()
    with FileLock(tmp_path / ".takes" / "lock"), pytest.raises(JobFailed, match="another run"):
        produce(two_chapters(), tmp_path)
    assert produce(two_chapters(), tmp_path).failed == ()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(JobFailed) as failed:
        produce(two_chapters(), tmp_path / "file" / "out")
    assert "file" in str(failed.value)
    assert (tmp_path / "file").read_text() == "mine"


def test_debris_is_cleared_away(tmp_path: Path) -> None:
    making = tmp_path / ".takes" / "making"
    making.mkdir(parents=True)
    (making / "half.mp3").write_bytes(b"half")
    (tmp_path / ".takes" / "ledger.json").write_text("{ this is no ledger")
    half = tmp_path / ".takes" / "ab" / ".cdef.wav.123.part"
    half.parent.mkdir()
    half.write_bytes(b"half")
    assert produce(two_chapters(), tmp_path).failed == ()
    assert not making.exists()
    assert not half.exists()


class Stopped(Exception):
    """Stands for Ctrl-C."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, engines_path: Path) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(engines_path))
        produce(two_chapters(), folder)
    return folder


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(step=st.integers(1, 11))
def test_interrupted_anywhere_it_goes_on(
    tmp_path_factory: pytest.TempPathFactory, undisturbed: Path, step: int
):
    folder = tmp_path_factory.mktemp("interrupted")
    reports = 0

    def stop(*news: object) -> None:
        nonlocal reports
        reports += 1
        if reports == step:
            raise Stopped

    with pytest.raises(Stopped):
        produce(two_chapters(), folder, progress=stop)
    made = produce(two_chapters(), folder)
    assert made.readings_recorded <= 9 - min(step, 9) + 1
    for name in ("01 - Up.mp3", "02 - Down.mp3"):
        assert same_sound(folder / name, undisturbed / name)
    assert {path.name for path in folder.iterdir()} == {path.name for path in undisturbed.iterdir()}


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from small_books import produce, two_chapters
left = int(sys.argv[3])
def die(stage, done, total, note):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), 9)
produce(two_chapters(), Path(sys.argv[2]), progress=die, jobs=2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("reports", [5])
def test_killed_it_goes_on(tmp_path: Path, engines_path: Path, undisturbed: Path, reports: int) -> None:
    folder = tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": str(engines_path)}
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", KILLED, here, str(folder), str(reports)]
    assert subprocess.run(command, env=environment, check=False).returncode == -9
    made = produce(two_chapters(), folder)
    assert made.lines_kept >= reports - 2
    for name in ("01 - Up.mp3", "02 - Down.mp3"):
        assert same_sound(folder / name, undisturbed / name)


def test_casts_with_two_engines_both_work(tmp_path: Path) -> None:
    cast = Cast(Voice("hum", "low"), {**CAST.characters, "Ada": Voice("hum16", "high")})
    made = produce(two_chapters(), tmp_path, cast, jobs=2)
    assert (made.failed, made.lines_recorded) == ((), 9)
