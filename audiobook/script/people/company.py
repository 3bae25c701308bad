"""The company a noun keeps: "the painter" is Ada, for where the one stands the other is near."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log

from audiobook.script.people.apposition import Roles
from audiobook.script.people.gender import compatible
from audiobook.script.people.phrases import NounPhrase, is_thing
from audiobook.script.people.story import GENERIC, WINDOW, Story, is_calling

SHORT = 300
"""Paragraphs up to which a story is short: few people, and all of them about all the time."""
_STATISTICAL = 100
"""Paragraphs from which on being near more often than chance means something."""

PLAIN = 2
"""How plainly a title or apposition must make a noun somebody's."""
_SELDOM, _LIFT, _FLOOR = 3, 0.1, -0.4
"""For a noun to go with a person all through: times used, how much nearer than chance, evidence in all."""
_CALLED, _CALLED_SELDOM, _TOO_SELDOM = 0.35, 0.55, 6
"""Evidence for a calling ("the driver") to be somebody's whom no long story calls so; for one used less than
often; and times below which none will do."""
_OFTEN, _ALWAYS = 12, 0.5
"""The same for a noun of which the caller's list makes a person of its own."""


@dataclass(slots=True)
class Company:
    """Which noun goes with which named person."""

    near: dict[str, dict[int, float]] = field(default_factory=dict)
    """Key of a phrase → named person → log odds-like evidence from being near."""
    standing: dict[str, int] = field(default_factory=dict)
    """Key of a phrase → the person it goes with all through the story."""
    inseparable: set[str] = field(default_factory=set)
    """Those of the standing keys that are used often and hardly ever without the person."""


def company(story: Story, roles: Roles) -> Company:
    """Counts who is near each noun."""
    counted = _counted(story, roles)
    found = Company({key: usage.evidence() for key, usage in counted.items() if usage.count > 1})
    if len(story.page) <= SHORT:
        found.standing |= _titled(story, roles, counted)
    if len(story.page) >= _STATISTICAL:
        for key, usage in counted.items():
            if key in found.standing or usage.count < _SELDOM:
                continue
            if (person := _best(story, roles, key, usage)) is not None:
                found.standing[key] = person
                if usage.count >= _OFTEN and usage.evidence()[person] >= _ALWAYS:
                    found.inseparable.add(key)
    return found


def _titled(story: Story, roles: Roles, counted: dict[str, _Usage]) -> dict[str, int]:
    """Nouns that the text makes one person's: "the judge" where there is Judge Lund."""
    own: dict[str, int] = {}
    for key in counted:
        whose = [
            person
            for person, nouns in roles.of.items()
            if nouns[key] >= PLAIN and key not in GENERIC and story.may_be(key, person)
        ]
        if len(whose) == 1:
            own[key] = whose[0]
    return own


@dataclass(slots=True)
class _Usage:
    """Where one key stands in the narration, and who is near."""

    odds: float
    """Log odds that it means a woman."""
    count: int = 0
    near: Counter[int] = field(default_factory=Counter)
    expected: dict[int, float] = field(default_factory=dict)
    """Share of all paragraphs at which the person is near."""
    beside: Counter[int] = field(default_factory=Counter)
    """Named in the very sentence: somebody else."""

    def lifted(self, person: int) -> float:
        """How much more often than chance the person is near, as a logarithm."""
        chance = self.count * self.expected[person] + 0.5
        return log((self.near[person] + 0.5) / chance) * self.count / (self.count + 2)

    def evidence(self) -> dict[int, float]:
        return {
            person: self.lifted(person)
            + 1.5 * log(hits / self.count)
            - 3.0 * self.beside[person] / self.count
            for person, hits in self.near.items()
        }


def _counted(story: Story, roles: Roles) -> dict[str, _Usage]:
    usages: dict[str, _Usage] = {}
    present: Counter[int] = Counter()
    last: dict[int, int] = {}
    for paragraph, phrases in enumerate(story.phrases):
        last.update((person, paragraph) for _, _, person in story.names[paragraph])
        around = [person for person, at in last.items() if paragraph - at <= WINDOW]
        present.update(around)
        for phrase in phrases:
            if not _telling(phrase) or is_thing(phrase.head) or (paragraph, phrase.first) in roles.linked:
                continue
            usage = usages.setdefault(story.key(phrase), _Usage(story.odds(phrase)))
            usage.count += 1
            usage.near.update(around)
            usage.beside.update(story.beside(phrase))
    for usage in usages.values():
        usage.expected = {person: present[person] / max(1, len(story.page)) for person in usage.near}
    return usages


def _telling(phrase: NounPhrase) -> bool:
    """In narration, one person, and one already known to the reader."""
    return phrase.told and not (phrase.plural or phrase.behind) and (phrase.definite or phrase.owned)


def _best(story: Story, roles: Roles, key: str, usage: _Usage) -> int | None:
    ranked = [
        (value + 0.3 * min(3, roles.of[person].get(key, 0)), person)
        for person, value in usage.evidence().items()
        if compatible(usage.odds, story.genders[person]) and usage.lifted(person) >= _LIFT
    ]
    value, person = max(ranked, default=(-9.0, -1))
    if person < 0:
        return None
    strange = len(story.page) > SHORT and is_calling(key) and not roles.of[person].get(key)
    if strange and usage.count < _TOO_SELDOM:
        return None
    floor = _FLOOR if not strange else _CALLED if usage.count >= _OFTEN else _CALLED_SELDOM
    return person if value > floor else None
