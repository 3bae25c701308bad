"""EPUB 2 and 3: order, chapters, what is left out, metadata and covers."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from audiobook.manuscript import faults, read
from audiobook.model import Manuscript

MakeEpub = Callable[..., Path]

ONE = "<h1>One</h1><h2>The Stairs</h2><p>Mara climbed\n   the stairs.</p><p>“Not again,” she said.</p>"
TWO = "<h1>Two</h1><p>The lamp was out.</p><hr/><p>Then it was on.</p>"


def manuscript_of(path: Path) -> Manuscript:
    manuscript = read(path)
    assert faults(manuscript) == []
    return manuscript


def chapters(path: Path) -> list[tuple[str, list[str], list[str]]]:
    """(title, headings, other paragraphs) of each chapter."""
    return [
        (
            chapter.title,
            [p.text for p in chapter.paragraphs if p.heading],
            [p.text for p in chapter.paragraphs if not p.heading],
        )
        for chapter in manuscript_of(path).chapters
    ]


def out(path: Path) -> dict[str, str]:
    """What is left out → why."""
    manuscript = manuscript_of(path)
    return {manuscript.source[s.start : s.end]: s.why for s in manuscript.left_out}


@pytest.mark.parametrize("old", [False, True])
def test_chapters_and_titles_from_the_navigation(make_epub: MakeEpub, old: bool) -> None:
    path = make_epub(
        {"c2.xhtml": ONE, "c1.xhtml": TWO},
        {"c2.xhtml": "One: The Stairs", "c1.xhtml": "Two"},
        old=old,
    )
    assert chapters(path) == [
        ("One: The Stairs", ["One", "The Stairs"], ["Mara climbed the stairs.", "“Not again,” she said."]),
        ("Two", ["Two"], ["The lamp was out.", "Then it was on."]),
    ]
    book = manuscript_of(path).book
    assert (book.title, book.author, book.language, book.year) == (
        "The Lamp Room",
        "A. N. Author",
        "en-GB",
        "1999",
    )
    assert manuscript_of(path).chapters[1].paragraphs[2].opens_scene


def test_chapters_inside_one_page_by_anchors(make_epub: MakeEpub) -> None:
    body = (
        '<h2 id="one">I</h2><p>Mara climbed.</p><p id="x">She slept.</p>'
        '<div><a id="two"></a><h2>II</h2></div><p>It was out.</p>'
    )
    path = make_epub({"all.xhtml": body}, {"all.xhtml#one": "I. The Stairs", "all.xhtml#two": "II. The Lamp"})
    assert [(title, headings) for title, headings, _ in chapters(path)] == [
        ("I: The Stairs", ["I"]),
        ("II: The Lamp", ["II"]),
    ]


def test_chapters_without_headings_in_the_pages(make_epub: MakeEpub) -> None:
    path = make_epub(
        {"a.xhtml": "<p>Mara climbed.</p>", "b.xhtml": "<p>It was out.</p>"},
        {"a.xhtml": "The Stairs", "b.xhtml": "The Lamp"},
    )
    assert chapters(path) == [("The Stairs", [], ["Mara climbed."]), ("The Lamp", [], ["It was out."])]


def test_chapter_titles_set_as_paragraphs(make_epub: MakeEpub) -> None:
    path = make_epub(
        {
            "a.xhtml": '<p class="ct">Chapter One</p><p class="cs">The Stairs</p><p>Mara climbed.</p>',
            "b.xhtml": '<p class="ct">Chapter Two</p><p class="cs">The Lamp</p><p>It was out.</p>',
        },
        {"a.xhtml": "Chapter One: The Stairs", "b.xhtml": "Chapter Two: The Lamp"},
    )
    assert [headings for _, headings, _ in chapters(path)] == [
        ["Chapter One", "The Stairs"],
        ["Chapter Two", "The Lamp"],
    ]


def test_without_navigation_headings_tell(make_epub: MakeEpub) -> None:
    assert [title for title, _, _ in chapters(make_epub({"a.xhtml": ONE, "b.xhtml": TWO}))] == [
        "One: The Stairs",
        "Two",
    ]
    pages = {f"{n}.xhtml": f"<p><b>CHAPTER {n}</b></p><p>Mara climbed the stairs again.</p>" for n in "123"}
    assert [title for title, _, _ in chapters(make_epub(pages))] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_parts_and_subheadings(make_epub: MakeEpub) -> None:
    path = make_epub(
        {
            "p.xhtml": "<h1>Part One</h1>",
            "a.xhtml": "<h2>The Stairs</h2><p>Mara climbed.</p><h3>Later</h3><p>She slept.</p>",
            "b.xhtml": "<h2>The Lamp</h2><p>It was out.</p>",
        },
        {"p.xhtml": "Part One", "a.xhtml": "The Stairs", "b.xhtml": "The Lamp"},
    )
    assert chapters(path) == [
        ("Part One: The Stairs", ["Part One", "The Stairs"], ["Mara climbed.", "Later", "She slept."]),
        ("The Lamp", ["The Lamp"], ["It was out."]),
    ]
    assert [p.text for p in manuscript_of(path).chapters[0].paragraphs if p.opens_scene] == ["Later"]


def test_front_and_back_matter_is_left_out(make_epub: MakeEpub) -> None:
    path = make_epub(
        {
            "cover.xhtml": '<img src="cover.jpg" alt="Cover"/>',
            "title.xhtml": "<h1>The Lamp Room</h1><p>A. N. Author</p>",
            "copyright.xhtml": "<p>Copyright © 1999 A. N. Author</p><p>All rights reserved. ISBN 1</p>",
            "toc.xhtml": '<h2>Contents</h2><p><a href="a.xhtml">One</a></p><p><a href="b.xhtml">Two</a></p>'
            '<p><a href="c.xhtml">Three</a></p><p><a href="d.xhtml">Four</a></p>',
            "a.xhtml": ONE,
            "b.xhtml": TWO,
            "also.xhtml": "<h2>Also by A. N. Author</h2><p>The Other Lamp</p>",
            "about.xhtml": "<h2>About the Author</h2><p>A. N. Author lives in a tower.</p>",
        },
        {
            "cover.xhtml": "Cover",
            "title.xhtml": "Title Page",
            "a.xhtml": "One",
            "b.xhtml": "Two",
            "also.xhtml": "Also by A. N. Author",
            "about.xhtml": "About the Author",
        },
    )
    assert [title for title, _, _ in chapters(path)] == ["One: The Stairs", "Two"]
    why = out(path)
    assert why["Copyright © 1999 A. N. Author"] == "boilerplate"
    assert why["The Other Lamp"] == "boilerplate"
    assert why["Three"] == "contents"


def test_a_title_page_in_the_story_is_read_before_the_first_chapter(make_epub: MakeEpub) -> None:
    path = make_epub(
        {
            "all.xhtml": f'<h1>The Lamp Room</h1><p>by A. N. Author</p><div id="one">{ONE}</div><div '
            f'id="two">{TWO}</div>'
        },
        {"all.xhtml#one": "One", "all.xhtml#two": "Two"},
    )
    first = chapters(path)[0]
    assert first[0] == "One: The Stairs"
    assert first[1] == ["The Lamp Room", "by A. N. Author", "One", "The Stairs"]


def test_a_book_made_as_public_domain_libraries_do(make_epub: MakeEpub) -> None:
    label = '<span epub:type="label">Chapter</span> <span epub:type="ordinal z3998:roman">{}</span>'
    path = make_epub(
        {
            "titlepage.xhtml": '<section epub:type="titlepage"><h1>The Lamp Room</h1><p>By A. N. '
            "Author.</p></section>",
            "imprint.xhtml": '<section epub:type="imprint"><p>This ebook is the work of many.</p></section>',
            "epigraph.xhtml": '<section epub:type="epigraph"><p>Of lamps and stairs I sing.</p></section>',
            "halftitlepage.xhtml": '<section epub:type="halftitlepage"><h2>The Lamp Room</h2></section>',
            "chapter-1.xhtml": f'<section id="chapter-1"><hgroup><h2>{label.format("I")}</h2><p '
            f'epub:type="title">The '
            'Stairs</p></hgroup><p>Mara climbed.<a href="endnotes.xhtml#note-1" epub:type="noteref">1</a></p>'
            "<blockquote epub:type='z3998:song'><p><span>The lamp is lit,</span><br/><span>The stair "
            "is long.</span>"
            "</p></blockquote><figure><img alt='A lamp.' src='x.png'/><figcaption>A "
            "lamp.</figcaption></figure></section>",
            "chapter-2.xhtml": f'<section id="chapter-2"><h2>{label.format("II")}</h2><p>It was '
            f"out.</p></section>",
            "endnotes.xhtml": "<section epub:type='endnotes'><h2>Endnotes</h2><ol><li id='note-1'><p>Slowly."
            "</p></li></ol></section>",
            "uncopyright.xhtml": "<section epub:type='copyright-page'><p>Free.</p></section>",
        },
        {
            "titlepage.xhtml": "Titlepage",
            "imprint.xhtml": "Imprint",
            "epigraph.xhtml": "Epigraph",
            "chapter-1.xhtml": "<span>I</span>: The Stairs",
            "chapter-2.xhtml": "II",
            "endnotes.xhtml": "Endnotes",
            "uncopyright.xhtml": "Uncopyright",
        },
    )
    assert chapters(path) == [
        ("Epigraph", [], ["Of lamps and stairs I sing."]),
        (
            "I: The Stairs",
            ["Chapter I", "The Stairs"],
            ["Mara climbed.", "The lamp is lit,", "The stair is long."],
        ),
        ("II", ["Chapter II"], ["It was out."]),
    ]


def test_a_book_with_its_contents_and_title_in_the_first_page(make_epub: MakeEpub) -> None:
    links = "".join(
        f'<p class="toc1"><a href="#c{n}">{name}</a></p>' for n, name in enumerate(("Up", "On", "Down"))
    )
    body = "".join(
        f'<div class="c"><h2 id="c{n}"><a href="#top"></a>CHAPTER '
        f"{n + 1}.<br/>{name}</h2><p>Mara went.</p></div>"
        for n, name in enumerate(("Up", "On", "Down"))
    )
    path = make_epub(
        {
            "all.xhtml": f'<h1 id="top">The Lamp Room</h1><h2>by A. N. '
            f"Author</h2>{links}<p>ILLUSTRATED</p>{body}"
        },
        {
            "all.xhtml#top": "The Lamp Room",
            "all.xhtml#c0": "CHAPTER 1. Up",
            "all.xhtml#c1": "CHAPTER 2. On",
            "all.xhtml#c2": "CHAPTER 3. Down",
        },
    )
    assert [title for title, _, _ in chapters(path)] == ["Chapter 1: Up", "Chapter 2: On", "Chapter 3: Down"]
    assert chapters(path)[0][1] == ["The Lamp Room", "by A. N. Author", "ILLUSTRATED", "CHAPTER 1.", "Up"]
    assert chapters(path)[0][2] == ["Mara went."]


def test_a_heading_that_links_back_keeps_its_number(make_epub: MakeEpub) -> None:
    path = make_epub({"a.xhtml": '<h2><a href="toc.xhtml#ref1">1</a></h2><p>Mara climbed.<sup>1</sup></p>'})
    assert chapters(path) == [("1", ["1"], ["Mara climbed."])]


def test_notes_markers_and_page_numbers(make_epub: MakeEpub) -> None:
    path = make_epub(
        {
            "a.xhtml": "<h1>One</h1><p>Mara<span epub:type='pagebreak' id='p7' title='7'>7</span> climbed"
            "<a epub:type='noteref' href='#n1'>1</a> the <a id='p8' "
            "class='pagenum'>[8]</a>stairs.<sup><a href='notes.xhtml#e2'>2</a>"
            "</sup> All<a href='notes.xhtml#e3'><sup>3</sup></a> ninety<a id='r4' "
            "href='#fn4'>[4]</a>-one, on the 1<sup>st</sup>.</p>"
            "<aside epub:type='footnote' id='n1'><p>1. Slowly.</p></aside>"
            "<p id='fn4'><a href='#r4'>[4]</a> More or less.</p>",
            "b.xhtml": "<h1>Two</h1><p>It was out.</p>",
            "notes.xhtml": "<h1>Notes</h1><p id='e2'><a href='a.xhtml#x'>2.</a> Of stone.</p><p "
            "id='e3'>3. Each.</p>",
        },
        {"a.xhtml": "One", "b.xhtml": "Two", "notes.xhtml": "Notes"},
    )
    assert [body for _, _, body in chapters(path)] == [
        ["Mara climbed the stairs. All ninety-one, on the 1st."],
        ["It was out."],
    ]
    why = out(path)
    assert why["7"] == "page number"
    assert why["1"] == "footnote marker"
    assert why["[4]"] in ("footnote marker", "footnote")
    assert why["1. Slowly."] == "footnote"


def test_gutenbergs_header_and_footer(make_epub: MakeEpub) -> None:
    header = (
        "<section class='pg-boilerplate pgheader' id='pg-header'><h2>The Project Gutenberg "
        "eBook of X</h2></section>"
    )
    footer = "<section class='pg-boilerplate pgfooter' id='pg-footer'><p>A licence.</p></section>"
    path = make_epub({"a.xhtml": header + ONE, "b.xhtml": TWO + footer}, {"a.xhtml": "One", "b.xhtml": "Two"})
    assert [title for title, _, _ in chapters(path)] == ["One: The Stairs", "Two"]
    old_header = "<pre>The Project Gutenberg EBook\n*** START OF THIS PROJECT GUTENBERG EBOOK X ***</pre>"
    old_footer = "<p>End of Project Gutenberg's X</p><p>A licence.</p>"
    path = make_epub(
        {"a.xhtml": old_header + ONE, "b.xhtml": TWO + old_footer}, {"a.xhtml": "One", "b.xhtml": "Two"}
    )
    assert chapters(path)[1][2] == ["The lamp was out.", "Then it was on."]
    assert "Gutenberg" not in str(chapters(path))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><i>Not again</i>, she thought.</p>", "*Not again*, she thought."),
        ("<p>She sighed. <em>Not again.</em></p>", "She sighed. *Not again.*"),
        ("<p><em>Why?</em></p>", "*Why?*"),
        ("<p>It was <i>very</i> dark.</p>", "It was very dark."),
        ("<p>She read <i>The Lamp Room</i> twice.</p>", "She read The Lamp Room twice."),
        ("<p>He had a certain <i>je ne sais quoi</i> then.</p>", "He had a certain je ne sais quoi then."),
        ("<p>I <i>said</i> no.</p>", "I said no."),
        (
            '<p>It is late, <span class="italic">much too late</span>, he thought.</p>',
            "It is late, *much too late*, he thought.",
        ),
        ("<p><b>Bold</b> and <small>small</small>.</p>", "Bold and small."),
        ('<p><span class="dc">M</span>ara climbed.</p>', "Mara climbed."),
        ('<p><img alt="M" src="m.png"/>ara climbed.</p>', "Mara climbed."),
        ("<p>A&nbsp;lamp &amp; a stair&#8212;and <![CDATA[<more>]]>.</p>", "A lamp & a stair—and <more>."),
        ("<p>so&shy;fter</p>", "softer"),
        ("<p>see <a href='http://example.org'>the letter</a>, she said.</p>", "see the letter, she said."),
        ("<p hidden='hidden'>secret</p><p>Seen.</p>", "Seen."),
        ("<p style='display:none'>secret</p><p>Seen.</p>", "Seen."),
        ("<p>One <ruby>漢<rt>kan</rt></ruby>.</p>", "One 漢."),
        ("<p><a id='x'/>Mara<br/></p>", "Mara"),
    ],
)
def test_markup_inside_paragraphs(make_epub: MakeEpub, markup: str, text: str) -> None:
    assert chapters(make_epub({"a.xhtml": markup}))[0][2] == [text]


def test_verse_breaks_lists_tables_and_quotes(make_epub: MakeEpub) -> None:
    body = (
        "<p>The lamp is lit,<br/>The stair is "
        "long</p><p>One<br/><br/>Two</p><ul><li>String</li><li>Rope</li></ul>"
        "<table><tr><td>A</td><td>B</td></tr></table><blockquote><p>Dear "
        "Mara,</p></blockquote><div>Loose <p>and not</p> ends</div>"
        "<p>* * *</p><p>After.</p><p class='scene-break'>&nbsp;</p><p>Last.</p>"
    )
    manuscript = manuscript_of(make_epub({"a.xhtml": body}))
    texts = ["The lamp is lit,", "The stair is long", "One", "Two", "String", "Rope", "A", "B", "Dear Mara,"]
    texts += ["Loose", "and not", "ends", "After.", "Last."]
    assert [p.text for p in manuscript.chapters[0].paragraphs] == texts
    assert [p.text for p in manuscript.chapters[0].paragraphs if p.opens_scene] == ["After.", "Last."]


def test_lines_broken_by_br_in_ordinary_prose_are_joined(make_epub: MakeEpub) -> None:
    body = "<p>Mara climbed the stairs<br/>as she always did, and<br/>never counted them.</p>"
    assert chapters(make_epub({"a.xhtml": body}))[0][2] == [
        "Mara climbed the stairs as she always did, and never counted them."
    ]


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 30), "teal").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("items", "metadata", "guide", "name"),
    [
        ('<item id="c" href="art.jpg" properties="cover-image" media-type="image/jpeg"/>', "", "", "art.jpg"),
        (
            '<item id="c" href="art.jpg" media-type="image/jpeg"/>',
            '<meta name="cover" content="c"/>',
            "",
            "art.jpg",
        ),
        ('<item id="c" href="img/cover.jpg" media-type="image/jpeg"/>', "", "", "img/cover.jpg"),
        ("", "", '<reference type="cover" href="a.xhtml"/>', "img/x.jpg"),
    ],
)
def test_covers(make_epub: MakeEpub, items: str, metadata: str, guide: str, name: str) -> None:
    data = picture("JPEG")
    path = make_epub(
        {"a.xhtml": '<svg><image xlink:href="img/x.jpg"/></svg>', "b.xhtml": ONE},
        files={f"OPS/{name}": data},
        items=items,
        guide=guide,
        metadata=f"<dc:title>X</dc:title>{metadata}",
    )
    assert manuscript_of(path).book.cover == data


def test_a_cover_of_another_kind_becomes_png_and_a_broken_one_is_none(make_epub: MakeEpub) -> None:
    item = '<item id="c" href="c.gif" properties="cover-image" media-type="image/gif"/>'
    cover = manuscript_of(
        make_epub({"a.xhtml": ONE}, files={"OPS/c.gif": picture("GIF")}, items=item)
    ).book.cover
    assert cover is not None
    assert cover.startswith(b"\x89PNG")
    assert (
        manuscript_of(make_epub({"a.xhtml": ONE}, files={"OPS/c.gif": b"no"}, items=item)).book.cover is None
    )
    assert manuscript_of(make_epub({"a.xhtml": ONE})).book.cover is None


def test_authors_by_their_roles(make_epub: MakeEpub) -> None:
    metadata = (
        "<dc:title>X</dc:title><dc:creator id='a'>A. Author</dc:creator><dc:creator id='b'>B. "
        "Author</dc:creator>"
        "<dc:creator id='c'>C. Artist</dc:creator><dc:creator opf:role='edt'>E. Ditor</dc:creator>"
        "<meta refines='#c' property='role'>ill</meta><dc:date opf:event='modification'>2020</dc:date>"
        "<dc:date>1888</dc:date>"
    )
    book = manuscript_of(make_epub({"a.xhtml": ONE}, metadata=metadata)).book
    assert (book.author, book.year) == ("A. Author and B. Author", "1888")


def test_pages_outside_the_reading_order_are_left_out(make_epub: MakeEpub) -> None:
    path = make_epub({"a.xhtml": ONE, "aside.xhtml": "<p>An aside.</p>"}, aside="aside.xhtml")
    assert [title for title, _, _ in chapters(path)] == ["One: The Stairs"]
    assert out(path)["An aside."] == "boilerplate"


def test_other_encodings_and_tag_soup(make_epub: MakeEpub) -> None:
    latin = '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Café</p></body></html>'.encode(
        "latin-1"
    )
    path = make_epub(
        {"a.xhtml": "<p>x</p>", "b.xhtml": "<p>One<p>Two<ul><li>A<li>B</ul><i>loose"},
        files={"OPS/a.xhtml": latin},
    )
    assert chapters(path)[0][2] == ["Café", "One", "Two", "A", "B", "loose"]
