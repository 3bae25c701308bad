"""Piper's voices: which model files there are, who speaks in them, and how a person names them.

A voice is a model file (`NAME.onnx`) with its settings beside it (`NAME.onnx.json`); some hold many speakers.
People write the file's name, `en_US-joe-medium`, or a path; a speaker behind a `#`, by name or number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiobook.engines.protocol import EngineVoice
from audiobook.engines.weights import MODELS, Weights, call_the_hub
from audiobook.errors import BadInput, JobFailed, briefly, did_you_mean
from audiobook.model import Gender

REPOSITORY = "rhasspy/piper-voices"
"""Where Piper's makers publish voices, on the Hugging Face hub."""
IN_REPOSITORY = "*/*/*/*/*.onnx"
"""LANGUAGE/CODE/DATASET/QUALITY/NAME.onnx"""
SPEAKER = "#"
"""Stands between a voice and one of its speakers."""

_FEMALE = """
    alba amy cori eva_k hfc_female irina jenny_dioco kathleen kerstin kristin lessac lili lisa ljspeech
    marylux paola ramona siwis southern_english_female upmc/jessica semaine/prudence semaine/poppy
    arctic/axb arctic/clb arctic/eey arctic/ljm arctic/lnh arctic/slp arctic/slt
"""
_MALE = """
    alan bryce carlfm danny davefx denis dmitri edresson faber gilles hfc_male joe john karlsson kusal
    northern_english_male norman pim reza_ibrahim riccardo ronnie ruslan ryan thorsten tom upmc/pierre
    semaine/spike semaine/obadiah arctic/aew arctic/ahw arctic/aup arctic/awb arctic/bdl arctic/fem arctic/gka
    arctic/jmk arctic/ksp arctic/rms arctic/rxr
"""
GENDERS: Mapping[str, Gender] = {
    **dict.fromkeys(_FEMALE.split(), Gender.FEMALE),
    **dict.fromkeys(_MALE.split(), Gender.MALE),
}
"""What the makers of the recordings say, by dataset, or dataset/speaker."""


@dataclass(frozen=True)
class Model:
    """A model file and what its settings say."""

    name: str
    """As people write it."""
    path: Path

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What stands beside the model. Raises JobFailed when that cannot be read or is something else."""
        beside = Path(f"{self.path}.json")
        try:
            settings = json.loads(beside.read_text("utf-8"))
            if not isinstance(settings, dict) or not {"audio", "phoneme_id_map"} <= settings.keys():
                raise ValueError("it is not a Piper voice's")
        except (OSError, ValueError) as error:
            raise JobFailed(
                f"the settings of a Piper voice cannot be read: {getattr(error, 'strerror', None) or error}",
                place=str(beside),
                remedy="Fetch the voice again, with both its files: NAME.onnx and NAME.onnx.json.",
            ) from error
        return settings

    @cached_property
    def speakers(self) -> Mapping[str, int]:
        """The numbers of its speakers by name; by number where they have no names; empty for a lone one."""
        count = int(self.settings.get("num_speakers", 1))
        if count <= 1:
            return {}
        named: Mapping[str, int] = self.settings.get("speaker_id_map") or {}
        return named or {str(number): number for number in range(count)}

    @cached_property
    def language(self) -> str:
        """BCP 47 code."""
        code = self.settings.get("language", {}).get("code") or self.name.partition("-")[0]
        return str(code).replace("_", "-")

    @cached_property
    def licence(self) -> str:
        """What the model card beside it says."""
        card = self.path.with_name("MODEL_CARD")
        text = card.read_text("utf-8", errors="replace") if card.is_file() else ""
        found = re.search(r"^\W*licen[cs]e\W*:\s*(.+)$", text, re.IGNORECASE | re.MULTILINE)
        return found[1].strip() if found else ""

    @cached_property
    def digest(self) -> str:
        """Of the model and its settings: what makes the sound."""
        beside = Path(f"{self.path}.json").read_bytes()
        stat = self.path.stat()
        return hashlib.sha256(_sha256(self.path, stat.st_size, stat.st_mtime_ns) + beside).hexdigest()[:16]

    def voices(self) -> Iterator[EngineVoice]:
        """Whoever speaks in it."""
        dataset = str(self.settings.get("dataset") or self.name.split("-")[1:2] or "")
        quality = str(self.settings["audio"].get("quality", ""))
        for speaker in self.speakers or ("",):
            key = f"{dataset}/{speaker}" if speaker else dataset
            yield EngineVoice(
                f"{self.name}{SPEAKER}{speaker}" if speaker else self.name,
                self.language,
                GENDERS.get(key, Gender.UNKNOWN),
                description=quality.replace("_", " "),
                licence=self.licence,
            )

    def speaker(self, wanted: str) -> str:
        """A speaker's name as the model has it. Raises BadInput with the nearest."""
        if not wanted:
            return next(iter(self.speakers), "")
        if not self.speakers:
            raise BadInput(
                f"the Piper voice {self.name!r} has one speaker only", remedy=f"Write {self.name!r} alone."
            )
        folded = {str(number): name for name, number in self.speakers.items()}
        folded |= {name.casefold(): name for name in self.speakers}
        if (found := folded.get(wanted.casefold())) is None:
            known = ", ".join(list(self.speakers)[:8])
            raise BadInput(
                f"the Piper voice {self.name!r} has no speaker {wanted!r}",
                remedy=did_you_mean(wanted, self.speakers, shown=f"{self.name}{SPEAKER}{{}}".format)
                or f"It has {len(self.speakers)}, by name or by number from 0: {known} …",
            )
        return found


def published(name: str) -> list[Weights]:
    """The files of a voice that its makers publish, with the digests that their repository tells.

    Raises BadInput when there is no such voice there, JobFailed when nobody can be asked.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import RepoFile

    code, dataset, quality = name.split("-", 2)
    folder = f"{code.partition('_')[0]}/{code}/{dataset}/{quality}"
    paths = [f"{folder}/{name}.onnx", f"{folder}/{name}.onnx.json", f"{folder}/MODEL_CARD"]
    try:
        call_the_hub()
        files = HfApi().get_paths_info(REPOSITORY, paths)
    except Exception as error:  # it raises whatever the network raises
        raise JobFailed(
            f"where the Piper voice {name!r} is kept cannot be asked: {briefly(error)}",
            remedy="Connect to the internet, or put both its files, NAME.onnx and NAME.onnx.json, into a "
            f"folder and set {MODELS} to that.",
        ) from error
    found = {file.path: file for file in files if isinstance(file, RepoFile)}
    if not found.keys() >= set(paths[:2]):
        raise BadInput(f"{REPOSITORY} has no Piper voice {name!r}", remedy="Look for its name there.")
    digests = {path: file.lfs.sha256 if file.lfs else file.blob_id for path, file in found.items()}
    return [
        Weights("piper", REPOSITORY, "main", path, (digests[path],), file.size)
        for path, file in found.items()
    ]


def fetched() -> list[Path]:
    """The folders that fetched voices lie in."""
    if find_spec("huggingface_hub") is None:
        return []
    from huggingface_hub.constants import HF_HUB_CACHE

    return sorted(Path(HF_HUB_CACHE).glob(f"models--{REPOSITORY.replace('/', '--')}/snapshots/*"))


def models(folders: Sequence[Path]) -> dict[str, Model]:
    """The models in these folders, by name; of two with the same name the one in the first folder."""
    found: dict[str, Model] = {}
    for folder in folders:
        for path in sorted(
            {*folder.glob("*.onnx"), *folder.glob(IN_REPOSITORY), *(folder / "piper").rglob("*.onnx")}
        ):
            if Path(f"{path}.json").is_file():
                found.setdefault(path.stem, Model(path.stem, path))
    return found


@lru_cache(maxsize=64)
def _sha256(path: Path, size: int, changed: int) -> bytes:
    """Of a file's content; `size` and `changed` tell when it is another."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
