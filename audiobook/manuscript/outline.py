"""Headings and the title page of a text that does not mark them, told from how it is set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.headings import (
    LONGEST,
    Label,
    capitals,
    label_of,
    named,
    numbered,
    plain,
    title_case,
    title_like,
)
from audiobook.manuscript.rows import Block, Role, Row, ends_sentence
from audiobook.model import LeftOut

_OPENERS = "\"“‘'«—–-(["
_ATX = re.compile(r"#{1,6}\s+\S")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
_END_OF = re.compile(r"(?:the\s)?end(?:\sof\b.*)?\W*", re.IGNORECASE)


def starts_heading(rows: Sequence[Row]) -> frozenset[int]:
    """The rows that start a block even where no blank line says so: headings that name themselves."""
    return frozenset(
        i
        for i, row in enumerate(rows)
        if (not i or row.gap or ends_sentence(rows[i - 1].text)) and (named(row.text) or _ATX.match(row.text))
    )


def find_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their headings and subtitles told from the text."""
    found: list[Block] = []
    for block, below in pairwise([*blocks, None]):
        if block is not None and block.role is Role.TEXT:
            found += _split_heading(block, below)
        elif block is not None:
            found.append(block)
    _accept_numbers(found)
    _accept_capitals(found)
    _accept_subtitles(found)
    _part_by_numbers(found)
    return found


# --- Headings that say what they are -----------------------------------------------------------------


def _split_heading(block: Block, below: Block | None) -> Iterator[Block]:
    """A block that begins with a heading, cut behind it; any other block as it is."""
    first = block.rows[0]
    if _ATX.match(first.text):
        level = len(first.text) - len(first.text.lstrip("#"))
        marks = LeftOut(first.start, first.start + level, "markup")
        heading = block.part(0, 1, Role.HEADING)
        heading.level, heading.cuts = level, [marks, *heading.cuts]
        yield heading
        yield from _behind(block, 1)
    elif named(first.text):
        size = _heading_rows(block.rows)
        yield block.part(0, size, Role.HEADING)
        yield from _behind(block, size)
    else:
        if below and len(block.rows) == 1 and _is_underline(first, below):
            block.role = Role.HEADING
            below.leave_out("markup")
        yield block


def _behind(block: Block, size: int) -> Iterator[Block]:
    if len(block.rows) > size:
        yield block.part(size, len(block.rows))


def _heading_rows(rows: Sequence[Row]) -> int:
    """How many rows a heading takes that begins with a label: further rows set as titles belong to it."""
    if len(rows) <= 5 and all(title_like(row.text.rstrip(".,;:")) for row in rows):
        return len(rows)
    size = 1
    while size < min(len(rows), 6) and _is_subtitle(rows[size].text, alone=len(rows) == 2):
        size += 1
    return size


def _is_underline(above: Row, line: Block) -> bool:
    """Whether a rule right under a short row makes it a heading."""
    rule = line.rows[0]
    return (
        line.role is Role.BREAK
        and rule.gap == 0
        and _UNDERLINE.fullmatch(rule.text) is not None
        and len(above.text) <= 80
        and len(rule.text) >= len(above.text) // 2
        and above.text[-1] not in ".,;\"”’'"
    )


def _is_subtitle(text: str, *, alone: bool) -> bool:
    """Whether a row under a heading belongs to it: set like a title, or short and no sentence."""
    if len(text) > LONGEST or label_of(text):
        return False
    if text.isupper():
        return True
    if text[0] in _OPENERS:
        return False
    if title_like(text) and not (len(text.split()) == 1 and ends_sentence(text)):
        return True
    return alone and len(text.split()) <= 8 and text[0].isupper() and text[-1].isalnum()


# --- Headings told from the others -------------------------------------------------------------------


def _accept_numbers(blocks: Sequence[Block]) -> None:
    """Bare numerals and numbered titles are headings when they count up from one with text between.

    Each way to write them counts on its own: "I. THE STAIRS" goes on after parts that are "1", "2".
    """
    runs: list[list[int]] = []
    latest: dict[tuple[bool, bool], list[int]] = {}
    last: dict[tuple[bool, bool], int] = {}
    for i, block in enumerate(blocks):
        label = _number_label(block)
        if not label or not label.number:
            continue
        form = (bool(label.title), block.rows[0].text.strip("[(#* ")[0].isdigit())
        run = latest.get(form)
        if run and label.number == last[form] + 1 and _has_text(blocks[run[-1] + 1 : i]):
            run.append(i)
        elif label.number == 1 or not run:
            latest[form] = [i]
            runs.append(latest[form])
        else:
            continue
        last[form] = label.number
    for run in runs:
        label = label_of(blocks[run[0]].rows[0].text)
        from_one = label is not None and label.number == 1
        under_heading = run[0] == 0 or blocks[run[0] - 1].role is Role.HEADING
        if len(run) >= (2 if from_one else 3) or (from_one and under_heading):
            for i in run:
                blocks[i].role = Role.HEADING


def _number_label(block: Block) -> Label | None:
    """The label of a block that is a number, alone or with its title in the rows under it."""
    if block.role is not Role.TEXT or len(block.rows) > 3:
        return None
    label = numbered(block.rows[0].text)
    if label and len(block.rows) > 1:
        titled = block.text.isupper() or (
            len(block.rows) == 2 and _is_subtitle(block.rows[1].text, alone=True)
        )
        return label if titled and not label.title else None
    return label


def _has_text(blocks: Sequence[Block]) -> bool:
    return any(block.role is Role.TEXT and not numbered(block.rows[0].text) for block in blocks)


def _accept_capitals(blocks: Sequence[Block]) -> None:
    """Short rows in capitals are headings right above a heading, or throughout a book without others."""
    for block, below in reversed(list(pairwise(blocks))):
        if below.role is Role.HEADING and _is_capitals(block) and block.gap >= max(below.gap, 2):
            block.role = Role.HEADING
    if any(block.role is Role.HEADING for block in blocks[1:]):
        return
    found = [i for i, block in enumerate(blocks) if _is_capitals(block) and _may_follow(blocks, i)]
    lengths = [
        sum(len(block.text.split()) for block in blocks[i + 1 : end] if block.role is Role.TEXT)
        for i, end in pairwise([*found, len(blocks)])
        if i
    ]
    if len(lengths) >= 2 and min(lengths) >= 15 and sorted(lengths)[len(lengths) // 2] >= 60:
        for i in found:
            blocks[i].role = Role.HEADING


def _is_capitals(block: Block) -> bool:
    return (
        block.role is Role.TEXT
        and len(block.rows) <= 3
        and all(capitals(row.text) for row in block.rows)
        and not _END_OF.fullmatch(block.text)
    )


def _may_follow(blocks: Sequence[Block], index: int) -> bool:
    """A heading does not stand in the middle of a sentence, nor last."""
    if index + 1 >= len(blocks) or blocks[index + 1].role is not Role.TEXT:
        return False
    above = blocks[index - 1].text if index and blocks[index - 1].role is Role.TEXT else "."
    return ends_sentence(above) and not above.endswith(":")


def _accept_subtitles(blocks: Sequence[Block]) -> None:
    """A title on its own right under a label belongs to it, when something follows."""
    for above, block in pairwise(blocks[:-1]):
        if block.role is not Role.TEXT or above.role is not Role.HEADING:
            continue
        label, rows = label_of(above.text), block.rows
        whole = len(rows) == 1 or (len(rows) <= 4 and block.text.isupper())
        if label and not label.title and whole and _is_subtitle(rows[0].text, alone=len(rows) == 1):
            block.role = Role.HEADING


def _part_by_numbers(blocks: Sequence[Block]) -> None:
    """Bare numerals that start anew under each numbered chapter number its scenes, not chapters."""
    sections: list[Block] = []
    over: Label | None = None
    groups = 0
    for above, block in pairwise([*blocks[:1], *blocks]):
        if block.role is not Role.HEADING:
            continue
        label = label_of(block.rows[0].text)
        if label and label.kind == "numeral" and not label.title and len(block.rows) == 1:
            if over and over.number is not None and not over.is_part:
                sections.append(block)
                groups += label.number == 1
        elif label or above.role is not Role.HEADING:
            over = label
    if groups > 1:
        for block in sections:
            block.role, block.opens_scene = Role.TEXT, True


def keep_chapters(blocks: Sequence[Block]) -> None:
    """The two highest levels of headings open chapters (three, where the second is of parts); lower
    ones open scenes, unless they say that they are chapters."""
    headings = [block for block in blocks if block.role is Role.HEADING]
    levels = sorted({block.level for block in headings})
    seconds = [label_of(block.text) for block in headings if levels[1:] and block.level == levels[1]]
    kept = levels[: 3 if seconds and all(label and label.is_part for label in seconds) else 2]
    for block in headings:
        if block.level not in kept and not label_of(block.text):
            block.role, block.opens_scene = Role.TEXT, True


# --- The title page -------------------------------------------------------------------------------------

_BY = re.compile(r"(?:(?:a\s\w+\s)?(?:written\s)?by|author):?(?:\s(?P<name>\S.*))?", re.IGNORECASE)
_YEAR = re.compile(r"\W?(1[4-9]\d\d|20\d\d)\W?")
_PLACE_AND_DATE = re.compile(r".*\d.*,|.*,.*\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def title_page(blocks: Sequence[Block]) -> Facts:
    """What the rows at the top say ("The Lamp Room", "by A. N. Author"); they become headings."""
    top = _top(blocks)
    rows = [(i, row.text) for i, block in enumerate(top) for row in block.rows]
    for at, (_, text) in enumerate(rows):
        if not at or not (match := _BY.fullmatch(plain(text))):
            continue
        name_at = at if match["name"] else at + 1
        name = match["name"] or (rows[name_at][1] if name_at < len(rows) else "")
        if _is_name(name) and (name_at + 1 == len(rows) or rows[name_at + 1][0] > rows[name_at][0]):
            _to_front(top[: rows[name_at][0] + 1])
            return Facts(title_case(plain(rows[0][1])), title_case(plain(name)), year=_year(top))
    return Facts(_lone_title(top, blocks), year=_year(top))


def _top(blocks: Sequence[Block]) -> list[Block]:
    """The blocks before the first labelled heading that can be a title page."""
    top: list[Block] = []
    for block in blocks:
        if block.role is Role.OUT or block.role is Role.BREAK:
            continue
        is_title = all(_is_title_row(row.text) for row in block.rows)
        if block.cue or len(top) == 8 or len(block.rows) > 4 or not is_title or named(block.text):
            break
        top.append(block)
    return top


def _is_title_row(text: str) -> bool:
    return len(text) <= 90 and (_BY.fullmatch(plain(text)) is not None or text[-1] not in '.,;:"”')


def _is_name(text: str) -> bool:
    """Whether this can be an author's name: no sentence, no numbers, not a long run of small letters."""
    words = plain(text).split()
    if not 1 <= len(words) <= 8 or re.search(r"[!?;:\d]", text):
        return False
    return len(words) <= 3 or not text.islower()


def _year(top: Sequence[Block]) -> str:
    return next((match[1] for block in top if (match := _YEAR.fullmatch(block.text))), "")


def _to_front(blocks: Sequence[Block]) -> None:
    for block in blocks:
        block.role, block.front = Role.HEADING, True


def _lone_title(top: Sequence[Block], blocks: Sequence[Block]) -> str:
    """The first row as the book's title, when it is set like one and stands alone above the text."""
    if not top or top[0] is blocks[-1]:
        return ""
    first, below = top[0], blocks[blocks.index(top[0]) + 1]
    text = first.text
    if (
        label_of(text)
        or text[0] in _OPENERS
        or _PLACE_AND_DATE.match(text)
        or _is_one_of_many(first, below, blocks)
    ):
        return ""
    in_capitals = all(capitals(row.text) for row in first.rows)
    set_as_title = in_capitals or (len(first.rows) == 1 and title_like(text)) or _stands_out(first, blocks)
    if not first.level and not set_as_title:
        return ""
    if below.role is Role.TEXT and not below.gap and not ends_sentence(below.text):
        return ""  # the first of several short lines: a letter, a list, a poem
    subtitles = [block for block in top[1:] if block.role is Role.HEADING and not label_of(block.text)]
    _to_front([first, *subtitles])
    return title_case(plain(first.rows[0].text))


def _is_one_of_many(first: Block, below: Block, blocks: Sequence[Block]) -> bool:
    """Whether a heading at the top is a chapter's, set as the others are."""
    if first.role is not Role.HEADING or below.role is Role.HEADING:
        return False
    return any(
        each.role is Role.HEADING
        and each.level == first.level
        and not (each.level == 0 and label_of(each.text))
        for each in blocks
        if each is not first
    )


def _stands_out(first: Block, blocks: Sequence[Block]) -> bool:
    """Whether the first row is short and no sentence, where all else is sentences."""
    texts = [block.text for block in blocks if block.role is Role.TEXT and block is not first]
    is_short = len(first.rows) == 1 and len(first.text.split()) <= 8 and first.text[0].isupper()
    sentences = sum(ends_sentence(text) for text in texts)
    return is_short and not ends_sentence(first.text) and len(texts) >= 3 and sentences >= 0.9 * len(texts)
