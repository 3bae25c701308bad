"""How much each piece of evidence weighs: a hand-set prior, and trees learned on top of it.

The trees are gradient-boosted over groups: the scores of one quotation's candidates go through a
softmax. Each stage sees what the stage before believed of the neighbouring quotations, so that an
anchor (a tag, a vocative) reaches the whole conversation, backwards too. `tools/learn_attribution.py`
learns them; what from, NOTICE says.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from audiobook.script.attribution.evidence import FEATURES, INDEX, TURNS, Table

PRIOR = {
    "tag_named": 9.0, "tag_noun": 8.0, "tag_pronoun": 5.0, "tag_against": -6.0,
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
    """One stage: regression trees of one depth, each complete, their nodes level by level."""

    def __init__(
        self, feature: NDArray[np.int16], threshold: NDArray[np.float32], value: NDArray[np.float32]
    ) -> None:
        self.feature, self.threshold, self.value = feature, threshold, value
        """Tree × inner node (the children of i are 2i+1 and 2i+2); `value`: tree × leaf."""

    def scores(self, table: Table) -> NDArray[np.float64]:
        """The prior plus the trees' sum, for each row. A node sends a row left when feature <= threshold."""
        total = prior(table)
        trees, inner = self.feature.shape
        offsets = np.arange(trees, dtype=np.int32) * inner
        feature, threshold = self.feature.astype(np.int32).ravel(), self.threshold.ravel()
        for start in range(0, len(table), _ROWS_AT_ONCE):
            rows = np.ascontiguousarray(table[start : start + _ROWS_AT_ONCE])
            firsts = np.arange(len(rows), dtype=np.int32)[:, None] * rows.shape[1]
            node = np.zeros((len(rows), trees), dtype=np.int32)
            while True:
                at = node + offsets
                right = rows.ravel().take(feature.take(at) + firsts) > threshold.take(at)
                node = 2 * node + 1 + right
                if node[0, 0] >= inner:
                    break
            leaves = node - inner + np.arange(trees, dtype=np.int32) * (inner + 1)
            total[start : start + len(rows)] += self.value.ravel().take(leaves).sum(axis=1)
        return total


def load(file: str | Path | IO[bytes]) -> tuple[Trees, ...]:
    """The stages kept in a weights file."""
    with np.load(file) as arrays:
        columns = np.array([INDEX[name] for name in arrays["features"].tolist()], dtype=np.int16)
        return tuple(
            Trees(columns[arrays[f"feature_{n}"]], arrays[f"threshold_{n}"], arrays[f"value_{n}"])
            for n in range(int(arrays["stages"]))
        )


@cache
def stages() -> tuple[Trees, ...]:
    """The learned stages that ship, in order; each reads the beliefs of the one before."""
    with files(__package__).joinpath("weights.npz").open("rb") as file:
        return load(file)


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
