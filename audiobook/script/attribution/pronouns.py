"""Whom the pronouns of the narration mean: a walk through the text that remembers who is in focus."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from audiobook.model import Gender
from audiobook.script.people.roster import Mention, Roster

Key = tuple[int, int]
"""Paragraph and offset of a mention."""
Meant = Mapping[Key, tuple[tuple[int, float], ...]]
"""Whom mentions that are no names mean: (person, probability), likeliest first."""

_NOBODY: Mapping[int, float] = {}
_SUBJECTS = frozenset(("he", "she", "they", "i", "we"))
_FADE_PARAGRAPH = 0.8
_FADE_MENTION = 0.9
_MOST = 2.0
_SUBJECT, _OBJECT, _SPEAKER, _HE, _HIM, _ADDRESSED, _TALKED_OF = 1.0, 0.55, 0.8, 0.6, 0.25, 0.75, 0.05
_MEANT = 3
_PROMINENT = 3.0
_MISFIT = 0.2
"""Up to here a gender speaks against somebody, and however much in focus they are counts that much less."""
_IN_SENTENCE, _ON_TOPIC, _FURTHER_OFF = 2.0, 1.5, 1.5
_IN_PARAGRAPH = {"name": 4.0, "noun": 2.7, "pronoun": 1.2}
_PARAGRAPH_BEFORE = {"name": 1.8, "noun": 1.2, "pronoun": 1.5}
"""How much likelier "she" means whoever acted last, by where that was and how they were called there."""
_CLAUSE_END = re.compile(r"[,;:.!?—\"“”]|\b(?:and|but|while|as|when|because|before|after|until|so|if)\b")


def fits(person_gender: Gender, score: float, gender: Gender) -> float:
    """How well a person can be meant by a word of that gender, 0 to 1."""
    if gender is Gender.UNKNOWN:
        return 1.0
    if person_gender is Gender.UNKNOWN:
        return 0.7
    if person_gender is gender:
        return 1.0
    return 0.02 if score >= 0.5 else 0.12


class _Acting(NamedTuple):
    """Whoever a sentence is about."""

    person: int
    sentence: int
    paragraph: int
    form: str


class Focus:
    """Who is in focus as the text is read, and whom each pronoun meant."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._weight: dict[int, float] = {}
        self.meant: dict[Key, tuple[tuple[int, float], ...]] = {}
        self.weights: dict[Key, dict[int, float]] = {}

    def speak(self, paragraph: int, offset: int, person: int | None) -> None:
        """A quotation starts here: keep who is in focus, and bring its speaker there."""
        self.weights[paragraph, offset] = dict(self._weight)
        if person is not None:
            self.bring(person, _SPEAKER)

    def fade(self, factor: float) -> None:
        """Let everybody recede."""
        self._weight = {p: w * factor for p, w in self._weight.items() if w * factor > 0.01}

    def bring(self, person: int, weight: float) -> None:
        """Put a person in focus."""
        self._weight[person] = min(_MOST, self._weight.get(person, 0.0) + weight)

    def meaning(
        self, mention: Mention, barred: Set[int] = frozenset(), kept: Mapping[int, float] = _NOBODY
    ) -> tuple[tuple[int, float], ...]:
        """(person, probability) for a pronoun, likeliest first."""
        people = self._roster.people
        scored = []
        for person, weight in self._weight.items():
            if person in barred:
                continue
            who = people[person]
            if (who.kind == "group") != mention.plural:
                continue
            if who.narrates and self._roster.narrator == person:
                continue
            fit = fits(who.gender, who.gender_score, mention.gender)
            known = who.mentions / (who.mentions + _PROMINENT)
            if self._roster.guises and who.kind == "noun" and not who.listed:
                known *= 1.0 - self._roster.closed  # a short story's list that has everybody lacks them
            factor = kept.get(person, 1.0) if fit > _MISFIT else _MISFIT
            scored.append((person, weight * weight * fit * known * factor))
        scored.sort(key=lambda pair: -pair[1])
        scored = scored[:_MEANT]
        total = sum(w for _, w in scored)
        return tuple((p, w / total) for p, w in scored) if total > 0.0 else ()


def resolve(
    paragraphs: Sequence[str],
    roster: Roster,
    speakers: Mapping[int, Sequence[tuple[int, int | None]]],
) -> Focus:
    """Whom each singular pronoun of the narration means, and who is in focus at each quotation.

    `speakers` maps a paragraph to (offset, speaker) of its quotations, None where the speaker is not
    known: speaking puts somebody in focus as well.
    """
    focus = Focus(roster)
    acting: _Acting | None = None
    sentence = 0
    for paragraph, text in enumerate(paragraphs):
        focus.fade(_FADE_PARAGRAPH)
        spoken = list(speakers.get(paragraph, ()))
        sentence_subject: int | None = None
        sentence_end = -1
        topic: int | None = None
        for number, mention in enumerate(roster.mentions[paragraph]):
            while spoken and spoken[0][0] < mention.start:
                focus.speak(paragraph, *spoken.pop(0))
            if mention.quotation is not None:
                if mention.person is not None and mention.vocative:
                    focus.bring(mention.person, _ADDRESSED)
                elif mention.person is not None:
                    focus.bring(mention.person, _TALKED_OF)
                continue
            if mention.start > sentence_end:
                sentence_subject = None
                sentence_end = _sentence_end(text, mention.end)
                sentence += 1
            if mention.person is not None and mention.form in ("name", "noun"):
                focus.fade(_FADE_MENTION)
                subject = sentence_subject is None and not mention.possessive
                focus.bring(mention.person, _SUBJECT if subject else _OBJECT)
                if subject:
                    sentence_subject = mention.person
                    acting = _Acting(mention.person, sentence, paragraph, mention.form)
                    topic = mention.person if topic is None else topic
                continue
            if mention.form != "pronoun" or mention.plural or mention.gender is Gender.UNKNOWN:
                continue
            word = text[mention.start : mention.end].lower()
            if word.endswith("self"):
                continue
            nominative = word.split("'")[0].split("’")[0] in _SUBJECTS
            barred: set[int] = set()
            if nominative and sentence_subject is None:
                barred = _named_later(text, mention, roster.mentions[paragraph][number + 1 :])
            elif not nominative and not mention.possessive and sentence_subject is not None:
                barred = {sentence_subject}
            kept = _kept(acting, sentence, paragraph, topic) if nominative else _NOBODY
            meant = focus.meaning(mention, barred, kept)
            if not meant:
                continue
            focus.meant[paragraph, mention.start] = meant
            best, sure = meant[0]
            focus.bring(best, (_HE if nominative else _HIM) * sure)
            if nominative and sentence_subject is None:
                sentence_subject = best
                acting = _Acting(best, sentence, paragraph, "pronoun")
                topic = best if topic is None else topic
        for offset, person in spoken:
            focus.speak(paragraph, offset, person)
    return focus


def _kept(acting: _Acting | None, sentence: int, paragraph: int, topic: int | None) -> dict[int, float]:
    """How much likelier than others a subject pronoun means whoever acted last, and whoever the paragraph
    opened with."""
    kept = {} if topic is None else {topic: _ON_TOPIC}
    if acting is not None:
        if acting.sentence == sentence:
            factor = _IN_SENTENCE
        elif acting.paragraph == paragraph:
            factor = _IN_PARAGRAPH[acting.form]
        elif acting.paragraph == paragraph - 1:
            factor = _PARAGRAPH_BEFORE[acting.form]
        else:
            factor = _FURTHER_OFF
        kept[acting.person] = factor * kept.get(acting.person, 1.0)
    return kept


def _named_later(text: str, pronoun: Mention, following: Sequence[Mention]) -> set[int]:
    """Who is named further on in the pronoun's own clause, and so is not meant by it ("he looked at Tom")."""
    named: set[int] = set()
    for mention in following:
        if mention.quotation is not None or _CLAUSE_END.search(text, pronoun.end, mention.start):
            break
        if mention.person is not None and mention.form == "name":
            named.add(mention.person)
    return named


def _sentence_end(text: str, start: int) -> int:
    ends = [at for mark in ".!?" if (at := text.find(mark + " ", start)) >= 0]
    return min(ends, default=len(text))
