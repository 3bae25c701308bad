"""Speakers who say their own names ("I'm Tom", "this is Tom", "Tom here"), or whom the narrator names behind
their words ("It was Tom.")."""

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
_IT_WAS = re.compile(
    r"(?:(?:^|.*?[.!?…][\"'”’]*)\s*It|.*?[,;:—–] ?(?:because |for |since |as |and |but )?it)"
    r" was (?:only |just |old |poor )?$",
    re.DOTALL,
)
_WHO_CAME = re.compile(r"[.,;:!—–-]| (?:again|who|standing|with|in|at|calling|come|and)\b")
_VOICES = frozenset({"voice", "somebody", "someone"})
_SOON = 80
"""Code points behind somebody's words within which the narrator tells who it was."""
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


def told_after(
    paragraphs: Sequence[str], s: Surroundings, mentions: Sequence[Sequence[Mention]]
) -> int | None:
    """Whose words those were that nobody, or a voice, is said to speak: "It was Tom." """
    tag = s.tag
    if tag is None and s.text.endswith("?"):
        return None  # that may be the answer
    if tag is not None and tag.mention is not None and not _voice(paragraphs, tag.mention):
        return None
    here, tagged = s.quotation.paragraph, any(cue.clause for cue in s.cues)
    for paragraph, start in ((here, s.quotation.end), (here + 1, 0)):
        if not s.last or paragraph >= len(paragraphs) or (paragraph > here and not tagged):
            return None
        text = paragraphs[paragraph]
        for m in mentions[paragraph]:
            soon = start <= m.start <= start + _SOON and m.form == "name" and m.quotation is None
            if soon and _IT_WAS.match(text[start : m.start]) and _WHO_CAME.match(text, m.end):
                return m.person
    return None


def _voice(paragraphs: Sequence[str], mention: Mention) -> bool:
    words = paragraphs[mention.paragraph][mention.start : mention.end].lower().split()
    return not _VOICES.isdisjoint(words)


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
