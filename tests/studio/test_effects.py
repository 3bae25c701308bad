"""What a line goes through: measured on the engine's own speech."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from audiobook import engines
from audiobook.model import EFFECTS as NAMES
from audiobook.model import Voice
from audiobook.studio.effects import EFFECTS, processed
from audiobook.studio.measure import samples_of

TEXT = "The tide comes in at seven, and nobody has moved the little boat."


@cache
def plain() -> engines.Speech:
    return engines.get("pyttsx3").speak(TEXT, Voice())


def spectrum(pcm: bytes, rate: int) -> tuple[np.ndarray, np.ndarray]:
    samples = samples_of(pcm)
    return np.fft.rfftfreq(len(samples), 1 / rate), np.abs(np.fft.rfft(samples)) ** 2


def share(pcm: bytes, rate: int, low: float, high: float) -> float:
    """How much of the power lies within a band."""
    frequencies, power = spectrum(pcm, rate)
    return float(power[(frequencies >= low) & (frequencies < high)].sum() / power.sum())


def voicing(pcm: bytes, rate: int) -> float:
    """Median height of the autocorrelation's peak within the range of pitch: how much there is a tone."""
    samples, width = samples_of(pcm), rate // 20
    peaks = []
    for at in range(0, len(samples) - width, width):
        frame = samples[at : at + width] * np.hanning(width)
        lags = np.correlate(frame, frame, "full")[width - 1 :]
        if lags[0] > 0.01:
            peaks.append(lags[rate // 300 : rate // 60].max() / lags[0])
    return float(np.median(peaks))


def test_every_effect_that_may_be_asked_for_is_there() -> None:
    assert set(EFFECTS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_effects_are_repeatable_and_never_clip(name: str) -> None:
    first, second = processed(plain(), [name]), processed(plain(), [name])
    assert first.pcm == second.pcm != plain().pcm
    assert np.abs(np.frombuffer(first.pcm, "<i2").astype(int)).max() <= 32000


@pytest.mark.parametrize("name", NAMES)
def test_words_stay_where_they_are(name: str) -> None:
    after = processed(plain(), [name])
    assert after.words == plain().words
    assert 0 <= after.seconds - plain().seconds < 0.2  # a room and a comb go on for a moment


def test_a_telephone_passes_its_band() -> None:
    rate, after = plain().sample_rate, processed(plain(), ["phone"]).pcm
    assert share(plain().pcm, rate, 0, 250) > 4 * share(after, rate, 0, 250)
    assert share(after, rate, 250, 4200) > 0.97


def test_a_whisper_has_no_tone_but_the_same_length() -> None:
    rate, after = plain().sample_rate, processed(plain(), ["whisper"])
    assert voicing(plain().pcm, rate) > 0.55
    assert voicing(after.pcm, rate) < 0.4
    assert after.seconds == plain().seconds


def test_effects_go_one_after_the_other() -> None:
    both = processed(plain(), ["whisper", "phone"])
    assert voicing(both.pcm, both.sample_rate) < 0.4
    assert share(both.pcm, both.sample_rate, 250, 4200) > 0.9


def test_nothing_stays_nothing() -> None:
    for name in NAMES:
        assert processed(engines.Speech(b"", 22050), [name]).pcm == b""


@pytest.mark.parametrize(("asked", "low", "high"), [(0.0, 0, 0.35), (1.5, 1.2, 2.0)])
def test_intonation_moves_the_melody(asked: float, low: float, high: float) -> None:
    """espeak's own means: the spread of the fundamental frequency, beside the plain voice's."""

    def spread(voice: Voice) -> float:
        speech = engines.get("pyttsx3").speak(TEXT, voice)
        rate, width = speech.sample_rate, speech.sample_rate // 25
        samples, tones = samples_of(speech.pcm), []
        for at in range(0, len(samples) - width, width // 2):
            frame = samples[at : at + width] * np.hanning(width)
            lags = np.correlate(frame, frame, "full")[width - 1 :]
            lag = rate // 200 + int(np.argmax(lags[rate // 200 : rate // 60]))
            if lags[0] > 0.05 and lags[lag] > 0.6 * lags[0]:
                tones.append(rate / lag)
        return float(np.subtract(*np.percentile(tones, [85, 15])))

    ratio = spread(Voice(intonation=asked)) / spread(Voice())
    assert low <= ratio <= high
