"""Chapters are found from headings of every usual kind, and only from these."""

from __future__ import annotations

import pytest

from audiobook.manuscript import faults, read_text
from audiobook.manuscript.headings import chapter_title, label_of, title_case

BODY = [
    "Ottilie climbed the stairs with a sandwich in her coat and counted every one of them aloud.",
    "“Ninety-one,” she said, and sat down to get her breath back before the last and steepest part.",
    "Above her the lamp hummed as it always did, and somebody who was not the wind cleared his throat.",
    "He had been there for eleven winters, he explained, and nobody had ever thought to bring a sandwich.",
]
TEXT = "\n\n".join(BODY)


def chapters(source: str, place: str = "the-lamp-room.txt") -> list[tuple[str, list[str], int]]:
    """(title, headings, number of other paragraphs) of each chapter."""
    manuscript = read_text(source, place)
    assert faults(manuscript) == []
    return [
        (
            chapter.title,
            [p.text for p in chapter.paragraphs if p.heading],
            sum(not p.heading for p in chapter.paragraphs),
        )
        for chapter in manuscript.chapters
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("Chapter One", "Chapter Two", "Chapter Three"),
        ("CHAPTER I.", "CHAPTER II.", "CHAPTER III."),
        ("CHAPTER THE FIRST", "CHAPTER THE SECOND", "CHAPTER THE LAST"),
        ("Chapter 1", "Chapter 2", "Chapter 3"),
        ("Chapter 1: The Stairs", "Chapter 2: The Lamp", "Chapter 3: The Keeper"),
        ("Chapter 1 - The Stairs", "Chapter 2 - The Lamp", "Chapter 3 - The Keeper"),
        ("Chapter I. The Stairs", "Chapter II. The Lamp", "Chapter III. Who Is There?"),
        ("Part One", "Part Two", "Part Three"),
        ("PART I", "PART II", "PART III"),
        ("Book the First", "Book the Second", "Book the Third"),
        ("The First Book", "The Second Book", "The Third Book"),
        ("Volume 1", "Volume 2", "Volume 3"),
        ("ACT ONE", "ACT TWO", "ACT THREE"),
        ("Prologue", "Chapter One", "Epilogue"),
        ("PROLOGUE", "INTERLUDE", "EPILOGUE"),
        ("Prologue: Before", "Interlude", "Epilogue — After"),
        ("I", "II", "III"),
        ("I.", "II.", "III."),
        ("1", "2", "3"),
        ("1.", "2.", "3."),
        ("One", "Two", "Three"),
        ("ONE", "TWO", "THREE"),
        ("- 1 -", "- 2 -", "- 3 -"),
        ("1. The Stairs", "2. The Lamp", "3. The Keeper"),
        ("I. THE STAIRS", "II. THE LAMP", "III. THE KEEPER"),
        ("THE STAIRS", "THE LAMP", "THE KEEPER"),
        ("# The Stairs", "# The Lamp", "# The Keeper"),
        ("## 1", "## 2", "## 3"),
        ("*Chapter One*", "*Chapter Two*", "*Chapter Three*"),
        ("_CHAPTER ONE_", "_CHAPTER TWO_", "_CHAPTER THREE_"),
        (
            "                    CHAPTER I",
            "                    CHAPTER II",
            "                    CHAPTER III",
        ),
        ("Letter I", "Letter II", "Letter III"),
        ("Stave One", "Stave Two", "Stave Three"),
    ],
    ids=lambda headings: headings[0].strip(),
)
def test_every_usual_kind_of_heading(headings: tuple[str, ...]) -> None:
    source = "\n\n\n".join(f"{heading}\n\n{TEXT}" for heading in headings)
    found = chapters(source)
    assert [count for _, _, count in found] == [len(BODY)] * 3
    assert [len(texts) for _, texts, _ in found] == [1, 1, 1]
    for heading, (_, (text,), _) in zip(headings, found, strict=True):
        assert text == heading.strip().lstrip("# ")


def test_setext_headings() -> None:
    source = "\n\n".join(f"{name}\n{'=' * len(name)}\n\n{TEXT}" for name in ("The Stairs", "The Lamp"))
    assert [texts for _, texts, _ in chapters(source)] == [["The Stairs"], ["The Lamp"]]


def test_a_named_heading_needs_no_blank_lines() -> None:
    source = f"Chapter One\n{TEXT}\nChapter Two\n{TEXT}".replace("\n\n", "\n")
    assert [(title, count) for title, _, count in chapters(source)] == [
        ("Chapter One", 4),
        ("Chapter Two", 4),
    ]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ("CHAPTER I.\nDown the Stairs", "Chapter I: Down the Stairs"),
        ("CHAPTER I.\n\nDown the Stairs", "Chapter I: Down the Stairs"),
        ("CHAPTER I\n\nDOWN THE STAIRS", "Chapter I: Down the Stairs"),
        ("CHAPTER I\nIN WHICH OTTILIE CLIMBS THE\nSTAIRS WITH A SANDWICH", None),
        ("Chapter One\n\nThe stairs at night", "Chapter One: The stairs at night"),
        ("PART ONE\n\nTHE TOWER\n\nCHAPTER 1\n\nTHE STAIRS", "Part One: The Tower, Chapter 1: The Stairs"),
        ("PART ONE\n\nChapter 1", "Part One, Chapter 1"),
        ("BOOK THE FIRST\n\n\nI", "Book the First, I"),
    ],
)
def test_subtitles_and_consecutive_headings_belong_to_one_chapter(rows: str, title: str | None) -> None:
    first, second = chapters(f"{rows}\n\n\n{TEXT}\n\n\nCHAPTER II\n\n\n{TEXT}")
    assert first[2] == second[2] == len(BODY)
    assert first[0] == (title or "Chapter I: In Which Ottilie Climbs the Stairs with a Sandwich")


def test_numerals_with_subtitles() -> None:
    found = chapters(f"I\n\nTHE STAIRS\n\n{TEXT}\n\nII\n\nThe Lamp\n\n{TEXT}")
    assert [title for title, _, _ in found] == ["I: The Stairs", "II: The Lamp"]


def test_a_label_and_its_subtitle_are_paragraphs_of_their_own() -> None:
    wrapped = (
        TEXT.replace(", ", ",\n")
        .replace(" and ", "\nand ")
        .replace(" who ", "\nwho ")
        .replace(" as ", "\nas ")
    )
    assert chapters(f"CHAPTER I.\nDown the\nStairs\n\n{wrapped}")[0][1] == ["CHAPTER I.", "Down the Stairs"]


def test_a_short_first_paragraph_is_no_subtitle() -> None:
    for first in ("Silence.", "“Ottilie!”", "It was dark.", "She ran.", "— Come in.", "Who was there?"):
        assert chapters(f"Chapter One\n\n{first}\n\n{TEXT}")[0][1] == ["Chapter One"], first


def test_no_headings_make_one_chapter_titled_like_the_book() -> None:
    assert chapters(TEXT) == [("The Lamp Room", [], 4)]


def test_text_before_the_first_heading_is_a_chapter_if_it_is_one() -> None:
    found = chapters(f"{TEXT}\n\nChapter One\n\n{TEXT}")
    assert found == [("The Lamp Room", [], 4), ("Chapter One", ["Chapter One"], 4)]
    found = chapters(f"For Ottilie\n\nChapter One\n\n{TEXT}")
    assert found == [("Chapter One", ["For Ottilie", "Chapter One"], 4)]


@pytest.mark.parametrize(
    "line",
    [
        "Chapter one of his life was over.",
        "Part of the stair was missing.",
        "Act one's the longest.",
        "Book two seats, please.",
        "I",
        "NO!",
        "“STOP!”",
        "THE END",
        "Introduction was hardly necessary.",
        "Letter by letter she read it.",
        "One by one they left.",
        "Ten minutes passed.",
        "1912.",
        "Note: the stairs are steep.",
        "BEWARE OF THE LAMP",
        "Part two, she thought, would be worse.",
        "Scene after scene went by.",
    ],
)
def test_what_looks_like_a_heading_and_is_none(line: str) -> None:
    source = f"{TEXT}\n\n{line}\n\n{TEXT}"
    assert [title for title, _, _ in chapters(source)] == ["The Lamp Room"]


def test_a_numbered_list_makes_no_chapters() -> None:
    source = f"{TEXT}\n\n1. A sandwich\n\n2. A coat\n\n3. String\n\n{TEXT}"
    assert len(chapters(source)) == 1


def test_capitals_in_the_middle_of_a_sentence_are_no_heading() -> None:
    sign = "The sign on the door said\n\nNO ENTRY\n\nand below it,\n\nTHIS MEANS YOU\n\nand so on."
    assert len(chapters(f"{TEXT}\n\n{sign}\n\n{TEXT}")) == 1


def test_signatures_and_ends_before_a_heading_are_no_headings() -> None:
    source = f"Chapter 1\n\n{TEXT}\n\nTHE KEEPER\n\n\n\nChapter 2\n\n{TEXT}\n\n\n"
    source += f"END OF THE FIRST PART\n\n\nChapter 3\n\n{TEXT}"
    assert [texts for _, texts, _ in chapters(source)] == [["Chapter 1"], ["Chapter 2"], ["Chapter 3"]]


def test_stories_with_titles_in_capitals_and_numbered_parts() -> None:
    parts = "\n\n\n".join(f"{number}\n\n{TEXT}" for number in ("I", "II"))
    source = f"THE STAIRS\n\n\n{parts}\n\n\n\nTHE LAMP\n\n\n{parts}"
    assert [title for title, _, _ in chapters(source)][1:] == ["II", "The Lamp, I", "II"]


def test_numbered_stories_with_numbered_parts() -> None:
    parts = "\n\n\n".join(f"{number}.\n\n{TEXT}" for number in ("I", "II", "III"))
    source = f"I. THE STAIRS\n\n\n{parts}\n\n\nII. THE LAMP\n\n\n{parts}\n\n\nIII. THE SEA\n\n\n{TEXT}"
    found = chapters(source)
    assert [title for title, _, _ in found] == ["I: The Stairs", "II: The Lamp", "III: The Sea"]
    assert [count for _, _, count in found] == [15, 15, 4]


def test_numbered_scenes_in_chapters() -> None:
    scenes = "\n\n\n".join(f"{number}\n\n{TEXT}" for number in (1, 2))
    source = f"Chapter One\n\n{scenes}\n\n\nChapter Two\n\nThe Lamp\n\n{scenes}"
    found = chapters(source)
    assert [title for title, _, _ in found] == ["Chapter One", "Chapter Two: The Lamp"]
    scene_openers = [p.text for p in read_text(source).chapters[1].paragraphs if p.opens_scene]
    assert scene_openers == ["2"]


def test_chapters_numbered_anew_in_each_part() -> None:
    parts = "\n\n\n".join(f"{number}\n\n{TEXT}" for number in (1, 2))
    found = chapters(f"PART ONE\n\n{parts}\n\n\nPART TWO\n\n{parts}")
    assert [title for title, _, _ in found] == ["Part One, 1", "2", "Part Two, 1", "2"]


def test_other_languages() -> None:
    for one, two in (("Kapitel 1", "Kapitel 2"), ("CHAPITRE I", "CHAPITRE II"), ("Глава 1", "Глава 2")):
        assert len(chapters(f"{one}\n\n{TEXT}\n\n{two}\n\n{TEXT}")) == 2


def test_a_numeral_with_its_title_right_under_it() -> None:
    wrapped = TEXT.replace(" and ", "\nand ").replace(" who ", "\nwho ").replace(" as ", "\nas ")
    source = f" I.\n Introduction\n\n{wrapped}\n\n II.\n The Lamp\n\n{wrapped}"
    assert [title for title, _, _ in chapters(source)] == ["I: Introduction", "II: The Lamp"]


def test_a_heading_with_nothing_behind_it_is_not_lost() -> None:
    found = chapters(f"Chapter One\n\n{TEXT}\n\nEpilogue")
    assert found == [("Chapter One", ["Chapter One"], 5)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("THE LAMP ROOM", "The Lamp Room"),
        ("CHAPTER XIV", "Chapter XIV"),
        ("THE 16TH OF JULY", "The 16th of July"),
        ("MR. AND MRS. O'BRIEN", "Mr. and Mrs. O'Brien"),
        ("WHAT THE CIVIL DID", "What the Civil Did"),
        ("THE LAMP: A STORY", "The Lamp: A Story"),
        ("Already Mixed", "Already Mixed"),
        ("A. N. AUTHOR", "A. N. Author"),
        ("THE LAMP BY A. A. PENN", "The Lamp by A. A. Penn"),
        ("KEEPER-OF-THE-LAMP", "Keeper-of-the-Lamp"),
    ],
)
def test_capitals_throughout_become_a_titles_capitals(text: str, title: str) -> None:
    assert title_case(text) == title


def test_titles_of_headings() -> None:
    assert chapter_title(["CHAPTER I.", "DOWN THE STAIRS."]) == "Chapter I: Down the Stairs"
    assert chapter_title(["Chapter 3: The Door"]) == "Chapter 3: The Door"
    assert chapter_title(["Chapter 3. The Door"]) == "Chapter 3: The Door"
    assert chapter_title(["Chapter III—The Door"]) == "Chapter III: The Door"
    assert chapter_title(["Part One", "Prologue"]) == "Part One, Prologue"
    assert chapter_title(["_The Door_"]) == "The Door"
    assert chapter_title(["Who Is There?"]) == "Who Is There?"
    assert chapter_title([]) == ""


def test_labels() -> None:
    label = label_of("CHAPTER XXIV. The Last")
    assert label
    assert (label.kind, label.number, label.title) == ("chapter", 24, "The Last")
    assert label_of("BOOK THE SECOND").number == 2  # type: ignore[union-attr]
    assert label_of("Twenty-first Chapter").number == 21  # type: ignore[union-attr]
    assert label_of("Chapter Forty Two").number == 42  # type: ignore[union-attr]
    assert label_of("IIX") is None
    assert label_of("Chapter") is None
    assert label_of("The lamp") is None
