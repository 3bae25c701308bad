"""Learn what tells whether a noun ("the driver") is another word for somebody named.

usage: python tools/learn_unmasking.py [STORIES]

STORIES holds labelled stories as NAME.txt with NAME.gold.json: {"characters": [{"name", "aliases"}],
"quotes": [{"start", "end", "speaker"}]}, offsets in code points; by default our own, in `tools/stories`.
A noun's label is whoever speaks most of the lines that it decides (it is their tag, acts beside them, or is
what the pronoun of their tag goes back to), or who lists it as an alias; a noun with neither is taken, at
hardly any weight, for a person of its own. Prints the learned weights for
`audiobook/script/attribution/unmasking.py`, and how many nouns' lines they get right, each sixth of the
stories judged by weights from the others.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audiobook.manuscript import read
from audiobook.script.attribution.attribute import Case
from audiobook.script.attribution.cues import survey
from audiobook.script.attribution.decision import decide
from audiobook.script.attribution.identities import nameless
from audiobook.script.attribution.ranking import shipped
from audiobook.script.attribution.unmasking import BY_HAND, evidence
from audiobook.script.people import build_roster, folded
from audiobook.script.people.guises import OWN
from audiobook.script.people.roster import Mention, Roster
from audiobook.script.quotations import Quotation, find_quotations
from audiobook.script.tagging import Prose

UNLABELLED, DECAY, STEPS, RATE = 0.03, 1.0, 500, 0.05
AGREED = 0.6
"""Share of a noun's lines that must be one speaker's to label it."""
CLEAR = 0.3
"""How strong a cue must be to decide a line."""
PARTS = 6


@dataclass
class Noun:
    """A noun person with its readings."""

    story: str
    clues: list[dict[str, float]]
    right: int
    """Which of the readings is the truth."""
    lines: int
    """Labelled lines that the noun decides."""
    weight: float


def nouns_of(path: Path) -> Iterator[Noun]:
    """The labelled nouns of one story."""
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    prose = Prose(read(path))
    texts = prose.texts
    sources = {at: paragraph for _, _, paragraph, at in prose.all() if at is not None}
    quotations = find_quotations(texts)
    spans = [sources[q.paragraph].source_span(q.start, q.end) for q in quotations]
    speakers = _speakers(gold["quotes"], spans, quotations)
    roster = build_roster(texts, quotations)
    case = Case(texts, quotations, nameless(roster))
    decided = decide(case.witness, shipped(), {})
    decides = _decided(texts, quotations, roster, speakers)
    known_as = {c["name"]: _names(c["name"], c.get("aliases", ())) for c in gold["characters"]}
    for noun, readings in evidence(case.lines, decided, roster).items():
        votes = decides.get(noun)
        person = roster.people[noun]
        own = _names(person.name, person.aliases)
        listed = [speaker for speaker, names in known_as.items() if names & own]
        if votes:
            speaker, lines = votes.most_common(1)[0]
            if lines < AGREED * votes.total():
                continue
            lines = votes.total()
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


def _decided(
    texts: Sequence[str], quotations: Sequence[Quotation], roster: Roster, speakers: dict[int, str]
) -> dict[int, Counter[str]]:
    """Noun person → the labelled speakers of the lines that the noun decides."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for s in survey(texts, quotations, roster.mentions):
        cue = next((cue for cue in s.cues if cue.mention is not None and cue.strength >= CLEAR), None)
        if cue is None or cue.mention is None or s.index not in speakers:
            continue
        who: Mention | None = cue.mention
        if who.person is None and who.form == "pronoun" and not who.plural:
            told = [m for m in roster.mentions[who.paragraph] if m.quotation is None and m.person is not None]
            who = next((m for m in reversed(told) if m.start < cue.mention.start), None)
            who = None if who is not None and who.possessive else who
        if who is not None and who.person is not None and roster.people[who.person].kind == "noun":
            found[who.person][speakers[s.index]] += 1
    return found


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
    """The weights that make the truths likeliest, drawn towards nothing; those set by hand stay."""
    names = sorted({name for noun in nouns for clues in noun.clues for name in clues} - set(BY_HAND))
    most = max(len(noun.clues) for noun in nouns)
    table = np.zeros((len(nouns), most, len(names)))
    given = np.full((len(nouns), most), -np.inf)
    for n, noun in enumerate(nouns):
        for k, clues in enumerate(noun.clues):
            table[n, k] = [clues.get(name, 0.0) for name in names]
            given[n, k] = sum(BY_HAND.get(name, 0.0) * value for name, value in clues.items())
    each, truth = np.arange(len(nouns)), np.array([noun.right for noun in nouns])
    counts = np.sqrt([noun.weight for noun in nouns])
    weights, first, second = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        scores = table @ weights + given
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        missed = table[each, truth] - (shares[:, :, None] * table).sum(axis=1)
        slope = (missed * counts[:, None]).sum(axis=0) - 2 * DECAY * weights
        # Adam: steady steps whatever the scale of a clue.
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights += RATE * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return dict(zip(names, weights.tolist(), strict=True))


def right_lines(nouns: Sequence[Noun], weights: dict[str, float]) -> int:
    """Lines decided by nouns that are read rightly."""
    total = 0
    for noun in nouns:
        known = {**weights, **BY_HAND}
        scores = [sum(known.get(name, 0.0) * v for name, v in clues.items()) for clues in noun.clues]
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
