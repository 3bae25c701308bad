"""What a person reads when something went wrong, and the exit status that goes with it."""

from __future__ import annotations

import errno
import os

from audiobook.errors import AudiobookError


def explained(error: Exception) -> tuple[str, int]:
    """One or two plain lines, and the exit status. Raises `error` when a developer asks for it."""
    if isinstance(error, AudiobookError):
        return f"audiobook: {error}", error.exit_status
    if isinstance(error, OSError):
        return _of_the_system(error), 1
    if os.environ.get("AUDIOBOOK_DEBUG"):
        raise error
    return (
        f"audiobook: something went wrong inside the program ({type(error).__name__}: {error}).\n"
        "This is our mistake, not yours. AUDIOBOOK_DEBUG=1 before the command shows where it happened.",
        1,
    )


def _of_the_system(error: OSError) -> str:
    remedy = {
        errno.ENOSPC: "Make room on the disk and type the same command again; what is recorded is kept.",
        errno.EACCES: "Choose a folder you may write to, with --output.",
        errno.EROFS: "Choose a folder you may write to, with --output.",
        errno.ENOTDIR: "A part of this path is a file: name another place.",
    }.get(error.errno or 0, "")
    place = f"{error.filename}: " if error.filename else ""
    return f"audiobook: {place}{error.strerror or error}.\n{remedy}".rstrip()
