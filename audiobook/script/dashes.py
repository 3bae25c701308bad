"""Dialogue set with a dash at the start of the line, as Joyce, Spanish, French or Polish books do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.script.inserts import find_insert, sentence_end
from audiobook.script.marks import Span, Style, read_marks

_LEAD = re.compile(r"(?:[—–―]+|--+|-(?=\s))\s*(?=\S)")
_INNER = re.compile(r"(?P<before>\s?)(?:[—–―]+|--+|(?<=\s)-(?=\s))(?P<after>[\s.,;:?!…]*)")
_NARRATES = re.compile(r"(?:He|She|They|The [a-z]+|His|Her|Their)\b")


def speaks_in_dashes(paragraphs: Sequence[str], style: Style) -> bool:
    """Whether the document marks speech with dashes: more such paragraphs than half of those with marks."""
    led = [text for text in paragraphs if _LEAD.match(text)]
    if not led:
        return False
    if len(led) == 1 and not re.search(r"[.?!…]", led[0]):
        return False  # the name under a motto
    marked = sum(
        1
        for text in paragraphs
        if not _LEAD.match(text) and next(iter(read_marks(text, "", style)), None) is not None
    )
    return len(led) >= 0.5 * marked


def dash_dialogue(text: str) -> list[Span]:
    """The spoken stretches of a paragraph that a dash opens; empty if none does."""
    lead = _LEAD.match(text)
    if lead is None:
        return []
    spans: list[Span] = []
    start, words, mark = 0, lead.end(), lead.group().strip()
    while start < len(text):
        end, resume = _speech_end(text, words)
        spans.append(Span(start, end, mark, True))
        if resume is None:
            break
        start = words = resume
        mark = ""
    return spans


def _speech_end(text: str, start: int) -> tuple[int, int | None]:
    """Where the words that start here end, and where they go on after the narration (None: they do not)."""
    for dash in _INNER.finditer(text, start):
        if dash.end() >= len(text):
            break
        if _opens_narration(text, dash):
            return _past_dash(text, dash)
        if find_insert(text, start, dash.start()):
            break
    insert = find_insert(text, start, len(text))
    if insert is None:
        return len(text), None
    resume = insert.end
    while resume < len(text) and text[resume].isspace():
        resume += 1
    if resume >= len(text) or _NARRATES.match(text, resume):
        return insert.start, None
    return insert.start, resume


def _opens_narration(text: str, dash: re.Match[str]) -> bool:
    """A dash inside a spoken paragraph opens narration when a small letter follows: " —dijo", ", — said"."""
    following = text[dash.end()]
    if not following.islower():
        return False
    if dash["before"] and not dash["after"]:
        return True
    return bool(dash["before"]) and text[: dash.start()].rstrip()[-1:] in ",.?!…"


def _past_dash(text: str, dash: re.Match[str]) -> tuple[int, int | None]:
    """The narration runs to the dash that closes it; the words go on behind that one."""
    end = len(text[: dash.start()].rstrip())
    for closing in _INNER.finditer(text, dash.end()):
        if closing.end() >= len(text):
            break
        return end, closing.end()
    finish = sentence_end(text, dash.end(), len(text))
    del finish
    return end, None
