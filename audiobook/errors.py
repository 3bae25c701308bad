"""What goes wrong, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AudiobookError(Exception):
    """A failure with a message for people: what is wrong, where, and what to do.

    `problem` is one plain sentence; `place` names the file, with the line where there is one
    ("voices.toml, line 12"); `remedy` says what to type or change. `exit_status` is what the
    command line leaves with.
    """

    exit_status = 1

    def __init__(self, problem: str, *, place: str | None = None, remedy: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        first = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{first}\n{self.remedy}" if self.remedy else first


class BadInput(AudiobookError):
    """The story, a setting or the usage is at fault (exit status 2)."""

    exit_status = 2


class JobFailed(AudiobookError):
    """The work itself could not be finished (exit status 1)."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that looks most like `word`, or None when nothing comes close."""
    by_folded = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.5)
    return by_folded[close[0]] if close else None
