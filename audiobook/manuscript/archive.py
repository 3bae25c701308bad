"""The files in a book that is a zip archive (EPUB, DOCX), read with care.

Nothing is unpacked to disk, no entity is expanded, and sizes are checked before anything is read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from audiobook.errors import BadInput
from audiobook.manuscript.decode import decode
from audiobook.manuscript.html import Element, parse

MOST_FILES = 20_000
MOST_BYTES = 2 << 30
"""All files of a book, unpacked."""
MOST_BYTES_OF_A_PAGE = 64 << 20
MOST_TEXT = 256 << 20
"""All pages together, unpacked."""
MOST_RATIO = 150
"""Unpacked size over packed size, of anything large; text packs to a tenth, rarely to a fiftieth."""


HOSTILE = "It is broken or made to do harm. Get the book from another source."
_LOCKED = "Only books without DRM can be read: ask the shop for one, or give another format of it."
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


class Archive:
    """The files in a book, read with care."""

    def __init__(self, data: bytes, place: str, kind: str, damaged: str) -> None:
        """`kind` is what the book is called ("an EPUB"); `damaged` what to do when it is no sound one."""
        self.place, self._damaged = place, damaged
        self.text_left = MOST_TEXT
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as error:
            raise self.bad(f"this is not {kind}, or it is damaged ({error})") from None
        entries = self.zip.infolist()
        self.names = {entry.filename: entry for entry in entries}
        self._refuse_bombs(entries)
        for entry in entries:
            if is_outside(entry.filename) or is_outside(entry.orig_filename):
                raise self.bad(
                    f"it holds a file that points outside the book ({entry.filename[:60]!r})", HOSTILE
                )
            if entry.flag_bits & 1:
                raise self.bad("it is locked with a password or DRM", _LOCKED)
        self._refuse_locks()

    def bad(self, problem: str, remedy: str = "") -> BadInput:
        """What to raise about this book."""
        return BadInput(problem, place=self.place, remedy=remedy or self._damaged)

    def _refuse_bombs(self, entries: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_FILES or unpacked > MOST_BYTES or any(_is_bomb(entry) for entry in entries):
            raise self.bad(
                f"it would unpack to {unpacked / 1e6:.0f} MB in {len(entries)} files, no real book does",
                HOSTILE,
            )

    def _refuse_locks(self) -> None:
        locks = self.names.get("META-INF/encryption.xml")
        if not locks:
            return
        methods = parse(self.text(locks.filename), xml=True).all("encryptionmethod")
        if any(method.get("algorithm") not in _FONT_OBFUSCATION for method in methods):
            raise self.bad("it is locked with DRM", _LOCKED)

    def bytes(self, path: str, most: int = MOST_BYTES_OF_A_PAGE) -> bytes:
        """A file's content."""
        entry = self.names.get(path) or self._by_any_case(path)
        if entry is None:
            raise self.bad(f"it is damaged: the file {path!r} is missing")
        if entry.file_size > most:
            raise self.bad(f"the file {path!r} in it is larger than any chapter", HOSTILE)
        try:
            return self.zip.read(entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OSError,
            RuntimeError,
            ValueError,
        ):
            raise self.bad(f"it is damaged: the file {path!r} cannot be unpacked") from None

    def _by_any_case(self, path: str) -> zipfile.ZipInfo | None:
        return next((entry for name, entry in self.names.items() if name.casefold() == path.casefold()), None)

    def text(self, path: str) -> str:
        """A page's or a package file's text. Raises BadInput when it declares entities."""
        data = self.bytes(path)
        self.text_left -= len(data)
        if self.text_left < 0:
            raise self.bad("its pages together are larger than any book", HOSTILE)
        text = _decoded(data, f"{self.place}, {path}")
        if re.search(r"<!ENTITY", text, re.IGNORECASE):
            raise self.bad(
                f"the file {path!r} in it declares entities, which could read other files", HOSTILE
            )
        return text

    def page(self, path: str) -> Element:
        """The tree of a page."""
        return parse(self.text(path))


def is_outside(path: str) -> bool:
    path = path.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path) is not None


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > 8 << 20 and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)


def _decoded(data: bytes, place: str) -> str:
    declared = re.match(rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", data)
    if declared:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, place) if data.strip() else ""
