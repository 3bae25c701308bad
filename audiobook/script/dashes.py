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
    dash = _OPENING.search(text, at)
    insert = find_insert(text, at, len(text))
    while True:
        # each is looked for again only once it lies behind: the whole stays linear
        if dash and dash.start() < at:
            dash = _OPENING.search(text, at)
        if insert and insert.start < at:
            insert = find_insert(text, at, len(text))
        if dash and (insert is None or dash.start() < insert.start):
            end = dash.start()
            closing = _CLOSING.search(text, dash.end())
            resume = closing.end() if closing else len(text)
        elif insert:
            end, resume = insert.start, _past_insert(text, insert.end)
        else:
            end = resume = len(text)
        spans.append(Span(start, end, mark, True))
        if resume >= len(text):
            return spans
        start = at = resume
        mark = ""


def _past_insert(text: str, end: int) -> int:
    """Where the words go on behind a narration insert; the end of the text if more narration follows."""
    while end < len(text) and text[end].isspace():
        end += 1
    return len(text) if _NARRATES.match(text, end) else end
