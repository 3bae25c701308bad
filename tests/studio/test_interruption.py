"""The real program, struck at random: killed, out of disk space, its files harmed; the next run mends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hearing import same_sound
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from audiobook.studio.takes import Takes

STORY = """Title: The Kite
Author: R. Vane

# Up

The kite went up at noon. It was red.

[Ada] "Higher,"
said Ada.

[Tom] "It will snap!"

# Down

It did. Nobody laughed.

[Tom] "Told you."

[Ada] "Oh."
"""

STRIKE = '''
"""Python runs this at the start of every process: it counts what the process does to the book's folder, and
strikes once when the count is reached."""
import errno, os, signal, sys

WHOM, HOW, AT, FOLDER, ONCE = os.environ["STRIKE"].split("|") if "STRIKE" in os.environ else ("",) * 5
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

class Strike:
    left = int(AT or 0)

    def __call__(self, event, arguments):
        if event == "open":
            touched = arguments[2] & WRITING
        else:
            touched = event in ("os.rename", "os.remove", "os.mkdir")
        if not touched or not isinstance(arguments[0], str) or not arguments[0].startswith(FOLDER):
            return
        self.left -= 1
        if self.left:
            return
        try:
            os.close(os.open(ONCE, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        if HOW == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), arguments[0])

if WHOM and (WHOM == "worker") == ("audiobook.studio.worker" in sys.orig_argv):
    sys.addaudithook(Strike())
'''

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def striking(tmp_path_factory: pytest.TempPathFactory, engines_path: Path) -> str:
    """A PYTHONPATH with the humming engines, on which processes can be struck."""
    folder = tmp_path_factory.mktemp("strike")
    (folder / "sitecustomize.py").write_text(STRIKE)
    (folder / "kite.txt").write_text(STORY, "utf-8")
    return os.pathsep.join([str(folder), str(engines_path)])


def make(striking: str, folder: Path, strike: str = "", text: str = "") -> subprocess.CompletedProcess[str]:
    """`audiobook make`, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": striking}
    if strike:
        environment["STRIKE"] = f"{strike}|{folder}|{folder}.struck"
        Path(f"{folder}.struck").unlink(missing_ok=True)
    story = Path(striking.split(os.pathsep)[0]) / "kite.txt"
    command = [sys.executable, "-m", "audiobook", "make", str(story), "-o", str(folder), "--engine", "hum"]
    return subprocess.run(
        [*command, "--jobs", "2"], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, striking: str) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    assert make(striking, folder).returncode == 0
    return folder


def names(folder: Path) -> set[str]:
    """Every file in the book's folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def assert_same(folder: Path, undisturbed: Path) -> None:
    """The same chapters, cues and texts, and nothing left half made. Of the takes, those may be missing that
    no chapter needed."""
    there, wanted = names(folder), names(undisturbed)
    assert there - wanted == set()
    assert {name for name in wanted - there if not name.endswith(".wav")} == set()
    for path in undisturbed.glob("*.mp3"):
        assert same_sound(folder / path.name, path)
    for name in ("cues/01 - Up.json", "cues/02 - Down.json", "script.txt", "voices.toml", "The Kite.m3u8"):
        assert (folder / name).read_bytes() == (undisturbed / name).read_bytes()


def harm(path: Path, how: str) -> None:
    """What befalls files."""
    data = bytearray(path.read_bytes())
    if how == "delete":
        path.unlink()
    elif how == "truncate":
        path.write_bytes(data[: len(data) // 2])
    elif data:
        data[len(data) // 2] ^= 0x10
        path.write_bytes(data)


STRIKES = st.one_of(
    st.tuples(st.sampled_from(["run|kill", "run|full"]), st.integers(1, 24)),
    st.tuples(st.sampled_from(["worker|kill", "worker|full"]), st.integers(1, 3)),
)
"""Whom, how, and at which of the things it does to the book's folder: all do as many, the first time."""
OURS = ("script.txt", "voices.toml")
"""Edits there are a person's: they are kept, not mended."""
HOW = ["delete", "truncate", "garble"]
HARMS = st.lists(st.tuples(st.integers(0, 999), st.sampled_from(HOW)), max_size=3)


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(strikes=[("run|kill", 12)], harms=[(163, "truncate")])
@example(strikes=[("run|full", 24)], harms=[(467, "truncate"), (90, "delete")])
@example(strikes=[("worker|kill", 3)], harms=[(438, "garble")])
@example(strikes=[("worker|full", 3), ("run|full", 17)], harms=[(336, "delete"), (832, "garble")])
@given(strikes=st.lists(STRIKES, min_size=1, max_size=2), harms=HARMS)
def test_whatever_strikes_the_next_run_mends_it(
    tmp_path_factory: pytest.TempPathFactory,
    striking: str,
    undisturbed: Path,
    strikes: Sequence[tuple[str, int]],
    harms: Sequence[tuple[int, str]],
) -> None:
    folder = tmp_path_factory.mktemp("struck") / "out"
    ever_struck = False
    for strike, at in strikes:
        done = make(striking, folder, f"{strike}|{at}")
        struck = Path(f"{folder}.struck").exists()
        ever_struck |= struck
        assert "Traceback" not in done.stderr
        if struck and strike == "run|kill":
            assert done.returncode == -signal.SIGKILL
        elif done.returncode:  # a worker that dies is replaced; so only this ends a run
            assert struck
            assert strike.endswith("full")
            assert "disk" in done.stderr
    assert ever_struck
    present = sorted(names(folder) - set(OURS)) if folder.exists() else []
    for at, how in harms if present else ():
        if (path := folder / present[at % len(present)]).exists():
            harm(path, how)
    takes = Takes(folder / ".takes")
    kept = {key: takes.path(key).stat().st_mtime_ns for key in takes.keys() if takes.read(key)}  # noqa: SIM118
    done = make(striking, folder)
    assert done.returncode == 0, done.stderr + done.stdout
    assert_same(folder, undisturbed)
    assert {key: takes.path(key).stat().st_mtime_ns for key in kept} == kept  # nothing sound recorded again


def test_ctrl_c_stops_at_once_and_says_how_to_go_on(tmp_path: Path, striking: str, undisturbed: Path) -> None:
    folder, begun = tmp_path / "out", tmp_path / "begun"
    os.mkfifo(begun)
    environment = {**os.environ, "PYTHONPATH": striking, "HUM_WAITS": str(begun)}
    story = Path(striking.split(os.pathsep)[0]) / "kite.txt"
    command = [sys.executable, "-m", "audiobook", "make", str(story), "-o", str(folder), "--engine", "hum"]
    process = subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=_takes_ctrl_c
    )
    begun.read_text()  # until an engine is at a line, and stays there
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.strip() == "Stopped. Type the same command again to go on where it left off."
    assert make(striking, folder).returncode == 0
    assert_same(folder, undisturbed)


def _takes_ctrl_c() -> None:
    """A shell has the programs that it starts in the background ignore Ctrl-C, and all that those start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_ledger_names_what_is_there(undisturbed: Path) -> None:
    ledger = json.loads((undisturbed / ".takes" / "ledger.json").read_text("utf-8"))
    assert {name for name in ledger["files"] if name.endswith(".mp3")} == {
        path.name for path in undisturbed.glob("*.mp3")
    }
