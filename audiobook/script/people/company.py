"""The company a noun keeps: "the painter" is Ada, for where the one stands the other is near."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log

from audiobook.script.people.apposition import Roles
from audiobook.script.people.gender import compatible
from audiobook.script.people.lexicon import REPORTING
from audiobook.script.people.nouns import noun_gender
from audiobook.script.people.phrases import NounPhrase, is_thing
from audiobook.script.people.roster import folded
from audiobook.script.people.speech import speaks
from audiobook.script.people.story import WINDOW, Story

SHORT = 300
"""Paragraphs up to which a story is short: few people, and all of them about all the time."""
_STATISTICAL = 150
"""Paragraphs from which on being near more often than chance means something."""

_SELDOM, _LIFT, _LIFT_SHORT, _FLOOR = 3, 0.1, 0.3, -0.4
"""For a noun to go with a person all through: times used, how much nearer than chance, evidence in all."""

# What speaks for and against a person in a short story, in units of one another.
_PRESENT = 1.0
_CALLED = 1.5
_TOGETHER = -0.8
_IN_TURN = -1.5
_ADDRESSED = -2.0
_SAID = 2.0
_GENDER = 1.0
_ENOUGH, _AHEAD = 0.7, 0.1
_REACH = 4
"""Paragraphs around a noun within which a person counts as present in a short story."""


@dataclass(slots=True)
class Company:
    """Which noun goes with which named person."""

    near: dict[str, dict[int, float]] = field(default_factory=dict)
    """Key of a phrase → named person → log odds-like evidence from being near."""
    standing: dict[str, int] = field(default_factory=dict)
    """Key of a phrase → the person it goes with all through the story."""
    cast: set[str] = field(default_factory=set)
    """Those of the standing keys for which nobody else is left, in a short story."""


def company(story: Story, roles: Roles) -> Company:
    """Counts who is near each noun."""
    counted = _counted(story, roles)
    found = Company({key: usage.evidence() for key, usage in counted.items() if usage.count > 1})
    for key, usage in counted.items():
        if usage.count >= _SELDOM and (person := _best(story, roles, key, usage)) is not None:
            found.standing[key] = person
    if len(story.page) <= SHORT:
        cast = _cast(story, roles, counted, found.standing)
        found.standing |= cast
        found.cast |= cast.keys()
    listed = _listed(story)
    found.standing |= listed
    found.cast |= listed.keys()
    return found


def _listed(story: Story) -> dict[str, int]:
    """Nouns that the caller lists as somebody's aliases: "the detective"."""
    return {
        noun: person
        for person, cluster in enumerate(story.clusters)
        if cluster.known is not None
        for noun in map(folded, cluster.known.aliases)
        if noun_gender(noun.split(" ")[-1]) is not None
    }


@dataclass(slots=True)
class _Usage:
    """Where one key stands in the narration, and who is near."""

    odds: float
    """Log odds that it means a woman."""
    lift: float
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
    lift = _LIFT if len(story.page) >= _STATISTICAL else _LIFT_SHORT
    for paragraph, phrases in enumerate(story.phrases):
        last.update((person, paragraph) for _, _, person in story.names[paragraph])
        around = [person for person, at in last.items() if paragraph - at <= WINDOW]
        present.update(around)
        for phrase in phrases:
            if not _telling(phrase) or is_thing(phrase.head) or (paragraph, phrase.first) in roles.linked:
                continue
            usage = usages.setdefault(story.key(phrase), _Usage(story.odds(phrase), lift))
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
        if compatible(usage.odds, story.genders[person]) and usage.lifted(person) >= usage.lift
    ]
    value, person = max(ranked, default=(-9.0, -1))
    return person if value > _FLOOR else None


# --- short stories --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Presence:
    """The paragraphs in which a person is named, by how."""

    anyhow: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    called: set[int] = field(default_factory=set)
    tagged: set[int] = field(default_factory=set)


def _presences(story: Story) -> dict[int, _Presence]:
    found: dict[int, _Presence] = defaultdict(_Presence)
    for paragraph, here in enumerate(story.names):
        tokens = story.page[paragraph]
        for first, last, person in here:
            found[person].anyhow.add(paragraph)
            if (paragraph, first) in story.vocatives:
                found[person].called.add(paragraph)
            elif tokens[first].quotation < 0:
                found[person].told.add(paragraph)
                if speaks(tokens, first, last, REPORTING):
                    found[person].tagged.add(paragraph)
    return found


def _cast(story: Story, roles: Roles, counted: dict[str, _Usage], standing: dict[str, int]) -> dict[str, int]:
    """Nouns that must mean somebody we know by name, for want of anybody else.

    Speech that follows the noun's own speech is somebody else's, and so is a name in the same
    paragraph; a name called out in the speech before or behind is often the noun's.
    """
    phrases: dict[str, list[NounPhrase]] = defaultdict(list)
    for phrase in (phrase for here in story.phrases for phrase in here if _telling(phrase)):
        phrases[story.key(phrase)].append(phrase)
    presences = _presences(story)
    cast: dict[str, int] = {}
    for key, uses in phrases.items():
        if key in standing or (is_thing(uses[0].head) and not any(phrase.reports for phrase in uses)):
            continue
        odds = counted[key].odds if key in counted else 0.0
        scores = sorted(
            (
                (_score(story, roles, uses, odds, person, presence), person)
                for person, presence in presences.items()
                if _may_play(story, uses, person, presence)
            ),
            reverse=True,
        )
        if scores and scores[0][0] > _ENOUGH and (len(scores) == 1 or scores[0][0] - scores[1][0] >= _AHEAD):
            cast[key] = scores[0][1]
    return cast


def _may_play(story: Story, uses: list[NounPhrase], person: int, presence: _Presence) -> bool:
    owners = {story.owners.get((phrase.paragraph, phrase.first)) for phrase in uses}
    return (
        bool(presence.told)
        and person != story.narrator
        and person not in owners
        and story.fits(uses[0], person)
    )


def _score(
    story: Story, roles: Roles, uses: list[NounPhrase], odds: float, person: int, presence: _Presence
) -> float:
    at = {phrase.paragraph for phrase in uses}
    speaking = {phrase.paragraph for phrase in uses if phrase.speaks}
    turns = {paragraph + step for paragraph in speaking for step in (-1, 1)}
    return (
        _PRESENT * sum(any(abs(p - q) <= _REACH for q in presence.anyhow) for p in at) / len(at)
        + _CALLED * len(presence.called & turns)
        + _TOGETHER * len(presence.told & at)
        + _IN_TURN * len(presence.tagged & turns)
        + _ADDRESSED * len(presence.called & speaking)
        + _SAID * min(2, roles.of[person].get(uses[0].head, 0))
        + _GENDER * (odds * story.genders[person] > 1)
    )
