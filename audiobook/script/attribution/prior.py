"""How much each piece of evidence weighs before anything is learned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audiobook.script.attribution.evidence import FEATURES, INDEX, Table

PRIOR = {
    "tag_named": 3.0, "tag_noun": 2.5, "tag_pronoun": 1.5, "tag_against": -2.0,
    "tag_gender_for": 0.3, "tag_gender_against": -2.5, "after_named": 1.0, "after_pronoun": 0.3,
    "beat_after": 1.5, "beat_after_pronoun": 0.8, "beat_before": 1.5, "beat_before_pronoun": 0.8,
    "beat_gender_against": -1.2, "mark_fit": 4.0,
    "words_named": 2.0, "told_to": -2.0, "looked_at": -0.5, "in_gap": 0.1,
    "vocative": -3.5, "vocative_before": 0.8, "vocative_after": 0.7, "named_inside": -1.0,
    "self_named": 3.0, "told_to_before": 0.8, "told_to_after": 0.6, "said_this": 5.0,
    "behind_told": 0.4, "behind_meant": 0.25, "ahead_told": 0.1, "ahead_meant": 0.1,
    "rank_told": -0.5, "share_near": 0.4, "count_book": 0.3,
    "subject_behind": 0.3, "subject_closing": 0.2, "subject_ahead": 0.1, "focus": 0.3,
    "narrates": 0.2, "noun": -0.3, "group": -1.3,
    "tagged_back": 0.3, "tagged_back_parity": 0.25, "tagged_ahead": 0.25, "tagged_ahead_parity": 0.2,
    "asked": 2.0, "gone": -2.5,
}  # fmt: skip
"""Set by hand: what one unit of a feature adds to a candidate's score, in logarithms of odds."""


def prior(table: Table) -> NDArray[np.float64]:
    """The hand-set part of each row's score."""
    weights = np.zeros(len(FEATURES))
    for name, weight in PRIOR.items():
        weights[INDEX[name]] = weight
    scores: NDArray[np.float64] = table.astype(np.float64) @ weights
    return scores
