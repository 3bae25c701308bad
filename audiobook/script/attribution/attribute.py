"""From quotations and roster to a speaker, a kind and a delivery for each quotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from audiobook.model import NARRATOR, Gender, Kind
from audiobook.script.attribution.candidates import find_candidates, find_places, pointed, whom
from audiobook.script.attribution.confidence import NEAR, confidence, doubts_of, ground_of
from audiobook.script.attribution.cues import Surroundings, survey
from audiobook.script.attribution.decision import Decision, decide
from audiobook.script.attribution.epithets import meant_by_nouns
from audiobook.script.attribution.evidence import Witness
from audiobook.script.attribution.identities import (
    epithets,
    introduced,
    merged,
    nameless,
    only_called,
    uncalled,
)
from audiobook.script.attribution.introductions import introductions, names_oneself
from audiobook.script.attribution.kinds import kinds_of
from audiobook.script.attribution.manner import delivery_of
from audiobook.script.attribution.nicknames import nicknames
from audiobook.script.attribution.pronouns import Meant, resolve
from audiobook.script.attribution.ranking import shipped
from audiobook.script.attribution.unmasking import unmasked
from audiobook.script.people.roster import Mention, Roster, folded
from audiobook.script.quotations import Quotation

_BARRED, _ACTED = 0.15, 4.0

BY_HAND = "set by hand"
"""The reason of a tag that a person chose."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What was decided about one quotation."""

    person: int | None
    """Id in the roster; None: nobody's line, narration."""
    kind: Kind
    delivery: tuple[str, ...] = ()
    confidence: float = 1.0
    reason: str = ""


def attribute(
    paragraphs: Sequence[str],
    quotations: Sequence[Quotation],
    roster: Roster,
    fixed: Mapping[int, str] = {},
) -> list[Attribution]:
    """Decide each quotation's speaker and kind.

    `fixed` maps a quotation's index to the name a person gave it (a roster name or alias, or
    `narrator`): obeyed, and used as evidence for its neighbours.
    """
    return settle(paragraphs, quotations, roster, fixed)[1]


def settle(
    paragraphs: Sequence[str],
    quotations: Sequence[Quotation],
    roster: Roster,
    fixed: Mapping[int, str] = {},
) -> tuple[Roster, list[Attribution]]:
    """As `attribute`, with the roster that came out: nicknames found out in conversation have joined
    their owners."""
    names = {name.casefold() for name in fixed.values()}
    case, decided = _reading(paragraphs, quotations, nameless(roster), fixed)
    if roster.guises:
        hidden, guessed = case, decided
        if only_called(roster):
            hidden, guessed = _reading(paragraphs, quotations, uncalled(roster), fixed)
        same = unmasked(case.lines, decided, roster)
        same |= nicknames(paragraphs, hidden.lines, guessed, roster, hidden.places, hidden.meant)
        if newcomers := introductions(paragraphs, case.lines, roster):
            veiled, heard = _reading(paragraphs, quotations, roster.without(newcomers.values()), fixed)
            same |= introduced(newcomers, veiled.lines, heard, roster)
    else:
        same = nicknames(paragraphs, case.lines, decided, roster, case.places, case.meant)
        same |= epithets(paragraphs, case.lines, decided, roster, case.places)
    roster = merged(roster, {p: q for p, q in same.items() if roster.people[p].name.casefold() not in names})
    del case  # before there is another: in a long novel each is large
    case, decided = _reading(paragraphs, quotations, roster, fixed)
    certain = _certain(case, fixed)
    voiceless = _voiceless(case, decided)
    people, clear = roster.people, case.witness.clear
    settled = iter(enumerate(zip(case.lines, decided, strict=True)))
    attributions = []
    for index, (kind, sure, why) in enumerate(case.kinds):
        if kind is Kind.NARRATION:
            attributions.append(Attribution(None, kind, confidence=sure, reason=why))
            continue
        n, (line, decision) = next(settled)
        if line.quotation.emphasised and line.tag is None and decision.person in voiceless:
            kind = Kind.SPEECH
        by_hand = index in fixed and n in certain
        taken = decision.person is not None and taken_for(paragraphs, case, n, decision.person)
        reason = BY_HAND if by_hand else _reason(paragraphs, case, n, decision.person, taken)
        doubts = {} if decision.person is None else doubts_of(n, people[decision.person], clear)
        right = confidence(decision.confidence, ground_of(line, taken), doubts)
        attributions.append(
            Attribution(decision.person, kind, delivery_of(line), 1.0 if by_hand else right * sure, reason)
        )
    return roster, attributions


def _reading(
    paragraphs: Sequence[str], quotations: Sequence[Quotation], roster: Roster, fixed: Mapping[int, str]
) -> tuple[Case, list[Decision]]:
    """The story as that roster sees it, and who then speaks; what a person set is obeyed."""
    hushed = {index for index, name in fixed.items() if name.casefold() == NARRATOR}
    case = Case(paragraphs, quotations, roster, hushed, set(fixed) - hushed)
    return case, decide(case.witness, shipped(), _certain(case, fixed))


def _voiceless(case: Case, decided: Sequence[Decision]) -> set[int | None]:
    """Who speaks without a voice: tags say that they say what is emphasised, never that they think it."""
    kinds: dict[int | None, set[Kind]] = {}
    spoken = (kind for kind, _, _ in case.kinds if kind is not Kind.NARRATION)
    for line, kind, decision in zip(case.lines, spoken, decided, strict=True):
        if line.quotation.emphasised and line.tag is not None:
            kinds.setdefault(decision.person, set()).add(kind)
    return {person for person, found in kinds.items() if found == {Kind.SPEECH}}


def _certain(case: Case, fixed: Mapping[int, str]) -> dict[int, int]:
    """Line → person, for the quotations whose speaker a person set; names that nobody has are left alone."""
    certain = {}
    for n, s in enumerate(case.lines):
        if s.index in fixed and (person := case.roster.find(fixed[s.index])) is not None:
            certain[n] = person.id
    return certain


class Case:
    """A story as the decision sees it: its spoken and thought quotations, their candidates, the evidence."""

    def __init__(
        self,
        paragraphs: Sequence[str],
        quotations: Sequence[Quotation],
        roster: Roster,
        hushed: Set[int] = frozenset(),
        spoken: Set[int] = frozenset(),
    ) -> None:
        """`hushed` and `spoken`: quotations that are certainly nobody's, or certainly somebody's."""
        surveyed = survey(paragraphs, quotations, roster.mentions)
        self.roster = roster
        self.kinds = kinds_of(paragraphs, surveyed)
        for index in hushed:
            self.kinds[index] = Kind.NARRATION, 1.0, BY_HAND
        for index in spoken:
            if self.kinds[index][0] is Kind.NARRATION:
                self.kinds[index] = Kind.SPEECH, 1.0, BY_HAND
        self.lines = [
            s for s, verdict in zip(surveyed, self.kinds, strict=True) if verdict[0] is not Kind.NARRATION
        ]
        meant = resolve(paragraphs, roster, {}).meant
        focus = resolve(paragraphs, roster, _known_speakers(self.lines, roster, meant))
        self.places = find_places(paragraphs, roster, focus.meant)
        focus.meant.update(meant_by_nouns(paragraphs, self.lines, roster, self.places, focus))
        self.meant = focus.meant
        self._bar_the_spoken_to(paragraphs)
        self.candidates = find_candidates(self.lines, roster, self.places, self.meant)
        self.witness = Witness(
            paragraphs,
            self.lines,
            self.candidates,
            roster,
            self.places,
            focus,
            _run_on(self.lines, roster, self.meant),
        )

    def _bar_the_spoken_to(self, paragraphs: Sequence[str]) -> None:
        """A pronoun in a quotation's tag hardly means whom the quotation names, or its tag's addressee."""
        inside: dict[int, list[Mention]] = {}
        for mentions in self.roster.mentions:
            for m in mentions:
                if m.quotation is not None and m.person is not None and m.form == "name":
                    inside.setdefault(m.quotation, []).append(m)
        said = ""
        for s in self.lines:
            named = inside.get(s.index, ())
            barred = {m.person for m in named if m.person is not None}
            barred -= names_oneself(paragraphs, s, named, said)
            said = s.text
            if s.told_to is not None:
                barred.update(p for p, sure in whom(s.told_to, self.roster, self.meant) if sure > 0.6)
            for cue in s.cues:
                speaker = cue.mention
                if cue.clause is None or speaker is None or speaker.form != "pronoun":
                    continue
                kept = self._just_acted(s, speaker)
                if not barred and kept is None:
                    continue
                meant = self.meant.get((speaker.paragraph, speaker.start), ())
                weighed = [
                    (p, sure * (_BARRED if p in barred else 1.0) * (_ACTED if p == kept else 1.0))
                    for p, sure in meant
                ]
                total = sum(sure for _, sure in weighed)
                if total > 0.02:
                    weighed.sort(key=lambda pair: -pair[1])
                    shares = tuple((p, sure / total) for p, sure in weighed)
                    self.meant[speaker.paragraph, speaker.start] = shares

    def _just_acted(self, s: Surroundings, said: Mention) -> int | None:
        """Who acts in the sentence right before a quotation that "he said" follows.

        Sentences in between that tell of nobody else are passed over: "Tom sat. His ears burned."
        """
        if said.start < s.quotation.end:
            return None
        subject: Mention | None = None
        for sentence in reversed(s.before.sentences):
            subject = sentence.subject
            if subject is not None or any(m.form in ("name", "noun") for m in sentence.mentions):
                break
        if subject is None or subject.paragraph != s.quotation.paragraph:
            return None
        who = whom(subject, self.roster, self.meant)
        fits = subject.gender in (said.gender, Gender.UNKNOWN)
        return who[0][0] if who and who[0][1] >= 0.6 and fits else None


def _known_speakers(
    lines: Sequence[Surroundings], roster: Roster, meant: Meant
) -> dict[int, list[tuple[int, int | None]]]:
    known: dict[int, list[tuple[int, int | None]]] = {}
    for s in lines:
        tag, speaker = s.tag, None
        if (
            tag is not None
            and tag.strength >= 0.6
            and (who := pointed(tag, roster, meant))
            and who[0][1] >= 0.6
        ):
            speaker = who[0][0]
        known.setdefault(s.quotation.paragraph, []).append((s.quotation.start, speaker))
    return known


def _run_on(lines: Sequence[Surroundings], roster: Roster, meant: Meant) -> float:
    """The share of neighbouring quotations in one paragraph that have one speaker, in this document."""
    same = 3.0
    different = 1.0
    for left, right in pairwise(lines):
        if left.quotation.paragraph != right.quotation.paragraph:
            continue
        a, b = left.tag, right.tag
        if a is None or b is None or a.clause is b.clause or a.strength < 0.5 or b.strength < 0.5:
            continue
        who, then = pointed(a, roster, meant), pointed(b, roster, meant)
        if who and then:
            if who[0][0] == then[0][0]:
                same += 1
            else:
                different += 1
    return same / (same + different)


def taken_for(paragraphs: Sequence[str], case: Case, n: int, person: int) -> bool:
    """The tag has a noun that the speaker's name does not show: "the driver" for Tom Hale."""
    tag = case.lines[n].tag
    if tag is None or tag.mention is None or tag.mention.form != "noun":
        return False
    noun = paragraphs[tag.mention.paragraph][tag.mention.start : tag.mention.end]
    return folded(noun) != folded(case.roster.people[person].name)


def _reason(paragraphs: Sequence[str], case: Case, n: int, person: int | None, taken: bool) -> str:
    """Why this speaker, in a few words for people."""
    line = case.lines[n]
    tag = line.tag
    if tag is not None and tag.clause is not None and tag.mention is not None:
        words = paragraphs[tag.mention.paragraph][tag.clause.start : tag.clause.end]
        if person is not None and taken:
            return f"tag: {words}, taken for {case.roster.people[person].name}"
        return f"tag: {words}"
    if person is None:
        return "nobody to choose from"
    name = case.roster.people[person].name
    for cue in line.cues:
        if cue.mention is not None and any(p == person for p, _ in pointed(cue, case.roster, case.meant)):
            return f"no tag; {name} acts beside it"
    if n in case.witness.inner:
        return f"no tag; {name} is the one whose thoughts are told"
    anchors = [k for k, (who, _) in case.witness.clear.items() if who == person and 0 < abs(k - n) <= NEAR]
    if not anchors:
        return "no tag; a guess from who is near"
    anchor = min(anchors, key=lambda k: abs(k - n))
    if case.lines[anchor].quotation.paragraph == line.quotation.paragraph:
        return f"no tag; goes on from “{_opening(case.lines[anchor].text)}”"
    return f"no tag; turns counted from “{_opening(case.lines[anchor].text)}”"


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:4]) + ("…" if len(words) > 4 else "")
