"""A small book of our own, made with the real engine, on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette")

from audiobook import make
from audiobook.proof.desk import Desk

STORY = """The Ladder

Chapter One

The ladder was gone.

"Who took it?" asked Nora.

"Not me," said Piet.

Nora looked at the wall. "Then who?"

"I saw a goat," whispered Piet. "It had a plan."

Chapter Two

"A goat," said Nora, "cannot carry a ladder."

"This one had help," said Mr. Dekker. "I held the other end."
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story and its finished book, to be copied."""
    place = tmp_path_factory.mktemp("made")
    (place / "ladder.txt").write_text(STORY, encoding="utf-8")
    make(place / "ladder.txt", place / "book")
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the story and its book."""
    import shutil

    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "here"


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    desk = Desk(place / "ladder.txt", place / "book")
    yield desk
    desk.close()
