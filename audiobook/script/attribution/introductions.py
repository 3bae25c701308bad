"""Speakers who say their own names: "I'm Tom", "this is Tom", "Tom here"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.people.roster import Mention, Roster

_SURELY_I = r"i['’]?m|i am|my name['’]?s|my name is|call me"
_PERHAPS_I = r"this is|the name['’]?s|the name is|it['’]?s(?: me)?,?|here is|here['’]s"
_SURELY_MY_NAME, _MY_NAME = (
    re.compile(rf"\b(?:{words}) (?:only |just |called )?$", re.IGNORECASE)
    for words in (_SURELY_I, f"{_SURELY_I}|{_PERHAPS_I}")
)
_ASKS_NAME = re.compile(
    r"(?:^\W*names?|your names?|call you|who are you|who['’]s (?:this|that|there|asking|speaking)"
    r"|who is (?:this|that|it|there)|and you are|what are you called)\b.{0,25}(?:\?|\W*$)",
    re.IGNORECASE,
)
_SAYS_NAME = re.compile(r"\b(?:[Mm]y name is|[Mm]y name's|I am|I'm|I’m|Im|[Cc]all me) [A-Z]\w+")
_HERE = re.compile(r" here\b", re.IGNORECASE)
_ANSWERED = frozenset(",.!;\"”'’»")
"""What may stand right behind the name of whoever is asked for it."""
_LEAD = 24
"""Code points before a name that are looked at for "my name is"."""


def names_oneself(
    paragraphs: Sequence[str], s: Surroundings, inside: Sequence[Mention], before: str
) -> set[int]:
    """Who introduces themselves in a quotation, `before` being what was said before it."""
    text = paragraphs[s.quotation.paragraph]
    asked = _ASKS_NAME.search(before) or _SAYS_NAME.search(before)
    short = len(s.text.split()) <= 7
    found: set[int] = set()
    for m in inside:
        if m.person is None or m.form != "name" or m.possessive:
            continue
        opens = not any(ch.isalnum() for ch in text[s.quotation.start : m.start])
        if (
            _leads_to(_MY_NAME, text, s, m)
            or _HERE.match(text, m.end, s.quotation.end)
            or (asked and opens and short and not m.vocative)
            or (asked and opens and text[m.end : m.end + 1] in _ANSWERED)
        ):
            found.add(m.person)
    return found


def surely_own(text: str, s: Surroundings, name: Mention) -> bool:
    """The speaker of the quotation leaves no doubt that the name is their own: "I'm Tom"."""
    return _leads_to(_SURELY_MY_NAME, text, s, name)


def _leads_to(pattern: re.Pattern[str], text: str, s: Surroundings, name: Mention) -> bool:
    """The pattern ends right before a name in the quotation."""
    return pattern.search(text, max(s.quotation.start, name.start - _LEAD), name.start) is not None


def introductions(paragraphs: Sequence[str], lines: Sequence[Surroundings], roster: Roster) -> dict[int, int]:
    """Quotation → who says their own name in it, whom nobody has named yet."""
    at = {s.index: s for s in lines}
    met: set[int | None] = set()
    found: dict[int, int] = {}
    for text, row in zip(paragraphs, roster.mentions, strict=True):
        for m in row:
            if m.form != "name" or m.person in met:
                continue
            met.add(m.person)
            s = at.get(m.quotation) if m.quotation is not None else None
            own = s is not None and not m.possessive and surely_own(text, s, m)
            if s is not None and own and m.person is not None and not roster.people[m.person].listed:
                found[s.index] = m.person
    return found
