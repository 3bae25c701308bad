"""Blocks divided into chapters, and the manuscript put together from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from audiobook.errors import BadInput
from audiobook.manuscript import verbatim
from audiobook.manuscript.headings import (
    Label,
    capitals,
    chapter_title,
    named,
    numbered,
    plain,
    title_case,
    title_like,
)
from audiobook.manuscript.rows import ENDS_SENTENCE, Block, Role, Row
from audiobook.model import Book, LeftOut, Manuscript, ManuscriptChapter, Paragraph

_SOME_BODY = 25
"""Words before the first heading that make a chapter of their own."""

_LONGEST_PARAGRAPH = 2_000_000

_ATX = re.compile(r"#{1,6}\s+\S")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")


# --- Headings in a text that does not mark them ---------------------------------------------------------


def starts_heading(rows: Sequence[Row]) -> frozenset[int]:
    """The rows that start a block even where no blank line says so: headings that name themselves."""
    found = set()
    for i, row in enumerate(rows):
        above = rows[i - 1] if i else None
        if above and not row.gap and not ENDS_SENTENCE.search(above.text):
            continue
        if len(row.text) <= 120 and (named(row.text) or _ATX.match(row.text)):
            found.add(i)
    return frozenset(found)


def find_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their headings and subtitles told from the text."""
    found: list[Block] = []
    for block in blocks:
        found += _split_heading(block) if block.role is Role.TEXT else [block]
    _accept_numbers(found)
    _accept_capitals(found)
    _accept_subtitles(found)
    return found


def _split_heading(block: Block) -> list[Block]:
    """A block that begins with a heading, cut behind it."""
    first = block.rows[0]
    if _ATX.match(first.text):
        level = len(first.text) - len(first.text.lstrip("#"))
        marks = LeftOut(first.start, first.start + level, "markup")
        heading = Block([first], Role.HEADING, level=level, cuts=[marks])
        return [heading, *_rest(block, 1)]
    if len(block.rows) > 1 and _UNDERLINE.fullmatch(block.rows[1].text) and len(first.text) <= 80:
        line = block.rows[1]
        heading = Block(block.rows[:2], Role.HEADING, cuts=[LeftOut(line.start, line.end, "markup")])
        return [heading, *_rest(block, 2)]
    if not named(first.text):
        return [block]
    size = 1
    while size < len(block.rows) and size < 5 and block.rows[size].text.isupper():
        size += 1
    if size == 1 and len(block.rows) > 1 and _is_subtitle(block.rows[1].text, alone=len(block.rows) == 2):
        size = 2
    return [Block(block.rows[:size], Role.HEADING), *_rest(block, size)]


def _rest(block: Block, size: int) -> list[Block]:
    return [Block(block.rows[size:])] if len(block.rows) > size else []


def _is_subtitle(text: str, *, alone: bool) -> bool:
    """Whether a row under a heading belongs to it: set like a title, or short and no sentence."""
    if len(text) > 120 or text[0] in "\"“‘'«—–-([" or named(text) or numbered(text):
        return False
    if capitals(text) or (text.isupper() and len(text) <= 120):
        return True
    if title_like(text) and not (len(text.split()) == 1 and ENDS_SENTENCE.search(text)):
        return True
    return alone and len(text.split()) <= 8 and text[0].isupper() and not re.search(r"[\W]$", text)


def _accept_numbers(blocks: Sequence[Block]) -> None:
    """Bare numerals and numbered titles are headings when they count up from one with text between."""
    marks = [
        (i, label) for i, block in enumerate(blocks) if (label := _number_label(block)) is not None
    ]
    runs: list[list[tuple[int, Label]]] = []
    for i, label in marks:
        last = runs[-1][-1] if runs else None
        if last and label.number == (last[1].number or 0) + 1 and _has_text(blocks, last[0], i):
            runs[-1].append((i, label))
        elif label.number == 1 or not runs:
            runs.append([(i, label)])
    for run in runs:
        alone = blocks[run[0][0] - 1].role is Role.HEADING if run[0][0] else True
        if len(run) >= (2 if run[0][1].number == 1 else 3) or (alone and run[0][1].number == 1):
            for i, _ in run:
                blocks[i].role = Role.HEADING


def _number_label(block: Block) -> Label | None:
    if block.role is not Role.TEXT or len(block.rows) > 3:
        return None
    label = numbered(block.rows[0].text)
    if label and len(block.rows) > 1 and (label.title or not all(row.text.isupper() for row in block.rows[1:])):
        return None
    return label


def _has_text(blocks: Sequence[Block], start: int, end: int) -> bool:
    return any(block.role is Role.TEXT and numbered(block.rows[0].text) is None for block in blocks[start + 1 : end])


def _accept_capitals(blocks: Sequence[Block]) -> None:
    """Short rows in capitals are headings before another heading, or throughout a book without others."""
    for block, below in pairwise(blocks):
        if below.role is Role.HEADING and _is_capitals(block):
            block.role = Role.HEADING
    if any(block.role is Role.HEADING for block in blocks[1:]):
        return
    found = [i for i, block in enumerate(blocks) if _is_capitals(block) and _may_follow(blocks, i)]
    lengths = [
        sum(len(block.text.split()) for block in blocks[i + 1 : end] if block.role is Role.TEXT)
        for i, end in pairwise([*found, len(blocks)])
    ]
    bodies = [length for i, length in zip(found, lengths, strict=True) if i]
    if len(bodies) >= 2 and min(bodies) >= 15 and sorted(bodies)[len(bodies) // 2] >= 60:
        for i in found:
            blocks[i].role = Role.HEADING


def _is_capitals(block: Block) -> bool:
    return block.role is Role.TEXT and len(block.rows) == 1 and capitals(block.text)


def _may_follow(blocks: Sequence[Block], index: int) -> bool:
    """A heading does not stand in the middle of a sentence, nor last."""
    if index + 1 >= len(blocks) or blocks[index + 1].role is not Role.TEXT:
        return False
    above = blocks[index - 1] if index else None
    return above is None or above.role is not Role.TEXT or ENDS_SENTENCE.search(above.text.rstrip(":")) is not None


def _accept_subtitles(blocks: Sequence[Block]) -> None:
    """A title on its own right under a heading belongs to it, when text follows."""
    for i, block in enumerate(blocks[1:-1], 1):
        if block.role is not Role.TEXT or blocks[i - 1].role is not Role.HEADING or blocks[i + 1].role is not Role.TEXT:
            continue
        if i > 1 and blocks[i - 2].role is Role.TEXT and not _takes_subtitle(blocks[i - 1]):
            continue
        capitals_throughout = len(block.rows) <= 4 and block.text.isupper()
        if capitals_throughout or (len(block.rows) == 1 and _is_subtitle(block.text, alone=True)):
            block.role = Role.HEADING


def _takes_subtitle(block: Block) -> bool:
    """A label without a title of its own waits for one."""
    label = named(block.text) or numbered(block.text)
    return label is not None and not label.title


# --- The book's own title ---------------------------------------------------------------------------------

_BY = re.compile(r"(?:written\s)?by:?(?:\s(?P<name>\S.*))?", re.IGNORECASE)


def title_page(blocks: Sequence[Block]) -> tuple[str, str]:
    """Title and author from the rows at the top ("The Lamp Room", "by A. N. Author"), which become headings."""
    top = [i for i, block in enumerate(blocks) if block.role in (Role.TEXT, Role.HEADING)][:8]
    for position, i in enumerate(top):
        for row_index, row in enumerate(blocks[i].rows):
            match = _BY.fullmatch(plain(row.text))
            if match and (position or row_index):
                name = match["name"] or _row_after(blocks, top, position, row_index)
                if name and _is_name(name) and (last := _end_of_byline(blocks, top, position, row_index, match)):
                    for each in top[:last]:
                        blocks[each].role = Role.HEADING
                        blocks[each].front = True
                    return title_case(plain(blocks[top[0]].rows[0].text)), title_case(plain(name))
        if not _is_title_row(blocks[i]):
            break
    return _lone_title(blocks, top), ""


def _row_after(blocks: Sequence[Block], top: Sequence[int], position: int, row_index: int) -> str:
    rows = blocks[top[position]].rows
    if row_index + 1 < len(rows):
        return rows[row_index + 1].text
    return blocks[top[position + 1]].rows[0].text if position + 1 < len(top) else ""


def _end_of_byline(
    blocks: Sequence[Block], top: Sequence[int], position: int, row_index: int, match: re.Match[str]
) -> int:
    """How many of the top blocks the title and the by-line take; 0 when text follows in the same block."""
    rows = blocks[top[position]].rows
    used = row_index + (1 if match["name"] else 2)
    if used > len(rows):
        return position + 2 if len(blocks[top[position + 1]].rows) == 1 else 0
    return position + 1 if used == len(rows) else 0


def _is_name(text: str) -> bool:
    words = plain(text).split()
    return 1 <= len(words) <= 8 and words[0][:1].isupper() and not re.search(r"[!?;:]", text)


def _is_title_row(block: Block) -> bool:
    return len(block.rows) <= 4 and all(len(row.text) <= 90 and not row.text.endswith((".", ",", ";")) for row in block.rows)


def _lone_title(blocks: Sequence[Block], top: Sequence[int]) -> str:
    """The first row as the book's title, when it is set like one and stands alone."""
    if len(top) < 2:
        return ""
    block, below = blocks[top[0]], blocks[top[1]]
    text = block.text
    is_title = len(block.rows) <= 2 and (capitals(block.rows[0].text) or title_like(text))
    if not is_title or named(text) or numbered(text) or text[0] in "\"“‘'«—" or ENDS_SENTENCE.search(text.rstrip("!?")):
        return ""
    if not below.gap and below.role is Role.TEXT and block.role is Role.TEXT and len(below.text) < 60:
        return ""
    block.role, block.front = Role.HEADING, True
    return title_case(plain(block.rows[0].text))


# --- Chapters ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Chapter:
    """A chapter being filled."""

    headings: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(len(block.text.split()) for block in self.body)


def assemble(source: str, blocks: Sequence[Block], book: Book, place: str) -> Manuscript:
    """The manuscript that `blocks` make, in their order, with everything else of `source` left out.

    Raises BadInput when no words are left, or when a paragraph is longer than any in literature.
    """
    for block in blocks:
        if block.end - block.start > _LONGEST_PARAGRAPH:
            raise BadInput(
                f"a paragraph of {(block.end - block.start) / 1e6:.0f} million characters starts here",
                place=f"{place}, line {block.rows[0].number}" if block.rows[0].number else place,
                remedy="No story has such a paragraph. Break it into lines, or check that it is the right file.",
            )
    drafts = _divide(blocks)
    kept: list[Block] = []
    chapters = []
    for draft in drafts:
        paragraphs: list[Paragraph] = []
        for block, heading in [*((b, True) for b in draft.headings), *((b, False) for b in draft.body)]:
            opens = block.opens_scene and not heading and bool(paragraphs)
            made = verbatim.paragraph(source, block, heading=heading, opens_scene=opens)
            if made:
                paragraphs.append(made)
                kept.append(block)
        if paragraphs:
            rows = [row for block in draft.headings if not block.front for row in heading_texts(block)]
            chapters.append(ManuscriptChapter(chapter_title(rows) or book.title, tuple(paragraphs)))
    if not any(c.isalnum() for chapter in chapters for each in chapter.paragraphs for c in each.text):
        raise BadInput("there are no words in it", place=place, remedy="Give a file with a story in it.")
    out = [LeftOut(b.start, b.end, b.why or str(b.role)) for b in blocks if b.role in (Role.OUT, Role.BREAK)]
    out += [cut for block in blocks for cut in block.cuts if block.role is not Role.OUT]
    return Manuscript(book, source, tuple(chapters), verbatim.left_out(source, kept, out))


def heading_texts(block: Block) -> list[str]:
    """The rows of a heading as they read without what is cut out of them."""
    texts = []
    for row in block.rows:
        text = row.text
        for cut in block.cuts:
            if row.start <= cut.start < row.end and cut.end - cut.start <= len(text):
                text = "" if (cut.start, cut.end) == (row.start, row.end) else text[cut.end - row.start :]
        if text.strip():
            texts.append(text.strip())
    return texts


def _divide(blocks: Sequence[Block]) -> list[_Chapter]:
    """Chapters by their headings; consecutive headings share one, and so do headings with nothing behind them."""
    chapters = [_Chapter()]
    scene = False
    for block in blocks:
        if block.role is Role.BREAK:
            scene = True
        elif block.role is Role.HEADING:
            if chapters[-1].body:
                chapters.append(_Chapter())
            chapters[-1].headings += _heading_paragraphs(block)
            scene = False
        elif block.role is Role.TEXT:
            block.opens_scene |= scene
            chapters[-1].body.append(block)
            scene = False
    first = chapters[0]
    titles_only = all(block.front for block in first.headings)
    if len(chapters) > 1 and titles_only and first.words < _SOME_BODY:
        chapters[1].headings = [*first.headings, *first.body, *chapters[1].headings]
        for block in first.body:
            block.front = True
        del chapters[0]
    if len(chapters) > 1 and not chapters[-1].body:
        chapters[-2].body += chapters.pop().headings
    return chapters


def _heading_paragraphs(block: Block) -> list[Block]:
    """A heading's label and its title as paragraphs of their own."""
    if len(block.rows) == 1 or block.cuts:
        return [block]
    label = named(block.rows[0].text) or numbered(block.rows[0].text)
    if block.front:
        return [_part(block, [row]) for row in block.rows]
    if label is None:
        return [block]
    return [_part(block, block.rows[:1]), _part(block, block.rows[1:])]


def _part(block: Block, rows: list[Row]) -> Block:
    return Block(rows, Role.HEADING, level=block.level, front=block.front)


Reader = Callable[[str, str], Manuscript]
"""A reader of one format: (decoded text, place for messages) → manuscript."""
