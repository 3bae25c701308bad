"""What stands around a story and is no part of it: licences, credits, contents, page numbers, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.manuscript.headings import capitals, key, label_of, named, numbered, title_like
from audiobook.manuscript.rows import Block, Role, Row, ends_sentence
from audiobook.model import LeftOut

# --- Project Gutenberg ----------------------------------------------------------------------------

_START = re.compile(
    r"\*{2,3}\s?START OF (?:THE |THIS )?PROJECT GUTENBERG|\*END\*\s?THE SMALL PRINT|\*{3}\s?START\*{3}",
    re.IGNORECASE,
)
_END = re.compile(
    r"\*{2,3}\s?END OF (?:THE |THIS )?PROJECT GUTENBERG"
    r"|End of (?:the |this )?Project Gutenberg(?:['’]?s)?\b|\*{3}\s?END\*{3}",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"(?:This is )?(?:The )?Project Gutenberg(?:['’]s)?(?:\s\S+){0,2} e-?(?:book|text),? of "
    r"(?P<title>.+?)(?:,? by (?P<author>.+))?",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?P<name>Title|Author|Language|Translator|Editor|Illustrator)\s?:\s*(?P<value>.*)", re.IGNORECASE
)
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "dutch": "nl",
}


@dataclass(slots=True)
class Facts:
    """What the text around the story says about the book."""

    title: str = ""
    author: str = ""
    language: str = ""
    year: str = ""


def gutenberg(rows: Sequence[Row]) -> tuple[int, int, Facts]:
    """The rows (first, end) between Project Gutenberg's header and footer, and what the header says."""
    first, end = 0, len(rows)
    facts = Facts()
    starts = [i for i, row in enumerate(rows) if _START.match(row.text)]
    if starts:
        first = starts[-1] if len(rows) > 2 * starts[-1] else starts[0]
        while first < len(rows) - 1 and not rows[first].text.rstrip().endswith("*"):
            if rows[first + 1].gap:
                break
            first += 1
        first += 1
        facts = _fields(rows[:first])
    ends = [i for i, row in enumerate(rows[first:], first) if _END.match(row.text)]
    if ends:
        end = ends[0]
    if not starts and rows and (match := _TOP.fullmatch(rows[0].text)):
        facts = Facts(match["title"].strip(" ,."), (match["author"] or "").strip(" ,."))
        first = 1
        while first < end and not rows[first].gap and len(rows[first].text) > 60:
            first += 1
    return first, end, facts


def fields(rows: Sequence[Row]) -> tuple[int, Facts]:
    """How many rows a "Title: … / Author: …" header at the top takes, and what it says."""
    count = 0
    for i, row in enumerate(rows[:12]):
        match = _FIELD.fullmatch(row.text) or _OTHER_FIELD.fullmatch(row.text)
        if not match or (i == 0 and not row.text.lower().startswith("title")):
            break
        count = i + 1
    return count, _fields(rows[:count])


_OTHER_FIELD = re.compile(
    r"(?:By|Date|Year|Published|Publisher|Release date|Posting date|Genre|Series|Summary|Subtitle|Copyright|"
    r"Licen[cs]e|Character set encoding|Credits|Source|Rating|Words?(?: count)?|Fandom|Tags?)\s?:.*",
    re.IGNORECASE,
)


def _fields(rows: Sequence[Row]) -> Facts:
    facts = Facts()
    for i, row in enumerate(rows):
        text = row.text
        if text.lower().startswith("by:"):
            text = "Author:" + text[3:]
        if not (match := _FIELD.fullmatch(text)):
            continue
        name, value = match["name"].lower(), match["value"].strip()
        if name == "title" and not facts.title:
            more = rows[i + 1] if i + 1 < len(rows) else None
            if more and not more.gap and more.indent > row.indent and ":" not in more.text:
                value = f"{value} {more.text}"
            facts.title = value
        elif name == "author" and not facts.author:
            facts.author = value
        elif name == "language" and not facts.language:
            facts.language = _LANGUAGES.get(value.lower(), "")
    return facts


# --- Credits and notices ----------------------------------------------------------------------------

_CREDITS = re.compile(
    r"(?:produced|prepared|transcribed|scanned|digiti[sz]ed|proofread|credits?\s?:|html version)\b.{0,40}"
    r"(?:\bby\b|\bfrom\b|:)"
    r"|(?:this )?e-?(?:text|book) (?:was )?(?:prepared|produced|created|transcribed)\b"
    r"|https?://\S+$|www\.\S+$",
    re.IGNORECASE,
)
_NOTICES = re.compile(
    r"copyright\b|©|\(c\)\s?\d|all rights reserved|first (?:published|edition|printing)"
    r"|published (?:by|in)\b|isbn\b|printed in\b|this is a work of fiction"
    r"|no part of this (?:book|publication|work)|library of congress"
    r"|smashwords edition|licen[cs]e notes|this e-?book is licensed|discover other titles by"
    r"|(?:also|other (?:books|works|titles)) by\b|cover (?:design|art|illustration) by\b",
    re.IGNORECASE,
)
_TRANSCRIBER = re.compile(r"\W{0,3}transcriber['’]?s?['’]?\s+notes?\b", re.IGNORECASE)
_NOTES = re.compile(r"\W{0,3}(?:foot|end)?notes\W{0,3}", re.IGNORECASE)
_NOTE = re.compile(r"[\[(](?:\d{1,4}|[A-Z*†‡])[\])]|\d{1,3}[.)]?\s|[*†‡]")


def notices(blocks: Sequence[Block]) -> None:
    """Leave out credits and legal notices at either end, and transcriber's notes anywhere."""
    for i, block in enumerate(blocks):
        if block.role is not Role.TEXT:
            continue
        at_edge = i < 40 or i >= len(blocks) - 15
        if _TRANSCRIBER.match(block.text):
            block.leave_out("boilerplate")
            if len(block.text.split()) <= 4:
                _leave_section(blocks, i + 1)
        elif at_edge and len(block.text) < 1200 and (_CREDITS.match(block.text) or _is_notice(blocks, i)):
            block.leave_out("boilerplate")
        elif i > len(blocks) // 2 and _NOTES.fullmatch(block.text) and _is_note(blocks, i + 1):
            _leave_notes(blocks, i)


def _is_notice(blocks: Sequence[Block], index: int) -> bool:
    """A legal notice; near the start only before the story has begun, near the end only after a notice."""
    if not _NOTICES.match(blocks[index].text):
        return False
    return not any(each.role is Role.TEXT and len(each.text) > 400 for each in blocks[:index])


def _leave_section(blocks: Sequence[Block], index: int) -> None:
    """Leave out what follows a note's heading, up to a wide gap, a heading or the tenth paragraph."""
    for i, block in enumerate(blocks[index : index + 10]):
        if block.role is not Role.TEXT or named(block.text) or (i and block.gap > 1):
            return
        block.leave_out("boilerplate")


def _is_note(blocks: Sequence[Block], index: int) -> bool:
    return index < len(blocks) and _NOTE.match(blocks[index].text) is not None


def _leave_notes(blocks: Sequence[Block], index: int) -> None:
    for block in blocks[index:]:
        if named(block.rows[0].text):
            return
        block.leave_out("footnote")


# --- Contents -------------------------------------------------------------------------------------------

_CONTENTS = re.compile(
    r"\W{0,3}(?:table of )?contents\W{0,3}|\W{0,3}(?:list of )?(?:illustrations|chapters|plates)\W{0,3}",
    re.IGNORECASE,
)
_PAGE_AT_END = re.compile(r"(?:[\s.·…]{2,}|\s)(?:\d{1,4}|[ivxlc]{1,7})$")


def contents(blocks: Sequence[Block]) -> None:
    """Leave out tables of contents: what stands under that heading, and lists of headings that come again."""
    i = 0
    while i < len(blocks):
        if blocks[i].role in (Role.TEXT, Role.HEADING) and _CONTENTS.fullmatch(blocks[i].rows[0].text):
            i = _leave_contents(blocks, i)
        i += 1
    _leave_lists(blocks)


def _leave_contents(blocks: Sequence[Block], start: int) -> int:
    """Leave out the table that starts at `start`; returns the index of its last block."""
    end = start + 1
    while end < len(blocks) and not (blocks[end].role is Role.HEADING and blocks[end].level):
        if blocks[end].role is Role.TEXT and not _is_entries(blocks[end]):
            break
        end += 1
    entries = [row.text for block in blocks[start:end] for row in block.rows][1:]
    if not entries:
        return start
    body = _where_body_starts(blocks, start, end, entries)
    for block in blocks[start:body]:
        block.leave_out("contents")
    return body - 1


def _is_entries(block: Block) -> bool:
    """Whether every row can be an entry of a table of contents."""
    return all(len(row.text) <= 100 and _is_entry(row.text) for row in block.rows)


def _is_entry(text: str) -> bool:
    return (
        _PAGE_AT_END.search(text) is not None
        or named(text) is not None
        or numbered(text) is not None
        or capitals(text)
        or title_like(text)
        or (not ends_sentence(text) and len(text.split()) <= 12 and text[0] not in "\"“‘'—")
    )


def _where_body_starts(blocks: Sequence[Block], start: int, end: int, entries: Sequence[str]) -> int:
    """The first block after the table: the headings of the first chapter may look like entries as well.

    A book's first chapter has the table's first entry again as its heading; failing that, a heading
    after a wide gap begins it.
    """
    if end == len(blocks):
        return end
    first = _entry_key(entries[0])
    for i in range(end - 1, start + 1, -1):
        if _entry_key(blocks[i].rows[0].text) == first:
            return _with_labels(blocks, i, start + 2)
    late = [i for i in range(max(start + 2, end - 5), end) if _heads(blocks[i])]
    widest = max(late, key=lambda i: (blocks[i].gap, -i), default=end)
    if widest < end and blocks[widest].gap > max(1, _usual_gap(blocks, start, end)):
        return widest
    return end


def _with_labels(blocks: Sequence[Block], index: int, first: int) -> int:
    """The index of the labels above a heading: "PART ONE" and "CHAPTER I" above "THE STAIRS"."""
    label = label_of(blocks[index].text)
    while index > first and (above := label_of(blocks[index - 1].text)) and not above.title:
        if label and not above.is_part:
            break
        label, index = above, index - 1
    return index


def _heads(block: Block) -> bool:
    text = block.rows[0].text
    return named(text) is not None or numbered(text) is not None or capitals(text)


def _usual_gap(blocks: Sequence[Block], start: int, end: int) -> int:
    gaps = sorted(block.gap for block in blocks[start + 2 : end])
    return gaps[len(gaps) // 2] if gaps else 0


def _entry_key(text: str) -> str:
    """An entry without its number and page, if anything is left."""
    text = _PAGE_AT_END.sub("", text) if len(text.split()) > 2 else text
    label = named(text) or numbered(text)
    if label and label.title:
        return key(label.title)
    return f"{label.kind} {label.number}" if label else key(text)


def _leave_lists(blocks: Sequence[Block]) -> None:
    """Leave out three or more headings in a row, nothing between, that all come again later."""
    rows = [
        (row, i)
        for i, block in enumerate(blocks)
        if block.role in (Role.TEXT, Role.HEADING)
        for row in block.rows
    ]
    keys = [key(row.text) if named(row.text) or numbered(row.text) else "" for row, _ in rows]
    last = {text: at for at, text in enumerate(keys)}
    at = 0
    while at < len(keys):
        end = at
        while end < len(keys) and keys[end] and last[keys[end]] > end:
            end += 1
        if end - at >= 3 and len(set(keys[at:end])) == end - at:
            for _, i in rows[at:end]:
                if all(named(row.text) or numbered(row.text) for row in blocks[i].rows):
                    blocks[i].leave_out("contents")
        at = max(end, at + 1)


# --- Page numbers, pictures, footnotes --------------------------------------------------------------------

_PAGE = re.compile(
    r"[-–—|~\s]{0,3}(?P<sure>[\[({]?(?:(?:page|pg\.?|p\.)\s{0,2}|(?<=[\[({])))?(?P<number>\d{1,4})[-–—\])}|~\s]{0,3}",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?P<marker>\[(?:\d{1,4}|[*†‡§]{1,3})\]|(?<=\S)\[[A-Z]\](?!\w))"
    r"|(?P<page>\[(?:pg\.?|page|p\.)\s?(?:\d{1,4}|[ivxlc]{1,8})\]|\{(?:pg\.?\s?|page\s|p\.\s?)?\d{1,4}\})"
    r"|(?P<note>\[Footnote\b[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)?\])"
    r"|(?P<picture>\[(?:Illustration|Frontispiece|Cover|Decoration|Music)\b[^\[\]]*\])"
    r"|(?P<aside>\[(?:Sidenote|Transcriber['’]?s?['’]? note|Blank page)\b[^\[\]]*\])",
    re.IGNORECASE,
)
_WHY = {
    "marker": "footnote marker",
    "page": "page number",
    "note": "footnote",
    "picture": "illustration",
    "aside": "boilerplate",
}


def page_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Leave out page numbers that stand alone, and join the paragraphs that they cut in two.

    Those that say so are page numbers ("Page 12", "[12]"); others may be chapters, unless the text goes
    on in the middle of a sentence after some of them.
    """
    found = [(i, match) for i, block in enumerate(blocks) if (match := _page_number(block))]
    doubtful = [i for i, match in found if not match["sure"]]
    cut = sum(_cuts_sentence(blocks, i) for i in doubtful)
    for i, match in found:
        if match["sure"] or (cut and cut >= 0.2 * len(doubtful)):
            blocks[i].leave_out("page number")
    return _rejoined(blocks)


def _page_number(block: Block) -> re.Match[str] | None:
    if block.role is not Role.TEXT or len(block.rows) > 1 or len(block.text) > 15:
        return None
    match = _PAGE.fullmatch(block.text)
    return match if match and int(match["number"]) < 1400 else None  # more is a year


def _cuts_sentence(blocks: Sequence[Block], index: int) -> bool:
    if not 0 < index < len(blocks) - 1:
        return False
    above, below = blocks[index - 1].text, blocks[index + 1].text
    return not ends_sentence(above) and below[:1].islower()


def _rejoined(blocks: Sequence[Block]) -> list[Block]:
    joined: list[Block] = []
    between: list[Block] = []
    for block in blocks:
        if block.role is Role.OUT and block.why in ("page number", "illustration"):
            between.append(block)
            continue
        above = joined[-1] if joined else None
        if between and above and above.role is block.role is Role.TEXT and _goes_on(above, block):
            cuts = [LeftOut(each.start, each.end, each.why) for each in between]
            above.cuts += [*cuts, *block.cuts]
            above.rows += block.rows
            between = []
            continue
        joined += [*between, block]
        between = []
    return joined + between


def _goes_on(above: Block, below: Block) -> bool:
    return not ends_sentence(above.text) and below.text[:1].islower()


def inline(source: str, blocks: Sequence[Block]) -> None:
    """Cut footnote markers, notes, page numbers and pictures in brackets out of paragraphs."""
    for block in blocks:
        if block.role is not Role.TEXT or not _has_brackets(source, block):
            continue
        found = [match for match in _INLINE.finditer(source, block.start, block.end) if match.lastgroup]
        if len(found) == 1 and found[0].span() == (block.start, block.end):
            if found[0].lastgroup not in ("marker", "page"):  # alone they are page numbers
                block.leave_out(_WHY[found[0].lastgroup or ""])
            continue
        block.cuts += (LeftOut(*match.span(), _WHY[match.lastgroup or ""]) for match in found)


def _has_brackets(source: str, block: Block) -> bool:
    return any(source.find(mark, block.start, block.end) >= 0 for mark in "[{")
