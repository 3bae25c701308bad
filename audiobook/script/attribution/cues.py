"""Which words of the narration point at which quotation, and how strongly.

A *cue* is one such pointer: a tag ("said Mara"), an action beat ("Mara shook her head."), or a noun
for the words ("was Mara's reply"). A tag between two quotations may belong to either; its place in
its sentence and the punctuation around it tell, and the habit of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from audiobook.script.attribution.tags import Clause, Gap, Sentence, read_gap, uttered_by
from audiobook.script.attribution.verbs import Act
from audiobook.script.people.roster import Mention
from audiobook.script.quotations import Quotation

Place = Literal["after", "before", "beat after", "beat before", "words"]

_ACT_STRENGTH = {Act.SPEECH: 1.0, Act.THOUGHT: 1.0, Act.LOOSE: 0.7, Act.SOUND: 0.45, Act.PARTICLE: 0.0}
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_RESUMING = re.compile(
    r"\b(?:began|begins|went on|goes on|continued|resumed|proceeded|spoke|speaks|burst)\b[^.]*\.$"
)
_TAKEN_UP = frozenset(
    {"begin", "go on", "continue", "resume", "proceed", "speak", "burst out", "burst forth"}
)
"""What somebody does who says what follows."""
_OTHER_CLAUSE = re.compile(r"\b(?:but|before|if|when|until|till|while|as|that|who|which)\b")
_HOW = re.compile(
    r"[\s,]*(?:again|once more|at last|in an? [^,;]{1,40}|\w+ly|speaking|talking|scolding)?"
    r"[\s,]*(?:again)?\.?[\s\"”]*"
)
"""What may stand behind such a verb: not what was begun."""
_NEW_SENTENCE = re.compile(r"\s*(?:\.\s*[A-Z]|,?\s*(?:and|but|then|so|while)\s)")
_LED, _ANNOUNCED = 0.45, 0.95
"""How strong a quotation's tag in front must be; how strong one is that can belong nowhere else."""
_CLOSING = "\"”“’'»«*_~"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words beside a quotation that point at somebody."""

    place: Place
    mention: Mention | None
    """Who acts; None when the tag names nobody the roster knows."""
    strength: float
    """0 to 1: how clearly it says that this quotation is theirs."""
    clause: Clause | None = None

    @property
    def act(self) -> Act | None:
        """What the verb says, None for a beat."""
        return self.clause.act if self.clause else None

    @property
    def says(self) -> bool:
        """The verb says outright that the words were said or thought."""
        return self.act in (Act.SPEECH, Act.THOUGHT)

    @property
    def outright(self) -> bool:
        """The tag's verb says that the words were said or thought, or stands as if it did."""
        return self.says or (self.act in (Act.LOOSE, Act.SOUND) and self.strength >= _AS_IF_SAID)


_AS_IF_SAID = 0.75
"""The strength from which a verb of expression tells who speaks as clearly as one of speech."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quotation with the narration around it."""

    index: int
    quotation: Quotation
    text: str
    """Its words, marks left out."""
    before: Gap
    after: Gap
    first: bool
    """The first quotation of its paragraph."""
    last: bool
    cues: tuple[Cue, ...]
    """Strongest first."""

    @property
    def tag(self) -> Cue | None:
        """The strongest tag (not a beat) that names somebody."""
        return next((c for c in self.cues if c.clause and c.mention and c.strength >= 0.3), None)

    @property
    def told_to(self) -> Mention | None:
        """Whom the tag says it is addressed to."""
        return next((c.clause.to for c in self.cues if c.clause and c.clause.to and c.strength >= 0.3), None)


def words_of(text: str, quotation: Quotation) -> str:
    """The quotation's words without its marks."""
    return text[quotation.start : quotation.end].strip(_CLOSING + " —–-")


def survey(
    paragraphs: Sequence[str], quotations: Sequence[Quotation], mentions: Sequence[Sequence[Mention]]
) -> list[Surroundings]:
    """Every quotation with its gaps and cues, in order."""
    by_paragraph: dict[int, list[int]] = {}
    for index, quotation in enumerate(quotations):
        by_paragraph.setdefault(quotation.paragraph, []).append(index)
    surveyed: list[Surroundings] = []
    for paragraph, indices in by_paragraph.items():
        text = paragraphs[paragraph]
        told = [m for m in mentions[paragraph] if m.quotation is None]
        edges = [0, *(e for i in indices for e in (quotations[i].start, quotations[i].end)), len(text)]
        gaps = [read_gap(text, edges[k], edges[k + 1], told) for k in range(0, len(edges), 2)]
        spoken = [quotations[i] for i in by_paragraph.get(paragraph - 1, ())]
        gaps[0] = _lead(gaps[0], paragraph, paragraphs, mentions, spoken)
        for k, i in enumerate(indices):
            quotation = quotations[i]
            surveyed.append(
                Surroundings(
                    i,
                    quotation,
                    words_of(text, quotation),
                    gaps[k],
                    gaps[k + 1],
                    k == 0,
                    k == len(indices) - 1,
                    _cues(text, quotation, gaps[k], gaps[k + 1], k == 0, k == len(indices) - 1),
                )
            )
    return _prefer_habit(_announced(surveyed))


def _announced(surveyed: list[Surroundings]) -> list[Surroundings]:
    """Tags that can only belong to the quotation that they stand right before.

    Where each quotation comes with a tag of its own in front (`Mara said "A", Tom said "B"`), and where a new
    sentence or "and" sets the tag apart from the one before (`"A". Tom said "B"`).
    """
    for n in range(1, len(surveyed)):
        left, right = surveyed[n - 1], surveyed[n]
        tag = _right_before(right)
        if tag is None or left.quotation.paragraph != right.quotation.paragraph:
            continue
        other = any(c.place == "after" and c.outright and c.clause is not tag.clause for c in left.cues)
        apart = other or _NEW_SENTENCE.match(right.before.text) is not None
        led = any(c.place == "before" and c.says and c.strength >= _LED for c in left.cues)
        if apart or (led and right.before.text.rstrip()[-1:] != ","):
            surveyed[n - 1] = _with(left, tag.clause, "after", 0.25)
            surveyed[n] = _with(right, tag.clause, "before", max(1.0, _ANNOUNCED / tag.strength))
    return surveyed


def _right_before(s: Surroundings) -> Cue | None:
    """The tag with nothing between it and its quotation, not even a stop: `Mara said "A"`."""
    if s.before.text.rstrip()[-1:] in ("", *".?!;"):
        return None
    for cue in s.cues:
        if cue.place == "before" and cue.says and cue.clause is not None and not cue.clause.inverted:
            between = s.before.text[max(0, cue.clause.end - s.before.start) :]
            return None if _WORD.search(between) or cue.clause.negated else cue
    return None


def _with(s: Surroundings, clause: Clause | None, place: Place, factor: float) -> Surroundings:
    """Its cues with one made stronger or weaker."""
    weighed = [
        replace(c, strength=min(1.0, c.strength * factor)) if c.clause is clause and c.place == place else c
        for c in s.cues
    ]
    return replace(s, cues=tuple(sorted(weighed, key=lambda cue: -cue.strength)))


def _lead(
    gap: Gap,
    paragraph: int,
    paragraphs: Sequence[str],
    mentions: Sequence[Sequence[Mention]],
    spoken: Sequence[Quotation],
) -> Gap:
    """The gap before a paragraph's first quotation: the paragraph before, if it announces one.

    `spoken`: the quotations of the paragraph before, of which only a colon or "she went on." leads on.
    """
    if not gap.blank or paragraph == 0:
        return gap
    before = paragraphs[paragraph - 1]
    ending = before.rstrip()
    start = spoken[-1].end if spoken else 0
    if ending.endswith(":") or (not spoken and (ending.endswith((",", "—", "--")) or ending[-1:].isalpha())):
        told = [m for m in mentions[paragraph - 1] if m.quotation is None]
        return read_gap(before, start, len(before), told)
    if ending.endswith(".") and _RESUMING.search(ending, start):
        told = [m for m in mentions[paragraph - 1] if m.quotation is None]
        leading = read_gap(before, start, len(before), told)
        return leading if _resumes(leading, bool(spoken)) else gap
    return gap


def _resumes(gap: Gap, behind_speech: bool) -> bool:
    """It ends with somebody who goes on speaking, and does not say what: "After a while she began again."

    Right behind speech that would be a tag: `"No," she began.`
    """
    if len(gap.sentences) <= behind_speech or not gap.sentences[-1].clauses:
        return False
    sentence = gap.sentences[-1]
    clause = sentence.clauses[-1]
    between = gap.text[max(0, clause.start - gap.start) : clause.end - gap.start]
    if clause.subject is None or clause.subject is not sentence.subject or _OTHER_CLAUSE.search(between):
        return False
    behind = gap.text[max(0, clause.end - gap.start) :]
    return clause.verb in _TAKEN_UP and not clause.negated and _HOW.fullmatch(behind) is not None


def _cues(
    text: str, quotation: Quotation, before: Gap, after: Gap, first: bool, last: bool
) -> tuple[Cue, ...]:
    cues = _contend([*_after(text, quotation, after, last), *_before(before, first)])
    return tuple(sorted(cues, key=lambda cue: -cue.strength))


def _contend(cues: list[Cue]) -> list[Cue]:
    """Where one side says so outright, a mere gesture on the other side says little."""
    outright = (Act.SPEECH, Act.THOUGHT, Act.LOOSE)
    sides = {c.place for c in cues if c.clause and c.clause.act in outright and c.strength >= 0.6}
    if not sides:
        return cues
    return [
        replace(c, strength=c.strength * 0.3)
        if c.clause and c.place not in sides and c.clause.act not in outright
        else c
        for c in cues
    ]


def _after(text: str, quotation: Quotation, gap: Gap, last: bool) -> list[Cue]:
    if gap.blank or not gap.sentences:
        return []
    cues: list[Cue] = []
    ending = text[quotation.start : quotation.end].rstrip(_CLOSING + " ")[-1:]
    sentence = gap.sentences[0]
    opening = gap.text.lstrip(' "”')
    comma = opening[:1] in ",;"
    stopped = opening[:1] == "." and opening[:2] != ".."
    opening = opening.lstrip(" ,;—–-.")
    full_stop = (ending == "." or stopped) and not comma and opening[:1].isupper()
    paused = not stopped and (ending in ",—-–…" or ending.isalnum() or comma or not quotation.closed)
    for n, clause in enumerate(c for c in sentence.clauses if c.finite or c.inverted):
        lead = len(_WORD.findall(gap.text[: max(0, clause.start - gap.start)]))
        strength = _ACT_STRENGTH[clause.act] * (1.0 if lead == 0 else 0.8 if lead <= 3 else 0.35)
        if full_stop:
            strength *= 0.45 if clause.act in (Act.SPEECH, Act.THOUGHT) and not clause.inverted else 0.2
            strength = min(1.0, strength * (4 if clause.inverted and clause.act is Act.SPEECH else 1))
        elif paused and lead == 0:
            sounded = clause.act is Act.SOUND and not (clause.inverted and (ending == "," or comma))
            strength = min(1.0, strength * (1.3 if sounded else 1.5 if clause.act is not Act.SOUND else 2.0))
        elif clause.act in (Act.LOOSE, Act.SOUND) and opening[:1].isupper() and not paused:
            strength *= 0.6
        if clause.negated:
            strength *= 0.15
        if n:
            strength *= 0.5
        if not last and _introduces_next(gap, clause, sentence, lead, full_stop):
            strength *= 0.25
        cues.append(Cue("after", clause.subject, strength, clause))
        if n >= 1:
            break
    spoken = uttered_by(gap)
    if spoken is not None:
        cues.append(Cue("words", spoken, 0.9))
    elif sentence.subject is not None:
        lead = len(_WORD.findall(gap.text[: max(0, sentence.subject.start - gap.start)]))
        cues.append(Cue("beat after", sentence.subject, 0.3 if lead <= 2 else 0.2))
    return cues


def _introduces_next(gap: Gap, clause: Clause, sentence: Sentence, lead: int, stated: bool) -> bool:
    """The clause stands right before the next quotation, away from this one.

    `stated`: this one ended in a full stop, and the gap is a sentence of its own.
    """
    if sentence is not gap.sentences[-1] or gap.text.rstrip()[-1:] in ".?!":
        return False
    words = len(_WORD.findall(gap.text[: max(0, clause.end - gap.start)]))
    if not lead and (clause.inverted or (words <= 3 and not stated)):
        return False
    if stated and not lead and gap.text.rstrip()[-1:] in ":,":
        return True
    return len(_WORD.findall(gap.text[max(0, clause.end - gap.start) :])) <= 3


def _before(gap: Gap, first: bool) -> list[Cue]:
    if gap.blank or not gap.sentences:
        return []
    cues: list[Cue] = []
    sentence = gap.sentences[-1]
    ending = gap.text.rstrip()[-1:]
    stop = {":": 1.0, ",": 0.9, "—": 0.9, "-": 0.9, ";": 0.5}.get(ending, 0.8 if ending.isalnum() else 0.25)
    if ending == "." and _resumes(gap, not first):
        stop = 0.8
    for clause in reversed([c for c in sentence.clauses if c.finite or c.inverted or ending != "."]):
        between = gap.text[max(0, clause.end - gap.start) :]
        tail = len(_WORD.findall(between))
        strength = _ACT_STRENGTH[clause.act] * stop * (1.0 if tail <= 5 else 0.7 if tail <= 12 else 0.4)
        if clause.act is Act.SOUND and ending not in ":,—":
            strength *= 0.4
        if clause.act is Act.LOOSE and tail == 0 and not clause.inverted:
            strength = min(1.0, strength / 0.7)
        if not clause.finite:
            strength *= 0.8
        if clause.verb in ("realise", "realize", "wonder", "imagine", "figure", "reflect") and tail > 2:
            strength *= 0.3
        if clause.negated:
            strength *= 0.15
        if (
            not first
            and len(gap.sentences) == 1
            and len(_WORD.findall(gap.text[: clause.start - gap.start])) == 0
        ):
            strength *= 0.6
        cues.append(Cue("before", clause.subject, strength, clause))
        break
    opening = next((c for c in sentence.clauses if c.finite and c.subject is sentence.subject), None)
    if cues and opening is not None and opening is not cues[0].clause and opening.act is Act.SPEECH:
        cues.append(Cue("before", opening.subject, 0.5 * stop if not opening.negated else 0.1, opening))
    if sentence.subject is not None:
        cues.append(Cue("beat before", sentence.subject, 0.45 if ending in ":," else 0.3))
    return cues


def _prefer_habit(surveyed: list[Surroundings]) -> list[Surroundings]:
    """Weaken the side on which this document seldom puts its tags."""
    after = before = own = shared = 0
    for s in surveyed:
        sides = {c.place for c in s.cues if c.clause and c.strength >= 0.5}
        after += "after" in sides and "before" not in sides
        before += "before" in sides and "after" not in sides
        if _shares_tag(s):
            shared += 1
            own += any(c.clause and c.place == "after" and c.strength >= 0.5 for c in s.cues)
    if shared >= 2 and own > 0.35 * shared:
        surveyed = [replace(s, cues=_apart(s)) for s in surveyed]
    if after + before < 4:
        return surveyed
    share = after / (after + before)
    return [replace(s, cues=_weighed(s.cues, share)) for s in surveyed]


def _shares_tag(s: Surroundings) -> bool:
    """A tag of the quotation before runs up to this one: `"A," said Mara, "B"`."""
    if s.first or len(s.before.sentences) != 1 or s.before.text.rstrip()[-1:] != ",":
        return False
    clauses = s.before.sentences[0].clauses
    if not clauses:
        return False
    lead = s.before.text[: max(0, clauses[0].start - s.before.start)]
    return len(_WORD.findall(lead)) <= 1


def _apart(s: Surroundings) -> tuple[Cue, ...]:
    """Its cues where a tag before a comma belongs to the quotation before alone."""
    if not _shares_tag(s):
        return s.cues
    return _with(s, s.before.sentences[0].clauses[0], "before", 0.25).cues


def _weighed(cues: tuple[Cue, ...], share: float) -> tuple[Cue, ...]:
    """Cues when both sides claim the quotation and `share` of the document's tags come after."""
    sides = {c.place for c in cues if c.clause and c.strength >= 0.4}
    if not {"after", "before"} <= sides:
        return cues
    factor = {"after": min(1.0, 0.5 + share), "before": min(1.0, 1.5 - share)}
    weighed = [replace(c, strength=c.strength * factor.get(c.place, 1.0)) if c.clause else c for c in cues]
    return tuple(sorted(weighed, key=lambda cue: -cue.strength))
