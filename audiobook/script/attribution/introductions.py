"""Speakers who say their own names: "I'm Tom", "this is Tom", "Tom here"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from audiobook.script.attribution.candidates import pointed
from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.pronouns import Meant, fits
from audiobook.script.people.roster import Mention, Roster

_SURELY_I = r"i['’]?m|i am|my name['’]?s|my name is|call me"
_PERHAPS_I = r"this is|the name['’]?s|the name is|it['’]?s(?: me)?,?|here is|here['’]s"
_SURELY_MY_NAME, _MY_NAME = (
    re.compile(rf"\b(?:{words}) (?:only |just |called )?$", re.IGNORECASE)
    for words in (_SURELY_I, f"{_SURELY_I}|{_PERHAPS_I}")
)
_ASKS_NAME = re.compile(
    r"(?:^\W*names?|your name|call you|who are you|who['’]s (?:this|that|there|asking|speaking)"
    r"|who is (?:this|that|it|there)|and you are|what are you called)\b.{0,25}\?",
    re.IGNORECASE,
)
_SAYS_NAME = re.compile(r"\b(?:[Mm]y name is|[Mm]y name's|I am|I'm|I’m|[Cc]all me) [A-Z]\w+")
_HERE = re.compile(r" here\b", re.IGNORECASE)
_LEAD = 24
"""Code points before a name that are looked at for "my name is"."""
_POINTED, _CLEARLY = 0.3, 0.6
"""How strong a tag or action must be to tell who says a name; how sure it must be whom it means."""


def names_oneself(
    paragraphs: Sequence[str], s: Surroundings, inside: Sequence[Mention], before: str
) -> set[int]:
    """Who introduces themselves in a quotation, `before` being what was said before it."""
    text = paragraphs[s.quotation.paragraph]
    asked = (_ASKS_NAME.search(before) or _SAYS_NAME.search(before)) and len(s.text.split()) <= 7
    found: set[int] = set()
    for m in inside:
        if m.person is None or m.form != "name" or m.possessive:
            continue
        opens = not any(ch.isalnum() for ch in text[s.quotation.start : m.start])
        if (
            _leads_to(_MY_NAME, text, s, m)
            or _HERE.match(text, m.end, s.quotation.end)
            or (asked and opens and not m.vocative)
            or (asked and opens and m.end - m.start >= len(s.text) - 2)
        ):
            found.add(m.person)
    return found


def surely_own(text: str, s: Surroundings, name: Mention) -> bool:
    """The speaker of the quotation leaves no doubt that the name is their own: "I'm Tom"."""
    return _leads_to(_SURELY_MY_NAME, text, s, name)


def _leads_to(pattern: re.Pattern[str], text: str, s: Surroundings, name: Mention) -> bool:
    """The pattern ends right before a name in the quotation."""
    return pattern.search(text, max(s.quotation.start, name.start - _LEAD), name.start) is not None


def introduced(
    paragraphs: Sequence[str], lines: Sequence[Surroundings], roster: Roster, meant: Meant
) -> dict[int, int]:
    """Person → who they prove to be, of those who are first named by themselves.

    `"I'm Ada," the nurse told her`: the nurse is Ada. `"My name is Ada," Foxglove said`: Ada is Foxglove.
    `roster` is the whole one, `lines` and `meant` may come without those known by a noun.
    """
    nouns = {(m.paragraph, m.start): m.person for row in roster.mentions for m in row if m.form == "noun"}
    same: dict[int, int] = {}
    for s, name in _first_named(paragraphs, lines, roster):
        said = _said_by(s, name, roster, meant, nouns)
        if said is None or name.person is None or roster.people[said].listed:
            continue
        one, other = roster.people[name.person], roster.people[said]
        if fits(other.gender, other.gender_score, one.gender) < _CLEARLY:
            continue
        if other.kind == "noun":
            same[said] = name.person
        elif not one.listed and said not in same.values():
            same[name.person] = said
    return same


def _first_named(
    paragraphs: Sequence[str], lines: Sequence[Surroundings], roster: Roster
) -> Iterator[tuple[Surroundings, Mention]]:
    """Quotations in which somebody whom nobody has named yet says their own name."""
    at = {s.index: s for s in lines}
    met: set[int | None] = set()
    for text, row in zip(paragraphs, roster.mentions, strict=True):
        for m in row:
            if m.form != "name" or m.person in met:
                continue
            met.add(m.person)
            s = at.get(m.quotation) if m.quotation is not None else None
            if s is not None and not m.possessive and surely_own(text, s, m):
                yield s, m


def _said_by(
    s: Surroundings,
    name: Mention,
    roster: Roster,
    meant: Meant,
    nouns: Mapping[tuple[int, int], int | None],
) -> int | None:
    """Whom the words around the quotation make its speaker, by another name or by a noun."""
    for cue in s.cues:
        if cue.mention is None or cue.strength < _POINTED:
            continue
        noun = nouns.get((cue.mention.paragraph, cue.mention.start))
        if noun is not None and roster.people[noun].kind == "noun":
            return noun
        if cue.mention.form == "pronoun":
            return None
        others = [(person, sure) for person, sure in pointed(cue, roster, meant) if person != name.person]
        if others and others[0][1] >= _CLEARLY and others[0][0] != roster.narrator:
            return others[0][0]
        return None
    return None
