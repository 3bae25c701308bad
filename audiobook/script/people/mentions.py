"""Where the text mentions people: names, nouns ("the old captain"), pronouns, the first person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobook.model import Gender
from audiobook.script.people.nouns import ADDRESSES, GENDERED, GROUPS, THINGS, noun_gender
from audiobook.script.people.roster import Mention
from audiobook.script.people.tables import word_class
from audiobook.script.people.tokens import Token

_PRONOUNS: dict[str, tuple[Gender, bool, bool]] = {
    "he": (Gender.MALE, False, False), "him": (Gender.MALE, False, False), "his": (Gender.MALE, False, True),
    "himself": (Gender.MALE, False, False), "she": (Gender.FEMALE, False, False),
    "her": (Gender.FEMALE, False, False), "hers": (Gender.FEMALE, False, True),
    "herself": (Gender.FEMALE, False, False), "they": (Gender.UNKNOWN, True, False),
    "them": (Gender.UNKNOWN, True, False), "their": (Gender.UNKNOWN, True, True),
    "theirs": (Gender.UNKNOWN, True, True), "themselves": (Gender.UNKNOWN, True, False),
}  # fmt: skip
_FIRST: dict[str, tuple[bool, bool]] = {
    "i": (False, False), "me": (False, False), "my": (False, True), "mine": (False, True),
    "myself": (False, False), "we": (True, False), "us": (True, False), "our": (True, True),
    "ours": (True, True), "ourselves": (True, False),
}  # fmt: skip
DETERMINERS = frozenset("the a an this that another his her my your our their its one some each every".split())
_MODIFIERS = frozenset(("JJ", "JJR", "JJS", "NN", "VBG", "VBN", "CD", "FW", "NNP", "RB", "VBD", ""))


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """"The old captain": a determiner, perhaps adjectives, and a noun for a person."""

    paragraph: int
    first: int
    last: int
    """Token indices; the determiner is the first, the noun the last."""
    head: str
    plural: bool


def noun_phrases(paragraph: int, tokens: Sequence[Token], taken: Sequence[bool]) -> Iterator[NounPhrase]:
    """Noun phrases for people, left to right; `taken` marks the tokens that names already have."""
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.lower in DETERMINERS and not token.clitic or (token.possessive and token.text[0].isupper()):
            last = _head(tokens, i, taken)
            if last > i:
                first = i + 1 if token.possessive else i
                head = tokens[last].lower
                yield NounPhrase(paragraph, first, last, head, head in GROUPS or noun_gender(head) is None)
                i = last + 1
                continue
        i += 1


def _head(tokens: Sequence[Token], i: int, taken: Sequence[bool]) -> int:
    """Index of the noun that the determiner at `i` belongs to; `i` when it is no person."""
    head = i
    for j in range(i + 1, min(i + 6, len(tokens))):
        token = tokens[j]
        joined = token.before == " " or (token.before == ", " and word_class(token.lower) == "JJ" and head == i)
        if taken[j] or not joined or token.quotation != tokens[i].quotation:
            break
        word = token.lower
        if noun_gender(word) is not None or word in GROUPS:
            head = j
            if token.clitic:
                break
            continue
        if head > i or token.clitic or word_class(word) not in _MODIFIERS or word in ("was", "is", "had", "and"):
            break
    return head


def bare_noun(tokens: Sequence[Token], i: int) -> bool:
    """A noun that stands for a person without an article: "Mother", ", sir," """
    token = tokens[i]
    if token.lower not in ADDRESSES:
        return False
    if token.text[0].isupper() and not token.initial:
        return True
    before = tokens[i - 1] if i else None
    return token.quotation >= 0 and (before is None or before.quotation != token.quotation or "," in token.before)


def pronoun(paragraph: int, tokens: Sequence[Token], i: int) -> Mention | None:
    """The personal pronoun at `i` as a mention, if it is one."""
    token = tokens[i]
    word = token.lower
    quotation = token.quotation if token.quotation >= 0 else None
    if word in _PRONOUNS:
        gender, plural, possessive = _PRONOUNS[word]
        if word == "her":
            possessive = _followed_by_noun(tokens, i)
        return Mention(paragraph, token.start, token.end, None, "pronoun", gender, plural, quotation, possessive)
    if word in _FIRST and (word != "i" or token.text == "I" or token.clitic):
        if word == "us" and token.text == "US":
            return None
        plural, possessive = _FIRST[word]
        return Mention(
            paragraph, token.start, token.end, None, "first", Gender.UNKNOWN, plural, quotation, possessive
        )
    return None


def _followed_by_noun(tokens: Sequence[Token], i: int) -> bool:
    if i + 1 >= len(tokens) or tokens[i + 1].before != " ":
        return False
    return word_class(tokens[i + 1].lower)[:2] in ("NN", "JJ", "CD", "VB", "") and tokens[i + 1].text[0].islower()


__all__ = ["GENDERED", "THINGS", "NounPhrase", "bare_noun", "noun_phrases", "pronoun"]
