"""EPUB 2 and 3 → manuscript: spine order, titles from the navigation, metadata, cover.

By EPUB 3.3 (https://www.w3.org/TR/epub-33/) and OPF 2.0.1.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from audiobook.manuscript.archive import HOSTILE, Archive, is_outside
from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.chapters import assemble, book_of
from audiobook.manuscript.extract import Extract, story_of
from audiobook.manuscript.headings import key
from audiobook.manuscript.html import BLOCKS, Element, is_note_reference, parse, why_left_out
from audiobook.model import Manuscript

_DAMAGED = "Download or export it again; calibre can often repair it (ebook-convert broken.epub whole.epub)."
_PAGE_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_NO_STORY = re.compile(
    r"(?:front |back |inside )?cover(?: page| image)?|(?:half.?)?title(?:.?page)?"
    r"|(?:un)?copyright(?: page| notice| information)?|(?:table of )?contents|toc|nav|navigation|landmarks"
    r"|(?:also|(?:other )?(?:books|works|titles)) by\b.*|(?:advance )?praise for\b.*|newsletter.*|imprint"
    r"|about the (?:author|publisher|translator|illustrator)s?|acknowledge?ments?|colophon|index|credits"
    r"|(?:foot|end)?notes|bibliography|legal notice|licen[cs]e|(?:the )?full project gutenberg licen[cs]e"
    r"|transcriber.?s notes?|list of (?:illustrations|figures|maps)",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"all rights reserved|\bisbn\b|copyright\s*(?:©|\(c\)|\d{4})|©\s*\d{4}", re.IGNORECASE)
_GUIDE = {
    "cover": "boilerplate",
    "title-page": "boilerplate",
    "copyright-page": "boilerplate",
    "toc": "contents",
    "index": "boilerplate",
    "colophon": "boilerplate",
    "acknowledgements": "boilerplate",
    "bibliography": "boilerplate",
    "loi": "contents",
    "lot": "contents",
    "notes": "footnote",
}


def is_epub(data: bytes) -> bool:
    """Whether bytes without a name are an EPUB, by its first file."""
    return data.startswith(b"PK\x03\x04") and (
        b"application/epub+zip" in data[:200] or b"META-INF/container.xml" in data
    )


def read(data: bytes, place: str) -> Manuscript:
    """The manuscript of an EPUB; its `source` is the text of its pages in reading order.

    Raises BadInput for damaged, locked and hostile books.
    """
    archive = Archive(data, place, "an EPUB", _DAMAGED)
    package = _Package(archive)
    extract = Extract()
    pages = {path: archive.page(path) for path in package.spine}
    _mark_notes(pages)
    titles, facts = package.titles(), package.facts()
    for path, page in pages.items():
        names = {anchor: title for (where, anchor), title in titles.items() if where == path}
        why = package.why_left_out(path) or _why_left_out(page, path, names)
        chapters = {anchor: title for anchor, title in names.items() if _is_chapter(title, facts.title)}
        extract.add(page, {} if why else chapters, why)
        if why or page.text.strip():
            extract.drop_titles()
    opened = sum(bool(block.chapter) for block in extract.blocks)
    blocks = story_of(extract, facts, listed=opened >= 2)
    book = replace(book_of([facts], place), cover=package.cover())
    return assemble(extract.source, blocks, book, place)


def _is_chapter(title: str, book: str) -> bool:
    """Whether an entry of the table of contents names a chapter, not the title page or the like."""
    return not _NO_STORY.fullmatch(title) and key(title) != key(book)


# --- The package ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book as the manifest lists it."""

    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(slots=True)
class _Package:
    """What the package document says: files, order, metadata."""

    archive: Archive
    path: str = ""
    tree: Element = field(default_factory=lambda: Element(""))
    items: dict[str, _Item] = field(default_factory=dict)
    spine: list[str] = field(default_factory=list)
    aside: set[str] = field(default_factory=set)
    """Pages that the spine marks as not part of the reading order."""

    def __post_init__(self) -> None:
        self.path = self._find()
        self.tree = parse(self.archive.text(self.path), xml=True)
        for element in self.tree.all("item"):
            path = self._resolve(element.get("href"))
            properties = frozenset(element.get("properties").split())
            self.items[element.get("id")] = _Item(path, element.get("media-type"), properties)
        for element in self.tree.all("itemref"):
            item = self.items.get(element.get("idref"))
            if item and item.media_type in _PAGE_TYPES and item.path not in self.spine:
                self.spine.append(item.path)
                if element.get("linear") == "no":
                    self.aside.add(item.path)
        if not self.spine:
            raise self.archive.bad("it is damaged: it lists no pages to read")

    def _find(self) -> str:
        """The package document, as META-INF/container.xml names it."""
        if "META-INF/container.xml" in self.archive.names:
            for rootfile in parse(self.archive.text("META-INF/container.xml"), xml=True).all("rootfile"):
                path = rootfile.get("full-path")
                if is_outside(path):
                    raise self.archive.bad(f"it names a file outside itself ({path[:60]!r})", HOSTILE)
                if path:
                    return path
        package = next((name for name in self.archive.names if name.endswith(".opf")), "")
        if not package:
            raise self.archive.bad("this is not an EPUB: it has no package document")
        return package

    def _resolve(self, href: str, base: str = "") -> str:
        """A file's path in the archive from a reference in `base` (the package itself unless given)."""
        relative = unquote(href.partition("#")[0])
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", relative):
            return ""  # somewhere on the web
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base or self.path), relative))
        if is_outside(path):
            raise self.archive.bad(f"it names a file outside itself ({href[:60]!r})", HOSTILE)
        return path

    # -- metadata

    def facts(self) -> Facts:
        """Title, authors, language and year."""
        roles = {
            meta.get("refines").lstrip("#"): meta.text.strip()
            for meta in self.tree.all("meta")
            if meta.get("property") == "role"
        }
        authors = [
            _line(creator)
            for creator in self.tree.all("creator")
            if (creator.get("opf:role") or roles.get(creator.get("id"), "aut")) == "aut"
        ]
        dates = [
            date
            for date in self.tree.all("date")
            if date.get("opf:event") not in ("modification", "conversion")
        ]
        years = [match[0] for date in dates if (match := re.match(r"\s*(?:1[0-9]|20)\d\d", date.text))]
        return Facts(
            title=self._first("title"),
            author=" and ".join(filter(None, [", ".join(authors[:-1]), *authors[-1:]])),
            language=self._first("language"),
            year=years[0].strip() if years else "",
        )

    def _first(self, name: str) -> str:
        metadata = self.tree.first("metadata") or self.tree
        element = metadata.first(name)
        return _line(element) if element else ""

    def cover(self) -> bytes | None:
        """The cover image as JPEG or PNG, if there is one that can be read."""
        for path in self._cover_paths():
            if path in self.archive.names and self.archive.names[path].file_size < 64 << 20:
                picture = _as_jpeg_or_png(self.archive.bytes(path))
                if picture:
                    return picture
        return None

    def _cover_paths(self) -> Iterator[str]:
        images = {name: item for name, item in self.items.items() if item.media_type.startswith("image/")}
        yield from (item.path for item in images.values() if "cover-image" in item.properties)
        for meta in self.tree.all("meta"):
            if meta.get("name") == "cover":
                named = images.get(meta.get("content"))
                yield named.path if named else self._resolve(meta.get("content"))
        for reference in self.tree.all("reference"):
            path = self._resolve(reference.get("href"))
            if reference.get("type") == "cover" and path in self.archive.names:
                page = (
                    parse(self.archive.text(path), xml=True)
                    if not path.lower().endswith((".jpg", ".jpeg", ".png"))
                    else None
                )
                pictures = page.all("img", "image") if page else ()
                yield from (
                    self._resolve(p.get("src") or p.get("xlink:href") or p.get("href"), path)
                    for p in pictures
                )
        yield from (item.path for name, item in images.items() if "cover" in f"{name} {item.path}".lower())

    # -- navigation

    def titles(self) -> dict[tuple[str, str], str]:
        """The titles of the table of contents by (page, anchor)."""
        for item in self.items.values():
            if "nav" in item.properties and item.path in self.archive.names:
                tree = parse(self.archive.text(item.path))
                tables = [
                    nav
                    for nav in tree.all("nav")
                    if "toc" in nav.get("epub:type") or nav.get("role") == "doc-toc"
                ]
                table = tables[0] if tables else tree.first("nav")
                links = ((link.get("href"), _line(link)) for link in table.all("a")) if table else ()
                if found := self._targets(links, item.path):
                    return found
        for item in self.items.values():
            if item.media_type == "application/x-dtbncx+xml" and item.path in self.archive.names:
                return self._targets(_ncx_points(parse(self.archive.text(item.path), xml=True)), item.path)
        return {}

    def _targets(self, links: Iterator[tuple[str, str]] | tuple[()], base: str) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for href, title in links:
            path = self._resolve(href, base)
            if title and path:
                found.setdefault((path, unquote(href.partition("#")[2])), title)
        return found

    def why_left_out(self, path: str) -> str:
        """Why a page is no part of the story, as far as the package says; empty when it may be."""
        if path in self.aside:
            return "boilerplate"
        if any(item.path == path and "nav" in item.properties for item in self.items.values()):
            return "contents"
        for reference in self.tree.all("reference"):
            if self._resolve(reference.get("href")) == path and "#" not in reference.get("href"):
                return _GUIDE.get(reference.get("type").lower(), "")
        return ""


def _line(element: Element) -> str:
    return " ".join(element.text.split())


def _ncx_points(tree: Element) -> Iterator[tuple[str, str]]:
    """(reference, title) of each point of an EPUB 2 table of contents, in order."""
    for point in tree.all("navpoint"):
        label, content = point.first("navlabel"), point.first("content")
        if label and content:
            yield content.get("src"), _line(label)


def _as_jpeg_or_png(data: bytes) -> bytes | None:
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return data
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("GIF", "WEBP", "BMP")) as picture:
            target = io.BytesIO()
            picture.convert("RGB").save(target, "PNG")
            return target.getvalue()
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


# --- Pages ------------------------------------------------------------------------------------


def _why_left_out(page: Element, path: str, titles: Mapping[str, str]) -> str:
    """Why a page is no part of the story, as far as its name, its titles and its text say."""
    stem = re.sub(r"[\d_-]+", " ", posixpath.basename(path).partition(".")[0]).strip()
    words = page.text.split()
    links = list(page.all("a"))
    name = "" if titles else stem
    if all(_NO_STORY.fullmatch(title) for title in titles.values() or [name]) and (
        titles or len(words) < 400
    ):
        return "contents" if re.search(r"contents|toc|nav", name, re.IGNORECASE) else "boilerplate"
    if len(words) < 600 and _LEGAL.search(page.text):
        return "boilerplate"
    linked = sum(len(link.text.split()) for link in links if link.get("href"))
    if len(links) >= 4 and linked > 0.6 * len(words):
        return "contents"
    notes = sum(len(element.text.split()) for element in _notes(page))
    return "footnote" if notes > 0.6 * len(words) > 0 else ""


def _notes(element: Element) -> Iterator[Element]:
    """The outermost footnotes in an element."""
    for child in element.children:
        if isinstance(child, Element):
            if why_left_out(child) == "footnote":
                yield child
            else:
                yield from _notes(child)


def _mark_notes(pages: Mapping[str, Element]) -> None:
    """Mark the footnotes that references point to as such, where the book does not."""
    wanted: dict[tuple[str, str], str] = {}
    for path, page in pages.items():
        for link in page.all("a"):
            target, _, anchor = link.get("href").partition("#")
            if anchor and is_note_reference(link):
                where = (
                    posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
                    if target
                    else path
                )
                wanted[where, unquote(anchor)] = link.text.strip(" []().\n")
    for path, page in pages.items():
        _mark_notes_in(page, page, path, wanted)


def _mark_notes_in(
    element: Element, block: Element, path: str, wanted: Mapping[tuple[str, str], str]
) -> None:
    for child in element.children:
        if isinstance(child, Element):
            near = child if child.tag in BLOCKS else block
            number = wanted.get((path, child.get("id") or child.get("name")))
            if number and near.tag not in ("body", "html", "") and _begins_with(near, number):
                near.attributes["epub:type"] = "footnote"
            _mark_notes_in(child, near, path, wanted)


def _begins_with(block: Element, number: str) -> bool:
    """Whether a block's text begins with a note's number or sign, or is a list item, which shows its own."""
    text = block.text.lstrip(" [(\n\t\r")
    return block.tag == "li" or (
        text.startswith(number) and not text[len(number) : len(number) + 1].isalnum()
    )
