"""Where a long chapter is cut into parts, that can be encoded side by side and need not be encoded again.

A cut lies in the longest pause far and wide, so where it lies depends on what is near it alone: words that
change move the cuts around them, and no others. Each part is a whole number of frames long, for which the
pause at its end becomes a tenth of a second longer or shorter at most: so a part is the same wherever in the
chapter it stands.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from audiobook.studio.encode import FORMATS, HERTZ

LONG = 2700.0
"""Seconds from which a chapter is cut: of shorter ones there are others to keep all cores busy."""
AROUND = 180.0
"""Seconds before and behind a cut in which no pause is longer, and none of the same length goes before it."""
QUIET = 0.08
"""Seconds of silence on both sides of a cut: more than an encoder or a resampler remembers."""
GRAIN = math.lcm(*(form.frame for form in FORMATS.values() if form.frame))
"""Encoded samples of which a part has a whole number: whole frames of every kind."""
PAUSE = 2 * QUIET + GRAIN / HERTZ / 2
"""Seconds of silence that it takes to make a cut in."""


def cuts(keys: Sequence[str], pauses: Sequence[int], speech: Sequence[int], rate: int) -> list[int]:
    """The takes before which a chapter is cut: in the pause before them, `QUIET` before they begin.

    Of each take its key, the samples of the pause before it, and its own.
    """
    ends = list(accumulate(pause + said for pause, said in zip(pauses, speech, strict=True)))
    if not ends or ends[-1] < LONG * rate:
        return []
    around = round(AROUND * rate)
    where = [at for at in range(1, len(keys)) if pauses[at] >= PAUSE * rate]
    begin = [ends[at - 1] for at in where]
    rank = [(pauses[at], keys[at], -at) for at in where]
    return [
        at
        for at, start, own in zip(where, begin, rank, strict=True)
        if around <= start <= ends[-1] - around
        and own == max(rank[bisect_left(begin, start - around) : bisect_right(begin, start + around)])
    ]


def fitted(pauses: Sequence[int], speech: Sequence[int], at: Sequence[int], rate: int) -> Iterator[int]:
    """The pauses of a chapter that is cut at those takes: such that each part is whole frames long."""
    quiet = round(QUIET * rate)
    left = set(at)
    length = 0
    for number, (pause, said) in enumerate(zip(pauses, speech, strict=True)):
        if number in left:
            grains = round((length + pause - quiet) * HERTZ / rate / GRAIN)
            pause = math.ceil(grains * GRAIN * rate / HERTZ) - length + quiet
            length = quiet - pause
        length += pause + said
        yield pause
