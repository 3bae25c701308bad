"""Finding noun phrases for people: "the old captain", "her sister", "Tom's wife"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from audiobook.model import Gender
from audiobook.script.people.lexicon import NEVER_NAMES, REPORTING, SPEECH_VERBS
from audiobook.script.people.nouns import GROUPS, THINGS, noun_gender
from audiobook.script.people.speech import speaks
from audiobook.script.people.tables import word_class
from audiobook.script.people.tokens import Token

DEFINITE = frozenset(("the", "this", "that"))
INTRODUCING = frozenset(("a", "an", "another", "one", "some"))
"""Determiners that bring somebody in."""
INDEFINITE = frozenset(("a", "an", "another", "one", "some", "every", "each", "no", "any"))
OWNING = frozenset(("his", "her", "my", "your", "our", "their", "its"))
DETERMINERS = DEFINITE | INDEFINITE | OWNING
_MODIFIERS = frozenset(("JJ", "JJR", "JJS", "NN", "VBG", "VBN", "CD", "FW", "NNP", "RB", "VBD", ""))
_REACH = 6
"""How many words may stand between the determiner and the noun."""


@dataclass(slots=True)
class NounPhrase:
    """A determiner, perhaps adjectives, and a noun for a person."""

    paragraph: int
    first: int
    last: int
    """Token indices: from the determiner (or an owner's next word) to the noun."""
    head: str
    """The noun, lower case."""
    modifiers: tuple[str, ...]
    """What stands between determiner and noun."""
    behind: str
    """What tells this gentleman from others: "in the grey hat"; empty as a rule."""
    determiner: str
    """The determiner, lower case; "'s" after an owner's name; empty for a bare noun."""
    plural: bool
    gender: Gender
    told: bool
    speaks: bool
    """Subject of a verb of speech."""
    reports: bool
    """Subject of a verb that hardly does anything but introduce speech."""

    @property
    def definite(self) -> bool:
        return self.determiner in DEFINITE

    @property
    def owned(self) -> bool:
        return self.determiner in OWNING or self.determiner == "'s"


def speaking_nouns(page: Sequence[Sequence[Token]]) -> set[str]:
    """Nouns that no list has and that the text makes speak: "said the undertaker"."""
    found: set[str] = set()
    for tokens in page:
        for i, token in enumerate(tokens):
            if token.lower not in REPORTING or token.quotation >= 0:
                continue
            if i + 2 < len(tokens) and tokens[i + 1].lower == "the" and tokens[i + 1].before == " ":
                j = i + 2
                while (
                    j + 1 < len(tokens)
                    and tokens[j + 1].before == " "
                    and word_class(tokens[j].lower) == "JJ"
                ):
                    j += 1
                found.add(_speaking(tokens, j))
            if i >= 2 and tokens[i - 2].lower == "the" and tokens[i - 1].before == token.before == " ":
                if i >= 3 and word_class(tokens[i - 3].lower) in ("IN", "TO") and tokens[i - 2].before == " ":
                    continue
                found.add(_speaking(tokens, i - 1))
    return found - {""}


def _speaking(tokens: Sequence[Token], i: int) -> str:
    token = tokens[i]
    word = token.lower
    known = noun_gender(word) is not None or word in GROUPS or word in NEVER_NAMES or word in _SAYINGS
    if known or token.clitic or token.before != " " or token.quotation >= 0 or token.text[0].isupper():
        return ""
    return word if word_class(word) in ("NN", "") and not word.endswith(("ness", "tion", "ity")) else ""


_SAYINGS = frozenset(
    """reply answer words letter note message sign paper book story law rule thing thought idea phrase
    voice silence question whisper cry former latter time moment day night""".split()
)


def noun_phrases(
    paragraph: int, tokens: Sequence[Token], taken: Sequence[bool], speaking: Collection[str] = ()
) -> Iterator[NounPhrase]:
    """Noun phrases for people in one paragraph; `taken` marks the tokens that names have."""
    i = 0
    while i < len(tokens):
        token = tokens[i]
        determiner = _determiner(tokens, i)
        last = _head(tokens, i, taken, speaking) if determiner else i
        if last == i:
            unknown = _unknown(paragraph, tokens, i, taken)
            if unknown is not None:
                yield unknown
            i = i + 1 if unknown is None else unknown.last + 1
            continue
        head = tokens[last].lower
        gender = Gender.UNKNOWN if head in speaking else noun_gender(head)
        first = i + 1 if determiner == "'s" else i
        modifiers = tuple(t.lower for t in tokens[i + 1 : last])
        yield NounPhrase(
            paragraph, first, last, head, modifiers, _behind(tokens, last), determiner, gender is None,
            gender or Gender.UNKNOWN, token.quotation < 0, speaks(tokens, first, last, SPEECH_VERBS),
            speaks(tokens, first, last, REPORTING),
        )  # fmt: skip
        i = last + 1


def _determiner(tokens: Sequence[Token], i: int) -> str:
    token = tokens[i]
    if token.possessive and (token.text[0].isupper() or noun_gender(token.lower) is not None):
        return "'s"
    if token.clitic:
        return ""
    return (
        token.lower if token.lower in DEFINITE or token.lower in INDEFINITE or token.lower in OWNING else ""
    )


def _head(tokens: Sequence[Token], i: int, taken: Sequence[bool], speaking: Collection[str]) -> int:
    """Index of the noun that the determiner at `i` belongs to; `i` when it is no person."""
    head = i
    for j in range(i + 1, min(i + _REACH, len(tokens))):
        token = tokens[j]
        joined = token.before == " " or (token.before == ", " and head == i and j > i + 1)
        if taken[j] or not joined or token.quotation != tokens[i].quotation:
            break
        word = token.lower
        if noun_gender(word) is not None or word in GROUPS or word in speaking:
            if word in _ALSO_ADJECTIVES and _goes_on(tokens, j):
                continue
            head = j
            if token.clitic:
                break
            continue
        if head > i or token.clitic or word_class(word) not in _MODIFIERS or word in NEVER_NAMES - _KEPT:
            break
    return head


_ALSO_ADJECTIVES = frozenset(
    """general major private chief principal official local native guard patient guide head police
    resident minor medium intern subject mother father sister brother child""".split()
)


def _goes_on(tokens: Sequence[Token], j: int) -> bool:
    """A noun follows: "the general store" is no general."""
    if j + 1 >= len(tokens) or tokens[j].clitic or tokens[j + 1].before != " ":
        return False
    return word_class(tokens[j + 1].lower) in ("NN", "NNS")


_KEPT = frozenset(
    """old young little big great new long short high low right left first second third other last same
    poor dear own two three four""".split()
)


def _unknown(paragraph: int, tokens: Sequence[Token], i: int, taken: Sequence[bool]) -> NounPhrase | None:
    """One of several whom the text does not tell apart, and who speaks: "one of the men", "a third".

    Somebody and someone only with a word on who it is ("somebody in waders"): else the text soon tells.
    """
    token = tokens[i]
    if token.quotation >= 0 or token.clitic or taken[i]:
        return None
    last, behind = i, ""
    if token.lower in ("a", "yet"):
        if i + 1 >= len(tokens) or tokens[i + 1].lower not in ORDINALS or tokens[i + 1].before != " ":
            return None
        last = i + 1
    elif token.lower in ("somebody", "someone"):
        behind = _worn(tokens, i)
        if not behind:
            return None
    elif token.lower not in ("one", "another"):
        return None
    gender = Gender.UNKNOWN
    words = [t.lower for t in tokens[last + 1 : last + 5] if t.before == " " and t.quotation < 0]
    if words[:1] == ["of"] and len(words) > 1:
        if words[1] in ("them", "us", "these", "those"):
            last += 2
        else:
            group = next((k for k, word in enumerate(words) if word in GROUPS), 0)
            if not group or words[1] not in DEFINITE | OWNING:
                return None
            gender = noun_gender(_ONE_OF.get(words[group], "")) or Gender.UNKNOWN
            last += group + 1
    end = last + len(behind.split())
    if not (speaks(tokens, i, end, SPEECH_VERBS) or speaks(tokens, i, last, SPEECH_VERBS)):
        return None
    head = " ".join(t.lower for t in tokens[last if token.lower in ("a", "yet") else i : last + 1])
    return NounPhrase(
        paragraph, i, last, head, (), behind, "one", False, gender, True, True, True,
    )  # fmt: skip


def _worn(tokens: Sequence[Token], last: int) -> str:
    """What somebody has on or carries: "in waders", "with a pram"."""
    words: list[str] = []
    for token in tokens[last + 1 : last + 5]:
        opening = not words and token.lower in ("in", "with")
        noun = words and (
            token.lower in ("a", "an", "the") or word_class(token.lower)[:2] in ("NN", "JJ", "")
        )
        if (
            token.before != " "
            or token.quotation >= 0
            or token.lower in SPEECH_VERBS
            or not (opening or noun)
        ):
            break
        words.append(token.lower)
    return " ".join(words) if len(words) > 1 else ""


ORDINALS = frozenset("second third fourth fifth sixth seventh".split())
_ONE_OF = dict(
    pair.split(":")
    for pair in """men:man women:woman boys:boy girls:girl ladies:lady gentlemen:gentleman sisters:sister
    brothers:brother policemen:policeman waiters:waiter maids:maid monks:monk nuns:nun lads:lad
    fellows:fellow fishermen:fisherman""".split()
)


def _behind(tokens: Sequence[Token], last: int) -> str:
    """A short "in the grey hat", "with a pram", "at the desk" behind the noun."""
    words = tokens[last + 1 : last + 7]
    if tokens[last].clitic or len(words) < 3 or words[0].lower not in _PLACING:
        return ""
    if words[1].lower not in ("the", "a", "an") or words[0].before != " " or words[0].quotation >= 0:
        return ""
    length = 1
    while length < len(words) and words[length].before == " " and words[length].quotation < 0:
        if length > 1 and word_class(words[length].lower)[:2] not in ("JJ", "NN", ""):
            break
        length += 1
    # "A woman with a pram" is later "the woman with the pram".
    kept = [word.lower for word in words[:length]]
    return " ".join([kept[0], "the", *kept[2:]]) if length > 2 else ""


_PLACING = ("in", "with", "at", "from", "behind")


def is_thing(head: str) -> bool:
    """Somebody only when the text has it speak."""
    return head in THINGS
