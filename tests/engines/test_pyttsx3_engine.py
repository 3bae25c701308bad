"""The engine really speaks in these tests."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from array import array
from pathlib import Path

import espeakng_loader
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook import engines
from audiobook.engines import Ability, Engine, Speech, Timbre
from audiobook.errors import BadInput
from audiobook.model import Voice

PROSE = (
    "It was past nine. The rain had stopped, but the gutters still ran, and the boy stood under the porch "
    "with his collar up. Nobody came. He counted the lamps along the quay, lost count, and began again; when "
    "the clock struck the half hour, he gave it up, crossed the street, and knocked."
)
VOICED = "We were away a year ago, rowing along a lonely lake. No one would know where we were."


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engines.get("pyttsx3")


def samples(speech: Speech) -> array[int]:
    heard = array("h", speech.pcm)
    if sys.byteorder == "big":
        heard.byteswap()
    return heard


def sounding(speech: Speech) -> float:
    """Seconds from the first to the last audible sample."""
    heard = samples(speech)
    first = next((at for at in range(len(heard)) if abs(heard[at]) > 50), 0)
    last = next((at for at in reversed(range(len(heard))) if abs(heard[at]) > 50), 0)
    return (last - first) / speech.sample_rate


def fundamental(speech: Speech) -> float:
    """Median pitch of the loud parts in Hz, by autocorrelation."""
    import numpy as np

    sound = np.frombuffer(speech.pcm, "<i2").astype(float)
    size, low, high = 2048, speech.sample_rate // 500, speech.sample_rate // 40
    window = np.hanning(size)
    fading = np.correlate(window, window, "full")[size - 1 :][:high] / (window @ window)
    found = []
    for at in range(0, len(sound) - size, size // 2):
        piece = (sound[at : at + size] - sound[at : at + size].mean()) * window
        if np.sqrt(np.mean(piece**2)) < 600:
            continue
        alike = np.fft.irfft(np.abs(np.fft.rfft(piece, 2 * size)) ** 2)[:high] / (piece @ piece) / fading
        best = alike[low:].max()
        peaks = [
            k
            for k in range(low, high - 1)
            if alike[k - 1] < alike[k] >= alike[k + 1] and alike[k] > 0.9 * best
        ]
        if peaks and best > 0.7:
            found.append(speech.sample_rate / peaks[0])
    return float(np.median(found))


def test_is_an_engine_by_the_protocol(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert engine.name == "pyttsx3"
    assert "1.5" in engine.version
    assert engine.sample_rate == 22050
    assert Ability.RATE | Ability.PITCH | Ability.WORD_TIMES in engine.abilities


def test_a_sentence_sounds(engine: Engine) -> None:
    speech = engine.speak("The lamp went out again.", Voice())
    assert 1.0 < speech.seconds < 3.0
    assert max(map(abs, samples(speech))) > 5000


@pytest.mark.parametrize("nothing", ["", " ", "\n\t", "…", "“—”", "!!!", "\x00\x01"])
def test_nothing_to_say_is_silence_of_no_length(engine: Engine, nothing: str) -> None:
    assert engine.speak(nothing, Voice()) == Speech(b"", 22050)


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("en", "gmw/en"),
        ("en-gb", "gmw/en"),
        ("EN_us", "gmw/en-US"),
        ("en-gb-scotland", "gmw/en-GB-scotland"),
        ("en-us+f3", "gmw/en-US+f3"),
        ("en-gb + mr Serious", "gmw/en+Mr serious"),
        ("gmw/en-US+F3", "gmw/en-US+f3"),
        ("English (Scotland)", "gmw/en-GB-scotland"),
        ("de", "gmw/de"),
        ("fr", "roa/fr"),
        ("fr-fr", "roa/fr"),
        ("pt-br+linda", "roa/pt-BR+linda"),
    ],
)
def test_the_names_people_know(engine: Engine, written: str, id: str) -> None:
    assert engine.resolve(written) == id


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("en-uk", "en-us"),
        ("en-us+f9", "en-us+f"),
        ("en-us+lynda", "en-us+linda"),
        ("linda", "en-us+linda"),
        ("en-us+", "en-us+"),
        ("sapi5:Zira", "en-us"),
    ],
)
def test_an_unknown_voice_names_the_nearest(engine: Engine, written: str, nearest: str) -> None:
    with pytest.raises(BadInput) as refused:
        engine.speak("Hello.", Voice(voice=written))
    assert nearest in (refused.value.remedy or "")


def test_every_voice_and_audition_can_be_had(engine: Engine) -> None:
    names = [voice.name for voice in engine.voices()]
    assert len(names) == len(set(names)) > 150
    assert names[0] == "en-us"
    for name in names:
        engine.resolve(name)
    for audition in engine.auditions():
        engine.resolve(audition.voice)
        timbre = engine.timbre(Voice(voice=audition.voice, pitch=audition.pitch))
        assert timbre is not None
        assert timbre.cosine(timbre) == pytest.approx(1, abs=0.01)
        assert 50 < timbre.hertz < 500


def test_timbre_tells_people_apart(engine: Engine) -> None:
    def timbre(voice: str, pitch: float = 0) -> Timbre:
        found = engine.timbre(Voice(voice=voice, pitch=pitch))
        assert found is not None
        return found

    assert timbre("en-us+f3").cosine(timbre("en-gb+f3")) == pytest.approx(1, abs=0.01)
    assert timbre("en-us+f3").cosine(timbre("en-us+m3")) < 0.8
    assert timbre("en-us+m3", 2).semitones(timbre("en-us+m3", -2)) == pytest.approx(4, abs=1)
    assert engine.timbre(Voice(voice="en-us+whisper")) is None


def test_auditions_take_an_accent(engine: Engine) -> None:
    for like, base in [
        ("", "en-us"),
        ("en", "en-us"),
        ("en-GB", "en-gb"),
        ("en-gb+f3", "en-gb"),
        ("de-AT", "de"),
        ("xx", "en-us"),
    ]:
        assert {audition.voice.partition("+")[0] for audition in engine.auditions(like)} == {base}


def test_enough_voices_of_each_kind(engine: Engine) -> None:
    auditions = engine.auditions()
    assert sum(a.gender == "female" for a in auditions) >= 12
    assert sum(a.gender == "male" for a in auditions) >= 12
    assert {"child", "old", "young", "adult"} <= {a.age for a in auditions}
    assert any("robot" in a.tags for a in auditions)


def test_voices_sound_different(engine: Engine) -> None:
    man = engine.speak(VOICED, Voice(voice="en-us+m3"))
    woman = engine.speak(VOICED, Voice(voice="en-us+f3"))
    assert fundamental(woman) > 1.5 * fundamental(man)


@pytest.mark.parametrize("rate", [100, 170, 300])
def test_the_rate_is_words_a_minute(engine: Engine, rate: int) -> None:
    speech = engine.speak(PROSE, Voice(rate=rate))
    assert len(PROSE.split()) / sounding(speech) * 60 == pytest.approx(rate, rel=0.1)


def test_a_rate_out_of_reach_is_held_at_the_bound(engine: Engine) -> None:
    assert engine.speak(PROSE, Voice(rate=5)).seconds == pytest.approx(
        engine.speak(PROSE, Voice(rate=80)).seconds, rel=0.01
    )


@pytest.mark.parametrize("voice", ["en-us", "en-gb+f3", "en-us+klatt4"])
@pytest.mark.parametrize("semitones", [-8, -4, 4, 8])
def test_the_pitch_is_in_semitones(engine: Engine, voice: str, semitones: int) -> None:
    own = fundamental(engine.speak(VOICED, Voice(voice=voice)))
    shifted = fundamental(engine.speak(VOICED, Voice(voice=voice, pitch=semitones)))
    assert 12 * math.log2(shifted / own) == pytest.approx(semitones, abs=0.6)


def test_gain_is_not_the_engines(engine: Engine) -> None:
    loud, soft = (max(map(abs, samples(engine.speak(VOICED, Voice(gain=gain))))) for gain in (0, -12))
    assert loud == pytest.approx(soft, rel=0.2)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("[[h@loU]]", "h loU"),
        ("<break time='9s'/>yes", "yes"),
        ("\x01150Pyes", "150P yes"),
        ("a &lt; b", "a b"),
    ],
)
def test_markup_is_not_obeyed(engine: Engine, text: str, literal: str) -> None:
    speech = engine.speak(text, Voice())
    assert 0.5 * engine.speak(literal, Voice()).seconds < speech.seconds < 6
    assert fundamental(speech) == pytest.approx(fundamental(engine.speak("yes yes", Voice())), rel=0.3)


def test_every_word_has_its_time_and_place(engine: Engine) -> None:
    text = "Out of the house, said Mr. O’Hara — the 23rd naïve 😀 one: “Don't!”"
    speech = engine.speak(text, Voice())
    words = [text[word.text_start : word.text_end] for word in speech.words]
    assert words == [
        "Out",
        "of",
        "the",
        "house",
        "said",
        "Mr",
        "O’Hara",
        "the",
        "23rd",
        "naïve",
        "one",
        "Don't",
    ]
    times = [(word.start, word.end) for word in speech.words]
    assert times == sorted(times)
    assert all(0 <= start < end <= speech.seconds + 0.001 for start, end in times)


def test_word_times_point_at_the_sound(engine: Engine) -> None:
    """Each sentence begins after the pause that ends the one before."""
    speech = engine.speak("Stop. Stop. Stop. Stop.", Voice())
    heard = samples(speech)
    for word in speech.words:
        begin = round(word.start * speech.sample_rate)
        assert max(map(abs, heard[begin : begin + 4000])) > 3000


def test_a_very_long_text_is_said_to_its_end(engine: Engine) -> None:
    text = " ".join([PROSE] * 60)
    speech = engine.speak(text, Voice())
    count = len(text.split())
    assert count > 3000
    assert len(speech.words) == count
    assert count / speech.seconds * 60 == pytest.approx(170, rel=0.1)
    assert text[speech.words[-1].text_start : speech.words[-1].text_end] == "knocked"
    assert sounding(speech) == pytest.approx(speech.seconds, abs=1)


def test_a_long_text_without_any_stop_loses_nothing(engine: Engine) -> None:
    text = "and so on " * 1000
    assert engine.speak(text, Voice()).seconds == pytest.approx(
        40 * engine.speak("and so on " * 25, Voice()).seconds, rel=0.15
    )


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    engine = engines.get("pyttsx3")
    speech = engine.speak(text, Voice())
    assert len(speech.pcm) % 2 == 0
    for word in speech.words:
        assert 0 <= word.text_start < word.text_end <= len(text)
        assert 0 <= word.start <= word.end <= speech.seconds + 0.001


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "日本語", "Привет", "😀", "x" * 5000, "3.14 + 1,000 = $5"])
def test_other_scripts_and_signs_are_said(engine: Engine, text: str) -> None:
    assert sounding(engine.speak(text, Voice())) > 0.3


def test_a_line_is_quick_and_the_same_length_each_time(engine: Engine) -> None:
    lengths = [engine.speak("Not again, said the keeper.", Voice()).seconds for _ in range(5)]
    assert max(lengths) - min(lengths) < 0.03


def test_two_engines_keep_their_settings_apart() -> None:
    first, second = engines.get("pyttsx3"), engines.get("pyttsx3")
    low = fundamental(first.speak(VOICED, Voice(pitch=-6)))
    high = fundamental(second.speak(VOICED, Voice(pitch=6)))
    assert fundamental(first.speak(VOICED, Voice(pitch=-6))) == pytest.approx(low, rel=0.03)
    assert high > 1.7 * low


def test_it_prints_nothing() -> None:
    code = "from audiobook import engines, model; engines.get('pyttsx3').speak('Hello there.', model.Voice())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_the_drivers_of_other_systems_work_the_same_slow_way() -> None:
    """pyttsx3's file-writing path, tried with the one driver that every system can load."""
    code = """
import os, sys, ctypes, espeakng_loader
os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
library = ctypes.CDLL(espeakng_loader.get_library_path())
ctypes.cdll.LoadLibrary = lambda name: library
from audiobook.engines.systemvoices import SystemVoices
from audiobook.errors import BadInput
voices = SystemVoices("espeak", 16000)
first = voices.speak("Hello there, my friend.", voices.resolve("english (america)"), 170)
again = voices.speak("Hello there, my friend.", voices.resolve("english (america)"), 170)
assert 16000 < len(first) < 96000 and abs(len(first) - len(again)) < 2000, (len(first), len(again))
try:
    voices.resolve("English (Amerika)")
except BadInput as error:
    assert "English (America)" in error.remedy
else:
    sys.exit("no error")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def run(code: str, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **extra}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_data_in_a_very_deep_folder_is_found(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a folder with a long name"] * 8)
    deep.mkdir(parents=True)
    (deep / "data").symlink_to(espeakng_loader.get_data_path())
    code = f"""
import espeakng_loader
espeakng_loader.get_data_path = lambda: {str(deep / "data")!r}
from audiobook import engines, model
print(engines.get("pyttsx3").speak("Hello there.", model.Voice()).seconds > 0.5)
"""
    done = run(code)
    assert done.stdout == "True\n", done.stderr


def test_missing_data_is_said_with_a_remedy(tmp_path: Path) -> None:
    code = f"""
import espeakng_loader
espeakng_loader.get_data_path = lambda: {str(tmp_path)!r}
from audiobook import engines, errors
try:
    engines.get("pyttsx3")
except errors.JobFailed as error:
    print(error)
"""
    done = run(code, ESPEAK_DATA_PATH=str(tmp_path))
    assert "finds no voice data" in done.stdout, done.stderr
    assert "pip install" in done.stdout


def test_the_systems_espeak_is_used_only_when_asked() -> None:
    code = """
from audiobook import engines, errors
try:
    print(engines.get("pyttsx3").version)
except errors.JobFailed as error:
    print(error)
"""
    assert run(code).stdout == f"{engines.get('pyttsx3').version}\n"
    asked = run(code, AUDIOBOOK_ESPEAK="system").stdout
    assert "espeak-ng" in asked or "unset AUDIOBOOK_ESPEAK" in asked


def test_phonemes_between_brackets_are_said_and_others_are_not(engine: Engine) -> None:
    assert Ability.PHONEMES in engine.abilities
    word, sounds = engine.speak("led", Voice()), engine.speak("⟦lˈɛd⟧", Voice())
    assert sounds.seconds == pytest.approx(word.seconds, rel=0.02)
    literal = engine.speak("[[l'Ed]]", Voice())
    assert literal.seconds > 1.2 * word.seconds


def test_words_keep_their_places_beside_phonemes(engine: Engine) -> None:
    text = "Then ⟦ʃɪˈvɔːn⟧ came home."
    words = engine.speak(text, Voice()).words
    assert [text[word.text_start : word.text_end] for word in words] == ["Then", "ʃɪˈvɔːn", "came", "home"]
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert starts[1] > 0.05
    assert starts[2] > starts[1] + 0.15


def test_a_voice_of_another_language_gets_the_sounds_in_letters(engine: Engine) -> None:
    said, spelled = engine.speak("⟦niːv⟧", Voice(voice="de")), engine.speak("neev", Voice(voice="de"))
    assert said.seconds == pytest.approx(spelled.seconds, rel=0.02)
