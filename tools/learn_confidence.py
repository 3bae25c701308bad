"""Learn how sure the tagger may be of its lines (audiobook/script/attribution/confidence.py).

usage: python tools/learn_confidence.py [--stories DIR]

`--stories` holds labelled stories that the ranker has not learned from, as NAME.txt and NAME.gold.json: by
default `benchmarks/stories`. Prints, for each ground, the curve and how well it fits; the figures are then
written into `CURVES` by hand. Half of a line's weight goes to its being rightly named, half to its voice
being the right one.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from learn_attribution import Text, labelled

from audiobook.script.attribution.attribute import Case, settle, taken_for
from audiobook.script.attribution.confidence import ground_of, log_odds
from audiobook.script.attribution.decision import decide
from audiobook.script.attribution.ranking import shipped
from audiobook.script.people import build_roster, folded

FADING = 1.0
"""How much the curves are held to a slope of one."""
STEPS, LONGEST = 50, 0.2
"""How many steps, and how far one may go."""


def outcomes(text: Text) -> list[tuple[str, float, float]]:
    """For each labelled line: the ground, the log odds of its speaker, how right that is (0, a half or 1)."""
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
        rows.append((ground, log_odds(decision.confidence), named, decision.person, speaker))
    voices: dict[int, str] = {}
    for (person, speaker), _ in pairs.most_common():
        if person not in voices and speaker not in voices.values():
            voices[person] = speaker
    return [(ground, odds, (named + (voices.get(p) == who)) / 2) for ground, odds, named, p, who in rows]


def curve(odds: np.ndarray, right: np.ndarray) -> np.ndarray:
    """(shift, slope) of the likeliest logistic curve, by Newton's method."""
    table = np.column_stack([np.ones_like(odds), odds])
    weights = np.array([0.0, 1.0])
    for _ in range(STEPS):
        guess = 1.0 / (1.0 + np.exp(-table @ weights))
        slope = table.T @ (right - guess) - FADING * (weights - [0.0, 1.0])
        curvature = (table * (guess * (1.0 - guess))[:, None]).T @ table + FADING * np.eye(2)
        step = np.linalg.solve(curvature, slope)
        weights = weights + step / max(1.0, float(np.abs(step).max()) / LONGEST)
    return weights


def main() -> None:
    """Learn, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = Path(__file__).parent.parent / "benchmarks" / "stories"
    parser.add_argument("--stories", type=Path, default=default)
    options = parser.parse_args()
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for labels in sorted(options.stories.glob("*.gold.json")):
        path = labels.with_name(labels.name.replace(".gold.json", ".txt"))
        for ground, odds, right in outcomes(labelled(path, labels, given=False, weight=1.0, story=True)):
            found[ground].append((odds, right))
    for ground, rows in found.items():
        odds, right = np.array(rows).T
        shift, slope = curve(odds, right)
        before, after = (1.0 / (1.0 + np.exp(-x)) for x in (odds, shift + slope * odds))
        off = [abs(guess.mean() - right.mean()) for guess in (before, after)]
        print(
            f'    "{ground}": ({shift:.2f}, {slope:.2f}),  # {len(rows)} lines, {right.mean():.1%} right,'
            f" off by {off[0]:.1%} before, {off[1]:.1%} after"
        )


if __name__ == "__main__":
    main()
