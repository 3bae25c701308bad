"""The mentions of a paragraph, once it is known who is who: names, nouns, pronouns, the first person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audiobook.model import Gender
from audiobook.script.people.epithets import Epithets
from audiobook.script.people.gender import owns
from audiobook.script.people.nouns import ADDRESSES, GENDERED
from audiobook.script.people.phrases import NounPhrase
from audiobook.script.people.roster import Mention, Person
from audiobook.script.people.speech import addressed
from audiobook.script.people.story import Story
from audiobook.script.people.tokens import Token

_GENDERS = {
    **dict.fromkeys("he him his himself".split(), Gender.MALE),
    **dict.fromkeys("she her hers herself".split(), Gender.FEMALE),
    **dict.fromkeys("they them their theirs themselves".split(), Gender.UNKNOWN),
}
_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
_PLURAL = frozenset("they them their theirs themselves we us our ours ourselves".split())
_POSSESSIVE = frozenset("his hers their theirs my mine our ours".split())


def mentions_in(
    story: Story, paragraph: int, text: str, people: Sequence[Person], epithets: Epithets
) -> list[Mention]:
    """Everything in the paragraph that refers to somebody, in reading order, nothing twice."""
    tokens = story.page[paragraph]
    taken = [False] * len(tokens)
    found: list[Mention] = []
    for first, last, person in story.names[paragraph]:
        taken[first : last + 1] = [True] * (last + 1 - first)
        found.append(_name(story, paragraph, first, last, people[person]))
    for phrase in story.phrases[paragraph]:
        number = epithets.meant.get((paragraph, phrase.first))
        if number is not None or not phrase.told:
            taken[phrase.first : phrase.last + 1] = [True] * (phrase.last + 1 - phrase.first)
            meant = _noun(phrase, tokens, text, None if number is None else people[number])
            sure = (paragraph, phrase.first) in epithets.sure
            found.append(replace(meant, form="name") if sure else meant)
    found += _callings(paragraph, tokens, text, taken, epithets)
    for i in range(len(tokens)):
        if not taken[i] and (mention := _pronoun(paragraph, tokens, i)) is not None:
            told = mention.form == "first" and mention.quotation is None and not mention.plural
            found.append(replace(mention, person=story.narrator) if told else mention)
    return sorted(found, key=lambda mention: mention.start)


def _name(story: Story, paragraph: int, first: int, last: int, person: Person) -> Mention:
    start, end = story.page[paragraph][first], story.page[paragraph][last]
    return Mention(
        paragraph, start.start, end.end, person.id, "name", person.gender, quotation=_inside(start),
        possessive=end.possessive, vocative=(paragraph, first) in story.vocatives,
    )  # fmt: skip


def _noun(phrase: NounPhrase, tokens: Sequence[Token], text: str, person: Person | None) -> Mention:
    start, end = tokens[phrase.first], tokens[phrase.last]
    gender = phrase.gender if person is None or phrase.gender is not Gender.UNKNOWN else person.gender
    return Mention(
        phrase.paragraph, start.start, end.end, None if person is None else person.id, "noun", gender,
        phrase.plural, _inside(start), end.possessive,
        phrase.determiner in ("my", "you", "this") and addressed(tokens, phrase.first, phrase.last, text),
    )  # fmt: skip


def _callings(
    paragraph: int, tokens: Sequence[Token], text: str, taken: list[bool], epithets: Epithets
) -> Iterator[Mention]:
    """Nouns that address somebody: "Yes, sir", "Mum, come here"."""
    for i, token in enumerate(tokens):
        person = None if taken[i] or token.quotation < 0 else epithets.called(token.lower)
        known = person is not None or token.lower in ADDRESSES
        if not taken[i] and known and addressed(tokens, i, i, text):
            taken[i] = True
            yield Mention(
                paragraph, token.start, token.end, person, "noun", GENDERED.get(token.lower, Gender.UNKNOWN),
                quotation=_inside(token), vocative=True,
            )  # fmt: skip


def _pronoun(paragraph: int, tokens: Sequence[Token], i: int) -> Mention | None:
    token = tokens[i]
    word = token.lower
    first = word in _FIRST and (word != "i" or token.text == "I" or bool(token.clitic)) and token.text != "US"
    if not first and word not in _GENDERS:
        return None
    return Mention(
        paragraph, token.start, token.end, None, "first" if first else "pronoun",
        _GENDERS.get(word, Gender.UNKNOWN), word in _PLURAL, _inside(token),
        word in _POSSESSIVE or (word == "her" and owns(tokens, i)),
    )  # fmt: skip


def _inside(token: Token) -> int | None:
    return token.quotation if token.quotation >= 0 else None
