"""E-books made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""

METADATA = """<dc:title>The Lamp Room</dc:title><dc:creator id="a">A. N. Author</dc:creator>
<dc:language>en-GB</dc:language><dc:date>1999-05-03</dc:date>"""


def page(body: str, head: str = "<title>x</title>") -> str:
    """An XHTML page."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head>{head}</head><body>{body}</body></html>"
    )


def package(
    pages: Mapping[str, str],
    metadata: str = METADATA,
    items: str = "",
    guide: str = "",
    spine: str = "",
    aside: str = "",
) -> str:
    """A package document that reads `pages` in their order."""
    manifest = "".join(
        f'<item id="i{i}" href="{name}" media-type="application/xhtml+xml"/>' for i, name in enumerate(pages)
    )
    linear = {True: "no", False: "yes"}
    order = "".join(
        f'<itemref idref="i{i}" linear="{linear[name == aside]}"/>' for i, name in enumerate(pages)
    )
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf">{metadata}'
        f"</metadata><manifest>{manifest}{items}</manifest><spine "
        f"{spine}>{order}</spine><guide>{guide}</guide></package>"
    )


def nav(entries: Mapping[str, str]) -> str:
    """An EPUB 3 navigation page."""
    rows = "".join(f'<li><a href="{href}">{title}</a></li>' for href, title in entries.items())
    return page(f'<nav epub:type="toc"><h1>Contents</h1><ol>{rows}</ol></nav>')


def ncx(entries: Mapping[str, str]) -> str:
    """An EPUB 2 table of contents."""
    points = "".join(
        f'<navPoint id="n{i}" playOrder="{i}"><navLabel><text>{title}</text></navLabel><content '
        f'src="{href}"/></navPoint>'
        for i, (href, title) in enumerate(entries.items())
    )
    return (
        f'<?xml version="1.0"?><ncx '
        f'xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
    )


@pytest.fixture
def make_epub(tmp_path: Path) -> Callable[..., Path]:
    """Makes an EPUB of pages (name → body or whole page) and returns its path."""

    def make(
        pages: Mapping[str, str],
        toc: Mapping[str, str] | None = None,
        *,
        old: bool = False,
        files: Mapping[str, bytes | str] | None = None,
        metadata: str = METADATA,
        items: str = "",
        guide: str = "",
        aside: str = "",
    ) -> Path:
        whole = {name: text if "<html" in text else page(text) for name, text in pages.items()}
        contents: dict[str, bytes | str] = {f"OPS/{name}": text for name, text in whole.items()}
        spine = ""
        if toc and old:
            items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
            contents["OPS/toc.ncx"], spine = ncx(toc), 'toc="ncx"'
        elif toc:
            items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            contents["OPS/nav.xhtml"] = nav(toc)
        contents["OPS/package.opf"] = package(whole, metadata, items, guide, spine, aside)
        contents["META-INF/container.xml"] = CONTAINER
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            for name, content in {**contents, **(files or {})}.items():
                archive.writestr(name, content)
        path = tmp_path / "book.epub"
        path.write_bytes(buffer.getvalue())
        return path

    return make
