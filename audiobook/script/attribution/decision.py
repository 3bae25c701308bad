"""Who speaks each quotation: the evidence weighed, conversations read as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audiobook.script.attribution.conversation import PARTED, Conversations, Talk, find_talks
from audiobook.script.attribution.evidence import FEATURES, Witness
from audiobook.script.attribution.network import Networks, Rows
from audiobook.script.attribution.prior import prior
from audiobook.script.attribution.ranking import Ranker, softmax

_UNLISTED = 2.0
"""What it takes off the log odds of somebody untagged to be missing in a list that has everybody."""
_SAY = 0.7
"""The networks' share in the logarithm of a probability; the rest is the ranker's."""
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Decision:
    """Who probably speaks one quotation."""

    person: int | None
    """The likeliest; None when there is nobody to choose from."""
    confidence: float
    """Its probability."""
    others: Mapping[int, float]
    """Every candidate's probability."""


def decide(witness: Witness, ranker: Ranker, fixed: Mapping[int, int]) -> list[Decision]:
    """Weigh every quotation's candidates; `fixed` maps quotations to the person who certainly speaks them."""
    witness.believe(fixed)
    decisions: list[Decision] = []
    for n, (s, belief) in enumerate(zip(witness.surveyed, _beliefs(witness, ranker, fixed), strict=True)):
        if s.quotation.continues and decisions and n not in fixed and s.tag is None:
            decisions.append(decisions[-1])
            continue
        person = max(belief, key=lambda p: belief[p], default=None)
        decisions.append(Decision(person, belief[person] if person is not None else 0.0, belief))
    return decisions


def _strange(witness: Witness) -> NDArray[np.float64]:
    """What counts against candidates whom a list that has everybody lacks, where no tag names them."""
    people, closed = witness.roster.people, witness.roster.closed
    starts = witness.starts.tolist()
    against = np.zeros(starts[-1])
    if not closed:
        return against
    for n, candidates in enumerate(witness.candidates):
        for row, person in enumerate(candidates, starts[n]):
            expected = people[person].listed or person in (witness.roster.narrator, witness.tagged[n][0])
            against[row] = 0.0 if expected else _UNLISTED * closed
    return against


def _beliefs(witness: Witness, ranker: Ranker, fixed: Mapping[int, int]) -> list[dict[int, float]]:
    """For each quotation: person → how likely they speak it."""
    starts = witness.starts
    scores, first = (np.zeros(starts[-1]) for _ in range(2))
    kept = np.zeros((starts[-1], len(FEATURES)), np.float16)
    at = 0
    for table in witness.tables():
        rows = slice(at, at := at + len(table))
        scores[rows], first[rows], kept[rows] = ranker.trees.scores(table), prior(table), table
    strange = _strange(witness)
    scores -= strange
    first -= strange
    sure = witness.clear | {n: (person, 1.0) for n, person in fixed.items()}
    likely = softmax(first, starts)
    talks = find_talks(witness.surveyed, witness.candidates, likely, sure, witness.calling, witness.crowded)
    shares = Conversations(talks, len(scores), len(starts) - 1).read(scores, ranker.moves).shares
    if ranker.networks is not None:
        _ask(ranker.networks, talks, kept, shares, strange)
    alone = softmax(scores, starts)
    beliefs: list[dict[int, float]] = []
    for n, people in enumerate(witness.candidates):
        rows = slice(starts[n], starts[n + 1])
        found = shares[rows] if shares[rows].any() else alone[rows]
        belief = dict(zip(people, found.tolist(), strict=True))
        if n in sure and not belief.get(sure[n][0]):
            # Known, and yet not among the few who are followed through the conversation.
            person, certainty = sure[n]
            belief = {p: share * (1.0 - certainty) for p, share in belief.items()} | {person: certainty}
        beliefs.append({fixed[n]: 1.0} if n in fixed else belief)
    return beliefs


def _ask(
    networks: Networks,
    talks: Sequence[Talk],
    table: Rows,
    shares: NDArray[np.float64],
    strange: NDArray[np.float64],
) -> None:
    """Let the networks have their say in the `shares` of the lines whose speaker is not known."""
    talks = [talk for talk in talks if (talk.rows >= 0).any()]
    for talk, said in zip(talks, networks.read(talks, table), strict=True):
        parted = np.array(talk.between[:, PARTED].sum(axis=1) > 0)
        parted[:-1] |= parted[1:]
        # Two people's words side by side, which the texts learned from hardly have, are the chain's alone.
        for t in np.flatnonzero(~talk.given & ~parted):
            present = talk.rows[t] >= 0
            if not present.any():
                continue
            rows = talk.rows[t][present]
            weighed = (1.0 - _SAY) * np.log(shares[rows] + _TINY) + _SAY * (said[t][present] - strange[rows])
            weighed = np.exp(weighed - weighed.max())
            shares[rows] = weighed / weighed.sum()
