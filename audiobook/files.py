"""Writing files so that each appears whole or not at all, under names that every system accepts."""

from __future__ import annotations

import os
import re
import tempfile
from functools import cache
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content` (text as UTF-8, newlines untouched) beside `path`, flush it, and rename it there.

    Whatever stood at `path` stays as it was until the new file is complete; a file that holds just that
    already is left alone. A device or a pipe (/dev/stdout) is written into. Raises OSError.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_char_device() or path.is_fifo():
        path.write_bytes(data)
        return
    path = path.resolve() if path.is_symlink() else path  # the link stays a link
    if _holds(path, data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.", suffix=".part")
    except OSError as error:
        error.filename = str(path)  # the file a person knows of, not the one beside it
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(aside, _mode_for_new_files())  # noqa: PTH101
        os.replace(aside, path)  # noqa: PTH105
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def clear_debris(folder: Path) -> None:
    """Remove what a process that was killed while it wrote has left in the folder."""
    for path in folder.glob(".*.part"):
        if _DEBRIS.fullmatch(path.name):
            path.unlink(missing_ok=True)


_DEBRIS = re.compile(r"\..+\.[a-z0-9_]{8}\.part")


@cache
def _mode_for_new_files() -> int:
    """0o666 less the umask: mkstemp makes files that only their owner can read.

    Found out once: to ask for the umask is to change it for a moment, for every thread.
    """
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
