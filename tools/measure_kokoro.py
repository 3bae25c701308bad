"""Measures Kokoro's English voices, blends of them and other pitches, and writes the tables that ship.

    pip install '.[kokoro]' faster-whisper resemblyzer "setuptools<81"
    python tools/measure_kokoro.py WHISPER_MODEL [--keep FILE]

Every voice and every blend reads the start of a passage of tools/measure_voices.py at its own rate; the
studio moves the pitch of what was read. A speech recogniser and a speaker model listen, as they do there. The
table is put in order by the publisher's grades and by who is unlike all before. Ten minutes on one core.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from measure_voices import DIMENSIONS, PASSAGES, fundamental, resample, word_error_rate
from resemblyzer import VoiceEncoder

from audiobook.engines.kokoro.engine import KokoroEngine
from audiobook.engines.kokoro.voices import AUDITIONS, VOICES, blend, recorded
from audiobook.engines.protocol import Speech
from audiobook.engines.pyttsx3 import Pyttsx3Engine
from audiobook.model import Gender, Voice
from audiobook.studio.measure import samples_of, speech_edges
from audiobook.studio.tuning import tuned

PASSAGE = " ".join(PASSAGES[0].split()[:34])
GRADES = "A A- B+ B B- C+ C C- D+ D D- F+ F".split()
BLENDS = 7
"""How many for each gender."""
SHIFTS = -2.5, 2.5
GOOD = GRADES[: GRADES.index("C") + 1]
"""Voices of these grades are blended, and offered at other pitches."""
DISTINCT, ALIKE, SEMITONE = 0.75, 0.93, 0.03
UNDERSTOOD = 0.09
TAGS = {"af_nicole": "whispering"}
"""Who does not speak like everybody."""
OLD = {"am_santa"}
UNCLEAR = {"af_river"}
"""Begin short lines with a sound that is not in the text (a recogniser heard a word there every time)."""

Setting = tuple[str, float]


class Ear:
    """Listens to settings, remembering what it heard in a file."""

    def __init__(self, model: str, kept: Path) -> None:
        self.engine = KokoroEngine()
        self.recogniser = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)
        self.encoder = VoiceEncoder("cpu", verbose=False)
        self.kept = kept
        self.heard: dict[str, dict] = json.loads(kept.read_text()) if kept.exists() else {}

    def listen(self, voice: str, shifts: Iterable[float] = ()) -> None:
        """Has a voice read the passage, plainly and at other pitches."""
        wanted = [pitch for pitch in (0.0, *shifts) if f"{voice}|{pitch:g}" not in self.heard]
        if not wanted:
            return
        speech = self.engine.speak(PASSAGE, Voice("kokoro", voice, rate=blend(voice).rate))
        for pitch in wanted:
            self.heard[f"{voice}|{pitch:g}"] = self._measure(
                tuned(speech, semitones=pitch) if pitch else speech
            )
        self.kept.write_text(json.dumps(self.heard))

    def of(self, setting: Setting, what: str) -> float:
        """A measurement."""
        return self.heard[f"{setting[0]}|{setting[1]:g}"][what]

    def point(self, setting: Setting) -> np.ndarray:
        """Where the speaker model puts it: a point of unit length."""
        point = np.array(self.heard[f"{setting[0]}|{setting[1]:g}"]["point"])
        return point / np.linalg.norm(point)

    def _measure(self, speech: Speech) -> dict:
        speech = replace(speech, words=())
        sound = np.frombuffer(speech.pcm, "<i2").astype(np.float32) / 32768
        sound = resample(sound / (np.sqrt(np.mean(sound**2)) + 1e-9) * 0.06, speech.sample_rate)
        segments, _ = self.recogniser.transcribe(sound, language="en", beam_size=1, without_timestamps=True)
        heard = " ".join(segment.text for segment in segments)
        return {
            "wrong": word_error_rate(PASSAGE, heard),
            "pitch": fundamental(sound),
            "seconds": spoken_seconds(speech),
            "point": [round(float(x), 4) for x in self.encoder.embed_utterance(sound)],
        }


def blends(ear: Ear) -> Iterator[str]:
    """The pairs of good voices of one gender that are least alike: between them is most room."""
    for gender in (Gender.FEMALE, Gender.MALE):
        good = [v.name for v in recorded().values() if v.gender is gender and v.grade in GOOD]
        pairs = combinations([name for name in good if name not in TAGS], 2)
        apart = sorted(pairs, key=lambda pair: ear.point((pair[0], 0.0)) @ ear.point((pair[1], 0.0)))
        yield from (str(blend(f"{one}+{other}")) for one, other in apart[:BLENDS])


def penalty(ear: Ear, setting: Setting) -> float:
    """How much a setting has to be unlike the others to be preferred to them."""
    parts = [recorded()[name].grade for name, _ in blend(setting[0]).parts]
    grade = max(GRADES.index(grade) for grade in parts)
    return 0.02 * grade + 0.3 * ear.of(setting, "wrong") + 0.03 * abs(setting[1]) + 0.04 * (len(parts) - 1)


def ranked(ear: Ear, settings: list[Setting]) -> list[Setting]:
    """Always next one that is unlike all before it, the best and the plain preferred."""
    points = np.array([ear.point(s) for s in settings])
    pitch = 12 * np.log2([ear.of(s, "pitch") for s in settings])
    likeness = points @ points.T - SEMITONE * np.abs(pitch[:, None] - pitch[None, :])
    cost = np.array([penalty(ear, s) for s in settings])
    order = [int(cost.argmin())]
    while len(order) < len(settings):
        total = likeness[:, order].max(axis=1).clip(DISTINCT) + cost
        total[order] = np.inf
        order.append(int(total.argmin()))
    plain = [blend(s[0]).parts[0][1] == 1 and not s[1] for s in settings]
    new = [at for n, at in enumerate(order) if plain[at] or all(likeness[at, order[:n]] < ALIKE)]
    return [settings[at] for at in new]


def odd(setting: Setting) -> str:
    """The tag of a voice that is nobody's everyday voice."""
    return TAGS.get(setting[0], "")


def rows(ear: Ear, settings: list[Setting]) -> Iterator[list[object]]:
    """The table: the settings ranked, their points in as few dimensions as keep the cosines."""
    order = ranked(ear, [s for s in settings if not odd(s)]) + [s for s in settings if odd(s)]
    points = np.array([ear.point(s) for s in order])
    _, _, axes = np.linalg.svd(points)
    for setting, point in zip(order, points @ axes[:DIMENSIONS].T, strict=True):
        first = recorded()[blend(setting[0]).parts[0][0]]
        yield [
            setting[0],
            f"{setting[1]:g}",
            first.gender,
            "old" if setting[0] in OLD else "adult",
            odd(setting),
            f"{ear.of(setting, 'wrong'):.3f}",
            f"{ear.of(setting, 'pitch'):.0f}",
            " ".join(f"{x:.3f}" for x in point / np.linalg.norm(point)),
        ]


def write_rates(ear: Ear) -> None:
    """How fast each voice speaks of itself, in the default engine's words a minute, into their table."""
    plain = Pyttsx3Engine().speak(PASSAGE, Voice(rate=170.0))
    with VOICES.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        ear.listen(line["voice"])
        seconds = ear.of((line["voice"], 0.0), "seconds")
        line["rate"] = f"{170 * spoken_seconds(plain) / seconds:.0f}"
        line["tags"] = TAGS.get(line["voice"], "")
    with VOICES.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(lines)


def spoken_seconds(speech: Speech) -> float:
    """Without the silence at the edges."""
    start, end = speech_edges(samples_of(speech.pcm), speech.sample_rate)
    return (end - start) / speech.sample_rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="a faster-whisper model: a name or a folder")
    parser.add_argument(
        "--keep", type=Path, default=Path("heard-kokoro.json"), help="where measurements are kept"
    )
    options = parser.parse_args()
    ear = Ear(options.model, options.keep)
    settings: list[Setting] = []
    for voice in recorded().values():
        if voice.name in UNCLEAR:
            continue
        shifts = SHIFTS if voice.grade in GOOD and voice.name not in TAGS else ()
        ear.listen(voice.name, shifts)
        settings += [(voice.name, pitch) for pitch in (0.0, *shifts)]
    for mixed in blends(ear):
        ear.listen(mixed)
        settings.append((mixed, 0.0))
    plain = {(name, 0.0) for name in recorded() if name not in UNCLEAR}
    understood = [s for s in settings if ear.of(s, "wrong") <= UNDERSTOOD or s in plain]
    lines = list(rows(ear, understood))
    with AUDITIONS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["voice", "pitch", "gender", "age", "tags", "words_wrong", "hertz", "timbre"])
        table.writerows(lines)
    write_rates(ear)


if __name__ == "__main__":
    main()
