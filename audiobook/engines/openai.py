"""Any speech server that speaks OpenAI's protocol (POST …/audio/speech): on this machine, or somebody's.

Where it is, and what it is to be told besides, stands in voices.toml; a key stands nowhere but in the
environment. The texts of the book go to that server, so there is none that goes without saying.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from audiobook.engines.decoding import samples_of
from audiobook.engines.protocol import Ability, Engine, EngineVoice, Speech
from audiobook.engines.server import Server
from audiobook.errors import BadInput, JobFailed, did_you_mean
from audiobook.model import Gender, Voice

SOUND = 1
"""Raised by one whenever this module makes the same request sound different."""
TABLE = "[engines.openai]"
URL, KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"
"""Environment variables: where the server is if voices.toml does not say; the key."""
PCM_RATE = 24000
"""Hz of `pcm`, which does not say so itself."""
WAITS = 10
"""Times its timeout that the engine may take, with all attempts and all pauses that the server asks for."""
VOICES: Mapping[str, Gender] = {
    "nova": Gender.FEMALE,
    "onyx": Gender.MALE,
    "shimmer": Gender.FEMALE,
    "echo": Gender.MALE,
    "coral": Gender.FEMALE,
    "ash": Gender.MALE,
    "sage": Gender.FEMALE,
    "ballad": Gender.MALE,
    "fable": Gender.UNKNOWN,
    "alloy": Gender.UNKNOWN,
}
"""The voices that such servers usually know, as they are generally heard."""


class OpenAIEngine(Engine):
    """A speech server, by its address."""

    name = "openai"
    sample_rate = PCM_RATE
    abilities = Ability.NONE
    price: float | None = 0.0
    at_once = 4

    def __init__(self) -> None:
        self.version = str(SOUND)
        self._url = os.environ.get(URL, "").rstrip("/")
        self._key_from = KEY
        self._model = "tts-1"
        self._format = "wav"
        self._timeout = 60.0
        self._options: Mapping[str, object] = {}
        self._listed: Mapping[str, Gender] = {}
        self._server: Server | None = None

    @property
    def patience(self) -> float:  # type: ignore[override]
        """Seconds: a server may ask to come back later, and be asked again."""
        return WAITS * self._timeout

    def set_up(self, settings: Mapping[str, object]) -> None:
        """Take url, model, key_from, format, at_once, timeout, price, voices and options."""
        for name, value in settings.items():
            if name in SECRETS:
                raise BadInput(
                    "a key does not belong in a file",
                    remedy=f"Take the line out, and type: export {KEY}=…  (or name another variable with "
                    "key_from).",
                )
            if name not in SETTINGS:
                raise BadInput(
                    f"unknown key {name!r}",
                    remedy=did_you_mean(name, SETTINGS, f"There are: {', '.join(SETTINGS)}."),
                )
            SETTINGS[name](self, value)
        self._server = None

    def voices(self) -> Sequence[EngineVoice]:
        """Those that voices.toml lists, else those that such servers usually know."""
        self._ready()
        listed = self._listed or VOICES
        return [EngineVoice(name, "en", gender, description=self._model) for name, gender in listed.items()]

    def resolve(self, voice: str) -> str:
        """MODEL:VOICE. Raises BadInput for a voice that is not among those that voices.toml lists."""
        voice = voice.strip()
        if self._listed and voice not in self._listed:
            raise BadInput(
                f"{TABLE} lists no voice {voice!r}",
                remedy=did_you_mean(voice, self._listed) or f"It lists: {', '.join(self._listed)}.",
            )
        model, colon, name = voice.rpartition(":")
        return f"{model if colon else self._model}:{name}"

    def version_of(self, voice: str) -> str:
        """Names the server, the model and what it is told besides."""
        told = json.dumps([self._url, self._format, self._options], sort_keys=True, default=str)
        model = self.resolve(voice).rpartition(":")[0]
        return f"{self.version} {model} {hashlib.sha256(told.encode()).hexdigest()[:12]}"

    def speak(self, text: str, voice: Voice) -> Speech:
        """The sound of `text` as the server makes it; rate, pitch and intonation are left to the studio."""
        model, _, name = self.resolve(voice.voice).rpartition(":")
        if not any(map(str.isalnum, text)):
            return Speech(b"", self.sample_rate)
        asked = {"model": model, "voice": name, "input": text, "response_format": self._format}
        return self._ready().ask({**asked, **self._options}, self._heard, f"model {model!r}, voice {name!r}")

    def _heard(self, sound: bytes) -> Speech:
        """What the server sent. Raises JobFailed for what is no sound."""
        if self._format == "pcm":
            pcm, rate = sound[: len(sound) // 2 * 2], PCM_RATE
        else:
            pcm, rate = samples_of(sound, PCM_RATE)
        if not any(pcm):
            raise JobFailed("the server's answer holds no sound")
        return Speech(pcm, rate)

    def _ready(self) -> Server:
        if not self._url:
            raise BadInput(
                "no speech server is named",
                remedy=f"Write its address into voices.toml, for example  {TABLE}  url = "
                f'"http://localhost:8880/v1"  (or set {URL}).',
            )
        if self._server is None:
            key = os.environ.get(self._key_from, "").strip()
            self._server = Server(self._url, key, self._key_from, self._timeout)
        return self._server

    # --- settings ---

    def _take_url(self, value: object) -> None:
        parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadInput("url is a web address", remedy='For example: url = "http://localhost:8880/v1"')
        if parts.username or parts.password or parts.query:
            raise BadInput(
                "url holds more than an address: keys and passwords do not belong in a file",
                remedy=f"Leave it out of url, and put the key into the environment variable {KEY}.",
            )
        self._url = str(value).rstrip("/").removesuffix("/audio/speech")

    def _take_model(self, value: object) -> None:
        self._model = _word("model", value, "tts-1")

    def _take_key_from(self, value: object) -> None:
        name = _word("key_from", value, KEY)
        if not name.replace("_", "").isalnum() or name[0].isdigit() or name.startswith("sk"):
            raise BadInput(
                "key_from is the name of an environment variable, not the key itself",
                remedy=f'For example: key_from = "{KEY}"',
            )
        self._key_from = name

    def _take_format(self, value: object) -> None:
        if value not in ("wav", "pcm", "flac", "mp3", "opus"):
            raise BadInput("format is one of wav, pcm, flac, mp3, opus", remedy='For example: format = "wav"')
        self._format = str(value)

    def _take_at_once(self, value: object) -> None:
        self.at_once = int(_number("at_once", value, 1, 64))

    def _take_timeout(self, value: object) -> None:
        self._timeout = _number("timeout", value, 1, 600)

    def _take_price(self, value: object) -> None:
        self.price = _number("price", value, 0, 1000) or None

    def _take_voices(self, value: object) -> None:
        said = dict.fromkeys(value, "unknown") if isinstance(value, list) else value
        genders = [str(gender) for gender in Gender]
        if not isinstance(said, dict) or not said or not all(each in genders for each in said.values()):
            raise BadInput(
                "voices is a list of names, or a table with a gender for each",
                remedy='For example: voices = { anna = "female", ben = "male" }',
            )
        self._listed = {str(name): Gender(gender) for name, gender in said.items()}

    def _take_options(self, value: object) -> None:
        if not isinstance(value, dict) or SECRETS & value.keys():
            raise BadInput(
                "options is a table of what the server is told besides (no keys)",
                remedy='For example: options = { instructions = "Read calmly." }',
            )
        self._options = value


SETTINGS: Mapping[str, Callable[[OpenAIEngine, Any], None]] = {
    "url": OpenAIEngine._take_url,
    "model": OpenAIEngine._take_model,
    "key_from": OpenAIEngine._take_key_from,
    "format": OpenAIEngine._take_format,
    "at_once": OpenAIEngine._take_at_once,
    "timeout": OpenAIEngine._take_timeout,
    "price": OpenAIEngine._take_price,
    "voices": OpenAIEngine._take_voices,
    "options": OpenAIEngine._take_options,
}
SECRETS = {"key", "api_key", "apikey", "token", "password", "authorization", "Authorization"}


def _word(name: str, value: object, example: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{name} is a word in quotes", remedy=f'For example: {name} = "{example}"')
    return value.strip()


def _number(name: str, value: object, low: float, high: float) -> float:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not low <= value <= high:  # type: ignore[operator]
        raise BadInput(
            f"{name} is a number from {low:g} to {high:g}, without quotes",
            remedy=f"For example: {name} = {max(low, 4):g}",
        )
    return float(value)  # type: ignore[arg-type]
