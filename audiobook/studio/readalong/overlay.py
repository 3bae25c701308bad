"""An EPUB 3 with Media Overlays: the book's text and its sound in one file, highlighted sentence by sentence.

EPUB 3.3 (W3C Recommendation), section 9. Every sentence is a span with its speaker's class; the overlay of a
chapter plays them one by one, each from its cue.
"""

from __future__ import annotations

import os
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from audiobook.model import NARRATOR, Kind
from audiobook.studio.readalong.heard import HeardBook, HeardChapter, HeardLine
from audiobook.studio.readalong.manifest import MEDIA_TYPES

COLOURS = ("#00558c", "#a34400", "#006b4f", "#8f3f74", "#7a5a00", "#2f6f9f", "#5e2f80", "#7a3d1f")
"""Of the speakers' text, dark enough for white paper; players that show no colour lose nothing."""

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
 <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {language}>
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""
_STYLE = """body { font-family: serif; line-height: 1.5; margin: 5%; }
.-epub-media-overlay-active { background-color: #fff1a8; color: #000000; }
.thought { font-style: italic; }
hr { width: 20%; margin: 2em auto; }
"""


def write_epub(book: HeardBook, path: Path) -> None:
    """Write the whole book to `path`, audio files and all. Raises OSError."""
    speakers = _speakers(book)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as epub:
        epub.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")  # first, and not compressed
        _add(epub, "META-INF/container.xml", _CONTAINER)
        _add(epub, "EPUB/package.opf", _package(book))
        _add(epub, "EPUB/nav.xhtml", _navigation(book))
        _add(epub, "EPUB/style.css", _STYLE + _speaker_styles(speakers))
        for number, chapter in enumerate(book.chapters, start=1):
            _add(epub, f"EPUB/{_page(number)}", _text(book, chapter, number, speakers))
            _add(epub, f"EPUB/{_overlay(number)}", _smil(chapter, number))
            epub.write(_packed(chapter), f"EPUB/{_sound(number, chapter)}", zipfile.ZIP_STORED)
        if book.cover:
            epub.write(book.cover, f"EPUB/cover{book.cover.suffix}", zipfile.ZIP_STORED)


def _add(epub: zipfile.ZipFile, name: str, text: str) -> None:
    """A text file, with a date that does not change from run to run."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    epub.writestr(info, text)


# --- names ---


def _page(number: int) -> str:
    return f"chapter-{number:04}.xhtml"


def _overlay(number: int) -> str:
    return f"chapter-{number:04}.smil"


def _sound(number: int, chapter: HeardChapter) -> str:
    return f"audio/{number:04}{_packed(chapter).suffix}"


def _packed(chapter: HeardChapter) -> Path:
    return chapter.packed or chapter.audio


def _speakers(book: HeardBook) -> dict[str, str]:
    """A class for each speaker, in the order in which they are first heard."""
    found = dict.fromkeys(line.speaker for chapter in book.chapters for line in chapter.lines)
    found.pop(NARRATOR, None)
    return {NARRATOR: "narrator", **{name: f"speaker-{at}" for at, name in enumerate(found, start=1)}}


def _speaker_styles(speakers: dict[str, str]) -> str:
    names = [name for name in speakers if name != NARRATOR]
    rules = (
        f".{speakers[name]} {{ color: {COLOURS[at % len(COLOURS)]}; }} /* {_comment(name)} */\n"
        for at, name in enumerate(names)
    )
    return "".join(rules)


def _comment(text: str) -> str:
    return text.replace("*", "").replace("/", "")


# --- the package ---


def _package(book: HeardBook) -> str:
    about = book.book
    identity = uuid.uuid5(uuid.NAMESPACE_OID, f"{about.title}\n{about.author}")
    lengths = [_length(chapter) for chapter in book.chapters]
    metadata = [
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>',
        f"<dc:title>{escape(about.title)}</dc:title>",
        f"<dc:language>{escape(about.language or 'en')}</dc:language>",
        f'<meta property="dcterms:modified">{_now():%Y-%m-%dT%H:%M:%SZ}</meta>',
        *((f"<dc:creator>{escape(about.author)}</dc:creator>",) if about.author else ()),
        *((f"<dc:date>{escape(about.year)}</dc:date>",) if about.year else ()),
        f'<meta property="media:duration">{_clock(sum(lengths))}</meta>',
        f'<meta property="media:narrator">{escape(book.reader)}</meta>',
        '<meta property="media:active-class">-epub-media-overlay-active</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessMode">auditory</meta>',
        '<meta property="schema:accessibilityFeature">synchronizedAudioText</meta>',
        '<meta property="schema:accessibilityHazard">none</meta>',
    ]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
    ]
    if book.cover:
        kind = MEDIA_TYPES[book.cover.suffix]
        items.append(
            f'<item id="cover" href="cover{book.cover.suffix}" media-type="{kind}" properties="cover-image"/>'
        )
    for number, (chapter, length) in enumerate(zip(book.chapters, lengths, strict=True), start=1):
        spoken = f' media-overlay="m{number}"' if length else ""
        items += [
            f'<item id="c{number}" href="{_page(number)}" media-type="application/xhtml+xml"{spoken}/>',
            f'<item id="a{number}" href="{_sound(number, chapter)}" '
            f'media-type="{MEDIA_TYPES[_packed(chapter).suffix]}"/>',
        ]
        if length:
            items.append(
                f'<item id="m{number}" href="{_overlay(number)}" media-type="application/smil+xml"/>'
            )
            metadata.append(f'<meta property="media:duration" refines="#m{number}">{_clock(length)}</meta>')
    spine = (f'<itemref idref="c{number}"/>' for number in range(1, len(book.chapters) + 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f"{_language(book)}>\n"
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n' + "\n".join(metadata) + "\n</metadata>\n"
        "<manifest>\n" + "\n".join(items) + "\n</manifest>\n"
        "<spine>\n" + "\n".join(spine) + "\n</spine>\n</package>\n"
    )


def _now() -> datetime:
    """The time of making; SOURCE_DATE_EPOCH stands in for it where builds are to be repeatable."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)


def _language(book: HeardBook) -> str:
    return f"xml:lang={quoteattr(book.book.language or 'en')}"


def _navigation(book: HeardBook) -> str:
    entries = (
        f'<li><a href="{_page(number)}">{escape(chapter.title or book.book.title)}</a></li>'
        for number, chapter in enumerate(book.chapters, start=1)
    )
    body = (
        f'<nav epub:type="toc"><h1>{escape(book.book.title)}</h1><ol>\n'
        + "\n".join(entries)
        + "\n</ol></nav>"
    )
    return _PAGE.format(language=_language(book), title=escape(book.book.title), body=body)


# --- a chapter ---


def _text(book: HeardBook, chapter: HeardChapter, number: int, speakers: dict[str, str]) -> str:
    ids = (f"s{at}" for at in range(1, 1 + sum(len(line.sentences) for line in chapter.lines)))
    body = "\n".join(_blocks(chapter.lines, ids, speakers))
    title = escape(chapter.title or book.book.title)
    return _PAGE.format(language=_language(book), title=title, body=f"<section>\n{body}\n</section>")


def _blocks(lines: Sequence[HeardLine], ids: Iterator[str], speakers: dict[str, str]) -> Iterator[str]:
    """The paragraphs; a heading's are one heading each, a scene break is a rule."""
    level = 1
    for _, group in groupby(lines, key=lambda line: line.paragraph):
        paragraph = list(group)
        if paragraph[0].opens_scene and not paragraph[0].heading:
            yield "<hr/>"
        tag = f"h{level}" if paragraph[0].heading else "p"
        level = min(level + 1, 6) if paragraph[0].heading else level
        inside = ""
        for at, line in enumerate(paragraph):
            inside += "" if not at or line.glued else " "
            inside += _spans(line, ids, speakers[line.speaker])
        yield f"<{tag}>{inside}</{tag}>"


def _spans(line: HeardLine, ids: Iterator[str], speaker: str) -> str:
    if not line.sentences:
        return escape(line.text)
    classes = f"{speaker} thought" if line.kind is Kind.THOUGHT else speaker
    return "".join(
        f'<span id="{next(ids)}" class="{classes}">{escape(sentence.text)}</span>'
        for sentence in line.sentences
    )


def _smil(chapter: HeardChapter, number: int) -> str:
    """What is highlighted while what is heard."""
    sentences = [sentence for line in chapter.lines for sentence in line.sentences]
    pairs = (
        f'<par id="p{at}"><text src="{_page(number)}#s{at}"/><audio src="{_sound(number, chapter)}" '
        f'clipBegin="{_clock(sentence.start)}" clipEnd="{_clock(sentence.end)}"/></par>'
        for at, sentence in enumerate(sentences, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body epub:textref="{_page(number)}">\n' + "\n".join(pairs) + "\n</body>\n</smil>\n"
    )


def _length(chapter: HeardChapter) -> float:
    """Seconds that the overlay plays: the sum of its clips, to the millisecond as they are written."""
    clips = (sentence for line in chapter.lines for sentence in line.sentences)
    return round(sum(round(clip.end, 3) - round(clip.start, 3) for clip in clips), 3)


def _clock(seconds: float) -> str:
    """A SMIL clock value."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
