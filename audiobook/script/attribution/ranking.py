"""What is learned: trees on top of the hand-set prior, the moves of a conversation, and the networks.

The trees are gradient-boosted together with the weights of the moves in `conversation.py`, so that whole
conversations come out likely. `tools/learn_attribution.py` learns them; what from, NOTICE says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from audiobook.script.attribution.conversation import BETWEEN, BY_HAND
from audiobook.script.attribution.evidence import INDEX, Table
from audiobook.script.attribution.network import Networks
from audiobook.script.attribution.network import shipped as shipped_networks
from audiobook.script.attribution.prior import prior

_ROWS_AT_ONCE = 1024


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
    networks: Networks | None = None
    """Read the conversations as well, see `network.py`."""


def load(file: str | Path | IO[bytes]) -> Ranker:
    """The ranker kept in a weights file."""
    with np.load(file) as arrays:
        columns = np.array([INDEX[name] for name in arrays["features"].tolist()], dtype=np.int16)
        trees = Trees(columns[arrays["feature"]], arrays["threshold"], arrays["value"])
        kept = BY_HAND | dict(zip(arrays["between"].tolist(), arrays["moves"].T, strict=True))
        return Ranker(trees, np.array([kept[name] for name in BETWEEN], dtype=np.float32).T)


@cache
def shipped() -> Ranker:
    """The ranker that ships, with its networks."""
    with files(__package__).joinpath("weights.npz").open("rb") as file:
        return replace(load(file), networks=shipped_networks())


def learned_from() -> tuple[str, ...]:
    """Titles and author codes of the texts that the shipped ranker and its networks were learned from."""
    titles: list[str] = []
    for name in ("weights.npz", "network.npz"):
        with files(__package__).joinpath(name).open("rb") as file, np.load(file) as arrays:
            titles += arrays["learned_from"].tolist()
    return tuple(dict.fromkeys(titles))


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
