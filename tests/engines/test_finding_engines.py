from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from audiobook import engines
from audiobook.errors import BadInput, JobFailed


def offer(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(engines, "entry_points", lambda group: [EntryPoint("other", value, group)])


def test_the_programs_own_engine_comes_first() -> None:
    assert engines.names()[0] == "pyttsx3"


def test_an_unknown_engine_names_the_nearest_and_all() -> None:
    with pytest.raises(BadInput) as refused:
        engines.get("pytsx")
    assert "pytsx" in str(refused.value)
    assert "Did you mean 'pyttsx3'?" in str(refused.value)
    assert "Installed: pyttsx3" in str(refused.value)


def test_an_engine_whose_package_is_missing_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, "a_package_that_is_nowhere:Engine")
    with pytest.raises(JobFailed, match="pip install 'audiobook\\[other\\]'"):
        engines.get("other")


def test_an_engine_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, "json:loads")  # it wants an argument, so it breaks when it is called without one
    with pytest.raises(JobFailed, match="cannot start"):
        engines.get("other")
