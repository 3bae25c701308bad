"""Several books in one go: one pool, each in its own folder, a bad one stops nobody."""

import shutil
from pathlib import Path

import pytest

from audiobook.cli import run
from audiobook.slate import make_all
from audiobook.studio.pool import Pool

STORIES = {
    "weir.txt": 'The Weir\n\nThe water rose. "Lift the gate," said Oona.\n',
    "barn.txt": 'The Barn\n\nThe door was shut. "Who has the key?" asked Bram.\n',
}


@pytest.fixture(autouse=True)
def stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two stories, and a file that is none."""
    monkeypatch.chdir(tmp_path)
    for name, text in STORIES.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "torn.epub").write_bytes(b"half")
    return tmp_path


def test_each_gets_a_folder_and_a_bad_one_stops_nobody(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["make", "weir.txt", "torn.epub", "barn.txt", "nowhere.txt", "-o", "Books"]
    assert run(command) == 2
    told = capsys.readouterr()
    assert {path.name for path in (stories / "Books").iterdir()} == {"The Weir", "The Barn"}
    for title in ("The Weir", "The Barn"):
        assert list((stories / "Books" / title).glob("*.mp3"))
        assert (stories / "Books" / title / "script.txt").exists()
    last = told.out[told.out.index("4 books, 2 made") :].splitlines()
    assert [row.split()[0] for row in last[1:]] == ["weir.txt", "torn.epub", "barn.txt", "nowhere.txt"]
    assert ["NOT MADE" in row for row in last[1:]] == [False, True, False, True]
    assert told.out.index("The Weir\n") < told.out.index("The Barn\n")
    assert [line for line in told.err.splitlines() if line.startswith("audiobook:")] == [
        line for line in told.err.splitlines() if "torn.epub" in line or "nowhere.txt" in line
    ]
    assert run([*command[:2], *command[3:4], *command[5:]]) == 0
    assert capsys.readouterr().out.count("nothing to record") == 2


def test_a_dry_run_writes_nothing(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["make", "weir.txt", "torn.epub", "barn.txt", "--dry-run"]) == 2
    told = capsys.readouterr()
    assert "The Weir:" in told.out
    assert "The Barn:" in told.out
    assert "torn.epub" in told.err
    assert {path.name for path in stories.iterdir()} == {*STORIES, "torn.epub"}


def test_two_books_of_one_title_are_not_mixed_up(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (stories / "other.txt").write_text("The Weir\n\nAnother river altogether.\n", "utf-8")
    assert run(["make", "weir.txt", "other.txt"]) == 2
    told = capsys.readouterr()
    assert "weir.txt" in told.err
    assert "--output" in told.err
    assert "Lift the gate" in (stories / "The Weir" / "script.txt").read_text("utf-8")


def test_the_exit_status_tells_failed_work_from_bad_input(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stories / "Books").mkdir()
    (stories / "Books" / "The Barn").write_text("mine")
    assert run(["make", "torn.epub", "weir.txt", "barn.txt", "-o", "Books"]) == 2
    shutil.rmtree(stories / "Books" / "The Weir")
    (stories / "Books" / "The Barn").unlink()
    (stories / "Books" / "The Barn" / ".takes" / "lock").mkdir(parents=True)
    assert run(["make", "torn.epub", "weir.txt", "barn.txt", "-o", "Books"]) == 1
    assert list((stories / "Books" / "The Weir").glob("*.mp3"))
    assert "3 books, 1 made" in capsys.readouterr().out


def test_takes_of_several_books_are_kept_apart(stories: Path) -> None:
    assert run(["make", "weir.txt", "barn.txt", "--takes", "shared", "--format", "wav"]) == 0
    assert {path.name for path in (stories / "shared").iterdir()} == {"The Weir", "The Barn"}
    assert not list((stories / "The Weir" / ".takes").rglob("*.wav"))
    takes = list((stories / "shared" / "The Weir").rglob("*.wav"))
    assert takes
    (stories / "weir.txt").write_text(STORIES["weir.txt"] + "\nIt held.\n", "utf-8")
    assert run(["make", "weir.txt"]) == 0  # the place is remembered
    assert len(list((stories / "shared" / "The Weir").rglob("*.wav"))) == len(takes) + 1
    assert not list((stories / "The Weir" / ".takes").rglob("*.wav"))
    assert run(["make", "weir.txt", "--takes", "", "--dry-run"]) == 0


def test_from_python_the_outcomes_come_in_order(stories: Path) -> None:
    paths = [stories / name for name in ("barn.txt", "torn.epub", "weir.txt")]
    with Pool(2) as pool:
        outcomes = list(make_all(paths, pool, stories / "out"))
    assert [outcome.story for outcome in outcomes] == paths
    assert [outcome.made is None for outcome in outcomes] == [False, True, False]
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
