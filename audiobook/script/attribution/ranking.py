"""How much each piece of evidence weighs: a hand-set prior, and trees learned on top of it.

The trees are gradient-boosted together with the weights of the moves in `conversation.py`, so that whole
conversations come out likely. `tools/learn_attribution.py` learns them; what from, NOTICE says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from audiobook.script.attribution.conversation import BETWEEN, BY_HAND
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

_ROWS_AT_ONCE = 1024


def prior(table: Table) -> NDArray[np.float64]:
    """The hand-set part of each row's score."""
    weights = np.zeros(len(FEATURES))
    for name, weight in PRIOR.items():
        weights[INDEX[name]] = weight
    scores: NDArray[np.float64] = table.astype(np.float64) @ weights
    return scores


class Trees:
    """Regression trees of one depth, each complete, their nodes level by level."""

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


@dataclass(frozen=True, slots=True)
class Ranker:
    """What is learned: how candidates are scored, and how the turns of a conversation follow each other."""

    trees: Trees
    moves: NDArray[np.float32]
    """Move × `BETWEEN`, see `conversation.py`."""


def load(file: str | Path | IO[bytes]) -> Ranker:
    """The ranker kept in a weights file."""
    with np.load(file) as arrays:
        columns = np.array([INDEX[name] for name in arrays["features"].tolist()], dtype=np.int16)
        trees = Trees(columns[arrays["feature"]], arrays["threshold"], arrays["value"])
        kept = BY_HAND | dict(zip(arrays["between"].tolist(), arrays["moves"].T, strict=True))
        return Ranker(trees, np.array([kept[name] for name in BETWEEN], dtype=np.float32).T)


@cache
def shipped() -> Ranker:
    """The ranker that ships."""
    with files(__package__).joinpath("weights.npz").open("rb") as file:
        return load(file)


def learned_from() -> tuple[str, ...]:
    """Titles and author codes of the texts that the shipped ranker was learned from."""
    with files(__package__).joinpath("weights.npz").open("rb") as file, np.load(file) as arrays:
        return tuple(arrays["learned_from"].tolist()) if "learned_from" in arrays else ()


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
