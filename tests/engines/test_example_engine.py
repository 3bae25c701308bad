"""The engine in docs/engines.md, installed through its entry point as anybody's would be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from audiobook import engines
from audiobook.engines import Ability
from audiobook.errors import BadInput, JobFailed
from audiobook.model import Reading, Voice
from audiobook.studio.worker import record

DOCS = Path(__file__).parents[2] / "docs" / "engines.md"


@pytest.fixture
def hum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> engines.Engine:
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    (tmp_path / "hum.py").write_text(code)
    info = tmp_path / "hum-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hum\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[audiobook.engines]\nhum = hum:Hum\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    sys.modules.pop("hum", None)
    return engines.get("hum")


def test_it_is_found_and_has_what_an_engine_must_have(hum: engines.Engine) -> None:
    assert "hum" in engines.names()
    assert isinstance(hum, engines.Engine)
    assert [voice.name for voice in hum.voices()] == ["low", "high"]
    assert (hum.auditions(), hum.timbre(Voice("hum", "low")), hum.needs(["low"])) == ((), None, ())
    with pytest.raises(BadInput):
        hum.resolve("middle")


def test_the_studio_makes_up_for_the_rate_that_it_cannot_do(hum: engines.Engine) -> None:
    text = "one two three four five six seven eight"
    for rate in (120, 170, 300):
        take = record(hum, Reading(text, Voice("hum", "low", rate=rate)))
        assert not isinstance(take, str)
        assert len(take.pcm) / 2 / 16000 == pytest.approx(8 * 60 / rate, rel=0.01)
        assert take.words[-1][1] == pytest.approx(8 * 60 / rate, rel=0.01)
        assert [text[start:end] for *_, start, end in take.words] == text.split()


def test_a_pitch_that_it_does_itself_is_left_alone(hum: engines.Engine) -> None:
    assert Ability.PITCH in hum.abilities
    take = record(hum, Reading("one two three", Voice("hum", "low", rate=240, pitch=12)))
    assert not isinstance(take, str)
    heard = np.abs(np.fft.rfft(np.frombuffer(take.pcm, "<i2").astype(float)))
    assert heard.argmax() * 16000 / (len(take.pcm) / 2) == pytest.approx(220, abs=5)


def test_a_whole_book(hum: engines.Engine, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("“Good evening,” said Vera.\n\nThe kettle sang.\n")
    command = [sys.executable, "-m", "audiobook", "make", str(story), "--engine", "hum", "-o", "book"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "book").glob("*.mp3"))


def test_an_engine_made_for_another_version_says_so(
    hum: engines.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Old:
        name, version, sample_rate = "old", "1", 8000

    monkeypatch.setattr(sys.modules["hum"], "Hum", Old)
    with pytest.raises(JobFailed, match=r"another version of this program: it has no .*longest_text"):
        engines.get("hum")
