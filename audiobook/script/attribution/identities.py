"""Nicknames found out in conversation: who answers to a name that only ever stands in speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from audiobook.script.attribution.candidates import Places, whom
from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.decision import Decision
from audiobook.script.attribution.introductions import surely_own
from audiobook.script.attribution.pronouns import Meant, fits
from audiobook.script.people.diminutives import sounds_like
from audiobook.script.people.roster import Mention, Person, Roster, folded
from audiobook.script.people.tables import first_name
from audiobook.script.people.titles import title_of

_ENOUGH = 0.7
_SHARE = 0.7
_TELLER_SHARE = 0.3
"""Smaller, for whoever may be the narrator anyway."""
_CLEARLY = 0.8
"""How sure it must be who says a name for them to be nobody of that name."""
_POINTED, _PROBABLY = 0.3, 0.6
"""How strong a tag or action must be to tell who says a name; how likely it must be who does."""
_TAGGED = 0.5
"""How strong a tag must be for its noun to be the speaker."""
_MEANT_SHARE = 0.75
_NEAR = 1500
_BESIDE = 60
_ALIKE, _FILLING, _DOUBLING = 3.0, 1.5, 0.4
"""Factors on a vote for whoever's name sounds like the nickname; lacks just such a name; has another one."""
_INDEFINITE = re.compile(r"(?:an?|another|one|some(?:one|body)?)\b", re.IGNORECASE)


def nicknames(
    paragraphs: Sequence[str],
    lines: Sequence[Surroundings],
    decided: Sequence[Decision],
    roster: Roster,
    places: Places,
    meant: Meant,
) -> dict[int, int]:
    """Person known only from being spoken to → the person who proves to be the one spoken to.

    In a short story `lines`, `decided`, `places` and `meant` came without those (`uncalled`), so that they
    take nobody's turn.
    """
    spoken_to: dict[int, list[int]] = {}
    told_of: dict[int, set[int | None]] = {}
    """Who speaks of them as of somebody else."""
    beside: dict[int, set[int]] = {}
    inside: dict[int, list[Mention]] = {}
    for mentions in roster.mentions:
        for m in mentions:
            if m.quotation is not None and m.person is not None and m.form == "name":
                inside.setdefault(m.quotation, []).append(m)
    speaks = {d.person for d, s in zip(decided, lines, strict=True) if s.tag is not None}
    for n, s in enumerate(lines):
        here = inside.get(s.index, ())
        for m in here:
            if m.person is not None and not m.vocative and decided[n].confidence >= _CLEARLY:
                own = surely_own(paragraphs[m.paragraph], s, m)
                told_of.setdefault(m.person, set()).update(() if own else (decided[n].person,))
            if (
                m.vocative
                and m.person is not None
                and not places.told.get(m.person)
                and m.person not in speaks
            ):
                spoken_to.setdefault(m.person, []).append(n)
                beside.setdefault(m.person, set()).update(o.person for o in here if o.person is not None)
    same: dict[int, int] = {}
    nouns = _speaking_nouns(lines, roster)
    for person, spots in spoken_to.items():
        votes: dict[int, float] = {}
        for n in spots:
            for other, weight in _addressed(n, lines, decided, roster, meant, nouns).items():
                a, b = roster.people[person], roster.people[other]
                apart = other == person or other in beside[person] | told_of.get(person, set())
                apart = apart or (a.listed and b.listed)
                told = places.told.get(other) or other == roster.narrator or b.kind == "noun"
                if not apart and told:
                    weight *= fits(b.gender, b.gender_score, a.gender) * _likeness(a, b)
                    votes[other] = votes.get(other, 0.0) + weight
        best = max(votes, key=lambda p: votes[p], default=None)
        if person == roster.presumed and roster.narrator in votes:
            if votes[roster.narrator] >= _TELLER_SHARE * sum(votes.values()):
                same[person] = roster.narrator
        elif best is not None and votes[best] >= _ENOUGH and votes[best] >= _SHARE * sum(votes.values()):
            if roster.people[best].kind == "noun":
                same[best] = person
            else:
                same[person] = best
    return same


def _speaking_nouns(lines: Sequence[Surroundings], roster: Roster) -> dict[int, int]:
    """Line → the noun person whom its tag makes the speaker, in a short story."""
    nouns = roster.nouns() if roster.guises else {}
    found: dict[int, int] = {}
    for n, s in enumerate(lines):
        mention = s.tag.mention if s.tag is not None and s.tag.strength >= _TAGGED else None
        if mention is not None and (mention.paragraph, mention.start) in nouns:
            found[n] = nouns[mention.paragraph, mention.start]
    return found


def _likeness(nick: Person, other: Person) -> float:
    """More where the names sound alike or make a whole one, less where each has a given name or a surname."""
    called = folded(nick.name)
    if title_of(called):
        return _FILLING  # "Corporal": hardly ever a person apart
    names = [folded(name) for name in (other.name, *other.aliases)]
    if any(sounds_like(called, word) for name in names for word in name.split()):
        return _ALIKE
    (given, surname), theirs = _halves(called), [_halves(name) for name in names]
    clash = (given and any(g for g, _ in theirs)) or (surname and any(s for _, s in theirs))
    return _DOUBLING if clash else _FILLING


def _halves(name: str) -> tuple[bool, bool]:
    """Whether a name holds a given name, and a surname."""
    words = name.split()
    if title_of(words[0]) and len(words) > 1:
        return False, True
    listed = first_name(words[0])
    given = listed is not None and listed[1]
    return given, len(words) > 1


def _addressed(
    n: int,
    lines: Sequence[Surroundings],
    decided: Sequence[Decision],
    roster: Roster,
    meant: Meant,
    nouns: Mapping[int, int],
) -> dict[int, float]:
    """Who is probably spoken to in a quotation: whom its tag says, or who speaks before and after."""
    s = lines[n]
    speaker = decided[n].person
    if s.told_to is not None and (who := whom(s.told_to, roster, meant)):
        return {person: sure for person, sure in who if person != speaker}
    weights: dict[int, float] = {}
    for step in (-1, 1):
        k = n + step
        while 0 <= k < len(lines) and abs(lines[k].quotation.paragraph - s.quotation.paragraph) <= 2:
            other = nouns.get(k, decided[k].person)
            if other is not None and other != nouns.get(n, speaker):
                sure = 1.0 if k in nouns else decided[k].confidence
                sure *= 1.0 if n in nouns else decided[n].confidence
                weights[other] = weights.get(other, 0.0) + 0.5 * sure
                break
            k += step
    return weights


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
