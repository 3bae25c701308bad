"""Tweak and run again: a person's corrections carried over to a story that changed.

Three versions meet: the script as the program last wrote it (`base`), the same as the person left it
(`edited`), and the story as it is now, freshly tagged (`fresh`). What the person changed against the base
is theirs and stays, wherever the story still has the words; what the story changed comes from the story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiobook.model import Book, Character, Kind, LeftOut, Line, Script
from audiobook.script.alignment import align
from audiobook.script.blocks import Block, blocks
from audiobook.script.carried import Carried, Conflict
from audiobook.script.renames import find_renames, rename

__all__ = ["BY_HAND", "Carried", "Conflict", "carry"]

BY_HAND = "set by hand"
"""The reason of a line whose tag a person set."""

_Tag = tuple[str, Kind, tuple[str, ...]]


def carry(base: Script | None, edited: Script, fresh: Script) -> Carried:
    """The script of the story as it is now with the person's corrections in it.

    Where the story did not change since `base`, the edited script stands word for word. Without a base it
    stands too: nobody can tell then which of the two was changed.
    """
    carried = _Carrying(base or fresh, edited, fresh).carried()
    if base is None:
        apart = carried.reworded + carried.added + carried.removed
        return replace(carried, apart=apart, reworded=0, added=0, removed=0)
    return carried


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph of the merged script."""

    lines: tuple[Line, ...]
    opens_chapter: bool
    title: str
    """What its chapter is called, if it opens one or renames it."""
    renames_chapter: bool = False


class _Carrying:
    """One carry-over: the three scripts in paragraphs, who is whom, and what has been counted."""

    def __init__(self, base: Script, edited: Script, fresh: Script) -> None:
        self.base, self.edited, self.fresh = base, edited, fresh
        self.e = blocks(edited)
        self.f = blocks(fresh)
        self.b = blocks(base)
        e_texts, f_texts = [x.text for x in self.e], [x.text for x in self.f]
        b_texts = [x.text for x in self.b]
        self.same_story = [(x.text, x.opens_chapter) for x in self.b] == [
            (x.text, x.opens_chapter) for x in self.f
        ]
        self.to_fresh = align(b_texts, f_texts)
        self.to_edited = align(b_texts, e_texts)
        self.of_fresh = {j: i for i, j in self.to_fresh.items()}
        self.of_edited = {j: i for i, j in self.to_edited.items()}
        self.renames = self._renames()
        self.counts: Counter[str] = Counter()
        self.conflicts: list[Conflict] = []
        self.left_out: list[LeftOut] = []

    def carried(self) -> Carried:
        entries = list(self._as_edited() if self.same_story else self._merged())
        script = self._script(entries)
        return Carried(
            script,
            _as_written(script) != _as_written(self.edited),
            renames=self.renames,
            conflicts=tuple(self.conflicts),
            **self.counts,
        )

    def _renames(self) -> dict[str, str]:
        """Whom the person renamed throughout: seen where the words are the same in both versions."""
        pairs = []
        for j, block in enumerate(self.e):
            known = self._known(j)
            if known is not None and known.text == block.text:
                for start, end, line in block.spans():
                    pairs += [(was.speaker, line.speaker) for was in known.over(start, end)[:1]]
        return find_renames(pairs, {line.speaker for line in self.edited.lines})

    def _known(self, edited: int) -> Block | None:
        """An edited paragraph as the program had written it."""
        i = self.of_edited.get(edited)
        return None if i is None else self.b[i]

    # --- which paragraphs, in which order ---------------------------------------------------------

    def _as_edited(self) -> Iterator[_Entry]:
        """The edited script itself: the story is what it was."""
        for j in range(len(self.e)):
            i = self.of_edited.get(j)
            yield self._own(j) if i is None else self._from_edited(j, self.to_fresh.get(i))
        for i in range(len(self.b)):
            if i not in self.to_edited:
                self._take_out(self.f[self.to_fresh[i]])

    def _merged(self) -> Iterator[_Entry]:
        """The story's paragraphs, with the person's own among them."""
        added = self._added()
        both = self._added_by_both(added)
        taken = set(both.values())
        own = {after: [j for j in js if j not in taken] for after, js in added.items()}
        for j in own.get(-1, ()):
            yield self._own(j)
        opening_owed = False
        for at, block in enumerate(self.f):
            entries = [self._from_edited(both[at], at)] if at in both else list(self._of_story(at))
            if entries and opening_owed:
                entries[0] = replace(entries[0], opens_chapter=True)
                opening_owed = False
            elif not entries and block.opens_chapter and not block.heading:
                opening_owed = True  # the paragraph is taken out, the chapter is not
            yield from entries
            for j in own.get(at, ()):
                yield self._own(j)
        for i, was in enumerate(self.b):
            if i not in self.to_fresh:
                self._gone(i, was)

    def _added_by_both(self, added: dict[int, list[int]]) -> dict[int, int]:
        """The story's new paragraphs that the person had put in as well: fresh index → edited index."""
        texts: dict[str, list[int]] = defaultdict(list)
        for j in sorted(j for js in added.values() for j in js):
            texts[self.e[j].text].append(j)
        new = (at for at in range(len(self.f)) if at not in self.of_fresh)
        return {at: texts[text].pop(0) for at in new if texts.get(text := self.f[at].text)}

    def _added(self) -> dict[int, list[int]]:
        """The person's own paragraphs by the story's paragraph that they follow (-1: the start)."""
        added: dict[int, list[int]] = defaultdict(list)
        after = -1
        for j in range(len(self.e)):
            i = self.of_edited.get(j)
            if i is None:
                added[after].append(j)
            else:
                after = self.to_fresh.get(i, after)
        return added

    def _own(self, j: int) -> _Entry:
        self.counts["added"] += 1
        return self._from_edited(j, None)

    def _of_story(self, at: int) -> Iterator[_Entry]:
        """What becomes of one of the story's paragraphs."""
        block = self.f[at]
        i = self.of_fresh.get(at)
        if i is None:
            self.counts["new"] += 1
            yield self._from_story(at, block.lines)
            return
        j = self.to_edited.get(i)
        was = self.b[i]
        mine = None if j is None else self.e[j]
        if was.text == block.text:
            if mine is None or j is None:
                self._take_out(block)
            else:
                yield self._from_edited(j, at)
            return
        self.counts["new"] += 1
        if mine is None or j is None:
            self.conflicts.append(Conflict("", block.text))
            yield self._from_story(at, block.lines)
        elif mine.text == block.text:
            yield self._from_edited(j, at)
        else:
            if mine.text != was.text:
                self.conflicts.append(Conflict(mine.text, block.text))
            yield self._from_story(at, self._with_hand_set(block, mine, was))

    def _take_out(self, block: Block) -> None:
        self.counts["removed"] += 1
        start, end = block.lines[0].start, block.lines[-1].end
        if start >= 0:
            self.left_out.append(LeftOut(start, end, "taken out by hand"))

    def _gone(self, i: int, was: Block) -> None:
        """A paragraph that the story no longer has: a loss only if the person had put words into it."""
        self.counts["gone"] += 1
        j = self.to_edited.get(i)
        if j is not None and self.e[j].text != was.text:
            self.conflicts.append(Conflict(self.e[j].text, ""))

    # --- which lines ------------------------------------------------------------------------------

    def _from_story(self, at: int, lines: Sequence[Line]) -> _Entry:
        block = self.f[at]
        title = self.fresh.chapters[block.lines[0].chapter]
        return _Entry(tuple(rename(line, self.renames) for line in lines), block.opens_chapter, title)

    def _from_edited(self, j: int, at: int | None) -> _Entry:
        """The person's own paragraph, with what the fresh tagging knows of its lines."""
        mine = self.e[j]
        fresh = None if at is None else self.f[at]
        known = self._known(j)
        if known is not None and known.text != mine.text:
            self.counts["reworded"] += 1
            known = None
        if fresh is None or fresh.text != mine.text:
            fresh = None
        lines = [self._line(line, start, end, known, fresh) for start, end, line in mine.spans()]
        lines[0] = replace(lines[0], opens_scene=self._opens_scene(mine, j, at))
        opens = mine.opens_chapter if at is None or self.same_story else self._opens_chapter(mine, self.f[at])
        title, is_theirs = self._title(mine, j, at)
        return _Entry(tuple(lines), opens, title, renames_chapter=mine.heading and is_theirs)

    def _title(self, mine: Block, j: int, at: int | None) -> tuple[str, bool]:
        """What the chapter of a person's paragraph is called, and whether that is the person's doing."""
        title = self.edited.chapters[mine.lines[0].chapter]
        i = self.of_edited.get(j)
        if at is None or i is None:
            return title, True
        if title != self.base.chapters[self.b[i].lines[0].chapter]:
            return title, True
        return self.fresh.chapters[self.f[at].lines[0].chapter], False

    @staticmethod
    def _opens_chapter(mine: Block, story: Block) -> bool:
        """A heading that the person made or unmade counts; else the story's chapters do."""
        return story.opens_chapter if mine.heading == story.heading else mine.heading

    def _opens_scene(self, mine: Block, j: int, at: int | None) -> bool:
        """The story's scene breaks, but for those that the person set or took away."""
        i = self.of_edited.get(j)
        if at is None or i is None or self.b[i].opens_scene != mine.opens_scene:
            return mine.opens_scene
        return self.f[at].opens_scene

    def _line(self, line: Line, start: int, end: int, known: Block | None, fresh: Block | None) -> Line:
        """A person's line with its place in the story's source, how sure its tag is, and why."""
        by_hand = known is not None and self._is_by_hand(line, known.over(start, end))
        self.counts["by_hand"] += by_hand
        now = fresh.over(start, end) if fresh else []
        if fresh:
            first, last = fresh.source_span(start, end)
            line = replace(line, start=first, end=last)
        if by_hand:
            return replace(line, reason=BY_HAND)
        agreed = [x for x in now if _tag(rename(x, self.renames)) == _tag(line) and x.unsure == line.unsure]
        if now and len(agreed) == len(now):
            least = min(agreed, key=lambda x: x.confidence)
            return replace(line, confidence=least.confidence, reason=least.reason)
        return line

    def _is_by_hand(self, line: Line, was: Sequence[Line]) -> bool:
        """The person gave it another tag than the program had, or took the `?` away."""
        same_tag = all(_tag(rename(x, self.renames)) == _tag(line) for x in was)
        return not same_tag or (any(x.unsure for x in was) and not line.unsure)

    def _with_hand_set(self, block: Block, mine: Block, was: Block) -> list[Line]:
        """The story's new lines; those that read as before keep the tag that the person gave them."""
        set_by_hand: dict[str, list[Line]] = defaultdict(list)
        for start, end, line in mine.spans():
            if mine.text == was.text:
                before: Sequence[Line] = was.over(start, end)
            else:
                before = [x for x in was.lines if x.text == line.text]
            if before and self._is_by_hand(line, before):
                set_by_hand[line.text].append(line)
        return [
            self._retagged(line, set_by_hand[line.text].pop(0)) if set_by_hand.get(line.text) else line
            for line in block.lines
        ]

    def _retagged(self, line: Line, mine: Line) -> Line:
        """The story's line with the tag of the person's."""
        if not self._is_by_hand(mine, [line]):
            return line  # the program has come to the same
        self.counts["by_hand"] += 1
        line = replace(line, speaker=mine.speaker, kind=mine.kind, delivery=mine.delivery)
        return replace(line, confidence=mine.confidence, reason=BY_HAND)

    # --- the script -------------------------------------------------------------------------------

    def _script(self, entries: Sequence[_Entry]) -> Script:
        lines: list[Line] = []
        titles: list[str] = []
        paragraph = 0
        heading = False
        for entry in entries:
            if not titles or (entry.opens_chapter and not (heading and entry.lines[0].heading)):
                titles.append(entry.title)
                paragraph = 0
            elif entry.renames_chapter:
                titles[-1] = entry.title
            heading = entry.lines[0].heading
            lines += (replace(line, chapter=len(titles) - 1, paragraph=paragraph) for line in entry.lines)
            paragraph += 1
        left_out = sorted([*self.fresh.left_out, *self.left_out], key=lambda stretch: stretch.start)
        return Script(self._book(), tuple(titles), tuple(lines), self._characters(lines), tuple(left_out))

    def _book(self) -> Book:
        """The story's, but for what the person changed in the script's header."""
        book, theirs = self.fresh.book, self.edited.book
        for name in ("title", "author", "language", "year"):
            if getattr(self.base.book, name) != (value := getattr(theirs, name)):
                book = replace(book, **{name: value})
        return book

    def _characters(self, lines: Sequence[Line]) -> tuple[Character, ...]:
        """Everybody with a line, most lines first."""
        known = {character.name: character for character in self.fresh.characters}
        for old, name in self.renames.items():
            if (was := known.get(old)) is not None:
                now = known.get(name, Character(name, was.gender, narrates=was.narrates))
                aliases = dict.fromkeys([*now.aliases, old, *was.aliases])
                known[name] = replace(now, aliases=tuple(alias for alias in aliases if alias != name))
        counts = Counter(line.speaker for line in lines if line.kind is not Kind.NARRATION)
        return tuple(known.get(name) or Character(name) for name, _ in counts.most_common())


def _tag(line: Line) -> _Tag:
    return line.speaker, line.kind, line.delivery


def _as_written(script: Script) -> tuple[object, ...]:
    """All of a script that its text form holds."""
    lines = [
        (x.chapter, x.paragraph, x.text, _tag(x), x.unsure, x.heading, x.opens_scene, x.glued)
        for x in script.lines
    ]
    book = script.book
    return (book.title, book.author, book.language, book.year), lines
