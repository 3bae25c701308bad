"""Who takes turns with whom: the lines of a conversation decided together.

A conversation is read as a chain. Where it stands is told by two people: who speaks, and who spoke before
them. From one line to the next the speaker goes on, hands back to that other one, or somebody else takes
over; how likely each move is depends on what lies between the two lines (`BETWEEN`), in learned weights. The
forward-backward algorithm (Rabiner, "A tutorial on hidden Markov models", 1989) adds up all ways through,
for all conversations of a story at once: one tag, vocative or action is felt from end to end, both ways.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audiobook.model import Gender
from audiobook.script.attribution.cues import Surroundings

Floats = NDArray[np.float32]

BETWEEN = (
    "same_paragraph", "same_paragraph_words", "next", "next_words", "next_asked", "next_called",
    "next_replies", "next_carries_on", "second", "third", "further",
    "same_sentence", "own_tags", "crowded", "stop", "before_comma", "marks",
    "run_on",
)  # fmt: skip
"""What may lie between a line and the one before it; `next` is the paragraph that follows. The last seven
are for lines of one paragraph: the narrator's words are a mere insert (`"A," said Mara, "b"`); each has a tag
of its own; the document puts several speakers side by side, or this paragraph does; nothing but a stop is
there; nothing but a comma comes next; nothing but marks; there are words, in a paragraph that somewhere has
nothing but marks or a stop between two lines."""
MOVES = ("goes on", "hands back")
"""The moves that have weights, one for each of `BETWEEN`; that somebody else takes over weighs nothing."""
BY_HAND = {
    "same_sentence": (6.0, 0.0), "own_tags": (-5.0, 0.0), "crowded": (-1.0, 0.0), "stop": (-6.0, 0.0),
    "before_comma": (-4.0, 0.0), "marks": (-6.0, 0.0), "run_on": (-1.5, 0.0),
}  # fmt: skip
"""Weights of the moves for what the texts learned from hardly have."""
PARTED = [BETWEEN.index(name) for name in ("stop", "marks")]
"""What parts two people's words without a word of the narrator."""

SPEAKERS = 8
"""Most people who may speak in one conversation."""
LONGEST = 64
"""Most lines in one conversation; a longer one is cut."""
_PAUSE = 8
"""Paragraphs without a line that end a conversation."""
IMPOSSIBLE = -30.0
"""The score of whoever cannot be meant."""
_STOPS = frozenset((",", ".", "!", "?"))
"""What may stand alone between two people's marks, where a writer sets stops behind them."""
_NO_MARKS = frozenset(("", "*", "_", "~", "-", "–", "—"))
_CLEAR = 0.5
"""The strength from which a tag is a line's own."""
_REPLY = re.compile(
    r"(?:yes|yeah|yep|yup|aye|no|nope|nah|of course|sure|well|because|maybe|perhaps|okay|ok|right|exactly)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the conversations look like with certain scores."""

    shares: NDArray[np.float64]
    """Probability of each candidate row."""
    moves: Floats
    """Line × move: how probably it was made on the way to this line."""
    likelihood: float
    """Logarithm of the weight of all ways through."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: its lines, and who may speak each of them."""

    lines: NDArray[np.int64]
    rows: NDArray[np.int64]
    """Line × speaker: the candidate's row among all, -1 where somebody is no candidate."""
    between: Floats
    """Line × `BETWEEN`."""
    given: NDArray[np.bool_]
    """Whether a line's speaker is known, and `sure` tells the scores."""
    sure: Floats
    """Line × speaker."""


class Conversations:
    """Conversations that are read side by side, the longest first."""

    def __init__(self, talks: Sequence[Talk], rows: int, lines: int) -> None:
        """`rows` and `lines`: how many there are in all."""
        self._rows, self._lines = rows, lines
        talks = sorted(talks, key=lambda talk: -len(talk.lines))
        self._steps = [
            Talk(
                *(
                    np.stack([getattr(talk, part)[t] for talk in talks if t < len(talk.lines)])
                    for part in ("lines", "rows", "between", "given", "sure")
                )
            )
            for t in range(len(talks[0].lines) if talks else 0)
        ]

    def read(
        self, scores: NDArray[np.float64], weights: Floats, known: NDArray[np.bool_] | None = None
    ) -> Reading:
        """How probable every candidate is; `known` marks the rows that may be right, all others are not.

        `weights`: move × `BETWEEN`.
        """
        extended = np.append(scores, IMPOSSIBLE).astype(np.float32)
        if known is not None:
            extended[:-1][~known] = IMPOSSIBLE
        forward: list[Floats] = []
        emitted: list[Floats] = []
        moved: list[Floats] = []
        likelihood = 0.0
        for step in self._steps:
            score = extended[step.rows]
            free = step.given if known is None else step.given & (score <= IMPOSSIBLE).all(axis=1)
            score[free] = step.sure[free]
            top = score.max(axis=1, keepdims=True)
            emitted.append(np.exp(score - top))
            moved.append(np.exp(step.between @ weights.T))
            state = _onward(forward[-1], moved[-1], emitted[-1]) if forward else _opening(emitted[-1])
            total = state.sum(axis=(1, 2), keepdims=True)
            likelihood += float(top.sum() + np.log(total).sum())
            forward.append(state / total)
        shares = np.zeros(self._rows + 1)
        moves = np.zeros((self._lines, len(MOVES)), dtype=np.float32)
        ahead = np.ones((0, SPEAKERS + 1, SPEAKERS), dtype=np.float32)
        for t in range(len(self._steps) - 1, -1, -1):
            step = self._steps[t]
            here = np.ones_like(forward[t])
            if len(ahead):
                following = self._steps[t + 1].lines
                here[: len(ahead)], moves[following] = _backward(
                    forward[t][: len(ahead)], ahead, moved[t + 1], emitted[t + 1]
                )
            ahead = here
            marginal = (forward[t] * ahead).sum(axis=1)
            shares[step.rows] = marginal / marginal.sum(axis=1, keepdims=True)
        return Reading(shares[:-1], moves, likelihood)


_OTHER = (1.0 - np.eye(SPEAKERS)).astype(np.float32)
"""Speaker × next speaker: 1 where they differ."""


def _opening(emitted: Floats) -> Floats:
    """The state at a first line: nobody spoke before (the last of the former speakers)."""
    state = np.zeros((len(emitted), SPEAKERS + 1, SPEAKERS), dtype=np.float32)
    state[:, SPEAKERS] = emitted
    return state


def _onward(state: Floats, moved: Floats, emitted: Floats) -> Floats:
    """Conversation × former speaker × speaker, one line on."""
    state = state[: len(emitted)]
    on, back = moved[:, 0, None, None], moved[:, 1, None, None]
    onward = state * on
    onward[:, :SPEAKERS] += (
        state.sum(axis=1)[:, :, None] + (back - 1.0) * state[:, :SPEAKERS].transpose(0, 2, 1)
    ) * _OTHER
    following: Floats = onward * emitted[:, None, :]
    return following


def _backward(state: Floats, ahead: Floats, moved: Floats, emitted: Floats) -> tuple[Floats, Floats]:
    """(what the lines ahead say of each state, how probable each move to the next line is)."""
    on, back = moved[:, 0, None, None], moved[:, 1, None, None]
    weighed = ahead * emitted[:, None, :]
    going_on = weighed * on
    changing = weighed[:, :SPEAKERS] * _OTHER
    handing_back = changing.transpose(0, 2, 1) * back
    behind = going_on + changing.sum(axis=2)[:, None, :]
    behind[:, :SPEAKERS] += handing_back - changing.transpose(0, 2, 1)
    total = (state * behind).sum(axis=(1, 2))
    moves = np.stack(
        [(state * going_on).sum(axis=(1, 2)), (state[:, :SPEAKERS] * handing_back).sum(axis=(1, 2))], axis=1
    )
    return behind / total[:, None, None], moves / total[:, None]


def find_talks(
    lines: Sequence[Surroundings],
    candidates: Sequence[Sequence[int]],
    likely: NDArray[np.float64],
    sure: Mapping[int, tuple[int, float]],
    called: Set[int],
    crowded: bool = False,
) -> list[Talk]:
    """The conversations of a story.

    `likely` is a first probability for each candidate row, `sure` maps lines to (person, how sure) where
    that is known, `called` are the lines that speak to somebody by name. `crowded`: the document puts
    several speakers in one paragraph.
    """
    starts = np.cumsum([0, *(len(people) for people in candidates)])
    between = _between(lines, called, crowded)
    talks = []
    for talk in _cut(lines):
        total: dict[int, float] = {}
        for n in talk:
            for row, person in enumerate(candidates[n], starts[n]):
                total[person] = total.get(person, 0.0) + float(likely[row])
            if n in sure:
                total[sure[n][0]] = total.get(sure[n][0], 0.0) + 1.0
        speakers = sorted(total, key=lambda person: -total[person])[:SPEAKERS]
        rows = np.full((len(talk), SPEAKERS), -1, dtype=np.int64)
        certain = np.full((len(talk), SPEAKERS), IMPOSSIBLE, dtype=np.float32)
        for t, n in enumerate(talk):
            row_of = dict(zip(candidates[n], range(starts[n], starts[n + 1]), strict=True))
            rows[t, : len(speakers)] = [row_of.get(person, -1) for person in speakers]
            if n in sure and sure[n][0] in speakers:
                person, certainty = sure[n]
                certain[t, : len(speakers)] = math.log((1.0 - certainty + 1e-6) / max(1, len(speakers) - 1))
                certain[t, speakers.index(person)] = math.log(certainty)
        known: NDArray[np.bool_] = np.any(certain > IMPOSSIBLE, axis=1)
        talks.append(Talk(np.array(talk), rows, between[talk], known, certain))
    return talks


def _cut(lines: Sequence[Surroundings]) -> list[list[int]]:
    talks: list[list[int]] = []
    last = -1
    for n, s in enumerate(lines):
        paragraph = s.quotation.paragraph
        if not talks or paragraph - last > _PAUSE or len(talks[-1]) == LONGEST:
            talks.append([])
        talks[-1].append(n)
        last = paragraph
    return talks


def _between(lines: Sequence[Surroundings], called: Set[int], crowded: bool) -> Floats:
    """Line × `BETWEEN`."""
    table = np.zeros((len(lines), len(BETWEEN)), dtype=np.float32)
    full = {
        s.quotation.paragraph for before, s in pairwise(lines) if _beside(before, s) and _parted(before, s)
    }
    for n in range(1, len(lines)):
        before, s = lines[n - 1], lines[n]
        away = s.quotation.paragraph - before.quotation.paragraph
        has = {
            "same_paragraph": away == 0 and s.before.blank,
            "same_paragraph_words": away == 0 and not s.before.blank,
            "next": away == 1,
            "next_words": away == 1 and not (s.before.blank and before.after.blank),
            "next_asked": away == 1 and before.text.endswith("?"),
            "next_called": away == 1 and n - 1 in called,
            "next_replies": away == 1 and _REPLY.match(s.text) is not None,
            "next_carries_on": away == 1 and s.quotation.continues,
            "second": away == 2,
            "third": away in (3, 4),
            "further": away > 4,
        }
        if _beside(before, s):
            run_on = s.quotation.paragraph in full
            apart = _own_tags(before, s, crowded or run_on)
            has |= {
                "same_sentence": _same_sentence(s),
                "own_tags": apart,
                "crowded": (crowded or run_on) and not s.before.blank and not apart,
                "run_on": run_on and not s.before.blank,
                "stop": _only_a_stop(s),
                "marks": _only_marks(before, s),
                "before_comma": not s.before.blank and not s.last and s.after.text.strip() == ",",
            }
        table[n] = [has.get(name, False) for name in BETWEEN]
    return table


def _same_sentence(s: Surroundings) -> bool:
    """Words of the narrator are put into a sentence that goes on with a small letter."""
    insert = len(s.before.sentences) == 1 and s.before.text.rstrip().endswith(",")
    return insert and s.text[:1].islower()


def _beside(before: Surroundings, s: Surroundings) -> bool:
    """One paragraph, and nothing quoted between them that nobody says."""
    return before.quotation.paragraph == s.quotation.paragraph and before.quotation.end == s.before.start


def _parted(before: Surroundings, s: Surroundings) -> bool:
    return _only_a_stop(s) or _only_marks(before, s)


def _only_a_stop(s: Surroundings) -> bool:
    return s.before.text.strip() in _STOPS


def _only_marks(before: Surroundings, s: Surroundings) -> bool:
    """Marks are closed and opened again: `"What kind?" "The wet kind."`."""
    marked = before.quotation.closed and not {before.quotation.mark, s.quotation.mark} & _NO_MARKS
    return marked and not s.before.text.strip()


def _own_tags(before: Surroundings, s: Surroundings, crowded: bool) -> bool:
    """Each of two lines has a clear tag of its own, and both cannot mean one person, or hardly do in a crowd.

    "He" may well be whoever spoke before, "she" is not Tom.
    """
    one, other = before.tag, s.tag
    if (
        one is None
        or other is None
        or one.clause is other.clause
        or one.mention is None
        or other.mention is None
    ):
        return False
    if min(one.strength, other.strength) < _CLEAR:
        return False
    if other.mention.form == "pronoun":
        return {one.mention.gender, other.mention.gender} == {Gender.FEMALE, Gender.MALE}
    return crowded
