"""Fountain screenplays (.fountain, .spmd) → manuscript, by the syntax at https://fountain.io/syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobook.manuscript.chapters import assemble
from audiobook.manuscript.cuenames import CueNames
from audiobook.manuscript.manner import deliveries
from audiobook.manuscript.masking import masked
from audiobook.manuscript.naming import title_from
from audiobook.manuscript.rows import Block, Role, Row, left_out_rows, split_rows
from audiobook.model import NARRATOR, Book, LeftOut, Manuscript

_UNPRINTED = (("/*", "*/", "boneyard"), ("[[", "]]", "note"))
_SCENE = re.compile(r"(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I\.?/E)[. ]", re.IGNORECASE)
_SCENE_NUMBER = re.compile(r"\s*#[\w.-]+#$")
_TRANSITION = re.compile(
    r"[^a-z]+ TO:|(?:FADE|(?:SMASH |MATCH |JUMP )?CUT|DISSOLVE|IRIS)\b[^a-z]{0,30}[.:]?|(?:ROLL )?CREDITS\.?"
)
_EXTENSION = re.compile(r"\(([^()]*)\)")
_PARENTHETICAL = re.compile(r"\(([^()]*)\)")
_KEY = re.compile(r"([A-Za-z][A-Za-z ]{0,30}):\s*(.*)")
_TITLE_KEYS = frozenset(
    ["title", "credit", "author", "authors", "source", "notes", "draft date", "date", "contact", "copyright"]
)


def is_fountain(source: str) -> bool:
    """Whether a plain text clearly is a screenplay: scene headings, and names in capitals over dialogue."""
    if not re.search(r"^[ \t]{0,40}\.?(?:INT|EXT|EST|I/E)[. /]", source, re.MULTILINE | re.IGNORECASE):
        return False
    rows = split_rows(source)
    scenes = sum(_is_scene_heading(rows, i) for i in range(len(rows)))
    speeches = sum(_is_cue(rows, i) for i in range(len(rows)))
    return scenes >= 1 and speeches >= 2 and (scenes + 2 * speeches) * 12 >= len(rows)


def read(source: str, place: str) -> Manuscript:
    """The manuscript of a screenplay: action told by the narrator, dialogue with its cues."""
    text, unprinted = masked(source, _UNPRINTED)
    rows = split_rows(text)
    size, facts = _title_page(rows)
    blocks = [left_out_rows(rows[:size], "front matter")] if size else []
    blocks += _Reading(source, text, rows[size:]).blocks()
    _cut(blocks, unprinted)
    blocks += (left_out_rows([Row(cut.start, cut.end, "")], cut.why) for cut in unprinted)
    title = re.sub(r"[*_]+", "", facts.get("title", "")).strip()
    author = re.sub(r"[*_]+", "", facts.get("author") or facts.get("authors", "")).strip()
    year = re.search(r"\b(?:1[89]|20)\d\d\b", facts.get("draft date") or facts.get("date", ""))
    book = Book(title or title_from(place), author, year=year[0] if year else "")
    return assemble(source, blocks, book, place)


def _cut(blocks: Sequence[Block], unprinted: Sequence[LeftOut]) -> None:
    """Give each unprinted stretch to the block that it stands in."""
    at = 0
    for block in blocks:
        if block.role is not Role.TEXT:
            continue
        while at < len(unprinted) and unprinted[at].end <= block.start:
            at += 1
        inside = at
        while inside < len(unprinted) and unprinted[inside].start < block.end:
            block.cuts.append(unprinted[inside])
            inside += 1


# --- Title page ----------------------------------------------------------------------------------------


def _title_page(rows: Sequence[Row]) -> tuple[int, dict[str, str]]:
    """How many rows the title page takes, and its values by their keys in small letters."""
    facts: dict[str, list[str]] = {}
    key = ""
    for i, row in enumerate(rows):
        if i and row.gap:
            return i, _joined(facts)
        match = _KEY.fullmatch(row.text)
        if match and not row.indent:
            key = match[1].lower()
            if not i and key not in _TITLE_KEYS:
                return 0, {}
            facts[key] = [match[2]] if match[2] else []
        elif key and row.indent:
            facts[key].append(row.text)
        else:
            return 0, {}
    return 0, {}  # nothing follows: no title page


def _joined(facts: dict[str, list[str]]) -> dict[str, str]:
    return {
        key: (", " if key in ("author", "authors") else " ").join(values) for key, values in facts.items()
    }


# --- The screenplay --------------------------------------------------------------------------------------


def _is_scene_heading(rows: Sequence[Row], index: int) -> bool:
    text = rows[index].text
    return _SCENE.match(text) is not None and _clear_above(rows, index) and len(text) <= 120


def _clear_above(rows: Sequence[Row], index: int) -> bool:
    return index == 0 or rows[index].gap > 0


def _clear_below(rows: Sequence[Row], index: int) -> bool:
    return index + 1 == len(rows) or rows[index + 1].gap > 0


def _is_cue(rows: Sequence[Row], index: int) -> bool:
    """A name in capitals with a blank line above it and none below, or a forced one."""
    text = rows[index].text
    if not _clear_above(rows, index) or _clear_below(rows, index):
        return False
    if text.startswith("@"):
        return len(text) > 1
    name = _EXTENSION.sub("", text).rstrip("^ ")
    is_name = name.isupper() and name[0] not in ".!>~#=(" and len(name) <= 50
    return is_name and not _TRANSITION.fullmatch(name) and not _SCENE.match(name)


class _Reading:
    """One walk through a screenplay's rows."""

    def __init__(self, source: str, text: str, rows: Sequence[Row]) -> None:
        self.source = source
        self.text = text
        self.rows = rows
        self.name = CueNames(source)

    def blocks(self) -> Iterator[Block]:
        """The screenplay from top to bottom."""
        at = 0
        opens_scene = False
        while at < len(self.rows):
            end, found = self._element(at)
            for block in found:
                if block.role is Role.TEXT:
                    block.opens_scene |= opens_scene
                    opens_scene = False
                elif block.why == "transition" or block.role is Role.BREAK:
                    opens_scene = True
                yield block
            at = end

    def _element(self, at: int) -> tuple[int, list[Block]]:
        """The row behind the element that starts at `at`, and the blocks that it makes."""
        row = self.rows[at]
        text, one = row.text, [row]
        if re.fullmatch(r"={3,}", text):
            return at + 1, [Block(one, Role.BREAK, "page break")]
        if text[0] in "#=":
            return at + 1, [left_out_rows(one, "section" if text[0] == "#" else "synopsis")]
        if text[0] == "!":
            return self._action(at, skip=1)
        if text[0] == ">":
            return at + 1, [self._centred(row) if text.endswith("<") else left_out_rows(one, "transition")]
        if text[0] == "~":
            return at + 1, [self._told(row, 1, 0)]
        forced = re.match(r"\.(?=\w)", text) is not None
        if forced or _is_scene_heading(self.rows, at):
            return at + 1, [self._scene(row, int(forced))]
        if _is_cue(self.rows, at):
            return self._speech(at)
        clear = _clear_above(self.rows, at) and _clear_below(self.rows, at)
        if clear and text.isupper() and _TRANSITION.fullmatch(text):
            return at + 1, [left_out_rows(one, "transition")]
        return self._action(at)

    def _told(self, row: Row, skip: int, drop: int) -> Block:
        """A row that the narrator reads, without `skip` characters at its start and `drop` at its end."""
        start = row.start + skip
        end = row.end - drop
        body = self.text[start:end]
        start += len(body) - len(body.lstrip())
        end -= len(body) - len(body.rstrip())
        return Block([row._replace(start=start, end=max(end, start), text=body.strip())], cue=NARRATOR)

    def _centred(self, row: Row) -> Block:
        return self._told(row, 1, 1) if len(row.text) > 2 else left_out_rows([row], "markup")

    def _scene(self, row: Row, skip: int) -> Block:
        number = _SCENE_NUMBER.search(row.text)
        block = self._told(row, skip, len(number[0]) if number else 0)
        block.opens_scene = True
        return block

    def _action(self, at: int, skip: int = 0) -> tuple[int, list[Block]]:
        """Rows of action up to a blank line or another element."""
        end = at + 1
        while end < len(self.rows) and not self.rows[end].gap and self.rows[end].text[0] not in "!>#=~":
            if re.match(r"\.(?=\w)|@", self.rows[end].text):
                break
            end += 1
        if skip and len(self.rows[at].text) == 1:
            return at + 1, [left_out_rows(self.rows[at : at + 1], "markup")]
        first = self._told(self.rows[at], skip, 0)
        first.rows += self.rows[at + 1 : end]
        return end, [first]

    def _speech(self, at: int) -> tuple[int, list[Block]]:
        """A cue, and under it dialogue and parentheticals up to a blank line."""
        row = self.rows[at]
        extensions = " ".join(_EXTENSION.findall(row.text))
        speaker = self.name(_EXTENSION.sub("", row.text).lstrip("@").rstrip("^ "))
        delivery = deliveries(extensions)
        blocks = [left_out_rows([row], "cue")]
        said: list[Row] = []
        end = at + 1
        while end < len(self.rows) and not self._is_parted(end):
            line = self.rows[end]
            if match := _PARENTHETICAL.fullmatch(line.text):
                blocks += self._said(said, speaker, delivery)
                said = []
                blocks.append(left_out_rows([line], "direction"))
                delivery = deliveries(match[1]) or deliveries(extensions)
            elif line.text[0] == "~" and len(line.text) > 1:
                blocks += self._said(said, speaker, delivery)
                said = []
                sung = self._told(line, 1, 0)
                sung.cue, sung.delivery = speaker, ("singing",)
                blocks.append(sung)
            else:
                said.append(line)
            end += 1
        return end, [*blocks, *self._said(said, speaker, delivery)]

    def _is_parted(self, index: int) -> bool:
        """Whether a blank line stands above a row of dialogue; one of two spaces does not count."""
        if not self.rows[index].gap:
            return False
        between = self.source[self.rows[index - 1].end : self.rows[index].start]
        lines = between.replace("\r\n", "\n").replace("\r", "\n").split("\n")[1:-1]
        return any(len(line) < 2 for line in lines)

    def _said(self, rows: list[Row], speaker: str, delivery: tuple[str, ...]) -> list[Block]:
        return [Block(rows, cue=speaker, delivery=delivery if speaker != NARRATOR else ())] if rows else []
