"""Markdown stories: structure is used, markup is left out, emphasis stays as written."""

from __future__ import annotations

import pytest

from audiobook.manuscript import faults, read_text
from audiobook.model import Manuscript


def manuscript_of(source: str, place: str = "the-lamp-room.md") -> Manuscript:
    manuscript = read_text(source, place)
    assert faults(manuscript) == []
    return manuscript


def chapters(source: str) -> list[tuple[str, list[str], list[str]]]:
    """(title, headings, other paragraphs) of each chapter."""
    return [
        (
            chapter.title,
            [p.text for p in chapter.paragraphs if p.heading],
            [p.text for p in chapter.paragraphs if not p.heading],
        )
        for chapter in manuscript_of(source).chapters
    ]


def out(source: str) -> list[tuple[str, str]]:
    return [(s.why, source[s.start : s.end]) for s in manuscript_of(source).left_out]


def test_a_story_with_front_matter_title_and_chapters() -> None:
    source = """---
title: "The Lamp Room"
author: A. N. Author
lang: en-GB
date: 1999-05-03
---

# The Lamp Room

*by A. N. Author*

## One: The Stairs

Mara climbed
the stairs.

---

“*Not again,*” she said.

## Two

### Below

It was **dark**.
"""
    manuscript = manuscript_of(source)
    assert manuscript.book.title == "The Lamp Room"
    assert manuscript.book.author == "A. N. Author"
    assert manuscript.book.language == "en-GB"
    assert manuscript.book.year == "1999"
    assert chapters(source) == [
        (
            "One: The Stairs",
            ["The Lamp Room", "*by A. N. Author*", "One: The Stairs"],
            ["Mara climbed the stairs.", "“*Not again,*” she said."],
        ),
        ("Two: Below", ["Two", "Below"], ["It was **dark**."]),
    ]
    assert [p.text for p in manuscript.chapters[0].paragraphs if p.opens_scene] == [
        "“*Not again,*” she said."
    ]
    assert out(source)[0][0] == "front matter"
    assert ("scene break", "---") in out(source)


def test_front_matter_is_not_a_scene_break() -> None:
    source = "---\n\nMara climbed the stairs.\n\n---\n\nShe came down."
    assert chapters(source)[0][2] == ["Mara climbed the stairs.", "She came down."]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end(newline: str) -> None:
    source = "---\ntitle: X\n---\n# One\n\nMara\nclimbed.\n\n> Quoted\n> twice\n\n# Two\n\nShe ran.".replace(
        "\n", newline
    )
    assert chapters(source) == [
        ("One", ["One"], ["Mara climbed.", "Quoted twice"]),
        ("Two", ["Two"], ["She ran."]),
    ]


def test_setext_headings_and_dashes_right_under_a_paragraph() -> None:
    source = "One\n===\n\nMara climbed the stairs.\n---\nShe came down.\n\nTwo\n---\n\nShe slept."
    assert chapters(source) == [
        ("One", ["One"], ["Mara climbed the stairs.", "She came down."]),
        ("Two", ["Two"], ["She slept."]),
    ]
    assert manuscript_of(source).chapters[0].paragraphs[2].opens_scene


def test_links_pictures_tags_comments_and_notes() -> None:
    source = (
        'She read [the letter](http://example.org/a_(b) "title") twice.[^1] ![A lamp](lamp.png)\n\n'
        "<!-- not\n\nthis -->\n\nIt was <b>old</b>,<br> said [Tom][t], and [torn].  \\*\n\n"
        "<http://example.org>\n\n<style>\np {}\n</style>\n\n[^1]: In 1888.\n\n[t]: "
        "http://example.org\n[torn]: x\n"
    )
    assert chapters(source)[0][2] == [
        "She read the letter twice.",
        "It was old, said Tom, and torn. *",
    ]
    reasons = {why for why, _ in out(source)}
    assert reasons == {"markup", "footnote marker", "illustration", "comment", "footnote"}


def test_lists_dialogue_dashes_and_indents_are_paragraphs() -> None:
    source = (
        "She packed\n\n- a sandwich\n- string\n\n1. first\n2. second\n\n    Indented like a "
        "book.\n\n- Come in, she said.\n"
    )
    assert chapters(source)[0][2] == [
        "She packed",
        "- a sandwich",
        "- string",
        "1. first",
        "2. second",
        "Indented like a book.",
        "- Come in, she said.",
    ]


def test_verse_with_hard_breaks_and_one_paragraph_a_line() -> None:
    prose = "Mara climbed the stairs\nas she always did, and\nnever counted them.\n\n"
    assert chapters(prose + "The lamp is lit,  \nthe stair is long")[0][2][1:] == [
        "The lamp is lit,",
        "the stair is long",
    ]
    assert chapters("Mara climbed.\nShe came down.\nShe slept.")[0][2] == [
        "Mara climbed.",
        "She came down.",
        "She slept.",
    ]


def test_chapters_told_by_their_words_where_headings_are_not_marked() -> None:
    source = "**Chapter One**\n\nMara climbed the stairs.\n\n**Chapter Two**\n\nShe came down."
    assert [title for title, _, _ in chapters(source)] == ["Chapter One", "Chapter Two"]


def test_chapters_of_the_first_level_and_no_title() -> None:
    source = "# The Stairs\n\nMara climbed.\n\n# The Lamp\n\nIt was out."
    assert [title for title, _, _ in chapters(source)] == ["The Stairs", "The Lamp"]
    assert manuscript_of(source).book.title == "The Lamp Room"


def test_parts_chapters_and_sections() -> None:
    source = (
        "# The Lamp Room\n\n## Part One\n\n### The Stairs\n\nMara climbed.\n\n### The Lamp\n\nIt was out.\n\n"
        "## Part Two\n\n### The Sea\n\nIt was grey.\n\n#### Later\n\nIt was black."
    )
    assert [title for title, _, _ in chapters(source)] == [
        "Part One: The Stairs",
        "The Lamp",
        "Part Two: The Sea",
    ]


def test_a_table_of_contents_of_links() -> None:
    source = (
        "# The Lamp Room\n\n## Contents\n\n- [One](#one)\n- [Two](#two)\n- [Three](#three)\n\n"
        "## One\n\nMara climbed the stairs and came down again.\n\n## Two\n\nIt was out.\n\n## "
        "Three\n\nIt was on."
    )
    assert [title for title, _, _ in chapters(source)] == ["One", "Two", "Three"]


def test_a_play_in_markdown() -> None:
    source = (
        "# The Lamp Room\n\n**MARA:** Not *again*.\n\n**TOM** *(whispering)*: Don't "
        "move.\n\n**MARA:** Who's there?"
    )
    (chapter,) = manuscript_of(source).chapters
    assert [(p.cue, p.text, p.delivery) for p in chapter.paragraphs if not p.heading] == [
        ("Mara", "Not *again*.", ()),
        ("Tom", "Don't move.", ("whispering",)),
        ("Mara", "Who's there?", ()),
    ]
    assert chapter.title == "The Lamp Room"


def test_markdown_is_known_without_its_name() -> None:
    for start in ("---\ntitle: X\n---\n", "## One\n\n", "Mara climbed.\n\n# Two\n\n"):
        manuscript = manuscript_of(start + "She read [it](http://example.org).", "standard input")
        assert manuscript.chapters[-1].paragraphs[-1].text == "She read it."
