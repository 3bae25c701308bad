"""How sure it is that a line has the right speaker: what the probabilities of the conversation have proved to
be worth, by what tells who speaks.

The figures are made by `tools/learn_confidence.py`, which fits a logistic curve for each ground (Platt,
"Probabilistic outputs for support vector machines", 1999), and then what each doubt takes off.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.people.roster import Person

Ground = Literal["named", "noun", "taken", "pronoun", "action", "turns"]
"""What tells who speaks: a tag with a name (or "I"); with a noun that is the speaker's own; with one that is
taken for somebody; with a pronoun; an action beside; nothing but the turns."""

CURVES: Mapping[Ground, tuple[float, float]] = {
    "named": (0.37, 0.57),
    "noun": (-0.08, 0.24),
    "taken": (0.07, 0.33),
    "pronoun": (-0.09, 0.74),
    "action": (-0.45, 0.56),
    "turns": (0.27, 0.68),
}
"""Ground → what is added to the log odds, and what they are multiplied by before. That of actions was
lowered by hand, so that no action is surer than a name."""

Doubt = Literal["always", "noun", "crowd", "unanchored"]

DOUBTS: Mapping[Doubt, float] = {"always": 0.27, "noun": -0.71, "crowd": -0.05, "unanchored": -0.16}
"""What is added to the log odds of a line that no name tells, beside what its ground adds: always; if the
speaker is known by a noun alone; for each who surely speaks near by; if the speaker surely speaks none of the
lines near by."""

NEAR = 16
"""Lines on either side that are near by."""

_NEVER_SURE = 0.995
"""The highest probability that is taken at its word."""


def ground_of(line: Surroundings, taken: bool) -> Ground:
    """What tells who speaks a line; `taken`: its tag's noun is taken for somebody whose name does not show
    it."""
    tag = line.tag
    if tag is not None and tag.clause is not None and tag.mention is not None:
        if tag.mention.form == "noun":
            return "taken" if taken else "noun"
        if tag.mention.form == "pronoun":
            return "pronoun"
        return "named" if tag.outright else "action"
    return "action" if any(cue.mention is not None for cue in line.cues) else "turns"


def doubts_of(n: int, person: Person, clear: Mapping[int, tuple[int, float]]) -> dict[Doubt, float]:
    """What makes the speaker of line `n` more or less doubtful than the ground tells.

    `clear`: lines whose speaker is known outright.
    """
    near = {clear[k][0] for k in range(n - NEAR, n + NEAR + 1) if k != n and k in clear}
    return {
        "always": 1.0,
        "noun": float(person.kind == "noun"),
        "crowd": float(len(near)),
        "unanchored": float(person.id not in near and n not in clear),
    }


def confidence(probability: float, ground: Ground, doubts: Mapping[Doubt, float] = {}) -> float:
    """How often a speaker of such a probability, told by such a ground, has proved to be right, 0 to 1."""
    if probability <= 0.0:
        return 0.0
    odds = calibrated(probability, ground)
    if ground != "named":
        odds += sum(DOUBTS[doubt] * value for doubt, value in doubts.items())
    return 1.0 / (1.0 + math.exp(-odds))


def calibrated(probability: float, ground: Ground) -> float:
    """The log odds on the ground's curve."""
    shift, slope = CURVES[ground]
    return shift + slope * log_odds(probability)


def log_odds(probability: float) -> float:
    """The logarithm of the odds, of no more than is ever sure."""
    probability = min(_NEVER_SURE, probability)
    return math.log(probability / (1.0 - probability))
