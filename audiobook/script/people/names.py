"""Finding names: which capitalised words are somebody's name, and where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from audiobook.script.people.diminutives import pet_form
from audiobook.script.people.lexicon import (
    CALENDAR,
    NEVER_NAMES,
    PARTICLES,
    PEOPLES,
    PLACE_BEFORE,
    PLACE_NOUNS,
    PLACES,
    QUALIFIERS,
    REPORTING,
    SPEECH_VERBS,
)
from audiobook.script.people.nouns import GROUPS, noun_gender
from audiobook.script.people.tables import first_name, word_class
from audiobook.script.people.titles import COURTESY, title_of
from audiobook.script.people.tokens import Token

Page = Sequence[Sequence[Token]]
"""The tokens of every paragraph."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart, as one key: all its spellings in the text are equal."""

    title: str
    """Normalised title ("mr", "captain"), or empty."""
    words: tuple[str, ...]
    """The words of the name in lower case; empty for a title that stands alone ("the Captain")."""

    @property
    def first(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""


@dataclass(slots=True)
class Sighting:
    """One place where a name stands."""

    paragraph: int
    first: int
    last: int
    """Token indices, `last` included."""
    vocative: bool = False
    speaks: bool = False
    """Subject of a verb of speech beside a quotation."""
    told: bool = True
    """In narration, not inside a quotation."""


@dataclass(slots=True)
class Found:
    """A name with all its sightings and what they tell."""

    name: Name
    spellings: Counter[str] = field(default_factory=Counter)
    sightings: list[Sighting] = field(default_factory=list)
    score: float = 0.0
    """Evidence that it names somebody who acts and speaks; above 0 it does."""
    spoken: int = 0
    """Sightings as the subject of a verb of speech."""
    with_article: int = 0
    """Sightings after "the"."""
    female: float = 0.0
    male: float = 0.0
    """Weighted pronouns that refer back to it."""

    @property
    def told(self) -> int:
        """How often the narration uses it."""
        return sum(sighting.told for sighting in self.sightings)

    @property
    def spelling(self) -> str:
        return self.spellings.most_common(1)[0][0]


class Capitals:
    """How the words of the text are capitalised: what tells a name from a word that starts a sentence."""

    def __init__(self, page: Page) -> None:
        self.lower: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        """Capitalised in the middle of a sentence."""
        self.start: Counter[str] = Counter()
        self.speakers: Counter[str] = Counter()
        """Words that are no names by nature (May, Sunday, Five), as subjects of verbs of speech."""
        self.plain = 0
        """Sentences that start without a capital letter."""
        for tokens in page:
            for i, token in enumerate(tokens):
                if token.initial and token.text[0].islower():
                    self.plain += 1
                if token.lower in _DOUBTFUL and token.text[0].isupper() and _tagged(tokens, i, i):
                    self.speakers[token.lower] += 1
                if not token.capital:
                    self.lower[token.lower] += 1
                elif token.initial:
                    self.start[token.lower] += 1
                elif not shouting(tokens, i):
                    self.inside[token.lower] += 1

    @property
    def careless(self) -> bool:
        """The text does without capital letters."""
        return self.plain > 5 and sum(self.start.values()) < self.plain

    def mostly(self, word: str) -> bool:
        """Written with a capital where it need not be, and more often than without."""
        inside = self.inside[word]
        return inside > 0 and inside >= self.lower[word]

    def is_name(self, word: str) -> bool:
        """Whether a word that starts a sentence is a name as far as its other places tell."""
        inside, lower = self.inside[word], self.lower[word]
        if inside:
            return inside * 4 >= lower
        if lower or word.endswith(("ing", "ly")):
            return False
        named = first_name(word)
        if word_class(word):
            return named is not None and named[1] and word_class(word) in ("NN", "FW")
        return True


def shouting(tokens: Sequence[Token], i: int) -> bool:
    """The word is in capitals among words in capitals, so its capitals tell nothing."""
    if not tokens[i].shouted:
        return False
    near = [t for t in tokens[max(0, i - 2) : i + 3] if t is not tokens[i] and len(t.text) > 1]
    return any(t.shouted and title_of(t.text) == "" for t in near)


def find_names(page: Page, texts: Sequence[str]) -> dict[Name, Found]:
    """Every name of somebody in the text, with where it stands."""
    capitals = Capitals(page)
    if capitals.careless:
        _capitalise(page, capitals)
        capitals = Capitals(page)
    found: dict[Name, Found] = {}
    for paragraph, tokens in enumerate(page):
        for first, last in runs(tokens, capitals):
            name = parsed(tokens[first : last + 1])
            if name is None:
                continue
            entry = found.setdefault(name, Found(name))
            sighting = Sighting(paragraph, first, last, told=tokens[first].quotation < 0)
            entry.sightings.append(sighting)
            entry.spellings[spelled(tokens[first : last + 1])] += 1
            _weigh(entry, sighting, tokens, texts[paragraph], capitals)
    for entry in found.values():
        entry.score += _prior(entry, capitals)
    _support(found)
    return {name: entry for name, entry in found.items() if entry.score > 0}


def _capitalise(page: Page, capitals: Capitals) -> None:
    """Gives names their capital letter in a text that has none: first names and whoever speaks."""
    names: Counter[str] = Counter()
    for tokens in page:
        for i, token in enumerate(tokens):
            if token.lower in NEVER_NAMES or not token.text[0].islower():
                continue
            listed = first_name(token.lower)
            likely = 0 if listed is None else 1 + listed[1]
            if _tagged(tokens, i, i) and (not word_class(token.lower) or likely > 1):
                names[token.lower] += 3
            elif not word_class(token.lower):
                names[token.lower] += likely
    for tokens in page:
        for token in tokens:
            if names[token.lower] >= 3:
                token.text = token.text.capitalize()


def stray_sightings(page: Page, entries: Iterable[Found], taken: Sequence[Sequence[bool]]) -> None:
    """Adds where a name stands without its capital letter, or shouted ("WHAT IS TOM DOING")."""
    single = {e.name.first: e for e in entries if len(e.name.words) == 1 and not e.name.title}
    for paragraph, tokens in enumerate(page):
        for i, token in enumerate(tokens):
            entry = single.get(token.lower)
            if entry is None or taken[paragraph][i] or len(token.lower) < 3:
                continue
            unmistakable = not word_class(token.lower) and token.lower not in NEVER_NAMES
            if token.shouted or (unmistakable and token.text.islower()):
                entry.sightings.append(Sighting(paragraph, i, i, told=token.quotation < 0))


def runs(tokens: Sequence[Token], capitals: Capitals) -> Iterator[tuple[int, int]]:
    """(first, last) token indices of every stretch that may be a name, title included."""
    i, count = 0, len(tokens)
    while i < count:
        if not _may_start(tokens, i, capitals):
            i += 1
            continue
        last = i
        while (step := _continues(tokens, last)) and _fits(tokens, last + step, capitals):
            if last > i and tokens[last].lower in PLACE_NOUNS:
                break
            last += step
        first = i
        i = last + 1
        while first < last and _trimmed(tokens[first], tokens[first + 1], capitals):
            first += 1
        yield first, last


def _may_start(tokens: Sequence[Token], i: int, capitals: Capitals) -> bool:
    token = tokens[i]
    word = token.lower
    if capitals.speakers[word] >= 2 and token.text[0].isupper():
        if not token.initial:
            return not i or tokens[i - 1].lower not in _DATING
        return _tagged(tokens, i, i) or (i + 1 < len(tokens) and word_class(tokens[i + 1].lower) in ("VBD", "VBN"))
    if not token.text[0].isupper() or word in NEVER_NAMES or word in GROUPS:
        return bool(title_of(word)) and token.text[0].isupper() and i + 1 < len(tokens) and _continues(tokens, i) > 0
    if len(word) == 1:
        return i + 1 < len(tokens) and _continues(tokens, i) > 0 or (not token.initial and not token.clitic)
    if shouting(tokens, i):
        return False
    if title_of(word) and i + 1 < len(tokens) and _continues(tokens, i):
        return True
    if noun_gender(word) is not None or title_of(word):
        return capitals.mostly(word) if token.initial else True
    if token.initial and not capitals.is_name(word):
        following = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].before == " " else None
        if following is None:
            return False
        if following.lower in REPORTING and capitals.inside[word]:
            return True
        return following.text[0].isupper() and not following.shouted and first_name(word) is not None
    return True


def _continues(tokens: Sequence[Token], i: int) -> int:
    """How many tokens on the next word of a name that has come as far as `i` stands; 0 when it ends here."""
    token = tokens[i]
    if token.clitic or i + 1 >= len(tokens):
        return 0
    after = tokens[i + 1]
    if after.quotation != token.quotation or not _joined(token, after):
        return 0
    if after.text[0].isupper():
        if after.lower in NEVER_NAMES or (after.shouted and not token.shouted):
            return 0
        return 0 if title_of(after.lower) in COURTESY and not title_of(token.lower) else 1
    if after.text.isdigit() and len(after.text) <= 4 and not title_of(token.lower):
        return 1
    if after.lower in PARTICLES and i + 2 < len(tokens):
        beyond = tokens[i + 2]
        if not (beyond.text[0].isupper() and beyond.before == " " and beyond.quotation == token.quotation):
            return 0
        if after.lower == "of" and not title_of(token.lower):
            return 0
        if after.lower == "the" and (beyond.lower in CALENDAR or beyond.lower in NEVER_NAMES):
            return 0
        return 2
    return 0


def _joined(token: Token, after: Token) -> bool:
    if after.before == " ":
        return True
    if after.before in (". ", "."):
        return bool(title_of(token.lower) and len(token.lower) <= 6) or (len(token.text) == 1 and token.text != "I")
    return False


def _fits(tokens: Sequence[Token], i: int, capitals: Capitals) -> bool:
    token = tokens[i]
    return token.lower not in CALENDAR or capitals.inside[token.lower] > 3


def _trimmed(token: Token, after: Token, capitals: Capitals) -> bool:
    """The first word of a run is no part of the name."""
    word = token.lower
    if title_of(word):
        return False
    if word in NEVER_NAMES or word in PEOPLES or word in QUALIFIERS:
        return True
    if word in CALENDAR and first_name(word) is None:
        return True
    if not token.initial or capitals.is_name(word):
        return False
    listed = first_name(word)
    return listed is None or (not listed[1] or word_class(word)[:2] == "VB") and not capitals.inside[word]


def parsed(tokens: Sequence[Token]) -> Name | None:
    """The name that the tokens spell; None when it is no name of anybody."""
    words = [t.lower for t in tokens]
    title = ""
    while words and (found := title_of(words[0])) and (len(words) > 1 or not title):
        title = found if not title or title in ("mr", "mrs", "madame", "monsieur") else title
        words.pop(0)
    words = [w for w in words if w not in ("jr", "sr", "esq")]
    if not words:
        return Name(title, ()) if title and len(tokens) == 1 else None
    if words[0] in PARTICLES and len(words) == 1:
        return None
    if len(words) == 1 and not title and len(words[0]) > 24:
        return None
    return Name(title, tuple(words))


def spelled(tokens: Sequence[Token]) -> str:
    parts = [tokens[0].text]
    for token in tokens[1:]:
        parts.append(token.before if token.before in (". ", ".") else " ")
        parts.append(token.text)
    return "".join(parts)


_NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
_DOUBTFUL = CALENDAR | PEOPLES | GROUPS | _NUMBERS
_DATING = frozenset("on last next every each this in of by until till since before after early late".split())

# --- evidence -----------------------------------------------------------------------------------

_PLACING = {"in": -1.2, "at": -0.5, "near": -0.6, "into": -0.8, "through": -0.5, "throughout": -1.5,
            "across": -0.6, "outside": -0.6, "inside": -0.6, "leaving": -0.3, "visit": -0.2, "from": -0.2,
            "around": -0.3, "within": -1.0, "reached": -0.3, "towards": 0.0, "of": -0.05, "on": -0.3}  # fmt: skip
_BODY = frozenset(
    """eyes eye face hand hands head voice mouth lips hair arm arms shoulder shoulders mother father brother sister
    wife husband heart mind expression smile gaze jaw cheek cheeks brow fingers chest back neck ear ears nose side
    attention thoughts breath throat feet foot knees tone words stomach shirt coat phone""".split()
)
_PASTS = frozenset("put set let read cut hit shut hurt cast spread held took began swallowed turned opened closed "
                   "frowned grinned shrugged nodded sighed blinked stared glanced leaned".split())  # fmt: skip
_AFTER_VOCATIVE = frozenset("i you we if why what how where who when please don't do can could will would it's is are "
                            "whats i'm you're we're that's".split())


def _weigh(entry: Found, sighting: Sighting, tokens: Sequence[Token], text: str, capitals: Capitals) -> None:
    """Adds what one sighting tells to the name's score."""
    first, last = sighting.first, sighting.last
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    here = tokens[last]
    inside = here.quotation
    score = 0.0
    tied_before = before is not None and before.quotation == inside and tokens[first].before == " "
    tied_after = after is not None and after.quotation == inside and after.before == " " and not here.clitic
    if tied_before and before is not None:
        if before.lower == "the":
            entry.with_article += 1
        score += _PLACING.get(before.lower, 0.0)
        if word_class(before.lower) in ("VBD", "VBZ") or before.lower in ("with", "told", "tell", "and"):
            score += 0.3
    sighting.speaks = _tagged(tokens, first, last)
    if tied_after and after is not None:
        word = after.lower
        if word.endswith("ly") and last + 2 < len(tokens) and tokens[last + 2].before == " ":
            word = tokens[last + 2].lower
        if word in SPEECH_VERBS:
            score += 1.5 if inside < 0 else 0.7
        elif (word_class(word) in ("VBD", "VBZ", "MD") or word in _PASTS) and after.text[0].islower():
            score += 0.7
        elif word in ("who", "whose", "whom"):
            score += 1.0
    elif after is not None and after.before.strip() == "," and after.lower in ("who", "whose", "whom"):
        score += 1.0
    if sighting.speaks:
        entry.spoken += 1
        score += 2.0
    if here.possessive and after is not None:
        score += 1.0 if after.lower in _BODY else 0.2
    if inside >= 0 and _addressed(tokens, first, last, text):
        sighting.vocative = True
        # "Lor, sir": a word that only ever opens speech is as likely an exclamation.
        opens = tokens[first].initial and not capitals.inside[tokens[first].lower]
        score += 0.2 if opens and first == last and not first_name(tokens[first].lower) else 1.3
    entry.score += score


def _tagged(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Subject of a verb that hardly does anything but introduce speech: "said Tom", "Tom whispered"."""
    if tokens[first].quotation >= 0 or tokens[last].clitic:
        return False
    before = first - 1
    if before >= 0 and tokens[before].lower == "the" and tokens[first].before == " ":
        before -= 1
    if before >= 0 and tokens[before + 1].before == " " and tokens[before].quotation < 0:
        if tokens[before].lower in REPORTING:
            return True
    after = last + 1
    while after < len(tokens) and after < last + 3 and tokens[after].before == " " and tokens[after].quotation < 0:
        if tokens[after].lower in REPORTING:
            return True
        if not tokens[after].lower.endswith("ly"):
            break
        after += 1
    return False


def _addressed(tokens: Sequence[Token], first: int, last: int, text: str) -> bool:
    """Set off inside a quotation as somebody spoken to."""
    here = tokens[last]
    if here.clitic:
        return False
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    ends = after is None or after.quotation != here.quotation
    behind = text[here.end : here.end + 1]
    before = tokens[first - 1] if first else None
    opens = before is None or before.quotation != here.quotation
    gap = tokens[first].before.strip()
    if before is not None and before.lower in ("who", "what", "and", "or", "the", "a"):
        return False
    if opens:
        return ends or behind in ",!?.—-…" or (after is not None and after.lower in _AFTER_VOCATIVE)
    closed = ends or behind in ",!?.;:—…"
    if gap and gap[-1] in ",—-" or gap in ("...", "…"):
        return closed
    assert before is not None
    if gap and gap[-1] in ".!?":
        return behind in ",!?"
    return closed and before.lower in ("oh", "dear", "hey", "hi", "hello", "yes", "no", "goodbye", "thanks", "okay", "ok",
                                       "please", "well", "sorry", "old", "poor", "sir", "night", "morning")  # fmt: skip


def _prior(entry: Found, capitals: Capitals) -> float:
    """What the name tells by itself, before any sighting."""
    name = entry.name
    if name.title and name.words:
        return 4.0 if name.last not in PLACE_NOUNS or name.title not in ("saint",) else -6.0
    if not name.words:
        return 0.0
    score = -1.0
    if len(name.words) > 1:
        if name.last in PLACE_NOUNS or name.first in PLACE_BEFORE:
            return -8.0
        if name.last in PLACES or name.first in PLACES:
            score -= 2.0
        listed = first_name(name.first)
        score += 0.0 if listed is None else 2.5 if listed[1] else 1.5
        if any(word in PEOPLES or word in CALENDAR for word in name.words):
            score -= 2.0
        return score + 0.3 * min(len(entry.sightings), 5)
    word = name.first
    if word in _DOUBTFUL:
        return -6.0
    if not capitals.inside[word]:
        score -= 0.8
    if word in PLACES or word in PLACE_NOUNS or word in PLACE_BEFORE:
        score -= 6.0
    listed = first_name(word)
    if listed is not None:
        score += 2.0 if listed[1] else 0.8
    elif not word_class(word) and not capitals.lower[word]:
        score += 0.5
    if word_class(word) and capitals.lower[word] >= capitals.inside[word]:
        score -= 2.0
    elif word_class(word) and listed is None:
        score -= 0.8
    if entry.with_article * 2 > len(entry.sightings):
        return score - 2.0
    if capitals.inside[word] >= 2 and capitals.lower[word] * 2 <= capitals.inside[word]:
        score += 0.8
    return score


def _support(found: dict[Name, Found]) -> None:
    """Names lend each other weight: "Jane Bennet" and "Mr. Bennet" make "Bennet" a name."""
    sure = {word for name, entry in found.items() if entry.score > 0 and (name.title or len(name.words) > 1)
            for word in name.words}  # fmt: skip
    single = {name.first for name, entry in found.items() if len(name.words) == 1 and entry.score > 1}
    starts: dict[str, list[str]] = defaultdict(list)
    for word in single:
        starts[word[:3]].append(word)
    for name, entry in found.items():
        if len(name.words) == 1 and not name.title and name.first in sure and entry.score > -3:
            entry.score += 2.0
        elif len(name.words) == 1 and name.first[-1] == "s" and name.first[:-1] in single and not entry.with_article:
            entry.score += 3.0
        elif len(name.words) == 1 and not entry.with_article and _familiar(name.first, starts):
            entry.score += 2.5
        elif len(name.words) > 1 and any(word in single for word in name.words) and entry.score > -3:
            entry.score += 1.5


def _familiar(word: str, starts: dict[str, list[str]]) -> bool:
    """A pet form of a sure name; `starts` lists those by their first three letters."""
    return any(pet_form(word, full) for full in starts.get(word[:3], ()))


def joined(page: Page, found: Iterable[Found]) -> set[frozenset[Name]]:
    """Pairs of names that the text joins with "and" or "or", as it does with two people only."""
    pairs: set[frozenset[Name]] = set()
    ends: dict[tuple[int, int], Name] = {}
    starts: dict[tuple[int, int], Name] = {}
    for entry in found:
        for sighting in entry.sightings:
            ends[sighting.paragraph, sighting.last] = entry.name
            starts[sighting.paragraph, sighting.first] = entry.name
    for (paragraph, last), name in ends.items():
        other = starts.get((paragraph, last + 2))
        if other is None or set(other.words) <= set(name.words) or set(name.words) <= set(other.words):
            continue
        tokens = page[paragraph]
        between = tokens[last + 1]
        if between.lower in ("and", "or") and between.before == " " == tokens[last + 2].before:
            pairs.add(frozenset((name, other)))
    return pairs
