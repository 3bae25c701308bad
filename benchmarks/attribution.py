"""How well lines are attributed, measured against labelled books.

usage: python benchmarks/attribution.py DATA [--given] [--all] [--books NAME,NAME…]

DATA holds one folder for each book (or folders of such folders); a book is a `text.txt` with a
`gold.json`: {"title", "author_code"?, "characters": [{"id"?, "name", "aliases", "gender"?}],
"quotes": [{"start", "end", "spans"?, "speaker", "kind"?, "type"?}]}, offsets in code points, ends
exclusive. A single story NAME.txt with NAME.gold.json beside it will do as well.

Figures, in per cent
  found   of the labelled characters of speech and thought, tagged as somebody's line
  clean   of all other characters, tagged as narration
  named   of the labelled lines, tagged with a name of the right character
  voiced  the same under the best one-to-one match of tags to characters: what a listener hears
  kind    of the labelled lines, the right kind (speech or thought)
and in how many seconds of processor time 100,000 words were read and tagged. Books whose texts or
authors the ranker learned from are left out, unless `--all` asks for them.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from audiobook.manuscript import read
from audiobook.model import Character, Gender, Kind, Script
from audiobook.script.attribution.ranking import learned_from
from audiobook.script.tagging import tag

TYPES = ("explicit", "anaphoric", "implicit")


@dataclass
class Book:
    """A labelled book."""

    name: str
    text: Path
    gold: dict[str, Any]

    @property
    def learned(self) -> bool:
        """The ranker learned from its text or its author."""
        known = {_plain(name) for name in learned_from()}
        return (
            _plain(self.gold.get("title") or self.name) in known
            or _plain(self.gold.get("author_code") or "-") in known
        )

    def names(self) -> dict[str, set[str]]:
        """Character id → all names, folded."""
        return {
            c.get("id", c["name"]): {folded(n) for n in (c["name"], *c.get("aliases", ()))}
            for c in self.gold["characters"]
        }

    def characters(self) -> list[Character]:
        """The list of characters, for runs in which it is given."""
        listed = []
        for c in self.gold["characters"]:
            if not c["name"].startswith("_"):
                gender = Gender(c["gender"]) if c.get("gender") in ("female", "male") else Gender.UNKNOWN
                listed.append(Character(c["name"], gender, tuple(c.get("aliases", ()))))
        return listed


@dataclass
class Score:
    """Counts, to be added up over books."""

    found: Counter[bool] = field(default_factory=Counter)
    clean: Counter[bool] = field(default_factory=Counter)
    named: defaultdict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    voiced: defaultdict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    kind: Counter[bool] = field(default_factory=Counter)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0

    def add(self, other: Score) -> None:
        """Add another book's counts."""
        self.found += other.found
        self.clean += other.clean
        self.kind += other.kind
        for mine, theirs in ((self.named, other.named), (self.voiced, other.voiced)):
            for kind, counts in theirs.items():
                mine[kind] += counts
        self.sure += other.sure
        self.words += other.words
        self.seconds += other.seconds

    def row(self, name: str) -> str:
        """One line of the table."""
        figures = [self.found, self.clean, _total(self.named), _total(self.voiced), self.kind]
        by_type = [f"{_percent(self.named[t]):>5}/{_percent(self.voiced[t])}" for t in TYPES]
        top = sorted(self.sure, reverse=True)[: round(0.6 * len(self.sure))]
        surest = _percent(Counter(right for _, right in top))
        speed = 1e5 * self.seconds / max(1, self.words)
        return (
            f"{name[:28]:28}{_total(self.named).total():6}"
            + "".join(f"{_percent(f):>7}" for f in figures)
            + "".join(f"{t:>13}" for t in by_type)
            + f"{surest:>8}{speed:>7.1f}"
        )


HEAD = (
    f"{'book':28}{'lines':>6}{'found':>7}{'clean':>7}{'named':>7}{'voiced':>7}{'kind':>7}"
    + "".join(f"{t:>13}" for t in TYPES)
    + f"{'top 60':>8}{'s/100k':>7}"
)


def folded(name: str) -> str:
    """A name as it is compared: lower case, no article, possessive or punctuation."""
    name = re.sub(r"[’']s?$", "", name.strip().lower())
    return re.sub(r"^(the|a|an)\s+", "", re.sub(r"[^\w ]+", "", name)).strip()


def books(data: Path) -> Iterator[Book]:
    """Every labelled book under a folder, by name."""
    for gold in sorted([*data.rglob("gold.json"), *data.rglob("*.gold.json")]):
        text = (
            gold.with_name("text.txt")
            if gold.name == "gold.json"
            else gold.with_name(gold.name.removesuffix(".gold.json") + ".txt")
        )
        name = gold.parent.name if gold.name == "gold.json" else text.stem
        if text.exists():
            yield Book(name, text, json.loads(gold.read_text(encoding="utf-8")))


def measure(book: Book, given: bool = False) -> Score:
    """Tag one book and hold the script against its labels."""
    started = time.process_time()
    script = tag(read(book.text), book.characters() if given else ())
    seconds = time.process_time() - started
    text = book.text.open(encoding="utf-8", newline="").read()
    score = _compare(script, book, text)
    score.words, score.seconds = len(text.split()), seconds
    return score


def _compare(script: Script, book: Book, text: str) -> Score:
    letters = [0, *accumulate(ch.isalnum() for ch in text)]
    lines = sorted(script.lines, key=lambda line: line.start)
    starts = [line.start for line in lines]
    names, score = book.names(), Score()
    rows, pairs, labelled = [], Counter[tuple[str, str]](), 0
    tagged = sum(letters[li.end] - letters[li.start] for li in lines if li.kind is not Kind.NARRATION)
    for quote in book.gold["quotes"]:
        if quote.get("speaker") is None:
            continue
        who, kinds, sure, size = Counter[str](), Counter[str](), dict[str, float](), 0
        for start, end in quote.get("spans") or [[quote["start"], quote["end"]]]:
            size += letters[end] - letters[start]
            k = max(0, bisect_right(starts, start) - 1)
            while k < len(lines) and lines[k].start < end:
                overlap = letters[min(end, lines[k].end)] - letters[max(start, lines[k].start)]
                if overlap > 0:
                    spoken = lines[k].kind is not Kind.NARRATION
                    who[lines[k].speaker if spoken else ""] += overlap
                    kinds[lines[k].kind.value] += overlap
                    sure[lines[k].speaker] = lines[k].confidence
                k += 1
        labelled += size
        spoken_of = size - who.pop("", 0) if who else 0
        score.found[True] += min(spoken_of, size)
        score.found[False] += size - min(spoken_of, size)
        narrated = size - sum(who.values())
        said = who.most_common(1)[0] if who else ("", 0)
        speaker = said[0] if said[1] >= narrated else ""
        pairs[speaker, quote["speaker"]] += 1
        rows.append((speaker, quote, kinds, sure.get(speaker, 0.0)))
    score.clean[False] = max(0, tagged - score.found[True])
    score.clean[True] = letters[-1] - labelled - score.clean[False]
    match = _matched(pairs)
    for speaker, quote, kinds, sureness in rows:
        right = bool(speaker) and folded(speaker) in names.get(quote["speaker"], {folded(quote["speaker"])})
        kind = str(quote.get("type"))
        score.named[kind][right] += 1
        score.voiced[kind][match.get(speaker) == quote["speaker"]] += 1
        score.kind[bool(kinds) and kinds.most_common(1)[0][0] == quote.get("kind", "speech")] += 1
        score.sure.append((sureness, right))
    return score


def _matched(pairs: Counter[tuple[str, str]]) -> dict[str, str]:
    """Tag → character, each used once, the most frequent pairs first."""
    match: dict[str, str] = {}
    for (speaker, character), _ in pairs.most_common():
        if speaker and speaker not in match and character not in match.values():
            match[speaker] = character
    return match


def _plain(title: str) -> str:
    return re.sub(r"\W+", "", re.sub(r"\(.*\)", "", title)).lower()


def _total(by_type: dict[str, Counter[bool]]) -> Counter[bool]:
    return sum(by_type.values(), Counter())


def _percent(counts: Counter[bool]) -> str:
    return f"{100 * counts[True] / counts.total():.1f}" if counts.total() else "–"


def main() -> None:
    """Measure the books that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--given", action="store_true", help="give the tagger the list of characters")
    parser.add_argument("--all", action="store_true", help="measure the books learned from as well")
    parser.add_argument("--books", default="", help="only these, separated by commas")
    options = parser.parse_args()
    only = set(filter(None, options.books.split(",")))
    print("the list of characters given" if options.given else "end to end")
    print(HEAD)
    total = Score()
    for book in books(options.data):
        if (only and book.name not in only) or (book.learned and not options.all):
            continue
        score = measure(book, options.given)
        total.add(score)
        print(score.row(book.name), flush=True)
    print(total.row("all"))
    print(f"most memory used: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
