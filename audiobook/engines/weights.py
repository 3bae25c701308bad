"""Model files: taken from a folder or the internet, checked by their digests, kept in the user's cache.

The environment variable AUDIOBOOK_MODELS names a folder that holds models, each in a folder by its engine's
name and laid out as in the repository it comes from (`kokoro/onnx/model_quantized.onnx`). What is not there
is fetched with huggingface_hub, which resumes what was broken off, and keeps everything in its own cache.
"""

from __future__ import annotations

import hashlib
import logging
import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from audiobook.errors import JobFailed, briefly

MODELS = "AUDIOBOOK_MODELS"
PATIENCE = 10.0
"""Seconds in which the hub's machine must answer a call."""

Watcher = Callable[[float, float, str], None]
"""Told how fetching goes on: bytes done, bytes in all, the file's name."""


def models_folder() -> Path | None:
    """The folder of models that a person named, if they did."""
    named = os.environ.get(MODELS)
    return Path(named) if named else None


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of a model."""

    engine: str
    """Whose it is; its folder's name below AUDIOBOOK_MODELS."""
    repository: str
    """On the Hugging Face hub."""
    revision: str
    """The commit."""
    path: str
    """In the repository."""
    digests: tuple[str, ...]
    """SHA-256, or git's name for it, of every form of it that is known to be good."""
    size: int
    """Bytes, about."""

    @property
    def name(self) -> str:
        """What people see."""
        return Path(self.path).name

    def place(self) -> Path | None:
        """Where it lies, unchecked; None where it is yet to be fetched."""
        folder = models_folder()
        if folder and (kept := folder / self.engine / self.path).is_file():
            return kept
        from huggingface_hub import try_to_load_from_cache

        cached = try_to_load_from_cache(self.repository, self.path, revision=self.revision)
        return Path(cached) if isinstance(cached, str) else None

    def read(self) -> bytes:
        """Its content, checked. Raises JobFailed where it cannot be had or is not what it should be."""
        place = self.place() or self._fetched(None)
        data = place.read_bytes()
        if not {hashlib.sha256(data).hexdigest(), _blob(data)} & set(self.digests):
            raise JobFailed(
                "this is not the model's file, or a part of it is missing (its digest is another)",
                place=str(place),
                remedy="Delete it, then run the same command again.",
            )
        return data

    def _fetched(self, watch: Watcher | None) -> Path:
        from huggingface_hub import hf_hub_download

        logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
        watched = watch or (lambda done, total, name: None)
        try:
            call_the_hub()
            found = hf_hub_download(
                self.repository,
                self.path,
                revision=self.revision,
                tqdm_class=_reporting(watched, self.name),
            )
        except Exception as error:  # it raises whatever the network raises
            folder = models_folder()
            wanted = (folder or Path("MODELS")) / self.engine / self.path
            raise JobFailed(
                f"{self.engine} needs {self.path} of {self.repository}, which is not here and cannot be "
                f"fetched: {briefly(error)}",
                remedy=f"Connect to the internet once, or put it at {wanted}"
                + ("." if folder else f" and set {MODELS}=MODELS."),
            ) from error
        return Path(found)


def call_the_hub() -> None:
    """Raises ConnectionError at once where there is no way to the hub, which huggingface_hub itself is half a
    minute about. Behind a proxy, and where huggingface_hub is told to stay offline, it is left to that."""
    from huggingface_hub import constants

    hub = urlsplit(constants.ENDPOINT)
    if getproxies().get(hub.scheme) or getproxies().get("all") or constants.HF_HUB_OFFLINE:
        return
    try:
        port = hub.port or (443 if hub.scheme == "https" else 80)
        socket.create_connection((hub.hostname or "", port), PATIENCE).close()
    except OSError as error:
        raise ConnectionError(f"{hub.hostname} cannot be reached") from error


def _blob(data: bytes) -> str:
    """What git calls a file of this content, and the hub's own lists all but the largest."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def missing_of(wanted: Iterable[Weights]) -> list[Weights]:
    """Those that are not here yet."""
    return [weights for weights in dict.fromkeys(wanted) if weights.place() is None]


def fetch(wanted: Iterable[Weights], watch: Watcher | None = None) -> None:
    """Bring here, and check, what is not here yet. Raises JobFailed."""
    missing = missing_of(wanted)
    total, done = sum(weights.size for weights in missing), 0
    for weights in missing:

        def report(
            bytes_done: float, _: float, name: str, before: int = done, size: int = weights.size
        ) -> None:
            if watch is not None:
                watch(min(before + bytes_done, before + size), total, name)

        weights._fetched(report)
        weights.read()
        done += weights.size
        report(done, total, weights.name, 0, total)


def _reporting(watch: Watcher, name: str) -> Any:
    """A progress bar that tells instead of drawing."""
    from tqdm.auto import tqdm

    class Told(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **settings: Any) -> None:
            settings.pop("name", None)
            super().__init__(*args, **{**settings, "disable": True})
            self.told = 0.0

        def update(self, n: float | None = 1) -> bool | None:
            self.told += n or 0
            watch(self.told, self.total or 0, name)
            return None

    return Told
