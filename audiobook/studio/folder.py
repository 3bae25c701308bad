"""The book's folder while the studio is at work in it: nobody else is, and its troubles are told."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobook.errors import JobFailed
from audiobook.studio.edition import TAKES
from audiobook.studio.encode import disk_full


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else works in the folder meanwhile; a lock left by a dead process does not count."""
    from filelock import FileLock, Timeout

    (folder / TAKES).mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / TAKES / "lock", timeout=0):
            yield
    except Timeout:
        raise JobFailed(
            "another run is at work in this folder",
            place=str(folder),
            remedy="Wait until it is done, or stop it.",
        ) from None


@contextmanager
def troubles(folder: Path) -> Iterator[None]:
    """The file system's complaints, said so that a person can mend them."""
    try:
        yield
    except OSError as error:
        place = Path(os.fsdecode(error.filename)) if error.filename else folder
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(folder) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise JobFailed(
                "nothing can be written there",
                place=str(place),
                remedy="Choose another folder with --output, or change its permissions.",
            ) from error
        raise JobFailed(f"{error.strerror or error}", place=str(place)) from error
