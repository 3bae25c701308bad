"""Who speaks each quotation: the evidence weighed again and again until conversations agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from audiobook.script.attribution.evidence import Witness
from audiobook.script.attribution.ranking import Trees, softmax

_LAST_AGAIN = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """Who probably speaks one quotation."""

    person: int | None
    """The likeliest; None when there is nobody to choose from."""
    confidence: float
    """Its probability."""
    others: Mapping[int, float]
    """Every candidate's probability."""


def decide(witness: Witness, stages: tuple[Trees, ...], fixed: Mapping[int, int]) -> list[Decision]:
    """Weigh every quotation's candidates; `fixed` maps quotations to the person who certainly speaks them."""
    beliefs = [dict(b) for b in witness.first_beliefs()]
    trust(beliefs, witness.clear)
    _fix(beliefs, fixed)
    words, starts = witness.words()
    if len(words):
        for trees in stages + stages[-1:] * _LAST_AGAIN:
            table = np.concatenate([words, witness.turns(beliefs)], axis=1)
            shares = softmax(trees.scores(table), starts).tolist()
            beliefs = [
                dict(zip(people, shares[start:], strict=False))
                for people, start in zip(witness.candidates, starts.tolist(), strict=False)
            ]
            trust(beliefs, witness.clear)
            _fix(beliefs, fixed)
    decisions: list[Decision] = []
    for n, belief in enumerate(beliefs):
        s = witness.surveyed[n]
        if s.quotation.continues and decisions and n not in fixed and s.tag is None:
            decisions.append(decisions[-1])
            continue
        person = max(belief, key=lambda p: belief[p], default=None)
        decisions.append(Decision(person, belief[person] if person is not None else 0.0, belief))
    return decisions


def trust(beliefs: list[dict[int, float]], clear: Mapping[int, tuple[int, float]]) -> None:
    """Where a tag leaves no doubt, no other evidence is weighed."""
    for n, (person, sure) in clear.items():
        others = sum(p for other, p in beliefs[n].items() if other != person)
        scale = (1.0 - sure) / others if others else 0.0
        beliefs[n] = {other: p * scale for other, p in beliefs[n].items()} | {person: sure}


def _fix(beliefs: list[dict[int, float]], fixed: Mapping[int, int]) -> None:
    for n, person in fixed.items():
        beliefs[n] = {person: 1.0}
