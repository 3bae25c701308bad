"""What the text says outright: "Tom, the old captain", "a girl named Ann", "Captain Smith"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiobook.script.people.phrases import NounPhrase
from audiobook.script.people.story import GENERIC, Story
from audiobook.script.people.tokens import Token

_TITLE_NOUNS = {
    "dr": "doctor physician surgeon medic therapist psychiatrist psychologist",
    "prof": "professor lecturer",
    "captain": "captain skipper",
    "colonel": "colonel officer soldier",
    "major": "major officer soldier",
    "general": "general officer soldier",
    "lieutenant": "lieutenant officer",
    "sergeant": "sergeant officer policeman policewoman",
    "inspector": "inspector detective policeman policewoman",
    "detective": "detective officer cop",
    "constable": "constable policeman policewoman officer",
    "officer": "officer cop policeman",
    "reverend": "clergyman minister vicar rector parson",
    "parson": "parson clergyman",
    "father": "priest",
    "brother": "monk friar",
    "friar": "friar monk",
    "pastor": "pastor clergyman minister preacher",
    "canon": "canon clergyman",
    "lord": "lord lordship",
    "earl": "earl lordship",
    "lady": "lady ladyship",
    "sister": "nun",
    "judge": "judge magistrate",
    "master": "boy lad",
    "miss": "girl lady",
}
"""Title → nouns that go with it; other titles are such nouns themselves."""

_TITLED = 3
_APPOSED = 2
"""How plainly a title or one apposition makes the noun somebody's."""
_NEAR = 25
"""Tokens between a name and "He was the mate" that says who "he" is."""


@dataclass(slots=True)
class Roles:
    """Which nouns are whose, as the text says."""

    of: Mapping[int, Counter[str]]
    """Named person → nouns, and how plainly."""
    linked: Mapping[tuple[int, int], int]
    """Phrases right beside the name of whom they mean."""


def roles(story: Story) -> Roles:
    """Reads titles and appositions."""
    of: dict[int, Counter[str]] = defaultdict(Counter)
    for person, cluster in enumerate(story.clusters):
        for title in cluster.titles:
            for noun in _TITLE_NOUNS.get(title, title).split():
                of[person][noun] += 1 if noun in GENERIC else _TITLED
        for entry in cluster.entries:
            if len(entry.name.words) == 1 or (entry.name.words and entry.with_article):
                of[person][entry.name.last] += _TITLED
    linked: dict[tuple[int, int], int] = {}
    for paragraph, phrases in enumerate(story.phrases):
        tokens = story.page[paragraph]
        names = [place for place in story.names[paragraph] if (paragraph, place[0]) not in story.vocatives]
        if not names:
            continue
        starts = {first: (last, person) for first, last, person in names}
        ends = {last: person for _, last, person in names}
        for phrase in phrases:
            behind = _named_behind(phrase, tokens, starts)
            whose = _named_before(phrase, tokens, ends) if behind is None else behind
            if whose is not None and story.fits(phrase, whose):
                linked[paragraph, phrase.first] = whose
                if phrase.head not in GENERIC or phrase.definite:
                    of[whose][phrase.head] += _APPOSED
    return Roles(of, linked)


def _named_behind(
    phrase: NounPhrase, tokens: Sequence[Token], starts: Mapping[int, tuple[int, int]]
) -> int | None:
    """ "His sister Jane", "the captain, Tom,", "a girl named Ann", "a man whose name was Bob"."""
    after = phrase.last + 1
    if after in starts and not tokens[phrase.last].clitic and not phrase.plural:
        last, person = starts[after]
        if tokens[after].before == " " and not phrase.determiner.startswith("a"):
            return person
        if tokens[after].before == ", " and (phrase.definite or phrase.owned) and _closes(tokens, last):
            return person
    words = [token.lower for token in tokens[after : after + 3]]
    if words[:1] in (["named"], ["called"]) and after + 1 in starts:
        return starts[after + 1][1]
    return starts[after + 3][1] if words == ["whose", "name", "was"] and after + 3 in starts else None


def _named_before(phrase: NounPhrase, tokens: Sequence[Token], ends: Mapping[int, int]) -> int | None:
    """The name goes before: "Tom, the old captain,", "Tom the mate", "Tom was the captain"."""
    if phrase.plural:
        return None
    before = phrase.first - 1
    gap = tokens[phrase.first].before
    if before in ends:
        if tokens[before].clitic:
            return None
        if gap == " " and phrase.determiner == "the":
            return None if phrase.modifiers else ends[before]
        return ends[before] if gap == ", " and _closes(tokens, phrase.last) else None
    if before < 1 or tokens[before].lower not in ("was", "is") or gap != " " or tokens[before].before != " ":
        return None
    if before - 1 in ends:
        return ends[before - 1]
    pronoun = tokens[before - 1]
    if pronoun.lower not in ("he", "she") or tokens[before].lower != "was" or "." not in pronoun.before:
        return None
    near = {p for last, p in ends.items() if before - _NEAR < last < before and tokens[last].quotation < 0}
    return near.pop() if len(near) == 1 else None


def _closes(tokens: Sequence[Token], last: int) -> bool:
    """The apposition ends here, or goes on with who, in, of …"""
    if tokens[last].clitic:
        return False
    if last + 1 >= len(tokens):
        return True
    after = tokens[last + 1]
    if after.lower in ("who", "whose", "in", "of", "with", "from"):
        return True
    return after.before != " " and after.lower not in ("and", "or")
