"""Who proves to be whom in the course of a story: introductions, and epithets by whose turn it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from audiobook.script.attribution.candidates import Places
from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.decision import Decision
from audiobook.script.attribution.pronouns import fits
from audiobook.script.people.roster import Roster, folded
from audiobook.script.people.titles import title_of

_POINTED, _PROBABLY = 0.3, 0.6
"""How strong a tag or action must be to tell who says a name; how likely it must be who does."""
_MEANT_SHARE = 0.75
_NEAR = 1500
_BESIDE = 60
_INDEFINITE = re.compile(r"(?:an?|another|one|some(?:one|body)?)\b", re.IGNORECASE)


def introduced(
    newcomers: Mapping[int, int],
    lines: Sequence[Surroundings],
    decided: Sequence[Decision],
    roster: Roster,
) -> dict[int, int]:
    """Person → who they prove to be, of those who are first named by themselves.

    `"I'm Ada," the nurse told her`: the nurse is Ada. `"My name is Ada," Foxglove said`: Ada is Foxglove.
    `newcomers` is what `introductions` found; `lines` and `decided` came without them.
    """
    same: dict[int, int] = {}
    for s, decision in zip(lines, decided, strict=True):
        name, said = newcomers.get(s.index), decision.person
        if name is None or said is None or said == roster.narrator or roster.people[said].listed:
            continue
        one, other = roster.people[name], roster.people[said]
        if fits(other.gender, other.gender_score, one.gender) < _PROBABLY:
            continue
        if other.kind == "noun" and decision.confidence >= _PROBABLY:
            same[said] = name
        elif other.kind == "named" and _says_outright(s, said) and said not in same.values():
            same[name] = said
    return same


def _says_outright(s: Surroundings, person: int) -> bool:
    """The tag or action that counts most for the quotation has the person by name."""
    cue = next((cue for cue in s.cues if cue.mention is not None and cue.strength >= _POINTED), None)
    return cue is not None and cue.mention is not None and cue.mention.person == person


def nameless(roster: Roster) -> Roster:
    """The roster without those known only by a noun: their mentions tell a gender, no more."""
    return roster.without([p.id for p in roster.people if p.kind == "noun"])


def uncalled(roster: Roster) -> Roster:
    """The roster also without those known only from being spoken to, who may be others by a nickname."""
    return nameless(roster).without(only_called(roster))


def only_called(roster: Roster) -> set[int]:
    """Who is named only inside speech, where they are spoken to, and whoever may prove to be the narrator."""
    told, called = set[int | None](), set[int]()
    for row in roster.mentions:
        for m in row:
            if m.quotation is None and m.form in ("name", "noun"):
                told.add(m.person)
            elif m.vocative and m.person is not None:
                called.add(m.person)
    presumed = set() if roster.presumed is None else {roster.presumed}
    return presumed | {
        p
        for p in called - told
        if p != roster.narrator
        and not roster.people[p].listed
        and (len(words := roster.people[p].name.split()) == 1 or title_of(words[0]))
    }


def epithets(
    paragraphs: Sequence[str],
    lines: Sequence[Surroundings],
    decided: Sequence[Decision],
    roster: Roster,
    places: Places,
) -> dict[int, int]:
    """Person known only by a noun → the named person who proves to be meant.

    For long texts; `unmasked` does it for short ones.

    `decided` came without the nouns (`nameless`): where the turns alone give a noun's lines to one person
    who is near, never beside the noun in a sentence, the noun is another word for that person.
    """
    votes: dict[int, dict[int, float]] = {}
    spoken: dict[int, int] = {}
    nouns = roster.nouns()
    for s, decision in zip(lines, decided, strict=True):
        tag = s.tag
        if tag is None or tag.mention is None or tag.mention.form != "noun" or tag.strength < 0.5:
            continue
        noun = nouns.get((tag.mention.paragraph, tag.mention.start))
        if noun is None or roster.people[noun].listed:
            continue
        spoken[noun] = spoken.get(noun, 0) + 1
        here = places.base[s.quotation.paragraph] + s.quotation.start
        for person, sure in decision.others.items():
            if _around_here(places, person, here):
                shares = votes.setdefault(noun, {})
                shares[person] = shares.get(person, 0.0) + sure
    apart = _apart(paragraphs, roster, set(votes))
    same: dict[int, int] = {}
    for noun, shares in votes.items():
        best = max(shares, key=lambda p: shares[p])
        if shares[best] >= _MEANT_SHARE * spoken[noun] and (noun, best) not in apart:
            same[noun] = best
    return same


def _around_here(places: Places, person: int, here: int) -> bool:
    """The narration names the person within a page of the place."""
    told = places.told.get(person, [])
    k = bisect_left(told, here - _NEAR)
    return k < len(told) and told[k] <= here + _NEAR


def _apart(paragraphs: Sequence[str], roster: Roster, nouns: Set[int]) -> set[tuple[int, int]]:
    """(noun, person) who stand side by side, or of whom the noun came in as somebody new ("a driver")."""
    apart: set[tuple[int, int]] = set()
    known: set[int] = set()
    met: set[int] = set()
    for text, row in zip(paragraphs, roster.mentions, strict=True):
        told = [(m.start, m.person, m.form) for m in row if m.quotation is None and m.person is not None]
        for start, person, form in told:
            if person in nouns:
                if person not in met and _INDEFINITE.match(text, start):
                    apart.update((person, other) for other in known)
                met.add(person)
                apart.update((person, other) for at, other, _ in told if abs(at - start) < _BESIDE)
            elif form == "name":
                known.add(person)
    return apart


def merged(roster: Roster, same: Mapping[int, int]) -> Roster:
    """The roster with some people known to be others; ids stay."""
    people = list(roster.people)
    for person, other in same.items():
        gone, stays = people[person], people[other]
        names = [n for n in (gone.name, *gone.aliases) if folded(n) != folded(stays.name)]
        known_as = [*names, stays.name] if stays.name == "I" else [stays.name, *names]
        name, *aliases = dict.fromkeys((*known_as[:1], *stays.aliases, *known_as[1:]))
        people[other] = replace(
            stays, name=name, aliases=tuple(aliases), mentions=stays.mentions + gone.mentions
        )
        people[person] = replace(gone, aliases=(), mentions=0)
    mentions = [
        [m if m.person is None else replace(m, person=same.get(m.person, m.person)) for m in row]
        for row in roster.mentions
    ]
    by_name = {name: same.get(person, person) for name, person in roster.by_name.items()}
    return replace(roster, people=tuple(people), mentions=mentions, by_name=by_name)
