"""The text of HTML pages put together as one source, and the blocks of its story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobook.manuscript import boilerplate
from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.headings import key, label_of, title_like
from audiobook.manuscript.html import (
    BLOCKS,
    ITALIC_CLASS,
    SCENE_BREAK_CLASS,
    Element,
    is_link,
    is_note_reference,
    why_left_out,
)
from audiobook.manuscript.masking import disjoint
from audiobook.manuscript.outline import find_headings, keep_chapters
from audiobook.manuscript.rows import Block, Role, Row, clean, left_out_rows
from audiobook.manuscript.wrapping import is_scene_break, leaves_open, measure
from audiobook.model import LeftOut

_SPACE = re.compile(r"[ \t\r\n\f]+")
_CLAUSE_STARTS_AFTER = ".!?…:;,—–-\"“”‘’'("
_CLAUSE_ENDS_BEFORE = ".!?…:;,—–-\"“”‘’')"


@dataclass(slots=True)
class _Piece:
    """Something in a paragraph: text, a line break, or where italics start or end."""

    text: str = ""
    why: str = ""
    mark: str = ""
    """ "br", "i" or "/i"."""
    said: bool = False
    """The italics are kept as `*…*`: they may be a thought."""


class Extract:
    """The text of one or more pages, put together as a source of its own, and its blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[_Piece] = []
        self._titles: list[str] = []
        self._in_heading = False
        self._links: list[Block] = []

    @property
    def source(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def add(self, page: Element, titles: Mapping[str, str] | None = None, why: str = "") -> None:
        """Add a page. `titles` are of the chapters that start in it, by their anchors ("" for its top);
        `why` leaves all of it out."""
        titles = titles or {}
        if "" in titles:
            self._titles.append(titles[""])
        self._walk(page, why, titles)
        self._flush()

    def leave_out_tables(self) -> None:
        """Leave out tables of contents: three or more links to other places in a row."""
        run: list[Block] = []
        links = {id(block) for block in self._links}
        for block in [*self.blocks, None]:
            if block is not None and id(block) in links:
                run.append(block)
            elif block is None or block.role is not Role.OUT:
                for link in run if len(run) >= 3 else ():
                    link.leave_out("contents")
                run = []

    def drop_titles(self) -> None:
        """Forget the titles that no text has come for."""
        self._titles.clear()

    # -- walking

    def _walk(self, element: Element, why: str, titles: Mapping[str, str]) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._pieces.append(_Piece(child, why))
            else:
                self._visit(child, why, titles)

    def _visit(self, element: Element, why: str, titles: Mapping[str, str]) -> None:
        tag = element.tag.rpartition(":")[2]
        own_why = "" if why else why_left_out(element)
        if own_why == "markup":
            return
        if own_why == "footnote marker" and self._in_heading and element.text.strip().isalnum():
            own_why = "" if element.first("sup") is None and is_note_reference(element) else own_why
        is_block = tag in BLOCKS
        if is_block or (own_why and own_why != "footnote marker" and element.first("p", "div")):
            self._flush()
        for anchor in {element.get("id"), element.get("name") if tag == "a" else ""} - {""}:
            if anchor in titles:
                self._titles.append(titles[anchor])
        why = why or own_why
        if tag == "br":
            self._pieces.append(_Piece(mark="br"))
        elif tag == "hr" or (is_block and _is_break(element)):
            self._pieces = [_Piece("* * *", why)]
            self._flush(Role.BREAK)
        elif tag == "img":
            self._pieces.append(_Piece(_drop_capital(element), why))
        elif tag in ("i", "em") or (tag == "span" and ITALIC_CLASS.search(element.get("class"))):
            self._pieces.append(_Piece(mark="i"))
            self._walk(element, why, titles)
            self._pieces.append(_Piece(mark="/i"))
        elif tag == "pre":
            self._preformatted(element, why)
        else:
            is_heading = re.fullmatch(r"h[1-6]", tag) is not None
            self._in_heading |= is_heading
            self._walk(element, why, titles)
            if is_block:
                count = len(self.blocks)
                self._flush(Role.HEADING if is_heading else Role.TEXT, int(tag[1]) if is_heading else 0)
                self._in_heading &= not is_heading
                if not is_heading and is_link(element):
                    self._links += self.blocks[count:]

    def _preformatted(self, element: Element, why: str) -> None:
        for line in element.text.splitlines():
            self._pieces += (_Piece(line, why), _Piece(mark="br"))
        self._flush()

    # -- writing

    def _flush(self, role: Role = Role.TEXT, level: int = 0) -> None:
        """Write the open paragraph into the source as a block, or several where empty lines part it."""
        pieces, self._pieces = self._pieces, []
        if not any(piece.text.strip() for piece in pieces):
            return
        _keep_thoughts(pieces)
        lines: list[_Line] = []
        for pieces_of_line in _lines(pieces):
            line = self._write_line(pieces_of_line, gap=0 if lines else 1)
            if line:
                lines.append(line)
            elif lines and role is Role.TEXT:
                self._close(lines, role, level)
                lines = []
        if lines:
            self._close(lines, role, level)

    def _write_line(self, pieces: Sequence[_Piece], gap: int) -> _Line | None:
        """Write one line into the source; None when it is blank."""
        start = self._length
        kept: list[str] = []
        cuts: list[LeftOut] = []
        space = opened = False
        for piece in pieces:
            if piece.mark:
                if piece.said and piece.mark == "/i" and not opened:
                    self._write("*")
                    kept.append("*")
                opened = piece.said and piece.mark == "i"
                continue
            text = _SPACE.sub(" ", piece.text)
            space = space or text.startswith(" ")
            if body := text.strip(" "):
                before = (" " if space and self._length > start else "") + ("*" if opened else "")
                self._write(before)
                kept.append(before)
                at = self._length
                self._write(body)
                if piece.why:
                    cuts.append(LeftOut(at, self._length, piece.why))
                else:
                    kept.append(body)
                space = opened = False
            space = space or text.endswith(" ")
        if self._length == start:
            return None
        row = Row(start, self._length, clean("".join(kept)), 0, gap)
        self._write("\n")
        return _Line(row, cuts)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _close(self, lines: list[_Line], role: Role, level: int) -> None:
        """End the paragraph: lines with nothing to say are left out, at its edges as blocks of their own."""
        self._write("\n")
        said = [i for i, line in enumerate(lines) if line.row.text]
        first, end = (said[0], said[-1] + 1) if said else (len(lines), len(lines))
        self._leave_out(lines[:first])
        if said:
            rows = [line.row for line in lines[first:end] if line.row.text]
            cuts = [cut for line in lines[first:end] for cut in line.all_cuts()]
            self._keep(Block(rows, role, level=level, cuts=cuts))
        self._leave_out(lines[end:])

    def _leave_out(self, lines: Sequence[_Line]) -> None:
        for line in lines:
            self.blocks += (
                left_out_rows([line.row._replace(start=c.start, end=c.end)], c.why) for c in line.all_cuts()
            )

    def _keep(self, block: Block) -> None:
        if block.role is not Role.BREAK and len(block.rows) == 1 and is_scene_break(block.text):
            block.role = Role.BREAK
        if block.role is not Role.BREAK:
            block.chapter = ", ".join(self._titles)
            self._titles = []
        self.blocks.append(block)


@dataclass(slots=True)
class _Line:
    """A line written into the source."""

    row: Row
    cuts: list[LeftOut]

    def all_cuts(self) -> list[LeftOut]:
        """What is left out of it: all of it, when nothing is said in it."""
        if self.row.text:
            return self.cuts
        return [LeftOut(self.row.start, self.row.end, self.cuts[0].why if self.cuts else "markup")]


def _lines(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for piece in pieces:
        if piece.mark == "br":
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def _is_break(element: Element) -> bool:
    """An ornament between scenes: a block named so, with no words in it."""
    return SCENE_BREAK_CLASS.search(element.get("class")) is not None and not any(
        c.isalnum() for c in element.text
    )


def _drop_capital(image: Element) -> str:
    """The letter that a picture stands for at the start of a chapter."""
    return image.get("alt") if re.fullmatch(r"[A-Z]", image.get("alt")) else ""


def _keep_thoughts(pieces: Sequence[_Piece]) -> None:
    """Decide which italics of a paragraph are kept: whole clauses that may be a thought."""
    text = ""
    starts: list[tuple[_Piece, int]] = []
    spans: list[tuple[_Piece, _Piece, int, int]] = []
    for piece in pieces:
        if piece.mark == "i":
            starts.append((piece, len(text)))
        elif piece.mark == "/i" and starts:
            opening, start = starts.pop()
            if not starts:
                spans.append((opening, piece, start, len(text)))
        elif piece.mark == "br":
            text += " "
        elif not piece.why:
            text += piece.text
    for opening, closing, start, end in spans:
        inner = " ".join(text[start:end].split())
        opening.said = closing.said = _may_be_thought(inner, text[:start].rstrip(), text[end:].lstrip())


def _may_be_thought(inner: str, before: str, after: str) -> bool:
    """Whether italics are a clause of their own: no title, no foreign phrase, no stressed word."""
    words = inner.split()
    finished = inner.endswith((".", "?", "!", "…"))
    if not words or len(words) > 60 or (len(words) < 2 and not finished) or "*" in inner:
        return False
    if not finished and (title_like(inner) or (len(words) < 3 and not inner[0].isupper())):
        return False
    starts = not before or before[-1] in _CLAUSE_STARTS_AFTER
    ends = finished or inner[-1] in ",—–-" or not after or after[0] in _CLAUSE_ENDS_BEFORE
    return starts and ends and any(c.isalpha() for c in inner)


# --- The story --------------------------------------------------------------------------------


def story_of(extract: Extract, facts: Facts, *, listed: bool) -> list[Block]:
    """The blocks of the story in a book's pages. `listed`: its table of contents names the chapters,
    and the blocks that open them say so; otherwise headings tell."""
    source = extract.source
    extract.leave_out_tables()
    blocks = extract.blocks
    _leave_licence(blocks)
    blocks = _lines_as_paragraphs(blocks)
    boilerplate.inline(source, blocks)
    for block in blocks:
        block.cuts = disjoint(block.cuts)
    boilerplate.notices(blocks)
    blocks = boilerplate.page_numbers(blocks)
    boilerplate.contents(blocks)
    _title_page(blocks, facts)
    if listed:
        _listed_headings(blocks)
        return blocks
    keep_chapters(blocks)
    return find_headings(blocks)


def _leave_licence(blocks: Sequence[Block]) -> None:
    """Leave out Project Gutenberg's header and footer where nothing but their words marks them."""
    inside = [block for block in blocks if block.role in (Role.TEXT, Role.HEADING)]
    rows = [row for block in inside for row in block.rows]
    first, end, _ = boilerplate.gutenberg(rows)
    start = rows[first].start if first < len(rows) else 0
    stop = rows[end].start if end < len(rows) else (rows[-1].end if rows else 0)
    for block in inside:
        if block.start < start or block.start >= stop:
            block.leave_out("boilerplate")


def _lines_as_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Lines ended by <br> are paragraphs, as in verse and letters; unless they are a wrapped text's."""
    texts = [block for block in blocks if block.role is Role.TEXT and len(block.rows) > 1]
    if measure([row for block in texts for row in block.rows]).wrapped:
        return list(blocks)
    found: list[Block] = []
    for block in blocks:
        if block in texts and not any(leaves_open(row.text) for row in block.rows):
            found += (block.part(i, i + 1) for i in range(len(block.rows)))
        else:
            found.append(block)
    return found


def _title_page(blocks: Sequence[Block], facts: Facts) -> None:
    """The book's title and author at the top are read before the first chapter, and name none."""
    names = {key(facts.title), *(key(name) for name in re.split(r",| and |&", facts.author))} - {""}
    names |= {"by" + name for name in names} | {key(facts.author), "by" + key(facts.author)}
    kept = [block for block in blocks if block.role in (Role.TEXT, Role.HEADING)][:12]
    for block in kept:
        if key(block.text) in names:
            block.role, block.front = Role.HEADING, True
        elif label_of(block.text) or len(block.text) > 200:
            break


def _listed_headings(blocks: Sequence[Block]) -> None:
    """Headings that the table of contents knows open chapters; of the others, those right under these
    belong to them, those that say so open chapters, and the rest open scenes."""
    expected = ""
    body = False
    for block in blocks:
        if block.role not in (Role.TEXT, Role.HEADING):
            continue
        if block.chapter:
            expected, body = key(block.chapter), False
        name = key(block.text)
        if block.role is Role.TEXT and not body and expected and name and name in expected:
            block.role = Role.HEADING
        if block.role is Role.TEXT:
            body = True
        elif body and not label_of(block.text):
            block.role, block.opens_scene = Role.TEXT, True
        elif body:
            body = False
