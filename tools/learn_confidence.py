"""Learn how sure the tagger may be of its lines (audiobook/script/attribution/confidence.py).

usage: python tools/learn_confidence.py [--stories DIR…]

`--stories` hold labelled stories that the ranker has not learned from, as NAME.txt and NAME.gold.json: by
default `benchmarks/stories` and `tests/stories`. Prints, for each ground, the curve and how well it fits, and
what each doubt takes off; the figures are then written into `CURVES` and `DOUBTS` by hand. Half of a line's
weight goes to its being rightly named, half to its voice being the right one.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from labelled import Text, labelled

from audiobook.script.attribution.attribute import Case, settle, taken_for
from audiobook.script.attribution.confidence import DOUBTS, Doubt, doubts_of, ground_of, log_odds
from audiobook.script.attribution.decision import decide
from audiobook.script.attribution.ranking import shipped
from audiobook.script.people import build_roster, folded

FADING = 1.0
"""How much the curves are held to a slope of one."""
STEPS, LONGEST = 50, 0.2
"""How many steps, and how far one may go."""


Row = tuple[str, float, Mapping[Doubt, float], float]
"""The ground, the log odds of the speaker, what makes them doubtful, how right that is (0, a half or 1)."""


def outcomes(text: Text) -> list[Row]:
    """A row for each labelled line."""
    roster, _ = settle(text.paragraphs, text.quotations, build_roster(text.paragraphs, text.quotations))
    case = Case(text.paragraphs, text.quotations, roster)
    decided = decide(case.witness, shipped(), {})
    pairs = Counter[tuple[int, str]]()
    rows = []
    for n, (line, decision) in enumerate(zip(case.lines, decided, strict=True)):
        speaker = text.speakers.get(line.index)
        if speaker is None or decision.person is None:
            continue
        ground = ground_of(line, taken_for(text.paragraphs, case, n, decision.person))
        named = folded(roster.people[decision.person].name) in text.known_as.get(speaker, {folded(speaker)})
        pairs[decision.person, speaker] += 1
        doubts = doubts_of(n, roster.people[decision.person], case.witness.clear)
        rows.append((ground, log_odds(decision.confidence), doubts, named, decision.person, speaker))
    voices: dict[int, str] = {}
    for (person, speaker), _ in pairs.most_common():
        if person not in voices and speaker not in voices.values():
            voices[person] = speaker
    return [
        (ground, odds, doubts, (named + (voices.get(p) == who)) / 2)
        for ground, odds, doubts, named, p, who in rows
    ]


def curve(odds: np.ndarray, right: np.ndarray) -> np.ndarray:
    """(shift, slope) of the likeliest logistic curve."""
    return fitted(np.column_stack([np.ones_like(odds), odds]), right, np.array([0.0, 1.0]))


def fitted(
    table: np.ndarray, right: np.ndarray, usual: np.ndarray, known: np.ndarray | float = 0.0
) -> np.ndarray:
    """The likeliest weights of the columns, held to the `usual` ones, by Newton's method.

    `known`: log odds that are there already.
    """
    weights = usual
    for _ in range(STEPS):
        guess = 1.0 / (1.0 + np.exp(-(known + table @ weights)))
        slope = table.T @ (right - guess) - FADING * (weights - usual)
        curvature = (table * (guess * (1.0 - guess))[:, None]).T @ table + FADING * np.eye(len(usual))
        step = np.linalg.solve(curvature, slope)
        weights = weights + step / max(1.0, float(np.abs(step).max()) / LONGEST)
    return weights


def main() -> None:
    """Learn, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    house = Path(__file__).parent.parent
    default = [house / "benchmarks" / "stories", house / "tests" / "stories"]
    parser.add_argument("--stories", type=Path, nargs="+", default=default)
    options = parser.parse_args()
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    doubtful: defaultdict[str, list[list[float]]] = defaultdict(list)
    for labels in sorted(path for folder in options.stories for path in folder.glob("*.gold.json")):
        path = labels.with_name(labels.name.replace(".gold.json", ".txt"))
        for ground, odds, doubts, right in outcomes(
            labelled(path, labels, given=False, weight=1.0, story=True)
        ):
            found[ground].append((odds, right))
            doubtful[ground].append([doubts[doubt] for doubt in DOUBTS])
    tables, rights, knowns = [], [], []
    for ground, rows in found.items():
        odds, right = np.array(rows).T
        shift, slope = curve(odds, right)
        before, after = (1.0 / (1.0 + np.exp(-x)) for x in (odds, shift + slope * odds))
        off = [abs(guess.mean() - right.mean()) for guess in (before, after)]
        print(
            f'    "{ground}": ({shift:.2f}, {slope:.2f}),  # {len(rows)} lines, {right.mean():.1%} right,'
            f" off by {off[0]:.1%} before, {off[1]:.1%} after"
        )
        if ground != "named":
            tables.append(np.array(doubtful[ground]))
            rights.append(right)
            knowns.append(shift + slope * odds)
    table = np.concatenate(tables)
    weights = fitted(table, np.concatenate(rights), np.zeros(len(DOUBTS)), np.concatenate(knowns))
    for doubt, weight in zip(DOUBTS, weights, strict=True):
        print(f'    "{doubt}": {weight:.2f},')


if __name__ == "__main__":
    main()
