"""Learn what tells whether a noun ("the driver") is another word for somebody named.

usage: python tools/learn_unmasking.py [STORIES]

STORIES holds labelled stories as NAME.txt with NAME.gold.json: {"characters": [{"name", "aliases"}],
"quotes": [{"start", "end", "speaker"}]}, offsets in code points; by default our own, in `tools/stories`.
A noun's label is whoever speaks most of the lines that it tags, or who lists it as an alias; a noun with
neither is taken, at little weight, for a person of its own. Prints the weights for
`audiobook/script/attribution/unmasking.py`, and how many nouns' lines they get right, each sixth of the
stories judged by weights from the others.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np

from audiobook.manuscript import read
from audiobook.script.attribution.attribute import Case
from audiobook.script.attribution.decision import decide
from audiobook.script.attribution.identities import nameless
from audiobook.script.attribution.ranking import shipped
from audiobook.script.attribution.unmasking import Scene, evidence
from audiobook.script.people import build_roster, folded
from audiobook.script.people.guises import OWN
from audiobook.script.quotations import Quotation, find_quotations

UNLABELLED, DECAY, STEPS, RATE = 0.4, 1.0, 1500, 0.03
PARTS = 6


@dataclass
class Noun:
    """A noun person with its readings."""

    story: str
    clues: list[dict[str, float]]
    right: int
    """Which of the readings is the truth."""
    lines: int
    """Labelled lines that the noun tags."""
    weight: float


def nouns_of(path: Path) -> Iterator[Noun]:
    """The labelled nouns of one story."""
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    prose = [p for c in read(path).chapters for p in c.paragraphs if not p.heading and p.cue is None]
    texts = [p.text for p in prose]
    quotations = find_quotations(texts)
    spans = [prose[q.paragraph].source_span(q.start, q.end) for q in quotations]
    speakers = _speakers(gold["quotes"], spans, quotations)
    roster = build_roster(texts, quotations)
    case = Case(texts, quotations, nameless(roster))
    decided = decide(case.witness, shipped(), {})
    scene = Scene(case.lines, decided, roster)
    known_as = {c["name"]: _names(c["name"], c.get("aliases", ())) for c in gold["characters"]}
    for noun, readings in evidence(case.lines, decided, roster).items():
        votes = Counter(
            speakers[index]
            for turn in scene.said.get(noun, ())
            for n in turn
            if (index := case.lines[n].index) in speakers
        )
        person = roster.people[noun]
        own = _names(person.name, person.aliases)
        listed = [speaker for speaker, names in known_as.items() if names & own]
        if votes:
            speaker, lines = votes.most_common(1)[0]
            if lines < 0.7 * votes.total():
                continue
            weight = 1.0 + lines
        elif len(listed) == 1:
            speaker, lines, weight = listed[0], 0, 1.0
        else:
            speaker, lines, weight = "", 0, UNLABELLED
        theirs = known_as.get(speaker, set())
        named = [p.id for p in roster.people if p.kind == "named" and _names(p.name, p.aliases) & theirs]
        truth = [p for p in named if p in readings] or [OWN]
        if named and truth == [OWN]:
            continue
        people = list(readings)
        best = max(truth, key=lambda p: roster.people[p].mentions if p != OWN else 0)
        yield Noun(path.stem, list(readings.values()), people.index(best), lines, weight)


def _names(name: str, aliases: Sequence[str]) -> set[str]:
    return {folded(n) for n in (name, *aliases)}


def _speakers(
    quotes: Sequence[dict[str, object]], spans: Sequence[tuple[int, int]], quotations: Sequence[Quotation]
) -> dict[int, str]:
    """Quotation → its speaker, by the label's own name."""
    starts = [start for start, _ in spans]
    speakers: dict[int, str] = {}
    for quote in quotes:
        start, end, speaker = int(str(quote["start"])), int(str(quote["end"])), quote["speaker"]
        k = max(0, bisect_right(starts, start) - 1)
        while k < len(spans) and spans[k][0] < end:
            if min(end, spans[k][1]) - max(start, spans[k][0]) > 1 and speaker is not None:
                speakers[k] = str(speaker)
            k += 1
    return speakers


def fitted(nouns: Sequence[Noun]) -> dict[str, float]:
    """The weights that make the truths likeliest, drawn towards nothing."""
    names = sorted({name for noun in nouns for clues in noun.clues for name in clues})
    tables = [np.array([[clues.get(n, 0.0) for n in names] for clues in noun.clues]) for noun in nouns]
    weights, first, second = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        slope = -2 * DECAY * weights
        for noun, table in zip(nouns, tables, strict=True):
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            slope += sqrt(noun.weight) * (table[noun.right] - shares @ table / shares.sum())
        # Adam: steady steps whatever the scale of a clue.
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights += RATE * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return dict(zip(names, weights.tolist(), strict=True))


def right_lines(nouns: Sequence[Noun], weights: dict[str, float]) -> int:
    """Lines tagged by nouns that are read rightly."""
    total = 0
    for noun in nouns:
        scores = [sum(weights.get(name, 0.0) * v for name, v in clues.items()) for clues in noun.clues]
        total += noun.lines * (scores.index(max(scores)) == noun.right)
    return total


def main() -> None:
    """Learn from the stories that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("stories", type=Path, nargs="?", default=Path(__file__).with_name("stories"))
    options = parser.parse_args()
    paths = sorted(options.stories.glob("*.txt"))
    by_story = {path.stem: list(nouns_of(path)) for path in paths}
    everything = [noun for nouns in by_story.values() for noun in nouns]
    right = 0
    for part in range(PARTS):
        aside = [path.stem for path in paths[part::PARTS]]
        weights = fitted([noun for noun in everything if noun.story not in aside])
        right += right_lines([noun for name in aside for noun in by_story[name]], weights)
    print(f"{len(everything)} nouns; {right} of {sum(n.lines for n in everything)} lines right")
    for name, weight in sorted(fitted(everything).items(), key=lambda pair: -abs(pair[1])):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
