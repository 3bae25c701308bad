"""Word documents: what a writer sees on the page is read, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from audiobook.errors import BadInput
from audiobook.manuscript import faults, read

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {WORD}>
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="My Chapters"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""
ABOUT = """<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title></dc:title><dc:creator>Ines Calloway</dc:creator></cp:coreProperties>"""


def p(text: str = "", style: str = "", inside: str = "") -> str:
    """A paragraph of a document."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{inside or run(text) if inside or text else ''}</w:p>"


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def document(*paragraphs: str, **files: str) -> bytes:
    body = f"<w:document {WORD}><w:body>{''.join(paragraphs)}<w:sectPr/></w:body></w:document>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{body}')
        archive.writestr("word/styles.xml", files.get("styles", STYLES))
        archive.writestr("docProps/core.xml", files.get("about", ABOUT))
    return target.getvalue()


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "weir.docx"


def chapters(path: Path) -> list[tuple[str, list[str]]]:
    manuscript = read(path)
    assert faults(manuscript) == []
    return [
        (chapter.title, [paragraph.text for paragraph in chapter.paragraphs if not paragraph.heading])
        for chapter in manuscript.chapters
    ]


def test_styles_tell_title_and_chapters_whatever_they_are_called(story: Path) -> None:
    story.write_bytes(
        document(
            p("The Weir", "Titel"),
            p("One\t3", "TOC1"),
            p("One", "berschrift1"),
            p("The water rose."),
            p("Two", "Mine"),
            p("The water fell."),
        )
    )
    assert chapters(story) == [("One", ["The water rose."]), ("Two", ["The water fell."])]
    book = read(story).book
    assert (book.title, book.author, book.language) == ("The Weir", "Ines Calloway", "en")


def test_chapters_without_styles_are_known_by_their_looks(story: Path) -> None:
    story.write_bytes(
        document(
            p("Chapter One"), p("The water rose."), p("Chapter Two"), p("It fell."), styles="<w:styles/>"
        )
    )
    assert [title for title, _ in chapters(story)] == ["Chapter One", "Chapter Two"]


def test_runs_are_joined_and_what_is_not_on_the_page_is_left_out(story: Path) -> None:
    inside = (
        run("“Don’t ")
        + run("ever", "<w:i/>")
        + run(" sto", '<w:i w:val="0"/>')
        + "<w:proofErr/>"
        + run("p,”")
        + f"<w:del>{run('she said').replace('w:t', 'w:delText')}</w:del>"
        + f"<w:ins>{run(' said Hattie')}</w:ins>"
        + run("secret", "<w:vanish/>")
        + "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>"
        + '<w:r><w:footnoteReference w:id="1"/></w:r>'
        + f"<w:hyperlink>{run(' & left')}</w:hyperlink>"
        + run(".")
        + "<w:r><w:br/></w:r>"
        + run("Then it was dark.")
    )
    story.write_bytes(document(p("The rain went on and on."), p(inside=inside)))
    text = " ".join(paragraph for _, paragraphs in chapters(story) for paragraph in paragraphs)
    assert text.replace("*", "") == (
        "The rain went on and on. “Don’t ever stop,” said Hattie & left. Then it was dark."
    )


def test_a_lone_empty_paragraph_is_a_scene_break_and_many_are_none(story: Path) -> None:
    def breaks() -> list[str]:
        paragraphs = [paragraph for chapter in read(story).chapters for paragraph in chapter.paragraphs]
        return [paragraph.text for paragraph in paragraphs if paragraph.opens_scene]

    texts = [f"Day {day} came." for day in range(1, 11)]
    story.write_bytes(document(*map(p, texts[:5]), p(), *map(p, texts[5:])))
    assert breaks() == ["Day 6 came."]
    story.write_bytes(document(*(part for text in texts for part in (p(text), p()))))
    assert breaks() == []
    rule = "<w:p><w:pPr><w:pBdr><w:bottom/></w:pBdr></w:pPr></w:p>"
    story.write_bytes(document(*map(p, texts[:3]), rule, *map(p, texts[3:8]), p("* * *"), *map(p, texts[8:])))
    assert breaks() == ["Day 4 came.", "Day 9 came."]


def test_a_document_that_is_none_is_told(story: Path) -> None:
    for data in (b"PK\x03\x04 and then nothing", document(p("A"))[:-40]):
        story.write_bytes(data)
        with pytest.raises(BadInput, match=r"not a Word document|damaged") as refused:
            read(story)
        assert "Save it again" in str(refused.value.remedy)
    story.write_bytes(document(p()))
    with pytest.raises(BadInput, match="no words"):
        read(story)


def test_no_document_makes_the_program_read_other_files(story: Path) -> None:
    evil = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:styles/>'
    story.write_bytes(document(p("The water rose."), styles=evil))
    with pytest.raises(BadInput, match="entities"):
        read(story)
