r"""The editable text form of a script: what people read and mend.

    Title: The Lamp Room

    # One

    It was past nine when the lamp went out.

    [Mara] "Not again,"
    said Mara.

A blank line ends a paragraph, `# ` starts a chapter (several such lines in a row are one heading, a bare `#`
is a chapter without one), `---` alone is a scene break, `[Name]` at the start of a line tags it, anything
else is narration. `?` behind the name asks for a check; `thought` and deliveries follow after commas. A
backslash at the start of a line keeps a literal `[`, `#`, `---` or `\`, and in a tag a literal `]`, `,` or
`?`; one at the end says that the next line follows without a space. There are no comments: every word in the
file is spoken.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from audiobook.errors import BadInput, did_you_mean
from audiobook.manuscript import manner
from audiobook.manuscript.headings import chapter_title
from audiobook.manuscript.manner import DELIVERIES
from audiobook.model import NARRATOR, Book, Character, Kind, Line, Script

UNSURE = 0.5
"""The confidence of a line that is read with a `?`."""

_HEADER = re.compile(r"(Title|Author|Language|Year):(.*)", re.IGNORECASE)
_TAG = re.compile(r"\[((?:\\.|[^\]\\])*)\](?:\s+|$)(.*)", re.DOTALL)
_LITERAL = re.compile(r"\\|\[|#|-{3,}\s*$")
_IN_TAG = re.compile(r"\\(.)", re.DOTALL)


# --- writing --------------------------------------------------------------------------------------


def write_text(script: Script) -> str:
    """The script as people edit it; `read_text` reads it back."""
    rows = list(_header_rows(script.book))
    chapter = 0
    after_heading = False
    for lines in script.paragraphs():
        first = lines[0]
        if first.chapter != chapter and (after_heading or not first.heading):
            rows += ["#", ""]
        chapter, after_heading = first.chapter, first.heading
        if first.opens_scene:
            rows += ["---", ""]
        rows += [*_paragraph_rows(lines), ""]
    return "\n".join(rows[:-1]) + "\n"


def _header_rows(book: Book) -> Iterator[str]:
    yield f"Title: {_on_one_row(book.title)}".rstrip()
    for name, value in (("Author", book.author), ("Language", book.language), ("Year", book.year)):
        if value:
            yield f"{name}: {_on_one_row(value)}"
    yield ""


def _paragraph_rows(lines: list[Line]) -> Iterator[str]:
    if lines[0].heading:
        yield f"# {_end(' '.join(line.text for line in lines), False)}"
        return
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        text = _end(line.text, after is not None and after.glued)
        tag = _tag(line)
        if tag:
            yield f"[{tag}] {text}"
        else:
            yield f"\\{text}" if _LITERAL.match(text) else text


def _tag(line: Line) -> str:
    """What stands between the brackets; nothing for plain narration."""
    name = re.sub(r"([\\\],?])", r"\\\1", _on_one_row(line.speaker))
    manner = [Kind.THOUGHT.value] if line.kind is Kind.THOUGHT else []
    manner += line.delivery
    if line.speaker == NARRATOR and not manner and not line.unsure:
        return ""
    return ", ".join([name + "?" * line.unsure, *manner])


def _end(text: str, glued: bool) -> str:
    """The text with its closing backslashes doubled, and one more when the next line is glued to it."""
    closing = len(text) - len(text.rstrip("\\"))
    return text + "\\" * (closing + glued)


def _on_one_row(text: str) -> str:
    return " ".join(text.split())


# --- reading --------------------------------------------------------------------------------------


def read_text(text: str, place: str = "script.txt", deliveries: Collection[str] = ()) -> Script:
    """The script in its text form. `place` names it in messages; `deliveries` are accepted besides the usual.

    Raises BadInput, with the line, for whatever cannot be meant.
    """
    return read_rows(text, place, deliveries)[0]


def read_rows(
    text: str, place: str = "script.txt", deliveries: Collection[str] = ()
) -> tuple[Script, list[int]]:
    """The script, and for each of its lines the row of the text that it stands in, from 0. As `read_text`."""
    words = {word.casefold(): word for word in (*DELIVERIES, *deliveries)}
    words.pop(Kind.THOUGHT, None)  # a kind of line, though voices.toml may say how it sounds
    reader = _Reader(place, words)
    return reader.read(text), reader.rows


def retagged(row: str, line: Line) -> str:
    """A row of the text with the tag of `line` instead of its own; its words stay as they stand."""
    indent = row[: len(row) - len(row.lstrip())]
    match = _TAG.match(row.lstrip())
    words = match[2] if match else row.lstrip()
    bare = words[1:] if not match and words.startswith("\\") and len(words) > 1 else words
    if tag := _tag(line):
        return f"{indent}[{tag}] {bare}"
    return f"{indent}\\{bare}" if _LITERAL.match(bare) else f"{indent}{bare}"


def is_tagged_script(text: str) -> bool:
    """Whether a text is in this form: a header with a title, and tagged lines below it."""
    rows = text.lstrip("\ufeff").split("\n", 400)
    head = next((row for row in rows if row.strip()), "")
    if not (match := _HEADER.match(head.strip())) or match[1].lower() != "title":
        return False
    body = [row.strip() for row in rows if row.strip()][1:]
    tagged = sum(1 for row in body if (m := _TAG.match(row)) and m[2] and ":" not in m[1])
    chapters = sum(1 for row in body if row == "#" or row.startswith("# "))
    return tagged > 0 and (chapters > 0 or tagged >= 3 or tagged * 4 >= len(body))


@dataclass
class _Reader:
    """Reads the rows one by one; knows where it is."""

    place: str
    words: dict[str, str]
    """The deliveries that are accepted, by their small letters."""
    book: dict[str, str] = field(default_factory=dict)
    headings: list[list[str]] = field(default_factory=lambda: [[]])
    """Of each chapter."""
    lines: list[Line] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Of each line."""
    row: int = 0
    paragraph: int = -1
    opens_scene: bool = False
    glued: bool = False
    in_paragraph: bool = False

    def read(self, text: str) -> Script:
        """The whole script."""
        rows = re.split(r"\r\n|\r|\n", text.lstrip("\ufeff"))
        start = self._header(rows)
        for self.row, row in enumerate(rows[start:], start=start + 1):
            self._row(row.strip())
        if self.glued:
            self._fault("a backslash at the end of a paragraph joins nothing", "Take the backslash away.")
        if not self.lines:
            raise BadInput("the script has no words", place=self.place, remedy="Write or restore its lines.")
        title = self.book.get("title", "")
        return Script(
            book=Book(
                title or "Story",
                self.book.get("author", ""),
                self.book.get("language", ""),
                self.book.get("year", ""),
            ),
            chapters=tuple(
                chapter_title(self._own(headings))
                or (title or "Story" if not number else f"Chapter {number + 1}")
                for number, headings in enumerate(self.headings)
            ),
            lines=tuple(self.lines),
            characters=speakers(self.lines),
        )

    def _own(self, headings: list[str]) -> list[str]:
        """A chapter's headings without the book's title page."""
        page = {self.book.get(key, "").casefold() for key in ("title", "author")} - {""}
        own = [text for text in headings if text.casefold().removeprefix("by ") not in page]
        return own or headings[:1]

    def _header(self, rows: list[str]) -> int:
        """Reads the header; how many rows it takes."""
        at = 0
        while at < len(rows) and not rows[at].strip():
            at += 1
        while at < len(rows) and (match := _HEADER.match(rows[at].strip())):
            self.book[match[1].lower()] = match[2].strip()
            at += 1
        return at

    def _row(self, row: str) -> None:
        if not row:
            self._end_paragraph()
        elif row == "#" or row.startswith(("# ", "#\t")):
            self._heading(row[1:].strip())
        elif re.fullmatch(r"-{3,}", row):
            self._end_paragraph()
            self.opens_scene = True
        elif row.startswith("["):
            self._tagged(row)
        else:
            self._add(row[1:] if row.startswith("\\") and len(row) > 1 else row)

    def _end_paragraph(self) -> None:
        if self.glued:
            self._fault("a backslash at the end of a paragraph joins nothing", "Take the backslash away.", -1)
        self.in_paragraph = False

    def _heading(self, text: str) -> None:
        self._end_paragraph()
        last = self.lines[-1] if self.lines else None
        begun = last is not None and last.chapter == len(self.headings) - 1
        if begun and last and not (last.heading and text):
            self.headings.append([])
            self.paragraph = -1
        if text:
            self.headings[-1].append(text)
            self._add(text, heading=True)
            if self.glued:
                self._end_paragraph()
            self.in_paragraph = False

    def _tagged(self, row: str) -> None:
        match = _TAG.match(row)
        if match is None:
            closed = re.match(r"\[(?:\\.|[^\]\\])*\]", row)
            if closed is None:
                self._fault("the tag has no ]", f"Write {_closed(row)}, or \\[ for a bracket that is text.")
            self._fault("a space is missing behind the tag", f"Write {closed[0]} {row[closed.end() :]}")
        if not match[2]:
            self._fault("the tag has no words behind it", "Write them on the same line, or delete the tag.")
        first, *parts = _parts(match[1])
        unsure = _IN_TAG.sub("-", first).endswith("?")
        name = _plain(first[: len(first) - unsure].strip())
        if not name:
            self._fault(
                "the tag names nobody", "Write [Name], or [narrator]; \\[ for a bracket that is text."
            )
        thought, delivery = self._manner(parts)
        told = name.casefold() == NARRATOR
        kind = Kind.NARRATION if told else Kind.THOUGHT if thought else Kind.SPEECH
        self._add(
            match[2],
            speaker=NARRATOR if told else name,
            kind=kind,
            delivery=delivery,
            confidence=UNSURE if unsure else 1.0,
        )

    def _manner(self, parts: list[str]) -> tuple[bool, tuple[str, ...]]:
        """(thought or not, deliveries) from the words behind the name."""
        words: list[str] = []
        for word in (_plain(part).casefold() for part in parts if part):
            if word in self.words or word in (Kind.THOUGHT, Kind.SPEECH):
                words.append(word)
            elif word.isalpha() and (meant := manner.deliveries(word)):
                words += meant  # "whispers" and the like
            else:
                known = f"Known: thought, {', '.join(sorted(self.words))}; voices.toml can define more."
                self._fault(
                    f"“{word}” is no delivery that anybody knows",
                    did_you_mean(word, [*self.words, Kind.THOUGHT], known, shown="“{}”".format),
                )
        return Kind.THOUGHT in words, tuple(self.words[word] for word in words if word in self.words)

    def _add(
        self,
        text: str,
        *,
        speaker: str = NARRATOR,
        kind: Kind = Kind.NARRATION,
        delivery: tuple[str, ...] = (),
        confidence: float = 1.0,
        heading: bool = False,
    ) -> None:
        closing = len(text) - len(text.rstrip("\\"))
        glues = closing % 2 == 1
        text = text[: len(text) - closing] + "\\" * (closing // 2)
        text = " ".join(text.split())
        if not text:
            self._fault(
                "a line with nothing but a backslash", "Delete it, or write two for one that is text."
            )
        if not self.in_paragraph:
            self.paragraph += 1
        self.rows.append(self.row - 1)
        self.lines.append(
            Line(
                text=text,
                chapter=len(self.headings) - 1,
                paragraph=self.paragraph,
                speaker=sys.intern(speaker),
                kind=kind,
                delivery=delivery,
                confidence=confidence,
                heading=heading,
                opens_scene=self.opens_scene and not self.in_paragraph,
                glued=self.glued and self.in_paragraph,
            )
        )
        if not self.in_paragraph:
            self.opens_scene = False
        self.in_paragraph, self.glued = True, glues

    def _fault(self, problem: str, remedy: str, rows: int = 0) -> NoReturn:
        raise BadInput(problem, place=f"{self.place}, line {self.row + rows}", remedy=remedy)


def _parts(tag: str) -> list[str]:
    """What stands between the commas of a tag, still escaped."""
    parts = [""]
    for piece in re.findall(r"\\.|,|[^\\,]+|\\", tag):
        if piece == ",":
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


def _plain(part: str) -> str:
    """A part of a tag without its backslashes."""
    return _IN_TAG.sub(r"\1", part)


def _closed(row: str) -> str:
    name = re.split(r"\s+(?=[\"“‘'«—])", row, maxsplit=1)
    return f"{name[0]}] {name[1]}" if len(name) == 2 else "[Name] and the words"


def speakers(lines: Collection[Line]) -> tuple[Character, ...]:
    """Everybody who has one of the lines, most lines first."""
    counts = Counter(line.speaker for line in lines if line.speaker != NARRATOR)
    return tuple(Character(name) for name, _ in counts.most_common())
