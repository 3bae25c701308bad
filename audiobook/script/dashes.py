"""Dialogue set with a dash at the start of the line, as Joyce, Spanish, French or Polish books do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobook.script.inserts import VERB, Telling, find_insert, sentence_end, tells
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
_RESUMING = re.compile(rf"(?<=[.?!…:])\s{_DASH}\s?(?=[^\W\d_a-zà-öø-ÿа-я]|[¿¡])")
"""A dash between two sentences."""
_BEHIND_TAG = re.compile(rf"(?<=,)\s{_DASH}\s?(?=[^\W\d_])")
"""A dash behind a tag in the middle of a sentence: ", she said, — when"."""
_MARKS = re.compile('["“”«»]')
_CLOSING = re.compile(rf"\s?{_DASH}[\s.,;:?!…]*(?=[^\s.,;:?!…])")


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
    """The spoken stretches of a paragraph that a dash opens; empty if none does.

    Behind narration a dash between two sentences opens speech as well: "He turned. —Who is there?"
    """
    lead = _LEAD.match(text)
    if lead is None:
        lead = _RESUMING.search(text) if not _MARKS.search(text) else None
    spans: list[Span] = []
    while lead is not None:
        stretches, again = _stretches(text, lead.end())
        here = [Span(start, end, "", True) for start, end in stretches]
        start = lead.end() - len(lead.group().lstrip())
        spans += [here[0]._replace(start=start, mark=lead.group().strip()), *here[1:]]
        lead = again
    return spans


def _stretches(text: str, at: int) -> tuple[list[tuple[int, int]], re.Match[str] | None]:
    """The words spoken from `at` on, and the dash that opens speech again behind narration, if one does."""
    insert = find_insert(text, at, len(text))
    tagged = insert and _BEHIND_TAG.match(text, insert.end)
    if insert and tagged:
        return [(at, insert.start)], tagged
    again, dash = _RESUMING.search(text, at), _OPENING.search(text, at)
    if again is not None and (dash is None or again.start() <= dash.start()):
        stretches, last = _between_tags(text, at, again.start(), resumed=True)
        if last is not Telling.WORDS:
            return stretches, again
    if dash is not None:
        return list(_between_dashes(text, at)), None
    return _between_tags(text, at, len(text))[0], None


def _between_dashes(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The words between narration that dashes set off."""
    while dash := _OPENING.search(text, at):
        yield at, dash.start()
        closing = _CLOSING.search(text, dash.end())
        if closing is None:
            return
        at = closing.end()
    yield at, len(text)


def _between_tags(
    text: str, at: int, stop: int, resumed: bool = False
) -> tuple[list[tuple[int, int]], Telling]:
    """The words between narration that nothing but its wording sets off, sentence by sentence; and what
    stands at the end. `resumed`: a dash follows, so there probably is narration."""
    spoken: list[tuple[int, int]] = []
    first = start = at  # of the words that are being spoken
    before = Telling.WORDS
    insert = find_insert(text, at, stop)
    while at < stop:
        if insert and insert.start < at:
            insert = find_insert(text, at, stop)
        end = sentence_end(text, at, stop)
        if at > first and tells(
            text, at, end, Telling.TAG if resumed and before is Telling.WORDS else before
        ):
            now = Telling.NARRATION
        elif resumed and before is not Telling.WORDS:
            now = Telling.NARRATION  # or why would a dash say that speech begins again?
        elif insert and insert.start <= end:
            now = Telling.TAG
        else:
            now = Telling.WORDS
        if before is not Telling.WORDS:
            start = at
        words_end = insert.start if insert and now is Telling.TAG else at
        if start < words_end and now is not Telling.WORDS:
            spoken.append((start, _trimmed(text, words_end)))
        at = insert.end if insert and now is Telling.TAG else end
        while at < stop and text[at].isspace():
            at += 1
        before = now
    if before is Telling.WORDS:
        spoken.append((start, stop))
    return spoken, before


def _trimmed(text: str, end: int) -> int:
    while text[end - 1].isspace():
        end -= 1
    return end
