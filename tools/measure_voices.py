"""Measures espeak's English voices and writes the table that automatic casting chooses from.

    pip install . faster-whisper resemblyzer "setuptools<81"
    python tools/measure_voices.py WHISPER_MODEL [--keep FILE]

Every candidate reads the same two passages at 170 words a minute. A speech recogniser (faster-whisper with
the model named, `tiny.en` for the table that ships) writes down what it hears, and the share of wrong words
is kept; a speaker model (resemblyzer) gives a point of which the cosines say how alike two voices sound.
Voices that are understood are then measured again at other pitches, and the table is put in order: always
next the best understood of those that are unlike all before it. Twenty minutes on one core.

A setting's gender is what the speaker model (is it more like espeak's male or its female voices?) and the
pitch agree on; its age comes from espeak's own voice files and from the pitch.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from resemblyzer import VoiceEncoder

from audiobook.engines.espeak import library
from audiobook.engines.pyttsx3 import TABLE, Pyttsx3Engine
from audiobook.model import Voice

PASSAGES = (
    """The ferry was late again, so we waited under the old stone bridge and watched the rain. “Who told you
    about the letter?” asked my sister. I said that nobody had told me anything, and that was nearly true.
    She laughed, picked up her heavy yellow bag, and walked down to the water. Seven small boats were tied
    there. “Choose one,” she said, “and please be quick, before somebody asks us where we are going.”""",
    """“Good morning,” said the baker, without looking up from his table. “You are the third person today who
    wants to borrow my horse.” There was flour on his hands, on his shoes, and all over the window. Outside,
    the market had begun: people shouted prices, children ran between the baskets, and a brown dog was asleep
    in the middle of it all. “I only need him until Friday,” I answered, and put five coins on the table.""",
)
RATE = 170
PROMISING, UNDERSTOOD = 0.22, 0.13
SHIFTS = (-5.0, -3.0, 3.0, 5.0)
LIFT = 9.0
DISTINCT, ALIKE, SEMITONE = 0.75, 0.93, 0.03
DIMENSIONS = 24
ODD = {
    "robot": {
        "UniRobot",
        "anikaRobot",
        "announcer",
        *(f"robosoft{number}" for number in ["", *range(2, 9)]),
        *(f"klatt{number}" for number in ["", *range(2, 7)]),  # buzzing, and hard to follow in short lines
    },
    "whispering": {"whisper", "whisperf"},
    "rough": {"Demonic", "caleb", "boris", "kaukovalta"},
}
OLD = {"grandma", "grandpa", "croak"}

Setting = tuple[str, float]


class Ear:
    """Listens to settings, remembering what it heard in a file."""

    def __init__(self, model: str, kept: Path) -> None:
        self.engine = Pyttsx3Engine()
        self.recogniser = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)
        self.encoder = VoiceEncoder("cpu", verbose=False)
        self.kept = kept
        self.heard: dict[str, dict] = json.loads(kept.read_text()) if kept.exists() else {}

    def listen(self, settings: Iterable[Setting], passage: int) -> dict[Setting, float]:
        """Has each setting read one passage; gives the mean share of words wrong so far."""
        wrong = {}
        for voice, pitch in settings:
            key = f"{voice}|{pitch:g}|{passage}"
            if key not in self.heard:
                self.heard[key] = self._measure(voice, pitch, PASSAGES[passage])
                self.kept.write_text(json.dumps(self.heard))
            wrong[voice, pitch] = self.of((voice, pitch), "wrong")
        return wrong

    def of(self, setting: Setting, what: str) -> float:
        """The mean of a measurement over the passages that the setting has read."""
        return float(np.mean([heard[what] for heard in self._readings(setting)]))

    def point(self, setting: Setting) -> np.ndarray:
        """Where the speaker model puts it: a point of unit length."""
        point = np.mean([heard["point"] for heard in self._readings(setting)], axis=0)
        return point / np.linalg.norm(point)

    def _readings(self, setting: Setting) -> list[dict]:
        keys = [f"{setting[0]}|{setting[1]:g}|{passage}" for passage in range(len(PASSAGES))]
        return [self.heard[key] for key in keys if key in self.heard]

    def _measure(self, voice: str, pitch: float, passage: str) -> dict:
        speech = self.engine.speak(" ".join(passage.split()), Voice(voice=voice, rate=RATE, pitch=pitch))
        sound = np.frombuffer(speech.pcm, "<i2").astype(np.float32) / 32768
        sound = resample(sound / (np.sqrt(np.mean(sound**2)) + 1e-9) * 0.06, speech.sample_rate)
        segments, _ = self.recogniser.transcribe(sound, language="en", beam_size=1, without_timestamps=True)
        heard = " ".join(segment.text for segment in segments)
        point = self.encoder.embed_utterance(sound)
        return {
            "wrong": word_error_rate(passage, heard),
            "pitch": fundamental(sound),
            "seconds": speech.seconds,
            "point": [round(float(x), 4) for x in point],
        }


def resample(sound: np.ndarray, rate: int, to: int = 16000) -> np.ndarray:
    """To the models' sample rate, by the spectrum."""
    size = round(len(sound) * to / rate)
    return np.fft.irfft(np.fft.rfft(sound)[: size // 2 + 1], size).astype(np.float32) * to / rate


def word_error_rate(said: str, heard: str) -> float:
    """Edits from what was said to what was heard, over the words said."""
    a, b = (re.findall(r"[a-z']+", text.lower().replace("’", "'")) for text in (said, heard))
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (word != other))
    return row[-1] / len(a)


def fundamental(sound: np.ndarray, rate: int = 16000) -> float:
    """Median fundamental frequency of the voiced parts in Hz, by autocorrelation; 0 where nothing is."""
    size, found = 1024, []
    window = np.hanning(size)
    shape = np.fft.irfft(np.abs(np.fft.rfft(window, 2 * size)) ** 2)[:size]
    for at in range(0, len(sound) - size, size):
        piece = sound[at : at + size] * window
        if np.sqrt(np.mean(piece**2)) < 0.02:
            continue
        r = np.fft.irfft(np.abs(np.fft.rfft(piece, 2 * size)) ** 2)[:size]
        r = r / (shape / shape[0] + 1e-6) / r[0]
        low, high = rate // 500, rate // 50
        lags = r[low:high]
        top = (lags[1:-1] > lags[:-2]) & (lags[1:-1] >= lags[2:]) & (lags[1:-1] > 0.9 * lags.max())
        peaks = np.flatnonzero(top)
        if lags.max() > 0.6 and len(peaks):
            found.append(rate / (peaks[0] + 1 + low))
    return float(np.median(found)) if found else 0.0


def clear(setting: Setting, wrong: float) -> bool:
    """Understood well enough. Women are few among espeak's variants, and get a little more patience."""
    return wrong <= UNDERSTOOD + (0.02 if says(setting, "female") else 0)


def alike(ear: Ear, settings: list[Setting]) -> np.ndarray:
    """How alike each two settings are: the cosine, less something for each semitone between them."""
    points = np.array([ear.point(s) for s in settings])
    pitch = 12 * np.log2([ear.of(s, "pitch") for s in settings])
    return points @ points.T - SEMITONE * np.abs(pitch[:, None] - pitch[None, :])


def apart(ear: Ear, settings: list[Setting]) -> list[Setting]:
    """The settings without those that sound almost like a better understood one."""
    order = sorted(settings, key=lambda s: ear.of(s, "wrong"))
    likeness = alike(ear, order)
    chosen: list[int] = []
    for at in range(len(order)):
        if all(likeness[at, chosen] < ALIKE):
            chosen.append(at)
    return [order[at] for at in chosen]


def femininity(ear: Ear) -> dict[Setting, float]:
    """Where each setting lies on the line from the plainly male voices (0) to the plainly female (1)."""
    settings = {(voice, float(pitch)) for voice, pitch, _ in (key.split("|") for key in ear.heard)}
    plain = [s for s in settings if s[1] == 0 and not odd(s)]
    male, female = (
        np.mean([ear.point(s) for s in plain if says(s, gender)], axis=0) for gender in ("male", "female")
    )
    line = female - male
    return {s: float((ear.point(s) - male) @ line / (line @ line)) for s in settings}


def says(setting: Setting, gender: str) -> bool:
    """What espeak's file says of the variant."""
    return library().variants[variant(setting)].gender == gender if variant(setting) else gender == "male"


def variant(setting: Setting) -> str:
    return setting[0].partition("+")[2]


def odd(setting: Setting) -> str:
    """The tag of a voice that is nobody's everyday voice."""
    return next((tag for tag, names in ODD.items() if variant(setting) in names), "")


def ranked(ear: Ear, settings: list[Setting]) -> list[Setting]:
    """Always next one that is unlike all before it, the well understood and the unshifted preferred.

    The plain voice comes first: it is the one people know, and tells stories best.
    """
    likeness = alike(ear, settings)
    penalty = np.array([2 * ear.of(s, "wrong") + 0.02 * abs(s[1]) for s in settings])
    order = [settings.index(("en-us", 0.0))]
    while len(order) < len(settings):
        cost = likeness[:, order].max(axis=1).clip(DISTINCT) + penalty
        cost[order] = np.inf
        order.append(int(cost.argmin()))
    # A shifted voice is worth its line only where it makes somebody new.
    new = [at for n, at in enumerate(order) if not settings[at][1] or all(likeness[at, order[:n]] < ALIKE)]
    return [settings[at] for at in new]


def rows(ear: Ear, settings: list[Setting]) -> Iterable[list[object]]:
    """The table: the settings ranked, their points in as few dimensions as keep the cosines."""
    order = ranked(ear, [s for s in settings if not odd(s)]) + [s for s in settings if odd(s)]
    points = np.array([ear.point(s) for s in order])
    _, _, axes = np.linalg.svd(points)
    female = femininity(ear)
    for setting, point in zip(order, points @ axes[:DIMENSIONS].T, strict=True):
        gender = gender_of(setting, female[setting], ear.of(setting, "pitch"))
        yield [
            variant(setting),
            f"{setting[1]:g}",
            gender,
            age(setting, gender, ear.of(setting, "pitch")),
            odd(setting),
            f"{ear.of(setting, 'wrong'):.3f}",
            f"{ear.of(setting, 'pitch'):.0f}",
            " ".join(f"{x:.3f}" for x in point / np.linalg.norm(point)),
        ]


def gender_of(setting: Setting, female: float, hertz: float) -> str:
    """What the speaker model and the pitch agree on. Whom espeak calls a woman needs a little less of it."""
    if hertz > 145 and female > (0.6 if says((setting[0], 0.0), "female") else 0.65):
        return "female"
    return "male" if female < 0.42 and hertz < 165 else "unknown"


def age(setting: Setting, gender: str, hertz: float) -> str:
    """By espeak's file, and by pitch: children speak above 250 Hz."""
    told = library().variants[variant(setting)].age if variant(setting) else None
    if (told or 0) >= 60 or variant(setting) in OLD:
        return "old"
    if hertz > 240:
        return "child"
    return "young" if hertz > (205 if gender == "female" else 130) else "adult"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="a faster-whisper model: a name or a folder")
    parser.add_argument("--keep", type=Path, default=Path("heard.json"), help="where measurements are kept")
    options = parser.parse_args()
    ear = Ear(options.model, options.keep)
    plain = [(f"en-us+{name}", 0.0) for name in library().variants]
    first = ear.listen([("en-us", 0.0), *plain], 0)
    second = ear.listen([s for s, wrong in first.items() if wrong <= PROMISING], 1)
    understood = [s for s, wrong in second.items() if clear(s, wrong)]
    # the women who are unclear may be clearer at a lower pitch
    women = [s for s, wrong in first.items() if s not in understood and says(s, "female") and wrong <= 0.3]
    shifted = [(voice, shift) for voice, _ in apart(ear, understood) for shift in SHIFTS]
    shifted += [(voice, shift) for voice, _ in women for shift in SHIFTS if shift < 0]
    # some men, lifted far enough, are women unlike the others
    shifted += [(voice, LIFT) for voice, _ in apart(ear, understood) if not says((voice, 0.0), "female")]
    promising = [s for s, wrong in ear.listen(shifted, 0).items() if wrong <= PROMISING]
    understood += [s for s, wrong in ear.listen(promising, 1).items() if clear(s, wrong)]
    lines = list(rows(ear, understood))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["variant", "pitch", "gender", "age", "tags", "words_wrong", "hertz", "timbre"])
        table.writerows(lines)


if __name__ == "__main__":
    main()
