"""What has been found so far, as the steps that say whom a noun means look at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from audiobook.model import Gender
from audiobook.script.people.aliases import Cluster
from audiobook.script.people.capitals import Page
from audiobook.script.people.gender import CERTAIN, compatible, following_pronouns, pronoun_odds
from audiobook.script.people.nouns import RELATIONS, THINGS, noun_gender
from audiobook.script.people.phrases import NounPhrase
from audiobook.script.people.tokens import Token

WINDOW = 8
"""Paragraphs within which somebody named counts as present."""
_NEAR = 30
"""Tokens within which a pronoun is taken to refer back to a noun."""

GENERIC = frozenset(
    """man woman boy girl lady gentleman child kid lad lass fellow chap guy person youth maiden maid one
    creature baby gal lassie dude bloke teenager figure stranger visitor guest companion friend""".split()
)
"""Nouns that anybody of that age and gender may be called."""
SERVING = frozenset("servant maid".split())
"""Callings, though one may have a servant of one's own, or be a maid."""


class Story:
    """The text with its names and noun phrases.

    Named persons are numbered as in `clusters`. A phrase is known by where it starts: (paragraph,
    first token).
    """

    def __init__(
        self,
        page: Page,
        clusters: Sequence[Cluster],
        phrases: Sequence[Sequence[NounPhrase]],
        narrator: int | None,
    ) -> None:
        self.page = page
        self.clusters = clusters
        self.phrases = phrases
        self.narrator = narrator
        self.names: list[list[tuple[int, int, int]]] = [[] for _ in page]
        """For each paragraph its names: (first token, last token, person), in order."""
        self.vocatives: set[tuple[int, int]] = set()
        """(paragraph, first token) of the names that address somebody."""
        for person, cluster in enumerate(clusters):
            for entry in cluster.entries:
                for sighting in entry.sightings:
                    self.names[sighting.paragraph].append((sighting.first, sighting.last, person))
                    if sighting.vocative:
                        self.vocatives.add((sighting.paragraph, sighting.first))
        for here in self.names:
            here.sort()
        self.genders = [cluster.odds for cluster in clusters]
        """Log odds of each named person being a woman."""
        self.owners = self._owners()
        """Phrase ("her sister") → whose."""
        self._pronouns = self._followed()

    def key(self, phrase: NounPhrase) -> str:
        """Phrases with one key mean the same person, as a rule."""
        owner = self.owners.get((phrase.paragraph, phrase.first))
        if owner is not None and phrase.head in RELATIONS:
            return f"{phrase.head} of {owner}"
        if phrase.behind:
            return f"{phrase.head} {phrase.behind}"
        age = next((m for m in phrase.modifiers if m in ("old", "young", "little")), "")
        return f"{age} {phrase.head}" if age and phrase.head in GENERIC else phrase.head

    def odds(self, phrase: NounPhrase) -> float:
        """Log odds that the phrase means a woman."""
        if phrase.gender is not Gender.UNKNOWN:
            return CERTAIN if phrase.gender is Gender.FEMALE else -CERTAIN
        return self._pronouns.get(self.key(phrase), 0.0)

    def fits(self, phrase: NounPhrase, person: int) -> bool:
        """A named person's gender does not speak against the phrase."""
        return not phrase.plural and compatible(self.odds(phrase), self.genders[person])

    def may_be(self, noun: str, person: int) -> bool:
        """The noun's own gender ("the landlady") does not speak against a named person."""
        gender = noun_gender(noun)
        if gender in (None, Gender.UNKNOWN):
            return True
        return compatible(CERTAIN if gender is Gender.FEMALE else -CERTAIN, self.genders[person])

    def beside(self, phrase: NounPhrase) -> set[int]:
        """Whom the phrase's own sentence names, and whom the speech that it introduces addresses: others."""
        tokens = self.page[phrase.paragraph]
        first, last = _sentence(tokens, phrase.first)
        here = self.names[phrase.paragraph]
        people = {p for start, _, p in here if first <= start <= last and tokens[start].quotation < 0}
        if phrase.speaks:
            people.update(p for start, _, p in here if (phrase.paragraph, start) in self.vocatives)
        return people

    def _owners(self) -> dict[tuple[int, int], int]:
        """The owner's name, the narrator for "my", else whoever of that gender was named last."""
        owners: dict[tuple[int, int], int] = {}
        last: dict[int, tuple[int, int]] = {}
        for paragraph, phrases in enumerate(self.phrases):
            tokens = self.page[paragraph]
            told = [
                (first, person) for first, _, person in self.names[paragraph] if tokens[first].quotation < 0
            ]
            at = 0
            for phrase in phrases:
                if not phrase.owned:
                    continue
                while at < len(told) and told[at][0] < phrase.first:
                    last[told[at][1]] = (paragraph, told[at][0])
                    at += 1
                owner = self._owner(phrase, last)
                if owner is not None:
                    owners[paragraph, phrase.first] = owner
            last.update((person, (paragraph, first)) for first, person in told[at:])
        return owners

    def _owner(self, phrase: NounPhrase, last: dict[int, tuple[int, int]]) -> int | None:
        if phrase.determiner == "my":
            return self.narrator if phrase.told else None
        if phrase.determiner == "'s":
            return next((p for _, end, p in self.names[phrase.paragraph] if end == phrase.first - 1), None)
        wanted = {"his": -1, "her": 1}.get(phrase.determiner, 0)
        fitting = [
            (where, person)
            for person, where in last.items()
            if wanted and self.genders[person] * wanted > 0 and phrase.paragraph - where[0] <= WINDOW
        ]
        return max(fitting)[1] if fitting else None

    def _followed(self) -> dict[str, float]:
        """Key → log odds of a woman, from the pronouns that follow its phrases."""
        votes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for paragraph, phrases in enumerate(self.phrases):
            tokens = self.page[paragraph]
            starts = sorted([p.first for p in phrases] + [first for first, _, _ in self.names[paragraph]])
            told = [first for first in starts if tokens[first].quotation < 0]
            for phrase in phrases:
                if not phrase.told or phrase.plural or tokens[phrase.last].clitic:
                    continue
                stop = next((first for first in told if first > phrase.last), len(tokens))
                female, male = following_pronouns(tokens[phrase.last + 1 : min(stop, phrase.last + _NEAR)])
                weight = 1.0 if told[0] == phrase.first else 0.5
                vote = votes[self.key(phrase)]
                vote[0] += female * weight
                vote[1] += male * weight
        return {key: pronoun_odds(female, male) for key, (female, male) in votes.items()}


def is_calling(noun: str) -> bool:
    """The noun says what somebody is, whatever others are to them: the driver, the king."""
    if noun in SERVING:
        return True
    return noun_gender(noun) is not None and noun not in GENERIC | RELATIONS | THINGS


def _sentence(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """First and last token of the sentence (or clause) around a token."""
    first = at
    while first > 0 and not tokens[first].initial:
        first -= 1
    last = at
    while last + 1 < len(tokens) and not tokens[last + 1].initial:
        last += 1
    return first, last
