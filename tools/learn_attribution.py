"""Learn the weights of the ranker that attributes lines.

usage: python tools/learn_attribution.py LABELLED [--stories DIR] [--texts FILE…] [--authors CODE…]
                                         [--out weights.npz]

LABELLED is a folder of the QuoteLi3 corpus (CC BY 4.0), `--stories` holds labelled stories: by default our
own modern ones, in `tools/stories`. `--texts` are public-domain novels as plain text, `--authors` the codes
by which the benchmark knows the authors of all these texts, so that it never measures on what was learned
from. How they are read and rewritten, `labelled.py` says. The weights that ship come from the 123 stories
that they name in `learned_from`: from all that stand there now they gained nothing (docs/attribution.md).
Needs lightgbm, which the program itself does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from labelled import NOVELS, STORIES, Text, add_arguments, gather

from audiobook.script.attribution.conversation import BETWEEN, MOVES, Conversations
from audiobook.script.attribution.evidence import FEATURES
from audiobook.script.attribution.prior import prior

LEAVES, DEPTH, RATE, ROUNDS = 14, 6, 0.07, 150
STEP, FADING = 0.05, 0.0005
"""How far the weights of the moves go in one round, and how they fade."""


class Library:
    """All texts to learn from, their conversations side by side."""

    def __init__(self, texts: Sequence[Text]) -> None:
        talks, weights, rows, lines = [], [], 0, 0
        for text in texts:
            for talk in text.talks:
                moved = np.where(talk.rows >= 0, talk.rows + rows, -1)
                talks.append(replace(talk, lines=talk.lines + lines, rows=moved))
            weights.append(np.full(len(text.case.lines), text.weight * (STORIES if text.story else NOVELS)))
            rows, lines = rows + len(text.words), lines + len(text.case.lines)
        self.conversations = Conversations(talks, rows, lines)
        self.between = np.zeros((lines, len(BETWEEN)), np.float32)
        for talk in talks:
            self.between[talk.lines] = talk.between
        self.table = np.concatenate([text.words for text in texts])
        self.prior = prior(self.table)
        self.known = np.concatenate([text.known() for text in texts])
        self.used = np.concatenate([text.unclear() for text in texts])
        self.weights = np.concatenate(weights)
        sizes = np.concatenate([np.diff(text.starts) for text in texts])
        self.row_weights = np.repeat(self.weights, sizes)[self.used]


class Moves:
    """The weights of the moves, learned step by step (Kingma and Ba, "Adam", 2015)."""

    def __init__(self) -> None:
        self.weights = np.zeros((len(MOVES), len(BETWEEN)), np.float32)
        self.mean, self.square, self.steps = self.weights * 0.0, self.weights * 0.0, 0

    def learn(self, slope: np.ndarray) -> None:
        """One step up the slope of the likelihood."""
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * slope
        self.square = 0.99 * self.square + 0.01 * slope**2
        mean, square = self.mean / (1 - 0.9**self.steps), self.square / (1 - 0.99**self.steps)
        step = STEP * mean / (np.sqrt(square) + 1e-6) - FADING * self.weights
        self.weights = (self.weights + step).astype(np.float32)


def fit(texts: Sequence[Text]) -> tuple[lightgbm.Booster, np.ndarray]:
    """Trees that, added to the prior, and weights of moves that make whole conversations likely."""
    library, moves = Library(texts), Moves()

    def objective(scores: np.ndarray, _: lightgbm.Dataset) -> tuple[np.ndarray, np.ndarray]:
        full = library.prior.copy()
        full[library.used] += scores
        guess = library.conversations.read(full, moves.weights)
        truth = library.conversations.read(full, moves.weights, library.known)
        gained = (truth.moves - guess.moves) * library.weights[:, None]
        moves.learn(gained.T @ library.between / library.weights.sum())
        shares, wanted = guess.shares[library.used], truth.shares[library.used]
        curve = np.maximum(shares * (1 - shares), 1e-4)
        return (shares - wanted) * library.row_weights, curve * library.row_weights

    settings = {
        "objective": objective, "num_leaves": LEAVES, "max_depth": DEPTH, "learning_rate": RATE,
        "min_data_in_leaf": 20, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
        "lambda_l2": 2.0, "max_bin": 63, "seed": 1, "verbose": -1,
    }  # fmt: skip
    table = library.table[library.used]
    data = lightgbm.Dataset(table, label=np.zeros(len(table)), params={"max_bin": 63, "verbose": -1})
    return lightgbm.train(settings, data, ROUNDS), moves.weights


def complete(model: lightgbm.Booster) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A model's trees as complete ones of one depth: (feature, threshold, value) by tree and node."""
    trees = model.dump_model()["tree_info"]
    inner = 2**DEPTH - 1
    feature = np.zeros((len(trees), inner), np.int16)
    threshold = np.full((len(trees), inner), np.inf, np.float32)
    value = np.zeros((len(trees), inner + 1), np.float32)

    def put(tree: int, node: Mapping[str, Any], at: int, depth: int) -> None:
        if "split_feature" in node:
            feature[tree, at], threshold[tree, at] = node["split_feature"], node["threshold"]
            put(tree, node["left_child"], 2 * at + 1, depth + 1)
            put(tree, node["right_child"], 2 * at + 2, depth + 1)
            return
        first = last = at
        for _ in range(DEPTH - depth):
            first, last = 2 * first + 1, 2 * last + 2
        value[tree, first - inner : last - inner + 1] = node["leaf_value"]

    for number, tree in enumerate(trees):
        put(number, tree["tree_structure"], 0, 0)
    return feature, threshold, value


def main() -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--out", type=Path, default=Path("audiobook/script/attribution/weights.npz"))
    options = parser.parse_args()
    shelf = gather(options)
    model, moves = fit(shelf.texts)
    feature, threshold, value = complete(model)
    arrays: dict[str, np.ndarray] = {
        "features": np.array(FEATURES),
        "feature": feature,
        "threshold": threshold,
        "value": value,
        "between": np.array(BETWEEN),
        "moves": moves,
        "learned_from": np.array(shelf.titles),
    }
    np.savez_compressed(options.out, **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
