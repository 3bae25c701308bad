"""Which names are the same person's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from audiobook.model import Character, Gender
from audiobook.script.people.gender import decided, odds
from audiobook.script.people.names import Found, Name, parsed
from audiobook.script.people.nouns import noun_gender
from audiobook.script.people.titles import COURTESY, MARRIED, UNMARRIED
from audiobook.script.people.tokens import tokenized


@dataclass(slots=True)
class Cluster:
    """The names of one person."""

    entries: list[Found] = field(default_factory=list)
    known: Character | None = None

    @property
    def size(self) -> int:
        return sum(len(entry.sightings) for entry in self.entries)

    @property
    def titles(self) -> set[str]:
        return {entry.name.title for entry in self.entries} - {""}

    @property
    def odds(self) -> float:
        if self.known is not None and self.known.gender is not Gender.UNKNOWN:
            return 99.0 if self.known.gender is Gender.FEMALE else -99.0
        return odds(self.entries)

    @property
    def gender(self) -> Gender:
        return decided(self.odds)[0]

    def words(self) -> set[str]:
        return {word for entry in self.entries for word in entry.name.words}

    def full_names(self) -> list[Name]:
        return [entry.name for entry in self.entries if len(entry.name.words) > 1]


def clustered(found: dict[Name, Found], known: Sequence[Character] = ()) -> list[Cluster]:
    """One cluster for each person, known characters first."""
    clusters: list[Cluster] = []
    left = dict(found)
    for character in known:
        cluster = Cluster(known=character)
        clusters.append(cluster)
        for name in (character.name, *character.aliases):
            key = name_from(name)
            if key is not None:
                cluster.entries.append(left.pop(key, None) or Found(key, spellings=_once(name)))
    steps = (_full, _titled, _single, _title_alone)
    order = sorted(left.values(), key=lambda e: -len(e.sightings))
    for step in steps:
        for entry in order:
            if entry.name in left and step(entry, clusters):
                del left[entry.name]
    return _nicknamed(clusters)


def name_from(text: str) -> Name | None:
    """The key of a name written in a cast list."""
    tokens = tokenized(text, ())
    while len(tokens) > 1 and tokens[0].lower in ("the", "a", "an"):
        tokens.pop(0)
    return (parsed(tokens) or Name("", tuple(t.lower for t in tokens))) if tokens else None


def _once(name: str):  # type: ignore[no-untyped-def]
    from collections import Counter

    return Counter({name: 1})


def _full(entry: Found, clusters: list[Cluster]) -> bool:
    """A given name with a surname."""
    name = entry.name
    if len(name.words) < 2:
        return False
    fitting = [c for c in clusters if any(_same_full(name, other) for other in c.full_names()) and _agree(entry, c)]
    _place(entry, fitting, clusters)
    return True


def _same_full(name: Name, other: Name) -> bool:
    if name.last.isdigit() or other.last.isdigit():
        return name.words == other.words
    if name.last != other.last:
        return False
    return given_alike(name.first, other.first)


def _titled(entry: Found, clusters: list[Cluster]) -> bool:
    """A title with one name: "Mr. Bennet", "Aunt Polly"."""
    name = entry.name
    if not name.title or len(name.words) != 1:
        return False
    fitting = [c for c in clusters if _shares(name.first, c) and _agree(entry, c)]
    if name.title in UNMARRIED:
        # "Miss Bennet" is the sister who is never called "Miss Elizabeth".
        alone = [c for c in fitting if not any(e.name.title in UNMARRIED and len(e.name.words) > 1 for e in c.entries)]
        fitting = alone or fitting
    _place(entry, fitting, clusters)
    return True


def _single(entry: Found, clusters: list[Cluster]) -> bool:
    """One word without a title."""
    name = entry.name
    if name.title or len(name.words) != 1:
        return False
    fitting = [c for c in clusters if _shares(name.first, c) and _agree(entry, c)]
    if not fitting:
        fitting = [
            c for c in clusters if _agree(entry, c) and any(given_alike(name.first, n.first) for n in c.full_names())
        ]
    _place(entry, fitting, clusters)
    return True


def _title_alone(entry: Found, clusters: list[Cluster]) -> bool:
    """"The Captain" where there is one captain."""
    fitting = [c for c in clusters if entry.name.title in c.titles and _agree(entry, c)]
    _place(entry, fitting if len(fitting) == 1 else [], clusters)
    return True


def _place(entry: Found, fitting: Sequence[Cluster], clusters: list[Cluster]) -> None:
    if fitting:
        max(fitting, key=lambda c: c.size).entries.append(entry)
    else:
        clusters.append(Cluster([entry]))


def _shares(word: str, cluster: Cluster) -> bool:
    return any(word == e.name.last or word == e.name.first for e in cluster.entries if e.name.words)


def _agree(entry: Found, cluster: Cluster) -> bool:
    """Nothing about gender, marriage or rank speaks against one person."""
    title = entry.name.title
    titles = cluster.titles
    if title in MARRIED and titles & UNMARRIED or title in UNMARRIED and titles & MARRIED:
        return False
    ranks = titles - COURTESY
    if title and title not in COURTESY and ranks and title not in ranks:
        return False
    mine = odds([entry])
    theirs = cluster.odds
    return not (mine * theirs < 0 and min(abs(mine), abs(theirs)) > 1.5)


def _nicknamed(clusters: list[Cluster]) -> list[Cluster]:
    """Joins people who go by single names when one is a short form of the other."""
    order = sorted(clusters, key=lambda c: -c.size)
    kept: list[Cluster] = []
    for cluster in order:
        home = None
        if cluster.known is None and all(len(e.name.words) == 1 and not e.name.title for e in cluster.entries):
            fitting = [k for k in kept if _short_for(cluster, k)]
            home = fitting[0] if fitting else None
        if home is None:
            kept.append(cluster)
        else:
            home.entries.extend(cluster.entries)
    return kept


def _short_for(cluster: Cluster, base: Cluster) -> bool:
    if any(not _agree(entry, base) for entry in cluster.entries):
        return False
    for entry in cluster.entries:
        word = entry.name.first
        for other in base.entries:
            if not other.name.words or other.name.title:
                continue
            full = other.name.first
            if given_alike(word, full):
                return True
            if len(other.name.words) == 1 and pet_form(word, full):
                return True
            if word == full + "s" and not entry.with_article:
                return True
    return False


_PET_ENDINGS = ("", "s", "y", "sy", "ie", "ey", "i", "o", "zy", "ster", "kins", "er", "ers", "sie")


def pet_form(word: str, full: str) -> bool:
    """A familiar short form made from the start of a name: Bats or Batsy from Batman."""
    if len(full) < 5 or noun_gender(word) is not None:
        return False
    for ending in _PET_ENDINGS:
        stem = word.removesuffix(ending) if ending else word
        if word.endswith(ending) and len(stem) >= 3 and full.startswith(stem) and word != full:
            return True
        if ending and len(stem) >= 4 and stem[-1] == stem[-2] and full.startswith(stem[:-1]) and word != full:
            return True
    return False


@cache
def _short_forms() -> dict[str, set[str]]:
    from nicknames import NickNamer

    return dict(NickNamer.default_lookup())


def given_alike(word: str, other: str) -> bool:
    """The two may be one given name: equal, one the short form or the initial of the other."""
    if word == other:
        return True
    if len(word) == 1 or len(other) == 1:
        return word[0] == other[0]
    short = _short_forms()
    if other in short.get(word, ()) or word in short.get(other, ()):
        return True
    return any(word in forms and other in forms for forms in _common(word, other, short))


def _common(word: str, other: str, short: dict[str, set[str]]) -> Iterable[set[str]]:
    return ()
