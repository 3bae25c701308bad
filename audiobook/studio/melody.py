"""The melody of a sentence that several voices share.

`"Yes," she said.` reaches the engine as two texts, and an engine takes its melody from the mark at a text's
end. In espeak's English a comma rises almost as a question does, and no mark at all falls like a full stop
(docs/sound.md has the figures). So each side of a cut is handed the mark that its own melody needs: what the
listener hears is neither questioning nor chopped off.
"""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.model import Kind, Line
from audiobook.studio.pacing import goes_on

_CLOSERS = "\"'”’»)*_ "
_MARKS = ".,;:!?…—–-"


def handed_over(said: str, lines: Sequence[Line], at: int) -> str:
    """The spoken form `said` of the line at `at`, with the mark at its end that its melody needs.

    `lines` are those of the chapter; only those of the same paragraph have a say.
    """
    line = lines[at]
    bare = said.rstrip(_CLOSERS)
    if not bare or not any(map(str.isalnum, bare)):
        return said
    if "asking" in line.delivery and bare[-1] not in "?!…—–-":
        return bare.rstrip(".,;: ") + "?"
    after = _next(lines, at)
    if after is None or after.glued or after.kind is line.kind:
        return said
    if line.kind is Kind.NARRATION:
        return said if bare[-1] in _MARKS else bare + ","
    if not goes_on(line, after):
        return said
    if bare[-1] in ",;":
        return said if _resumed(lines, at) else bare.rstrip(",; ") + "."
    if bare[-1] in _MARKS:
        return said
    return bare + ("," if _amid_narration(lines, at) or _resumed(lines, at) else ".")


def _resumed(lines: Sequence[Line], at: int) -> bool:
    """Behind its tag the speaker goes on with the same sentence: "If it rains," she said, "we stay." """
    tag, then = _next(lines, at), _next(lines, at + 1)
    if tag is None or then is None or then.kind is Kind.NARRATION:
        return False
    end = tag.text.rstrip(_CLOSERS)[-1:]
    start = then.text.lstrip(_CLOSERS + "“‘«([—–-")[:1]
    return end not in ".!?:…" and (start.islower() or end in ",;—–-")


def _amid_narration(lines: Sequence[Line], at: int) -> bool:
    """The narrator's sentence began before these words and goes on behind them: He said "no" and left."""
    before = lines[at - 1] if at and lines[at - 1].paragraph == lines[at].paragraph else None
    return (
        before is not None
        and before.kind is Kind.NARRATION
        and before.text.rstrip(_CLOSERS)[-1:] not in ".!?…:"
    )


def _next(lines: Sequence[Line], at: int) -> Line | None:
    """The next line of the same paragraph."""
    after = at + 1
    return lines[after] if after < len(lines) and lines[after].paragraph == lines[at].paragraph else None
