"""Work in a process of its own: its results and its errors are those of the work itself."""

import os

import pytest

from audiobook import production
from audiobook.apart import apart
from audiobook.errors import BadInput, JobFailed
from audiobook.production import preparation

STORY = """The Sluice

Chapter One

"Shut it," said Berit. "The water is over the boards."

Joakim turned the wheel. "It sticks. Fetch the bar, will you?"
"""


def test_a_long_story_is_prepared_elsewhere_with_the_same_result(tmp_path, monkeypatch):
    story = tmp_path / "sluice.txt"
    story.write_text(STORY, "utf-8")
    here = production.prepare(story, tmp_path / "out")
    with monkeypatch.context() as patch:
        patch.setattr(preparation, "LONG", 0)
        patch.setattr(preparation, "_prepared", _named_so(preparation._prepared))
        there = production.prepare(story, tmp_path / "out")
    assert (there.script, there.fresh, there.casting.cast) == (here.script, here.fresh, here.casting.cast)
    assert (there.voices, there.digest, there.credits) == (here.voices, here.digest, here.credits)
    production.save(there)
    assert production.prepare(story, tmp_path / "out").digest == ""


def _named_so(function):
    """The same function; were it called here instead of there, the test would fail."""

    def refuse(*args):
        raise AssertionError("prepared in the first process")

    refuse.__module__, refuse.__qualname__ = function.__module__, function.__qualname__
    return refuse


def test_an_error_for_people_comes_back_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(preparation, "LONG", 0)
    story = tmp_path / "empty.txt"
    story.write_bytes(b" \n")
    with pytest.raises(BadInput) as there:
        production.prepare(story, tmp_path / "out")
    with pytest.raises(BadInput) as here:
        preparation._prepared(story, tmp_path / "out", None, None, None)
    assert str(there.value) == str(here.value)


def test_files_in_the_working_folder_are_no_part_of_the_program(tmp_path, monkeypatch):
    for name in ("audiobook.py", "pickle.py"):
        (tmp_path / name).write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert apart(len, "abc") == 3


def test_a_lost_process_is_no_traceback():
    with pytest.raises(JobFailed, match="was lost"):
        apart(_struck)


def _struck():
    os._exit(9)
