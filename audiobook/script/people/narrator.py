"""Whether the story is told in the first person, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.script.people.aliases import Cluster, led
from audiobook.script.people.capitals import Page
from audiobook.script.people.diminutives import KIN_WORDS
from audiobook.script.people.lexicon import REPORTING
from audiobook.script.people.names import Sighting
from audiobook.script.people.tables import first_name
from audiobook.script.people.tokens import Token

_FIRST = frozenset(("i", "me", "my", "mine", "myself"))
_NAMING = ("call", "called", "calls", "named", "christened")
_ANSWERED = 2.0
"""What a call tells beside which "I said" stands."""
_CALLED = 1.5
"""What must speak for somebody: once called where the narrator is about."""
_SAYS_I = 2
"""Times that "I said" must stand beside a quotation to make a narrator of somebody who seldom says "I"."""
_SELDOM = 400
"""Words of narration to each of these times in a longer text."""
_PARTS = 12
"""Into how many equal parts the text is cut to see whether the first person runs through it."""
_SCATTERED = 4
"""In how many of them it must stand where it does from the beginning to the end."""


def first_person(page: Page) -> bool:
    """The narration says "I" often and throughout, not just in a letter here and there."""
    told = [_is_first(token) for tokens in page for token in tokens if token.quotation < 0]
    if sum(map(_tags_itself, page)) >= max(_SAYS_I, len(told) // _SELDOM):
        return True
    if sum(told) < 3 or sum(told) * 130 < len(told):
        return False
    parts = sorted({at * _PARTS // len(told) for at, first in enumerate(told) if first})
    throughout = len(parts) >= _SCATTERED and parts[-1] - parts[0] > _PARTS // 2
    return throughout or len(parts) * 2 >= _PARTS


def _tags_itself(tokens: Sequence[Token]) -> bool:
    """ "I said" stands right beside a quotation."""
    for i, token in enumerate(tokens):
        if token.text != "I" or token.quotation >= 0 or token.clitic:
            continue
        said = i + 1 < len(tokens) and tokens[i + 1].lower in REPORTING and tokens[i + 1].quotation < 0
        before = i > 0 and tokens[i - 1].quotation >= 0
        behind = i + 2 < len(tokens) and tokens[i + 2].quotation >= 0
        if said and (before or behind):
            return True
    return False


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


def untold(page: Page, clusters: Sequence[Cluster]) -> list[Cluster]:
    """Those of the caller's list whom the narration never tells of: one of them must be telling it.

    Kin by what they are called ("Mum", where "my mother" is told of) are not; of several neither are those
    whom the narrator calls by name or tells of as the list has them, by a noun.
    """
    relations = _relations(page)
    found = [
        cluster
        for cluster in clusters
        if cluster.known is not None
        and not led(cluster.known.name)
        and not any(entry.name.words[-1:] == (word,) for entry in cluster.entries for word in relations)
        and not any(_told_of(page, sighting) for entry in cluster.entries for sighting in entry.sightings)
    ]
    if len(found) < 2:
        return found
    told = [" ".join(t.lower for t in tokens if t.quotation < 0) for tokens in page]
    return [c for c in found if not _called_by_narrator(page, c) and not _told_by_noun(told, c)] or found


def is_called(cluster: Cluster) -> bool:
    """Somebody speaks to them by name."""
    return any(s.vocative for entry in cluster.entries for s in entry.sightings)


def _told_of(page: Page, sighting: Sighting) -> bool:
    """The narration has the name, and not as the narrator's own."""
    tokens = page[sighting.paragraph]
    return tokens[sighting.first].quotation < 0 and not _introduced(tokens, sighting.first, sighting.last)


def _called_by_narrator(page: Page, cluster: Cluster) -> bool:
    """ "I said" stands right beside a quotation that calls the name."""
    return any(s.vocative and _narrator_says(page, s) for entry in cluster.entries for s in entry.sightings)


def _narrator_says(page: Page, sighting: Sighting) -> bool:
    tokens = page[sighting.paragraph]
    inside = [i for i, token in enumerate(tokens) if token.quotation == tokens[sighting.first].quotation]
    beside = tokens[max(0, inside[0] - 3) : inside[0]], tokens[inside[-1] + 1 : inside[-1] + 4]
    return any(_narrator_speaks([t for t in words if t.quotation < 0]) for words in beside)


def _told_by_noun(told: Sequence[str], cluster: Cluster) -> bool:
    """The narration has what the list calls them besides their name: "my grandmother", "the kid"."""
    names = () if cluster.known is None else cluster.known.aliases
    return any(f" {name.lower()} " in f" {text} " for name in names if led(name) for text in told)


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
