import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from audiobook import engines
from audiobook.errors import BadInput
from audiobook.model import Voice
from audiobook.studio.master import ACX, Level, chapter_gain, gated, limit, standard
from audiobook.studio.measure import samples_of, true_peaks

RATE = 22050
PAUSE = Level(1.0)


def speech(lufs: float, seconds: float = 10.0) -> Level:
    return Level(seconds, lufs, lufs, lufs + 10)


@given(
    arrays.arrays(np.float32, st.integers(0, 3000), elements=st.floats(-8, 8, width=32)),
    st.floats(0.05, 1.0),
)
def test_no_sample_passes_the_ceiling_and_none_grows(samples: np.ndarray, ceiling: float) -> None:
    limited = limit(samples, RATE, ceiling)
    assert len(limited) == len(samples)
    assert np.all(np.abs(limited) <= ceiling * (1 + 1e-5))
    assert np.all(np.abs(limited) <= np.abs(samples) * (1 + 1e-5) + 1e-9)


def test_what_is_soft_enough_is_left_alone() -> None:
    samples = np.sin(np.arange(5000) / 20).astype(np.float32) * 0.49
    assert limit(samples, RATE, 0.5) is samples


def test_a_single_peak_is_lowered_with_its_neighbourhood_only() -> None:
    samples = np.full(RATE, 0.25, np.float32)
    samples[RATE // 2] = 1.0
    limited = limit(samples, RATE, 0.5)
    touched = np.flatnonzero(limited < 0.2499)
    assert limited[RATE // 2] == pytest.approx(0.5, abs=0.01)
    assert touched.max() - touched.min() < 0.04 * RATE
    assert np.abs(np.diff(np.delete(limited, RATE // 2))).max() < 0.002  # no step that could be heard


def test_a_chapter_is_brought_to_the_standards_loudness() -> None:
    assert chapter_gain([speech(-26), PAUSE], standard(loudness=-16)) == pytest.approx(10, abs=0.2)
    assert chapter_gain([], ACX) == 0
    assert chapter_gain([PAUSE], ACX) == 0


def test_rms_stays_within_the_standards_limits() -> None:
    mostly_pauses = [speech(-20, 1.0), *[PAUSE] * 4]
    rms = -20 + 10 * np.log10(1 / 5)
    assert ACX.rms is not None
    assert chapter_gain(mostly_pauses, ACX) + rms >= ACX.rms[0]


def test_what_the_limiter_takes_is_made_up_for() -> None:
    smooth, peaky = Level(10, -26, -26, -20), Level(10, -26, -26, -5)
    assert chapter_gain([peaky], ACX) > chapter_gain([smooth], ACX) + 0.5


def test_a_whisper_does_not_count_for_the_loudness_of_a_chapter() -> None:
    assert gated([speech(-20), speech(-35)]) == pytest.approx(-20)
    assert gated([speech(-20), speech(-22)]) == pytest.approx(-20.9, abs=0.1)


def test_a_presets_loudness_can_be_another() -> None:
    podcast = standard("small", -16)
    assert (podcast.loudness, podcast.rms, podcast.peak, podcast.bitrate) == (-16, None, -1, 64)
    assert standard() is ACX
    with pytest.raises(BadInput, match="no preset 'smal'") as caught:
        standard("smal")
    assert "'small'" in str(caught.value)
    with pytest.raises(BadInput, match="no loudness"):
        standard(loudness=16)


def test_heavy_limiting_leaves_no_peak_between_the_samples() -> None:
    speech = engines.get("pyttsx3").speak("Take the boats out to the island at once!", Voice())
    samples = samples_of(speech.pcm)
    samples = samples * np.float32(4 / np.abs(samples).max())
    limited = limit(samples, speech.sample_rate, 1.0)
    assert true_peaks(limited, np.arange(len(limited))).max() < 1.05  # 0.4 dB
