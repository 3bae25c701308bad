"""A small recurrent network that reads a whole conversation, all who may speak in it side by side.

Every line gives each speaker a row of figures: the evidence (`evidence.py`), and what lies between it and the
line before (`conversation.py`). For each speaker gated recurrent units
(Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014) read these rows forwards and
backwards; after each layer a speaker sees the mean and the most of what the others have. The same weights
serve every speaker, so their order tells nothing. Several networks, learned from other beginnings, are asked,
and their answers multiplied. `tools/learn_network.py` learns them; what from, NOTICE says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from audiobook.script.attribution.conversation import BETWEEN, IMPOSSIBLE, SPEAKERS, Talk
from audiobook.script.attribution.evidence import INDEX
from audiobook.script.attribution.prior import prior

Floats = NDArray[np.float32]
Rows = NDArray[np.float16] | NDArray[np.float32]

GIVEN = ("share", "known", "prior")
"""What each row has besides: the speaker's share where the line's speaker is known, that it is known, and
the hand-set score of the evidence."""
_PRIOR_SCALE = 5.0
_AT_ONCE = 24
"""Conversations read side by side: more would only take memory."""


class Network:
    """One network's weights, by name as they were learned."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights
        self._layers = sum(name.startswith("norm.") and name.endswith(".weight") for name in weights)

    def scores(
        self, figures: Sequence[Floats], taken: NDArray[np.bool_], lengths: NDArray[np.int64]
    ) -> list[Floats]:
        """For conversations of falling length: line × speaker, the logarithm of how probably they speak it.

        `figures`: by conversation, those of `rows_of`; `taken`: conversation × line × speaker.
        """
        state = np.zeros((*taken.shape, len(self._weights["in.0.bias"])), np.float32)
        for k, rows in enumerate(figures):
            state[k, : lengths[k]] = self._dense("in.0", rows)
        state = self._dense("in.3", _bent(state))
        present = taken[..., None].astype(np.float32)
        count = np.maximum(present.sum(axis=2, keepdims=True), 1.0)
        for layer in range(self._layers):
            state = state * present
            heard = self._listen(f"gru.{layer}", state, lengths)
            mean = (heard * present).sum(axis=2, keepdims=True) / count
            most = np.maximum(np.where(present > 0, heard, -9.0).max(axis=2, keepdims=True), -9.0)
            both = [np.broadcast_to(other, heard.shape) for other in (mean, most)]
            mixed = self._dense(f"mix.{layer}.0", np.concatenate([state, heard, *both], axis=3))
            mixed = self._dense(f"mix.{layer}.3", _bent(mixed))
            state = self._normed(f"norm.{layer}", state + mixed)
        scores = self._dense("out", state)[..., 0]
        scores[~taken] = IMPOSSIBLE
        return [_log_shares(scores[k, :length]) for k, length in enumerate(lengths)]

    def _dense(self, name: str, values: Floats) -> Floats:
        result: Floats = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result

    def _normed(self, name: str, values: Floats) -> Floats:
        """Layer normalisation (Ba, Kiros and Hinton, 2016)."""
        middle = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((middle**2).mean(axis=-1, keepdims=True) + 1e-5)
        result: Floats = middle / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result

    def _listen(self, name: str, values: Floats, lengths: NDArray[np.int64]) -> Floats:
        """What each speaker's rows tell when read forwards, and when read backwards."""
        talks, longest, speakers, _ = values.shape
        going = [int((lengths > t).sum()) for t in range(longest)]
        ways = []
        for way, steps in (("", range(longest)), ("_reverse", range(longest - 1, -1, -1))):
            inward = self._weights[f"{name}.weight_ih_l0{way}"], self._weights[f"{name}.bias_ih_l0{way}"]
            onward = self._weights[f"{name}.weight_hh_l0{way}"], self._weights[f"{name}.bias_hh_l0{way}"]
            units = onward[0].shape[1]
            state = np.zeros((talks, speakers, units), np.float32)
            heard = np.zeros((talks, longest, speakers, units), np.float32)
            news = values @ inward[0].T + inward[1]
            for t in steps:
                old, new = state[: going[t]], news[: going[t], t]
                kept = old @ onward[0].T + onward[1]
                reset = _sigmoid(new[..., :units] + kept[..., :units])
                update = _sigmoid(new[..., units : 2 * units] + kept[..., units : 2 * units])
                fresh = np.tanh(new[..., 2 * units :] + reset * kept[..., 2 * units :])
                state[: going[t]] = heard[: going[t], t] = (1.0 - update) * fresh + update * old
            ways.append(heard)
        return np.concatenate(ways, axis=3)


@dataclass(frozen=True, slots=True)
class Networks:
    """Several networks that are told the same."""

    networks: tuple[Network, ...]
    columns: NDArray[np.int64]
    """The columns of the evidence that they were learned with."""

    def read(self, talks: Sequence[Talk], table: Rows) -> list[Floats]:
        """For each conversation: line × speaker, the mean of the logarithms of how probably they speak it.

        `table`: a row of `FEATURES` for every candidate of every line.
        """
        order = sorted(range(len(talks)), key=lambda k: -len(talks[k].lines))
        answers: dict[int, Floats] = {}
        for at in range(0, len(order), _AT_ONCE):
            some = order[at : at + _AT_ONCE]
            answers |= zip(some, self._answers([talks[k] for k in some], table), strict=True)
        return [answers[k] for k in range(len(talks))]

    def _answers(self, talks: Sequence[Talk], table: Rows) -> list[Floats]:
        """The same for conversations of falling length, side by side."""
        lengths = np.array([len(talk.lines) for talk in talks])
        taken = np.zeros((len(talks), lengths[0], SPEAKERS), bool)
        figures = []
        for k, talk in enumerate(talks):
            rows, taken[k, : lengths[k]] = rows_of(talk, table, self.columns)
            figures.append(rows)
        heard = [network.scores(figures, taken, lengths) for network in self.networks]
        return [np.mean(opinions, axis=0) for opinions in zip(*heard, strict=True)]


def rows_of(talk: Talk, table: Rows, columns: NDArray[np.int64]) -> tuple[Floats, NDArray[np.bool_]]:
    """(line × speaker × figures of a conversation, which speakers each line may have).

    The figures: the evidence's `columns`, then `GIVEN` and `BETWEEN`.
    """
    candidate = talk.rows >= 0
    found = table[np.where(candidate, talk.rows, 0)].astype(np.float32) * candidate[..., None]
    share = np.where(talk.given[:, None], np.exp(np.clip(talk.sure, -12.0, 0.0)), 0.0)
    score: NDArray[np.float64] = (
        prior(found.reshape(-1, found.shape[2])).reshape(candidate.shape) / _PRIOR_SCALE
    )
    known = np.broadcast_to(talk.given[:, None], candidate.shape)
    figures = [
        found[..., columns],
        np.stack([share, known, score], axis=2),
        np.broadcast_to(talk.between[:, None], (*candidate.shape, len(BETWEEN))),
    ]
    return np.concatenate(figures, axis=2, dtype=np.float32), candidate | (share > 1e-3)


def load(file: str | Path | IO[bytes]) -> Networks:
    """The networks kept in a file of weights.

    Raises ValueError if what they were told of each line is not what the program tells now.
    """
    with np.load(file) as arrays:
        if tuple(arrays["told"].tolist()) != (*GIVEN, *BETWEEN):
            raise ValueError("the networks were learned from other figures: learn them again")
        columns = np.array([INDEX[name] for name in arrays["features"].tolist()])
        weights: dict[str, dict[str, Floats]] = {}
        for name in arrays.files:
            network, slash, part = name.partition("/")
            if slash:
                weights.setdefault(network, {})[part] = arrays[name].astype(np.float32)
    return Networks(tuple(Network(weights[network]) for network in sorted(weights)), columns)


@cache
def shipped() -> Networks:
    """The networks that ship."""
    with files(__package__).joinpath("network.npz").open("rb") as file:
        return load(file)


def _bent(values: Floats) -> Floats:
    """Hendrycks and Gimpel, "Gaussian error linear units", 2016; their approximation."""
    inner = values * (0.7978845608 + 0.0356774081 * values * values)
    np.tanh(inner, out=inner)
    inner += 1.0
    inner *= 0.5 * values
    return inner


def _sigmoid(values: Floats) -> Floats:
    result: Floats = 0.5 * (1.0 + np.tanh(0.5 * values))
    return result


def _log_shares(scores: Floats) -> Floats:
    """Scores as logarithms of probabilities, by line."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True, dtype=np.float32))
    return result
