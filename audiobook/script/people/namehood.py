"""Whether a name is somebody's, or a place's, a day's, a thing's: evidence from the word and its places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from audiobook.script.people.capitals import DOUBTFUL, Capitals, Page, capitalise_names
from audiobook.script.people.diminutives import pet_form, plain
from audiobook.script.people.lexicon import CALENDAR, PEOPLES, PLACE_BEFORE, PLACE_NOUNS, PLACES, SPEECH_VERBS
from audiobook.script.people.names import Found, Name, Sighting, candidates
from audiobook.script.people.nouns import noun_gender
from audiobook.script.people.speech import addressed, reports
from audiobook.script.people.tables import first_name, word_class
from audiobook.script.people.tokens import Token

_PLACING = {
    "in": -1.2, "within": -1.0, "throughout": -1.5, "into": -0.8, "near": -0.6, "across": -0.6,
    "outside": -0.6,     "inside": -0.6,
    "at": -0.5, "through": -0.5, "around": -0.3, "leaving": -0.3, "reached": -0.3, "on": -0.3,
    "visit": -0.2, "from": -0.2, "of": -0.05,
}  # fmt: skip
_BODY = frozenset(
    """eyes eye face hand hands head voice mouth lips hair arm arms shoulder shoulders mother father
    brother sister wife husband heart mind expression smile gaze jaw cheek cheeks brow fingers chest
    back neck ear ears nose side attention thoughts breath throat feet foot knees tone words stomach
    shirt coat phone""".split()
)
_PASTS = frozenset(
    """put set let read cut hit shut hurt cast spread held took began swallowed turned opened closed
    frowned grinned shrugged nodded sighed blinked stared glanced leaned""".split()
)
"""Past tenses that are other words more often."""
_IMPOSSIBLE = -8.0
_SIGNBOARD = 2.0
"""Against "the Silver Bell", which is rather an inn or a ship."""
_STRANGE, _RARE = 0.7, 3
"""For a word of no language that acts as people do, of those that stand but a few times."""
_OF_A_PEOPLE = 1.0
"""What each sighting of a people's name counts against its being somebody's."""


def find_names(page: Page, texts: Sequence[str], listed: Collection[Name] = ()) -> dict[Name, Found]:
    """Every name of somebody in the text, with where it stands; weighs what its places tell.

    Those `listed` are names whatever their places tell.
    """
    words = {word for name in listed for word in name.words}
    capitals = Capitals(page, words)
    if capitals.careless:
        capitalise_names(page, {word for word in words if not word_class(word)})
        capitals = Capitals(page, words)
    found = candidates(page, capitals)
    for entry in found.values():
        for sighting in entry.sightings:
            _weigh(entry, sighting, page[sighting.paragraph], texts[sighting.paragraph], capitals)
        entry.score += _by_itself(entry, capitals)
    _support(found)
    return {name: entry for name, entry in found.items() if entry.score > 0 or name in listed}


def _weigh(entry: Found, sighting: Sighting, tokens: Sequence[Token], text: str, capitals: Capitals) -> None:
    """Adds what one sighting tells."""
    first, last = sighting.first, sighting.last
    here = tokens[last]
    before = tokens[first - 1] if first and tokens[first].before == " " else None
    if before is not None and before.quotation == here.quotation:
        entry.with_article += before.lower == "the"
        entry.score += _PLACING.get(before.lower, 0.0)
        if word_class(before.lower) in ("VBD", "VBZ") or before.lower in ("with", "told", "tell", "and"):
            entry.score += 0.3
    acting = _acting(tokens, last)
    entry.score += acting
    if acting and first == last and len(entry.sightings) <= _RARE and not capitals.lower[here.lower]:
        entry.score += _STRANGE * (_nobodys_word(here.lower) and here.lower not in DOUBTFUL)
    if reports(tokens, first, last):
        entry.score += 2.0
    if here.possessive and last + 1 < len(tokens):
        entry.score += 1.0 if tokens[last + 1].lower in _BODY else 0.2
    if addressed(tokens, first, last, text):
        sighting.vocative = True
        # "Lor, sir": a word that only ever opens speech is as likely an exclamation.
        opens = tokens[first].initial and not capitals.inside[tokens[first].lower]
        alone = opens and first == last and not first_name(tokens[first].lower)
        entry.score += 0.2 if alone and not _nobodys_word(tokens[first].lower) else 1.3
    elif _identified(tokens, first):
        entry.score += 1.5


def _nobodys_word(word: str) -> bool:
    """No word of the language nor a sound spelt out ("Brrr", "Pff"): hardly anything but a name."""
    vowels = sum(letter in "aeiouy" for letter in plain(word))
    spelt = len(word) >= 4 and 0 < vowels < len(word) and not re.search(r"(.)\1\1", word)
    return spelt and noun_gender(word) is None and not any(map(word_class, word.split("-")))


def _identified(tokens: Sequence[Token], first: int) -> bool:
    """Somebody is said to be of that name, inside a quotation: "You're Mara?", "I'm Mara", "This is Mara"."""
    if tokens[first].quotation < 0 or first < 1 or tokens[first].before != " ":
        return False
    before = tokens[first - 1]
    if before.quotation != tokens[first].quotation:
        return False
    if before.lower + before.clitic in ("i'm", "you're", "he's", "she's", "name's"):
        return True
    two = (tokens[first - 2].lower, before.lower) if first > 1 else ("", "")
    return two in (("i", "am"), ("you", "are"), ("are", "you"), ("name", "is"), ("this", "is"))


def _acting(tokens: Sequence[Token], last: int) -> float:
    """What the verb behind the name tells."""
    if last + 1 >= len(tokens) or tokens[last].clitic:
        return 0.0
    after = tokens[last + 1]
    if after.before.strip() == "," and after.lower in ("who", "whose", "whom"):
        return 1.0
    if after.before != " " or after.quotation != tokens[last].quotation:
        return 0.0
    word = after.lower
    if word.endswith("ly") and last + 2 < len(tokens) and tokens[last + 2].before == " ":
        word = tokens[last + 2].lower
    if word in SPEECH_VERBS:
        return 1.5 if after.quotation < 0 else 0.7
    if after.text[0].islower() and (word_class(word) in ("VBD", "VBZ", "MD") or word in _PASTS):
        return 0.7
    return 1.0 if word in ("who", "whose", "whom") else 0.0


def _by_itself(entry: Found, capitals: Capitals) -> float:
    """What the name tells before any sighting."""
    name = entry.name
    if not name.words:
        return 0.0
    if name.title:
        return -6.0 if name.title == "saint" and name.last in PLACE_NOUNS else 4.0
    return _full_name(entry) if len(name.words) > 1 else _one_word(entry, capitals)


def _full_name(entry: Found) -> float:
    name, sightings = entry.name, len(entry.sightings)
    listed = first_name(name.first)
    if name.last in PLACE_NOUNS or name.first in PLACE_BEFORE:
        return -1.0 if listed is not None and listed[1] else _IMPOSSIBLE
    score = -1.0 if listed is None else 1.5 if listed[1] else 0.5
    if name.last in PLACES or name.first in PLACES:
        score -= 2.0
    if any(word in PEOPLES or word in CALENDAR for word in name.words):
        score -= 2.0
    if entry.with_article == sightings and all(map(word_class, name.words)):
        score -= _SIGNBOARD
    return score + 0.3 * min(sightings, 5)


def _one_word(entry: Found, capitals: Capitals) -> float:
    word = entry.name.first
    if word in DOUBTFUL:
        # Of "the English" there is much to tell that tells of nobody.
        listed = first_name(word)
        people = word in PEOPLES and not (listed is not None and listed[1])
        told = _OF_A_PEOPLE * len(entry.sightings) * people
        return (-2.0 if capitals.speakers[word] > 1 else -6.0) - told
    inside, lower = capitals.inside[word], capitals.lower[word]
    kind, listed = word_class(word), first_name(word)
    score = -1.0 if inside else -1.8
    if word in PLACES or (listed is None and (word in PLACE_NOUNS or word in PLACE_BEFORE)):
        score -= 6.0
    if listed is not None:
        score += 2.0 if listed[1] else 0.8
    elif not kind and not lower:
        score += 0.5
    if kind and lower >= inside:
        score -= 2.0
    elif kind and listed is None:
        score -= 0.8
    if entry.with_article * 2 > len(entry.sightings):
        return score - 2.0
    return score + 0.8 if inside >= 2 and lower * 2 <= inside else score


def _support(found: dict[Name, Found]) -> None:
    """Names lend each other weight: "Ada Tarrant" and "Mr. Tarrant" make "Tarrant" a name."""
    sure = {
        word
        for name, entry in found.items()
        if entry.score > 0 and (name.title or len(name.words) > 1) and not name.of_a_place
        for word in name.words
    }
    single = {name.first for name, entry in found.items() if len(name.words) == 1 and entry.score > 1}
    starts: dict[str, list[str]] = defaultdict(list)
    for word in single:
        starts[word[:3]].append(word)
    for name, entry in found.items():
        if len(name.words) > 1:
            entry.score += 1.5 if entry.score > -3 and not single.isdisjoint(name.words) else 0.0
        elif name.words:
            entry.score += _supported(entry, sure, single, starts)


def _supported(
    entry: Found, sure: Collection[str], single: Collection[str], starts: dict[str, list[str]]
) -> float:
    word = entry.name.first
    if not entry.name.title and word in sure and entry.score > -3:
        return 2.0
    if entry.with_article:
        return 0.0
    if word[-1] == "s" and word[:-1] in single:
        # "Tarrants eyes": a possessive that has lost its apostrophe.
        return 3.0
    return 2.5 if any(pet_form(word, full) for full in starts.get(word[:3], ())) else 0.0
