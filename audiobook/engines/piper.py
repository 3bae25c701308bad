"""Piper: natural voices in many languages, small and quick, each a model file of its own.

Its code is under the GPL and therefore never more than the extra `audiobook[piper]`. Piper brings an espeak
of its own for the pronunciation, which lives beside ours in one process because neither exports its symbols.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.engines.pipervoices import SPEAKER, Model, fetched, models, published
from audiobook.engines.protocol import Ability, Engine, EngineVoice, Speech, WordTime
from audiobook.engines.weights import Weights, models_folder
from audiobook.errors import BadInput, JobFailed, briefly, did_you_mean
from audiobook.ipa import CLOSE, MARKED, OPEN, respelled, tokens
from audiobook.model import Voice

if TYPE_CHECKING:
    from piper import AudioChunk, PiperVoice

SOUND = 2
"""Raised by one whenever this module makes the same request sound different."""
LOADED = 6
"""Models kept ready at once (60 to 120 MB each)."""
PACE = 0.303
"""Seconds that a word of PASSAGE takes at 170 words a minute, pauses between sentences left out (measured on
the engine whose rate is known)."""
SCALES = 0.4, 3.0
"""Factors on the length of sounds between which Piper stays intelligible."""
PASSAGE = (
    "A boy sold us apples, three for a coin, and told us where the river ran before they built the wall."
)
"""What a voice's own pace is measured on."""
UNSPEAKABLE = dict.fromkeys([*range(32), *range(127, 160)], " ")
FORM = re.compile(r"[a-z]{2,3}_[A-Z]{2}-\w+-(x_low|low|medium|high)$")
"""Of the names that Piper's voices are published by."""
WORD = re.compile(rf"{OPEN}[^{CLOSE}]*{CLOSE}|[^\W_]+(?:['’][^\W_]+)*")


class PiperEngine(Engine):
    """Piper voices by name or by file."""

    name = "piper"
    sample_rate = 22050
    abilities = Ability.RATE | Ability.WORD_TIMES | Ability.PHONEMES | Ability.PROCESSES

    def __init__(self) -> None:
        if find_spec("piper") is None:
            raise ImportError("piper-tts")
        self.version = f"{SOUND} piper {version('piper-tts')}"
        self._ready = lru_cache(LOADED)(_Ready)

    def voices(self) -> Sequence[EngineVoice]:
        """Every speaker of every model in the folders of models, English first."""
        found = [voice for model in self._models.values() for voice in model.voices()]
        return sorted(found, key=lambda voice: not voice.language.startswith("en"))

    def resolve(self, voice: str) -> str:
        """The model's name or path, with `#` and the speaker's name where it has several."""
        model, speaker = self._found(voice)
        return f"{model.name}{SPEAKER}{speaker}" if speaker else model.name

    def version_of(self, voice: str) -> str:
        """Names the model file by its digest as well."""
        return f"{self.version}, model {self._found(voice)[0].digest}"

    def needs(self, voices: Iterable[str]) -> Sequence[Weights]:
        """The files of voices that are not here but published. Raises BadInput for others."""
        names = {voice.partition(SPEAKER)[0].strip() for voice in voices}
        known = {name.casefold() for name in self._models}
        missing = sorted(name for name in names if name.casefold() not in known)
        for name in missing:
            if not FORM.match(name):
                self.resolve(name)
        return [weights for name in missing if FORM.match(name) for weights in published(name)]

    def speak(self, text: str, voice: Voice) -> Speech:
        """The sound of `text`; rate carried out, pitch and intonation left to the studio."""
        model, speaker = self._found(voice.voice)
        text = text.translate(UNSPEAKABLE).replace("[[", "[ [")  # between [[ ]] Piper expects phonemes
        if not any(map(str.isalnum, text)):
            return Speech(b"", self.sample_rate)
        return self._ready(model).speak(text, model.speakers.get(speaker), voice.rate)

    def close(self) -> None:
        """Lets the models go."""
        self._ready.cache_clear()

    @cached_property
    def _models(self) -> dict[str, Model]:
        return models(_folders())

    def _found(self, voice: str) -> tuple[Model, str]:
        name, _, speaker = voice.strip().partition(SPEAKER)
        name, speaker = name.strip(), speaker.strip()
        model = self._by_path(name) if name.endswith(".onnx") else self._by_name(name)
        return model, model.speaker(speaker)

    def _by_path(self, name: str) -> Model:
        path = Path(name).expanduser().resolve()
        for file in (path, Path(f"{path}.json")):
            if not file.is_file():
                raise BadInput(
                    f"there is no such file: {file}",
                    remedy="A Piper voice is two files side by side: NAME.onnx and NAME.onnx.json.",
                )
        return Model(str(path), path)

    def _by_name(self, name: str) -> Model:
        folded = {known.casefold(): model for known, model in self._models.items()}
        if (model := folded.get(name.casefold())) is None:
            fetch = f"To fetch it: audiobook voices --engine piper --download {name}"
            raise BadInput(
                f"there is no Piper voice {name!r} in the folders of models",
                remedy=did_you_mean(name, self._models, fetch if FORM.match(name) else "")
                or "`audiobook voices --engine piper` lists them.",
            )
        return model


class _Ready:
    """A model that is loaded."""

    def __init__(self, model: Model) -> None:
        self._name = model.name
        try:
            self._voice = _loaded(model)
        except Exception as error:  # whatever ONNX Runtime says of a file that is no model
            raise JobFailed(
                f"a Piper voice cannot be loaded: {briefly(error)}",
                place=str(model.path),
                remedy="Fetch the voice again.",
            ) from error
        self._lengths: dict[int | None, tuple[float, float]] = {}

    def speak(self, text: str, speaker: int | None, rate: float) -> Speech:
        """A text at so many words a minute."""
        fixed, scaled = self._length(speaker)
        scale = (PACE * 170 / rate - fixed) / scaled
        scale = min(max(scale, SCALES[0]), SCALES[1])
        chunks = list(self._chunks(text, speaker, scale))
        samples = self._voice.config.sample_rate
        pcm = b"".join(chunk.audio_int16_bytes for chunk in chunks)
        return Speech(pcm, samples, tuple(self._words(text, chunks)))

    def _length(self, speaker: int | None) -> tuple[float, float]:
        """Seconds that a word of PASSAGE takes: a fixed part, and one that the scale multiplies.

        Fixed is what rounding adds: each sound is as many steps long as its length begins.
        """
        if speaker not in self._lengths:
            chunks = list(self._chunks(PASSAGE, speaker, 1.0, varied=False))
            config, words = self._voice.config, len(PASSAGE.split())
            seconds = sum(len(chunk.audio_float_array) for chunk in chunks) / config.sample_rate / words
            steps = sum(len(chunk.phoneme_ids) for chunk in chunks) / 2
            fixed = steps * config.hop_length / config.sample_rate / words
            self._lengths[speaker] = fixed, seconds - fixed
        return self._lengths[speaker]

    def _chunks(
        self, text: str, speaker: int | None, scale: float, varied: bool = True
    ) -> Iterator[AudioChunk]:
        """The sentences of a text, one after the other, with the length of every sound."""
        from piper import SynthesisConfig

        config = SynthesisConfig(
            speaker_id=speaker,
            length_scale=scale * self._voice.config.length_scale,
            noise_w_scale=None if varied else 0.0,
            normalize_audio=False,  # else a whisper is as loud as a shout
        )
        yield from self._voice.synthesize(self._read(text), config, include_alignments=True)

    def _read(self, text: str) -> str:
        """Phonemes as Piper wants them; respelled for voices that were not taught any."""
        if self._voice.config.phoneme_type == "espeak":
            return MARKED.sub(lambda marked: f"[[{''.join(tokens(marked[1]))}]]", text)
        return MARKED.sub(lambda marked: respelled(marked[1]), text)

    def _words(self, text: str, chunks: Sequence[AudioChunk]) -> Iterator[WordTime]:
        """When each word is heard, found by laying the phonemes of each word by itself along those that were
        spoken: in a sentence, some words run together and some sound a little different."""
        sounds, starts = _timeline(chunks)
        if not sounds:
            return
        words = list(WORD.finditer(text))
        alone, owners = [], []
        for number, word in enumerate(words):
            phonemes = [
                sound for part in self._voice.phonemize(self._read(word[0])) for sound in _sounds(part)
            ]
            alone += phonemes
            owners += [number] * len(phonemes)
        first = _laid_along(alone, owners, sounds, len(words))
        rate = self._voice.config.sample_rate
        for number, word in enumerate(words):
            start, end = starts[first[number]], starts[first[number + 1]]
            yield WordTime(start / rate, max(start, end) / rate, *word.span())


def _loaded(model: Model) -> PiperVoice:
    """The voice, made to tell how long each sound is, on as many cores as this process is to use.

    Without spinning: threads that wait in a loop took 40 % more processor time in all, and in the time of
    two threads on one sentence, two processes say three.
    """
    import onnxruntime
    from piper import PiperConfig, PiperVoice

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or 0)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        _telling_lengths(model.path), sess_options=options, providers=["CPUExecutionProvider"]
    )
    return PiperVoice(session=session, config=PiperConfig.from_dict(dict(model.settings)))


def _telling_lengths(path: Path) -> bytes | str:
    """The model with the lengths of its sounds among its results, where they can be found."""
    try:
        import onnx
        from piper.patch_voice_with_alignment import add_alignment_output

        model = onnx.load(str(path))
        add_alignment_output(model)
        return bytes(model.SerializeToString())
    except (ImportError, ValueError):  # no onnx; no lengths, or they are among the results already
        return str(path)


def _timeline(chunks: Sequence[AudioChunk]) -> tuple[list[str], list[int]]:
    """Every sound that was spoken, and at which sample it starts; last, where the speech ends."""
    sounds, starts, before = [], [], 0
    for chunk in chunks:
        alignments = chunk.phoneme_alignments or []
        at = accumulate((int(one.num_samples) for one in alignments), initial=before)
        for one, start in zip(alignments, at, strict=False):
            if _sounds([one.phoneme]):
                sounds.append(one.phoneme)
                starts.append(start)
        before += len(chunk.audio_float_array)
    return sounds, [*starts, before]


def _sounds(phonemes: Sequence[str]) -> list[str]:
    """Without stress, pauses and marks."""
    return [one for one in phonemes if one.isalpha() and one not in "ːˑ"]


def _laid_along(alone: Sequence[str], owners: Sequence[int], sounds: Sequence[str], words: int) -> list[int]:
    """For each word, and for the end, the first of the sounds that is its."""
    matches = SequenceMatcher(None, alone, sounds, autojunk=False).get_matching_blocks()
    here = [0, *(one.a + k for one in matches for k in (0, one.size)), len(alone)]
    there = [0, *(one.b + k for one in matches for k in (0, one.size)), len(sounds)]
    first_of = {owner: at for at, owner in reversed(list(enumerate(owners)))}
    found = []
    following = len(alone)
    for word in reversed(range(words)):
        following = first_of.get(word, following)
        left = max(bisect_right(here, following) - 1, 0)
        right = min(left + 1, len(here) - 1)
        width = here[right] - here[left]
        share = (following - here[left]) / width if width else 0
        found.append(min(round(there[left] + share * (there[right] - there[left])), len(sounds)))
    return [*reversed(found), len(sounds)]


def _folders() -> list[Path]:
    """Where models are looked for."""
    named = models_folder()
    return [*([named] if named else []), *fetched()]
