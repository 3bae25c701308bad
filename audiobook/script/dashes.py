"""Dialogue set with a dash at the start of the line, as Joyce, Spanish, French or Polish books do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.script.inserts import VERB, find_insert
from audiobook.script.marks import Span, Style, read_marks

_LEAD = re.compile(r"(?:[—–―]+|--+|-(?=\s))\s*(?=[^\s—–―-])")
_DASH = r"(?:[—–―]+|--+|(?<=\s)-(?=\s))"
_OPENING = re.compile(
    # " —dijo ella": a blank before the dash and none behind; "? — сказала она": punctuation before it and
    # a small letter behind; " — powiedział Jan": a verb of saying next
    rf"\s{_DASH}(?=[^\W\d_])"
    rf"|(?<=[,.?!…])\s?{_DASH}\s(?=[^\W\d_A-ZÀ-ÖØ-ÞА-Я])"
    rf"|\s{_DASH}\s(?=(?:\w+ )?{VERB}\b)"
)
_CLOSING = re.compile(rf"\s?{_DASH}[\s.,;:?!…]*(?=[^\s.,;:?!…])")
_NARRATES = re.compile(r"(?:He|She|They|The [a-z]+|His|Her|Their)\b")


def speaks_in_dashes(paragraphs: Sequence[str], style: Style) -> bool:
    """Whether the document marks speech with dashes: at least half as often as with quotation marks."""
    led = [text for text in paragraphs if _LEAD.match(text)]
    if not led or (len(led) == 1 and not re.search(r"[.?!…]", led[0])):
        return False  # a single short one is the name under a motto
    marked = 0
    for text in paragraphs:
        if not _LEAD.match(text) and next(read_marks(text, "", style), None):
            marked += 1
            if marked > 2 * len(led):
                return False
    return True


def dash_dialogue(text: str) -> list[Span]:
    """The spoken stretches of a paragraph that a dash opens; empty if none does."""
    lead = _LEAD.match(text)
    if lead is None:
        return []
    spans: list[Span] = []
    start, at, mark = 0, lead.end(), lead.group().strip()
    while at < len(text):
        end, resume = _words_end(text, at)
        spans.append(Span(start, end, mark, True))
        if resume is None:
            break
        start = at = resume
        mark = ""
    return spans


def _words_end(text: str, start: int) -> tuple[int, int | None]:
    """Where the words that start here end, and where they go on after the narration (None: they do not)."""
    insert = find_insert(text, start, len(text))
    dash = _OPENING.search(text, start)
    if dash and (insert is None or dash.start() < insert.start):
        closing = _CLOSING.search(text, dash.end())
        return dash.start(), closing.end() if closing else None
    if insert is None:
        return len(text), None
    resume = insert.end
    while resume < len(text) and text[resume].isspace():
        resume += 1
    if resume == len(text) or _NARRATES.match(text, resume):
        return insert.start, None
    return insert.start, resume
