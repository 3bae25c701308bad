"""Finding names: which capitalised words may be somebody's name, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from audiobook.script.people.capitals import AT_HOME, Capitals, Page, shouting
from audiobook.script.people.lexicon import (
    CALENDAR,
    NEVER_NAMES,
    PARTICLES,
    PEOPLES,
    PLACE_NOUNS,
    QUALIFIERS,
    REPORTING,
)
from audiobook.script.people.nouns import GROUPS, noun_gender
from audiobook.script.people.speech import reports
from audiobook.script.people.tables import first_name, word_class
from audiobook.script.people.titles import COURTESY, title_of
from audiobook.script.people.tokens import ABBREVIATED, Token

_DATING = frozenset("on last next every each this in of by until till since before after early late".split())
"""Before "Sunday" they make it a day after all."""
_OF_SURNAMES = PARTICLES - frozenset("the of y bin ibn al el".split())
_GENERATIONS = ("jr", "sr", "esq")
_HONORIFICS = ("sahib", "sahiba", "bey", "effendi", "pasha")
"""Titles that stand behind a name."""
_LONGEST = 24
"""Letters; more are words run together."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart, as one key: all its spellings in the text are equal."""

    title: str
    """Normalised title ("mr", "captain"), or empty."""
    words: tuple[str, ...]
    """The words of the name in lower case; empty for a title that stands alone ("the Captain")."""

    @property
    def first(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""

    @property
    def of_a_place(self) -> bool:
        """A title of somewhere ("the Duchess of Tarrant"): the place is nobody's name."""
        return self.first == "of"


@dataclass(slots=True)
class Sighting:
    """One place where a name stands."""

    paragraph: int
    first: int
    last: int
    """Token indices, `last` included."""
    told: bool
    """In narration, not inside a quotation."""
    vocative: bool = False


@dataclass(slots=True)
class Found:
    """A name with all its sightings and what they tell."""

    name: Name
    spellings: Counter[str] = field(default_factory=Counter)
    sightings: list[Sighting] = field(default_factory=list)
    score: float = 0.0
    """Evidence that it names somebody who acts and speaks; above 0 it does."""
    with_article: int = 0
    """Sightings after "the"."""
    female: float = 0.0
    male: float = 0.0
    """Weighted pronouns that refer back to it."""

    @property
    def told(self) -> int:
        """How often the narration uses it."""
        return sum(sighting.told for sighting in self.sightings)


def candidates(page: Page, capitals: Capitals) -> dict[Name, Found]:
    """Everything that may be a name, with where it stands."""
    found: dict[Name, Found] = {}
    for paragraph, tokens in enumerate(page):
        for first, last in _runs(tokens, capitals):
            name = parsed(tokens[first : last + 1])
            if name is not None:
                entry = found.setdefault(name, Found(name))
                entry.sightings.append(Sighting(paragraph, first, last, tokens[first].quotation < 0))
                entry.spellings[_spelled(tokens[first : last + 1])] += 1
    return found


def parsed(tokens: Sequence[Token]) -> Name | None:
    """The name that the tokens spell; None when it is nobody's."""
    words = [token.lower for token in tokens]
    title = ""
    while words and (found := title_of(words[0])) and (len(words) > 1 or not title):
        title = found if not title or title in COURTESY else title
        words.pop(0)
    words = [w for n, w in enumerate(words) if w not in _GENERATIONS and (not n or w not in _HONORIFICS)]
    words = _with_particles(words, bool(title))
    if not words:
        return Name(title, ()) if title and len(tokens) == 1 else None
    if len(words) == 1 and (words[0] in PARTICLES or (not title and len(words[0]) > _LONGEST)):
        return None
    return Name(title, tuple(words))


def _with_particles(words: Sequence[str], titled: bool) -> list[str]:
    """The words of a name, "van der" and its like as part of the surname they stand before."""
    joined: list[str] = []
    held: list[str] = []
    for i, word in enumerate(words):
        given = not i and not titled and first_name(word) is not None
        if word in _OF_SURNAMES and i + 1 < len(words) and not given:
            held.append(word)
            continue
        joined.append(" ".join((*held, word)))
        held = []
    return joined


def stray_sightings(page: Page, entries: Iterable[Found], taken: Sequence[Sequence[bool]]) -> None:
    """Adds where a name stands without its capital letter, or shouted ("WHAT IS TOM DOING")."""
    single = {e.name.first: e for e in entries if len(e.name.words) == 1 and not e.name.title}
    for paragraph, tokens in enumerate(page):
        for i, token in enumerate(tokens):
            entry = single.get(token.lower)
            if entry is None or taken[paragraph][i] or len(token.lower) < 3:
                continue
            unmistakable = not word_class(token.lower) and token.lower not in NEVER_NAMES
            if token.shouted or (unmistakable and token.text.islower()):
                entry.sightings.append(Sighting(paragraph, i, i, token.quotation < 0))


def joined(page: Page, found: Iterable[Found]) -> set[frozenset[Name]]:
    """Pairs of names that the text joins with "and" or "or", as it does with two people only."""
    ends: dict[tuple[int, int], Name] = {}
    starts: dict[tuple[int, int], Name] = {}
    for entry in found:
        for sighting in entry.sightings:
            ends[sighting.paragraph, sighting.last] = entry.name
            starts[sighting.paragraph, sighting.first] = entry.name
    pairs: set[frozenset[Name]] = set()
    for (paragraph, last), name in ends.items():
        other = starts.get((paragraph, last + 2))
        if other is None or set(other.words) <= set(name.words) or set(name.words) <= set(other.words):
            continue
        between, beyond = page[paragraph][last + 1 : last + 3]
        if between.lower in ("and", "or") and between.before == " " == beyond.before:
            pairs.add(frozenset((name, other)))
    return pairs


# --- runs of words --------------------------------------------------------------------------------


def _runs(tokens: Sequence[Token], capitals: Capitals) -> Iterator[tuple[int, int]]:
    """(first, last) token indices of every stretch that may be a name, title included."""
    i = 0
    while i < len(tokens):
        if not _may_start(tokens, i, capitals):
            i += 1
            continue
        first = last = i
        while step := _step(tokens, last, capitals):
            if last > i and tokens[last].lower in PLACE_NOUNS:
                break
            last += step
        i = last + 1
        while first < last and _is_loose(tokens[first], capitals):
            first += 1
        yield first, last


def _may_start(tokens: Sequence[Token], i: int, capitals: Capitals) -> bool:
    token = tokens[i]
    word = token.lower
    if not token.text[0].isupper():
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].before == " " else None
    if capitals.speakers[word] >= 2:
        if not token.initial:
            return i == 0 or tokens[i - 1].lower not in _DATING
        return reports(tokens, i, i) or (after is not None and word_class(after.lower) in ("VBD", "VBN"))
    goes_on = _step(tokens, i, capitals) > 0
    if title_of(word) and goes_on:
        return True
    if word in NEVER_NAMES or word in GROUPS or shouting(tokens, i):
        return False
    if len(word) == 1:
        return goes_on or not (token.initial or token.clitic)
    if noun_gender(word) is not None or title_of(word):
        return not token.initial or capitals.mostly(word) or word in AT_HOME
    if not token.initial or capitals.is_name(word):
        return True
    if after is None:
        return False
    if after.lower in REPORTING and capitals.inside[word]:
        return True
    return after.text[0].isupper() and not after.shouted and first_name(word) is not None


def _step(tokens: Sequence[Token], i: int, capitals: Capitals) -> int:
    """How many tokens on is the next word of a name that has come as far as `i`; 0 when it ends here."""
    token = tokens[i]
    if token.clitic or i + 1 >= len(tokens):
        return 0
    after = tokens[i + 1]
    if after.quotation != token.quotation or not _adjoins(token, after):
        return 0
    if after.text[0].isupper():
        if after.lower in NEVER_NAMES or (after.shouted and not token.shouted) or _dates(after, capitals):
            return 0
        return 0 if title_of(after.lower) in COURTESY and not title_of(token.lower) else 1
    if after.text.isdigit() and len(after.text) <= 4:
        return 0 if title_of(token.lower) else 1
    particles = 1 + (tokens[i + 2].lower in _OF_SURNAMES if i + 3 < len(tokens) else 0)
    if after.lower in PARTICLES and i + particles + 1 < len(tokens):
        beyond = tokens[i + particles + 1]
        return particles + 1 if _particle(token, after, beyond) and not _dates(beyond, capitals) else 0
    return 0


def _adjoins(token: Token, after: Token) -> bool:
    if after.before in (". ", "."):
        return token.lower in ABBREVIATED or (len(token.text) == 1 and token.text != "I")
    return after.before == " "


def _particle(token: Token, particle: Token, beyond: Token) -> bool:
    """The small word stands inside a name: "van", or "the" in "Alfred the Great"."""
    if not beyond.text[0].isupper() or beyond.before != " " or beyond.quotation != token.quotation:
        return False
    if particle.lower == "of":
        return bool(title_of(token.lower))
    return particle.lower != "the" or (beyond.lower not in CALENDAR and beyond.lower not in NEVER_NAMES)


def _dates(token: Token, capitals: Capitals) -> bool:
    return token.lower in CALENDAR and capitals.inside[token.lower] <= 3


def _is_loose(token: Token, capitals: Capitals) -> bool:
    """The first word of a run is no part of the name: "Poor Tom", "But Tom"."""
    word = token.lower
    if title_of(word):
        return False
    listed = first_name(word)
    if word in NEVER_NAMES or word in PEOPLES or word in QUALIFIERS or (word in CALENDAR and listed is None):
        return True
    if not token.initial or capitals.is_name(word):
        return False
    common = listed is not None and listed[1] and word_class(word)[:2] != "VB"
    return listed is None or (not common and not capitals.inside[word])


def _spelled(tokens: Sequence[Token]) -> str:
    parts = [tokens[0].text]
    for token in tokens[1:]:
        parts += [token.before if token.before in (". ", ".") else " ", token.text]
    return "".join(parts)
