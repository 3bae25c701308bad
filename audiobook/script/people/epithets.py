"""Whom a noun phrase means: a named person, or somebody known only as "the landlord".

Three kinds of evidence, weighed for every phrase in the narration in reading order: the text says so
somewhere ("Tom, the old captain"), the noun keeps company with one person's name wherever it
stands, and who was mentioned last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from audiobook.model import Gender
from audiobook.script.people.aliases import Cluster
from audiobook.script.people.gender import CERTAIN, compatible, following_pronouns, pronoun_odds
from audiobook.script.people.names import Page
from audiobook.script.people.nouns import RELATIONS
from audiobook.script.people.lexicon import REPORTING
from audiobook.script.people.phrases import NounPhrase, is_thing, speaks
from audiobook.script.people.titles import MARRIED
from audiobook.script.people.tokens import Token

_WINDOW = 8
"""Paragraphs within which somebody named counts as present."""
_GENERIC = frozenset(
    """man woman boy girl lady gentleman child kid lad lass fellow chap guy person youth maiden maid one creature
    baby gal lassie dude bloke teenager figure stranger visitor guest companion friend""".split()
)
"""Nouns that anybody of that age and gender may be called."""
_TITLE_NOUNS = {
    "dr": ("doctor", "physician", "surgeon", "medic"), "prof": ("professor",), "captain": ("captain", "skipper"),
    "colonel": ("colonel", "officer", "soldier"), "major": ("major", "officer", "soldier"),
    "general": ("general", "officer", "soldier"), "lieutenant": ("lieutenant", "officer"),
    "sergeant": ("sergeant", "officer", "policeman"), "inspector": ("inspector", "detective", "policeman"),
    "detective": ("detective", "officer", "cop"), "constable": ("constable", "policeman", "officer"),
    "officer": ("officer", "cop", "policeman"), "reverend": ("clergyman", "minister", "vicar", "rector", "parson"),
    "rev": ("clergyman", "minister", "vicar", "rector", "parson"), "father": ("priest",), "sister": ("nun",),
    "king": ("king",), "queen": ("queen",), "prince": ("prince",), "princess": ("princess",), "duke": ("duke",),
    "duchess": ("duchess",), "count": ("count",), "countess": ("countess",), "judge": ("judge", "magistrate"),
    "mayor": ("mayor",), "sheriff": ("sheriff",), "nurse": ("nurse",), "lord": ("lord",), "baron": ("baron",),
    "aunt": ("aunt",), "uncle": ("uncle",), "grandmother": ("grandmother",), "grandfather": ("grandfather",),
    "cousin": ("cousin",), "commander": ("commander",), "agent": ("agent",), "chief": ("chief",),
    "commissioner": ("commissioner",), "president": ("president",), "governor": ("governor",), "coach": ("coach",),
    "bishop": ("bishop",), "parson": ("parson", "clergyman"), "master": ("boy", "lad"), "miss": ("girl", "lady"),
}  # fmt: skip


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
    phrases: Counter[str] = field(default_factory=Counter)
    speaks: bool = False
    introduced: bool = False
    """The text brought them in with "a"."""


@dataclass(slots=True)
class _Seen:
    """Where somebody was mentioned last."""

    paragraph: int = -99
    sentence: int = -99
    token: int = -1


class Epithets:
    """Reads the story once and says for every noun phrase whom it means.

    Persons are numbered: named ones as in `clusters`, then those known by nouns in order of
    appearance. `names` lists for each paragraph the (first token, last token, person) of the names.
    """

    def __init__(
        self,
        page: Page,
        clusters: Sequence[Cluster],
        names: Sequence[Sequence[tuple[int, int, int]]],
        phrases: Sequence[Sequence[NounPhrase]],
        narrator: int | None,
        vocatives: Collection[tuple[int, int]] = (),
    ) -> None:
        self.page = page
        self.clusters = clusters
        self.names = names
        self.phrases = phrases
        self.narrator = narrator
        self.vocatives = vocatives
        """(paragraph, first token) of the names that address somebody."""
        self.genders = [cluster.odds for cluster in clusters]
        self.people: list[NounPerson] = []
        self.meant: dict[tuple[int, int], int] = {}
        """(paragraph, first token of a phrase) → person."""
        self.votes: dict[int, float] = defaultdict(float)
        """Named person → log odds, from the nouns that mean them, of being a woman."""
        self.roles: dict[int, Counter[str]] = defaultdict(Counter)
        """Named person → nouns that the text uses for them, and how plainly."""
        self.linked: dict[tuple[int, int], int] = {}
        """Phrases that stand right beside the name they mean."""
        self.owners: dict[tuple[int, int], int] = {}
        """Phrases like "her sister" → whose."""
        self._find_owners()
        self.pronouns = self._pronouns()
        self._titles()
        self._appositions()
        self.company = self._company()
        self.standing = self._standing()
        self.sure: set[str] = set()
        if len(page) <= W["short"]:
            cast = self._cast()
            self.standing |= cast
            self.sure = set(cast) if W["cast_generic"] > 1 else set()
        self._read()

    # --- what the text says outright

    def _titles(self) -> None:
        for person, cluster in enumerate(self.clusters):
            for title in cluster.titles:
                for noun in _TITLE_NOUNS.get(title, (title,)):
                    self.roles[person][noun] += 1 if noun in _GENERIC else 3
            for entry in cluster.entries:
                if len(entry.name.words) == 1:
                    self.roles[person][entry.name.first] += 3
                elif entry.name.words and entry.with_article:
                    self.roles[person][entry.name.last] += 3

    def _appositions(self) -> None:
        for paragraph, phrases in enumerate(self.phrases):
            tokens = self.page[paragraph]
            here = [place for place in self.names[paragraph] if (paragraph, place[0]) not in self.vocatives]
            starts = {first: (last, person) for first, last, person in here}
            ends = {last: (first, person) for first, last, person in here}
            for phrase in phrases:
                person = self._beside(phrase, tokens, starts, ends)
                if person is not None and self._fits(phrase, person):
                    self.linked[paragraph, phrase.first] = person
                    if phrase.head not in _GENERIC or phrase.definite:
                        self.roles[person][phrase.head] += 2

    def _beside(
        self,
        phrase: NounPhrase,
        tokens: Sequence[Token],
        starts: dict[int, tuple[int, int]],
        ends: dict[int, tuple[int, int]],
    ) -> int | None:
        """The person whose name stands in apposition to the phrase."""
        after = phrase.last + 1
        if after in starts and not tokens[phrase.last].clitic and not phrase.plural:
            last, person = starts[after]
            gap = tokens[after].before
            if gap == " " and not phrase.determiner.startswith("a"):
                return person
            if gap == ", " and phrase.definite | phrase.owned and _closes(tokens, last):
                return person
        if after + 1 < len(tokens) and tokens[after].lower in ("named", "called") and after + 1 in starts:
            return starts[after + 1][1]
        words = [t.lower for t in tokens[after : after + 4]]
        if words[:3] == ["whose", "name", "was"] and after + 3 in starts:
            return starts[after + 3][1]
        before = phrase.first - 1
        if before in ends and tokens[phrase.first].before == " " and phrase.determiner == "the":
            # "Newton the newt"
            return ends[before][1] if not (phrase.plural or phrase.modifiers or tokens[before].clitic) else None
        if before in ends and tokens[phrase.first].before == ", " and not tokens[before].clitic and not phrase.plural:
            return ends[before][1] if _closes(tokens, phrase.last) else None
        if before >= 1 and before - 1 in ends and tokens[before].lower in ("was", "is") and not phrase.plural:
            if tokens[before].before == " " and tokens[phrase.first].before == " ":
                return ends[before - 1][1]
        if before >= 1 and tokens[before].lower == "was" and tokens[before - 1].lower in ("he", "she"):
            if not tokens[before - 1].initial:
                return None
            earlier = [
                person for last, (_, person) in ends.items() if before - 25 < last < before and tokens[last].quotation < 0
            ]
            if len(set(earlier)) == 1 and not phrase.plural:
                return earlier[0]
        return None

    def _fits(self, phrase: NounPhrase, person: int) -> bool:
        """Gender does not speak against it."""
        if phrase.plural:
            return False
        if person >= len(self.clusters):
            return compatible(self._odds(phrase), self.people[person - len(self.clusters)].odds)
        return compatible(self._odds(phrase), self.genders[person])

    def _find_owners(self) -> None:
        """Whose sister: the owner's name, the narrator for "my", else whoever of that gender was named last."""
        last: dict[int, tuple[int, int]] = {}
        for paragraph, phrases in enumerate(self.phrases):
            tokens = self.page[paragraph]
            named = [(first, end, p) for first, end, p in self.names[paragraph] if tokens[first].quotation < 0]
            at = 0
            for phrase in phrases:
                if not phrase.owned:
                    continue
                while at < len(named) and named[at][0] < phrase.first:
                    last[named[at][2]] = (paragraph, named[at][0])
                    at += 1
                owner = self._owner(phrase, last)
                if owner is not None:
                    self.owners[paragraph, phrase.first] = owner
            last.update((person, (paragraph, first)) for first, _, person in named[at:])

    def _owner(self, phrase: NounPhrase, last: dict[int, tuple[int, int]]) -> int | None:
        if phrase.determiner == "my":
            return self.narrator if phrase.told else None
        if phrase.determiner == "'s":
            return next((p for _, end, p in self.names[phrase.paragraph] if end == phrase.first - 1), None)
        wanted = {"his": -1, "her": 1}.get(phrase.determiner, 0)
        fitting = [
            (where, person)
            for person, where in last.items()
            if wanted and self.genders[person] * wanted > 0 and phrase.paragraph - where[0] <= _WINDOW
        ]
        return max(fitting)[1] if fitting else None

    def _key(self, phrase: NounPhrase) -> str:
        """Occurrences with one key are taken to mean the same person, as a rule."""
        owner = self.owners.get((phrase.paragraph, phrase.first))
        if owner is not None and phrase.head in RELATIONS:
            return f"{phrase.head} of {owner}"
        age = next((m for m in phrase.modifiers if m in ("old", "young", "little")), "")
        return f"{age} {phrase.head}" if age and phrase.head in _GENERIC else phrase.head

    def _pronouns(self) -> dict[str, float]:
        """Key → log odds, from the pronouns that follow, that a woman is meant."""
        votes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for paragraph, phrases in enumerate(self.phrases):
            tokens = self.page[paragraph]
            starts = sorted([p.first for p in phrases] + [first for first, _, _ in self.names[paragraph]])
            told = [first for first in starts if tokens[first].quotation < 0]
            for phrase in phrases:
                if not phrase.told or phrase.plural or tokens[phrase.last].clitic:
                    continue
                stop = next((first for first in told if first > phrase.last), len(tokens))
                female, male = following_pronouns(tokens[phrase.last + 1 : min(stop, phrase.last + 30)])
                weight = 1.0 if told and told[0] == phrase.first else 0.5
                votes[self._key(phrase)][0] += female * weight
                votes[self._key(phrase)][1] += male * weight
        return {key: pronoun_odds(female, male) for key, (female, male) in votes.items()}

    def _odds(self, phrase: NounPhrase) -> float:
        """Log odds that the phrase means a woman."""
        if phrase.gender is not Gender.UNKNOWN:
            return CERTAIN if phrase.gender is Gender.FEMALE else -CERTAIN
        return self.pronouns.get(self._key(phrase), 0.0)

    # --- the company a noun keeps

    def _company(self) -> dict[str, dict[int, float]]:
        """Noun → named person → how much more often than chance the person is named nearby.

        A noun that often stands in one sentence with a name means somebody else.
        """
        self.counts: Counter[str] = Counter()
        self.everywhere: set[tuple[str, int]] = set()
        """Noun and person who is about no more when the noun is used than at any time."""
        self.key_odds: dict[str, float] = {}
        near: dict[str, Counter[int]] = defaultdict(Counter)
        with_name: dict[str, Counter[int]] = defaultdict(Counter)
        total: Counter[str] = Counter()
        present: Counter[int] = Counter()
        last: dict[int, int] = {}
        for paragraph, phrases in enumerate(self.phrases):
            tokens = self.page[paragraph]
            for _, _, person in self.names[paragraph]:
                last[person] = paragraph
            around = [p for p, at in last.items() if paragraph - at <= _WINDOW]
            present.update(around)
            for phrase in phrases:
                if not phrase.told or phrase.plural or is_thing(phrase.head):
                    continue
                if not (phrase.definite or phrase.owned):
                    continue
                if (paragraph, phrase.first) in self.linked:
                    continue
                key = self._key(phrase)
                total[key] += 1
                self.key_odds[key] = self._odds(phrase)
                near[key].update(around)
                with_name[key].update(self._same_sentence(tokens, paragraph, phrase))
        paragraphs = max(1, len(self.phrases))
        company: dict[str, dict[int, float]] = {}
        for key, count in total.items():
            if count < 2:
                continue
            self.counts[key] = count
            company[key] = {}
            for person, hits in near[key].items():
                lift = log((hits + 0.5) / (count * present[person] / paragraphs + 0.5)) * count / (count + 2)
                company[key][person] = lift + 1.5 * log(hits / count) - 3.0 * with_name[key][person] / count
                if lift < (W["standing_lift"] if paragraphs < 150 else W["lift_long"]):
                    self.everywhere.add((key, person))
        return company

    def _standing(self) -> dict[str, int]:
        """Nouns that go with one person all through the story: "the painter" is Basil."""
        standing: dict[str, int] = {}
        for key, company in self.company.items():
            if self.counts[key] < W["standing_count"]:
                continue
            ranked = sorted(
                (
                    (value + 0.3 * min(3, self.roles[person].get(key, 0)), person)
                    for person, value in company.items()
                    if compatible(self.key_odds[key], self.genders[person]) and (key, person) not in self.everywhere
                ),
                reverse=True,
            )
            if ranked and ranked[0][0] > W["standing_floor"]:
                second = ranked[1][0] if len(ranked) > 1 else -9.0
                if ranked[0][0] - second > W["standing_margin"]:
                    standing[key] = ranked[0][1]
        return standing

    def _cast(self) -> dict[str, int]:
        """In a short story: nouns that must be somebody's we know by name, for want of anybody else."""
        told: dict[str, list[NounPhrase]] = defaultdict(list)
        for phrases in self.phrases:
            for phrase in phrases:
                if phrase.told and not phrase.plural and (phrase.definite or phrase.owned):
                    if W["cast_generic"] or phrase.head not in _GENERIC:
                        told[self._key(phrase)].append(phrase)
        where: dict[int, set[int]] = defaultdict(set)
        narrated: dict[int, set[int]] = defaultdict(set)
        called: dict[int, set[int]] = defaultdict(set)
        tagged: dict[int, set[int]] = defaultdict(set)
        for paragraph, here in enumerate(self.names):
            tokens = self.page[paragraph]
            for first, last, person in here:
                where[person].add(paragraph)
                if (paragraph, first) in self.vocatives:
                    called[person].add(paragraph)
                elif tokens[first].quotation < 0:
                    narrated[person].add(paragraph)
                    if speaks(tokens, first, last, REPORTING):
                        tagged[person].add(paragraph)
        cast: dict[str, int] = {}
        for key, phrases in told.items():
            if key in self.standing or (is_thing(phrases[0].head) and not any(p.reports for p in phrases)):
                continue
            at = {phrase.paragraph for phrase in phrases}
            speaking = {phrase.paragraph for phrase in phrases if phrase.speaks}
            owners = {self.owners.get((p.paragraph, p.first)) for p in phrases}
            beside = {p + step for p in speaking for step in (-1, 1)}
            scores: list[tuple[float, int]] = []
            for person in where:
                if person == self.narrator or person in owners or not narrated[person]:
                    continue
                if not compatible(self.key_odds.get(key, self._odds(phrases[0])), self.genders[person]):
                    continue
                near = sum(any(abs(p - q) <= W["cast_reach"] for q in where[person]) for p in at) / len(at)
                score = (
                    W["cast_near"] * near
                    + W["cast_called"] * len(called[person] & beside)
                    - W["cast_apart"] * len(narrated[person] & at)
                    - W["cast_turns"] * len(tagged[person] & beside)
                    - W["cast_addressed"] * len(called[person] & speaking)
                    + W["cast_role"] * min(2, self.roles[person].get(phrases[0].head, 0))
                    + (W["cast_gender"] if self.key_odds.get(key, 0.0) * self.genders[person] > 1 else 0.0)
                )
                scores.append((score, person))
            scores.sort(reverse=True)
            if scores and scores[0][0] > W["cast_floor"]:
                if len(scores) == 1 or scores[0][0] - scores[1][0] >= W["cast_margin"]:
                    cast[key] = scores[0][1]
        return cast

    def _same_sentence(self, tokens: Sequence[Token], paragraph: int, phrase: NounPhrase) -> set[int]:
        first, last = _sentence(tokens, phrase.first)
        present = {
            person
            for start, _, person in self.names[paragraph]
            if first <= start <= last and tokens[start].quotation < 0
        }
        if phrase.speaks:
            present.update(p for start, _, p in self.names[paragraph] if (paragraph, start) in self.vocatives)
        return present

    # --- reading

    def _read(self) -> None:
        self.seen: dict[int, _Seen] = {}
        self.first_seen: dict[int, int] = {}
        self.lately: dict[str, int] = {}
        self.sentence = 0
        for paragraph, phrases in enumerate(self.phrases):
            tokens = self.page[paragraph]
            events: list[tuple[int, int | NounPhrase]] = [(first, p) for first, _, p in self.names[paragraph]]
            events += [(phrase.first, phrase) for phrase in phrases]
            events.sort(key=lambda event: event[0])
            at = 0
            for position, event in events:
                self.sentence += sum(t.initial for t in tokens[at:position])
                at = position
                if isinstance(event, NounPhrase):
                    person = self._means(event, tokens)
                    if person is None:
                        continue
                    self.meant[paragraph, event.first] = person
                    if event.gender is not Gender.UNKNOWN and person < len(self.clusters):
                        self.votes[person] += 0.7 if event.gender is Gender.FEMALE else -0.7
                else:
                    person = event
                self.first_seen.setdefault(person, paragraph)
                if tokens[position].quotation < 0 or not isinstance(event, NounPhrase):
                    self.seen[person] = _Seen(paragraph, self.sentence, position)
            self.sentence += sum(t.initial for t in tokens[at:]) + 1

    def _means(self, phrase: NounPhrase, tokens: Sequence[Token]) -> int | None:
        linked = self.linked.get((phrase.paragraph, phrase.first))
        if linked is not None:
            return linked
        if is_thing(phrase.head) and (phrase.owned or not (phrase.reports or self._known_noun(phrase))):
            return None
        if not phrase.told:
            return self._in_speech(phrase)
        if phrase.plural:
            return self._noun_person(phrase, None)
        owner = self.owners.get((phrase.paragraph, phrase.first))
        if phrase.determiner in ("a", "an", "another", "one", "some"):
            return self._noun_person(phrase, None, new=phrase.head in _GENERIC)
        if phrase.determiner in ("no", "every", "each", "any"):
            return None
        key = self._key(phrase)
        standing = self.standing.get(key)
        if standing is not None and (key in self.sure or phrase.head not in _GENERIC) and standing != owner:
            if standing not in self._same_sentence(tokens, phrase.paragraph, phrase):
                return standing
        best, score = self._best(phrase, tokens, owner)
        if best is not None and score > self._needed(phrase, key, best):
            self._note(phrase, best)
            return best
        return self._noun_person(phrase, owner)

    def _needed(self, phrase: NounPhrase, key: str, person: int) -> float:
        """How strong the evidence must be; a noun used again and again may well be a person of its own."""
        if phrase.head in _GENERIC:
            return W["generic"]
        if person >= len(self.clusters) or self.roles[person].get(phrase.head):
            return W["role"]
        return W["counted"] if key in self.company else W["uncounted"]

    def _known_noun(self, phrase: NounPhrase) -> bool:
        return any(p.head == phrase.head for p in self.people) or any(
            self.roles[p][phrase.head] for p in self.seen if p < len(self.clusters)
        )

    def _in_speech(self, phrase: NounPhrase) -> int | None:
        """Inside a quotation only what is known already counts."""
        if not phrase.definite:
            return None
        known = [n for n, p in enumerate(self.people) if p.head == phrase.head and p.owner is None]
        if known:
            return len(self.clusters) + known[-1]
        named = [p for p in self.seen if p < len(self.clusters) and self.roles[p][phrase.head] >= 2]
        return max(named, key=lambda p: self.seen[p].paragraph) if named else None

    def _best(self, phrase: NounPhrase, tokens: Sequence[Token], owner: int | None) -> tuple[int | None, float]:
        excluded = self._same_sentence(tokens, phrase.paragraph, phrase)
        best, best_score = None, -9.0
        for person, seen in self.seen.items():
            away = phrase.paragraph - seen.paragraph
            named = person < len(self.clusters)
            if person == owner or person == self.narrator or (named and person in excluded):
                continue
            if not self._fits(phrase, person):
                continue
            score = self._score(phrase, person, away, owner)
            if score > best_score:
                best, best_score = person, score
        return best, best_score

    def _score(self, phrase: NounPhrase, person: int, away: int, owner: int | None) -> float:
        recent = max(-1.0, 1.0 - W["decay"] * away)
        key = self._key(phrase)
        if person >= len(self.clusters):
            known = self.people[person - len(self.clusters)]
            if known.plural:
                return -9.0
            if known.head == phrase.head:
                if known.owner is not None and owner is not None and known.owner != owner:
                    return -9.0
                clash = bool(set(phrase.modifiers) & _TELLING) and bool(known.modifiers & _TELLING) and not (
                    set(phrase.modifiers) & known.modifiers
                )
                if clash:
                    return -9.0
                score = W["same"] + W["same_recent"] * recent + 0.5 * len(set(phrase.modifiers) & known.modifiers)
                return score + W["introduced"] if known.introduced and away <= 6 else score
            if phrase.head in _GENERIC and away <= 3 and known.owner is None:
                return W["other"] + W["other_recent"] * recent
            return -9.0
        score = W["recent"] * recent
        role = self.roles[person].get(phrase.head, 0)
        if role:
            score += min(W["role_max"], W["role_base"] + W["role_each"] * role)
        elif away > _WINDOW:
            return -9.0
        score += W["company"] * max(-2.0, min(2.0, self.company.get(key, {}).get(person, W["company_none"])))
        if self.lately.get(key) == person:
            score += W["lately"]
        if self.standing.get(key) == person:
            score += W["standing"]
        if owner is not None and phrase.head in RELATIONS:
            score += W["family"] * self._family(phrase.head, owner, person)
        elif phrase.owned:
            score -= W["owned"]
        if phrase.gender is not Gender.UNKNOWN and abs(self.genders[person]) > 1:
            score += W["gender"]
        return score

    def _family(self, head: str, owner: int, person: int) -> float:
        """Surnames and titles tell parents and spouses."""
        if owner >= len(self.clusters):
            return 0.0
        shared = _surnames(self.clusters[owner]) & _surnames(self.clusters[person])
        if not shared:
            return -0.3
        titles = self.clusters[person].titles
        if head in ("mother", "mamma", "mama", "wife"):
            return 2.5 if titles & (MARRIED | {"lady"}) else -1.0
        if head in ("father", "papa", "husband"):
            return 2.0 if titles and not titles & {"master"} else -0.5
        if head in ("sister", "brother", "daughter", "son", "cousin"):
            return 0.8
        return 0.0

    def _note(self, phrase: NounPhrase, person: int) -> None:
        self.lately[self._key(phrase)] = person
        if person >= len(self.clusters):
            self._describe(self.people[person - len(self.clusters)], phrase)

    def _describe(self, person: NounPerson, phrase: NounPhrase) -> None:
        person.modifiers.update(phrase.modifiers)
        person.phrases[" ".join((*_shown(phrase), phrase.head))] += 1
        person.speaks = person.speaks or phrase.speaks

    def _noun_person(self, phrase: NounPhrase, owner: int | None, new: bool = False) -> int:
        """The person known by this noun, a new one when there is none yet or the text brings in another."""
        for number in range(len(self.people) - 1, -1, -1):
            known = self.people[number]
            if known.head != phrase.head or known.plural != phrase.plural:
                continue
            same = set(phrase.modifiers) & _TELLING == known.modifiers & _TELLING
            if (known.owner == owner or owner is None) and (same or not new):
                self._describe(known, phrase)
                return len(self.clusters) + number
        person = NounPerson(phrase.head, self._odds(phrase), phrase.plural, owner)
        self.people.append(person)
        person.introduced = phrase.determiner in ("a", "an", "another", "one", "some")
        self._describe(person, phrase)
        return len(self.clusters) + len(self.people) - 1


W = {"generic": 0.3, "role": 1.4, "decay": 0.25, "same": 1.6, "same_recent": 0.5, "other": 0.6, "other_recent": 0.4,
     "recent": 1.5, "role_max": 3.0, "role_base": 1.0, "role_each": 0.7, "company": 1.3, "company_none": -0.5,
     "lately": 1.0, "family": 1.0, "owned": 0.5, "gender": 0.3,
     "standing": 2.0, "standing_count": 3, "standing_floor": -0.4, "standing_margin": 0.0, "standing_lift": 0.3, "lift_long": 0.1, "counted": 2.0, "uncounted": 1.5, "introduced": 1.5,
     "short": 300, "cast_generic": 2, "cast_reach": 4, "cast_near": 1.0, "cast_called": 1.5, "cast_apart": 0.8, "cast_turns": 1.5,
     "cast_addressed": 2.0, "cast_role": 2.0, "cast_gender": 1.0, "cast_floor": 0.7, "cast_margin": 0.1}

_TELLING = frozenset("old young little first second third elder younger other tall short fat big small pretty white "
                     "black red green grey gray blue thin blind".split())  # fmt: skip
"""Modifiers that tell two people of one noun apart."""


def _shown(phrase: NounPhrase) -> Iterable[str]:
    return (m for m in phrase.modifiers if m.isalpha() and m not in ("in", "with", "the", "a", "an") or True) if len(
        phrase.modifiers
    ) <= 2 else ()


def _surnames(cluster: Cluster) -> set[str]:
    return {e.name.last for e in cluster.entries if len(e.name.words) > 1 or (e.name.title and e.name.words)}


def _closes(tokens: Sequence[Token], last: int) -> bool:
    """The apposition ends here, or goes on with who, in, of …"""
    if tokens[last].clitic:
        return False
    if last + 1 >= len(tokens):
        return True
    after = tokens[last + 1]
    return after.before != " " and not after.before.startswith(" and") and after.lower not in ("and", "or") or (
        after.lower in ("who", "whose", "in", "of", "with", "from")
    )


def _sentence(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """First and last token of the sentence (or clause) around a token of the narration."""
    first = at
    while first > 0 and not tokens[first].initial:
        first -= 1
    last = at
    while last + 1 < len(tokens) and not tokens[last + 1].initial:
        last += 1
    return first, last
