"""Nicknames found out in conversation: who answers to a name that only ever stands in speech."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
_TELLER_ENOUGH, _TELLER_CLEAR = 0.25, 0.75
"""Votes and share from which on a name is the narrator's as long as they have none."""
_CLEARLY = 0.8
"""How sure it must be who says a name for them to be nobody of that name."""
_PROBABLY = 0.6
"""How likely it must be who calls somebody for both to be told apart."""
_TAGGED = 0.5
"""How strong a tag must be for its noun to be the speaker."""
_ALIKE, _FILLING, _DOUBLING = 3.0, 1.5, 0.4
"""Factors on a vote for whoever's name sounds like the nickname; lacks just such a name; has another one."""
_BOTH = 0.15
"""The same where one speaker calls both, each by their name."""


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
    calls = _calls(paragraphs, lines, decided, roster, places)
    nouns = _speaking_nouns(lines, roster)
    answers: dict[int, dict[int, float]] = {}
    for person, spots in calls.spots.items():
        answers[person] = {}
        for n in spots:
            for other, weight in _addressed(n, lines, decided, roster, meant, nouns).items():
                a, b = roster.people[person], roster.people[other]
                told = places.told.get(other) or other == roster.narrator or b.kind == "noun"
                if told and not calls.apart(a, b):
                    weight *= fits(b.gender, b.gender_score, a.gender)
                    answers[person][other] = answers[person].get(other, 0.0) + weight
    return _Joining(roster, calls, answers).same


@dataclass(slots=True)
class _Calls:
    """Who is called by name, and by whom."""

    spots: dict[int, list[int]] = field(default_factory=dict)
    """Lines that call somebody who is only ever spoken to."""
    beside: dict[int, set[int]] = field(default_factory=dict)
    """Who else is named in them."""
    told_of: dict[int, set[int | None]] = field(default_factory=dict)
    """Who speaks of them as of somebody else."""
    by: dict[int, set[int | None]] = field(default_factory=dict)
    """Who calls them."""

    def apart(self, one: Person, other: Person) -> bool:
        """They are surely two."""
        met = self.beside[one.id] | self.told_of.get(one.id, set())
        return one.id == other.id or other.id in met or (one.listed and other.listed)


def _calls(
    paragraphs: Sequence[str],
    lines: Sequence[Surroundings],
    decided: Sequence[Decision],
    roster: Roster,
    places: Places,
) -> _Calls:
    found = _Calls()
    inside: dict[int, list[Mention]] = {}
    for mentions in roster.mentions:
        for m in mentions:
            if m.quotation is not None and m.person is not None and m.form == "name":
                inside.setdefault(m.quotation, []).append(m)
    speaks = {d.person for d, s in zip(decided, lines, strict=True) if s.tag is not None}
    for n, s in enumerate(lines):
        here = inside.get(s.index, ())
        for m in here:
            if m.person is None:
                continue
            if not m.vocative:
                if decided[n].confidence >= _CLEARLY:
                    own = surely_own(paragraphs[m.paragraph], s, m)
                    found.told_of.setdefault(m.person, set()).update(() if own else (decided[n].person,))
                continue
            if decided[n].confidence >= _PROBABLY:
                found.by.setdefault(m.person, set()).add(decided[n].person)
            if not places.told.get(m.person) and m.person not in speaks:
                found.spots.setdefault(m.person, []).append(n)
                found.beside.setdefault(m.person, set()).update(
                    o.person for o in here if o.person is not None
                )
    return found


class _Joining:
    """Gives each name to whoever answers to it, the clearest first: with a name more, they lack one less."""

    def __init__(self, roster: Roster, calls: _Calls, answers: Mapping[int, Mapping[int, float]]) -> None:
        self.roster = roster
        self.calls = calls
        self.names = {p.id: [folded(n) for n in (p.name, *p.aliases) if n != "I"] for p in roster.people}
        self.same: dict[int, int] = {}
        left = dict(answers)
        while left:
            votes = {person: self._votes(person, found) for person, found in left.items()}
            sure = {p: who for p in left if (who := self._whose(p, votes[p])) is not None}
            if not sure:
                return
            person = max(sure, key=lambda p: votes[p][sure[p]])
            self._join(person, sure[person])
            del left[person]

    def _votes(self, person: int, answers: Mapping[int, float]) -> dict[int, float]:
        return {other: weight * self._likely(person, other) for other, weight in answers.items()}

    def _likely(self, person: int, other: int) -> float:
        callers = self.calls.by
        name, theirs = folded(self.roster.people[person].name), self.names[other]
        if alike(name, theirs):
            return _ALIKE
        both = not callers.get(person, set()).isdisjoint(callers.get(other, ()))
        return likeness(name, theirs, other in callers) * (_BOTH if both else 1.0)

    def _whose(self, person: int, votes: Mapping[int, float]) -> int | None:
        """Who the person is, as soon as that is clear."""
        best, total = max(votes, key=lambda p: votes[p], default=None), sum(votes.values())
        teller = self.roster.narrator
        if teller is not None and teller in votes and not self.names[teller]:
            share = votes[teller] / total if total else 0.0
            presumed = person == self.roster.presumed and share >= _TELLER_SHARE
            if presumed or (votes[teller] >= _TELLER_ENOUGH and share >= _TELLER_CLEAR):
                return teller
        clear = best is not None and votes[best] >= max(_ENOUGH, _SHARE * total)
        return best if clear else None

    def _join(self, person: int, other: int) -> None:
        if self.roster.people[other].kind == "noun":
            self.same[other] = person
        else:
            self.same[person] = other
        self.names[other] = [*self.names[other], *self.names[person]]
        self.calls.by.setdefault(other, set()).update(self.calls.by.get(person, ()))


def likeness(name: str, theirs: Sequence[str], called: bool) -> float:
    """More where a name makes another's a whole one, less where each has a given name or a surname.

    `called`: the other is called by a name of theirs as well.
    """
    if title_of(name):
        return _FILLING  # "Corporal": hardly ever a person apart
    (given, surname), halves = _halves(name), [_halves(other) for other in theirs]
    clash = (given and any(g for g, _ in halves)) or (surname and any(s for _, s in halves))
    plain = called and all(" " not in other and not title_of(other) for other in theirs)
    return _DOUBLING if clash or (plain and first_name(name) is not None) else _FILLING


def alike(name: str, theirs: Sequence[str]) -> bool:
    """The name sounds like one of the others."""
    return not title_of(name) and any(sounds_like(name, word) for other in theirs for word in other.split())


def _speaking_nouns(lines: Sequence[Surroundings], roster: Roster) -> dict[int, int]:
    """Line → the noun person whom its tag makes the speaker, in a short story."""
    nouns = roster.nouns() if roster.guises else {}
    found: dict[int, int] = {}
    for n, s in enumerate(lines):
        mention = s.tag.mention if s.tag is not None and s.tag.strength >= _TAGGED else None
        if mention is not None and (mention.paragraph, mention.start) in nouns:
            found[n] = nouns[mention.paragraph, mention.start]
    return found


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
