"""What the text tells of whether a noun ("the porter") is somebody named, in a story of few people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from audiobook.script.people.apposition import Roles
from audiobook.script.people.family import counterparts, related
from audiobook.script.people.lexicon import SPEECH_VERBS
from audiobook.script.people.nouns import RELATIONS, YOUNG
from audiobook.script.people.phrases import INTRODUCING, ORDINALS, NounPhrase, is_thing
from audiobook.script.people.speech import speaks
from audiobook.script.people.stage import Stage
from audiobook.script.people.story import GENERIC, Story
from audiobook.script.people.tables import first_name
from audiobook.script.people.titles import COURTESY, KIN, UNMARRIED, title_of

OWN = -1
"""Stands for the noun's being a person of its own."""

Clues = dict[str, float]
"""What speaks for or against one reading of a noun, by name; `attribution.unmasking` weighs it."""

_LATER = 10.0
"""Paragraphs after which a name that comes later than the noun counts half."""
_TURN = 2
"""Paragraphs away at which the next speech is still an answer."""
_ORDERS = frozenset("father mother brother sister".split())
"""Relations that are titles of priests, monks and nuns as well."""
_OF_THE_YOUNG = frozenset("master prince princess lady lord sir queen king".split())
_MACHINES = frozenset("robot android computer machine ai drone bot ship".split())
_NEAR = 3
"""Paragraphs from a noun within which a name that is called out may be its own."""
_WHOLE = 3
"""Letters of a noun that may be the end of a name."""
_BACK = 4
"""Paragraphs looked back for whoever was named last."""


@dataclass(slots=True)
class _Presence:
    """Where the narration names somebody, or where they are first called if it never does."""

    first: tuple[int, int]
    """Paragraph and token of the first time."""
    tagged: set[int] = field(default_factory=set)
    """Paragraphs in which they speak by name."""
    told: bool = True
    """The narration names them."""


class Guises:
    """Reads what is known of every noun person, as `Epithets` numbered them."""

    def __init__(
        self,
        story: Story,
        roles: Roles,
        meant: Mapping[tuple[int, int], int],
        claims: Mapping[tuple[int, int], Mapping[int, int]],
        closed: float,
    ) -> None:
        """`claims`: phrase → whom the caller's list may mean by it; `closed`: how far it lists everybody."""
        self._story, self._roles, self._claims, self._closed = story, roles, claims, closed
        self._calls: dict[int, list[tuple[int, int]]] = defaultdict(list)
        """Person → paragraphs and tokens at which they are called by name."""
        for paragraph, here in enumerate(story.names):
            for first, _, person in here:
                if (paragraph, first) in story.vocatives:
                    self._calls[person].append((paragraph, first))
        self._presences = self._read_presences()
        self._stage = Stage(story)
        self._speech = [any(token.quotation >= 0 for token in tokens) for tokens in story.page]
        self._owned: dict[int, set[str]] = defaultdict(set)
        """Person → what relations the narration says are theirs: "her husband"."""
        self._uses: dict[int, list[NounPhrase]] = defaultdict(list)
        for phrase in (phrase for here in story.phrases for phrase in here):
            owner = story.owners.get((phrase.paragraph, phrase.first))
            if owner is not None and phrase.told:
                self._owned[owner].add(phrase.head)
            noun = meant.get((phrase.paragraph, phrase.first), OWN)
            known = noun >= len(story.clusters) and phrase.told and not phrase.plural
            if known and phrase.head.split()[0] not in ("one", "another", "somebody", "someone", *ORDINALS):
                self._uses[noun].append(phrase)

    def clues(self) -> dict[int, dict[int, Clues]]:
        """Noun person → `OWN` or named person → what speaks for it."""
        return {
            noun: {OWN: _own(uses) | {"own unlisted": self._closed}}
            | {person: self._of(uses, person) for person in self._candidates(uses)}
            for noun, uses in self._uses.items()
        }

    def _read_presences(self) -> dict[int, _Presence]:
        found: dict[int, _Presence] = {}
        for paragraph, here in enumerate(self._story.names):
            tokens = self._story.page[paragraph]
            for first, last, person in here:
                if tokens[first].quotation < 0:
                    presence = found.setdefault(person, _Presence((paragraph, first)))
                    if speaks(tokens, first, last, SPEECH_VERBS):
                        presence.tagged.add(paragraph)
        for person, calls in self._calls.items():
            found.setdefault(person, _Presence(calls[0], told=False))
        return found

    def _candidates(self, uses: Sequence[NounPhrase]) -> Iterable[int]:
        owners = {self._story.owners.get((phrase.paragraph, phrase.first)) for phrase in uses}
        for person in self._presences:
            told = person == self._story.narrator
            if told or person in owners or not self._story.may_be(uses[0].head, person):
                continue
            if uses[0].head in _ORDERS and owners != {None} and self._goes_by(person, title_of(uses[0].head)):
                continue  # "her father" is hardly Father Keane
            yield person

    def _of(self, uses: Sequence[NounPhrase], person: int) -> Clues:
        story, presence, phrase = self._story, self._presences[person], uses[0]
        nouns = self._roles.of.get(person, Counter())
        introduced = phrase.determiner in INTRODUCING
        known = presence.told and presence.first < (phrase.paragraph, phrase.first)
        later = 1.0 / (1.0 + max(0, presence.first[0] - phrase.paragraph) / _LATER)
        owner = next((o for p in uses if (o := story.owners.get((p.paragraph, p.first))) is not None), None)
        return {
            "called so": min(3.0, nouns.get(phrase.head, 0)),
            "titled": float(self._titled(phrase, person)),
            "too young": float(self._too_young(phrase.head, person)),
            "a machine": float(phrase.head in _MACHINES and self._human(person)),
            "ranked otherwise": float(self._ranked_otherwise(phrase.head, person)),
            "listed": float(any(person in self._claims.get((p.paragraph, p.first), ()) for p in uses)),
            "called otherwise": float(phrase.head not in nouns and any(self._telling(nouns, person))),
            "gender": max(-2.0, min(2.0, story.odds(phrase) * story.genders[person] / 4)),
            "related": 0.0
            if owner is None
            else related(phrase.head, story.clusters[owner], story.clusters[person]),
            "has the other": float(not counterparts(phrase.head).isdisjoint(self._owned[person])),
            "brought in after": float(introduced and known),
            "spoken of after": float(not introduced and known),
            "named later": later * (presence.told and not introduced and not known),
            "called beside": self._called(uses, person, 1) / (len(self._calls[person]) + 1),
            "only called": float(not presence.told),
            "only called elsewhere": float(not presence.told and not self._called(uses, person, _NEAR)),
            "part of the name": float(self._in_name(phrase.head, person)),
            "named next": float(presence.told and any(self._named_next(p, presence) for p in uses)),
            "then speaks": self._then_speaks(uses, presence),
            "named last": sum(self._named_last(p) == person for p in uses) / len(uses),
        } | self._stage.clues(uses, person)

    def _goes_by(self, person: int, title: str) -> bool:
        """The title stands before the person's name."""
        entries = self._story.clusters[person].entries
        return any(entry.name.title == title for entry in entries if entry.name.words)

    def _titled(self, phrase: NounPhrase, person: int) -> bool:
        """The noun is the title of that person alone: "the judge", Judge Lund; "my uncle", Uncle Walt."""
        title = title_of(phrase.head)
        if not title or title in COURTESY or (title in KIN and (phrase.head in _ORDERS or not phrase.owned)):
            return False
        return [n for n, cluster in enumerate(self._story.clusters) if title in cluster.titles] == [person]

    def _too_young(self, head: str, person: int) -> bool:
        """The noun is a child's, and they are called as grown people are: "the girl" is not Mrs. Pell."""
        titles = self._story.clusters[person].titles
        return head in YOUNG and bool(titles - UNMARRIED - KIN - _OF_THE_YOUNG)

    def _human(self, person: int) -> bool:
        """They have a title, or a given name that people have."""
        cluster = self._story.clusters[person]
        listed = (first_name(entry.name.first) for entry in cluster.entries)
        return bool(cluster.titles) or any(name is not None and name[1] for name in listed)

    def _ranked_otherwise(self, head: str, person: int) -> bool:
        """The noun is a rank, and theirs is another: "the vicar" is not Constable Pell."""
        rank, ranks = title_of(head), self._story.clusters[person].titles - COURTESY - KIN
        return bool(rank and ranks) and rank not in COURTESY | KIN | ranks

    def _in_name(self, head: str, person: int) -> bool:
        """The noun is a word of their name, or ends it: "the fox" for Emberfox, "the don" for Don Tarrant."""
        if len(head) < _WHOLE:
            return False
        names = [entry.name for entry in self._story.clusters[person].entries]
        return any(
            (len(name.words) > 1 and head in name.words)
            or (len(name.first) > len(head) and name.first.endswith(head))
            for name in names
        )

    def _telling(self, nouns: Mapping[str, int], person: int) -> Iterable[str]:
        """Nouns that the text makes the person's, their own names aside."""
        names = {word for entry in self._story.clusters[person].entries for word in entry.name.words}
        for noun, plainly in nouns.items():
            if plainly > 1 and noun not in GENERIC and noun not in RELATIONS and noun not in names:
                yield noun

    def _named_next(self, phrase: NounPhrase, presence: _Presence) -> bool:
        """The next sentence is the first to name the person: "The medic knelt. Ada never hurried." """
        paragraph, at = presence.first
        if paragraph != phrase.paragraph or at <= phrase.last:
            return False
        tokens = self._story.page[paragraph]
        starts = [t for t in tokens[phrase.last + 1 : at + 1] if t.initial and t.quotation < 0]
        return tokens[at].initial and len(starts) <= 2

    def _called(self, uses: Sequence[NounPhrase], person: int, near: int) -> int:
        """How often others call the person by name that many paragraphs from the noun."""
        own = {phrase.paragraph for phrase in uses if phrase.speaks}
        return sum(
            any(abs(paragraph - phrase.paragraph) <= near for phrase in uses)
            for paragraph, _ in self._calls[person]
            if paragraph not in own
        )

    def _then_speaks(self, uses: Sequence[NounPhrase], presence: _Presence) -> float:
        """How often the person speaks right after a paragraph that ends with the noun."""
        ends = [p for p in uses if not self._speech[p.paragraph] and self._is_last(p)]
        return sum(self._next_speech(p.paragraph) in presence.tagged for p in ends) / max(1, len(ends))

    def _is_last(self, phrase: NounPhrase) -> bool:
        """Nobody else is mentioned before the paragraph ends."""
        here = phrase.paragraph
        nouns = any(other.first > phrase.first for other in self._story.phrases[here])
        return not nouns and all(first < phrase.first for first, _, _ in self._story.names[here])

    def _next_speech(self, paragraph: int) -> int:
        following = range(paragraph + 1, min(paragraph + 1 + _TURN, len(self._speech)))
        return next((at for at in following if self._speech[at]), -1)

    def _named_last(self, phrase: NounPhrase) -> int | None:
        """Whom of that gender the narration named last before the noun."""
        for paragraph in range(phrase.paragraph, max(-1, phrase.paragraph - _BACK), -1):
            tokens = self._story.page[paragraph]
            for first, _, person in reversed(self._story.names[paragraph]):
                before = paragraph < phrase.paragraph or first < phrase.first
                if before and tokens[first].quotation < 0 and self._story.fits(phrase, person):
                    return person
        return None


def _own(uses: Sequence[NounPhrase]) -> Clues:
    """What tells whether a noun is a person of its own, whoever else is about."""
    return {
        "own": 1.0,
        "own introduced": float(uses[0].determiner in INTRODUCING),
        "own speaks": float(any(phrase.speaks for phrase in uses)),
        "own thing": float(is_thing(uses[0].head)),
        "own voice": float(uses[0].head == "voice"),
    }
