"""How much each piece of evidence weighs: a hand-set prior, and trees learned on top of it.

The trees are gradient-boosted over groups: the scores of one quotation's candidates go through a
softmax. Each stage sees what the stage before believed of the neighbouring quotations, so that an
anchor (a tag, a vocative) reaches the whole conversation, backwards too. `tools/learn_attribution.py`
learns them; what from, NOTICE says.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from audiobook.script.attribution.evidence import FEATURES, INDEX, TURNS, Table

PRIOR = {
    "tag_named": 9.0, "tag_noun": 5.0, "tag_pronoun": 5.0, "tag_against": -6.0,
    "tag_gender_for": 1.0, "tag_gender_against": -6.0, "after_named": 3.0, "after_pronoun": 1.0,
    "beat_after": 1.8, "beat_after_pronoun": 1.0, "beat_before": 2.4, "beat_before_pronoun": 1.4,
    "words_named": 6.0, "told_to": -6.0, "looked_at": -1.5, "in_gap": 0.3,
    "vocative": -4.5, "vocative_before": 2.5, "vocative_after": 2.2, "named_inside": -2.0,
    "self_named": 8.0, "told_to_before": 2.5, "told_to_after": 2.0, "said_this": 3.0,
    "behind_told": 1.2, "behind_meant": 0.8, "ahead_told": 0.3, "ahead_meant": 0.2,
    "rank_told": -1.5, "share_near": 1.2, "count_book": 1.0,
    "subject_behind": 0.8, "subject_ahead": 0.2,
    "narrates": 0.6, "noun": -1.0, "group": -4.0,
    "tagged_back": 1.0, "tagged_back_parity": 0.8, "tagged_ahead": 0.8, "tagged_ahead_parity": 0.7,
    "back_1": -4.0, "ahead_1": -4.0, "back_2": 2.0, "ahead_2": 2.0, "here_back": 2.5, "here_ahead": 2.5,
    "present_back": 1.0, "present_ahead": 1.0,
}  # fmt: skip
"""Set by hand: what one unit of a feature adds to a candidate's score, before `PRIOR_SCALE`."""
PRIOR_SCALE = 0.3

_ROWS_AT_ONCE = 1024


def prior(table: Table) -> NDArray[np.float64]:
    """The hand-set part of each row's score."""
    weights = np.zeros(len(FEATURES))
    for name, weight in PRIOR.items():
        weights[INDEX[name]] = weight
    absent = table[:, -len(TURNS) :] < 0
    known = table.astype(np.float64)
    known[:, -len(TURNS) :][absent] = 0.0
    scores: NDArray[np.float64] = known @ weights * PRIOR_SCALE
    return scores


class Trees:
    """One stage: regression trees, all their nodes in flat arrays."""

    def __init__(
        self,
        roots: NDArray[np.int32],
        feature: NDArray[np.int16],
        threshold: NDArray[np.float32],
        left: NDArray[np.int32],
        right: NDArray[np.int32],
        value: NDArray[np.float32],
        depth: int,
    ) -> None:
        self.roots, self.feature, self.threshold = roots, feature, threshold
        self.left, self.right, self.value, self.depth = left, right, value, depth

    def scores(self, table: Table) -> NDArray[np.float64]:
        """The prior plus the trees' sum, for each row."""
        total = prior(table)
        for start in range(0, len(table), _ROWS_AT_ONCE):
            rows = table[start : start + _ROWS_AT_ONCE]
            node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
            index = np.arange(len(rows))[:, None]
            for _ in range(self.depth):
                smaller = rows[index, self.feature[node]] <= self.threshold[node]
                node = np.where(smaller, self.left[node], self.right[node])
            total[start : start + len(rows)] += self.value[node].sum(axis=1)
        return total


@cache
def stages() -> tuple[Trees, ...]:
    """The learned stages, in order; each reads the beliefs of the one before."""
    found = []
    with files(__package__).joinpath("weights.npz").open("rb") as file, np.load(file) as arrays:
        if list(arrays["features"]) != list(FEATURES):
            raise RuntimeError("weights.npz was learned from other features: run tools/learn_attribution.py")
        for n in range(int(arrays["stages"])):
            names = ("roots", "feature", "threshold", "left", "right", "value")
            found.append(Trees(*(arrays[f"{name}_{n}"] for name in names), int(arrays[f"depth_{n}"])))
    return tuple(found)


def softmax(scores: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Scores as probabilities within each quotation's rows."""
    sizes = np.diff(starts)
    filled = sizes > 0
    firsts = starts[:-1][filled]
    if not len(firsts):
        return scores
    top = np.repeat(np.maximum.reduceat(scores, firsts), sizes[filled])
    shares: NDArray[np.float64] = np.exp(scores - top)
    shares /= np.repeat(np.add.reduceat(shares, firsts), sizes[filled])
    return shares
