"""Markdown (.md) → manuscript: headings, scene breaks, front matter; emphasis stays as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from audiobook.manuscript import boilerplate, chat, play
from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.chapters import assemble, book_of
from audiobook.manuscript.masking import disjoint, masked
from audiobook.manuscript.outline import find_headings, keep_chapters, title_page
from audiobook.manuscript.rows import Block, Role, Row, clean, ends_sentence, left_out_rows, split_rows
from audiobook.manuscript.wrapping import is_scene_break, measure
from audiobook.model import LeftOut, Manuscript

if TYPE_CHECKING:
    from markdown_it.token import Token

_HIDDEN = (("<!--", "-->", "comment"), ("<style", "</style>", "markup"), ("<script", "</script>", "markup"))
_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*(?:\r\n?|\n)(?:[^\r\n]*(?:\r\n?|\n)){1,200}?(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)"
)
_FIELD = re.compile(r"^([A-Za-z][\w-]*):[ \t]*(\S.*)$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_LIST_ITEM = re.compile(r"(?:[-+*]|\d{1,3}[.)])\s")
_BREAK_TAG = re.compile(r"<hr\s*/?>", re.IGNORECASE)
_SHORTCUT = re.compile(r"\[([^\[\]]{1,100})\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,60}\]:")

_INLINE = re.compile(
    r"!\[(?P<image>[^\[\]]*)\]\([^()\r\n]*\)"
    r"|\[\^(?P<marker>[^\[\]\s]{1,60})\]"
    r"|\[(?P<link>[^\[\]]+)(?:\]\([^()\r\n]*(?:\([^()\r\n]*\)[^()\r\n]*)?\)|\]\[[^\[\]\r\n]*\])"
    r"|<(?P<tag>/?[A-Za-z][^<>\r\n]{0,300}|https?://[^<>\s]{1,300})>"
    r"|(?P<escape>\\)(?=[!-/:-@\[-`{-~]|[\r\n])"
)


def is_markdown(source: str) -> bool:
    """Whether a text without a name is Markdown: it has front matter or `#` headings."""
    front = _FRONT_MATTER.match(source)
    return (front is not None and _facts(front[0]) is not None) or re.search(
        r"^#{1,6} +\S", source, re.MULTILINE
    ) is not None


def read(source: str, place: str) -> Manuscript:
    """The manuscript of a Markdown text. Raises BadInput when there are no words in it."""
    text, hidden = masked(source, _HIDDEN)
    front = _FRONT_MATTER.match(text)
    facts = _facts(front[0]) if front else None
    start = front.end() if front and facts else 0
    rows = split_rows(text, start)
    if cues := play.cues_of(rows):
        blocks, page = play.blocks_of(text, rows, cues)
    else:
        blocks = _prose(text, start)
        page = title_page(blocks)
        blocks = chat.split_chats(text, blocks)
    for block in blocks:
        inside = (out for out in hidden if block.start <= out.start < block.end)
        block.cuts = disjoint([*block.cuts, *inside])
    around = [LeftOut(0, start, "front matter"), *hidden] if start else hidden
    blocks += (left_out_rows([Row(out.start, out.end, "")], out.why) for out in around)
    return assemble(source, blocks, book_of((facts or Facts(), page), place), place)


def _facts(front_matter: str) -> Facts | None:
    """What YAML front matter says of the book; None when it has no fields, and is a scene break."""
    fields = {
        key.lower(): value.strip().strip("\"'[]")
        for key, value in _FIELD.findall(_LINE_END.sub("\n", front_matter))
    }
    if not fields:
        return None
    year = re.search(r"\b\d{4}\b", fields.get("year") or fields.get("date", ""))
    language = fields.get("language") or fields.get("lang", "")
    author = fields.get("author") or fields.get("authors") or fields.get("by", "")
    return Facts(fields.get("title", ""), author, language, year[0] if year else "")


# --- Blocks ----------------------------------------------------------------------------------------------


def _prose(text: str, start: int) -> list[Block]:
    page = _Page(text, start)
    blocks = list(page.blocks())
    wrapped = measure([row for block in blocks if block.role is Role.TEXT for row in block.rows]).wrapped
    blocks = [part for block in blocks for part in _paragraphs(text, block, wrapped)]
    for block in blocks:
        _cut_markup(text, block, page.references)
        if block.role is Role.TEXT and _FOOTNOTE.match(block.text):
            block.leave_out("footnote")
    boilerplate.notices(blocks)
    boilerplate.contents(blocks)
    keep_chapters(blocks)
    return find_headings(blocks)


class _Page:
    """A Markdown text's blocks, as the CommonMark rules for blocks find them.

    Lists and indented code are read as the paragraphs that they are in a story.
    """

    def __init__(self, text: str, start: int) -> None:
        from markdown_it import MarkdownIt

        parser = MarkdownIt("zero").enable(["blockquote", "fence", "heading", "hr", "lheading", "reference"])
        environment: dict[str, dict[str, object]] = {}
        self.text = text
        self.tokens = parser.parse(text[start:], environment)
        self.references = frozenset(environment.get("references", {}))
        ends = [match.end() for match in _LINE_END.finditer(text, start)]
        self.starts = [start, *ends, len(text)]
        self.first_number = len(_LINE_END.findall(text, 0, start)) + 1

    def blocks(self) -> Iterator[Block]:
        """The blocks from top to bottom."""
        behind = 0  # the line behind the last block
        for opener, token in pairwise([*self.tokens[:1], *self.tokens]):
            if not token.map or token.type not in ("hr", "fence", "inline"):
                continue
            first, end = token.map
            gap = max(first - behind, 0)
            behind = end
            if token.type == "hr":
                yield from _made([self._row(first, gap)], Role.BREAK)
            elif token.type == "fence":
                lines = range(first + 1, first + 1 + token.content.count("\n"))
                yield from _made([self._row(line, gap) for line in lines], Role.TEXT)
            else:
                behind = opener.map[1] if opener.map else end
                yield from self._leaf(opener, token.content.split("\n"), first, gap)

    def _leaf(self, opener: Token, lines: Sequence[str], first: int, gap: int) -> Iterator[Block]:
        """A paragraph or a heading."""
        rows = [self._row(first + i, 0 if i else gap, line) for i, line in enumerate(lines)]
        if opener.type != "heading_open":
            yield from _made(rows, Role.BREAK if _BREAK_TAG.fullmatch(lines[0]) else Role.TEXT)
        elif opener.markup == "-" and opener.map and (len(lines) > 1 or ends_sentence(lines[0])):
            # Not meant as a heading: dashes for a scene break right under the text.
            yield from _made(rows, Role.TEXT)
            yield from _made([self._row(opener.map[1] - 1, 0)], Role.BREAK)
        else:
            yield from _made(rows, Role.HEADING, int(opener.tag[1]))

    def _row(self, line: int, gap: int, content: str = "") -> Row | None:
        """The row in a line, without the marks before and behind `content` if that is given."""
        start, end = (
            self.starts[line],
            self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text),
        )
        raw = self.text[start:end]
        content = content.strip()
        at = raw.rfind(content) if content else -1
        if at < 0:
            lead = re.match(r"[>\s]*", raw) if content else re.match(r"\s*", raw)
            at = lead.end() if lead else 0
            content = raw[at:].rstrip()
        text = clean(content)
        if not text:
            return None
        return Row(start + at, start + at + len(content), text, 0, gap, self.first_number + line)


def _made(rows: Sequence[Row | None], role: Role, level: int = 0) -> Iterator[Block]:
    if kept := [row for row in rows if row]:
        yield Block(kept, role, level=level)


def _paragraphs(text: str, block: Block, wrapped: bool) -> Iterator[Block]:
    """A block's rows as they are read: list items and lines that were ended on purpose are paragraphs."""
    if block.role is not Role.TEXT:
        yield block
        return
    on_purpose = not wrapped or (len(block.rows) > 1 and all(_breaks(text, row) for row in block.rows[:-1]))
    starts = [
        i
        for i, row in enumerate(block.rows)
        if not i or on_purpose or _LIST_ITEM.match(row.text) or is_scene_break(row.text)
    ]
    for first, end in pairwise([*starts, len(block.rows)]):
        part = block.part(first, end)
        if is_scene_break(part.rows[0].text):
            part.role = Role.BREAK
        yield part


def _breaks(text: str, row: Row) -> bool:
    """Whether two spaces or a backslash at its end break the line."""
    return text.startswith("  ", row.end) or row.text.endswith("\\")


def _cut_markup(text: str, block: Block, references: frozenset[str]) -> None:
    """Cut links' addresses, pictures, tags, footnote markers and the marks of quoted blocks."""
    cuts = []
    for above, below in pairwise(block.rows):
        marks = text[above.end : below.start]
        if inner := marks.strip():
            at = above.end + marks.index(inner)
            cuts.append(LeftOut(at, at + len(inner), "markup"))
    for match in _INLINE.finditer(text, block.start, block.end):
        if match.lastgroup == "link":
            cuts.append(LeftOut(match.start(), match.start("link"), "markup"))
            cuts.append(LeftOut(match.end("link"), match.end(), "markup"))
        else:
            why = {"image": "illustration", "marker": "footnote marker"}.get(match.lastgroup or "", "markup")
            cuts.append(LeftOut(match.start(), match.end(), why))
    for match in _SHORTCUT.finditer(text, block.start, block.end) if references else ():
        if match[1].strip().upper() in references:
            cuts += (
                LeftOut(match.start(), match.start() + 1, "markup"),
                LeftOut(match.end() - 1, match.end(), "markup"),
            )
    block.cuts = disjoint([*block.cuts, *cuts])
