"""Who has left: whoever walked out, or hung up, is not heard until they are told of again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobook.script.attribution.candidates import whom
from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.pronouns import Meant
from audiobook.script.people.roster import Mention, Roster

_STOP = r"(?=\s*(?:[.,;:!?—–]|$))"
_LEAVES = re.compile(
    r"(?:['’]d| had| has| have| was| is| were| are)?(?: just| already| now| then| finally)?"
    r"(?: (?:said|says|nodded|laughed|shrugged|smiled|waved) and)? "
    rf"(?:(?:left|leaves)(?:{_STOP}| (?:again|without)\b| the (?:room|house|shop|bar|kitchen|office)\b)"
    rf"|gone(?:{_STOP}| (?:he|she|they|I|we|out|away|home|off)\b)"
    r"|(?:went|goes|walked|walks|ran|runs|stormed|hurried|wandered|strode|marched|slipped|stalked|drove)"
    r" (?:off|away|home|upstairs|downstairs|back (?:inside|downstairs|upstairs|home)"
    r"|out(?! (?:to|between|from|onto|of (?:his|her|my|their) (?:mind|way))\b))\b"
    rf"|(?:hung up|hangs up|rang off|rings off|disappeared|disappears|vanished|vanishes){_STOP})"
)
_SHUT_BEHIND = re.compile(r"\b(?:shut|shuts|closed|closes|slammed|slams|banged|swung to|clicked) behind $")
_SENTENCE_END = re.compile(r"[.!?…]\W*\s")
_LONG = 6
"""Paragraphs after which somebody who left may be back unannounced."""


def departed(
    paragraphs: Sequence[str],
    lines: Sequence[Surroundings],
    roster: Roster,
    meant: Meant,
    present: Sequence[bool],
) -> list[frozenset[int]]:
    """For each quotation who has left before it, and was not told of or called since.

    `present`: who is there whatever happens, because the story goes where they go.
    """
    found: list[frozenset[int]] = []
    gone: dict[int, tuple[int, int]] = {}
    for paragraph, offset, what in _events(lines, roster):
        if isinstance(what, int):
            near = {p for p, (left, _) in gone.items() if paragraph - left <= _LONG}
            found.append(frozenset(near))
            continue
        who = whom(what, roster, meant)
        if not who or what.plural or (what.quotation is not None and not what.vocative):
            continue
        person = who[0][0]
        text = paragraphs[paragraph]
        if not present[person] and what.quotation is None and _leaves(text, what):
            end = _SENTENCE_END.search(text, what.end)
            gone[person] = paragraph, end.end() if end else len(text)
        elif person in gone and (paragraph, offset) >= gone[person]:
            del gone[person]
    return found


def _events(lines: Sequence[Surroundings], roster: Roster) -> Iterator[tuple[int, int, Mention | int]]:
    """Mentions, and the numbers of the lines, in reading order."""
    by_paragraph: dict[int, list[tuple[int, int, Mention | int]]] = {}
    for n, s in enumerate(lines):
        by_paragraph.setdefault(s.quotation.paragraph, []).append(
            (s.quotation.paragraph, s.quotation.start, n)
        )
    for paragraph, mentions in enumerate(roster.mentions):
        here = by_paragraph.get(paragraph, [])
        yield from sorted([*here, *((paragraph, m.start, m) for m in mentions)], key=lambda event: event[1])


def _leaves(text: str, mention: Mention) -> bool:
    subject = not mention.possessive and _LEAVES.match(text, mention.end) is not None
    return subject or _SHUT_BEHIND.search(text, 0, mention.start) is not None
