import re
import subprocess

import numpy as np
import pytest

from audiobook.studio.encode import ffmpeg
from audiobook.studio.measure import SILENCE, fault, integrated, measure, step_powers

RATE = 22050


def tone(seconds: float, hertz: float = 200, level: float = 0.3, rate: int = RATE) -> np.ndarray:
    t = np.arange(int(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)


def pcm(samples: np.ndarray) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()


def ebur128(data: bytes, rate: int) -> float:
    command = [ffmpeg(), "-hide_banner", "-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "-"]
    command += ["-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    told = subprocess.run(command, input=data, capture_output=True, check=True).stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1])


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100])
def test_loudness_is_what_ffmpeg_measures(rate: int) -> None:
    noise = np.random.default_rng(7).standard_normal(rate * 6).astype(np.float32) * 0.05
    noise *= np.repeat([1.0, 0.3, 0.0, 0.6, 1.4, 0.02], rate).astype(np.float32)
    samples = noise + np.concatenate([tone(3, 150, 0.2, rate), tone(3, 2500, 0.01, rate)])
    found = integrated(step_powers((samples * 32767).astype("<i2") / np.float32(32768), rate))
    assert found == pytest.approx(ebur128(pcm(samples), rate), abs=0.15)


def test_a_full_scale_tone_of_1_khz_is_3_lufs_below_0() -> None:
    assert integrated(step_powers(tone(3, 997, 1.0, 48000), 48000)) == pytest.approx(-3.01, abs=0.02)


def test_silence_is_cut_from_the_edges() -> None:
    samples = np.concatenate([np.zeros(RATE), tone(1), np.zeros(RATE // 2)]).astype(np.float32)
    facts = measure(pcm(samples), RATE)
    assert facts.start == pytest.approx(RATE, abs=RATE * 0.02)
    assert facts.end == pytest.approx(2 * RATE, abs=RATE * 0.04)
    assert facts.peak == pytest.approx(0.3, abs=0.01)
    assert facts.power == pytest.approx(0.045, rel=0.1)


def test_a_pause_inside_is_kept() -> None:
    samples = np.concatenate([tone(0.5), np.zeros(RATE), tone(0.5)]).astype(np.float32)
    facts = measure(pcm(samples), RATE)
    assert facts.seconds == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(3), np.zeros(RATE)])
def test_silence_has_no_speech(samples: np.ndarray) -> None:
    facts = measure(pcm(samples), RATE)
    assert (facts.start, facts.end, facts.loudness) == (0, 0, SILENCE)


def judged(samples: np.ndarray, text: str = "A line of some length, spoken.") -> str | None:
    data = pcm(samples)
    return fault(data, measure(data, RATE), text, 170)


def test_faults_are_told_apart() -> None:
    assert judged(tone(2)) is None
    assert "no sound" in str(judged(np.zeros(0)))
    assert "silence" in str(judged(np.zeros(RATE)))
    assert "silence" in str(judged(tone(2, level=0.002)))
    assert "clipped" in str(judged(np.sign(tone(2))))
    assert "short" in str(judged(tone(0.1)))
    assert judged(tone(0.1), "Oh!") is None
