"""Plain text (.txt) → manuscript."""

from __future__ import annotations

from audiobook.manuscript import boilerplate
from audiobook.manuscript.chapters import assemble, find_headings, starts_heading, title_page
from audiobook.manuscript.naming import title_from
from audiobook.manuscript.rows import Block, Role, left_out_rows, split_rows
from audiobook.manuscript.wrapping import blocks_of
from audiobook.model import Book, Manuscript


def read(source: str, place: str) -> Manuscript:
    """The manuscript of a decoded plain text. Raises BadInput when there are no words in it."""
    rows = split_rows(source)
    first, end, facts = boilerplate.gutenberg(rows)
    header, own = boilerplate.fields(rows[first:end])
    story = rows[first + header : end]
    blocks = blocks_of(story, starts_heading(story))
    boilerplate.notices(blocks)
    blocks = boilerplate.page_numbers(blocks)
    boilerplate.contents(blocks)
    blocks = find_headings(blocks)
    title, author = title_page(blocks)
    for block in blocks:
        if block.role is Role.TEXT:
            boilerplate.inline(source, block)
    book = Book(
        title=own.title or facts.title or title or title_from(place),
        author=own.author or facts.author or author,
        language=own.language or facts.language,
    )
    return assemble(source, [*_out(rows, 0, first, "boilerplate"), *_out(rows, first, first + header, "front matter"),
                             *blocks, *_out(rows, end, len(rows), "boilerplate")], book, place)


def _out(rows: list, first: int, end: int, why: str) -> list[Block]:
    return [left_out_rows(rows[first:end], why)] if end > first else []
