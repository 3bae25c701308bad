"""Labelled texts to learn from, and how they are told again with fewer tags.

Labelled are the novels of QuoteLi3, a folder for each with `text.txt` and `gold.json`: {"title",
"characters": [{"id", "name", "aliases", "gender"}], "quotes": [{"start", "end", "spans"?, "speaker"}]},
offsets in code points, and stories as NAME.txt and NAME.gold.json (speakers by name). Public-domain novels
as plain text label themselves: where a tag names the speaker outright, the tag can be hidden and the speaker
is still known.

Each text is learned from as it stands and rewritten, at random but from a fixed seed: tags dropped, tags
turned into actions ("Mara smiled."), paragraphs run together, commas put outside the marks. So what is
learned has seen exchanges without tags, and habits that the novels lack.
"""

from __future__ import annotations

import json
import random
from argparse import ArgumentParser, Namespace
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from audiobook.manuscript import read
from audiobook.model import Character, Gender
from audiobook.script.attribution.attribute import Case
from audiobook.script.attribution.conversation import Talk, find_talks
from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.prior import prior
from audiobook.script.attribution.ranking import softmax
from audiobook.script.people import build_roster, folded
from audiobook.script.quotations import Quotation, find_quotations
from audiobook.script.tagging import Prose

HIDDEN, MERGED, OUTSIDE, ACTIONS = 0.6, 0.35, 0.5, 0.5
"""How often a rewriting hides tags, joins paragraphs, moves commas out, turns tags into actions."""

NOVELS, STORIES = 1.0, 3.0
"""What a line of each weighs. Stories are closer to what people bring than old novels; learned from alone
they cost the novels."""
TELLINGS = 2
"""How often each story is rewritten."""

_ACTIONS = """smiled|shook {his} head|put down the cup|looked at {his} own hands|looked away
turned to the window|nodded|sat down|got up|leaned back in the chair|sighed|frowned|laughed
took a step back|picked up the book
opened the door|rubbed {his} eyes|crossed {his} arms|waited a moment|came closer|pointed at the door
glanced at {other}|looked at {other}|turned to {other}|handed {other} the letter|took {other} by the arm
waved {other} away|had not moved|was still looking at the fire|drank|stared|pulled up a chair|shrugged
folded the paper and put it in a pocket|stood in the doorway|kept {his} voice down""".replace(
    "\n", "|"
).split("|")


@dataclass
class Text:
    """A story with as many speakers known as its labels tell."""

    name: str
    paragraphs: list[str]
    quotations: list[Quotation]
    speakers: dict[int, str]
    """Quotation → speaker, by the label's own name."""
    known_as: dict[str, set[str]] = field(default_factory=dict)
    """Speaker → folded names."""
    weight: float = 1.0
    characters: Sequence[Character] = ()
    """The list of characters, where it is given to the roster."""
    story: bool = False

    def __post_init__(self) -> None:
        roster = build_roster(self.paragraphs, self.quotations, self.characters)
        self.case = Case(self.paragraphs, self.quotations, roster)
        self.words, self.starts = self.case.witness.words()
        self.talks = self._talks()

    def _talks(self) -> list[Talk]:
        witness = self.case.witness
        likely = softmax(prior(self.words), self.starts)
        return find_talks(
            witness.surveyed, witness.candidates, likely, witness.clear, witness.calling, witness.crowded
        )

    def known(self) -> np.ndarray:
        """For each candidate row whether it may be right, as far as the labels tell."""
        people, witness = self.case.roster.people, self.case.witness
        held = np.zeros(len(self.words) + 1, bool)
        for talk in self.talks:
            held[talk.rows.ravel()] = True
        known = np.zeros(len(self.words), bool)
        for n, s in enumerate(self.case.lines):
            rows = slice(self.starts[n], self.starts[n + 1])
            speaker = self.speakers.get(s.index)
            names = self.known_as.get(speaker, {folded(speaker)}) if speaker is not None else set()
            named = [folded(people[c].name) in names for c in witness.candidates[n]]
            right = np.array(named, bool) & held[:-1][rows]
            known[rows] = right if right.any() else n not in witness.clear
        return known

    def unclear(self) -> np.ndarray:
        """For each candidate row whether no tag makes its line clear: these are learned from."""
        rows = np.ones(len(self.words), bool)
        for n in self.case.witness.clear:
            rows[self.starts[n] : self.starts[n + 1]] = False
        return rows


# --- reading ------------------------------------------------------------------------------------------


def labelled(path: Path, labels: Path, given: bool, weight: float, story: bool = False) -> Text:
    """A labelled novel or story, with or without its list of characters."""
    gold = json.loads(labels.read_text(encoding="utf-8"))
    prose = Prose(read(path))
    texts = prose.texts
    sources = {at: paragraph for _, _, paragraph, at in prose.all() if at is not None}
    quotations = find_quotations(texts)
    spans = [sources[q.paragraph].source_span(q.start, q.end) for q in quotations]
    starts = [start for start, _ in spans]
    speakers = {}
    for quote in gold["quotes"]:
        for start, end in quote.get("spans") or [[quote["start"], quote["end"]]]:
            k = max(0, bisect_right(starts, start) - 1)
            while k < len(spans) and spans[k][0] < end:
                if min(end, spans[k][1]) - max(start, spans[k][0]) > 1 and quote["speaker"] is not None:
                    speakers[k] = quote["speaker"]
                k += 1
    known_as = {
        c.get("id", c["name"]): {folded(n) for n in (c["name"], *c.get("aliases", ()))}
        for c in gold["characters"]
    }
    characters = [_character(c) for c in gold["characters"]] if given else []
    name = path.parent.name if path.stem == "text" else path.stem
    text = Text(name, texts, quotations, speakers, known_as, weight, characters, story)
    return replace(text, known_as=_as_tagged(text)) if not given else text


def _character(c: Mapping[str, Any]) -> Character:
    gender = Gender(c["gender"]) if c.get("gender") in ("female", "male") else Gender.UNKNOWN
    return Character(c["name"], gender, tuple(c.get("aliases", ())))


def _as_tagged(text: Text) -> dict[str, set[str]]:
    """The labels' names, completed by the names that clear tags use for the same speaker."""
    votes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for n, (person, _) in text.case.witness.clear.items():
        if (speaker := text.speakers.get(text.case.lines[n].index)) is not None:
            votes[person][speaker] += 1
    known_as = {speaker: set(names) for speaker, names in text.known_as.items()}
    for person, count in votes.items():
        speaker, hits = count.most_common(1)[0]
        if hits >= 2 and hits >= 0.6 * count.total():
            known_as.setdefault(speaker, set()).add(folded(text.case.roster.people[person].name))
    return known_as


def free(path: Path) -> Text:
    """A novel whose only labels are its own clear tags."""
    texts = Prose(read(path)).texts
    text = Text(path.parent.name, texts, find_quotations(texts), {})
    people = text.case.roster.people
    text.speakers = {
        text.case.lines[n].index: people[person].name
        for n, (person, sure) in text.case.witness.clear.items()
        if sure > 0.95
    }
    return text


# --- rewriting ----------------------------------------------------------------------------------------


class Rewriting:
    """A text told again with fewer tags, its labels kept."""

    def __init__(self, text: Text, seed: int, merged: float, outside: float) -> None:
        self.text, self.random = text, random.Random(seed)
        self.merged, self.outside = merged, outside
        self.lines = {s.index: s for s in text.case.lines}
        self.paragraphs: list[str] = []
        self.quotations: list[Quotation] = []
        self.speakers: dict[int, str] = {}
        self.open = ""
        self.held: list[tuple[int, int, int]] = []
        self.recent: list[str] = []

    def told(self, weight: float) -> Text:
        """The rewritten text."""
        by_paragraph: dict[int, list[int]] = {}
        for index, quotation in enumerate(self.text.quotations):
            by_paragraph.setdefault(quotation.paragraph, []).append(index)
        for number, paragraph in enumerate(self.text.paragraphs):
            indices = by_paragraph.get(number, [])
            joins = indices and self.held and len(self.open) < 1500 and self.random.random() < self.merged
            if not joins:
                self._close()
            self.open += " " if self.open else ""
            self._tell(paragraph, indices)
        self._close()
        text = self.text
        return Text(
            text.name, self.paragraphs, self.quotations, self.speakers, text.known_as, weight, (), text.story
        )

    def _close(self) -> None:
        if not self.open:
            return
        for start, end, index in self.held:
            old = self.text.quotations[index]
            if index in self.text.speakers:
                self.speakers[len(self.quotations)] = self.text.speakers[index]
            self.quotations.append(replace(old, paragraph=len(self.paragraphs), start=start, end=end))
        self.paragraphs.append(self.open)
        self.open, self.held = "", []

    def _tell(self, paragraph: str, indices: Sequence[int]) -> None:
        if not indices:
            self.open += paragraph
            return
        hides = self.random.random() < HIDDEN
        namer = next((s for i in indices if (s := self.lines.get(i)) is not None and self._name(s)), None)
        action = self._plan(namer) if hides and namer is not None else ""
        if namer is not None:
            self.recent.append(self._name(namer))
        at = 0
        for k, index in enumerate(indices):
            quotation = self.text.quotations[index]
            gap = paragraph[at : quotation.start]
            if hides and len(gap) < 120 and self._is_tag(indices, k):
                gap = " " if at else ""
                if action == "after" and at and namer is not None:
                    gap, action = f" {self._act(namer)} ", ""
            if action == "before" and k == 0 and not gap.strip() and namer is not None:
                gap, action = f"{self._act(namer)} ", ""
            self.open += gap
            self._quote(paragraph[quotation.start : quotation.end], quotation, index, hides)
            at = quotation.end
        gap = paragraph[at:]
        if hides and len(gap) < 120 and self._is_tag(indices, len(indices)):
            gap = f" {self._act(namer)}" if action == "after" and namer is not None else ""
        self.open += gap

    def _quote(self, words: str, quotation: Quotation, index: int, hides: bool) -> None:
        start = len(self.open)
        comma = len(words) > 2 and words[-2] == ","
        if comma and hides:
            words = f"{words[:-2]}.{words[-1]}"
        moved = comma and not hides and quotation.closed and self.random.random() < self.outside
        if moved:
            words = words[:-2] + words[-1]
        self.open += words
        self.held.append((start, len(self.open), index))
        self.open += "," if moved else ""

    def _plan(self, namer: Surroundings) -> str:
        if self.random.random() >= ACTIONS:
            return ""
        plan = self.random.choice(("before", "after", "after", "paragraph"))
        if plan == "paragraph" and not self.open.strip():
            self.open = self._act(namer)
            self._close()
        return plan

    def _is_tag(self, indices: Sequence[int], k: int) -> bool:
        """The narration before the paragraph's quotation `k` holds a tag."""
        sides = ((k - 1, "after"), (k, "before"))
        return any(
            cue.clause is not None and cue.strength > 0.5 and cue.place == place
            for i, place in sides
            if 0 <= i < len(indices) and (s := self.lines.get(indices[i])) is not None
            for cue in s.cues
        )

    def _name(self, s: Surroundings) -> str:
        tag = s.tag
        if tag is None or tag.mention is None or tag.mention.form != "name" or tag.strength < 0.8:
            return ""
        return self.text.paragraphs[tag.mention.paragraph][tag.mention.start : tag.mention.end]

    def _act(self, namer: Surroundings) -> str:
        """A sentence in which the speaker does something."""
        name = self._name(namer)
        mention = namer.tag.mention if namer.tag else None
        person = mention.person if mention else None
        gender = self.text.case.roster.people[person].gender if person is not None else Gender.UNKNOWN
        others = [other for other in self.recent[-6:] if other != name]
        act = self.random.choice([a for a in _ACTIONS if others or "{other}" not in a])
        he = {Gender.FEMALE: "She", Gender.MALE: "He"}.get(gender, name)
        his = {Gender.FEMALE: "her", Gender.MALE: "his"}.get(gender, "the")
        subject = name if self.random.random() < 0.7 else he
        return f"{subject} {act.format(his=his, other=self.random.choice(others) if others else '')}."


@dataclass
class Shelf:
    """All texts to learn from."""

    texts: list[Text]
    titles: list[str]
    """What they are, and their authors' codes: never to be measured on."""


def add_arguments(parser: ArgumentParser) -> None:
    """The options that say where the texts are."""
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--stories", type=Path, default=Path(__file__).with_name("stories"))
    parser.add_argument("--authors", nargs="*", default=[])


def gather(options: Namespace, listed: bool = False) -> Shelf:
    """Everything that the options name, told and told again.

    `listed`: stories with their lists of characters as well.
    """
    texts: list[Text] = []
    titles = [*options.authors, *(path.parent.name for path in options.texts)]
    for folder in sorted(path.parent for path in options.labelled.glob("*/gold.json")):
        titles.append(json.loads((folder / "gold.json").read_text(encoding="utf-8"))["title"])
        files = folder / "text.txt", folder / "gold.json"
        novel = labelled(*files, given=False, weight=1.0)
        texts += [novel, labelled(*files, given=True, weight=0.7)]
        texts += [Rewriting(novel, 0, 0.0, 0.0).told(0.6), Rewriting(novel, 1, MERGED, OUTSIDE).told(0.6)]
    for number, labels in enumerate(sorted(options.stories.glob("*.gold.json"))):
        path = labels.with_name(labels.name.replace(".gold.json", ".txt"))
        titles.append(json.loads(labels.read_text(encoding="utf-8")).get("title") or path.stem)
        story = labelled(path, labels, given=False, weight=1.0, story=True)
        seeds = (number + 100 * telling for telling in range(TELLINGS))
        texts += [story, *(Rewriting(story, seed, 0.0, 0.0).told(0.5) for seed in seeds)]
        if listed:
            texts.append(labelled(path, labels, given=True, weight=0.5, story=True))
    for number, path in enumerate(options.texts):
        merged, outside = (MERGED, OUTSIDE) if number % 2 else (0.0, 0.0)
        texts.append(Rewriting(free(path), number, merged, outside).told(0.3))
    return Shelf(texts, titles)
