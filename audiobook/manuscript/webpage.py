"""HTML pages (.html, .xhtml) → manuscript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from audiobook.manuscript.boilerplate import Facts
from audiobook.manuscript.chapters import assemble, book_of
from audiobook.manuscript.extract import Extract, story_of
from audiobook.manuscript.html import Element, parse
from audiobook.manuscript.outline import title_page
from audiobook.model import Manuscript


def is_page(source: str) -> bool:
    """Whether a text without a name is an HTML page."""
    return (
        re.match(
            r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:!doctype\s+html|html\b)", source, re.I
        )
        is not None
    )


def read(source: str, place: str) -> Manuscript:
    """The manuscript of a page; its `source` is the text taken from it."""
    page = parse(source)
    named = {element.get("name").lower(): element.get("content") for element in page.all("meta")}
    title, html = page.first("title"), page.first("html")
    facts = Facts(
        title=" ".join(title.text.split()) if title else "",
        author=named.get("author", "") or named.get("dc.creator", ""),
        language=html.get("lang") or html.get("xml:lang") if html else "",
    )
    extract = Extract()
    for part, why in _parts(page):
        extract.add(part, why=why)
    blocks = story_of(extract, facts, listed=False)
    return assemble(extract.source, blocks, book_of((facts, title_page(blocks)), place), place)


def _parts(page: Element) -> Iterator[tuple[Element, str]]:
    """The page in parts, each with why it is left out: a site's own header and footer stand beside the story
    where the page says which part is the story."""
    body = page.first("body")
    if body is None or body.first("main", "article") is None:
        yield page, ""
        return
    for is_sites, children in groupby(body.children, _is_sites):
        yield Element("body", {}, list(children)), "boilerplate" if is_sites else ""


def _is_sites(child: Element | str) -> bool:
    return (
        isinstance(child, Element)
        and child.tag in ("header", "footer", "aside")
        and child.first("main", "article") is None
    )
