"""Which names are the same person's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from audiobook.model import Character, Gender
from audiobook.script.people.diminutives import (
    alike_keys,
    given_alike,
    kin_alike,
    pet_form,
    sounds_like,
    surname_alike,
)
from audiobook.script.people.gender import decided, odds
from audiobook.script.people.names import Found, Name, parsed
from audiobook.script.people.nouns import noun_gender
from audiobook.script.people.phrases import DETERMINERS
from audiobook.script.people.tables import first_name, word_class
from audiobook.script.people.titles import COURTESY, KIN, MARRIED, UNMARRIED
from audiobook.script.people.tokens import tokenized

Pairs = Collection[frozenset[Name]]
"""Names that the text joins as two people ("Tom and Mr. Tarrant")."""


@dataclass(slots=True)
class Cluster:
    """The names of one person."""

    entries: list[Found] = field(default_factory=list)
    known: Character | None = None
    _odds: float | None = None

    def add(self, entry: Found) -> None:
        self.entries.append(entry)
        self._odds = None

    @property
    def size(self) -> int:
        return sum(len(entry.sightings) for entry in self.entries)

    @property
    def told(self) -> int:
        return sum(entry.told for entry in self.entries)

    @property
    def titles(self) -> set[str]:
        return {entry.name.title for entry in self.entries} - {""}

    @property
    def odds(self) -> float:
        """Log odds that this is a woman."""
        if self.known is not None and self.known.gender is not Gender.UNKNOWN:
            return 99.0 if self.known.gender is Gender.FEMALE else -99.0
        if self._odds is None:
            self._odds = odds(self.entries)
        return self._odds

    @property
    def gender(self) -> Gender:
        return decided(self.odds)[0]

    @property
    def full_names(self) -> list[Name]:
        return [entry.name for entry in self.entries if len(entry.name.words) > 1]

    def given(self, surname: str) -> list[Found]:
        """Its names that are a given name alone."""
        return [
            e for e in self.entries if len(e.name.words) == 1 and not e.name.title and e.name.first != surname
        ]

    def has_surname(self, word: str) -> bool:
        return any(
            e.name.words and not e.name.of_a_place and surname_alike(word, e.name.last) for e in self.entries
        )

    def with_surname(self, surname: str, titled: float = 0.2) -> float:
        """How often it is named with its surname; a lady's title counts little, it is seldom left out."""
        return sum(
            len(e.sightings) * (titled if e.name.title in MARRIED | UNMARRIED else 1.0)
            for e in self.entries
            if e.name.words and surname_alike(surname, e.name.last)
        )


def clustered(
    found: dict[Name, Found], pairs: Pairs, known: Sequence[Character] = (), same: Pairs = ()
) -> list[Cluster]:
    """One cluster for each person, known characters first; `same`: names that the text says are one's."""
    return _Parish(found, pairs, known, same).clusters


def only_noun(cluster: Cluster) -> bool:
    """No name but a noun with a capital letter and an article: "the Colonel", "the Queen"."""
    if cluster.known is not None:
        return False
    if all(not e.name.words and e.name.title in COURTESY for e in cluster.entries):
        return cluster.told < 3 or sum(e.with_article for e in cluster.entries) * 2 >= cluster.size
    if not cluster.told and all(not e.name.words for e in cluster.entries):
        return True  # "Vicar!" where the narrator says "the vicar"
    nouns = all(
        noun_gender(e.name.first or e.name.title) is not None
        for e in cluster.entries
        if len(e.name.words) < 2
    ) and all(len(e.name.words) < 2 and not (e.name.words and e.name.title) for e in cluster.entries)
    return nouns and sum(e.with_article for e in cluster.entries) * 2 >= cluster.size


def name_from(text: str) -> Name | None:
    """The key of a name as written in a cast list."""
    tokens = tokenized(text, ())
    while len(tokens) > 1 and tokens[0].lower in ("the", "a", "an"):
        tokens.pop(0)
    return (parsed(tokens) or Name("", tuple(t.lower for t in tokens))) if tokens else None


def led(text: str) -> bool:
    """An article or an owner stands before what a cast list has: "the harbour master", "my aunt"."""
    tokens = tokenized(text, ())
    return len(tokens) > 1 and (tokens[0].lower in DETERMINERS or tokens[0].possessive)


class _Parish:
    """Sorts names into persons, the plainest cases first: each step may lean on those before it."""

    def __init__(
        self, found: dict[Name, Found], pairs: Pairs, known: Sequence[Character], same: Pairs
    ) -> None:
        self.clusters: list[Cluster] = []
        self.pairs = pairs
        self.register = _Register()
        self.usage: Counter[str] = Counter()
        """Given name → how often the narration uses it, whatever title stands before."""
        self.maiden = {n.first for n in found if n.title in UNMARRIED and len(n.words) == 1}
        """Names that stand after "Miss"."""
        self.surnames: Counter[str] = Counter()
        """How often a name stands after a title that goes before surnames."""
        self.counts = Counter({name: len(entry.sightings) for name, entry in found.items()})
        left = dict(found)
        for name, entry in found.items():
            self.usage[name.first] += entry.told if len(name.words) == 1 else 0
            if len(name.words) == 1 and name.title and name.title not in _BEFORE_GIVEN:
                self.surnames[name.first] += len(entry.sightings)
        for character in known:
            self._admit(character, left)
        self._mend_slips(left)
        order = sorted(left.values(), key=lambda e: (-len(e.sightings), e.name.words, e.name.title))
        full = [e for e in order if len(e.name.words) > 1]
        single = [e for e in order if len(e.name.words) == 1 and not e.name.title]
        titled = [e for e in order if len(e.name.words) == 1 and e.name.title]
        for entry in full:
            self._place_full(entry)
        waiting = [entry for entry in single if not self._place_given(entry)]
        for entry in titled:
            self._place_titled(entry)
        for entry in (e for e in order if not e.name.words):
            self._place_title(entry)
        for entry in waiting:
            self._place_surname(entry)
        self._join_short_forms()
        for pair in same:
            self._unite(pair)

    def _unite(self, pair: Collection[Name]) -> None:
        """Makes two names one person's, unless the caller's list has it otherwise."""
        homes = [c for c in self.clusters if any(entry.name in pair for entry in c.entries)]
        if len(homes) == 2 and not all(c.known for c in homes):
            stays, goes = sorted(homes, key=lambda c: (c.known is None, -c.size))
            for entry in goes.entries:
                stays.add(entry)
            self.clusters.remove(goes)

    def _admit(self, character: Character, left: dict[Name, Found]) -> None:
        cluster = Cluster(known=character)
        for text in (character.name, *character.aliases):
            name = name_from(text)
            if name is not None and (name in left or not led(text)):
                cluster.add(left.pop(name) if name in left else Found(name, Counter({text: 0})))
        self._found(cluster)

    def _mend_slips(self, left: dict[Name, Found]) -> None:
        """Names that the list spells otherwise than the text, which never has the listed spelling."""
        for cluster in self.clusters:
            unmet = [entry.name for entry in cluster.entries if not entry.sightings]
            meant = [
                entry
                for entry in (left.values() if unmet else ())
                if any(_slip(entry.name, name) for name in unmet) and self._agree(entry, cluster)
            ]
            if len(meant) == 1:
                self._add(left.pop(meant[0].name), cluster)

    def _found(self, cluster: Cluster) -> None:
        """Somebody new."""
        self.clusters.append(cluster)
        for entry in cluster.entries:
            self.register.enter(cluster, entry.name)

    def _add(self, entry: Found, cluster: Cluster) -> None:
        cluster.add(entry)
        self.register.enter(cluster, entry.name)

    # --- one step for each shape of name

    def _place_full(self, entry: Found) -> None:
        """A given name with a surname."""
        near = {id(c): c for c in self.register.surnamed(entry.name.last)}
        near |= {id(c): c for c in self.register.given_like(entry.name.first)}
        fitting = [c for c in near.values() if any(self._same(entry.name, n) for n in c.full_names)]
        self._join(entry, fitting)

    def _same(self, name: Name, other: Name) -> bool:
        if name.last.isdigit() or other.last.isdigit():
            return name.words == other.words
        if _longer(name, other) or _longer(other, name):
            return True
        if not surname_alike(name.last, other.last):
            return False
        if name.first == other.first:
            return True
        if 1 in (len(name.first), len(other.first)):
            return name.first[0] == other.first[0]
        return given_alike(name.first, other.first) and not self._both_used(name.first, other.first)

    def _both_used(self, word: str, other: str) -> bool:
        """The narrator uses both given names a good deal, as of two people."""
        less, more = sorted((self.usage[word], self.usage[other]))
        return less >= 5 and less * 10 > more

    def _place_given(self, entry: Found) -> bool:
        """One word that is the given name of somebody whose full name is known; others wait."""
        word = entry.name.first
        alike = self.register.given_like(word)
        exact = [c for c in alike if any(word == n.first for n in c.full_names)]
        if (
            sum(len(e.sightings) for c in exact for e in c.entries if e.name.first == word)
            < self.surnames[word]
        ):
            return False
        short = exact or [c for c in alike if any(self._short(word, n.first) for n in c.full_names)]
        short = short or [c for c in alike if any(_shortened(entry, e) for e in c.entries)]
        short = [c for c in short if self._agree(entry, c)]
        if short:
            self._join(entry, short)
        return bool(short)

    def _short(self, word: str, other: str) -> bool:
        return given_alike(word, other) and not self._both_used(word, other)

    def _place_titled(self, entry: Found) -> None:
        """A title with one name: "Mr. Tarrant", "Aunt Ada"."""
        word, title = entry.name.first, entry.name.title
        fitting = [c for c in self.register.surnamed(word) if c.has_surname(word)]
        if title in _BEFORE_GIVEN:
            fitting += [
                c
                for c in self.register.given_like(word)
                if c not in fitting and any(word == e.name.first for e in c.entries)
            ]
        fitting = [c for c in fitting if self._agree(entry, c)]
        listed = [c for c in fitting if c.known is not None and not c.titles - COURTESY]
        if len(listed) == 1:
            # The caller knows one person whom this can be.
            self._add(entry, listed[0])
            return
        if len(word) == 1:
            # "Miss T" is Miss Tarrant.
            fitting = [c for c in self.clusters if _begins(entry, c) and self._agree(entry, c)]
            self._join(entry, fitting if len(fitting) == 1 else [])
            return
        fitting = [c for c in fitting if not self._other_of_family(entry, c)]
        if title in COURTESY and (len(fitting) > 1 or title in UNMARRIED):
            # "Mr. Tarrant" is the one who is not called "Mr. John Tarrant"; "Miss Tarrant" not "Miss Ada".
            fitting = [c for c in fitting if self._apart(entry, c) < max(2, len(entry.sightings) // 10)]
        if title in COURTESY:
            # "Mr. Tarrant" is nobody whom the text, beside him, always calls "Mr. John Tarrant".
            fitting = [c for c in fitting if not self._told_apart(entry, c)]
        self._join(entry, fitting, surname=word)

    def _apart(self, entry: Found, cluster: Cluster) -> int:
        """How often the same title goes with the given name: "Mr. John Tarrant", "Miss Ada"."""
        word, title = entry.name.first, entry.name.title
        given = {e.name.first for e in cluster.entries if e.name.first != e.name.last or not e.name.title}
        if word in given or (title in MARRIED and not self._both_there(entry, cluster)):
            return 0  # Mrs. Tarrant and, when she is named in full, Mrs. John Tarrant
        return sum(self.counts[Name(title, (g,))] + self.counts[Name(title, (g, word))] for g in given)

    def _both_there(self, entry: Found, cluster: Cluster) -> bool:
        """Some paragraphs name "Mrs. Tarrant" and "Mrs. John Tarrant"."""
        return self._together(entry, cluster) >= _OFTEN_THERE

    def _told_apart(self, entry: Found, cluster: Cluster) -> bool:
        """The text takes care to say which of the two it means."""
        careful = self._apart(entry, cluster) >= _CARE
        return careful and self._together(entry, cluster) >= _TOO_OFTEN_THERE

    def _together(self, entry: Found, cluster: Cluster) -> int:
        """How many paragraphs name "Mr. Tarrant" and "Mr. John Tarrant"."""
        title, last = entry.name.title, entry.name.last
        longer = [e for e in cluster.entries if e.name.title == title and e.name.last == last]
        here = {s.paragraph for s in entry.sightings}
        return len(here & {s.paragraph for e in longer for s in e.sightings})

    def _other_of_family(self, entry: Found, cluster: Cluster) -> bool:
        """The narrator names this person and that one in two ways, so they are two: Mrs. Tarrant and Ada."""
        word, title = entry.name.first, entry.name.title
        if title in UNMARRIED or any(e.name.first == word for e in cluster.entries):
            return False
        titled = any(e.name.title == title and e.name.last == word for e in cluster.entries)
        lady = title in MARRIED or title == "lady"
        if titled and lady:
            return False
        less, more = sorted((sum(e.told for e in cluster.given(word)), entry.told))
        if not titled and _side_by_side(entry, cluster, word) > less // 10:
            return True
        together = not _seldom_together(entry, cluster, word)
        if lady:
            return less >= 3 and (word in self.maiden or together)
        return less >= 10 and (together or less * 3 > more)

    def _place_surname(self, entry: Found) -> None:
        """One word: the surname of whoever is most often called by it, or a name of its own."""
        word = entry.name.first
        fitting = [c for c in self.register.surnamed(word) if c.has_surname(word)]
        self._join(entry, [c for c in fitting if self._agree(entry, c)], surname=word)

    def _place_title(self, entry: Found) -> None:
        """ "The Captain" where there is one captain, or one far ahead of the others."""
        title = entry.name.title
        fitting = [c for c in self.clusters if title in c.titles and self._agree(entry, c)]
        fitting.sort(key=lambda c: -c.size)
        clear = len(fitting) == 1 or (len(fitting) > 1 and fitting[0].size > 4 * fitting[1].size)
        self._join(entry, fitting[:1] if clear and title not in COURTESY else [])

    def _join(self, entry: Found, fitting: Sequence[Cluster], surname: str = "") -> None:
        """Adds the name to the likeliest person, or makes it one."""
        fitting = [c for c in fitting if self._agree(entry, c)]
        if not fitting:
            self._found(Cluster([entry]))
            return

        def likely(cluster: Cluster) -> tuple[bool, float, int, int]:
            if not surname:
                exact = any(entry.name.first == name.first for name in cluster.full_names)
                return exact, 0.0, 0, cluster.size
            # Who is mostly called by a given name is not whom the bare surname means.
            given = sum(len(e.sightings) for e in cluster.given(surname))
            title = entry.name.title
            if title in MARRIED:
                # "Mrs. John Tarrant" is as good a name as "Ada Tarrant".
                return False, cluster.with_surname(surname, 1.0), 0, cluster.size
            titled = bool(title) and title in cluster.titles
            if titled and title in UNMARRIED:
                # The eldest is "Miss Tarrant", her sister "Miss Ada".
                titled = not self._apart(entry, cluster)
            return titled, cluster.with_surname(surname), -given, cluster.size

        self._add(entry, max(fitting, key=likely))

    def _agree(self, entry: Found, cluster: Cluster, gendered: bool = True) -> bool:
        """Nothing about gender (where that is asked), marriage, rank or company speaks against one person."""
        title, titles = entry.name.title, cluster.titles
        if any(_never_both(title, other) for other in titles) or self._outranks(entry, cluster):
            return False
        ranks = titles - COURTESY
        if title and title not in COURTESY and ranks and title not in ranks:
            return False
        mine, theirs = odds([entry]), cluster.odds
        if gendered and mine * theirs < 0 and min(abs(mine), abs(theirs)) > 1.5:
            return False
        return not any(frozenset((entry.name, other.name)) in self.pairs for other in cluster.entries)

    def _outranks(self, entry: Found, cluster: Cluster) -> bool:
        """One is General Tarrant, the other Mr. or Miss Tarrant, and not by a slip."""
        title, word = entry.name.title, entry.name.last
        often = {
            e.name.title for e in cluster.entries if e.name.last == word and len(e.sightings) >= _NO_SLIP
        }
        if len(entry.sightings) < _NO_SLIP:
            return False
        return bool(title in _COMMANDERS and often & _PLAIN) or (
            title in _PLAIN and bool(often & _COMMANDERS)
        )

    # --- short forms

    def _join_short_forms(self) -> None:
        """Joins people who go by a given name alone with the person whose name it is short for."""
        kept: list[Cluster] = []
        register = _Register()
        for cluster in sorted(self.clusters, key=lambda c: (c.known is None, -c.size)):
            home = None
            if cluster.known is None and all(len(e.name.words) == 1 for e in cluster.entries):
                word = max(cluster.entries, key=lambda e: len(e.sightings)).name.first
                home = next((k for k in register.given_like(word) if self._short_for(cluster, k)), None)
            if home is None:
                kept.append(cluster)
            for entry in cluster.entries:
                register.enter(home or cluster, entry.name)
                if home is not None:
                    home.add(entry)
        self.clusters = kept
        if len(kept) <= _FEW:
            self._join_calls()

    def _join_calls(self) -> None:
        """Joins a name that is only called out with the one person whose name begins so: Dee, Delphine."""
        for cluster in list(self.clusters):
            if cluster.known or len(cluster.entries) != 1:
                continue
            entry = cluster.entries[0]
            word, called = entry.name.first, any(s.vocative for s in entry.sightings) and not entry.told
            if not called or len(entry.name.words) != 1 or entry.name.title:
                continue
            if word_class(word) and first_name(word) is None:
                continue  # "Love", "Boss"
            fitting = [
                c
                for c in self.clusters
                if c is not cluster and self._agree(entry, c) and _calls(word, c) and not _met(cluster, c)
            ]
            if len(fitting) == 1:
                fitting[0].add(entry)
                self.clusters.remove(cluster)

    def _short_for(self, cluster: Cluster, base: Cluster) -> bool:
        entry = max(cluster.entries, key=lambda e: len(e.sightings))
        if any(not self._agree(e, base, gendered=not _for_either(e, base)) for e in cluster.entries):
            return False
        if entry.name.title not in ("", *_BEFORE_GIVEN):
            return False
        word, crowded = entry.name.first, len(self.clusters) > _FEW
        for other in base.entries:
            full = other.name.first
            if not full or other.name.title not in ("", *_BEFORE_GIVEN):
                continue
            if word == full + "s" and not entry.with_article and not entry.name.title:
                return True
            if self._both_used(word, full):
                continue
            surname = any(full == n.last != n.first for n in base.full_names)
            pet = pet_form(word, full) if surname else _pet_forms(entry, full, crowded)
            if given_alike(word, full) or kin_alike(word, full) or pet:
                return True
        return False


class _Register:
    """Finds the few people whose names may be like a name, among thousands, in the order of their entry."""

    def __init__(self) -> None:
        self._order: dict[int, int] = {}
        self._surnamed: dict[str, dict[int, Cluster]] = {}
        self._given: dict[str, dict[int, Cluster]] = {}

    def enter(self, cluster: Cluster, name: Name) -> None:
        """Another of somebody's names."""
        if not name.words or name.of_a_place:
            return
        self._order.setdefault(id(cluster), len(self._order))
        for key in _double(name.last):
            self._surnamed.setdefault(key, {})[id(cluster)] = cluster
        for key in alike_keys(name.first):
            self._given.setdefault(key, {})[id(cluster)] = cluster

    def surnamed(self, word: str) -> list[Cluster]:
        """Who may have the surname, or half of it."""
        return self._gathered(self._surnamed, _double(word))

    def given_like(self, word: str) -> list[Cluster]:
        """Who may have a given name of which this is a form, or the other way round."""
        return self._gathered(self._given, alike_keys(word))

    def _gathered(self, index: dict[str, dict[int, Cluster]], keys: Iterable[str]) -> list[Cluster]:
        found = {number: cluster for key in keys for number, cluster in index.get(key, {}).items()}
        return [found[number] for number in sorted(found, key=lambda n: self._order[n])]


def _never_both(title: str, other: str) -> bool:
    """Nobody bears the two: Mrs. and Miss, Lady and Miss, Lady and General."""
    ladies = MARRIED | {"lady"}
    pairs = (title, other), (other, title)
    return any(
        (one in UNMARRIED and two in ladies) or (one == "lady" and two in _COMMANDERS) for one, two in pairs
    )


def _longer(name: Name, other: Name) -> bool:
    """A full name that goes on: "Ivan Ilyich", and "Ivan Ilyich Orlov"."""
    return 1 < len(name.words) < len(other.words) and other.words[: len(name.words)] == name.words


def _slip(name: Name, other: Name) -> bool:
    """Two longer names that differ by a letter or two, or by the order of some: one of them is misspelt."""
    one, two = " ".join(name.words), " ".join(other.words)
    if name.title != other.title or min(len(one), len(two)) < _LONG or one[0] != two[0]:
        return False
    swapped = sorted(one) == sorted(two)
    return swapped or (abs(len(one) - len(two)) <= 1 and SequenceMatcher(None, one, two).ratio() >= _ALIKE)


def _double(surname: str) -> list[str]:
    """A surname and what stands behind each of its hyphens and particles."""
    return [surname, *(surname[n + 1 :] for n, letter in enumerate(surname) if letter in "- ")]


_COMMANDERS = frozenset({"general", "colonel", "admiral"})
"""Titles of those whom nobody calls mister."""
_PLAIN = MARRIED | UNMARRIED | {"mr"}
_NO_SLIP = 3
"""Sightings from which on a title is nobody's slip."""
_LONG, _ALIKE = 6, 0.85
"""Letters of a name, and their share in common with another, for the two to be one misspelt."""
_FEW = 20
"""Names up to which a story has so few people that no two of them begin alike."""
_OFTEN_THERE, _TOO_OFTEN_THERE = 2, 3
"""Paragraphs that name two from which on they are two: of ladies, of others."""
_CARE = 10
"""Times that a given name is put between from which on it tells two apart."""
_BREATH = 10
"""Words within which two names stand side by side."""
_BEFORE_GIVEN = (
    KIN
    | UNMARRIED
    | {"sir", "lady", "dame", "lord", "master", "saint", "king", "queen", "prince", "princess", "don"}
)
"""Titles that go before a given name as well."""


def _pet_forms(entry: Found, other: str, crowded: bool = False) -> bool:
    """One looks like a pet form of the other; of two names in their own right (Anna, Joanna) if only said.

    `crowded`: among so many people only a name that the other begins with (Mort, Mortlock) tells enough.
    """
    word = entry.name.first
    if crowded and not (word.startswith(other) or other.startswith(word)):
        return False
    listed = first_name(word), first_name(other)
    if entry.told and all(name is not None and name[1] for name in listed):
        return False
    return pet_form(word, other) or pet_form(other, word)


def _for_either(entry: Found, base: Cluster) -> bool:
    """A short form that is only said, and that women and men go by: Freddie for Frederica."""
    word = entry.name.first
    return not entry.told and any(
        given_alike(word, e.name.first) or e.name.first.startswith(word)
        for e in base.entries
        if e.name.words and not e.name.title
    )


def _shortened(entry: Found, whole: Found) -> bool:
    """A name that begins somebody's full one, which is told but once or twice: Al, and Alaric Thorne."""
    seldom = len(whole.name.words) > 1 and whole.told <= min(2, entry.told // 2)
    apart = not {s.paragraph for s in entry.sightings} & {s.paragraph for s in whole.sightings}
    return seldom and apart and whole.name.first.startswith(entry.name.first)


def _begins(entry: Found, cluster: Cluster) -> bool:
    """Somebody of that title has a name with that initial."""
    titled = (e.name for e in cluster.entries if e.name.title == entry.name.title)
    return any(word[0] == entry.name.first for name in titled for word in name.words)


def _calls(word: str, cluster: Cluster) -> bool:
    """Somebody's given name begins as the nickname does."""
    return any(sounds_like(word, e.name.first) for e in cluster.entries if e.name.words and not e.name.title)


def _met(cluster: Cluster, other: Cluster) -> bool:
    """Some paragraph names both."""
    here, there = ({s.paragraph for e in c.entries for s in e.sightings} for c in (cluster, other))
    return not here.isdisjoint(there)


def _seldom_together(entry: Found, cluster: Cluster, surname: str) -> bool:
    """Paragraphs of narration hardly ever name both."""
    mine = {s.paragraph for s in entry.sightings if s.told}
    theirs = {s.paragraph for e in cluster.given(surname) for s in e.sightings if s.told}
    return (len(mine & theirs) - 1) * 10 <= min(len(mine), len(theirs))


def _side_by_side(entry: Found, cluster: Cluster, surname: str) -> int:
    """How often the narration names both in one breath, as two people: "Mrs. Tarrant took Ada"."""
    mine = {(s.paragraph, s.first) for s in entry.sightings if s.told}
    theirs = {(s.paragraph, s.first) for e in cluster.given(surname) for s in e.sightings if s.told}
    if entry.name.title in MARRIED:
        full = [e for e in cluster.entries if len(e.name.words) > 1 and not e.name.title]
        theirs |= {(s.paragraph, s.first) for e in full for s in e.sightings if s.told}
    return sum(any((p, at + k) in theirs for k in range(-_BREATH, _BREATH + 1)) for p, at in mine)
