"""How the words of a text are capitalised: what tells a name from a word that starts a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from audiobook.script.people.lexicon import CALENDAR, NEVER_NAMES, PEOPLES
from audiobook.script.people.nouns import GROUPS
from audiobook.script.people.speech import reports
from audiobook.script.people.tables import first_name, word_class
from audiobook.script.people.titles import title_of
from audiobook.script.people.tokens import Token

Page = Sequence[Sequence[Token]]
"""The tokens of every paragraph."""

DOUBTFUL = CALENDAR | PEOPLES | GROUPS | frozenset("one two three four five six seven eight nine ten".split())
"""Words with a capital letter by nature or habit: May, Sunday, English, Five. Names only of who speaks."""

AT_HOME = frozenset(
    "mum mom mummy mommy momma mama dad daddy gran granny grandma nan nana grandpa grandad granddad".split()
)
"""Words that are a name wherever they start a sentence: nobody writes "Dad sat down" of any other."""
_NAME = 3
"""Evidence that makes a word a name in a text without capital letters."""


class Capitals:
    """Counts of every word, by its letters and place."""

    def __init__(self, page: Page, names: Iterable[str] = ()) -> None:
        """`names`: words that are names, whatever the page tells, and perhaps other words as well."""
        self.lower: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        """With a capital letter in the middle of a sentence."""
        self.start: Counter[str] = Counter()
        """With one at the start."""
        self.speakers: Counter[str] = Counter()
        """Doubtful words as subjects of verbs of speech."""
        self.plain = 0
        """Sentences that start without a capital letter."""
        for tokens in page:
            for i, token in enumerate(tokens):
                if not token.capital:
                    self.lower[token.lower] += 1
                    self.plain += token.initial and token.text[0].islower()
                elif token.initial:
                    self.start[token.lower] += 1
                elif not shouting(tokens, i):
                    self.inside[token.lower] += 1
                if token.capital and token.lower in DOUBTFUL and reports(tokens, i, i):
                    self.speakers[token.lower] += 1
        for word in names:
            if not (self.lower[word] and word_class(word)) and word not in NEVER_NAMES:
                self.inside[word] += 1 + self.lower[word]

    @property
    def careless(self) -> bool:
        """The text does without capital letters."""
        return self.plain > 5 and self.start.total() < self.plain

    def mostly(self, word: str) -> bool:
        """Written with a capital where it need not be, and more often than without."""
        return 0 < self.inside[word] >= self.lower[word]

    def is_name(self, word: str) -> bool:
        """Whether a word that starts a sentence is a name, as far as its other places tell."""
        if self.inside[word]:
            return self.inside[word] * 4 >= self.lower[word]
        kind, listed = word_class(word), first_name(word)
        if self.lower[word]:
            return not kind and listed is not None and listed[1]
        if word.endswith(("ing", "ly")):
            return False
        return not kind or (listed is not None and listed[1] and kind in ("NN", "FW"))


def shouting(tokens: Sequence[Token], i: int) -> bool:
    """The word is in capitals among words in capitals, so that its own tell nothing."""
    if not tokens[i].shouted:
        return False
    near = [
        token for token in tokens[max(0, i - 2) : i + 3] if token is not tokens[i] and len(token.text) > 1
    ]
    return any(token.shouted and not title_of(token.text) for token in near)


def capitalise_names(page: Page, names: Iterable[str] = ()) -> None:
    """Gives names their capital letter in a text that has none: `names`, first names, and whoever speaks."""
    likely: Counter[str] = Counter(dict.fromkeys(names, _NAME))
    for tokens in page:
        for i, token in enumerate(tokens):
            if token.lower in NEVER_NAMES or not token.text[0].islower():
                continue
            listed = first_name(token.lower)
            weight = 0 if listed is None else 1 + listed[1]
            if reports(tokens, i, i) and (not word_class(token.lower) or weight > 1):
                likely[token.lower] += _NAME
            elif not word_class(token.lower):
                likely[token.lower] += weight
    for tokens in page:
        for token in tokens:
            if likely[token.lower] >= _NAME:
                token.text = token.text.capitalize()
