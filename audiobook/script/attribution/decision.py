"""Who speaks each quotation: the evidence weighed, and whole conversations decided together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.evidence import INDEX, Evidence

WEIGHTS = {
    "tag_named": 9.0, "tag_pronoun": 5.0, "tag_against": -6.0, "tag_gender_for": 1.0, "tag_gender_against": -6.0,
    "after_named": 3.0, "after_pronoun": 1.0,
    "beat_after": 1.8, "beat_after_pronoun": 1.0, "beat_before": 2.4, "beat_before_pronoun": 1.4,
    "words_named": 6.0, "told_to": -6.0, "looked_at": -1.5, "in_gap": 0.3,
    "vocative": -4.5, "vocative_before": 2.5, "vocative_after": 2.2, "named_inside": -2.0,
    "told_to_before": 2.5, "told_to_after": 2.0,
    "behind_told": 1.2, "behind_meant": 0.8, "ahead_told": 0.3, "ahead_meant": 0.2,
    "rank_told": -1.5, "share_near": 1.2, "count_book": 1.0,
    "subject_behind": 0.8, "subject_ahead": 0.2,
    "narrates": 0.6, "noun": -1.0, "group": -4.0,
    "tagged_back": 1.0, "tagged_back_parity": 0.8, "tagged_ahead": 0.8, "tagged_ahead_parity": 0.7,
}
_WEIGHTS = [(INDEX[name], weight) for name, weight in WEIGHTS.items()]
_BEAM = 48

State = tuple[int, int]
"""(who spoke last but for the present speaker, the present speaker); -1 for nobody."""


def rank(evidence: Sequence[Evidence]) -> list[list[float]]:
    """A score for each candidate of each quotation, in logarithms of odds."""
    return [[sum(row[i] * w for i, w in _WEIGHTS) for row in e.rows] for e in evidence]


def decode(
    surveyed: Sequence[Surroundings],
    candidates: Sequence[Sequence[int]],
    scores: Sequence[Sequence[float]],
    run_on: float,
    fixed: Mapping[int, int] = {},
) -> list[tuple[int | None, float]]:
    """(speaker, probability) of each quotation, conversations decided as wholes."""
    beam: dict[State, float] = {(-1, -1): 0.0}
    back: list[dict[State, State]] = []
    for n, s in enumerate(surveyed):
        previous = surveyed[n - 1].quotation if n else None
        away = s.quotation.paragraph - previous.paragraph if previous else 99
        options = list(zip(candidates[n], scores[n], strict=True))
        if n in fixed:
            options = [(fixed[n], 50.0)]
        if not options:
            options = [(-1, 0.0)]
        step: dict[State, float] = {}
        origin: dict[State, State] = {}
        for (other, present), total in beam.items():
            for person, score in options:
                value = total + score + _turn(other, present, person, away, s, run_on)
                state = (other, present) if person == present else (present, person)
                if value > step.get(state, -math.inf):
                    step[state] = value
                    origin[state] = (other, present)
        kept = sorted(step, key=lambda state: -step[state])[:_BEAM]
        beam = {state: step[state] for state in kept}
        back.append(origin)
    state = max(beam, key=lambda at: beam[at])
    chosen: list[int] = []
    for n in range(len(surveyed) - 1, -1, -1):
        chosen.append(state[1])
        state = back[n][state]
    chosen.reverse()
    return [
        (None if person < 0 else person, _sure(n, person, candidates, scores)) for n, person in enumerate(chosen)
    ]


def _turn(other: int, present: int, person: int, away: int, s: Surroundings, run_on: float) -> float:
    """What turn-taking says about `person` speaking after `present`, who spoke after `other`."""
    if present < 0 or away > 12:
        return 0.0
    if s.quotation.continues:
        return 20.0 if person == present else 0.0
    if away == 0:
        return run_on if person == present else 0.0
    value = 0.0
    if away == 1:
        value += -2.2 if person == present else 0.0
    elif away <= 3:
        value += -0.6 if person == present else 0.0
    if person == other and person != present:
        value += 1.5 if away == 1 else 0.7 if away <= 3 else 0.2
    return value


def _sure(n: int, person: int, candidates: Sequence[Sequence[int]], scores: Sequence[Sequence[float]]) -> float:
    if person not in candidates[n]:
        return 0.3
    top = max(scores[n])
    shares = [math.exp(min(0.0, x - top)) for x in scores[n]]
    return shares[list(candidates[n]).index(person)] / sum(shares)
