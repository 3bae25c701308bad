"""Blocks divided into chapters, and the manuscript put together from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from audiobook.errors import BadInput
from audiobook.manuscript import verbatim
from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.headings import chapter_title, label_of
from audiobook.manuscript.naming import title_from
from audiobook.manuscript.rows import Block, Role
from audiobook.model import Book, LeftOut, Manuscript, ManuscriptChapter, Paragraph

SOME_BODY = 25
"""Words before the first heading that make a chapter of their own."""

LONGEST_PARAGRAPH = 2_000_000
"""Characters; books that are one single paragraph stay well below."""

_IMPRINT = re.compile(r"\b(?:printed|published|publish(?:er|ing)|press|& co\b|and company)", re.IGNORECASE)


@dataclass(slots=True)
class _Chapter:
    """A chapter being filled."""

    titles: list[str] = field(default_factory=list)
    """As the book's own table of contents names it."""
    headings: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(len(block.text.split()) for block in self.body)


def book_of(facts: Sequence[Facts], place: str) -> Book:
    """The book as the first of several sources of facts that knows tells it; its file's name at last."""

    def first(name: str) -> str:
        return next((value for each in facts if (value := getattr(each, name))), "")

    return Book(first("title") or title_from(place), first("author"), first("language"), first("year"))


def assemble(source: str, blocks: Sequence[Block], book: Book, place: str) -> Manuscript:
    """The manuscript that `blocks` make, in their order, with everything else of `source` left out.

    Raises BadInput when no words are left, or when a paragraph is longer than any in literature.
    """
    _refuse_endless(blocks, place)
    kept: list[Block] = []
    chapters = []
    for draft in _divide(blocks):
        paragraphs: list[Paragraph] = []
        titles = []
        for block in (*draft.headings, *draft.body):
            heading = block.role is Role.HEADING
            opens = block.opens_scene and bool(paragraphs) and not paragraphs[-1].heading
            if made := verbatim.paragraph(source, block, heading=heading, opens_scene=opens):
                paragraphs.append(made)
                kept.append(block)
                if heading and not block.front:
                    titles.append(made.text)
        if paragraphs:
            title = _title(draft.titles, titles) or book.title
            chapters.append(ManuscriptChapter(title, tuple(paragraphs)))
    if not any(c.isalnum() for chapter in chapters for each in chapter.paragraphs for c in each.text):
        raise BadInput("there are no words in it", place=place, remedy="Give a file with a story in it.")
    out = [LeftOut(b.start, b.end, b.why or str(b.role)) for b in blocks if b.role in (Role.OUT, Role.BREAK)]
    return Manuscript(book, source, tuple(chapters), verbatim.left_out(source, kept, out))


def _title(listed: Sequence[str], headings: Sequence[str]) -> str:
    """A chapter's title as the book lists it, unless its headings say the same and more."""
    from_list, from_headings = chapter_title(listed), chapter_title(headings)
    return from_headings if from_headings.casefold().startswith(from_list.casefold()) else from_list


def _refuse_endless(blocks: Sequence[Block], place: str) -> None:
    for block in blocks:
        if block.role is not Role.OUT and block.end - block.start > LONGEST_PARAGRAPH:
            raise BadInput(
                f"a paragraph of {(block.end - block.start) / 1e6:.0f} million characters starts here",
                place=f"{place}, line {block.rows[0].number}" if block.rows[0].number else place,
                remedy="No story has such a paragraph: break it up, or check that it is the right file.",
            )


def _divide(blocks: Sequence[Block]) -> list[_Chapter]:
    """Chapters by their headings; headings with nothing between them share one."""
    chapters = [_Chapter()]
    scene = False
    for block in blocks:
        if block.chapter and block.role in (Role.HEADING, Role.TEXT):
            if chapters[-1].body:
                chapters.append(_Chapter())
            chapters[-1].titles.append(block.chapter)
            scene = False
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
    _fold_title_pages(chapters)
    if len(chapters) > 1 and not chapters[-1].body:
        last = chapters.pop()
        for block in last.headings:
            block.role = Role.TEXT
        chapters[-1].body += last.headings
    return chapters


def _fold_title_pages(chapters: list[_Chapter]) -> None:
    """A title page is no chapter: the few words before the first heading, or an imprint between two,
    are read with the headings of the chapter after them."""
    for i in range(len(chapters) - 2, -1, -1):
        page, chapter = chapters[i], chapters[i + 1]
        before_all = i == 0 and not page.titles and all(block.front for block in page.headings)
        is_imprint = not page.titles and any(_IMPRINT.search(block.text) for block in page.body)
        if page.words < SOME_BODY and (before_all or is_imprint):
            for block in page.body:
                block.role, block.front = Role.HEADING, True
            chapter.headings = [*page.headings, *page.body, *chapter.headings]
            chapter.titles = [*page.titles, *chapter.titles]
            del chapters[i]


def _heading_paragraphs(block: Block) -> list[Block]:
    """A label and the title in the rows under it as paragraphs of their own."""
    label = label_of(block.rows[0].text)
    if len(block.rows) == 1 or not (block.front or (label and not label.title)):
        return [block]
    ends = range(1, len(block.rows) + 1) if block.front else (1, len(block.rows))
    return [block.part(first, end) for first, end in pairwise([0, *ends])]
