"""Whom a noun phrase means: a named person, or somebody known only as "the landlord".

Three kinds of evidence, weighed for every phrase in the narration in reading order: the text says so
somewhere (`apposition`), the noun keeps company with one person's name (`company`), and who was
mentioned last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from audiobook.model import Character, Gender
from audiobook.script.people.apposition import Roles
from audiobook.script.people.company import PLAIN, SHORT, Company
from audiobook.script.people.diminutives import KIN_WORDS, kin_alike
from audiobook.script.people.family import kinsman, related
from audiobook.script.people.gender import CERTAIN, compatible
from audiobook.script.people.listed import EXACT, TELLING, Listed
from audiobook.script.people.nouns import RELATIONS
from audiobook.script.people.phrases import INDEFINITE, INTRODUCING, NounPhrase, is_thing
from audiobook.script.people.story import GENERIC, WINDOW, Story, is_calling

_NOBODY = -9.0
"""The score of whom a phrase cannot mean."""
_TELLING = frozenset(
    """old young little first second third elder younger other tall short fat big small pretty white
    black red green grey gray blue thin blind taller shorter bigger smaller fatter thinner fat""".split()
)
"""Modifiers that tell two people of one noun apart."""

# Evidence that a phrase means a person, in units of one another; set by hand on novels and stories.
_RECENT, _FADING = 1.5, 0.25
"""Mentioned in this paragraph; and how much of that is lost with each paragraph since."""
_ROLE, _ROLE_EACH, _ROLE_MOST = 1.0, 0.7, 3.0
"""The text calls them so; for each time; at most."""
_NEAR, _NEAR_UNKNOWN = 1.3, -0.5
"""Factor on the company they keep; the company of nouns used once."""
_STANDING = 2.0
"""The noun goes with them all through."""
_LATELY = 1.0
"""The noun meant them the last time."""
_GENDERED = 0.42
"""Both genders are known, and the same."""
_STRANGE = -0.5
"""Somebody's sister, and nothing says that they are related."""
_SAME, _SAME_RECENT, _SAME_WORD, _INTRODUCED = 1.6, 0.5, 0.5, 1.5
"""Known by this very noun; lately; for each adjective in common; the text brought them in lately."""
_OTHER, _OTHER_RECENT = 0.6, 0.4
"""Known by another noun of the same age and gender."""
_LISTED = 1.0
"""For each degree to which the phrase is what the list calls them."""
_NEEDED_GENERIC, _NEEDED_ROLE, _NEEDED_COUNTED, _NEEDED_ONCE = 0.3, 1.4, 2.0, 1.5
"""Evidence needed: "the girl"; a noun of theirs; a noun used again and again; one used once."""


@dataclass(slots=True)
class NounPerson:
    """Somebody known only by nouns."""

    head: str
    odds: float
    """Log odds that it is a woman."""
    plural: bool
    owner: int | None = None
    """Whose mother, brother, servant; None when nobody's or unknown."""
    modifiers: set[str] = field(default_factory=set)
    behind: str = ""
    """Words behind the noun that tell them from others."""
    phrases: Counter[str] = field(default_factory=Counter)
    """What the text calls them, without determiner, and how often."""
    introduced: bool = False
    """The text brought them in with "a"."""
    known: Character | None = None
    """Who it is in the caller's list."""


class Epithets:
    """Reads the story once and says for every noun phrase whom it means.

    Persons are numbered: named ones as in the story, then those known by nouns in order of appearance.
    """

    def __init__(self, story: Story, roles: Roles, company: Company, listed: Listed) -> None:
        self.people: list[NounPerson] = []
        self.meant: dict[tuple[int, int], int] = {}
        """(paragraph, first token of a phrase) → person."""
        self.votes: dict[int, float] = defaultdict(float)
        """Named person → log odds of being a woman, from the nouns that mean them."""
        self._story = story
        self._roles = roles
        self._company = company
        self._listed = listed
        self._unnamed: dict[int, int] = {}
        """Somebody listed by nouns alone → index into `people`."""
        self.sure: set[tuple[int, int]] = set()
        """Phrases that are plainly what the list calls somebody."""
        self.claims: dict[tuple[int, int], Mapping[int, int]] = {}
        """Phrase → whom else the list may mean by it."""
        self._named = len(story.clusters)
        self._seen: dict[int, int] = {}
        """Person → paragraph of the last mention."""
        self._lately: dict[str, int] = {}
        """Key → whom it meant last."""
        self._short = len(story.page) <= SHORT
        self._kin = _kin(story)
        self._sons = _sons(story)
        self._read()

    def _read(self) -> None:
        for paragraph, phrases in enumerate(self._story.phrases):
            tokens = self._story.page[paragraph]
            events: list[tuple[int, int | NounPhrase]] = [
                (first, person) for first, _, person in self._story.names[paragraph]
            ]
            events += [(phrase.first, phrase) for phrase in phrases]
            events.sort(key=lambda event: event[0])
            for first, event in events:
                if isinstance(event, int):
                    self._seen[event] = paragraph
                    continue
                person = self._means(event)
                if person is None:
                    continue
                self.meant[paragraph, first] = person
                if event.gender is not Gender.UNKNOWN and person < self._named:
                    self.votes[person] += 0.7 if event.gender is Gender.FEMALE else -0.7
                if tokens[first].quotation < 0:
                    self._seen[person] = paragraph

    def _means(self, phrase: NounPhrase) -> int | None:
        linked = self._roles.linked.get((phrase.paragraph, phrase.first))
        if linked is not None:
            return linked
        listed = self._as_listed(phrase)
        if listed is not None:
            self.sure.add((phrase.paragraph, phrase.first))
            return listed
        if is_thing(phrase.head) and (phrase.owned or not (phrase.reports or self._is_known(phrase.head))):
            return None
        if not phrase.told:
            return self._in_speech(phrase)
        if phrase.plural or phrase.determiner in INTRODUCING:
            return self._by_noun(phrase, None, new=not phrase.plural and phrase.head in GENERIC)
        if phrase.determiner in INDEFINITE:
            return None
        owner = self._story.owners.get((phrase.paragraph, phrase.first))
        others = self._story.beside(phrase)
        near = None if owner is None else self._kinsman(phrase.head, owner)
        if near is not None and near not in others:
            return near
        standing = self._standing(phrase)
        if standing is not None and standing != owner and standing not in others:
            return standing
        kin = self._kin.get(phrase.head)
        if kin is not None and kin != owner and kin not in others:
            return kin
        if phrase.behind:
            return self._by_noun(phrase, owner)
        if self._short:
            return self._by_noun(phrase, owner)
        best, score = self._best(phrase, owner, others)
        if best is None or score <= self._needed(phrase, best) + self._own(phrase, best):
            return self._by_noun(phrase, owner)
        if best < self._named and is_calling(phrase.head) and not self._roles.of[best].get(phrase.head):
            return self._by_noun(phrase, owner)
        self._lately[self._story.key(phrase)] = best
        if best >= self._named:
            self._describe(self.people[best - self._named], phrase)
        return best

    def _standing(self, phrase: NounPhrase) -> int | None:
        if phrase.head in GENERIC:
            return None
        key = self._story.key(phrase)
        person = self._company.standing.get(key)
        if person is not None and self._shared(phrase):
            return None
        if person is None or not self._own(phrase, person):
            return person
        plain = self._roles.of[person][phrase.head] >= PLAIN or key in self._company.inseparable
        return person if plain else None

    def _shared(self, phrase: NounPhrase) -> bool:
        """Several of those told of so far are what the noun says, in a long story: two doctors."""
        if self._short or not is_calling(phrase.head):
            return False
        bearers = [p for p in self._seen if p < self._named and self._roles.of[p][phrase.head] >= PLAIN]
        return sum(self._story.fits(phrase, p) for p in bearers) > 1

    def _kinsman(self, head: str, owner: int) -> int | None:
        if head == "wife" and owner in self._sons:
            return None  # Mrs. Tarrant may be Mr. Tarrant's mother
        return kinsman(head, owner, self._story.clusters)

    # --- the caller's list

    def _as_listed(self, phrase: NounPhrase) -> int | None:
        """Who plainly has the noun in the caller's list."""
        claims = self._listed.claims(self._story, phrase)
        if not claims:
            return None
        self.claims[phrase.paragraph, phrase.first] = claims
        others = self._story.beside(phrase)
        best = max(claims.values())
        likely = [person for person, fit in claims.items() if fit == best and person not in others]
        if len(likely) != 1 or best < (TELLING if phrase.told else EXACT):
            return None
        person = self._number(likely[0])
        if phrase.determiner in INTRODUCING and best < EXACT and person in self._seen:
            return None
        if not self._short and (likely[0] < 0 or phrase.head in GENERIC):
            return None  # in a novel there are many girls
        if person is None:
            return self._new(phrase, None, likely[0])
        if person >= self._named:
            self._describe(self.people[person - self._named], phrase)
        return person

    def called(self, word: str) -> int | None:
        """Who is listed by the bare noun that somebody is called by: "Yes, boss"."""
        listed = self._listed.called(word)
        return None if listed is None else self._number(listed)

    def _number(self, listed: int) -> int | None:
        """The number of a listed person; None for one known by nouns alone and not met yet."""
        if listed >= 0:
            return listed
        return self._named + self._unnamed[listed] if listed in self._unnamed else None

    def _is_known(self, head: str) -> bool:
        if any(person.head == head for person in self.people):
            return True
        return any(self._roles.of[person][head] for person in self._seen if person < self._named)

    def _in_speech(self, phrase: NounPhrase) -> int | None:
        """Inside a quotation only what is known already counts."""
        if not phrase.definite:
            return None
        known = [n for n, p in enumerate(self.people) if p.head == phrase.head and p.owner is None]
        if known:
            return self._named + known[-1]
        named = [p for p in self._seen if p < self._named and self._roles.of[p][phrase.head] >= 2]
        return max(named, key=lambda p: self._seen[p]) if named else None

    # --- the likeliest person

    def _best(self, phrase: NounPhrase, owner: int | None, others: set[int]) -> tuple[int | None, float]:
        best, best_score = None, _NOBODY
        for person, seen in self._seen.items():
            if person in (owner, self._story.narrator) or person in others:
                continue
            recent = max(-1.0, 1.0 - _FADING * (phrase.paragraph - seen))
            if person < self._named:
                score = self._named_score(phrase, person, recent, owner)
            else:
                score = self._noun_score(phrase, self.people[person - self._named], recent, owner)
            if score > best_score:
                best, best_score = person, score
        return best, best_score

    def _named_score(self, phrase: NounPhrase, person: int, recent: float, owner: int | None) -> float:
        story = self._story
        role = self._roles.of[person].get(phrase.head, 0)
        away = phrase.paragraph - self._seen[person]
        if not story.fits(phrase, person) or (away > WINDOW and not role):
            return _NOBODY
        key = story.key(phrase)
        near = self._company.near.get(key, {}).get(person, _NEAR_UNKNOWN)
        score = _RECENT * recent + _NEAR * max(-2.0, min(2.0, near))
        if role:
            score += min(_ROLE_MOST, _ROLE + _ROLE_EACH * role)
        score += _LATELY * (self._lately.get(key) == person)
        score += _STANDING * (self._company.standing.get(key) == person and not self._shared(phrase))
        if phrase.gender is not Gender.UNKNOWN and abs(story.genders[person]) > 1:
            score += _GENDERED
        score += _LISTED * self.claims.get((phrase.paragraph, phrase.first), {}).get(person, 0)
        if owner is not None and phrase.head in RELATIONS:
            return score + related(phrase.head, story.clusters[owner], story.clusters[person])
        return score + _STRANGE * phrase.owned

    def _noun_score(self, phrase: NounPhrase, known: NounPerson, recent: float, owner: int | None) -> float:
        if known.plural or not compatible(self._story.odds(phrase), known.odds):
            return _NOBODY
        if known.head == phrase.head:
            if None not in (known.owner, owner) and known.owner != owner:
                return _NOBODY
            mine, theirs = set(phrase.modifiers), known.modifiers
            if phrase.behind not in ("", known.behind):
                return _NOBODY
            if mine & _TELLING and theirs & _TELLING and not mine & theirs:
                return _NOBODY
            lately = _INTRODUCED if known.introduced and recent >= 1.0 - 6 * _FADING else 0.0
            return _SAME + _SAME_RECENT * recent + _SAME_WORD * len(mine & theirs) + lately
        if phrase.head in GENERIC and recent >= 1.0 - 3 * _FADING and known.owner is None:
            return _OTHER + _OTHER_RECENT * recent
        return _NOBODY

    def _own(self, phrase: NounPhrase, person: int) -> float:
        """How much more it takes to be anybody but the one whom the list knows by this noun alone."""
        if phrase.head in GENERIC and not self._short:
            return 0.0
        claims = self.claims.get((phrase.paragraph, phrase.first), {})
        fits = [fit for p, fit in claims.items() if p < 0 and self._number(p) != person]
        return _LISTED * max(fits, default=0)

    def _needed(self, phrase: NounPhrase, person: int) -> float:
        """How strong the evidence must be; a noun used again and again may well be a person of its own."""
        if phrase.head in GENERIC:
            return _NEEDED_GENERIC
        if person >= self._named or self._roles.of[person].get(phrase.head):
            return _NEEDED_ROLE
        return _NEEDED_COUNTED if self._story.key(phrase) in self._company.near else _NEEDED_ONCE

    # --- people known by nouns

    def _by_noun(self, phrase: NounPhrase, owner: int | None, new: bool = False) -> int:
        """The person known by this noun; a new one when there is none yet or the text brings in another."""
        for number in range(len(self.people) - 1, -1, -1):
            known = self.people[number]
            same_noun = known.head == phrase.head or kin_alike(known.head, phrase.head)
            if not same_noun or known.plural != phrase.plural:
                continue
            mine, theirs = set(phrase.modifiers) & _TELLING, known.modifiers & _TELLING
            same = mine == theirs
            if mine and theirs and not mine & theirs:
                continue
            if phrase.behind not in ("", known.behind):
                continue
            if (known.owner == owner or owner is None) and (same or not new):
                self._describe(known, phrase)
                return self._named + number
        claims = self.claims.get((phrase.paragraph, phrase.first), {})
        listed = max((p for p in claims if p < 0), key=lambda p: claims[p], default=0)
        if listed in self._unnamed:
            self._describe(self.people[self._unnamed[listed]], phrase)
            return self._named + self._unnamed[listed]
        return self._new(phrase, owner, listed)

    def _new(self, phrase: NounPhrase, owner: int | None, listed: int = 0) -> int:
        """Somebody whom the text brings in; `listed` below 0 for whom the list calls so."""
        person = NounPerson(phrase.head, self._story.odds(phrase), phrase.plural, owner)
        person.behind = phrase.behind
        person.introduced = phrase.determiner in INTRODUCING
        if listed < 0:
            self._unnamed[listed] = len(self.people)
            person.known = self._listed.unnamed[-1 - listed]
            if person.known.gender is not Gender.UNKNOWN:
                person.odds = CERTAIN if person.known.gender is Gender.FEMALE else -CERTAIN
        self.people.append(person)
        self._describe(person, phrase)
        return self._named + len(self.people) - 1

    def _describe(self, person: NounPerson, phrase: NounPhrase) -> None:
        person.modifiers.update(phrase.modifiers)
        shown = phrase.modifiers if len(phrase.modifiers) <= 2 else ()
        person.phrases[" ".join((*shown, phrase.head, phrase.behind)).rstrip()] += 1


def _sons(story: Story) -> set[int]:
    """Of whose mother the text tells."""
    mothers = (p for here in story.phrases for p in here if kin_alike(p.head, "mother"))
    return {story.owners.get((p.paragraph, p.first), -1) for p in mothers}


def _kin(story: Story) -> dict[str, int]:
    """Nouns of kinship that mean somebody named: "my father" is Dad, where there is but one of either."""
    named: dict[int, set[int]] = defaultdict(set)
    for person, cluster in enumerate(story.clusters):
        for entry in cluster.entries:
            if len(entry.name.words) == 1 and not entry.name.title:
                named.update(
                    {n: named[n] | {person} for n, kin in enumerate(KIN_WORDS) if entry.name.first in kin}
                )
    owners: dict[int, set[int | None]] = defaultdict(set)
    for paragraph, phrases in enumerate(story.phrases):
        for phrase in phrases:
            for n, kin in enumerate(KIN_WORDS):
                if phrase.head in kin and phrase.told:
                    owners[n].add(story.owners.get((paragraph, phrase.first)))
    return {
        word: next(iter(people))
        for n, people in named.items()
        if len(people) == 1 and len(owners[n] - {None} - people) <= 1
        for word in KIN_WORDS[n]
    }
