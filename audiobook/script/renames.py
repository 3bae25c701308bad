"""A tag that a person changed everywhere ([Tom] → [Thomas]) is changed in new lines as well."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from audiobook.model import NARRATOR, Line

_MOST = 0.8
"""Share of a name's lines that must bear the one new name."""


def find_renames(pairs: Iterable[tuple[str, str]], still_used: Collection[str]) -> dict[str, str]:
    """Old name → new name, from the (old, new) tags of all lines that were there before.

    A name was renamed when no line bears it any more and most of its lines bear one other. Its only line
    given to somebody who was there before is a correction, not a new name.
    """
    became: dict[str, Counter[str]] = defaultdict(Counter)
    for old, new in pairs:
        became[old][new] += 1
    renames = {}
    for old, names in became.items():
        new, count = names.most_common(1)[0]
        if NARRATOR in (old, new) or old in still_used or count < _MOST * names.total():
            continue
        if count > 1 or new not in became:
            renames[old] = new
    return renames


def rename(line: Line, renames: Mapping[str, str]) -> Line:
    """The line under its speaker's new name."""
    new = renames.get(line.speaker)
    return line if new is None else replace(line, speaker=new)
