"""What a caller's list of characters says of nouns: "the harbour master", "her brother", "the man in grey".

Somebody listed by nouns alone ("the sentry") gets no name that is looked for in the text: whoever the text
makes the sentry is them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from audiobook.model import Character
from audiobook.script.people.aliases import Cluster, led, name_from, only_noun
from audiobook.script.people.diminutives import kin_alike
from audiobook.script.people.gender import CERTAIN, compatible
from audiobook.script.people.names import Found, Name
from audiobook.script.people.nouns import GROUPS, RELATIONS, noun_gender
from audiobook.script.people.phrases import DEFINITE, DETERMINERS, INDEFINITE, OWNING, NounPhrase
from audiobook.script.people.story import Story
from audiobook.script.people.tokens import Token, tokenized

EXACT, TELLING, PARTLY = 3, 2, 1
"""The very words of the list; with more words before them; with fewer, so that another may be meant."""

_BEHIND = frozenset("in on at from with without of behind by beside under over to who whose that".split())
"""What comes behind a noun and tells who is meant."""
_ARTICLES = ("a", "an", "the")


@dataclass(frozen=True, slots=True)
class ListedNoun:
    """One noun that the list gives somebody."""

    person: int
    """A named person's number in the story; below 0 somebody listed by nouns alone, see `Listed.unnamed`."""
    determiner: str
    """As in the list; "'s" behind an owner's name, empty where there is none ("boss")."""
    owner: str
    """The owner's name in lower case, or empty."""
    modifiers: frozenset[str]
    head: str
    behind: tuple[str, ...]


@dataclass(slots=True)
class Listed:
    """The nouns of everybody in the list, to be asked whom a phrase means."""

    unnamed: Sequence[Character]
    """Those listed by nouns alone; -1 stands for the first."""
    _nouns: dict[str, list[ListedNoun]] = field(default_factory=dict)

    @classmethod
    def of(cls, clusters: Iterable[Cluster], unnamed: Sequence[Character]) -> Listed:
        """Reads the nouns of the known among the clusters and of the unnamed."""
        listed = cls(unnamed)
        people = [(n, c.known) for n, c in enumerate(clusters) if c.known is not None]
        people += [(-1 - n, character) for n, character in enumerate(unnamed)]
        for person, character in people:
            for text in (character.name, *character.aliases):
                noun = _noun(person, text)
                if noun is not None:
                    listed._nouns.setdefault(noun.head, []).append(noun)
        return listed

    @property
    def strange(self) -> set[str]:
        """Nouns that no other list has ("the lamplighter's boggart")."""
        return {head for head in self._nouns if noun_gender(head) is None and head not in GROUPS}

    def claims(self, story: Story, phrase: NounPhrase) -> Mapping[int, int]:
        """Person → how closely the phrase is what the list calls them."""
        found: dict[int, int] = {}
        for noun in self._alike(phrase.head):
            fit = 0 if phrase.plural else _fit(story, phrase, noun)
            if fit:
                found[noun.person] = max(fit, found.get(noun.person, 0))
        return found

    def called(self, word: str) -> int | None:
        """The one person whom the list has called by the bare noun, as in "Yes, boss"."""
        people = {
            n.person for n in self._nouns.get(word, ()) if not (n.determiner or n.modifiers or n.behind)
        }
        return people.pop() if len(people) == 1 else None

    def _alike(self, head: str) -> Iterator[ListedNoun]:
        for listed, nouns in self._nouns.items():
            if listed == head or (listed in RELATIONS and kin_alike(listed, head)):
                yield from nouns


def parted(
    found: Mapping[Name, Found], known: Sequence[Character]
) -> tuple[list[Character], list[Character]]:
    """Those of the list who have a name, and those whom it calls by nouns alone ("the sentry")."""
    unnamed = [c for c in known if not c.narrates and _by_nouns_alone(found, c)]
    return [c for c in known if c not in unnamed], unnamed


def names_of(known: Sequence[Character]) -> set[Name]:
    """What the list has that is neither a noun nor "I"."""
    texts = [text for character in known for text in (character.name, *character.aliases)]
    return {name for t in texts if t != "I" and not led(t) and _noun(0, t) is None and (name := name_from(t))}


def _by_nouns_alone(found: Mapping[Name, Found], character: Character) -> bool:
    for text in (character.name, *character.aliases):
        noun = _noun(0, text)
        if noun is None or (not noun.determiner and noun_gender(noun.head) is None):
            return False
        name = name_from(text)
        if name is not None and name in found and not only_noun(Cluster([found[name]])):
            return False
    return True


def _noun(person: int, text: str) -> ListedNoun | None:
    tokens = tokenized(text, ())
    determiner = owner = ""
    if tokens and tokens[0].lower in DETERMINERS:
        determiner = tokens.pop(0).lower
    elif len(tokens) > 1 and tokens[0].possessive:
        determiner, owner = "'s", tokens.pop(0).lower
    front = list(takewhile(lambda token: token.lower not in _BEHIND, tokens))
    if not front or (not determiner and noun_gender(front[-1].lower) is None):
        return None
    behind = tuple(_plain(token) for token in tokens[len(front) :])
    modifiers = frozenset(token.lower for token in front[:-1])
    return ListedNoun(person, determiner, owner, modifiers, front[-1].lower, behind)


def _plain(token: Token) -> str:
    return "the" if token.lower in _ARTICLES else token.lower + token.clitic


def _fit(story: Story, phrase: NounPhrase, noun: ListedNoun) -> int:
    """How closely the phrase is the listed noun; 0 when it is not."""
    fit = min(_determined(story, phrase, noun), _said_behind(story, phrase, noun))
    mine = frozenset(phrase.modifiers)
    if mine == noun.modifiers:
        return fit
    if noun.modifiers < mine:
        return min(fit, TELLING)
    return min(fit, PARTLY) if mine < noun.modifiers else 0


def _said_behind(story: Story, phrase: NounPhrase, noun: ListedNoun) -> int:
    if not noun.behind:
        return PARTLY if phrase.behind else EXACT
    after = story.page[phrase.paragraph][phrase.last + 1 : phrase.last + 1 + len(noun.behind)]
    return EXACT if tuple(map(_plain, after)) == noun.behind else 0 if phrase.behind else PARTLY


def _determined(story: Story, phrase: NounPhrase, noun: ListedNoun) -> int:
    """How well the phrase's article or owner goes with the listed one's."""
    owner = story.owners.get((phrase.paragraph, phrase.first))
    if owner is not None and owner == noun.person:
        return 0
    if noun.determiner in OWNING or noun.determiner == "'s":
        return _owned(story, phrase, noun, owner)
    if phrase.owned:
        return 0 if phrase.head in RELATIONS else PARTLY
    if not noun.determiner:
        return PARTLY if phrase.head in RELATIONS else TELLING
    if phrase.determiner == noun.determiner or phrase.determiner in DEFINITE:
        return EXACT
    if phrase.determiner not in ("a", "an"):
        return 0  # "another", "every"
    return EXACT if noun.determiner in INDEFINITE else TELLING


def _owned(story: Story, phrase: NounPhrase, noun: ListedNoun, owner: int | None) -> int:
    if not phrase.owned:
        return PARTLY if phrase.determiner in DEFINITE else 0
    if noun.determiner == "'s":
        if owner is None:
            return PARTLY
        words = {word for entry in story.clusters[owner].entries for word in entry.name.words}
        return EXACT if noun.owner in words else 0
    if phrase.determiner == noun.determiner:
        return EXACT
    if noun.determiner == "my":
        return EXACT if owner is not None and owner == story.narrator else 0
    wanted = {"his": -CERTAIN, "her": CERTAIN}.get(noun.determiner)
    if phrase.determiner != "'s" or owner is None or wanted is None:
        return 0
    return EXACT if compatible(wanted, story.genders[owner]) else 0
