"""What a person corrected in a script, carried over to the story as it is now.

Three scripts come together: `base`, as the program tagged the story last time; `edited`, as the person left
it; `fresh`, as the program tags the story now. Where the story stayed the same, the person's script stands.
Where it changed, the story's words stand, with every tag of the person's whose text is still there.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from audiobook.manuscript.headings import chapter_title
from audiobook.model import NARRATOR, Character, Line, Script, paragraph_text
from audiobook.script.textform import speakers

BY_HAND = "set by hand"
"""The reason of a tag that a person chose."""

Paragraph = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paragraph that the person and the story both changed; the story's words were taken."""

    yours: str
    story: str


@dataclass(frozen=True, slots=True)
class Carried:
    """The script to work with, and what was taken from where."""

    script: Script
    changed: bool
    """The person's file has to be written anew, because the story changed."""
    by_hand: int = 0
    """Lines whose tag or delivery is the person's."""
    reworded: int = 0
    """Paragraphs in the person's words."""
    new: int = 0
    """Paragraphs that came from the changed story."""
    gone: int = 0
    """Paragraphs that the changed story has no more."""
    conflicts: tuple[Conflict, ...] = ()
    apart: int = 0
    """Paragraphs in which story and script differ, nobody knows since when; the script's were taken."""

    def notes(self) -> Iterator[str]:
        """What to tell the person, a sentence each."""
        if self.by_hand or self.reworded:
            tags = f"{self.by_hand} tag{'s' * (self.by_hand != 1)} set by hand" if self.by_hand else ""
            words = (
                f"{self.reworded} paragraph{'s' * (self.reworded != 1)} in your words"
                if self.reworded
                else ""
            )
            yield f"From script.txt: {' and '.join(filter(None, (tags, words)))}."
        if self.new or self.gone:
            yield (
                f"The story changed: {self.new} paragraph{'s' * (self.new != 1)} new, {self.gone} gone; "
                "your corrections were carried over to the rest."
            )
        for conflict in self.conflicts:
            yield (
                f"Changed in the story and in script.txt; the story's words were taken: "
                f"“{_short(conflict.story)}”, not “{_short(conflict.yours)}”."
            )
        if self.apart:
            yield (
                f"script.txt and the story differ in {self.apart} paragraph{'s' * (self.apart != 1)}; "
                "script.txt was used. Delete it to start from the story."
            )


def carry(base: Script | None, edited: Script, fresh: Script) -> Carried:
    """The person's script, brought up to the story as it is now."""
    if base is not None and _texts(base) != _texts(fresh):
        return _Merge(base, edited, fresh).carried()
    script = _informed(edited, base or fresh, fresh)
    own, told = Counter(_texts(edited)), Counter(_texts(fresh))
    reworded = sum((own - told).values())
    by_hand = sum(line.reason == BY_HAND for line in script.lines)
    if base is None:
        return Carried(script, False, by_hand, apart=max(reworded, sum((told - own).values())))
    return Carried(script, False, by_hand, reworded)


def _texts(script: Script) -> list[str]:
    return [paragraph_text(lines) for lines in script.paragraphs()]


# --- one story, tagged twice ----------------------------------------------------------------------


def _informed(edited: Script, base: Script, fresh: Script) -> Script:
    """The person's script with what only the program knows: offsets, reasons, confidence, people."""
    before, now = _Waiting(base), _Waiting(fresh)
    lines: list[Line] = []
    for paragraph in edited.paragraphs():
        text = paragraph_text(paragraph)
        lines += _inform(paragraph, before.next(text), now.next(text))
    return replace(
        edited,
        book=replace(edited.book, cover=fresh.book.cover),
        chapters=_titles(edited, fresh),
        lines=tuple(lines),
        characters=_people(lines, fresh, {}),
        left_out=fresh.left_out,
    )


class _Waiting:
    """A script's paragraphs by their text; equal ones are handed out in order."""

    def __init__(self, script: Script) -> None:
        self._waiting: dict[str, deque[Sequence[Line]]] = defaultdict(deque)
        for paragraph in script.paragraphs():
            self._waiting[paragraph_text(paragraph)].append(paragraph)

    def next(self, text: str) -> Sequence[Line]:
        """The next paragraph with that text; empty when there is none left."""
        waiting = self._waiting.get(text)
        return waiting.popleft() if waiting else ()


def _titles(edited: Script, fresh: Script) -> tuple[str, ...]:
    """The program's chapter titles wherever the headings are still the same."""
    told = {tuple(headings): title for headings, title in zip(_headings(fresh), fresh.chapters, strict=True)}
    return tuple(
        told.get(tuple(headings), title)
        for headings, title in zip(_headings(edited), edited.chapters, strict=True)
    )


def _headings(script: Script) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in script.chapters]
    for line in script.lines:
        if line.heading:
            found[line.chapter].append(line.text)
    return found


def _inform(paragraph: Sequence[Line], base: Sequence[Line], fresh: Sequence[Line]) -> Iterator[Line]:
    """The person's lines of a paragraph, given the program's of the same paragraph, then and now."""
    before, now = _by_text(base), _by_text(fresh)
    for line in paragraph:
        old = before[line.text].popleft() if before[line.text] else None
        told = now[line.text].popleft() if now[line.text] else None
        if told is not None:
            line = replace(line, start=told.start, end=told.end)
            if _tag(line) == _tag(told):
                line = replace(line, confidence=told.confidence, reason=told.reason)
        if (old is None and line.speaker != NARRATOR) or (old is not None and _tag(line) != _tag(old)):
            line = replace(line, reason=BY_HAND)
        yield line


def _by_text(lines: Sequence[Line]) -> dict[str, deque[Line]]:
    found: dict[str, deque[Line]] = defaultdict(deque)
    for line in lines:
        found[line.text].append(line)
    return found


def _people(lines: Sequence[Line], fresh: Script, renamed: Mapping[str, str]) -> tuple[Character, ...]:
    """Everybody with a line, with what the program knows of them."""
    known = {renamed.get(c.name, c.name): c for c in fresh.characters}
    return tuple(replace(known[c.name], name=c.name) if c.name in known else c for c in speakers(lines))


# --- a story that changed -------------------------------------------------------------------------


class _Merge:
    """Follows every paragraph from the old story to the person's script and to the new story."""

    def __init__(self, base: Script, edited: Script, fresh: Script) -> None:
        self.edited_script, self.fresh_script = edited, fresh
        self.base = [tuple(p) for p in base.paragraphs()]
        self.edited = [tuple(p) for p in edited.paragraphs()]
        self.fresh = [tuple(p) for p in fresh.paragraphs()]
        self.yours = _follow(self.base, self.edited)
        self.stays = _follow(self.base, self.fresh)
        self.renamed = self._renamed()
        self.reworded = 0
        self.conflicts: list[Conflict] = []

    def carried(self) -> Carried:
        """The merged script and the tale of it."""
        came_from = {f: b for b, (f, _) in self.stays.items()}
        added = self._added()
        merged: list[tuple[int, Paragraph]] = [(0, self.edited[e]) for e in added.get(-1, ())]
        for f, paragraph in enumerate(self.fresh):
            chapter = paragraph[0].chapter
            b = came_from.get(f)
            kept = self._paragraph(b, f)
            if kept:
                merged.append((chapter, kept))
            merged += [
                (chapter, self.edited[e]) for e in added.get(-1 if b is None else b, ()) if b is not None
            ]
        script = self._numbered(merged)
        same = sum(1 for _, exact in self.stays.values() if exact)
        return Carried(
            script,
            True,
            by_hand=sum(line.reason == BY_HAND for line in script.lines),
            reworded=self.reworded + sum(len(e) for e in added.values()),
            new=len(self.fresh) - same,
            gone=len(self.base) - same,
            conflicts=tuple(self.conflicts),
        )

    def _paragraph(self, b: int | None, f: int) -> Paragraph:
        """What stands in the place of the new story's paragraph `f`, which was `b` in the old one."""
        told = tuple(
            replace(line, speaker=self.renamed.get(line.speaker, line.speaker)) for line in self.fresh[f]
        )
        if b is None:
            return told
        _, unchanged_by_story = self.stays[b]
        if b not in self.yours:
            return () if unchanged_by_story else told  # deleted by the person
        e, unchanged_by_person = self.yours[b]
        if unchanged_by_story:
            self.reworded += not unchanged_by_person
            return tuple(_inform(self.edited[e], self.base[b], told))
        if not unchanged_by_person:
            self.conflicts.append(Conflict(paragraph_text(list(self.edited[e])), paragraph_text(list(told))))
        return tuple(self._retagged(told, self.edited[e], self.base[b]))

    def _retagged(self, told: Paragraph, edited: Paragraph, base: Paragraph) -> Iterator[Line]:
        """A changed paragraph's lines, those whose words stayed with the tags that the person set."""
        before = {line.text: line for line in base}
        yours = {line.text: line for line in edited}
        for line in told:
            mine, old = yours.get(line.text), before.get(line.text)
            if mine is not None and (old is None or _tag(mine) != _tag(old)):
                line = replace(
                    line,
                    speaker=mine.speaker,
                    kind=mine.kind,
                    delivery=mine.delivery,
                    confidence=mine.confidence,
                    reason=BY_HAND,
                )
            yield line

    def _added(self) -> dict[int, list[int]]:
        """Paragraphs that the person wrote: the old paragraph before them → their indices."""
        from_base = {e: b for b, (e, _) in self.yours.items()}
        added: dict[int, list[int]] = defaultdict(list)
        last = -1
        for e in range(len(self.edited)):
            if e in from_base:
                last = from_base[e]
            else:
                added[last].append(e)
        return added

    def _renamed(self) -> dict[str, str]:
        """Names that the person changed wherever they stood."""
        became: dict[str, set[str]] = defaultdict(set)
        for b, (e, exact) in self.yours.items():
            if exact and len(self.base[b]) == len(self.edited[e]):
                for old, new in zip(self.base[b], self.edited[e], strict=True):
                    if old.text == new.text:
                        became[old.speaker].add(new.speaker)
        return {
            old: next(iter(new))
            for old, new in became.items()
            if len(new) == 1 and old not in new and NARRATOR not in {old, *new}
        }

    def _numbered(self, merged: Sequence[tuple[int, Paragraph]]) -> Script:
        """The paragraphs as a script, chapters and paragraphs counted anew."""
        lines: list[Line] = []
        titles: list[str] = []
        told = {
            tuple(h): t for h, t in zip(_headings(self.fresh_script), self.fresh_script.chapters, strict=True)
        }
        headings: list[str] = []
        before: tuple[int, bool] | None = None
        number = 0

        def close() -> None:
            titles[-1] = told.get(tuple(headings)) or chapter_title(headings) or titles[-1]

        for chapter, paragraph in merged:
            heading = paragraph[0].heading
            if before is None or chapter != before[0] or (heading and not before[1]):
                if titles:
                    close()
                titles.append(self.fresh_script.chapters[chapter])
                headings, number = [], 0
            if heading:
                headings.append(paragraph_text(list(paragraph)))
            lines += [replace(line, chapter=len(titles) - 1, paragraph=number) for line in paragraph]
            before = (chapter, heading)
            number += 1
        close()
        return replace(
            self.fresh_script,
            chapters=tuple(titles),
            lines=tuple(lines),
            characters=_people(lines, self.fresh_script, self.renamed),
        )


def _tag(line: Line) -> tuple[object, ...]:
    return line.speaker, line.kind, line.delivery, line.unsure


def _follow(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> dict[int, tuple[int, bool]]:
    """Old paragraph → (the new paragraph it became, word for word or not); those that went are missing."""
    before, after = [paragraph_text(list(p)) for p in old], [paragraph_text(list(p)) for p in new]
    found: dict[int, tuple[int, bool]] = {}
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found |= {i: (j, True) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)}
        elif what == "replace":
            found |= {i: (j, False) for i, j in _paired(before, after, range(i1, i2), range(j1, j2))}
    return found


def _paired(before: Sequence[str], after: Sequence[str], old: range, new: range) -> Iterator[tuple[int, int]]:
    """Paragraphs of a changed stretch that are versions of each other, in order."""
    at = new.start
    for i in old:
        for j in range(at, min(new.stop, at + 8)):
            if len(old) == len(new) == 1 or _alike(before[i], after[j]):
                yield i, j
                at = j + 1
                break


def _alike(one: str, other: str) -> bool:
    """Whether half of the words are the same."""
    first, second = Counter(one.casefold().split()), Counter(other.casefold().split())
    shared = sum((first & second).values())
    return 2 * shared >= max(sum(first.values()), sum(second.values()))


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"
