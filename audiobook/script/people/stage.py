"""Who is on stage where a noun stands: named near it, called right before it acts, or not in the scene."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from audiobook.script.people.lexicon import SPEECH_VERBS
from audiobook.script.people.phrases import NounPhrase
from audiobook.script.people.speech import speaks
from audiobook.script.people.story import Story
from audiobook.script.people.tokens import Token

_LEADING = frozenset(
    """the a an in at to from of into onto past on near over through behind by with about for under toward
    towards inside outside beyond""".split()
)
"""Words that a place stands behind: "in the Blue Boar", "past Whitby"."""
_MOSTLY = 0.7


class Stage:
    """Reads for every named person of a story where the narration names them and where they are called."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._told: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        """Person → paragraph, first and last token of their names in the narration."""
        self._called: dict[int, set[int]] = defaultdict(set)
        """Quotation → whom it calls by name."""
        self._scenes = _scenes(story.page)
        self._cast: dict[int, set[int]] = defaultdict(set)
        """Scene → who is named or called in it."""
        for paragraph, names in enumerate(story.names):
            tokens = story.page[paragraph]
            for first, last, person in names:
                called = (paragraph, first) in story.vocatives
                if called:
                    self._called[tokens[first].quotation].add(person)
                elif tokens[first].quotation < 0:
                    self._told[person].append((paragraph, first, last))
                if called or tokens[first].quotation < 0:
                    self._cast[self._scenes[paragraph]].add(person)
        addressed = set[int]().union(*self._called.values())
        self._still = {p for p, places in self._told.items() if p not in addressed and self._idle(places)}
        self._places = {p for p, places in self._told.items() if p not in addressed and self._led(places)}

    def clues(self, uses: Sequence[NounPhrase], person: int) -> dict[str, float]:
        """What speaks for or against a noun's being the person."""
        told = {paragraph for paragraph, _, _ in self._told[person]}
        beside = [person in self._story.beside(use) for use in uses]
        here = sum(u.paragraph in told and not near for u, near in zip(uses, beside, strict=True))
        away = sum(person not in self._cast[self._scenes[use.paragraph]] for use in uses)
        return {
            "named here": here / len(uses),
            "answers": float(any(person in self._called_before(use) for use in uses)),
            "not in the scene": away / len(uses),
            "never acts": float(person in self._still),
            "a place": float(person in self._places),
        }

    def _called_before(self, use: NounPhrase) -> set[int]:
        """Whom the last words before call, where the noun speaks next, or opens the next sentence."""
        tokens = self._story.page[use.paragraph]
        if use.speaks:
            opens = tokens[0].quotation >= 0 and use.paragraph > 0
            before = self._story.page[use.paragraph - 1] if opens else []
            spoken = {token.quotation for token in before} - {-1}
            return set[int]().union(*(self._called[quotation] for quotation in spoken))
        if not tokens[use.first].initial:
            return set()
        quotations = [token.quotation for token in tokens[: use.first] if token.quotation >= 0]
        if not quotations and not any(token.initial for token in tokens[: use.first]):
            above = use.paragraph - 1
            if above >= 0 and self._scenes[above] == self._scenes[use.paragraph]:
                quotations = [token.quotation for token in self._story.page[above] if token.quotation >= 0]
        return self._called[quotations[-1]] if quotations else set()

    def _idle(self, places: Sequence[tuple[int, int, int]]) -> bool:
        """They never open a sentence, and never speak by name."""
        return not any(
            self._story.page[paragraph][first].initial
            or speaks(self._story.page[paragraph], first, last, SPEECH_VERBS)
            for paragraph, first, last in places
        )

    def _led(self, places: Sequence[tuple[int, int, int]]) -> bool:
        """Their name mostly stands behind an article or a preposition: an inn, a town, a sword."""
        led = sum(
            first > 0
            and self._story.page[paragraph][first].before == " "
            and self._story.page[paragraph][first - 1].lower in _LEADING
            for paragraph, first, _ in places
        )
        return led >= _MOSTLY * len(places)


def _scenes(page: Sequence[Sequence[Token]]) -> list[int]:
    """For each paragraph the number of its scene; what holds no word of two letters parts scenes."""
    scenes: list[int] = []
    for tokens in page:
        broken = not any(len(token.text) > 1 for token in tokens)
        scenes.append((scenes[-1] if scenes else 0) + broken)
    return scenes
