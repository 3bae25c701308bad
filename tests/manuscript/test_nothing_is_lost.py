"""Every character that is not blank goes into exactly one paragraph or one left-out stretch."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiobook.errors import BadInput
from audiobook.manuscript import faults, read_text
from audiobook.model import Book, LeftOut, Manuscript, ManuscriptChapter, Paragraph

PLACES = ["story.txt", "story.md", "story.fountain", ""]

LINES = st.sampled_from(
    [
        "",
        "",
        " ",
        "\t",
        "It was past nine when the lamp",
        "went out, and nobody had a match-",
        "box to hand.",
        "    Indented, and with two  spaces.",
        "Chapter One",
        "CHAPTER II. THE STAIRS",
        "III",
        "4.",
        "12",
        "- 12 -",
        "PART TWO: BELOW",
        "THE CELLAR DOOR",
        "# The Lamp Room",
        "### Below",
        "The Stairs",
        "=====",
        "---",
        "* * *",
        "by A. N. Author",
        "Title: The Lamp Room",
        "Author: A. N. Author",
        "CONTENTS",
        "I. The Stairs ..... 3",
        "*** START OF THE PROJECT GUTENBERG EBOOK THE LAMP ROOM ***",
        "*** END OF THE PROJECT GUTENBERG EBOOK THE LAMP ROOM ***",
        "Produced by Some Body",
        "Transcriber's Note: nothing was changed.",
        "[Illustration: a lamp]",
        "He stopped.[12] She {34} went on.[A]",
        "[Footnote 12: At the door.]",
        "NOTES",
        "[12] At the door.",
        "MARA: Not again.",
        "TOM (whispering): Don't (beat) move. [He listens.] Now.",
        "MARA. (shouting) Who is there? (To herself.) Nobody.",
        "Tom: where are you",
        "MARA (V.O.) ^",
        "MARA",
        "(in a whisper)",
        "[Enter TOM, with",
        "a lamp.]",
        "INT. LAMP ROOM - NIGHT #1#",
        ".THE STAIRS",
        "!BANG",
        "@McCoy",
        "> CUT TO:",
        "> THE END <",
        "~Row, row, row",
        "= A synopsis",
        "/* cut this",
        "and this */ not this",
        "a [[note]] inside",
        'A [link](http://example.org/x_(y) "title") and ![picture](x.png) and <b>tags</b>.',
        "> quoted",
        "> > twice",
        "- item",
        "1. first",
        "text[^1] and [ref]",
        "[^1]: a note",
        "[ref]: http://example.org",
        "<!-- hidden",
        "-->",
        "```",
        "*Not again,* she thought.  ",
        "so\u00adft hy\u200bphen\ufeff",
        "con\x07trol\x00s \u200d zw\u200cj",
        "“Open",
        "Dramatis Personae",
        "ACT I",
        "Scene 2. The stairs.",
    ]
)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x0c", "\x85"])


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Texts made of the kinds of lines that readers look for, in any order."""
    newline = draw(NEWLINES)
    lines = draw(st.lists(LINES | st.text(max_size=12), max_size=30))
    return draw(st.sampled_from(["", "\ufeff", "---\ntitle: X\n---\n"])) + newline.join(lines)


def _check(text: str, place: str) -> None:
    try:
        manuscript = read_text(text, place)
    except BadInput:
        return
    assert manuscript.source == text
    assert faults(manuscript) == []
    for chapter in manuscript.chapters:
        assert chapter.title
        assert chapter.paragraphs
        headings = [paragraph.heading for paragraph in chapter.paragraphs]
        assert headings == sorted(headings, reverse=True), "headings come first"
        assert not chapter.paragraphs[0].opens_scene


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=pages())
def test_no_character_is_lost_or_doubled_in_story_like_text(place: str, text: str) -> None:
    _check(text, place)


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300))
def test_no_character_is_lost_or_doubled_in_any_text(place: str, text: str) -> None:
    _check(text, place)


def _manuscript(source: str, *paragraphs: Paragraph, out: tuple[LeftOut, ...] = ()) -> Manuscript:
    return Manuscript(Book("X"), source, (ManuscriptChapter("X", paragraphs),), out)


@pytest.mark.parametrize(
    ("manuscript", "fault"),
    [
        (_manuscript("The lamp.", Paragraph("The lamp.", ((0, 0),))), ""),
        (_manuscript("The  lamp.", Paragraph("The lamp.", ((0, 0), (4, 5)))), ""),
        (_manuscript("[1] The lamp.", Paragraph("The lamp.", ((0, 4),)), out=(LeftOut(0, 3, "x"),)), ""),
        (_manuscript("The lamp. Out.", Paragraph("The lamp.", ((0, 0),))), "lost"),
        (_manuscript("Out. The lamp.", Paragraph("The lamp.", ((0, 5),))), "lost"),
        (_manuscript("The lamp.", Paragraph("The lamp.", ((0, 0),)), out=(LeftOut(4, 9, "x"),)), "twice"),
        (_manuscript("The lamp.", Paragraph("The Lamp.", ((0, 0),))), "do not read"),
        (_manuscript("The  lamp.", Paragraph("The  lamp.", ((0, 0),))), "white space"),
    ],
)
def test_faults_are_seen(manuscript: Manuscript, fault: str) -> None:
    found = faults(manuscript)
    assert bool(found) == bool(fault)
    assert fault in " ".join(found)
