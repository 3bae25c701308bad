"""Whom a noun in a tag means: "replied her brother", "the old man said", "called the driver".

A role (driver, waitress) is somebody in their own right until the roster knows better; kinship and
general words (brother, companion, boy) usually stand for somebody named who is present.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from audiobook.model import Gender
from audiobook.script.attribution.candidates import Places, pointed, whom
from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.introductions import names_oneself
from audiobook.script.attribution.pronouns import Focus, Key, fits
from audiobook.script.attribution.smallwords import HEARD_ONLY
from audiobook.script.attribution.verbs import words
from audiobook.script.people.nouns import YOUNG
from audiobook.script.people.roster import Mention, Person, Roster
from audiobook.script.people.titles import COURTESY, KIN, title_of

Share = tuple[tuple[int, float], ...]
"""(person, probability), likeliest first."""

_KIN = words(
    """
    father dad mother mom mum mama mamma papa son brother sister daughter husband wife uncle aunt nephew
    niece grandfather grandpa grandmother grandma grandson granddaughter cousin great-uncle great-aunt
    parent stepfather stepmother friend companion partner colleague neighbour neighbor guest visitor
    host hostess lover fiancé fiancee fiancée boyfriend girlfriend handler boss master mistress twin
    rival enemy opponent assistant lady ladyship lordship sister-in-law brother-in-law mother-in-law
    father-in-law admirer interlocutor
    """
)
_GENERAL = words(
    """
    man woman boy girl lady gentleman fellow lad lass child kid youth other stranger creature chap guy
    one person figure young old elder younger first second latter former victim speaker teenager
    """
)
_TITLED = re.compile(r"^(?:Mr|Mrs|Lady|Lord|Sir|Dr|Professor|Captain|Colonel|Major|General|Father|Madame)\b")
_APPEARS = re.compile(
    r"[\s,](?:\w+ly )?(?:came|comes|stepped|steps|appear(?:ed|s)|emerge[ds]|entered|walked|walks|strode"
    r"|stood|stands|(?:was|were) (?:stand|lean|sitt|ly)ing|lay|sat up|leaned|leant|climbed|crawled|crept|rose"
    r"|poked|popped|stuck|looked out|peered|slid|rolled|ducked|swung|dropped|strolled|wandered|sauntered"
    r"|hurried|put (?:his|her) head)\b"
)
"""What somebody does who was heard before being seen."""
_FEW = 5
"""Words behind "said a voice" in its paragraph with which the next one tells whose it was."""
_REVEALED = 140
"""Characters within which the narration tells whose voice it was."""
_A_CHARACTER = 3
"""Times that a story has "the voice" which is a character of its own."""
_AWAY = 2500
_LINKED, _LINKED_AND_BARRED = 2.0, -0.5
"""How much the roster counts when it says whom a noun means; less when the turns speak against it."""
_SETTLED = 2.0
"""How much more it counts in a short story, where all that tells has been weighed together."""
_UNLISTED = 1.5
"""How much less a noun is a person of its own that a list which has everybody lacks."""
_MISFIT, _OTHER_GENDER = 0.5, 3.0
"""How ill a gender must fit for the noun's own to speak against it; how much that counts."""
_FOCUS = 1.2
"""How much being in focus counts; nothing in a short story while it is open who the noun is, who is hardly
whoever was named last."""
_RANK = 3.0
"""How much more, or less, "the constable" means somebody of that title, or of another."""
_BROUGHT_IN = 2.0
"""How much more "said a woman" means somebody new."""


def meant_by_nouns(
    paragraphs: Sequence[str],
    lines: Sequence[Surroundings],
    roster: Roster,
    places: Places,
    focus: Focus,
) -> dict[Key, Share]:
    """Whom each noun that stands in a tag means, by its place."""
    reader = _Reader(paragraphs, lines, roster, places, focus)
    found: dict[Key, Share] = {}
    scored: dict[Key, dict[int, float]] = {}
    noun_at: dict[Key, int] = {}
    for n, s in enumerate(lines):
        for cue in s.cues:
            m = cue.mention
            if cue.clause is None or m is None or m.form != "noun" or m.plural:
                continue
            key = m.paragraph, m.start
            if key not in scored:
                scored[key] = reader.scores(n, s, m)
                noun_at[key] = -1 if m.person is None else m.person
    for key, scores in scored.items():
        found[key] = _shares(_agreed(scores, [scored[k] for k in scored if noun_at[k] == noun_at[key] >= 0]))
    return found


def only_heard(roster: Roster, person: int | None, head: str) -> bool:
    """The noun is a voice, or what carries one, that the story has now and then: somebody else's."""
    if head not in HEARD_ONLY:
        return False
    return person is None or roster.closed > 0 or roster.people[person].mentions < _A_CHARACTER


def _agreed(scores: Mapping[int, float], alike: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """A noun's scores in one place, drawn towards what the same noun scores elsewhere."""
    if len(alike) < 2:
        return dict(scores)
    return {
        person: score + 0.5 * sum(other.get(person, -2.0) for other in alike) / len(alike)
        for person, score in scores.items()
    }


def _shares(scores: Mapping[int, float]) -> Share:
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])[:4]
    if not ranked:
        return ()
    weights = [math.exp(score - ranked[0][1]) for _, score in ranked]
    return tuple((person, weight / sum(weights)) for (person, _), weight in zip(ranked, weights, strict=True))


class _Reader:
    def __init__(
        self,
        paragraphs: Sequence[str],
        lines: Sequence[Surroundings],
        roster: Roster,
        places: Places,
        focus: Focus,
    ) -> None:
        self.paragraphs, self.lines, self.roster = paragraphs, lines, roster
        self.places, self.focus = places, focus
        self.tagged = [self._named_tag(s) for s in lines]
        inside: dict[int, list[Mention]] = {}
        for mentions in roster.mentions:
            for m in mentions:
                if m.quotation is not None and m.person is not None:
                    inside.setdefault(m.quotation, []).append(m)
        self.named_in = {
            index: {m.person for m in named if m.person is not None} for index, named in inside.items()
        }
        self.oneself = [
            names_oneself(paragraphs, s, inside.get(s.index, ()), lines[n - 1].text if n else "")
            for n, s in enumerate(lines)
        ]

    def _named_tag(self, s: Surroundings) -> int | None:
        for cue in s.cues:
            if cue.clause and cue.strength >= 0.6 and cue.mention is not None and cue.mention.form != "noun":
                who = pointed(cue, self.roster, self.focus.meant)
                if who and who[0][1] >= 0.7:
                    return who[0][0]
        return None

    def scores(self, n: int, s: Surroundings, m: Mention) -> dict[int, float]:
        """How well everybody near fits, the noun's own person among them."""
        phrase = self.paragraphs[m.paragraph][m.start : m.end].lower().split()
        head = phrase[-1]
        kin, general = head in _KIN, head in _GENERAL or only_heard(self.roster, m.person, head)
        scores: dict[int, float] = {}
        barred = self._barred(n, s, m)
        if m.person is not None:
            if self.roster.people[m.person].kind != "noun":
                linked = _LINKED if m.person not in barred else _LINKED_AND_BARRED
                scores[m.person] = linked + _SETTLED * bool(self.roster.guises)
            else:
                scores[m.person] = self._own(m.person, phrase, kin, general)
        for person in (*self.oneself[n], *self._revealed(m, head)):
            scores[person] = 6.0
        weights = self.focus.weights.get((s.quotation.paragraph, s.quotation.start), {})
        here = self.places.base[m.paragraph] + m.start
        for person in {p for at, p in self._near(here)}:
            who = self.roster.people[person]
            if (
                who.kind != "named"
                or person in barred
                or person in scores
                or (who.narrates and person == self.roster.narrator)
            ):
                continue
            fit = fits(who.gender, who.gender_score, m.gender)
            hidden = m.person is None and bool(self.roster.guises)
            recent = 0.0 if hidden else _FOCUS * weights.get(person, 0.0)
            score = recent + 1.5 * math.log(max(fit, 0.02))
            if fit < _MISFIT:
                score -= _OTHER_GENDER
            if m.gender is Gender.UNKNOWN:
                score -= 0.5
            if not kin and not general:
                score -= 1.5
            if head in YOUNG and _TITLED.match(who.name):
                score -= 1.5
            score += _RANK * self._ranked(title_of(head), who)
            if self._turn_speaker(n, -2) == person or self._turn_speaker(n, 2) == person:
                score += 1.0
            scores[person] = score
        return scores

    def _ranked(self, rank: str, who: Person) -> int:
        """1 if "the constable" has that very title, -1 if another."""
        if not rank or rank in COURTESY | KIN:
            return 0
        titles = {title_of(name.split()[0]) for name in (who.name, *who.aliases)} - COURTESY - KIN - {""}
        return 0 if not titles else 1 if rank in titles else -1

    def _revealed(self, m: Mention, head: str) -> list[int]:
        """Whose voice it was: "said a voice behind them, and Pip came out of the cupboard"."""
        if head != "voice":
            return []
        here, paragraph = m.end, m.paragraph
        if not self.paragraphs[paragraph][here:].count(" ") > _FEW and paragraph + 1 < len(self.paragraphs):
            here, paragraph = 0, paragraph + 1
        text = self.paragraphs[paragraph]
        for other in self.roster.mentions[paragraph]:
            if other.person is None or other.form != "name" or other.possessive:
                continue
            if other.start >= here:
                seen = other.quotation is None and other.start - here < _REVEALED
                return [other.person] if seen and _APPEARS.match(text, other.end) else []
        return []

    def _own(self, person: int, phrase: Sequence[str], kin: bool, general: bool) -> float:
        """How much the noun stands for a person of its own."""
        often = 0.4 * math.log(1 + self.roster.people[person].mentions) - _UNLISTED * self.roster.closed
        if phrase[0] in ("a", "an", "another", "one", "someone", "somebody") and phrase[-1] != "voice":
            often += _BROUGHT_IN
        if kin:
            return -0.5 + 0.3 * often
        if general:
            return (0.6 if len(phrase) > 2 else 0.2) + often
        return 1.8 + often

    def _near(self, here: int) -> list[tuple[int, int]]:
        order = self.places.order
        return order[bisect_left(order, (here - _AWAY, -1)) : bisect_left(order, (here + _AWAY // 2, -1))]

    def _barred(self, n: int, s: Surroundings, m: Mention) -> set[int]:
        """Who cannot be meant: whoever is spoken to, named inside, or speaks the turns beside."""
        barred = set(self.named_in.get(s.index, ()))
        for k in (self._turn_speaker(n, -1), self._turn_speaker(n, 1)):
            if k is not None:
                barred.add(k)
        for gap in (s.before, s.after):
            for sentence in gap.sentences:
                if sentence.start <= m.start < sentence.end:
                    for other in sentence.mentions:
                        if other is not m:
                            barred.update(
                                p for p, sure in whom(other, self.roster, self.focus.meant) if sure > 0.6
                            )
        return barred

    def _turn_speaker(self, n: int, turns: int) -> int | None:
        """Whom the tag of a neighbouring turn names, counted in paragraphs that follow each other."""
        here = self.lines[n].quotation.paragraph
        step = 1 if turns > 0 else -1
        k = n
        while 0 <= k < len(self.lines):
            away = abs(self.lines[k].quotation.paragraph - here)
            if away > abs(turns):
                return None
            if away == abs(turns) and self.tagged[k] is not None:
                return self.tagged[k]
            k += step
        return None
