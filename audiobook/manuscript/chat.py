"""Chats within prose: rows of `Mara: on my way`, as a messenger sets them, whose names are cues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from audiobook.manuscript.cuenames import CueNames
from audiobook.manuscript.play import Cue, colon_cue, end_of_cue
from audiobook.manuscript.rows import Block, Role, Row, left_out_rows

_LEAST = 3
"""Messages that make a chat: a "Note:" or two make none."""
_HANDLE = re.compile(r"\S*(?:[a-z][A-Z]|[\d_])\S*|[^\WA-Z]{3,}")
"""A name that is one for being on screen: "night_owl", "BigDimi", "gran"."""
_FIELDS = re.compile(
    r"(?:name|class|race|rank|level|lvl|titles?|status|states?|skills?|abilit(?:y|ies)|traits?|quests?|rewards?"
    r"|penalty|effects?|items?|inventory|weapon|armou?r|health|mana|stamina|strength|agility|dexterity"
    r"|intelligence|wisdom|charisma|luck|age|gender|height|weight|occupation|species|type|description|cost"
    r"|duration|progress|objectives?|system|alert|update|error|chat|group|password|username|phone|address)\b.*",
    re.IGNORECASE,
)
"""What a form or a game's window names."""
_QUOTED = re.compile(r"\s*[*_]{0,2}[\"“”„«»‘'「]")
_WORDS = re.compile(r"[^\W\d_]{2,}")


def split_chats(source: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, messages in a chat apart, each with who writes it as its cue, and the names left out.

    Somebody there writes more than once, and is told of in the middle of a sentence as well, or has a name
    such as only screens have. Forms and lists ("Strength: 12") are none.
    """
    rows = [row for block in blocks if block.role is Role.TEXT for row in block.rows]
    cues = [cue for block in blocks if block.role is Role.TEXT for cue in _cues(block.rows)]
    names = _names(source, Counter(cue.name for cue in cues if cue is not None))
    messages = {row.start: cue for row, cue in zip(rows, _sent(cues, names), strict=True) if cue is not None}
    if len(messages) < _LEAST or len({cue.name for cue in messages.values()}) < 2:
        return list(blocks)
    spelt = CueNames(source)
    return [part for block in blocks for part in _parts(source, block, messages, spelt)]


def _cues(rows: Sequence[Row]) -> Iterator[Cue | None]:
    """For each row of a paragraph the cue that it starts with; behind other words there is none."""
    found = [_message(row.text) for row in rows]
    return (cue if found[0] is not None else None for cue in found)


def _message(text: str) -> Cue | None:
    """The cue of a row that may be a message: words follow, in no marks."""
    cue = colon_cue(text)
    if (
        cue is None
        or _FIELDS.fullmatch(cue.name)
        or _QUOTED.match(text, cue.end)
        or not _WORDS.search(text, cue.end)
    ):
        return None
    return cue


def _sent(cues: Sequence[Cue | None], names: Set[str]) -> list[Cue | None]:
    """The cues whose names are known, and those right beside them: somebody who writes but once."""
    known = [cue is not None and cue.name in names for cue in cues]
    for way in (range(1, len(cues)), range(len(cues) - 2, -1, -1)):
        for n in way:
            known[n] = known[n] or (cues[n] is not None and known[n - way.step])
    return [cue if sure else None for cue, sure in zip(cues, known, strict=True)]


def _names(source: str, counts: Counter[str]) -> set[str]:
    """Those of the names before colons that come again and are somebody's."""
    again = {name for name, count in counts.items() if count > 1}
    return {name for name in again if _HANDLE.fullmatch(name) or _is_told_of(source, name)}


def _is_told_of(source: str, name: str) -> bool:
    """The name stands in the middle of sentences as well, and more often so than small."""
    inside = re.findall(rf"[\w,;]['’\"”]?\s{re.escape(name)}(?:['’]s)?(?![\w:])", source)
    small = re.findall(rf"(?<![\w'’]){re.escape(name.lower())}(?![\w:])", source)
    return name[0].isupper() and len(inside) > len(small)


def _parts(source: str, block: Block, messages: dict[int, Cue], spelt: CueNames) -> Iterator[Block]:
    """A block cut where messages begin."""
    firsts = [n for n, row in enumerate(block.rows) if row.start in messages]
    if block.role is not Role.TEXT or not firsts:
        yield block
        return
    if firsts[0]:
        yield block.part(0, firsts[0])
    for first, end in zip(firsts, [*firsts[1:], len(block.rows)], strict=True):
        row = block.rows[first]
        cue = messages[row.start]
        start = end_of_cue(source, row, cue)
        start += len(source[start : row.end]) - len(source[start : row.end].lstrip())
        yield left_out_rows([row._replace(end=start)], "cue")
        message = block.part(first, end)
        message.rows[0] = Row(start, row.end, row.text[cue.end :].strip(), row.indent, row.gap, row.number)
        message.cue = spelt(cue.name)
        yield message
