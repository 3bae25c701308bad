"""Which nouns are other words for somebody named: "the driver" is Ada, for it is her turn whenever he speaks.

In a short story what the text tells (`people.guises`) and a first reading of who speaks where, in which
all nouns were hidden, are weighed together, against the noun's being a person of its own. The weights are
those of a softmax over a noun's readings; they come from tools/learn_unmasking.py and our own stories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.decision import Decision
from audiobook.script.people.guises import OWN, Clues
from audiobook.script.people.roster import Mention, Roster

LEARNED: Mapping[str, float] = {
    "turn": 1.51,
    "part of the name": 1.49,
    "brought in after": -1.46,
    "called beside": 1.42,
    "acts": 1.07,
    "named here": 0.90,
    "a place": -0.88,
    "own": 0.87,
    "called after": 0.86,
    "named next": 0.80,
    "own voice": -0.78,
    "then speaks": 0.74,
    "only called elsewhere": -0.72,
    "answers": 0.72,
    "only called": -0.71,
    "called so": 0.69,
    "never acts": -0.66,
    "turn beside": -0.64,
    "own introduced": 0.63,
    "gender": 0.59,
    "named later": 0.47,
    "related": 0.43,
    "own speaks": -0.35,
    "named last": -0.23,
    "spoken of after": -0.16,
    "own thing": -0.14,
    "calls them": 0.12,
    "called otherwise": -0.04,
}
"""Half of what the tool gives and half of what it gave when it had a third of the stories: as good as the
first alone, and kinder to strangers ("a carter pulled up") whom those stories hardly have."""
BY_HAND: Mapping[str, float] = {
    "titled": 2.5,
    "has the other": 3.0,
    "ranked otherwise": -2.0,
    "too young": -2.0,
    "a machine": -1.5,
    "not in the scene": -2.0,
    "tag beside": -1.5,
    "tag before": -1.5,
    # What a caller's list of characters tells.
    "listed": 3.0,
    "own unlisted": -1.0,
}
"""What any reader knows: a title that only they have; nobody answers themselves, or is another rank."""
WEIGHTS = {**LEARNED, **BY_HAND}

_SPLIT = 0.2
"""In favour of a person of its own: a wrong voice for one noun is better than for two people."""
_SHARED = 1.1
"""Against a person whom another noun means already: hardly anybody is both the driver and the boy."""
_TAG, _BEAT = 0.5, 0.3
"""How clear a cue must be for the noun to speak; to act beside speech."""
_ANSWER = 2
"""Paragraphs away at which the next speech is still an answer."""


def unmasked(lines: Sequence[Surroundings], decided: Sequence[Decision], roster: Roster) -> dict[int, int]:
    """Noun person → the named person who proves to be meant."""
    scores = {
        noun: {person: weighed(clues) for person, clues in readings.items()}
        for noun, readings in evidence(lines, decided, roster).items()
        if not roster.people[noun].listed
    }
    return _matched(scores)


def weighed(clues: Mapping[str, float]) -> float:
    """How much speaks for one reading of a noun."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in clues.items())


def _matched(scores: Mapping[int, Mapping[int, float]]) -> dict[int, int]:
    """The clearest nouns choose first."""
    same: dict[int, int] = {}
    waiting = {noun: {**row, OWN: row[OWN] + _SPLIT} for noun, row in scores.items()}
    while waiting:
        noun = max(waiting, key=lambda n: _margin(waiting[n]))
        row = waiting.pop(noun)
        best = max(row, key=lambda person: row[person])
        if best == OWN:
            continue
        if best not in same.values():
            for other in waiting.values():
                if best in other:
                    other[best] -= _SHARED
        same[noun] = best
    return same


def _margin(row: Mapping[int, float]) -> float:
    first, *rest = sorted(row.values(), reverse=True)
    return first - rest[0] if rest else first


def evidence(
    lines: Sequence[Surroundings], decided: Sequence[Decision], roster: Roster
) -> dict[int, dict[int, Clues]]:
    """The text's clues to each noun, and those of the turns."""
    scene = Scene(lines, decided, roster)
    found: dict[int, dict[int, Clues]] = {}
    for noun, readings in roster.guises.items():
        turns, beats = scene.said.get(noun, []), scene.acting.get(noun, [])
        found[noun] = {
            person: {**clues, **scene.turns_of(person, turns, beats)} if person != OWN else dict(clues)
            for person, clues in readings.items()
        }
    return found


class Scene:
    """Where nouns speak and act, and who speaks around them."""

    def __init__(self, lines: Sequence[Surroundings], decided: Sequence[Decision], roster: Roster) -> None:
        self._lines, self._decided = lines, decided
        nouns = roster.nouns()
        self.said: dict[int, list[list[int]]] = defaultdict(list)
        """Noun person → its turns: lines with one tag."""
        self.acting: dict[int, list[int]] = defaultdict(list)
        """Noun person → lines beside which it acts."""
        self._called: dict[int, set[int]] = defaultdict(set)
        """Quotation → who is called by name in it."""
        for row in roster.mentions:
            for m in row:
                if m.quotation is not None and m.person is not None and m.vocative:
                    self._called[m.quotation].add(m.person)
        last: Mention | None = None
        for n, s in enumerate(lines):
            for cue in s.cues:
                if cue.mention is None:
                    continue
                noun = nouns.get((cue.mention.paragraph, cue.mention.start))
                if noun is None:
                    continue
                if cue is not s.tag:
                    if cue.strength >= _BEAT:
                        self.acting[noun].append(n)
                elif cue.strength >= _TAG:
                    if cue.mention is last:
                        self.said[noun][-1].append(n)
                    else:
                        self.said[noun].append([n])
            last = s.tag.mention if s.tag is not None else None

    def turns_of(self, person: int, turns: Sequence[Sequence[int]], beats: Sequence[int]) -> Clues:
        """Whether it is the person's turn where the noun speaks or acts, or the turn beside."""
        if not turns and not beats:
            return {}
        ahead = [self._beside(t[0], -1) for t in turns]
        behind = [self._beside(t[-1], 1) for t in turns]
        sides = [[k for k in pair if k is not None] for pair in zip(ahead, behind, strict=True)]
        called = [self._called[self._lines[n].index] for t in turns for n in t]
        after = [self._called_at(k) for k in behind]
        return {
            "turn": _mean(max(self._sure(n, person) for n in t) for t in turns),
            "acts": _mean(self._sure(n, person) for n in beats),
            "turn beside": _mean(max((self._sure(k, person) for k in s), default=0.0) for s in sides),
            "tag beside": float(any(self._tags(k, person) for s in sides for k in s)),
            "tag before": float(any(self._tags(k, person) for k in ahead if k is not None)),
            "calls them": float(any(person in there for there in called)),
            "called after": min(2.0, sum(person in there for there in after)),
        }

    def _sure(self, n: int, person: int) -> float:
        return self._decided[n].others.get(person, 0.0)

    def _tags(self, n: int, person: int) -> bool:
        tag = self._lines[n].tag
        if tag is None or tag.mention is None or tag.strength < _TAG:
            return False
        return tag.mention.form == "name" and tag.mention.person == person

    def _called_at(self, n: int | None) -> set[int]:
        return set() if n is None else self._called[self._lines[n].index]

    def _beside(self, n: int, step: int) -> int | None:
        """The next line that way that is another turn."""
        here = self._lines[n].quotation.paragraph
        k = n + step
        while 0 <= k < len(self._lines) and self._lines[k].quotation.paragraph == here:
            if self._lines[k].tag is not None:
                break
            k += step
        near = 0 <= k < len(self._lines) and abs(self._lines[k].quotation.paragraph - here) <= _ANSWER
        return k if near else None


def _mean(values: Iterable[float]) -> float:
    shares = list(values)
    return sum(shares) / len(shares) if shares else 0.0
