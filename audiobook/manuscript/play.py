"""Hand-written play scripts and transcripts: `NAME: line`, `NAME (whispering): line`, `NAME. Line`, and
the name on a line of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobook.manuscript import boilerplate
from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.cuenames import CueNames
from audiobook.manuscript.headings import SMALL, named
from audiobook.manuscript.manner import deliveries
from audiobook.manuscript.outline import title_page
from audiobook.manuscript.rows import Block, Role, Row, ends_sentence, left_out_rows
from audiobook.manuscript.wrapping import is_scene_break, measure
from audiobook.model import NARRATOR, LeftOut

_MARKS = "[*_]{0,3}"
_TIME = r"(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?[\])]?\s{0,3}[-–]?\s{0,3})?"
_PARENTHETICAL = rf"(?:\s{{0,3}}{_MARKS}(?P<paren>[(\[][^()\[\]]{{1,120}}[)\]]){_MARKS})?"
_TITLE = r"(?:(?:MR|MRS|MS|DR|ST|PROF|CAPT|COL|GEN|LT|SGT|REV|FR|SR)\.\s)?"

_STYLES = {
    "colon": re.compile(
        rf"{_TIME}[*_<]{{0,4}}(?P<name>[^\W_][\w.'’,&/ -]{{0,39}}?)[*_>]{{0,4}}{_PARENTHETICAL}"
        rf"\s?[:：]{_MARKS}(?!//)(?=\s|$)"
    ),
    "stop": re.compile(
        rf"{_MARKS}(?P<name>{_TITLE}[^\W\d_](?:[\w'’,& -]{{0,38}}?\w)?){_PARENTHETICAL}"
        rf"(?:\.{_MARKS}(?:--|—|–)?(?=\s)|{_MARKS}\s?(?:--|-|—|–)(?=\s)|{_MARKS}(?:\t|\s{{2,4}})(?=\S))"
    ),
    "alone": re.compile(
        rf"{_MARKS}(?P<name>{_TITLE}[^\W\d_][\w'’,&. -]{{0,38}}?){_MARKS}{_PARENTHETICAL}[.:]?{_MARKS}"
    ),
}
"""How a cue can be set: before a colon, in capitals before a full stop, in capitals on its own row."""

_NO_NAMES = re.compile(
    r"(?:notes?|setting|time|place|date|location|scene|act|title|author|by|chapter|part|warning|summary"
    r"|characters?|cast|monday|tuesday|wednesday|thursday|friday|saturday|sunday|day|week|year|step|page"
    r"|figure|subject|from|to|cc|re|p\.?s\.?|tip|example|ingredients|method|total|price|the end|end"
    r"|curtain|exit|enter|exeunt)\b.*",
    re.IGNORECASE,
)
_CAST_LIST = re.compile(
    r"\W{0,4}(?:list of )?(?:the )?(?:characters|cast|persons|people|players|dramatis person(?:ae|æ))"
    r"(?: (?:list|of characters|of the (?:play|drama)|in the play|in order of appearance))?\W{0,4}",
    re.IGNORECASE,
)
_ACT_OR_SCENE = re.compile(
    r"\W{0,3}(?:act|scene)\s+(?:the\s+)?(?:\d{1,3}|[ivxlc]{1,7}|\w{3,9})\b(?!['’])", re.IGNORECASE
)
_STAGE = re.compile(
    r"(?:re-)?(?:enters?|exits?|exeunt|curtain|lights?|blackout|fade|setting|scene|time|place)\b",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"\b(?:I|me|my|mine|we|us|our|you|your|yours|thee|thou|thy)\b")
_TELLS_ACTION = re.compile(r"(?:he|she|they|to [A-Z]|aside|beat|pause|\w+ing|\w+ly)\b")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_QUOTATION = re.compile(r"[\"“«]")
_PAUSES = frozenset(["beat", "pause", "a beat", "a pause", "long pause"])


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at the start of a row."""

    name: str
    end: int
    """Where the speech starts in the row's text."""
    parenthetical: str = ""


Cues = Mapping[int, Cue]
"""The cues of a play by the index of their rows."""


def cues_of(rows: Sequence[Row]) -> Cues:
    """The cues by the index of their rows when the text is a play or a transcript; else none.

    Prose with a "Note:" here and there is not a play: cues must start a good share of its
    paragraphs, and the names must come again.
    """
    best: dict[int, Cue] = {}
    wrapped = measure(rows).wrapped
    for style in _STYLES:
        found = _candidates(rows, style)
        if len(found) > len(best) and _is_play(rows, found, style, wrapped):
            best = found
    return best


def _candidates(rows: Sequence[Row], style: str) -> dict[int, Cue]:
    found = {}
    for i, row in enumerate(rows):
        cue = _cue(row.text, style)
        if cue is None or (style == "alone" and not _stands_alone(rows, i)):
            continue
        found[i] = cue
    in_capitals = sum(cue.name.isupper() for cue in found.values())
    if in_capitals >= 0.8 * len(found):
        found = {i: cue for i, cue in found.items() if cue.name.isupper()}
    return found


def _cue(text: str, style: str) -> Cue | None:
    if style == "colon" and ":" not in text and "：" not in text:
        return None
    if style != "colon" and not text.split(maxsplit=1)[0].isupper():
        return None
    pattern = _STYLES[style]
    match = pattern.fullmatch(text) if style == "alone" else pattern.match(text)
    if not match:
        return None
    name = match["name"].strip(" .,")
    words = re.findall(r"[^\s,&/]+", name)
    if not 1 <= len(words) <= 5 or _NO_NAMES.fullmatch(name) or named(text) or is_scene_break(text):
        return None
    if style == "colon":
        is_name = all(w[0].isupper() or w[0].isdigit() or w.lower() in SMALL for w in words)
        is_name = is_name or (len(words) == 1 and name.islower())
    else:
        is_name = name.isupper() and sum(c.isalpha() for c in name) >= 2
    return Cue(name, match.end(), (match["paren"] or "")[1:-1]) if is_name else None


def colon_cue(text: str) -> Cue | None:
    """The cue that a row starts with, set before a colon."""
    return _cue(text, "colon")


def end_of_cue(source: str, row: Row, cue: Cue) -> int:
    """Where the cue that a row starts with ends in the source."""
    return row.start + _raw_length(source, row, cue.end)


def _stands_alone(rows: Sequence[Row], index: int) -> bool:
    """A name on its own row has a blank line above it, and its speech right under it."""
    below = rows[index + 1] if index + 1 < len(rows) else None
    above_is_clear = index == 0 or rows[index].gap > 0
    return above_is_clear and below is not None and below.gap == 0 and not below.text.isupper()


def _is_play(rows: Sequence[Row], found: Cues, style: str, wrapped: bool) -> bool:
    if not found:
        return False
    names = Counter(cue.name.casefold() for cue in found.values())
    first = min(found)
    paragraphs = sum(
        i in found or row.gap > 0 or (not wrapped and style != "alone")
        for i, row in enumerate(rows[first:], first)
    )
    again = len(found) - len(names)
    in_capitals = all(cue.name.isupper() for cue in found.values())
    if style == "colon" and in_capitals and len(found) >= 2 and len(found) >= 0.5 * paragraphs:
        return True
    enough = 3 if style == "colon" else 4
    return len(found) >= enough and again >= 0.25 * len(found) and len(found) >= 0.35 * paragraphs


# --- Reading -----------------------------------------------------------------------------------------------


def blocks_of(source: str, rows: Sequence[Row], cues: Cues) -> tuple[list[Block], Facts]:
    """The blocks of a play: speeches with their cues and deliveries, directions told by the narrator;
    and what its title page says."""
    blocks = list(_Reading(source, rows, cues).blocks())
    boilerplate.notices(blocks)
    boilerplate.contents(blocks)
    page = title_page(blocks)
    for block in blocks:
        if block.role is Role.TEXT and block.cue is None and not _QUOTATION.search(block.text):
            block.cue = NARRATOR
    return blocks, page


class _Reading:
    """One walk through a play's rows."""

    def __init__(self, source: str, rows: Sequence[Row], cues: Cues) -> None:
        self.source = source
        self.rows = rows
        self.cues = cues
        self.name = CueNames(source)
        self.wrapped = measure(rows).wrapped
        self.in_capitals = all(cue.name.isupper() for cue in cues.values())
        self.first = min(cues)

    def blocks(self) -> Iterator[Block]:
        """The play from top to bottom."""
        at = 0
        speaker: str | None = None
        while at < len(self.rows):
            row = self.rows[at]
            if at in self.cues:
                end = self._end_of_speech(at)
                speaker = self.name(self.cues[at].name)
                yield from self._speech(at, end, speaker)
            elif _CAST_LIST.fullmatch(row.text) and (end := self._end_of_cast(at)) > at + 1:
                yield left_out_rows(self.rows[at:end], "cast list")
            elif is_scene_break(row.text):
                end = at + 1
                speaker = None
                yield Block([row], Role.BREAK)
            elif self._is_heading(at):
                end = at + 1
                speaker = None
                yield self._heading(row)
            else:
                end = self._end_of_paragraph(at)
                goes_on = speaker is not None and self._is_speech(self.rows[at:end])
                if not goes_on:
                    speaker = None
                yield from self._text(self.rows[at:end], speaker or NARRATOR, before_all=at < self.first)
            at = end

    def _is_heading(self, at: int) -> bool:
        row = self.rows[at]
        return len(row.text) <= 120 and (
            named(row.text) is not None
            or _ACT_OR_SCENE.match(row.text) is not None
            or re.match(r"#{1,6}\s+\S", row.text) is not None
        )

    def _heading(self, row: Row) -> Block:
        level = len(row.text) - len(row.text.lstrip("#"))
        cuts = [LeftOut(row.start, row.start + level, "markup")] if level else []
        return Block([row], Role.HEADING, level=level, cuts=cuts)

    def _starts_something(self, at: int) -> bool:
        row = self.rows[at]
        return at in self.cues or is_scene_break(row.text) or self._is_heading(at)

    def _end_of_paragraph(self, at: int) -> int:
        """The row behind the paragraph that starts at `at`; an open bracket holds it together."""
        end = at + 1
        opened = _depth(self.rows[at].text)
        while end < len(self.rows) and not self._starts_something(end):
            row = self.rows[end]
            if opened <= 0 and (row.gap or not self.wrapped or row.text[0] in "[("):
                break
            if opened > 0 and row.gap > 1:
                break
            opened += _depth(row.text)
            end += 1
        return end

    def _end_of_speech(self, at: int) -> int:
        """The row behind the rows that belong to a cue's speech without a blank line."""
        end = at + 1
        opened = _depth(self.rows[at].text)
        alone = self.cues[at].end >= len(self.rows[at].text)
        while end < len(self.rows) and not self._starts_something(end):
            row = self.rows[end]
            if row.gap and opened <= 0 and not (alone and end == at + 1 and row.gap == 1):
                break
            if opened <= 0 and not alone and not self._goes_on(end):
                break
            opened += _depth(row.text)
            end += 1
        return end

    def _goes_on(self, at: int) -> bool:
        """Whether a row without a cue, right under a speech, goes on with it."""
        if self.wrapped:
            return not (self.rows[at].text[0] == "[" and ends_sentence(self.rows[at - 1].text))
        return not self.in_capitals or self._is_speech([self.rows[at]])

    def _is_speech(self, rows: Sequence[Row]) -> bool:
        """Whether a paragraph without a cue goes on with the speech before it: it says I or you."""
        text = " ".join(row.text for row in rows)
        if text[0] in "[(" or _STAGE.match(text) or (rows[0].gap and _QUOTATION.search(text)):
            return False
        goes_on = not self.in_capitals and not rows[0].gap
        return goes_on or _OWN_WORDS.search(text) is not None or text[0].islower()

    def _end_of_cast(self, at: int) -> int:
        """The row behind a cast list: names with what they are, each but once."""
        end = at + 1
        seen: set[str] = set()
        while end < len(self.rows):
            row = self.rows[end]
            if self._is_heading(end) or is_scene_break(row.text) or row.text[0] in "[(":
                break
            name = re.split(r"[,:(–—]|\s-\s|\.{2,}", row.text, maxsplit=1)[0].strip().casefold()
            if end in self.cues and (row.gap > 0 or name in seen) and seen:
                break
            is_sentence = ends_sentence(row.text) and "," not in row.text
            if len(row.text) > 160 or (row.gap > 1 and seen) or (row.gap and is_sentence):
                break
            seen.add(name)
            end += 1
        return end

    def _speech(self, at: int, end: int, speaker: str) -> Iterator[Block]:
        """A cue and its speech; directions in the speech part it."""
        row, cue = self.rows[at], self.cues[at]
        start = end_of_cue(self.source, row, cue)
        delivery = deliveries(cue.parenthetical)
        yield left_out_rows([row._replace(end=start)], "cue")
        yield from self._parts(start, self.rows[end - 1].end, speaker, delivery, row.number)

    def _text(self, rows: Sequence[Row], speaker: str, before_all: bool) -> Iterator[Block]:
        """A paragraph without a cue: a direction told by the narrator, or more of a speech."""
        is_prose = speaker == NARRATOR and any(_QUOTATION.search(row.text) for row in rows)
        if (before_all or is_prose) and not rows[0].text.startswith(("[", "(")):
            yield Block(list(rows))  # it may be the title page; quotations in it may be somebody's
            return
        yield from self._parts(rows[0].start, rows[-1].end, speaker, (), rows[0].number, alone=True)

    def _parts(
        self, start: int, end: int, speaker: str, delivery: tuple[str, ...], number: int, alone: bool = False
    ) -> Iterator[Block]:
        """A stretch of speech, parted by the directions in it that are told or change its delivery."""
        cuts: list[LeftOut] = []
        at = start
        for match in _BRACKETS.finditer(self.source, start, end):
            inner = match[0][1:-1].strip(" *_\n\r\t")
            before = self.source[at : match.start()].strip(" *_\n\r\t")
            boundary = not before or ends_sentence(before)
            if not inner or not _is_direction(match[0], inner, boundary, speaker):
                continue
            told = _is_told(inner, alone and not before, speaker)
            asked = deliveries(inner)
            if not told and not boundary and not asked:
                cuts.append(LeftOut(match.start(), match.end(), "direction"))
                continue
            yield from self._stretch(at, match.start(), speaker, delivery, cuts, number)
            if told:
                yield from self._stretch(match.start() + 1, match.end() - 1, NARRATOR, (), [], number)
            else:
                yield left_out_rows([Row(match.start(), match.end(), match[0], number=number)], "direction")
                delivery = asked or delivery
            at, cuts = match.end(), []
        yield from self._stretch(at, end, speaker, delivery, cuts, number)

    def _stretch(
        self, start: int, end: int, speaker: str, delivery: tuple[str, ...], cuts: list[LeftOut], number: int
    ) -> Iterator[Block]:
        text = self.source[start:end]
        body = text.strip()
        if not body:
            return
        start += len(text) - len(text.lstrip())
        row = Row(start, start + len(body), body, number=number)
        if not any(c.isalnum() for c in body) and not any(c in "?!…." for c in body):
            yield left_out_rows([row], "markup")
            return
        yield Block([row], cuts=cuts, cue=speaker, delivery=() if speaker == NARRATOR else delivery)


def _depth(text: str) -> int:
    return text.count("[") + text.count("(") - text.count("]") - text.count(")")


def _raw_length(source: str, row: Row, length: int) -> int:
    """How many characters of the source `length` characters of the row's text take."""
    if row.end - row.start == len(row.text):
        return length
    at, seen = row.start, 0
    while seen < length and at < row.end:
        seen += source[at] == row.text[seen]
        at += 1
    return at - row.start


def _is_direction(bracketed: str, inner: str, boundary: bool, speaker: str) -> bool:
    """Whether a bracket holds a direction, and not words that are spoken."""
    if bracketed[0] == "[" or speaker == NARRATOR:
        return True
    if _OWN_WORDS.search(inner):
        return False
    if _TELLS_ACTION.match(inner) or (deliveries(inner) and len(inner.split()) <= 6):
        return True
    return boundary and (inner[0].islower() or inner.endswith("."))


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 2 and text[0].isupper() and text.endswith((".", "!", "…"))


def _is_told(inner: str, alone: bool, speaker: str) -> bool:
    """Whether the narrator tells a direction: it is a sentence, or stands between speeches."""
    if alone and speaker == NARRATOR:
        return any(c.isalnum() for c in inner) and inner.strip(".").casefold() not in _PAUSES
    return _is_sentence(inner)
