"""What the roster is made of: persons, and every place where the text mentions one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from audiobook.model import Gender

Form = Literal["name", "noun", "pronoun", "first"]
"""How a mention refers: "Tom", "the old captain", "he", "I"."""

PersonKind = Literal["named", "noun", "group"]
"""A person with a name, one known only as "the landlord", or several who speak as one ("the boys")."""

_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s?|(?<=s)['’])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the story who may speak."""

    id: int
    """Index into `Roster.people`."""
    name: str
    """What a reader would call them: no article in front, no possessive behind."""
    aliases: tuple[str, ...] = ()
    """Other names that the text or the caller gives them, most used first; the name itself not among them."""
    gender: Gender = Gender.UNKNOWN
    gender_score: float = 0.0
    """How sure the gender is, 0 (no evidence) to 1."""
    narrates: bool = False
    """Tells the story, or part of it, as "I"."""
    mentions: int = 0
    """How often the text names them, by name or noun, inside and outside quotations."""
    kind: PersonKind = "named"
    listed: bool = False
    """The caller's list has them."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a paragraph that refers to somebody."""

    paragraph: int
    start: int
    end: int
    """Code points in the paragraph's text, a possessive ending left out."""
    person: int | None
    """Whom; None for pronouns (their resolution is attribution's) and for nouns that fit nobody."""
    form: Form
    gender: Gender = Gender.UNKNOWN
    plural: bool = False
    quotation: int | None = None
    """Index of the quotation that contains it; None in narration."""
    possessive: bool = False
    """"Tom's", "his", "my"."""
    vocative: bool = False
    """Inside a quotation, and set off as somebody spoken to ("Come here, Tom!")."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody in the story, and where the text mentions them."""

    people: tuple[Person, ...]
    mentions: list[list[Mention]]
    """For each paragraph its mentions in reading order; they do not overlap."""
    narrator: int | None = None
    """The person who tells the story as "I"; None when the narration is in the third person."""
    by_name: Mapping[str, int] = field(default_factory=dict)
    """Folded name or alias → person id; what `find` looks up."""

    presumed: int | None = None
    """Somebody who is spoken to by name and may prove to be the narrator."""

    guises: Mapping[int, Mapping[int, Mapping[str, float]]] = field(default_factory=dict)
    """In a short story: noun person → named person, or -1 for nobody → what speaks for their being one."""

    closed: float = 0.0
    """How far the caller's list seems to have everybody who speaks, 0 (no list) to 1."""

    def without(self, gone: Collection[int]) -> Roster:
        """The roster with some people hidden: their mentions tell a gender, no more."""
        hidden = set(gone)
        mentions = [
            [replace(m, person=None) if m.person in hidden else m for m in row] for row in self.mentions
        ]
        return replace(self, mentions=mentions)

    def nouns(self) -> dict[tuple[int, int], int]:
        """Where somebody known only by a noun is mentioned: (paragraph, offset) → person."""
        known = {person.id for person in self.people if person.kind == "noun"}
        return {(m.paragraph, m.start): m.person for row in self.mentions for m in row if m.person in known}

    def find(self, name: str) -> Person | None:
        """The person who goes by `name`, whatever its case, article or possessive; None for nobody."""
        found = self.by_name.get(folded(name))
        return None if found is None else self.people[found]


def folded(name: str) -> str:
    """A name as it is compared: lower case, single spaces, no article, possessive or full stops."""
    name = " ".join(name.replace("’", "'").replace(".", " ").split())
    return _LEADING.sub("", _POSSESSIVE.sub("", name)).casefold()
