"""Plain text (.txt) → manuscript: prose, or a play."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.manuscript import boilerplate, chat, play, wrapping
from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.chapters import assemble, book_of
from audiobook.manuscript.outline import find_headings, starts_heading, title_page
from audiobook.manuscript.rows import Block, Row, left_out_rows, split_rows
from audiobook.model import Manuscript


def read(source: str, place: str) -> Manuscript:
    """The manuscript of a decoded plain text. Raises BadInput when there are no words in it."""
    rows = split_rows(source)
    first, end, facts = boilerplate.gutenberg(rows)
    header, own = boilerplate.fields(rows[first:end])
    story = rows[first + header : end]
    cues = play.cues_of(story)
    blocks, page = play.blocks_of(source, story, cues) if cues else _prose(source, story)
    around = (
        left_out_rows(rows[:first], "boilerplate"),
        left_out_rows(rows[first : first + header], "front matter"),
        left_out_rows(rows[end:], "boilerplate"),
    )
    blocks += [block for block in around if block.rows]
    return assemble(source, blocks, book_of((own, facts, page), place), place)


def _prose(source: str, rows: Sequence[Row]) -> tuple[list[Block], Facts]:
    blocks = wrapping.blocks_of(rows, starts_heading(rows))
    boilerplate.inline(source, blocks)
    boilerplate.notices(blocks)
    blocks = boilerplate.page_numbers(blocks)
    boilerplate.contents(blocks)
    blocks = find_headings(blocks)
    page = title_page(blocks)
    return chat.split_chats(source, blocks), page
