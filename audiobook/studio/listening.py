"""Listening to finished audio with a speech recogniser: which lines' words did not come out?

The file is transcribed in stretches of whole lines, up to half a minute each, and what was heard is laid
against what was said (the alignment of the word error rate). A recogniser mishears names and knows other
spellings, so a line is judged by its letters: how much of them came out, in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audiobook.engines.weights import models_folder
from audiobook.errors import BadInput, JobFailed, briefly
from audiobook.studio.cues import Heard, cues_of
from audiobook.studio.measure import Samples
from audiobook.studio.preflight import decoded

RATE = 16000
"""Hz, what recognisers expect."""
STRETCH = 28.0
"""Seconds heard at a time: recognisers of the Whisper family listen to half a minute."""
AROUND = 0.15
"""Seconds heard before the first and after the last line of a stretch."""
CAME_OUT = 0.5
"""Share of a line's letters that must be heard for its words to count as come out."""
MODEL, MODEL_ENGLISH = "base", "base.en"

Spoken = Callable[[str], str]
"""From a line's text to what an engine was given to say."""


@dataclass(frozen=True, slots=True)
class LineHeard:
    """A line, and what the recogniser made of it."""

    path: Path
    cue: Heard
    heard: str
    words: int
    """Words that were said."""
    wrong: int
    """Edits from them to the words that were heard."""
    letters: float
    """Share of the line's letters that were heard, in order: 1 when all came out."""

    @property
    def came_out(self) -> bool:
        """The line was understood, whatever the spelling."""
        return self.letters >= CAME_OUT


def error_rate(lines: Sequence[LineHeard]) -> float:
    """Word error rate over all of them: edits for each word said."""
    return sum(line.wrong for line in lines) / max(sum(line.words for line in lines), 1)


class Recogniser:
    """A recogniser ready to listen. Raises BadInput when it is not installed or its model cannot be had."""

    def __init__(self, model: str = MODEL_ENGLISH) -> None:
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise BadInput(
                "no recogniser is installed to listen with", remedy='Type: pip install "audiobook[listen]"'
            ) from error
        try:
            self._model: Any = WhisperModel(_place(model), device="cpu", compute_type="int8")
        except Exception as error:  # it raises whatever the loader or the network raises
            raise JobFailed(
                f"the recogniser's model {model!r} cannot be loaded: {briefly(error)}",
                remedy="Give the folder of a model with --recogniser, or connect once so that it is fetched.",
            ) from error

    def words(self, samples: Samples, language: str = "en") -> str:
        """What is said in a stretch of at most half a minute, 16 kHz."""
        segments, _ = self._model.transcribe(
            samples,
            language=language,
            beam_size=1,
            condition_on_previous_text=False,
            temperature=(0.0, 0.2, 0.4),
        )
        return " ".join(segment.text.strip() for segment in segments)

    def listen(self, path: Path, spoken: Spoken = str, language: str = "en") -> Iterator[LineHeard]:
        """Each line of an audio file and what was heard of it. Raises JobFailed if it is no sound."""
        samples = np.concatenate(list(decoded(path, RATE, 1)))
        for stretch in stretches(cues_of(path)):
            start, end = stretch[0].start - AROUND, stretch[-1].end + AROUND
            heard = self.words(samples[max(round(start * RATE), 0) : round(end * RATE)], language)
            yield from compare(path, stretch, heard, spoken)


def stretches(cues: Sequence[Heard]) -> Iterator[list[Heard]]:
    """Lines in a row that together last no longer than a recogniser listens at once."""
    stretch: list[Heard] = []
    for cue in cues:
        if stretch and cue.end - stretch[0].start > STRETCH:
            yield stretch
            stretch = []
        stretch.append(cue)
    if stretch:
        yield stretch


def compare(path: Path, cues: Sequence[Heard], heard: str, spoken: Spoken = str) -> Iterator[LineHeard]:
    """What was heard in a stretch, shared out among its lines by the word alignment."""
    import jiwer

    said = [words(spoken(cue.text)) for cue in cues]
    everything = [word for line in said for word in line]
    listened = words(spoken(heard))
    if not everything:
        return
    owners = [at for at, line in enumerate(said) for _ in line]
    theirs: list[list[str]] = [[] for _ in cues]
    wrong = [0] * len(cues)
    alignment = (
        jiwer.process_words(" ".join(everything), " ".join(listened)).alignments[0] if listened else []
    )
    for chunk in alignment:
        here = owners[chunk.ref_start_idx : chunk.ref_end_idx]
        there = listened[chunk.hyp_start_idx : chunk.hyp_end_idx]
        if chunk.type == "insert":
            here = [owners[min(chunk.ref_start_idx, len(owners) - 1)]] * len(there)
        for owner, word in zip(here, there, strict=False):
            theirs[owner].append(word)
        if chunk.type != "equal":
            for owner in here:
                wrong[owner] += 1
    if not listened:
        wrong = [len(line) for line in said]
    for cue, line, got, edits in zip(cues, said, theirs, wrong, strict=True):
        if line:
            yield LineHeard(path, cue, " ".join(got), len(line), edits, _letters(line, got))


def words(text: str) -> list[str]:
    """The words of a text, compared without case and punctuation."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold().replace("’", "'"))


def _letters(said: Sequence[str], heard: Sequence[str]) -> float:
    """The share of what was said that was heard, letter by letter, words run together."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity("".join(said), "".join(heard)))


def _place(model: str) -> str:
    """A model's folder: as given, or in the folder of models, or the name that it is fetched by."""
    folder = models_folder()
    for place in (Path(model), *((folder / model,) if folder else ())):
        if (place / "model.bin").is_file():
            return str(place)
    return model
