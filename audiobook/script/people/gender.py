"""Whether a name is a woman's or a man's: titles, nouns, the pronouns that follow it, first names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log

from audiobook.model import Gender
from audiobook.script.people.capitals import Page
from audiobook.script.people.names import Found, Name, Sighting
from audiobook.script.people.nouns import noun_gender
from audiobook.script.people.tables import first_name, word_class
from audiobook.script.people.titles import title_gender
from audiobook.script.people.tokens import Token

PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), Gender.MALE),
    **dict.fromkeys(("she", "her", "hers", "herself"), Gender.FEMALE),
}
CERTAIN = 6.0
"""Evidence (log odds) that no pronoun outweighs."""
_CLAUSE_WORDS = frozenset(
    """and but or so as when while if because before after until till since than that who which whose where
    though although he she they i we it""".split()
)
"""Behind these a pronoun may well mean the subject of the clause before."""
_NEAR = 30
"""Tokens within which a pronoun is taken to refer back to a name."""


def weigh_pronouns(page: Page, found: Iterable[Found]) -> None:
    """Counts, for every name in the narration, the pronouns that most likely refer to it.

    A pronoun counts fully when only one person was named since the paragraph began, and little
    when there were several; each sighting is given two pronouns at most.
    """
    placed: dict[int, list[tuple[Sighting, Found]]] = defaultdict(list)
    for entry in found:
        for sighting in entry.sightings:
            if sighting.told:
                placed[sighting.paragraph].append((sighting, entry))
    before: list[tuple[Sighting, Found]] = []
    for paragraph, tokens in enumerate(page):
        here = sorted(placed.get(paragraph, ()), key=lambda pair: pair[0].first)
        if before:
            # "She put down the cup." opens a paragraph: whoever alone was named in the one before.
            stop = here[0][0].first if here else len(tokens)
            _count(before[0][1], following_pronouns(tokens[: min(stop, _NEAR)]), ACROSS)
        seen: set[Name] = set()
        for at, (sighting, entry) in enumerate(here):
            seen.add(entry.name)
            stop = here[at + 1][0].first if at + 1 < len(here) else len(tokens)
            weight = 1.0 if len(seen) == 1 else 0.3
            behind = tokens[sighting.last + 1 : min(stop, sighting.last + _NEAR)]
            _count(entry, following_pronouns(behind[_others(behind) :]), weight)
        before = here if len({entry.name for _, entry in here}) == 1 else []


ACROSS = 0.25
"""Weight of a pronoun in the paragraph after the name."""


def _count(entry: Found, pronouns: tuple[float, float], weight: float) -> None:
    female, male = pronouns
    entry.female += weight * female
    entry.male += weight * male


def _others(tokens: Sequence[Token]) -> int:
    """How many tokens behind a name go by with its object: "Tom looked at her" tells of two people."""
    passed = 0
    for i, token in enumerate(tokens):
        if token.quotation >= 0 or token.before.strip() or token.lower in _CLAUSE_WORDS:
            break
        if token.lower == "him" or (token.lower == "her" and not owns(tokens, i)):
            passed = i + 1
    return passed


def owns(tokens: Sequence[Token], i: int) -> bool:
    """A noun follows: "her hand"."""
    if i + 1 >= len(tokens) or tokens[i + 1].before != " ":
        return False
    after = tokens[i + 1]
    return after.text[0].islower() and word_class(after.lower)[:2] in ("NN", "JJ", "CD", "VB", "")


def following_pronouns(tokens: Sequence[Token]) -> tuple[float, float]:
    """(female, male) weight of the first pronouns behind somebody's mention, two at most."""
    female = male = 0.0
    weight = 1.0
    votes = 0
    for token in tokens:
        if token.quotation >= 0:
            if votes:
                break
            continue
        word = token.lower
        if word in PRONOUNS:
            share = weight * (2.0 if word in ("himself", "herself") else 1.0)
            if PRONOUNS[word] is Gender.FEMALE:
                female += share
            else:
                male += share
            votes += 1
            if votes == 2:
                break
            weight /= 2
        elif noun_gender(word) is not None:
            weight *= 0.5
    return female, male


def compatible(odds: float, other: float) -> bool:
    """Two log odds that do not clearly point at different genders."""
    return odds * other >= 0 or min(abs(odds), abs(other)) < 1.0


def name_odds(name: Name) -> float:
    """Log odds that the name alone is a woman's; ±CERTAIN where title or noun leaves no doubt."""
    for gender in (title_gender(name.title), noun_gender(name.last) if name.words else None):
        if gender is Gender.FEMALE:
            return CERTAIN
        if gender is Gender.MALE:
            return -CERTAIN
    if not name.words or (name.title and len(name.words) == 1):
        return 0.0
    listed = first_name(name.first)
    if listed is None:
        return 0.0
    share, common = listed
    share = min(max(share, 0.05), 0.95)
    return log(share / (1 - share)) * (1.0 if common else 0.5)


def pronoun_odds(female: float, male: float) -> float:
    """Log odds from the pronouns that refer to a name; they count for more the more there are."""
    return log((female + 0.3) / (male + 0.3)) * min(1.0, (female + male) / 3) * 2.0


def odds(entries: Iterable[Found]) -> float:
    """Log odds that the person with these names is a woman."""
    entries = list(entries)
    total = pronoun_odds(sum(e.female for e in entries), sum(e.male for e in entries))
    by_name = [name_odds(e.name) * (0.3 + 0.7 * min(1.0, len(e.sightings) / 3)) for e in entries]
    if by_name:
        total += max(by_name, key=abs)
    return total


def decided(total: float) -> tuple[Gender, float]:
    """(gender, how sure 0 to 1) from log odds."""
    sure = min(1.0, abs(total) / CERTAIN)
    if abs(total) < 0.35:
        return Gender.UNKNOWN, sure
    return (Gender.FEMALE if total > 0 else Gender.MALE), sure
