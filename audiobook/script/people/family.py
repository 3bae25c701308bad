"""Whose mother, husband, sister somebody is, as surnames and titles tell."""

from __future__ import annotations

from collections.abc import Sequence, Set

from audiobook.script.people.aliases import Cluster
from audiobook.script.people.diminutives import KIN_WORDS
from audiobook.script.people.nouns import noun_gender
from audiobook.script.people.titles import MARRIED

_SURE = 1.5
"""Log odds of a gender from which on it is taken for granted."""
_LADIES = MARRIED | {"lady"}
_GRANDMOTHER, _GRANDFATHER, _MOTHER, _FATHER = KIN_WORDS
_MOTHERS, _FATHERS = _MOTHER | {"wife"}, _FATHER | {"husband"}
_GIRLS = frozenset("daughter sister".split())
_BOYS = frozenset("son brother".split())
_PARENTS, _GRANDPARENTS = _MOTHER | _FATHER | {"parent"}, _GRANDMOTHER | _GRANDFATHER
_CHILDREN = frozenset("son daughter child boy girl kid".split())
_COUNTERPARTS: Sequence[tuple[Set[str], Set[str]]] = (
    (frozenset({"wife"}), frozenset({"husband"})),
    (frozenset({"husband"}), frozenset({"wife"})),
    (_PARENTS, _CHILDREN),
    (frozenset({"son", "daughter"}), _PARENTS),
    (frozenset({"brother", "sister"}), frozenset({"brother", "sister"})),
    (_GRANDPARENTS, frozenset({"grandson", "granddaughter", "grandchild"})),
    (frozenset({"grandson", "granddaughter"}), _GRANDPARENTS),
    (frozenset({"uncle", "aunt"}), frozenset({"nephew", "niece"})),
    (frozenset({"nephew", "niece"}), frozenset({"uncle", "aunt"})),
    (frozenset({"master", "boss", "mistress"}), frozenset({"apprentice", "assistant", "servant", "maid"})),
    (frozenset({"apprentice", "assistant"}), frozenset({"master", "boss", "mistress"})),
)
"""Relations, and what the one at the other end is to them."""


def counterparts(head: str) -> Set[str]:
    """What whoever is that relation has: a wife has a husband, a mother a son or a daughter."""
    return next((others for ones, others in _COUNTERPARTS if head in ones), frozenset())


def related(head: str, owner: Cluster, person: Cluster) -> float:
    """Evidence from surnames and titles that somebody is the owner's mother, husband, sister …"""
    if not _surnames(owner) & _surnames(person):
        return -0.3
    titles = person.titles
    if head in ("mother", "mamma", "mama", "wife"):
        return 2.5 if titles & _LADIES else -1.0
    if head in ("father", "papa", "husband"):
        return 2.0 if titles - {"master"} else -0.5
    return 0.8 if head in ("sister", "brother", "daughter", "son", "cousin") else 0.0


def _surnames(cluster: Cluster) -> set[str]:
    return {e.name.last for e in cluster.entries if len(e.name.words) > 1 or (e.name.title and e.name.words)}


def kinsman(head: str, owner: int, clusters: Sequence[Cluster]) -> int | None:
    """The one who can be the owner's mother, son …, those in the caller's list first; None for several."""
    if head == "husband" and not clusters[owner].titles & _LADIES:
        return None
    fitting = [
        person
        for person, cluster in enumerate(clusters)
        if person != owner and abs(cluster.odds) >= _SURE and cluster.gender is noun_gender(head)
        if _surnames(cluster) & _surnames(clusters[owner]) and _titled_as(head, cluster)
    ]
    fitting = [person for person in fitting if clusters[person].known is not None] or fitting
    return fitting[0] if len(fitting) == 1 else None


def _titled_as(head: str, cluster: Cluster) -> bool:
    """What goes before the name does not speak against the relation; a mother is a Mrs."""
    if head in _MOTHERS:
        return bool(cluster.titles & _LADIES)
    if head in _GIRLS:
        return not cluster.titles & MARRIED
    return head in _FATHERS or head in _BOYS
