"""Word documents (.docx) → manuscript: paragraphs, headings, scene breaks, italics; nothing struck out.

By ECMA-376, part 1 (WordprocessingML). Other word processors write the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobook.manuscript.archive import Archive
from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.chapters import assemble, book_of
from audiobook.manuscript.extract import Extract, story_of
from audiobook.manuscript.html import Element, parse
from audiobook.manuscript.outline import title_page
from audiobook.model import Manuscript

_DAMAGED = "Save it again as .docx, or as plain text (.txt), in the program that made it."
_TEXT = "word/document.xml"
_ABOUT = "docProps/core.xml"
_HEADING = re.compile(r"heading (\d)")
_ASIDE = {"toc": "toc", "footnote": "footnote", "endnote": "footnote", "caption": "caption"}
"""How the names of styles begin whose paragraphs are no part of the story, and what such are elsewhere."""
_GONE = frozenset("del movefrom fallback txbxcontent instrtext deltext ppr rpr sectpr".split())
"""Elements whose text is not read: struck out, said twice, beside the page."""
_OFF = ("0", "false", "off", "none")
FEW = 1 / 5
"""Share of the paragraphs before which there may be an empty one, if empty ones are to be scene breaks."""


def is_docx(data: bytes) -> bool:
    """Whether bytes without a name are a Word document."""
    return data.startswith(b"PK\x03\x04") and _TEXT.encode() in data


def read(data: bytes, place: str) -> Manuscript:
    """The manuscript of a Word document; its `source` is the text taken from it.

    Raises BadInput for damaged and hostile files.
    """
    archive = Archive(data, place, "a Word document", _DAMAGED)
    styles = _Styles.read(archive)
    body = parse(archive.text(_TEXT), xml=True)
    paragraphs = [_Paragraph(element, styles.name(element)) for element in _paragraphs(body)]
    title = next((each.text for each in paragraphs if each.style == "title"), "")
    facts = _facts(archive, title, styles.language)
    extract = Extract()
    extract.add(Element("body", {}, list(_page(paragraphs, under_title=bool(title)))))
    blocks = story_of(extract, facts, listed=False)
    return assemble(extract.source, blocks, book_of((facts, title_page(blocks)), place), place)


def _facts(archive: Archive, title: str, language: str) -> Facts:
    """What the document says of itself. Which English it is in, its spelling tells better."""
    told = parse(archive.text(_ABOUT), xml=True) if _ABOUT in archive.names else None

    def first(name: str) -> str:
        element = told.first(name) if told else None
        return " ".join(element.text.split()) if element else ""

    english = language.casefold().startswith("en")
    return Facts(title or first("title"), first("creator"), "en" if english else language)


@dataclass(frozen=True, slots=True)
class _Styles:
    """What paragraphs are, by the styles that they are in."""

    names: Mapping[str, str]
    """By the style's id, in small letters; of a style of somebody's own, that of the one it is based on."""
    language: str

    @classmethod
    def read(cls, archive: Archive) -> _Styles:
        """Those of a document."""
        if "word/styles.xml" not in archive.names:
            return cls({}, "")
        tree = parse(archive.text("word/styles.xml"), xml=True)
        styles = {style.get("w:styleid"): style for style in tree.all("style")}
        language = tree.first("lang")
        names = {style: cls._name(style, styles) for style in styles}
        return cls(names, language.get("w:val") if language else "")

    @staticmethod
    def _name(style: str, styles: Mapping[str, Element]) -> str:
        """A style's name, or that of the nearest it is based on which says what a paragraph is."""
        own, seen = _value(styles[style], "name").casefold(), set()
        while style in styles and style not in seen:
            seen.add(style)
            name = _value(styles[style], "name").casefold()
            if name == "title" or _HEADING.match(name) or name.partition(" ")[0] in _ASIDE:
                return name
            style = _value(styles[style], "basedon")
        return own

    def name(self, paragraph: Element) -> str:
        """The name of a paragraph's style; empty for the usual one."""
        about = paragraph.first("ppr")
        level = _value(about, "outlinelvl") if about else ""
        if level.isdigit() and int(level) < 6:
            return f"heading {int(level) + 1}"
        style = _value(about, "pstyle") if about else ""
        return self.names.get(style, style.casefold())


class _Paragraph:
    """A paragraph, as a page would have it."""

    def __init__(self, element: Element, style: str) -> None:
        self.style = style
        self.content = list(_inline(element))
        self.text = " ".join(Element("", {}, self.content).text.split())
        about = element.first("ppr")
        self.ruled = not self.text and (
            (about is not None and about.first("pbdr") is not None)
            or any(rect.get("o:hr") == "t" for rect in element.all("rect"))
        )

    @property
    def level(self) -> int:
        """Of a heading, from 1; the title counts as 0, anything else as -1."""
        found = _HEADING.match(self.style)
        return int(found[1]) if found else 0 if self.style == "title" else -1

    def tagged(self, under_title: bool) -> Element:
        """As HTML has it."""
        if self.level >= 0:
            return Element(f"h{min(max(self.level + under_title, 1), 6)}", {}, self.content)
        kind = _ASIDE.get(self.style.partition(" ")[0], "")
        return Element("p", {"epub:type": kind} if kind else {}, self.content)


def _page(paragraphs: Sequence[_Paragraph], *, under_title: bool) -> Iterator[Element]:
    """A document as a page: where few paragraphs have an empty one before them, that is a scene break."""
    read = [each for each in paragraphs if each.text]
    apart = sum(not one.text and bool(other.text) for one, other in pairwise(paragraphs))
    breaks = apart <= FEW * len(read)
    empty = False
    last: _Paragraph | None = None
    for each in paragraphs:
        if each.ruled:
            yield Element("hr")
        elif not each.text:
            empty = True
            continue
        else:
            if empty and breaks and last is not None and last.level == each.level == -1 and not last.ruled:
                yield Element("hr")
            yield each.tagged(under_title)
        last, empty = each, False


def _paragraphs(element: Element) -> Iterator[Element]:
    """The paragraphs in an element, those in tables too."""
    for child in element.children:
        if isinstance(child, Element) and _tag(child) not in _GONE:
            if _tag(child) == "p":
                yield child
            else:
                yield from _paragraphs(child)


def _inline(element: Element) -> Iterator[Element | str]:
    """The text in a paragraph, with its line breaks and italics."""
    for child in element.children:
        if isinstance(child, str):
            continue
        match _tag(child):
            case "t":
                yield child.text
            case "tab":
                yield " "
            case "nobreakhyphen":
                yield "-"
            case "cr":
                yield Element("br")
            case "br":
                yield " " if child.get("w:type") in ("page", "column") else Element("br")
            case "r":
                yield from _run(child)
            case tag if tag not in _GONE:
                yield from _inline(child)


def _run(run: Element) -> Iterator[Element | str]:
    """A stretch of text in one look."""
    about = run.first("rpr")
    if about is not None and _is_on(about, "vanish"):
        return
    italic = about is not None and (_is_on(about, "i") or _value(about, "rstyle").casefold() == "emphasis")
    content = list(_inline(run))
    yield from [Element("i", {}, content)] if italic and content else content


def _is_on(about: Element, name: str) -> bool:
    found = about.first(name)
    return found is not None and found.get("w:val") not in _OFF


def _value(element: Element, name: str) -> str:
    """What an element in it says; empty when there is none."""
    found = element.first(name)
    return found.get("w:val") if found else ""


def _tag(element: Element) -> str:
    return element.tag.rpartition(":")[2]
