"""What is no part of the story is left out, with its reason; the story is not."""

from __future__ import annotations

import pytest

from audiobook.manuscript import faults, read_text
from audiobook.model import Manuscript

BODY = [
    "Ottilie climbed the stairs with a sandwich in her coat and counted every one of them aloud,\n"
    "and when she had counted ninety-one of them she sat down to get her breath back.",
    "Above her the lamp hummed as it always did, and somebody who was not the wind cleared his\n"
    "throat, and then, as if he had thought better of it, was quiet again for a while.",
    "He had been there for eleven winters, he explained, and nobody had ever thought to bring a\n"
    "sandwich, so that he had quite given up hoping for one.",
]
TEXT = "\n\n".join(BODY)
CHAPTERS = "\n\n\n\n".join(
    f"{label}\n\n{title}\n\n\n{TEXT}"
    for label, title in (
        ("CHAPTER I", "THE STAIRS"),
        ("CHAPTER II", "THE LAMP"),
        ("CHAPTER III", "THE KEEPER"),
    )
)
HEADER = """The Project Gutenberg eBook of The Lamp Room

This ebook is for the use of anyone anywhere. You may copy it.

Title: The Lamp Room
        A Story

Author: A. N. Author

Release date: January 1, 2020 [eBook #1]

Language: English

Credits: Some Body

*** START OF THE PROJECT GUTENBERG EBOOK THE LAMP ROOM ***
"""
FOOTER = """
*** END OF THE PROJECT GUTENBERG EBOOK THE LAMP ROOM ***

Updated editions will replace the previous one.

Section 1. General Terms of Use.
"""


def manuscript_of(source: str) -> Manuscript:
    manuscript = read_text(source, "some-file.txt")
    assert faults(manuscript) == []
    return manuscript


def titles(manuscript: Manuscript) -> list[str]:
    return [chapter.title for chapter in manuscript.chapters]


def story(manuscript: Manuscript) -> str:
    return "\n".join(p.text for chapter in manuscript.chapters for p in chapter.paragraphs)


def out(manuscript: Manuscript) -> list[tuple[str, str]]:
    return [(stretch.why, manuscript.source[stretch.start : stretch.end]) for stretch in manuscript.left_out]


THREE = ["Chapter I: The Stairs", "Chapter II: The Lamp", "Chapter III: The Keeper"]


def test_gutenberg_header_and_licence() -> None:
    manuscript = manuscript_of(
        f"\ufeff{HEADER}\n\nProduced by Some Body and friends\n\n\n\n{CHAPTERS}\n\n{FOOTER}"
    )
    assert titles(manuscript) == THREE
    assert manuscript.book.title == "The Lamp Room A Story"
    assert manuscript.book.author == "A. N. Author"
    assert manuscript.book.language == "en"
    assert "Gutenberg" not in story(manuscript)
    assert "Produced by" not in story(manuscript)
    assert {why for why, _ in out(manuscript)} == {"boilerplate"}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (
            "***START OF THE PROJECT GUTENBERG EBOOK THE LAMP ROOM***",
            "***END OF THE PROJECT GUTENBERG EBOOK X***",
        ),
        (
            "*** START OF THIS PROJECT GUTENBERG EBOOK THE LAMP\nROOM ***",
            "End of Project Gutenberg's The Lamp Room, by A",
        ),
        (
            "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
            "End of the Project Gutenberg EBook of The Lamp Room",
        ),
    ],
)
def test_older_markers(start: str, end: str) -> None:
    manuscript = manuscript_of(f"Some header.\n\n{start}\n\n{CHAPTERS}\n\n{end}\n\nAnd a licence.")
    assert titles(manuscript) == THREE
    assert "licence" not in story(manuscript)
    assert "ROOM ***" not in story(manuscript)


def test_a_first_line_alone_names_the_book() -> None:
    manuscript = manuscript_of(
        f"The Project Gutenberg EBook of The Lamp Room, by A. N. Author\n\n\n{CHAPTERS}"
    )
    assert (manuscript.book.title, manuscript.book.author) == ("The Lamp Room", "A. N. Author")
    assert titles(manuscript) == THREE


@pytest.mark.parametrize(
    "table",
    [
        "CONTENTS\n\nI. The Stairs\nII. The Lamp\nIII. The Keeper",
        "CONTENTS\n\n  CHAPTER I   THE STAIRS ... 1\n  CHAPTER II  THE LAMP .. 7\n  CHAPTER III THE "
        "KEEPER 12",
        "Table of Contents\n\nChapter I: The Stairs\n\nChapter II: The Lamp\n\nChapter III: The Keeper",
        "CONTENTS\n\n\nCHAPTER I\nTHE STAIRS\n\nCHAPTER II\nTHE LAMP\n\nCHAPTER III\nTHE KEEPER",
        "Contents\n\n The Stairs\n The Lamp\n The Keeper\n\n\nILLUSTRATIONS\n\n Lamp  "
        "_Frontispiece_\n Stairs  14",
        "CHAPTER I\nCHAPTER II\nCHAPTER III",
        "CHAPTER I\n\nCHAPTER II\n\nCHAPTER III",
        "CHAPTER PAGE\n\nCONTENTS\n\nI. THE STAIRS 1\nII. THE LAMP 7\nIII. THE KEEPER 12",
    ],
)
def test_a_table_of_contents_makes_no_chapters(table: str) -> None:
    manuscript = manuscript_of(f"THE LAMP ROOM\n\nby A. N. Author\n\n\n{table}\n\n\n\n{CHAPTERS}")
    assert titles(manuscript) == THREE
    assert [sum(not p.heading for p in chapter.paragraphs) for chapter in manuscript.chapters] == [3, 3, 3]
    assert "contents" in {why for why, _ in out(manuscript)}
    assert manuscript.book.title == "The Lamp Room"


def test_contents_before_bare_numerals() -> None:
    body = "\n\n\n".join(f"{number}\n\n{TEXT}" for number in ("I", "II", "III"))
    manuscript = manuscript_of(f"CONTENTS\n\nI\nII\nIII\n\n\n\n{body}")
    assert titles(manuscript) == ["I", "II", "III"]


@pytest.mark.parametrize("form", ["{}", "- {} -", "[{}]", "Page {}", "p. {}", "[Pg {}]", "{{{}}}"])
def test_page_numbers_alone_on_a_line_join_the_sentence_they_cut(form: str) -> None:
    pages = "\n\n".join(
        f"{TEXT}\n\nShe climbed until the\n\n{form.format(number)}\n\nstairs ended, and there was a door."
        for number in (12, 13, 14)
    )
    manuscript = manuscript_of(pages)
    assert len(manuscript.chapters) == 1
    assert "climbed until the stairs ended, and there" in story(manuscript)
    assert [why for why, _ in out(manuscript)] == ["page number"] * 3


def test_notes_and_pictures_inside_the_text() -> None:
    manuscript = manuscript_of(
        f"{TEXT}\n\nThe lamp[1] was old,[*] and {{23}}the oil[A] older. [Pg 24]\n\n"
        f"[Illustration: The lamp\nby night]\n\n[Footnote 1: Built in 1888.]\n\n[Illustration]\n\n{TEXT}"
    )
    assert "The lamp was old, and the oil older." in story(manuscript)
    assert [why for why, _ in out(manuscript)] == [
        "footnote marker",
        "footnote marker",
        "page number",
        "footnote marker",
        "page number",
        "illustration",
        "footnote",
        "illustration",
    ]


def test_brackets_of_the_story_stay() -> None:
    sentence = "“[A]ll that,” he read, “[and more] {sic} in [1888 or so].”"
    assert sentence in story(manuscript_of(f"{TEXT}\n\n{sentence}"))


def test_footnotes_at_the_end() -> None:
    manuscript = manuscript_of(
        f"{TEXT}\n\nThe lamp[1] went out.\n\n\nFOOTNOTES:\n\n[1] In 1888.\n\n[2] Or so."
    )
    assert story(manuscript).endswith("The lamp went out.")
    assert {why for why, _ in out(manuscript)} == {"footnote", "footnote marker"}


def test_credits_notices_and_transcribers_notes() -> None:
    manuscript = manuscript_of(
        "THE LAMP ROOM\n\nby A. N. Author\n\nCopyright © 1999 A. N. Author\n\nAll rights reserved.\n\n"
        "E-text prepared by Some Body\n\nTranscriber's Note: Spelling was left as it was.\n\n\n"
        f"{CHAPTERS}\n\n\n\nTRANSCRIBER'S NOTES\n\nA comma was mended.\n\nAnother was not."
    )
    assert titles(manuscript) == THREE
    for word in ("Copyright", "rights", "prepared", "Spelling", "comma", "Another"):
        assert word not in story(manuscript)


@pytest.mark.parametrize(
    ("top", "title", "author", "headings"),
    [
        (
            "The Lamp Room\nby A. N. Author",
            "The Lamp Room",
            "A. N. Author",
            ["The Lamp Room", "by A. N. Author"],
        ),
        (
            "THE LAMP ROOM\n\n\nby\n\nA. N. AUTHOR",
            "The Lamp Room",
            "A. N. Author",
            ["THE LAMP ROOM", "by", "A. N. AUTHOR"],
        ),
        ("THE LAMP ROOM\nA Story\n\n_By A. N. Author_", "The Lamp Room", "A. N. Author", None),
        ("The Lamp Room", "The Lamp Room", "", ["The Lamp Room"]),
        ("THE LAMP ROOM", "The Lamp Room", "", ["THE LAMP ROOM"]),
        ("The lamp that went out", "The lamp that went out", "", ["The lamp that went out"]),
        ("Title: The Lamp Room\nAuthor: A. N. Author\nYear: 1999", "The Lamp Room", "A. N. Author", []),
        ("Title: The Lamp Room\nBy: A. N. Author", "The Lamp Room", "A. N. Author", []),
        ("", "Some File", "", []),
    ],
)
def test_title_and_author(top: str, title: str, author: str, headings: list[str] | None) -> None:
    for text in (TEXT, CHAPTERS):
        manuscript = manuscript_of(f"{top}\n\n\n{text}")
        assert (manuscript.book.title, manuscript.book.author) == (title, author)
        first = [p.text for p in manuscript.chapters[0].paragraphs if p.heading]
        if headings is not None and text == TEXT:
            assert first == headings
        assert manuscript.chapters[0].title == (title if text == TEXT else "Chapter I: The Stairs")


@pytest.mark.parametrize(
    "first", ["London, 3 May 1888", "Dear Ottilie,", "“The Lamp Room”", "It was dark.", "Monday"]
)
def test_a_first_line_that_is_no_title(first: str) -> None:
    manuscript = manuscript_of(f"{first}\n\n{TEXT}")
    assert manuscript.book.title == "Some File"
    assert manuscript.chapters[0].paragraphs[0].text == first


def test_a_year_on_the_title_page() -> None:
    manuscript = manuscript_of(f"The Lamp Room\n\nby A. N. Author\n\n(1888)\n\n\n{CHAPTERS}")
    assert manuscript.book.year == "1888"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("the-lamp_room.txt", "The Lamp Room"),
        ("The Lamp Room.txt", "The Lamp Room"),
        ("/home/me/stories/keeper-of-the-lamp.txt", "Keeper of the Lamp"),
        ("C:\\stories\\lamp.txt", "Lamp"),
        ("lamp.room.v2.txt", "Lamp Room V2"),
        ("standard input", "Story"),
    ],
)
def test_titles_from_file_names(name: str, title: str) -> None:
    assert read_text(TEXT, name).book.title == title
