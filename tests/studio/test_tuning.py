"""Rate, pitch and intonation of real speech, changed and measured."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook import engines
from audiobook.engines import Speech, WordTime
from audiobook.model import Voice
from audiobook.studio.measure import samples_of
from audiobook.studio.tuning import pitches, tuned

PROSE = (
    "We were away a year ago, rowing along a lonely lake; nobody stopped us, and the big drum beat at noon."
)


@pytest.fixture(scope="module")
def speech() -> Speech:
    return engines.get("pyttsx3").speak(PROSE, Voice(voice="en-us"))


def melody(speech: Speech) -> np.ndarray:
    """Its pitch in semitones, wherever it has one."""
    hertz = pitches(samples_of(speech.pcm), speech.sample_rate)
    return 12 * np.log2(hertz[hertz > 0])


def colour(speech: Speech) -> np.ndarray:
    """Its average spectrum in dB by thirds of an octave, from 200 Hz."""
    samples = samples_of(speech.pcm)
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / speech.sample_rate)
    edges = 200 * 2 ** (np.arange(15) / 3)
    bands = [power[(hertz >= a) & (hertz < b)].sum() for a, b in pairwise(edges)]
    return 10 * np.log10(np.array(bands) / sum(bands))


@pytest.mark.parametrize("rate", [0.6, 0.85, 1.25, 1.8])
def test_the_rate_changes_and_the_pitch_stays(speech: Speech, rate: float) -> None:
    heard = tuned(speech, rate=rate)
    assert heard.seconds == pytest.approx(speech.seconds / rate, rel=0.005)
    assert np.median(melody(heard)) == pytest.approx(np.median(melody(speech)), abs=0.35)
    assert heard.words[-1].end == pytest.approx(speech.words[-1].end / rate)


@pytest.mark.parametrize("semitones", [-5, -2, 2, 5])
def test_the_pitch_changes_and_the_rate_and_the_mouth_stay(speech: Speech, semitones: float) -> None:
    heard = tuned(speech, semitones=semitones)
    assert heard.seconds == pytest.approx(speech.seconds, rel=0.005)
    moved = np.median(melody(heard)) - np.median(melody(speech))
    assert moved == pytest.approx(semitones, abs=0.4)
    # resampling would move the whole colour along; here it stays within a few dB
    assert np.abs(colour(heard) - colour(speech)).mean() < 2.5


def test_intonation_flattens_and_livens(speech: Speech) -> None:
    flat, lively = (tuned(speech, intonation=factor) for factor in (0.0, 1.6))

    def spread(heard: Speech) -> float:
        low, high = np.percentile(melody(heard), [15, 85])
        return float(high - low)

    assert spread(flat) < 0.35 * spread(speech)
    assert spread(lively) > 1.25 * spread(speech)
    assert np.median(melody(flat)) == pytest.approx(np.median(melody(speech)), abs=0.5)


def test_nothing_to_change_changes_nothing(speech: Speech) -> None:
    difference = samples_of(tuned(speech).pcm) - samples_of(speech.pcm)
    assert np.abs(difference).max() < 2e-4


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 4000),
    st.floats(0.4, 2.5),
    st.floats(-12, 12),
    st.floats(0, 2),
    st.sampled_from(["silence", "noise", "click", "loud"]),
)
def test_any_sound_comes_out_whole(
    length: int, rate: float, semitones: float, intonation: float, kind: str
) -> None:
    random = np.random.default_rng(length)
    sound = {
        "silence": np.zeros(length),
        "noise": random.normal(0, 3000, length),
        "click": np.where(np.arange(length) == length // 2, 32767, 0),
        "loud": np.where(np.sin(np.arange(length) / 20) > 0, 32767, -32768),
    }[kind]
    pcm = np.clip(sound, -32768, 32767).astype("<i2").tobytes()
    words = (WordTime(0, length / 16000, 0, 3),)
    heard = tuned(Speech(pcm, 16000, words), rate=rate, semitones=semitones, intonation=intonation)
    if length >= 160:
        assert heard.seconds == pytest.approx(length / 16000 / rate, abs=0.001)
    assert len(heard.pcm) % 2 == 0
