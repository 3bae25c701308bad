"""HTML and XHTML as a small tree, and what each element is for.

The standard library's parser is used, not an XML library: it reads XHTML and tag soup alike, knows
no external entities and expands no declared ones, so that a book cannot make it read files or blow up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# --- The tree ---------------------------------------------------------------------------------

_VOID = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr"))
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body caption center dd details div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section
        summary table tbody td tfoot th thead tr ul""",
    )
)
"""Elements that stand as blocks of their own."""

_CLOSED_BY_ITSELF = frozenset(["li", "dt", "dd", "td", "th", "tr", "option"])
_UNSEEN = frozenset(
    re.findall(
        r"\w+",
        """head script style template svg math audio video object iframe canvas noscript select button
        textarea input rt rp""",
    )
)
_DEEPEST = 200


@dataclass(slots=True, eq=False)
class Element:
    """An element with its attributes and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute's value, empty when it has none."""
        return self.attributes.get(name, "")

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements in it with one of these tags, in order; names are compared without prefixes."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag.rpartition(":")[2] in tags:
                    yield child
                yield from child.all(*tags)

    def first(self, *tags: str) -> Element | None:
        """The first of these."""
        return next(self.all(*tags), None)

    @property
    def text(self) -> str:
        """All its text, white space as written."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


def parse(text: str, *, xml: bool = False) -> Element:
    """The tree of a page; `xml` for packages, whose elements are never empty by their name."""
    builder = _Builder(xml)
    builder.feed(text)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self, xml: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.xml = xml
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.xml:
            self._close_implied(tag)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if (self.xml or tag not in _VOID) and len(self.open) < _DEEPEST:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.xml:
            self._close_implied(tag)
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for i in range(len(self.open) - 1, 0, -1):
            if self.open[i].tag == tag:
                del self.open[i:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data[6:])

    def _close_implied(self, tag: str) -> None:
        """Tag soup: a block ends an open paragraph, a list item the one before it."""
        if tag in BLOCKS and any(element.tag == "p" for element in self.open[-4:]):
            self.handle_endtag("p")
        if tag in _CLOSED_BY_ITSELF and self.open[-1].tag == tag:
            self.open.pop()


# --- What an element is for -------------------------------------------------------------------

_KINDS = (
    ("page number", r"pagebreak|doc-pagebreak|pagenum\w*|page-?num\w*|pageno|page-number"),
    ("footnote marker", r"noteref|doc-noteref|footnote-?ref\w*|fnref|note-?ref|fn-?anchor|footnote-?anchor"),
    (
        "footnote",
        r"footnotes?|endnotes?|rearnotes?|doc-footnote|doc-endnotes?|footnote-?body|fn|notes-?section",
    ),
    ("contents", r"toc|landmarks|page-list|loi|lot|doc-toc|doc-pagelist|table-?of-?contents"),
    (
        "boilerplate",
        r"pg-?boilerplate|pg-?header|pg-?footer|pg-start-separator|pg-end-separator|copyright-?page|copyright"
        r"|imprint|colophon|cover|halftitlepage|doc-colophon|doc-cover|doc-index|index|bibliography"
        r"|doc-bibliography|transnote|transcriber-?note|tnote|other-credits|praise|also-?by",
    ),
    ("illustration", r"(?:fig|illus)?-?caption|figcenter|figleft|figright|illustration|plate"),
)
_KIND = re.compile(
    "|".join(f"(?P<k{i}>(?:{pattern}))" for i, (_, pattern) in enumerate(_KINDS)), re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKER = re.compile(r"[\[(]?\s*(?:\d{1,4}|[ivxl]{1,6}|[a-z]|[*†‡§¶#]{1,3})\s*[\])]?\.?", re.IGNORECASE)
_NOTE_LINK = re.compile(r"(?:fn|foot|note|end|ref|^n?\d)", re.IGNORECASE)
ITALIC_CLASS = re.compile(r"\b(?:italics?|ital|emphasis|em)\b", re.IGNORECASE)
SCENE_BREAK_CLASS = re.compile(
    r"(?:scene|section|thought)-?break|\btb\b|asterism|ornament|divider|dinkus|fleuron", re.IGNORECASE
)
_CLASSIFIED = BLOCKS | frozenset(["span", "a", "sup", "small"])


def why_left_out(element: Element) -> str:
    """Why an element is no part of the story; empty when it may be."""
    if element.tag in _UNSEEN:
        return "markup"
    if "hidden" in element.attributes or _HIDDEN.search(element.get("style")):
        return "markup"
    names = " ".join(element.get(name) for name in ("epub:type", "role", "class", "id")).split()
    for name in names if element.tag in _CLASSIFIED else ():
        if match := _KIND.fullmatch(name):
            return _KINDS[int((match.lastgroup or "k0")[1:])][0]
    if element.tag in ("nav", "figcaption"):
        return "contents" if element.tag == "nav" else "illustration"
    return "footnote marker" if is_note_reference(element) else ""


def is_note_reference(element: Element) -> bool:
    """A raised or bracketed number, or one that links to a note."""
    if element.tag not in ("a", "sup"):
        return False
    text = element.text.strip()
    if not text or not _MARKER.fullmatch(text):
        return False
    if element.tag == "sup":
        return text.strip("[]()").isdigit() or element.first("a") is not None or not text.isalpha()
    _, hash_mark, fragment = element.get("href").partition("#")
    if not hash_mark:
        return False
    return element.first("sup") is not None or not text.isalnum() or _NOTE_LINK.search(fragment) is not None


def is_link(element: Element) -> bool:
    """Whether all that an element says is a link to another place in the book."""
    text = "".join(element.text.split())
    linked = "".join(
        "".join(link.text.split())
        for link in element.all("a")
        if re.match(r"[^:]*(?:#|$)", link.get("href") or ":")
    )
    return bool(text) and len(text) <= 120 and text == linked
