"""The operating system's voices: what can be tried on any system."""

from __future__ import annotations

import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import imageio_ffmpeg
import pytest

from audiobook import cli, engines
from audiobook.engines.decoding import converted, samples_of
from audiobook.engines.systemvoices import gender_of, languages_of
from audiobook.errors import JobFailed
from audiobook.model import Gender, Voice


def test_aiff_as_macos_writes_it_is_read(tmp_path: Path) -> None:
    speech = engines.get("pyttsx3").speak("The gate was open.", Voice())
    file = tmp_path / "speech.wav"  # what macOS writes is AIFF whatever the name says
    raw = ["-f", "s16le", "-ac", "1", "-ar", str(speech.sample_rate), "-i", "pipe:0", "-f", "aiff", "-y"]
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *raw, "-c:a", "pcm_s16be", str(file)]
    subprocess.run(ffmpeg, input=speech.pcm, check=True)
    assert file.read_bytes()[:4] == b"FORM"
    assert converted(file.read_bytes(), speech.sample_rate) == speech.pcm
    assert samples_of(file.read_bytes(), 16000)[1] == 16000


def test_what_is_no_sound_is_said() -> None:
    with pytest.raises(JobFailed, match="no sound that can be read"):
        converted(b"words, words", 16000)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (["en_US"], {"en"}),
        (["409"], {"en"}),
        (["407", "de-DE"], {"de"}),
        ([b"\x05fr-fr"], {"fr"}),
        ([], set()),
        (None, set()),
    ],
)
def test_each_drivers_way_of_naming_a_language(said: object, codes: set[str]) -> None:
    assert languages_of(SimpleNamespace(languages=said)) == codes


def test_each_drivers_way_of_naming_a_gender() -> None:
    said = {"VoiceGenderFemale": Gender.FEMALE, "VoiceGenderMale": Gender.MALE, "Female": Gender.FEMALE}
    said |= {"VoiceGenderNeuter": Gender.UNKNOWN}
    assert {word: gender_of(SimpleNamespace(gender=word)) for word in said} == said
    assert gender_of(SimpleNamespace(gender=None)) is Gender.UNKNOWN


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has it")
@pytest.mark.parametrize(
    ("toml", "line", "said"),
    [
        ('[defaults]\ndriver = "nsss"\n', 2, "the driver 'nsss' is macOS's"),
        ('[narrator]\ndriver = "nsss"\nvoice = "Alex"\n', 2, "the driver 'nsss' is macOS's"),
        ('[narrator]\nvoice = "nsss:Alex"\n', 2, "the driver 'nsss' is macOS's"),
        ('[defaults]\ndriver = "avspeech"\n', 2, "no way to record with it"),
        ('[defaults]\ndriver = "sapi"\n', 2, "one of nsss, sapi5"),
    ],
)
def test_a_driver_of_another_system_is_said_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str, line: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices.toml").write_text(toml, "utf-8")
    (tmp_path / "story.txt").write_text("The gate was open. Nobody came.\n", "utf-8")
    with redirect_stdout(StringIO()) as output, redirect_stderr(output):
        assert cli.run(["make", "story.txt", "--dry-run"]) == 2
    assert f"voices.toml, line {line}" in output.getvalue()
    assert said in output.getvalue()


def test_a_driver_counts_for_pyttsx3_only(tmp_path: Path) -> None:
    """A voice of another engine is left alone."""
    from audiobook.cast import casting, layers
    from audiobook.model import Book, Line, Script

    file = tmp_path / "voices.toml"
    file.write_text(
        '[defaults]\nengine = "openai"\ndriver = "sapi5"\n[narrator]\nvoice = "nova"\n'
        '[engines.openai]\nurl = "http://localhost:1/v1"\n',
        "utf-8",
    )
    script = Script(Book("A"), ("One",), (Line("It rained.", 0, 0),))
    cast = casting.cast(script, layers.find(None, named=file, here=tmp_path)).cast
    assert (cast.narrator.engine, cast.narrator.voice) == ("openai", "nova")
