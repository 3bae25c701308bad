"""Takes kept elsewhere: in an object store or on any other file system that fsspec knows.

A take is one object under its key. Most such stores keep an object whole or not at all; where one does not,
what a take carries about itself tells. Whatever else goes wrong there is a failure with the store's name:
a take is missing only when the store says so.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from audiobook.errors import AudiobookError, BadInput, JobFailed, briefly, did_you_mean
from audiobook.model import Reading
from audiobook.studio.takes import MARK, Health, Take, Takes, TakeStore, from_wav, to_wav

AT_ONCE = 32
"""Takes fetched with one request to fsspec: stores far away answer them side by side."""

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "oci", "obs", "tos"})
"""They need no folders; to make one there might make a bucket, of whatever name was mistyped."""


def open_takes(place: str | Path) -> TakeStore:
    """The takes in a folder, or at any URL that fsspec knows (`s3://bucket/takes`, `sftp://host/takes`).

    Raises BadInput for a URL that nothing installed can open, JobFailed when the store cannot be reached.
    """
    if isinstance(place, Path) or not is_url(place):
        return Takes(Path(place))
    if place.startswith("file://"):
        return Takes(Path(url2pathname(urlsplit(place).path)))
    return DistantTakes(place)


def is_url(place: str) -> bool:
    """Not a path: it names a protocol, or a chain of them."""
    return "://" in place or "::" in place


def inside(place: str | Path, name: str) -> str:
    """The place of that name within a place."""
    return (
        f"{place.rstrip('/')}/{name}" if isinstance(place, str) and is_url(place) else str(Path(place) / name)
    )


class DistantTakes:
    """The takes at one URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._files, self._root = _opened(url)
        if OBJECT_STORES.isdisjoint(_protocols(self._files)):
            with self._reaching():
                self._files.makedirs(self._root, exist_ok=True)

    @property
    def place(self) -> str:
        """The URL."""
        return self._url

    def keys(self) -> Iterator[str]:
        """The keys of all takes that are there (by name: nothing is opened)."""
        for name in self._listed():
            if name.endswith(".wav"):
                yield name.rpartition("/")[2][:-4]

    def write(self, key: str, reading: Reading, take: Take, *, safe: bool = True) -> None:
        """Keep a take; it is the store's business when its disks have it. Raises JobFailed."""
        with self._reaching():
            self._files.pipe_file(self._path(key), to_wav(key, reading, take))

    def read(self, key: str) -> Take | None:
        """The take, or None when it is missing, damaged, truncated or something else."""
        data = self._fetched([key]).get(key)
        return from_wav(key, data) if data is not None else None

    @contextmanager
    def near(self, keys: Iterable[str]) -> Iterator[Takes]:
        """A folder here with these takes, for as long as the block lasts."""
        with tempfile.TemporaryDirectory(prefix="audiobook-takes-") as folder:
            near = Takes(Path(folder))
            wanted = iter(dict.fromkeys(keys))
            while some := list(islice(wanted, AT_ONCE)):
                for key, data in self._fetched(some).items():
                    near.path(key).parent.mkdir(exist_ok=True)
                    near.path(key).write_bytes(data)
            yield near

    def remove(self, keys: Iterable[str]) -> None:
        """Delete these takes, those that are there."""
        for key in keys:
            with self._reaching():
                try:
                    self._files.rm_file(self._path(key))
                except Exception:  # not every file system says FileNotFoundError
                    if self._files.exists(self._path(key)):
                        raise

    def clear_debris(self) -> None:
        """There is none: nothing is written aside."""

    def size(self) -> int:
        """Bytes that all takes occupy."""
        return sum(size for name, size in self._listed().items() if name.endswith(".wav"))

    def health(self) -> Health:
        """Read and verify every take."""
        states: list[bool] = []
        keys = iter(list(self.keys()))
        while some := list(islice(keys, AT_ONCE)):
            data = self._fetched(some)
            states += [key in data and from_wav(key, data[key]) is not None for key in some]
        return Health(states.count(True), states.count(False), self.size())

    def mark(self, *, make: bool = False) -> str:
        """What tells this store from any other, on whichever machine; empty where there is none yet."""
        path = f"{self._root}/{MARK}"
        with self._reaching():
            try:
                return str(self._files.cat_file(path).decode("ascii"))
            except FileNotFoundError:
                if not make:
                    return ""
            mark = secrets.token_hex(8)
            self._files.pipe_file(path, mark.encode("ascii"))
        return mark

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}.wav"

    def _listed(self) -> dict[str, int]:
        """Names and sizes of everything there."""
        with self._reaching():
            self._files.invalidate_cache()
            try:
                found = self._files.find(self._root, maxdepth=1, detail=True)
            except FileNotFoundError:
                return {}
            return {name: int(about.get("size") or 0) for name, about in found.items()}

    def _fetched(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What stands in the files of these keys, of those that are there."""
        paths = {self._path(key): key for key in keys}
        with self._reaching():
            answers = self._files.cat(list(paths), on_error="return")
            if isinstance(answers, bytes):  # one path is answered with its content alone
                answers = dict.fromkeys(paths, answers)
            found = {}
            for path, answer in answers.items():
                if isinstance(answer, FileNotFoundError):
                    continue
                if isinstance(answer, BaseException):
                    raise answer
                found[paths[path]] = answer
            return found

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Whatever a store's own library raises, said so that a person can mend it."""
        try:
            yield
        except AudiobookError:
            raise
        except Exception as error:
            raise _unreachable(self._url, error) from error


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path there."""
    try:
        from fsspec.core import url_to_fs
        from fsspec.registry import available_protocols
    except ImportError:
        raise BadInput(
            "takes anywhere but in a folder need the extra “cluster”",
            place=without_password(url),
            remedy="Type: pip install 'audiobook[cluster]'",
        ) from None
    protocol = re.split("://|::", url)[0]
    if protocol not in available_protocols():
        raise BadInput(
            f"no file system is called {protocol!r}",
            place=without_password(url),
            remedy=did_you_mean(protocol, available_protocols(), shown="{}://".format)
            or "fsspec's documentation lists them.",
        )
    try:
        files, root = url_to_fs(url)
    except ImportError as error:
        raise BadInput(
            f"a package for {protocol}:// is not installed: {error}", place=without_password(url)
        ) from error
    except Exception as error:
        raise _unreachable(url, error) from error
    return files, str(root).rstrip("/")


def _unreachable(url: str, error: Exception) -> JobFailed:
    return JobFailed(
        f"this store of takes cannot be used: {briefly(error)}",
        place=without_password(url),
        remedy="Check the address, your access to it and the network; what is recorded is kept.",
    )


def without_password(url: str) -> str:
    """A URL fit to be shown."""
    return re.sub(r"//[^/@]*@", "//", url)


def _protocols(files: Any) -> Sequence[str]:
    """What a file system goes by."""
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)
