"""What goes wrong, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable


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


def briefly(error: BaseException) -> str:
    """What somebody else's code says of a failure, in one line; its type where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def nearest(word: str, choices: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The choice that looks most like `word`; None when none is as like it as `cutoff` (difflib's ratio)."""
    by_folded = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else None


def did_you_mean(
    word: str,
    choices: Iterable[str],
    then: str = "",
    *,
    shown: Callable[[str], str] = repr,
    cutoff: float = 0.5,
) -> str:
    """A remedy for a word that is none of the choices: "Did you mean 'mp3'?" and what `then` adds to it.

    `shown` is how a person would type a choice. Where none comes close (see `nearest`), `then` is all there
    is to say.
    """
    close = nearest(word, choices, cutoff)
    return " ".join(filter(None, (close and f"Did you mean {shown(close)}?", then)))
