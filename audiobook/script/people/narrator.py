"""Whether the story is told in the first person, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.script.people.aliases import Cluster
from audiobook.script.people.capitals import Page
from audiobook.script.people.diminutives import KIN_WORDS
from audiobook.script.people.lexicon import REPORTING
from audiobook.script.people.tables import first_name
from audiobook.script.people.tokens import Token

_FIRST = frozenset(("i", "me", "my", "mine", "myself"))
_NAMING = ("call", "called", "calls", "named", "christened")
_ANSWERED = 2.0
"""What a call tells beside which "I said" stands."""
_CALLED = 1.5
"""What must speak for somebody: once called where the narrator is about."""
_PARTS = 12
"""Into how many equal parts the text is cut to see whether the first person runs through it."""
_SCATTERED = 4
"""In how many of them it must stand where it does from the beginning to the end."""


def first_person(page: Page) -> bool:
    """The narration says "I" often and throughout, not just in a letter here and there."""
    told = [_is_first(token) for tokens in page for token in tokens if token.quotation < 0]
    if sum(told) < 3 or sum(told) * 130 < len(told):
        return False
    parts = sorted({at * _PARTS // len(told) for at, first in enumerate(told) if first})
    throughout = len(parts) >= _SCATTERED and parts[-1] - parts[0] > _PARTS // 2
    return throughout or len(parts) * 2 >= _PARTS


def _is_first(token: Token) -> bool:
    return token.lower in _FIRST and (token.lower != "i" or token.text == "I")


def narrator_among(page: Page, clusters: Sequence[Cluster]) -> tuple[Cluster | None, bool]:
    """The person who tells the story, when somebody names them; and whether that is sure.

    Either the narration says so ("my name is", "call me", "I, Tom"), or others speak to somebody
    whom the narration itself never names: sure where "I said" stands beside it.
    """
    speaking = [_narrator_speaks(tokens) for tokens in page]
    relations = _relations(page)
    votes: dict[int, float] = {}
    sure: set[int] = set()
    for number, cluster in enumerate(clusters):
        if any(entry.name.words[-1:] == (word,) for entry in cluster.entries for word in relations):
            continue  # "my father" tells that Dad is somebody else
        told = cluster.told
        introduced = 0
        said = 0
        vocatives: list[float] = []
        for entry in cluster.entries:
            for sighting in entry.sightings:
                at = sighting.paragraph
                if _introduced(page[at], sighting.first, sighting.last):
                    introduced += 1
                elif speaking[at] and _presents(page[at], sighting.first, sighting.last):
                    said += 1
                elif sighting.vocative:
                    vocatives.append(_called(page, speaking, at))
        others = told - introduced
        vote = 3.0 * said if others <= max(1, cluster.size // 5) else 0.0
        if introduced and others <= max(2, cluster.size // 5):
            vote += 3.0 * introduced
        addressed = sum(s.vocative for e in cluster.entries for s in e.sightings)
        if addressed * 2 >= cluster.size and others <= max(introduced, cluster.size // 20):
            vote += sum(vocatives)
        if vote > 0:
            votes[number] = vote + _named(cluster)
            if introduced or said or _ANSWERED in vocatives:
                sure.add(number)
    teller = max(votes, key=lambda n: votes[n], default=-1)
    if votes.get(teller, 0.0) < _CALLED:
        return None, False
    return clusters[teller], teller in sure


def _relations(page: Page) -> set[str]:
    """What the narrator may call those whom they tell of as "my father", "my old aunt"."""
    told = [[t.lower for t in tokens if t.quotation < 0] for tokens in page]
    mine = {
        word
        for words in told
        for at, owner in enumerate(words)
        if owner == "my"
        for word in words[at + 1 : at + 3]
    }
    return {word for kin in KIN_WORDS if kin & mine for word in kin}


def _called(page: Page, speaking: Sequence[bool], paragraph: int) -> float:
    """What a name called out tells: the narrator answers to it, or calls somebody by it."""
    if speaking[paragraph]:
        return -1.0
    if any(speaking[max(0, paragraph - 1) : paragraph + 2]):
        return _ANSWERED
    return _CALLED if _near_first(page, paragraph) else 1.0


def _narrator_speaks(tokens: Sequence[Token]) -> bool:
    """ "I said" stands in the paragraph."""
    for i, token in enumerate(tokens):
        if token.text == "I" and token.quotation < 0 and not token.clitic:
            after = [t.lower for t in tokens[i + 1 : i + 3] if t.quotation < 0]
            if any(word in REPORTING for word in after) or (i and tokens[i - 1].lower in REPORTING):
                return True
    return False


def _presents(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Inside a quotation: "I'm Tom", "My name's Tom", or nothing but a full name."""
    here = tokens[first].quotation
    if here < 0:
        return False
    inside = [i for i, token in enumerate(tokens) if token.quotation == here]
    if first < last and inside == list(range(first, last + 1)):
        return True
    words = [tokens[i].lower + tokens[i].clitic for i in inside if i < first][-3:]
    return (
        words[-1:] == ["i'm"]
        or words[-2:] in (["i", "am"], ["my", "name's"])
        or words == ["my", "name", "is"]
    )


def _near_first(page: Page, paragraph: int) -> bool:
    """The narrator acts close by."""
    near = page[max(0, paragraph - 1) : paragraph + 2]
    return any(t.quotation < 0 and _is_first(t) for tokens in near for t in tokens)


def _named(cluster: Cluster) -> float:
    """A little for what is plainly somebody's name."""
    return 0.7 if any(first_name(e.name.first) for e in cluster.entries) else 0.0


def _introduced(tokens: Sequence[Token], first: int, last: int) -> bool:
    """The narrator says: this is my name."""
    if tokens[first].quotation >= 0 or not first:
        return False
    words = [token.lower for token in tokens[max(0, first - 3) : first]]
    before = tokens[first - 1]
    if words[-1] == "i":
        return before.text == "I" and (before.clitic == "'m" or tokens[first].before.strip() == ",")
    if words[-2:] == ["my", "name"]:
        return before.clitic == "'s"
    if words[-2:] == ["i", "am"] or words in (["my", "name", "is"], ["my", "name", "was"]):
        return True
    return words[-1] == "me" and words[-2:-1] != [] and words[-2] in _NAMING
