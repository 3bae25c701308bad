"""The check finds what is wrong with files that were made wrong on purpose."""

import gc
import subprocess
import warnings
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from audiobook.errors import AudiobookError, BadInput
from audiobook.studio.encode import ffmpeg
from audiobook.studio.preflight import check, decoded, measure_file

RATE = 44100


def voice(seconds: float, level: float = 0.12) -> np.ndarray:
    t = np.arange(int(seconds * RATE)) / RATE
    return level * np.sign(np.sin(2 * np.pi * 150 * t)) * (0.8 + 0.2 * np.sin(2 * np.pi * 4 * t))


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * RATE))


def encoded(path: Path, samples: np.ndarray, *options: str, channels: int = 1) -> Path:
    pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2")
    data = np.repeat(pcm, channels).tobytes()
    command = [ffmpeg(), "-loglevel", "error", "-y", "-f", "s16le", "-ar", str(RATE), "-ac", str(channels)]
    subprocess.run([*command, "-i", "-", *options, str(path)], input=data, check=True)
    return path


GOOD = np.concatenate([silence(0.75), voice(4), silence(2)])
MP3 = ("-c:a", "libmp3lame", "-b:a", "192k")


def failures(path: Path) -> set[str]:
    return {finding.item for finding in check([path])[0].findings if not finding.passed}


def test_a_good_file_fails_but_for_its_tags(tmp_path: Path) -> None:
    assert failures(encoded(tmp_path / "a.mp3", GOOD, *MP3)) == {"tags"}


@pytest.mark.parametrize(
    ("item", "samples", "options"),
    [
        ("rms", GOOD * 0.3, MP3),
        ("peak", GOOD * 5.5, MP3),
        ("head", GOOD[RATE // 2 :], MP3),
        ("tail", GOOD[: -RATE * 3 // 2], MP3),
        ("longest gap", np.concatenate([GOOD, silence(2), GOOD]), MP3),
        ("noise floor", GOOD + np.random.default_rng(1).standard_normal(len(GOOD)) * 0.002, MP3),
        ("clips", np.clip(GOOD * 20, -1, 1), ("-c:a", "flac")),
        ("bit rate", GOOD, ("-c:a", "libmp3lame", "-b:a", "64k")),
        ("bit rate", GOOD, ("-c:a", "libmp3lame", "-q:a", "2")),
        ("sample rate", GOOD, (*MP3, "-ar", "48000")),
    ],
)
def test_what_is_wrong_is_found(
    tmp_path: Path, item: str, samples: np.ndarray, options: tuple[str, ...]
) -> None:
    suffix = "flac" if "flac" in options else "mp3"
    assert item in failures(encoded(tmp_path / f"a.{suffix}", samples, *options))


@pytest.mark.parametrize("pieces", [1, None], ids=["left in the middle", "to its end"])
def test_nothing_stays_open(tmp_path: Path, pieces: int | None) -> None:
    path = encoded(tmp_path / "a.mp3", GOOD, *MP3)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        samples = decoded(path, RATE, 1)
        assert list(islice(samples, pieces))
        samples.close()
        del samples
        gc.collect()
    assert not told


def test_stereo_is_found(tmp_path: Path) -> None:
    assert "channels" in failures(encoded(tmp_path / "a.mp3", GOOD, *MP3, channels=2))


def test_files_that_differ_are_found(tmp_path: Path) -> None:
    encoded(tmp_path / "a.mp3", np.tile(GOOD, 10), *MP3)
    encoded(tmp_path / "b.mp3", np.tile(GOOD, 10) * 0.6, *MP3, "-ar", "48000")
    together = check(tmp_path)[-1]
    assert together.path is None
    assert {finding.item for finding in together.findings if not finding.passed} == {
        "format of mp3 files",
        "chapters apart",
    }


def test_figures(tmp_path: Path) -> None:
    sound = measure_file(encoded(tmp_path / "a.wav", GOOD))
    assert sound.seconds == pytest.approx(6.75, abs=0.001)
    assert (sound.head, sound.tail) == (pytest.approx(0.75, abs=0.02), pytest.approx(2, abs=0.02))
    assert sound.peak == pytest.approx(20 * np.log10(0.12), abs=0.05)
    assert sound.floor < -100
    command = [ffmpeg(), "-hide_banner", "-i", tmp_path / "a.wav", "-af", "ebur128=framelog=quiet:peak=true"]
    told = subprocess.run([*command, "-f", "null", "-"], capture_output=True, check=True).stderr.decode()
    assert sound.loudness == pytest.approx(float(told.split("I:")[-1].split()[0]), abs=0.15)
    assert sound.true_peak == pytest.approx(float(told.split("Peak:")[-1].split()[0]), abs=0.3)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        check(tmp_path)
    with pytest.raises(BadInput):
        check([tmp_path / "nothing.mp3"])
    (tmp_path / "text.mp3").write_text("This is no sound at all. " * 50)
    with pytest.raises(AudiobookError) as refused:
        check(tmp_path)
    assert "text.mp3" in str(refused.value)


def test_a_chapter_that_is_mostly_pause_is_told_so(tmp_path: Path) -> None:
    word = np.concatenate([silence(0.75), voice(0.4), silence(2)])
    found = {f.item: f for f in check([encoded(tmp_path / "a.mp3", word, *MP3)])[0].findings}
    assert not found["rms"].passed
    assert "part of another" in found["rms"].remedy
