"""Plain text (.txt) → manuscript."""

from __future__ import annotations

from audiobook.manuscript import boilerplate
from audiobook.manuscript.chapters import assemble
from audiobook.manuscript.naming import title_from
from audiobook.manuscript.outline import find_headings, starts_heading, title_page
from audiobook.manuscript.rows import left_out_rows, split_rows
from audiobook.manuscript.wrapping import blocks_of
from audiobook.model import Book, Manuscript


def read(source: str, place: str) -> Manuscript:
    """The manuscript of a decoded plain text. Raises BadInput when there are no words in it."""
    rows = split_rows(source)
    first, end, facts = boilerplate.gutenberg(rows)
    header, own = boilerplate.fields(rows[first:end])
    story = rows[first + header : end]
    blocks = blocks_of(story, starts_heading(story))
    boilerplate.inline(source, blocks)
    boilerplate.notices(blocks)
    blocks = boilerplate.page_numbers(blocks)
    boilerplate.contents(blocks)
    blocks = find_headings(blocks)
    page = title_page(blocks)
    book = Book(
        title=own.title or facts.title or page.title or title_from(place),
        author=own.author or facts.author or page.author,
        language=own.language or facts.language,
        year=own.year or page.year,
    )
    around = (
        left_out_rows(rows[:first], "boilerplate"),
        left_out_rows(rows[first : first + header], "front matter"),
        left_out_rows(rows[end:], "boilerplate"),
    )
    return assemble(source, [*blocks, *(block for block in around if block.rows)], book, place)
